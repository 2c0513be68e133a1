"""What a reader gets of an audit: the workbook, JSON, CSV, Parquet and the summary on the terminal.

Each writer is imported from its own module, so that a run that writes JSON does not load openpyxl.
"""
