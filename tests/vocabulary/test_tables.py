"""The tables: every header that counties are known to use leads where it should."""

import re
import unicodedata
from collections.abc import Callable, Iterator

import pytest

from incomeaudit.messages import Text
from incomeaudit.vocabulary import NUMERIC, Field, load_vocabulary
from tests.vocabulary.known_headers import HEADERS

VOCABULARY = load_vocabulary()
TABLES = {name: table for name, table in VOCABULARY.tables.items() if table.telling}
"""Tables that sheets are taken for; those made of them have the same headers."""
FIELDS = [field for table in TABLES.values() for field in table.fields.values()]
UNITS = {"元", "人", "户", "次", "月", "亩", "平方米", "share"}

IDENTITY_NUMBERS = {
    "证件号码", "身份证号", "身份证号码", "身份证", "证件号", "公民身份号码", "公民身份证号码",
    "居民身份证号码", "身份证件号码",
}  # fmt: skip

# Headers that mean one thing on one sheet and another on the next; which, the sheet's table decides.
TWO_MEANINGS = {
    ("household.head_id", "member.id_number"): IDENTITY_NUMBERS,
    ("household.on_dibao", "member.dibao"): {"是否享受低保"},
    ("household.income", "village.total_income"): {"年收入"},
    ("household.business_income", "village.operating_income"): {"经营性收入"},
    ("household.water_reliability", "place.water_supply_assurance"): {"供水保证率"},
    ("grant.people", "household.members"): {"人数"},
    ("household.members", "training.trainees"): {"人数"},
    ("grant.people", "training.trainees"): {"人数"},
    ("grant.people", "place.relocated_people"): {"搬迁人数", "搬迁人口", "搬迁人口数"},
    ("grant.own_payment", "training.fee"): {"自付", "自付费用", "自付金额", "个人自付", "个人自付金额"},
    ("grant.granted_on", "loan.from_date"): {"发放日期", "发放时间"},
    ("leader.name", "member.name"): {"姓名"},
    ("leader.name", "training.trainee"): {"姓名"},
    ("member.name", "training.trainee"): {"姓名"},
}
SAME_MEANING = {"county", "township", "village", "year", "household_id", "head_name", "publicised_on"}
# Telling headers that another table has as well, but does so beside one that only it has.
TELLING_ELSEWHERE = {
    ("grant", "own_payment"): {"自付", "自付费用", "自付金额", "个人自付", "个人自付金额"},
    ("training", "fee"): {"自付", "自付费用", "自付金额", "个人自付", "个人自付金额"},
    ("training", "trainees"): {"人数"},
    ("household", "members"): {"人数"},
    ("member", "name"): {"姓名"},
    ("place", "relocated_people"): {"搬迁人数", "搬迁人口", "搬迁人口数"},
}


