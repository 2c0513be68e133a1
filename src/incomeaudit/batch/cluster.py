"""The workers of a Dask scheduler in place of this machine's processes."""

from asyncio import CancelledError
from collections.abc import Iterator, Sequence
from typing import Any

from incomeaudit.batch.errand import Errand
from incomeaudit.batch.outcome import Outcome
from incomeaudit.batch.spread import Task, Work, worker_died
from incomeaudit.messages import Problem

try:
    from distributed import Client, as_completed
    from distributed.comm import CommClosedError
    from distributed.scheduler import KilledWorker
except ImportError as error:
    raise Problem("no_cluster_extra", package="distributed") from error

_ANSWER = 10
"""Seconds within which a scheduler must answer."""
_WORKER = 30
"""Seconds within which it must have a worker."""


class Cluster:
    """Workers that a scheduler knows. Both folders must be reachable from each of them under the same address.

    Raises ``Problem("cluster_unreachable")`` where no scheduler answers, ``Problem("cluster_no_workers")`` where it has
    no worker, ``Problem("cluster_versions")`` where a worker has another version of this program.
    """

    def __init__(self, address: str, version: str) -> None:
        self._address = address
        try:
            self._client = Client(address, timeout=_ANSWER, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise Problem("cluster_unreachable", address=address, error=type(error).__name__) from error
        try:
            self._client.wait_for_workers(1, timeout=_WORKER)
        except TimeoutError as error:
            self._client.close()
            raise Problem("cluster_no_workers", address=address) from error
        self._see_versions(version)

    def _see_versions(self, version: str) -> None:
        """Results of two versions must not be mixed."""
        try:
            found: dict[str, str] = self._client.run(_version)
        except ImportError as error:
            self._client.close()
            raise Problem("cluster_not_installed", address=self._address) from error
        others = sorted({other for other in found.values() if other != version})
        if others:
            self._client.close()
            raise Problem("cluster_versions", address=self._address, here=version, there="、".join(others))

    @property
    def width(self) -> int:
        """Threads of all workers together."""
        return sum(self._client.nthreads().values())

    def each(self, work: Work[Task], errand: Errand, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """The outcome of each task, as they come.

        What a worker was at when it died is given to another; a file over which several die is given up.
        """
        futures: dict[Any, Task] = {self._client.submit(work, errand, task, pure=False): task for task in tasks}
        for future in as_completed(list(futures), loop=self._client.loop):
            task = futures.pop(future)
            try:
                outcome = future.result()
            except KilledWorker:
                outcome = worker_died(task.name, errand)
            except (CancelledError, CommClosedError) as error:
                raise Problem("cluster_lost", address=self._address) from error
            assert isinstance(outcome, Outcome)
            yield outcome

    def stop(self) -> None:
        """Take back what has not been begun and let go of the scheduler; it and its workers go on."""
        self._client.close()


def _version() -> str:
    from incomeaudit import __version__  # noqa: PLC0415  (a worker's, not ours)

    return __version__
