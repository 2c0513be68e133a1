"""Which rows below the header are data, and what the others are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from incomeaudit.ingest.cells.parsed import never
from incomeaudit.ingest.layout import Layout


@dataclass(frozen=True, slots=True)
class Columns:
    """Column letters by what they are to the telling apart of rows."""

    known: tuple[str, ...]
    """Taken for a field."""
    keys: tuple[str, ...]
    """Those of them that hold an id or a name: one cell there is enough for a row."""
    places: tuple[str, ...]
    """Where 合计 and 大坑村小计 stand: places, and what stands on the left and is not known."""
    names: tuple[str, ...]
    """Where 合计 stands alone: people's names and ids, and what stands on the left and is known."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table. All numbers are Excel's, rising."""

    data: pl.Series
    """UInt32."""
    examples: tuple[int, ...] = ()
    """They show how to fill in the table."""
    subtotals: tuple[int, ...] = ()
    repeated_headers: tuple[int, ...] = ()
    strays: tuple[int, ...] = ()
    """One filled cell and no id or name: a village's name between its households, a remark."""
    unfilled: tuple[int, ...] = ()
    """Lines prepared and left empty: they show a line number, zeros, or something in columns not understood."""
    formulas: tuple[int, ...] = ()
    """No id or name, and nothing else than errors and formulas without a value: a formula copied too far down."""
    notes: int | None = None
    """Where the notes at the end begin."""
    data_after_notes: tuple[int, ...] = ()
    """Rows below the notes that look like data. They are not read."""


_WORDS = "小计|合计|总计|累计|共计"
_SUBTOTAL = rf"(?:{_WORDS})[:：]?(?:[(（].*[)）])?(?:\d+[户人])*$"
_SUBTOTAL_ALONE = rf"^(?:本页|.*(?:[县市区乡镇村组队]|街道))?{_SUBTOTAL}"
_SIGNED = r"填表|填报|制表|审核|复核|审批|经办|联系|负责|主管|分管|单位负责|主要领导"
_NOTES = (
    rf"^(?:(?:{_SIGNED})(?:人|员|领导|单位|部门|日期|时间|意见)?(?:签[名字章])?[(（]?(?:[:：(（]|签|盖|$)"
    r"|[*※]?附?(?:注|备注|说明|填表说明|填报说明|注意事项)[\d一二三]*(?:[:：.、]|$))"
)


_PAGE = r"[(（]?(?:第\d+页|共\d+页|续表?\d*|[\s,，/·—_-])+[)）]?"
_PAGE_ALONE = r"^[(（—-]*第\d+页"
_SIGNED_CELLS = 4
"""Cells, at most, of a row of such notes: who filled it in, who looked at it, who is responsible, when."""
_ZEROS = r"^0(?:\.0+)?(?:\x1f0(?:\.0+)?)*$"
"""Nothing but zeros, joined by a character that no cell has."""
_HEADING = r"^(?:填报|填表|制表|编制)(?:单位|部门|日期|时间)"
"""What stands above a table as often as below one: 填报单位, 填报日期."""


def is_note(text: str) -> bool:
    """Whether a row that begins with a text is one of the notes below a table, and of those alone."""
    plain = "".join(text.split())
    return bool(re.match(_NOTES, plain)) and not re.match(_HEADING, plain)


def is_total(text: str) -> bool:
    """Whether a cell says that its row sums others up."""
    return bool(re.match(_SUBTOTAL_ALONE, "".join(text.split())))


def plain_title(text: str) -> str:
    """A title without blanks and the number of its page."""
    return re.sub(_PAGE, "", text)


def says_again(texts: Mapping[str, str], layout: Layout) -> bool:
    """Whether a row, given as column to text, says again in most of its cells what a row of the header says."""
    return any(
        sum(texts.get(letter) == text for letter, text in said.items()) >= _alike(said) for said in layout.header_texts
    )


def _alike(said: Mapping[str, str]) -> float:
    """Cells that must agree for a row to be a header's once more."""
    return max(2, 0.6 * len(said))


