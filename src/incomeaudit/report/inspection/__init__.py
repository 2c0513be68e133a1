"""How files were understood, for people and for programs."""

from incomeaudit.report.inspection.as_json import inspection_json
from incomeaudit.report.inspection.text import print_inspection

__all__ = ["inspection_json", "print_inspection"]
