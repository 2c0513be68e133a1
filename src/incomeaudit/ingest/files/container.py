"""The zip archive around a workbook: looked at before anything in it is unpacked."""

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from incomeaudit.ingest.files.limits import RATIO_COUNTS_FROM, Limits
from incomeaudit.messages import Problem

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
)
"""What a damaged zip archive raises, here and there, while it is read."""

_LONGEST_PART = 64 << 20
"""Bytes of a part that is read whole: a list of sheets or of relations. Honest ones have a few thousand."""


@contextmanager
def as_broken(file: str) -> Iterator[None]:
    """Turn what a damaged archive or XML part raises into ``Problem("broken_file")``."""
    try:
        yield
    except (*DAMAGE, ElementTree.ParseError, KeyError, ValueError, IndexError) as error:
        raise Problem("broken_file", file=file) from error


def open_zip(data: bytes, file: str, limits: Limits) -> zipfile.ZipFile:
    """Open an archive whose directory promises nothing that is over a limit.

    What it promises is kept: a member is never unpacked beyond the size that the directory gives. Raises ``Problem``:
    broken, with a password, too large unpacked (``over_unpacked``), too tightly packed (``over_ratio``), two members
    of one name or names that differ by case alone (``zip_names_clash``), which programs take one or the other of.
    """
    with as_broken(file):
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        if any(info.flag_bits & 0x1 for info in members):
            raise Problem("is_zip_with_password", file=file)
        unpacked = sum(info.file_size for info in members)
        if unpacked > limits.unpacked_mb << 20:
            raise Problem("over_unpacked", file=file, found=unpacked >> 20, limit=limits.unpacked_mb)
        ratio = unpacked // max(len(data), 1)
        if ratio > limits.ratio and unpacked > RATIO_COUNTS_FROM:
            raise Problem("over_ratio", file=file, found=ratio, limit=limits.ratio)
        names = [info.filename.lower() for info in members]
        if len(set(names)) < len(names):
            raise Problem("zip_names_clash", file=file)
        return archive


def part(archive: zipfile.ZipFile, member: str) -> ElementTree.Element:
    """A small XML part of an archive. Raises KeyError, ValueError or ParseError where it is not there or not XML."""
    if archive.getinfo(member).file_size > _LONGEST_PART:
        raise ValueError(member)
    text = archive.read(member)
    if b"<!DOCTYPE" in text or "<!DOCTYPE".encode("utf-16-le") in text or "<!DOCTYPE".encode("utf-16-be") in text:
        raise ValueError(member)  # office programs write none, and entities are never followed
    return ElementTree.fromstring(text)


def relations(archive: zipfile.ZipFile, member: str) -> list[tuple[str, str, str]]:
    """Kind, target member and id of each internal relation of a part, as the ``.rels`` part beside it lists them."""
    folder, name = posixpath.split(member)
    found = []
    for entry in part(archive, posixpath.join(folder, "_rels", f"{name}.rels")):
        if entry.get("TargetMode") == "External":
            continue
        target = entry.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found.append((entry.get("Type", "").rpartition("/")[2], path, entry.get("Id", "")))
    return found


def workbook_part(archive: zipfile.ZipFile, usual: str) -> str:
    """The member that lists the sheets: what the package's relations say, else the usual one. Raises KeyError."""
    names = set(archive.namelist())
    if "_rels/.rels" in names:
        for kind, target, _ in relations(archive, ""):
            if kind == "officeDocument" and target in names:
                return target
    archive.getinfo(usual)
    return usual
