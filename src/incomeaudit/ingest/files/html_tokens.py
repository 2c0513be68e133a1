"""HTML as a row of tags and texts.

Exports are no tidy HTML, and the standard library's parser is slow on sheets, raises AssertionError on Excel's
``<![if …]>`` and may take time that grows with the square of a malformed file. This one goes through once.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

MOST_COLUMNS_SPANNED = 1_000
MOST_ROWS_SPANNED = 65_534
"""What HTML itself allows a cell to span."""

# Once matched, a part of a tag is not tried in other ways, and no tag reaches over another's <, so that a tag whose
# quote does not close costs no more than the two or three tags after it.
_TAG = re.compile(r"""</?[A-Za-z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
_WHOLE_CELL = re.compile(r"""(<[Tt][DdHh](?:\s(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)?>)([^<]*+)</[Tt][DdHh] ?> ?""")
_TAG_WITH_STRAY_QUOTE = re.compile(r"</?[A-Za-z][^<>]*>")
_DECLARATION = re.compile(r"<[!?][^<>]*>")
_NAME = re.compile(r"""</?([^\s/<>"']+)""")
_ATTRIBUTE = re.compile(r"""([^\s"'=/<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*collapse", re.IGNORECASE)

_WITHOUT_TEXT = frozenset({"script", "style", "title", "xml", "select", "template", "textarea", "noframes", "object"})
"""Elements whose content is no text of the page."""
_SELECTED = re.compile(r"<option[^<>]*\sselected[^<>]*>([^<]*)", re.IGNORECASE)


class Tag(NamedTuple):
    """A start or end tag with what of its attributes matters to a sheet."""

    name: str
    """In small letters."""
    ends: bool = False
    columns: int = 1
    """``colspan`` of a cell or ``span`` of a column."""
    rows: int = 1
    """``rowspan``; 0 is down to the end of the table."""
    hidden: bool = False
    number: str = ""
    """``x:num``, in which Excel keeps the number that the cell shows rounded."""


class WholeCell(NamedTuple):
    """A cell of nothing but text, from its start tag to its end tag; most are."""

    tag: Tag
    text: str


@lru_cache(4096)  # a sheet has few different tags
def _tag(source: str) -> Tag:
    named = _NAME.match(source)
    name = named[1].lower() if named else ""
    found = _ATTRIBUTE.findall(source, named.end() if named else 0)
    if source.startswith("</") or not found:
        return Tag(name, source.startswith("</"))
    # Of two attributes of one name the first counts.
    values = {key.lower(): html.unescape(double or single or bare) for key, double, single, bare in reversed(found)}
    return Tag(
        name,
        columns=max(_count(values.get("span" if name == "col" else "colspan", ""), MOST_COLUMNS_SPANNED), 1),
        rows=_count(values.get("rowspan", ""), MOST_ROWS_SPANNED),
        hidden="hidden" in values or _HIDDEN.search(values.get("style", "")) is not None,
        number=values.get("x:num", ""),
    )


def _count(text: str, most: int) -> int:
    """A number of columns or rows; 1 where it is missing or no number."""
    text = text.strip()
    return min(int(text[:9]), most) if text.isascii() and text.isdigit() else 1


def tokens(page: str) -> Iterator[Tag | WholeCell | str]:
    """The tags and texts of a page, a cell of text alone in one piece.

    Entities are resolved; white space is one space; comments, scripts and styles are left out; of a drop-down the
    chosen text is taken.
    """
    text = _SPACE.sub(" ", page)
    endless: set[str] = set()  # what has been looked for and does not come any more
    at = start = 0
    while (start := text.find("<", start)) >= 0:
        if whole := _WHOLE_CELL.match(text, start):
            if at < start:
                yield _resolved(text[at:start])
            at = start = whole.end()
            yield WholeCell(_tag(whole[1]), _resolved(whole[2]))
            continue
        found = _TAG.match(text, start)
        tag = _tag(found[0]) if found else None
        if found is None:
            after = _no_tag(text, start, endless)
            if after is None and (found := _TAG_WITH_STRAY_QUOTE.match(text, start)):
                tag = _tag(found[0])
            elif after is None:
                start += 1  # a sign in the text
                continue
        if at < start:
            yield _resolved(text[at:start])
        at = start = found.end() if found else after or start
        if tag is None:
            continue
        if tag.name in _WITHOUT_TEXT and not tag.ends:
            at = start = _after(tag.name, text, start, endless)
            if tag.name == "select" and found and (chosen := _SELECTED.search(text, found.end(), at)):
                yield _resolved(chosen[1])
            continue
        yield tag
    if at < len(text):
        yield _resolved(text[at:])


def _no_tag(text: str, start: int, endless: set[str]) -> int | None:
    """Where a comment or declaration ends; None where there is none."""
    if text.startswith("<!--", start):
        if "comment" in endless:
            return None
        end = text.find("-->", start)
        if end < 0:
            endless.add("comment")
            return None
        return end + 3
    declaration = _DECLARATION.match(text, start)
    return declaration.end() if declaration else None


def _after(name: str, text: str, start: int, endless: set[str]) -> int:
    """Where the content of an element ends; where it does not end, it is taken to be empty."""
    if name in endless:
        return start
    end = re.compile(rf"</{name}[^<>]*>", re.IGNORECASE).search(text, start)
    if end is None:
        endless.add(name)
        return start
    return end.end()


def _resolved(text: str) -> str:
    return html.unescape(text) if "&" in text else text
