"""What must hold across the entries of a pack and across packs, looked at once when a rulebook is put together."""

import re
from collections.abc import Callable, Iterator, Mapping

from incomeaudit.messages import Problem
from incomeaudit.rulebook.computed import TableFields, all_fields
from incomeaudit.rulebook.load import Rulebook
from incomeaudit.rulebook.model import (
    OUTCOME_PLACES,
    Bilingual,
    Case,
    Check,
    Pack,
    PackDerived,
    Parameter,
    Target,
    TargetCase,
)
from incomeaudit.rulebook.resolve import covers
from incomeaudit.rulebook.sql import Condition, ConditionError, condition_of, plain_null_tests
from incomeaudit.vocabulary import Vocabulary

Mistake = tuple[str, str]
"""Key in the pack, and what is wrong with it."""

_BRACED = re.compile(r"\{[^{}]*\}|[{}]")
"""A place to fill, or a brace that stands alone."""
_TARGET_PLACES = frozenset({"place", "year", "measured", "target", "numerator", "denominator", "base", "left_out"})


def validate(
    rulebook: Rulebook, files: dict[str, str], vocabulary: Vocabulary, known_place: Callable[[str], bool]
) -> None:
    """Raise ``Problem("pack_invalid")`` for the first mistake. ``files`` gives each document's file name."""
    for pack in rulebook.packs.values():
        # What a derived field rests on is read off its expression, so that has to be one before all else.
        for own in pack.derived:
            if said := _not_sql(own.sql):
                key = f"derived.{own.id}.sql"
                raise Problem("pack_invalid", file=files[pack.document.id], key=key, error=said)
    tables = all_fields(vocabulary, rulebook)
    taken: dict[str, str] = {}
    for pack in rulebook.packs.values():
        for key, error in _mistakes(pack, rulebook, vocabulary, tables, known_place, taken):
            raise Problem("pack_invalid", file=files[pack.document.id], key=key, error=error)


def _mistakes(
    pack: Pack,
    rulebook: Rulebook,
    vocabulary: Vocabulary,
    tables: Mapping[str, TableFields],
    known_place: Callable[[str], bool],
    taken: dict[str, str],
) -> Iterator[Mistake]:
    """``taken`` gives the pack of every code and derived field met so far; those of this pack are added."""
    if not known_place(pack.document.place):
        yield "document.place", f"unknown place {pack.document.place}"
    yield from _clause_mistakes(pack, rulebook)
    for parameter in pack.parameter:
        yield from _parameter_mistakes(parameter, pack, known_place)
    for own in pack.derived:
        yield from _derived_mistakes(own, pack, vocabulary, tables)
        name = f"{own.table}.{own.id}"
        if name in taken:
            yield f"derived.{own.id}", f"the name is taken by {taken[name]}"
        taken[name] = pack.document.id
    entries: list[Check | Target] = [*pack.check, *pack.target]
    for entry in entries:
        kind = "check" if isinstance(entry, Check) else "target"
        where = f"{kind}.{entry.code}"
        if entry.code in taken:
            yield where, f"the code is taken by {taken[entry.code]}"
        taken[entry.code] = f"{pack.document.id} {entry.title.zh}"
        if entry.table not in tables:
            yield f"{where}.table", f"unknown table {entry.table}"
            continue
        for clause in entry.clauses:
            if clause not in rulebook.clauses:
                yield f"{where}.clauses", f"unknown clause {clause}"
        if isinstance(entry, Check):
            yield from _check_mistakes(entry, where, pack, tables[entry.table], vocabulary)
        else:
            yield from _target_mistakes(entry, where, pack, tables[entry.table], tables["place"], vocabulary)


