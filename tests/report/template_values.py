"""What a clerk may enter in a column of the template, drawn from its type or chosen from its drop-down."""

from collections.abc import Mapping, Sequence
from datetime import date

from hypothesis import strategies as st

from incomeaudit.report.template.forms import Form, FormColumn
from incomeaudit.report.template.limits import bounds_of

Row = Mapping[str, object]

WORDS = st.text("甲乙丙丁天地人和东南西北山水林田", min_size=2, max_size=8)
"""None of them says nothing, a place, a sum or an example."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _with_check(digits: str) -> str:
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]


def id_numbers() -> st.SearchStrategy[str]:
    """ID numbers of people who do not exist; the last character follows from the others."""
    born = st.dates(date(1930, 1, 1), date(2020, 12, 31))
    return st.builds(lambda day, n: _with_check(f"331123{day:%Y%m%d}{n:03}"), born, st.integers(0, 999))


def _ids(column: FormColumn) -> st.SearchStrategy[str]:
    if column.field.id == "disability_card":
        return st.builds(lambda number, kind, level: f"{number}{kind}{level}", id_numbers(), *[st.integers(1, 4)] * 2)
    match column.field.personal:
        case "id":
            return id_numbers()
        case "phone":
            return st.from_regex(r"\A1[3-9][0-9]{9}\Z")
        case "bank":
            return st.from_regex(r"\A62[0-9]{14,17}\Z")
        case None:
            return st.from_regex(r"\A[A-Z]?[0-9]{3,12}\Z")


def values(column: FormColumn, options: Sequence[str]) -> st.SearchStrategy[object]:
    """Values of one column as they are typed; ``options`` are those of its drop-down."""
    field = column.field
    if options:
        return st.sampled_from(options)
    match field.type:
        case "money":
            least, _ = bounds_of(field)
            return st.integers(-(10**8) if least < 0 else 0, 10**10).map(lambda fen: fen / 100)
        case "number":
            _, largest = bounds_of(field)
            return st.integers(0, min(largest, 500) * 1000).map(lambda part: part / 1000)
        case "integer":
            return st.integers(0, 100_000)
        case "year":
            return st.integers(1990, 2100)
        case "date":
            return st.dates(date(1949, 10, 1), date(2100, 12, 31))
        case "id":
            return _ids(column)
        case _:
            return WORDS


@st.composite
def filled(draw: st.DrawFn, form: Form, options: Mapping[str, Sequence[str]]) -> list[Row]:
    """Rows for one sheet. What names a row is always there, and no household stands in two rows."""
    leading = {column.field.id for column in form.columns[: form.frozen]} | {form.table.key[0], form.table.name}
    cells = {
        column.field.id: values(column, options.get(column.field.id, ()))
        if column.field.id in leading
        else st.none() | values(column, options.get(column.field.id, ()))
        for column in form.columns
    }
    return draw(
        st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=4, unique_by=lambda row: row[form.table.key[0]])
    )
