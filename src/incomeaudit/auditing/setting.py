"""What an audit holds data against, and how it speaks."""

from dataclasses import dataclass

from incomeaudit.auditing.options import Options
from incomeaudit.messages import Messages
from incomeaudit.rulebook import Rulebook, load_rulebook
from incomeaudit.vocabulary import Vocabulary, load_vocabulary
from incomeaudit.vocabulary.places import PlaceTree, load_places


@dataclass(frozen=True)
class Setting:
    """Vocabulary, place tree, rulebook and messages of a run."""

    vocabulary: Vocabulary
    places: PlaceTree
    rulebook: Rulebook
    messages: Messages


def load_setting(options: Options) -> Setting:
    """Everything that ships with the program, and the user's own packs.

    Raises Problem for a pack that cannot be read or holds a mistake.
    """
    vocabulary, places = load_vocabulary(), load_places()
    return Setting(vocabulary, places, load_rulebook(vocabulary, places, options.packs), Messages(options.lang))
