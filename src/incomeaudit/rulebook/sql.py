"""Conditions: SQL text with ``$parameters`` and ``IS BLANK``, and what it needs.

Two things are added to the SQL that Polars knows:

* ``$income_floor`` is the value of the pack's parameter for the row's place and year, ``$housing_grant@granted_on`` the
  one in force on the day that the row's field says;
* ``food IS BLANK`` (``IS NOT BLANK``) asks whether the cell says nothing. A cell that says something
  unreadable is neither: the answer is NULL, so that the row is not assessable. The same holds in a check for a
  row of a sheet that has no such column while another sheet of the table has it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType

import polars as pl

PARAMETER = "$"
"""First character of the column that holds a parameter's value."""
UNREADABLE = "_unreadable_"
"""Prefix of the Boolean column that marks rows whose cell of a field could not be read."""
ABSENT = "_absent_"
"""Prefix of the Boolean column that marks rows of a sheet that lacks the field's column while another sheet has it."""

Marks = Mapping[str, Sequence[str]]
"""For a field, the marking columns that stand in the frame: in their rows nobody knows whether it is blank."""

_TOKEN = re.compile(
    r"""(?P<quoted>'(?:[^']|'')*'|"[^"]*")
      | \$(?P<parameter>[a-z][a-z0-9_]*)(?:@(?P<day>[a-z][a-z0-9_]*))?
      | \b(?P<blank>[a-z][a-z0-9_]*)\s+IS\s+(?P<negated>NOT\s+)?BLANK\b""",
    re.VERBOSE | re.IGNORECASE,
)
_NAME = re.compile(r"(?<!\$)\b[A-Za-z_]\w*")
_OTHER_ROWS = re.compile(
    r"\bOVER\b|\b(?:AVG|COUNT|FIRST|LAST|MAX|MEDIAN|MIN|QUANTILE_CONT|QUANTILE_DISC|STD(?:DEV|EV)(?:_SAMP|_POP)?|SUM"
    r"|VAR(?:IANCE)?(?:_SAMP|_POP)?)\s*\(",
    re.IGNORECASE,
)


class ConditionError(Exception):
    """A condition that is not SQL Polars understands; says why."""


_NO_MARKS: Marks = MappingProxyType({})


@dataclass(frozen=True)
class Condition:
    """One SQL expression of a pack or of the vocabulary.

    ``pack`` is the id of the document whose parameters ``$names`` mean.
    """

    sql: str
    pack: str = ""

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Ids of the parameters it names for the row's place and year, each once, in order."""
        named = (match["parameter"] for match in _TOKEN.finditer(self.sql) if not match["day"])
        return tuple(dict.fromkeys(name for name in named if name))

    @cached_property
    def dated(self) -> tuple[tuple[str, str], ...]:
        """Parameters asked for on a day of the row, each with the field that says the day."""
        named = ((match["parameter"], match["day"]) for match in _TOKEN.finditer(self.sql) if match["day"])
        return tuple(dict.fromkeys(named))

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Fields it names, each once, in the order of the text. Raises ConditionError."""
        places: dict[str, int] = {}
        for match in _NAME.finditer(self.sql):
            places.setdefault(match[0], match.start())
        return tuple(sorted(self._roots, key=lambda name: places.get(name, len(self.sql))))

    @cached_property
    def compares_rows(self) -> bool:
        """Whether it looks at other rows (a window function, an aggregate), so that it needs the whole table."""
        return bool(_OTHER_ROWS.search(_TOKEN.sub(lambda m: "" if m["quoted"] else m[0], self.sql)))

    def expression(self, marks: Marks = _NO_MARKS) -> pl.Expr:
        """The Polars expression over a frame with these marking columns."""
        asked = tuple(tuple(marks.get(field, ())) for field in self._asked_blank)
        if asked not in self._expressions:
            self._expressions[asked] = self._parse(self._translate(marks))
        return self._expressions[asked]

    @cached_property
    def _expressions(self) -> dict[tuple[tuple[str, ...], ...], pl.Expr]:
        """Every expression that was asked for, by the marking columns of the fields that are asked to be blank."""
        return {}

    @cached_property
    def _asked_blank(self) -> tuple[str, ...]:
        """The fields of which it asks whether they are blank."""
        return tuple(dict.fromkeys(match["blank"] for match in _TOKEN.finditer(self.sql) if match["blank"]))

    @staticmethod
    def _parse(text: str) -> pl.Expr:
        try:
            return pl.sql_expr(text)
        except Exception as error:  # Polars raises several kinds, SQLInterfaceError and SQLSyntaxError among them
            raise ConditionError(str(error).splitlines()[0]) from error

    @cached_property
    def _roots(self) -> tuple[str, ...]:
        names = dict.fromkeys([*self.expression().meta.root_names(), *(day for _, day in self.dated)])
        return tuple(name for name in names if not name.startswith(PARAMETER))

    def _translate(self, marks: Marks) -> str:
        def replace(match: re.Match[str]) -> str:
            if match["quoted"]:
                return match[0]
            if match["parameter"]:
                return f'"{parameter_column(self.pack, match["parameter"], match["day"])}"'
            field = match["blank"]
            test = f"{field} IS {match['negated'] or ''}NULL"
            if field not in marks:
                return f"({test})"
            marked = " OR ".join(f'"{column}"' for column in marks[field])
            return f"(CASE WHEN {marked} THEN NULL ELSE {test} END)"

        return _TOKEN.sub(replace, self.sql)


@cache
def condition_of(sql: str, pack: str = "") -> Condition:
    """A condition, the same object for the same text: what it names is worked out once."""
    return Condition(sql, pack)


def parameter_column(pack: str, name: str, day: str | None = None) -> str:
    """The column that holds a pack's parameter, row by row; ``day`` is the field that says the day, if one does."""
    return f"{PARAMETER}{pack}.{name}" + (f"@{day}" if day else "")


def plain_null_tests(sql: str) -> tuple[str, ...]:
    """Names tested with IS [NOT] NULL. A pack asks ``IS BLANK`` of a field, or an unreadable cell counts as blank."""
    return tuple(re.findall(r"\b([a-z][a-z0-9_]*)\s+IS\s+(?:NOT\s+)?NULL\b", sql, re.IGNORECASE))
