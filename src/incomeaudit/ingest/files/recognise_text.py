"""What a text is: a table, a page of HTML, a spreadsheet in XML, or something else."""

import codecs
import re
from collections import Counter
from collections.abc import Sequence

from incomeaudit.ingest.files.recognised import Recognised
from incomeaudit.messages import Problem

_LOOKED_AT = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like the next but one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_MARK = ("utf-8", "gb18030")
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1a\x1b"))
_FEW = 0.01
"""The share of bytes that may be control characters in a text: now and then a cell holds one. Of other files' bytes
it is some ten times that."""
_STRANGE = 0.1
"""The share of characters that may be none, or unprintable, in a text whose encoding is taken for known."""
_NEAR_THE_START = 2_000
_LINES = 50
_SEPARATORS = ("\t", ",", ";", "|")
_WIDE_COMMA = "，"
"""Stands between fields too where people type them, but in prose all the more."""
_TOLD = re.compile(r'"?sep=.', re.IGNORECASE)
"""A first line that names the separator, for Excel."""
_BEFORE_ROOT = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<([\w:.-]+)")
_MARKUP = re.compile(r"<[A-Za-z!?]")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|table|head|body|meta|tr|td)\b", re.IGNORECASE)
_PIECES_OF_PAGES = frozenset(("div", "p", "style", "script", "center", "font", "title", "link", "base", "frameset"))
_JSON = re.compile(r'[\[{]\s*(?:"|\{|\[|\]|\}|-?\d)')
_MAIL = re.compile(
    r"^(?:mime-version|received|return-path|message-id|from|to|subject|content-type|date|x-[\w-]+):", re.I | re.M
)
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_FIRST_WORDS = (
    ("{\\rtf", "is_word"),
    ("ID;P", "is_old_text_table"),
    ("[InternetShortcut]", "is_shortcut"),
)


def recognise_text(data: bytes, file: str) -> Recognised | None:
    """Tell what a text is; None where this is no text. Raises ``Problem`` where it is no table.

    A table in an encoding that nobody knows is a table all the same: whoever reads it says what is wrong.
    """
    text = _decoded(data[:_LOOKED_AT])
    if text is None:
        return None
    start = text.lstrip("\ufeff\0 \t\r\n")
    if _MARKUP.match(start):
        return _markup(start, file)
    for words, key in _FIRST_WORDS:
        if start.startswith(words):
            raise Problem(key, file=file)
    if len(set(_MAIL.findall(start[:_NEAR_THE_START]))) >= 3:
        is_page = "multipart/related" in start[:_NEAR_THE_START].lower()
        raise Problem("is_web_archive" if is_page else "is_mail", file=file)
    if _JSON.match(start):
        raise Problem("is_json", file=file)
    lines = [line for line in start.splitlines() if line.strip()]
    if len(data) > _LOOKED_AT and len(lines) > 1:
        lines.pop()  # it may be cut
    if _TOLD.match(start) or _is_table(_records(lines)):
        return Recognised("csv")
    if _PAGE.search(start[:_NEAR_THE_START]):
        return Recognised("html")
    if _strange(text) > _STRANGE:
        return None
    raise Problem("is_text", file=file)


def _decoded(head: bytes) -> str | None:
    """The text, as well as it goes; None where these are no bytes of a text."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            text = _in(head, encoding)
            return text if _strange(text) <= _STRANGE else None
    if head.count(0) > len(head) * _FEW:
        # Pairs of bytes, of which those of Latin letters and digits have a NUL first or last.
        text = _in(head, "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be")
        return text if _strange(text) <= _STRANGE else None
    if len(head) - len(head.translate(None, _CONTROLS)) > max(len(head) * _FEW, 1):
        return None
    texts = [_in(head, encoding) for encoding in _WITHOUT_MARK]
    return next((text for text in texts if "\ufffd" not in text), None) or min(texts, key=_strange)


def _in(head: bytes, encoding: str) -> str:
    # The piece may end within a character, which is left out.
    return codecs.getincrementaldecoder(encoding)("replace").decode(head)


def _strange(text: str) -> float:
    """The share of characters that are none, or unprintable."""
    strange = sum(not (char.isprintable() or char.isspace() or char == "\ufeff") for char in text)
    return (strange + text.count("\ufffd")) / max(len(text), 1)


def _records(lines: Sequence[str]) -> list[str]:
    """The first lines, those within a quoted text put together: a header may be broken after every character."""
    records: list[str] = []
    begun = quotes = 0
    for number, line in enumerate(lines, 1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            records.append("\n".join(lines[begun:number]))
            begun = number
        if len(records) == _LINES:
            return records
    return [*records, *lines[begun:]][:_LINES]


def _is_table(lines: Sequence[str]) -> bool:
    """Whether most lines are divided into fields. A single column is a list; nobody keeps households in one."""
    divided = max(sum(separator in line for line in lines) for separator in _SEPARATORS)
    if divided >= 1 and divided * 2 >= len(lines):
        return True
    [(commas, alike)] = Counter(line.count(_WIDE_COMMA) for line in lines).most_common(1) or [(0, 0)]
    return commas >= 1 and alike >= 2 and alike * 2 >= len(lines)


def _markup(start: str, file: str) -> Recognised:
    before = _BEFORE_ROOT.match(start)
    tag = _TAG.match(start, before.end() if before else 0)
    root = tag[1].lower() if tag else ""
    name = root.rpartition(":")[2]
    if name == "workbook" and _SPREADSHEET in start:
        return Recognised("xml2003")
    if root.startswith("office:document"):
        raise Problem("is_flat_table" if "opendocument.spreadsheet" in start else "is_word", file=file)
    if root in ("w:worddocument", "pkg:package"):
        raise Problem("is_word", file=file)
    if name == "svg":
        raise Problem("is_picture", file=file)
    if name in _PIECES_OF_PAGES or _PAGE.search(start):
        return Recognised("html")
    raise Problem("is_xml", file=file)
