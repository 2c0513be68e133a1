"""HTML pages called .xls."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.writers.markup import html_page, html_table
from tests.writers.office import convert
from tests.writers.seen import FILE, Texts, cells, padded, problem, survives, texts

from incomeaudit.ingest.files.html_table import open_html
from incomeaudit.ingest.files.html_tokens import tokens
from incomeaudit.ingest.files.limits import Limits

ROSTER = [
    ["户编号", "户主姓名", "身份证号"],
    ["H1", "张三", "330102199001011234"],
    ["H2", "李四", "33010219900101123X"],
]


def rows_of(body: str) -> Texts:
    return texts(cells(open_html, html_page(body)))


def test_a_book_of_one_sheet_called_like_the_file() -> None:
    book = open_html(html_page(html_table(ROSTER)), FILE, Limits())
    assert (book.format, [entry.name for entry in book.sheets], book.date1904) == ("html", ["花名册"], False)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "utf-16"])
def test_encodings(charset: str) -> None:
    assert texts(cells(open_html, html_page(html_table(ROSTER), charset))) == ROSTER


def test_a_page_that_says_another_encoding_than_it_has() -> None:
    page = html_page(html_table(ROSTER)).replace(b"charset=utf-8", b"charset=gb2312")
    assert texts(cells(open_html, page)) == ROSTER


def test_tables_and_texts_are_stacked() -> None:
    body = (
        "<h1>花名册</h1>单位：元<br>2020 年<p></p>"
        "<table><caption>表一</caption><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><td>1<td>2</tbody></table>"
        "<table><tr><td>丙</td></tr></table><p>填表人：</p>"
    )
    assert rows_of(body) == [
        ["花名册", None],
        ["单位：元", None],
        ["2020 年", None],
        ["表一", None],
        ["甲", "乙"],
        ["1", "2"],
        ["丙", None],
        ["填表人：", None],
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("张三<br>李四<BR/>王五", "张三\n李四\n王五"),
        ("<p>张三</p>\n<p>李四</p>", "张三\n李四"),
        ("  张\n  三 &nbsp;", "张 三"),
        ("&lt;3000 &amp; &#24352;&#x4e09;&yen;1", "<3000 & 张三¥1"),
        ("收入 < 8000", "收入 < 8000"),
        ("<b><font color='red'>张</font>三</b>", "张三"),
        ("张<!-- <td>注</td> -->三", "张三"),
        ("张<script>document.write('<td>')</script><style>td{}</style>三", "张三"),
        ("<input type=hidden value=9>5", "5"),
        ("<select><option value=1>是<option value=2 selected>否</select>", "否"),
        ("<table><tr><td>张三</td></tr></table>", "张三"),
        ("<![if !mso]>张三<![endif]><?xml:namespace ns='o'/><o:p></o:p>", "张三"),
        ('="0123"', "0123"),
        ("<a title='a > b' href=\"x'y>z\">张三</a>", "张三"),
    ],
)
def test_what_stands_in_a_cell(cell: str, text: str) -> None:
    assert rows_of(f"<table><tr><td>{cell}</td><td>末</td></tr></table>") == [[text, "末"]]


def test_ends_that_are_left_out() -> None:
    assert rows_of("<table><tr><td>a<td>b<tr><td>c<td>d") == [["a", "b"], ["c", "d"]]
    assert rows_of("<table><td>a<td>b</tr><td>c</table>") == [["a", "b"], ["c", None]]


def test_what_a_cell_spans() -> None:
    body = (
        "<table><tr><td colspan=3>标题</td><td>末</td></tr><tr><td rowspan='2'>H1</td><td>张三</td><td rowspan=0>镇</td></tr>"
        "<tr><td>李四</td><td>x</td></tr><tr><td>H2</td><td>y</td><td>z</td></tr></table>"
    )
    read = cells(open_html, html_page(body))
    assert texts(read) == [
        ["标题", None, None, "末"],
        ["H1", "张三", "镇", None],
        [None, "李四", None, "x"],
        ["H2", "y", None, "z"],
    ]
    assert list(read.facts.merges) == [("A", 2, 3), ("C", 2, 4)]


def test_spans_are_bounded() -> None:
    wide = "<table><tr><td rowspan=1000000000 colspan=1000>a</td></tr>" + "<tr><td>b</td></tr>" * 3 + "</table>"
    assert problem(open_html, html_page(wide)).key == "over_columns"
    tall = "<table><tr><td rowspan=99999999999999999999>a</td><td colspan=99999999999>b</td></tr><tr><td>c</td></tr></table>"
    read = cells(open_html, html_page(tall))
    assert texts(read) == [["a", "b"], [None, "c"]]
    assert list(read.facts.merges) == [("A", 1, 2)]


def test_hidden_rows_and_columns() -> None:
    body = (
        "<p>花名册</p><table><col><col span=2 style='display:none'><col><tr><th>a<th>b<th>c<th>d</tr>"
        "<tr STYLE='Height:0; Display : None'><td>1<td>2<td>3<td>4</tr><tr hidden><td>5</tr></table>"
    )
    read = cells(open_html, html_page(body))
    assert texts(read)[2] == ["1", "2", "3", "4"]
    assert list(read.facts.hidden_rows) == [3, 4]
    assert list(read.facts.hidden_columns) == ["B", "C"]


def test_hidden_cells() -> None:
    cell = "<td style='display:none'>内部号</td>"
    every = f"<table><tr><td>题</tr><tr><td>a{cell}<td>b</tr><tr><td>1{cell}<td>2</tr></table>"
    read = cells(open_html, html_page(every))
    assert texts(read)[1:] == [["a", "内部号", "b"], ["1", "内部号", "2"]]
    assert list(read.facts.hidden_columns) == ["B"]
    some = f"<table><tr><td>a<td>b</tr><tr><td>1{cell}<td>2</tr></table>"
    assert rows_of(some) == [["a", "b"], ["1", "2"]]  # under their headers, as a browser shows it


def test_a_table_within_a_layout() -> None:
    inner = html_table(ROSTER)
    assert rows_of(f"<table><tr><td>{inner}</td></tr></table>") == ROSTER
    body = f"<table><tr><td>花名册{inner}填表人：</td><td>审核人：</td></tr><tr><td>完</td></tr></table>"
    none = [None, None]
    assert rows_of(body) == [["花名册", *none], *ROSTER, ["填表人：", "审核人：", None], ["完", *none]]


def test_numbers_that_excel_shows_rounded() -> None:
    body = (
        "<table x:str><tr><td x:num='330102199001011234'>3.30102E+17</td><td x:num=\"7999.995\">8,000</td>"
        "<td x:num='43952'>2020年5月</td><td x:num='0.15'>15%</td><td x:num>12</td><td x:num=8000>####</td>"
        "<td x:num='nonsense'>5</td></tr></table>"
    )
    assert rows_of(body) == [["330102199001011234", "7999.995", "2020年5月", "15%", "12", "8000", "5"]]


def test_errors_are_lost_cells() -> None:
    read = cells(open_html, html_page("<table><tr><td>a<td x:err>#REF!<td>=A1*2</table>"))
    assert list(read.facts.lost) == [
        (1, "B", "error_cell", "#REF!"),
        (1, "C", "formula_without_value", "=A1*2"),
    ]


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("<html><frameset><frame src='花名册.files/sheet001.htm'></frameset></html>", "html_frameset"),
        (
            "<html><script>document.write('<table>')</script><h1>请登录</h1><form>用户名</form></html>",
            "html_without_table",
        ),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr><tr><td>", "html_cut_off"),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr>", "html_cut_off"),
        ("<table>" + "<tr><td>a" * 11 + "</table>", "over_rows"),
        ("<table><tr><td>" + "好" * 101 + "</table>", "over_text"),
    ],
)
def test_pages_that_are_refused(page: str, key: str) -> None:
    assert problem(open_html, page.encode(), limits=Limits(rows=10, text=100)).key == key


def test_a_page_that_ends_itself_is_not_cut_off() -> None:
    assert rows_of("<table><tr><td>a</td></tr>") == [["a"]]


@pytest.mark.parametrize(
    "piece", ['<a "', "<a \"'", "<!--", "<script>", "<!", "<a '>\"", "<", "<select>", "<td>", "&", '<td x="']
)
def test_a_page_of_rubbish_is_gone_through_once(piece: str) -> None:
    page = "<table>" + piece * 200_000
    assert sum(1 for _ in tokens(page)) <= 200_003  # each search to the end is made once; else this takes hours


CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Z"), exclude_characters="\ufeff\ufffd#="), max_size=8
)
LINES = st.tuples(CELL, st.sampled_from(["\n", " ", "<td>", "&amp;", "-->", '"', ""]), CELL).map("".join)


@settings(deadline=None, max_examples=80)
@given(
    rows=st.lists(st.lists(LINES.map(str.strip), min_size=1, max_size=5), max_size=6),
    charset=st.sampled_from(["utf-8", "gb2312", "utf-16"]),
)
def test_what_a_page_holds_reads_back(rows: list[list[str]], charset: str) -> None:
    rows = [*ROSTER, *rows, *ROSTER * 20]
    assert texts(cells(open_html, html_page(html_table(rows), charset))) == padded(rows)


def test_damaged_pages_are_read_or_refused() -> None:
    body = (
        "<p>题</p>"
        + html_table(ROSTER)
        + "<table><tr><td colspan=2 rowspan=2 style='display:none'>a<td>"
        + html_table(ROSTER)
    )
    for seed, charset in enumerate(("utf-8", "gb2312", "utf-16")):
        read, refused = survives(open_html, html_page(body, charset), 170, seed)
        assert read and refused


def test_what_libreoffice_writes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in [["花名册"], *ROSTER, ["H3", "王\n五", "<&>"]]:
        book.active.append(line)
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "花名册.xlsx")
    made = convert(tmp_path / "花名册.xlsx", "html", "HTML (StarCalc)", tmp_path / "out")
    read = cells(open_html, made.read_bytes())
    assert texts(read) == [
        ["花名册", None, None],
        *ROSTER[:1],
        [None, *ROSTER[1][1:]],
        ROSTER[2],
        ["H3", "王\n五", "<&>"],
    ]
    assert list(read.facts.merges) == [("A", 2, 3)]
