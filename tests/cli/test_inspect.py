"""``incomeaudit inspect`` and mappings, as a user runs them."""

import json
import os
import stat
from pathlib import Path

import openpyxl
import pytest

from .conftest import CLEAN, HEADERS, POOR

ODD = ("县", "年度", "户编号", "户主姓名", "家庭人口数", "户均人收", "吃不愁")


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """A workbook as a county sends it: groups, units, two years, a hidden sheet, a summary, a chart, a blank sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表1 大坑乡"
    for row in (
        ["某县低收入农户情况表（2020年）"],
        ["单位：万元"],
        [
            "序号",
            "乡镇",
            "村",
            "户编号",
            "户主",
            None,
            "家庭人口（人）",
            "收入情况",
            None,
            "2020年人均可支配收入",
            "2019年人均可支配收入",
            "人均可支配收人",
            "备注",
            "是否危房户",
        ],
        [None, None, None, None, "姓名", "身份证号", None, "工资性收入", "其他", None, None, None, None, None],
        [1, "大坑乡", "上村", "H1", "王某", "330000195001010011", 3, 1.2, 0.1, 0.9, 0.8, 1, "y", "否"],
        [2, "大坑乡", "下村", "H2", "李某", "330000195001010012", 2, 1.1, 0.1, 0.7, 0.6, 1, "y", "是"],
    ):
        sheet.append(row)
    book.create_sheet("说明").append(["请如实填写"])
    book.create_sheet("空表")
    book.create_chartsheet("图")
    total = book.create_sheet("汇总表")
    for row in (["乡镇", "户数", "人口数", "劳动力"], ["大坑乡", 20, 50, 20]):
        total.append(row)
    hidden = book.create_sheet("成员")
    hidden.sheet_state = "hidden"
    for row in (
        ["户编号", "姓名", "与户主关系", "身体情况"],
        ["H1", "王某", "户主", "健康"],
        ["H1", "赵某", "配偶", "健康"],
    ):
        hidden.append(row)
    path = tmp_path / "杂.xlsx"
    book.save(path)
    return path


def seen(run, *words) -> dict:
    answer = run("inspect", *words, "--format", "json")
    assert answer.status == 0, answer.err
    return json.loads(answer.out)


# ---------------------------------------------------------------- what is shown


def test_every_sheet_is_there_with_its_tables_or_the_reason(run, messy):
    sheets = {sheet["sheet"]: sheet for sheet in seen(run, messy)["sheets"]}
    assert list(sheets) == ["表1 大坑乡", "说明", "空表", "图", "汇总表", "成员"]
    assert sheets["表1 大坑乡"]["tables"] == ["household"]
    assert sheets["表1 大坑乡"]["reason"] is None
    assert (sheets["成员"]["tables"], sheets["成员"]["visible"]) == (["member"], False)
    assert sheets["图"]["kind"] == "other"
    for name in ("说明", "空表", "图", "汇总表"):
        assert sheets[name]["tables"] == []
        assert name in sheets[name]["reason"]


def test_each_column_says_how_surely_it_is_known(run, messy):
    table = next(table for table in seen(run, messy)["tables"] if table["table"] == "household")
    assert (table["header_rows"], table["first_row"], table["rows"]) == ([3, 4], 5, 2)
    columns = {column["header"]: column for column in table["columns"]}
    sureness = {header: column["sureness"] for header, column in columns.items()}
    assert sureness["户编号"] == "exact"
    assert sureness["村"] == "known"
    assert sureness["户主/姓名"] == "known"
    assert sureness["是否危房户"] == "derived"
    assert sureness["2019年人均可支配收入"] == "derived"
    assert sureness["备注"] == "none"
    assert columns["收入情况/工资性收入"]["conversion"] == "×10000"
    assert columns["收入情况/工资性收入"]["examples"] == ["12000", "11000"]
    assert columns["户主/身份证号"]["examples"] == ["330000**********11", "330000**********12"]
    assert columns["人均可支配收人"]["suggestions"]
    assert columns["2020年人均可支配收入"]["sure"] is True


def test_what_is_missing_is_told_by_column(run, messy, roster):
    said = seen(run, roster([CLEAN], headers=HEADERS))
    missing = {(item["table"], item["field"]): item for item in said["missing"]}
    food = missing["household", "clothing"]
    assert food["title"] == "穿不愁"
    assert {"ZJ012", "ZJ052"} <= set(food["alone"]) <= set(food["checks"])
    assert ("household", "per_capita_income") not in missing
    village = missing["village", None]
    assert "ZJ021" in village["checks"]
    ready = {check["code"]: check["ready"] for check in said["checks"]}
    for item in said["missing"]:
        assert not any(ready[code] for code in item["checks"])
    gains = [len(item["alone"]) for item in said["missing"]]
    assert gains == sorted(gains, reverse=True)


def test_adding_the_column_lets_the_checks_run(run, roster):
    before = seen(run, roster([CLEAN]))
    alone = next(item["alone"] for item in before["missing"] if item["field"] == "clothing")
    after = seen(run, roster([(*CLEAN, "是")], headers=(*HEADERS, "穿不愁"), name="二.xlsx"))
    ready = {check["code"] for check in after["checks"] if check["ready"]}
    assert set(alone) <= ready


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 120])
def test_lines_keep_to_the_width(run, messy, lang, width):
    from rich.cells import cell_len

    environment = {**os.environ, "COLUMNS": str(width)}
    answer = run("inspect", messy, "--lang", lang, env=environment)
    assert answer.status == 0
    assert max(map(cell_len, answer.out.splitlines())) <= width
    for words in ("表1 大坑乡", "收入情况", "330000**********11", "×10000", "ZJ002"):
        assert words in answer.out
    assert "王某" not in answer.out


def test_piped_output_is_wide_enough_and_has_no_codes_for_colours(run, messy):
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    answer = run("inspect", messy, env=environment)
    assert "\x1b" not in answer.out
    assert any("330000**********11 · 330000**********12" in line for line in answer.out.splitlines())
    assert all(line == line.rstrip() or len(line) <= 160 for line in answer.out.splitlines())


def test_two_columns_for_one_field_are_shown_and_stand_in_the_way(run, roster):
    path = roster([(*CLEAN, 9000)], headers=(*HEADERS, "家庭人均收入"))
    said = seen(run, path)
    assert all(words in said["obstacle"] for words in ("F列“人均可支配收入”", "H列“家庭人均收入”"))
    columns = {column["column"]: column for column in said["tables"][0]["columns"]}
    assert columns["F"]["field"] is None
    assert columns["H"]["suggestions"] == ["人均可支配收入"]
    assert run("check", path).status == 2


# ---------------------------------------------------------------- mappings


def test_a_mapping_is_written_and_read_again(run, messy, tmp_path):
    target = tmp_path / "表头.toml"
    answer = run("inspect", messy, "--write-mapping", target)
    assert answer.status == 0
    assert "表头.toml" in answer.err
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    before, after = seen(run, messy), seen(run, messy, "--mapping", target)
    for said in (before, after):
        for table in said["tables"]:
            for column in table["columns"]:
                del column["how"], column["sureness"], column["sure"]
    assert after["tables"] == before["tables"]
    assert after["checks"] == before["checks"]
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".tmp"] == []


def test_a_mapping_that_is_there_is_not_overwritten(run, messy, tmp_path):
    target = tmp_path / "表头.toml"
    target.write_text("[household]\n", "utf-8")
    answer = run("inspect", messy, "--write-mapping", target)
    assert answer.status == 2
    assert "--force" in answer.err
    assert answer.out == ""
    assert target.read_text("utf-8") == "[household]\n"
    assert run("inspect", messy, "--write-mapping", target, "--force").status == 0
    assert "户编号" in target.read_text("utf-8")


def test_a_mapping_does_not_take_the_place_of_the_roster(run, messy):
    content = messy.read_bytes()
    assert run("inspect", messy, "--write-mapping", messy, "--force").status == 2
    assert messy.read_bytes() == content


def test_check_reads_with_a_mapping_and_says_so(run, roster, tmp_path):
    path = roster([POOR], headers=ODD)
    mapping = tmp_path / "表头.toml"
    mapping.write_text('[household]\n"户均人收" = "人均可支配收入"\n', "utf-8")
    without = json.loads(run("check", path, "--format", "json").out)
    assert "ZJ002" not in {item["code"] for item in without["findings"]}
    answer = run("check", path, "--mapping", mapping, "--format", "json")
    assert answer.status == 1
    said = json.loads(answer.out)
    finding = next(item for item in said["findings"] if item["code"] == "ZJ002")
    assert finding["source"]["cell"] == "F2"
    assert said["run"]["options"]["mapping"] == "表头.toml"
    report = tmp_path / "报告.xlsx"
    assert run("check", path, "--mapping", mapping, "-o", report).status == 1
    sheet = openpyxl.load_workbook(report)["运行信息"]
    cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "表头.toml" in cells
    assert "对应文件指定" in cells


def test_two_columns_are_settled_by_a_mapping(run, roster, tmp_path):
    path = roster([(*CLEAN, 1)], headers=(*HEADERS, "家庭人均收入"))
    mapping = tmp_path / "表头.toml"
    mapping.write_text('[household]\n"家庭人均收入" = ""\n', "utf-8")
    assert run("check", path, "--mapping", mapping).status == 0


@pytest.mark.parametrize("command", ["check", "inspect"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[household]\n"户均人收" = "人均可支收入"\n', ["户均人收", "人均可支配收入"]),
        ('[household]\n"户均人受" = "人均可支配收入"\n', ["户均人受", "户均人收"]),
        ('[hausehold]\n"户均人收" = "人均可支配收入"\n', ["hausehold", "household（农户）"]),
        ('[household]\n"户均人收" "人均可支配收入"\n', ["第 2 行"]),
        ('[[sheet]]\nname = "农互"\n', ["农互", "农户"]),
        ('[[sheet]]\nname = "农户"\n[sheet.household]\n"Z列" = "状态"\n', ["Z列", "A–G"]),
        ('[household]\n"户均人收" = "人均可支配收入"\n"吃不愁" = "人均可支配收入"\n', ["户均人收", "吃不愁"]),
        ('[household]\n"户均人收" = { field = "人均可支配收入", unit = "亩" }\n', ["亩", "人均可支配收入"]),
    ],
)
def test_a_mistake_in_a_mapping_is_one_line(run, roster, tmp_path, command, text, words):
    path = roster([CLEAN], headers=ODD)
    mapping = tmp_path / "表头.toml"
    mapping.write_text(text, "utf-8")
    answer = run(command, path, "--mapping", mapping)
    assert answer.status == 2
    assert answer.out == ""
    assert len(answer.err.strip().splitlines()) == 1, answer.err
    assert all(word in answer.err for word in ["表头.toml", *words]), answer.err
    assert not path.with_name("名册-审计报告.xlsx").exists()


def test_last_years_roster_is_read_with_the_mapping_too(run, roster, tmp_path):
    now = roster([CLEAN], headers=ODD)
    before = roster([(*CLEAN[:1], 2019, *CLEAN[2:])], headers=ODD, name="去年.xlsx")
    mapping = tmp_path / "表头.toml"
    mapping.write_text('[household]\n"户均人收" = "人均可支配收入"\n', "utf-8")
    said = seen(run, now, "--previous", before, "--mapping", mapping)
    tables = {table["table"]: table for table in said["tables"]}
    for name in ("household", "previous"):
        assert [column["how"] for column in tables[name]["columns"]][5] == "mapping"


def test_a_header_that_only_last_years_roster_has_is_enough(run, roster, tmp_path):
    now = roster([CLEAN])
    before = roster([(*CLEAN[:1], 2019, *CLEAN[2:])], headers=ODD, name="去年.xlsx")
    mapping = tmp_path / "表头.toml"
    mapping.write_text('[household]\n"户均人收" = "人均可支配收入"\n', "utf-8")
    assert run("check", now, "--previous", before, "--mapping", mapping, "--quiet").status in {0, 1}
    assert run("check", now, "--mapping", mapping, "--quiet").status == 2
