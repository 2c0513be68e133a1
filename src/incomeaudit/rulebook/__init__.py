"""Policy packs: documents, clauses, dated and placed parameters, checks and targets."""

from incomeaudit.rulebook.build import load_rulebook
from incomeaudit.rulebook.load import Rulebook
from incomeaudit.rulebook.model import SEVERITIES, Check, Pack, Target

__all__ = ["SEVERITIES", "Check", "Pack", "Rulebook", "Target", "load_rulebook"]
