"""One file's tables on their way into registers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.auditing.homes import HOME
from incomeaudit.batch.across.addresses import address
from incomeaudit.batch.across.homes import with_home
from incomeaudit.batch.across.names import county_of, township_key, village_key
from incomeaudit.batch.across.numbers import person_keys
from incomeaudit.ingest.cells.identifiers import LOST_DIGITS, parse_ids
from incomeaudit.ingest.model import PART, Dataset


@dataclass(frozen=True, slots=True)
class Book:
    """A file's data set and its grouped tables."""

    dataset: Dataset
    tables: Mapping[str, pl.DataFrame]
    file: str

    def households(self) -> pl.DataFrame | None:
        """The ``household`` register; None without a household table."""
        rows = self._people("household", "head_id", "head_name", head=True)
        return None if rows is None else rows.with_columns(pl.lit(value=True).alias("appears"))

    def members(self) -> pl.DataFrame | None:
        """The ``member`` register, with the heads; None without a member table."""
        return self._people("member", "id_number", "name", head=False)

    def villages(self) -> pl.DataFrame | None:
        """The ``village`` register; None without a village table."""
        frame = self.tables.get("village")
        if frame is None or "village" not in frame.columns:
            return None
        rows = frame.filter(pl.col("village").is_not_null())
        return rows.select(self.stands(rows, ("village",)))

    def roster_villages(self) -> pl.DataFrame | None:
        """The ``roster_village`` register; None without a household table."""
        frame = self.tables.get("household")
        if frame is None:
            return None
        keys = [name for name in ("_place", "_year", "township", "village") if name in frame.columns]
        first = (
            frame.select(*keys, pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"))
            .group_by(keys)
            .agg(pl.col("at").min(), pl.len().alias("households"))
            .sort("at")
        )
        rows = frame[first["at"]].with_columns(first["households"])
        return rows.select(*self.stands(rows, ("village", "township", "household_id", "head_name")), "households")

    def stands(self, rows: pl.DataFrame, fields: Sequence[str]) -> list[pl.Expr]:
        """Where rows stand among the places and, by the first of ``fields`` that their sheet has, in the file."""
        township, village = of_home(rows, "township"), of_home(rows, "village")
        return [
            pl.col("_place").alias("place"),
            _spelled(rows, pl.col("_place"), county_of).alias("county"),
            township.alias("township"),
            village.alias("village"),
            _spelled(rows, township, township_key).alias("township_key"),
            _spelled(rows, village, village_key).alias("village_key"),
            pl.col("_year").alias("year"),
            pl.lit(self.file).alias("file"),
            *address(self.dataset.parts, fields),
        ]

    def _people(self, table: str, number: str, name: str, *, head: bool) -> pl.DataFrame | None:
        frame = self.tables.get(table)
        if frame is None:
            return None
        has_number = number in frame.columns
        keys = (
            self._keys(table, number)
            if has_number
            else pl.Series([None], dtype=pl.Int64).new_from_index(0, frame.height)
        )
        rows = frame.select(
            keys.alias("person"),
            text(frame, number).alias("id_number"),
            text(frame, name).alias("name"),
            text(frame, "household_id").alias("household_id"),
            *self.stands(frame, (number, "household_id", name)),
        )
        return with_home(rows, self.file, head=head)

    def _keys(self, table: str, number: str) -> pl.Series:
        """The ID numbers of a table as whole numbers.

        Null as well for those whose last digits a spreadsheet has lost, for then everybody who was born on one day in
        one county has one number. Which these are shows in the whole column of a sheet.
        """
        frame, issues = self.tables[table], self.dataset.issues
        keys = person_keys(frame.get_column(number))
        noted = (pl.col("kind") == LOST_DIGITS) & (pl.col("table") == table) & (pl.col("field") == number)
        for part in sorted(set(issues.filter(noted)["part"])):
            at = (frame.get_column(PART) == part).arg_true()
            for note in parse_ids(frame.get_column(number).gather(at), personal="id").notes:
                keys = keys.scatter(at.gather(note.rows), None)
        return keys


def of_home(rows: pl.DataFrame, name: str) -> pl.Expr:
    """What a row says, else what its household says."""
    known = [column for column in (name, f"{HOME}{name}") if column in rows.columns]
    return pl.coalesce(known) if known else pl.lit(None, dtype=pl.String)


def text(rows: pl.DataFrame, name: str) -> pl.Expr:
    """A column of text; null in every row where the table has none."""
    return pl.col(name) if name in rows.columns else pl.lit(None, dtype=pl.String)


def _spelled(rows: pl.DataFrame, column: pl.Expr, spell: Callable[[str], str | None]) -> pl.Expr:
    """A column with each of its few different texts spelled anew."""
    texts = rows.select(column.unique()).to_series().drop_nulls().to_list()
    if not texts:
        return pl.lit(None, dtype=pl.String)
    return column.replace_strict(texts, [spell(one) for one in texts], return_dtype=pl.String)
