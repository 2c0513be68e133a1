"""What stands in a cell, as a worksheet's XML has it: texts that are never formulas, numbers, blanks."""

import math
import re

CELL_LIMIT = 32_767
"""Characters (UTF-16 units) that a cell can hold."""
CUT_MARK = "…[截断 cut]"
"""Stands at the end of a text that was longer."""

ESCAPED = r"_(x[0-9A-Fa-f]{4}_)"
"""What spreadsheet programs read as an escaped character."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]")
# White space as Unicode and Polars have it; Python's \s holds control characters besides.
_SPACE = r"[\t-\r \x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]"
_SPACED = re.compile(rf"\A{_SPACE}|{_SPACE}\Z|{_SPACE}{{2}}|[\t\n\r]")

BLANK = "/>"
"""The end of a cell that holds nothing."""


def number(value: float | None) -> str:
    """The end of a cell, behind its style, that holds a figure; blank where there is none or it is not finite."""
    return BLANK if value is None or not math.isfinite(value) else f"><v>{value}</v></c>"


def opening(*, spaced: bool) -> str:
    """What stands before the text of a cell, behind its style."""
    return ' t="inlineStr"><is><t xml:space="preserve">' if spaced else ' t="inlineStr"><is><t>'


CLOSING = "</t></is></c>"
"""What stands behind the text of a cell."""


def content(value: object) -> str:
    """The end of a cell, behind its style: a text, a number, or blank."""
    if isinstance(value, str):
        text = plain(value)
        return f"{opening(spaced=is_spaced(value))}{markup(text)}{CLOSING}" if text else BLANK
    return number(value) if isinstance(value, float | int) else BLANK


def is_spaced(text: str) -> bool:
    """Whether white space of a text is lost where XML is read without being told to keep it."""
    return _SPACED.search(text) is not None


def markup(text: str) -> str:
    """A plain text as it may stand inside an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """A text as it may stand between the quotes of an attribute."""
    return markup(plain(text)).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def plain(text: str) -> str:
    """One text without what a cell cannot hold, its escapes escaped; markup is left as it is."""
    text = cut(text.encode("utf-8", "replace").decode()).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(ESCAPED, r"_x005F_\1", _FORBIDDEN.sub("", text))


def cut(text: str) -> str:
    """The text itself, or as much of it as fits into a cell before the mark that it was cut."""
    if len(text) <= CELL_LIMIT // 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * CELL_LIMIT:
        return text
    room = CELL_LIMIT - len(CUT_MARK)
    return units[: 2 * room].decode("utf-16-le", "ignore") + CUT_MARK
