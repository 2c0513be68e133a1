"""Encrypted workbooks: opened with a password that fits ([MS-OFFCRYPTO]).

Excel and WPS keep an encrypted xlsx in an OLE2 compound file, and encrypt the records inside an xls. A password that
does not fit is told by a check value; no password ever stands in an error. A file may ask for up to ten million
rounds of hashing for each password, as the specification allows: the limit on time is what ends that.
"""

import io
import re
import struct
from collections.abc import Sequence
from typing import Any
from xml.parsers.expat import ExpatError

from incomeaudit.ingest.files.compound import SIGNATURE, Compound, open_compound
from incomeaudit.ingest.files.xls_cipher import filepass, opener
from incomeaudit.messages import Problem

EXCELS_OWN = "VelvetSweatshop"
"""The password that Excel itself uses for workbooks that may be read but not changed."""
_RIGHTS_MANAGED = ("drmencrypteddataspace", "\tdrmcontent", "drmtransform")
_AES = (0x660E, 0x660F, 0x6610)
_HASHES = frozenset(("SHA1", "SHA-1", "SHA256", "SHA384", "SHA512"))
_ATTRIBUTE = re.compile(rb'(cipherAlgorithm|cipherChaining|hashAlgorithm)\s*=\s*["\']([\w-]{1,32})["\']')


def decrypt(data: bytes, file: str, passwords: Sequence[str]) -> bytes:
    """The workbook inside an encrypted file: an xlsx or xlsb (or what else was encrypted), or an xls made clear.

    Excel's own password is tried first, then the given ones in their order. Raises ``Problem``: ``password_needed``
    where none was given and Excel's own does not fit, ``password_wrong`` where none of them fits,
    ``encryption_unread`` and ``rights_managed`` for what no password opens here, ``broken_file``.
    """
    tried = (EXCELS_OWN, *(password for password in passwords if password))
    if data.startswith(b"PK"):
        raise Problem("encrypted_ods", file=file)
    if not data.startswith(SIGNATURE):
        return _stream(data, file, tried)
    with open_compound(data, file) as compound:
        if any(mark in path for path in compound.streams for mark in _RIGHTS_MANAGED):
            raise Problem("rights_managed", file=file)
        if "encryptedpackage" in compound.streams:
            return _package(compound, file, tried)
        book = compound.book()
        if book is None:
            raise Problem("broken_file", file=file)
        return compound.replaced(book, _stream(compound.read(book), file, tried))


def _stream(stream: bytes, file: str, tried: Sequence[str]) -> bytes:
    """An xls's records made clear."""
    found = filepass(stream)
    if found is None:
        raise Problem("broken_file", file=file)
    try:
        opened = opener(found, tried, file)
        if opened is not None:
            return opened(stream)
    except (struct.error, ValueError, IndexError) as error:
        raise Problem("broken_file", file=file) from error
    raise _refused(file, tried)


def _package(compound: Compound, file: str, tried: Sequence[str]) -> bytes:
    """What an encrypted Open XML file holds."""
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  (few files need it)
    from msoffcrypto import exceptions  # noqa: PLC0415
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415

    _see_method(compound.read("encryptioninfo"), file)
    damage = (
        exceptions.FileFormatError,
        exceptions.ParseError,
        exceptions.DecryptionError,
        ExpatError,
        UnsupportedAlgorithm,
        struct.error,
        ValueError,
        IndexError,
        KeyError,
        OverflowError,
        OSError,
    )
    try:
        package = OOXMLFile(compound.buffer)
        _see_algorithm(package, file)
        for password in tried:
            if _fits(package, password, exceptions.InvalidKeyError):
                clear = io.BytesIO()
                package.decrypt(clear)
                return clear.getvalue()
    except damage as error:
        raise Problem("broken_file", file=file) from error
    raise _refused(file, tried)


def _fits(package: Any, password: str, wrong: type[Exception]) -> bool:
    try:
        package.load_key(password=password, verify_password=True)
    except wrong:
        return False
    return True


def _see_method(info: bytes, file: str) -> None:
    """Raise ``Problem`` for an encryption that msoffcrypto does not know, or would take for another one."""
    if len(info) < 8:
        raise Problem("broken_file", file=file)
    major, minor = struct.unpack_from("<HH", info)
    if minor == 2 and major in (2, 3, 4):
        return
    if (major, minor) != (4, 4):
        raise Problem("encryption_unread", file=file, method=f"{major}.{minor}")
    if b"<!DOCTYPE" in info:
        raise Problem("broken_file", file=file)  # no program writes one, and entities are never followed
    for name, value in _ATTRIBUTE.findall(info):
        known = {b"cipherAlgorithm": ("AES",), b"cipherChaining": ("ChainingModeCBC",)}.get(name, _HASHES)
        if value.decode("ascii", "replace") not in known:
            raise Problem("encryption_unread", file=file, method=value.decode("ascii", "replace"))
    if b"keyEncryptor/certificate" in info and b"encryptedVerifierHashInput" not in info:
        raise Problem("encryption_unread", file=file, method="X.509")


def _see_algorithm(package: Any, file: str) -> None:
    if package.type == "standard":
        algorithm = package.info["header"]["algId"]
        if algorithm not in _AES:
            raise Problem("encryption_unread", file=file, method=f"CryptoAPI {algorithm:04x}")


def _refused(file: str, tried: Sequence[str]) -> Problem:
    given = len(tried) - 1
    return Problem("password_wrong", file=file, count=given) if given else Problem("password_needed", file=file)
