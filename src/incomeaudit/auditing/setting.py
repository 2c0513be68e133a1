"""What an audit holds data against, and how it speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from incomeaudit.auditing.options import Options
from incomeaudit.messages import Messages
from incomeaudit.rulebook import Rulebook, load_rulebook
from incomeaudit.rulebook.basis import Basis, all_bases
from incomeaudit.rulebook.computed import TableFields, all_fields
from incomeaudit.rulebook.overlay import read_overlay, read_setting, with_trials
from incomeaudit.vocabulary import Vocabulary, load_vocabulary
from incomeaudit.vocabulary.places import PlaceTree, load_places


@dataclass(frozen=True)
class Setting:
    """Vocabulary, place tree, rulebook and messages of a run."""

    vocabulary: Vocabulary
    places: PlaceTree
    rulebook: Rulebook
    messages: Messages

    @cached_property
    def fields(self) -> Mapping[str, TableFields]:
        """Every table's fields, physical and computed."""
        return all_fields(self.vocabulary, self.rulebook)

    @cached_property
    def bases(self) -> Mapping[str, Basis]:
        """What every check and target rests on, by code."""
        return all_bases(self.rulebook, self.fields)


def load_setting(options: Options) -> Setting:
    """Everything that ships with the program, the user's own packs, and the values that are tried out.

    Raises Problem for a pack or an overlay that cannot be read or holds a mistake.
    """
    vocabulary, places = load_vocabulary(), load_places()
    rulebook = load_rulebook(vocabulary, places, options.packs)
    # What stands on the command line is nearer to the user than what stands in a file, so it comes last.
    trials = [trial for path in options.overlays for trial in read_overlay(path)]
    trials += [read_setting(text) for text in options.settings]
    return Setting(vocabulary, places, with_trials(rulebook, trials, places), Messages(options.lang))
