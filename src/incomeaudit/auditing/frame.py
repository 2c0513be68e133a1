"""A table with everything its checks name: parameters, facts, computed fields and marks of unreadable cells."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.force import Force, by_group
from incomeaudit.auditing.groups import GROUP
from incomeaudit.auditing.same_numbers import WHERE, left_open, placed, shared_numbers
from incomeaudit.ingest.cells.numbers import round_money
from incomeaudit.ingest.model import PART, ROW, Dataset, Part
from incomeaudit.rulebook.computed import Computed, Fact, Sum
from incomeaudit.rulebook.model import Pack
from incomeaudit.rulebook.resolve import Bound
from incomeaudit.rulebook.sql import ABSENT, UNREADABLE, Condition, Marks, condition_of, parameter_column
from incomeaudit.vocabulary.dtypes import dtype_of


def unreadable_fields(issues: pl.DataFrame, table: str, parts: Sequence[Part] = ()) -> dict[str, pl.DataFrame]:
    """For each field of a table that has unreadable cells, the ``_part`` and ``_row`` of their rows.

    On a form each cell has a row of its own, and its household another: the form's first.
    """
    forms = {number: part.first_row for number, part in enumerate(parts) if part.cells and part.table == "household"}
    if forms:
        own = pl.col("part").replace_strict(forms, default=None, return_dtype=pl.UInt32)
        issues = issues.with_columns(pl.when(pl.col("row").is_not_null()).then(pl.coalesce(own, "row")).alias("row"))
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


def marked(tables: Mapping[str, pl.DataFrame], dataset: Dataset) -> dict[str, pl.DataFrame]:
    """All tables with their marks, once for a run: sums over another table heed them too."""
    return {
        name: mark_absent(mark_unreadable(frame, unreadable_fields(dataset.issues, name, dataset.parts)), dataset.parts)
        for name, frame in tables.items()
    }


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
    conditions: Iterable[Condition],
    context: TableContext,
) -> pl.DataFrame:
    """Add to a table what ``conditions`` and the fields ``named`` rest on.

    That is: absent fields as nulls, parameters, sums over other tables and computed fields. Money that is computed is
    rounded half-up to 0.01, as money that is read.
    """
    asked = list(conditions)
    names = list(dict.fromkeys([*named, *(name for condition in asked for name in condition.fields)]))
    fields, force = context.fields, context.force
    chain = [field for field in fields.chain(names) if field.id not in frame.columns]
    asked += [field.source for field in chain if isinstance(field.source, Condition)]
    one_group = len(force.groups) == 1 and not frame.get_column(GROUP).has_nulls()
    marks = marks_of(frame, UNREADABLE)
    absent = [name for name in fields.roots(names) if name not in frame.columns]
    lazy = frame.lazy().with_columns(
        *(pl.lit(None, dtype=dtype_of(context.table.fields[name].type)).alias(name) for name in absent),
        *_parameters(asked, context, one_group),
    )
    lazy = _join_sums(lazy, [field for field in chain if isinstance(field.source, Sum)], context)
    lazy = lazy.with_columns(_dated_parameters(asked, context, one_group))
    for wave in _waves([field for field in chain if not isinstance(field.source, Sum)]):
        lazy = lazy.with_columns(_computed(field, force, one_group, marks).alias(field.id) for field in wave)
    return lazy.collect()


def _waves(chain: Sequence[Computed]) -> list[list[Computed]]:
    """The fields in steps: each rests on those of earlier steps alone, so that one step's are computed side by side."""
    depth: dict[str, int] = {}
    waves: list[list[Computed]] = []
    for field in chain:
        behind = field.source.fields if isinstance(field.source, Condition) else ()
        depth[field.id] = max((depth[name] + 1 for name in behind if name in depth), default=0)
        if depth[field.id] == len(waves):
            waves.append([])
        waves[depth[field.id]].append(field)
    return waves


