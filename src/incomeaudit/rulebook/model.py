"""A policy pack as it stands in its TOML file: document, clauses, parameters, derived fields, checks, targets.

The pydantic models say what a pack may hold; an unknown key or a wrong value is a load error that names
the file and the key. What is held across entries (clause ids, fields, parameters) is looked at in
``rulebook.validate``.
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Severity = Literal["critical", "major", "notice"]
SEVERITIES: tuple[Severity, ...] = ("critical", "major", "notice")

ClauseKind = Literal[
    "household", "member", "village", "place", "visit", "loan", "project", "grant", "training", "leader",
    "entry", "register", "context",
]  # fmt: skip
ClauseState = Literal["encoded", "pending", "context"]
"""``encoded``: a check or target cites it. ``pending``: not yet encoded. ``context``: no data could show it."""

Verdict = Literal["flagged", "passed", "unassessable", "out_of_scope"]

OUTCOME_PLACES = frozenset({"actual", "expected", "gap", "gap_household"})
"""Places of a message that the check's own expressions fill."""
_PLACE = re.compile(r"\{([a-z_0-9]*)\}")

Value = bool | int | float | date | str
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}\d{3}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Sql = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(_Entry):
    """A text in Chinese and English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


class Interval(_Entry):
    """Days from ``start`` to ``end``, both included (written ``{ from = …, to = … }``)."""

    start: date = Field(alias="from")
    end: date = Field(alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> "Interval":
        if self.end < self.start:
            raise ValueError("`to` lies before `from`")
        return self


class Document(_Entry):
    """The policy document that a pack encodes."""

    id: str
    title: Bilingual
    number: str = ""
    issuer: str
    place: str
    """Path in the place tree, 浙江省/丽水市; the pack speaks of this place and all below it."""
    issued: date
    in_force: Interval
    note: Bilingual | None = None


class Clause(_Entry):
    """One demand of the document, in our own words."""

    id: str
    at: str
    """Where it stands: chapter, section, item."""
    kind: ClauseKind
    demand: Bilingual
    state: ClauseState
    reason: Bilingual | None = None
    """Why it is not encoded; given exactly when ``state`` is not ``encoded``."""

    @model_validator(mode="after")
    def _reasoned(self) -> "Clause":
        if (self.state == "encoded") != (self.reason is None):
            raise ValueError("`reason` is given exactly when `state` is pending or context")
        return self


class DatedValue(_Entry):
    """A parameter's value from a day on (``from``) to before another (``until``), for a place and all below it."""

    value: Value | list[str] | list[int]
    start: date | None = Field(default=None, alias="from")
    until: date | None = None
    place: str | None = None
    source: str
    """Where the document says it."""


class Parameter(_Entry):
    """A number (or list) that the document sets, dated and placed. Written ``$id`` in conditions."""

    id: Name
    title: Bilingual
    unit: str = ""
    clause: str
    note: Bilingual | None = None
    values: list[DatedValue] = Field(min_length=1)


class PackDerived(_Entry):
    """A field computed for this pack's checks; its expression may use the pack's parameters."""

    id: Name
    table: str
    title: Bilingual
    type: Literal["text", "money", "number", "integer", "boolean", "date"]
    sql: Sql
    source: str | None = None
    """Another table over whose rows ``sql`` is an aggregate; with ``on``, the column that the rows share."""
    on: str | None = None
    empty: float | None = None
    """The value where no row of ``source`` fits; absent, unknown."""
    needs: list[list[str]] | None = None
    """Alternatives, one of which must be there in full; absent, every field that ``sql`` names."""

    @model_validator(mode="after")
    def _joined(self) -> "PackDerived":
        if (self.source is None) != (self.on is None):
            raise ValueError("`source` and `on` go together")
        return self


