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
from incomeaudit.rulebook.resolve import Bound
from incomeaudit.rulebook.sql import ABSENT, UNREADABLE, Condition, Marks, parameter_column
from incomeaudit.vocabulary.dtypes import dtype_of


def unreadable_cells(issues: pl.DataFrame, parts: Sequence[Part]) -> dict[str, pl.DataFrame]:
    """For each table that has unreadable cells, their rows: ``_part``, ``_row``, and a mark for each field.

    On a form each cell has a row of its own, and its household another: the form's first.
    """
    lost = issues.filter(
        (pl.col("level") == "error")
        & pl.all_horizontal(pl.col("table", "field", "part", "row").is_not_null())
    )  # fmt: skip
    forms = {number: part.first_row for number, part in enumerate(parts) if part.cells and part.table == "household"}
    if forms:
        own = pl.col("part").replace_strict(forms, default=None, return_dtype=pl.UInt32)
        lost = lost.with_columns(pl.coalesce(own, "row").alias("row"))
    cells: dict[str, pl.DataFrame] = {}
    for (table,), rows in lost.group_by("table", maintain_order=True):
        fields = rows.get_column("field").unique(maintain_order=True)
        marks = [(pl.col("field") == field).any().alias(f"{UNREADABLE}{field}") for field in fields]
        cells[str(table)] = rows.group_by(pl.col("part").alias(PART), pl.col("row").alias(ROW)).agg(marks)
    return cells


def mark_unreadable(frame: pl.DataFrame, cells: pl.DataFrame | None) -> pl.DataFrame:
    """Add a Boolean column for each field with unreadable cells, whose rows ``cells`` gives."""
    if cells is None:
        return frame
    marks = cells.columns[2:]
    marked = frame.join(cells, on=[PART, ROW], how="left", maintain_order="left")
    return marked.with_columns(pl.col(marks).fill_null(value=False))


def mark_absent(frame: pl.DataFrame, parts: Sequence[Part]) -> pl.DataFrame:
    """Add a Boolean column for each field that some sheets of the table have and others lack."""
    numbers = frame.get_column(PART).unique().to_list()
    if len(numbers) == 1:
        return frame
    known = {name for number in numbers for name in parts[number].letters}
    lacking = {name: [n for n in numbers if name not in parts[n].letters] for name in sorted(known)}
    return frame.with_columns(
        pl.col(PART).is_in(without).alias(f"{ABSENT}{name}") for name, without in lacking.items() if without
    )


def marked(tables: Mapping[str, pl.DataFrame], dataset: Dataset) -> dict[str, pl.DataFrame]:
    """All tables with their marks, once for a run: sums over another table heed them too."""
    cells = unreadable_cells(dataset.issues, dataset.parts)
    return {name: mark_absent(mark_unreadable(frame, cells.get(name)), dataset.parts) for name, frame in tables.items()}


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

    That is: absent fields as nulls, parameters, sums over other tables and computed fields, as far as the table does
    not have them yet. Money that is computed is rounded half-up to 0.01, as money that is read.
    """
    asked = list(conditions)
    names = list(dict.fromkeys([*named, *(name for condition in asked for name in condition.fields)]))
    fields, force = context.fields, context.force
    known = frozenset(frame.columns)
    chain = fields.chain(names, known)
    asked += [field.source for field in chain if isinstance(field.source, Condition)]
    one_group = len(force.groups) == 1 and not frame.get_column(GROUP).has_nulls()
    marks = marks_of(frame, UNREADABLE)
    # Those behind what is known already too: which columns stand in the frame must not hang on what was known.
    absent = [name for name in fields.roots(names) if name not in known]
    # Step by step: a plan of it all takes longer to make than a county's rows take to go through it.
    frame = frame.with_columns(
        *(pl.lit(None, dtype=dtype_of(context.table.fields[name].type)).alias(name) for name in absent),
        *_parameters(asked, context, one_group),
    )
    frame = _join_sums(frame, [field for field in chain if isinstance(field.source, Sum)], context)
    frame = frame.with_columns(_dated_parameters(asked, context, one_group))
    for wave in _waves([field for field in chain if not isinstance(field.source, Sum)]):
        frame = frame.with_columns(_computed(field, force, one_group, marks).alias(field.id) for field in wave)
    return frame


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


def _join_sums(frame: pl.DataFrame, sums: Sequence[Computed], context: TableContext) -> pl.DataFrame:
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
            frame = frame.with_columns(pl.lit(None, dtype=dtype_of(field.type)).alias(field.id) for field, _ in wanted)
            continue
        whole = complete(source, (on,), [total.condition for _, total in wanted], context.of(table))
        marks = marks_of(whole)
        keys = [on, "_year", "_place"] if on in _LOCAL else [on, "_year"]
        figures = [
            total.condition.expression(marks).cast(dtype_of(field.type), strict=False).alias(field.id)
            for field, total in wanted
        ]
        several = shared if on == "household_id" else None
        if several is not None:
            keys = [*keys, WHERE]
            frame, whole = placed(frame, whole, several)
        rows = whole.group_by(keys, maintain_order=True).agg(figures)
        frame = frame.join(rows, on=keys, how="left", maintain_order="left")
        frame = frame.with_columns(_or_empty(pl.col(field.id), total, field) for field, total in wanted)
        if several is not None:
            frame = left_open(frame, whole, [field.id for field, _ in wanted])
    return frame


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
