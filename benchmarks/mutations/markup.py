"""Mutations of XML and HTML: cells, references, structure. They apply to a file of markup and to members of a zip."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from mutations import Mutation
from mutations.zipped import pack, some_member, unpack

_NUMBERS = ("-1", "0", "4294967295", "4294967296", "99999999999999999999", "-2147483649", "1e308", "1e999", "NaN", "",
            "1048577", "16385", "0x10", "１２")  # fmt: skip
_CELLS = ("XFD1048576", "ZZZZ9999999", "A0", "", "1A", "A1:B2", "XFE1", "A4294967296", "AAAAAAAAAAAA1", "a1", "$A$1")
_RANGES = ("A1:XFD1048576", "A1:A1", "B2:A1", "A1", "", "XFD1048576:XFD1048576", "A:A", "A1:ZZZZZZ99999999999")
_TEXTS = (
    "遂" * 40_000,
    "\x0b\x01",
    "&#0;",
    "&#xFFFF;",
    "_x0000_",
    "_x001B_[31m",
    "]]>",
    "&nosuch;",
    "\ufeff",
    "\u202e",
)
_TYPES = ("s", "str", "inlineStr", "b", "e", "d", "n", "zzz", "")


def _in_markup(change: Callable[[str, Random], str | None]) -> Mutation:
    """A mutation of text with tags, in the file itself or in one member of a zip."""

    def mutate(data: bytes, _: bytes, rng: Random) -> bytes | None:
        members = unpack(data)
        if not members:
            return _changed(data, rng)
        for _try in range(6):  # a member at random may have nothing of what is to be changed
            at = some_member(members, rng)
            changed = _changed(members[at].data, rng)
            if changed is not None:
                members[at] = replace(members[at], data=changed)
                return pack(members)
        return None

    def _changed(data: bytes, rng: Random) -> bytes | None:
        if b"<" not in data[:200]:
            return None
        text = data.decode("utf-8", errors="surrogateescape")
        changed = change(text, rng)
        return None if changed in (None, text) else changed.encode("utf-8", errors="surrogateescape")

    mutate.__name__, mutate.__doc__ = change.__name__, change.__doc__
    return mutate


def _one_of(pattern: str, text: str, rng: Random) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text))
    return rng.choice(found) if found else None


def _put(text: str, match: re.Match[str] | None, new: str, group: int = 1) -> str | None:
    return None if match is None else text[: match.start(group)] + new + text[match.end(group) :]


@_in_markup
def odd_number(text: str, rng: Random) -> str | None:
    """An attribute that is a number becomes a huge, negative or no number."""
    return _put(text, _one_of(r'\s[\w:.-]+="(-?[\d.]+)"', text, rng), rng.choice(_NUMBERS))


@_in_markup
def odd_value(text: str, rng: Random) -> str | None:
    """A number in a cell, often an index of a shared text."""
    return _put(text, _one_of(r"<v>([^<]*)</v>", text, rng), rng.choice(_NUMBERS))


@_in_markup
def far_cell(text: str, rng: Random) -> str | None:
    """A cell or row moved to the far end of the sheet, or to nowhere."""
    return _put(text, _one_of(r'<(?:c|row)\s[^>]*?\br="([^"]*)"', text, rng), rng.choice(_CELLS))


@_in_markup
def far_corner(text: str, rng: Random) -> str | None:
    """One more row at the end, with one cell in the last column."""
    return text.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>', 1)


@_in_markup
def lying_range(text: str, rng: Random) -> str | None:
    """A dimension, merge or filter that is not so."""
    if "<dimension" not in text and "</sheetData>" in text and rng.random() < 0.5:
        return text.replace("<sheetData>", f'<dimension ref="{rng.choice(_RANGES)}"/><sheetData>', 1)
    return _put(text, _one_of(r'\b(?:ref|sqref)="([^"]*)"', text, rng), rng.choice(_RANGES))


@_in_markup
def many_merges(text: str, rng: Random) -> str | None:
    """Merged ranges over everything, and over each other."""
    ranges = [each for row in range(1, 200) for each in (rng.choice(_RANGES), f"A{row}:Z{row + 40}")]
    merges = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    return text.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>", 1)


@_in_markup
def repeated(text: str, rng: Random) -> str | None:
    """Cells or rows of an OpenDocument or XML 2003 sheet that stand for millions."""
    name = rng.choice(("table:number-columns-repeated", "table:number-rows-repeated", "ss:Index", "ss:MergeDown",
                       "ss:MergeAcross", "colspan", "rowspan"))  # fmt: skip
    element = _one_of(
        r"<(?:table:table-row|table:table-cell|Row|Cell|ss:Row|ss:Cell|tr|td|th|TD|TR)(?=[\s>])()", text, rng
    )
    return _put(text, element, f' {name}="{rng.choice(("1048576", "16384", "999999999", "4294967297", "-5"))}"')


@_in_markup
def double_element(text: str, rng: Random) -> str | None:
    """A row, cell, text or sheet many times over, with one and the same address."""
    element = _one_of(r"(<(row|c|si|sheet|tr|td|Row|Cell|table:table-row|xf)\b[^>]*(?:/>|>.*?</\2>))", text, rng)
    return None if element is None else _put(text, element, element[1] * rng.choice((2, 3, 500)))


@_in_markup
def shuffle_rows(text: str, rng: Random) -> str | None:
    rows = re.findall(r"<row\b[^>]*>.*?</row>", text, re.DOTALL)
    if len(rows) < 2:
        return None
    first, last = text.index(rows[0]), text.rindex(rows[-1]) + len(rows[-1])
    rng.shuffle(rows)
    return text[:first] + "".join(rows) + text[last:]


@_in_markup
def odd_type(text: str, rng: Random) -> str | None:
    """A cell says that it is of another type than its content."""
    return _put(text, _one_of(r'<c\s[^>]*?\bt="([^"]*)"', text, rng), rng.choice(_TYPES))


@_in_markup
def odd_text(text: str, rng: Random) -> str | None:
    return _put(text, _one_of(r">([^<>\s][^<>]*)<", text, rng), rng.choice(_TEXTS))


@_in_markup
def odd_attribute(text: str, rng: Random) -> str | None:
    """Names of sheets, targets of relations, kinds of parts."""
    odd = ("", "\t", "../../../../etc/passwd", "file:///etc/passwd", "名" * 400, "_x001B_[2J", "&#10;", "'", "\\", "/")
    return _put(text, _one_of(r'\s[\w:.-]+="([^"]*)"', text, rng), rng.choice(odd))


@_in_markup
def outside_link(text: str, rng: Random) -> str | None:
    """A relation that leads out of the file."""
    target = rng.choice(("http://127.0.0.1:9/x", "file:///dev/zero", "\\\\127.0.0.1\\x", "/dev/stdin"))
    return _put(text, _one_of(r'(Target="[^"]*")', text, rng), f'Target="{target}" TargetMode="External"')


@_in_markup
def entities(text: str, rng: Random) -> str | None:
    """A document type with entities, nested or outside, and a text that uses them."""
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    outside = '<!ENTITY e9 SYSTEM "file:///etc/passwd">'
    declared = rng.choice((f'<!ENTITY e0 "0">{nested}', outside, '<!ENTITY % p SYSTEM "file:///dev/zero">%p;'))
    root = re.search(r"<(?![?!])([\w:]+)", text)
    if root is None:
        return None
    used = _put(text[root.start() :], _one_of(r">([^<>\s][^<>]*)<", text[root.start() :], rng), "&e9;")
    return f"{text[: root.start()]}<!DOCTYPE {root[1]} [{declared}]>{used or text[root.start() :]}"


@_in_markup
def nest_deeply(text: str, rng: Random) -> str | None:
    name = rng.choice(("a", "r", "is", "row", "table", "div", "table:table-cell", "text:span"))
    deep = rng.choice((300, 5_000, 100_000))
    return _put(text, _one_of(r"(?<=>)()(?=<)", text, rng), f"<{name}>" * deep + f"</{name}>" * deep)


@_in_markup
def leave_open(text: str, rng: Random) -> str | None:
    """A tag without its end, or an end without its tag."""
    return _put(
        text, _one_of(r"(</?[\w:]+[^>]*>)", text, rng), rng.choice(("", "<", "<!--", "<![CDATA[", "</x>", "<x"))
    )


@_in_markup
def other_encoding(text: str, rng: Random) -> str | None:
    """A declaration that names an encoding which is not the text's own, or none that there is."""
    names = ("UTF-16", "gb2312", "GB18030", "ebcdic-cp-us", "utf-7", "none", "UTF-8\\x00", "")
    return _put(text, _one_of(r"(?:encoding=|charset=)[\"']?([\w-]+)", text, rng), rng.choice(names))


def in_utf_16(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """Markup or text rewritten in UTF-16, with the declaration as it was."""
    members = unpack(data)
    if not members:
        return _in_utf_16(data, rng)
    at = some_member(members, rng)
    changed = _in_utf_16(members[at].data, rng)
    if changed is None:
        return None
    members[at] = replace(members[at], data=changed)
    return pack(members)


def _in_utf_16(data: bytes, rng: Random) -> bytes | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text.encode(rng.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32")))


MARKUP: tuple[Mutation, ...] = (
    odd_number, odd_value, far_cell, far_corner, lying_range, many_merges, repeated, double_element, shuffle_rows,
    odd_type, odd_text, odd_attribute, outside_link, entities, nest_deeply, leave_open, other_encoding, in_utf_16,
)  # fmt: skip
