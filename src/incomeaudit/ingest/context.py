"""Years and places that stand outside the rows: in titles, headers, sheet and file names.

Everything found is listed; which of it counts is decided where the rows are audited.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from incomeaudit.ingest.model import Evidence
from incomeaudit.vocabulary.places import load_places

_YEAR = re.compile(r"(?<![\d.])(20\d\d)(?!\d)(?!\s*号)")
_NUMERALS = re.compile(r"[二2][〇○零0Oo][〇○零一二三四五六七八九\d]{2}(?=\s*年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DOCUMENT = re.compile(r"[〔\[(【](20\d\d)[〕\])】]\s*\d+\s*号")
_FILLED_IN = re.compile(r"(?:(?:填报|填表|制表|打印|导出|报送|上报)(?:日期|时间)|日期\s*[:：]).*$")
_STORED_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
"""The day on which a form was filled in says nothing of the year that it is about."""


def years_in(text: str) -> tuple[int, ...]:
    """The years 2000–2099 that a text names, in its order, each once.

    Not those of document numbers (浙政〔2018〕12号), of the day a form was filled in, or of a cell that is a date.
    """
    if _STORED_DATE.fullmatch(text):
        return ()
    plain = _NUMERALS.sub(lambda found: found[0].translate(_DIGITS), _DOCUMENT.sub("", text))
    plain = unicodedata.normalize("NFKC", _FILLED_IN.sub("", plain))
    return tuple(dict.fromkeys(int(year) for year in _YEAR.findall(plain)))


def gather_evidence(
    part: int,
    *,
    titles: Iterable[tuple[str, str]],
    header_years: Sequence[tuple[str, int]],
    sheet: str,
    file: str,
) -> tuple[Evidence, ...]:
    """Everything outside the rows that names a year or a place, for one part.

    ``titles`` are cells and texts above the header, ``header_years`` cells and years of the column headers. In
    falling order of trust: titles, headers, sheet name, file name.
    """
    found: list[Evidence] = []
    for cell, text in titles:
        found += _named(text, "title", part, f"{sheet}!{cell}")
    found += [Evidence("year", str(year), "header", part, f"{sheet}!{cell}") for cell, year in header_years]
    found += _named(sheet, "sheet", part, sheet)
    found += _named(PurePath(file).stem, "file", part, file)
    return tuple(found)


def _named(text: str, origin: str, part: int, where: str) -> list[Evidence]:
    years = [Evidence("year", str(year), origin, part, where) for year in years_in(text)]
    places = [Evidence("place", place.path, origin, part, where) for place in load_places().find_in(text)]
    return years + places


def year_said(titles: Iterable[tuple[str, str]], sheet: str, file: str) -> int | None:
    """The one year that the titles name, failing that the sheet's name, failing that the file's; None for several."""
    for texts in ([text for _, text in titles], [sheet], [PurePath(file).stem]):
        years = {year for text in texts for year in years_in(text)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None
