"""The made-up households that all fixtures show, in the columns that fixtures choose."""

from collections.abc import Sequence
from random import Random

Row = list[object]

TITLE = "遂昌县2020年低收入农户花名册"
HEADERS = (
    "县", "乡镇", "行政村", "户编号", "户主姓名", "户主身份证号", "联系电话", "农户类型", "状态", "建档日期", "家庭人口数",
    "工资性收入", "经营净收入", "财产净收入", "转移净收入", "家庭可支配收入", "人均可支配收入", "吃不愁", "穿不愁",
    "义务教育保障", "基本医疗保障", "住房安全", "饮水安全", "主要致贫原因", "帮扶措施", "年度",
)  # fmt: skip
MEMBER_HEADERS = ("姓名", "证件号码", "与户主关系", "性别", "出生日期", "健康状况", "劳动能力", "在校生状况")
GROUPS = {"户情况": 11, "收入情况": 6, "两不愁三保障": 6, "帮扶情况": 3}
"""Groups over the columns, from left to right, with their widths."""
VILLAGES = (("妙高街道", "龙谷村"), ("云峰街道", "长濂村"), ("大柘镇", "大田村"))
FACTS = (("县", "年度", "农村低保年标准"), ("遂昌县", 2019, 9000), ("遂昌县", 2020, 9600))
"""The sheet 县级参数."""


def identity(birth: str, number: int) -> str:
    """A made-up ID number of 遂昌县 with the check digit of GB 11643-1999; ``birth`` is YYYYMMDD."""
    digits = f"331123{birth}{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]


def households(count: int = 24, seed: int = 1) -> list[Row]:
    """Rows under ``HEADERS``; one household in seven has something that an audit finds."""
    rng = Random(seed)
    rows = []
    for number in range(count):
        township, village = VILLAGES[number * len(VILLAGES) // count]
        members = rng.randint(1, 5)
        per_head = 7_000 if number % 7 == 3 else rng.randint(10_000, 15_000)
        wages, business, land = 3_000 * members, 2_000 * members, 500 * members
        income = per_head * members
        answers = ["是"] * 6
        if number % 7 == 5:
            answers[rng.randrange(6)] = "否"
        rows.append([
            "遂昌县", township, village, f"3311230{number:05d}", f"王{'甲乙丙丁戊己庚辛'[number % 8]}",
            identity(f"19{50 + number % 40}{1 + number % 12:02d}{1 + number % 28:02d}", number),
            f"1390578{number:04d}", "低保" if number % 2 else "低保边缘", "在册", "2018-05-01", members,
            wages, business, land, income - wages - business - land, income, round(income / members, 2), *answers,
            "因病", "就业帮扶", 2020,
        ])  # fmt: skip
    return rows


def members_of(row: Sequence[object], number: int) -> list[Row]:
    """The head and up to two more people of a household, under ``MEMBER_HEADERS``."""
    head: Row = [row[4], row[5], "户主", "男", "1960-03-02", "健康", "普通劳动力", "非在校生"]
    wife: Row = [
        f"李{number}",
        identity("19620704", 2 * number),
        "配偶",
        "女",
        "1962-07-04",
        "长期慢性病",
        "弱劳动力或半劳动力",
        "非在校生",
    ]
    child: Row = [
        f"王小{number}",
        identity("20100911", 2 * number + 1),
        "之子",
        "男",
        "2010-09-11",
        "健康",
        "无劳动力",
        "小学",
    ]
    return [head, wife, child][: 1 + number % 3]
