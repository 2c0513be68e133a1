"""Making a sample: a county workbook with known mistakes, and the list of them."""

import json
import os
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from random import Random

from incomeaudit.messages import Problem
from incomeaudit.sample.breaks import NoRoom
from incomeaudit.sample.plan import County, draw_county
from incomeaudit.sample.scheme import Scheme, scheme_for
from incomeaudit.sample.sheets import lay_out, lay_out_previous
from incomeaudit.sample.truth import truth_of
from incomeaudit.sample.workbook import CREATOR, PROPERTIES, workbook_bytes
from incomeaudit.vocabulary.places import load_places

_MOST = 0.5
"""The greatest share of households with a planted mistake."""
_STEP = 10
"""Where households are too few, such round numbers are tried."""


@dataclass(frozen=True, slots=True)
class SampleFiles:
    """What was written."""

    workbook: Path
    previous: Path
    """Last year's roster."""
    truth: Path


def make_sample(
    directory: Path, place: str, year: int, households: int = 200, seed: int = 1, flagged_share: float = 0.05
) -> SampleFiles:
    """Write a made-up county's workbook, ``<county>低收入农户花名册<year>.xlsx``, and what belongs to it beside it.

    That is last year's roster, a workbook of the same name with the year before, and ``truth.json``.
    This year's workbook has ``households`` rows of households; some ``flagged_share`` of them, and at the least one of
    every kind that the place and year allow, have a planted mistake; 200 households are enough for that at any place.
    The same arguments give the same bytes.
    Folders are made where they are missing, files have mode 0600, and an earlier sample of the same name is
    replaced.

    Raises ``Problem``: ``place_unknown``; ``sample_place`` for a place that is no county; ``sample_too_few``
    households; ``sample_in_the_way`` when a file of that name is no sample of this county; ``sample_unwritable``.
    Raises ``ValueError`` for a ``flagged_share`` that leaves too few households as clerks would have them.
    """
    if not 0 <= flagged_share <= _MOST:
        raise ValueError(f"flagged_share must lie between 0 and {_MOST}, not {flagged_share}")
    path, code = _county(place, year)
    try:
        county, rng = _draw(path, code, year, seed, households, flagged_share)
    except NoRoom as error:
        least = _least(path, code, year, seed, households, flagged_share)
        raise Problem("sample_too_few", households=households, least=least) from error
    files = _names(directory, county.scheme)
    sheets, before = lay_out(county, rng), lay_out_previous(county, rng)
    truth = truth_of(county, sheets, before, (files.workbook.name, files.previous.name), seed)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _refuse_strangers(files)
        _write(files.workbook, workbook_bytes(sheets))
        _write(files.previous, workbook_bytes((before,)))
        _write(files.truth, truth.encode())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Problem("sample_unwritable", path=error.filename or directory, reason=reason) from error
    return files


def _draw(path: str, code: str, year: int, seed: int, households: int, flagged_share: float) -> tuple[County, Random]:
    """The county of a seed, and what its sheets are written with; raises ``NoRoom``."""
    # Seeded with a text, so that the counties and years of one seed have nothing in common.
    rng = Random(f"{path}/{year}/{seed}")
    scheme = scheme_for(path, code, year, target_met=rng.random() < 0.5)
    return draw_county(rng, scheme, households, flagged_share), rng


def _least(path: str, code: str, year: int, seed: int, households: int, flagged_share: float) -> int:
    """A number of households that is enough for the seed, and not much more than it takes."""

    def enough(number: int) -> bool:
        try:
            _draw(path, code, year, seed, number, flagged_share)
        except NoRoom:
            return False
        return True

    return next(filter(enough, count(households + _STEP - households % _STEP, _STEP)))


def _county(place: str, year: int) -> tuple[str, str]:
    """Path and division code of a county at the end of a year."""
    tree = load_places()
    found = tree.resolve(place, on=date(year, 12, 31))
    if found.place is None:
        near = found.candidates or tree.suggest(place)
        raise Problem("place_unknown", place=place, suggestions="、".join(each.path for each in near))
    if found.place.level != "county":
        below = tree.children(found.place.path, on=date(year, 12, 31))
        raise Problem("sample_place", place=found.place.name.zh, below="、".join(each.name.zh for each in below))
    return found.place.path, found.place.code


def _names(directory: Path, scheme: Scheme) -> SampleFiles:
    this_year, last_year = (
        directory / f"{scheme.county}低收入农户花名册{year}.xlsx" for year in (scheme.year, scheme.year - 1)
    )
    return SampleFiles(this_year, last_year, directory / "truth.json")


def _refuse_strangers(files: SampleFiles) -> None:
    """A real roster may well have this name: only what this program made, for this county, is replaced."""
    for path in (files.workbook, files.previous):
        if path.exists() and not _is_sample(path):
            raise Problem("sample_in_the_way", path=path)
    if files.truth.exists() and not _is_truth_of(files.truth, files.workbook.name):
        raise Problem("sample_in_the_way", path=files.truth)


def _is_sample(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return CREATOR.encode() in archive.read(PROPERTIES)
    except (zipfile.BadZipFile, KeyError):
        return False


def _is_truth_of(path: Path, workbook: str) -> bool:
    try:
        truth = json.loads(path.read_bytes())
    except ValueError:
        return False
    return isinstance(truth, dict) and truth.get("workbook") == workbook


def _write(path: Path, content: bytes) -> None:
    """Write a file that is there as a whole or not at all, readable by its owner alone."""
    handle, name = tempfile.mkstemp(prefix=".sample.", suffix=".tmp", dir=path.parent)  # mode 0600
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
