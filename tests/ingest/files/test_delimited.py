"""CSV and its kin: what Excel would show, row for row."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.writers.office import convert
from tests.writers.seen import cells, padded, problem, survives, texts

from incomeaudit.ingest.files.delimited import open_csv
from incomeaudit.ingest.files.limits import Limits

HEAD = ["户编号", "户主姓名", "人口数", "人均收入"]


def rows_of(text: str, encoding: str = "utf-8") -> list[list[str | None]]:
    return texts(cells(open_csv, text.encode(encoding)))


def test_a_book_of_one_sheet_called_like_the_file() -> None:
    book = open_csv(b"a,b\n1,2\n", "2020年.花名册.csv", Limits())
    assert (book.format, [entry.name for entry in book.sheets], book.date1904) == ("csv", ["2020年.花名册"], False)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    lines = [HEAD, ["H1", "张三", "3", "8000"], ["H2", "李四", "2", "7999.99"]]
    assert rows_of(end.join(delimiter.join(line) for line in lines)) == lines


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("户编号;户主;收入\nH1;张三;8,000\nH2;李四;7,999\n", ["H1", "张三", "8,000"]),
        ("户编号\t户主\t备注\nH1\t张三\t一,二\nH2\t李四\t一,二\n", ["H1", "张三", "一,二"]),
        ("户编号,身份证号\nH1\t,330\t\nH2\t,331\t\n", ["H1\t", "330\t"]),
        ("花名册,,\n户编号,户主,备注\nH1,张三,一；二|三\n", ["户编号", "户主", "备注"]),
        ("户编号，户主，收入\nH1，张三，8,000\n", ["H1", "张三", "8,000"]),
        ("户编号,户主,备注\nH1,张三,因病，因残，因学，因灾\nH2,李四,因病，因残，因学，因灾\n", None),
    ],
)
def test_the_delimiter_is_the_one_that_splits_the_header(text: str, second: list[str] | None) -> None:
    rows = rows_of(text)
    assert len(rows[1]) == len(second or rows[0])
    assert second is None or rows[1] == second


def test_a_single_column() -> None:
    assert rows_of("户编号\nH1\nH2") == [["户编号"], ["H1"], ["H2"]]


@pytest.mark.parametrize("told", ["sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_the_line_that_tells_excel_the_delimiter_is_no_row(told: str) -> None:
    assert rows_of(f"{told}a;b,c\n1;2") == [["a", "b,c"], ["1", "2"]]


def test_rows_are_counted_as_excel_does() -> None:
    text = '花名册\n\n户编号,姓名\nH1,"张\r\n三"\n,\nH2,李四\n\x1a'
    assert rows_of(text) == [
        ["花名册", None],
        [None, None],
        ["户编号", "姓名"],
        ["H1", "张\r\n三"],
        [None, None],
        ["H2", "李四"],
    ]


def test_ragged_rows_and_white_space() -> None:
    assert rows_of("a,b,c\n1\n1,2,3,4\n , ,\n") == [
        ["a", "b", "c", None],
        ["1", None, None, None],
        ["1", "2", "3", "4"],
    ]


def test_marks_left_from_files_put_together() -> None:
    assert rows_of('\ufeff"a",b\n\ufeff"c",d\n') == [["a", "b"], ["c", "d"]]


def test_cells_that_were_to_stay_text() -> None:
    text = '号码,号码,号码,名\n="0123","=""3301""","=""a""""b""",\'0123\n= "1",="",=x,==\n'
    assert rows_of(text)[1:] == [["0123", "3301", 'a"b', "'0123"], ['= "1"', None, "=x", "=="]]


def test_errors_and_formulas_are_lost_cells() -> None:
    read = cells(open_csv, b'a,b,c\n#N/A, #REF! ,#####\nErr:502,=B2*2,=SUM(A1:A2)\n#1,#,="a"&B1\n')
    assert texts(read)[1:] == [[None] * 3, [None] * 3, ["#1", "#", None]]
    assert list(read.facts.lost) == [
        (2, "A", "error_cell", "#N/A"),
        (2, "B", "error_cell", "#REF!"),
        (2, "C", "error_cell", "#####"),
        (3, "A", "error_cell", "Err:502"),
        (3, "B", "formula_without_value", "=B2*2"),
        (3, "C", "formula_without_value", "=SUM(A1:A2)"),
        (4, "C", "formula_without_value", '="a"&B1'),
    ]


