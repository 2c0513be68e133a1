"""What is looked up in a worksheet's XML beside its values."""

import io

import pytest

from incomeaudit.ingest.files.book import Facts
from incomeaudit.ingest.files.cellscan import scan_cells

SHEET = '<worksheet xmlns="x"><sheetData>{}</sheetData>{}</worksheet>'


def scanned(rows: str, after: str = "", prefix: str = "") -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    xml = SHEET.format(rows, after)
    if prefix:
        xml = (
            xml.replace("</", f"</{prefix}:")
            .replace("<", f"<{prefix}:")
            .replace(f"<{prefix}:/{prefix}:", f"</{prefix}:")
        )
    facts = scan_cells(io.BytesIO(xml.encode()))
    return list(facts.lost), list(facts.merges)


ERROR = '<c t="e" s="1" r="B3"><v>#DIV/0!</v></c>'


@pytest.mark.parametrize("prefix", ["", "x"])
def test_the_scan_knows_the_ways_cells_are_written(prefix: str) -> None:
    rows = (
        '<row r="3"><c r="A3"><f>A1+A2</f></c>'
        + ERROR
        + '<c r="C3"><f>1</f><v></v></c><c r="D3"><f t="shared" si="0"/><v/></c><c r="E3"><f>2</f><v>2</v></c>'
        '<c r="F3" t="str"><f>""</f><v></v></c><c r="G3" t="e"><f>NA()</f><v>#N/A</v></c><c r="H3" t="b"><v>1</v></c>'
        "<c r='I3' t='e'><v>#REF!</v></c><c r=\"J3\"><f>A1&lt;A2</f></c></row>"
    )
    lost, _ = scanned(rows, prefix=prefix)
    assert lost == [
        (3, "A", "formula_without_value", "=A1+A2"),
        (3, "B", "error_cell", "#DIV/0!"),
        (3, "C", "formula_without_value", "=1"),
        (3, "D", "formula_without_value", "="),
        (3, "G", "error_cell", "#N/A"),
        (3, "I", "error_cell", "#REF!"),
        (3, "J", "formula_without_value", "=A1<A2"),
    ]


def test_the_scan_counts_cells_that_give_no_address() -> None:
    rows = '<row><c><v>1</v></c></row><row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>'
    assert scanned(rows)[0] == [(2, "B", "error_cell", "#N/A")]


def test_cells_that_give_no_address_are_counted_across_pieces() -> None:
    filler = "".join(f"<row><c><v>{'1' * 900}</v></c></row>" for _ in range(3000))
    assert scanned(filler + '<row><c/><c t="e"/><c><v>2</v></c></row>')[0] == [(3001, "B", "error_cell", "#")]


def test_text_that_looks_like_a_mark_is_no_error() -> None:
    assert scanned('<row r="1"><c r="A1" t="inlineStr"><is><t>t="e" &lt;f&gt;</t></is></c></row>')[0] == []


def test_the_scan_finds_cells_across_pieces() -> None:
    filler = "".join(f'<row r="{row}"><c r="A{row}"><v>{"1" * 900}</v></c></row>' for row in range(1, 3001))
    last = '<row r="3001"><c r="A3001"><f>1+1</f></c><c r="B3001" t="e"><v>#N/A</v></c></row>'
    lost, merges = scanned(filler + last, '<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="A1:C1"/></mergeCells>')
    assert lost == [(3001, "A", "formula_without_value", "=1+1"), (3001, "B", "error_cell", "#N/A")]
    assert merges == [("A", 2, 4)]


@pytest.mark.parametrize("size", [64 << 10, 1 << 20])
@pytest.mark.parametrize("padding", range(0, 64, 3))
def test_a_cell_at_the_edge_of_a_piece(padding: int, size: int) -> None:
    head = '<row r="1"><c r="A1"><v>'
    filler = "1" * (size - len(SHEET.split("{", maxsplit=1)[0]) - len(head) - padding)
    rows = f'{head}{filler}</v></c></row><row r="2">{ERROR}</row>'
    assert scanned(rows, '<mergeCells><mergeCell ref="B2:B9"/></mergeCells>') == (
        [(3, "B", "error_cell", "#DIV/0!")],
        [("B", 2, 9)],
    )


def hidden(columns: str, rows: str) -> Facts:
    return scan_cells(io.BytesIO(f"<worksheet>{columns}<sheetData>{rows}</sheetData></worksheet>".encode()))


def test_hidden_rows_and_columns() -> None:
    rows = (
        '<row r="1"><c r="A1"/></row><row r="2" hidden="1"><c/></row><row hidden="0" r="3"/><row r="7" hidden="true"/>'
    )
    facts = hidden('<cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/></cols>', rows)
    assert (list(facts.hidden_rows), list(facts.hidden_columns)) == ([2, 7], ["B", "C"])


def test_hidden_rows_that_give_no_number_are_counted() -> None:
    facts = hidden("", '<row><c/></row><row hidden="1"><c/></row><row/>')
    assert list(facts.hidden_rows) == [2]


def test_columns_hidden_to_the_end_of_the_sheet() -> None:
    facts = hidden('<cols><col max="16384" min="16383" hidden="1" width="0"/></cols>', "<row r='1'/>")
    assert list(facts.hidden_columns) == ["XFC", "XFD"]


def test_much_may_stand_before_the_rows() -> None:
    columns = "".join(
        f'<col min="{number}" max="{number}" hidden="1" width="{"1" * 40}"/>' for number in range(1, 3001)
    )
    facts = hidden(f"<cols>{columns}</cols>", '<row><c/></row><row><c/><c t="e"/></row>')
    assert len(facts.hidden_columns) == 3000
    assert list(facts.lost) == [(2, "B", "error_cell", "#")], "rows without a number are counted"


@pytest.mark.parametrize("padding", range(0, 40, 3))
def test_the_first_row_at_the_edge_of_a_piece(padding: int) -> None:
    before = len("<worksheet><!----><sheetData>")
    facts = hidden(f"<!--{'1' * ((64 << 10) - before - padding)}-->", '<row spans="1:2"><c/><c t="e"/></row>')
    assert list(facts.lost) == [(1, "B", "error_cell", "#")]


def test_text_that_speaks_of_hiding_hides_nothing() -> None:
    facts = hidden("", '<row r="1"><c r="A1" t="inlineStr"><is><t>hidden="1"</t></is></c></row>')
    assert list(facts.hidden_rows) == []
