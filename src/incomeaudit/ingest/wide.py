"""Sheets with one row a member: household columns repeated, merged down, or given on one row of the household."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.ingest.address import position
from incomeaudit.ingest.cells import parse
from incomeaudit.ingest.match import Head, HeaderIndex, Known, Taken, match_head, take
from incomeaudit.vocabulary import CodeList

_OF_MEMBER = re.compile(r"成员|人口|人员|个人|本人")
_OF_HOUSEHOLD = re.compile(r"户")
_PLACES = ("county", "township", "village")
_SHARED = 0.8
"""Households to rows, at most, for the rows to be members; more are households with a few listed twice."""
_NAMING = frozenset({*_PLACES, "hamlet", "year", "household_id", "head_name", "head_id", "phone"})
"""Fields that say which household it is, and may stand on every row when the rest stands on one."""


@dataclass(frozen=True, slots=True)
class Split:
    """The columns of a wide sheet by table; a column that both tables need (户编号) stands in both."""

    household: tuple[Taken, ...]
    member: tuple[Taken, ...]

    @property
    def shared(self) -> frozenset[str]:
        """Letters of the columns in both."""
        own = {item.head.letter for item in self.member}
        return frozenset(item.head.letter for item in self.household if item.head.letter in own)

    @property
    def households_own(self) -> tuple[Taken, ...]:
        """The household's columns that say more than which household it is."""
        return tuple(item for item in self.household if item.field.id not in _NAMING)

    @property
    def members_own(self) -> tuple[Taken, ...]:
        """The members' columns without the shared ones."""
        return tuple(item for item in self.member if item.head.letter not in self.shared)


def split_columns(heads: Sequence[Head], index: HeaderIndex) -> Split:
    """Say of each column of a wide sheet whether it is the household's or the member's.

    A header that both tables know goes where its group says (户 or 成员), else by where it stands: left of the
    first column that only members have it is the household's, unless the household has that field under another
    header; right of it, the member's.
    """
    known = [(head, match_head(head, index, "household"), match_head(head, index, "member")) for head in heads]
    first = min((position(head.letter) for head, of_household, own in known if own and not of_household), default=0)
    certain = {of_household.field.id for _, of_household, own in known if of_household and not own}
    household: list[Taken] = []
    member: list[Taken] = []
    for head, of_household, own in known:
        if of_household and own and of_household.field.id == own.field.id:
            household.append(take(head, of_household))
            member.append(take(head, own))
        elif of_household and (own is None or _is_households(head, of_household, own, first, certain)):
            household.append(take(head, of_household))
        elif own:
            member.append(take(head, own))
    return Split(tuple(household), tuple(member))


def _is_households(head: Head, of_household: Known, own: Known, first: int, certain: set[str]) -> bool:
    if bool(of_household.by) != bool(own.by):
        return of_household.by is not None
    if of_household.joined != own.joined:
        return of_household.joined
    if _OF_MEMBER.search(head.groups):
        return False
    if _OF_HOUSEHOLD.search(head.groups):
        return True
    return position(head.letter) < first and of_household.field.id not in certain


@dataclass(frozen=True, slots=True)
class Households:
    """The households of a wide sheet. Positions count the sheet's data rows from 0."""

    of_row: pl.Series
    """For each data row, the number of its household, in the order of the sheet."""
    own_row: pl.Series
    """For each household, the position of the row that its figures are taken from."""
    first_row: pl.Series
    """For each household, the position of its first row."""


def find_households(cells: pl.DataFrame, split: Split, codes: Mapping[str, CodeList]) -> Households:
    """Put the rows of a wide sheet together to households.

    ``cells`` are the data rows as strings, columns named by their letters. Rows belong together by 户编号 within a
    village; without one by the head's ID or name; without those a household begins at each head (与户主关系), or
    where household columns are filled anew. A row that names no household belongs to the one above it, unless it
    is a second head. A household's figures stand on the first of its rows that shows any.
    """
    household, shared = split.household, split.shared
    letters = {item.field.id: item.head.letter for item in household}
    own = [item.head.letter for item in household if item.head.letter not in shared]
    runs = _runs(cells, letters, own, _heads(cells, split.member, codes))
    rows = cells.select(
        filled=pl.any_horizontal(pl.col([item.head.letter for item in split.households_own]).is_not_null()),
        run=runs,
        row=pl.int_range(pl.len(), dtype=pl.UInt32),
    )
    rows = rows.with_columns(household=(pl.col("run").rank("dense") - 1).cast(pl.UInt32))
    by_household = (
        rows.group_by("household")
        .agg(
            first=pl.col("row").min(),
            own=pl.coalesce(pl.when("filled").then("row").min(), pl.col("row").min()),
        )
        .sort("household")
    )
    return Households(rows["household"], by_household["own"], by_household["first"])


