import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incomeaudit.report.layout import Block, Column, Sheet, pages
from incomeaudit.report.measure import display_width, heights, widths
from incomeaudit.report.values import values_of


def block(rows, title="", total=False):
    return Block(
        (Column("a"),), pl.DataFrame({"a": [str(n) for n in range(rows)]}), "无", title, {"a": "合计"} if total else {}
    )


@given(
    st.lists(st.tuples(st.integers(0, 60), st.booleans(), st.booleans()), min_size=1, max_size=5),
    st.integers(4, 40),
)
def test_every_row_is_placed_once_in_order_and_nothing_overlaps(blocks, limit):
    sheet = Sheet("表", tuple(block(rows, "题" * titled, total) for rows, titled, total in blocks))
    laid = pages(sheet, limit)
    placed = [piece for page in laid for piece in page]
    for number, made in enumerate(sheet.blocks):
        of_block = [piece for piece in placed if piece.block is sheet.blocks[number]]
        assert pl.concat([piece.frame for piece in of_block]).get_column("a").to_list() == made.frame["a"].to_list()
        assert [piece.total for piece in of_block] == [False] * (len(of_block) - 1) + [bool(made.total)]
    for page in laid:
        below = 0
        for piece in page:
            assert piece.header - bool(piece.block.title) > below
            below = piece.last + piece.total
        assert below <= limit


def test_an_empty_block_has_a_row_for_its_sentence():
    (only,) = pages(Sheet("表", (block(0),)))[0]
    assert (only.header, only.first, only.last, only.frame.height) == (1, 2, 2, 0)


def test_a_page_without_room_is_refused():
    with pytest.raises(ValueError, match="four rows"):
        pages(Sheet("表", (block(1),)), 3)


def test_a_chinese_character_counts_two():
    assert display_width("户h") == 3
    columns = (Column("a", widest=30), Column("n", "amount", widest=30))
    frame = pl.DataFrame({"a": ["低收入农户名册", "a"], "n": [1234567.5, None]})
    assert widths(columns, ["村", "额"], values_of(frame, "an")) == [16, 15]


def test_a_column_is_no_wider_than_it_may_be_but_shows_its_heading():
    values = values_of(pl.DataFrame({"a": ["长" * 50]}), "a")
    assert widths((Column("a", widest=20),), ["村"], values) == [20]
    assert widths((Column("a", widest=4),), ["户差额（最大）"], values)[0] >= 10


def test_rows_grow_with_their_wrapped_texts_alone():
    columns = (Column("a", "long"), Column("n", "amount"))
    frame = pl.DataFrame({"a": ["一行", "一二三四五六七八九十" * 3, "1. 甲\n2. 乙\n3. 丙", None], "n": [1e30] * 4})
    one, wrapped, broken, blank = heights(columns, [22, 5], values_of(frame, "an"))
    assert one is None
    assert blank is None
    assert 40 < wrapped < 50
    assert 40 < broken < 50
    assert heights(columns, [22, 5], values_of(pl.DataFrame({"a": ["长\n" * 900], "n": [1.0]}), "an")) == [409]
