"""Header cells without their noise."""

import pytest

from incomeaudit.ingest.headers import normalise


@pytest.mark.parametrize(
    "written",
    [
        "户主姓名",
        " 户主\n姓名 ",
        "户\u3000主 姓\u200b名",
        "1.户主姓名",
        "1、户主姓名",
        "(1)户主姓名",
        "（一）户主姓名",
        "一、户主姓名",
        "①户主姓名",
        "2.1户主姓名",
        "户主姓名：",
        "*户主姓名",
        "户主姓名*",
        "户主姓名（必填）",
        "户主姓名必填",
        "户主姓名(与身份证一致)",
        "【户主姓名】",
        "其中：户主姓名",
        "户主姓名_x000D_\n",
    ],
)
def test_noise_is_dropped(written: str) -> None:
    said = normalise(written)
    assert (said.text, said.unit, said.year, said.prior) == ("户主姓名", None, None, False)


@pytest.mark.parametrize(
    ("written", "text", "unit"),
    [
        ("人均可支配收入（元）", "人均可支配收入", "元"),
        ("人均可支配收入(单位：元)", "人均可支配收入", "元"),
        ("人均可支配收入/元", "人均可支配收入", "元"),
        ("人均可支配收入：万元", "人均可支配收入", "万元"),
        ("人均可支配收入万元", "人均可支配收入", "万元"),
        ("人均可支配收入（万元", "人均可支配收入", "万元"),
        ("低保标准（元/人·月）", "低保标准", "元/人·月"),
        ("耕地面积(亩)", "耕地面积", "亩"),
        ("入学率（％）", "入学率", "%"),
        ("（元）", "", "元"),
    ],
)
def test_units_are_kept_aside(written: str, text: str, unit: str) -> None:
    said = normalise(written)
    assert said.unit is not None
    assert (said.text, said.unit.text) == (text, unit)


def test_a_unit_says_what_it_makes_of_a_figure() -> None:
    units = [normalise(text).unit for text in ("收入（元）", "收入（万元）", "标准（元/月）", "标准（万元/年）")]
    assert [(unit.factor, unit.monthly) for unit in units if unit] == [
        (1, False),
        (1e4, False),
        (1, True),
        (1e4, False),
    ]


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2020年人均可支配收入", 2020),
        ("2020年度人均可支配收入（元）", 2020),
        ("2020人均可支配收入", 2020),
        ("人均可支配收入（2019年）", 2019),
        ("人均可支配收入2019", 2019),
        ("人均可支配收入2019年", 2019),
        ("截至2020年底人均可支配收入", 2020),
    ],
)
def test_years_are_kept_aside(written: str, year: int) -> None:
    said = normalise(written)
    assert (said.text, said.year) == ("人均可支配收入", year)


@pytest.mark.parametrize(
    "written", ["上年人均可支配收入", "上年度人均可支配收入", "去年人均可支配收入", "人均可支配收入（上年）"]
)
def test_the_year_before_is_kept_aside(written: str) -> None:
    said = normalise(written)
    assert (said.text, said.prior) == ("人均可支配收入", True)


def test_what_makes_another_figure_stays() -> None:
    for written in ("人均可支配收入（目标）", "人均可支配收入(同比增长)", "人均可支配收入（增幅%）"):
        assert normalise(written).text != "人均可支配收入"


def test_names_that_look_like_noise_stay() -> None:
    for name in ("年度", "年收入", "住房单元", "16-59岁人数", "备注", "致贫原因1"):
        assert normalise(name).text == name
    assert normalise("（备注）").text == "备注"
    assert normalise("2020年").text == ""
    assert normalise("2020年").year == 2020
    assert normalise("  ").text == ""
