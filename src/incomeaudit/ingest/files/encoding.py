"""Bytes to text, where a file does not say, or says wrongly, how its text is encoded.

Chinese exports come in UTF-8, GB18030 (which takes in GBK and GB 2312), UTF-16 and now and then in Big5. A wrong
choice yields plausible nonsense, so an encoding is taken only where the text fits it.
"""

import codecs
import re
from collections import Counter

from incomeaudit.messages import Problem

LOST = "\ufffd"
"""Stands for bytes that are no character. Whoever reads cells tells those with it from others."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like the next but one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Marks that a text may begin with, and what they say of its encoding."""
FEW = 10
"""One in so many may be broken, and the text still counts as one in this encoding."""
_LOOKED_AT = 1_000_000
"""Characters; more of them say nothing new about an encoding."""
_UTF8_RUN = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){4}")
"""Four Chinese characters in UTF-8; in GB18030 the same bytes are six rare characters in a row."""


def decode(data: bytes, file: str, said: str | None = None) -> str:
    """A file's text, without a byte order mark at its beginning.

    ``said`` is the encoding that the file itself names, believed where nothing speaks against it. Where the file was
    cut within a character, or a few bytes of it are broken, ``LOST`` stands for them.

    Raises ``Problem``: ``text_undecoded`` where no encoding fits, ``text_of_two_encodings`` where a GB18030 file has
    lines in UTF-8.
    """
    text = _marked(data)
    if text is None:
        text = _without_mark(data.removeprefix(codecs.BOM_UTF8), file, said)
    if text is None:
        raise Problem("text_undecoded", file=file)
    return text


def _marked(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = _fitting(data[len(mark) :], encoding)
            if text is not None:
                return text
    return None


def _without_mark(data: bytes, file: str, said: str | None) -> str | None:
    pairs = _pairs_with_nul(data)
    text = _fitting(data, pairs) if pairs else None
    if text is None:
        text = _fitting(data, "utf-8")
    if text is None:
        text = _chinese(data, "gb18030")
        if text is not None:
            see_one_encoding(data, file)
    if text is None and said is not None and said.lower().startswith("big5"):
        text = _chinese(data, "big5hkscs")
    return _guessed(data) if text is None else text


def _pairs_with_nul(data: bytes) -> str | None:
    """UTF-16 without a mark: of the bytes at odd or at even places, far more are NUL than of the others."""
    head = data[:_LOOKED_AT]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * FEW * 2 < len(head) // 2 or max(even, odd) == 0:
        return None
    if odd > 3 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 3 * odd else None


def _fitting(data: bytes, encoding: str) -> str | None:
    """The text, with ``LOST`` for a few broken bytes or a cut end; None where more than a few do not fit."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(data)
        if decoder.getstate()[0]:  # the beginning of a character is left
            text += LOST
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        lost = text.count(LOST)
        characters = len(text) - len(text.encode("ascii", "ignore")) - lost
        if lost * FEW > characters:
            return None
    return text if text.count("\0") * FEW <= len(text) else None


def _chinese(data: bytes, encoding: str) -> str | None:
    """The text, if it fits and most of its characters beyond ASCII are common ones.

    What another encoding's bytes come out as are rare and private characters for the greater part.
    """
    text = _fitting(data, encoding)
    if text is None:
        return None
    seen = Counter(text[:_LOOKED_AT])
    other = {character: count for character, count in seen.items() if not character.isascii()}
    common = sum(count for character, count in other.items() if _is_common(character, encoding))
    return text if common * FEW >= sum(other.values()) * 6 else None


def _is_common(character: str, encoding: str) -> bool:
    """Whether a character stands among the punctuation or the common Chinese characters of GB 2312 or of Big5."""
    written = character.encode(encoding, "replace")
    if len(written) != 2:
        return False
    lead, trail = written
    if encoding == "gb18030":
        return trail > 0xA0 and (lead in (0xA1, 0xA3) or 0xB0 <= lead <= 0xD7)
    return 0xA1 <= lead <= 0xC6


def see_one_encoding(data: bytes, file: str, above: int = 0) -> None:
    """Raise ``Problem`` where a line of a GB18030 file is good UTF-8: two files were put together.

    ``above`` these bytes so many lines stand.
    """
    seen = 0
    for run in _UTF8_RUN.finditer(data):
        if run.start() < seen:
            continue  # in the line that has been looked at
        start, end = data.rfind(b"\n", 0, run.start()) + 1, data.find(b"\n", run.end())
        seen = len(data) if end < 0 else end
        try:
            data[start:seen].decode("utf-8")
        except UnicodeDecodeError:
            continue
        raise Problem("text_of_two_encodings", file=file, line=above + data.count(b"\n", 0, start) + 1)


def _guessed(data: bytes) -> str | None:
    """The text in Big5, if charset-normalizer finds it to be that, and Chinese."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  (few files come as far as this)

    best = from_bytes(data, cp_isolation=["big5", "big5hkscs", "cp950"]).best()
    if best is None or best.language != "Chinese":
        return None
    return _chinese(data, best.encoding)
