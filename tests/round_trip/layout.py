"""Rosters laid out on a sheet as counties lay them out, and where each value went."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from incomeaudit.ingest.address import letter
from incomeaudit.vocabulary import Field, Table, Vocabulary

from .body import Body
from .forms import FORMS, Form
from .grid import Grid
from .headers import SCALES, Written, headers, units_of
from .roster import Roster, rosters
from .spell import HABITS, Column

_UNKNOWN = ("序号", "网格", "档案盒", "打印标记", "经度", "甲方", "二维码", "户口簿页码")
_TITLES = (
    "遂昌县2020年低收入农户花名册",
    "附件1",
    "（2020年度）",
    "大坑村",
    "遂昌县农业农村局",
    "2020年12月",
    "低收入农户基本情况登记表",
)
_SIDE = ("填报单位：妙高街道", "填报日期：2020年12月31日", "联系电话：0578-8123456", "共3页")
_GROUPS = {
    "money": ("收入情况", "家庭收支", "其中", "资金"),
    "boolean": ("两不愁三保障", "政策享受情况"),
    "date": ("时间节点", "有关日期"),
    "code": ("认定情况",),
    "text": ("基本情况", "其他情况"),
    "integer": ("人口情况",),
    "number": ("生产生活条件",),
    "year": ("年度情况",),
    "id": ("证件信息",),
}
_OVER = ("2020年家庭情况", "调查内容", "农户信息")
_SHEETS = {
    "household": ("花名册", "农户", "2020年低收入农户", "家庭收入"),
    "member": ("家庭成员", "成员"),
    "village": ("村集体经济", "村级收入"),
}
PASSWORD = "妙高2020"


@dataclass
class Head:
    """A column on its way to the sheet."""

    field: Field | None
    written: Written
    group: str = ""
    """The group that it stands under; empty for none."""
    in_units: int | None = None
    """In what the group says that the money below it is."""
    over: str = ""
    """A further group over the group or the column."""
    deep: bool = False
    """Whether the name of a column without a group stands in the lowest row."""
    column: int = 0
    scale: int = 1


@dataclass(repr=False)
class Drawn:
    """A roster as it was laid out, and what must come back."""

    form: Form
    grid: Grid
    roster: Roster
    sheet: str
    date1904: bool
    blank_sheet: bool
    hidden_sheet: bool
    letters: dict[str, str]
    """Field id to the letters of its column."""
    rows: list[int]
    """Excel's number of each row of the roster."""
    header_row: int
    """Excel's number of the lowest row of names."""
    gross: set[str]
    """Fields of which the figures are before costs."""
    kinds: set[str] = field(default_factory=set)
    """Kinds of issues that must be said, and no others."""

    def __repr__(self) -> str:
        """The sheet as it was written, so that a failure can be read."""
        rows = [f"{number:3} {row}" for number, row in enumerate(self.grid.rows(), 1) if any(row)]
        facts = f"{self.form.name} {self.sheet} {self.letters} rows {self.rows} kinds {sorted(self.kinds)}"
        more = f"merges {self.grid.merges} hidden {self.grid.hidden_rows} {self.grid.hidden_columns}"
        return "\n".join(("", facts, f"{more} 1904 {self.date1904}", *rows, *map(str, self.roster.rows)))


@st.composite
def drawn(draw: st.DrawFn, vocabulary: Vocabulary, form: Form, file: int = 0) -> Drawn:
    """A roster in a layout that a format can hold; ``file`` numbers the files that are read together."""
    roster = draw(rosters(vocabulary, form, file))
    grid, kinds = Grid(), set[str]()
    top, left = (0, 0) if form.plain else (draw(st.integers(0, 2)), draw(st.sampled_from((0, 0, 0, 1, 2, 25))))
    heads = _heads(draw, roster, form)
    top, of_title = (0, 1) if form.plain else _titles(draw, grid, form, top, left, len(heads), roster.table)
    depth = _depth(draw, heads, form)
    _place(draw, heads, left, form)
    if depth > 1 and _like_titles(heads, depth):
        depth = 1
        for head in heads:
            head.group, head.over, head.in_units = "", "", None
    lowest = _header(grid, heads, top, depth, form)
    below = lowest + 1 if form.plain else _below(draw, grid, heads, lowest, form)
    for head in heads:
        is_money = head.field is not None and head.field.type == "money"
        head.scale = head.written.scale or head.in_units or (of_title if is_money else 1)
        if head.scale != 1:
            kinds.add("converted")
    date1904 = form.calendar_1904 and draw(st.integers(0, 3)) == 0
    columns = [
        Column(
            head.field,
            form,
            vocabulary.codes,
            head.scale,
            head.written.how == "inverted",
            date1904,
            _habits(draw, form),
        )
        if head.field
        else None
        for head in heads
    ]
    body = Body(
        draw, grid, form, roster, [(head.column, column) for head, column in zip(heads, columns, strict=True)], kinds
    )
    rows = body.write(below, range(top, below), left)
    if form.hidden:
        _hide(draw, grid, rows, heads, kinds)
    blank_sheet = form.sheets and draw(st.integers(0, 5)) == 0
    hidden_sheet = blank_sheet and draw(st.booleans())
    kinds |= {"blank_sheet"} if blank_sheet else set()
    kinds |= {"hidden_sheet"} if hidden_sheet else set()
    return Drawn(
        form,
        grid,
        roster,
        draw(st.sampled_from(_SHEETS[roster.table.id])),
        date1904,
        blank_sheet,
        hidden_sheet,
        {head.field.id: letter(head.column) for head in heads if head.field},
        [row + 1 for row in rows],
        lowest + 1,
        {head.field.id for head in heads if head.field and head.written.how == "gross"},
        kinds,
    )


