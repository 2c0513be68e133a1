"""``incomeaudit check`` as a user runs it."""

import json
import os
import stat

import jsonschema
import openpyxl
import polars as pl
import pytest

from incomeaudit.report.as_json import schema

from .conftest import CLEAN, HEADERS, POOR


def test_clean_leaves_with_0_and_findings_with_1(run, roster):
    assert run("check", roster([CLEAN])).status == 0
    assert run("check", roster([CLEAN, POOR])).status == 1


def test_the_report_lies_beside_the_first_file_and_only_its_owner_reads_it(run, roster):
    path = roster([POOR])
    assert run("check", path).status == 1
    report = path.with_name("名册-审计报告.xlsx")
    assert report.exists()
    if os.name == "posix":
        assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir() if file.suffix == ".tmp"] == []


def test_fail_on_decides_about_the_status_alone(run, roster):
    odd = roster([(*CLEAN[:4], 0, 9000, "是")])
    assert run("check", odd, "--fail-on", "critical").status == 0
    assert run("check", odd, "--fail-on", "major").status == 1


def test_the_terminal_names_no_household(run, roster):
    answer = run("check", roster([POOR]))
    assert "ZJ002" in answer.out
    assert "李某" not in answer.out + answer.err
    assert "H2" not in answer.out + answer.err


def test_quiet_prints_nothing(run, roster):
    answer = run("check", roster([POOR]), "--quiet")
    assert (answer.out, answer.err) == ("", "")


def test_json_goes_to_standard_output_alone(run, roster):
    path = roster([POOR])
    answer = run("check", path, "--format", "json")
    said = json.loads(answer.out)
    assert said["summary"]["flagged_households"] == 1
    finding = next(item for item in said["findings"] if item["code"] == "ZJ002")
    assert finding["source"].items() >= {"file": "名册.xlsx", "sheet": "农户", "row": 2, "cell": "F2"}.items()
    assert finding["subject"].items() >= {"table": "household", "id": "H2", "name": "李某"}.items()
    assert [file.name for file in path.parent.iterdir()] == ["名册.xlsx"]


@pytest.mark.parametrize("name", ["r.json", "r.csv", "r.parquet", "r.xlsx"])
def test_the_suffix_of_the_output_says_the_format(run, roster, tmp_path, name):
    target = tmp_path / name
    assert run("check", roster([POOR]), "-o", target).status == 1
    readers = {
        ".json": lambda: len(json.loads(target.read_text("utf-8"))["findings"]),
        ".csv": lambda: pl.read_csv(target).height,
        ".parquet": lambda: pl.read_parquet(target).height,
        ".xlsx": lambda: openpyxl.load_workbook(target)["问题清单"].max_row - 1,
    }
    assert readers[target.suffix]() >= 1


def test_the_same_input_gives_the_same_json(run, roster):
    path = roster([CLEAN, POOR])
    first, second = (json.loads(run("check", path, "--format", "json").out) for _ in range(2))
    for answer in (first, second):
        del answer["run"]["started"], answer["run"]["seconds"]
    assert first == second


def test_several_files_are_parts_of_one_data_set(run, roster):
    rows = [(*POOR[:5], 12000, "是")]
    path = roster(rows)
    facts = roster([("遂昌县", 2019, 7000)], headers=("县", "年度", "农村低保年标准"), name="参数.xlsx")
    for words in ((path, facts), (path, "--facts", facts)):
        said = json.loads(run("check", *words, "--format", "json").out)
        assert "LS001" in {finding["code"] for finding in said["findings"]}


def test_a_figure_that_is_only_reported_stands_in_every_output(run, roster, tmp_path):
    households = roster([CLEAN])
    projects = roster(
        [("遂昌县", 2020, "P1", "茶叶加工", "产业帮扶", 30)],
        headers=("县", "年度", "项目编号", "项目名称", "项目类型", "帮扶资金（万元）"),
        name="项目.xlsx",
    )
    report = tmp_path / "报告.xlsx"
    answer = run("check", households, projects, "-o", report)
    assert "300,000.00 元" in answer.out and "只报数" in answer.out
    book = openpyxl.load_workbook(report)
    for sheet in ("概览", "目标", "检查覆盖"):
        rows = [[cell for cell in row if cell is not None] for row in book[sheet].iter_rows(values_only=True)]
        assert any("只报数" in str(cell) for row in rows if "ZJ161" in row for cell in row), sheet
    said = json.loads(run("check", households, projects, "--format", "json").out)
    target = next(item for item in said["targets"] if item["code"] == "ZJ161" and item["level"] == "county")
    assert (target["outcome"], target["measured"], target["target"]) == ("reported", 300_000, None)
    jsonschema.validate(said, json.loads(schema()))


