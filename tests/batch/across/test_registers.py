"""What a file leaves for the work across files."""

import polars as pl
import pytest

from incomeaudit.auditing.groups import group_rows
from incomeaudit.auditing.options import Options
from incomeaudit.batch.across.registers import registers
from incomeaudit.batch.across.schemas import REGISTERS
from incomeaudit.ingest.read import read
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import load_vocabulary
from incomeaudit.vocabulary.places import load_places
from tests.auditing.build import FIRST_ROW, dataset, household

HEAD, WIFE = "331123196001010018", "33112319620505002X"
LONG = "331123101000001"


def registers_of(data, file="云溪乡/名册.xlsx"):
    grouping = group_rows(data, load_places(), Options(), Messages("zh"))
    return registers(data, grouping.tables, file)


def member(**values):
    return {"household_id": LONG, "name": "王某", "id_number": HEAD} | values


def test_every_register_has_its_schema_and_its_place():
    rows = [household(household_id=LONG, head_id=HEAD)]
    data = dataset(
        household=rows,
        member=[member(name="李某", id_number=WIFE)],
        visit=[{"household_id": "331123101000009", "head_name": "李某"}],
        village=[{"township": "云溪乡", "village": "石门村"}],
    )
    found = registers_of(data)
    assert set(found) == set(REGISTERS)
    assert all(frame.schema == REGISTERS[name] for name, frame in found.items())
    head = found["household"].row(0, named=True)
    assert (head["home"], head["county"], head["township_key"], head["village_key"]) == (
        LONG, "浙江省/丽水市/遂昌县", "云溪", "石门",
    )  # fmt: skip
    assert (head["file"], head["sheet"], head["row"], head["cell"]) == (
        "云溪乡/名册.xlsx",
        "household",
        FIRST_ROW,
        f"K{FIRST_ROW}",
    )
    wife = found["member"].row(0, named=True)
    assert (wife["township"], wife["village"], wife["year"]) == ("云溪乡", "石门村", 2020)
    assert found["naming"].select("table", "household_id", "name", "cell").row(0) == (
        "visit",
        "331123101000009",
        "李某",
        "A4",
    )
    assert found["settled"].rows() == [("member", 2020, 1)]


def test_registers_without_a_row_are_left_out():
    assert set(registers_of(dataset(village=[{"village": "石门村", "year": 2020}]))) == {"village"}


def test_a_head_listed_among_the_members_stands_once():
    rows = [household(household_id=LONG, head_id=HEAD)]
    found = registers_of(dataset(household=rows, member=[member(), member(name="李某", id_number=WIFE)]))
    assert found["household"]["appears"].to_list() == [True]
    assert found["member"]["name"].to_list() == ["李某"]


def test_a_head_without_a_number_stands_where_the_members_list_him():
    rows = [household(household_id=LONG), household(household_id="331123101000002")]
    found = registers_of(dataset(household=rows, member=[member()]))
    assert found["household"]["appears"].to_list() == [False, True]
    assert found["member"].height == 1


def test_a_short_number_counts_within_its_village():
    rows = [household(household_id="1", village=village, head_id=HEAD) for village in ("石门村", "竹坑村")]
    rows += [household(household_id="1", village=None), household(household_id=None, head_id=HEAD)]
    homes = registers_of(dataset(household=rows))["household"]["home"]
    assert homes.n_unique() == 4
    assert homes[0] == "浙江省/丽水市/遂昌县/云溪/石门/1"
    assert "名册.xlsx" in homes[2]


def test_a_household_that_the_file_lists_is_settled():
    rows = [household(household_id="1", village="石门村"), household(household_id="1", village="竹坑村")]
    visits = [{"household_id": "1", "village": village, "year": 2020} for village in ("石门村", "上坑村", None)]
    visits += [
        {"household_id": None, "village": "石门村", "year": 2020},
        {"household_id": "1", "village": "石门村", "year": 2019},
    ]
    found = registers_of(dataset(household=rows, visit=visits))
    assert found["settled"].rows() == [("visit", 2020, 2)]
    assert found["naming"]["row"].to_list() == [FIRST_ROW + 1, FIRST_ROW + 3, FIRST_ROW + 4]


def test_a_grant_to_a_workshop_names_no_household():
    grants = [
        {"household_id": None, "workshop": "来料加工点", "year": 2020},
        {"household_id": LONG, "workshop": None, "year": 2020},
    ]
    assert registers_of(dataset(grant=grants))["naming"]["household_id"].to_list() == [LONG]


@pytest.mark.parametrize("written", [f" {WIFE} ", WIFE.lower(), "３３１１２３１９６２０５０５００２Ｘ", f"'{WIFE}"])
def test_numbers_however_written_are_one(tmp_path, written):
    path = tmp_path / "遂昌县名册2020.csv"
    path.write_text(f"户编号,姓名,证件号码,与户主关系\n{LONG},王某,{written},户主\n{LONG},李某,   ,配偶\n", "utf-8")
    found = registers_of(read([path], load_vocabulary(), Messages("zh")))["member"]
    assert found["id_number"].to_list() == [WIFE, None]
    assert found["person"].to_list() == [int(WIFE[:17]) * 11 + 10, None]


def test_numbers_that_lost_their_last_digits_are_nobodys(tmp_path):
    lost = "\n".join(f"{LONG},某{day},33112319620{day}1000,之子" for day in range(501, 509))
    path = tmp_path / "遂昌县名册2020.csv"
    path.write_text(f"户编号,姓名,证件号码,与户主关系\n{LONG},李某,{WIFE},户主\n{lost}\n", "utf-8")
    data = read([path], load_vocabulary(), Messages("zh"))
    found = registers_of(data)["member"]
    assert "id_lost_digits" in data.issues["kind"].to_list()
    assert found.filter(pl.col("person").is_not_null())["name"].to_list() == ["李某"]
