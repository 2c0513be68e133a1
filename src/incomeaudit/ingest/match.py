"""Columns to fields: what the header over a column is called in the vocabulary.

A header is taken only where it is, once normalised, one of the vocabulary's; a header that merely comes near is
left alone and the nearest known ones are suggested.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from incomeaudit.ingest.headers import Header, normalise, this_year_stem, yes_no_stem
from incomeaudit.ingest.units import Unit
from incomeaudit.vocabulary import Field, Vocabulary

_OUTSIDER = re.compile(r"帮扶|干部|责任人|联系人|结对|监护人|代理人|担保人")
"""Groups about a person outside the household; a 联系电话 below them is not the household's."""

_PERSONAL = frozenset(
    {"head_name", "head_id", "phone", "name", "id_number", "sex", "birth_date", "bank_account", "borrower", "trainee"}
)
_NAME_OF_A_THING = frozenset({"project", "training"})
"""Tables whose ``name`` is not a person's: a 项目名称 below 帮扶项目 is the project's."""


@dataclass(frozen=True, slots=True)
class Head:
    """The header over one column: its texts from the top down, as they stand and normalised."""

    letter: str
    texts: tuple[str, ...]
    levels: tuple[Header, ...]
    """One for each text that has a name left."""
    unit: Unit | None
    year: int | None
    prior: bool

    @property
    def shown(self) -> str:
        """The header as it stands in the sheet, its rows joined by ``/``, line breaks and blanks folded."""
        return "/".join(" ".join(text.split()) for text in self.texts)

    @property
    def groups(self) -> str:
        """The texts above the lowest."""
        return "/".join(self.texts[:-1])


@dataclass(frozen=True, slots=True)
class Known:
    """A field that a header leads to, and how."""

    field: Field
    how: str
    joined: bool = False
    """Whether it took a group and its sub-header together (户主 over 姓名), which says more than one alone."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A column taken for a field."""

    head: Head
    field: Field
    how: str

    @property
    def monthly(self) -> bool:
        """Whether the figures are by the month: its unit says so, or its name (低保月标准)."""
        if self.head.unit and ("月" in self.head.unit.text or "年" in self.head.unit.text):
            return self.head.unit.monthly
        return self.field.monthly and "月" in self.head.levels[-1].text


@dataclass(frozen=True, slots=True)
class Spelled:
    """A header as the vocabulary writes it, and its field's id."""

    header: str
    field: str


@dataclass(frozen=True, slots=True)
class HeaderIndex:
    """Every header of the vocabulary, by table, normalised name and whether it speaks of the year before."""

    fields: Mapping[tuple[str, str, bool], tuple[Known, ...]]
    spelled: Mapping[str, Mapping[str, Spelled]]
    """By table: every normalised header, for suggestions."""
    names: frozenset[str]
    """All normalised headers of all tables."""
    vocabulary: Vocabulary


def build_index(vocabulary: Vocabulary) -> HeaderIndex:
    """Index all headers of all tables."""
    fields: dict[tuple[str, str, bool], list[Known]] = {}
    spelled: dict[str, dict[str, Spelled]] = {}
    for table in vocabulary.tables.values():
        for field in table.fields.values():
            for header, how in _ways(field):
                said = normalise(header)
                entries = fields.setdefault((table.id, said.text, said.prior), [])
                if all(known.field.id != field.id for known in entries):
                    entries.append(Known(field, how))
                name = ("上年" if said.prior else "") + said.text
                spelled.setdefault(table.id, {}).setdefault(name, Spelled(header, field.id))
    names = frozenset(text for _, text, _ in fields)
    return HeaderIndex({key: tuple(known) for key, known in fields.items()}, spelled, names, vocabulary)


def _ways(field: Field) -> list[tuple[str, str]]:
    return [
        *((header, "alias" if number else "exact") for number, header in enumerate(field.headers)),
        *((header, "inverted") for header in field.inverted),
        *((header, "gross") for header in field.gross),
    ]


def head_of(letter: str, texts: Sequence[str]) -> Head:
    """Put a column's header together. A unit or year of the lowest row counts before those above it."""
    said = [normalise(text) for text in texts]
    levels = tuple(header for header in said if header.text)
    return Head(
        letter=letter,
        texts=tuple(texts),
        levels=levels,
        unit=next((header.unit for header in reversed(said) if header.unit), None),
        year=next((header.year for header in reversed(said) if header.year), None),
        prior=any(header.prior for header in said),
    )


def match_head(head: Head, index: HeaderIndex, table: str) -> Known | None:
    """The field of a table that a header leads to.

    A sub-header joined to the groups above it (户主 over 姓名) says more than the sub-header alone and is tried
    first. None where nothing matches or two fields do.
    """
    if not head.levels:
        return None
    names = [header.text for header in head.levels]
    lowest = names[-1]
    for group in _groupings(names[:-1]):
        for joined in (f"{group}/{lowest}", f"{group}{lowest}"):
            if known := _look_up(joined, head.prior, index, table):
                return replace(known, joined=True)
    known = _look_up(lowest, head.prior, index, table)
    if known and _is_persons(known.field) and _someone_else(head.groups, table):
        return None
    return known


def _is_persons(field: Field) -> bool:
    return field.id in _PERSONAL and not (field.id == "name" and field.table in _NAME_OF_A_THING)


def _someone_else(groups: str, table: str) -> bool:
    """Whether a group is about a person whom the table's rows are not about."""
    return bool(_OUTSIDER.search(groups)) or (table == "member" and "户主" in groups)


def _groupings(groups: Sequence[str]) -> list[str]:
    """The groups that a sub-header may be joined to: the nearest, the others, all of them."""
    nearest_first = list(reversed(groups))
    return [*nearest_first, "".join(groups)] if len(groups) > 1 else nearest_first


def _look_up(text: str, prior: bool, index: HeaderIndex, table: str) -> Known | None:
    for name in dict.fromkeys((text, this_year_stem(text))):
        if known := _only(index.fields.get((table, name, prior), ())):
            return known
        current = _only(index.fields.get((table, name, False), ())) if prior else None
        if current and (field := index.vocabulary.tables[table].fields.get(f"prior_{current.field.id}")):
            return Known(field, "prior_year")
        stem = yes_no_stem(name)
        for other in (stem, f"是否{stem}"):
            known = _only(index.fields.get((table, other, prior), ()))
            if known and known.field.type == "boolean":
                return replace(known, how="alias") if known.how == "exact" else known
    return None


def _only(known: Sequence[Known]) -> Known | None:
    return known[0] if len(known) == 1 else None


def suggest(
    head: Head,
    index: HeaderIndex,
    tables: Sequence[str] = (),
    *,
    least: float = 60.0,
    without: Collection[str] = (),
) -> tuple[str, ...]:
    """Up to three known headers near to one that was not understood, nearest first, each for another field.

    ``tables`` to look in, all if none is given; ``least`` similarity, of 100; ``without`` these field ids.
    """
    if not head.levels:
        return ()
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (loaded beside the reading of the first sheet)

    name = ("上年" if head.prior else "") + head.levels[-1].text
    found: list[tuple[float, str, str]] = []
    for table in tables or index.spelled:
        spelled = index.spelled[table]
        for text, score, _ in process.extract(name, spelled.keys(), scorer=fuzz.ratio, limit=12, score_cutoff=least):
            if spelled[text].field not in without:
                found.append((-score, spelled[text].header, spelled[text].field))
    nearest: dict[str, str] = {}
    for _, header, field in sorted(found):
        nearest.setdefault(field, header)
    return tuple(nearest.values())[:3]
