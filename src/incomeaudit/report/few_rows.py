"""The XML of rows that are few, made in Python: for some hundred, asking Polars costs more than its answer."""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from incomeaudit.report.cell_xml import BLANK, CELL_LIMIT, CLOSING, is_spaced, markup, number, opening, plain
from incomeaudit.report.values import Values

_CONTROLS = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])


def row_xml(values: Sequence[Values], first_row: int, styles: Sequence[int], heights: Sequence[float | None]) -> str:
    """Rows as ``<row>`` elements, the first of them in Excel's row ``first_row``; a style and values a column.

    What ``many_rows.row_xml`` gives for a frame, but that a very large or small figure may be spelled otherwise.
    """
    cells = "".join(f'<c r="{get_column_letter(column)}\0" s="{style}"%s' for column, style in enumerate(styles, 1))
    # NUL stands for the row: it is in no template, and to replace it is quicker than to fill it in.
    template = f'<row r="\0"%s>{cells}</row>'
    high = ["" if height is None else f' ht="{height}"' for height in heights]
    ends = zip(high, *map(_ends, values), strict=True)
    return "".join([template.replace("\0", str(row)) % each for row, each in enumerate(ends, first_row)])


def _ends(values: Values) -> list[str]:
    """What follows the style in each of a column's cells."""
    if not values.texts:
        return [*map(number, values.numbers)]
    said = _said({text for text in values.texts if text})
    texts = [said[text] if text else BLANK for text in values.texts]
    if not values.numbers:
        return texts
    return [
        text if (figure := number(value)) == BLANK else figure
        for value, text in zip(values.numbers, texts, strict=True)
    ]


def _said(texts: set[str]) -> dict[str, str]:
    """What the cell of each text ends in. All are looked at together first: few columns hold anything special."""
    if _ordinary("\0".join(texts), len(texts)):
        before = opening(spaced=False)
        return {text: f"{before}{text}{CLOSING}" for text in texts}
    before = opening(spaced=any(map(is_spaced, texts)))
    ready = {text: markup(plain(text)) for text in texts}
    return {text: f"{before}{shown}{CLOSING}" if shown else BLANK for text, shown in ready.items()}


def _ordinary(joined: str, count: int) -> bool:
    """Whether texts, joined by NUL, may all stand in a cell as they are, without white space to be kept."""
    if any(special in joined for special in ("&", "<", ">", "\r", "_x", "\0 ", " \0", "\ufffe", "\uffff")):
        return False
    # A character may take two of the units that the limit counts.
    if len(joined) > CELL_LIMIT // 2 and max(map(len, joined.split("\0"))) > CELL_LIMIT // 2:
        return False
    # Single blanks between words are what splitting and joining gives back.
    if " ".join(joined.split()) != joined:
        return False
    encoded = joined.encode()
    return len(encoded) - len(encoded.translate(None, _CONTROLS)) == count - 1
