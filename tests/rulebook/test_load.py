"""Every mistake in a pack stops the run with the file and the key; what is no mistake loads."""

from pathlib import Path

import pytest

from incomeaudit.messages import LANGUAGES, Messages, Problem
from incomeaudit.rulebook import Rulebook, load_rulebook
from incomeaudit.rulebook.load import shipped_packs
from incomeaudit.rulebook.validate import validate
from incomeaudit.vocabulary import load_vocabulary
from incomeaudit.vocabulary.places import load_places

FILE = "自定.toml"

SOUND = """
format = 1

[document]
id = "own"
title = { zh = "市里自定的办法", en = "The city's own measures" }
issuer = "丽水市"
place = "浙江省/丽水市"
issued = 2020-01-01
in_force = { from = 2020-01-01, to = 2022-12-31 }

[[clause]]
id = "own/floor"
at = "一"
kind = "household"
demand = { zh = "人均收入达到 9000 元。", en = "Income per head reaches 9,000 yuan." }
state = "encoded"

[[clause]]
id = "own/later"
at = "二"
kind = "household"
demand = { zh = "以后再说。", en = "For later." }
state = "pending"
reason = { zh = "尚未编码。", en = "Not yet encoded." }

[[parameter]]
id = "own_floor"
title = { zh = "标准", en = "Floor" }
unit = "元/人·年"
clause = "own/floor"
values = [
  { value = 9000, until = 2021-01-01, source = "一" },
  { value = 9500, from = 2021-01-01, source = "一" },
]

[[derived]]
table = "household"
id = "own_line"
title = { zh = "市里的线", en = "The city's line" }
type = "money"
sql = "$own_floor * 2"

[[check]]
code = "YY001"
title = { zh = "低于标准", en = "Below the floor" }
clauses = ["own/floor"]
table = "household"
severity = "major"
scope = "listing_status = '在册'"
violation = "floor_income < $own_floor"
actual = "floor_income"
expected = "$own_floor"
cell = "per_capita_income"
message = { zh = "{actual} 元，低于 {expected} 元，{members} 人", en = "{actual} yuan, below {expected}, {members} members" }
remedy = { zh = "核实。", en = "Verify." }

[[check.case]]
name = "差一分"
given = { per_capita_income = 8999.99 }
unreadable = ["food"]
year = 2020
expect = "flagged"

[[target]]
code = "YY002"
title = { zh = "平均收入", en = "Average income" }
clauses = ["own/floor"]
table = "household"
severity = "notice"
numerator = "household_income"
denominator = "members"
base_fact = "prior_low_income"
base_numerator = "prior_household_income"
base_denominator = "members"
target = "$own_floor"
message = { zh = "{place} {measured}", en = "{place} {measured}" }
remedy = { zh = "核实。", en = "Verify." }

[[target.case]]
name = "达到"
rows = [{ income = 9000, members = 1 }]
facts = [{ prior_low_income = 9000 }]
expect = "met"
"""

CHECK = SOUND[SOUND.index("[[check]]") : SOUND.index("[[target]]")]
CHECK_CASE = CHECK[CHECK.index("[[check.case]]") :]
TARGET = SOUND[SOUND.index("[[target]]") :]
DERIVED = SOUND[SOUND.index("[[derived]]") : SOUND.index("[[check]]")]
CLAUSE = SOUND[SOUND.index("[[clause]]") : SOUND.index("[[parameter]]")]

