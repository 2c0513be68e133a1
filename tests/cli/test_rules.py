"""``rules`` and ``policies`` as a user runs them, own packs and values that are tried out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

import incomeaudit
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import Result
from incomeaudit.auditing.setting import load_setting
from incomeaudit.cli.main import app
from incomeaudit.rulebook.skeleton import skeleton

from .conftest import CLEAN, HEADERS, POOR
from .test_startup import HEAVY

OWN = Path(__file__).parents[2] / "docs" / "own-pack"


def ask(*words: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.stdout, done.stderr


def asked_json(*words: str | Path) -> object:
    status, out, err = ask(*words, "--format", "json")
    assert (status, err) == (0, "")
    return json.loads(out)


# ---------------------------------------------------------------- rules
def test_all_codes_are_listed():
    codes = [row["code"] for row in asked_json("rules")]
    assert codes == load_setting(Options()).rulebook.codes
    status, out, _ = ask("rules")
    assert status == 0
    assert all(code in out for code in codes)


@pytest.mark.parametrize(
    ("words", "key", "values"),
    [
        (("--policy", "zj-2020"), "document", {"zj-2020"}),
        (("--table", "household"), "table", {"household"}),
        (("--table", "农户"), "table", {"household"}),
        (("--severity", "critical"), "severity", {"critical"}),
        (("--place", "嘉兴市", "--policy", "zj-2020", "--policy", "lishui-2018"), "document", {"zj-2020"}),
    ],
)
def test_the_list_is_filtered(words, key, values):
    assert {row[key] for row in asked_json("rules", *words)} == values


def test_select_takes_the_beginning_of_a_code():
    codes = [row["code"] for row in asked_json("rules", "--select", "zj00", "--select", "DQ")]
    assert {code[:2] for code in codes} == {"ZJ", "DQ"}
    assert all(code.startswith(("ZJ00", "DQ")) for code in codes)


def test_nothing_left_is_said():
    status, out, _ = ask("rules", "--select", "QQ")
    assert status == 0
    assert "没有符合这些条件的检查或目标" in out


def test_one_code_is_explained():
    status, out, _ = ask("rules", "zj002", "--place", "遂昌县", "--year", "2020")
    assert status == 0
    for part in (
        "floor_income < $income_floor",
        "zj-2020/zero-below-floor",
        "浙委办发〔2020〕29号",
        "8000",
        "家庭人均收入",
    ):
        assert part in out
    assert "Below the floor" not in out
    answer = asked_json("rules", "ZJ002", "--place", "遂昌县", "--year", "2020")
    assert [(value["parameter"], value["value"]) for value in answer["values"]] == [("income_floor", 8000)]
    assert asked_json("rules", "ZJ002", "--year", "2021")["values"] == []


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("rules", "ZJ0O2"), "ZJ002"),
        (("rules", "ZJ999"), "ZJ0"),
        (("rules", "00"), "ZJ"),
        (("rules", "ZJ"), "ZJ002"),
        (("rules", "--table", "猫"), "household"),
        (("rules", "--policy", "zj-1999"), "zj-2020"),
        (("rules", "--place", "遂唱县"), "遂昌县"),
        (("policies", "zj-1999"), "zj-2020"),
        (("policies", "zj-1999", "--coverage"), "zj-2020"),
    ],
)
def test_what_is_not_there_is_answered_with_one_line(words, part):
    status, out, err = ask(*words)
    assert (status, out) == (2, "")
    assert part in err
    assert len(err.splitlines()) == 1


# The library of the command line loads pydantic by itself for options that may be given several times.
OURS = tuple(name for name in HEAVY if name != "pydantic")


@pytest.mark.parametrize("command", ["rules", "policies", "check"])
def test_help_has_examples_and_imports_nothing_heavy(command):
    code = (
        "import sys\nfrom incomeaudit.cli.main import app\n"
        f"try:\n    app([{command!r}, '--help'])\nexcept SystemExit:\n    pass\n"
        f"print('heavy:', [name for name in {OURS!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert f"incomeaudit {command} " in done.stdout
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_the_command_answers_in_a_process_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "incomeaudit", "rules", "ZJ002"], capture_output=True, timeout=60, check=True
    )
    assert "floor_income < $income_floor" in done.stdout.decode("utf-8")


# ---------------------------------------------------------------- policies
def test_documents_are_listed_with_their_clauses():
    known = load_setting(Options()).rulebook.packs
    documents = {row["id"]: row for row in asked_json("policies")["documents"]}
    assert set(documents) == set(known)
    for name, row in documents.items():
        assert sum(row["clauses"].values()) == len(known[name].clause)


def test_place_and_year_say_what_is_in_force():
    answer = asked_json("policies", "--place", "遂昌县", "--year", "2020")
    assert {row["id"] for row in answer["documents"]} == {"dq", "zj-2020", "lishui-2018"}
    assert ("income_floor", 8000) in [(value["parameter"], value["value"]) for value in answer["values"]]
    assert {row["id"] for row in asked_json("policies", "--place", "兰溪市", "--year", "2023")["documents"]} == {
        "dq",
        "lanxi-2023",
    }


def test_a_document_is_shown_clause_by_clause_with_codes_or_reasons():
    status, out, _ = ask("policies", "zj-2020")
    pack = load_setting(Options()).rulebook.packs["zj-2020"]
    assert status == 0
    for clause in pack.clause:
        assert clause.id in out
    assert "ZJ002" in out
    left = [row for row in asked_json("policies", "zj-2020")["clauses"] if row["state"] != "encoded"]
    assert left
    assert all(row["reason"] and not row["codes"] for row in left)


WANT_OTHER_WORK = {
    "zj-2020/cross-verification",
    "zj-2020/public-leads",
    "zj-2020/find-and-mend",
    "zj-2020/phases",
    "zj-2020/monthly-digest",
    "jiaxing-2018/database-match",
    "jiaxing-2018/dishonesty",
}
"""Clauses that no list of households or of money can show; they stay marked as not encoded."""


def test_the_matrix_leaves_no_clause_uncovered_but_those_that_want_other_work():
    matrix = asked_json("policies", "--coverage")
    asked = [row for row in matrix if row["kind"] not in {"context"}]
    assert {row["clause"] for row in asked if not row["codes"]} == WANT_OTHER_WORK
    assert {row["clause"] for row in matrix if row["state"] == "pending"} == WANT_OTHER_WORK
    for row in asked:
        for entry in row["codes"]:
            assert entry["kind"] in {"check", "target"}
            assert sum(entry["cases"].values()) >= 3


def test_the_matrix_may_be_of_one_document():
    assert {row["document"] for row in asked_json("policies", "zj-2020", "--coverage")} == {"zj-2020"}
    status, out, _ = ask("policies", "--coverage")
    assert status == 0
    assert "lishui-2018/identification-line" in out


# ---------------------------------------------------------------- own packs
def test_the_skeleton_loads_as_it_stands(tmp_path):
    status, out, _ = ask("rules", "--new")
    assert (status, out) == (0, skeleton())
    path = tmp_path / "本县.toml"
    path.write_text(out, "utf-8")
    assert {row["code"] for row in asked_json("rules", "--pack", path, "--select", "MY")} == {"MY001", "MY101"}


def test_a_mistake_in_an_own_pack_names_file_and_key(tmp_path):
    path = tmp_path / "本县.toml"
    path.write_text(skeleton().replace("< $my_income_line", "< $my_income_lin", 1), "utf-8")
    status, _, err = ask("rules", "--pack", path)
    assert status == 2
    assert err.splitlines() == ["政策包 本县.toml 的 check.MY001.violation 有误：unresolvable parameter $my_income_lin"]


SONGYANG = (
    "县",
    "年度",
    "户编号",
    "户主姓名",
    "家庭人口数",
    "人均可支配收入",
    "可支配收入",
    "劳动力人数",
    "工资性收入",
    "经营净收入",
)
HOUSEHOLDS = (
    ("S1", 10500, 31500, 1, 9450, 0),  # exactly at both lines
    ("S2", 10499.99, 31499.97, 0, 0, 0),
    ("S3", 12000, 36000, 1, 10000, 799.99),
    ("S4", None, None, 1, 5000, 0),
)


def songyang(folder: Path, year: int = 2021) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "农户"
    sheet.append(SONGYANG)
    for name, per_head, income, labour, wages, business in HOUSEHOLDS:
        sheet.append(("松阳县", year, name, "某某", 3, per_head, income, labour, wages, business))
    path = folder / f"松阳{year}.xlsx"
    book.save(path)
    return path


def found(result: Result, code: str) -> list[str]:
    return result.findings.filter(pl.col("code") == code).get_column("subject_id").to_list()


def test_the_worked_example_audits_a_roster(tmp_path):
    packs = [OWN / "songyang-2021.toml"]
    result = incomeaudit.audit(songyang(tmp_path), packs=packs, select=["SY"])
    assert (found(result, "SY001"), found(result, "SY002")) == (["S2"], ["S3"])
    counts = {row["code"]: row for row in result.checks.to_dicts()}
    assert (counts["SY001"]["in_scope"], counts["SY001"]["unassessable"]) == (4, 1)
    assert (counts["SY002"]["in_scope"], counts["SY002"]["unassessable"]) == (3, 1)
    target = result.targets.row(by_predicate=pl.col("code") == "SY101", named=True)
    assert (target["outcome"], round(target["measured"], 6)) == ("not_met", round(2 / 3, 6))
    later = incomeaudit.audit(songyang(tmp_path, 2022), packs=packs, select=["SY001"])
    assert found(later, "SY001") == ["S1", "S2"]


def test_the_worked_examples_overlay_is_applied_and_stamped(tmp_path):
    result = incomeaudit.audit(
        songyang(tmp_path), packs=[OWN / "songyang-2021.toml"], overlays=[OWN / "what-if.toml"], select=["SY"]
    )
    assert found(result, "SY001") == ["S1", "S2"]
    assert result.run.options["overlays"] == ["what-if.toml"]
    values = {row["id"]: row for row in result.values.to_dicts()}
    assert values["songyang_line"]["value"] == "11500"
    assert "试算" in values["songyang_line"]["source"]
    assert "10500" in values["songyang_line"]["note"]
    assert "测算帮扶资金" in values["songyang_line"]["note"]
    assert values["songyang_reach"]["value"] == "0.85"
    assert "试算" not in values["songyang_labour_share"]["source"] + values["songyang_labour_share"]["note"]


def test_the_pages_of_the_worked_example_show_its_texts():
    status, out, _ = ask("rules", "SY001", "--pack", OWN / "songyang-2021.toml", "--place", "松阳县", "--year", "2022")
    assert status == 0
    assert "11500" in out
    assert "disposable_per_capita < $songyang_line" in out


# ---------------------------------------------------------------- check and inspect
def test_a_setting_changes_the_findings_and_is_stamped(roster):
    path = roster([CLEAN, POOR])
    plain = json.loads(ask("check", path, "--format", "json", "--select", "ZJ002")[1])
    tried = json.loads(
        ask("check", path, "--format", "json", "--select", "ZJ002", "--set", "zj-2020.income_floor=9000.01")[1]
    )
    assert [item["subject"]["id"] for item in plain["findings"]] == ["H2"]
    assert [item["subject"]["id"] for item in tried["findings"]] == ["H1", "H2"]
    assert tried["run"]["options"]["settings"] == ["zj-2020.income_floor=9000.01"]
    assert tried["run"]["id"] != plain["run"]["id"]


def test_the_report_marks_a_value_that_was_tried_out(roster, tmp_path):
    report = tmp_path / "试算.xlsx"
    assert ask("check", roster([CLEAN]), "-o", report, "--set", "zj-2020.income_floor=9500", "-q")[0] == 1
    rows = list(openpyxl.load_workbook(report)["参数与依据"].iter_rows(values_only=True))
    floor = next(row for row in rows if "income_floor" in row)
    assert any("试算：--set zj-2020.income_floor=9500" in str(cell) for cell in floor)
    assert any("试算值，文件定的是 8000" in str(cell) for cell in floor)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--set", "income_flor=9000"), "income_floor"),
        (("--set", "zj-2020.income_floor=高"), "8000"),
        (("--set", "income_floor"), "income_floor=10000"),
        (("--overlay", "没有.toml"), "没有.toml"),
        (("--pack", "没有.toml"), "没有.toml"),
    ],
)
def test_a_mistake_in_what_is_tried_is_one_line(roster, words, part):
    status, out, err = ask("check", roster([CLEAN]), *words)
    assert (status, out) == (2, "")
    assert part in err
    assert len(err.splitlines()) == 1


def test_last_years_roster_is_read_by_check_and_inspect(roster):
    now = roster([CLEAN], name="今年.xlsx")
    before = roster([(CLEAN[0], 2019, *CLEAN[2:])], name="去年.xlsx")
    said = json.loads(ask("check", now, "--previous", before, "--format", "json")[1])
    assert said["run"]["options"]["previous"] == ["去年.xlsx"]
    assert "去年.xlsx" in {Path(item["path"]).name for item in said["inputs"]}
    seen = json.loads(ask("inspect", now, "--previous", before, "--format", "json")[1])
    assert [table["table"] for table in seen["tables"]] == ["household", "previous"]


def test_last_years_roster_may_be_a_sheet_of_the_same_file(tmp_path):
    book = openpyxl.Workbook()
    for sheet, year in ((book.active, 2020), (book.create_sheet(), 2019)):
        sheet.title = f"名册{year}"
        sheet.append(HEADERS)
        sheet.append([CLEAN[0], year, *CLEAN[2:]])
    path = tmp_path / "两年.xlsx"
    book.save(path)
    said = json.loads(ask("check", path, "--previous", f"{path}#名册2019", "--format", "json")[1])
    assert {(place["place"], place["year"]) for place in said["run"]["places"]} == {("浙江省/丽水市/遂昌县", 2020)}
    assert [Path(item["path"]).name for item in said["inputs"]] == ["两年.xlsx"]
    ran = {check["code"] for check in said["checks"] if check["outcome"] == "passed"}
    assert {"DQ021", "DQ023"} <= ran
    status, out, err = ask("check", path, "--previous", f"{path}#名册2018")
    assert (status, out) == (2, "")
    assert "名册2018" in err and "名册2019" in err and len(err.splitlines()) == 1


def test_a_report_never_takes_the_place_of_last_years_roster(roster):
    now, before = roster([CLEAN], name="今年.xlsx"), roster([CLEAN], name="去年.xlsx")
    bytes_before = before.read_bytes()
    assert ask("check", now, "--previous", before, "-o", before)[0] == 2
    assert before.read_bytes() == bytes_before


def test_inspect_looks_at_own_packs(roster):
    path = roster([("松阳县", 2021, *CLEAN[2:])], HEADERS)
    seen = json.loads(ask("inspect", path, "--pack", OWN / "songyang-2021.toml", "--format", "json")[1])
    assert "SY001" in {check["code"] for check in seen["checks"] if check["ready"]}
