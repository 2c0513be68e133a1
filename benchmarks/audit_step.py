"""The audit step alone: every check over households made in memory, beside a select of one column.

    python benchmarks/audit_step.py [--households 1000000] [--runs 3]

Prints seconds for the whole audit of the household table (planning, conditions, findings), for the conditions, and
for `frame.select("members")` over the same frame.
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

PLAIN: dict[str, object] = {
    "boolean": True,
    "date": date(2020, 3, 1),
    "text": "务工",
    "money": 10000.0,
    "number": 1.0,
    "integer": 4,
}
FILLED: dict[str, object] = {
    "income": 40000.0,
    "per_capita_income": 10000.0,
    "status": "在册",
    "category": "低保",
    "poverty_cause": "因病",
    "housing_grade": "A",
    "business_income_gross": False,
}
BROKEN = {"food": False, "per_capita_income": 7999.99, "assistance": None}
"""One household in two hundred has these."""


def households(rows: int) -> pl.DataFrame:
    """Households of 遂昌县 2020 with every field of the table filled, a few of them broken."""
    number = pl.int_range(rows)
    columns = []
    for name, field in load_vocabulary().tables["household"].fields.items():
        if name in {"county", "year", "household_id"}:
            continue
        value = FILLED.get(name, PLAIN.get(field.type))
        column = pl.repeat(value, rows, dtype=dtype_of(field.type))
        if name in BROKEN:
            column = pl.when(number % 200 == 7).then(pl.lit(BROKEN[name], dtype_of(field.type))).otherwise(column)
        columns.append(column.alias(name))
    return pl.select(
        pl.repeat("遂昌县", rows).alias("county"),
        pl.repeat(2020, rows, dtype=pl.Int64).alias("year"),
        pl.format("331123{}", pl.int_range(rows)).alias("household_id"),
        *columns,
        pl.repeat(0, rows, dtype=pl.UInt32).alias(PART),
        pl.int_range(4, rows + 4, dtype=pl.UInt32).alias(ROW),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    frame = households(options.households)
    letters = {name: "A" for name in frame.columns if not name.startswith("_")}
    part = Part("名册.xlsx", "农户", "household", (3,), 4, frame.height + 3, frame.height, letters, ())
    facts = pl.DataFrame(
        {"place": ["遂昌县"] * 2, "year": [2019, 2020], "dibao_standard": [7500.0, 8000.0], PART: [1, 1], ROW: [2, 3]},
        schema_overrides={PART: pl.UInt32, ROW: pl.UInt32},
    )
    given = Part("名册.xlsx", "县级参数", "place", (1,), 2, 3, 2, {"place": "A", "dibao_standard": "C"}, ())
    data = Dataset({"household": frame, "place": facts}, (part, given), pl.DataFrame(schema=ISSUE_SCHEMA), (), ())
    setting = load_setting(Options())
    whole: list[float] = []
    conditions: list[float] = []
    select: list[float] = []
    judge = table.judge

    def timed(*arguments):  # type: ignore[no-untyped-def]
        started = time.perf_counter()
        answer = judge(*arguments)
        conditions.append(time.perf_counter() - started)
        return answer

    table.judge = timed
    for _ in range(options.runs):
        started = time.perf_counter()
        frame.lazy().select(pl.col("members").sum()).collect()
        select.append(time.perf_counter() - started)
        conditions.clear()
        started = time.perf_counter()
        result = audit_dataset(data, Options(), setting)
        whole.append(time.perf_counter() - started)
    ran = result.checks.filter(pl.col("outcome") != "skipped").height
    print(f"{options.households} households, {ran} checks ran, {result.findings.height} findings")
    print(f"audit {statistics.median(whole):.2f} s, conditions alone {sum(conditions):.2f} s, "
          f"select of one column {statistics.median(select):.4f} s")  # fmt: skip


if __name__ == "__main__":
    main()