class Case(_Entry):
    """A row (or rows) and what the check must say of it."""

    name: str = ""
    given: dict[str, Value]
    """Fields of the row; derived fields may be given too and are then not computed."""
    beside: list[dict[str, Value]] = []
    """Further rows of the same table, for checks that compare rows."""
    tables: dict[str, list[dict[str, Value]]] = {}
    """Rows of other tables, over which fields are summed."""
    unreadable: list[str] = []
    """Fields whose cell held something that could not be read."""
    place: str | None = None
    year: int | None = None
    expect: Verdict
    gap: float | None = None
    """Where given, the gap that the finding must report."""


class Check(_Entry):
    """A condition on each row of a table. See docs/rulebook.md for the keys."""

    code: Code
    title: Bilingual
    clauses: list[str] = Field(min_length=1)
    table: str
    severity: Severity
    scope: Sql | None = None
    violation: Sql
    actual: Sql
    expected: Sql | None = None
    gap: Sql | None = None
    gap_household: Sql | None = None
    """The gap for the whole household, where ``gap`` is per head."""
    cell: str | None = None
    """The field whose cell a finding points to; absent, the first non-blank field of ``actual``."""
    message: Bilingual
    """With places {actual} {expected} {gap} {gap_household} and any field of the table."""
    remedy: Bilingual
    case: list[Case] = Field(min_length=1)

    @property
    def message_fields(self) -> list[str]:
        """Fields of the table that the message shows, beside the outcome's own figures."""
        names = _PLACE.findall(self.message.zh + self.message.en)
        return [name for name in dict.fromkeys(names) if name not in OUTCOME_PLACES]


class TargetCase(_Entry):
    """Rows and what the target must say of their place."""

    name: str = ""
    rows: list[dict[str, Value]]
    times: int = Field(default=1, ge=1)
    """How often the rows stand in the table, for targets that count hundreds."""
    facts: list[dict[str, Value]] = []
    """Rows of the place table."""
    tables: dict[str, list[dict[str, Value]]] = {}
    """Rows of other tables, over which fields are summed."""
    place: str | None = None
    year: int | None = None
    expect: Literal["met", "not_met", "unassessable", "reported"]
    measured: float | None = None


class Target(_Entry):
    """A figure about a place: sums over its rows, held against a value to reach.

    measured = SUM(numerator) / SUM(denominator), or SUM(numerator) alone; with a base, the growth of it over the base.
    """

    code: Code
    title: Bilingual
    clauses: list[str] = Field(min_length=1)
    table: str
    severity: Severity
    scope: Sql | None = None
    numerator: Sql
    """Per row; summed over the place."""
    denominator: Sql = "1"
    measure: Literal["ratio", "sum"] = "ratio"
    """``sum`` where the figure is a total (funds, people) and no share."""
    base_fact: str | None = None
    """Field of the place table that gives the base of a growth, for exactly that place and year."""
    base_previous: bool = False
    """Whether the figure is a growth over last year's roster alone, where the place table has no field for its base."""
    base_numerator: Sql | None = None
    """Per row, summed; the base where the place table gives none."""
    base_denominator: Sql | None = None
    direction: Literal["at_least", "at_most", "above", "below"] = "at_least"
    target: Sql
    """Parameters, and figures of the place table for the place and year."""
    target_level: Literal["province", "city", "county"] | None = None
    """Where the document holds every place against its city's figure (or its province's), that level."""
    unit: Literal["yuan", "share", "count"] = "share"
    levels: list[Literal["province", "city", "county", "township"]] = ["province", "city", "county"]
    judged: list[Literal["province", "city", "county", "township"]] | None = None
    """Levels for which the document sets the value; the others are reported and not judged. Absent, all."""
    message: Bilingual
    remedy: Bilingual
    case: list[TargetCase] = Field(min_length=1)


class Pack(_Entry):
    """One policy pack."""

    format: Literal[1]
    document: Document
    clause: list[Clause] = []
    parameter: list[Parameter] = []
    derived: list[PackDerived] = []
    check: list[Check] = []
    target: list[Target] = []

    def parameter_of(self, name: str) -> Parameter:
        """The parameter of that id; the loader has seen to it that every one that is named is there."""
        return next(parameter for parameter in self.parameter if parameter.id == name)
