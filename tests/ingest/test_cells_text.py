"""Text without stray spaces, invisible characters and words for nothing."""

from dataclasses import replace

import pytest
from cell_rows import SPACES, UNHURRIED, UNREADABLE, column, field, noted, read, says_nothing, visible
from hypothesis import given
from hypothesis import strategies as st

TEXT = field("text")
ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("张三", "张三"),
        (" 张三\u3000", "张三"),
        ("王\u3000五", "王 五"),
        ("王  五", "王 五"),
        ("因病\n因残", "因病 因残"),
        ("a\tb\r\nc", "a b c"),
        ("大溪村（一组）", "大溪村（一组）"),
        ("无业", "无业"),
        ("空置", "空置"),
        ("3-2号", "3-2号"),
        ("#1栋", "#1栋"),
        ("0", "0"),
        ("=1+1", "=1+1"),
        ("'张三", "'张三"),
        ("\ue000", "\ue000"),
        ("㐂", "㐂"),
    ],
)
def test_text_is_kept(cell: str, expected: str) -> None:
    assert read([cell], TEXT) == [expected]
    assert noted(column([cell], TEXT)) == {}


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        " ",
        "\xa0",
        "\u3000",
        "\u200b",
        "\ufeff \n",
        "无",
        " 无 ",
        "没有",
        "空",
        "-",
        "—",
        "——",
        "－",
        "/",
        "／",
    ],
)
def test_a_blank_or_nothing_is_null(cell: str | None) -> None:
    found = column([cell], TEXT)
    assert found.values.to_list() == [None]
    assert found.unreadable.to_list() == [False]
    assert found.notes == ()


@pytest.mark.parametrize("cell", [*ERRORS, "##", "######", " #N/A "])
def test_what_a_failed_formula_left_is_unreadable(cell: str) -> None:
    assert read([cell], TEXT) == [UNREADABLE]


def test_invisible_characters_are_taken_out_and_noted() -> None:
    found = column(["张三", "张\u200b三", None, "张三\x07", "\u200b", "\ufeff张三", "张\n三"], TEXT)
    assert found.values.to_list() == ["张三", "张三", None, "张三", None, "张三", "张 三"]
    assert noted(found) == {"control_characters": [1, 3, 5]}


def expected(cell: str | None) -> object:
    text = visible(cell or "")
    if not text or says_nothing(text.replace("－", "-").replace("／", "/")):
        return None
    return UNREADABLE if text in ERRORS or (len(text) > 1 and set(text) == {"#"}) else text


PIECES = [
    "张",
    "三",
    "无",
    "没有",
    "空",
    "-",
    "—",
    "－",
    "/",
    "／",
    "#",
    "N/A",
    "a",
    "１",
    "(",
    *SPACES,
    "\u200b",
    "\x00",
    "\x1f",
]
CELLS = st.none() | st.sampled_from([*ERRORS, "李四"]) | st.lists(st.sampled_from(PIECES), max_size=5).map("".join)


@UNHURRIED
@given(st.lists(CELLS, max_size=25))
def test_as_plain_python_reads_it(cells: list[str | None]) -> None:
    assert read(cells, TEXT) == [expected(cell) for cell in cells]


@UNHURRIED
@given(st.lists(st.none() | st.text(max_size=8), max_size=25))
def test_reading_twice_changes_nothing(cells: list[str | None]) -> None:
    once = column(cells, TEXT)
    twice = column(once.values.to_list(), TEXT)
    assert twice.values.to_list() == once.values.to_list()
    assert twice.notes == ()


UNDECIDED = replace(field("text"), undecided=True)
WAITING = ("暂无", "暂 无", "暂\u3000无", " 未落实\n", "未 落 实", "未安排", "待定", "待\u200b定", "没 有")
FOR_NOTHING = {"暂无", "未落实", "未安排", "待定", "没有"}


@pytest.mark.parametrize("cell", [*WAITING, "无", "没有", "-", "—", "－", "/", "／", " ", ""])
def test_who_is_not_yet_named_is_nobody(cell: str) -> None:
    found = column([cell, "王建国"], UNDECIDED)
    assert found.values.to_list() == [None, "王建国"]
    assert found.unreadable.to_list() == [False, False]


@pytest.mark.parametrize("cell", ["待定人选", "未落实，下月安排", "暂无业", "未安", "定", "吴待定", "尚未落实"])
def test_a_name_that_holds_such_a_word_stays(cell: str) -> None:
    assert read([cell], UNDECIDED) == [cell]


@pytest.mark.parametrize("cell", ["暂无", "未落实", "未安排", "待定"])
def test_in_other_texts_such_a_word_stays(cell: str) -> None:
    assert read([cell], TEXT) == [cell]


@UNHURRIED
@given(st.lists(CELLS | st.sampled_from(WAITING), max_size=25))
def test_such_words_apart_nothing_is_read_otherwise(cells: list[str | None]) -> None:
    told = ["" if cell is not None and visible(cell).replace(" ", "") in FOR_NOTHING else cell for cell in cells]
    assert read(cells, UNDECIDED) == read(told, TEXT)


def test_where_none_is_an_answer_it_stays() -> None:
    asked = replace(field("text"), nothing=True)
    found = column(["无", "没有", "-", "/", "", None, "务工推迟"], asked)
    assert found.values.to_list() == ["无", "没有", None, None, None, None, "务工推迟"]
