"""Headers to fields: exact ones taken, near ones suggested, doubles refused."""

from pathlib import Path

import pytest
from books import book, issues, read_books

from incomeaudit.ingest.match import HeaderIndex, build_index, head_of, match_head, suggest
from incomeaudit.messages import Messages, Problem
from incomeaudit.vocabulary import load_vocabulary

HEAD = ["户编号", "户主姓名", "家庭人口数"]


@pytest.fixture(scope="module")
def index() -> HeaderIndex:
    return build_index(load_vocabulary())


def field(index: HeaderIndex, *texts: str, table: str = "household") -> tuple[str, str] | None:
    known = match_head(head_of("A", texts), index, table)
    return (known.field.id, known.how) if known else None


def test_every_header_of_the_vocabulary_leads_to_its_field(index: HeaderIndex) -> None:
    for table in index.vocabulary.tables.values():
        for entry in table.fields.values():
            for header in entry.all_headers:
                found = field(index, header, table=table.id)
                assert found, f"{table.id}: {header}"
                assert found[0] == entry.id, f"{table.id}: {header}"


def test_titles_are_exact_and_other_headers_aliases(index: HeaderIndex) -> None:
    assert field(index, "户主姓名") == ("head_name", "exact")
    assert field(index, "户主") == ("head_name", "alias")
    assert field(index, "是否危房户") == ("housing", "inverted")
    assert field(index, "生产经营性收入") == ("business_income", "gross")
    assert field(index, "参加新农合", table="member") == ("basic_medical", "alias")


def test_a_near_miss_is_suggested_and_not_taken(index: HeaderIndex) -> None:
    assert field(index, "人均可支配收人") is None
    assert suggest(head_of("A", ["人均可支配收人"]), index)[0] == "人均可支配收入"
    assert len(suggest(head_of("A", ["人均收"]), index)) <= 3
    assert suggest(head_of("A", ["序号"]), index, least=75) == ()


def test_a_sub_header_is_read_with_its_group(index: HeaderIndex) -> None:
    assert field(index, "收入情况", "工资性收入") == ("wage_income", "exact")
    assert field(index, "户主", "姓名") == ("head_name", "exact")
    assert field(index, "户主", "姓名", table="member") is None
    assert field(index, "帮扶干部", "姓名") == ("cadre", "alias")
    assert field(index, "上年", "人均可支配收入") == ("prior_per_capita_income", "exact")
    assert field(index, "人均可支配收入", "（元）") == ("per_capita_income", "exact")


def test_another_persons_phone_is_not_the_households(index: HeaderIndex) -> None:
    assert field(index, "联系电话") == ("phone", "exact")
    assert field(index, "帮扶责任人", "联系电话") is None


def test_two_columns_for_one_field_are_named(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [[*HEAD, "户主"], ["1", "张三", 2, "张三"]])
    with pytest.raises(Problem) as caught:
        read_books(path)
    assert caught.value.key == "two_columns_for_field"
    said = Messages("zh").problem(caught.value)
    assert all(words in said for words in ("r.xlsx", "花名册", "户主姓名", "B列“户主姓名”", "D列“户主”", "请"))


def test_a_repeated_column_is_refused_even_when_blank(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [[*HEAD, "户主姓名"], ["1", "张三", 2, None]])
    with pytest.raises(Problem, match="户主姓名"):
        read_books(path)


def test_a_field_in_two_units_is_named(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [[*HEAD, "年收入（元）", "可支配收入(万元)"], ["1", "张三", 2, 10000, 1]])
    with pytest.raises(Problem) as caught:
        read_books(path)
    assert caught.value.key == "field_in_two_units"
    assert (caught.value.values["first"], caught.value.values["second"]) == ("D", "E")


def test_a_month_and_a_year_are_two_units(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [["县", "年度", "低保月标准", "低保年标准"], ["遂昌县", 2020, 700, 8400]])
    with pytest.raises(Problem) as caught:
        read_books(path)
    assert caught.value.key == "field_in_two_units"


