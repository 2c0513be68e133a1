"""Pages about documents: all of them, each clause by clause, and the matrix of clauses, checks and cases."""

from collections import Counter

from incomeaudit.auditing.setting import Setting
from incomeaudit.report.page import Block, Cell, Code, Facts, Grid, Heading, Link, Page
from incomeaudit.report.rule_facts import (
    Where,
    code_links,
    entries_of,
    in_force_text,
    in_force_there,
    kind_of,
    place_text,
    value_block,
    values_json,
)
from incomeaudit.rulebook.behind import Entry
from incomeaudit.rulebook.model import Clause, Pack, Parameter

_STATES = ("encoded", "pending", "context")


def policies_page(setting: Setting, where: Where) -> Page:
    """The documents; with a place or a year, those that speak of it, and what their parameters are there."""
    say, lang = setting.messages, setting.messages.lang
    packs = in_force_there(setting, where)
    rows: list[list[Cell]] = [
        [
            Link(pack.document.id, pack.document.id),
            pack.document.title[lang],
            pack.document.number,
            place_text(pack.document.place),
            in_force_text(pack.document),
            *(str(_states(pack)[state]) for state in _STATES),
            str(len(pack.check)),
            str(len(pack.target)),
        ]
        for pack in packs
    ]
    names = ("id", "title", "number", "place", "in_force", *_STATES, "checks", "targets")
    blocks: list[Block] = [Grid([say(f"policies.{name}") for name in names], rows) if rows else say("policies.none")]
    if where != Where():
        blocks += [Heading(say("rules.values")), value_block(_parameters(packs), where, say)]
    return Page(say("policies.list"), blocks)


def policies_json(setting: Setting, where: Where) -> dict[str, object]:
    """The same for programs."""
    packs = in_force_there(setting, where)
    documents = [
        {
            **_document_json(pack),
            "clauses": {state: _states(pack)[state] for state in _STATES},
            "checks": len(pack.check),
            "targets": len(pack.target),
        }
        for pack in packs
    ]
    values = {} if where == Where() else {"values": values_json(_parameters(packs), where, setting.messages)}
    return {"documents": documents, **values}


def policy_page(pack: Pack, setting: Setting, where: Where) -> Page:
    """One document: what it is, what each clause demands and how that is checked, its parameters."""
    say, lang, document = setting.messages, setting.messages.lang, pack.document
    other = "zh" if lang == "en" else "en"
    cited = _cited(setting)
    blocks: list[Block] = [
        document.title[other],
        Facts(
            [
                (say("policies.id"), Code(document.id)),
                (say("policies.number"), document.number),
                (say("policies.issuer"), document.issuer),
                (say("policies.place"), place_text(document.place)),
                (say("policies.issued"), document.issued.isoformat()),
                (say("policies.in_force"), in_force_text(document)),
            ]
        ),
    ]
    if document.note:
        blocks.append(document.note[lang])
    if not where.speaks(document):
        blocks.append(say("rules.not_there", document=document.title[lang]))
    if pack.clause:
        names = ("clause", "at", "demand", "how")
        rows = [
            [Code(clause.id), clause.at, clause.demand[lang], _how(clause, cited, setting)] for clause in pack.clause
        ]
        blocks += [Heading(say("policies.clauses")), Grid([say(f"policies.{name}") for name in names], rows)]
    if pack.parameter:
        blocks += [Heading(say("rules.values")), value_block(_parameters([pack]), where, say)]
    return Page(document.title[lang], blocks)


def policy_json(pack: Pack, setting: Setting, where: Where) -> dict[str, object]:
    """The same for programs."""
    cited = _cited(setting)
    return {
        **_document_json(pack),
        "clauses": [_clause_json(clause, cited) for clause in pack.clause],
        "values": values_json(_parameters([pack]), where, setting.messages),
    }


def coverage_page(setting: Setting, wanted: Pack | None = None) -> Page:
    """The matrix: every clause, the checks and targets that cite it, and how many cases prove them.

    ``wanted`` narrows it to one document.
    """
    say = setting.messages
    cited = _cited(setting)
    packs = [wanted] if wanted else list(setting.rulebook.packs.values())
    rows: list[list[Cell]] = []
    for pack in packs:
        for clause in pack.clause:
            citing = cited.get(clause.id, [])
            rows.append(
                [
                    Code(clause.id),
                    clause.at,
                    say(f"clause_state.{clause.state}"),
                    code_links(citing),
                    str(sum(len(entry.case) for entry in citing)) if citing else "",
                ]
            )
    entries = [entry for pack, entry in entries_of(setting) if pack in packs]
    states = Counter(clause.state for pack in packs for clause in pack.clause)
    total = say(
        "policies.covered",
        clauses=len(rows),
        encoded=states["encoded"],
        pending=states["pending"],
        context=states["context"],
        checks=sum(kind_of(entry) == "check" for entry in entries),
        targets=sum(kind_of(entry) == "target" for entry in entries),
        cases=sum(len(entry.case) for entry in entries),
    )
    names = ("clause", "at", "state", "codes", "cases")
    return Page(say("policies.coverage"), [total, Grid([say(f"policies.{name}") for name in names], rows)])


def coverage_json(setting: Setting, wanted: Pack | None = None) -> list[dict[str, object]]:
    """The same for programs, with the cases by what they expect."""
    cited = _cited(setting)
    return [
        {"document": pack.document.id, **_clause_json(clause, cited)}
        for pack in ([wanted] if wanted else setting.rulebook.packs.values())
        for clause in pack.clause
    ]


def _clause_json(clause: Clause, cited: dict[str, list[Entry]]) -> dict[str, object]:
    citing = cited.get(clause.id, [])
    return {
        "clause": clause.id,
        "at": clause.at,
        "kind": clause.kind,
        "state": clause.state,
        "demand": clause.demand.model_dump(),
        "reason": clause.reason.model_dump() if clause.reason else None,
        "codes": [
            {
                "code": entry.code,
                "kind": kind_of(entry),
                "cases": dict(sorted(Counter(case.expect for case in entry.case).items())),
            }
            for entry in citing
        ],
        "cases": sum(len(entry.case) for entry in citing),
    }


def _how(clause: Clause, cited: dict[str, list[Entry]], setting: Setting) -> Cell:
    """How a clause is checked, or why it is not."""
    say, lang = setting.messages, setting.messages.lang
    citing = cited.get(clause.id, [])
    if citing:
        return tuple(Link(f"{entry.code} {entry.title[lang]}", entry.code) for entry in citing)
    reason = clause.reason[lang] if clause.reason else ""
    return say("policies.not_checked", state=say(f"clause_state.{clause.state}"), reason=reason)


def _cited(setting: Setting) -> dict[str, list[Entry]]:
    cited: dict[str, list[Entry]] = {}
    for _, entry in entries_of(setting):
        for clause in entry.clauses:
            cited.setdefault(clause, []).append(entry)
    return cited


def _states(pack: Pack) -> Counter[str]:
    return Counter(clause.state for clause in pack.clause)


def _parameters(packs: list[Pack]) -> list[tuple[Pack, Parameter]]:
    return [(pack, parameter) for pack in packs for parameter in pack.parameter]


def _document_json(pack: Pack) -> dict[str, object]:
    document = pack.document
    return {
        "id": document.id,
        "title": document.title.model_dump(),
        "number": document.number,
        "issuer": document.issuer,
        "place": document.place,
        "issued": document.issued.isoformat(),
        "in_force": {"from": document.in_force.start.isoformat(), "to": document.in_force.end.isoformat()},
    }
