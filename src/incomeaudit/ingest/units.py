"""Units of measure in header cells and title rows, and what they make of a figure."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it measures, how many of the vocabulary's unit one of it is, and whether it is per month."""

    text: str
    measures: str
    factor: float = 1.0
    monthly: bool = False


_UNITS: dict[str, tuple[str, float]] = {
    "元": ("money", 1.0),
    "圆": ("money", 1.0),
    "人民币元": ("money", 1.0),
    "百元": ("money", 100.0),
    "千元": ("money", 1000.0),
    "万元": ("money", 10000.0),
    "亿元": ("money", 1e8),
    "亩": ("land", 1.0),
    "公顷": ("land", 15.0),
    "平方米": ("floor", 1.0),
    "平米": ("floor", 1.0),
    "平方": ("floor", 1.0),
    "m2": ("floor", 1.0),
    "人": ("count", 1.0),
    "口": ("count", 1.0),
    "人次": ("count", 1.0),
    "户": ("count", 1.0),
    "个": ("count", 1.0),
    "名": ("count", 1.0),
    "次": ("count", 1.0),
    "岁": ("age", 1.0),
    "月": ("months", 1.0),
    "个月": ("months", 1.0),
    "%": ("share", 0.01),
    "百分比": ("share", 0.01),
}
_NOUNS = "|".join(sorted(_UNITS, key=len, reverse=True))
_WORDS = re.compile(rf"^(?:(?:计量|金额)?单位[:：]?)?({_NOUNS})((?:[/／·.每、]*(?:年|月|人|户|季|年度|月份))*)$")
_LABEL = re.compile(r"单\s*位\s*[:：](?=([^:：]*))")
_BETWEEN = re.compile(r"[\s,，、;；()（）]+")


def parse_unit(text: str) -> Unit | None:
    """The unit that a text without blanks says (``元/人·月``, ``单位:万元``, ``亩``); None where it says none."""
    found = _WORDS.match(text)
    if not found:
        return None
    measures, factor = _UNITS[found[1]]
    per = found[2]
    if "季" in per:
        measures = "quarter"  # fits no field: no figure of a roster is by the quarter
    return Unit(found[1] + per, measures, factor, monthly="月" in per)


def money_unit_of_title(text: str) -> Unit | None:
    """The money unit that a title row sets for the whole table (``单位：万元``, ``单位：人、元``), if any."""
    words = (word for label in _LABEL.findall(text) for word in _BETWEEN.split(label))
    units = (parse_unit(word) for word in words)
    return next((unit for unit in units if unit and unit.measures == "money"), None)
