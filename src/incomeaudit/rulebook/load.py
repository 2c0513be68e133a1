"""Reading packs from TOML, with every mistake named by file and key."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from incomeaudit.messages import Problem
from incomeaudit.rulebook.model import Check, Clause, Pack, Target


@dataclass(frozen=True)
class Rulebook:
    """All packs of a run, shipped and the user's own, by document id."""

    packs: Mapping[str, Pack]

    @cached_property
    def checks(self) -> list[tuple[Pack, Check]]:
        """Every check with its pack, in code order."""
        pairs = [(pack, check) for pack in self.packs.values() for check in pack.check]
        return sorted(pairs, key=lambda pair: pair[1].code)

    @cached_property
    def targets(self) -> list[tuple[Pack, Target]]:
        """Every target with its pack, in code order."""
        pairs = [(pack, target) for pack in self.packs.values() for target in pack.target]
        return sorted(pairs, key=lambda pair: pair[1].code)

    @cached_property
    def _by_table(self) -> dict[str, list[tuple[Pack, Check | Target]]]:
        found: dict[str, list[tuple[Pack, Check | Target]]] = {}
        entries: list[tuple[Pack, Check | Target]] = [*self.checks, *self.targets]
        for pack, entry in entries:
            found.setdefault(entry.table, []).append((pack, entry))
        return found

    def of_table(self, table: str) -> Sequence[tuple[Pack, Check | Target]]:
        """Every check of one table, then every target, each with its pack and in code order."""
        return self._by_table.get(table, ())

    @cached_property
    def codes(self) -> list[str]:
        """Every code of a check or target, in order."""
        return sorted([check.code for _, check in self.checks] + [target.code for _, target in self.targets])

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Every clause by its id."""
        return {clause.id: clause for pack in self.packs.values() for clause in pack.clause}

    @cached_property
    def digest(self) -> str:
        """A digest of everything that the packs say: sixteen hex digits."""
        texts = [pack.model_dump_json() for pack in self.packs.values()]
        return sha256("\n".join(texts).encode()).hexdigest()[:16]


def parse_pack(text: str, file: str) -> Pack:
    """A pack from its TOML text.

    Raises ``Problem("pack_invalid")`` with ``file``, ``key`` (check.ZJ002.violation) and ``error``.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Problem("pack_invalid", file=file, key="TOML", error=str(error)) from error
    try:
        return Pack.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise Problem("pack_invalid", file=file, key=_key(raw, first["loc"]), error=first["msg"]) from error


def _key(raw: object, location: Sequence[str | int]) -> str:
    """The key as an auditor finds it: list entries by their code or id, not by their number."""
    parts: list[str] = []
    for step in location:
        if isinstance(step, int) and isinstance(raw, list) and step < len(raw):
            raw = raw[step]
            name = raw.get("code") or raw.get("id") if isinstance(raw, dict) else None
            parts.append(str(name or step + 1))
            continue
        raw = raw.get(step) if isinstance(raw, dict) else None
        parts.append(str(step))
    return ".".join(parts)


@cache
def shipped_packs() -> tuple[tuple[str, Pack], ...]:
    """File name and pack of every pack that ships with the program, in file order."""
    root: Traversable = resources.files("incomeaudit.rulebook").joinpath("packs")
    files = sorted((file for file in root.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple((file.name, parse_pack(file.read_text("utf-8"), file.name)) for file in files)


def read_own_pack(path: Path) -> tuple[str, Pack]:
    """A pack that the user wrote. Raises Problem when the file cannot be read or is not a pack."""
    try:
        # Editors on Windows put a byte-order mark before UTF-8; TOML knows none.
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise Problem("pack_unreadable", file=path, error=error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        raise Problem("pack_invalid", file=path, key="UTF-8", error=error.reason) from error
    return path.name, parse_pack(text, path.name)
