"""A roster: a table of the vocabulary with some of its fields, and its values."""

from dataclasses import dataclass

from hypothesis import strategies as st

from incomeaudit.vocabulary import Field, Table, Vocabulary

from .forms import Form
from .values import Value, key_of, value_of

_LEADING = {"household": ("household_id", "head_id", "head_name"), "member": ("name",), "village": ("village",)}
"""Fields of which one at least is there, and of those one is filled in every row."""
_OF_READER = frozenset({"business_income_gross"})
"""Filled by the reader, from the header beside it."""


@dataclass
class Roster:
    """A table of values as they must come back."""

    table: Table
    fields: list[Field]
    rows: list[dict[str, Value]]


@st.composite
def rosters(draw: st.DrawFn, vocabulary: Vocabulary, form: Form, file: int) -> Roster:
    """A roster of 1 to 12 rows. What names its rows is filled and does not come twice; other cells may be blank."""
    table = vocabulary.tables[draw(st.sampled_from(("household",) * 6 + ("member", "village")))]
    leading = draw(st.lists(st.sampled_from(_LEADING[table.id]), min_size=1, unique=True))
    own = [name for name in table.telling if name not in leading]
    chosen = [*leading, *draw(st.lists(st.sampled_from(own), min_size=2, max_size=4, unique=True))]
    by_type: dict[str, list[str]] = {}
    for field in table.fields.values():
        if field.id not in _OF_READER:
            by_type.setdefault(field.type, []).append(field.id)
    more = st.sampled_from(sorted(by_type)).flatmap(lambda kind: st.sampled_from(by_type[kind]))
    chosen += draw(st.lists(more, max_size=10))
    fields = [table.fields[name] for name in dict.fromkeys(chosen)]
    count = draw(st.sampled_from((1, 2, 3, 3, 4, 5, 6, 8, 12)))
    rows: list[dict[str, Value]] = []
    for number in range(count):
        row: dict[str, Value] = {}
        for field in fields:
            keeps = field.id in leading and (field.id != "head_name" or len(leading) == 1)
            names = field.id in leading or (table.id == "household" and field.id in table.key)
            values = key_of(field, file, number) if names else value_of(field, dict(vocabulary.codes))
            blank = not keeps and draw(st.integers(0, 5)) == 0
            row[field.id] = None if blank else draw(values.filter(lambda value: _held(value, form)))
        rows.append(row)
    return Roster(table, fields, rows)


def _held(value: Value, form: Form) -> bool:
    return not isinstance(value, str) or form.holds(value)
