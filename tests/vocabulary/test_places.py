import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import numdb

from incomeaudit.vocabulary.places import Place, PlaceTree, load_places

TREE = load_places()
PLACES = list(TREE.places.values())
COUNTIES = [place for place in PLACES if place.level == "county"]
PROVINCE = "浙江省"


def path(short_path: str) -> str:
    return f"{PROVINCE}/{short_path}"


def names(places: tuple[Place, ...]) -> list[str]:
    return [place.name.zh for place in places]


def meant(text: str, on: date | None = None, hint: str | None = None) -> str | None:
    place = TREE.resolve(text, on, hint).place
    return place.path if place else None


# ---------------------------------------------------------------------------------------------- the data


@pytest.mark.parametrize(
    ("city", "count"),
    [
        ("杭州市", 13), ("宁波市", 10), ("温州市", 12), ("嘉兴市", 7), ("湖州市", 5), ("绍兴市", 6),
        ("金华市", 9), ("衢州市", 6), ("舟山市", 4), ("台州市", 9), ("丽水市", 9),
    ],
)  # fmt: skip
def test_counties_of_each_city_now(city: str, count: int) -> None:
    assert len(TREE.children(path(city))) == count


def test_eleven_cities_and_ninety_counties_now() -> None:
    cities = TREE.children(PROVINCE)
    assert len(cities) == 11
    assert sum(len(TREE.children(city.path)) for city in cities) == 90


@pytest.mark.parametrize(
    ("on", "districts", "cities", "counties"),
    [
        (date(2016, 1, 1), 36, 20, 34),
        (date(2017, 1, 1), 36, 19, 34),
        (date(2018, 1, 1), 37, 19, 33),
        (date(2020, 1, 1), 37, 20, 33),
        (date(2022, 1, 1), 37, 20, 33),
    ],
)
def test_kinds_of_county_then(on: date, districts: int, cities: int, counties: int) -> None:
    kinds = [county.kind for city in TREE.children(PROVINCE, on) for county in TREE.children(city.path, on)]
    counted = [kinds.count(kind) for kind in ("district", "county-level city", "county")]
    assert counted == [districts, cities, counties]


def test_wenzhou() -> None:
    assert names(TREE.children(path("温州市"), date(2020, 1, 1))) == [
        "鹿城区", "龙湾区", "瓯海区", "洞头区", "永嘉县", "平阳县", "苍南县", "文成县", "泰顺县",
        "瑞安市", "乐清市", "龙港市",
    ]  # fmt: skip
    assert "龙港市" not in names(TREE.children(path("温州市"), date(2019, 1, 1)))


def known_names(code: str) -> list[tuple[int, int, str]]:
    """What python-stdnum knows of a code: first year, last year, name."""
    _, (_, known) = numdb.get("cn/loc").info(code)
    entries = known.get("county", "").split(",")
    read = [re.fullmatch(r"(?:\[(\d*)-(\d*)\])?(.+)", entry) for entry in entries]
    return [(int(one[1] or 0), int(one[2] or 9999), one[3]) for one in read if one]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.path)
def test_code_and_name_against_stdnum(place: Place) -> None:
    known = known_names(place.code)
    if not known:
        # Its list ends before the districts made in 2021.
        assert place.name.zh in {"临平区", "钱塘区"}
        return
    spans = {name: (first, last) for first, last, name in known}
    assert place.name.zh in spans
    first, last = spans[place.name.zh]
    assert (place.start.year if place.start else None) == (first if first >= 2016 else None)
    assert (place.until.year if place.until else None) == (last if last < 9999 else None)


def test_no_county_of_stdnum_is_missing() -> None:
    ours = {(place.code, place.name.zh) for place in PLACES}
    for number in range(330000, 340000):
        for _, last, name in known_names(str(number)):
            if last >= 2016 and name != "市辖区":
                assert (str(number), name) in ours


def test_paths_codes_kinds_and_names_hang_together() -> None:
    suffixes = {
        "province": ("省", "Province"),
        "city": ("市", "City"),
        "district": ("区", "District"),
        "county": ("县", "County"),
        "county-level city": ("市", "City"),
    }
    assert len({place.code for place in PLACES}) == len(PLACES)
    assert [place.code for place in PLACES] == sorted(place.code for place in PLACES)
    for place in PLACES:
        zh, en = suffixes[place.kind]
        assert place.name.zh.endswith(zh)
        assert place.name.en.endswith(f" {en}")
        assert place.name.zh == place.path.rpartition("/")[2]
        assert len(place.short) >= 2
        assert place.name.zh.startswith(place.short)
        above = TREE.get(place.parent)
        if place.level == "province":
            assert above is None
        else:
            assert above is not None
            assert above.code.rstrip("0") == place.code[: len(above.code.rstrip("0"))]
        # The third pair of digits says the kind: 01-20 districts, 21-80 counties, 81 on county-level cities.
        last = int(place.code[4:])
        kind = "district" if last <= 20 else "county" if last <= 80 else "county-level city"
        assert place.level != "county" or place.kind == kind
    assert {place.kind for place in PLACES if place.level == "county"} == {
        "district", "county", "county-level city",
    }  # fmt: skip


