"""The ways in which a field's header is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from incomeaudit.vocabulary import Field

from .forms import Form

SCALES = {1: ("元", "元/年", "人民币元"), 100: ("百元",), 1_000: ("千元",), 10_000: ("万元", "万元/年")}
_UNITS = {"人": ("人", "个"), "次": ("次",), "亩": ("亩",), "平方米": ("平方米", "㎡", "m2"), "月": ("月", "个月")}
_AROUND = ("（{}）", "({})", "[{}]", "【{}】", "（单位：{}）", "({}，保留两位小数)", "：{}", "/{}", ",{}")
_REMARKS = ("（必填）", "（请勿留空）", "【选填】", "(见填表说明)", "（ ）", "*", "：", "（含外出人员）")
_NUMBERING = ("{}.", "{}、", "（{}）", "{}) ", "*", "★ ")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Written:
    """A header, how it leads to its field, and what the figures below it are to be multiplied by; None where it does
    not say.
    """

    text: str
    how: str = "plain"
    scale: int | None = None


def units_of(field: Field) -> Sequence[str]:
    """Units in which a field's figures may be, other than money's."""
    return _UNITS.get(field.unit, ()) if field.type in {"integer", "number"} else ()


@st.composite
def headers(draw: st.DrawFn, field: Field, form: Form, number: int, *, bare: bool) -> Written:
    """A header of a field; ``bare`` ones have no unit. ``number`` is that of its column, from 1."""
    how = draw(st.sampled_from(["plain"] * 6 + ["inverted"] * bool(field.inverted) + ["gross"] * bool(field.gross)))
    known = {"plain": field.headers, "inverted": field.inverted, "gross": field.gross}[how]
    text = draw(st.sampled_from(known))
    if draw(st.booleans()):
        return Written(text, how)
    scale = None
    if field.type == "money" and how == "plain" and not field.id.startswith("prior_"):
        text = draw(
            st.sampled_from(("{}", "{}", "2020年{}", "2020年度{}", "{}（2020年）", "本年{}", "当年{}", "{}2020年"))
        ).format(text)
    if not bare and (field.type == "money" or units_of(field)) and draw(st.booleans()):
        if field.type == "money":
            scale = draw(st.sampled_from(list(SCALES)))
        unit = draw(st.sampled_from(SCALES[scale] if scale else units_of(field)))
        text += draw(st.sampled_from(_AROUND)).format(unit)
    elif draw(st.integers(0, 4)) == 0:
        text += draw(st.sampled_from(_REMARKS))
    if draw(st.integers(0, 3)) == 0:
        mark = draw(st.sampled_from((*_NUMBERING, _CIRCLED[(number - 1) % 20])))
        text = mark.format(number) + text
    spaced = _spaced(draw, text) if draw(st.booleans()) else text
    written = next((said for said in (spaced, text) if form.holds(said)), None)
    return Written(written, how, scale) if written else Written(known[0], how)


def _spaced(draw: st.DrawFn, text: str) -> str:
    match draw(st.sampled_from(("around", "between", "line", "wide", "lines"))):
        case "around":
            return f" {text}　"
        case "between":
            return " ".join(text)
        case "line":
            at = draw(st.integers(1, max(1, len(text) - 1)))
            return f"{text[:at]}\n{text[at:]}"
        case "wide":
            return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    return "\n".join(text)
