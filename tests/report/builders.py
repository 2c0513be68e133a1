"""Made-up results for the tests of the report. No household in here exists."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from incomeaudit.auditing.result import (
    CHECK_SCHEMA,
    CLAUSE_SCHEMA,
    FINDING_SCHEMA,
    TARGET_SCHEMA,
    TOWNSHIP_SCHEMA,
    UNASSESSED_SCHEMA,
    VALUE_SCHEMA,
    Result,
    Run,
)
from incomeaudit.ingest.model import ISSUE_SCHEMA, Column, Input, Part

ROSTER = "某某县2020年低收入农户花名册.xlsx"
ZJ = "关于开展全省低收入农户高水平全面小康攻坚的通知"
LS = "丽水市低收入农户全面同步小康行动"

Row = Mapping[str, object]


def frame(rows: Sequence[Row], schema: pl.Schema) -> pl.DataFrame:
    """Rows after a schema; what a row does not give is null."""
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def check(code: str, title: str, clause: str, counts: tuple[int, int, int, int], **more: object) -> Row:
    in_scope, assessed, flagged, unassessable = counts
    return {
        "code": code,
        "title": title,
        "document": clause.split("/", maxsplit=1)[0],
        "clauses": [clause],
        "table": "household",
        "severity": "critical",
        "outcome": "flagged" if flagged else "passed",
        "in_scope": in_scope,
        "assessed": assessed,
        "flagged": flagged,
        "unassessable": unassessable,
    } | more


def finding(code: str, title: str, clause: str, number: int, **more: object) -> Row:
    row = 4 + number
    return {
        "code": code,
        "title": title,
        "clauses": [clause],
        "severity": "critical",
        "table": "household",
        "subject_id": f"H{number:06d}",
        "subject_name": f"张某{number}",
        "head_name": f"张某{number}",
        "city": "丽水市",
        "county": "遂昌县",
        "township": ("妙高街道", "云峰街道", "新路湾镇", "北界镇", "王村口镇")[number % 5],
        "village": f"第{number % 23 + 1}村",
        "year": 2020,
        "file": ROSTER,
        "sheet": "农户",
        "row": row,
        "cell": f"H{row}",
        "field": "per_capita_income",
        "fingerprint": f"{number:08x}{code[2:]:0>8}",
    } | more


def below_floor(number: int, gap: float = 500.5, members: int = 3) -> Row:
    return finding(
        "ZJ002",
        "家庭年人均收入低于标准",
        "zj-2020/zero-below-floor",
        number,
        message=f"人均收入 {8000 - gap:.2f} 元，低于 8000.00 元，缺口 {gap:.2f} 元",
        remedy="核实收入各项；确实低于标准的，落实帮扶或救助措施，年内补齐缺口",
        actual=8000 - gap,
        actual_text=f"{8000 - gap:.2f}",
        expected=8000.0,
        expected_text="8000.00",
        gap=gap,
        gap_household=round(gap * members, 2),
    )


def unsafe_housing(number: int) -> Row:
    return finding(
        "ZJ015",
        "住房安全没有保障",
        "zj-2020/zero-guarantees",
        number,
        message="住房安全：否，应为是",
        remedy="实地查看房屋，完成改造或另行安置后再填“是”",
        actual_text="否",
        expected_text="是",
        cell=f"N{4 + number}",
        field="housing",
    )


def difference(number: int) -> Row:
    return finding(
        "LX101",
        "申报人均收入与分项推算不符",
        "lishui-2018/identification-line",
        number,
        severity="major",
        message="申报人均收入 8100.00 元，按分项推算为 7600.00 元，相差 500.00 元",
        remedy="对照原始凭证核实各项收入",
        actual=8100.0,
        actual_text="8100.00",
        expected=7600.0,
        expected_text="7600.00",
        gap=500.0,
    )


def weak_village(number: int) -> Row:
    return finding(
        "ZJ021",
        "村集体经济年总收入低于标准",
        "zj-2020/zero-weak-villages",
        number,
        table="village",
        subject_id=None,
        subject_name=f"第{number % 23 + 1}村",
        message="年总收入 86000.00 元，低于 100000.00 元，缺口 14000.00 元",
        remedy="落实结对单位和增收项目",
        actual=86000.0,
        actual_text="86000.00",
        expected=100000.0,
        expected_text="100000.00",
        gap=14000.0,
        sheet="村集体经济",
        field="total_income",
    )


def pension_notice(number: int) -> Row:
    return finding(
        "DQ031",
        "养老金数额疑似按月填写",
        "lishui-2018/disability-subsidies",
        number,
        table="member",
        severity="notice",
        subject_name=f"李某{number}",
        message="养老金 85.00 元，疑为月数",
        remedy="核对是否应填全年数",
        actual=85.0,
        actual_text="85.00",
        sheet="家庭成员",
    )


def _checks(households: int, flagged: Mapping[str, int]) -> pl.DataFrame:
    blank = "缺：住房安全 (3)"
    no_fact = "县级参数中没有遂昌县 2019 年的“农村低保年标准”"
    elsewhere = "《关于新一轮强村富民的意见》不适用于本次数据的地区或年度"
    counted = {code: (households, households, n, 0) for code, n in flagged.items()}

    def counts(code: str) -> tuple[int, int, int, int]:
        return counted.get(code, (households, households, 0, 0))

    none = (0, 0, 0, 0)
    skipped: Row = {"outcome": "skipped"}
    rows = [
        check("ZJ002", "家庭年人均收入低于标准", "zj-2020/zero-below-floor", counts("ZJ002")),
        check("ZJ003", "按分项推算的人均收入低于标准", "zj-2020/zero-below-floor", none,
              **skipped, reason="缺少列：工资性收入、经营净收入、财产净收入、转移净收入"),
        check("ZJ011", "吃不愁没有保障", "zj-2020/zero-guarantees", counts("ZJ011")),
        check("ZJ012", "穿不愁没有保障", "zj-2020/zero-guarantees", counts("ZJ012")),
        check("ZJ015", "住房安全没有保障", "zj-2020/zero-guarantees",
              (households, max(households - 3, 0), flagged.get("ZJ015", 0), min(3, households)), reason=blank),
        check("ZJ021", "村集体经济年总收入低于标准", "zj-2020/zero-weak-villages",
              (23, 23, flagged.get("ZJ021", 0), 0), table="village"),
        check("ZJ022", "村集体经济经营性收入低于标准", "zj-2020/zero-weak-villages", (23, 23, 0, 0), table="village"),
        check("LS001", "超过识别线仍在册", "lishui-2018/identification-line", none, severity="major",
              **skipped, reason=no_fact),
        check("LS002", "低于识别线而未纳入", "lishui-2018/identification-line", none, severity="major",
              **skipped, reason=no_fact),
        check("LX101", "申报人均收入与分项推算不符", "lishui-2018/identification-line", counts("LX101"), severity="major"),
        check("DQ031", "养老金数额疑似按月填写", "lishui-2018/disability-subsidies", counts("DQ031"),
              severity="notice", table="member"),
        check("JX001", "超过识别线仍在册", "jiaxing-2018/identification-line", none, severity="major",
              **skipped, reason=elsewhere),
    ]  # fmt: skip
    return frame(rows, CHECK_SCHEMA).sort("code")


def _clauses() -> pl.DataFrame:
    rows = [
        ("zj-2020", ZJ, "zj-2020/zero-guarantees", "二", "六项保障逐项达标", "encoded", "", ["ZJ011", "ZJ012", "ZJ015"]),
        ("zj-2020", ZJ, "zj-2020/zero-below-floor", "二、二(一)", "年人均收入达到 8000 元", "encoded", "", ["ZJ002", "ZJ003"]),
        ("zj-2020", ZJ, "zj-2020/zero-weak-villages", "二、二(二)", "村集体经济达到标准", "encoded", "", ["ZJ021", "ZJ022"]),
        ("zj-2020", ZJ, "zj-2020/income-growth", "二(一)", "人均可支配收入增长 10%", "encoded", "", ["ZJ901"]),
        ("zj-2020", ZJ, "zj-2020/pairing-cadre", "三(二)1", "每户都要有结对干部", "pending", "需结对干部和单位性质两列；检查尚未编码。", []),
        ("zj-2020", ZJ, "zj-2020/propaganda", "三(五)", "做好宣传", "context", "只指明工作方向，不产生逐户的数据，无从核对。", []),
        ("lishui-2018", LS, "lishui-2018/identification-line", "一(二)", "按低保标准 1.5 倍识别", "encoded", "", ["LS001"]),
        ("lishui-2018", LS, "lishui-2018/leaders", "三(四)", "培育带头人", "pending", "需带头人表；检查尚未编码。", []),
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=CLAUSE_SCHEMA, orient="row")


def _targets() -> pl.DataFrame:
    growth: Row = {
        "code": "ZJ901", "title": "低收入农户人均可支配收入增长", "clauses": ["zj-2020/income-growth"], "severity": "major",
        "level": "county", "place": "浙江省/丽水市/遂昌县", "year": 2020, "unit": "share", "direction": "at_least",
        "numerator": 61234567.89, "denominator": 5200.0, "base": 10800.0, "measured": 0.0903, "target": 0.1,
        "outcome": "not_met", "reason": "", "rows": 1990, "left_out": 10,
        "message": "人均可支配收入比上年增长 9.03%，目标 10.00%",
    }  # fmt: skip
    lacking = growth | {
        "code": "ZJ902", "title": "相对薄弱村提升比例", "measured": None, "target": 0.3, "outcome": "unassessable",
        "reason": "没有可以计算的行（23 行缺数据）", "message": None, "numerator": None, "denominator": None, "base": None,
    }  # fmt: skip
    income = growth | {
        "code": "LS901", "title": "低收入农户人均可支配收入（2022 年）", "clauses": ["lishui-2018/income-minimum-2022"],
        "level": None, "place": None, "year": None, "unit": "yuan", "measured": None, "target": None,
        "outcome": "skipped", "reason": "该要求自 2022-01-01 起执行，数据年度在此之前", "message": None,
        "numerator": None, "denominator": None, "base": None, "rows": 0, "left_out": 0,
    }  # fmt: skip
    return frame([growth, lacking, income], TARGET_SCHEMA)


def _values() -> pl.DataFrame:
    rows = [
        ("parameter", ZJ, "income_floor", "年人均收入标准", "浙江省", 2020, "8000", "元", "zj-2020/zero-below-floor 二、二(一)", None),
        ("parameter", ZJ, "village_total_floor", "村集体经济年总收入标准", "浙江省", 2020, "100000", "元", "zj-2020/zero-weak-villages 二(二)", None),
        ("fact", None, "rural_income", "农村居民人均可支配收入", "浙江省/丽水市/遂昌县", 2020, "21350", "元", f"{ROSTER} 县级参数 D4", None),
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=VALUE_SCHEMA, orient="row")


def _issues(count: int = 3) -> pl.DataFrame:
    unread: Row = {
        "kind": "unreadable_cell", "level": "error", "message": "这不是一个数", "table": "household",
        "field": "per_capita_income", "part": 0, "file": ROSTER, "sheet": "农户", "text": "八千多",
    }  # fmt: skip
    rows = [unread | {"row": 90 + n, "cell": f"H{90 + n}"} for n in range(count)]
    total: Row = {
        "kind": "subtotals_dropped", "level": "info", "message": "去掉了 6 行小计、合计", "table": "household", "part": 0,
        "file": ROSTER, "sheet": "农户",
    }  # fmt: skip
    return frame([*rows, total] if count else [], ISSUE_SCHEMA)


def _unassessed(count: int) -> pl.DataFrame:
    rows = [
        {
            "table": "household", "subject_id": f"H{n:06d}", "subject_name": f"王某{n}", "county": "遂昌县",
            "township": "北界镇", "village": "第1村", "codes": ["ZJ015"], "missing": ["housing"], "file": ROSTER,
            "sheet": "农户", "row": 4 + n,
        }
        for n in range(700, 700 + count)
    ]  # fmt: skip
    return frame(rows, UNASSESSED_SCHEMA)


def _townships(households: int, findings: pl.DataFrame) -> pl.DataFrame:
    if not households:
        return frame([], TOWNSHIP_SCHEMA)
    names = ("妙高街道", "云峰街道", "新路湾镇", "北界镇", "王村口镇")
    rows = []
    for name in names:
        own = findings.filter(pl.col("township") == name)
        by_severity = dict(own.group_by("severity").len().iter_rows())
        flagged = own.filter(pl.col("table") == "household").select("file", "sheet", "row").n_unique()
        rows.append(
            {
                "city": "丽水市", "county": "遂昌县", "township": name, "households": households // len(names),
                "people": households // len(names) * 3, "flagged_households": flagged, "findings": own.height,
                "critical": by_severity.get("critical", 0), "major": by_severity.get("major", 0),
                "notice": by_severity.get("notice", 0), "income_per_capita": 11775.88,
            }
        )  # fmt: skip
    return frame(rows, TOWNSHIP_SCHEMA)


def _parts(households: int) -> tuple[Part, ...]:
    columns = (
        Column("A", "户编号", "household_id", "exact", "household", examples=("H000001", "H000002")),
        Column("B", "户主姓名", "head_name", "exact", "household", examples=("张*",)),
        Column(
            "H", "收入情况/人均可支配收入(万元)", "per_capita_income", "alias", "household", "×10000", (), ("7499.50",)
        ),
        Column("N", "是否危房户", "housing", "inverted", "household", "inverted", (), ("是", "否")),
        Column("P", "备注一", None, "unknown", None, "", ("备注",), ()),
    )
    household = Part(
        ROSTER, "农户", "household", (3, 4), 5, 4 + households, households, {"household_id": "A"}, columns,
        ("遂昌县2020年低收入农户花名册", "单位：元"),
    )  # fmt: skip
    return (household, replace(household, sheet="村集体经济", table="village", rows=23, columns=columns[:1], titles=()))


def result(
    findings: pl.DataFrame, *, households: int, unassessed: int = 0, issues: int = 0, **changes: object
) -> Result:
    """A result about a made-up county in 2020 with these findings; ``changes`` replace fields of ``Result``."""
    flagged = dict(findings.group_by("code").len().iter_rows())
    made = Result(
        run=Run(
            id="3f9a1c0d2b7e4a65",
            version="0.1.0",
            started=datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC),
            seconds=1.25,
            options={"select": ["ZJ", "LS"], "place": "遂昌县"},
            lang="zh",
            unmasked=False,
            places=(("浙江省/丽水市/遂昌县", 2020, "地区取自表标题，年度取自表标题", households),)
            if households
            else (),
        ),
        inputs=(Input(Path("/data/2020") / ROSTER, "ab" * 32, 123456, ("农户", "村集体经济", "县级参数")),),
        parts=_parts(households),
        findings=findings,
        checks=_checks(households, flagged),
        targets=_targets(),
        unassessed=_unassessed(unassessed),
        townships=_townships(households, findings),
        values=_values(),
        issues=_issues(issues),
        clauses=_clauses(),
        households=households,
        flagged_households=findings.filter(pl.col("table") == "household").select("file", "sheet", "row").n_unique()
        if findings.height
        else 0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def findings_frame(rows: Sequence[Row]) -> pl.DataFrame:
    """Findings in the order of the contract: worst first, then code, file, sheet and row."""
    made = frame(rows, FINDING_SCHEMA)
    rank = pl.col("severity").replace_strict(["critical", "major", "notice"], [0, 1, 2], return_dtype=pl.Int8)
    return made.sort(rank, "code", "file", "sheet", "row", maintain_order=True)


def small_result() -> Result:
    """Twelve findings of every severity, about households, a member and villages; something unjudged everywhere."""
    rows = [
        *(below_floor(n, gap=100.5 * n, members=1 + n % 4) for n in range(1, 6)),
        *(unsafe_housing(n) for n in (2, 4, 9)),
        *(difference(n) for n in (2, 7)),
        weak_village(3),
        pension_notice(4),
    ]
    return result(findings_frame(rows), households=2000, unassessed=3, issues=3)


def empty_result() -> Result:
    """Nothing was read that could be audited, and nothing was found."""
    nothing = result(findings_frame([]), households=0)
    skipped = nothing.checks.with_columns(
        pl.lit("skipped").alias("outcome"),
        pl.lit("没有读到“农户”表").alias("reason"),
        *(pl.lit(0, dtype=pl.UInt32).alias(name) for name in ("in_scope", "assessed", "flagged", "unassessable")),
    )
    return replace(nothing, checks=skipped, targets=nothing.targets.clear(), values=nothing.values.clear(), parts=())


def clean_result() -> Result:
    """Every check ran, judged all it was about, and found nothing."""
    nothing = result(findings_frame([]), households=100)
    rows = [
        check(*row[:2], row[2][0], (100, 100, 0, 0)) for row in nothing.checks.select("code", "title", "clauses").rows()
    ]
    met = nothing.targets.head(1).with_columns(pl.lit("met").alias("outcome"), pl.lit(0.12).alias("measured"))
    return replace(nothing, checks=frame(rows, CHECK_SCHEMA), targets=met)


def large_result(households: int, findings: int) -> Result:
    """Many findings: each of ``households`` has one, the first of them a second until there are ``findings``."""
    first = [below_floor(n, gap=float(n % 3000) + 0.5) for n in range(households)]
    second = [unsafe_housing(n) for n in range(findings - households)]
    return result(findings_frame([*first, *second]), households=households * 20, unassessed=200, issues=50)


HOSTILE = (
    "=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", "\r=1", "<b>&\"'</b>", "a\x00b\x08c\x1fd", "]]>", "_x0041_", "🙂户",
    "两\n行", "  空格  ", "\ufffe", "长" * 40_000, "🙂" * 20_000,
)  # fmt: skip


def hostile_result() -> Result:
    """Texts that spreadsheet programs could take for formulas or markup, or that do not fit."""
    rows = [
        below_floor(n) | {"subject_name": text, "village": text, "message": text, "sheet": text[:31]}
        for n, text in enumerate(HOSTILE, start=1)
    ]
    made = result(findings_frame(rows), households=40, unassessed=1, issues=1)
    places = (("=浙江省/&某市", 2020, "=1+1", 40),)
    titled = tuple(replace(part, titles=HOSTILE[:12]) for part in made.parts)
    return replace(
        made,
        run=replace(made.run, places=places, options={"=1": "@x", "b": ["-1"]}),
        parts=titled,
        issues=made.issues.with_columns(pl.lit('=HYPERLINK("http://x")').alias("text")),
    )
