"""The child process that reads files: started, spoken to, and ended when it takes too long."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from incomeaudit.ingest.files.wire import Gone, hear

Answer = tuple[dict[str, Any], list[bytearray]]

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from incomeaudit.ingest.files.child import main; main()"
)
_OUT_OF_MEMORY = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"Cannot allocate memory")
"""What a process that asked for more than it may have leaves on its standard error."""
_TAIL = 4_096


class ReadingProcess:
    """A child process of ``files.child``. Its answers are taken off the pipe as they come, one ahead."""

    def __init__(self) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (closed in ``end``)
        # Started without site-packages' start-up files, which take longer than all that is needed here: it is told
        # where its modules are. Not from the current directory, where anything may lie.
        paths = [path for path in sys.path if Path(path).is_absolute()]
        package = str(Path(__file__).parents[2])
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, json.dumps([*paths, package])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            bufsize=0,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answers: queue.Queue[Answer | None] = queue.Queue(1)
        self._ended = threading.Event()
        self._pump = threading.Thread(target=self._take_off, name="answers", daemon=True)
        self._pump.start()

    @property
    def usable(self) -> bool:
        """Whether it is running and may be asked for more: not ended, not told that nothing comes any more."""
        assert self._child.stdin is not None
        return not self._ended.is_set() and not self._child.stdin.closed and self._child.poll() is None

    def ask(self, request: Mapping[str, object]) -> None:
        """Send a request. A process that has died is noticed when its answer is waited for."""
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(json.dumps(request).encode("ascii") + b"\n")
        except OSError:
            return

    def ask_no_more(self) -> None:
        """Let the process end after what it has been asked."""
        assert self._child.stdin is not None
        self._child.stdin.close()

    def answer(self, seconds: float) -> Answer | None:
        """The next answer; None where the process has died. Raises ``TimeoutError``."""
        try:
            return self._answers.get(timeout=max(seconds, 0.0))
        except queue.Empty as error:
            raise TimeoutError from error

    def ran_out_of_memory(self) -> bool:
        """Whether a process that has died did so for want of memory."""
        status = self._child.wait()
        self._said.seek(0, os.SEEK_END)
        self._said.seek(max(self._said.tell() - _TAIL, 0))
        tail = self._said.read()
        # 9 without our doing is the system's own way when there is no memory left at all.
        return status == -9 or any(words in tail for words in _OUT_OF_MEMORY)

    def end(self) -> None:
        """End the process, whatever it is doing, and let go of all that belongs to it."""
        self._ended.set()
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        if not self._child.stdin.closed:
            self._child.stdin.close()
        if self._pump.is_alive():
            self._child.kill()
        while self._pump.is_alive():
            self._pump.join(0.005)
            if not self._answers.empty():
                self._answers.get()
        self._child.wait()
        self._child.stdout.close()
        self._said.close()

    def _take_off(self) -> None:
        assert self._child.stdout is not None
        answer: Answer | None = ({}, [])
        while answer is not None and not self._ended.is_set():
            try:
                answer = hear(self._child.stdout)
            except Gone:
                answer = None
            self._answers.put(answer)
