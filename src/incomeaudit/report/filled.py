"""A worksheet that is ready to be written: its plan, and what fills it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from incomeaudit.report.cell_xml import content
from incomeaudit.report.shell import Plan
from incomeaudit.report.style import Look


@dataclass(frozen=True, slots=True)
class Link:
    """Where a cell leads to."""

    cell: str
    """Its address: ``A7``."""
    target: str
    """A place in the workbook (``'问题农户'!A1``), or a file, relative to the workbook."""
    outside: bool = False
    """Whether the target is a file."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A worksheet's plan and its content."""

    plan: Plan
    widths: Sequence[float]
    """Of all its columns, in half-width characters."""
    last: int
    """Its last row."""
    listed: int
    """The last row that a list's filter and rules reach, which is above its total."""
    looks: frozenset[Look]
    """All that its cells have."""
    rows: Callable[[Mapping[Look, int]], Iterator[str]]
    """Gives its rows as XML, in pieces of some thousand rows, once each look's style has its number."""
    merged: Sequence[str] = ()
    """Ranges of cells that are one: ``A1:C1``."""
    links: Sequence[Link] = ()

    @property
    def extent(self) -> str:
        """From its first cell to its last."""
        return f"A1:{get_column_letter(self.plan.columns)}{self.last}"


Dressed = tuple[object, Look]
"""What a cell says (a text, a number, or None), and its look."""


def line_xml(row: int, cells: Iterable[Dressed], numbers: Mapping[Look, int], height: float | None = None) -> str:
    """One row of cells with looks of their own, from its first column on; ``height`` is in points."""
    high = "" if height is None else f' ht="{height:.16g}" customHeight="1"'
    inside = "".join(
        f'<c r="{get_column_letter(column)}{row}" s="{numbers[look]}"{content(value)}'
        for column, (value, look) in enumerate(cells, start=1)
    )
    return f'<row r="{row}"{high}>{inside}</row>'
