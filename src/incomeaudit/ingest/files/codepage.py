"""The code page of texts in bytes, where the file does not say or says what is not so.

Chinese programs have written Excel 5 files with GBK texts that call themselves Western European, or nothing at all.
"""

import codecs
from collections.abc import Iterable
from itertools import islice

_ENOUGH = 20_000
"""Texts to judge by."""
_MOSTLY = 0.6
_TRIED = ("cp936", "gb18030")
_NAMES = {10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252", 65001: "utf-8"}
_OF_SEVERAL_BYTES = frozenset(("gbk", "gb18030", "gb2312", "big5", "cp950", "cp932", "cp949", "johab", "utf-8"))


def encoding_of(texts: Iterable[bytes], said: int | None) -> str | None:
    """The Python codec of these texts; ``said`` is the number of the code page that the file gives.

    Texts that are Chinese in cp936 are so whatever a file says of a single-byte code page: accented Latin letters do
    not fall into pairs of common Chinese characters. None where no code page that is at hand fits.
    """
    samples = list(islice((text for text in texts if not text.isascii()), _ENOUGH))
    declared = _codec(said)
    if not samples:
        return declared or "latin_1"
    if declared in _OF_SEVERAL_BYTES and _fits(samples, declared):
        return declared
    for tried in _TRIED:
        if _fits(samples, tried) and _is_common_chinese(b" ".join(samples).decode(tried)):
            return tried
    if declared is not None and declared not in _OF_SEVERAL_BYTES and _fits(samples, declared):
        return declared
    return None


def _codec(said: int | None) -> str | None:
    if said is None:
        return None
    try:
        return codecs.lookup(
            {32768: "mac_roman", 10000: "mac_roman", 32769: "cp1252", 65001: "utf-8"}.get(said, f"cp{said}")
        ).name
    except LookupError:
        return None


def _fits(samples: Iterable[bytes], codec: str) -> bool:
    try:
        for text in samples:
            text.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _is_common_chinese(text: str) -> bool:
    """Whether most of what is not ASCII belongs to the some 7,000 characters of GB 2312."""
    other = [character for character in text if not character.isascii()]
    common = "".join(other).encode("gb2312", "ignore")
    return len(common) >= 2 * _MOSTLY * len(other)
