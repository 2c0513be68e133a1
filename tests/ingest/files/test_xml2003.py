"""XML spreadsheets of Excel 2003."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.writers.markup import xml2003_book, xml2003_rows, xml2003_sheet
from tests.writers.office import convert
from tests.writers.seen import FILE, cells, padded, problem, survives, texts

from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.xml2003 import open_xml2003
from incomeaudit.ingest.files.xml2003_sheet import value_text

ROSTER = [
    ["户编号", "户主姓名", "身份证号"],
    ["H1", "张三", "330102199001011234"],
    ["H2", "李四", "33010219900101123X"],
]


def data(kind: str, text: str, **told: object) -> str:
    attributes = "".join(f' ss:{name}="{value}"' for name, value in told.items())
    return f'<Cell{attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def word(text: str, **told: object) -> str:
    return data("String", text, **told)


def of(inside: str) -> bytes:
    return xml2003_book(xml2003_sheet("花名册", inside))


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "utf-16"])
def test_encodings(charset: str) -> None:
    assert (
        texts(cells(open_xml2003, xml2003_book(xml2003_sheet("表", xml2003_rows(ROSTER)), charset=charset))) == ROSTER
    )


def test_sheets_their_names_and_which_are_hidden() -> None:
    options = '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">{}</WorksheetOptions>'
    book = open_xml2003(
        xml2003_book(
            xml2003_sheet("一<&>", ""),
            xml2003_sheet("二", "", after=options.format("<Visible>SheetHidden</Visible>")),
            xml2003_sheet("三", "", after=options.format("<Visible>SheetVeryHidden</Visible>")),
            xml2003_sheet("四", "<Row>" + word("末") + "</Row>", after=options.format("<Selected/>")),
            before="<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook>",
        ),
        FILE,
        Limits(),
    )
    assert (book.format, book.date1904) == ("xml2003", True)
    assert [(entry.name, entry.visible) for entry in book.sheets] == [
        ("一<&>", True),
        ("二", False),
        ("三", False),
        ("四", True),
    ]
    assert texts(book.load(3)) == [["末"]]
    assert book.load(0).batch.num_rows == 0


def test_cells_and_rows_that_give_their_place() -> None:
    inside = (
        f'<Row ss:Index="2">{word("a", Index=2)}{word("b")}{word("c", Index=5)}</Row>'
        f'<Row/><Row ss:Span="1"/><Row>{word("d")}</Row>'
    )
    none = [None] * 5
    assert texts(cells(open_xml2003, of(inside))) == [
        none,
        [None, "a", "b", None, "c"],
        none,
        none,
        none,
        ["d", *none[1:]],
    ]


def test_merged_cells() -> None:
    inside = (
        f"<Row>{word('题', MergeAcross=1)}{word('末')}</Row>"
        f"<Row>{word('H1', MergeDown=1)}{word('张三')}</Row><Row>{word('李四', Index=2)}</Row>"
    )
    read = cells(open_xml2003, of(inside))
    assert texts(read) == [["题", None, "末"], ["H1", "张三", None], [None, "李四", None]]
    assert list(read.facts.merges) == [("A", 2, 3)]


def test_hidden_rows_and_columns() -> None:
    columns = '<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/><Column/><Column ss:Hidden="1"/><Column ss:Hidden="1"/>'
    rows = f'<Row>{word("a")}{word("b", Index=5)}</Row><Row ss:Hidden="1" ss:Span="1"/><Row>{word("c")}</Row>'
    read = cells(open_xml2003, of(columns + rows))
    assert list(read.facts.hidden_columns) == ["B", "C", "E"]
    assert list(read.facts.hidden_rows) == [2, 3]
    assert texts(read)[3][0] == "c"


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        ("Number", "8000", "8000"),
        ("Number", "8000.50", "8000.5"),
        ("Number", "3.3010219900101123E+17", "330102199001011200"),
        ("Number", "330102199001011234", "330102199001011234"),
        ("Number", "-0.1", "-0.1"),
        ("Boolean", "1", "true"),
        ("Boolean", "0", "false"),
        ("DateTime", "2020-05-01T00:00:00.000", "2020-05-01 00:00:00"),
        ("DateTime", "2020-05-01T08:30:00", "2020-05-01 08:30:00"),
        ("DateTime", "1899-12-31T12:30:00.000", "12:30:00"),
        ("String", "0123", "0123"),
        ("String", '="0123"', '="0123"'),
    ],
)
def test_values(kind: str, text: str, read: str) -> None:
    assert value_text(kind, text) == read


def test_rich_text_comments_and_what_is_lost() -> None:
    rich = '<Cell><ss:Data ss:Type="String"><html:B>张</html:B><html:Font html:Size="9">三</html:Font></ss:Data></Cell>'
    noted = '<Cell><Data ss:Type="String">李四</Data><Comment><ss:Data><html:B>批注</html:B></ss:Data></Comment></Cell>'
    only_noted = "<Cell><Comment><ss:Data>批注</ss:Data></Comment></Cell>"
    lost = data("Error", "#N/A") + '<Cell ss:Formula="=RC[-1]*2"/>'
    calculated = data("Number", "4", Formula="=2*2") + data("String", "", Formula="=T(1)")
    read = cells(open_xml2003, of(f"<Row>{rich}{noted}{only_noted}{lost}{calculated}</Row>"))
    assert texts(read) == [["张三", "李四", None, None, None, "4"]]
    assert list(read.facts.lost) == [
        (1, "D", "error_cell", "#N/A"),
        (1, "E", "formula_without_value", "=RC[-1]*2"),
    ]


def test_a_sheet_over_a_limit_leaves_the_others() -> None:
    far = f'<Row ss:Index="99999999999999999999">{word("a")}</Row>'
    right = f"<Row>{word('a', Index=2000)}</Row>"
    long = f"<Row>{word('好' * 101)}</Row>"
    sheets = [xml2003_sheet(f"表{n}", inside) for n, inside in enumerate((far, right, long, xml2003_rows(ROSTER)))]
    book, limits = xml2003_book(*sheets), Limits(text=100)
    for number, key in enumerate(("over_rows", "over_columns", "over_text")):
        assert problem(open_xml2003, book, number, limits).key == key
    assert texts(cells(open_xml2003, book, 3, limits)) == ROSTER


BOMB = '<!DOCTYPE w [<!ENTITY a "好好好好"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("book", "key"),
    [
        (of(xml2003_rows(ROSTER))[:-60], "broken_file"),
        (of(f"<Row>{word('张三 & 李四')}</Row>"), "broken_file"),
        (of(f"<Row>{data('Number', '八千')}</Row>"), "broken_file"),
        (of(f"<Row ss:Index='3'/><Row ss:Index='2'>{word('a')}</Row>"), "broken_file"),
        (of(f"<Row ss:Index='x'>{word('a')}</Row>"), "broken_file"),
        (xml2003_book(), "no_sheets"),
        (of(f"<Row>{word('&b;')}</Row>").replace(b"<Workbook", BOMB.encode() + b"<Workbook"), "xml_doctype"),
        (of("").replace(b"<Workbook", b'<!DOCTYPE w SYSTEM "file:///etc/hostname"><Workbook'), "xml_doctype"),
    ],
)
def test_what_is_refused(book: bytes, key: str) -> None:
    assert problem(open_xml2003, book).key == key


def test_a_cell_with_broken_bytes_is_lost() -> None:
    book = of(xml2003_rows([*ROSTER, *ROSTER * 20])).replace("李".encode(), b"\xe6\x9d", 1)
    read = cells(open_xml2003, book)
    assert texts(read)[2][1] is None
    assert list(read.facts.lost) == [(3, "B", "error_cell", "\ufffd")]


LINES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="\ufeff\ufffd"), max_size=8
)


@settings(deadline=None, max_examples=80)
@given(
    rows=st.lists(st.lists(LINES, min_size=1, max_size=5), max_size=6),
    charset=st.sampled_from(["utf-8", "gb2312", "utf-16"]),
)
def test_what_a_book_holds_reads_back(rows: list[list[str]], charset: str) -> None:
    rows = [*ROSTER, *rows, *ROSTER * 20]
    book = xml2003_book(xml2003_sheet("表", xml2003_rows(rows)), charset=charset)
    assert texts(cells(open_xml2003, book)) == padded(rows)


def test_damaged_books_are_read_or_refused() -> None:
    column = '<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>'
    merged = f"<Row ss:Index='9'>{word('a', Index=3, MergeDown=2)}{data('Number', '1.5')}</Row>"
    sheet = xml2003_sheet("表", column + xml2003_rows(ROSTER) + merged)
    for seed, charset in enumerate(("utf-8", "gb2312", "utf-16")):
        read, refused = survives(open_xml2003, xml2003_book(sheet, sheet, charset=charset), 170, seed)
        assert read and refused


def test_libreoffice_places_the_cells_alike(tmp_path: Path) -> None:
    inside = (
        f"<Row>{word('题', MergeAcross=1)}{word('末')}</Row>"
        f'<Row ss:Index="3" ss:Span="1"/><Row ss:Index="5">{word("a", Index=2)}{word("b")}{data("Number", "8000.50")}</Row>'
        f'<Row ss:Hidden="1">{word("H1", MergeDown=1)}{word("张三", Index=4)}</Row><Row>{word("李四", Index=3)}</Row>'
    )
    path = tmp_path / "花名册.xml"
    path.write_bytes(of(inside))
    made = openpyxl.load_workbook(convert(path, "xlsx", None, tmp_path / "out")).active
    read = cells(open_xml2003, path.read_bytes())
    shown = [[None if value is None else str(value) for value in row] for row in made.iter_rows(values_only=True)]
    assert texts(read) == shown
    assert [str(merge) for merge in made.merged_cells.ranges if merge.min_row < merge.max_row] == ["A6:A7"]
    assert list(read.facts.merges) == [("A", 6, 7)]
    assert list(read.facts.hidden_rows) == [row for row, told in made.row_dimensions.items() if told.hidden] == [6]
