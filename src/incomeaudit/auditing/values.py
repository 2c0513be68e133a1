"""Parameters and facts that a run rested on, each with where it comes from."""

from collections.abc import Iterable, Sequence

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.force import Force
from incomeaudit.auditing.plan import Planned
from incomeaudit.auditing.result import VALUE_SCHEMA
from incomeaudit.messages import Messages
from incomeaudit.rulebook.computed import Fact
from incomeaudit.rulebook.model import Pack, Parameter, Target
from incomeaudit.rulebook.resolve import Bound


def parameter_rows(parameters: Iterable[tuple[Pack, Parameter]], force: Force, messages: Messages) -> pl.DataFrame:
    """Every value in force of the parameters, for each place and year that their document speaks of."""
    lang = messages.lang
    rows: list[dict[str, object]] = []
    for pack, parameter in parameters:
        for group, applies in zip(force.groups, force.applicable(pack), strict=True):
            found = force.value(pack, parameter, group) if applies else None
            if found is None:
                continue
            rows.append(
                {
                    "kind": "parameter",
                    "document": pack.document.id,
                    "id": parameter.id,
                    "title": parameter.title[lang],
                    "place": group.place,
                    "year": group.year,
                    "value": shown(found.value),
                    "unit": parameter.unit,
                    "source": f"{parameter.clause} {found.source}",
                    "note": parameter.note[lang] if parameter.note else "",
                }
            )
    return pl.DataFrame(rows, schema=VALUE_SCHEMA)


def fact_rows(planned: Sequence[Planned], context: TableContext) -> pl.DataFrame:
    """Every figure of the place table that a running check or target rests on, with its cell."""
    force, lang = context.force, context.messages.lang
    figures = context.vocabulary.tables["place"].fields
    rows: dict[tuple[object, ...], dict[str, object]] = {}
    for item in planned:
        wanted = [field.source for field in context.fields.facts(item.named) if isinstance(field.source, Fact)]
        if isinstance(item.entry, Target) and item.entry.base_fact:
            wanted.append(Fact(item.entry.base_fact))
        for group, inside in zip(force.groups, item.groups, strict=True):
            for fact in wanted if inside else ():
                known = force.fact(fact.field, group, fact.years_back)
                if known is None:
                    continue
                part = context.parts[known.part]
                rows[known.place, known.year, fact.field] = {
                    "kind": "fact",
                    "document": None,
                    "id": fact.field,
                    "title": figures[fact.field].title[lang],
                    "place": known.place,
                    "year": known.year,
                    "value": shown(known.value),
                    "unit": figures[fact.field].unit,
                    "source": f"{part.file} {part.sheet}!{part.letters[fact.field]}{known.row}",
                    "note": "",
                }
    return pl.DataFrame([rows[key] for key in sorted(rows, key=str)], schema=VALUE_SCHEMA)


def shown(value: Bound) -> str:
    """A value as a reader writes it: 8000, 0.1, C、D."""
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 and value != int(value) else f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
