"""Which checks of the whole rulebook the samples plant a mistake for, and which not yet."""

import json
from pathlib import Path

from incomeaudit.rulebook import load_rulebook
from incomeaudit.sample import make_sample
from incomeaudit.vocabulary import load_vocabulary
from incomeaudit.vocabulary.places import load_places

COUNTIES = [("遂昌县", 2020), ("遂昌县", 2022), ("海盐县", 2020), ("海盐县", 2022), ("庆元县", 2018), ("兰溪市", 2023)]
NOT_YET = {
    *(
        "DQ021",
        "DQ022",
        "DQ023",
        "DQ024",
    ),
    *(
        "JX024",
        "JX025",
        "JX026",
        "JX031",
        "JX037",
        "JX038",
        "JX041",
        "JX042",
        "JX043",
        "JX044",
        "JX045",
        "JX046",
    ),
    *(
        "JX047",
        "JX051",
        "JX052",
        "JX053",
        "JX054",
        "JX055",
        "JX056",
        "JX061",
        "JX062",
        "JX063",
        "JX064",
        "JX065",
    ),
    *(
        "JX066",
        "JX067",
        "JX068",
        "JX069",
        "JX071",
        "JX072",
        "JX075",
        "JX077",
        "JX078",
        "JX079",
    ),
    *(
        "LS041",
        "LS042",
        "LS062",
        "LS063",
        "LS081",
        "LS082",
        "LS085",
        "LS101",
        "LS102",
        "LS103",
        "LS104",
        "LS105",
    ),
    *(
        "LS111",
        "LS121",
        "LS122",
        "LS123",
        "LS124",
    ),
    *(
        "LX021",
        "LX022",
        "LX050",
        "LX051",
        "LX060",
        "LX070",
        "LX080",
        "LX081",
        "LX082",
        "LX083",
        "LX090",
        "LX091",
    ),
    *(
        "LX092",
        "LX100",
        "LX110",
        "LX111",
        "LX112",
        "LX131",
        "LX132",
        "LX140",
        "LX141",
        "LX142",
        "LX143",
        "LX150",
    ),
    *(
        "LX151",
        "LX160",
        "LX161",
        "LX170",
        "LX171",
        "LX172",
        "LX180",
        "LX181",
        "LX182",
        "LX190",
        "LX191",
    ),
    *(
        "WZ010",
        "WZ030",
        "WZ040",
        "WZ050",
        "WZ051",
        "WZ060",
        "WZ061",
        "WZ062",
        "WZ070",
        "WZ080",
        "WZ081",
        "WZ090",
    ),
    *(
        "ZJ062",
        "ZJ071",
        "ZJ081",
        "ZJ091",
        "ZJ102",
        "ZJ103",
        "ZJ112",
        "ZJ113",
        "ZJ121",
        "ZJ141",
        "ZJ142",
    ),
}
"""Checks of which no sample has a mistake yet: a code that gets one is taken out, and none is put in."""


def test_the_checks_without_a_mistake_are_those_listed(tmp_path: Path) -> None:
    found: set[str] = set()
    for place, year in COUNTIES:
        made = make_sample(tmp_path / f"{place}{year}", place, year, households=200, seed=1)
        found |= {each["code"] for each in json.loads(made.truth.read_text("utf-8"))["findings"]}
    assert {check.code for _, check in load_rulebook(load_vocabulary(), load_places()).checks} - found == NOT_YET