def test_english(run, roster):
    answer = run("check", roster([POOR]), "--lang", "en")
    assert "below" in answer.out.lower()
    book = openpyxl.load_workbook(roster([POOR]).with_name("名册-审计报告.xlsx"))
    assert "Findings" in " ".join(book.sheetnames)


def test_settings_file(run, roster, tmp_path):
    (tmp_path / "incomeaudit.toml").write_text('[check]\nselect = ["ZJ01"]\nfail-on = "critical"\n', "utf-8")
    assert run("check", roster([POOR]), cwd=tmp_path).status == 0
    (tmp_path / "incomeaudit.toml").write_text('[check]\nformat = "json"\n', "utf-8")
    assert run("check", roster([POOR]), cwd=tmp_path).out.startswith("{")
    (tmp_path / "incomeaudit.toml").write_text("[check]\nfail_onn = 1\n", "utf-8")
    answer = run("check", roster([POOR]), cwd=tmp_path)
    assert answer.status == 2
    assert "fail_onn" in answer.err
    assert "fail-on" in answer.err


def test_the_log_holds_counts_and_no_household(run, roster, tmp_path):
    log = tmp_path / "run.log"
    run("check", roster([POOR]), "--log-file", log)
    run("check", tmp_path / "missing.xlsx", "--log-file", log)
    events = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [event["event"] for event in events] == ["start", "done", "start", "failed"]
    assert events[1]["findings"] >= 1
    assert "李某" not in log.read_text("utf-8")


def test_a_title_row_a_blank_line_and_no_columns_for_place_or_year(run, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ["遂昌县2020年低收入农户花名册"],
        [],
        ["填报单位：某局", None, "单位：元"],
        list(HEADERS[2:]),
        list(POOR[2:]),
    ]:
        sheet.append(row)
    path = tmp_path / "无名.xlsx"
    book.save(path)
    said = json.loads(run("check", path, "--format", "json").out)
    finding = next(item for item in said["findings"] if item["code"] == "ZJ002")
    assert finding["source"]["cell"] == "D5"
    assert finding["place"]["county"] == "遂昌县"


def test_works_in_a_bare_environment(run, roster):
    """As cron runs it: no HOME, no terminal, LANG=C."""
    bare = {"PATH": os.environ["PATH"], "LANG": "C"}
    answer = run("check", roster([POOR]), env=bare)
    assert answer.status == 1
    assert "ZJ002" in answer.out


@pytest.mark.parametrize("width", [80, 120])
def test_the_summary_fits_the_terminal(run, roster, width):
    answer = run("check", roster([POOR]), env=os.environ | {"COLUMNS": str(width)})
    import unicodedata

    for line in answer.out.splitlines():
        cells = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)
        assert cells <= width, line


def test_unmask_is_recorded(run, roster):
    headers = (*HEADERS, "户主身份证号")
    path = roster([(*POOR[:2], None, *POOR[3:], "331123196001010018")], headers=headers)
    masked = run("check", path, "--format", "json").out
    assert "331123196001010018" not in masked
    open_ = json.loads(run("check", path, "--format", "json", "--unmask").out)
    assert open_["findings"][0]["subject"]["id"] == "331123196001010018"
    assert open_["run"]["options"]["unmask"] is True


def test_an_existing_report_stays_whole_when_the_next_run_fails(run, roster, tmp_path):
    report = tmp_path / "报告.xlsx"
    assert run("check", roster([POOR]), "-o", report).status == 1
    before = report.read_bytes()
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 no zip")
    assert run("check", broken, "-o", report).status == 2
    assert report.read_bytes() == before


def test_the_report_is_never_the_roster(run, roster):
    path = roster([POOR])
    before = path.read_bytes()
    answer = run("check", path, "-o", path)
    assert answer.status == 2
    assert path.read_bytes() == before
    assert len(answer.err.strip().splitlines()) == 1


def test_module_and_version(run):
    assert run("--version").out.startswith("incomeaudit ")
    assert run("--help").status == 0
    assert "--fail-on" in run("check", "--help").out
