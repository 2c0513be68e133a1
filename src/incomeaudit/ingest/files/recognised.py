"""What a file was recognised as."""

from dataclasses import dataclass

from incomeaudit.ingest.files.suffix import SUFFIXES


@dataclass(frozen=True, slots=True)
class Recognised:
    """The format of a file."""

    format: str
    """``xlsx``, ``xlsb``, ``xls``, ``ods``, ``csv``, ``html``, ``xml2003`` or ``parquet``: who reads it."""
    variant: str = ""
    """For xlsx ``xlsx``, ``xlsm``, ``xltx``, ``xltm`` or ``xlam``; for ods ``ods`` or ``ots``; for xls ``BIFF2`` to
    ``BIFF8``."""
    encrypted: bool = False
    """It must be opened with a password, and what is inside recognised again: it may be another format."""

    @property
    def kind(self) -> str:
        """What a user calls it: the format, or the variant that has a suffix of its own."""
        return self.variant if self.variant in SUFFIXES else self.format
