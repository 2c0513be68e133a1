"""What a file may ask of the machine. Each limit can be changed by an option of the same name."""

from dataclasses import dataclass

from incomeaudit.messages import Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on one file; what is over one of them is not read, and said in one line."""

    unpacked_mb: int = 2_000
    """Uncompressed size of a zip's members together, in MiB."""
    ratio: int = 200
    """Uncompressed to compressed size of a zip; counts only above ``RATIO_COUNTS_FROM`` bytes."""
    rows: int = 1_048_576
    """Rows of a sheet."""
    columns: int = 1_000
    """Columns of a sheet."""
    cells: int = 60_000_000
    """Rows times columns of a sheet, blanks included."""
    text: int = 32_767
    """Characters of one cell; Excel itself takes no more."""
    seconds: int = 120
    """Time for reading one file."""
    memory_mb: int = 4_096
    """Memory of the process that reads, in MiB, where the platform can limit it."""

    def see_extent(self, file: str, sheet: str, rows: int, columns: int) -> None:
        """Raise ``Problem`` where a sheet that reaches to this row and this column is over a limit."""
        for key, is_there, allowed in (
            ("over_rows", rows, self.rows),
            ("over_columns", columns, self.columns),
            ("over_cells", rows * columns, self.cells),
        ):
            if is_there > allowed:
                raise Problem(key, file=file, sheet=sheet, found=is_there, limit=allowed)


RATIO_COUNTS_FROM = 100 << 20
"""Bytes. Honest workbooks reach a ratio of 140, and a small bomb harms nobody."""
