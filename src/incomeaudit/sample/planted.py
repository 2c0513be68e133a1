"""What was done to a row on purpose."""

from dataclasses import dataclass


@dataclass(slots=True)
class Planted:
    """What was done to a row on purpose, and what an audit must say of it.

    ``cell`` is the field that was touched; a boundary row is one that lies exactly where nothing is wrong yet.
    """

    kind: str
    findings: tuple[str, ...] = ()
    unassessable: tuple[str, ...] = ()
    cell: str = ""
    boundary: bool = False
    limits: tuple[str, ...] = ()
    """Of a boundary row, the checks on whose limit it lies and that must find nothing."""