def test_a_cell_with_broken_bytes_is_lost_and_its_text_is_not_told() -> None:
    good = ("户编号,户主姓名,所在乡镇\n" + "H1,张三丰,百丈漈镇\n" * 30).encode()
    read = cells(open_csv, good.replace("丰".encode(), b"\xe4\xff", 1))
    assert texts(read)[1] == ["H1", None, "百丈漈镇"]
    assert list(read.facts.lost) == [(2, "B", "error_cell", "\ufffd")]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('a,b\n1,"2\n3,4\n', 2),
        ('a,b\n1,2\n3,"', 3),
        # The next quote, far below, closes it: rows of the table have become one cell.
        ('a,b,c,d\n1,"张三,3,4\n2,李四,3,4\n3,"王五",3,4\n', 2),
        ('a,b,c,d\n1,"张三,3,4\n2,李四,3,4\n3,王五",3,4\n', 2),
    ],
)
def test_a_quote_that_does_not_close_is_said_with_its_row(text: str, row: int) -> None:
    said = problem(open_csv, text.encode())
    assert (said.key, said.values["row"]) == ("csv_quote_open", row)


def test_text_after_a_closed_quote_belongs_to_its_cell_as_in_excel() -> None:
    assert rows_of('a,b\n"张三"(户主),2\n') == [["a", "b"], ["张三(户主)", "2"]]


def test_the_line_after_the_last_is_ours_alone() -> None:
    assert rows_of("a\n\ue0ff\nb") == [["a"], ["\ue0ff"], ["b"]]


def test_a_text_over_the_limit_is_said_with_its_row() -> None:
    small = Limits(text=20)
    assert texts(cells(open_csv, b"a,b\n1," + b"x" * 20, limits=small))[1][1] == "x" * 20
    for text in (b"a,b\n1," + b"x" * 21, b'a,b\n1,"' + b"x,y\n" * 40):
        said = problem(open_csv, text, limits=small)
        assert (said.key, said.values["row"]) == ("over_text", 2)
    assert csv.field_size_limit() == 131_072


@pytest.mark.parametrize(("limits", "key"), [(Limits(rows=2), "over_rows"), (Limits(columns=1), "over_columns")])
def test_limits(limits: Limits, key: str) -> None:
    assert problem(open_csv, b"a,b\n1,2\n\n3,4\n", limits=limits).key == key


CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="\ufeff\ufffd#="), max_size=8
)
LINES = st.tuples(CELL, st.sampled_from(["\n", "\r\n", '"', ",", ";", "\t", ""]), CELL).map("".join)


@settings(deadline=None, max_examples=80)
@given(
    rows=st.lists(st.lists(LINES, min_size=5, max_size=5), max_size=8),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    delimiter=st.sampled_from([",", "\t", ";"]),
    end=st.sampled_from(["\r\n", "\n"]),
)
def test_what_the_csv_module_writes_reads_back(rows: list[list[str]], encoding: str, delimiter: str, end: str) -> None:
    # A header and a few households stand around it, as they do in a roster, so that the text is one.
    rows = [[*HEAD, "备注"], *rows, *[["H1", "张三", "3", "8000", "因病致贫"]] * 10]
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    strange = sum(not text.isascii() for row in rows for text in row)
    if encoding == "gb18030" and strange:
        rows += [[*HEAD, "备注"]] * 60
        csv.writer(held, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows[-60:])
    assert texts(cells(open_csv, held.getvalue().encode(encoding))) == padded(rows)


def test_damaged_files_are_read_or_refused() -> None:
    text = 'sep=,\n户编号,姓名,备注\nH1,"张\n三",="012"\nH2,#N/A,"一,二"\n' * 4
    for seed, encoding in enumerate(("utf-8", "gb18030", "utf-16")):
        read, refused = survives(open_csv, text.encode(encoding), 170, seed)
        assert read and refused


def test_what_libreoffice_writes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    lines = [["低收入农户花名册"], [], ["户编号", "户主", "号码", "备注"], ["H1", "张三", "0123", '一"二\n三,四']]
    for line in lines:
        book.active.append(line)
    book.save(tmp_path / "花名册.xlsx")
    for tokens in ("44,34,76", "9,34,76", "59,34,UTF-16"):
        made = convert(tmp_path / "花名册.xlsx", "csv", f"Text - txt - csv (StarCalc):{tokens}", tmp_path / "out")
        read = texts(cells(open_csv, made.read_bytes()))
        assert read == padded([[str(text) for text in line] for line in lines])
