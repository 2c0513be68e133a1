"""Reading the message catalogs."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages, as it stands in a pack or in the vocabulary."""

    zh: str
    en: str

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


def merge(files: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The texts of several catalog files, given as name and TOML source, keyed ``section.name``.

    Files may share a section. A key that stands in two of them raises ValueError with both files' names:
    which of the two a reader would see would hang on their order.
    """
    texts: dict[str, str] = {}
    origin: dict[str, str] = {}
    for file, source in files:
        for section, entries in tomllib.loads(source).items():
            for name, text in entries.items():
                key = f"{section}.{name}"
                if key in texts:
                    raise ValueError(f"{file}: {key} stands in {origin[key]} already")
                texts[key], origin[key] = text, file
    return texts


@cache
def read_catalog(lang: str) -> dict[str, str]:
    """All texts of one language, keyed ``section.name``, out of ``zh.toml`` and every ``*_zh.toml`` beside it."""
    folder = resources.files("incomeaudit.messages")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return merge(
        (file.name, file.read_text("utf-8"))
        for file in files
        if file.name == f"{lang}.toml" or file.name.endswith(f"_{lang}.toml")
    )


@dataclass(frozen=True, slots=True)
class Messages:
    """What the program says in one language. ``messages("check.done", n=3)`` fills a text."""

    lang: str

    def __call__(self, key: str, /, **values: object) -> str:
        """The text under ``key`` with ``values`` filled in; an unknown key is a bug and raises KeyError."""
        return read_catalog(self.lang)[key].format(**values)

    def problem(self, problem: "Problem") -> str:
        """A problem as the one line that a user reads."""
        return self(f"problem.{problem.key}", **problem.values)


class Problem(Exception):
    """Something that the user must know: what, where, and what to do.

    ``key`` names a text of the catalog; ``values`` fill its places. The command line says it in one
    line and leaves with exit status 2. No cell value of a household may be among the values.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        # A caller of the Python API sees this without choosing a language.
        return Messages("zh").problem(self)
