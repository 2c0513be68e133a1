"""Batch auditor for spreadsheets of low-income rural households (低收入农户) in Zhejiang.

``incomeaudit.audit("roster.xlsx")`` reads, audits and returns a result with Polars frames; the command
line does the same and writes the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from incomeaudit.auditing.result import Result

__version__ = "0.1.0"
__all__ = ["__version__", "audit"]


def audit(
    path: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    place: str | None = None,
    year: int | None = None,
    policies: Sequence[str] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    packs: Sequence[str | PathLike[str]] = (),
    previous: Sequence[str | PathLike[str]] = (),
    settings: Sequence[str] = (),
    overlays: Sequence[str | PathLike[str]] = (),
    lang: str = "zh",
    unmask: bool = False,
    mapping: str | PathLike[str] | None = None,
    visible_only: bool = False,
    passwords: Sequence[str] = (),
    limits: Mapping[str, int] | None = None,
) -> Result:
    """Audit one spreadsheet, or several as parts of one data set.

    ``place`` and ``year`` override what the files say; ``policies`` are ids of documents to hold the data
    against, in force or not; ``select`` and ``ignore`` are prefixes of check codes; ``packs`` are the
    user's own packs, ``previous`` last year's roster (``roster.xlsx#2019`` for one sheet of a file). ``settings``
    (``"income_floor=10000"``) and ``overlays`` (files) try other values of the documents' parameters. The
    result's frames (``findings``, ``checks``, ``targets``, ``unassessed``, ``townships``, ``values``, ``issues``,
    ``clauses``) follow the schemas in ``incomeaudit.auditing.result``; money is in yuan a year. Personal numbers
    are masked unless ``unmask``. ``mapping`` is a file that says what a county's headers mean; ``visible_only`` leaves
    hidden sheets, rows and columns out; ``passwords`` are tried on files that have one; ``limits`` changes some of
    ``incomeaudit.ingest.files.limits.Limits`` (``{"rows": 2_000_000}``).

    Raises ``incomeaudit.messages.Problem`` for everything that the user can put right: a missing or broken
    file, no recognisable table, no year, an unknown policy.
    """
    from pathlib import Path

    from incomeaudit.auditing.entry import audit_files
    from incomeaudit.auditing.options import Options
    from incomeaudit.ingest.files.limits import Limits
    from incomeaudit.ingest.options import ReadOptions

    if mapping is not None:
        from incomeaudit.ingest.mapping.file import load_mapping
        from incomeaudit.vocabulary import load_vocabulary

    paths = [Path(path)] if isinstance(path, str) or hasattr(path, "__fspath__") else [Path(item) for item in path]
    options = Options(
        place=place,
        year=year,
        policies=tuple(policies),
        select=tuple(select),
        ignore=tuple(ignore),
        packs=tuple(Path(item) for item in packs),
        previous=tuple(Path(item) for item in previous),
        settings=tuple(settings),
        overlays=tuple(Path(item) for item in overlays),
        lang=lang,
        unmask=unmask,
        reading=ReadOptions(
            limits=Limits(**(limits or {})),
            visible_only=visible_only,
            passwords=tuple(passwords),
            mapping=load_mapping(Path(mapping), load_vocabulary()) if mapping is not None else None,
        ),
    )
    return audit_files(paths, options, __version__)
