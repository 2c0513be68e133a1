"""The checks on households, each from its clause."""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from tests.oracle.household import LEFT, LISTED, NEVER, Household
from tests.oracle.located import Located, facts, located
from tests.oracle.roster import FACTS, GUARANTEES, ITEMS, JIAXING, LISHUI, Place, Roster
from tests.oracle.rule import Columns, Rule, columns, judge
from tests.oracle.verdicts import CheckVerdict, Figures, Truth, above, below, both, opposite

Amount = Callable[[Household], Decimal | None]

_DISPOSABLE = columns("per_capita_income", "income members")
_FLOOR = (*_DISPOSABLE, *columns("per_capita_net_income", "net_income members"))
_ITEMS = columns(" ".join(ITEMS))
_MEMBERS = columns("members")
_PLAN_YEARS, _2020, _2022 = range(2018, 2023), range(2020, 2021), range(2022, 2023)


def household_verdicts(roster: Roster) -> dict[str, CheckVerdict]:
    """Every check on households."""
    rows, known = [*located(roster, "household")], facts(roster)
    numbers = Counter(map(_number, rows))
    subjects = [
        (
            item,
            Household(
                item, known.nearest(item.place, item.year and item.year - 1, "dibao_standard"), numbers[_number(item)]
            ),
        )
        for item in rows
    ]
    present = roster.columns("household")
    return {rule.code: judge(rule, subjects, present) for rule in _rules()}


def _number(item: Located) -> tuple[object, ...]:
    """What tells households of one year apart. Short numbers begin anew in every village."""
    number = item.row.word("household_id") or ""
    where = ("county", "township", "village") if len(number) < 8 else ()
    return item.year, number, *(item.row.word(field) for field in where)


def _rules() -> Iterator[Rule[Household]]:
    yield from _floor_rules("ZJ002", "ZJ003", Decimal(8000), _2020, _anyone)
    yield from _guarantee_rules()
    yield from _fact_sheet_rules()
    yield from _line_rules("LS", LISHUI, "1.5", _disposable, _recomputed)
    yield from _floor_rules("LS011", "LS012", Decimal(10000), _2022, _on_roster, LISHUI)
    yield from _line_rules("JX", JIAXING, "2", lambda h: h.compared, lambda h: h.recomputed_compared)
    yield from _quality_rules()


def _anyone(_: Household) -> Truth:
    return True


def _on_roster(household: Household) -> Truth:
    return household.on_roster


def _disposable(household: Household) -> Decimal | None:
    return household.disposable_per_capita


def _recomputed(household: Household) -> Decimal | None:
    return household.recomputed_per_capita


def _declared_cell(household: Household) -> str | None:
    """The first declared income that says something."""
    declared = ("per_capita_income", "income", "per_capita_net_income", "net_income")
    return household.item.cell(*(field for field in declared if household.row.value(field) is not None))


def _items_cell(household: Household) -> str | None:
    """Where income per head stands; on a sheet without it, the first of the items."""
    return household.item.cell("per_capita_income", *ITEMS)


def _cell_of(field: str) -> Callable[[Household], str | None]:
    return lambda household: household.item.cell(field)


# ---------------------------------------------------------------- 最低收入


def _floor_rules(
    declared: str,
    recomputed: str,
    floor: Decimal,
    years: range,
    spoken_of: Callable[[Household], Truth],
    place: Place = LISHUI[:1],
) -> Iterator[Rule[Household]]:
    """Income per head below a floor: as declared, and, where that does not show it, from the items."""

    def figures(amount: Amount) -> Callable[[Household], Figures]:
        def found(household: Household) -> Figures:
            actual = amount(household)
            assert actual is not None
            gap = floor - actual
            return Figures(actual, floor, gap, None if household.people is None else gap * household.people)

        return found

    def not_shown(household: Household) -> Truth:
        return household.floor_income is None or household.floor_income >= floor

    yield Rule(
        declared,
        (_FLOOR,),
        lambda household: below(household.floor_income, floor),
        figures(lambda household: household.floor_income),
        _declared_cell,
        spoken_of,
        place,
        years,
    )
    yield Rule(
        recomputed,
        (_ITEMS, _MEMBERS),
        lambda household: below(household.recomputed_per_capita, floor),
        figures(_recomputed),
        _items_cell,
        lambda household: both(spoken_of(household), not_shown(household)),
        place,
        years,
    )


def _fact_sheet_rules() -> Iterator[Rule[Household]]:
    """Of a household below 8000, five things must have been established."""
    for number, name in enumerate(FACTS, 1):
        yield Rule(
            f"ZJ04{number}",
            (_FLOOR, columns(name)),
            _is_blank(name),
            _no_figures,
            _cell_of(name),
            lambda household: below(household.floor_income, Decimal(8000)),
            years=_2020,
        )


