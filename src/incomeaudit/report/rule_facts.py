"""What the pages about rules and documents have in common: which entries there are, and which values are in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from incomeaudit.auditing.groups import wanted_place
from incomeaudit.auditing.setting import Setting
from incomeaudit.auditing.values import note_text, shown, source_text
from incomeaudit.messages import Messages, Problem
from incomeaudit.report.page import Block, Cell, Code, Grid, Link
from incomeaudit.rulebook.behind import Entry
from incomeaudit.rulebook.model import Check, DatedValue, Document, Pack, Parameter
from incomeaudit.rulebook.resolve import applies, covers, day_of, value_on


@dataclass(frozen=True, slots=True)
class Where:
    """The place (a path) and the year that a reader asks about; either may be left open."""

    place: str | None = None
    year: int | None = None

    def speaks(self, document: Document) -> bool:
        """Whether a document has something to say there and then."""
        if self.place is not None and not covers(self.place, document.place):
            return False
        return self.year is None or day_of(document, self.year) is not None


def where_of(setting: Setting, place: str | None, year: int | None) -> Where:
    """What a reader asks about. Raises ``Problem("place_unknown")``."""
    return Where(wanted_place(place, setting.places), year)


def entries_of(setting: Setting) -> list[tuple[Pack, Entry]]:
    """Every check and target with its pack, in code order."""
    found: list[tuple[Pack, Entry]] = [*setting.rulebook.checks, *setting.rulebook.targets]
    return sorted(found, key=lambda pair: pair[1].code)


def find_rule(setting: Setting, code: str) -> tuple[Pack, Entry]:
    """The check or target of a code. Raises ``Problem("rule_unknown")`` with codes that are near."""
    wanted = code.strip().upper()
    by_code = {entry.code: (pack, entry) for pack, entry in entries_of(setting)}
    if wanted in by_code:
        return by_code[wanted]
    raise Problem("rule_unknown", code=code, near="、".join(_near(wanted, list(by_code))))


def _near(wanted: str, codes: Sequence[str]) -> Sequence[str]:
    """The codes that a wrong one may have meant: those that begin like it, are spelled like it, or are of its family.

    Where no family fits either, the first two letters of every family.
    """
    family = [code for code in codes if wanted[:2] and code.startswith(wanted[:2])]
    begins = [code for code in family if code.startswith(wanted)]
    agreeing = {code: sum(one == other for one, other in zip(wanted, code, strict=False)) for code in codes}
    best = max(agreeing.values(), default=0)
    alike = [code for code, agree in agreeing.items() if agree == best >= 3]
    return begins[:4] or alike[:4] or family[:4] or sorted({code[:2] for code in codes})


def find_policy(setting: Setting, policy: str) -> Pack:
    """The pack of a document. Raises ``Problem("policy_unknown")``."""
    packs = setting.rulebook.packs
    if policy not in packs:
        raise Problem("policy_unknown", policy=policy, known="、".join(packs))
    return packs[policy]


def kind_of(entry: Entry) -> str:
    """``check`` or ``target``."""
    return "check" if isinstance(entry, Check) else "target"


def standing(parameter: Parameter, document: Document, where: Where) -> list[DatedValue]:
    """The values of a parameter that may hold there and then; with both place and year known, the one in force."""
    if not where.speaks(document):
        return []
    day = day_of(document, where.year) if where.year is not None else None
    if where.place is not None and day is not None:
        value = value_on(parameter, document, where.place, day)
        return [value] if value else []
    return [
        value
        for value in parameter.values
        if (where.place is None or covers(where.place, value.place or document.place))
        and (day is None or _holds(value, document, day))
    ]


def _holds(value: DatedValue, document: Document, day: date) -> bool:
    return (value.start or document.in_force.start) <= day and (value.until is None or day < value.until)


def value_block(parameters: Sequence[tuple[Pack, Parameter]], where: Where, messages: Messages) -> Block:
    """The values of parameters as a table, or a line that there are none there and then."""
    rows: list[list[Cell]] = []
    for pack, parameter in parameters:
        document = pack.document
        for value in standing(parameter, document, where):
            rows.append(
                [
                    Code(f"${parameter.id}"),
                    parameter.title[messages.lang],
                    shown(value.value),
                    parameter.unit,
                    (value.place or document.place).split("/")[-1],
                    days_text(value, document, messages),
                    source_text(parameter, value, messages),
                    note_text(parameter, value, messages),
                ]
            )
    if not rows:
        return messages("rules.no_values")
    names = ("parameter", "title", "value", "unit", "place", "days", "source", "note")
    return Grid([messages(f"rules.{name}") for name in names], rows)


def values_json(
    parameters: Sequence[tuple[Pack, Parameter]], where: Where, messages: Messages
) -> list[dict[str, object]]:
    """The same for programs."""
    return [
        {
            "document": pack.document.id,
            "parameter": parameter.id,
            "title": parameter.title[messages.lang],
            "value": plain_json(value.value),
            "unit": parameter.unit,
            "place": value.place or pack.document.place,
            "from": (value.start or pack.document.in_force.start).isoformat(),
            "until": value.until.isoformat() if value.until else None,
            "source": source_text(parameter, value, messages),
            "note": note_text(parameter, value, messages),
        }
        for pack, parameter in parameters
        for value in standing(parameter, pack.document, where)
    ]


def plain_json(value: object) -> object:
    """A pack's value as JSON has it: days as text."""
    return value.isoformat() if isinstance(value, date) else value


def days_text(value: DatedValue, document: Document, messages: Messages) -> str:
    """The days on which a value holds, where the pack narrows them."""
    start, until = value.start, value.until
    if start is None and until is None:
        return messages("rules.all_days")
    begun = (start or document.in_force.start).isoformat()
    return messages("rules.days_until", start=begun, until=until) if until else messages("rules.days_from", start=begun)


def in_force_text(document: Document) -> str:
    """2020-06-01 – 2020-12-31."""
    return f"{document.in_force.start} – {document.in_force.end}"


def place_text(path: str) -> str:
    """A place's path as one reads it."""
    return path.replace("/", " ")


def code_links(entries: Sequence[Entry]) -> tuple[Link, ...]:
    """The codes of entries, each leading to its page."""
    return tuple(Link(entry.code, entry.code) for entry in entries)


def in_force_there(setting: Setting, where: Where) -> list[Pack]:
    """The documents that speak of a place and a year."""
    packs = setting.rulebook.packs.values()
    if where.place is not None and where.year is not None:
        return [pack for pack in packs if applies(pack.document, where.place, where.year)]
    return [pack for pack in packs if where.speaks(pack.document)]
