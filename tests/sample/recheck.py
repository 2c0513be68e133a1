"""The checks told a second time, row by row, over what stands in the workbook: nothing of the generator is used."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.sample.roster import GUARANTEES, ITEMS, Row, read_sheets

Verdict = bool | None
"""Whether a row is at fault; None where that cannot be said."""
FACTS = ("members", "poverty_cause", "income_source", "epidemic_impact", "assistance")


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def below(value: Decimal | None, limit: Decimal) -> Verdict:
    return None if value is None else value < limit


def both(*parts: Verdict) -> Verdict:
    if False in parts:
        return False
    return None if None in parts else True


@dataclass
class Figures:
    """What a household earns, after the definitions of the vocabulary."""

    declared: Decimal | None
    items: Decimal | None
    items_per_head: Decimal | None
    income: Decimal | None


def figures(row: Row) -> Figures:
    members = row["members"] if row["members"] is not None and row["members"] > 0 else None
    declared = row["per_capita_income"]
    if declared is None and row["income"] is not None and members:
        declared = cents(row["income"] / members)
    parts = [row[name] for name in ITEMS]
    items = None if None in parts else sum(parts, Decimal(0))
    income = row["income"]
    if income is None and row["per_capita_income"] is not None and row["members"] is not None:
        income = cents(row["per_capita_income"] * row["members"])
    return Figures(declared, items, cents(items / members) if items is not None and members else None, income)


@dataclass
class Recheck:
    """What the workbook says: findings and unassessed rows as (code, sheet, row), and the targets' figures."""

    findings: set[tuple[str, str, int]]
    unassessed: set[tuple[str, str, int]]
    targets: dict[str, Decimal]


def recheck(workbook: Path, city: str, year: int) -> Recheck:
    sheets = read_sheets(workbook)
    households, villages = sheets["农户"], sheets["村集体经济"]
    places = {row["year"]: row for row in sheets["县级参数"] if row["place"] != city}
    found = Recheck(set(), set(), {})
    ids = [row["household_id"] for row in households]

    def note(sheet: str, row: Row, code: str, verdict: Verdict) -> None:
        if verdict is None:
            found.unassessed.add((code, sheet, row.number))
        elif verdict:
            found.findings.add((code, sheet, row.number))

    for row in households:
        verdicts = dict(data_quality(row, ids))
        if year == 2020:
            verdicts |= province(row)
        if city == "丽水市":
            standard = places[year - 1]["dibao_standard"]
            verdicts |= line(row, "LS", standard * Decimal("1.5"), lambda row, amount: per_head(row, amount, None))
            if year == 2022:
                verdicts |= floor_2022(row)
        if city == "嘉兴市":
            verdicts |= line(row, "JX", places[year - 1]["dibao_standard"] * 2, after_expense)
        for code, verdict in verdicts.items():
            note("农户", row, code, verdict)
    if year == 2020:
        for village in villages:
            note("村集体经济", village, "ZJ021", below(village["total_income"], Decimal(100000)))
            note("村集体经济", village, "ZJ022", below(village["operating_income"], Decimal(50000)))
        note("县级参数", places[2020], "ZJ031", below(places[2020]["dibao_standard"], Decimal(8000)))
        weak = [village for village in villages if village["weak"]]
        raised = [v for v in weak if v["total_income"] >= 200000 and v["operating_income"] >= 100000]
        found.targets["ZJ023"] = Decimal(len(raised)) / len(weak)
        found.targets["ZJ032"] = average(households) / places[2020]["prior_low_income"] - 1
    if city == "丽水市" and year == 2022:
        note("县级参数", places[2022], "LS013", below(places[2022]["dibao_standard"], Decimal(10000)))
    if city == "嘉兴市" and year == 2022:
        found.targets["JX011"] = average(households)
    return found


def on_roster(row: Row) -> bool:
    return row["status"] in ("在册", "观察期", None)


def average(households: Iterable[Row]) -> Decimal:
    pairs = [(figures(row).income, row["members"]) for row in households if on_roster(row)]
    whole = [(income, members) for income, members in pairs if income is not None and members is not None]
    return sum((income for income, _ in whole), Decimal(0)) / sum(int(members) for _, members in whole)


def province(row: Row) -> dict[str, Verdict]:
    floor, own = Decimal(8000), figures(row)
    poor = below(own.declared, floor)
    verdicts: dict[str, Verdict] = {"ZJ002": poor}
    if not poor:
        verdicts["ZJ003"] = below(own.items_per_head, floor)
    for number, name in enumerate(FACTS, 1):
        if poor is not False:
            verdicts[f"ZJ04{number}"] = None if poor is None else row[name] is None
    if on_roster(row):
        for number, name in enumerate(GUARANTEES, 1):
            verdicts[f"ZJ01{number}"] = None if row[name] is None else not row[name]
            verdicts[f"ZJ05{number}"] = None if name in row.unreadable else row[name] is None
    return verdicts


def floor_2022(row: Row) -> dict[str, Verdict]:
    if not on_roster(row):
        return {}
    floor, own = Decimal(10000), figures(row)
    verdicts: dict[str, Verdict] = {"LS011": below(own.declared, floor)}
    if not verdicts["LS011"]:
        verdicts["LS012"] = below(own.items_per_head, floor)
    return verdicts


def per_head(row: Row, declared: bool, rigid: Decimal | None) -> Decimal | None:
    own = figures(row)
    if rigid is None:
        return own.declared if declared else own.items_per_head
    total = own.income if declared else own.items
    members = row["members"]
    return cents((total - rigid) / members) if total is not None and members and members > 0 else None


def after_expense(row: Row, declared: bool) -> Decimal | None:
    if row["category"] != "支出型贫困":
        return per_head(row, declared, None)
    return None if row["rigid_expense"] is None else per_head(row, declared, row["rigid_expense"])


def line(row: Row, prefix: str, limit: Decimal, compared: Callable[[Row, bool], Decimal | None]) -> dict[str, Verdict]:
    status = row["status"] or "在册"
    if status == "观察期":
        return {}
    number = ("在册", "未在册", "已退出").index(status) + 1

    def wrong(amount: Decimal | None) -> Verdict:
        return None if amount is None else (amount > limit if number == 1 else amount <= limit)

    declared, items = wrong(compared(row, True)), wrong(compared(row, False))
    verdicts: dict[str, Verdict] = {f"{prefix}00{number}": declared}
    if not declared:
        verdicts[f"{prefix}00{number + 3}"] = items
    return verdicts


def data_quality(row: Row, ids: list[str]) -> dict[str, Verdict]:
    own, members = figures(row), row["members"]
    declared = row["per_capita_income"]
    able = members is not None and members > 0

    def apart(one: Decimal | None, other: Decimal | None, limit: int) -> Verdict:
        return None if one is None or other is None or not able else abs(one - other) > limit

    share = cents(row["income"] / members) if able and row["income"] is not None else None
    return {
        "DQ001": apart(declared, own.items_per_head, 1),
        "DQ002": apart(row["income"], own.items, members if able else 0),
        "DQ003": apart(declared, share, 1),
        "DQ011": None if members is None else members <= 0,
        "DQ012": None if row["household_id"] is None else ids.count(row["household_id"]) > 1,
    }