CHANGES = [
    # (day, what ended, what began) as the notices say
    (date(2016, 9, 28), {"江东区", "奉化市"}, {"奉化区"}),
    (date(2017, 5, 4), {"玉环县"}, {"玉环市"}),
    (date(2017, 8, 11), {"临安市"}, {"临安区"}),
    (date(2019, 8, 30), set(), {"龙港市"}),
    (date(2021, 4, 9), {"下城区", "江干区"}, {"临平区", "钱塘区"}),
]


def test_every_change_and_no_other() -> None:
    days = {day for place in PLACES for day in (place.start, place.until) if day}
    assert days == {day for day, _, _ in CHANGES}
    for day, ended, began in CHANGES:
        assert {place.name.zh for place in PLACES if place.until == day} == ended
        assert {place.name.zh for place in PLACES if place.start == day} == began


def test_every_change_leads_on_and_back() -> None:
    for place in PLACES:
        assert bool(place.until) == bool(place.became)
        assert bool(place.start) == bool(place.formed_from)
        for other in place.became:
            assert place.until and TREE.places[other].in_force(place.until)
        for other in place.formed_from:
            assert place.start and TREE.places[other].in_force(date.fromordinal(place.start.toordinal() - 1))


# ---------------------------------------------------------------------------------------------- the tree


def test_get() -> None:
    suichang = TREE.get("浙江省/丽水市/遂昌县")
    assert suichang is not None
    assert (suichang.code, suichang.name.en, suichang.kind) == ("331123", "Suichang County", "county")
    assert (suichang.level, suichang.parent, suichang.short) == ("county", "浙江省/丽水市", "遂昌")
    assert TREE.get("浙江省/丽水市/遂昌县/某乡") is None
    assert TREE.get("遂昌县") is None


def test_ancestors_nearest_first_and_below_the_tree() -> None:
    assert TREE.ancestors("浙江省/丽水市/遂昌县/某乡") == (
        "浙江省/丽水市/遂昌县/某乡",
        "浙江省/丽水市/遂昌县",
        "浙江省/丽水市",
        "浙江省",
    )
    assert TREE.ancestors("浙江省") == ("浙江省",)


def test_children_in_the_order_of_codes() -> None:
    assert names(TREE.children("浙江省/丽水市")) == [
        "莲都区", "青田县", "缙云县", "遂昌县", "松阳县", "云和县", "庆元县", "景宁畲族自治县", "龙泉市",
    ]  # fmt: skip
    assert TREE.children("浙江省/丽水市/遂昌县") == ()


def test_within() -> None:
    assert TREE.within("浙江省/丽水市/遂昌县/某乡", "浙江省/丽水市")
    assert TREE.within("浙江省/丽水市", "浙江省/丽水市")
    assert not TREE.within("浙江省/丽水市", "浙江省/丽水市/遂昌县")
    assert not TREE.within("浙江省/丽水市二", "浙江省/丽水市")


@given(st.sampled_from(PLACES), st.lists(st.sampled_from(["某乡", "某村", "东坑"]), max_size=3))
def test_within_is_having_among_the_ancestors(place: Place, below: list[str]) -> None:
    deep = "/".join((place.path, *below))
    assert all(TREE.within(deep, above) for above in TREE.ancestors(deep))
    others = [other.path for other in PLACES if other.path not in TREE.ancestors(deep)]
    assert not any(TREE.within(deep, other) for other in others)


def test_a_day_is_within_one_name_only() -> None:
    lin_an = [place for place in COUNTIES if place.short == "临安"]
    for day, kind in ((date(2017, 8, 10), "county-level city"), (date(2017, 8, 11), "district")):
        assert [place.kind for place in lin_an if place.in_force(day)] == [kind]


# ---------------------------------------------------------------------------------------------- resolve


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.path)
def test_full_names_paths_and_codes_round_trip(place: Place) -> None:
    for text in (place.name.zh, place.path, place.path.replace("/", ""), place.code, f"{place.code}000000"):
        found = TREE.resolve(text)
        assert (found.place, found.candidates, found.note, found.exact) == (place, (place,), "", True)


