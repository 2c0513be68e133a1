"""Made-up roll-ups for the tests. No household, file or finding in here exists."""

from dataclasses import replace
from datetime import UTC, datetime

import polars as pl

from incomeaudit.auditing.merge_checks import MERGED_CHECK_SCHEMA
from incomeaudit.auditing.merge_places import MERGED_TOWNSHIP_SCHEMA, PLACE_SCHEMA
from incomeaudit.auditing.result import TARGET_SCHEMA, Run
from incomeaudit.report.rollup.model import (
    ACROSS_CHECK_SCHEMA,
    ACROSS_SCHEMA,
    FILE_SCHEMA,
    ROLLUP_ISSUE_SCHEMA,
    SCHEMAS,
    RollUp,
)
from tests.report.builders import HOSTILE, LS, ZJ, Row, frame, small_result

COUNTIES = ("遂昌县", "松阳县", "景宁畲族自治县")
TOWNS = ("妙高街道", "云峰街道", "新路湾镇", "北界镇", "王村口镇", "大柘镇", "石练镇", "湖山乡", "蔡源乡")
DAMAGED = "文件损坏，无法打开：压缩包的目录不完整。请用 WPS 或 Excel 重新另存后再试"

CHECKS = (
    ("ZJ002", "家庭年人均收入低于标准", "critical"),
    ("ZJ011", "吃不愁没有保障", "critical"),
    ("ZJ015", "住房安全没有保障", "critical"),
    ("LS001", "超过识别线仍在册", "major"),
    ("DQ031", "养老金数额疑似按月填写", "notice"),
    ("JX001", "超过识别线仍在册（嘉兴）", "major"),
)
ACROSS_CHECKS = (
    ("ID001", "同一人登记在两户以上", "critical"),
    ("ID002", "同一户重复登记", "major"),
    ("RG001", "成员所属的户不在花名册中", "major"),
    ("RG002", "农户所在村不在村表中", "notice"),
    ("RG004", "没有文件的乡镇", "major"),
)


def file(number: int, status: str = "audited", *, clean: bool = False, name: str = "") -> Row:
    town = TOWNS[number % len(TOWNS)]
    county = COUNTIES[number % len(COUNTIES)]
    path = name or f"{county}/{town}/{number:04d}-{county}{town}低收入农户花名册2020.xlsx"
    head: Row = {
        "file": path,
        "status": status,
        "format": "xlsx",
        "bytes": 200_000 + number,
        "sha256": f"{number:064x}",
        "sheets_failed": 0,
    }
    if status == "repeated":
        return head | {"reason": "与 县级参数2020.xlsx 内容完全相同，只审计一次", "format": None, "bytes": None}
    if status in ("failed", "not_a_roster"):
        reason = DAMAGED if status == "failed" else "没有找到可以认的表：第一张工作表是通知正文"
        return head | {"reason": reason, "format": None if status == "failed" else "xlsx"}
    if status == "figures":
        return head | {"counties": county, "years": "2020", "report": None}
    critical, major, notice = (0, 0, 0) if clean else (number % 7, 2 * (number % 5), number % 3)
    return head | {
        "households": 400 + number % 90, "flagged_households": 0 if clean else critical + major, "findings": critical + major + notice,
        "critical": critical, "major": major, "notice": notice, "unassessed": 0 if clean else number % 4,
        "unread": 0 if clean else number % 2, "checks_skipped": 0 if clean else 1, "errors": 0, "counties": county,
        "years": "2020", "report": f"报告/{path.rsplit('.', maxsplit=1)[0]}-审计报告.xlsx",
    }  # fmt: skip


def check(
    code: str, title: str, severity: str, files: int, *, flagged: int, skipped_in: int = 0, outcome: str = ""
) -> Row:
    ran = max(files - skipped_in, 0)
    flagged_in = min(flagged, ran)
    nowhere = not ran
    return {
        "code": code, "title": title, "document": "lishui-2018" if code.startswith("LS") else "zj-2020",
        "clauses": ["zj-2020/zero-below-floor"], "table": "household", "severity": severity,
        "outcome": outcome or ("skipped" if nowhere else "flagged" if flagged else "passed"),
        "reason": f"{skipped_in} 个文件没有“农户”表" if skipped_in else "",
        "in_scope": 430 * ran, "assessed": 430 * ran, "flagged": flagged, "unassessable": 0,
        "flagged_in": flagged_in, "passed_in": ran - flagged_in, "skipped_in": skipped_in, "error_in": 0, "unjudged_in": 0, "no_table_in": 0 if nowhere else skipped_in, "unseen": 0,
    }  # fmt: skip


