"""What a cell of an OpenDocument table says, out of its attributes and its text."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from incomeaudit.ingest.files.grid import number_text

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_VALUE_TYPE, _VALUE = f"{OFFICE} value-type", f"{OFFICE} value"
_DATE, _TIME = f"{OFFICE} date-value", f"{OFFICE} time-value"
_BOOLEAN, _STRING = f"{OFFICE} boolean-value", f"{OFFICE} string-value"
_FORMULA = f"{TABLE} formula"
_EXTENDED_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"

_NUMBERS = frozenset(("float", "currency", "percentage"))
_ERROR = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)|(?:Err|错误)[:：]\d{3}")
_DURATION = re.compile(r"PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:[.,]\d*)?)S)?")
_HALF_A_SECOND = timedelta(microseconds=500_000)


def cell_value(attributes: Mapping[str, str], text: str | None) -> tuple[str | None, tuple[str, str] | None]:
    """A cell's value as text, and the kind and text of what is lost where there is none, as in ``book.Lost``.

    ``attributes`` have names of namespace, space and local name; ``text`` is None where the cell has no paragraph,
    which is how a formula that nobody has calculated differs from one with an empty text as its result. Raises
    ValueError for a number that is none.
    """
    kind = attributes.get(_VALUE_TYPE)
    formula = attributes.get(_FORMULA)
    if attributes.get(_EXTENDED_TYPE) == "error" or (formula is not None and text and _ERROR.fullmatch(text)):
        return None, ("error_cell", text or "#")
    if kind == "string":
        return attributes.get(_STRING) if text is None else text, None
    if kind is None:
        if formula is not None and text is None:
            return None, ("formula_without_value", "=" + formula.partition("=")[2])
        return text, None
    if kind in _NUMBERS and (number := attributes.get(_VALUE)) is not None:
        return number_text(float(number)), None
    if kind == "date":
        return _moment(attributes.get(_DATE, text or "")), None
    if kind == "time":
        return _time(attributes.get(_TIME, text or "")), None
    if kind == "boolean":
        return attributes.get(_BOOLEAN, text or ""), None
    return text, None


def _moment(said: str) -> str:
    try:
        # Calc keeps a day number and writes 11:59:59.999999998 for noon.
        return str((datetime.fromisoformat(said) + _HALF_A_SECOND).replace(microsecond=0, tzinfo=None))
    except (ValueError, OverflowError):
        return said  # no date of this calendar: whoever reads the cell will say so


def _time(said: str) -> str:
    parts = _DURATION.fullmatch(said)
    if parts is None:
        return said
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in parts.groups())
    whole = round(hours * 3600 + minutes * 60 + seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
