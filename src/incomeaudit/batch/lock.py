"""One run at a time in an output folder."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from incomeaudit.batch.folder import PRIVATE, PRIVATE_FOLDER, unwritable
from incomeaudit.batch.store import WORK
from incomeaudit.messages import Problem


def lock_of(out: str) -> Path:
    """Where the lock of an output folder lies: in it, or for an address that is no path, among this machine's
    temporary files (it then keeps apart runs of this machine alone)."""
    if "://" not in out:
        return Path(out) / WORK / "lock"
    return Path(tempfile.gettempdir()) / f"incomeaudit-{hashlib.sha256(out.encode()).hexdigest()[:16]}.lock"


@contextmanager
def held(lock: Path, out: str, *, wait: bool, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold a lock; the system lets go of it when the process ends, however it ends.

    Where another run holds it: with ``wait`` call ``waiting`` once and wait, else raise ``Problem("batch_locked")``.
    Raises ``Problem("store_unwritable")`` where the lock cannot be made.
    """
    # No soft lock in its stead: that would outlive a run that is killed.
    file = FileLock(lock, mode=PRIVATE, thread_local=False, fallback_to_soft=False)
    try:
        lock.parent.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        try:
            file.acquire(timeout=0)
        except Timeout:
            if not wait:
                raise Problem("batch_locked", out=out, lock=lock) from None
            waiting()
            file.acquire()
    except NotImplementedError as error:  # a file system that knows no locks
        raise Problem("batch_no_locks", out=out, lock=lock) from error
    except OSError as error:
        raise unwritable(lock, error) from error
    try:
        yield
    finally:
        file.release()
