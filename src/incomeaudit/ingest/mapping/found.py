"""Whether what a mapping names is there in the files that were read with it."""

from collections.abc import Iterable, Sequence

from incomeaudit.ingest.headers import normalise
from incomeaudit.ingest.mapping.model import ColumnMapping, Entry, SheetRule, name_of, nearest
from incomeaudit.ingest.model import Dataset, Part
from incomeaudit.messages import Messages, Problem
from incomeaudit.vocabulary import Vocabulary


def ensure_found(mapping: ColumnMapping, dataset: Dataset, vocabulary: Vocabulary, messages: Messages) -> None:
    """Raise ``Problem`` for a sheet, table, header or column that a mapping names and no file has, with what is near.

    One file that has it is enough: a mapping serves all files of a county that are read together.
    """
    sheets = [sheet for file in dataset.inputs for sheet in file.sheets]
    for rule in mapping.sheets:
        if not any(rule.fits(sheet) for sheet in sheets):
            near = nearest(rule.names[0], sheets) or tuple(dict.fromkeys(sheets))
            raise Problem("mapping_no_sheet", where=rule.where, name=rule.names[0], near="、".join(near))
        about = [part for part in dataset.parts if mapping.about(part.sheet).rule is rule]
        for entry in rule.entries:
            _ensure(entry, about, vocabulary, messages, rule)
    for entry in mapping.entries:
        _ensure(entry, dataset.parts, vocabulary, messages)


def _ensure(
    entry: Entry, parts: Sequence[Part], vocabulary: Vocabulary, messages: Messages, rule: SheetRule | None = None
) -> None:
    # Last year's households are read as such, and called otherwise afterwards.
    own = [
        part for part in parts if part.table == entry.table or (part.table, entry.table) == ("previous", "household")
    ]
    table = vocabulary.tables[entry.table].title[messages.lang]
    if not own:
        raise Problem("mapping_no_table", where=entry.where, table=table)
    columns = [column for part in own for column in part.columns]
    if entry.letter:
        if any(column.letter == entry.letter for column in columns):
            return
        letters = sorted({column.letter for column in columns}, key=lambda letter: (len(letter), letter))
        raise Problem("mapping_no_column", where=entry.where, key=entry.key, letters=f"{letters[0]}–{letters[-1]}")
    headers = dict.fromkeys(column.header for column in columns if column.header)
    if not any(entry.names(name_of(header)) for header in headers):
        near = _nearest_headers(entry.key, headers)
        raise Problem("mapping_no_header", where=entry.where, key=entry.key, table=table, near="、".join(near))


def _nearest_headers(key: str, headers: Iterable[str]) -> tuple[str, ...]:
    """Headers near to one, remarks and units left aside; the first few where none is."""
    named: dict[str, str] = {}
    for header in headers:
        named.setdefault(normalise(header).text, header)
    return tuple(named[name] for name in nearest(normalise(key).text, named, 30)) or tuple(named.values())[:3]
