"""A minimal OLE2 compound file of one stream, which is how Excel 5 to 2003 wrap their records."""

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST = 4_096
"""Streams under this size would belong into the container's small sectors."""


def wrapped(stream: bytes, name: str = "Workbook") -> bytes:
    """The stream in a container, filled up with zeros to a whole sector; up to some 7 MB."""
    stream = stream.ljust(_SMALLEST, b"\0")
    stream += bytes(-len(stream) % _SECTOR)
    sectors = len(stream) // _SECTOR
    fats = 1
    while fats * _SECTOR // 4 < fats + 1 + sectors:
        fats += 1
    assert fats <= 109, "too large for a container without further lists of sectors"
    first = fats + 1  # behind the allocation table and the directory
    table = [_FAT] * fats + [_END] + [*range(first + 1, first + sectors), _END]
    table += [_FREE] * (fats * _SECTOR // 4 - len(table))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, fats, fats, 0, _SMALLEST, _END, 0, _END, 0)
    head += struct.pack("<109I", *range(fats), *[_FREE] * (109 - fats))
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, first, len(stream)) + bytes(256)
    return head + struct.pack(f"<{len(table)}I", *table) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(text), kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