def plain(header: str) -> str:
    """Half width, without blanks, bracketed units and brackets."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", header))
    text = re.sub(r"\((?:万?元(?:/[年月])?|人|亩|月|平方米|次)\)", "", text)
    return re.sub(r"[()\[\]【】]", "", text)


def without_remarks(header: str) -> str:
    """``plain``, with everything in brackets and the question 是否 taken off as well."""
    text = re.sub(r"\([^()]*\)", "", unicodedata.normalize("NFKC", header))
    return plain(text).removeprefix("是否有").removeprefix("是否")


def led_to(table: str) -> dict[str, str]:
    """Every header of a table, as ``plain`` makes it, to its field; inverted with ~, gross with +."""
    found: dict[str, str] = {}
    for field in TABLES[table].fields.values():
        for mark, headers in (("", field.headers), ("~", field.inverted), ("+", field.gross)):
            found |= {plain(header): mark + field.id for header in headers}
    return found


def texts() -> Iterator[tuple[str, Text]]:
    for table in TABLES.values():
        yield table.id, table.title
    for field in FIELDS:
        yield f"{field.table}.{field.id}", field.title
    for codes in VOCABULARY.codes.values():
        yield codes.id, codes.title


def name_of(field: Field) -> str:
    return f"{field.table}.{field.id}"


# ------------------------------------------------------------------------------------------- the tables


@pytest.mark.parametrize("table", HEADERS)
def test_a_table_has_its_fields_in_order(table: str) -> None:
    assert list(TABLES[table].fields) == list(HEADERS[table])


@pytest.mark.parametrize(
    ("table", "field", "header"),
    [
        (table, field, header)
        for table, fields in HEADERS.items()
        for field, headers in fields.items()
        for header in headers.split()
    ],
)
def test_known_header_leads_to_its_field(table: str, field: str, header: str) -> None:
    mark = header[0] if header[0] in "~+" else ""
    assert led_to(table)[plain(header.lstrip("~+"))] == mark + field


@pytest.mark.parametrize("fold", [plain, without_remarks])
@pytest.mark.parametrize("table", TABLES)
def test_no_two_fields_of_a_table_share_a_header(table: str, fold: Callable[[str], str]) -> None:
    owners: dict[str, set[str]] = {}
    for field in TABLES[table].fields.values():
        for header in field.all_headers:
            owners.setdefault(fold(header), set()).add(field.id)
    assert {header: fields for header, fields in owners.items() if len(fields) > 1} == {}


@pytest.mark.parametrize("table", TABLES)
def test_no_header_means_yes_here_and_no_there(table: str) -> None:
    for field in TABLES[table].fields.values():
        kinds = [set(map(without_remarks, part)) for part in (field.headers, field.inverted, field.gross)]
        assert not (kinds[0] & kinds[1] or kinds[0] & kinds[2]), name_of(field)


@pytest.mark.parametrize("field", FIELDS, ids=name_of)
def test_headers_are_clean_and_stand_once(field: Field) -> None:
    folded = [re.sub(r"\s", "", unicodedata.normalize("NFKC", header)) for header in field.all_headers]
    assert len(set(folded)) == len(folded)
    for header in field.all_headers:
        assert header and plain(header), name_of(field)
        assert not re.search(r"\s|^\d|20\d\d|[（(](?:万?元|人|亩|月|平方米)[）)]", header), header


def test_tables_share_only_headers_that_mean_two_things() -> None:
    shared: dict[tuple[str, str], set[str]] = {}
    for one in FIELDS:
        for other in FIELDS:
            both = set(map(plain, one.all_headers)) & set(map(plain, other.all_headers))
            same = one.id == other.id and one.id in SAME_MEANING
            county = {one.id, other.id} == {"county", "place"}
            if one.table < other.table and both and not same and not county:
                shared[name_of(one), name_of(other)] = both
    assert shared == TWO_MEANINGS


@pytest.mark.parametrize("field", ["county", "township", "village", "household_id", "head_name"])
def test_places_and_households_are_called_alike_in_all_tables(field: str) -> None:
    called = [table.fields[field].headers for table in TABLES.values() if field in table.fields]
    assert len(called) > 3
    assert called.count(TABLES["household"].fields[field].headers) == len(called)


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"village"}))
def test_telling_fields_are_of_no_other_table_but_for_these(table: str) -> None:
    elsewhere = {plain(h) for field in FIELDS if field.table != table for h in field.all_headers}
    for name in TABLES[table].telling:
        mine = set(map(plain, TABLES[table].fields[name].all_headers))
        assert mine & elsewhere == TELLING_ELSEWHERE.get((table, name), set()), name


def test_keys_names_and_sheet_names() -> None:
    assert {table.id: (table.key, table.name) for table in TABLES.values()} == {
        "household": (("household_id", "head_id"), "head_name"),
        "member": (("household_id",), "name"),
        "village": (("village",), "village"),
        "place": (("place",), "place"),
        "visit": (("household_id",), "head_name"),
        "loan": (("loan_id", "contract_id", "household_id"), "borrower"),
        "project": (("project_id", "name"), "name"),
        "grant": (("household_id", "workshop"), "head_name"),
        "training": (("household_id", "name"), "name"),
        "leader": (("name",), "name"),
    }
    assert all(table.sheet_names and table.telling for table in TABLES.values())


# ------------------------------------------------------------------------------------------- the fields


@pytest.mark.parametrize("field", FIELDS, ids=name_of)
def test_a_field_makes_sense(field: Field) -> None:
    assert (field.unit == "元") == (field.type == "money")
    assert bool(field.unit) == (field.type in NUMERIC - {"year"})
    assert field.unit in UNITS | {""}
    assert bool(field.codes) == (field.type == "code")
    assert not field.inverted or field.type == "boolean"
    assert not field.gross or field.type == "money"
    assert not field.nothing or field.type in (NUMERIC | {"text"}) - {"year"}
    assert not field.undecided or (field.type == "text" and not field.nothing)
    assert not field.monthly or field.type == "money"
    assert not field.personal or field.type == "id"
    assert not field.id.endswith(("_on", "_from", "_date")) or field.type == "date"


def test_personal_numbers_are_marked() -> None:
    assert {name_of(field): field.personal for field in FIELDS if field.type == "id"} == {
        "household.household_id": None,
        "household.head_id": "id",
        "household.phone": "phone",
        "household.bank_account": "bank",
        "member.household_id": None,
        "member.member_id": None,
        "member.id_number": "id",
        "member.disability_card": "id",
        "visit.household_id": None,
        "loan.loan_id": None,
        "loan.contract_id": None,
        "loan.household_id": None,
        "project.project_id": None,
        "grant.household_id": None,
        "training.household_id": None,
    }


def test_only_the_standards_are_converted_from_months() -> None:
    assert [name_of(field) for field in FIELDS if field.monthly] == [
        "place.dibao_standard", "place.urban_dibao_standard", "place.dibao_edge_line",
    ]  # fmt: skip


def test_nothing_is_zero_for_items_and_never_for_what_is_judged() -> None:
    household = TABLES["household"].fields
    items = (
        "labourers employed wage_income business_income business_cost property_income transfer_income "
        "family_planning_grant dibao_payment tekun_payment pension_payment eco_compensation farm_subsidy "
        "disability_payment other_transfer medical_expense medical_reimbursed rigid_expense visits"
    )
    judged = (
        "members income per_capita_income net_income per_capita_net_income prior_per_capita_income "
        "farmland forest housing_area"
    )
    assert [name for name in items.split() if not household[name].nothing] == []
    assert [name for name in judged.split() if household[name].nothing] == []
    assert not TABLES["village"].fields["total_income"].nothing
    assert not any(field.nothing for field in TABLES["place"].fields.values())
    assert not TABLES["grant"].fields["basis"].nothing
    assert {name for name, field in TABLES["loan"].fields.items() if field.nothing} == {"interest_subsidy"}


def test_what_names_who_helps_or_what_is_done_may_be_undecided() -> None:
    assert [name_of(field) for field in FIELDS if field.undecided] == [
        "household.assistance", "household.cadre", "household.cadre_unit", "household.paired_branch",
        "member.work_place", "member.public_post", "project.asset_manager", "village.paired_unit", "village.plan",
    ]  # fmt: skip


def test_all_texts_stand_in_both_languages() -> None:
    for name, text in texts():
        assert re.search(r"[一-鿿]", text.zh), name
        assert re.search(r"[A-Za-z]", text.en) and not re.search(r"[一-鿿]", text.en), name
