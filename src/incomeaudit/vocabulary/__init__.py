"""What a roster can say: tables, fields, headers, units, code lists and places."""

from incomeaudit.vocabulary.load import VocabularyError, load_vocabulary
from incomeaudit.vocabulary.model import NUMERIC, CodeList, Derived, Field, Table, ValueType, Vocabulary

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
