"""The blank workbook that clerks fill in: one sheet a table, and one that explains."""

from incomeaudit.report.template.forms import Ask
from incomeaudit.report.template.workbook import write_template

__all__ = ["Ask", "write_template"]
