"""Tables without a workbook: csv and tsv in the encodings in use, HTML and XML that call themselves xls, parquet."""

import csv
import html
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl

from .households import HEADERS, TITLE, households


def _rows() -> list[list[str]]:
    return [list(HEADERS), *([str(value) for value in row] for row in households())]


def _delimited(separator: str = ",") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(_rows())
    return buffer.getvalue()


def csv_utf8(path: Path) -> None:
    path.write_bytes(_delimited().encode())


def csv_bom(path: Path) -> None:
    path.write_bytes(_delimited().encode("utf-8-sig"))


def csv_gb18030(path: Path) -> None:
    path.write_bytes(_delimited().encode("gb18030"))


def csv_utf16(path: Path) -> None:
    """Excel's “Unicode text”: UTF-16 with a mark, tabs between the cells."""
    path.write_bytes(_delimited("\t").encode("utf-16"))


def csv_semicolons(path: Path) -> None:
    path.write_bytes(_delimited(";").encode("gb18030"))


def csv_held(path: Path) -> None:
    """``="…"`` round every cell, so that Excel leaves the digits of an ID alone."""
    lines = [",".join(f'="{cell}"' for cell in row) for row in _rows()]
    path.write_bytes(("\r\n".join([TITLE, *lines]) + "\r\n").encode("gb18030"))


def csv_broken_lines(path: Path) -> None:
    """Headers and cells with line breaks, quotes and separators inside."""
    buffer = io.StringIO()
    rows = _rows()
    rows[0][16] = "人均可支配收入\n（元）"
    rows[2][24] = '就业帮扶,"以工代赈"\n产业帮扶'
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(rows)
    path.write_bytes(buffer.getvalue().encode("utf-8-sig"))


def tsv(path: Path) -> None:
    path.write_bytes(_delimited("\t").encode())


def _cells(row: Sequence[str], tag: str) -> str:
    return "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row)


def html_as_xls(path: Path) -> None:
    """What a county's web system exports as “Excel”."""
    first, *rest = _rows()
    body = "\n".join(f"<tr>{_cells(row, 'td')}</tr>" for row in rest)
    text = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>\n'
        f'<table border="1"><tr><td colspan="{len(first)}">{TITLE}</td></tr>\n<tr>{_cells(first, "th")}</tr>\n'
        f"{body}\n</table></body></html>"
    )
    path.write_bytes(text.encode("gb18030"))


def xml_2003(path: Path) -> None:
    """Excel 2003's “XML spreadsheet”, with an index where cells are left out and a merged title."""

    def cell(text: str) -> str:
        kind = "Number" if text.isdigit() and len(text) < 9 else "String"
        return f'<Cell><Data ss:Type="{kind}">{escape(text)}</Data></Cell>'

    rows = "\n".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in _rows()[1:])
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\n<Worksheet ss:Name="农户"><Table>\n'
        f'<Row><Cell ss:MergeAcross="{len(HEADERS) - 1}"><Data ss:Type="String">{TITLE}</Data></Cell></Row>\n'
        f'<Row ss:Index="3">{"".join(map(cell, HEADERS))}</Row>\n{rows}\n</Table></Worksheet></Workbook>',
        "utf-8",
    )


def parquet(path: Path) -> None:
    pl.DataFrame(households(), schema=list(HEADERS), orient="row").write_parquet(path)


TEXTS: dict[str, Callable[[Path], None]] = {
    "utf8.csv": csv_utf8,
    "bom.csv": csv_bom,
    "gb18030.csv": csv_gb18030,
    "utf16.txt": csv_utf16,
    "semicolons.csv": csv_semicolons,
    "held.csv": csv_held,
    "broken-lines.csv": csv_broken_lines,
    "plain.tsv": tsv,
    "html.xls": html_as_xls,
    "xml2003.xls": xml_2003,
    "plain.parquet": parquet,
}
"""By the file's name."""
