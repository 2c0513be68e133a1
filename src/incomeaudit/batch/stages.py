"""Both stages over all files: what is kept from an earlier run, what the workers do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from incomeaudit.batch.ask import Progress
from incomeaudit.batch.errand import Errand, Judge, Take
from incomeaudit.batch.folder import Folder
from incomeaudit.batch.judge import judge
from incomeaudit.batch.outcome import Outcome, recalled
from incomeaudit.batch.spread import Spread, Task, Work
from incomeaudit.batch.states import Done
from incomeaudit.batch.store import Stage, digest, done, report_name, stage_place
from incomeaudit.batch.take import take

Log = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Stages:
    """What the stages of one run have in common."""

    errand: Errand
    out: Folder
    spread: Spread
    progress: Progress
    log: Log

    def take_all(self, contents: Mapping[str, str], elsewhere: Mapping[str, Path]) -> tuple[Done, int]:
        """Read every file that is not kept; by name the key of its tables and what came of it, and how many were read.

        ``contents`` are digests by name, ``elsewhere`` the paths of files outside the folder.
        """
        tasks = [
            Take(name, sha256, digest(self.errand.reading, name, sha256), str(elsewhere.get(name, "")))
            for name, sha256 in contents.items()
        ]
        outcomes, fresh = self._run("take", take, tasks, frozenset())
        return {task.name: (task.key, outcomes[task.name]) for task in tasks}, fresh

    def judge_all(self, taken: Done) -> tuple[Done, int]:
        """Audit every file that was read and whose audit is not kept; by name the key of its audit and what came of it,
        and how many were audited. An audit whose report has been removed is done again."""
        kept = {name: key for name, (key, outcome) in taken.items() if outcome.failure is None}
        figures = tuple((name, key) for name, key in sorted(kept.items()) if taken[name][1].noted["figures_only"])
        tasks = [Judge(name, key, digest(self.errand.judging, key, figures), figures) for name, key in kept.items()]
        bare = frozenset(name for name in kept if not self.out.has(report_name(name)))
        outcomes, fresh = self._run("audit", judge, tasks, bare)
        return {task.name: (task.key, outcomes[task.name]) for task in tasks}, fresh

    def _run(
        self, stage: Stage, work: Work[Task], tasks: Sequence[Task], anew: frozenset[str]
    ) -> tuple[dict[str, Outcome], int]:
        """What came of every task, and how many were done in this run; those of ``anew`` are done again."""
        outcomes: dict[str, Outcome] = {}
        left: list[Task] = []
        for task in tasks:
            noted = None if task.name in anew else done(self.out, task.name, stage, task.key)
            if noted is None:
                left.append(task)
            else:
                outcomes[task.name] = recalled(task.name, noted)
        self.progress.begin(stage, len(left), len(outcomes))
        for outcome in self.spread.each(work, self.errand, left):
            outcomes[outcome.name] = outcome
            self.log(stage, **_told(outcome))
            self.progress.file(stage, outcome)
        self.progress.end(stage)
        return outcomes, len(left)


def places_of(taken: Done, judged: Done) -> frozenset[str]:
    """The places of all stages in use."""
    used = [stage_place(name, "take", key) for name, (key, _) in taken.items()]
    used += [stage_place(name, "audit", key) for name, (key, _) in judged.items()]
    return frozenset(used)


def _told(outcome: Outcome) -> dict[str, object]:
    """What the log may hold of a file: counts, never a household's value."""
    if outcome.failure is not None:
        return {"file": outcome.name, "failed": outcome.failure.key, "reason": outcome.failure.reason}
    names = ("rows", "households", "flagged_households", "findings", "unassessed", "seconds")
    return {"file": outcome.name} | {name: outcome.noted[name] for name in names if name in outcome.noted}
