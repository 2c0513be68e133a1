"""OpenDocument spreadsheets."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ingest.files.grids import first_rows, rows_of
from tests.ingest.files.mixed import MIXED_LOST, MIXED_MERGES, MIXED_ROWS, MIXED_SHEETS, mixed_workbook
from tests.writers.ods import cell, content, ods, packed, row, words
from tests.writers.office import convert

from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.ods import OdsBook, open_ods
from incomeaudit.messages import Problem


def opened(data: bytes, limits: Limits | None = None) -> OdsBook:
    return open_ods(data, "名册.ods", limits or Limits())


def key_of(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Problem) as caught:
        opened(data, limits).load(0)
    return caught.value.key


def test_what_libreoffice_saves(tmp_path: Path) -> None:
    book = opened(convert(mixed_workbook(tmp_path / "名册.xlsx"), "ods", None, tmp_path).read_bytes())
    assert (book.format, book.date1904) == ("ods", False)
    assert [(sheet.name, sheet.visible) for sheet in book.sheets] == MIXED_SHEETS
    cells = book.load(0)
    assert [row[1:] for row in rows_of(cells)[2:]] == MIXED_ROWS
    assert cells.letters == tuple("ABCDEFG")
    assert list(cells.facts.lost) == MIXED_LOST
    assert list(cells.facts.merges) == MIXED_MERGES
    assert list(cells.facts.hidden_rows) == [5]
    assert list(cells.facts.hidden_columns) == ["D"]
    assert rows_of(book.load(1)) == [[None, None], [None, "1"]]
    assert book.load(3).batch.num_rows == 0


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (cell("8,000.00", office_value_type="float", office_value="8000"), "8000"),
        (cell("50%", office_value_type="percentage", office_value="0.5"), "0.5"),
        (cell("¥1.20", office_value_type="currency", office_value="1.2", office_currency="CNY"), "1.2"),
        (cell("3.3E+017", office_value_type="float", office_value="3.30102195001011E+017"), "330102195001011008"),
        (cell("是", office_value_type="boolean", office_boolean_value="true"), "true"),
        (cell("五月", office_value_type="date", office_date_value="2020-05-01"), "2020-05-01 00:00:00"),
        (cell("x", office_value_type="date", office_date_value="2020-04-30T23:59:59.999999998"), "2020-05-01 00:00:00"),
        (cell("x", office_value_type="date", office_date_value="2020-02-30"), "2020-02-30"),
        (cell("x", office_value_type="time", office_time_value="PT08H05M09.6S"), "08:05:10"),
        (cell("x", office_value_type="time", office_time_value="PT30H00M00S"), "30:00:00"),
        (cell("x", office_value_type="time", office_time_value="PT90M"), "01:30:00"),
        (cell(None, office_value_type="string", office_string_value="只在属性里"), "只在属性里"),
        (words("两<text:s/><text:s text:c='2'/>格<text:tab/>后<text:line-break/>行"), "两   格\t后\n行"),
        (words("一</text:p><text:p>二"), "一\n二"),
        (words("<text:span>红</text:span>字<text:a>链接</text:a>"), "红字链接"),
        (words("折\n   行"), "折 行"),
        (words("&lt;甲&gt; &amp; 乙"), "<甲> & 乙"),
        (words("文", inside="<office:annotation><text:p>批注</text:p></office:annotation>"), "文"),
        (words("文", inside="<draw:frame><draw:text-box><text:p>图中</text:p></draw:text-box></draw:frame>"), "文"),
        (words("正文<text:note><text:p>脚注</text:p></text:note>"), "正文"),
        (cell("#N/A"), "#N/A"),  # typed in as a text
    ],
)
def test_kinds_of_cells(written: str, read: str) -> None:
    cells = opened(ods({"表": row(written)})).load(0)
    assert rows_of(cells) == [[read]]
    assert list(cells.facts.lost) == []


@pytest.mark.parametrize(
    ("written", "kind", "text"),
    [
        (words("#DIV/0!", table_formula="of:=1/0", calcext_value_type="error"), "error_cell", "#DIV/0!"),
        (words("Err:502", table_formula="of:=A1", office_string_value=""), "error_cell", "Err:502"),
        (
            cell("#REF!", table_formula="of:=[.#REF!1]", office_value_type="float", office_value="0"),
            "error_cell",
            "#REF!",
        ),
        (cell(None, table_formula="of:=[.A1]*2"), "formula_without_value", "=[.A1]*2"),
    ],
)
def test_values_that_are_not_there(written: str, kind: str, text: str) -> None:
    cells = opened(ods({"表": row(words("甲"), written)})).load(0)
    assert rows_of(cells) == [["甲"]]
    assert list(cells.facts.lost) == [(1, "B", kind, text)]


def test_a_formula_whose_result_is_an_empty_text() -> None:
    cells = opened(ods({"表": row(words("甲"), cell("", table_formula="of:=&quot;&quot;"))})).load(0)
    assert list(cells.facts.lost) == []


def test_rows_and_columns_that_are_repeated() -> None:
    cells = opened(
        ods(
            {
                "表": row(cell(repeated=16384), repeated=2)
                + row(
                    cell(repeated=2),
                    words("甲", repeated=1),
                    cell(repeated=3),
                    cell("乙", repeated=2),
                    cell(repeated=9),
                )
                + row(cell(repeated=16384), repeated=3)
                + row(words("丙"), words("#N/A", calcext_value_type="error"), repeated=2)
                + row(cell(repeated=16384), repeated=1048560)
            }
        )
    ).load(0)
    blank: list[str | None] = [None] * 8
    last = ["丙", *blank[1:]]
    assert rows_of(cells) == [
        blank,
        blank,
        [None, None, "甲", None, None, None, "乙", "乙"],
        blank,
        blank,
        blank,
        last,
        last,
    ]
    assert list(cells.facts.lost) == [(7, "B", "error_cell", "#N/A"), (8, "B", "error_cell", "#N/A")]


def test_hidden_rows_and_columns_as_far_as_there_are_cells() -> None:
    columns = (
        "<table:table-column/><table:table-column-group>"
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/></table:table-column-group>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="16000"/>'
    )
    hidden, filtered = 'table:visibility="collapse"', 'table:visibility="filter"'
    rows = (
        "<table:table-header-rows>"
        + row(words("甲"), words("乙"), words("丙"), words("丁"))
        + "</table:table-header-rows>"
        "<table:table-row-group>"
        + row(words("一"), repeated=2, attributes=hidden)
        + "</table:table-row-group>"
        + row(words("二"), attributes=filtered)
        + row(words("三"))
        + row(cell(repeated=9), repeated=1000000, attributes=hidden)
    )
    facts = opened(ods({"表": columns + rows})).load(0).facts
    assert (list(facts.hidden_rows), list(facts.hidden_columns)) == ([2, 3, 4], ["B", "C", "D"])


def test_values_under_a_merge_are_kept() -> None:
    covered = "<table:covered-table-cell office:value-type='string'><text:p>下</text:p></table:covered-table-cell>"
    cells = opened(ods({"表": row(words("上", table_number_rows_spanned="2")) + row(covered)})).load(0)
    assert rows_of(cells) == [["上"], ["下"]]
    assert list(cells.facts.merges) == [("A", 1, 2)]


def test_which_tables_are_sheets() -> None:
    copied = (
        '<table:table table:name="\'file:///x.ods\'#甲" table:style-name="ta_extref">'
        + row(words("别处"))
        + "</table:table>"
    )
    link = "<table:dde-links><table:table>" + row(words("别处")) + "</table:table></table:dde-links>"
    former = f"<table:tracked-changes>{words('从前')}</table:tracked-changes>"
    drawn = "<table:shapes><draw:frame><text:p>图</text:p></draw:frame></table:shapes>"
    days = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    inner = f"<table:table>{row(words('套'))}</table:table>"
    book = opened(
        ods(
            {"花名册": drawn + row(words("甲"), words("乙", inside=inner)), "隐藏表": row(words("丙"))},
            before=days + former,
            after=copied + link,
        )
    )
    assert [(sheet.name, sheet.visible) for sheet in book.sheets] == [("花名册", True), ("隐藏表", False)]
    assert book.date1904
    assert first_rows(book) == [["甲", "乙"]]


def test_a_sheet_over_a_limit_leaves_the_others() -> None:
    bomb = row(words("甲", table_number_columns_repeated="1000"), repeated=1048576)
    book = opened(ods({"大": bomb, "远": row(cell(repeated=16383), words("角")), "好": row(words("乙"))}))
    for number, key in ((0, "over_cells"), (1, "over_columns")):
        with pytest.raises(Problem) as caught:
            book.load(number)
        assert (caught.value.key, caught.value.values["sheet"]) == (key, book.sheets[number].name)
    assert rows_of(book.load(2)) == [["乙"]]


def test_rows_beyond_the_last_one() -> None:
    far = row(cell(), repeated=2_000_000) + row(words("甲"))
    assert key_of(ods({"表": far})) == "over_rows"


def test_spaces_by_the_million() -> None:
    spaces = '<text:s text:c="999999999"/>' * 3
    assert first_rows(opened(ods({"表": row(words(f"甲{spaces}乙"))}))) == [["甲" + " " * 32_767 + "乙"]]


def test_entities_are_not_followed() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert key_of(ods({"表": row(words("&b;"))}, prolog=bomb)) == "broken_file"
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    assert key_of(ods({"表": row(words("&a;"))}, prolog=outside)) == "broken_file"


def test_an_encrypted_one_is_called_so() -> None:
    manifest = (
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    with pytest.raises(Problem) as caught:
        opened(packed("not XML", manifest))
    assert caught.value.key == "encrypted_ods"
    assert "名册.ods" in str(caught.value)


def test_what_is_no_spreadsheet() -> None:
    assert key_of(packed(content("<office:text><text:p>通知</text:p></office:text>"))) == "is_unknown"
    assert key_of(packed(content("<office:spreadsheet/>"))) == "no_sheets"


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<a>",
        content("<office:spreadsheet><table:table>"),
        content(
            f"<office:spreadsheet><table:table>{row(cell('x', table_number_columns_repeated='y'))}</table:table></office:spreadsheet>"
        ),
        content(
            f"<office:spreadsheet><table:table>{row(cell('x', office_value_type='float', office_value='y'))}</table:table></office:spreadsheet>"
        ),
    ],
)
def test_a_damaged_one(xml: str) -> None:
    assert key_of(packed(xml)) == "broken_file"


def test_a_package_that_breaks_off() -> None:
    whole = ods({"表": row(words("甲"))})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "x")
    assert key_of(out.getvalue()) == "broken_file"
    for size in range(0, len(whole), 37):
        assert key_of(whole[:size]) == "broken_file"


TEXTS = st.text("户主姓名县乡村abc012<&>'\"，", min_size=1, max_size=6).filter(lambda text: not text.isspace())
NUMBERS = st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9).filter(lambda number: not number.is_integer()))


@given(st.lists(st.lists(st.tuples(st.one_of(st.none(), TEXTS, NUMBERS), st.integers(1, 3)), max_size=4), max_size=6))
def test_what_is_written_is_read(rows: list[list[tuple[str | float | None, int]]]) -> None:
    def written(value: str | float | None, times: int) -> str:
        if isinstance(value, str):
            return cell(escape(value), repeated=times, office_value_type="string")
        return (
            cell(repeated=times)
            if value is None
            else cell("", repeated=times, office_value_type="float", office_value=repr(value))
        )

    found = first_rows(opened(ods({"花名册": "".join(row(*(written(*one) for one in cells)) for cells in rows)})))
    expected = [
        [None if value is None else str(value) for value, times in cells for _ in range(times)] for cells in rows
    ]
    padded = [cells + [None] * 12 for cells in expected]
    width = max(map(len, found), default=0)
    assert found == [cells[:width] for cells in padded[: len(found)]]
    assert not any(any(cells[width:]) for cells in padded)
    assert not any(any(cells) for cells in padded[len(found) :])
