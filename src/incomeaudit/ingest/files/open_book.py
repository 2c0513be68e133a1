"""Bytes to an open workbook, by what they are."""

from collections.abc import Sequence

from incomeaudit.ingest.files.book import Book
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.recognise import recognise


def open_book(data: bytes, file: str, limits: Limits, passwords: Sequence[str]) -> tuple[Book, str]:
    """Open a file, whatever format it has; its book, and the kind of file it is (``Recognised.kind``).

    Raises ``Problem``: no spreadsheet, with a password that none of these opens, broken, over a limit.
    """
    found = recognise(data, file)
    if found.encrypted:
        from incomeaudit.ingest.files.encrypted import decrypt  # noqa: PLC0415  (few files need it)

        data = decrypt(data, file, passwords)
        found = recognise(data, file)
    return _opened(found.format, data, file, limits), found.kind


def _opened(form: str, data: bytes, file: str, limits: Limits) -> Book:
    # Each reader brings its libraries along, and a process seldom meets more than one format.
    match form:
        case "xlsx":
            from incomeaudit.ingest.files.xlsx import open_xlsx  # noqa: PLC0415

            return open_xlsx(data, file, limits)
        case "xls":
            from incomeaudit.ingest.files.xls import open_xls  # noqa: PLC0415

            return open_xls(data, file, limits)
        case "xlsb":
            from incomeaudit.ingest.files.xlsb import open_xlsb  # noqa: PLC0415

            return open_xlsb(data, file, limits)
        case "ods":
            from incomeaudit.ingest.files.ods import open_ods  # noqa: PLC0415

            return open_ods(data, file, limits)
        case "csv":
            from incomeaudit.ingest.files.delimited import open_csv  # noqa: PLC0415

            return open_csv(data, file, limits)
        case "html":
            from incomeaudit.ingest.files.html_table import open_html  # noqa: PLC0415

            return open_html(data, file, limits)
        case "xml2003":
            from incomeaudit.ingest.files.xml2003 import open_xml2003  # noqa: PLC0415

            return open_xml2003(data, file, limits)
        case "parquet":
            from incomeaudit.ingest.files.parquet import open_parquet  # noqa: PLC0415

            return open_parquet(data, file, limits)
    raise AssertionError(form)
