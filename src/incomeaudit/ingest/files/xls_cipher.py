"""Encrypted xls workbooks: the record that says so, and the records made clear.

Only the contents of the records are encrypted, not their numbers and lengths ([MS-XLS] 2.2.10). The ciphers are
msoffcrypto's; going through the records is not, because it knows only the streams of Excel 97 and later and takes
many bytes of memory for each of the file's.
"""

import io
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from incomeaudit.messages import Problem

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = (0x0009, 0x0209, 0x0409, 0x0809), 0x000A, 0x002F, 0x0085
_NEVER_ENCRYPTED = frozenset((*_BOF, _FILEPASS, 0x00E1, 0x0138, 0x0194, 0x0195, 0x0196))
"""BOF, FILEPASS, INTERFACEHDR, RRDHEAD, USREXCL, FILELOCK, RRDINFO."""
_POSITION = 4
"""Bytes at the start of BOUNDSHEET, where a sheet begins, which are never encrypted."""
_BIFF8 = 0x0600
_BLOCK = 1_024
_XOR, _RC4 = 0, 1
_RC4_ALGORITHM = 0x6801
_LONGEST_XOR_PASSWORD = 15
_TURNED = bytes((byte << 3 | byte >> 5) & 0xFF for byte in range(256))
"""Every byte turned left by three bits."""

Opened = Callable[[bytes], bytes]
"""The encrypted stream to the clear one, for the password that fitted."""


@dataclass(frozen=True, slots=True)
class Filepass:
    """What a workbook says of its encryption."""

    at: int
    """Where the record's content begins."""
    content: bytes
    biff8: bool


def filepass(stream: bytes) -> Filepass | None:
    """The record that says that a workbook is encrypted; None where it is not, or where the records break off."""
    if len(stream) < 6:
        return None
    biff8 = stream[4:6] == _BIFF8.to_bytes(2, "little") and stream[:2] == b"\x09\x08"
    for code, at, length in _records(stream):
        if code == _EOF:
            return None
        if code == _FILEPASS:
            return Filepass(at, stream[at : at + length], biff8)
    return None


def opener(found: Filepass, passwords: Sequence[str], file: str) -> Opened | None:
    """How to make the stream clear with the first of the passwords that fits; None where none does.

    Raises ``Problem("encryption_unread")`` for a cipher that is not known, and struct.error or ValueError where the
    record is damaged.
    """
    kind = struct.unpack_from("<H", found.content)[0] if found.biff8 else _XOR
    if kind == _XOR:
        key, verifier = struct.unpack_from("<HH", found.content, 2 if found.biff8 else 0)
        return _xor(key, verifier, passwords)
    major, minor = struct.unpack_from("<HH", found.content, 2)
    if kind == _RC4 and (major, minor) == (1, 1):
        return _rc4(found.content[6:], passwords)
    if kind == _RC4 and major in (2, 3, 4) and minor == 2:
        return _crypto_api(found.content[6:], passwords, file)
    raise Problem("encryption_unread", file=file, method=f"xls {kind}.{major}.{minor}")


def _xor(key: int, verifier: int, passwords: Sequence[str]) -> Opened | None:
    from msoffcrypto.method.xor_obfuscation import DocumentXOR  # noqa: PLC0415  (few files need it)

    for password in passwords:
        # One byte a character, at most 15, in the code page of the computer it was typed on.
        typed = password.encode("gb18030", "replace")[:_LONGEST_XOR_PASSWORD].decode("latin-1")
        if typed and DocumentXOR.verifypw(typed, verifier) and DocumentXOR.create_xor_key_method1(typed) == key:
            pattern = bytes(DocumentXOR.create_xor_array_method1(typed))
            return lambda stream: _clear(stream, _by_pattern(stream, pattern))
    return None


def _rc4(header: bytes, passwords: Sequence[str]) -> Opened | None:
    from msoffcrypto.method.rc4 import DocumentRC4  # noqa: PLC0415  (few files need it)

    salt, verifier, verifier_hash = struct.unpack_from("16s16s16s", header)
    for password in passwords:
        if DocumentRC4.verifypw(password, salt, verifier, verifier_hash):
            return lambda stream: _clear(
                stream, DocumentRC4.decrypt(password, salt, io.BytesIO(stream), blocksize=_BLOCK).getvalue()
            )
    return None


def _crypto_api(header: bytes, passwords: Sequence[str], file: str) -> Opened | None:
    from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI  # noqa: PLC0415  (few files need it)

    (size,) = struct.unpack_from("<4xI", header)
    algorithm, bits = struct.unpack_from("<8xI4xI", header, 8)
    if algorithm not in (0, _RC4_ALGORITHM):
        raise Problem("encryption_unread", file=file, method=f"CryptoAPI {algorithm:04x}")
    salt, verifier, verifier_hash = struct.unpack_from("<4x16s16s4x20s", header, 8 + size)
    bits = bits or 40
    for password in passwords:
        if DocumentRC4CryptoAPI.verifypw(password, salt, bits, verifier, verifier_hash):
            return lambda stream: _clear(
                stream, DocumentRC4CryptoAPI.decrypt(password, salt, bits, io.BytesIO(stream), _BLOCK).getvalue()
            )
    return None


def _by_pattern(stream: bytes, pattern: bytes) -> bytes:
    """XOR obfuscation: the pattern begins anew with every record, as far on as the record's place and length say."""
    clear = bytearray(stream)
    for _, at, length in _records(stream):
        content = stream[at : at + length]
        start = (at + length) % len(pattern)
        mask = (pattern[start:] + pattern * (length // len(pattern) + 1))[: len(content)]
        mixed = int.from_bytes(content, "little") ^ int.from_bytes(mask, "little")
        clear[at : at + length] = mixed.to_bytes(len(content), "little").translate(_TURNED)
    return bytes(clear)


def _clear(stream: bytes, decrypted: bytes) -> bytes:
    """The decrypted stream with the pieces put back that were never encrypted, and without the mark of encryption."""
    clear = bytearray(decrypted)
    last = 0
    for code, at, length in _records(stream):
        last = at + length
        plain = length if code in _NEVER_ENCRYPTED else _POSITION if code == _BOUNDSHEET else 0
        clear[at - 4 : at + plain] = stream[at - 4 : at + plain]
        if code == _FILEPASS:
            clear[at - 4 : at - 2] = b"\0\0"  # a record that says nothing
            clear[at : at + length] = bytes(length)
    clear[last:] = stream[last:]
    return bytes(clear)


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Number, place and length of each record's content, as far as whole records go."""
    unpack = struct.Struct("<HH").unpack_from
    at = 4
    while at <= len(stream):
        code, length = unpack(stream, at - 4)
        if at + length > len(stream):
            return
        yield code, at, length
        at += length + 4
