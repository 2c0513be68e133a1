"""The roll-up: what many files, each audited alone, say together, as a workbook, as JSON and on a terminal."""
