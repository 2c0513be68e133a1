"""Other values for a rulebook's parameters, tried out without touching a pack.

A trial says a parameter and a value. Alone, the value stands in for every value that the pack gives, on the same days
and in the same places: a demand that begins in 2022 still begins then. With days or a place, it is one value more: it
holds there and then, and what the pack says for that very place on those days gives way to it.
"""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from incomeaudit.messages import Problem
from incomeaudit.rulebook.load import Rulebook
from incomeaudit.rulebook.model import DatedValue, Document, Pack, Parameter
from incomeaudit.rulebook.resolve import Bound, begins, covers
from incomeaudit.vocabulary.places import PlaceTree


class TrialValue(DatedValue):
    """A value that is tried out."""

    origin: str
    """What asked for it: the option as given, or the overlay's title and file."""
    reason: str = ""
    stated: str = ""
    """What the pack says in its place; empty where it says nothing for that place and day."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Override(_Entry):
    parameter: str
    value: bool | int | float | date | str | list[str] | list[int]
    start: date | None = Field(default=None, alias="from")
    until: date | None = None
    place: str | None = None
    pack: str | None = None


class _Overlay(_Entry):
    title: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    override: list[_Override] = Field(min_length=1)


@dataclass(frozen=True)
class Trial:
    """One parameter to try out, and who asked."""

    parameter: str
    value: Bound
    where: str
    """The option, or file and key: what a problem names."""
    origin: str
    reason: str = ""
    pack: str | None = None
    """The document's id; None where only one has a parameter of that name."""
    start: date | None = None
    until: date | None = None
    place: str | None = None
    """A path in the place tree."""
    spelled: bool = False
    """Whether the value is text from the command line, to be read as the parameter's own kind."""

    @property
    def narrow(self) -> bool:
        """Whether it speaks of certain days or a certain place."""
        return any(bound is not None for bound in (self.start, self.until, self.place))


def read_setting(text: str) -> Trial:
    """The trial that ``income_floor=10000`` or ``zj-2020.income_floor=10000`` asks for.

    Raises ``Problem("setting_form")``.
    """
    name, equals, value = (part.strip() for part in text.partition("="))
    pack, _, parameter = name.rpartition(".")
    if not equals or not parameter or not value:
        raise Problem("setting_form", setting=text)
    return Trial(parameter, value, f"--set {text}", f"--set {text}", pack=pack or None, spelled=True)


def read_overlay(path: Path) -> tuple[Trial, ...]:
    """The trials of an overlay file. Raises ``Problem("overlay_invalid")`` or ``Problem("overlay_unreadable")``."""
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise Problem("overlay_unreadable", file=path, error=error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        raise Problem("overlay_invalid", file=path.name, key="UTF-8", error=error.reason) from error
    except tomllib.TOMLDecodeError as error:
        raise Problem("overlay_invalid", file=path.name, key="TOML", error=str(error)) from error
    try:
        overlay = _Overlay.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step + 1 if isinstance(step, int) else step) for step in first["loc"])
        raise Problem("overlay_invalid", file=path.name, key=key, error=first["msg"]) from error
    return tuple(
        Trial(
            override.parameter,
            override.value,
            where=f"{path.name} override.{number}",
            origin=f"{overlay.title} ({path.name})",
            reason=overlay.reason,
            pack=override.pack,
            start=override.start,
            until=override.until,
            place=override.place,
        )
        for number, override in enumerate(overlay.override, start=1)
    )


def with_trials(rulebook: Rulebook, trials: Sequence[Trial], places: PlaceTree) -> Rulebook:
    """The rulebook with the trials in it, one after the other, so that the last of several for one parameter holds.

    Raises Problem for an unknown parameter, one that two packs have, a value of another kind, a place that the
    document does not speak of, and days in the wrong order.
    """
    packs = dict(rulebook.packs)
    for trial in trials:
        pack = _pack_of(trial, packs)
        parameter = pack.parameter_of(trial.parameter)
        tried = _with_trial(parameter, _looked_at(trial, parameter, pack.document, places), pack.document)
        parameters = [tried if other.id == tried.id else other for other in pack.parameter]
        packs[pack.document.id] = pack.model_copy(update={"parameter": parameters})
    return Rulebook(packs)