def find_rows(cells: pl.DataFrame, layout: Layout, columns: Columns, lost: pl.DataFrame) -> Rows:
    """Tell data rows from blank ones, subtotals, repeated headers and notes.

    ``cells`` are the sheet's strings, row 0 Excel's row 1. ``lost`` are the cells whose value is not there (an
    error, a formula nobody calculated), with ``row`` and ``letter``: a row with one for its id is not blank.
    """
    start = layout.first_row
    body = cells.slice(start - 1)
    if body.is_empty():
        return Rows(pl.Series(dtype=pl.UInt32))
    others = [letter for letter in cells.columns if letter not in columns.known]
    filled = body.select(
        known=pl.sum_horizontal(pl.col(columns.known).is_not_null()),
        other=pl.any_horizontal(pl.col(others).is_not_null()) if others else pl.lit(value=False),
    )
    known, other = filled["known"], filled["other"]
    not_there = _lost(lost, columns.known, start, len(body))
    # A note fills few cells. One look at the first text of such rows tells notes and repeated titles.
    few = known * 2 <= len(columns.known)
    sparse = (few & ((known > 0) | other)).arg_true()
    firsts = _first_texts(body, sparse)
    notes = pl.concat([sparse.filter(firsts.str.contains(_NOTES)), _side_by_side(body, columns, known, few)]).sort()
    end = int(notes[0]) if len(notes) else len(body)
    repeated = _repeated(body, layout) | _marks(len(body), sparse.filter(_are_titles(firsts, layout)))
    subtotal = _subtotals(body, columns) & ~repeated
    ordinary = ~(repeated | subtotal)
    nameless = ~(_any_filled(body, columns.keys) | _lost(lost, columns.keys or columns.known, start, len(body)))
    empty = (known == 0) & nameless
    lone = (known == 1) & nameless & ~not_there if len(columns.known) >= 4 else known < 0
    zeros = _zeros(body, columns, nameless & few & (known > 0))
    before = _before(len(body), end)
    data = ordinary & ~lone & ~empty & ~zeros & before
    usual = known.filter(data).median()
    full = known >= max(2.0, float(usual) / 2 if isinstance(usual, int | float) else 0.0)
    return Rows(
        data=_rows(data, start),
        subtotals=_numbers(subtotal & before, start),
        repeated_headers=_numbers(repeated & before, start),
        strays=_numbers(lone & ~zeros & ordinary & before, start),
        unfilled=_numbers((zeros | (empty & other & ~not_there)) & ordinary & before, start),
        formulas=_numbers(empty & not_there & ordinary & before, start),
        notes=start + end if end < len(body) else None,
        data_after_notes=_numbers(full & ordinary & ~before & ~_marks(len(body), notes), start),
    )


def _side_by_side(body: pl.DataFrame, columns: Columns, known: pl.Series, few: pl.Series) -> pl.Series:
    """Positions of notes that fill most columns of a narrow table, a 填表人：王某 in each."""
    among = (~few & (known <= _SIGNED_CELLS)).arg_true()
    if among.is_empty():
        return among
    labelled = body[among].select(pl.coalesce(columns.known).str.contains("[:：]").fill_null(value=False))
    among = among.filter(labelled.to_series())
    if among.is_empty():
        return among
    labels = pl.sum_horizontal(pl.col(columns.known).str.contains("[:：]").fill_null(value=False))
    among = among.filter(
        body[among].select(2 * labels > pl.sum_horizontal(pl.col(columns.known).is_not_null())).to_series()
    )
    return among.filter(_first_texts(body, among).str.contains(_NOTES))


def _marks(length: int, positions: Sequence[int] | pl.Series) -> pl.Series:
    marks = never(length)
    return marks.scatter(positions, True) if len(positions) else marks


