"""What must hold across the entries of a pack and across packs, looked at once when a rulebook is put together."""

import re
from collections.abc import Callable, Iterator

from incomeaudit.messages import Problem
from incomeaudit.rulebook.computed import TableFields, fields_of
from incomeaudit.rulebook.load import Rulebook
from incomeaudit.rulebook.model import OUTCOME_PLACES, Case, Check, Pack, Parameter, Target, TargetCase
from incomeaudit.rulebook.resolve import covers
from incomeaudit.rulebook.sql import Condition, ConditionError, plain_null_tests
from incomeaudit.vocabulary import Vocabulary

Mistake = tuple[str, str]
"""Key in the pack, and what is wrong with it."""

_PLACE = re.compile(r"\{([a-z_0-9]*)\}")
_TARGET_PLACES = frozenset({"place", "year", "measured", "target", "numerator", "denominator", "base", "left_out"})


def validate(
    rulebook: Rulebook, files: dict[str, str], vocabulary: Vocabulary, known_place: Callable[[str], bool]
) -> None:
    """Raise ``Problem("pack_invalid")`` for the first mistake. ``files`` gives each document's file name."""
    seen: dict[str, str] = {}
    for pack in rulebook.packs.values():
        for key, error in _mistakes(pack, rulebook, vocabulary, known_place, seen):
            raise Problem("pack_invalid", file=files[pack.document.id], key=key, error=error)


def _mistakes(
    pack: Pack, rulebook: Rulebook, vocabulary: Vocabulary, known_place: Callable[[str], bool], seen: dict[str, str]
) -> Iterator[Mistake]:
    if not known_place(pack.document.place):
        yield "document.place", f"unknown place {pack.document.place}"
    yield from _clause_mistakes(pack, rulebook)
    for parameter in pack.parameter:
        yield from _parameter_mistakes(parameter, pack, known_place)
    tables = {name: fields_of(name, vocabulary, rulebook) for name in vocabulary.tables}
    for own in pack.derived:
        where = f"derived.{own.id}"
        if own.table not in tables:
            yield where, f"unknown table {own.table}"
        elif own.id in tables[own.table].physical or own.id in vocabulary.derived.get(own.table, {}):
            yield where, f"the vocabulary already has a field {own.id}"
        else:
            yield from _condition_mistakes(f"{where}.sql", own.sql, pack, tables[own.table])
        key = f"{own.table}.{own.id}"
        if seen.setdefault(key, where) != where or sum(other.id == own.id for other in pack.derived) > 1:
            yield where, "stands twice"
    entries: list[Check | Target] = [*pack.check, *pack.target]
    for entry in entries:
        kind = "check" if isinstance(entry, Check) else "target"
        where = f"{kind}.{entry.code}"
        owner = f"{pack.document.id} {entry.title.zh}"
        if seen.setdefault(entry.code, owner) != owner:
            yield where, f"the code is taken by {seen[entry.code]}"
        if entry.table not in tables:
            yield f"{where}.table", f"unknown table {entry.table}"
            continue
        for clause in entry.clauses:
            if clause not in rulebook.clauses:
                yield f"{where}.clauses", f"unknown clause {clause}"
        if isinstance(entry, Check):
            yield from _check_mistakes(entry, where, pack, tables[entry.table])
        else:
            yield from _target_mistakes(entry, where, pack, tables[entry.table], vocabulary)


def _clause_mistakes(pack: Pack, rulebook: Rulebook) -> Iterator[Mistake]:
    cited = {clause for _, check in rulebook.checks for clause in check.clauses}
    cited |= {clause for _, target in rulebook.targets for clause in target.clauses}
    seen: set[str] = set()
    for clause in pack.clause:
        where = f"clause.{clause.id}"
        if not clause.id.startswith(f"{pack.document.id}/"):
            yield where, f"the id must begin with {pack.document.id}/"
        if clause.id in seen:
            yield where, "stands twice"
        seen.add(clause.id)
        if (clause.state == "encoded") != (clause.id in cited):
            said = "no check or target cites it" if clause.state == "encoded" else "a check or target cites it"
            yield f"{where}.state", f"{clause.state}, but {said}"


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
    condition = Condition(sql, pack.document.id)
    known = {parameter.id for parameter in pack.parameter}
    for name in condition.parameters:
        if name not in known:
            yield where, f"unresolvable parameter ${name}"
    try:
        named = condition.fields
    except ConditionError as error:
        yield where, str(error)
        return
    for name in named:
        if name not in fields:
            yield where, f"unknown field {name} in table {fields.table}"
    for name in plain_null_tests(sql):
        if name in fields.physical:
            yield where, f"write `{name} IS BLANK`, so that an unreadable cell does not count as blank"


def _check_mistakes(check: Check, where: str, pack: Pack, fields: TableFields) -> Iterator[Mistake]:
    for key in ("scope", "violation", "actual", "expected", "gap", "gap_household"):
        sql = getattr(check, key)
        if sql is not None:
            yield from _condition_mistakes(f"{where}.{key}", sql, pack, fields)
    if check.cell is not None and check.cell not in fields.physical:
        yield f"{where}.cell", f"unknown field {check.cell} in table {fields.table}"
    for key, text in (("message", check.message), ("remedy", check.remedy)):
        for lang in ("zh", "en"):
            for name in _PLACE.findall(text[lang]):
                if name in OUTCOME_PLACES and getattr(check, name) is None:
                    yield f"{where}.{key}.{lang}", f"{{{name}}} is used, but the check has no `{name}`"
                elif name not in OUTCOME_PLACES and name not in fields:
                    yield f"{where}.{key}.{lang}", f"unknown place {{{name}}}"
    for number, case in enumerate(check.case, start=1):
        yield from _case_mistakes(f"{where}.case.{number}", case, fields)


def _case_mistakes(where: str, case: Case, fields: TableFields) -> Iterator[Mistake]:
    for names in (case.given, *case.beside, case.unreadable):
        for name in names:
            if name not in fields:
                yield where, f"unknown field {name} in table {fields.table}"


def _target_mistakes(
    target: Target, where: str, pack: Pack, fields: TableFields, vocabulary: Vocabulary
) -> Iterator[Mistake]:
    for key in ("scope", "numerator", "denominator", "base_numerator", "base_denominator"):
        sql = getattr(target, key)
        if sql is not None:
            yield from _condition_mistakes(f"{where}.{key}", sql, pack, fields)
    yield from _condition_mistakes(f"{where}.target", target.target, pack, TableFields(fields.table, frozenset(), {}))
    places = vocabulary.tables["place"].fields
    if target.base_fact is not None and target.base_fact not in places:
        yield f"{where}.base_fact", f"unknown field {target.base_fact} in table place"
    if (target.base_numerator is None) != (target.base_denominator is None):
        yield where, "base_numerator and base_denominator go together"
    for key, text in (("message", target.message), ("remedy", target.remedy)):
        for lang in ("zh", "en"):
            for name in _PLACE.findall(text[lang]):
                if name not in _TARGET_PLACES:
                    yield f"{where}.{key}.{lang}", f"unknown place {{{name}}}"
    for number, case in enumerate(target.case, start=1):
        yield from _target_case_mistakes(f"{where}.case.{number}", case, fields, frozenset(places))


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
