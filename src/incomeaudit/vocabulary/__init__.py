"""What a roster can say: tables, fields, headers, units, code lists and places."""

from functools import cache

from incomeaudit.vocabulary.model import (
    NUMERIC,
    CodeList,
    Derived,
    Field,
    Table,
    ValueType,
    Vocabulary,
    VocabularyError,
)

__all__ = [
    "NUMERIC",
    "CodeList",
    "Derived",
    "Field",
    "Table",
    "ValueType",
    "Vocabulary",
    "VocabularyError",
    "load_vocabulary",
]


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary that ships with the program.

    Raises ``VocabularyError`` naming file and key when one of its files is wrong.
    """
    # Its loader looks at every key of its files, with a library that takes longer to import than all of this.
    from incomeaudit.vocabulary.load import read_vocabulary  # noqa: PLC0415

    return read_vocabulary()
