"""The blank workbook: what it holds, and that what is filled in reads back as it was entered."""

import os
import sys
from datetime import date, datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from incomeaudit.auditing.options import Options
from incomeaudit.auditing.setting import Setting, load_setting
from incomeaudit.ingest.model import Dataset
from incomeaudit.ingest.read import read
from incomeaudit.messages import LANGUAGES, Problem
from incomeaudit.messages.catalog import read_catalog
from incomeaudit.report.template import Ask, write_template
from incomeaudit.report.template.examples import example_of
from incomeaudit.report.template.forms import Form, fillable, forms_of
from incomeaudit.report.template.limits import YES_NO, lengths_of
from incomeaudit.report.template.sheet import EXAMPLE, HEADING
from tests.report.template_values import filled

FIRST = EXAMPLE + 1
INLINE = 255
"""Characters that Excel takes for options written into a drop-down itself."""


@cache
def setting(lang: str = "zh") -> Setting:
    return load_setting(Options(lang=lang))


def made(path: Path, ask: Ask | None = None, lang: str = "zh") -> tuple[Workbook, tuple[Form, ...]]:
    forms = write_template(path, ask or Ask(), setting(lang))
    return openpyxl.load_workbook(path), forms


@pytest.fixture(scope="module")
def blank(tmp_path_factory) -> tuple[Path, tuple[Form, ...]]:
    path = tmp_path_factory.mktemp("template") / "模板.xlsx"
    return path, write_template(path, Ask(), setting())


def sheet_of(book: Workbook, form: Form) -> Worksheet:
    sheet = book[form.table.title.zh]
    assert isinstance(sheet, Worksheet)
    return sheet


def limits_of(sheet: Worksheet) -> dict[str, object]:
    """Validations by column letter."""
    return {"".join(filter(str.isalpha, str(v.sqref).split(":")[0])): v for v in sheet.data_validations.dataValidation}


def options_of(book: Workbook, form: Form) -> dict[str, list[str]]:
    """By field, what its drop-down offers, looked up as a spreadsheet program does."""
    sheet = sheet_of(book, form)
    found: dict[str, list[str]] = {}
    limits = limits_of(sheet)
    for cell, column in zip(sheet[HEADING], form.columns, strict=True):
        limit = limits.get(cell.column_letter)
        if limit is None or limit.type != "list":
            continue
        if limit.formula1.startswith('"'):
            assert len(limit.formula1) <= INLINE
            found[column.field.id] = limit.formula1.strip('"').split(",")
        else:
            ((name, area),) = book.defined_names[limit.formula1].destinations
            found[column.field.id] = [row[0].value for row in book[name][area]]
    return found


def read_back(path: Path) -> Dataset:
    return read([path], setting().vocabulary, setting().messages)


# ------------------------------------------------------------------ what it holds


def test_every_table_that_a_sheet_can_be_taken_for_has_one(blank):
    path, forms = blank
    book = openpyxl.load_workbook(path)
    assert [form.table.id for form in forms[:4]] == ["household", "member", "village", "place"]
    assert {form.table.id for form in forms} == {
        table.id for table in setting().vocabulary.tables.values() if table.sheet_names
    }
    assert book.sheetnames == ["填写说明", *(form.table.title.zh for form in forms), "选项清单"]
    assert book.active.title == "填写说明"


def test_headers_are_the_standard_ones_with_their_units(blank):
    path, forms = blank
    book = openpyxl.load_workbook(path)
    for form in forms:
        headers = [cell.value for cell in sheet_of(book, form)[HEADING]]
        assert len(set(headers)) == len(headers) == len(form.columns)
        for header, column in zip(headers, form.columns, strict=True):
            unit = column.field.unit
            assert header == column.field.title.zh + (f"（{unit}）" if unit and unit != "share" else "")
    household = forms[0]
    assert {column.field.id for column in household.columns} == set(household.table.fields) - {"business_income_gross"}


def test_every_header_has_a_note_that_says_what_goes_in(blank):
    path, forms = blank
    book = openpyxl.load_workbook(path)
    for form in forms:
        for cell, column in zip(sheet_of(book, form)[HEADING], form.columns, strict=True):
            said = cell.comment.text
            assert said.startswith(column.field.title.zh)
            assert not column.uses or column.uses[0][1].code in said
            if column.field.type == "boolean":
                assert "是 / 否" in said
            if column.field.unit == "元":
                assert "单位：元" in said


