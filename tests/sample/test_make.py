"""Making samples: the same bytes from the same seed, what is refused, and what lies in the files."""

import json
import stat
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from stdnum.cn import ric

from incomeaudit.messages import Problem
from incomeaudit.sample import make_sample
from incomeaudit.vocabulary import load_vocabulary
from tests.sample.roster import read_sheets


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    one = make_sample(tmp_path / "one", "遂昌县", 2020, seed=7)
    two = make_sample(tmp_path / "two", "浙江省/丽水市/遂昌县", 2020, seed=7)
    assert one.workbook.read_bytes() == two.workbook.read_bytes()
    assert one.truth.read_bytes() == two.truth.read_bytes()


def test_another_seed_another_county(tmp_path: Path) -> None:
    one = make_sample(tmp_path / "one", "遂昌县", 2020, seed=1)
    two = make_sample(tmp_path / "two", "遂昌县", 2020, seed=2)
    names = [{row["head_name"] for row in read_sheets(each.workbook)["农户"]} for each in (one, two)]
    assert len(names[0] & names[1]) < 20
    assert one.truth.read_bytes() != two.truth.read_bytes()


def test_files_are_named_after_the_county_and_private(tmp_path: Path) -> None:
    made = make_sample(tmp_path / "new" / "folder", "遂昌", 2020)
    assert made.workbook == tmp_path / "new" / "folder" / "遂昌县低收入农户花名册2020.xlsx"
    assert made.truth.name == "truth.json"
    for path in (made.workbook, made.truth):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(path.name for path in made.truth.parent.iterdir()) == ["truth.json", made.workbook.name]


def test_a_larger_county_has_more_mistakes(tmp_path: Path) -> None:
    small, large = (
        json.loads(make_sample(tmp_path / str(size), "遂昌县", 2020, households=size).truth.read_text("utf-8"))
        for size in (200, 1600)
    )
    assert len(large["findings"]) > len(small["findings"])
    assert 0.04 < large["counts"]["flagged_rows"] / 1600 < 0.07
    assert large["counts"]["village_rows"] > small["counts"]["village_rows"]


def test_identity_numbers_are_right_and_nobodys(tmp_path: Path) -> None:
    made = make_sample(tmp_path, "海宁市", 2021, households=400, seed=3)
    members = read_sheets(made.workbook)["家庭成员"]
    numbers = [row["id_number"].upper() for row in members]
    assert len(set(numbers)) == len(numbers) > 800
    for row, number in zip(members, numbers, strict=True):
        assert ric.calc_check_digit(number) == number[-1]
        assert number.startswith("330481")
        assert f"{ric.get_birth_date(number):%Y%m%d}" == row["birth_date"]
        assert (int(number[16]) % 2 == 1) == (row["sex"] == "男")
        assert number[14] == "9"
    assert any(number.endswith("X") for number in numbers)
    assert any(row["id_number"].endswith("x") for row in members)


def test_members_are_those_of_the_households(tmp_path: Path) -> None:
    made = make_sample(tmp_path, "遂昌县", 2020, households=300)
    truth = json.loads(made.truth.read_text("utf-8"))
    odd = {each["subject_id"] for each in truth["findings"] if each["field"] == "members"}
    people: dict[str, list[str]] = {}
    heads: dict[str, str] = {}
    for row in read_sheets(made.workbook)["家庭成员"]:
        people.setdefault(row["household_id"], []).append(row["relation"])
        heads.setdefault(row["household_id"], row["id_number"].upper())
    households = read_sheets(made.workbook)["农户"]
    assert set(people) == {row["household_id"] for row in households}
    for row in households:
        assert people[row["household_id"]][0] == "户主"
        assert people[row["household_id"]].count("户主") == 1
        assert heads[row["household_id"]] == row["head_id"].upper()
        if row["household_id"] not in odd:
            assert len(people[row["household_id"]]) == row["members"]


