"""What a header cell says once its noise is off: name, unit, year.

The headers of the vocabulary go through the same function, so that both sides are compared alike.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from incomeaudit.ingest.units import Unit, parse_unit


@dataclass(frozen=True, slots=True)
class Header:
    """A header cell, normalised."""

    text: str
    """The name alone: half width, no blanks, brackets, numbering, unit or year. Empty for a bare unit or year."""
    unit: Unit | None = None
    year: int | None = None
    prior: bool = False
    """Whether it speaks of the year before (上年, 去年)."""


_CIRCLED = re.compile(r"^\s*[①-⒛㈠-㈩❶-❿]+")
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]|_x000[0-9A-Fa-f]_")
_BRACKETS = re.compile(r"\(([^()]*)(?:\)|$)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕|<([^<>]*)>")
_BETWEEN = re.compile(r"[,，、;；]")
_NUMBERING = re.compile(
    r"^(?:\d{1,3}(?:\.\d{1,3})+[.、:)]?|\d{1,3}[.、:)]|[一二三四五六七八九十]{1,3}[、.:)])(?=[^\d%]|20\d\d年)"
)
_LEAD = re.compile(r"^(?:[*#★☆※▲:;,。.、/·_-]+|必填项?|选填项?|其中[:,]?)")
_TRAIL = re.compile(r"(?:[*#★☆※▲:;,。.、/·_-]+|必填项?|选填项?)$")
_BARE_YEAR = re.compile(r"(20\d\d)(?:年度?|年末|年底)?")
_YEAR_FIRST = re.compile(r"^(?:截至|截止)?(20\d\d)(?:年度?(?:末|底)?|年1-12月)?(?=\D)")
_YEAR_LAST = re.compile(r"(?<=\D)(20\d\d)年?(?:度|末|底)?$")
_PRIOR = re.compile(r"^(?:上年度?|上一年度?|去年度?|前一年度?)(?:末|底|同期)?的?")
_THIS = re.compile(r"^(?:本年度?|当年度?|今年度?)(?:末|底)?的?")
_UNIT_LAST = re.compile(r"(?:[,:/、]([^,:/、]+(?:/(?:年|月|人|户))*)|(?<!单)((?:百|千|万|亿)?元))$")
_CHANGES_MEANING = re.compile(r"目标|计划|预计|预测|标准|增长|增幅|增速|同比|比例|占比|排名|%|不是|以外")
"""Remarks that make another figure of the name before them; they stay in the name, which then is not known."""


@lru_cache(maxsize=8192)
def normalise(text: str) -> Header:
    """Take a header cell apart.

    Full width becomes half width; blanks, line breaks, numbering, marks and bracketed remarks go; a unit, a
    year and 上年 are kept beside the name. A cell that is nothing but a unit or a year has no name; otherwise
    nothing is dropped that would leave the name empty.
    """
    plain = _BLANK.sub("", unicodedata.normalize("NFKC", _CIRCLED.sub("", text)))
    if not plain:
        return Header("")
    name, unit, year, prior = _without_brackets(plain)
    if bare := parse_unit(name):
        return Header("", bare, year, prior)
    if dated := _BARE_YEAR.fullmatch(name):
        return Header("", unit, int(dated[1]), prior)
    if _PRIOR.fullmatch(name) or _THIS.fullmatch(name):
        return Header("", unit, year, prior or bool(_PRIOR.fullmatch(name)))
    name = _trimmed(name)
    if unit is None:
        name, unit = _without_unit(name)
    for pattern in (_YEAR_FIRST, _YEAR_LAST):
        if found := pattern.search(name):
            rest = _trimmed(pattern.sub("", name))
            if rest:
                name, year = rest, year or int(found[1])
    if (rest := _trimmed(_PRIOR.sub("", name))) != name and rest:
        name, prior = rest, True
    return Header(name, unit, year, prior)


def _without_brackets(text: str) -> tuple[str, Unit | None, int | None, bool]:
    unit: Unit | None = None
    year: int | None = None
    prior = False
    kept: list[str] = []
    for found in _BRACKETS.finditer(text):
        content = next(group for group in found.groups() if group is not None)
        for word in _BETWEEN.split(content):
            said = parse_unit(word)
            if said:
                unit = unit or said
            elif dated := _BARE_YEAR.fullmatch(word):
                year = int(dated[1])
            elif _PRIOR.fullmatch(word):
                prior = True
            elif _CHANGES_MEANING.search(word):
                kept.append(f"({word})")
    bare = _BRACKETS.sub("", text)
    if bare or unit:
        return bare + "".join(kept), unit, year, prior
    return re.sub(r"[()\[\]【】〔〕<>]", "", text), unit, year, prior


def _trimmed(name: str) -> str:
    while name:
        shorter = _TRAIL.sub("", _LEAD.sub("", _NUMBERING.sub("", name)))
        if shorter in (name, ""):
            return shorter or name
        name = shorter
    return name


def _without_unit(name: str) -> tuple[str, Unit | None]:
    found = _UNIT_LAST.search(name)
    unit = parse_unit(found[1] or found[2]) if found else None
    if found is None or unit is None or len(name[: found.start()]) < 2:
        return name, None
    return name[: found.start()], unit


def this_year_stem(text: str) -> str:
    """A name without 本年 or 当年 before it, which most rosters may as well leave out."""
    return _THIS.sub("", text) or text


def yes_no_stem(text: str) -> str:
    """The name of a yes/no column without its 是否: 是否参加合作医疗 and 参加合作医疗 ask the same."""
    return text.removeprefix("是否")
