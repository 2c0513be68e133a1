"""运行信息: the program, its options, its inputs, and how it understood them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import polars as pl

from incomeaudit.auditing.result import Result, Run
from incomeaudit.ingest.model import Part
from incomeaudit.messages import Messages
from incomeaudit.report.layout import Block, Column, Sheet
from incomeaudit.report.wording import field_titles, path_text, section, table_titles


def run(result: Result, messages: Messages) -> Sheet:
    """Blocks: the run, its options, the files, places and years, sheets, columns."""
    this, options, places = run_blocks(result.run, messages)
    blocks = (this, options, _inputs(result, messages), places, _parts(result, messages), _columns(result, messages))
    return Sheet(messages("sheet.run"), blocks)


def run_blocks(run: Run, messages: Messages, more: Mapping[str, str] = MappingProxyType({})) -> tuple[Block, ...]:
    """The run itself with ``more`` facts about it, its options, and its places and years."""
    options = {name: option_text(value) for name, value in run.options.items()}
    facts = _pairs("run", {**more, **_facts(run, messages)}, messages)
    return facts, _pairs("options", options, messages), _places(run, messages)


def option_text(value: object) -> str:
    """An option's value as text, the same for the same value."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _facts(run: Run, messages: Messages) -> dict[str, str]:
    said = {
        "tool": f"incomeaudit {run.version}",
        "run_id": run.id,
        "started": run.started.astimezone().isoformat(sep=" ", timespec="seconds"),
        "seconds": f"{run.seconds:.2f}",
        "lang": run.lang,
        "personal": messages("report.unmasked" if run.unmasked else "report.masked"),
    }
    return {messages(f"report.{name}"): text for name, text in said.items()}


def _block(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], schema: Sequence[object], messages: Messages
) -> Block:
    types = {column.name: dtype for column, dtype in zip(columns, schema, strict=True)}
    frame = pl.DataFrame(list(rows), schema=pl.Schema(types), orient="row")  # type: ignore[arg-type]
    return Block(tuple(columns), frame, messages("report.none"), title=messages(f"report.block_{name}"))


def _pairs(name: str, pairs: Mapping[str, str], messages: Messages) -> Block:
    columns = (Column("name", widest=28), Column("value", "long", widest=40))
    return _block(name, columns, pairs.items(), (pl.String, pl.String), messages)


def _inputs(result: Result, messages: Messages) -> Block:
    columns = (
        Column("file", "long", heading="path", widest=28),
        Column("format"),
        Column("sheets", "long", widest=40),
        Column("bytes", "count"),
        Column("sha256", "long", widest=24),
    )
    comma = messages("report.list_comma")
    rows = [
        (path_text(file.path), file.format, comma.join(file.sheets), file.bytes, file.sha256) for file in result.inputs
    ]
    return _block("inputs", columns, rows, (pl.String, pl.String, pl.String, pl.Int64, pl.String), messages)


def _places(run: Run, messages: Messages) -> Block:
    columns = (
        Column("place", "long", widest=28),
        Column("origin", "long", heading="place_origin", widest=40),
        Column("year", "number"),
        Column("rows", "count", heading="rows_read"),
    )
    rows = [(place, origin, year, count) for place, year, origin, count in run.places]
    return _block("places", columns, rows, (pl.String, pl.String, pl.Int64, pl.Int64), messages)


def _parts(result: Result, messages: Messages) -> Block:
    columns = (
        Column("file", "long", widest=34),
        Column("sheet", "long", widest=40),
        Column("rows", "count", heading="rows_read"),
        Column("table", "long", widest=24),
        Column("range", "long", heading="rows_range", widest=24),
        Column("header", "long", heading="header_rows", widest=24),
        Column("titles", "long", widest=40),
    )
    names = table_titles(messages.lang)
    rows = [
        (
            path_text(part.file),
            part.sheet,
            part.rows,
            names.get(part.table, part.table),
            f"{part.first_row}–{part.last_row}",
            messages("report.list_comma").join(map(str, part.header_rows)),
            "\n".join(part.titles),
        )
        for part in result.parts
    ]
    schema = (pl.String, pl.String, pl.Int64, *[pl.String] * 4)
    return _block("parts", columns, rows, schema, messages)


def _columns(result: Result, messages: Messages) -> Block:
    columns = (
        Column("sheet", "long", widest=28),
        Column("header", "long", heading="column_header", widest=40),
        Column("letter", "label"),
        Column("field", "long", widest=24),
        Column("how", "long", widest=24),
        Column("conversion", "long", widest=24),
        Column("suggestions", "long", widest=40),
        Column("examples", "long", widest=30),
        Column("file", "long", widest=34),
    )
    rows = [row for part in result.parts for row in _column_rows(part, messages)]
    return _block("columns", columns, rows, [pl.String] * len(columns), messages)


def _column_rows(part: Part, messages: Messages) -> Iterable[tuple[str | None, ...]]:
    titles, ways = field_titles(messages.lang), section(messages, "column_how")
    comma = messages("report.list_comma")
    for column in part.columns:
        fields = titles.get(column.table or part.table, {})
        yield (
            part.sheet,
            column.header,
            column.letter,
            None if column.field is None else fields.get(column.field, column.field),
            ways.get(column.how, column.how),
            column.conversion,
            comma.join(column.suggestions),
            comma.join(column.examples),
            path_text(part.file),
        )
