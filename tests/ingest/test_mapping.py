"""Mappings: what they say is stronger than the vocabulary, and mistakes in them are named."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets_in_memory import INDEX, ZH, Rows, dataset_of

from incomeaudit.ingest.mapping.file import load_mapping
from incomeaudit.ingest.mapping.found import ensure_found
from incomeaudit.ingest.mapping.model import ColumnMapping, Entry, letter_of, name_of
from incomeaudit.ingest.mapping.text import mapping_text
from incomeaudit.ingest.match import build_index, head_of, match_head
from incomeaudit.ingest.model import PART, ROW, Dataset
from incomeaudit.ingest.options import ReadOptions
from incomeaudit.messages import LANGUAGES, Messages, Problem
from incomeaudit.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
HEAD = ["户编号", "户主姓名", "家庭人口数"]


def load(folder: Path, text: str | bytes) -> ColumnMapping:
    path = folder / "map.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_mapping(path, VOCABULARY)


def read(folder: Path, rows: Rows, text: str, sheet: str = "花名册") -> Dataset:
    return dataset_of({sheet: rows}, ReadOptions(mapping=load(folder, text)))


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(Problem) as caught:
        load(folder, text)
    said = [Messages(lang).problem(caught.value) for lang in LANGUAGES]
    assert all("map.toml" in line and "\n" not in line for line in said)
    return said[0]


def letters(dataset: Dataset, part: int = 0) -> dict[str, str]:
    return dict(dataset.parts[part].letters)


# ---------------------------------------------------------------- what it settles


def test_a_header_nobody_knows_is_taken_for_the_field_given(tmp_path: Path) -> None:
    rows = [[*HEAD, "户均人收"], ["1", "张三", "2", "9000"]]
    found = read(tmp_path, rows, '[household]\n"户均人收" = "人均可支配收入"')
    assert found.tables["household"]["per_capita_income"].to_list() == [9000.0]
    assert [column.how for column in found.parts[0].columns] == ["exact", "exact", "exact", "mapping"]


@pytest.mark.parametrize(
    "name", ["per_capita_income", "人均可支配收入", "家庭人均收入", "Per_Capita_Income", "人均 可支配收入"]
)
def test_a_field_is_named_by_id_title_or_usual_header(tmp_path: Path, name: str) -> None:
    assert load(tmp_path, f'[household]\n"甲" = "{name}"').entries[0].field == "per_capita_income"


@pytest.mark.parametrize("table", ["household", '"农户"', '"Households"'])
def test_a_table_is_named_by_id_or_title(tmp_path: Path, table: str) -> None:
    assert load(tmp_path, f'[{table}]\n"甲" = "户编号"').entries[0].table == "household"


def test_a_sheet_is_found_by_headers_that_only_the_mapping_knows(tmp_path: Path) -> None:
    rows = [["某县名单"], ["编码甲", "称呼", "口袋", "钱"], ["1", "张三", "2", "9000"]]
    text = '[household]\n"编码甲"="户编号"\n"称呼"="户主姓名"\n"口袋"="家庭人口数"\n"钱"="人均可支配收入"'
    found = read(tmp_path, rows, text)
    assert found.parts[0].header_rows == (2,)
    assert letters(found) == {"household_id": "A", "head_name": "B", "members": "C", "per_capita_income": "D"}


def test_groups_are_joined_by_a_slash(tmp_path: Path) -> None:
    rows = [
        ["户编号", "户主姓名", "家庭人口数", "收入", None, "支出", None],
        [None, None, None, "合计", "其他", "合计", "其他"],
        ["1", "张三", "2", "9000", "1", "2", "3"],
    ]
    found = read(tmp_path, rows, '[household]\n"收入/合计" = "家庭可支配收入"\n"支出/合计" = "刚性支出"')
    assert letters(found) == {
        "household_id": "A",
        "head_name": "B",
        "members": "C",
        "income": "D",
        "rigid_expense": "F",
    }


def test_a_column_is_mapped_away(tmp_path: Path) -> None:
    rows = [[*HEAD, "人均可支配收入", "家庭人均收入"], ["1", "张三", "2", "9000", "1"]]
    found = read(tmp_path, rows, '[household]\n"家庭人均收入" = ""')
    assert found.tables["household"]["per_capita_income"].to_list() == [9000.0]
    assert found.parts[0].columns[-1].how == "refused"
    assert "header_near_miss" not in found.issues["kind"]
    assert letters(read(tmp_path, rows, '[household]\n"家庭人均收入" = false')) == letters(found)


def test_a_mapped_column_goes_before_one_that_is_known(tmp_path: Path) -> None:
    rows = [[*HEAD, "人均可支配收入", "核定数"], ["1", "张三", "2", "1", "9000"]]
    found = read(tmp_path, rows, '[household]\n"核定数" = "人均可支配收入"')
    assert letters(found)["per_capita_income"] == "E"
    assert found.issues.filter(kind="mapped_otherwise").height == 1


def test_inverted_and_gross_stay_as_they_are_known(tmp_path: Path) -> None:
    rows = [[*HEAD, "是否危房户", "生产经营性收入"], ["1", "张三", "2", "是", "5"]]
    text = '[household]\n"是否危房户" = "住房安全"\n"生产经营性收入" = "经营净收入"'
    frame = read(tmp_path, rows, text).tables["household"]
    assert frame["housing"].to_list() == [False]
    assert frame["business_income_gross"].to_list() == [True]
    text = '[household]\n"是否危房户" = { field = "住房安全", inverted = false }\n"生产经营性收入" = "经营净收入"'
    assert read(tmp_path, rows, text).tables["household"]["housing"].to_list() == [True]


def test_inverted_gross_and_units_can_be_given(tmp_path: Path) -> None:
    rows = [[*HEAD, "危不危", "卖粮"], ["1", "张三", "2", "是", "0.5"]]
    text = """[household]
        "危不危" = { field = "住房安全", inverted = true }
        "卖粮" = { field = "经营净收入", gross = true, unit = "万元" }
        """
    found = read(tmp_path, rows, text)
    row = found.tables["household"].row(0, named=True)
    assert (row["housing"], row["business_income"], row["business_income_gross"]) == (False, 5000.0, True)
    assert [column.conversion for column in found.parts[0].columns[3:]] == ["inverted", "×10000"]


def test_a_monthly_standard_is_told_by_its_unit(tmp_path: Path) -> None:
    rows = [["县", "年度", "低保线", "农村户籍人数"], ["遂昌县", "2020", "600", "178303"]]
    found = read(tmp_path, rows, '[place]\n"低保线" = { field = "农村低保年标准", unit = "元/月" }', "县级参数")
    assert found.tables["place"]["dibao_standard"].to_list() == [7200.0]


def test_a_unit_or_year_that_a_line_gives_must_be_the_headers(tmp_path: Path) -> None:
    rows = [[*HEAD, "人均收（元）", "人均收（万元）"], ["1", "张三", "2", "9000", "0.9"]]
    found = read(tmp_path, rows, '[household]\n"人均收(元)" = "人均可支配收入"\n"人均收（万元）" = ""')
    assert letters(found)["per_capita_income"] == "D"
    later = [[*HEAD, "2021年人均收"], ["1", "张三", "2", "9000"]]
    assert "per_capita_income" in letters(read(tmp_path, later, '[household]\n"人均收" = "人均可支配收入"'))
    assert "per_capita_income" not in letters(read(tmp_path, later, '[household]\n"2020年人均收" = "人均可支配收入"'))


def test_one_line_may_name_this_years_and_last_years_column(tmp_path: Path) -> None:
    rows = [[*HEAD, "2019年人均收", "2020年人均收"], ["1", "张三", "2", "8000", "9000"]]
    found = read(tmp_path, rows, '[household]\n"人均收" = "人均可支配收入"')
    assert letters(found)["per_capita_income"] == "E"
    assert letters(found)["prior_per_capita_income"] == "D"


def test_on_a_sheet_of_members_the_mapping_says_whose_a_column_is(tmp_path: Path) -> None:
    rows = [
        ["户编号", "家庭人口数", "人均可支配收入", "姓名", "与户主关系", "身份证号"],
        ["1", "2", "9000", "张三", "户主", "330000195001010011"],
        ["1", "2", "9000", "李四", "配偶", "330000195001010022"],
    ]
    assert letters(dataset_of({"花名册": rows}), 1)["id_number"] == "F"
    found = read(tmp_path, rows, '[household]\n"身份证号" = "户主身份证号"')
    assert letters(found)["head_id"] == "F"
    assert "id_number" not in letters(found, 1)


# ---------------------------------------------------------------- single sheets


def test_a_sheet_is_told_its_table_and_header_rows(tmp_path: Path) -> None:
    rows = [["甲", "乙"], ["说明", "请填写"], ["户编号", "村"], ["1", "上村"]]
    assert dataset_of({"表1": rows}).parts == ()
    found = read(tmp_path, rows, '[[sheet]]\nname = "表*"\ntable = "household"\nheader_rows = 3', "表1")
    assert found.parts[0].header_rows == (3,)
    assert letters(found) == {"household_id": "A", "village": "B"}
    assert found.parts[0].titles == ("甲", "乙", "说明", "请填写")


def test_columns_are_named_by_their_letters(tmp_path: Path) -> None:
    rows = [["户编号", "姓名", "姓名", None], ["1", "张三", "李四", "9000"]]
    text = '[[sheet]]\nname = "表1"\ntable = "household"\nheader_rows = [1]\n[sheet.household]\n"B列" = "户主姓名"\n"column C" = ""\n"D 列" = "人均可支配收入"'
    found = read(tmp_path, rows, text, "表1")
    assert letters(found) == {"household_id": "A", "head_name": "B", "per_capita_income": "D"}
    assert found.tables["household"]["head_name"].to_list() == ["张三"]
    assert "columns_without_header" not in found.issues["kind"]


def test_what_is_said_of_one_sheet_goes_before_what_is_said_of_all(tmp_path: Path) -> None:
    rows = [[*HEAD, "甲", "乙"], ["1", "张三", "2", "1", "2"]]
    text = '[household]\n"甲" = "工资性收入"\n[[sheet]]\nname = "表2"\n[sheet.household]\n"甲" = "财产净收入"'
    mapping = ReadOptions(mapping=load(tmp_path, text))
    found = dataset_of({"表1": rows, "表2": [rows[0], ["2", "李四", "3", "5", "6"]]}, mapping)
    assert letters(found)["wage_income"] == "D"
    assert letters(found, 1)["property_income"] == "D"


def test_the_first_rule_whose_name_fits_holds(tmp_path: Path) -> None:
    mapping = load(tmp_path, '[[sheet]]\nname = ["表1", "单*"]\n[[sheet]]\nname = "表*"\nread = false')
    assert mapping.about("单位").rule is mapping.about("表1").rule is mapping.sheets[0]
    assert mapping.about("表2").rule is mapping.sheets[1]
    assert mapping.about("村").rule is None


def test_a_sheet_is_left_out(tmp_path: Path) -> None:
    rows = [HEAD, ["1", "张三", "2"]]
    options = ReadOptions(mapping=load(tmp_path, '[[sheet]]\nname = "旧*"\nread = false'))
    found = dataset_of({"旧表": rows, "新表": rows}, options)
    assert [part.sheet for part in found.parts] == ["新表"]
    assert found.issues.filter(kind="sheet_refused")["sheet"].to_list() == ["旧表"]


def test_a_sheets_money_unit_goes_before_its_title(tmp_path: Path) -> None:
    rows = [["单位：元"], [*HEAD, "人均可支配收入"], ["1", "张三", "2", "0.9"]]
    found = read(tmp_path, rows, '[[sheet]]\nname = "花名册"\nunit = "万元"')
    assert found.tables["household"]["per_capita_income"].to_list() == [9000.0]


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[household\n"a" = "b"', ["第 1 行"]),
        ('[household]\n"甲" = “户编号”', ["第 2 行", "半角"]),
        ('[hosehold]\n"甲" = "户编号"', ["hosehold", "household（农户）"]),
        ('[previous]\n"甲" = "户编号"', ["previous", "household"]),
        ('[household]\n"甲" = "人均可支收入"', ["[household]", "甲", "人均可支收入", "人均可支配收入"]),
        ('[household]\n"甲" = "per_capita_incme"', ["per_capita_income"]),
        ('[household]\n"甲" = 3', ["甲"]),
        ('[household]\n"甲" = true', ["甲"]),
        ('[household]\n"甲" = { fild = "户编号" }', ["fild", "field"]),
        ('[household]\n"甲" = { inverted = true }', ["甲"]),
        ('[household]\n"甲" = { field = "住房安全", inverted = "是" }', ["inverted"]),
        ('[household]\n"甲" = { field = "工资性收入", inverted = true }', ["工资性收入", "inverted"]),
        ('[household]\n"甲" = { field = "工资性收入", gross = true }', ["工资性收入", "gross"]),
        ('[household]\n"甲" = { field = "工资性收入", unit = "大洋" }', ["大洋", "万元"]),
        ('[household]\n"甲" = { field = "工资性收入", unit = "亩" }', ["亩", "工资性收入"]),
        ('[household]\n"甲" = { field = "工资性收入", unit = "元/月" }', ["元/月", "工资性收入"]),
        ('[household]\n"甲 乙" = "户编号"\n"甲乙" = "户主姓名"', ["甲 乙", "甲乙"]),
        ("household = 3", ["household"]),
        ("sheet = 3", ["[[sheet]]"]),
        ('[sheet]\nname = "表"', ["[[sheet]]"]),
        ("[[sheet]]\nread = false", ["name"]),
        ('[[sheet]]\nname = "表"\nheader_rows = [3, 5]', ["表", "header_rows"]),
        ('[[sheet]]\nname = "表"\nheader_rows = [0]', ["header_rows"]),
        ('[[sheet]]\nname = "表"\nheader_rows = "三"', ["header_rows"]),
        ('[[sheet]]\nname = "表"\nread = "否"', ["read"]),
        ('[[sheet]]\nname = "表"\ntable = "户"', ["户", "household（农户）"]),
        ('[[sheet]]\nname = "表"\nunit = "亩"', ["亩"]),
        ('[[sheet]]\nname = "表"\nheader = 3', ["header", "header_rows"]),
        ('[[sheet]]\nname = "表"\n[sheet.hous]\n"甲" = "户编号"', ["hous", "household"]),
    ],
)
def test_a_mistake_is_one_line_that_says_where(tmp_path: Path, text: str, words: list[str]) -> None:
    said = refusal(tmp_path, text)
    assert all(word in said for word in words), said


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"没有\.toml"):
        load_mapping(tmp_path / "没有.toml", VOCABULARY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_whatever_notepad_writes_is_read(tmp_path: Path, encoding: str) -> None:
    text = '# 对应文件\r\n[household]\r\n"户均人收" = "人均可支配收入"\r\n'
    assert load(tmp_path, text.encode(encoding)).entries[0].key == "户均人收"


ROSTER: dict[str, Rows] = {"花名册": [[*HEAD, "备注（2020）"], ["1", "张三", "2", "x"]]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[household]\n"备柱" = "户编号"', ["[household]", "备柱", "备注（2020）"]),
        ('[household]\n"家庭人口" = ""', ["家庭人口", "家庭人口数"]),
        ('[village]\n"村" = "行政村"', ["[village]", "村集体经济"]),
        ('[[sheet]]\nname = "花名单"\nread = false', ["花名单", "花名册"]),
        ('[[sheet]]\nname = "花*"\n[sheet.household]\n"H列" = "状态"', ["H列", "A–D"]),
        ('[[sheet]]\nname = "花*"\n[sheet.household]\n"户注" = "状态"', ["户注", "备注"]),
    ],
)
def test_what_no_file_has_is_named_with_what_is_near(tmp_path: Path, text: str, words: list[str]) -> None:
    mapping = load(tmp_path, text)
    found = dataset_of(ROSTER, ReadOptions(mapping=mapping))
    with pytest.raises(Problem) as caught:
        ensure_found(mapping, found, VOCABULARY, ZH)
    said = ZH.problem(caught.value)
    assert all(word in said for word in ["map.toml", *words]), said


def test_one_sheet_that_has_a_header_is_enough(tmp_path: Path) -> None:
    mapping = load(tmp_path, '[household]\n"备注" = ""')
    sheets = {**ROSTER, "表2": [HEAD, ["2", "李四", "3"]]}
    ensure_found(mapping, dataset_of(sheets, ReadOptions(mapping=mapping)), VOCABULARY, ZH)


def test_two_lines_for_one_field_on_a_sheet(tmp_path: Path) -> None:
    rows = [[*HEAD, "甲", "乙"], ["1", "张三", "2", "1", "2"]]
    with pytest.raises(Problem) as caught:
        read(tmp_path, rows, '[household]\n"甲" = "工资性收入"\n"乙" = "wage_income"')
    said = ZH.problem(caught.value)
    assert all(word in said for word in ("map.toml [household]", "花名册", "甲", "乙", "工资性收入")), said


def test_header_rows_below_the_sheets_end(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="只有 2 行"):
        read(tmp_path, ROSTER["花名册"], '[[sheet]]\nname = "花名册"\nheader_rows = [7]')


# ---------------------------------------------------------------- names


def test_letters_are_told_from_headers() -> None:
    assert [letter_of(key) for key in ("H列", "column H", "第 ab 列", "Column xfd")] == ["H", "H", "AB", "XFD"]
    assert [letter_of(key) for key in ("H", "PH值", "序列", "column", "ABCD列")] == [""] * 5


@given(st.text(max_size=30))
def test_a_header_names_itself(header: str) -> None:
    assert Entry(header, "household", "members", "").names(name_of(header)) == (2, 0)


@given(
    st.sampled_from([header for field in VOCABULARY.tables["household"].fields.values() for header in field.headers])
)
def test_numbering_blanks_and_width_do_not_matter(header: str) -> None:
    entry = Entry(header, "household", "members", "")
    assert entry.names(name_of(f"1. {header} ")) is not None
    assert entry.names(name_of("\u3000".join(header))) is not None


# ---------------------------------------------------------------- written and read again

_KNOWN = st.sampled_from(
    [
        header
        for table in ("household", "member")
        for field in VOCABULARY.tables[table].fields.values()
        for header in field.all_headers
    ]
)
_NOISE = st.sampled_from(
    ["{}", "{}（元）", "2020年{}", "2019年{}", "上年{}", "{}（万元）", "1.{}", "{} 2", "是否{}", '"{}"', "收入/{}"]
)
_HEADERS = st.builds(lambda form, header: form.format(header), _NOISE, _KNOWN)
_ODD = st.text(alphabet="甲乙丙丁（）/\\\"'#= 一2.元\n\x7f", min_size=1, max_size=8)
_CELL = st.sampled_from([None, "1", "2", "9000", "是", "否", "户主", "配偶", "张三", "330000195001010011", "上村"])


@st.composite
def messy_sheets(draw: st.DrawFn) -> dict[str, Rows]:
    sheets: dict[str, Rows] = {}
    for name in draw(st.lists(st.sampled_from(["表1", "表[2]", "成员", "村"]), min_size=1, max_size=3, unique=True)):
        first = draw(st.sampled_from([[*HEAD], ["户编号", "姓名", "与户主关系"], ["户编号", "姓名", "家庭人口数"], []]))
        headers = [*first, *draw(st.lists(_HEADERS | _ODD, min_size=2, max_size=7))]
        groups = draw(
            st.lists(
                st.sampled_from([None, "收入情况（元）", "户主", "成员信息"]),
                min_size=len(headers),
                max_size=len(headers),
            )
        )
        rows = draw(st.lists(st.lists(_CELL, min_size=len(headers), max_size=len(headers)), min_size=1, max_size=4))
        title: Rows = draw(st.sampled_from([[], [["某县2020年名册"]], [["单位：万元"]]]))
        grouped: Rows = [groups] if draw(st.booleans()) else []
        sheets[name] = [*title, *grouped, headers, *rows]
    return sheets


@settings(max_examples=100)
@given(messy_sheets(), st.sampled_from(LANGUAGES))
def test_what_is_written_reads_the_same(
    tmp_path_factory: pytest.TempPathFactory, sheets: dict[str, Rows], lang: str
) -> None:
    before = looked_at(sheets, ReadOptions(only_look=True))
    text = mapping_text(before, VOCABULARY, Messages(lang))
    mapping = load(tmp_path_factory.getbasetemp(), text)
    options = ReadOptions(only_look=True, mapping=mapping)
    after = looked_at(sheets, options)
    assert [(part.table, part.letters, part.rows) for part in after.parts] == [
        (part.table, part.letters, part.rows) for part in before.parts
    ], text
    assert after.tables.keys() == before.tables.keys()
    for name, frame in before.tables.items():
        assert after.tables[name].equals(frame), text
        assert {PART, ROW} <= set(frame.columns)
    ensure_found(mapping, after, VOCABULARY, ZH)
    assert mapping_text(after, VOCABULARY, Messages(lang), mapping) == text


def looked_at(sheets: dict[str, Rows], options: ReadOptions) -> Dataset:
    return dataset_of(sheets, options)


def test_the_written_file_says_what_was_not_understood() -> None:
    rows = [[*HEAD, "人均可支配收人", "备注", "是否危房户"], ["1", "张三", "2", "1", "2", "是"]]
    lines = mapping_text(dataset_of({"花名册": rows}), VOCABULARY, ZH).splitlines()
    assert '"户编号" = "户编号"' in lines
    assert '"是否危房户" = { field = "住房安全", inverted = true }' in lines
    assert any(line.startswith('# "人均可支配收人" = "人均可支配收入"  # ') for line in lines)
    assert '# "备注" = ""' in lines


def test_a_year_in_a_header_is_not_written(tmp_path: Path) -> None:
    rows = [[*HEAD, "2020年人均可支配收入（元）"], ["1", "张三", "2", "9000"]]
    text = mapping_text(dataset_of({"花名册": rows}), VOCABULARY, ZH)
    assert '"人均可支配收入（元）" = "人均可支配收入"' in text
    later = [[*HEAD, "2021年人均可支配收入（元）"], ["1", "张三", "2", "9000"]]
    mapping = load(tmp_path, text)
    ensure_found(mapping, dataset_of({"花名册": later}, ReadOptions(mapping=mapping)), VOCABULARY, ZH)


def test_what_was_said_of_single_sheets_is_written_again(tmp_path: Path) -> None:
    rows = [[*HEAD, None, "丙"], ["1", "张三", "2", "9000", "是"]]
    text = """[[sheet]]
name = ["花*", "名"]
table = "household"
header_rows = [1]
unit = "万元"
[sheet.household]
"D列" = "人均可支配收入"
"丙" = { field = "住房安全", inverted = true }
"""
    mapping = load(tmp_path, text)
    found = dataset_of({"花名册": rows}, ReadOptions(mapping=mapping))
    again = load(tmp_path, mapping_text(found, VOCABULARY, ZH, mapping))
    assert [(r.names, r.tables, r.header_rows, r.unit) for r in again.sheets] == [
        (r.names, r.tables, r.header_rows, r.unit) for r in mapping.sheets
    ]
    assert (
        dataset_of({"花名册": rows}, ReadOptions(mapping=again)).tables["household"].equals(found.tables["household"])
    )


def test_an_index_without_a_mapping_is_the_vocabularys() -> None:
    index = build_index(VOCABULARY)
    known = match_head(head_of("A", ["户编号"]), index, "household")
    assert known is not None
    assert known.by is None
    assert INDEX.told is None