MISTAKES = {
    # ------------------------------------------------------------ what a pack may hold
    "unknown key in the pack": ("format = 1", "format = 1\ncolour = 1", "colour", "Extra inputs"),
    "another format": ("format = 1", "format = 2", "format", "Input should be 1"),
    "unknown key in the document": ('issuer = "丽水市"', 'isuer = "丽水市"', "document.issuer", "Field required"),
    "unknown key in a clause": ('at = "一"', 'at = "一"\nwhere = "一"', "clause.own/floor.where", "Extra inputs"),
    "unknown key in a parameter": ('unit = "元/人·年"', 'units = "元"', "parameter.own_floor.units", "Extra inputs"),
    "unknown key in a value": ("until = 2021", "till = 2021", "parameter.own_floor.values.1.till", "Extra inputs"),
    "unknown key in a check": ("violation =", 'violaton = "x"\nviolation =', "check.YY001.violaton", "Extra inputs"),
    "unknown key in a case": ("year = 2020", "yaer = 2020", "check.YY001.case.1.yaer", "Extra inputs"),
    "unknown key in a target": ("base_fact =", "basefact =", "target.YY002.basefact", "Extra inputs"),
    "no violation": ('violation = "floor_income < $own_floor"', "", "check.YY001.violation", "Field required"),
    "no case": (CHECK_CASE, "", "check.YY001.case", "Field required"),
    "an empty condition": ('"floor_income < $own_floor"', '" "', "check.YY001.violation", "at least 1"),
    "no text in one language": ('{ zh = "标准", en = "Floor" }', '{ zh = "标准" }', "parameter.own_floor.title.en", "Field"),
    "a bad code": ('code = "YY001"', 'code = "Y-1"', "check.Y-1.code", "pattern"),
    "a bad severity": ('severity = "major"', 'severity = "worst"', "check.YY001.severity", "'critical'"),
    "a bad verdict": ('expect = "flagged"', 'expect = "bad"', "check.YY001.case.1.expect", "'flagged'"),
    "a bad day": ("issued = 2020-01-01", 'issued = "soon"', "document.issued", "date"),
    "a term that ends before it begins": ("to = 2022-12-31", "to = 2019-12-31", "document.in_force", "before"),
    "no reason for a pending clause": ('reason = { zh = "尚未编码。", en = "Not yet encoded." }', "", "clause.own/later", "reason"),
    # ------------------------------------------------------------ places and days
    "an unknown place": ("浙江省/丽水市", "浙江省/丽江市", "document.place", "unknown place"),
    "a value for a place elsewhere": (
        "from = 2021-01-01,",
        'from = 2021-01-01, place = "浙江省/嘉兴市",',
        "parameter.own_floor.values.2.place",
        "no place in",
    ),
    "values that overlap": (
        "from = 2021-01-01,",
        "from = 2020-12-31,",
        "parameter.own_floor.values.2",
        "a second value",
    ),
    "a value without end before another": (", until = 2021-01-01", "", "parameter.own_floor.values.2", "a second value"),
    "a value that ends before it begins": (
        "until = 2021-01-01",
        "until = 2019-01-01",
        "parameter.own_floor.values.1.until",
        "not after",
    ),
    # ------------------------------------------------------------ clauses
    "a check under an unknown clause": (CHECK, CHECK.replace("own/floor", "own/roof"), "check.YY001.clauses", "own/roof"),
    "a parameter under an unknown clause": ('clause = "own/floor"', 'clause = "own/roof"', "parameter.own_floor.clause", "own/roof"),
    "a clause that stands twice": (CLAUSE, CLAUSE + CLAUSE, "clause.own/floor", "twice"),
    "a clause of another document": ('id = "own/later"', 'id = "zj-2020/later"', "clause.zj-2020/later", "begin with own/"),
    "an encoded clause that nothing cites": (
        'state = "pending"\nreason = { zh = "尚未编码。", en = "Not yet encoded." }',
        'state = "encoded"',
        "clause.own/later.state",
        "no check or target cites it",
    ),
    "a pending clause that a check cites": (
        CHECK,
        CHECK.replace('["own/floor"]', '["own/floor", "own/later"]'),
        "clause.own/later.state",
        "cites it",
    ),
    "a pending clause that a target cites": (
        TARGET,
        TARGET.replace('["own/floor"]', '["own/later"]'),
        "clause.own/later.state",
        "cites it",
    ),
    # ------------------------------------------------------------ conditions
    "an unknown field": ("floor_income < $", "flor_income < $", "check.YY001.violation", "unknown field flor_income"),
    "an unknown field in the scope": ("listing_status =", "listing =", "check.YY001.scope", "unknown field listing"),
    "an unknown field in a target": ('"household_income"', '"family_income"', "target.YY002.numerator", "unknown field"),
    "an unknown parameter": ("floor_income < $own_floor", "floor_income < $flor", "check.YY001.violation", "$flor"),
    "another pack's parameter": ('expected = "$own_floor"', 'expected = "$line_multiple"', "check.YY001.expected", "$line_multiple"),
    "an unknown parameter in a derived field": ("$own_floor * 2", "$flor * 2", "derived.own_line.sql", "$flor"),
    "an unknown parameter in a target": ('target = "$own_floor"', 'target = "$flor"', "target.YY002.target", "$flor"),
    "a target that rests on a field": ('target = "$own_floor"', 'target = "members"', "target.YY002.target", "unknown field members"),
    "no SQL": ("floor_income < $own_floor", "floor_income < < 3", "check.YY001.violation", "floor_income < < 3"),
    "no SQL in a derived field": ("$own_floor * 2", "members * / 2", "derived.own_line.sql", "members * / 2"),
    "IS NULL of a field of the roster": ("listing_status = '在册'", "food IS NULL", "check.YY001.scope", "`food IS BLANK`"),
    "IS NOT NULL of a field of the roster": ("listing_status = '在册'", "NOT (food is not null)", "check.YY001.scope", "IS BLANK"),
    "IS NULL in a derived field": ("$own_floor * 2", "CASE WHEN food IS NULL THEN 1 END", "derived.own_line.sql", "IS BLANK"),
    "an unknown table": (CHECK, CHECK.replace('"household"', '"family"'), "check.YY001.table", "unknown table family"),
    "an unknown cell": ('cell = "per_capita_income"', 'cell = "income_per_head"', "check.YY001.cell", "unknown field"),
    "a cell for what is in no cell": ('cell = "per_capita_income"', 'cell = "floor_income"', "check.YY001.cell", "unknown field"),
    "an unknown base": ('"prior_low_income"\nbase', '"low_income"\nbase', "target.YY002.base_fact", "in table place"),
    "half a base": ('base_denominator = "members"\n', "", "target.YY002", "go together"),
    # ------------------------------------------------------------ codes and names
    "a code that stands twice": (CHECK, CHECK + CHECK, "check.YY001", "taken by own"),
    "a target with a check's code": ('code = "YY002"', 'code = "YY001"', "target.YY001", "taken by own"),
    "a code of another pack": ('code = "YY001"', 'code = "ZJ002"', "check.ZJ002", "taken by zj-2020"),
    "a parameter that stands twice": ("[[derived]]", '[[parameter]]\nid = "own_floor"\ntitle = { zh = "又", en = "again" }\nclause = "own/floor"\nvalues = [{ value = 1, source = "一" }]\n\n[[derived]]', "parameter.own_floor", "twice"),
    "a derived field that stands twice": (DERIVED, DERIVED + DERIVED, "derived.own_line", "taken by own"),
    "a derived field of another pack": ('id = "own_line"', 'id = "lishui_line"', "derived.lishui_line", "taken by lishui-2018"),
    "a derived field of the vocabulary": ('id = "own_line"', 'id = "floor_income"', "derived.floor_income", "already has"),
    "a derived field like one of the roster": ('id = "own_line"', 'id = "income"', "derived.income", "already has"),
    "a derived field of no table": (DERIVED, DERIVED.replace('"household"', '"family"'), "derived.own_line.table", "unknown table"),
    "a derived field that needs what there is not": ('"$own_floor * 2"', '"income * 2"\nneeds = [["incom"]]', "derived.own_line.needs", "incom"),
    "a derived field that rests on itself": ("$own_floor * 2", "own_line + 1", "derived.own_line", "rests on itself"),
    "two derived fields that rest on each other": (
        DERIVED,
        DERIVED.replace("$own_floor * 2", "own_other + 1")
        + DERIVED.replace("$own_floor * 2", "own_line + 1").replace('"own_line"', '"own_other"'),
        "derived.own_line",
        "rests on itself",
    ),
    "a document that is there already": ('id = "own"', 'id = "zj-2020"', "document.id", "zj-2020.toml"),
    # ------------------------------------------------------------ texts and cases
    "a place that nothing fills": ("{members} 人", "{member} 人", "check.YY001.message.zh", "{member}"),
    "a figure that the check does not have": ("{members} members", "{gap} short", "check.YY001.message.en", "{gap}"),
    "a place misspelled": ("{actual} 元", "{Actual} 元", "check.YY001.message.zh", "{Actual}"),
    "a place with a format": ("{actual} yuan", "{actual:.2f} yuan", "check.YY001.message.en", "{actual:.2f}"),
    "a brace that stands alone": ("{actual} 元", "{actual 元", "check.YY001.message.zh", "{"),
    "a place in a remedy": (CHECK, CHECK.replace("Verify.", "Verify {actual}."), "check.YY001.remedy.en", "{actual}"),
    "a place that no target fills": ('zh = "{place} {measured}"', 'zh = "{village}"', "target.YY002.message.zh", "{village}"),
    "a place in a target's remedy": (TARGET, TARGET.replace("核实。", "核实 {place}。"), "target.YY002.remedy.zh", "{place}"),
    "an unknown field in a case": ("{ per_capita_income =", "{ per_head =", "check.YY001.case.1", "per_head"),
    "an unknown field beside": ("year = 2020", "beside = [{ a = 1 }]", "check.YY001.case.1", "unknown field a"),
    "an unknown unreadable field": ('["food"]', '["foods"]', "check.YY001.case.1", "foods"),
    "an unknown field in a target's case": ("[{ income = 9000,", "[{ incom = 9000,", "target.YY002.case.1", "incom"),
    "an unknown fact in a target's case": ("[{ prior_low_income =", "[{ prior_income =", "target.YY002.case.1", "table place"),
}  # fmt: skip


