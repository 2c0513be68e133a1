"""What a program makes of cells that come as bare text, as in CSV and HTML.

Excel evaluates such a text as if it were typed: ``="0123"`` is the text 0123, ``#N/A`` an error, ``=B2*2`` a formula.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from incomeaudit.ingest.address import position
from incomeaudit.ingest.files.book import Cells, Facts, Lost
from incomeaudit.ingest.files.encoding import LOST
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.messages import Problem

_KEPT_AS_TEXT = r'^\s*="((?:[^"]|"")*)"\s*$'
_ERROR = r"(?i)^\s*(#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA|#+)|Err:[0-9]{3})\s*$"
"""Errors of Excel, what it writes for a number in too narrow a column, and errors of LibreOffice."""
_FORMULA = r"^\s*=[-+(]*(?:\"|[A-Z][A-Z0-9.]*\(|(?:[^=]*!)?\$?[A-Z]{1,3}\$?[0-9]+(?:[^0-9A-Za-z]|$))"
"""A formula begins with a function, a cell or a text; others after = are somebody's own signs."""


def as_typed(cells: Cells, limits: Limits, *, file: str, sheet: str, above: int = 0) -> Cells:
    """Cells of bare text as a spreadsheet program would take them.

    ``="0123"`` becomes 0123. Error texts, formulas and texts that hold bytes which were no characters become null
    and stand in ``facts.lost``. Raises ``Problem`` for a text longer than the limit; ``above`` the cells so many rows
    of the file stand.
    """
    lost: list[Lost] = []
    columns = []
    for letters, column in zip(cells.letters, cells.batch.columns, strict=True):
        see_length(column, letters, limits, file=file, sheet=sheet, above=above)
        taken, found = _taken(column, letters)
        columns.append(taken)
        lost.extend(found)
    lost.sort(key=lambda cell: (cell[0], position(cell[1])))
    facts = cells.facts
    facts = Facts([*facts.lost, *lost], facts.merges, facts.hidden_rows, facts.hidden_columns)
    return Cells(pa.RecordBatch.from_arrays(columns, names=list(cells.letters)), cells.letters, facts)


def see_length(column: Any, letters: str, limits: Limits, *, file: str, sheet: str, above: int = 0) -> None:
    """Raise ``Problem`` where a column of texts, below ``above`` rows, holds one that is longer than the limit."""
    lengths = pc.utf8_length(column)
    longest = pc.max(lengths).as_py() or 0
    if longest > limits.text:
        row = above + pc.index(lengths, longest).as_py() + 1
        raise over_text(limits, file=file, sheet=sheet, row=row, letters=letters)


def over_text(limits: Limits, *, file: str, sheet: str, row: int, letters: str = "") -> Problem:
    """A cell with more text than the limit; ``letters`` are its column, where that is known."""
    return Problem("over_text", file=file, sheet=sheet, row=row, cell=f"{letters}{row}", limit=limits.text)


def _taken(column: Any, letters: str) -> tuple[Any, list[Lost]]:
    # Most columns hold neither sign, and one look for a sign is much quicker than a regular expression.
    if _some(pc.match_substring(column, '="')):
        bare = pc.replace_substring_regex(column, _KEPT_AS_TEXT, r"\1")
        unpacked = pc.match_substring_regex(column, _KEPT_AS_TEXT)
        column = pc.if_else(unpacked, pc.replace_substring(bare, '""', '"'), column)
        column = pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), None, column)
    lost: list[Lost] = []
    if _some(pc.match_substring(column, "#")) or _some(pc.match_substring(column, "Err:")):
        column = _without(column, pc.match_substring_regex(column, _ERROR), "error_cell", letters, lost)
    if _some(pc.match_substring(column, LOST)):
        column = _without(column, pc.match_substring(column, LOST), "error_cell", letters, lost)
    if _some(pc.starts_with(pc.utf8_ltrim_whitespace(column), "=")):
        column = _without(column, pc.match_substring_regex(column, _FORMULA), "formula_without_value", letters, lost)
    return column, lost


def _without(column: Any, mask: Any, kind: str, letters: str, lost: list[Lost]) -> Any:
    """The column without the cells of ``mask``, which go to ``lost``; a text with bytes that were none is not told."""
    places = pc.indices_nonzero(mask)
    for place, text in zip(places.to_pylist(), column.take(places).to_pylist(), strict=True):
        lost.append((place + 1, letters, kind, LOST if LOST in text else text.strip()))
    return pc.if_else(mask, None, column)


def _some(mask: Any) -> bool:
    return bool(pc.any(mask).as_py())