def _derived_mistakes(
    own: PackDerived, pack: Pack, vocabulary: Vocabulary, tables: Mapping[str, TableFields]
) -> Iterator[Mistake]:
    where = f"derived.{own.id}"
    if own.table not in tables:
        yield f"{where}.table", f"unknown table {own.table}"
        return
    fields = tables[own.table]
    if own.id in fields.physical or own.id in vocabulary.derived.get(own.table, {}):
        yield where, f"the vocabulary already has a field {own.id}"
        return
    if own.source is not None and own.source not in tables:
        yield f"{where}.source", f"unknown table {own.source}"
        return
    yield from _condition_mistakes(f"{where}.sql", own.sql, pack, tables[own.source or own.table])
    if own.source is not None and own.on is not None:
        for table in (own.table, own.source):
            if own.on not in tables[table]:
                yield f"{where}.on", f"unknown field {own.on} in table {table}"
    for name in (name for group in own.needs or () for name in group):
        if name not in fields:
            yield f"{where}.needs", f"unknown field {name} in table {fields.table}"
    if own.id in _behind(own.id, fields):
        yield where, "rests on itself"


def _behind(name: str, fields: TableFields) -> frozenset[str]:
    """Every field that a computed field rests on, however far back; its own name where it goes in a circle."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        field = fields.computed.get(waiting.pop())
        if field is None:
            continue
        named = {item for group in field.needs for item in group}
        if isinstance(field.source, Condition):
            named.update(field.source.fields)
        waiting.extend(named - found)
        found |= named
    return frozenset(found)


def _clause_mistakes(pack: Pack, rulebook: Rulebook) -> Iterator[Mistake]:
    cited = {clause for _, check in rulebook.checks for clause in check.clauses}
    cited |= {clause for _, target in rulebook.targets for clause in target.clauses}
    # A user's own pack may cite what a document's pack has left open; that is no mistake of either.
    cited_here = {clause for entries in (pack.check, pack.target) for entry in entries for clause in entry.clauses}
    seen: set[str] = set()
    for clause in pack.clause:
        where = f"clause.{clause.id}"
        if not clause.id.startswith(f"{pack.document.id}/"):
            yield where, f"the id must begin with {pack.document.id}/"
        if clause.id in seen:
            yield where, "stands twice"
        seen.add(clause.id)
        if clause.state == "encoded" and clause.id not in cited:
            yield f"{where}.state", "encoded, but no check or target cites it"
        elif clause.state != "encoded" and clause.id in cited_here:
            yield f"{where}.state", f"{clause.state}, but a check or target cites it"


def _parameter_mistakes(parameter: Parameter, pack: Pack, known_place: Callable[[str], bool]) -> Iterator[Mistake]:
    where = f"parameter.{parameter.id}"
    if sum(other.id == parameter.id for other in pack.parameter) > 1:
        yield where, "stands twice"
    if parameter.clause not in {clause.id for clause in pack.clause}:
        yield f"{where}.clause", f"unknown clause {parameter.clause}"
    document = pack.document
    for index, value in enumerate(parameter.values):
        place = value.place or document.place
        start = value.start or document.in_force.start
        if not known_place(place) or not covers(place, document.place):
            yield f"{where}.values.{index + 1}.place", f"{place} is no place in {document.place}"
        if value.until is not None and value.until <= start:
            yield f"{where}.values.{index + 1}.until", "lies not after `from`"
        for other in parameter.values[:index]:
            other_start = other.start or document.in_force.start
            apart = (value.until is not None and value.until <= other_start) or (
                other.until is not None and other.until <= start
            )
            if place == (other.place or document.place) and not apart:
                yield f"{where}.values.{index + 1}", f"a second value for {place} on the same day"


def _condition_mistakes(where: str, sql: str, pack: Pack, fields: TableFields) -> Iterator[Mistake]:
    condition = condition_of(sql, pack.document.id)
    known = {parameter.id for parameter in pack.parameter}
    for name in (*condition.parameters, *(name for name, _ in condition.dated)):
        if name not in known:
            yield where, f"unresolvable parameter ${name}"
    if said := _not_sql(sql):
        yield where, said
        return
    for name in condition.fields:
        if name not in fields:
            yield where, f"unknown field {name} in table {fields.table}"
    for name in plain_null_tests(sql):
        if name in fields.physical:
            yield where, f"write `{name} IS BLANK`, so that an unreadable cell does not count as blank"


def _not_sql(sql: str) -> str:
    """Why a text is no SQL expression; empty when it is one."""
    try:
        _ = condition_of(sql).fields
    except ConditionError as error:
        return str(error)
    return ""


def _wording_mistakes(where: str, text: Bilingual, filled: Callable[[str], bool]) -> Iterator[Mistake]:
    """Braces in a text that nothing fills: they would reach the reader as they stand."""
    for lang in ("zh", "en"):
        for braced in _BRACED.findall(text[lang]):
            if len(braced) == 1 or not filled(braced[1:-1]):
                yield f"{where}.{lang}", f"nothing fills {braced}"


def _never(_: str) -> bool:
    """A remedy is the same for every finding: it has no places."""
    return False


def _check_mistakes(
    check: Check, where: str, pack: Pack, fields: TableFields, vocabulary: Vocabulary
) -> Iterator[Mistake]:
    for key in ("scope", "violation", "actual", "expected", "gap", "gap_household"):
        sql = getattr(check, key)
        if sql is not None:
            yield from _condition_mistakes(f"{where}.{key}", sql, pack, fields)
    if check.cell is not None and check.cell not in fields.physical:
        yield f"{where}.cell", f"unknown field {check.cell} in table {fields.table}"

    def filled(name: str) -> bool:
        return getattr(check, name) is not None if name in OUTCOME_PLACES else name in fields

    yield from _wording_mistakes(f"{where}.message", check.message, filled)
    yield from _wording_mistakes(f"{where}.remedy", check.remedy, _never)
    for number, case in enumerate(check.case, start=1):
        yield from _case_mistakes(f"{where}.case.{number}", case, fields)
        yield from _other_rows_mistakes(f"{where}.case.{number}", case, vocabulary)


def _case_mistakes(where: str, case: Case, fields: TableFields) -> Iterator[Mistake]:
    for names in (case.given, *case.beside, case.unreadable):
        for name in names:
            if name not in fields:
                yield where, f"unknown field {name} in table {fields.table}"


def _other_rows_mistakes(where: str, case: Case | TargetCase, vocabulary: Vocabulary) -> Iterator[Mistake]:
    for table, rows in case.tables.items():
        known = vocabulary.tables[table].fields if table in vocabulary.tables else {}
        for name in dict.fromkeys(name for row in rows for name in row):
            if name not in known:
                yield where, f"unknown field {name} in table {table}"


def _target_mistakes(
    target: Target,
    where: str,
    pack: Pack,
    fields: TableFields,
    place_fields: TableFields,
    vocabulary: Vocabulary,
) -> Iterator[Mistake]:
    for key in ("scope", "numerator", "denominator", "base_numerator", "base_denominator"):
        sql = getattr(target, key)
        if sql is not None:
            yield from _condition_mistakes(f"{where}.{key}", sql, pack, fields)
    yield from _condition_mistakes(f"{where}.target", target.target, pack, place_fields)
    places = vocabulary.tables["place"].fields
    if target.base_fact is not None and target.base_fact not in places:
        yield f"{where}.base_fact", f"unknown field {target.base_fact} in table place"
    if (target.base_numerator is None) != (target.base_denominator is None):
        yield where, "base_numerator and base_denominator go together"
    yield from _wording_mistakes(f"{where}.message", target.message, _TARGET_PLACES.__contains__)
    yield from _wording_mistakes(f"{where}.remedy", target.remedy, _never)
    for number, case in enumerate(target.case, start=1):
        yield from _target_case_mistakes(f"{where}.case.{number}", case, fields, frozenset(places))
        yield from _other_rows_mistakes(f"{where}.case.{number}", case, vocabulary)


def _target_case_mistakes(
    where: str, case: TargetCase, fields: TableFields, places: frozenset[str]
) -> Iterator[Mistake]:
    for row in case.rows:
        for name in row:
            if name not in fields:
                yield where, f"unknown field {name} in table {fields.table}"
    for row in case.facts:
        for name in row:
            if name not in places:
                yield where, f"unknown field {name} in table place"