def _join_sums(lazy: pl.LazyFrame, sums: Sequence[Computed], context: TableContext) -> pl.LazyFrame:
    """Add figures that are reckoned over the rows of other tables which share a column and the year."""
    grouped: dict[tuple[str, str], list[tuple[Computed, Sum]]] = {}
    for field in sums:
        if isinstance(field.source, Sum):
            grouped.setdefault((field.source.source, field.source.on), []).append((field, field.source))
    shared = shared_numbers(context.tables) if any(on == "household_id" for _, on in grouped) else None
    for (table, on), wanted in grouped.items():
        source = context.tables.get(table)
        if source is None:
            # Nobody knows what a table that was not given would have said; that is not the same as no row in it.
            lazy = lazy.with_columns(pl.lit(None, dtype=dtype_of(field.type)).alias(field.id) for field, _ in wanted)
            continue
        whole = complete(source, (on,), [total.condition for _, total in wanted], context.of(table))
        marks = marks_of(whole)
        keys = [on, "_year", "_place"] if on in _LOCAL else [on, "_year"]
        figures = [
            total.condition.expression(marks).cast(dtype_of(field.type), strict=False).alias(field.id)
            for field, total in wanted
        ]
        theirs = whole.lazy().filter(pl.col(on).is_not_null())
        several = shared if on == "household_id" else None
        if several is not None:
            keys = [*keys, WHERE]
            lazy, theirs = placed(lazy, theirs, several)
        rows = theirs.group_by(keys, maintain_order=True).agg(figures)
        lazy = lazy.join(rows, on=keys, how="left", maintain_order="left")
        lazy = lazy.with_columns(_or_empty(pl.col(field.id), total, field) for field, total in wanted)
        if several is not None:
            lazy = left_open(lazy, theirs, [field.id for field, _ in wanted])
    return lazy


_LOCAL = frozenset({"township", "village"})
"""Names that mean something only within their county."""


def _or_empty(figure: pl.Expr, total: Sum, field: Computed) -> pl.Expr:
    """A figure with its value for no rows. A row that could not be found, having no key, has no rows either way."""
    rounded = round_money(figure) if field.type == "money" else figure
    if total.empty is None:
        return rounded.alias(field.id)
    none = pl.lit(total.empty).cast(dtype_of(field.type))
    return pl.when(pl.col(total.on).is_not_null()).then(rounded.fill_null(none)).alias(field.id)


def _computed(field: Computed, force: Force, one_group: bool, marks: Marks) -> pl.Expr:
    dtype = dtype_of(field.type)
    if isinstance(field.source, Fact):
        known = [force.fact(field.source.field, group, field.source.years_back) for group in force.groups]
        return by_group([item.value if item else None for item in known], dtype, one_group)
    assert isinstance(field.source, Condition)
    expression = field.source.expression(marks).cast(dtype, strict=False)
    return round_money(expression) if field.type == "money" else expression


def _parameters(conditions: Iterable[Condition], context: TableContext, one_group: bool) -> list[pl.Expr]:
    """Columns of the parameters that conditions ask for by place and year."""
    wanted = dict.fromkeys((condition.pack, name) for condition in conditions for name in condition.parameters)
    columns: list[pl.Expr] = []
    for document, name in wanted:
        pack = context.setting.rulebook.packs[document]
        parameter = pack.parameter_of(name)
        found = [context.force.value(pack, parameter, group) for group in context.force.groups]
        values: list[Bound | None] = [item.value if item else None for item in found]
        column = by_group(values, dtype_of_values(values), one_group)
        columns.append(column.alias(parameter_column(document, name)))
    return columns


def _dated_parameters(conditions: Iterable[Condition], context: TableContext, one_group: bool) -> list[pl.Expr]:
    """Columns of the parameters that conditions ask for on a day of the row: ``$housing_grant@granted_on``."""
    wanted = dict.fromkeys((condition.pack, *pair) for condition in conditions for pair in condition.dated)
    columns: list[pl.Expr] = []
    for document, name, day in wanted:
        pack = context.setting.rulebook.packs[document]
        parameter = pack.parameter_of(name)
        dtype = dtype_of_values([value.value for value in parameter.values])
        choices: list[pl.Expr] = []
        for number, group in enumerate(context.force.groups):
            for value in context.force.values_for(pack, parameter, group):
                start = value.start or pack.document.in_force.start
                holds = pl.col(day) >= pl.lit(start)
                if value.until is not None:
                    holds &= pl.col(day) < pl.lit(value.until)
                if not one_group:
                    holds &= pl.col(GROUP) == number
                choices.append(pl.when(holds).then(pl.lit(value.value, dtype=dtype)))
        column = pl.coalesce(choices) if choices else pl.lit(None, dtype=dtype)
        columns.append(column.alias(parameter_column(document, name, day)))
    return columns


def dtype_of_values(values: Iterable[Bound | None]) -> pl.DataType:
    """The Polars type that holds all values of a parameter."""
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, float}:
        return pl.Float64()
    return pl.Series([value for value in values if value is not None]).dtype if len(kinds) == 1 else pl.String()


def conditions_of(pack: Pack, *texts: str | None) -> list[Condition]:
    """The conditions of a check or target that has them."""
    return [condition_of(text, pack.document.id) for text in texts if text is not None]
