"""Cells, read as text, to typed values: what was read, what could not be, and what was done on the way."""

from incomeaudit.ingest.cells.numbers import round_money
from incomeaudit.ingest.cells.parse import parse
from incomeaudit.ingest.cells.parsed import Note, Parsed
from incomeaudit.ingest.cells.together import Unread, parse_together

__all__ = ["Note", "Parsed", "Unread", "parse", "parse_together", "round_money"]
