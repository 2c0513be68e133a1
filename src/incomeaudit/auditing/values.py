"""Parameters and facts that a run rested on, each with where it comes from."""

from collections.abc import Iterable, Sequence

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.force import Force
from incomeaudit.auditing.plan import Planned
from incomeaudit.auditing.result import VALUE_SCHEMA
from incomeaudit.messages import Messages
from incomeaudit.rulebook.computed import Fact
from incomeaudit.rulebook.model import DatedValue, Pack, Parameter, Target
from incomeaudit.rulebook.overlay import TrialValue
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
                    "source": source_text(parameter, found, messages),
                    "note": note_text(parameter, found, messages),
                }
            )
    return pl.DataFrame(rows, schema=VALUE_SCHEMA)


def source_text(parameter: Parameter, value: DatedValue, messages: Messages) -> str:
    """Where a value stands: clause and place in the document, or what asked to try it out."""
    if isinstance(value, TrialValue):
        return messages("trial.source", origin=value.origin)
    return f"{parameter.clause} {value.source}"


def note_text(parameter: Parameter, value: DatedValue, messages: Messages) -> str:
    """The parameter's note; of a value tried out first what the document says instead, and why it is tried."""
    notes = [parameter.note[messages.lang]] if parameter.note else []
    if isinstance(value, TrialValue):
        said = f"{value.stated} ({parameter.clause} {value.source})" if value.stated else ""
        told = messages("trial.stated", stated=said) if said else messages("trial.unstated")
        notes = [told, *filter(None, [value.reason]), *notes]
    return " ".join(notes)


def fact_rows(planned: Sequence[Planned], context: TableContext) -> pl.DataFrame:
    """Every figure of the place table that a running check or target rests on, with its cell."""
    force, lang = context.force, context.messages.lang
    figures = context.vocabulary.tables["place"].fields
    rows: dict[tuple[object, ...], dict[str, object]] = {}
    for item in planned:
        wanted = [field.source for field in item.basis.facts if isinstance(field.source, Fact)]
        if isinstance(item.entry, Target) and item.entry.base_fact:
            wanted.append(Fact(item.entry.base_fact))
        for group, inside in zip(force.groups, item.groups, strict=True):
            for fact in wanted if inside else ():
                known = force.fact(fact.field, group, fact.years_back)
                if known is None or known.value is None:
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
                    "source": f"{part.file} {part.sheet}!{part.cell(fact.field, known.row)}",
                    "note": "",
                }
    return pl.DataFrame([rows[key] for key in sorted(rows, key=str)], schema=VALUE_SCHEMA)


def shown(value: Bound) -> str:
    """A value as a reader writes it: 8000, 0.1, C、D."""
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, float):
        # Twelve digits hold every sum of money to the fen, and hide what binary fractions add to 0.1.
        return f"{value:.12g}"
    return str(value)
