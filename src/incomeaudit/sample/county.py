"""The made-up county: townships, villages and what the villages' collectives earn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from incomeaudit.sample.household import Household
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.scheme import Scheme

_TOWNSHIPS = (
    *("云溪乡", "石桥镇", "青岭乡", "白沙镇", "南塘乡", "松川镇", "清水乡", "龙门镇", "竹洋乡", "枫林镇"),
    *("东坪乡", "梅湖镇", "高山乡", "柳市桥乡"),
)
_FIRST = "石松云竹梅樟枫桂荷清龙凤东西南北上下前后高长"
_SECOND = "门坑源溪岭坪塘湾畈桥洋岗坞垄"
_VILLAGES_A_TOWNSHIP = 5

TOTAL_FLOOR, OPERATING_FLOOR = Decimal(100_000), Decimal(50_000)
TOTAL_RAISED, OPERATING_RAISED = Decimal(200_000), Decimal(100_000)


@dataclass(slots=True)
class Village:
    """One row of the village sheet; money is yuan, the attributes are named after the fields of the table."""

    township: str
    village: str
    weak: bool
    total_income: Decimal
    operating_income: Decimal
    paired_unit: str | None
    recurring_income: Decimal | None = None
    key: bool | None = None
    centrally_supported: bool | None = None
    city_paired: bool | None = None
    plan: str | None = None
    pairing_funds: Decimal | None = None
    yearly_funds: Decimal | None = None
    unreadable: dict[str, str] = field(default_factory=dict)
    planted: Planted | None = None

    @property
    def raised(self) -> bool:
        """Whether a weak village counts as raised: 20 万元 in all and 10 万元 from operations."""
        return self.total_income >= TOTAL_RAISED and self.operating_income >= OPERATING_RAISED


@dataclass(slots=True)
class Township:
    """A township of the roster, which has no sheet of its own: the audit makes its rows of the households'."""

    township: str
    rows: list[Household]
    """Its households in the order of the roster."""
    planted: Planted | None = None


def townships_of(rows: Sequence[Household]) -> list[Township]:
    """The townships of the households, in the order in which they come."""
    together: dict[str, list[Household]] = {}
    for row in rows:
        together.setdefault(row.township, []).append(row)
    return [Township(name, households) for name, households in together.items()]


def draw_villages(rng: Random, scheme: Scheme, households: int) -> list[Village]:
    """Villages in the order of their townships, some five to a township, half of them weak.

    Three of ten weak villages are raised where the county is to reach its target, which is exactly the share
    asked for, and two of ten where it is not.
    """
    townships = _TOWNSHIPS[: min(len(_TOWNSHIPS), 4 + households // 250)]
    places = [town for town in townships for _ in range(_VILLAGES_A_TOWNSHIP)]
    names = rng.sample([f"{first}{second}村" for first in _FIRST for second in _SECOND], len(places))
    weak = len(places) // 20 * 10
    raised = weak * (3 if scheme.target_met else 2) // 10
    fates = ["raised"] * raised + ["weak"] * (weak - raised) + ["strong"] * (len(places) - weak)
    rng.shuffle(fates)
    # Jiaxing asks ten times as much of its villages in 2022 as the province did of all in 2020.
    rich = scheme.city == "嘉兴市" and scheme.year == 2022
    villages = [_village(rng, *each, rich=rich) for each in zip(places, names, fates, strict=True)]
    if "ZJ021" in scheme.codes:
        _plant(rng, villages)
    return villages


def _village(rng: Random, township: str, name: str, fate: str, *, rich: bool) -> Village:
    if rich:
        total, share = rng.randint(16_000, 52_000), rng.uniform(0.55, 0.9)
    elif fate == "weak":
        total, share = rng.randint(1100, 1950), rng.uniform(0.5, 0.9)
    else:
        total, share = rng.randint(2100, 5200), rng.uniform(0.55, 0.9)
    operating = max(int(total * share), 5100 if rich else 510 if fate == "weak" else 1010)
    unit = rng.choice(("县农业局", "县水利局", "县供电公司", "县农商银行", "县交投集团", "县医院"))
    return Village(township, name, fate != "strong", Decimal(total * 100), Decimal(operating * 100), unit)


def _plant(rng: Random, villages: list[Village]) -> None:
    """Put mistakes and boundary cases in villages of each kind, more of them in a larger county."""
    strong = [each for each in villages if not each.weak]
    weak = [each for each in villages if each.weak and not each.raised]
    raised = [each for each in villages if each.weak and each.raised]
    for pool in (strong, weak, raised):
        rng.shuffle(pool)
    for _ in range(len(villages) // 20):
        _set(strong.pop(), "年总收入低于10万元", 99_900, 60_000, ("ZJ021",))
        _set(strong.pop(), "经营性收入低于5万元", 152_300, 49_900, ("ZJ022",), "operating_income")
        _set(weak.pop(), "年总收入和经营性收入均低", 61_200, 20_500, ("ZJ021", "ZJ022"))
        vague = strong.pop()
        vague.unreadable["total_income"] = "约十二"
        vague.planted = Planted("年总收入无法识别", (), ("ZJ021",), "total_income")
        _set(strong.pop(), "年总收入恰为10万元、经营性收入恰为5万元", 100_000, 50_000)
        _set(weak.pop(), "薄弱村差一百元未达提升标准", 199_900, 100_000)
        _set(raised.pop(), "薄弱村恰达提升标准", 200_000, 100_000)


def _set(
    village: Village,
    kind: str,
    total: int,
    operating: int,
    findings: tuple[str, ...] = (),
    cell: str = "total_income",
) -> None:
    village.total_income, village.operating_income = Decimal(total), Decimal(operating)
    limits = () if findings else ("ZJ021", "ZJ022")
    village.planted = Planted(kind, findings, cell=cell, boundary=not findings, limits=limits)
