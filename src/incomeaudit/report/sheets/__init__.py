"""The sheets of the workbook: each says what its rows and columns are; ``report.workbook`` writes them."""

from collections.abc import Callable

from incomeaudit.auditing.result import Result
from incomeaudit.messages import Messages
from incomeaudit.report.layout import Sheet
from incomeaudit.report.sheets.coverage import coverage, unassessed
from incomeaudit.report.sheets.findings import findings
from incomeaudit.report.sheets.households import households
from incomeaudit.report.sheets.places import targets, townships
from incomeaudit.report.sheets.run import run
from incomeaudit.report.sheets.sources import issues, values

SHEETS: tuple[Callable[[Result, Messages], Sheet], ...] = (
    households,
    findings,
    townships,
    targets,
    coverage,
    unassessed,
    issues,
    values,
    run,
)
"""The sheets behind the overview, in their order."""

__all__ = ["SHEETS"]
