"""What a reader of bytes has read, in plain Python, and what it makes of damaged bytes."""

import random
from collections.abc import Callable, Iterator

from incomeaudit.ingest.files.book import Book, Cells
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.messages import Messages, Problem

Open = Callable[[bytes, str, Limits], Book]
Texts = list[list[str | None]]

FILE = "花名册.xls"


def cells(opening: Open, data: bytes, number: int = 0, limits: Limits | None = None) -> Cells:
    """The cells of a sheet of a file called 花名册.xls."""
    return opening(data, FILE, limits or Limits()).load(number)


def texts(read: Cells) -> Texts:
    """Rows of texts; the letters are A, B, … in all the readers of text."""
    return [list(row.values()) for row in read.batch.to_pylist()]


def problem(opening: Open, data: bytes, number: int = 0, limits: Limits | None = None) -> Problem:
    """The problem that a file makes, which can be said in both languages and in one line."""
    try:
        cells(opening, data, number, limits)
    except Problem as caught:
        for lang in ("zh", "en"):
            said = Messages(lang).problem(caught)
            assert FILE in said
            assert "\n" not in said
        return caught
    raise AssertionError("it was read")


def padded(rows: list[list[str]]) -> Texts:
    """Rows as they come back: blanks None, blank rows and columns at the end gone, all rows of one length."""
    known: Texts = [[text if text.strip() else None for text in row] for row in rows]
    while known and not any(known[-1]):
        known.pop()
    width = max((place + 1 for row in known for place, text in enumerate(row) if text), default=0)
    return [[*row[:width], *[None] * (width - len(row))] for row in known]


def mutants(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Damaged copies: bytes changed, taken out, put in, doubled, or the end cut off."""
    chance = random.Random(seed)
    for _ in range(count):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(damaged) + 1)
            length = chance.choice((1, 1, 2, 5, 40))
            what = chance.randrange(5)
            if what == 0:
                damaged[at : at + length] = chance.randbytes(length)
            elif what == 1:
                del damaged[at : at + length]
            elif what == 2:
                damaged[at:at] = chance.choice(
                    (b'"', b"<", b"\0", b"\xff", b"&", b">", b"\r", b",", b"</table>", b"<td")
                )
            elif what == 3:
                damaged[at:at] = damaged[at : at + length * 8]
            else:
                del damaged[chance.randrange(len(damaged) // 2, len(damaged) + 1) :]
        yield bytes(damaged)


def survives(opening: Open, data: bytes, count: int, seed: int) -> tuple[int, int]:
    """Read damaged copies of a file: each is read or makes a ``Problem``, else the test fails. How many of each."""
    read = refused = 0
    for damaged in mutants(data, count, seed):
        try:
            book = opening(damaged, FILE, Limits())
            for number in range(len(book.sheets)):
                book.load(number)
            read += 1
        except Problem:
            refused += 1
    return read, refused
