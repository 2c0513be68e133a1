"""Pages about checks and targets: all of them, and each by itself.

``python -m incomeaudit.report.rule_pages docs/rules`` writes a page for every document and every code.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from incomeaudit.auditing.options import Options
from incomeaudit.auditing.setting import Setting, load_setting
from incomeaudit.auditing.values import shown
from incomeaudit.messages import Text
from incomeaudit.report.page import Block, Cell, Code, Facts, Grid, Heading, Link, Page, Sql, markdown
from incomeaudit.report.policy_pages import coverage_page, policies_page, policy_page
from incomeaudit.report.rule_facts import Where, entries_of, kind_of, place_text, plain_json, value_block, values_json
from incomeaudit.report.wording import section, severity_words, table_titles
from incomeaudit.rulebook.behind import Behind, Entry, behind, expressions
from incomeaudit.rulebook.computed import Computed, Fact, Sum
from incomeaudit.rulebook.model import Bilingual, Case, Check, Pack, TargetCase, Value
from incomeaudit.rulebook.sql import Condition

_PLACE = re.compile(r"\{([a-z_0-9]+)\}")


# ---------------------------------------------------------------- all of them
def rules_page(entries: Sequence[tuple[Pack, Entry]], setting: Setting) -> Page:
    """A table of checks and targets."""
    say, lang = setting.messages, setting.messages.lang
    severities, tables = severity_words(say), table_titles(lang)
    rows: list[list[Cell]] = [
        [
            Link(entry.code, entry.code),
            severities[entry.severity],
            say(f"rules.kind_{kind_of(entry)}"),
            tables[entry.table],
            entry.title[lang],
            tuple(Code(clause) for clause in entry.clauses),
        ]
        for _, entry in entries
    ]
    names = ("code", "severity", "kind", "table", "title", "clauses")
    checks = sum(isinstance(entry, Check) for _, entry in entries)
    counted = say("rules.counted", checks=checks, targets=len(entries) - checks)
    if not rows:
        return Page(say("rules.list"), [say("rules.none_fits")])
    return Page(say("rules.list"), [Grid([say(f"rules.{name}") for name in names], rows), counted])


def rules_json(entries: Sequence[tuple[Pack, Entry]]) -> list[dict[str, object]]:
    """The same for programs."""
    return [_head_json(pack, entry) for pack, entry in entries]


def _head_json(pack: Pack, entry: Entry) -> dict[str, object]:
    return {
        "code": entry.code,
        "kind": kind_of(entry),
        "document": pack.document.id,
        "table": entry.table,
        "severity": entry.severity,
        "title": entry.title.model_dump(),
        "clauses": list(entry.clauses),
    }


# ---------------------------------------------------------------- one of them
def rule_page(pack: Pack, entry: Entry, setting: Setting, where: Where) -> Page:
    """Everything about one check or target."""
    say, lang = setting.messages, setting.messages.lang
    found = behind(pack, entry, setting.fields, setting.rulebook)
    other = "zh" if lang == "en" else "en"
    blocks: list[Block] = [
        entry.title[other],
        Facts(
            [
                (say("rules.kind"), say(f"rules.kind_{kind_of(entry)}")),
                (say("rules.severity"), severity_words(say)[entry.severity]),
                (say("rules.table"), table_titles(lang)[entry.table]),
                (say("rules.document"), Link(pack.document.title[lang], pack.document.id)),
            ]
        ),
        Heading(say("rules.purpose")),
        *_clauses(entry, setting),
        Heading(say("rules.condition")),
        Facts(_words(entry, setting)),
        *(Sql(say(f"rules.key_{key}"), sql) for key, sql in expressions(entry).items()),
    ]
    if found.computed:
        blocks.append(Heading(say("rules.computed")))
        blocks += [_computed(field, setting) for field in found.computed.values()]
    blocks += [Heading(say("rules.fields")), _fields(found, setting)]
    if found.parameters:
        blocks += [Heading(say("rules.values")), value_block(list(found.parameters.values()), where, say)]
        if not where.speaks(pack.document):
            blocks.append(say("rules.not_there", document=pack.document.title[lang]))
    blocks += [Heading(say("rules.remedy")), entry.remedy[lang], Heading(say("rules.cases")), _cases(entry, setting)]
    return Page(f"{entry.code} {entry.title[lang]}", blocks)


def rule_json(pack: Pack, entry: Entry, setting: Setting, where: Where) -> dict[str, object]:
    """The same for programs."""
    found = behind(pack, entry, setting.fields, setting.rulebook)
    clauses = setting.rulebook.clauses
    return {
        **_head_json(pack, entry),
        "clauses": [
            {"id": name, "at": clauses[name].at, "demand": clauses[name].demand.model_dump()} for name in entry.clauses
        ],
        "message": entry.message.model_dump(),
        "remedy": entry.remedy.model_dump(),
        "sql": expressions(entry),
        "computed": [
            {"table": table, "field": name, "title": _both(field.title), "type": field.type, **_source_json(field)}
            for (table, name), field in found.computed.items()
        ],
        "fields": [
            {
                "table": table,
                "field": name,
                "title": _title(table, name, setting),
                "headers": list(headers),
                "judged": by,
            }
            for (table, name), by in found.fields.items()
            for headers in [_headers(table, name, setting)]
        ],
        "values": values_json(list(found.parameters.values()), where, setting.messages),
        "cases": [_case_json(case) for case in entry.case],
    }


def _clauses(entry: Entry, setting: Setting) -> list[Block]:
    say, lang = setting.messages, setting.messages.lang
    blocks: list[Block] = []
    for name in entry.clauses:
        clause = setting.rulebook.clauses[name]
        document = setting.rulebook.packs[name.split("/", maxsplit=1)[0]].document
        blocks += [
            clause.demand[lang],
            Facts(
                [
                    (say("rules.clause"), (Code(name),)),
                    (say("rules.document"), Link(document.title[lang], document.id)),
                    (say("rules.number"), document.number),
                    (say("rules.at"), clause.at),
                ]
            ),
        ]
    return blocks


def _words(entry: Entry, setting: Setting) -> list[tuple[str, Cell]]:
    """The condition as a reader says it."""
    say = setting.messages
    words: list[tuple[str, Cell]] = [(say(f"rules.said_{kind_of(entry)}"), _filled(entry, entry.message, setting))]
    if not isinstance(entry, Check):
        levels = tuple(say(f"place_level.{level}") for level in entry.levels)
        words += [(say("rules.direction"), say(f"rules.{entry.direction}")), (say("rules.levels"), levels)]
        if entry.target_level is not None:
            words.append((say("rules.target_level"), say(f"place_level.{entry.target_level}")))
        if entry.judged is not None:
            words.append((say("rules.judged"), tuple(say(f"place_level.{level}") for level in entry.judged)))
        if entry.base_previous:
            words.append((say("rules.base"), say("rules.base_previous")))
        if entry.base_fact:
            words.append((say("rules.base_fact"), _title("place", entry.base_fact, setting)))
    return words


def _filled(entry: Entry, text: Bilingual, setting: Setting) -> str:
    """A message with the names of what will stand in it."""
    words = section(setting.messages, "rule_place")

    def name(match: re.Match[str]) -> str:
        return f"〔{words.get(match[1]) or _title(entry.table, match[1], setting)}〕"

    return _PLACE.sub(name, text[setting.messages.lang])


def _computed(field: Computed, setting: Setting) -> Sql:
    say, lang = setting.messages, setting.messages.lang
    table = table_titles(lang)[field.table]
    source = field.source
    named = f"{table}·{field.title[lang]} {field.id}"
    if isinstance(source, Fact):
        when = say("rules.years_back", years=source.years_back) if source.years_back else say("rules.same_year")
        return Sql(f"{named} {say('rules.from_fact', when=when)}", f"place.{source.field}")
    if isinstance(source, Sum):
        empty = say("rules.empty_unknown") if source.empty is None else f"{source.empty:g}"
        over = say("rules.from_sum", table=table_titles(lang)[source.source], on=source.on, empty=empty)
        return Sql(f"{named} {over}", source.condition.sql.strip())
    return Sql(named, source.sql.strip())


def _fields(found: Behind, setting: Setting) -> Block:
    say, lang = setting.messages, setting.messages.lang
    rows: list[list[Cell]] = [
        [
            _title(table, name, setting),
            Code(f"{table}.{name}"),
            table_titles(lang)[table],
            _headers(table, name, setting),
            say("rules.to_judge") if judged else say("rules.to_show"),
        ]
        for (table, name), judged in found.fields.items()
    ]
    if not rows:
        return say("rules.no_fields")
    return Grid([say(f"rules.{name}") for name in ("field", "id", "table", "headers", "use")], rows)


def _title(table: str, name: str, setting: Setting) -> str:
    """A field's title in the language of the page, physical or computed by the vocabulary or a pack."""
    lang = setting.messages.lang
    known = setting.vocabulary.tables[table].fields.get(name) or setting.vocabulary.derived.get(table, {}).get(name)
    if known is not None:
        return known.title[lang]
    for pack in setting.rulebook.packs.values():
        for own in pack.derived:
            if (own.table, own.id) == (table, name):
                return own.title[lang]
    # Every table has the year that was settled for a row, whatever its sheets say.
    return setting.messages("rules.year") if name == "year" else name


