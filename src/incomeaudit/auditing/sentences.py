"""What a finding says: the message of its check, with its places filled from the finding's row."""

import re
from itertools import chain, zip_longest

import polars as pl

from incomeaudit.auditing.flagged import FIGURES, Flagged, as_texts, column_of
from incomeaudit.messages import Messages

_PLACE = re.compile(r"\{([a-z_0-9]+)\}")


def sentences(flagged: Flagged, texts: pl.DataFrame, messages: Messages) -> pl.Expr:
    """The message of every finding; ``texts`` are its values as texts. A place whose value is blank says so."""
    split = [_PLACE.split(check.message[messages.lang]) for check in flagged.checks]
    # Words and places take turns, words first and last.
    words = [own[::2] for own in split]
    places = [[_column(number, name) for name in own[1::2]] for number, own in enumerate(split)]
    fields = [name for name in dict.fromkeys(chain.from_iterable(places)) if name not in texts.columns]
    texts = texts.hstack(as_texts(flagged.rows.select(fields), messages)) if fields else texts
    blank = messages("value.blank")
    filled = [
        flagged.own(texts, turn, pl.String()).fill_null(flagged.each(["" if name is None else blank for name in turn]))
        for turn in zip_longest(*places)
    ]
    said = [flagged.each(turn) for turn in zip_longest(*words, fillvalue="")]
    return pl.concat_str([piece for pair in zip_longest(said, filled) for piece in pair if piece is not None])


def _column(number: int, name: str) -> str:
    """Where a place's value stands: among the check's own figures, or a field of the row."""
    return column_of(number, name) if name in FIGURES else name
