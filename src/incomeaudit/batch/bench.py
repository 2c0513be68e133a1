"""What a worker keeps from one file to the next: the rulebook, and the process that reads."""

import threading
from collections.abc import Mapping
from functools import cache

from incomeaudit.auditing.figures import Figures, figures_of
from incomeaudit.auditing.setting import Setting, load_setting
from incomeaudit.batch.errand import Errand
from incomeaudit.batch.folder import Folder, folder_at
from incomeaudit.batch.kept import load_dataset
from incomeaudit.batch.store import stage_place
from incomeaudit.ingest.process import ReadingProcess


class Bench:
    """A worker's place of work. Threads of one process (a cluster's) have one each."""

    def __init__(self) -> None:
        self._of: tuple[str, str, str] | None = None
        self._setting: Setting | None = None
        self._process: ReadingProcess | None = None
        self._figures: tuple[tuple[tuple[str, str], ...], Mapping[str, Figures]] | None = None
        self.source: Folder
        self.out: Folder

    def lay_out(self, errand: Errand) -> None:
        """Have ready what an errand needs. Raises Problem for folders and packs that cannot be reached from here."""
        of = (errand.source, errand.out, errand.judging)
        if self._of != of:
            self.source, self.out = folder_at(errand.source), folder_at(errand.out)
            self._setting = self._figures = None
            self._of = of

    def setting(self, errand: Errand) -> Setting:
        """Vocabulary and rulebook of an errand."""
        if self._setting is None:
            self._setting = load_setting(errand.options)
        return self._setting

    def figures(self, errand: Errand, files: tuple[tuple[str, str], ...]) -> Mapping[str, Figures]:
        """The figures of counties for all files of a run, by the file they stand in, loaded once."""
        if self._figures is None or self._figures[0] != files:
            setting = self.setting(errand)
            loaded = {
                name: figures_of(load_dataset(self.out, stage_place(name, "take", key)), setting, errand.options)
                for name, key in files
            }
            self._figures = files, loaded
        return self._figures[1]

    def clear(self) -> None:
        """End the reading process."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def process(self) -> ReadingProcess:
        """A reading process that is fit for use: the last one, or a new one where that has ended."""
        if self._process is None or not self._process.usable:
            self._process = ReadingProcess()
        return self._process


@cache
def _bench_of(thread: int) -> Bench:
    return Bench()


def bench() -> Bench:
    """This worker's own."""
    return _bench_of(threading.get_ident())


def clear_bench() -> None:
    """End what this worker has started."""
    bench().clear()
