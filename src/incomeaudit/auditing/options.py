"""What a caller may ask of an audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.options import ReadOptions


@dataclass(frozen=True, slots=True)
class Options:
    """Options of one audit; the defaults are those of ``incomeaudit check``."""

    place: str | None = None
    """A place as a user writes it; rows whose own place lies within it keep theirs."""
    year: int | None = None
    """The year of all rows, whatever they say."""
    policies: tuple[str, ...] = ()
    """Ids of the documents to hold the data against, in force or not; empty for those in force."""
    select: tuple[str, ...] = ()
    """Code prefixes to run; empty for all."""
    ignore: tuple[str, ...] = ()
    """Code prefixes not to run."""
    packs: tuple[Path, ...] = ()
    """The user's own packs."""
    previous: tuple[Path, ...] = ()
    """Last year's roster; ``roster.xlsx#2019`` for one sheet of a file."""
    settings: tuple[str, ...] = ()
    """Parameters tried out, ``income_floor=10000`` or ``zj-2020.income_floor=10000``."""
    overlays: tuple[Path, ...] = ()
    """Files of overrides with a title and a reason."""
    lang: str = "zh"
    unmask: bool = False
    reading: ReadOptions = field(default_factory=ReadOptions)

    def stated(self) -> Mapping[str, object]:
        """The options that differ from the defaults, for the report."""
        default = Options()
        names = ("place", "year", "policies", "select", "ignore", "settings", "lang", "unmask")
        stated: dict[str, object] = {
            name: getattr(self, name) for name in names if getattr(self, name) != getattr(default, name)
        }
        for name in ("packs", "previous", "overlays"):
            if getattr(self, name):
                stated[name] = [path.name for path in getattr(self, name)]
        if self.reading.mapping is not None:
            stated["mapping"] = self.reading.mapping.file
            stated["mapping_sha256"] = self.reading.mapping.sha256
        if self.reading.visible_only:
            stated["visible_only"] = True
        for limit in fields(Limits):
            if (value := getattr(self.reading.limits, limit.name)) != limit.default:
                stated[f"max_{limit.name}"] = value
        return {name: list(value) if isinstance(value, tuple) else value for name, value in stated.items()}
