"""The targets of 浙委办发〔2020〕29号, summed up by hand."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from incomeaudit.sample.cells import is_blank, known
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_province import REQUIRED, filled
from incomeaudit.sample.judged_province_needs import WATER_BY
from incomeaudit.sample.records import Grant
from incomeaudit.sample.targets import Outcome, income_per_head

GROWTH, RAISED_SHARE, COMPLETE = Decimal("0.10"), Decimal("0.30"), Decimal(1)
REBUILDING = {2019: Decimal(7_500), 2020: Decimal(15_000)}
"""What a rebuilt house brings on average, by the year of the grant; nothing is said of the years before."""


def outcomes(ground: Ground) -> Iterator[Outcome]:
    """ZJ023, ZJ032, ZJ111, ZJ132, ZJ151 and ZJ161–ZJ163."""
    weak = [village for village in ground.tables["village"] if village.weak]
    share = Decimal(sum(village.raised for village in weak)) / len(weak)
    average, lacking = income_per_head(ground.households)
    yield Outcome("ZJ023", share, RAISED_SHARE, 0)
    yield Outcome("ZJ032", average / ground.county_places[-1].prior_low_income - 1, GROWTH, lacking)
    yield _rebuilding(ground)
    yield from _files(ground.households)
    yield _water(ground)
    projects = ground.tables["project"]
    funds = sum((row.funds for row in projects if row.kind == "产业帮扶"), Decimal(0))
    cooperation = Decimal(sum(row.kind == "山海协作" for row in projects))
    yield Outcome("ZJ161", funds, None, 0, judged=False)
    yield Outcome("ZJ162", cooperation, None, 0, judged=False)
    supported = [known(village, "centrally_supported") for village in ground.tables["village"]]
    yield Outcome("ZJ163", Decimal(supported.count(True)), None, supported.count(None), judged=False)


def _rebuilding(ground: Ground) -> Outcome:
    """What was paid for rebuilt houses, over what is due to each household, however many grants it got."""
    grants = [row for row in ground.tables["grant"] if row.kind == "危房改造"]
    sums = [(_paid(row, ground), _due(row, grants)) for row in grants]
    known = [(paid, due) for paid, due in sums if paid is not None and due is not None]
    share = sum((paid for paid, _ in known), Decimal(0)) / sum((due for _, due in known), Decimal(0))
    return Outcome("ZJ111", share, Decimal(1), len(grants) - len(known))


def _paid(row: Grant, ground: Ground) -> Decimal | None:
    """The province's money; in Ningbo the city's own, which stands under the whole amount where it is not split."""
    if ground.scheme.city != "宁波市":
        name = "provincial_amount"
    else:
        name = "amount" if is_blank(row, "local_amount") else "local_amount"
    paid: Decimal | None = known(row, name)
    return paid


def _due(row: Grant, grants: Sequence[Grant]) -> Decimal | None:
    """The average that is asked on the day of the grant, or the part of it that falls to one of several grants."""
    day = known(row, "granted_on")
    average = None if day is None else REBUILDING.get(day[0])
    if average is None or row.household_id is None:
        return average
    return average / sum(each.household_id == row.household_id for each in grants)


def _files(rows: Sequence[Household]) -> Iterator[Outcome]:
    """Of each township, the share of required fields that are filled in."""
    listed = sorted((row for row in rows if row.on_roster), key=lambda row: row.township)
    for township, together in groupby(listed, key=lambda row: row.township):
        every = [filled(row) for row in together]
        counts = [count for count in every if count is not None]
        share = Decimal(sum(counts)) / (REQUIRED * len(counts))
        yield Outcome("ZJ132", share, COMPLETE, len(every) - len(counts), township)


def _water(ground: Ground) -> Outcome:
    """People on the roster whose drinking water was brought up to standard in the year, by the end of October."""
    people = [_people_with_water(row, ground.scheme.year) for row in ground.households if row.on_roster]
    known = [count for count in people if count is not None]
    return Outcome("ZJ151", Decimal(sum(known)), None, len(people) - len(known), judged=False)


def _people_with_water(row: Household, year: int) -> int | None:
    if is_blank(row, "water_done_on"):
        return 0
    day = known(row, "water_done_on")
    if day is None:
        return None
    return known(row, "members") if day[0] == year and day <= WATER_BY else 0