@given(st.sampled_from(PLACES), st.dates(date(2013, 1, 1), date(2030, 12, 31)))
def test_a_name_on_a_day_means_places_of_that_day(place: Place, day: date) -> None:
    found = TREE.resolve(place.name.zh, day)
    assert found.candidates
    assert all(one.in_force(day) for one in found.candidates)
    assert (found.note == "") == place.in_force(day)
    assert (found.place is not None) == (len(found.candidates) == 1)


@given(st.sampled_from(PLACES), st.dates(date(2013, 1, 1), date(2030, 12, 31)))
def test_a_short_name_in_force_needs_no_note(place: Place, day: date) -> None:
    if place.in_force(day):
        found = TREE.resolve(place.short, day)
        assert (found.place, found.note, found.exact) == (place, "", True)


@pytest.mark.parametrize(
    "text",
    [
        "遂昌县", "遂昌", "丽水遂昌", "丽水市遂昌县", "丽水市遂昌", "浙江省丽水市遂昌县", "浙江遂昌县",
        "浙江丽水遂昌", "浙江省/丽水市/遂昌县", "丽水市／遂昌县", "丽水市 - 遂昌县", " 遂 昌 县 ", "遂昌县\u3000",
        "\ufeff遂昌县", "遂昌县\n",
        "331123", "331123000000", "331123000", "３３１１２３",
    ],
)  # fmt: skip
def test_ways_of_writing_one_place(text: str) -> None:
    found = TREE.resolve(text)
    assert found.exact
    assert found.place == TREE.get("浙江省/丽水市/遂昌县")


@pytest.mark.parametrize("text", ["景宁畲族自治县", "景宁", "景宁县", "景宁自治县", "丽水景宁", "331127"])
def test_jingning(text: str) -> None:
    assert meant(text) == "浙江省/丽水市/景宁畲族自治县"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("浙江", "浙江省"), ("330000", "浙江省"), ("丽水", "浙江省/丽水市"), ("浙江台州", "浙江省/台州市")],
)
def test_province_and_cities(text: str, expected: str) -> None:
    assert meant(text) == expected


@pytest.mark.parametrize(
    ("text", "on", "expected", "note"),
    [
        ("临安市", date(2020, 6, 1), "杭州市/临安区", "former_name"),
        ("临安市", date(2016, 6, 1), "杭州市/临安市", ""),
        ("临安区", date(2016, 6, 1), "杭州市/临安市", "later_name"),
        ("临安", date(2016, 6, 1), "杭州市/临安市", ""),
        ("杭州临安", date(2020, 6, 1), "杭州市/临安区", ""),
        ("330185", date(2020, 6, 1), "杭州市/临安区", "former_name"),
        ("浙江省/杭州市/临安市", date(2020, 6, 1), "杭州市/临安区", "former_name"),
        ("下城区", date(2020, 12, 31), "杭州市/下城区", ""),
        ("下城区", date(2021, 4, 8), "杭州市/下城区", ""),
        ("下城区", date(2021, 4, 9), "杭州市/拱墅区", "former_name"),
        ("下城区", date(2022, 12, 31), "杭州市/拱墅区", "former_name"),
        ("上城区", date(2022, 12, 31), "杭州市/上城区", ""),
        ("余杭区", date(2022, 12, 31), "杭州市/余杭区", ""),
        ("临平区", date(2020, 12, 31), "杭州市/余杭区", "later_name"),
        ("江东区", date(2017, 1, 1), "宁波市/鄞州区", "former_name"),
        ("奉化市", date(2017, 1, 1), "宁波市/奉化区", "former_name"),
        ("奉化区", date(2016, 1, 1), "宁波市/奉化市", "later_name"),
        ("玉环县", date(2018, 1, 1), "台州市/玉环市", "former_name"),
        ("玉环", date(2017, 1, 1), "台州市/玉环县", ""),
        ("龙港市", date(2018, 1, 1), "温州市/苍南县", "later_name"),
        ("龙港", date(2020, 1, 1), "温州市/龙港市", ""),
        ("洞头县", date(2020, 1, 1), "温州市/洞头区", "former_name"),
        ("富阳市", None, "杭州市/富阳区", "former_name"),
        ("上虞市", date(2020, 1, 1), "绍兴市/上虞区", "former_name"),
    ],
)
def test_names_in_time(text: str, on: date | None, expected: str, note: str) -> None:
    found = TREE.resolve(text, on)
    assert found.place is not None
    assert (found.place.path, found.note, found.exact) == (path(expected), note, True)


