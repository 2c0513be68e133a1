"""A table with everything its checks name: parameters, facts, computed fields and marks of unreadable cells."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.force import Force, by_group
from incomeaudit.auditing.groups import GROUP
from incomeaudit.ingest.cells.numbers import round_money
from incomeaudit.ingest.model import PART, ROW, Part
from incomeaudit.rulebook.computed import Computed, Fact, Sum
from incomeaudit.rulebook.model import Pack, Parameter
from incomeaudit.rulebook.resolve import Bound
from incomeaudit.rulebook.sql import ABSENT, UNREADABLE, Condition, Marks, parameter_column
from incomeaudit.vocabulary.dtypes import dtype_of


def unreadable_fields(issues: pl.DataFrame, table: str) -> dict[str, pl.DataFrame]:
    """For each field of a table that has unreadable cells, the ``_part`` and ``_row`` of their rows."""
    lost = issues.filter(
        (pl.col("table") == table) & (pl.col("level") == "error") & pl.col("field").is_not_null()
        & pl.col("part").is_not_null() & pl.col("row").is_not_null()
    )  # fmt: skip
    return {
        str(field): rows.select(pl.col("part").alias(PART), pl.col("row").alias(ROW)).unique()
        for (field,), rows in lost.group_by(["field"], maintain_order=True)
    }


def mark_unreadable(frame: pl.DataFrame, unreadable: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Add a Boolean column for each field with unreadable cells."""
    for field, rows in unreadable.items():
        name = f"{UNREADABLE}{field}"
        marked = rows.with_columns(pl.lit(value=True).alias(name))
        frame = frame.join(marked, on=[PART, ROW], how="left", maintain_order="left").with_columns(
            pl.col(name).fill_null(value=False)
        )
    return frame


def mark_absent(frame: pl.DataFrame, parts: Sequence[Part]) -> pl.DataFrame:
    """Add a Boolean column for each field that some sheets of the table have and others lack."""
    numbers = frame.get_column(PART).unique().to_list()
    known = {name for number in numbers for name in parts[number].letters}
    lacking = {name: [n for n in numbers if name not in parts[n].letters] for name in sorted(known)}
    return frame.with_columns(
        pl.col(PART).is_in(without).alias(f"{ABSENT}{name}") for name, without in lacking.items() if without
    )


def marks_of(frame: pl.DataFrame, *prefixes: str) -> Marks:
    """The marking columns of a frame, by field. Checks heed all of them; computed fields only unreadable cells, since
    for them a column that is not there counts as blank."""
    marks: dict[str, list[str]] = {}
    for column in frame.columns:
        for prefix in prefixes or (UNREADABLE, ABSENT):
            if column.startswith(prefix):
                marks.setdefault(column.removeprefix(prefix), []).append(column)
    return marks


def complete(
    frame: pl.DataFrame,
    named: Iterable[str],
    parameters: Sequence[tuple[Pack, Parameter]],
    context: TableContext,
    tables: Mapping[str, pl.DataFrame],
) -> pl.DataFrame:
    """Add to a table what conditions on it name: absent fields as nulls, parameters, computed fields.

    Money that is computed is rounded half-up to 0.01, as money that is read.
    """
    names, fields, force = list(named), context.fields, context.force
    one_group = len(force.groups) == 1 and not frame.get_column(GROUP).has_nulls()
    marks = marks_of(frame, UNREADABLE)
    absent = [name for name in fields.roots(names) if name not in frame.columns]
    lazy = frame.lazy().with_columns(
        *(pl.lit(None, dtype=dtype_of(context.table.fields[name].type)).alias(name) for name in absent),
        *(_parameter(pack, parameter, force, one_group) for pack, parameter in parameters),
    )
    for field in fields.chain(names):
        if field.id not in frame.columns:
            if isinstance(field.source, Sum):
                lazy = _sum(lazy, field, field.source, tables)
            else:
                lazy = lazy.with_columns(_computed(field, force, one_group, marks).alias(field.id))
    return lazy.collect()


def _sum(lazy: pl.LazyFrame, field: Computed, source: Sum, tables: Mapping[str, pl.DataFrame]) -> pl.LazyFrame:
    total = source.condition.expression().cast(dtype_of(field.type), strict=False).alias(field.id)
    sums = tables[source.source].lazy().group_by(source.on).agg(total)
    return lazy.join(sums, on=source.on, how="left", maintain_order="left")


def _computed(field: Computed, force: Force, one_group: bool, marks: Marks) -> pl.Expr:
    dtype = dtype_of(field.type)
    if isinstance(field.source, Fact):
        known = [force.fact(field.source.field, group, field.source.years_back) for group in force.groups]
        return by_group([item.value if item else None for item in known], dtype, one_group)
    assert isinstance(field.source, Condition)
    expression = field.source.expression(marks).cast(dtype, strict=False)
    return round_money(expression) if field.type == "money" else expression


def _parameter(pack: Pack, parameter: Parameter, force: Force, one_group: bool) -> pl.Expr:
    found = [force.value(pack, parameter, group) for group in force.groups]
    values: list[Bound | None] = [item.value if item else None for item in found]
    return by_group(values, dtype_of_values(values), one_group).alias(parameter_column(pack.document.id, parameter.id))


def dtype_of_values(values: Iterable[Bound | None]) -> pl.DataType:
    """The Polars type that holds all values of a parameter."""
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, float}:
        return pl.Float64()
    return pl.Series([value for value in values if value is not None]).dtype if len(kinds) == 1 else pl.String()


def conditions_of(pack: Pack, *texts: str | None) -> list[Condition]:
    """The conditions of a check or target that has them."""
    return [Condition(text, pack.document.id) for text in texts if text is not None]
