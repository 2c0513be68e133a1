"""Cells, read as text, to typed values: what was read, what could not be, and what was done on the way."""

from incomeaudit.ingest.cells.numbers import round_money
from incomeaudit.ingest.cells.parse import parse
from incomeaudit.ingest.cells.parsed import Note, Parsed

__all__ = ["Note", "Parsed", "parse", "round_money"]
