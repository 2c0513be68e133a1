"""Made-up values for the fields of a roster, in the form in which they come back."""

from datetime import date

from hypothesis import strategies as st

from incomeaudit.vocabulary import CodeList, Field

Value = str | int | float | bool | date | None

_SURNAMES = "王李张刘陈杨黄吴周徐欧阳"
_GIVEN = ("伟", "秀英", "建国", "根土", "水娟", "阿毛", "志强", "𬀩", "美·阿依")
_VILLAGES = ("大坑村", "设计村", "上垟村", "下河村", "岭根村", "计村")
_TOWNSHIPS = ("妙高街道", "云峰街道", "新路湾镇", "北界镇", "应村乡")
_BY_FIELD = {
    "county": ("遂昌县", "松阳县", "龙泉市"),
    "township": _TOWNSHIPS,
    "village": _VILLAGES,
    "hamlet": ("第三组", "里坞", "12组", "7"),
    "ethnicity": ("汉族", "畲族", "回族"),
    "pension_tier": ("100", "300元", "第二档"),
}
_TEXTS = (
    "务农", "外出打工,帮工", '"以工代赈"', "种茶;养蜂", "茶叶 笋干", "A&B <丙>", "it's", "a|b", "007", "1e5", "2020-05-01", "TRUE",
    "(一)来料加工；(二)公益岗位", "患病", "临时救助", "县农业农村局", "50%", "王某：组长", "１２", "0", "℃ №", "丙、丁/戊", "一户一策，" * 12 + "完",
    "是", "否", "已落实", "3.10", "国网遂昌县供电公司", "x=y", "*", "¥5", "住院 2 次", "农户",
)  # fmt: skip
_REGIONS = (
    "331123",
    "330326",
    "330421",
    "330781",
    "331124",
    "331181",
    "330302",
    "330381",
    "330105",
    "330212",
    "330521",
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

DAYS = st.one_of(
    st.dates(date(1990, 1, 1), date(2035, 12, 31)),
    st.builds(date, st.integers(1990, 2030), st.integers(1, 12), st.just(1)),
    st.builds(date, st.integers(1990, 2030), st.just(1), st.just(1)),
    st.dates(date(1905, 1, 1), date(2099, 12, 31)),
)
_FEN = st.one_of(
    st.integers(0, 20_000_000),
    st.integers(0, 80_000).map(lambda yuan: yuan * 100),
    st.sampled_from((0, 0, 1, 100, 800_000, 799_999, 800_001, 123_456_789_012)),
)
_NAMES = st.builds("{}{}".format, st.sampled_from(_SURNAMES), st.sampled_from(_GIVEN))


def person_id(region: str, born: date, serial: int) -> str:
    """An ID number with the check digit that belongs to it (GB 11643)."""
    first = f"{region}{born:%Y%m%d}{serial:03}"
    rest = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11
    return first + "10X98765432"[rest]


def key_of(field: Field, file: int, number: int) -> st.SearchStrategy[Value]:
    """Values of a field that names rows, none of which comes twice: not in a table, nor in those of several files."""
    if field.personal == "id":
        return st.dates(date(1930, 1, 1), date(2019, 12, 31)).map(lambda born: person_id(_REGIONS[file], born, number))
    if field.type == "id":
        return st.sampled_from(
            (
                f"H{file:02}{number:03}",
                f"33112{file:02}{number:05}",
                f"0{file:02}{number:03}",
                f"LX-{file:02}-{number:02}",
                f"遂{file:02}{number:02}",
            )
        )
    return st.just(f"{_VILLAGES[number % 6][:-1]}{'东西南北'[number // 6 % 4]}村") if field.id == "village" else _NAMES


def value_of(field: Field, codes: dict[str, CodeList]) -> st.SearchStrategy[Value]:
    """Values of a field, none of them blank."""
    match field.type:
        case "money":
            fen = st.one_of(_FEN, _FEN.map(lambda amount: -amount)) if field.nothing else _FEN
            return fen.map(lambda amount: amount / 100)
        case "integer":
            return st.one_of(st.integers(0, 12), st.integers(0, 2000))
        case "number":
            return st.one_of(st.integers(0, 12).map(float), st.integers(0, 500_000).map(lambda part: part / 100))
        case "boolean":
            return st.booleans()
        case "date":
            return DAYS
        case "year":
            return st.integers(2010, 2030)
        case "code":
            return st.sampled_from(sorted(codes[field.codes].values))
        case "id":
            return _numbers(field)
    if field.id in _BY_FIELD:
        return st.sampled_from(_BY_FIELD[field.id])
    if field.id in {"head_name", "name", "cadre"}:
        return _NAMES
    return st.sampled_from((*_TEXTS, "无") if field.nothing else _TEXTS)


def _numbers(field: Field) -> st.SearchStrategy[Value]:
    if field.personal == "id":
        return st.builds(
            person_id, st.sampled_from(_REGIONS), st.dates(date(1930, 1, 1), date(2019, 12, 31)), st.integers(0, 999)
        )
    if field.personal == "phone":
        return st.integers(13_000_000_000, 19_999_999_999).map(str)
    if field.personal == "bank":
        return st.integers(6_222_000_000_000_000_000, 6_228_999_999_999_999_999).map(str)
    return st.one_of(st.integers(1, 10**12).map(str), st.integers(0, 10**6).map("{:08}".format))