def test_drop_downs_offer_the_code_lists_and_yes_and_no(blank):
    path, forms = blank
    book = openpyxl.load_workbook(path)
    for form in forms:
        offered = options_of(book, form)
        for column in form.columns:
            if column.field.type == "code":
                assert offered[column.field.id] == list(setting().vocabulary.codes[column.field.codes].values)
            elif column.field.type == "boolean":
                assert tuple(offered[column.field.id]) == YES_NO
            else:
                assert column.field.id not in offered


def test_numbers_that_are_names_are_text_however_far_down(blank):
    path, forms = blank
    book = openpyxl.load_workbook(path)
    for form in forms:
        sheet = sheet_of(book, form)
        assert sheet.max_row == EXAMPLE, "formats belong to columns, or the file grows with its rows"
        for cell, column in zip(sheet[HEADING], form.columns, strict=True):
            whole = sheet.column_dimensions[cell.column_letter].number_format
            shown = sheet.cell(EXAMPLE, cell.column).number_format
            assert whole == shown
            if column.field.type in ("id", "text", "code", "boolean"):
                assert whole == "@", column.field.id
            if column.field.type == "date":
                assert whole == "yyyy-mm-dd"
            if column.field.unit == "share":
                assert whole == "0.00%"


def test_limits_reach_as_far_as_was_asked_and_ask_before_they_refuse_a_number(tmp_path):
    book, forms = made(tmp_path / "模板.xlsx", Ask(rows=70))
    for form in forms:
        sheet = sheet_of(book, form)
        limits = limits_of(sheet)
        for cell, column in zip(sheet[HEADING], form.columns, strict=True):
            limit = limits.get(cell.column_letter)
            if column.field.type == "text" or (column.field.type == "id" and not column.field.personal):
                assert limit is None
                continue
            assert str(limit.sqref) == f"{cell.column_letter}{EXAMPLE}:{cell.column_letter}{EXAMPLE + 70}"
            assert limit.showErrorMessage and limit.allow_blank
            assert len(limit.error) <= 225 and len(limit.errorTitle) <= 32
            if column.field.personal:
                assert limit.errorStyle == "warning"
                assert all(
                    f"LEN({cell.column_letter}{EXAMPLE})={n}" in limit.formula1 for n in lengths_of(column.field)
                )
            elif column.field.type == "money":
                least = -(10**12) if column.field.id in {"income", "business_income"} else 0
                assert (
                    column.field.id not in {"income", "business_income", "wage_income"} or int(limit.formula1) == least
                )


def test_a_template_for_a_place_and_year_marks_what_its_checks_need(tmp_path):
    here, forms = made(tmp_path / "一.xlsx", Ask(place="遂昌县", year=2020))
    assert here["农户"]["A1"].value == "遂昌县2020年农户"
    documents = {pack.document.id for form in forms for column in form.columns for pack, _ in column.uses}
    assert documents == {"zj-2020", "lishui-2018", "dq"}
    everywhere = forms_of(Ask(), setting())
    count = [
        sum(column.standing == "checked" for form in which for column in form.columns) for which in (forms, everywhere)
    ]
    assert 0 < count[0] < count[1]


def test_only_checked_columns_leave_out_tables_without_any():
    forms = forms_of(Ask(place="遂昌县", year=2020, checked_only=True), setting())
    assert "training" not in {form.table.id for form in forms}
    for form in forms:
        assert all(column.standing != "other" for column in form.columns)
        assert any(column.uses for column in form.columns)
        ids = {column.field.id for column in form.columns}
        assert {form.table.key[0], form.table.name} <= ids
    with pytest.raises(Problem) as caught:
        forms_of(Ask(place="遂昌县", year=2020, checked_only=True, tables=("培训",)), setting())
    assert caught.value.key == "template_nothing_checked"


def test_documents_asked_for_by_name_count_whether_in_force_or_not():
    forms = forms_of(Ask(policies=("wenzhou-2016",), year=2020), setting())
    assert {p.document.id for f in forms for c in f.columns for p, _ in c.uses} == {"wenzhou-2016", "dq"}


