"""The truth file against the workbook: nothing in it that is not there, nothing there that is not in it."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from incomeaudit.sample import SampleFiles, make_sample
from incomeaudit.vocabulary import load_vocabulary
from tests.sample.recheck import FACTS, recheck
from tests.sample.roster import GUARANTEES, field_of, read_sheets

COUNTIES = [
    ("遂昌县", "丽水市", 2020),
    ("遂昌县", "丽水市", 2022),
    ("海盐县", "嘉兴市", 2020),
    ("海盐县", "嘉兴市", 2022),
    ("庆元县", "丽水市", 2018),
    ("淳安县", "杭州市", 2020),
    ("淳安县", "杭州市", 2021),
    ("永嘉县", "温州市", 2020),
    ("兰溪市", "金华市", 2023),
]
PROVINCE = {
    *("ZJ002", "ZJ003", "ZJ021", "ZJ022", "ZJ031"),
    *(f"ZJ01{n}" for n in range(1, 7)),
    *(f"ZJ04{n}" for n in range(1, 6)),
    *(f"ZJ05{n}" for n in range(1, 7)),
}
QUALITY = {"DQ001", "DQ002", "DQ003", "DQ011", "DQ012"}
LISHUI = {f"LS00{n}" for n in range(1, 7)}
JIAXING = {f"JX00{n}" for n in range(1, 7)}
RETOLD = PROVINCE | QUALITY | LISHUI | JIAXING | {"LS011", "LS012", "LS013"}
"""Checks that recheck.py tells a second time; the others are held against the audit in test_audit.py."""
EXPECTED = {
    ("遂昌县", 2020): PROVINCE | LISHUI | QUALITY,
    ("遂昌县", 2022): LISHUI | {"LS011", "LS012", "LS013"} | QUALITY,
    ("海盐县", 2020): PROVINCE | JIAXING | QUALITY,
    ("海盐县", 2022): JIAXING | QUALITY,
    ("庆元县", 2018): LISHUI | QUALITY,
    ("淳安县", 2020): PROVINCE | QUALITY,
    ("淳安县", 2021): QUALITY,
    ("永嘉县", 2020): PROVINCE | QUALITY,
    ("兰溪市", 2023): QUALITY,
}

Truth = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], tuple[SampleFiles, Truth]]:
    samples = {}
    for county, _, year in COUNTIES:
        files = make_sample(tmp_path_factory.mktemp("sample"), county, year, households=200, seed=1)
        samples[county, year] = files, json.loads(files.truth.read_text("utf-8"))
    return samples


def agree(files: SampleFiles, truth: Truth, city: str, year: int) -> None:
    """The recheck of the workbook and the truth file say the same."""
    own = recheck(files.workbook, city, year)
    findings = [each for each in truth["findings"] if each["code"] in RETOLD]
    assert {(each["code"], each["sheet"], each["row"]) for each in findings} == own.findings
    assert len(findings) == len(own.findings)
    unassessed = {(code, each["sheet"], each["row"]) for each in truth["unassessed"] for code in each["codes"]}
    assert {each for each in unassessed if each[0] in RETOLD} == own.unassessed
    counted = Counter(code for code, _, _ in unassessed)
    assert truth["unassessable"] == {code: counted[code] for code in truth["checks"]}
    targets = [each for each in truth["targets"] if each["code"] in own.targets]
    assert {each["code"] for each in targets} == own.targets.keys()
    for each in targets:
        assert each["measured"] == pytest.approx(float(own.targets[each["code"]]), abs=0.005)
        assert each["outcome"] == ("met" if own.targets[each["code"]] >= Decimal(str(each["target"])) else "not_met")


@pytest.mark.parametrize(("county", "city", "year"), COUNTIES)
def test_truth_is_what_the_workbook_says(made: Any, county: str, city: str, year: int) -> None:
    files, truth = made[county, year]
    agree(files, truth, city, year)


@pytest.mark.parametrize(("county", "city", "year"), COUNTIES)
def test_every_check_in_force_is_planted(made: Any, county: str, city: str, year: int) -> None:
    truth = made[county, year][1]
    assert set(truth["checks"]) & RETOLD == EXPECTED[county, year]
    assert {each["code"] for each in truth["findings"]} == set(truth["checks"])


# To make and read a sample takes a second: what fails is not made smaller.
@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**6), county=st.sampled_from(COUNTIES), households=st.integers(200, 400))
def test_truth_holds_for_any_seed(tmp_path: Path, seed: int, county: tuple[str, str, int], households: int) -> None:
    name, city, year = county
    files = make_sample(tmp_path / f"{name}{year}", name, year, households=households, seed=seed)
    truth = json.loads(files.truth.read_text("utf-8"))
    assert truth["counts"]["household_rows"] == households
    agree(files, truth, city, year)


@pytest.mark.parametrize(("county", "city", "year"), COUNTIES)
def test_cells_stand_under_the_header_of_their_field(made: Any, county: str, city: str, year: int) -> None:
    files, truth = made[county, year]
    vocabulary = load_vocabulary()
    workbooks = {name: load_workbook(path) for name, path in (("now", files.workbook), ("before", files.previous))}
    for entry in (*truth["findings"], *truth["boundaries"], *truth["issues"]):
        before = entry["table"] == "previous"
        sheet = workbooks["before" if before else "now"][entry["sheet"]]
        cell = sheet[entry["cell"]]
        assert cell.row == entry["row"]
        above = [sheet.cell(row, cell.column).value for row in range(1, 5)]
        table = "household" if before or entry["table"] == "township" else entry["table"]
        assert entry["field"] in [field_of(table, text, vocabulary) for text in above if text]
        if "text" in entry:
            assert str(cell.value) == entry["text"]


OWN_CELL = {
    **{f"ZJ01{n}": name for n, name in enumerate(GUARANTEES, 1)},
    **{f"ZJ05{n}": name for n, name in enumerate(GUARANTEES, 1)},
    **{f"ZJ04{n}": name for n, name in enumerate(FACTS, 1)},
    **{"ZJ021": "total_income", "ZJ022": "operating_income", "ZJ031": "dibao_standard", "LS013": "dibao_standard"},
    **{"DQ002": "income", "DQ011": "members", "DQ012": "household_id"},
}


@pytest.mark.parametrize(("county", "city", "year"), COUNTIES)
def test_findings_point_to_the_cell_of_their_check(made: Any, county: str, city: str, year: int) -> None:
    files, truth = made[county, year]
    rows = {(name, row.number): row for name, rows in read_sheets(files.workbook).items() for row in rows}
    for entry in truth["findings"]:
        if entry["code"] not in RETOLD:
            continue
        row = rows[entry["sheet"], entry["row"]]
        declared = entry["code"] in ("ZJ002", "LS011", "LS001", "LS002", "LS003", "JX001", "JX002", "JX003")
        worked_out = declared and row["per_capita_income"] is None
        expected = "income" if worked_out else OWN_CELL.get(entry["code"], "per_capita_income")
        assert entry["field"] == expected


def test_actual_and_gap_are_those_of_the_cell(made: Any) -> None:
    files, truth = made["遂昌县", 2020]
    sheet = load_workbook(files.workbook)["农户"]
    seen = 0
    for entry in truth["findings"]:
        value = sheet[entry["cell"]].value
        if entry["code"] == "ZJ002" and entry["field"] == "per_capita_income":
            amount = Decimal(str(value).replace(",", "").removeprefix("￥").removesuffix("元"))
            assert entry["actual"] == float(amount)
            assert entry["gap"] == float(8000 - amount)
            members = sheet.cell(entry["row"], 12).value
            assert entry.get("gap_household") == (float((8000 - amount) * int(str(members))) if members else None)
            seen += 1
    assert seen >= 8
    assert any("gap_household" not in entry for entry in truth["findings"] if entry["code"] == "ZJ002")


@pytest.mark.parametrize(("county", "city", "year"), COUNTIES)
def test_what_lies_on_a_limit_is_judged_and_clean(made: Any, county: str, city: str, year: int) -> None:
    truth = made[county, year][1]
    flagged = {(*row_of(entry), entry["code"]) for entry in truth["findings"]}
    unassessed = {(*row_of(entry), code) for entry in truth["unassessed"] for code in entry["codes"]}
    limits = [(*row_of(entry), code) for entry in truth["boundaries"] for code in entry["codes"]]
    assert len(truth["boundaries"]) >= 5
    assert all(entry["codes"] for entry in truth["boundaries"])
    assert not {*limits} & (flagged | unassessed)


def row_of(entry: Truth) -> tuple[str, str, int]:
    return entry["table"], entry["sheet"], entry["row"]


def test_limits_of_incomes_and_villages_are_planted(made: Any) -> None:
    files, truth = made["遂昌县", 2020]
    assert {entry["kind"] for entry in truth["boundaries"]} > {
        *("收入恰为标准", "四舍五入后恰为标准", "分项合计恰为标准", "在册而恰在线上", "未在册而高于线一分"),
        *("已退出而高于线一分", "观察期而高于线", "不在册而保障未达标", "分项合计恰差一元", "家庭可支配收入恰差一元"),
        *("年总收入恰为10万元、经营性收入恰为5万元", "薄弱村差一百元未达提升标准", "薄弱村恰达提升标准"),
    }
    exact = [entry for entry in truth["boundaries"] if entry["kind"] == "收入恰为标准"]
    assert exact
    sheet = load_workbook(files.workbook)["农户"]
    for entry in exact:
        value = sheet[entry["cell"]].value
        assert Decimal(str(value).replace(",", "").removeprefix("￥").removesuffix("元")) == 8000


def test_hardship_of_jiaxing_lies_on_the_line(made: Any) -> None:
    kinds = {entry["kind"] for entry in made["海盐县", 2022][1]["boundaries"]}
    assert {"支出型在册恰在线上", "支出型未在册恰在线上"} <= kinds


def test_targets_are_those_of_the_documents_in_force(made: Any) -> None:
    assert made["淳安县", 2021][1]["targets"] == []
    codes = {key: {each["code"] for each in truth["targets"]} for key, (_, truth) in made.items()}
    province = {"ZJ023", "ZJ032", "ZJ111", "ZJ132", "ZJ151", "ZJ161", "ZJ162", "ZJ163"}
    assert codes["淳安县", 2020] == province
    assert codes["海盐县", 2020] == province | {"JX027", "JX028"}
    assert codes["海盐县", 2022] == {"JX011", "JX027", "JX028", "JX033"}
    assert codes["庆元县", 2018] == {"LS021", "LS022"}
    assert codes["遂昌县", 2020] == province | {"LS021", "LS022"}
    assert codes["遂昌县", 2022] == {"LS021", "LS022", "LS023", "LS112"}
    assert codes["永嘉县", 2020] == province | {"WZ001", "WZ002", "WZ003", "WZ011", "WZ020"}
    assert codes["兰溪市", 2023] == {"LX001", "LX002", "LX010", "LX030", "LX040", "LX130"}


@pytest.mark.parametrize(
    ("county", "year", "codes"), [("遂昌县", 2020, {"ZJ023", "ZJ032", "LS021"}), ("海盐县", 2022, {"JX011", "JX027"})]
)
def test_targets_are_reached_in_some_samples_and_not_in_others(
    tmp_path: Path, county: str, year: int, codes: set[str]
) -> None:
    outcomes: dict[str, set[str]] = {code: set() for code in codes}
    for seed in range(8):
        files = make_sample(tmp_path, county, year, seed=seed)
        for each in json.loads(files.truth.read_text("utf-8"))["targets"]:
            if each["code"] in codes:
                outcomes[each["code"]].add(each["outcome"])
    assert outcomes == {code: {"met", "not_met"} for code in codes}
