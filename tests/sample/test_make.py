"""Making samples: the same bytes from the same seed, what is refused, and what lies in the files."""

import json
import stat
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook, load_workbook
from stdnum.cn import ric

from incomeaudit.messages import Problem
from incomeaudit.sample import make_sample
from incomeaudit.sample.broken import BREAKS
from incomeaudit.sample.judged import ground_of
from incomeaudit.sample.plan import draw_county, people_of
from incomeaudit.sample.rules import rules_for
from incomeaudit.sample.scheme import scheme_for
from incomeaudit.sample.sheets import planted_of
from incomeaudit.vocabulary import load_vocabulary
from incomeaudit.vocabulary.places import load_places
from tests.sample.roster import field_of, read_sheets

TABLES = {
    "农户": "household",
    "家庭成员": "member",
    "村集体经济": "village",
    "县级参数": "place",
    "走访记录": "visit",
    "补助发放": "grant",
    "小额信贷": "loan",
    "项目": "project",
    "带头人": "leader",
    "培训": "training",
}
"""The table that each sheet holds."""
COUNTIES = [
    ("淳安县", 2020),
    ("遂昌县", 2020),
    ("遂昌县", 2022),
    ("海盐县", 2020),
    ("海盐县", 2022),
    ("平湖市", 2021),
    ("庆元县", 2018),
    ("永嘉县", 2018),
    ("永嘉县", 2020),
    ("乐清市", 2017),
    ("兰溪市", 2023),
]
"""Places and years in which a document is in force."""


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    one = make_sample(tmp_path / "one", "遂昌县", 2020, seed=7)
    two = make_sample(tmp_path / "two", "浙江省/丽水市/遂昌县", 2020, seed=7)
    assert one.workbook.read_bytes() == two.workbook.read_bytes()
    assert one.previous.read_bytes() == two.previous.read_bytes()
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
    assert made.previous == made.workbook.with_name("遂昌县低收入农户花名册2019.xlsx")
    assert made.truth == made.workbook.with_name("truth.json")
    for path in (made.workbook, made.previous, made.truth):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {*made.truth.parent.iterdir()} == {made.workbook, made.previous, made.truth}


