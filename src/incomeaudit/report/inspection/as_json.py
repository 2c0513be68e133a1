"""How files were understood, as JSON."""

import json

from incomeaudit.auditing.outlook import Outlook
from incomeaudit.ingest.model import Column, Part
from incomeaudit.messages import Messages
from incomeaudit.report.inspection.sheets import SheetSeen, sheets_of, sureness

_SURE = frozenset({"exact", "alias", "inverted", "gross", "mapping"})


def inspection_json(seen: Outlook, messages: Messages) -> str:
    """Inputs, sheets, tables with their columns, what is missing for which checks, issues, places and checks."""
    answer = {
        "inputs": [
            {
                "path": str(file.path),
                "sha256": file.sha256,
                "format": file.format or None,
                "sheets": list(file.sheets),
            }
            for file in seen.dataset.inputs
        ],
        "sheets": [_sheet(sheet) for file in seen.dataset.inputs for sheet in sheets_of(seen, file, messages)],
        "tables": [_part(part) for part in seen.dataset.parts],
        "places": [
            {"place": place, "year": year, "origin": origin, "rows": rows} for place, year, origin, rows in seen.places
        ],
        "obstacle": seen.obstacle or None,
        "missing": seen.missing.to_dicts(),
        "checks": [
            {**row, "reason": row["reason"] or None, "ready": not row["reason"]} for row in seen.checks.to_dicts()
        ],
        "issues": seen.issues.drop("part").to_dicts(),
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _sheet(sheet: SheetSeen) -> dict[str, object]:
    return {
        "file": sheet.file,
        "sheet": sheet.name,
        "visible": sheet.visible,
        "kind": sheet.kind,
        "tables": [part.table for part in sheet.parts],
        "reason": sheet.reason or None,
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "file": part.file,
        "sheet": part.sheet,
        "table": part.table,
        "header_rows": list(part.header_rows),
        "first_row": part.first_row,
        "last_row": part.last_row,
        "rows": part.rows,
        "titles": list(part.titles),
        "columns": [_column(column) for column in part.columns if column.how != "repeated"],
    }


def _column(column: Column) -> dict[str, object]:
    return {
        "column": column.letter,
        "header": column.header,
        "field": column.field,
        "how": column.how,
        "sure": column.how in _SURE,
        "sureness": sureness(column),
        "conversion": column.conversion,
        "suggestions": list(column.suggestions),
        "examples": list(column.examples),
    }