def _heads(cells: pl.DataFrame, member: Sequence[Taken], codes: Mapping[str, CodeList]) -> pl.Series | None:
    """Which rows are a household's head; None where the sheet has no relation column."""
    relation = next((item for item in member if item.field.id == "relation"), None)
    if relation is None:
        return None
    head = codes[relation.field.codes].spellings["户主"]
    return (parse(cells[relation.head.letter], relation.field, codes).values == head).fill_null(value=False)


def is_wide(split: Split, households: Households) -> bool:
    """Whether a sheet with columns of both tables has a row a member.

    Sure where each row gives a relation or a member's number. Else only where rows share a household's number or
    head: a name or the head's health beside a household's figures do not make a sheet of members.
    """
    fields = {item.field.id for item in split.member}
    if not fields.isdisjoint({"relation", "member_id"}):
        return True
    named = {item.field.id for item in split.household} & {"household_id", "head_id"}
    return bool(named) and len(households.own_row) <= _SHARED * len(households.of_row)


def _runs(cells: pl.DataFrame, letters: Mapping[str, str], own: Sequence[str], is_head: pl.Series | None) -> pl.Series:
    """For each row a number that the rows of one household share: that of the household's first run of rows."""
    head = is_head if is_head is not None else pl.repeat(False, len(cells), dtype=pl.Boolean, eager=True)
    name = next((letters[field] for field in ("household_id", "head_id", "head_name") if field in letters), None)
    if name is None:
        return _starts_without_name(cells, own, is_head).cum_sum()
    places = [pl.col(letters[field]).forward_fill() for field in _PLACES if field in letters]
    said = cells.select(
        name=pl.col(name),
        place=pl.concat_str(places, separator="\x1f", ignore_nulls=True) if places else pl.lit(""),
        head=head,
    )
    last = pl.col("name").forward_fill().shift(1)
    said = said.with_columns(
        run=(
            (pl.int_range(pl.len()) == 0)
            | (
                pl.col("name").is_not_null()
                & (last.is_null() | (pl.col("name") != last) | (pl.col("place") != pl.col("place").shift(1)))
            )
        ).cum_sum()
    )
    # A second head in a run: one of a household that gives no number of its own. Where names tell households
    # apart, two neighbours may be called alike, and a head begins a new one even then.
    may_repeat = name == letters.get("head_name") and "household_id" not in letters and "head_id" not in letters
    second = pl.col("head") & (pl.col("head").cum_sum().over("run") > 1)
    begins = second if may_repeat else second & pl.col("name").is_null()
    runs = said.select(
        "place",
        name=pl.when(pl.col("run").cum_count().over("run") == 1).then("name"),
        run=(begins | (pl.col("run") != pl.col("run").shift(1).fill_null(0))).cum_sum(),
    )
    if may_repeat:
        return runs["run"]
    first = runs.group_by("run", maintain_order=True).agg(pl.col("name").first(), pl.col("place").first())
    merged = first.with_columns(
        to=pl.when(pl.col("name").is_null()).then("run").otherwise(pl.col("run").first().over("place", "name"))
    )
    return merged["to"].gather(runs["run"] - 1)


def _starts_without_name(cells: pl.DataFrame, own: Sequence[str], is_head: pl.Series | None) -> pl.Series:
    if is_head is not None and is_head.any():
        return is_head | (pl.int_range(len(cells), eager=True) == 0)
    text = pl.concat_str(pl.col(own).fill_null(""), separator="\x1f")
    blank = ~pl.any_horizontal(pl.col(own).is_not_null())
    shown = pl.when(~blank).then(text).forward_fill()
    return cells.select(
        (~blank & (text != shown.shift(1).fill_null("\x00"))) | (pl.int_range(pl.len()) == 0)
    ).to_series()


def of_households(cells: pl.Series, field: str, households: Households) -> pl.Series:
    """A household column's cells, one for each household. What names a household may stand on its first row alone."""
    taken = cells.gather(households.own_row)
    if field not in _NAMING or not taken.null_count():
        return taken
    return taken.zip_with(taken.is_not_null(), cells.gather(households.first_row))


def contradictions(cells: pl.Series, field: str, households: Households) -> pl.Series:
    """Positions of rows on which a household's column says other than what is taken for the household."""
    taken = of_households(cells, field, households).gather(households.of_row)
    differs = cells.is_not_null() & cells.ne_missing(taken)
    at = differs.arg_true()
    if at.is_empty():
        return at
    same = (cells.gather(at).str.strip_chars() == taken.gather(at).str.strip_chars()).fill_null(value=False)
    return at.filter(~same)
