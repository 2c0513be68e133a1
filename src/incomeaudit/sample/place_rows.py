"""The place sheet: what the county, and where a document asks for it its city, reached last year and this year."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from incomeaudit.sample.household import Household
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.scheme import Scheme
from incomeaudit.sample.targets import prior_low_income


@dataclass(slots=True)
class PlaceRow:
    """One row of the place sheet; the attributes are named after the fields of the place table. Money is yuan.

    Shares and rates are fractions; None is a blank cell.
    """

    place: str
    year: int
    dibao_standard: Decimal | None
    urban_dibao_standard: Decimal | None
    rural_income: Decimal | None
    rural_population: int | None
    prior_low_income: Decimal | None
    dibao_edge_line: Decimal | None = None
    relocated_people: int | None = None
    one_stop_rate: Decimal | None = None
    enrolment_rate: Decimal | None = None
    unreadable: dict[str, str] = field(default_factory=dict)
    planted: Planted | None = None


def draw_places(rng: Random, scheme: Scheme, rows: Sequence[Household]) -> list[PlaceRow]:
    """Last year's row and this year's of the county: the checks of 低保 standards speak of this year's alone."""
    before = prior_low_income(scheme, rows)
    rural = Decimal(rng.randint(19_000, 22_000)) + 2_000 * (scheme.year - 2018)
    people = rng.randint(120_000, 180_000)
    codes = tuple(code for code in ("ZJ031", "LS013") if code in scheme.codes)
    planted = Planted("低保年标准低于规定", codes, cell="dibao_standard") if codes else None
    standards = scheme.standards
    own = [
        PlaceRow(
            place=scheme.county,
            year=year,
            dibao_standard=standards[year],
            urban_dibao_standard=standards[year] + 600,
            rural_income=rural if year == scheme.year else (rural / Decimal("1.08")).quantize(Decimal(1)),
            rural_population=people,
            prior_low_income=before if year == scheme.year else (before / Decimal("1.11")).quantize(Decimal(1)),
            planted=planted if year == scheme.year else None,
        )
        for year in (scheme.year - 1, scheme.year)
    ]
    return [*_city_rows(scheme, rural), *own]


def _city_rows(scheme: Scheme, rural: Decimal) -> list[PlaceRow]:
    """The city's two rows, where its document compares with the city's rural residents; it pays more than the county.

    Their income grew by 9.2 %: more than the county's low-income households earn where it misses its targets.
    """
    if scheme.documents.isdisjoint(("LS", "WZ")):
        return []
    now, more = rural + 1_300, 1_500
    return [
        PlaceRow(
            place=scheme.city,
            year=year,
            dibao_standard=scheme.standards[year] + more,
            urban_dibao_standard=scheme.standards[year] + more,
            rural_income=now if year == scheme.year else (now / Decimal("1.092")).quantize(Decimal(1)),
            rural_population=None,
            prior_low_income=None,
        )
        for year in (scheme.year - 1, scheme.year)
    ]
