"""Mutations of zip archives: their members, and what the directory says of them.

Members are packed anew, so that checksums are right and the parsers behind the zip are reached.
"""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random

from mutations import Mutation
from mutations.raw import flip, repeat, truncate

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_CELLS = ("sheets/", "sharedstrings", "styles", "workbook.", "content.xml")
"""In the names of members that hold cells or say how they are read."""
_BOMB = 160 << 20
"""Bytes; packed they are a few hundred kilobytes."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive."""

    name: str
    data: bytes
    stored: bool = False


def unpack(data: bytes) -> list[Member] | None:
    """The members of an archive; None for anything else, a broken one too."""
    if not data.startswith(_LOCAL):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [Member(info.filename, archive.read(info), info.compress_type == 0) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        return None


def pack(members: Iterable[Member], level: int = 6) -> bytes:
    """An archive of these members, in this order; the same members give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compresslevel=level) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name are what is wanted
        for member in members:
            kind = zipfile.ZIP_STORED if member.stored else zipfile.ZIP_DEFLATED
            info = zipfile.ZipInfo(member.name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = kind
            archive.writestr(info, member.data, kind, level)
    return buffer.getvalue()


def _with_members(change: Callable[[list[Member], list[Member], Random], list[Member] | None]) -> Mutation:
    """A mutation of the list of members, given those of the other file, if that is an archive too."""

    def mutate(data: bytes, other: bytes, rng: Random) -> bytes | None:
        members = unpack(data)
        if not members:
            return None
        changed = change(members, unpack(other) or [], rng)
        return None if changed is None else pack(changed)

    mutate.__name__, mutate.__doc__ = change.__name__, change.__doc__
    return mutate


@_with_members
def drop_member(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    members.pop(rng.randrange(len(members)))
    return members


@_with_members
def drop_most(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    return rng.sample(members, rng.randint(1, max(1, len(members) // 2)))


@_with_members
def shuffle_members(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    rng.shuffle(members)
    return members


@_with_members
def swap_contents(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    """Two members under each other's names."""
    if len(members) < 2:
        return None
    one, two = rng.sample(range(len(members)), 2)
    first, second = members[one], members[two]
    members[one], members[two] = replace(first, data=second.data), replace(second, data=first.data)
    return members


@_with_members
def swap_names(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    names = [member.name for member in members]
    rng.shuffle(names)
    return [replace(member, name=name) for member, name in zip(members, names, strict=True)]


@_with_members
def double_member(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    """One name twice, with different content the second time."""
    member = rng.choice(members)
    return [*members, replace(member, data=rng.choice((member.data, b"", rng.choice(members).data)))]


@_with_members
def double_in_other_case(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    member = rng.choice(members)
    return [*members, replace(member, name=member.name.swapcase())]


@_with_members
def rename_in_other_case(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    at = rng.randrange(len(members))
    members[at] = replace(members[at], name=members[at].name.swapcase())
    return members


@_with_members
def rename_with_backslashes(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    """As some old packers on Windows do."""
    return [replace(member, name=member.name.replace("/", "\\")) for member in members]


@_with_members
def rename_outside(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    """A name that would leave the folder if anybody unpacked it."""
    at = rng.randrange(len(members))
    members[at] = replace(members[at], name=rng.choice(("../", "/", "C:/", "./")) + members[at].name)
    return members


@_with_members
def member_of_another(members: list[Member], others: list[Member], rng: Random) -> list[Member] | None:
    """A member's content out of another file, under the same name where there is one."""
    if not others:
        return None
    at = rng.randrange(len(members))
    named = [other for other in others if other.name == members[at].name]
    members[at] = replace(members[at], data=(named or [rng.choice(others)])[0].data)
    return members


@_with_members
def empty_member(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    at = rng.randrange(len(members))
    members[at] = replace(members[at], data=b"")
    return members


@_with_members
def store_all(members: list[Member], _: list[Member], rng: Random) -> list[Member] | None:
    return [replace(member, stored=rng.random() < 0.8) for member in members]


def _inside(mutation: Mutation) -> Mutation:
    """A mutation of one member's bytes; a sheet more often than the rest."""

    def mutate(data: bytes, other: bytes, rng: Random) -> bytes | None:
        members = unpack(data)
        if not members:
            return None
        at = some_member(members, rng)
        changed = mutation(members[at].data, other, rng)
        if changed is None:
            return None
        members[at] = replace(members[at], data=changed)
        return pack(members)

    mutate.__name__, mutate.__doc__ = f"member_{mutation.__name__}", mutation.__doc__
    return mutate


def some_member(members: list[Member], rng: Random) -> int:
    """The place of a member that is worth changing: mostly one with cells."""
    with_cells = [at for at, member in enumerate(members) if any(word in member.name.lower() for word in _CELLS)]
    return rng.choice(with_cells) if with_cells and rng.random() < 0.8 else rng.randrange(len(members))


def bomb(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """A member that unpacks to much more than it takes."""
    members = unpack(data)
    if not members:
        return None
    at = some_member(members, rng)
    whole = members[at].data
    cut = whole.rfind(b"<") if rng.random() < 0.7 else len(whole)
    filling = rng.choice((b" ", b"\x00", b"<row/>", b"<c><v>1</v></c>"))
    members[at] = replace(members[at], data=whole[:cut] + filling * (_BOMB // len(filling)) + whole[cut:])
    return pack(members, level=1)


def lie_in_directory(data: bytes, _: bytes, rng: Random) -> bytes | None:
    """A size, checksum, offset, flag or method in the directory or a local header that is not so."""
    if not data.startswith(_LOCAL):
        return None
    # Offsets and widths within a header, from APPNOTE 4.3.7, 4.3.12 and 4.3.16.
    header, fields = rng.choice((
        (_LOCAL, ((6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2))),
        (_CENTRAL, ((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (42, 4))),
        (_END, ((8, 2), (10, 2), (12, 4), (16, 4), (20, 2))),
    ))  # fmt: skip
    starts = [at for at in range(len(data) - 46) if data.startswith(header, at)] or [data.rfind(header)]
    offset, width = rng.choice(fields)
    at = rng.choice(starts) + offset
    value = rng.choice((0, 1, 9, 12, 14, 99, (1 << 8 * width) - 1, 1 << 8 * width - 1, rng.randrange(1 << 8 * width)))
    return data[:at] + struct.pack("<Q", value)[:width] + data[at + width :]


ZIPPED: tuple[Mutation, ...] = (
    drop_member, drop_most, shuffle_members, swap_contents, swap_names, double_member, double_in_other_case,
    rename_in_other_case, rename_with_backslashes, rename_outside, member_of_another, empty_member, store_all,
    _inside(flip), _inside(truncate), _inside(repeat), bomb, lie_in_directory,
)  # fmt: skip