def load(text: str, folder: Path, encoding: str = "utf-8") -> Rulebook:
    path = folder / FILE
    path.write_text(text, encoding)
    return load_rulebook(load_vocabulary(), load_places(), [path])


def refused(text: str, folder: Path) -> Problem:
    with pytest.raises(Problem) as raised:
        load(text, folder)
    assert raised.value.key == "pack_invalid"
    return raised.value


@pytest.mark.parametrize(("old", "new", "key", "error"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_by_file_and_key(tmp_path: Path, old: str, new: str, key: str, error: str) -> None:
    assert SOUND.count(old) >= 1
    problem = refused(SOUND.replace(old, new, 1), tmp_path)
    assert problem.values["file"] == FILE
    assert problem.values["key"] == key
    assert error in str(problem.values["error"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_line_that_a_user_reads_names_both(tmp_path: Path, lang: str) -> None:
    said = Messages(lang).problem(refused(SOUND.replace("floor_income < $", "flor_income < $"), tmp_path))
    assert FILE in said
    assert "check.YY001.violation" in said
    assert "flor_income" in said
    assert "\n" not in said


def test_a_sound_pack_loads(tmp_path: Path) -> None:
    rulebook = load(SOUND, tmp_path)
    assert "own" in rulebook.packs
    assert {"YY001", "YY002"} <= set(rulebook.codes)


SOUND_TOO = {
    "half-open intervals that meet on another day": ("2021-01-01", "2021-06-30"),
    "a value for a county beside the city's": (
        "values = [",
        'values = [\n  { value = 9900, place = "浙江省/丽水市/遂昌县", source = "一" },',
    ),
    "a gap between two values": ("from = 2021-01-01,", "from = 2021-07-01,"),
    "a pending clause of another pack": (CHECK, CHECK.replace('["own/floor"]', '["own/floor", "zj-2020/no-dropout"]')),
    "IS BLANK of a field of the roster": ("listing_status = '在册'", "food IS NOT BLANK"),
    "IS NULL of a computed field": ("listing_status = '在册'", "floor_income IS NULL"),
    "IS NULL in a quoted text": ("listing_status = '在册'", "cadre = 'who IS BLANK'"),
    "another pack's computed field": ("listing_status = '在册'", "floor_income < lishui_line"),
}


@pytest.mark.parametrize(("old", "new"), SOUND_TOO.values(), ids=SOUND_TOO)
def test_what_is_no_mistake_loads(tmp_path: Path, old: str, new: str) -> None:
    assert old in SOUND
    assert "own" in load(SOUND.replace(old, new), tmp_path).packs


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert "own" in load(SOUND, tmp_path, "utf-8-sig").packs


def test_what_is_no_toml_is_said_with_its_line(tmp_path: Path) -> None:
    problem = refused(SOUND.replace("format = 1", "format = = 1"), tmp_path)
    assert problem.values["file"] == FILE
    assert problem.values["key"] == "TOML"
    assert "line 2" in str(problem.values["error"])


def test_a_pack_in_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        load(SOUND, tmp_path, "gb18030")
    assert raised.value.key == "pack_invalid"
    assert raised.value.values["key"] == "UTF-8"


def test_a_pack_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "没有.toml"
    with pytest.raises(Problem) as raised:
        load_rulebook(load_vocabulary(), load_places(), [missing])
    assert raised.value.key == "pack_unreadable"
    assert raised.value.values["file"] == missing


def test_the_shipped_packs_hold_no_mistake() -> None:
    vocabulary, places = load_vocabulary(), load_places()
    packs = {pack.document.id: pack for _, pack in shipped_packs()}
    files = {pack.document.id: file for file, pack in shipped_packs()}
    validate(Rulebook(packs), files, vocabulary, lambda path: places.get(path) is not None)
    assert len(packs) == 6
