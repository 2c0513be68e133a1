"""Ways in which a spreadsheet gets broken: by accident, by a bad disk, by somebody who means harm.

A mutation takes the bytes of a file, those of another fixture, and a seeded generator; it gives the bytes of the
mutant, or None where it does not apply to this file.
"""

from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, bytes, Random], bytes | None]
