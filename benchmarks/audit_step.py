"""The audit step alone: the whole rulebook over households and members made in memory, beside a select of one column.

    python benchmarks/audit_step.py [--households 1000000] [--runs 3]

Every document is asked for by name, so that all checks run that household and member rows, the villages and the
other tables allow; one household in two hundred is broken. Prints seconds for the whole audit step (planning,
computed fields, conditions, findings, targets), for the conditions alone, and for ``frame.select("members")`` over the
same household frame.
"""

import argparse
import statistics
import time
from datetime import date

import polars as pl

from incomeaudit.auditing import table
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.run import audit_dataset
from incomeaudit.auditing.setting import load_setting
from incomeaudit.ingest.model import ISSUE_SCHEMA, PART, ROW, Dataset, Part
from incomeaudit.vocabulary import load_vocabulary
from incomeaudit.vocabulary.dtypes import dtype_of

DOCUMENTS = ("zj-2020", "lishui-2018", "jiaxing-2018", "wenzhou-2016", "lanxi-2023")
YEAR = 2022
BY_TYPE: dict[str, object] = {
    "boolean": True,
    "date": date(YEAR, 3, 1),
    "text": "务工",
    "money": 10000.0,
    "number": 1.0,
    "integer": 4,
}
STATUS = ["在册"] * 34 + ["观察期"] * 2 + ["已退出"] * 2 + ["未在册"] * 2
"""In turn, as the lists below; a household off the roster earns three times as much."""
_LEFT = [None] * 36 + [date(YEAR, 3, 1)] * 2 + [None] * 2
_OBSERVED = [None] * 34 + [date(YEAR, 3, 1)] * 2 + [date(YEAR - 1, 3, 1)] * 2 + [None] * 2
ROW_VALUES: dict[str, dict[str, object]] = {
    "household": {
        "status": STATUS, "category": ["低保", "低保", "低保", "低保边缘"], "poverty_cause": "因病",
        "housing_grade": ["A", "A", "B", "A", "C"], "housing_help": "改造",
        "risk_colour": "绿", "business_income_gross": False, "temporary_difficulty": False,
        "key_target": [status != "未在册" for status in STATUS], "bad_habit": "否", "cadre_unit_kind": "行政机关",
        "water_quality": "达标", "water_quantity": "达标", "water_access": "达标", "water_reliability": "达标",
        "rigid_expense": 100.0, "visits": 12, "registered_on": date(YEAR - 3, 5, 1),
        "village_review_on": date(YEAR - 3, 3, 1), "township_approved_on": date(YEAR - 3, 4, 1),
        "publicised_on": date(YEAR - 3, 4, 9), "last_review_on": date(YEAR, 6, 1), "exited_on": _LEFT,
        "exit_reviewed_on": _LEFT, "exit_publicised_on": _LEFT, "observed_from": _OBSERVED, "observed_to": None,
        "policies_stopped_on": None, "water_done_on": date(2020, 5, 1), "housing_done_on": date(2020, 5, 1),
        "per_capita_net_income": None, "net_income": None, "business_cost": None,
    },
    "member": {
        "health": ["健康", "健康", "残疾", "患有大病", "健康", "健康"],
        "disability_level": [None, None, "一级", None, None, None],
        "disability_kind": [None, None, "肢体", None, None, None],
        "disability_card": None,
        "student": ["非在校生"] * 8 + ["小学", "中职一年级", "普通高中一年级", "本科一年级"],
        "birth_date": [date(YEAR - 50, 5, 1)] * 8 + [date(YEAR - age, 5, 1) for age in (8, 16, 16, 19)],
        "labour": ["普通劳动力"] * 8 + ["无劳动力"] * 4, "sex": "男", "dropout_reason": None,
        "medical_premium_subsidy": 10000.0, "medical_aid": 10000.0, "pension_subsidy": 10000.0,
    },
    "village": {"total_income": 2_000_000.0, "operating_income": 1_000_000.0, "recurring_income": 2_000_000.0,
                "pairing_funds": 600_000.0, "yearly_funds": 60_000.0},
    "leader": {"households": 12, "low_income_households": 12},
    "training": {"kind": "岗前", "fee": 0.0, "trainees": 30, "low_income_trainees": 30},
    "loan": {"collateral": "信用", "principal": 60000.0, "rate": 0.04, "interest_subsidy": 1800.0, "subsidised": True,
             "from_date": date(YEAR, 1, 1), "to_date": date(YEAR + 1, 1, 1), "subsidy_stopped_on": None,
             "subsidy_from": date(YEAR, 1, 1), "subsidy_to": date(YEAR + 1, 1, 1)},
    "project": {"kind": ["菜单式", "异地搬迁"]},
    "grant": {"kind": ["危房改造", "异地搬迁", "农业保险保费", "补充保险保费", "中高职补助", "来料加工场租"],
              "paid_to": "农户", "amount": 2000.0, "provincial_amount": 150000.0, "own_payment": 0.0},
}  # fmt: skip
BROKEN = {"food": False, "assistance": None, "phone": None}
"""One household in two hundred has these."""
SMALL = 600
"""Rows of each table but households, members and last year's households."""