def _habits(draw: st.DrawFn, form: Form) -> frozenset[str]:
    if form.plain:
        return frozenset()
    return draw(st.frozensets(st.sampled_from(HABITS), min_size=1, max_size=4))


def _heads(draw: st.DrawFn, roster: Roster, form: Form) -> list[Head]:
    """The columns in some order, those of a group side by side."""
    fields = draw(st.permutations(roster.fields))
    bare = not form.plain and draw(st.integers(0, 3)) == 0
    heads = [Head(field, draw(headers(field, form, at, bare=bare))) for at, field in enumerate(fields, 1)]
    unknown = draw(st.lists(st.sampled_from(_UNKNOWN), max_size=3, unique=True))
    for text in unknown:
        at = 0 if text == "序号" and draw(st.booleans()) else draw(st.integers(0, len(heads)))
        heads.insert(at, Head(None, Written(text)))
    return heads


def _titles(draw: st.DrawFn, grid: Grid, form: Form, top: int, left: int, width: int, table: Table) -> tuple[int, int]:
    """Title rows; the row after them, and in what the money below is."""
    scale: int | None = None
    row = top
    for _ in range(draw(st.integers(0, 3))):
        column = draw(st.sampled_from((0, left)))
        if draw(st.booleans()):
            grid.put(row, column, draw(st.sampled_from(_TITLES)))
            if form.merges and width > 1 and draw(st.booleans()):
                grid.merge(row, column, row, left + width - 1)
        else:
            said = draw(st.lists(st.sampled_from(_SIDE), max_size=2, unique=True))
            if scale is None and draw(st.booleans()):
                scale = draw(st.sampled_from(list(SCALES)))
                label = draw(st.sampled_from(("单位：{}", "金额单位：{}", "单位:人、{}", "计量单位：{}", "单 位：{}")))
                said.append(label.format(SCALES[scale][0]))
            for text in said:
                grid.put(row, column, text)
                column += draw(st.integers(1, 3))
        row += 1
        if draw(st.integers(0, 4)) == 0:
            row += 1
    return row, scale or 1


def _depth(draw: st.DrawFn, heads: list[Head], form: Form) -> int:
    """Put some columns under groups; how many rows the header takes."""
    depth = 1 if form.plain else draw(st.sampled_from((1, 1, 2, 2, 3)))
    if depth == 1:
        return 1
    kinds = sorted({head.field.type for head in heads if head.field})
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3, unique=True)):
        own = [head for head in heads if head.field and head.field.type == kind]
        text = draw(st.sampled_from(_GROUPS[kind]))
        scale = None
        if kind == "money" and draw(st.booleans()):
            scale = draw(st.sampled_from(list(SCALES)))
            text += f"（{SCALES[scale][0]}）"
        for head in own:
            head.group, head.in_units = text, scale
        at = heads.index(own[0])
        others = [head for head in heads if head not in own]
        at = min(at, len(others))
        heads[:] = [*others[:at], *own, *others[at:]]
    _of_the_head(draw, heads)
    if depth == 3:
        first = draw(st.integers(0, len(heads) - 1))
        last = draw(st.integers(first, len(heads) - 1))
        while first and heads[first].group and heads[first - 1].group == heads[first].group:
            first -= 1
        while last + 1 < len(heads) and heads[last].group and heads[last + 1].group == heads[last].group:
            last += 1
        over = draw(st.sampled_from(_OVER))
        for head in heads[first : last + 1]:
            head.over = over
    return depth


def _of_the_head(draw: st.DrawFn, heads: list[Head]) -> None:
    """户主 over 姓名, 身份证号 and 联系电话."""
    short = {"head_name": "姓名", "head_id": "身份证号", "phone": "联系电话"}
    own = [head for head in heads if head.field and head.field.id in short and not head.group]
    if not own or draw(st.booleans()):
        return
    for head in own:
        head.group, head.written = "户主", Written(short[head.field.id if head.field else ""])
    at = heads.index(own[0])
    others = [head for head in heads if head not in own]
    heads[:] = [*others[:at], *own, *others[at:]]


