"""Several counties in one run: what each place that the rows speak of sees, and the outcomes it is told."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.targets import CITIES, Target

LEVELS = ("province", "city", "county", "township")
PROVINCE = "浙江省"
PATHS = {
    PROVINCE: PROVINCE,
    **{city: f"{PROVINCE}/{city}" for city in CITIES.values()},
    **{county: f"{PROVINCE}/{city}/{county}" for county, city in CITIES.items()},
}


@dataclass(frozen=True)
class Regional:
    """A target that is told of places of several levels, and judged of some of them."""

    target: Target
    table: str
    levels: tuple[str, ...]
    judged: tuple[str, ...] = LEVELS

    def outcomes(self, world: World) -> dict[str, str]:
        """What is said of every place, by its path."""
        return {path: self._outcome(path, own) for path, own in self.seen(world).items()}

    def _outcome(self, path: str, own: World) -> str:
        if _level(path) in self.judged:
            return self.target.outcome(own)
        return "unassessable" if self.target.measured(own) is None else "reported"

    def seen(self, world: World) -> dict[str, World]:
        """The world as each place sees it: its own rows and those of the places within it, and all of 县级参数.

        A place above the counties is spoken of where rows name it or two of its parts: a county is not its city.
        """
        rows = [row for row in world.of(self.table) if self.table != "place" or row.whole("year") == world.year]
        named = {path for row in rows for path in self._paths(row, world)}
        found = {}
        for path in sorted({above for each in named for above in _prefixes(each)}):
            parts = {tuple(each.split("/")[: path.count("/") + 2]) for each in named if _lies_in(each, path)}
            whole = _level(path) in ("county", "township") or path in named or len(parts) > 1
            if whole and _level(path) in self.levels:
                found[path] = within(world, path)
        return found

    def _paths(self, row: Row, world: World) -> Iterator[str]:
        """The place of a row, if it lies in the place that is audited, and its township where that is asked for."""
        path, township = place_of(self.table, row, world), row.word("township")
        if _lies_in(path, PATHS[world.county]):
            yield path
            if "township" in self.levels and township is not None:
                yield f"{path}/{township}"


def place_of(table: str, row: Row, world: World) -> str:
    """Where a row lies: as it says, else as the household does that it belongs to, else in the place that is audited."""
    named = row.word("county") or row.word("place")
    household = None if table in ("household", "previous") else world.household(row)
    if named is None and household is not None:
        named = household.word("county")
    return PATHS[named or world.county]


def within(world: World, path: str) -> World:
    """The rows that lie in a place; figures of 县级参数 stand for whatever place they name.

    Of last year's roster, only places that this year's speaks of too: like is compared with like.
    """
    steps = path.split("/")
    spoken_of = {place_of("household", row, world) for row in world.of("household")}

    def lies_here(table: str, row: Row) -> bool:
        place = place_of(table, row, world)
        inside = _lies_in(place, "/".join(steps[:3])) and steps[3:] in ([], [row.word("township")])
        return table == "place" or (inside and (table != "previous" or place in spoken_of))

    tables = {table: [row for row in rows if lies_here(table, row)] for table, rows in world.tables.items()}
    return World(steps[-1], world.year, tables)


def _level(path: str) -> str:
    return LEVELS[path.count("/")]


def _lies_in(path: str, whole: str) -> bool:
    return path == whole or path.startswith(f"{whole}/")


def _prefixes(path: str) -> list[str]:
    steps = path.split("/")
    return ["/".join(steps[: depth + 1]) for depth in range(len(steps))]