def test_without_a_day_a_full_name_means_what_it_says_and_a_short_one_what_bears_it_now() -> None:
    assert meant("临安市") == path("杭州市/临安市")
    assert meant("临安") == path("杭州市/临安区")


@pytest.mark.parametrize(
    ("text", "on", "candidates", "note"),
    [
        # A district whose territory went to two, and one made of two.
        ("江干区", date(2022, 1, 1), ["上城区", "钱塘区"], "former_name"),
        ("钱塘区", date(2020, 1, 1), ["江干区", "萧山区"], "later_name"),
        # Most of 绍兴县 is 柯桥区, three towns are 越城区; 绍兴市 it never means.
        ("绍兴县", date(2020, 1, 1), ["越城区", "柯桥区"], "former_name"),
        # Two counties in one text, and a county under the wrong city.
        ("遂昌县、松阳县", None, ["遂昌县", "松阳县"], ""),
        ("遂昌县/松阳县", None, ["遂昌县", "松阳县"], ""),
        ("丽水市安吉县", None, ["丽水市", "安吉县"], ""),
    ],
)
def test_ambiguity_lists_the_candidates(text: str, on: date | None, candidates: list[str], note: str) -> None:
    found = TREE.resolve(text, on)
    assert found.place is None
    assert names(found.candidates) == candidates
    assert found.note == note


def test_a_hint_decides_among_candidates_and_only_there() -> None:
    day = date(2022, 1, 1)
    found = TREE.resolve("江干区", day, hint="浙江省/杭州市/钱塘区/某街道")
    assert found.place == TREE.get("浙江省/杭州市/钱塘区")
    assert names(found.candidates) == ["上城区", "钱塘区"]
    assert meant("江干区", day, hint="浙江省/杭州市") is None
    assert meant("江干区", day, hint="浙江省/丽水市") is None
    assert meant("遂昌县、松阳县", hint="浙江省/丽水市/松阳县") == "浙江省/丽水市/松阳县"
    assert meant("安吉", hint="浙江省/丽水市") == "浙江省/湖州市/安吉县"


def test_an_old_and_a_new_name_in_one_text_are_one_place_on_a_day() -> None:
    assert meant("临安区（原临安市）", date(2020, 1, 1)) == path("杭州市/临安区")
    assert meant("临安区（原临安市）") is None


@pytest.mark.parametrize(
    "text", ["浙江省/丽水市/遂昌县/某乡", "遂昌县某乡", "331123100200", "浙江省／丽水市／遂昌县／云和路村"]
)
def test_places_below_the_tree_lead_to_their_county_inexactly(text: str) -> None:
    found = TREE.resolve(text)
    assert found.place == TREE.get("浙江省/丽水市/遂昌县")
    assert not found.exact


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "遂畅县", "浙江省/丽水市/遂畅县", "江苏省", "泰州", "上海市普陀区", "某县",
        "339999", "110101", "2020", "江山镇",
    ],
)  # fmt: skip
def test_what_is_no_place_of_the_tree(text: str) -> None:
    found = TREE.resolve(text)
    assert (found.place, found.candidates, found.note, found.exact) == (None, (), "", False)


@given(st.text(max_size=30))
def test_any_text_can_be_asked_about(text: str) -> None:
    found = TREE.resolve(text)
    assert (found.place is None) or found.place in found.candidates
    assert all(place in PLACES for place in (*TREE.find_in(text), *TREE.suggest(text)))


