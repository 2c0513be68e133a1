"""What the reading process and its caller say to each other.

A message is a JSON object, and after it as many pieces of Arrow stream as the object's ``sizes`` tells; a piece of no
size stands for a table without rows.
"""

import json
from collections.abc import Mapping, Sequence
from typing import IO, Any


class Gone(Exception):
    """The other side has left."""


def say(out: IO[bytes], message: Mapping[str, object]) -> None:
    """Write a message."""
    text = json.dumps(message).encode("ascii")
    _write(out, len(text).to_bytes(4, "little") + text)


def hear(source: IO[bytes]) -> tuple[dict[str, Any], list[bytearray]]:
    """Read a message and what follows it. Raises ``Gone`` where there is none, or only a part of one."""
    text = _read(source, int.from_bytes(_read(source, 4), "little"))
    message = json.loads(text)
    return message, [_read(source, size) for size in message.get("sizes", ())]


def say_batches(out: IO[bytes], message: Mapping[str, object], batches: Sequence[Any | None]) -> None:
    """Write a message and pyarrow record batches after it; None is one without rows."""
    import pyarrow as pa  # noqa: PLC0415  (the caller's side never needs it)

    sizes = []
    for batch in batches:
        measured = pa.MockOutputStream()
        if batch is not None:
            _stream(pa, measured, batch)
        sizes.append(measured.size())
    say(out, {**message, "sizes": sizes})
    for batch in batches:
        if batch is not None:
            _stream(pa, pa.PythonFile(_Whole(out), "w"), batch)


def _stream(pa: Any, sink: Any, batch: Any) -> None:
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)


class _Whole:
    """A pipe that writes all it is given, as pyarrow expects of a file."""

    closed = False

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        _write(self._out, data)
        return len(data)

    def flush(self) -> None:
        self._out.flush()

    def close(self) -> None:
        """The pipe stays open for the next message."""


def _write(out: IO[bytes], data: bytes) -> None:
    left = memoryview(data)
    while left:
        written = out.write(left)
        left = left[written:]


def _read(source: IO[bytes], size: int) -> bytearray:
    data = bytearray(size)
    left = memoryview(data)
    while left:
        got = source.readinto(left)  # type: ignore[attr-defined]
        if not got:
            raise Gone
        left = left[got:]
    return data
