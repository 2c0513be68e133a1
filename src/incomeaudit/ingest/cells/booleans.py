"""Yes and no in the forms that rosters use: 是, 有, √, 达标, 已参保, Y, 1 and their opposites."""

from functools import lru_cache, partial

import polars as pl

from incomeaudit.ingest.cells.parsed import Parsed, by_spelling
from incomeaudit.ingest.cells.spelling import NOTHING, plain

_YES = ("是", "有", "对", "√", "✓", "✔", "☑", "✅", "y", "yes", "true", "1", "1.0")
_NO = (
    *("否", "不是", "无", "没有", "没", "错", "×", "✗", "✘", "✕", "✖", "❌", "☐"),
    *("x", "n", "no", "false", "0", "0.0"),
)
_ANSWERS: dict[str, bool] = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
"""What answers the header's question, whichever way round that is asked."""

_DONE = (
    *("参加", "参保", "享受", "解决", "保障", "落实", "签约", "缴费", "办理", "完成"),
    *("就业", "务工", "录入", "拨付", "销档", "贴息"),
)
_HELD = ("达标", "合格", "安全", "符合", "具备", "稳定", "到位")
_STATES: dict[str, bool] = (
    {f"{already}{done}": True for done in _DONE for already in ("", "已")}
    | {f"{denied}{done}": False for done in _DONE for denied in ("未", "不", "没", "没有")}
    | {f"{already}{held}": True for held in _HELD for already in ("", "已")}
    | {f"{denied}{held}": False for held in _HELD for denied in ("未", "不")}
    | {"有保障": True, "无保障": False}
)
"""What says how things stand, whatever the header asks."""


def _read(cells: pl.Series, *, inverted: bool) -> pl.DataFrame:
    # Under 是否危房户 a 是 means unsafe, but 安全 answers another question than the one asked: it is not turned
    # round into "unsafe", and it is not taken for a yes either.
    words = {word: not yes for word, yes in _ANSWERS.items()} if inverted else _ANSWERS | _STATES
    text = pl.col("text")
    return (
        pl.DataFrame({"cell": cells, "text": plain(cells)})
        .with_columns(text.str.replace_all(" ", "").str.to_lowercase())
        .select(
            "cell",
            value=text.replace_strict(words, default=None, return_dtype=pl.Boolean),
            blank=(text == "") | text.str.contains(NOTHING),
        )
        .select(
            "cell",
            "value",
            unreadable=pl.col("value").is_null() & ~pl.col("blank"),
            note=pl.lit(None, dtype=pl.String),
        )
    )


@lru_cache(maxsize=256)
def _remembered(spellings: tuple[str, ...], *, inverted: bool) -> pl.DataFrame:
    return _read(pl.Series(spellings, dtype=pl.String), inverted=inverted)


def parse_booleans(cells: pl.Series, *, inverted: bool) -> Parsed:
    """Read a column of yes and no. Gives Boolean; - and / say nothing and become null.

    With ``inverted``, for a header that asks the opposite of the field, yes becomes false; only plain answers are
    read then.
    """
    return by_spelling(cells, partial(_read, inverted=inverted), partial(_remembered, inverted=inverted))