def _is_blank(name: str) -> Callable[[Household], Truth]:
    return lambda household: household.row.blank(name)


def _is_lacking(name: str) -> Callable[[Household], Truth]:
    return lambda household: opposite(household.row.yes(name))


def _no_figures(_: Household) -> Figures:
    return Figures()


# ---------------------------------------------------------------- 两不愁三保障


def _guarantee_rules() -> Iterator[Rule[Household]]:
    """Six guarantees: each must hold, and must have been looked at."""
    for number, name in enumerate(GUARANTEES, 1):
        for code, violation in ((f"ZJ01{number}", _is_lacking(name)), (f"ZJ05{number}", _is_blank(name))):
            yield Rule(code, (columns(name),), violation, _no_figures, _cell_of(name), _on_roster, years=_2020)


# ---------------------------------------------------------------- 认定收入线


def _line_rules(
    family: str, place: Place, multiple: str, declared: Amount, recomputed: Amount
) -> Iterator[Rule[Household]]:
    """On the wrong side of the line: as declared, and, where that does not show it, from the items."""

    def wrong(amount: Amount, status: str) -> Callable[[Household], Truth]:
        def violated(household: Household) -> Truth:
            over = above(amount(household), household.line(multiple))
            return over if status == LISTED else opposite(over)

        return violated

    def figures(amount: Amount, status: str) -> Callable[[Household], Figures]:
        def found(household: Household) -> Figures:
            actual, line = amount(household), household.line(multiple)
            assert actual is not None
            assert line is not None
            return Figures(actual, line, actual - line if status == LISTED else line - actual)

        return found

    def of_status(status: str) -> Callable[[Household], Truth]:
        return lambda household: household.has_status(status)

    def not_shown(status: str) -> Callable[[Household], Truth]:
        shown = wrong(declared, status)
        return lambda household: both(household.has_status(status), shown(household) is not True)

    for number, status in enumerate((LISTED, NEVER, LEFT), 1):
        # Without a status every household counts as listed, and nothing can be said of those that are not.
        status_column: tuple[Columns, ...] = () if status == LISTED else (columns("status"),)
        yield Rule(
            f"{family}00{number}",
            (_DISPOSABLE, *status_column),
            wrong(declared, status),
            figures(declared, status),
            _declared_cell,
            of_status(status),
            place,
            _PLAN_YEARS,
            lambda household: household.standard is not None,
        )
        yield Rule(
            f"{family}00{number + 3}",
            (_ITEMS, _MEMBERS, *status_column),
            wrong(recomputed, status),
            figures(recomputed, status),
            _items_cell,
            not_shown(status),
            place,
            _PLAN_YEARS,
            lambda household: household.standard is not None,
        )


# ---------------------------------------------------------------- 数据质量


def _apart(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else abs(first - second)


def _quality_rules() -> Iterator[Rule[Household]]:
    """Figures that do not fit together; members that cannot be; one number for two households."""

    def per_capita(household: Household) -> Decimal | None:
        return household.row.money("per_capita_income")

    def income(household: Household) -> Decimal | None:
        return household.row.money("income")

    def income_per_head(household: Household) -> Decimal | None:
        return household.per_head(income(household))

    def differs(code: str, needs: tuple[Columns, ...], cell: str, first: Amount, second: Amount) -> Rule[Household]:
        """By more than a yuan a head; of the whole household's income, by more than that for each member."""

        def violation(household: Household) -> Truth:
            if household.people is None:
                return None
            allowed = Decimal(household.people if cell == "income" else 1)
            return above(_apart(first(household), second(household)), allowed)

        def figures(household: Household) -> Figures:
            return Figures(first(household), second(household), _apart(first(household), second(household)))

        return Rule(code, (*needs, _MEMBERS), violation, figures, _cell_of(cell))

    stated, total = columns("per_capita_income"), columns("income")
    yield differs("DQ001", (stated, _ITEMS), "per_capita_income", per_capita, _recomputed)
    yield differs("DQ002", (total, _ITEMS), "income", income, lambda household: household.recomputed_income)
    yield differs("DQ003", (stated, total), "per_capita_income", per_capita, income_per_head)
    yield Rule(
        "DQ011",
        (_MEMBERS,),
        lambda household: None if household.members is None else household.members <= 0,
        lambda household: Figures(None if household.members is None else Decimal(household.members)),
        _cell_of("members"),
    )
    yield Rule(
        "DQ012",
        (columns("household_id"),),
        lambda household: None if household.row.word("household_id") is None else household.same_id > 1,
        lambda household: Figures(Decimal(household.same_id), Decimal(1)),
        _cell_of("household_id"),
    )
