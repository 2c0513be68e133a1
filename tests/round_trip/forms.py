"""The formats that a roster is written in, and what each can hold."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """A format. What it cannot hold is left out of the layouts that are written in it."""

    name: str
    suffix: str
    typed: bool = True
    """Whether cells are numbers, dates, yes and no; else all of them are text."""
    styled: bool = False
    """Whether cells have number formats."""
    merges: bool = True
    hidden: bool = True
    sheets: bool = True
    """Whether there may be several sheets, some of them hidden."""
    held: bool = False
    """Whether ``="…"`` is a text and no formula."""
    calendar_1904: bool = False
    plain: bool = False
    """Whether there are columns, each of one type and with one header, and nothing else."""
    holds: Callable[[str], bool] = lambda text: True


def _in_cp936(text: str) -> bool:
    return text.encode("cp936", "ignore").decode("cp936") == text and len(text.encode("cp936")) < 256


FORMS = {
    form.name: form
    for form in (
        Form("openpyxl", ".xlsx", styled=True, calendar_1904=True),
        Form("xlsxwriter", ".xlsx", styled=True, calendar_1904=True),
        Form("agile", ".xlsx", styled=True),
        Form("xlsb", ".xlsb"),
        Form("biff5", ".xls", merges=False, holds=_in_cp936),
        Form("ods", ".ods"),
        Form("csv", ".csv", typed=False, merges=False, hidden=False, sheets=False, held=True),
        Form("html", ".html", typed=False, sheets=False, held=True),
        Form("xml2003", ".xml", calendar_1904=True),
        Form("parquet", ".parquet", merges=False, hidden=False, sheets=False, plain=True),
    )
}
