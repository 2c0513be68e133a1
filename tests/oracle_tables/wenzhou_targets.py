"""温州市：增幅、差距、占比、就业率，市和县；各县（市、区）的控制比例."""

from tests.oracle_tables.targets import (
    Target,
    at_least,
    at_most,
    average_to_the_fen,
    employment,
    exceeds,
    growth,
    growth_of_people,
    growth_of_rural_people,
    key_people,
    less_than,
    narrower_gap,
    quota,
    rural_growth_of_city,
    share,
)
from tests.oracle_tables.zhejiang_places import Regional

BOTH, COUNTY = ("city", "county"), ("county",)
TARGETS = (
    Regional(Target("WZ001", growth, rural_growth_of_city, exceeds), "household", BOTH),
    Regional(Target("WZ002", average_to_the_fen, narrower_gap, exceeds), "household", BOTH),
    Regional(Target("WZ003", growth_of_people, growth_of_rural_people, less_than), "household", BOTH),
    Regional(Target("WZ011", employment, share("1"), at_least), "member", BOTH),
    Regional(Target("WZ020", key_people, quota, at_most), "household", COUNTY),
)