def rows_of(name: str, rows: int) -> pl.DataFrame:
    """Rows of one table with every field filled and nothing wrong but for the broken households."""
    number = pl.int_range(rows)
    given = ROW_VALUES[name]
    columns = []
    for field in load_vocabulary().tables[name].fields.values():
        if field.id in {"county", "township", "village", "year", "household_id"}:
            continue
        value = given[field.id] if field.id in given else BY_TYPE.get(field.type)
        turns = pl.Series(value if isinstance(value, list) else [value], dtype=dtype_of(field.type))
        column = pl.lit(turns).gather(number % len(turns))
        if field.type == "id":
            column = pl.format("X{}", number)
        if name == "household" and field.id in BROKEN:
            column = pl.when(number % 200 == 7).then(pl.lit(BROKEN[field.id], dtype_of(field.type))).otherwise(column)
        columns.append(column.alias(field.id))
    frame = pl.select(
        pl.repeat("遂昌县", rows).alias("county"),
        pl.format("第{}乡", number % 20).alias("township"),
        pl.format("第{}村", number % 4000).alias("village"),
        pl.repeat(YEAR, rows, dtype=pl.Int64).alias("year"),
        pl.format("331123{}", number).alias("household_id"),
        *columns,
        pl.repeat(list(ROW_VALUES).index(name), rows, dtype=pl.UInt32).alias(PART),
        pl.int_range(4, rows + 4, dtype=pl.UInt32).alias(ROW),
    )
    return frame.with_columns(incomes(number)) if name == "household" else frame


def incomes(number: pl.Expr) -> list[pl.Expr]:
    """Four items that differ from household to household, and the figures that follow from them, for four members."""
    items = [
        (base + (number * step % 1999)).cast(pl.Float64).alias(name)
        for name, base, step in (
            ("wage_income", 21_000, 7), ("business_income", 9_000, 13),
            ("property_income", 1_000, 17), ("transfer_income", 9_000, 19),
        )
    ]  # fmt: skip
    items = [pl.when(number % len(STATUS) < 36).then(item).otherwise(3 * item) for item in items]
    total = sum(items[1:], items[0])
    return [*items, total.alias("income"), (total / 4).round(2).alias("per_capita_income")]


def dataset(households: int) -> Dataset:
    """Households, as many members, last year's households, some rows of each other table, two years of standards."""
    tables = {name: rows_of(name, households if name in ("household", "member") else SMALL) for name in ROW_VALUES}
    tables["previous"] = tables["household"].with_columns(pl.lit(len(ROW_VALUES), dtype=pl.UInt32).alias(PART))
    parts = [
        Part("名册.xlsx", name, name, (3,), 4, frame.height + 3, frame.height,
             {column: "A" for column in frame.columns if not column.startswith("_")}, ())
        for name, frame in tables.items()
    ]  # fmt: skip
    facts = {"place": ["遂昌县"] * 2, "year": [YEAR - 1, YEAR], "dibao_standard": [10000.0, 10500.0],
             "urban_dibao_standard": [10000.0, 10500.0], "dibao_edge_line": [15000.0, 15750.0]}  # fmt: skip
    number = len(parts)
    tables["place"] = pl.DataFrame(
        {**facts, PART: [number] * 2, ROW: [2, 3]}, schema_overrides={PART: pl.UInt32, ROW: pl.UInt32}
    )
    parts.append(Part("名册.xlsx", "县级参数", "place", (1,), 2, 3, 2, dict.fromkeys(facts, "A"), ()))
    return Dataset(tables, tuple(parts), pl.DataFrame(schema=ISSUE_SCHEMA), (), ())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    data = dataset(options.households)
    asked = Options(policies=DOCUMENTS, ignore=("LS024",))  # a notice that would name nearly every household
    setting = load_setting(asked)
    whole: list[float] = []
    judging: list[float] = []
    select: list[float] = []
    judge = table.judge

    def timed(*arguments):  # type: ignore[no-untyped-def]
        started = time.perf_counter()
        answer = judge(*arguments)
        judging[-1] += time.perf_counter() - started
        return answer

    table.judge = timed
    for _ in range(options.runs):
        started = time.perf_counter()
        data.tables["household"].select("members").sum()
        select.append(time.perf_counter() - started)
        judging.append(0.0)
        started = time.perf_counter()
        result = audit_dataset(data, asked, setting)
        whole.append(time.perf_counter() - started)
    ran = result.checks.filter(pl.col("outcome") != "skipped")
    on_households = ran.filter(pl.col("table") == "household").height
    print(f"{options.households} households and as many members, {ran.height} checks ran ({on_households} of them on "
          f"households), {result.findings.height} findings")  # fmt: skip
    print(f"audit {statistics.median(whole):.2f} s, conditions alone {statistics.median(judging):.2f} s, "
          f"select of one column {statistics.median(select):.4f} s")  # fmt: skip


if __name__ == "__main__":
    main()
