"""Encrypted workbooks of every kind that Excel and WPS write, made from clear ones ([MS-OFFCRYPTO], [MS-XLS]).

Agile encryption is msoffcrypto's own. The older kinds, which it only opens, are written here after the specification.
"""

import hashlib
import io
import struct
from collections.abc import Callable, Iterator

import olefile
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.xor_obfuscation import DocumentXOR

_SALT = bytes(range(16))
_VERIFIER = bytes(range(100, 116))
_BOF, _FILEPASS, _WRITEACCESS, _BOUNDSHEET, _BLANK = 0x0809, 0x002F, 0x005C, 0x0085, 0x0000
_PLAIN = (_BOF, _FILEPASS, 0x00E1, 0x0138, 0x0194, 0x0195, 0x0196)
_BLOCK = 1_024


def agile(workbook: bytes, password: str, spin_count: int = 1_000) -> bytes:
    """As Excel 2010 and later encrypt: AES-256 in CBC with SHA-512. Excel itself hashes 100,000 times."""
    made: bytes = ECMA376Agile.encrypt(password, io.BytesIO(workbook), spin_count=spin_count)
    return made


def in_container(info: bytes, package: bytes) -> bytes:
    """The compound file around an encrypted package."""
    made = io.BytesIO()
    ECMA376Encrypted(package, info).write_to(made)
    return made.getvalue()


def standard(workbook: bytes, password: str, algorithm: int = 0x660E) -> bytes:
    """As Excel 2007 encrypts: AES-128 in ECB with SHA-1, hashed 50,000 times."""
    held = hashlib.sha1(_SALT + password.encode("utf-16-le")).digest()
    for spin in range(50_000):
        held = hashlib.sha1(struct.pack("<I", spin) + held).digest()
    held = hashlib.sha1(held + struct.pack("<I", 0)).digest()
    key = hashlib.sha1(bytes(a ^ b for a, b in zip(held.ljust(64, b"\0"), b"\x36" * 64, strict=True))).digest()[:16]
    name = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 0x24, 0, algorithm, 0x8004, 128, 0x18, 0, 0) + name
    check = hashlib.sha1(_VERIFIER).digest().ljust(32, b"\0")
    verifier = struct.pack("<I16s16sI32s", 16, _SALT, _aes(key, _VERIFIER), 20, _aes(key, check))
    info = struct.pack("<HHII", 4, 2, 0x24, len(header)) + header + verifier
    padded = workbook + bytes(-len(workbook) % 16)
    return in_container(info, struct.pack("<Q", len(workbook)) + _aes(key, padded))


def rc4(xls: bytes, password: str) -> bytes:
    """As Excel 97 encrypts: RC4 with a key of 40 bits."""

    def key(block: int) -> bytes:
        short = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
        mixed = hashlib.md5((short + _SALT) * 16).digest()[:5]
        return hashlib.md5(mixed + struct.pack("<I", block)).digest()

    check = _rc4(key(0), _VERIFIER + hashlib.md5(_VERIFIER).digest())
    filepass = struct.pack("<HHH", 1, 1, 1) + _SALT + check
    return _in_book(xls, filepass, lambda stream: _in_blocks(stream, key))


def crypto_api(xls: bytes, password: str, bits: int = 128) -> bytes:
    """As Excel 2002 to 2007 encrypt an xls: RC4 with a longer key and SHA-1."""

    def key(block: int) -> bytes:
        held = hashlib.sha1(_SALT + password.encode("utf-16-le")).digest()
        made = hashlib.sha1(held + struct.pack("<I", block)).digest()
        return made[:5] + bytes(11) if bits == 40 else made[: bits // 8]

    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, bits, 1, 0, 0) + bytes(2)
    check = _rc4(key(0), _VERIFIER + hashlib.sha1(_VERIFIER).digest())
    verifier = struct.pack("<I16s16sI20s", 16, _SALT, check[:16], 20, check[16:])
    filepass = struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header + verifier
    return _in_book(xls, filepass, lambda stream: _in_blocks(stream, key))


def xor(xls: bytes, password: str) -> bytes:
    """As Excel 95 and earlier obfuscate, and later ones where they are told to."""
    return _in_book(xls, struct.pack("<H", 0) + _xor_check(password), lambda stream: _obfuscated(stream, password))


def xor_stream(stream: bytes, password: str, *, biff8: bool) -> bytes:
    """The same for a workbook's records without a container."""
    content = (struct.pack("<H", 0) if biff8 else b"") + _xor_check(password)
    return _encrypted(_with_filepass(stream, content), lambda clear: _obfuscated(clear, password))


def streams(data: bytes) -> olefile.OleFileIO:
    """A compound file, to look into."""
    return olefile.OleFileIO(io.BytesIO(data))


def _typed(password: str) -> str:
    """One byte a character, at most 15, in the code page of a Chinese computer."""
    return password.encode("gb18030")[:15].decode("latin-1")


def _xor_check(password: str) -> bytes:
    password, held = _typed(password), 0
    for byte in (*reversed([ord(char) for char in password]), len(password)):
        held = ((held >> 14 & 1) | (held << 1 & 0x7FFF)) ^ byte
    return struct.pack("<HH", DocumentXOR.create_xor_key_method1(password), held ^ 0xCE4B)


def _obfuscated(stream: bytes, password: str) -> bytes:
    pattern = DocumentXOR.create_xor_array_method1(_typed(password))
    made = bytearray(stream)
    for _, at, length in _records(stream):
        for place in range(at, at + length):
            turned = (stream[place] << 5 | stream[place] >> 3) & 0xFF
            made[place] = turned ^ pattern[(place + length) % 16]
    return bytes(made)


def _in_book(xls: bytes, filepass: bytes, encrypt: Callable[[bytes], bytes]) -> bytes:
    held = io.BytesIO(xls)
    with olefile.OleFileIO(held, write_mode=True) as ole:
        clear = _with_filepass(ole.openstream("Workbook").read(), filepass)
        ole.write_stream("Workbook", _encrypted(clear, encrypt))
    return held.getvalue()


def _encrypted(clear: bytes, encrypt: Callable[[bytes], bytes]) -> bytes:
    """The stream with all encrypted but what must not be: the records' heads, some records, and what is behind them."""
    made = bytearray(encrypt(clear))
    last = 0
    for code, at, length in _records(clear):
        last = at + length
        plain = length if code in _PLAIN else 4 if code == _BOUNDSHEET else 0
        made[at - 4 : at + plain] = clear[at - 4 : at + plain]
    made[last:] = clear[last:]
    return bytes(made)


def _with_filepass(stream: bytes, content: bytes) -> bytes:
    """The mark of encryption behind the first record, in the room of the record with the author's name."""
    written = {code: (at - 4, at + length) for code, at, length in reversed(list(_records(stream)))}
    start, end = written[_WRITEACCESS]
    left = end - start - len(content) - 8
    mark = struct.pack("<HH", _FILEPASS, len(content)) + content + struct.pack("<HH", _BLANK, left) + bytes(left)
    first = written[_BOF][1]
    return stream[:first] + mark + stream[first:start] + stream[end:]


def _in_blocks(stream: bytes, key: Callable[[int], bytes]) -> bytes:
    return b"".join(
        _rc4(key(block), stream[at : at + _BLOCK]) for block, at in enumerate(range(0, len(stream), _BLOCK))
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    return Cipher(ARC4(key), mode=None).encryptor().update(data)


def _aes(key: bytes, data: bytes) -> bytes:
    return Cipher(AES(key), ECB()).encryptor().update(data)


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at + 4 <= len(stream):
        code, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            return
        yield code, at + 4, length
        at += 4 + length
