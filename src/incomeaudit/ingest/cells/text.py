"""Names, places, remarks: text without stray spaces, invisible characters and the ways to write nothing."""

from functools import partial

import polars as pl

from incomeaudit.ingest.cells.parsed import Parsed, never, with_odd
from incomeaudit.ingest.cells.spelling import DASHES, ERROR, INVISIBLE, NO_MARK, NOTHING, UNDECIDED, seen

_SUSPECT = rf"[\s\p{{Cc}}\p{{Cf}}无空没未待#/／{DASHES}]"
"""A column whose text holds none of these needs no second look."""

_UNTIDY = rf"^$|^ | $|  |[^\S ]|{INVISIBLE}|{NOTHING}|^#"


def _read(cells: pl.Series, *, silent: str) -> pl.DataFrame:
    text = pl.col("text")
    error = text.str.contains(ERROR)
    blank = (text == "") | text.str.contains(silent)
    return (
        pl.DataFrame({"cell": cells})
        .select("cell", text=seen(pl.col("cell")))
        .select(
            "cell",
            value=pl.when(~error & ~blank).then(text),
            unreadable=error,
            note=pl.when(~blank & pl.col("cell").str.contains(INVISIBLE)).then(pl.lit("control_characters")),
        )
    )


def parse_text(cells: pl.Series, *, none_is_said: bool = False, undecided: bool = False) -> Parsed:
    """Read a column of text. Gives String; 无, - and / become null, what a failed formula left is unreadable.

    With ``none_is_said`` 无 and 没有 stay: to a question such as 疫情影响 they are the answer. With ``undecided`` 暂无,
    未落实, 未安排 and 待定 become null as well: under 结对干部 they name nobody.

    Characters that cannot be seen are taken out, with the note ``control_characters``: they make two spellings of
    one name that look the same.
    """
    said = cells.to_frame("cell").select(
        pl.col("cell").str.join("").str.contains(_SUSPECT), blank=(pl.col("cell") == "").any()
    )
    if not any(said.row(0)):
        return Parsed(cells, never(len(cells)))
    silent = NO_MARK if none_is_said else NOTHING
    untidy = _UNTIDY
    if undecided:
        silent, untidy = f"{silent}|{UNDECIDED}", f"{untidy}|{UNDECIDED}"
    odd = cells.str.contains(untidy) & cells.is_not_null()
    return with_odd(cells, cells, odd, partial(_read, silent=silent))