def test_of_two_years_the_earlier_is_last_years(tmp_path: Path) -> None:
    header = [*HEAD, "2019年人均可支配收入", "2020年人均可支配收入"]
    data = read_books(book(tmp_path / "r.xlsx", [header, ["1", "张三", 2, 7000, 8000]]))
    part = data.parts[0]
    assert part.letters["prior_per_capita_income"] == "D"
    assert part.letters["per_capita_income"] == "E"
    assert part.columns[3].how == "prior_year"
    assert data.tables["household"]["prior_per_capita_income"].to_list() == [7000.0]
    assert [(said.value, said.origin, said.where) for said in data.evidence] == [("2020", "header", "花名册!E1")]


def test_a_column_without_a_year_is_of_the_year_in_the_title(tmp_path: Path) -> None:
    header = [*HEAD, "人均可支配收入", "2019年人均可支配收入"]
    rows = [["2020年低收入农户花名册"], header, ["1", "张三", 2, 8000, 7000]]
    letters = read_books(book(tmp_path / "r.xlsx", rows)).parts[0].letters
    assert (letters["per_capita_income"], letters["prior_per_capita_income"]) == ("D", "E")
    with pytest.raises(Problem):
        read_books(book(tmp_path / "s.xlsx", rows[1:]))


def test_older_years_are_left_out_and_said(tmp_path: Path) -> None:
    header = [*HEAD, "2018年人均可支配收入", "2019年人均可支配收入", "2020年人均可支配收入"]
    data = read_books(book(tmp_path / "r.xlsx", [header, ["1", "张三", 2, 6000, 7000, 8000]]))
    assert data.parts[0].letters["prior_per_capita_income"] == "E"
    assert [issue["cell"] for issue in issues(data, "other_year")] == ["D1"]


def test_income_before_costs_yields_to_income_after(tmp_path: Path) -> None:
    header = [*HEAD, "生产经营性收入", "经营净收入"]
    data = read_books(book(tmp_path / "r.xlsx", [header, ["1", "张三", 2, 9000, 4000]]))
    assert data.tables["household"]["business_income"].to_list() == [4000.0]
    assert data.tables["household"]["business_income_gross"].to_list() == [False]
    assert [issue["cell"] for issue in issues(data, "gross_beside_net")] == ["D1"]


def test_a_unit_that_does_not_fit_is_not_read(tmp_path: Path) -> None:
    header = [*HEAD, "工资性收入（元/月）", "水费补贴（元）", "财产净收入（元/季）"]
    data = read_books(book(tmp_path / "r.xlsx", [header, ["1", "张三", 2, 3000, 50, 1]]))
    assert not {"wage_income", "water_subsidy", "property_income"} & set(data.tables["household"].columns)
    assert [issue["cell"] for issue in issues(data, "unit_unfit")] == ["D1", "E1", "F1"]
    assert {issue["level"] for issue in issues(data, "unit_unfit")} == {"warning"}


def test_a_misspelled_header_is_said(tmp_path: Path) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [[*HEAD, "人均可支配收人", "备注"], ["1", "张三", 2, 8000, "好"]]))
    assert "per_capita_income" not in data.tables["household"].columns
    [said] = issues(data, "header_near_miss")
    assert (said["cell"], said["level"]) == ("D1", "warning")
    assert "人均可支配收入" in str(said["message"])
    columns = {column.letter: column for column in data.parts[0].columns}
    assert (columns["D"].field, columns["D"].how) == (None, "unknown")
    assert columns["D"].suggestions[0] == "人均可支配收入"
    assert columns["E"].how == "unknown"


def test_a_table_of_which_no_column_fits_is_no_table(tmp_path: Path) -> None:
    sheets = {
        "花名册": [[*HEAD], ["1", "张三", 2]],
        "收入": [["工资性收入（元/月）", "财产净收入（元/月）"], [1, 2]],
        "成员": [["户编号", "工资性收入（元/月）", "姓名", "与户主关系"], ["1", 9, "张三", "户主"]],
    }
    data = read_books(book(tmp_path / "r.xlsx", sheets))
    assert [(part.sheet, part.table) for part in data.parts] == [("花名册", "household"), ("成员", "member")]
    assert [issue["sheet"] for issue in issues(data, "no_table")] == ["收入"]


def test_on_a_household_sheet_the_name_is_the_heads(tmp_path: Path) -> None:
    rows = [
        ["户编号", "姓名", "身份证号", "家庭人口数", "人均可支配收入"],
        ["H1", "张三", "331123197001011234", 2, 8000],
    ]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["head_name"].to_list() == ["张三"]
    assert [part.table for part in data.parts] == ["household"]
