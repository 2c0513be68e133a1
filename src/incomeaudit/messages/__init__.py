"""What the program says, in Chinese and English, and the one exception that carries it.

Texts stand in ``zh.toml`` and ``en.toml`` under the same keys, with ``{named}`` places to fill.
"""

from incomeaudit.messages.catalog import LANGUAGES, Messages, Problem, Text

__all__ = ["LANGUAGES", "Messages", "Problem", "Text"]
