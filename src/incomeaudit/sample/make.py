"""Making a sample: a county workbook with known mistakes, and the list of them."""

import json
import os
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from incomeaudit.messages import Problem
from incomeaudit.sample.plan import draw_county
from incomeaudit.sample.scheme import Scheme, scheme_for
from incomeaudit.sample.sheets import lay_out
from incomeaudit.sample.truth import truth_of
from incomeaudit.sample.workbook import CREATOR, PROPERTIES, workbook_bytes
from incomeaudit.vocabulary.places import load_places


@dataclass(frozen=True, slots=True)
class SampleFiles:
    """What was written."""

    workbook: Path
    truth: Path


def make_sample(
    directory: Path, place: str, year: int, households: int = 200, seed: int = 1, flagged_share: float = 0.05
) -> SampleFiles:
    """Write a made-up county's workbook, ``<county>低收入农户花名册<year>.xlsx``, and ``truth.json`` beside it.

    The workbook has ``households`` rows of households; some ``flagged_share`` of them, and at the least one of
    every kind that the place and year allow, have a planted mistake. The same arguments give the same bytes.
    Folders are made where they are missing, files have mode 0600, and an earlier sample of the same name is
    replaced.

    Raises ``Problem``: ``place_unknown``; ``sample_place`` for a place that is no county; ``sample_too_few``
    households; ``sample_in_the_way`` when a file of that name is no sample of this county; ``sample_unwritable``.
    """
    path, code = _county(place, year)
    # Seeded with a text, so that the counties and years of one seed have nothing in common.
    rng = Random(f"{path}/{year}/{seed}")
    scheme = scheme_for(path, code, year, target_met=rng.random() < 0.5)
    files = _names(directory, scheme)
    county = draw_county(rng, scheme, households, flagged_share)
    sheets = lay_out(county, rng)
    truth = truth_of(county, sheets, files.workbook.name, seed)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _refuse_strangers(files)
        _write(files.workbook, workbook_bytes(sheets))
        _write(files.truth, truth.encode())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Problem("sample_unwritable", path=error.filename or directory, reason=reason) from error
    return files


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
    return SampleFiles(directory / f"{scheme.county}低收入农户花名册{scheme.year}.xlsx", directory / "truth.json")


def _refuse_strangers(files: SampleFiles) -> None:
    """A real roster may well have this name: only what this program made, for this county, is replaced."""
    if files.workbook.exists() and not _is_sample(files.workbook):
        raise Problem("sample_in_the_way", path=files.workbook)
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
