"""A sheet that is being filled: cells by row and column, both counted from 0, and what is merged or hidden."""

from dataclasses import dataclass, field


@dataclass
class Grid:
    """A sheet."""

    cells: dict[tuple[int, int], object] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Top, left, bottom, right."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def height(self) -> int:
        """Rows down to the last filled one."""
        return max((row for row, _ in self.cells), default=-1) + 1

    @property
    def width(self) -> int:
        """Columns up to the last filled one."""
        return max((column for _, column in self.cells), default=-1) + 1

    def put(self, row: int, column: int, cell: object) -> None:
        """Fill a cell; None leaves it out."""
        if cell is not None:
            self.cells[row, column] = cell

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge a range, if it is more than one cell."""
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    def rows(self) -> list[list[object]]:
        """All cells, row by row."""
        return [[self.cells.get((row, column)) for column in range(self.width)] for row in range(self.height)]
