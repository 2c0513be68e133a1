"""How cells are spelled: width, white space, characters that cannot be seen, and the ways to say nothing."""

import polars as pl

INVISIBLE = r"[[\p{Cc}\p{Cf}]--\s]"
"""Characters that print nothing and are no white space: controls, zero-width spaces and joiners, marks."""

DASHES = r"\-‐‑‒–—―−－﹣"
"""The dashes that people type for "nothing", for use inside a character class."""

NOTHING = rf"^(?:无|没有|空|[{DASHES}]+|[/／]+)$"
"""A cell that says that there is nothing to say."""

NO_MARK = rf"^(?:空|[{DASHES}]+|[/／]+)$"
"""A cell that leaves the question open, where 无 would be an answer."""

UNDECIDED = r"^(?:没 有|暂 ?无|未 ?落 ?实|未 ?安 ?排|待 ?定)$"
"""After ``seen``, a cell that names nobody and nothing yet; clerks space short words out."""

ERROR = r"^#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|#+)$"
"""What a formula that failed, or a column too narrow for its number, leaves in a text file."""

_PLAIN = r"^[!-&(-<>-~¥一-鿿][!-~¥一-鿿]*$"
"""Text that ``plain`` would leave as it is."""


def seen(cells: pl.Expr) -> pl.Expr:
    """Text without what cannot be seen, each run of white space one space, none at the ends. Blank is ``""``."""
    return cells.str.replace_all(INVISIBLE, "").str.replace_all(r"\s+", " ").str.strip_chars(" ")


def plain(cells: pl.Series) -> pl.Series:
    """Text as ``seen``, narrow, and out of what keeps a spreadsheet from reading it: ``'8000``, ``="8000"``.

    Full-width letters, digits and signs become narrow with the compatibility form (NFKC).
    """
    if cells.str.contains(_PLAIN).all():  # normalising costs more than everything else that is done to a cell
        return cells
    text = seen(pl.col("cell").str.normalize("NFKC"))
    bare = text.str.replace('^="(.*)"$', "${1}").str.strip_chars_start("'‘’`").str.strip_chars(" ")
    return cells.to_frame("cell").select(bare)["cell"]