def test_household_sheet_looks_like_a_countys(tmp_path: Path) -> None:
    made = make_sample(tmp_path, "遂昌县", 2020)
    workbook = load_workbook(made.workbook)
    assert workbook.sheetnames == ["农户", "家庭成员", "村集体经济", "县级参数", "小额信贷", "项目", "带头人"]
    sheet = workbook["农户"]
    assert sheet["A1"].value == "遂昌县2020年低收入农户花名册"
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:AH1", "A3:A4", "B3:N3", "O3:V3", "W3:AB3", "AC3:AH3"} <= merged
    assert [sheet[f"{letter}3"].value for letter in ("B", "O", "W", "AC")] == [
        "基本情况", "收入情况（元）", "“两不愁三保障”", "帮扶情况",
    ]  # fmt: skip
    first = [cell.value for cell in sheet["A"]]
    townships = list(dict.fromkeys(row["township"] for row in read_sheets(made.workbook)["农户"]))
    assert first.count("小计") == len(townships)
    assert first.index("合计") > len(first) - 5
    assert str(first[-2]).startswith("填表人")
    income = [cell.value for cell in sheet["S"][4:]]
    assert {type(value) for value in income} >= {int, str}
    assert any(str(value).startswith("￥") for value in income)
    assert any("," in str(value) for value in income)


def test_headers_are_known_to_the_vocabulary(tmp_path: Path) -> None:
    tables = load_vocabulary().tables
    workbook = load_workbook(make_sample(tmp_path, "遂昌县", 2020).workbook)
    for sheet, table, row in (("农户", "household", 4), ("家庭成员", "member", 2), ("县级参数", "place", 2)):
        known = {header.replace("（", "(").replace("）", ")") for field in tables[table].fields.values()
                 for header in field.all_headers}  # fmt: skip
        for cell in workbook[sheet][row]:
            if cell.value is not None:
                text = str(cell.value).replace("\n", "").replace("（", "(").replace("）", ")")
                for unit in ("(元/年)", "(元)", "(人)", "(月)"):
                    text = text.removesuffix(unit)
                assert text in known


def test_codes_are_those_of_the_lists(tmp_path: Path) -> None:
    vocabulary = load_vocabulary()
    made = make_sample(tmp_path, "海盐县", 2020, households=300)
    for row in read_sheets(made.workbook)["农户"]:
        for name in ("category", "status", "poverty_cause"):
            field = vocabulary.tables["household"].fields[name]
            assert row[name] is None or row[name] in vocabulary.codes[field.codes].values
    sheet = load_workbook(made.workbook)["家庭成员"]
    titles = {str(cell.value): place for place, cell in enumerate(sheet[2], 1)}
    fields = vocabulary.tables["member"].fields
    for header, name in {"与户主关系": "relation", "文化程度": "education_level", "在校生状况": "student",
                         "健康状况": "health", "劳动技能": "labour", "性别": "sex"}.items():  # fmt: skip
        codes = vocabulary.codes[fields[name].codes].values
        for number in range(3, sheet.max_row + 1):
            value = sheet.cell(number, titles[header]).value
            assert value is None or value in codes


@pytest.mark.parametrize(
    ("place", "households", "key"),
    [("某某县", 200, "place_unknown"), ("丽水市", 200, "sample_place"), ("遂昌县", 30, "sample_too_few")],
)
def test_what_cannot_be_made_is_said(tmp_path: Path, place: str, households: int, key: str) -> None:
    with pytest.raises(Problem) as caught:
        make_sample(tmp_path / "sample", place, 2020, households=households)
    assert caught.value.key == key
    assert not (tmp_path / "sample").exists()


def test_the_least_number_of_households_is_enough(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        make_sample(tmp_path, "遂昌县", 2020, households=20)
    least = caught.value.values["least"]
    assert isinstance(least, int)
    made = make_sample(tmp_path, "遂昌县", 2020, households=least)
    assert len(read_sheets(made.workbook)["农户"]) == least


def test_an_earlier_sample_is_replaced_and_a_roster_is_not(tmp_path: Path) -> None:
    made = make_sample(tmp_path, "遂昌县", 2020, seed=1)
    before = made.workbook.read_bytes()
    assert make_sample(tmp_path, "遂昌县", 2020, seed=2) == made
    assert made.workbook.read_bytes() != before
    with pytest.raises(Problem) as caught:
        make_sample(tmp_path, "海盐县", 2020)
    assert (caught.value.key, caught.value.values) == ("sample_in_the_way", {"path": made.truth})
    Workbook().save(made.workbook)
    real = made.workbook.read_bytes()
    with pytest.raises(Problem) as caught:
        make_sample(tmp_path, "遂昌县", 2020, seed=1)
    assert (caught.value.key, caught.value.values) == ("sample_in_the_way", {"path": made.workbook})
    assert made.workbook.read_bytes() == real


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", "utf-8")
    with pytest.raises(Problem) as caught:
        make_sample(tmp_path / "taken" / "below", "遂昌县", 2020)
    assert caught.value.key == "sample_unwritable"
    with pytest.raises(Problem):
        make_sample(tmp_path / "taken", "遂昌县", 2020)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