def across_row(group: int, place: int, *, code: str = "ID001", severity: str = "critical") -> Row:
    county = COUNTIES[place % len(COUNTIES)]
    town = TOWNS[(group + place) % len(TOWNS)]
    here = f"{county}/{town}/{group:04d}.xlsx"
    return {
        "code": code, "title": {c: t for c, t, _ in ACROSS_CHECKS}[code], "severity": severity,
        "subject": f"331123**********{group % 100:02d}", "name": "张*", "group": group,
        "message": f"同一证件号码登记在 2 户，分属两个县：{here} › 农户!H{place + 5}",
        "remedy": "核对证件号码；确为一人的，保留一户，另一户销号", "city": "丽水市", "county": county, "township": town,
        "village": f"第{group % 23 + 1}村", "year": 2020, "file": here, "sheet": "家庭成员", "row": place + 5,
        "cell": f"D{place + 5}", "fingerprint": f"{group:016x}",
    }  # fmt: skip


def across_check(
    code: str, title: str, severity: str, flagged: int = 0, unassessable: int = 0, reason: str = ""
) -> Row:
    skipped = bool(reason) and not unassessable
    return {
        "code": code, "title": title, "severity": severity, "reason": reason,
        "outcome": "skipped" if skipped else "flagged" if flagged else "passed",
        "in_scope": 0 if skipped else 5000, "assessed": 0 if skipped else 5000 - unassessable, "flagged": flagged,
        "unassessable": unassessable,
    }  # fmt: skip


