"""Spreadsheets in mark-up, written as web systems write them."""

from collections.abc import Sequence
from html import escape

Rows = Sequence[Sequence[str]]

_NAMESPACES = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40"'
)


def html_table(rows: Rows) -> str:
    """A table; line breaks as ``<br>``."""
    lines = ("".join(f"<td>{escape(text).replace(chr(10), '<br>')}</td>" for text in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def html_page(body: str, charset: str = "utf-8") -> bytes:
    """A page that says its encoding."""
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode("gb18030" if charset == "gb2312" else charset)


def xml2003_sheet(name: str, inside: str, *, after: str = "") -> str:
    """A worksheet; ``inside`` is what stands in its table, ``after`` what follows the table."""
    return f'<Worksheet ss:Name="{escape(name)}"><Table>{inside}</Table>{after}</Worksheet>'


def xml2003_rows(rows: Rows) -> str:
    """Rows of text cells."""
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'
    return "".join(
        f"<Row>{''.join(cell.format(escape(text).replace(chr(10), '&#10;')) for text in row)}</Row>" for row in rows
    )


def xml2003_book(*sheets: str, charset: str = "utf-8", before: str = "") -> bytes:
    """A workbook; ``before`` stands before its sheets."""
    text = (
        f'<?xml version="1.0" encoding="{charset}"?><?mso-application progid="Excel.Sheet"?>'
        f"<Workbook {_NAMESPACES}>{before}{''.join(sheets)}</Workbook>"
    )
    return text.encode("gb18030" if charset == "gb2312" else charset)
