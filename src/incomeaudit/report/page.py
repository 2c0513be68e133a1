"""A page of headings, facts, SQL and tables, and how it is written: as Markdown and on a terminal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text


@dataclass(frozen=True, slots=True)
class Code:
    """An id or a short expression within a text."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to another page of the same folder."""

    text: str
    page: str


Word = str | Code | Link
Cell = Word | tuple[Word, ...]
"""What stands in a cell: one word, or several, set apart by 、."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are, one a line; those that are nothing are left out."""

    pairs: Sequence[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class Sql:
    """An expression, with what it says."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


Block = Heading | Facts | Sql | Grid | str


@dataclass(frozen=True, slots=True)
class Page:
    """A title and what stands under it."""

    title: str
    blocks: Sequence[Block]


def markdown(page: Page) -> str:
    """The page as Markdown, ending in a newline."""
    parts = [f"# {_escaped(page.title)}", *(_markdown(block) for block in page.blocks)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown(block: Block) -> str:
    if isinstance(block, str):
        return _escaped(block)
    if isinstance(block, Heading):
        return f"## {_escaped(block.text)}"
    if isinstance(block, Facts):
        return "\n".join(f"- **{_escaped(name)}**　{_in_markdown(cell)}" for name, cell in block.pairs if cell)
    if isinstance(block, Sql):
        return f"{_escaped(block.name)}\n\n```sql\n{block.text}\n```"
    lines = [block.headings, ["---"] * len(block.headings)]
    lines += [[_in_markdown(cell) for cell in row] for row in block.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _in_markdown(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return "、".join(map(_in_markdown, cell))
    if isinstance(cell, Link):
        return f"[{_escaped(cell.text)}]({cell.page}.md)"
    if isinstance(cell, Code):
        # Within a table a bar ends the cell even between backticks.
        return f"`{' '.join(cell.text.split())}`".replace("|", "\\|")
    return _escaped(cell)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text).replace("\n", "<br>")


def print_page(page: Page, console: Console) -> None:
    """The page on a terminal."""
    console.print(Text(page.title, style="bold"))
    for block in page.blocks:
        if isinstance(block, str):
            console.print(Text(block))
        elif isinstance(block, Heading):
            console.print()
            console.print(Text(block.text, style="bold"))
        elif isinstance(block, Facts):
            for name, cell in block.pairs:
                if cell:
                    console.print(Text.assemble((f"{name}  ", "dim"), plain(cell)))
        elif isinstance(block, Sql):
            console.print(Text(block.name, style="dim"))
            console.print(Text("\n".join(f"    {line}" for line in block.text.splitlines())))
        else:
            _print_grid(block, console)


def _print_grid(grid: Grid, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for index, heading in enumerate(grid.headings):
        table.add_column(Text(heading), overflow="fold", no_wrap=index == 0)
    for row in grid.rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    console.print(table)


def plain(cell: Cell) -> str:
    """A cell without any marks."""
    if isinstance(cell, tuple):
        return "、".join(map(plain, cell))
    return cell if isinstance(cell, str) else cell.text