def run(**changes: object) -> Run:
    made = Run(
        id="9d41b6e0c2a75f38",
        version="0.1.0",
        started=datetime(2026, 3, 2, 1, 0, 5, tzinfo=UTC),
        seconds=61.5,
        options={"select": ["ZJ", "LS"], "expect": "乡镇名单.txt"},
        lang="zh",
        unmasked=False,
        places=tuple(
            (f"浙江省/丽水市/{county}", 2020, "地区取自表标题", 3000 - n) for n, county in enumerate(COUNTIES)
        ),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def rollup(files: list[Row], **changes: object) -> RollUp:
    """A roll-up of these files, with figures that fit them; ``changes`` replace fields of ``RollUp``."""
    listed = frame(sorted(files, key=lambda row: str(row["file"])), FILE_SCHEMA)
    audited = listed.filter(pl.col("status") == "audited")
    sums = audited.select(
        pl.col("households", "flagged_households", "findings", "critical", "major", "notice").cast(pl.Int64).sum()
    ).row(0, named=True)
    units, found = audited.height, bool(sums["findings"])
    checks = [
        check(code, title, severity, units, flagged={"critical": 7, "major": 5, "notice": 2}[severity] * units if found and not code.startswith("JX") and code != "ZJ011" else 0,
              skipped_in=units if code.startswith("JX") else 1 if found and code == "ZJ011" else 0)
        for code, title, severity in sorted(CHECKS)
    ]  # fmt: skip
    matters = 3 if found else 0
    across_checks = [
        across_check("ID001", *ACROSS_CHECKS[0][1:], flagged=matters, unassessable=12 if found else 0, reason="12 行没有证件号码" if found else ""),
        *(across_check(*row) for row in ACROSS_CHECKS[1:4]),
        across_check(*ACROSS_CHECKS[4], reason="没有给出应有的乡镇名单（--expect）" if found or not units else ""),
    ]  # fmt: skip
    figures: Row = {
        **sums,
        "people": sums["households"] * 3,
        "year": 2020,
        "income_per_capita": 11775.88,
        "units": units,
    }
    places = [{"level": "whole", **figures}, {"level": "city", "city": "丽水市", **figures}]
    places += [{"level": "county", "city": "丽水市", "county": county, **_of(audited, county)} for county in COUNTIES]
    towns = [
        {"city": "丽水市", "county": county, "township": town, **_of(audited, county, town)}
        for county in COUNTIES
        for town in TOWNS
    ]
    towns = [row for row in towns if row["units"]]
    made = RollUp(
        run=run() if units else run(places=()),
        root="/data/丽水市2020年低收入农户",
        files=listed,
        checks=frame(checks, MERGED_CHECK_SCHEMA),
        targets=_targets(found) if units else frame([], TARGET_SCHEMA),
        townships=frame(towns, MERGED_TOWNSHIP_SCHEMA),
        places=frame(places if units else [], PLACE_SCHEMA),
        across=frame([across_row(group, place) for group in range(1, matters + 1) for place in (0, 1)], ACROSS_SCHEMA),
        across_checks=frame(across_checks, ACROSS_CHECK_SCHEMA),
        values=small_result().values if units else small_result().values.clear(),
        issues=frame(_conflict() if found else [], ROLLUP_ISSUE_SCHEMA),
        households=sums["households"],
        flagged_households=sums["flagged_households"],
        documents={"zj-2020": ZJ, "lishui-2018": LS},
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def _of(audited: pl.DataFrame, county: str, town: str = "") -> Row:
    own = audited.filter(pl.col("file").str.contains(f"{county}/{town}", literal=True))
    names = ("households", "flagged_households", "findings", "critical", "major", "notice")
    sums = own.select(pl.col(names).cast(pl.Int64).sum()).row(0, named=True)
    return {**sums, "people": sums["households"] * 3, "year": 2020, "income_per_capita": 11775.88, "units": own.height}


def _targets(found: bool) -> pl.DataFrame:
    growth = small_result().targets.head(1).to_dicts()[0]
    met = growth | {"outcome": "met", "measured": 0.12, "message": "人均可支配收入比上年增长 12.00%，目标 10.00%"}
    if not found:
        return frame([met], TARGET_SCHEMA)
    missed = [growth | {"place": f"浙江省/丽水市/{county}"} for county in COUNTIES]
    lacking = small_result().targets.slice(1, 1).to_dicts()[0]
    return frame([met | {"level": "city", "place": "浙江省/丽水市"}, *missed, lacking], TARGET_SCHEMA)


def _conflict() -> list[Row]:
    return [{
        "kind": "fact_conflict", "level": "error", "file": "县级参数2020.xlsx", "sheet": "县级参数", "cell": "D4",
        "message": "遂昌县 2020 年的“农村低保年标准”有两个不同的值，都没有使用。请保留正确的一个",
    }]  # fmt: skip


def typical() -> RollUp:
    """Twenty files, of which two failed, one is no roster and one holds figures."""
    files = [file(n) for n in range(1, 17)]
    files += [
        file(90, "failed"),
        file(91, "failed"),
        file(92, "not_a_roster", name="关于报送花名册的通知.xlsx"),
        file(93, "figures", name="县级参数2020.xlsx"),
    ]
    return rollup(files)


def nothing_found() -> RollUp:
    """Three files in which all was judged and nothing found, and nothing across them."""
    made = rollup([file(n, clean=True) for n in range(3)])
    return replace(made, checks=made.checks.filter(pl.col("outcome") != "skipped"))


def one_failed() -> RollUp:
    """The same, but for one file that failed."""
    made = rollup([*(file(n, clean=True) for n in range(3)), file(9, "failed")])
    return replace(made, checks=made.checks.filter(pl.col("outcome") != "skipped"))


def all_failed() -> RollUp:
    return rollup([file(n, "failed") for n in range(14)])


def no_files() -> RollUp:
    made = rollup([])
    return replace(made, checks=made.checks.clear(), across_checks=made.across_checks.clear())


def many(files: int, matters: int) -> RollUp:
    """``files`` files, every hundredth failed, and ``matters`` matters across files of two rows each."""
    listed = [file(n, "failed" if n % 100 == 50 else "audited") for n in range(files)]
    rows = [across_row(group, place) for group in range(1, matters + 1) for place in (0, 1)]
    return rollup(listed, across=frame(rows, ACROSS_SCHEMA))


def long_names() -> RollUp:
    """Files in deep folders with long Chinese names."""
    deep = "丽水市/景宁畲族自治县/二〇二〇年度低收入农户高水平全面小康攻坚行动台账资料（最终版）/各乡镇（街道）报送/"
    names = [
        f"{deep}{town}人民政府关于报送二〇二〇年度低收入农户花名册及收入测算明细表的附件（第{n}稿）.xlsx"
        for n, town in enumerate(TOWNS)
    ]
    files = [file(n, "failed" if n % 4 == 3 else "audited", name=name) for n, name in enumerate(names)]
    return rollup(files, root="/data/" + deep.rstrip("/"))


def hostile() -> RollUp:
    """Texts that spreadsheet programs could take for formulas or markup, or that do not fit."""
    files = [
        file(n, name=text.replace("\x00", "") + f" & #{n}%[1].xlsx") for n, text in enumerate(HOSTILE[:13], start=1)
    ]
    files.append(file(40, "failed", name="=cmd|'/c calc'!A0.xlsx") | {"reason": "=1+1"})
    rows = [
        across_row(n, 0) | {"subject": text, "name": text, "message": text, "remedy": text, "village": text}
        for n, text in enumerate(HOSTILE, start=1)
    ]
    return rollup(
        files, across=frame(rows, ACROSS_SCHEMA), root='=HYPERLINK("http://x")', run=run(options={"=1": "@x"})
    )


def assert_schemas(made: RollUp) -> None:
    for name, schema in SCHEMAS.items():
        assert getattr(made, name).schema == schema, name
