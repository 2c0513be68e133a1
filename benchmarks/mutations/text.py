"""Mutations of csv and tsv files: encodings, quotes, separators, lines."""

from random import Random

from mutations import Mutation
from mutations.compound import MAGIC

_SAYINGS = ("一二三四", "𠮷", "é", "\u202e", "\x1b[31m", "＝1", "=1+1", "@SUM(A1)")


def half_in_gb18030(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """Two files put together, the second in another encoding."""
    lines = _lines(data)
    if lines is None:
        return None
    at = rng.randrange(len(lines) + 1)
    rest = b"\n".join(lines[at:]).decode("utf-8", errors="replace").encode("gb18030")
    return b"\n".join(lines[:at]) + b"\n" + rest


def nulls(data: bytes, _: bytes, rng: Random) -> bytes | None:
    if _lines(data) is None:
        return None
    for _time in range(rng.randint(1, 40)):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + bytes(rng.choice((1, 1, 1, 300))) + data[at:]
    return data


def open_quote(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """A quote that nobody closes; the rest of the file is one cell."""
    if _lines(data) is None:
        return None
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice((b'"', b',"', b'\n"', b',="', b'""', b"'")) + data[at:]


def wide_line(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """A line of very many cells."""
    return _with_line(data, rng.choice((b",", b"\t", b";", b"a,")) * rng.choice((300, 20_000, 400_000)), rng)


def long_cell(data: bytes, _: bytes, rng: Random) -> bytes | None:
    return _with_line(data, "遂".encode() * rng.choice((40_000, 400_000)), rng)


def many_lines(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """More lines than a sheet has rows, with next to nothing on them."""
    return _with_line(data, rng.choice((b"\n", b",\n", b"\r")) * 1_100_000, rng)


def other_line_ends(data: bytes, _: bytes, rng: Random) -> bytes | None:
    lines = _lines(data)
    return None if lines is None else rng.choice((b"\r", b"\r\r\n", b"\x0b", b"\x85", b"\n\n")).join(lines)


def other_separators(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """A separator of its own on each line."""
    lines = _lines(data)
    if lines is None:
        return None
    return b"\n".join(line.replace(b",", rng.choice((b",", b"\t", b";", b"|", "，".encode()))) for line in lines)


def mark_inside(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """A byte order mark where files were put together, or the wrong one at the start."""
    mark = rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"+/v8"))
    if _lines(data) is None:
        return None
    return mark + data if rng.random() < 0.5 else _with_line(data, mark, rng)


def odd_sayings(data: bytes, _: bytes, rng: Random) -> bytes | None:
    saying = rng.choice(_SAYINGS).encode(rng.choice(("utf-8", "gb18030")), errors="replace")
    return _with_line(data, b",".join([saying] * rng.randint(1, 60)), rng)


def cut_characters(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """Single bytes gone from within characters, so that none behind them comes out in a double-byte encoding."""
    if _lines(data) is None:
        return None
    for _time in range(rng.randint(1, 12)):
        at = rng.randrange(len(data))
        data = data[:at] + data[at + 1 :]
    return data


def _lines(data: bytes) -> list[bytes] | None:
    """The lines of a file of text; None for anything else."""
    if not data or data.startswith((MAGIC, b"PK", b"PAR1", b"<", b"\xef\xbb\xbf<")):
        return None
    return data.splitlines()


def _with_line(data: bytes, line: bytes, rng: Random) -> bytes | None:
    lines = _lines(data)
    if lines is None:
        return None
    lines.insert(rng.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


TEXT: tuple[Mutation, ...] = (
    half_in_gb18030, nulls, open_quote, wide_line, long_cell, many_lines, other_line_ends, other_separators,
    mark_inside, odd_sayings, cut_characters,
)  # fmt: skip