def _place(draw: st.DrawFn, heads: Sequence[Head], left: int, form: Form) -> None:
    gap = draw(st.integers(1, len(heads))) if not form.plain and draw(st.integers(0, 5)) == 0 else None
    grouped = False
    for at, head in enumerate(heads):
        if at == gap and head.group == heads[at - 1].group:
            gap = gap + 1  # not within a group
        head.column = left + at + (gap is not None and at >= gap)
        grouped = grouped or bool(head.group or head.over)
        # A name in the lowest row, right of a group, would stand under that group.
        head.deep = not grouped and draw(st.booleans())


def _like_titles(heads: Sequence[Head], depth: int) -> bool:
    """Whether rows of groups alone might as well be titles.

    A single one that stands over the leftmost column looks like a title, and so does a row of mostly names without a
    field, which reach down.
    """
    grid = Grid()
    lowest = _header(grid, heads, 0, depth, FORMS["csv"])
    names = [row for row, head in ((_row_of(head, depth), head) for head in heads) if head.field]
    for row in range(min(names)):
        filled = [column for at, column in grid.cells if at == row]
        below = [column for at, column in grid.cells if at == row + 1]
        over = [column for column in filled if any((at, column) in grid.cells for at in range(row + 1, lowest + 1))]
        if (len(filled) == 1 and filled[0] <= min(below)) or 2 * len(over) <= len(filled):
            return True
    return False


def _row_of(head: Head, depth: int) -> int:
    """The row of a column's name, counted from the header's first."""
    return depth - 1 if head.group or head.deep else int(bool(head.over))


def _header(grid: Grid, heads: Sequence[Head], top: int, depth: int, form: Form) -> int:
    """The rows of names; the lowest of them."""
    lowest = top + depth - 1
    for at, head in enumerate(heads):
        first = top + bool(head.over)
        before = heads[at - 1] if at else None
        if head.over and not (before and before.over):
            grid.put(top, head.column, head.over)
            last = max(other.column for other in heads if other.over)
            _merge(grid, form, top, head.column, top, last)
        if head.group:
            if before is None or before.group != head.group:
                grid.put(first, head.column, head.group)
                last = max(other.column for other in heads if other.group == head.group)
                _merge(grid, form, first, head.column, lowest - 1, last)
            grid.put(lowest, head.column, head.written.text)
        elif head.deep:
            grid.put(lowest, head.column, head.written.text)
        else:
            grid.put(first, head.column, head.written.text)
            _merge(grid, form, first, head.column, lowest, head.column)
    return lowest


def _merge(grid: Grid, form: Form, top: int, left: int, bottom: int, right: int) -> None:
    if form.merges:
        grid.merge(top, left, bottom, right)


def _below(draw: st.DrawFn, grid: Grid, heads: Sequence[Head], lowest: int, form: Form) -> int:
    """A row of column numbers and a row of units, if any; the row after them."""
    row = lowest + 1
    if draw(st.integers(0, 5)) == 0 and all(head.written.scale is None for head in heads):
        said = False
        for head in heads:
            units = [] if head.field is None else list(units_of(head.field))
            if head.field and head.field.type == "money":
                scale = draw(st.sampled_from(list(SCALES)))
                head.written = Written(head.written.text, head.written.how, scale)
                units = [SCALES[scale][0]]
            if units:
                grid.put(row, head.column, draw(st.sampled_from(("（{}）", "({})", "{}"))).format(units[0]))
                said = True
        row += said
    if draw(st.integers(0, 3)) == 0:
        numbers = _numbers(draw, len(heads))
        for head, text in zip(heads, numbers, strict=True):
            if form.holds(str(text)):
                grid.put(row, head.column, text if form.typed else str(text))
        row += 1
    return row


def _numbers(draw: st.DrawFn, count: int) -> list[object]:
    plain = list(range(1, count + 1))
    shapes: list[list[object]] = [
        [*plain],
        [f"({number})" for number in plain],
        [str(number) for number in plain],
        ["甲", "乙", *range(1, count - 1)] if count > 2 else [*plain],
    ]
    if count <= 20:
        shapes += [[chr(ord("A") + number - 1) for number in plain], [chr(ord("①") + number - 1) for number in plain]]
    return draw(st.sampled_from(shapes))


def _hide(draw: st.DrawFn, grid: Grid, rows: Sequence[int], heads: Sequence[Head], kinds: set[str]) -> None:
    if draw(st.integers(0, 4)) == 0:
        grid.hidden_rows |= draw(st.sets(st.sampled_from(list(rows)), max_size=3))
        kinds |= {"hidden_rows"} if grid.hidden_rows else set()
    if draw(st.integers(0, 4)) == 0:
        grid.hidden_columns |= draw(st.sets(st.sampled_from([head.column for head in heads]), max_size=2))
        kinds |= {"hidden_columns"} if grid.hidden_columns else set()
