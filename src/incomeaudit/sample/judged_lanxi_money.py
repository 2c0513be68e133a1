"""兰溪市 2023 年方案: grants to families with vocational pupils and to workshops, and interest paid for loans."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from incomeaudit.sample.cells import Answer, either, is_blank, known
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground, Rule, both
from incomeaudit.sample.judged_lanxi_cells import later_than, says
from incomeaudit.sample.judged_lanxi_people import vocational
from incomeaudit.sample.records import Grant, Loan
from incomeaudit.sample.scheme import half_up

PUPILS, RENT = "中高职补助", "来料加工场租"
SCHOOL_YEAR = Decimal(3000)
RENT_SHARE, RENT_CAP = Decimal("0.20"), Decimal(20_000)
RATE_SHARE, LEAST_RATE, TOLERANCE, DAYS = Decimal("0.50"), Decimal("0.03"), Decimal(1), 365
LOANS = Decimal(100_000)


def _sends_to_vocational_school(row: Household, _: Ground) -> Answer:
    return both(row.on_roster, either(*(vocational(person) for person in row.people)))


def _school_years(row: Household, ground: Ground) -> list[Decimal | None]:
    """What a household got in each school year; None where an amount of it is not known."""
    years: dict[str | None, list[Decimal | None]] = defaultdict(list)
    for grant in ground.of("grant", row.household_id):
        if grant.kind == PUPILS:
            years[grant.school_year].append(known(grant, "amount"))
    return [_sum(amounts) for amounts in years.values()]


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    told = [amount for amount in amounts if amount is not None]
    return sum(told, Decimal(0)) if len(told) == len(amounts) else None


def _granted_too_little(row: Household, ground: Ground) -> Answer:
    """Less than is due for a school year, or nothing at all; it is due to the household, however many pupils it has."""
    sums = _school_years(row, ground)
    told = [each for each in sums if each is not None]
    return None if len(told) < len(sums) else not sums or min(told) < SCHOOL_YEAR


def _over_share(row: Grant, _: Ground) -> Answer:
    amount, rent = known(row, "amount"), known(row, "basis")
    return None if amount is None or rent is None else bool(amount > half_up(RENT_SHARE * rent))


def _over_cap(row: Grant, _: Ground) -> Answer:
    amount = known(row, "amount")
    return None if amount is None else bool(amount > RENT_CAP)


def _paid_rent(row: Grant, ground: Ground) -> Answer:
    amount = known(row, "amount")
    return both(_RENT(row, ground), None if amount is None else bool(amount > 0))


def _takes_on_few(row: Grant, _: Ground) -> Answer:
    able, taken_on = known(row, "able_households"), known(row, "absorbed_households")
    return None if able is None or taken_on is None else bool(2 * taken_on < able)


def subsidised(row: Loan) -> Answer:
    """Whether interest is paid for a loan; where the list does not say, whether some was."""
    if not is_blank(row, "subsidised"):
        return None if "subsidised" in row.unreadable else row.subsidised
    amount = known(row, "interest_subsidy")
    return None if amount is None else bool(amount > 0)


def _rate(row: Loan) -> Decimal | None:
    """The yearly rate as a fraction; 4.35 without a sign may be anything."""
    text = known(row, "rate")
    if text is None:
        return None
    rate = Decimal(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return rate if rate <= 1 else None


def _first(row: Loan, *names: str) -> date | None:
    """The first day that is filled in."""
    name = next((each for each in names if not is_blank(row, each)), names[-1])
    day = known(row, name)
    return None if day is None else date(*day)


def interest_due(row: Loan) -> Decimal | None:
    """Half of the rate, or three per cent where that is more, for the days of the subsidy, the last not counted."""
    rate, start, end = _rate(row), _first(row, "subsidy_from", "from_date"), _first(row, "subsidy_to", "to_date")
    principal = known(row, "principal")
    if rate is None or start is None or end is None or principal is None or end < start:
        return None
    return half_up(max(RATE_SHARE * rate, LEAST_RATE) * principal * (end - start).days / DAYS)


def _short(row: Loan) -> Decimal | None:
    """How much less was paid than is due; negative where it was more."""
    due, paid = interest_due(row), known(row, "interest_subsidy")
    return None if due is None or paid is None else Decimal(due - paid)


def _too_little(row: Loan, _: Ground) -> Answer:
    short = _short(row)
    return None if short is None else short >= TOLERANCE


def _too_much(row: Loan, _: Ground) -> Answer:
    short = _short(row)
    return None if short is None else -short >= TOLERANCE


def _subsidised_principal(row: Loan) -> Decimal | None:
    asked = subsidised(row)
    if asked is False:
        return Decimal(0)
    return None if asked is None or "principal" in row.unreadable else row.principal


def _too_many_loans(row: Household, ground: Ground) -> Answer:
    amounts = [_subsidised_principal(loan) for loan in ground.of("loan", row.household_id)]
    told = [amount for amount in amounts if amount is not None]
    if sum(told, Decimal(0)) > LOANS:
        return True
    return None if len(told) < len(amounts) else False


_RENT = says("kind", RENT)

RULES = (
    Rule("LX150", "household", ("household_id",), _granted_too_little, _sends_to_vocational_school),
    Rule("LX151", "grant", ("reviewed_on",), later_than("reviewed_on", 10, 20), says("kind", PUPILS)),
    Rule("LX170", "grant", ("amount",), _over_share, _RENT),
    Rule("LX171", "grant", ("amount",), _over_cap, _RENT),
    Rule("LX172", "grant", ("absorbed_households",), _takes_on_few, _paid_rent),
    Rule("LX180", "loan", ("interest_subsidy",), _too_little, lambda row, _: subsidised(row)),
    Rule("LX181", "loan", ("interest_subsidy",), _too_much, lambda row, _: subsidised(row)),
    Rule(
        "LX182", "household", ("household_id",), _too_many_loans,
        lambda row, ground: bool(ground.of("loan", row.household_id)),
    ),
)  # fmt: skip
