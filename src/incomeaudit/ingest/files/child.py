"""The process that reads: it takes one file after another from its caller and answers with their sheets.

Whatever a file does to a parser, it does it here. The caller hears what has been read so far, or nothing more.
"""

import gc
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from incomeaudit.ingest.files.book import Book, Cells
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.readable import readable
from incomeaudit.ingest.files.wire import say, say_batches
from incomeaudit.messages import Problem
from incomeaudit.messages.where import where_of

_SECONDS_TO_SPARE = 30
"""Processor time beyond the caller's own limit, so that a reader whose caller was killed ends too."""


def main() -> None:
    """Answer the requests on standard input, one JSON object a line, until there are no more.

    A request has ``path``, ``file`` (how it is called), ``limits``, ``passwords``, ``only`` (sheet names or null),
    ``without`` (sheet names), ``first`` (number of the first sheet to load) and ``slices`` (rows of a slice and bytes
    from which a text is large, or null). Answers are messages of ``wire``: ``book``, then ``sheet`` or ``failed`` for
    each sheet, then ``end``; or ``problem``. Of a large file a ``sheet`` comes for each slice.
    """
    # Nothing but answers may reach the caller: a library that prints prints into the void.
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    with open(os.devnull, "wb") as void:  # noqa: PTH123
        os.dup2(void.fileno(), 1)
    gc.set_threshold(100_000, 50, 100)  # readers written in Python make many small objects that live on
    _make_ready()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        limits = Limits(**request["limits"])
        _restrain(limits)
        try:
            _serve(request, limits, out)
        except BrokenPipeError:
            return


def _make_ready() -> None:
    """Import what nearly every file needs, before the first one is asked for."""
    import pyarrow.ipc  # noqa: F401, PLC0415

    from incomeaudit.ingest.files import open_book, xlsx  # noqa: F401, PLC0415


def _restrain(limits: Limits) -> None:
    """Limit this process's memory and time, where the platform can."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    memory = limits.memory_mb << 20
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if most == resource.RLIM_INFINITY else min(memory, most), most))
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    # Two threads at most are at work on a sheet.
    seconds = int(used.ru_utime + used.ru_stime) + 2 * limits.seconds + _SECONDS_TO_SPARE
    resource.setrlimit(resource.RLIMIT_CPU, (seconds if most == resource.RLIM_INFINITY else min(seconds, most), most))


def _serve(request: Mapping[str, Any], limits: Limits, out: IO[bytes]) -> None:
    try:
        if request.get("slices") and _served_in_slices(request, limits, out):
            say(out, {"kind": "end"})
            return
        book = _opened(request, limits, out)
        for number, entry in enumerate(book.sheets):
            if number < request["first"] or entry.name in request["without"]:
                continue
            if request["only"] is not None and entry.name not in request["only"]:
                continue
            if entry.kind != "worksheet":
                say(out, {"kind": "sheet", "number": number, "letters": None})
                continue
            say(out, {"kind": "loading", "number": number})
            try:
                _hand_over(number, book.load(number), out)
            except Problem as problem:
                say(out, {"kind": "failed", "number": number, "key": problem.key, "values": _plain(problem)})
    except Problem as problem:
        say(out, {"kind": "problem", "key": problem.key, "values": _plain(problem)})
        return
    except BrokenPipeError:
        raise  # there is nobody to tell
    except MemoryError:
        say(out, {"kind": "memory"})
        os._exit(1)  # whatever has been left half done, a fresh process does not have it
    except Exception as error:  # noqa: BLE001  (told to the caller, who says it; its text may hold a cell)
        say(out, {"kind": "fault", "error": type(error).__name__, "where": where_of(error)})
        os._exit(1)
    say(out, {"kind": "end"})


def _served_in_slices(request: Mapping[str, Any], limits: Limits, out: IO[bytes]) -> bool:
    """Hand over a file in slices; false, and nothing said, where it is not a large one."""
    from incomeaudit.ingest.files.in_slices import large_file  # noqa: PLC0415  (as it comes to be needed)

    path, file = Path(request["path"]), request["file"]
    rows, size = request["slices"]
    large = large_file(path, file, limits, rows=rows, size=size)
    if large is None:
        return False
    say(
        out,
        {
            "kind": "book",
            "format": large.format,
            "sha256": large.sha256,
            "bytes": large.bytes,
            "date1904": False,
            "sheets": [asdict(large.sheet)],
            "sliced": True,
        },
    )
    say(out, {"kind": "loading", "number": 0})
    try:
        for start, cells in large.slices():
            _hand_over(0, cells, out, start)
            _restrain(limits)  # the time is a slice's
    except Problem as problem:
        say(out, {"kind": "failed", "number": 0, "key": problem.key, "values": _plain(problem)})
    return True


def _opened(request: Mapping[str, Any], limits: Limits, out: IO[bytes]) -> Book:
    from incomeaudit.ingest.files.open_book import open_book  # noqa: PLC0415  (the answer to a missing file is quick)

    file = request["file"]
    data = _bytes(Path(request["path"]), file)
    book, kind = open_book(data, file, limits, request["passwords"])
    if len({entry.name for entry in book.sheets}) < len(book.sheets):
        raise Problem("sheet_names_clash", file=file)  # no program writes that, and addresses would be ambiguous
    say(
        out,
        {
            "kind": "book",
            "format": kind,
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
            "date1904": book.date1904,
            "sheets": [asdict(entry) for entry in book.sheets],
            "sliced": False,
        },
    )
    return book


def _bytes(path: Path, file: str) -> bytes:
    with readable(path, file):
        return path.read_bytes()


def _hand_over(number: int, cells: Cells, out: IO[bytes], start: int = 1) -> None:
    import pyarrow as pa  # noqa: PLC0415

    facts = cells.facts
    text, row = pa.string(), pa.uint32()
    tables = (
        cells.batch,
        _batch(pa, facts.lost, {"row": row, "letter": text, "kind": text, "text": text}),
        _batch(pa, facts.merges, {"letter": text, "top": row, "bottom": row}),
        _batch(pa, [(number,) for number in facts.hidden_rows], {"row": row}),
    )
    message = {
        "kind": "sheet",
        "number": number,
        "start": start,
        "letters": cells.letters,
        "hidden_columns": list(facts.hidden_columns),
    }
    say_batches(out, message, tables)


def _batch(pa: Any, rows: Sequence[tuple[object, ...]], columns: Mapping[str, Any]) -> Any | None:
    """Rows as a record batch with columns of these types; None for none, which most sheets have."""
    if not rows:
        return None
    arrays = [pa.array(values, kind) for values, kind in zip(zip(*rows, strict=True), columns.values(), strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=list(columns))


def _plain(problem: Problem) -> dict[str, object]:
    """A problem's values, as far as JSON knows their types."""
    return {
        name: value if isinstance(value, int | float | str) else str(value) for name, value in problem.values.items()
    }
