"""Writing a workbook's archive: its shell, and in each worksheet the rows. See docs/adr/0002-stamped-rows.md."""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count, groupby
from operator import itemgetter
from typing import BinaryIO
from urllib.parse import quote

from incomeaudit.report.cell_xml import attribute
from incomeaudit.report.filled import Filled, Link
from incomeaudit.report.shell import LAST_ROW, TITLE, Shell

COMPRESSION = 2
"""Measured on real rows: level 1 is no faster, 3 writes a tenth less and takes a seventh longer, 6 twice as long."""
AHEAD = 5_000
"""Rows of a workbook from which on a thread saves more than it costs."""

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def write_archive(shell: Shell, filled: Sequence[Filled], title: str, core: bytes, target: BinaryIO) -> None:
    """Write a workbook to ``target``: the shell of these worksheets' plans, with their rows.

    ``title`` stands at the head of each printed page; ``core`` is the member with the document's properties.
    """
    pieces = _pieces(shell, filled, title, core)
    if sum(sheet.last for sheet in filled) >= AHEAD:
        pieces = _ahead(pieces)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        for name, of_member in groupby(pieces, key=itemgetter(0)):
            # By name, not by ZipInfo: so it takes the archive's level, and 1980-01-01 for its date, which makes
            # the same result the same bytes.
            with archive.open(name, "w", force_zip64=name in shell.sheets) as file:
                for _, piece in of_member:
                    file.write(piece)


def _ahead(pieces: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The same pieces, each made in another thread while the one before it is compressed."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = pool.submit(next, pieces, None)
            yield piece


def _pieces(shell: Shell, filled: Sequence[Filled], title: str, core: bytes) -> Iterator[tuple[str, bytes]]:
    """Every member of the archive, by name, in pieces that together are its content."""
    of_member = dict(zip(shell.sheets, filled, strict=True))
    for name, content in shell.members.items():
        if name in of_member:
            for piece in _sheet(shell, name, of_member[name], title):
                yield name, piece
            if outside := [link for link in of_member[name].links if link.outside]:
                folder, _, own = name.rpartition("/")
                yield f"{folder}/_rels/{own}.rels", _relations(outside)
        elif name == "docProps/core.xml":
            yield name, core
        elif name == "xl/workbook.xml":
            yield name, _filters(content, filled)
        else:
            yield name, content


def _sheet(shell: Shell, name: str, sheet: Filled, title: str) -> Iterator[bytes]:
    """A worksheet's XML, in pieces."""
    before, behind = shell.sheets[name]
    widths = iter(sheet.widths)
    before = _filled_in(rb'(<dimension ref=")[^"]*', lambda _: sheet.extent, before, 1)
    before = _filled_in(rb'(<col [^>]*?\bwidth=")[^"]*', lambda _: f"{next(widths):.16g}", before, len(sheet.widths))
    yield before
    # Without a name for the text, which would keep it while its bytes are compressed.
    yield from map(str.encode, sheet.rows(shell.numbers))
    behind = behind.replace(b"%d" % LAST_ROW, b"%d" % sheet.listed)
    # A header's codes begin with &; a name in the title must not become one.
    behind = behind.replace(TITLE.encode(), attribute(title.replace("&", "&&")).encode())
    # The format wants merged cells before rules, and links behind them.
    behind = _filled_in(rb"()(?=<conditionalFormatting|<pageMargins)", lambda _: _merged(sheet.merged), behind, 1)
    yield _filled_in(rb"()(?=<pageMargins)", lambda _: _links(sheet.links), behind, 1)


def _filters(xml: bytes, filled: Sequence[Filled]) -> bytes:
    """The list of worksheets with the range of each filter as far as its list reaches."""
    lists = sum(sheet.plan.frozen is not None for sheet in filled)
    pattern = rb'(_FilterDatabase" localSheetId="(\d+)"[^>]*>[^<]*\$)%d(?=<)' % LAST_ROW
    return _filled_in(pattern, lambda found: str(filled[int(found[2])].listed), xml, lists)


def _filled_in(pattern: bytes, text: Callable[[re.Match[bytes]], str], xml: bytes, times: int) -> bytes:
    """The XML with texts behind the first group of a pattern's first matches, of which there must be ``times``."""
    result, count = re.subn(pattern, lambda found: found[1] + text(found).encode(), xml, count=times)
    if count != times:
        raise ValueError(f"{count} of {times} places for {pattern.decode()} in the workbook's shell")
    return result


def _merged(areas: Sequence[str]) -> str:
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f'<mergeCells count="{len(areas)}">{cells}</mergeCells>' if areas else ""


def _links(links: Sequence[Link]) -> str:
    outside = count(1)
    each = (
        f'<hyperlink xmlns:r="{_RELATIONS}" ref="{link.cell}" r:id="rId{next(outside)}"/>'
        if link.outside
        else f'<hyperlink ref="{link.cell}" location="{attribute(link.target)}"/>'
        for link in links
    )
    return f"<hyperlinks>{''.join(each)}</hyperlinks>" if links else ""


def _relations(links: Sequence[Link]) -> bytes:
    """The member that says where a worksheet's links lead outside."""
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/hyperlink" TargetMode="External" '
        f'Target="{_address(link.target)}"/>'
        for number, link in enumerate(links, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{each}</Relationships>'.encode()


def _address(path: str) -> str:
    """A path as an address: what is no letter, digit or sign of a path is escaped, other scripts stay as they are."""
    return "".join(map(_in_address, path))


def _in_address(letter: str) -> str:
    if letter.isprintable() and not letter.isascii():
        return letter
    return quote(letter, safe="/", errors="replace")
