"""One audit from a data set to a result."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from incomeaudit.auditing.context import TableContext, context_of
from incomeaudit.auditing.figures import Figures, with_figures, with_inputs
from incomeaudit.auditing.findings import in_order
from incomeaudit.auditing.force import Conflict, Force, force_of
from incomeaudit.auditing.frame import marked
from incomeaudit.auditing.groups import Grouping, group_rows
from incomeaudit.auditing.households import by_household
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import CLAUSE_SCHEMA, TOWNSHIP_SCHEMA, Result, Run
from incomeaudit.auditing.setting import Setting
from incomeaudit.auditing.sums import Sums
from incomeaudit.auditing.sums_facts import fact_figures
from incomeaudit.auditing.table import AuditedTable, audit_table
from incomeaudit.auditing.townships import township_sums, townships_of
from incomeaudit.ingest.issues import issue_frame
from incomeaudit.ingest.model import Dataset
from incomeaudit.rulebook import Check, Pack, Rulebook, Target


def audit_dataset(
    dataset: Dataset, options: Options, setting: Setting, version: str = "", figures: Sequence[Figures] = ()
) -> Result:
    """Audit what was read. ``figures`` are counties' figures from other files, which are used but not audited."""
    grouping = group_rows(dataset, setting.places, options, setting.messages)
    tables = marked(grouping.tables, dataset)
    ground = ground_of(dataset, grouping, tables.get("place"), options, setting, figures)
    audited = [audit_table(grouping, ground.context(name, tables)) for name in setting.vocabulary.tables]
    return result_of(ground, audited, version)


@dataclass(frozen=True, slots=True)
class Ground:
    """What all tables of a run are audited on."""

    dataset: Dataset
    """With the parts and files of figures from elsewhere."""
    grouping: Grouping
    place_table: pl.DataFrame | None
    """The data set's own, with its marks."""
    force: Force
    conflicts: Sequence[Conflict]
    options: Options
    setting: Setting

    def context(self, name: str, tables: Mapping[str, pl.DataFrame]) -> TableContext:
        """What the audit of one table needs; ``tables`` are all tables with their groups and marks."""
        return context_of(name, self.force, self.dataset.parts, self.options, self.setting, tables)


def ground_of(
    dataset: Dataset,
    grouping: Grouping,
    place_table: pl.DataFrame | None,
    options: Options,
    setting: Setting,
    figures: Sequence[Figures] = (),
) -> Ground:
    """What is in force for the groups of a data set, with figures from its own place table and from elsewhere."""
    every, parts = with_figures(place_table, dataset.parts, figures, grouping.groups)
    force, conflicts = force_of(grouping, every, options, setting)
    return Ground(with_inputs(dataset, parts, figures), grouping, place_table, force, conflicts, options, setting)


def result_of(
    ground: Ground, audited: Sequence[AuditedTable], version: str, issues: Sequence[pl.DataFrame] = ()
) -> Result:
    """All tables of a run as one result; ``issues`` are such as came up in the audit itself."""
    dataset, setting = ground.dataset, ground.setting
    messages = setting.messages
    findings = in_order([frame for table in audited for frame in table.findings])
    checks = pl.concat([table.checks for table in audited]).sort("code")
    targets = pl.concat([table.targets for table in audited]).sort("code", "place", "year", maintain_order=True)
    households = next((table for table in audited if table.name == "household" and table.rows is not None), None)
    flagged = by_household(findings)
    sums = Sums(
        targets=pl.concat([table.target_sums for table in audited]),
        skipped=pl.concat([table.skipped for table in audited]),
        townships=township_sums(households.townships if households else None, findings, flagged),
        lacking=pl.concat([table.lacking for table in audited]),
        facts=fact_figures(ground.place_table, setting.vocabulary.tables["place"], dataset.parts),
    )
    return Result(
        run=_run_of(dataset, ground.options, setting, ground.grouping, version),
        inputs=dataset.inputs,
        parts=dataset.parts,
        findings=findings,
        checks=checks,
        targets=targets,
        unassessed=pl.concat([table.unassessed for table in audited]),
        townships=townships_of(sums.townships) if households is not None else pl.DataFrame(schema=TOWNSHIP_SCHEMA),
        values=pl.concat([table.values for table in audited]).unique(maintain_order=True),
        issues=pl.concat([dataset.issues, ground.grouping.issues, *_conflicts(ground), *issues]),
        clauses=_clauses(setting.rulebook, messages.lang),
        households=households.rows or 0 if households is not None else 0,
        flagged_households=flagged.get_column("household").n_unique(),
        sums=sums,
    )


def _conflicts(ground: Ground) -> list[pl.DataFrame]:
    return [
        issue_frame(
            ground.dataset.parts,
            kind="fact_conflict",
            level="error",
            message=ground.setting.messages("issue.fact_conflict", place=place, year=year),
            table="place",
            field=field,
            part=part,
            row=row,
        )
        for place, year, field, part, row in ground.conflicts
    ]


def _clauses(rulebook: Rulebook, lang: str) -> pl.DataFrame:
    cited: dict[str, list[str]] = {}
    entries: list[tuple[Pack, Check | Target]] = [*rulebook.checks, *rulebook.targets]
    for _, entry in entries:
        for clause in entry.clauses:
            cited.setdefault(clause, []).append(entry.code)
    rows = [
        {
            "document": pack.document.id,
            "document_title": pack.document.title[lang],
            "id": clause.id,
            "at": clause.at,
            "demand": clause.demand[lang],
            "state": clause.state,
            "reason": clause.reason[lang] if clause.reason else "",
            "checks": cited.get(clause.id, []),
        }
        for pack in rulebook.packs.values()
        for clause in pack.clause
    ]
    return pl.DataFrame(rows, schema=CLAUSE_SCHEMA)


def _run_of(dataset: Dataset, options: Options, setting: Setting, grouping: Grouping, version: str) -> Run:
    stated = options.stated()
    identity = {
        "version": version,
        "options": stated,
        "inputs": [(file.path.name, file.sha256) for file in dataset.inputs],
        "rulebook": rulebook_digest(setting.rulebook),
    }
    digest = hashlib.sha256(json.dumps(identity, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return Run(
        id=digest[:16],
        version=version,
        started=datetime.now(UTC),
        seconds=0.0,
        options=stated,
        lang=options.lang,
        unmasked=options.unmask,
        places=grouping.origins,
    )


def rulebook_digest(rulebook: Rulebook) -> str:
    """A digest of everything that the packs say, so that a run with other rules is another run."""
    return rulebook.digest