def _pack_of(trial: Trial, packs: dict[str, Pack]) -> Pack:
    """The pack whose parameter a trial means."""
    if trial.pack is not None and trial.pack not in packs:
        raise Problem("policy_unknown", policy=trial.pack, known="、".join(packs))
    having = [
        pack
        for pack in packs.values()
        if trial.pack in {None, pack.document.id} and any(item.id == trial.parameter for item in pack.parameter)
    ]
    if not having:
        looked_in = [packs[trial.pack]] if trial.pack else list(packs.values())
        known = [parameter.id for pack in looked_in for parameter in pack.parameter]
        near = get_close_matches(trial.parameter, known, n=4, cutoff=0.5) or sorted(known)
        raise Problem("parameter_unknown", where=trial.where, name=trial.parameter, near="、".join(near))
    if len(having) > 1:
        names = "、".join(f"{pack.document.id}.{trial.parameter}" for pack in having)
        raise Problem("parameter_shared", where=trial.where, name=trial.parameter, names=names)
    return having[0]


def _looked_at(trial: Trial, parameter: Parameter, document: Document, places: PlaceTree) -> Trial:
    """The trial with its value in the parameter's kind and its place known."""
    if trial.place is not None and (places.get(trial.place) is None or not covers(trial.place, document.place)):
        raise Problem("trial_place", where=trial.where, place=trial.place, document=document.place)
    if trial.until is not None and trial.start is not None and trial.until <= trial.start:
        raise Problem("trial_days", where=trial.where)
    like = parameter.values[0].value
    value = _spelled(str(trial.value), like) if trial.spelled else trial.value
    if value is None or not _alike(value, like):
        raise Problem("trial_kind", where=trial.where, name=parameter.id, value=trial.value, stated=f"{_plain(like)}")
    return Trial(**{**vars(trial), "value": value})


def _spelled(text: str, like: Bound) -> Bound | None:
    """A text as the kind of value that ``like`` is; None when it is none."""
    if isinstance(like, bool):
        return {"true": True, "是": True, "false": False, "否": False}.get(text.lower())
    if isinstance(like, list):
        parts = [part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()]
        if all(isinstance(item, str) for item in like):
            return parts
        return [int(part) for part in parts] if all(part.isdecimal() for part in parts) else None
    if isinstance(like, str):
        return text
    try:
        if isinstance(like, date):
            return date.fromisoformat(text)
        number = float(text)
    except ValueError:
        return None
    return int(number) if math.isfinite(number) and number == int(number) and "." not in text else number


def _alike(value: Bound, like: Bound) -> bool:
    """Whether two values are of one kind; whole numbers and others are."""
    if isinstance(value, bool) or isinstance(like, bool):
        return isinstance(value, bool) and isinstance(like, bool)
    if isinstance(like, int | float):
        return isinstance(value, int | float) and math.isfinite(value)
    if isinstance(like, list):
        return isinstance(value, list) and bool(value) and type(value[0]) is type(like[0])
    return type(value) is type(like)


def _with_trial(parameter: Parameter, trial: Trial, document: Document) -> Parameter:
    if not trial.narrow:
        values = [_tried(trial, value.start, value.until, value.place, value) for value in parameter.values]
        return parameter.model_copy(update={"values": values})
    place = trial.place or document.place
    start = trial.start or begins(parameter, document, place) or document.in_force.start
    kept: list[DatedValue] = []
    stated: DatedValue | None = None
    for value in parameter.values:
        if (value.place or document.place) != place:
            kept.append(value)
            continue
        rest = _outside(value, document, start, trial.until)
        if rest != [value]:
            stated = stated or value
        kept.extend(rest)
    return parameter.model_copy(update={"values": [*kept, _tried(trial, start, trial.until, trial.place, stated)]})


def _tried(
    trial: Trial, start: date | None, until: date | None, place: str | None, stated: DatedValue | None
) -> TrialValue:
    """The value that a trial puts in; of a value tried before it names what the pack says."""
    said = stated.stated if isinstance(stated, TrialValue) else _said(stated)
    return TrialValue(
        value=trial.value,
        **{"from": start},
        until=until,
        place=place,
        source=stated.source if stated else "",
        origin=trial.origin,
        reason=trial.reason,
        stated=said,
    )


def _said(value: DatedValue | None) -> str:
    return _plain(value.value) if value else ""


def _plain(value: Bound) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _outside(value: DatedValue, document: Document, start: date, until: date | None) -> list[DatedValue]:
    """What is left of a value's days before ``start`` and from ``until`` on."""
    begun = value.start or document.in_force.start
    if (until is not None and until <= begun) or (value.until is not None and value.until <= start):
        return [value]
    left = []
    if begun < start:
        left.append(value.model_copy(update={"until": start}))
    if until is not None and (value.until is None or until < value.until):
        left.append(value.model_copy(update={"start": until}))
    return left
