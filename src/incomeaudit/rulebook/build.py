"""Putting a rulebook together: shipped packs, the user's own, and a look at all of it."""

from collections.abc import Sequence
from pathlib import Path

from incomeaudit.messages import Problem
from incomeaudit.rulebook.load import Rulebook, read_own_pack, shipped_packs
from incomeaudit.rulebook.validate import validate
from incomeaudit.vocabulary import Vocabulary
from incomeaudit.vocabulary.places import PlaceTree


def load_rulebook(vocabulary: Vocabulary, places: PlaceTree, own: Sequence[Path] = ()) -> Rulebook:
    """The rulebook of a run.

    Raises ``Problem("pack_invalid")`` naming file and key for any mistake in any pack. Packs that ship with the program
    are looked at by its tests; they are looked at again where the user's own stand beside them.
    """
    read = [*shipped_packs(), *(read_own_pack(path) for path in own)]
    packs = {}
    files: dict[str, str] = {}
    for file, pack in read:
        document = pack.document.id
        if document in packs:
            error = f"{document} already stands in {files[document]}"
            raise Problem("pack_invalid", file=file, key="document.id", error=error)
        packs[document] = pack
        files[document] = file
    rulebook = Rulebook(packs)
    if own:
        validate(rulebook, files, vocabulary, lambda path: places.get(path) is not None)
    return rulebook
