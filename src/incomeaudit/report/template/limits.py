"""What a cell takes: drop-downs, limits for figures and days, a warning for numbers of an unusual length."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from incomeaudit.messages import Messages
from incomeaudit.report.template.forms import FormColumn
from incomeaudit.vocabulary import Field

YES_NO = ("是", "否")
YEARS = (1990, 2100)
DAYS = (date(1900, 1, 1), date(2100, 12, 31))
MONTHS = 12
LARGEST = 10**12
"""Figures from here on are not read."""

_LENGTHS = {"id": (15, 18), "phone": (11,), "bank": (16, 17, 18, 19)}
"""By kind of personal number, how many characters it usually has."""
_CARD = (20, 22)
"""Characters of a disability card: the ID number, kind and degree, at times two digits more."""
_MAY_BE_NEGATIVE = frozenset(
    {
        *("business_income", "property_income", "transfer_income", "other_transfer", "income", "per_capita_income"),
        *("net_income", "per_capita_net_income", "prior_per_capita_income", "yearly_income"),
    }
)
"""Net figures: costs or payments may be more than what came in."""
_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of the calendar in which formulas give days."""


def lengths_of(field: Field) -> tuple[int, ...]:
    """How many characters a personal number of this field usually has; empty for other fields."""
    return _CARD if field.id == "disability_card" else _LENGTHS.get(field.personal or "", ())


def bounds_of(field: Field) -> tuple[int, int]:
    """The least and the largest figure that a cell of a numeric field takes."""
    if field.unit == "share":
        return 0, 1
    if field.unit == "月":
        return 0, MONTHS
    return (-LARGEST if field.id in _MAY_BE_NEGATIVE else 0), LARGEST


def limit_of(
    column: FormColumn, first_cell: str, lists: Mapping[str, str], messages: Messages
) -> DataValidation | None:
    """The validation of a column; None where anything may stand.

    ``first_cell`` is its uppermost (H4), ``lists`` gives the defined name of each code list. What is not in a
    drop-down and what is no figure is refused; a day or a personal number that looks wrong is asked about.
    """
    field = column.field
    match field.type:
        case "code":
            limit = DataValidation("list", formula1=lists[field.codes])
            text = messages("template.refuse_list")
        case "boolean":
            limit = DataValidation("list", formula1=f'"{",".join(YES_NO)}"')
            text = messages("template.refuse_list")
        case "money" | "number" | "integer":
            least, largest = bounds_of(field)
            kind: Literal["whole", "decimal"] = "whole" if field.type == "integer" else "decimal"
            limit = DataValidation(kind, formula1=str(least), formula2=str(largest), operator="between")
            text = messages(f"template.refuse_{_figure(field)}")
        case "year":
            limit = DataValidation("whole", formula1=str(YEARS[0]), formula2=str(YEARS[1]), operator="between")
            text = messages("template.refuse_year")
        case "date":
            first, last = (str((day - _DAY_ZERO).days) for day in DAYS)
            limit = DataValidation("date", formula1=first, formula2=last, operator="between", errorStyle="warning")
            text = messages("template.refuse_date")
        case _:
            lengths = lengths_of(field)
            if not lengths:
                return None
            fits = ",".join(f"LEN({first_cell})={length}" for length in lengths)
            limit = DataValidation("custom", formula1=f"OR({fits})", errorStyle="warning")
            text = messages("template.refuse_length", lengths="、".join(map(str, lengths)))
    limit.allow_blank = True
    limit.showErrorMessage = True
    limit.errorTitle = field.title[messages.lang][:32]
    limit.error = text
    return limit


def _figure(field: Field) -> str:
    if field.unit in ("share", "月"):
        return "share" if field.unit == "share" else "months"
    if field.id in _MAY_BE_NEGATIVE:
        return "net"
    return "whole" if field.type == "integer" else "figure"
