"""The two ways of writing rows, in Python and in Polars, say the same."""

from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incomeaudit.report import few_rows, many_rows
from incomeaudit.report.cell_xml import CELL_LIMIT, CUT_MARK, content, cut, plain
from incomeaudit.report.layout import Column
from incomeaudit.report.measure import heights
from incomeaudit.report.values import values_of

# What is special in a cell comes up often, ordinary letters as well.
LETTERS = st.one_of(st.sampled_from(" \t\n\r\x00\x1f\x85\u3000\u2028&<>\"'_x000D;￾￿户农aé🙂=+-@"), st.characters())
TEXTS = st.lists(st.one_of(st.none(), st.text(LETTERS), st.text(LETTERS, max_size=3)), min_size=1, max_size=12)
NUMBERS = st.one_of(st.none(), st.floats(), st.integers(-(10**6), 10**6).map(float), st.floats(-1e9, 1e9))


def few(frame, first=1, high=None):
    return few_rows.row_xml(values_of(frame, frame.columns), first, range(frame.width), high or [None] * frame.height)


def many(frame, first=1, high=None):
    return many_rows.row_xml(
        frame, first, range(frame.width), pl.Series(high or [None] * frame.height, dtype=pl.Float64)
    )


BOTH = pytest.mark.parametrize("rows", [few, many], ids=["few", "many"])


def read(xml):
    """Rows as other programs read them: a cell's text, its figure, or None."""

    def said(cell):
        figure = cell.find("v")
        return "".join(cell.itertext()) or None if figure is None else float(figure.text)

    return [[said(cell) for cell in row] for row in ElementTree.fromstring(f"<s>{xml}</s>")]


@BOTH
def test_values_come_back_with_their_types(rows):
    frame = pl.DataFrame(
        {
            "text": ["甲", None, "", " 空格 "],
            "figure": [1.5, None, float("nan"), -0.01],
            "count": pl.Series([1, 2, None, 4], dtype=pl.UInt32),
            "either": [
                {"number": 7999.99, "text": "7999.99"},
                {"number": None, "text": "否"},
                {"number": None, "text": None},
                {"number": float("inf"), "text": "inf"},
            ],
            "nothing": pl.Series([None] * 4, dtype=pl.String),
        }
    )
    assert read(rows(frame)) == [
        ["甲", 1.5, 1, 7999.99, None],
        [None, None, 2, "否", None],
        [None, None, None, None, None],
        [" 空格 ", -0.01, 4, "inf", None],
    ]


@BOTH
@given(TEXTS)
def test_every_text_is_well_formed_and_comes_back_but_for_what_a_cell_cannot_hold(rows, texts):
    frame = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)})
    assert read(rows(frame)) == [[plain(text) or None if text else None] for text in texts]


@given(TEXTS)
def test_both_ways_write_the_same_texts(texts):
    frame = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String), "again": pl.Series(texts[::-1], dtype=pl.String)})
    assert few(frame, 7) == many(frame, 7)


@given(st.lists(st.tuples(NUMBERS, st.integers(0, 2**40)), min_size=1, max_size=9))
def test_both_ways_write_the_same_figures(figures):
    frame = pl.DataFrame(figures, {"a": pl.Float64, "b": pl.Int64}, orient="row")
    assert read(few(frame)) == read(many(frame))


@given(st.lists(st.tuples(NUMBERS, st.one_of(st.none(), st.text(LETTERS))), min_size=1, max_size=9))
def test_both_ways_prefer_the_number_to_the_text(pairs):
    either = pl.Series([{"number": number, "text": text} for number, text in pairs])
    frame = pl.DataFrame({"either": either.cast(pl.Struct({"number": pl.Float64, "text": pl.String}))})
    assert read(few(frame)) == read(many(frame))


@given(st.text(LETTERS))
def test_one_cell_at_a_time_follows_the_same_rules(text):
    one = f'<row r="1"><c r="A1" s="0"{content(text)}</row>'
    assert one == few(pl.DataFrame({"text": [text]}))


@BOTH
def test_rows_are_numbered_and_have_their_styles_and_heights(rows):
    frame = pl.DataFrame({"a": ["x", None], "b": [1, 2]})
    assert rows(frame, 9, [31.0, None]) == (
        '<row r="9" ht="31.0"><c r="A9" s="0" t="inlineStr"><is><t>x</t></is></c><c r="B9" s="1"><v>1</v></c></row>'
        '<row r="10"><c r="A10" s="0"/><c r="B10" s="1"><v>2</v></c></row>'
    )


@BOTH
@pytest.mark.parametrize("text", ["长" * 40_000, "🙂" * 20_000, "a" * 32_768])
def test_a_text_that_does_not_fit_is_cut_with_a_mark(rows, text):
    shown = cut(text)
    assert shown.endswith(CUT_MARK)
    assert CELL_LIMIT - 1 <= len(shown.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert read(rows(pl.DataFrame({"text": [text, "短"]}))) == [[shown], ["短"]]


@BOTH
def test_a_text_that_just_fits_is_whole(rows):
    assert read(rows(pl.DataFrame({"text": ["长" * CELL_LIMIT]}))) == [["长" * CELL_LIMIT]]


def test_what_xml_forbids_is_gone_and_what_programs_read_as_an_escape_is_escaped():
    text = "a\x00b\x0bc\ufffed\r\ne\rf_x000D_g"
    assert plain(text) == "abcd\ne\nf_x005F_x000D_g"
    assert plain("\ud800") == "?"


@given(TEXTS, st.sampled_from(["text", "long", "label"]), st.integers(3, 40))
def test_both_ways_find_the_same_heights(texts, kind, width):
    columns = (Column("text", kind), Column("n", "amount"))
    frame = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String), "n": [1.0] * len(texts)})
    found = heights(columns, [width, 5], values_of(frame, frame.columns))
    assert many_rows.heights(columns, [width, 5], frame).to_list() == found
