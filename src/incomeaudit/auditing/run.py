"""One audit from a data set to a result."""

import hashlib
import json
from datetime import UTC, datetime

import polars as pl

from incomeaudit.auditing.context import context_of
from incomeaudit.auditing.findings import in_order
from incomeaudit.auditing.force import force_of
from incomeaudit.auditing.frame import marked
from incomeaudit.auditing.groups import Grouping, group_rows
from incomeaudit.auditing.households import by_household
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import CLAUSE_SCHEMA, TOWNSHIP_SCHEMA, Result, Run
from incomeaudit.auditing.setting import Setting
from incomeaudit.auditing.table import audit_table
from incomeaudit.auditing.townships import roll_up
from incomeaudit.ingest.issues import issue_frame
from incomeaudit.ingest.model import Dataset
from incomeaudit.rulebook import Check, Pack, Rulebook, Target


def audit_dataset(dataset: Dataset, options: Options, setting: Setting, version: str = "") -> Result:
    """Audit what was read."""
    messages = setting.messages
    grouping = group_rows(dataset, setting.places, options, messages)
    tables = marked(grouping.tables, dataset)
    force, conflicts = force_of(grouping, tables.get("place"), options, setting)
    audited = [
        audit_table(grouping, context_of(name, force, dataset.parts, options, setting, tables))
        for name in setting.vocabulary.tables
    ]
    conflict_issues = [
        issue_frame(
            dataset.parts,
            kind="fact_conflict",
            level="error",
            message=messages("issue.fact_conflict", place=place, year=year),
            table="place",
            field=field,
            part=part,
            row=row,
        )
        for place, year, field, part, row in conflicts
    ]
    findings = in_order([frame for table in audited for frame in table.findings])
    checks = pl.concat([table.checks for table in audited]).sort("code")
    targets = pl.concat([table.targets for table in audited]).sort("code", "place", "year", maintain_order=True)
    households = next((table.frame for table in audited if table.name == "household"), None)
    flagged = by_household(findings)
    townships = pl.DataFrame(schema=TOWNSHIP_SCHEMA)
    if households is not None:
        townships = roll_up(households, findings, flagged)
    return Result(
        run=_run_of(dataset, options, setting, grouping, version),
        inputs=dataset.inputs,
        parts=dataset.parts,
        findings=findings,
        checks=checks,
        targets=targets,
        unassessed=pl.concat([table.unassessed for table in audited]),
        townships=townships,
        values=pl.concat([table.values for table in audited]).unique(maintain_order=True),
        issues=pl.concat([dataset.issues, grouping.issues, *conflict_issues]),
        clauses=_clauses(setting.rulebook, messages.lang),
        households=households.height if households is not None else 0,
        flagged_households=flagged.get_column("household").n_unique(),
    )


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
    texts = [pack.model_dump_json() for pack in rulebook.packs.values()]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
