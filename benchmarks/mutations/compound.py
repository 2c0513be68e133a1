"""Mutations of OLE2 files: the sectors' chains, the directory, the records of an old Excel file, encryption's terms."""

import io
import re
import struct
from collections.abc import Callable
from random import Random

from mutations import Mutation

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_SPECIAL = (0, 1, 0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF, 0x7FFFFFFF, 0x80000000)
_BOOKS = ("Workbook", "Book", "WORKBOOK", "BOOK")

Record = tuple[int, bytes]
"""A BIFF record: its number and its content."""


def flip_header(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """Sector size, counts and first sectors in the header (MS-CFB 2.2)."""
    if not data.startswith(MAGIC):
        return None
    return _number_at(data, rng.choice((*range(0x18, 0x22, 2), *range(0x28, 0x4C, 4), *range(0x4C, 0x60, 4))), rng)


def flip_chain(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """One to ten links of the sector chains lead elsewhere: out of the file, or round in a circle."""
    start = _sector(data, 0x4C)  # the first sector of the allocation table
    if start is None:
        return None
    for _time in range(rng.randint(1, 10)):
        links = [at for at in range(start, min(start + 512, len(data) - 3), 4) if data[at : at + 4] != b"\xff" * 4]
        at = rng.choice(links or [start])
        link = rng.choice((*_SPECIAL, (at - start) // 4, rng.randrange(max(1, len(data) // 512))))
        data = data[:at] + struct.pack("<I", link) + data[at + 4 :]
    return data


def flip_directory(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """Names, sizes, first sectors and the tree of the directory (MS-CFB 2.6)."""
    start = _sector(data, 0x30)
    if start is None:
        return None
    entry = start + 128 * rng.randrange(4)
    return _number_at(data, entry + rng.choice((0, 2, 0x40, 0x42, 0x44, 0x48, 0x4C, 0x74, 0x78)), rng)


def _sector(data: bytes, field: int) -> int | None:
    """Where the sector lies whose number stands in a field of the header."""
    if not data.startswith(MAGIC) or len(data) < 1024:
        return None
    at = 512 * (struct.unpack_from("<I", data, field)[0] + 1)
    return at if at + 512 <= len(data) else None


def _number_at(data: bytes, at: int, rng: Random) -> bytes:
    value = rng.choice((*_SPECIAL, rng.randrange(1 << 32)))
    return data[:at] + struct.pack("<I", value) + data[at + 4 :]


def _in_records(change: Callable[[list[Record], Random], bytes | None]) -> Mutation:
    """A mutation of an old Excel file's records; the stream keeps its length, so that the container stays whole."""

    def mutate(data: bytes, _: bytes, rng: Random) -> bytes | None:
        import olefile

        if not data.startswith(MAGIC):
            return None
        buffer = io.BytesIO(data)
        with olefile.OleFileIO(buffer) as ole:
            name = next((name for name in _BOOKS if ole.exists(name)), None)
            if name is None:
                return None
            stream = ole.openstream(name).read()
            changed = change(_records(stream), rng)
            if changed is None:
                return None
            ole.write_stream(name, changed[: len(stream)].ljust(len(stream), b"\x00"))
            return buffer.getvalue()

    mutate.__name__, mutate.__doc__ = change.__name__, change.__doc__
    return mutate


def _records(stream: bytes) -> list[Record]:
    records = []
    at = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        records.append((number, stream[at + 4 : at + 4 + length]))
        at += 4 + length
    return records


def _written(records: list[Record]) -> bytes:
    return b"".join(struct.pack("<HH", number, len(content)) + content for number, content in records)


@_in_records
def record_length(records: list[Record], rng: Random) -> bytes | None:
    """A record that says that it is longer or shorter than it is; all behind it is read askew."""
    at = rng.randrange(len(records))
    length = rng.choice((0, 1, 0xFFFF, 0x7FFF, 8225, max(0, len(records[at][1]) - 1), len(records[at][1]) + 1))
    number, content = records[at]
    return _written(records[:at]) + struct.pack("<HH", number, length) + content + _written(records[at + 1 :])


@_in_records
def record_number(records: list[Record], rng: Random) -> bytes | None:
    """A record under the number of another."""
    at = rng.randrange(len(records))
    records[at] = rng.choice((rng.choice(records)[0], rng.randrange(1 << 16))), records[at][1]
    return _written(records)


@_in_records
def record_content(records: list[Record], rng: Random) -> bytes | None:
    """Rows, columns, counts, offsets and indices out of range in up to five records."""
    for _ in range(rng.randint(1, 5)):
        at = rng.choice([at for at, record in enumerate(records) if len(record[1]) >= 2])
        number, content = records[at]
        place = 2 * rng.randrange(min(len(content), 24) // 2)
        value = rng.choice((0xFFFF, 0x7FFF, 0x8000, 0, 256, rng.randrange(1 << 16)))
        records[at] = number, content[:place] + struct.pack("<H", value) + content[place + 2 :]
    return _written(records)


@_in_records
def drop_record(records: list[Record], rng: Random) -> bytes | None:
    for _ in range(rng.randint(1, 3)):
        records.pop(rng.randrange(len(records)))
    return _written(records)


@_in_records
def double_record(records: list[Record], rng: Random) -> bytes | None:
    at = rng.randrange(len(records))
    return _written(records[:at] + [records[at]] * rng.choice((2, 3, 200)) + records[at + 1 :])


@_in_records
def cut_record(records: list[Record], rng: Random) -> bytes | None:
    """A record too short for what it should hold, rightly counted."""
    at = rng.choice([at for at, record in enumerate(records) if record[1]])
    number, content = records[at]
    records[at] = number, content[: rng.randrange(len(content))]
    return _written(records)


def endless_key(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """An encrypted workbook whose key would take hours to derive; the terms keep their length."""
    found = re.search(rb'spinCount="(\d+)"', data)
    spare = re.search(rb' xmlns:[a-z]="[^"]*certificate"', data)
    if not data.startswith(MAGIC) or found is None or spare is None or spare.start() > found.start():
        return None
    spins = rng.choice((b"4294967295", b"99999999999999999999", b"-1", b"0", b"x"))
    grown = len(spins) - len(found[1])
    room = b" " * (spare.end() - spare.start() - grown)
    return data[: spare.start()] + room + data[spare.end() : found.start(1)] + spins + data[found.end(1) :]


COMPOUND: tuple[Mutation, ...] = (
    flip_header, flip_chain, flip_directory, record_length, record_number, record_content, drop_record, double_record,
    cut_record, endless_key,
)  # fmt: skip