def _headers(table: str, name: str, setting: Setting) -> tuple[str, ...]:
    field = setting.vocabulary.tables[table].fields.get(name)
    return field.all_headers if field else ()


# ---------------------------------------------------------------- cases
def _cases(entry: Entry, setting: Setting) -> Grid:
    say = setting.messages
    rows: list[list[Cell]] = []
    cases: list[Case | TargetCase] = []
    cases += entry.case
    for number, case in enumerate(cases, start=1):
        rows.append([str(number), case.name, _given(entry, case, setting), _where(case), say(f"expect.{case.expect}")])
    return Grid([say(f"rules.{name}") for name in ("case", "case_name", "given", "where", "expect")], rows)


def _given(entry: Entry, case: Case | TargetCase, setting: Setting) -> str:
    say = setting.messages
    if isinstance(case, Case):
        parts = [_row(entry.table, case.given, setting)]
        parts += [say("rules.beside", row=_row(entry.table, row, setting)) for row in case.beside]
        if case.unreadable:
            names = "、".join(_title(entry.table, name, setting) for name in case.unreadable)
            parts.append(say("rules.unreadable", fields=names))
    else:
        parts = [_row(entry.table, row, setting) for row in case.rows]
        parts += [say("rules.facts", row=_row("place", row, setting)) for row in case.facts]
        if case.times > 1:
            parts.append(say("rules.times", times=case.times))
    titles = table_titles(say.lang)
    for table, others in case.tables.items():
        parts += [say("rules.in_table", table=titles[table], row=_row(table, row, setting)) for row in others]
    return "；".join(part for part in parts if part) or say("rules.blank_row")


