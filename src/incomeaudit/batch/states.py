"""How every file of a run stands."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from incomeaudit.batch.discover import Skipped
from incomeaudit.batch.last import FileState
from incomeaudit.batch.outcome import NO_ROSTER, Failure, Outcome
from incomeaudit.batch.store import report_name
from incomeaudit.messages import Messages

Done = Mapping[str, tuple[str, Outcome]]
"""By name, the key of a stage and what came of it."""


def states_of(
    taken: Done,
    judged: Done,
    unread: Mapping[str, Outcome],
    twice: Mapping[str, str],
    skipped: Sequence[Skipped],
    messages: Messages,
) -> dict[str, FileState]:
    """The state of every file, in the order of names; a folder that could not be listed stands among them."""
    states = {name: _failed(outcome.failure) for name, outcome in unread.items() if outcome.failure is not None}
    for name, other in twice.items():
        states[name] = FileState("repeated", messages("batch.duplicate", other=other))
    for folder in skipped:
        if folder.kind == "unreadable":
            text = messages("batch_skipped.unreadable", file=folder.name, reason=folder.reason)
            states[f"{folder.name}/"] = FileState("failed", text)
    for name, (key, outcome) in taken.items():
        states[name] = _failed(outcome.failure) if outcome.failure else _judged(name, key, outcome, judged)
    return dict(sorted(states.items()))


def _failed(failure: Failure | None) -> FileState:
    assert failure is not None
    return FileState("not_a_roster" if failure.key in NO_ROSTER else "failed", failure.reason)


def _judged(name: str, taken: str, read: Outcome, judged: Done) -> FileState:
    key, outcome = judged[name]
    if outcome.failure is not None:
        return replace(_failed(outcome.failure), taken=taken)
    status = "figures" if read.noted["figures_only"] else "audited"
    return FileState(status, "", taken, key, report_name(name))


def sure_of(states: Mapping[str, FileState]) -> dict[str, dict[str, str]]:
    """The states as plain values, for a key."""
    return {name: asdict(state) for name, state in states.items()}