def _lost(lost: pl.DataFrame, letters: Sequence[str], start: int, length: int) -> pl.Series:
    """Rows with a cell in one of some columns whose value is not there."""
    if lost.is_empty():
        return _marks(length, ())
    rows = lost.filter(pl.col("letter").is_in(letters), pl.col("row") >= start)["row"] - start
    return _marks(length, rows)


def _zeros(body: pl.DataFrame, columns: Columns, among: pl.Series) -> pl.Series:
    """Rows, of some, whose known cells are all blank or 0: sums over a line that nobody filled in."""
    at = among.arg_true()
    if at.is_empty():
        return among
    said = pl.concat_str(columns.known, separator="\x1f", ignore_nulls=True)
    return _marks(len(body), at.filter(body[at].select(said.str.contains(_ZEROS)).to_series()))


def _before(length: int, end: int) -> pl.Series:
    return pl.int_range(length, dtype=pl.UInt32, eager=True) < end


def _rows(marks: pl.Series, start: int) -> pl.Series:
    return marks.arg_true().cast(pl.UInt32) + start


def _numbers(marks: pl.Series, start: int) -> tuple[int, ...]:
    return tuple(_rows(marks, start).to_list()) if marks.any() else ()


def _any_filled(body: pl.DataFrame, letters: Sequence[str]) -> pl.Series:
    if not letters:
        return _marks(len(body), ())
    return body.select(pl.any_horizontal(pl.col(letters).is_not_null())).to_series()


def _without_blanks(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"\s", "")


def _first_texts(body: pl.DataFrame, positions: pl.Series) -> pl.Series:
    """The first filled cell of some rows, without blanks."""
    if positions.is_empty():
        return pl.Series(dtype=pl.String)
    return body[positions].select(_without_blanks(pl.coalesce(pl.all())).alias("first")).to_series()


def _are_titles(firsts: pl.Series, layout: Layout) -> pl.Series:
    """Which rows, of which the first text is given, say again what stands above the header, or number a page."""
    if firsts.is_empty():
        return never(0)
    titles = {"".join(text.split()) for _, text in layout.titles}
    plain = {plain_title(text) for text in titles} - {""}  # nothing is left of 共3页, nor of a / that means 0
    again = firsts.is_in(list(titles)) | firsts.str.replace_all(_PAGE, "").is_in(list(plain))
    return again | firsts.str.contains(_PAGE_ALONE)


def _repeated(body: pl.DataFrame, layout: Layout) -> pl.Series:
    """Rows that say again, in most of their cells, what a row of the header says."""
    marks = _marks(len(body), ())
    for texts in filter(None, layout.header_texts):
        anchors = (body.get_column(letter) == text for letter, text in list(texts.items())[:3])
        anchored = reduce(or_, anchors)
        if anchored.any():
            near = anchored.arg_true()
            same = pl.sum_horizontal((pl.col(letter) == text).fill_null(value=False) for letter, text in texts.items())
            whole = (same == len(texts)) & (pl.sum_horizontal(pl.all().is_not_null()) == same)  # a group's name alone
            alike = body[near].select((same >= _alike(texts)) | whole).to_series()
            marks = marks | _marks(len(body), near.filter(alike))
    return marks


def _subtotals(body: pl.DataFrame, columns: Columns) -> pl.Series:
    letters = list(dict.fromkeys((*columns.places, *columns.names)))
    if not letters:
        return _marks(len(body), ())
    # Nearly no cell has this character; a regular expression on all of them would cost ten times as much.
    counts = pl.any_horizontal(pl.col(letters).str.contains("计", literal=True)).fill_null(value=False)
    near = body.select(counts).to_series().arg_true()
    if near.is_empty():
        return _marks(len(body), ())
    patterns = {letter: _SUBTOTAL if letter in columns.places else _SUBTOTAL_ALONE for letter in letters}
    found = [_without_blanks(pl.col(letter)).str.contains(pattern) for letter, pattern in patterns.items()]
    sums = body[near].select(pl.any_horizontal(found).fill_null(value=False)).to_series()
    return _marks(len(body), near.filter(sums))