# ---------------------------------------------------------------------------------------------- find_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("遂昌县2020年低收入农户花名册", ["遂昌县"]),
        ("2020年丽水市遂昌县低收入农户.xlsx", ["遂昌县"]),
        ("浙江省丽水市遂昌县低收入农户动态管理表（2020年度）", ["遂昌县"]),
        ("遂 昌 县 低 收 入 农 户 花 名 册", ["遂昌县"]),
        ("附件1：缙云低收入农户（2020）.xls", ["缙云县"]),
        ("2020_遂昌_低收入.xlsx", ["遂昌县"]),
        ("2020年安吉低收入农户", ["安吉县"]),
        ("江山2020", ["江山市"]),
        ("海盐低收入农户", ["海盐县"]),
        ("普陀-2020.csv", ["普陀区"]),
        ("云和县花名册", ["云和县"]),
        ("椒江2022年", ["椒江区"]),
        ("台州路桥低收入农户", ["路桥区"]),
        ("宁波镇海低收入", ["镇海区"]),
        ("衢州江山", ["江山市"]),
        ("景宁畲族自治县低收入农户", ["景宁畲族自治县"]),
        ("丽水市低收入农户", ["丽水市"]),
        ("丽水农户名册 莲都", ["莲都区"]),
        ("浙江省低收入农户", ["浙江省"]),
        ("全市遂昌县汇总", ["遂昌县"]),
        ("鄞州区江山镇低收入农户", ["鄞州区"]),
        ("遂昌湖山乡低收入农户", ["遂昌县"]),
        ("遂昌县路桥建设项目", ["遂昌县"]),
        ("洞头县低收入农户", ["洞头区"]),
        # Two places contradict each other; the caller says so.
        ("遂昌县、松阳县低收入农户汇总", ["遂昌县", "松阳县"]),
        ("遂昌和松阳低收入农户", ["遂昌县", "松阳县"]),
        ("松阳云和龙泉庆元", ["松阳县", "云和县", "龙泉市", "庆元县"]),
        ("海宁海盐平湖", ["海宁市", "海盐县", "平湖市"]),
        ("江山衢江低收入农户", ["江山市", "衢江区"]),
        ("丽水市与遂昌县、嘉兴市", ["遂昌县", "嘉兴市"]),
        ("嘉兴市遂昌县", ["嘉兴市", "遂昌县"]),
        ("绍兴县低收入农户", ["越城区", "柯桥区"]),
    ],
)
def test_places_named_in_a_text(text: str, expected: list[str]) -> None:
    assert names(TREE.find_in(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "低收入农户花名册", "2020年.xlsx", "Sheet1",
        "泰州市低收入农户", "江山镇低收入农户", "南湖乡名册", "龙泉街道2020", "普陀山", "三门峡市", "杭州湾新区",
        "路桥建设项目清单", "海盐价格", "西湖龙井", "白云和蓝天", "资金华侨捐赠", "美丽水乡", "江山如画",
        "上海市普陀区低收入", "上海普陀低收入", "重庆江北区", "南昌市西湖区", "遂畅县", "金华县",
    ],
)  # fmt: skip
def test_no_place_named_in_a_text(text: str) -> None:
    assert TREE.find_in(text) == ()


def test_find_in_on_a_day() -> None:
    assert names(TREE.find_in("2020年临安市低收入农户", date(2020, 1, 1))) == ["临安区"]
    assert names(TREE.find_in("2020年临安市低收入农户")) == ["临安市"]
    assert names(TREE.find_in("临安低收入农户", date(2016, 1, 1))) == ["临安市"]


@given(st.sampled_from(PLACES), st.sampled_from(["", "2020年", "附件2：", "关于"]))
def test_a_full_name_counts_anywhere(place: Place, lead: str) -> None:
    assert TREE.find_in(f"{lead}{place.name.zh}低收入农户花名册.xlsx") == (place,)


@given(st.sampled_from(PLACES), st.sampled_from(["", "2020年", "附件2_"]), st.sampled_from(["", "2020", "低收入农户"]))
def test_a_short_name_counts_between_boundaries(place: Place, lead: str, rest: str) -> None:
    if place.in_force():
        assert TREE.find_in(f"{lead}{place.short}{rest}") == (place,)


@given(st.lists(st.sampled_from(COUNTIES), min_size=2, max_size=4, unique=True))
def test_several_counties_are_all_found(places: list[Place]) -> None:
    assert list(TREE.find_in("、".join(place.name.zh for place in places))) == places


# ---------------------------------------------------------------------------------------------- suggest


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("遂畅县", "遂昌县"),
        ("丽水市遂畅县", "遂昌县"),
        ("suichang", "遂昌县"),
        ("Suichang Couty", "遂昌县"),
        ("景宁族自治县", "景宁畲族自治县"),
        ("临安县", "临安区"),
        ("江山县", "江山市"),
        ("丽水巿", "丽水市"),
    ],
)
def test_suggestions_begin_with_the_nearest(text: str, first: str) -> None:
    assert names(TREE.suggest(text))[0] == first


def test_suggestions_are_few_and_none_for_nonsense() -> None:
    assert len(TREE.suggest("某州市", n=2)) <= 2
    assert TREE.suggest("xyz") == ()
    assert TREE.suggest("") == ()


@given(st.sampled_from(PLACES))
def test_a_place_is_its_own_nearest(place: Place) -> None:
    assert TREE.suggest(place.path)[0] == place


# ---------------------------------------------------------------------------------------------- loading


def test_the_tree_is_read_once() -> None:
    assert isinstance(TREE, PlaceTree)
    assert load_places() is TREE
