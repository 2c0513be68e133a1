"""Mutants of fixtures for a corpus run: each a file that was broken in one way.

    python benchmarks/mutants.py SRC_DIR OUT_DIR [--count 2000] [--seed 1]

Takes every file below SRC_DIR in turn and each mutation that applies to it in turn (``mutations/``), so that all pairs
come up before any comes up twice. A mutant is called ``SOURCE__MUTATION__SEED-NUMBER.SUFFIX``; the same sources, count
and seed give the same bytes, and a greater count the same mutants and more.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from mutations import Mutation
from mutations.compound import COMPOUND
from mutations.markup import MARKUP
from mutations.raw import RAW
from mutations.text import TEXT
from mutations.zipped import ZIPPED

ALL = (*RAW, *ZIPPED, *MARKUP, *COMPOUND, *TEXT)
SUFFIXES = (".xlsx", ".xls", ".csv", ".ods", ".xlsb", ".et", ".txt", "")
"""Under one of these one mutant in twenty is put: a format is told from the content."""


@dataclass(frozen=True, slots=True)
class Mutant:
    name: str
    data: bytes


def mutants(sources: Sequence[Path], count: int, seed: int) -> Iterator[Mutant]:
    """``count`` mutants of the sources, each different from its source."""
    contents = [path.read_bytes() for path in sources]
    turns = [Random(f"{seed}/{path.name}").sample(ALL, len(ALL)) for path in sources]
    taken = [0] * len(sources)
    for number in range(count):
        at = number % len(sources)
        rng = Random(f"{seed}/{number}")
        for _ in range(len(ALL)):
            mutation = turns[at][taken[at] % len(ALL)]
            taken[at] += 1
            data = mutation(contents[at], rng.choice(contents), rng)
            if data is not None and data != contents[at]:
                break
        else:
            raise ValueError(f"no mutation applies to {sources[at]}")
        yield Mutant(_name(sources[at], mutation, seed, number, rng), data)


def _name(source: Path, mutation: Mutation, seed: int, number: int, rng: Random) -> str:
    suffix = rng.choice(SUFFIXES) if rng.random() < 0.05 else source.suffix
    return f"{source.stem}__{mutation.__name__}__{seed}-{number:05d}{suffix}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path, metavar="SRC_DIR")
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sources = sorted(path for path in options.sources.rglob("*") if path.is_file())
    if not sources:
        sys.exit(f"no files below {options.sources}")
    options.out.mkdir(parents=True, exist_ok=True)
    for mutant in mutants(sources, options.count, options.seed):
        (options.out / mutant.name).write_bytes(mutant.data)
    print(f"{options.count} mutants of {len(sources)} files in {options.out}")


if __name__ == "__main__":
    main()
