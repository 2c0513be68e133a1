"""What a reader hands over, as a test wants to see it."""

from incomeaudit.ingest.files.book import Book, Cells


def rows_of(cells: Cells) -> list[list[str | None]]:
    """The texts row by row, the first being Excel row 1."""
    return [list(row) for row in zip(*(column.to_pylist() for column in cells.batch.columns), strict=True)]


def first_rows(book: Book) -> list[list[str | None]]:
    """The rows of a workbook's first sheet."""
    return rows_of(book.load(0))
