"""Mutations of any file: its bytes, whatever they mean."""

from random import Random

from mutations import Mutation

_PREFIXES = (
    b"\xef\xbb\xbf",
    b"\n",
    b" " * 64,
    b"PK\x03\x04",
    b"MZ\x90\x00",
    b"<html>",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
)


def flip(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """One to two hundred bytes replaced."""
    return _flipped(data, rng, rng.randint(1, 200))


def flip_one_bit(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """What a bad disk or memory does."""
    if not data:
        return None
    out = bytearray(data)
    out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def flip_at_start(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """Headers, where offsets and counts stand."""
    return _flipped(data[:1024], rng, rng.randint(1, 20), data[1024:])


def flip_at_end(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """Footers and zip directories."""
    tail = data[-512:]
    changed = _flipped(tail, rng, rng.randint(1, 20))
    return None if changed is None else data[: len(data) - len(tail)] + changed


def truncate(data: bytes, _: bytes, rng: Random) -> bytes | None:
    return data[: rng.randrange(len(data))] if data else None


def truncate_the_end(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """A few bytes missing, as after a broken upload."""
    return data[: -rng.randint(1, min(100, len(data)))] if data else None


def remove(data: bytes, _: bytes, rng: Random) -> bytes | None:
    start, end = _span(data, rng)
    return data[:start] + data[end:]


def blank(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """A piece that was never written to the disk: zeros."""
    start, end = _span(data, rng)
    return data[:start] + bytes(end - start) + data[end:]


def repeat(data: bytes, _: bytes, rng: Random) -> bytes | None:
    start, end = _span(data, rng)
    return data[:end] + data[start:end] * rng.randint(1, 20) + data[end:]


def insert(data: bytes, _: bytes, rng: Random) -> bytes | None:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.randint(1, 400)) + data[at:]


def prefix(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """Something before the file's own beginning, by which its format is told."""
    return (rng.choice(_PREFIXES) if rng.random() < 0.6 else rng.randbytes(rng.randint(1, 300))) + data


def concatenate(data: bytes, other: bytes, _: Random) -> bytes | None:
    return data + other


def splice(data: bytes, other: bytes, rng: Random) -> bytes | None:
    """The beginning of one file and the end of another."""
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def swap_halves(data: bytes, _: bytes, rng: Random) -> bytes | None:
    at = rng.randrange(len(data) + 1)
    return data[at:] + data[:at]


def pad(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """Blocks of zeros at the end, as some copiers leave them."""
    return data + bytes(rng.choice((1, 512, 4096, 1 << 20)))


def _flipped(data: bytes, rng: Random, count: int, rest: bytes = b"") -> bytes | None:
    if not data:
        return None
    out = bytearray(data)
    for _ in range(count):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out) + rest


def _span(data: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.choice((1, 16, 200, 4096)))


RAW: tuple[Mutation, ...] = (
    flip, flip_one_bit, flip_at_start, flip_at_end, truncate, truncate_the_end, remove, blank, repeat, insert, prefix,
    concatenate, splice, swap_halves, pad,
)  # fmt: skip
