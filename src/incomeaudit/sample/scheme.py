"""What is asked of a county in a year, as far as a sample has to know it to break it on purpose.

This is written down here once more, apart from the policy packs: a sample that read the packs could not
show that the packs are read rightly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")

LISTED = "在册"
WATCHED = "观察期"
LEFT = "已退出"
NEVER = "未在册"

GUARANTEES = ("food", "clothing", "education", "medical", "housing", "water")
"""“两不愁三保障” and drinking water, in the order of ZJ011–ZJ016 and ZJ051–ZJ056."""
FACTS = ("members", "poverty_cause", "income_source", "epidemic_impact", "assistance")
"""What has to be known of a household below the floor, in the order of ZJ041–ZJ045."""

_PROVINCE = (
    *("ZJ002", "ZJ003", "ZJ021", "ZJ022", "ZJ023", "ZJ031", "ZJ032"),
    *(f"ZJ01{number}" for number in range(1, 7)),
    *(f"ZJ04{number}" for number in range(1, 6)),
    *(f"ZJ05{number}" for number in range(1, 7)),
)
_DATA_QUALITY = ("DQ001", "DQ002", "DQ003", "DQ011", "DQ012")
_CITY_PLAN = range(2018, 2023)
_CITY_PLANS = {"丽水市": "LS", "嘉兴市": "JX"}


@dataclass(frozen=True, slots=True)
class Scheme:
    """What is in force, and the county's made-up figures. Money is yuan a year."""

    path: str
    """浙江省/丽水市/遂昌县."""
    code: str
    """Division code, six digits."""
    year: int
    codes: frozenset[str]
    """Checks and targets that speak of this place and year."""
    standards: Mapping[int, Decimal]
    """农村低保年标准 of last year and of this year."""
    line: Decimal
    """收入线: the multiple of last year's standard; in Wenzhou the line of 低保边缘, drawn by this year's.

    Where no document draws one, it is what the sample keeps to.
    """
    floor: Decimal
    """Income per head that nobody on the roster may lie below; where none is set, the least in the sample."""
    low: Decimal
    """From here up to the line lie the incomes per head of those on the roster."""
    target_met: bool
    """Whether the county is meant to reach its targets."""

    @property
    def city(self) -> str:
        """丽水市."""
        return self.path.split("/")[1]

    @property
    def documents(self) -> frozenset[str]:
        """What the codes of the documents that speak of the place and year begin with."""
        spoken = {"DQ"}
        if self.year == 2020:
            spoken.add("ZJ")
        if self.city in _CITY_PLANS and self.year in _CITY_PLAN:
            spoken.add(_CITY_PLANS[self.city])
        if self.city == "温州市" and 2016 <= self.year <= 2020:
            spoken.add("WZ")
        if _has_own_plan(self.path, self.year):
            spoken.add("LX")
        return frozenset(spoken)

    @property
    def county(self) -> str:
        """遂昌县."""
        return self.path.rsplit("/", maxsplit=1)[-1]

    @property
    def visits_listed(self) -> bool:
        """Whether the workbook lists every visit; in cities with a plan of their own the roster only counts them."""
        return self.city not in _CITY_PLANS

    def on_line(self, status: str, *, recomputed: bool = False) -> str:
        """Code of the check that holds a status against the line, by the declared or the recomputed income."""
        number = (LISTED, NEVER, LEFT).index(status) + (4 if recomputed else 1)
        return f"{'JX' if 'JX001' in self.codes else 'LS'}00{number}"

    def on_floor(self, *, recomputed: bool = False) -> str:
        """Code of the check that holds the declared or the recomputed income against the floor."""
        declared, items = ("ZJ002", "ZJ003") if "ZJ002" in self.codes else ("LS011", "LS012")
        return items if recomputed else declared


def half_up(amount: Decimal) -> Decimal:
    """An amount rounded half-up to 0.01."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def scheme_for(path: str, code: str, year: int, *, target_met: bool) -> Scheme:
    """What is in force at a county and in a year, with made-up 低保 standards.

    浙委办发〔2020〕29号 for 2020 everywhere, 丽委发〔2019〕23号 and Jiaxing's plan for 2018–2022 in these cities.
    """
    city = path.split("/")[1]
    codes = {*_DATA_QUALITY}
    multiple, floor = Decimal("1.5"), Decimal(0)
    if year == 2020:
        codes.update(_PROVINCE)
        floor = Decimal(8000)
    if city == "丽水市" and year in _CITY_PLAN:
        codes.update(f"LS00{number}" for number in range(1, 7))
        if year == 2022:
            codes.update(("LS011", "LS012", "LS013"))
            floor = Decimal(10000)
    if city == "嘉兴市" and year in _CITY_PLAN:
        codes.update(f"JX00{number}" for number in range(1, 7))
        multiple = Decimal(2)
        if year == 2022:
            codes.add("JX011")
    own_plan = _has_own_plan(path, year)
    if own_plan:
        multiple = Decimal(2)
    standards = {each: _standard(city, each) for each in (year - 1, year)}
    line = multiple * standards[year if city == "温州市" else year - 1]
    floor = floor or half_up(line * Decimal("0.55"))
    # Jiaxing's target for 2022 and Lanxi's are levels: they are reached only by a county close below its line.
    close = ("JX011" in codes or own_plan) and target_met
    low = max(floor, line * Decimal("0.93")) if close else floor
    return Scheme(path, code, year, frozenset(codes), standards, line, floor, low, target_met)


def _has_own_plan(path: str, year: int) -> bool:
    """Whether it is Lanxi in 2023, the one county with a plan of its own."""
    return path.endswith("/兰溪市") and year == 2023


def _standard(city: str, year: int) -> Decimal:
    """A made-up 农村低保年标准: below 8000 yuan in 2020 and below 10000 in 2022, which the documents forbid.

    Jiaxing's is higher from 2021, for its target of 22000 yuan a head lies beyond twice the lower series.
    """
    if city == "嘉兴市" and year >= 2021:
        return Decimal(11520 + 720 * (year - 2021))
    return Decimal(7920 + 660 * (year - 2020))