def _row(table: str, row: Mapping[str, Value], setting: Setting) -> str:
    say = setting.messages
    words = {True: say("value.yes"), False: say("value.no")}
    told = {
        _title(table, name, setting): words[value] if isinstance(value, bool) else shown(value)
        for name, value in row.items()
    }
    return "、".join(f"{title} {value}" for title, value in told.items())


def _where(case: Case | TargetCase) -> str:
    place = place_text(case.place).split(" ")[-1] if case.place else ""
    return " ".join(filter(None, (place, str(case.year) if case.year else "")))


def _case_json(case: Case | TargetCase) -> dict[str, object]:
    return {name: value for name, value in case.model_dump(mode="json").items() if value not in (None, [], "")}


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _source_json(field: Computed) -> dict[str, object]:
    source = field.source
    if isinstance(source, Condition):
        return {"sql": source.sql.strip()}
    if isinstance(source, Fact):
        return {"fact": source.field, "years_back": source.years_back}
    empty = plain_json(source.empty)
    return {"sql": source.condition.sql.strip(), "source": source.source, "on": source.on, "empty": empty}


# ---------------------------------------------------------------- the folder
def all_pages(setting: Setting) -> dict[str, str]:
    """Every page as Markdown, by file name: an index, the coverage matrix, the documents, the codes."""
    say, anywhere = setting.messages, Where()
    entries = entries_of(setting)
    listed = rules_page(entries, setting)
    documents = policies_page(setting, anywhere)
    index = Page(
        say("rules.index"),
        [
            say("rules.index_says"),
            Facts([(say("rules.matrix"), Link(say("policies.coverage"), "coverage"))]),
            Heading(documents.title),
            *documents.blocks,
            Heading(listed.title),
            *listed.blocks,
        ],
    )
    pages = {"README": index, "coverage": coverage_page(setting)}
    pages |= {name: policy_page(pack, setting, anywhere) for name, pack in setting.rulebook.packs.items()}
    pages |= {entry.code: rule_page(pack, entry, setting, anywhere) for pack, entry in entries}
    return {f"{name}.md": markdown(page) for name, page in pages.items()}


def write_pages(folder: Path, setting: Setting) -> int:
    """Write all pages into a folder and take away the Markdown of codes that are no more. The number of pages."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = all_pages(setting)
    for stale in folder.glob("*.md"):
        if stale.name not in pages:
            stale.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    return len(pages)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m incomeaudit.report.rule_pages docs/rules")
    write_pages(Path(sys.argv[1]), load_setting(Options()))
