"""The beginning of a pack of one's own."""

from importlib import resources


def skeleton() -> str:
    """A small pack with comments; it loads as it stands."""
    return resources.files("incomeaudit.rulebook").joinpath("skeleton.toml").read_text("utf-8")
