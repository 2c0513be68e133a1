"""What a worker is told: the same for all files of a run, and the one file it is about."""

from dataclasses import dataclass, replace

from incomeaudit.auditing.options import Options
from incomeaudit.auditing.run import rulebook_digest
from incomeaudit.auditing.setting import Setting
from incomeaudit.batch.store import FORMAT, digest


@dataclass(frozen=True, slots=True)
class Errand:
    """What holds for every file of a run. It is sent to workers, which may be on other machines."""

    source: str
    """Address of the folder that is audited, as ``folder.folder_at`` takes it."""
    out: str
    """Address of the output folder."""
    options: Options
    version: str
    reading: str
    """A key of everything but a file's content that its reading depends on."""
    judging: str
    """A key of everything but the tables and the county's figures that an audit depends on."""


@dataclass(frozen=True, slots=True)
class Take:
    """Read one file and keep its tables."""

    name: str
    """Path from the audited folder on."""
    sha256: str
    """Of the content as it was found."""
    key: str
    path: str = ""
    """Where it lies, if not in the folder."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Audit one file whose tables are kept, and write its report."""

    name: str
    taken: str
    """Key of its kept tables."""
    key: str
    figures: tuple[tuple[str, str], ...]
    """Name and key of the files that hold the figures of counties for the others, in the order of names."""


def errand_of(source: str, out: str, options: Options, setting: Setting, version: str) -> Errand:
    """The errand of a run. ``options.reading.ask`` is left out: nobody sits at a worker."""
    options = replace(options, reading=replace(options.reading, ask=None))
    reading = options.reading
    read_with = digest(
        FORMAT,
        version,
        options.place,
        options.year,
        options.lang,
        reading.limits,
        reading.visible_only,
        reading.passwords,
        reading.mapping.sha256 if reading.mapping is not None else None,
    )
    judged_with = digest(FORMAT, version, rulebook_digest(setting.rulebook), options.stated())
    return Errand(source, out, options, version, read_with, judged_with)
