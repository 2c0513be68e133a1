"""Mistakes that the plan of Lanxi knows."""

from incomeaudit.sample import broken_lanxi_homes, broken_lanxi_money, broken_lanxi_people, broken_lanxi_works
from incomeaudit.sample.breaks import Break

BREAKS: tuple[Break, ...] = (
    # Few households have a pupil at a vocational school or a loan: they are chosen before others take them.
    *broken_lanxi_money.BREAKS,
    *broken_lanxi_homes.BREAKS,
    *broken_lanxi_people.BREAKS,
    *broken_lanxi_works.BREAKS,
)