def test_a_larger_county_has_more_mistakes(tmp_path: Path) -> None:
    small, large = (
        json.loads(make_sample(tmp_path / str(size), "遂昌县", 2020, households=size).truth.read_text("utf-8"))
        for size in (200, 1600)
    )
    assert len(large["findings"]) > len(small["findings"])
    assert 0.05 < large["counts"]["flagged_households"] / 1600 < 0.1
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
    assert workbook.sheetnames == [
        "农户", "家庭成员", "村集体经济", "县级参数", "小额信贷", "项目", "带头人", "培训", "补助发放",
    ]  # fmt: skip
    sheet = workbook["农户"]
    assert sheet["A1"].value == "遂昌县2020年低收入农户花名册"
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:AU1", "A3:A4", "B3:N3", "O3:V3", "W3:AB3", "AC3:AK3", "AL3:AQ3", "AR3:AU3"} <= merged
    assert [sheet[f"{letter}3"].value for letter in ("B", "O", "W", "AC", "AL", "AR")] == [
        "基本情况", "收入情况（元）", "“两不愁三保障”", "帮扶情况", "进出程序", "住房和饮水",
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
    vocabulary = load_vocabulary()
    for county, year in (("淳安县", 2020), ("遂昌县", 2020), ("海盐县", 2022), ("永嘉县", 2018), ("兰溪市", 2023)):
        made = make_sample(tmp_path / county, county, year)
        for path, tables in ((made.workbook, TABLES), (made.previous, {"农户": "household"})):
            for sheet in load_workbook(BytesIO(path.read_bytes()), read_only=True).worksheets:
                row = 4 if path == made.workbook and sheet.title == "农户" else 2
                headers = [value for value in next(sheet.iter_rows(row, row, values_only=True)) if value is not None]
                fields = [field_of(tables[sheet.title], each, vocabulary) for each in headers if each != "序号"]
                assert None not in fields
                assert len(set(fields)) == len(fields)


def test_codes_are_those_of_the_lists(tmp_path: Path) -> None:
    vocabulary = load_vocabulary()
    made = make_sample(tmp_path, "海盐县", 2020, households=300)
    for row in read_sheets(made.workbook)["农户"]:
        for name in ("category", "status", "poverty_cause"):
            field = vocabulary.tables["household"].fields[name]
            assert row[name] is None or row[name] in vocabulary.codes[field.codes].values
    unreadable = {
        each["cell"] for each in json.loads(made.truth.read_text("utf-8"))["issues"] if each["table"] == "member"
    }
    sheet = load_workbook(made.workbook)["家庭成员"]
    titles = {str(cell.value): place for place, cell in enumerate(sheet[2], 1)}
    fields = vocabulary.tables["member"].fields
    for header, name in {"与户主关系": "relation", "文化程度": "education_level", "在校生状况": "student",
                         "健康状况": "health", "劳动技能": "labour", "性别": "sex"}.items():  # fmt: skip
        codes = vocabulary.codes[fields[name].codes].values
        for number in range(3, sheet.max_row + 1):
            cell = sheet.cell(number, titles[header])
            assert cell.value is None or cell.value in codes or cell.coordinate in unreadable


@pytest.mark.parametrize(
    ("place", "households", "key"),
    [("某某县", 200, "place_unknown"), ("丽水市", 200, "sample_place"), ("遂昌县", 30, "sample_too_few")],
)
def test_what_cannot_be_made_is_said(tmp_path: Path, place: str, households: int, key: str) -> None:
    with pytest.raises(Problem) as caught:
        make_sample(tmp_path / "sample", place, 2020, households=households)
    assert caught.value.key == key
    assert not (tmp_path / "sample").exists()


@pytest.mark.parametrize(("place", "year"), COUNTIES)
def test_the_least_number_of_households_is_enough(tmp_path: Path, place: str, year: int) -> None:
    with pytest.raises(Problem) as caught:
        make_sample(tmp_path, place, year, households=20, seed=2)
    assert caught.value.key == "sample_too_few"
    least = caught.value.values["least"]
    assert isinstance(least, int)
    assert 20 < least <= 200
    made = make_sample(tmp_path, place, year, households=least, seed=2)
    assert len(read_sheets(made.workbook)["农户"]) == least


@pytest.mark.parametrize(("place", "year"), COUNTIES)
def test_every_kind_of_mistake_finds_room_in_200_households(place: str, year: int) -> None:
    found = load_places().resolve(place, on=date(year, 12, 31)).place
    assert found is not None
    for seed in range(8):
        scheme = scheme_for(found.path, found.code, year, target_met=seed % 2 == 0)
        county = draw_county(Random(seed), scheme, 200, 0.05)
        tables = {
            **{"household": county.households, "member": people_of(county.households), "village": county.villages},
            **{"township": county.townships, "place": county.places, "previous": county.previous, **county.further},
        }
        planted = [planted_of(row) for rows in tables.values() for row in rows]
        codes = frozenset(rule.code for rule in rules_for(scheme))
        ground = ground_of(scheme, tables)
        asked = {each.kind for each in BREAKS if each.applies(ground, codes)}
        assert len(asked) > 10
        assert asked <= {each.kind for each in planted if each}


@pytest.mark.parametrize("share", [-0.01, 0.51])
def test_a_county_of_nothing_but_mistakes_is_refused(tmp_path: Path, share: float) -> None:
    with pytest.raises(ValueError, match="flagged_share"):
        make_sample(tmp_path, "遂昌县", 2020, flagged_share=share)
    assert not [*tmp_path.iterdir()]


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
