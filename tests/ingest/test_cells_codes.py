"""Codes of a list, by word, by number and by both."""

import polars as pl
import pytest
from cell_rows import CODES, UNHURRIED, UNREADABLE, column, field, plain, read, says_nothing
from hypothesis import given
from hypothesis import strategies as st

from incomeaudit.ingest.cells import parse
from incomeaudit.messages import Text
from incomeaudit.vocabulary import CodeList

RELATION = field("code", codes="relation")
GRADE = field("code", codes="grade")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *[(cell, "户主") for cell in ["户主", " 户 主 ", "户主\n", "本人", "01", "1", "001", "０１", "'01", '="01"']],
        *[
            (cell, "户主")
            for cell in ["01-户主", "01.户主", "1、户主", "01：户主", "01—户主", "01 户主", "01户主", "户主-01"]
        ],
        *[
            (cell, "户主")
            for cell in ["户主(01)", "户主（01）", "(01)户主", "（1） 户主", "01)户主", "户主（本人）", "户主/本人"]
        ],
        *[(cell, "其他") for cell in ["99", "其他", "99-其他"]],
        *[(cell, None) for cell in [None, "", " ", "\u3000", "无", "-", "——", "/", "空"]],
        *[
            (cell, UNREADABLE)
            for cell in ["未知", "04", "户", "户主户主", "02-户主", "户主(02)", "04-户主", "01-", "#N/A"]
        ],
        *[(cell, UNREADABLE) for cell in ["户主、配偶", "1.0", "10", "户主?", "户主等"]],
    ],
)
def test_relations(cell: str | None, expected: object) -> None:
    assert read([cell], RELATION) == [expected]
    assert column([cell], RELATION).values.dtype == pl.String


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("C", "C"),
        ("c", "C"),
        ("Ｃ级", "C"),
        ("c 级", "C"),
        ("危房c类", "C"),
        ("无", "无房"),
        ("-", None),
        ("D", UNREADABLE),
    ],
)
def test_a_list_may_spell_a_code_as_a_word_for_nothing(cell: str, expected: object) -> None:
    assert read([cell], GRADE) == [expected]


def test_a_spelling_that_two_codes_share_but_for_zeros_or_capitals_is_read_only_as_written() -> None:
    lists = {"x": CodeList("x", Text("列", "x"), {"甲": ("1", "a"), "乙": ("01", "A")})}
    found = parse(pl.Series(["1", "01", "001", "a", "A", "ａ", "甲"]), field("code", codes="x"), lists)
    assert found.values.to_list() == ["甲", "乙", None, "甲", "乙", None, "甲"]
    assert found.unreadable.to_list() == [False, False, True, False, False, True, False]


SPELLINGS = CODES["relation"].spellings


def key(text: str) -> str:
    text = text.replace(" ", "").lower()
    return (text.lstrip("0") or "0") if text.isascii() and text.isdigit() else text


NUMERIC = frozenset("0123456789")
BY_KEY = {key(spelling): code for spelling, code in SPELLINGS.items()}


def expected(cell: str | None) -> object:
    text = plain(cell or "")
    if key(text) in BY_KEY:
        return BY_KEY[key(text)]
    for cut in range(1, len(text)):
        one, rest = text[:cut], text[cut:].strip(" ")
        digits = NUMERIC.issuperset(one)
        for other in (
            rest[1:] if rest[:1] and rest[0] in "-—.、:_/)" else None,
            rest if text[cut] == " " or (digits and rest[:1] not in NUMERIC) else None,
            rest[1:-1] if rest.startswith("(") and rest.endswith(")") else None,
        ):
            if other and key(one) in BY_KEY and BY_KEY.get(key(other)) == BY_KEY[key(one)]:
                return BY_KEY[key(one)]
    return None if not text or says_nothing(text) else UNREADABLE


WORDS = st.sampled_from([*SPELLINGS, "1", "2", "０１", "001", "04", "父亲"])
CELLS = st.one_of(
    st.none(),
    WORDS,
    st.builds("{}{}{}".format, WORDS, st.sampled_from(["-", ".", "、", " ", " - ", "：", "", "/"]), WORDS),
    st.builds("{}({})".format, WORDS, WORDS),
    st.sampled_from(["", " ", "本 人", "无", "-", "/", "其他（请注明）"]),
)


@UNHURRIED
@given(st.lists(CELLS, max_size=25))
def test_as_plain_python_reads_them(cells: list[str | None]) -> None:
    assert read(cells, RELATION) == [expected(cell) for cell in cells]
