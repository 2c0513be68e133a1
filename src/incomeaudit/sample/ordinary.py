"""What each document asks a roster to say, filled in as it should be: before mistakes are made, all is in order."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from incomeaudit.sample import (
    ordinary_jiaxing,
    ordinary_lanxi,
    ordinary_lishui,
    ordinary_province,
    ordinary_wenzhou,
)
from incomeaudit.sample.household import Household
from incomeaudit.sample.people import Person
from incomeaudit.sample.scheme import Scheme

Tables = Mapping[str, list[Any]]
"""All tables by name; lists of rows, which may be changed and added to."""

_FILLS: Mapping[str, Callable[[Random, Scheme, Tables], None]] = {
    "ZJ": ordinary_province.fill,
    "LS": ordinary_lishui.fill,
    "JX": ordinary_jiaxing.fill,
    "WZ": ordinary_wenzhou.fill,
    "LX": ordinary_lanxi.fill,
}
_DISABILITIES = ("肢体", "肢体", "视力", "听力", "言语", "智力", "精神")


def fill_in(rng: Random, scheme: Scheme, tables: Tables) -> None:
    """Give every row what the documents in force ask of it; rows that were planted before keep their mistake."""
    _disabled(rng, tables["member"])
    _dangerous(rng, scheme, tables["household"])
    for document, fill in _FILLS.items():
        if document in scheme.documents:
            fill(rng, scheme, tables)


def _disabled(rng: Random, people: Sequence[Person]) -> None:
    """Kind, grade and card of every member whose health is given as 残疾."""
    for person in people:
        if person.health == "残疾":
            person.disability_kind = rng.choice(_DISABILITIES)
            person.disability_level = rng.choice(("一级", "二级", "三级", "四级"))
            person.disability_card = person.id_number + "4" + str("一二三四".index(person.disability_level[0]) + 1)


def _dangerous(rng: Random, scheme: Scheme, rows: Sequence[Household]) -> None:
    """The grade of every house; one that was dangerous has been rebuilt, some of them within the year."""
    for row in rows:
        row.housing_grade = rng.choices("ABCD", (70, 20, 7, 3))[0]
        if row.housing_grade in "CD":
            row.housing_done_on = (scheme.year - rng.choice((0, 0, 1, 2)), rng.randint(1, 10), rng.randint(1, 28))