@pytest.mark.parametrize("name", ["household", "农户", "Households", "HOUSEHOLD"])
def test_tables_are_asked_for_by_id_or_title(name):
    assert [form.table.id for form in forms_of(Ask(tables=(name,)), setting())] == ["household"]


def test_several_tables_in_one_word_and_an_unknown_one():
    assert [f.table.id for f in forms_of(Ask(tables=("县级参数,member", "项目")), setting())] == [
        "member",
        "place",
        "project",
    ]
    with pytest.raises(Problem) as caught:
        forms_of(Ask(tables=("家庭成员表",)), setting())
    assert caught.value.values["near"] == "家庭成员"
    for table in fillable(setting().vocabulary):
        assert table.title.zh in caught.value.values["known"]


def test_texts_on_columns_are_about_columns_that_there_are():
    tables = setting().vocabulary.tables
    known = {f"{table.id}_{name}" for table in tables.values() for name in table.fields}
    for lang in LANGUAGES:
        texts = read_catalog(lang)
        about = {key.partition(".")[2] for key in texts if key.startswith("template_about.")}
        assert about <= known
        described = {key.partition(".")[2] for key in texts if key.startswith("template_table.")}
        assert described == {table.id for table in fillable(setting().vocabulary)}


def test_the_english_template_has_chinese_headers_and_english_notes(tmp_path):
    book, forms = made(tmp_path / "en.xlsx", Ask(tables=("member",)), lang="en")
    assert book.sheetnames == ["Guide", "家庭成员", "Options"]
    assert book["家庭成员"].cell(HEADING, 1).value == "户编号"
    assert book["家庭成员"].cell(HEADING, 1).comment.text.startswith("Household number 户编号")
    fill(book, forms[0], [{"household_id": "H1", "name": "甲乙", "relation": "户主", "sex": "女"}], FIRST)
    book.save(tmp_path / "en2.xlsx")
    dataset = read_back(tmp_path / "en2.xlsx")
    assert dataset.issues.is_empty()
    assert dataset.tables["member"]["relation"].to_list() == ["户主"]


def test_the_example_moves_with_county_and_year():
    usual, moved = example_of("household"), example_of("household", "松阳县", 2023)
    assert (usual["county"], usual["year"]) == ("遂昌县", 2020)
    assert (moved["county"], moved["year"]) == ("松阳县", 2023)
    assert moved["last_review_on"] == date(2023, 10, 20)
    assert usual["income"] == sum(
        usual[name] for name in ("wage_income", "business_income", "property_income", "transfer_income")
    )
    assert usual["per_capita_income"] == usual["income"] / usual["members"]


# ------------------------------------------------------------------ where it is written


def test_a_file_that_is_there_is_left_alone_unless_forced(tmp_path):
    path = tmp_path / "模板.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(Problem) as caught:
        write_template(path, Ask(tables=("leader",)), setting())
    assert caught.value.key == "template_exists"
    assert path.read_bytes() == b"mine"
    write_template(path, Ask(tables=("leader",)), setting(), force=True)
    assert openpyxl.load_workbook(path).sheetnames == ["填写说明", "带头人"]
    assert [file.name for file in tmp_path.iterdir()] == ["模板.xlsx"]


@pytest.mark.parametrize(
    ("name", "key"),
    [("模板.xls", "template_suffix"), ("模板", "template_suffix"), ("没有/模板.xlsx", "template_no_folder")],
)
def test_a_place_that_will_not_do_is_said_in_the_templates_words(tmp_path, name, key):
    with pytest.raises(Problem) as caught:
        write_template(tmp_path / name, Ask(tables=("leader",)), setting())
    assert caught.value.key == key
    assert "报告" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_a_template_holds_nobodys_data_and_has_the_usual_mode(tmp_path):
    mask = os.umask(0o022)
    try:
        write_template(tmp_path / "模板.xlsx", Ask(tables=("leader",)), setting())
    finally:
        os.umask(mask)
    assert (tmp_path / "模板.xlsx").stat().st_mode & 0o777 == 0o644


# ------------------------------------------------------------------ reading it


def fill(book: Workbook, form: Form, rows: list[dict[str, object]], first: int) -> None:
    sheet = sheet_of(book, form)
    for number, row in enumerate(rows, start=first):
        for place, column in enumerate(form.columns, start=1):
            sheet.cell(number, place).value = row.get(column.field.id)


