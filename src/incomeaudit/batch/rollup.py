"""What all files came to, brought together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from incomeaudit.auditing.merge_checks import merged_checks
from incomeaudit.auditing.merge_places import merged_places, merged_townships
from incomeaudit.auditing.merge_targets import merged_targets
from incomeaudit.auditing.result import CHECK_SCHEMA, VALUE_SCHEMA, Run
from incomeaudit.auditing.setting import Setting
from incomeaudit.auditing.sums import UNIT, Sums, schemas
from incomeaudit.batch.across.entry import Across
from incomeaudit.batch.ask import Ask
from incomeaudit.batch.discover import Skipped
from incomeaudit.batch.folder import Folder
from incomeaudit.batch.last import FileState
from incomeaudit.batch.many import stacked_frames, with_unit
from incomeaudit.batch.outcome import Outcome
from incomeaudit.report.rollup.model import FILE_SCHEMA, ROLLUP_ISSUE_SCHEMA, RollUp
from incomeaudit.report.wording import path_text


@dataclass(frozen=True, slots=True)
class Matter:
    """What a roll-up is made from."""

    ask: Ask
    setting: Setting
    version: str
    key: str
    """Of everything that the roll-up depends on."""
    files: Mapping[str, FileState]
    contents: Mapping[str, str]
    """SHA-256 by name, of the files that could be read."""
    taken: Mapping[str, tuple[str, Outcome]]
    judged: Mapping[str, tuple[str, Outcome]]
    skipped: Sequence[Skipped]
    stale: Sequence[str] = ()
    """Reports of an earlier run which should have been removed and could not be."""


def roll_up(matter: Matter, across: Across, out: Folder, started: datetime) -> RollUp:
    """Checks, targets, townships and places over all files, and how every file stands. ``run.seconds`` is 0."""
    setting, options = matter.setting, matter.ask.options
    audits = {name: state.judged for name, state in matter.files.items() if state.judged}
    sums = Sums(
        **{name: stacked_frames(out, audits, f"sums_{name}", with_unit(schema)) for name, schema in schemas().items()}
    )
    values = stacked_frames(out, audits, "values", VALUE_SCHEMA)
    targets = merged_targets(sums, options, setting)
    files = pl.DataFrame([_file(name, matter) for name in sorted(matter.files)], FILE_SCHEMA)
    return RollUp(
        run=Run(
            id=matter.key[:16],
            version=matter.version,
            started=started,
            seconds=0.0,
            options=_stated(matter.ask),
            lang=options.lang,
            unmasked=options.unmask,
            places=_places(matter),
        ),
        root=path_text(matter.ask.root),
        files=files,
        checks=merged_checks(stacked_frames(out, audits, "checks", with_unit(CHECK_SCHEMA)), sums, setting),
        targets=targets.rows,
        townships=merged_townships(sums.townships),
        places=merged_places(sums.townships),
        across=across.findings,
        across_checks=across.checks,
        values=values.unique().sort(_VALUE_ORDER, nulls_last=True),
        issues=pl.DataFrame(
            [*_left_out(matter), *_stale(matter), *_conflicts(targets.conflicts, setting)], ROLLUP_ISSUE_SCHEMA
        ),
        households=int(files.get_column("households").sum()),
        flagged_households=int(files.get_column("flagged_households").sum()),
        documents={name: pack.document.title[options.lang] for name, pack in setting.rulebook.packs.items()},
    )


_VALUE_ORDER = ("kind", "document", "id", "place", "year", "source", "value")
_COUNTS = (
    "households", "flagged_households", "findings", "critical", "major", "notice", "unassessed", "unread",
    "checks_skipped", "errors", "sheets_failed", "counties", "years", "report",
)  # fmt: skip


def _file(name: str, matter: Matter) -> dict[str, object]:
    """A file's row after FILE_SCHEMA."""
    state = matter.files[name]
    read = matter.taken[name][1].noted if state.taken else {}
    counted = matter.judged[name][1].noted if state.judged else {}
    return {
        "file": path_text(name),
        "status": state.status,
        "reason": state.reason or None,
        "format": read.get("format"),
        "bytes": read.get("bytes"),
        "sha256": matter.contents.get(name),
        **{column: counted.get(column) for column in _COUNTS},
        "report": path_text(state.report) if state.report else None,
    }


def _places(matter: Matter) -> tuple[tuple[str, int, str, int], ...]:
    """Places and years of all files, where they came from, and their rows together."""
    rows: Counter[tuple[str, int, str]] = Counter()
    for _, outcome in matter.judged.values():
        for place, year, origin, count in outcome.noted.get("places", ()):
            rows[place, year, origin] += count
    return tuple((*spoken_of, rows[spoken_of]) for spoken_of in sorted(rows))


def _stated(ask: Ask) -> dict[str, object]:
    """The options that differ from the defaults. How many processes did the work, and where, changes nothing."""
    stated = dict(ask.options.stated())
    asked = {
        "include": ask.patterns.include,
        "exclude": ask.patterns.exclude,
        "facts": [path.name for path in ask.facts],
        "expect": ask.expect,
    }
    return stated | {name: list(value) for name, value in asked.items() if value}


_UNSAID = frozenset({"lock", "hidden"})
"""Files that nobody would miss."""
_WORTH_A_LOOK = frozenset({"link_out", "link_broken"})


def _left_out(matter: Matter) -> list[dict[str, object]]:
    """An issue for each file and folder that was not audited, but for those that nobody would miss."""
    say = matter.setting.messages
    return [
        {
            "kind": f"skipped_{skipped.kind}",
            "level": "warning" if skipped.kind in _WORTH_A_LOOK else "info",
            "message": say(f"batch_skipped.{skipped.kind}", file=path_text(skipped.name), reason=skipped.reason),
            "file": path_text(skipped.name),
        }
        for skipped in matter.skipped
        if skipped.kind not in _UNSAID and skipped.kind != "unreadable"
    ]


def _stale(matter: Matter) -> list[dict[str, object]]:
    say = matter.setting.messages
    return [
        {
            "kind": "stale_report",
            "level": "warning",
            "message": say("batch.stale_report", report=path_text(report)),
            "file": path_text(report),
        }
        for report in matter.stale
    ]


def _conflicts(conflicts: pl.DataFrame, setting: Setting) -> list[dict[str, object]]:
    """An issue for each figure of which files say different things: none of them was used for the whole."""
    fields, say = setting.vocabulary.tables["place"].fields, setting.messages
    return [
        {
            "kind": "fact_conflict",
            "level": "error",
            "message": say(
                "batch.fact_conflict", place=row["place"], year=row["year"], field=fields[row["field"]].title[say.lang]
            ),
            "file": row[UNIT],
            "sheet": row["sheet"],
            "cell": row["cell"],
        }
        for row in conflicts.iter_rows(named=True)
    ]