def expected(form: Form, row: dict[str, object]) -> dict[str, object]:
    said = dict(row)
    for column in form.columns:
        if column.field.type == "boolean" and said[column.field.id] is not None:
            said[column.field.id] = said[column.field.id] == YES_NO[0]
    return said


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_what_is_filled_in_reads_back_without_an_issue(tmp_path_factory, blank, data):
    path, forms = blank
    book = openpyxl.load_workbook(path)
    over_example = data.draw(st.booleans(), label="over the example")
    entered = {}
    for form in forms:
        entered[form.table.id] = data.draw(filled(form, options_of(book, form)), label=form.table.id)
        fill(book, form, entered[form.table.id], EXAMPLE if over_example else FIRST)
    target = tmp_path_factory.mktemp("filled") / "填好.xlsx"
    book.save(target)
    dataset = read_back(target)
    assert dataset.issues.to_dicts() == []
    assert set(dataset.tables) == set(entered)
    for part in dataset.parts:
        assert {column.how for column in part.columns} == {"exact"}
    for form in forms:
        names = [column.field.id for column in form.columns]
        assert dataset.tables[form.table.id].select(names).to_dicts() == [
            expected(form, row) for row in entered[form.table.id]
        ]


def test_sheets_left_as_they_came_are_not_there(tmp_path, blank):
    path, forms = blank
    book = openpyxl.load_workbook(path)
    fill(book, forms[0], [{"household_id": "H1", "head_name": "甲乙", "members": 3}], FIRST)
    book.save(tmp_path / "填好.xlsx")
    dataset = read_back(tmp_path / "填好.xlsx")
    assert dataset.issues.is_empty()
    assert {name: frame.height for name, frame in dataset.tables.items()} == {"household": 1}


def test_a_template_nobody_has_filled_in_is_not_clean(blank):
    path, _ = blank
    with pytest.raises(Problem) as caught:
        read_back(path)
    assert caught.value.key == "template_unfilled"


def test_an_example_that_was_partly_typed_over_is_a_row(tmp_path, blank):
    path, forms = blank
    book = openpyxl.load_workbook(path)
    place = next(n for n, column in enumerate(forms[0].columns, 1) if column.field.id == "head_id")
    sheet_of(book, forms[0]).cell(EXAMPLE, place).value = "331123197001010010"
    book.save(tmp_path / "改过.xlsx")
    assert read_back(tmp_path / "改过.xlsx").tables["household"].height == 1


def test_what_stands_on_an_unfilled_sheet_is_said(tmp_path, blank):
    path, forms = blank
    book = openpyxl.load_workbook(path)
    fill(book, forms[0], [{"household_id": "H1", "head_name": "甲乙"}], FIRST)
    sheet_of(book, forms[1]).cell(9, 8).value = "待核实"
    book.save(tmp_path / "填好.xlsx")
    kinds = read_back(tmp_path / "填好.xlsx").issues["kind"].to_list()
    assert {"rows_stray", "empty_table"} <= set(kinds)


def test_the_example_reads_as_what_it_shows(tmp_path, blank):
    # Without 示例 before its names it is a row like any other, and every value of it can be read.
    path, forms = blank
    book = openpyxl.load_workbook(path)
    for form in forms:
        for cell in sheet_of(book, form)[EXAMPLE]:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("示例", "甲乙")
    book.save(tmp_path / "填好.xlsx")
    dataset = read_back(tmp_path / "填好.xlsx")
    assert dataset.issues.is_empty()
    for form in forms:
        shown = dict(example_of(form.table.id))
        read_row = dataset.tables[form.table.id].to_dicts()[0]
        for name, value in shown.items():
            seen = value.replace("示例", "甲乙") if isinstance(value, str) else value
            assert read_row[name] == seen, name


def test_dates_of_the_example_are_dates(blank):
    path, forms = blank
    book = openpyxl.load_workbook(path)
    for form in forms:
        for cell, column in zip(sheet_of(book, form)[EXAMPLE], form.columns, strict=True):
            if column.field.type == "date" and cell.value is not None:
                assert isinstance(cell.value, datetime)
