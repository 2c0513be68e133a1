"""Yes and no in all their forms."""

import polars as pl
import pytest
from cell_rows import UNHURRIED, UNREADABLE, column, field, plain, read, says_nothing
from hypothesis import given
from hypothesis import strategies as st

YES_NO = field("boolean")


def words(text: str) -> list[str | None]:
    return list(text.split())


PLAIN_YES = words("是 有 对 √ ✓ ✔ ☑ ✅ Y y yes Yes 1 1.0 true TRUE Ｙ １")
PLAIN_NO = words("否 不是 无 没有 没 错 × ✗ ✘ ✕ ✖ ❌ ☐ X x Ｘ N n no No 0 0.0 false FALSE ０")
STATED_YES = words(
    """达标 已达标 合格 安全 符合 具备 稳定 到位 参加 已参加 参保 已参保 享受 已享受 解决 已解决
    保障 已保障 有保障 落实 已落实 签约 已签约 缴费 已缴费 办理 已办理 完成 已完成
    就业 已就业 务工 已录入 已拨付 已销档 已贴息"""
)
STATED_NO = words(
    """不达标 未达标 不合格 不安全 不符合 不具备 不稳定 未到位 未参加 没参加 没有参加 未参保 未享受 不享受
    未解决 未保障 无保障 未落实 未签约 未缴费 未办理 未完成 未就业 未务工 未录入 未拨付 未销档 未贴息"""
)
BLANK: list[str | None] = [None, "", " ", "\u3000", "\u200b", "-", "—", "－", "/", "空"]
UNCLEAR: list[str | None] = [
    "?",
    "是/否",
    "部分",
    "基本达标",
    "待定",
    "不详",
    "2",
    "-1",
    "○",
    "□",
    "☒",
    "张三",
    "#N/A",
    "非",
]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (PLAIN_YES + STATED_YES, True),
        (PLAIN_NO + STATED_NO, False),
        (BLANK, None),
        (UNCLEAR, UNREADABLE),
        ([" 是", "是\n", "'是", "已 参 保", '="是"'], True),
    ],
)
def test_a_form_is_read(cells: list[str | None], expected: object) -> None:
    assert dict(zip(cells, read(cells, YES_NO), strict=True)) == dict.fromkeys(cells, expected)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (PLAIN_YES, False),
        (PLAIN_NO, True),
        (BLANK, None),
        (STATED_YES + STATED_NO + UNCLEAR, UNREADABLE),
    ],
)
def test_under_a_header_that_asks_the_opposite_plain_answers_are_turned_round(
    cells: list[str | None], expected: object
) -> None:
    found = read(cells, YES_NO, inverted=True)
    assert dict(zip(cells, found, strict=True)) == dict.fromkeys(cells, expected)


@pytest.mark.parametrize("cells", [["是"], ["否"], ["是", "否"], ["-"], ["不详"], ["是", "√", "×", None, "-", "不详"]])
def test_columns_of_one_or_several_forms(cells: list[str | None]) -> None:
    meant = {"是": True, "√": True, "否": False, "×": False, "-": None, "不详": UNREADABLE, None: None}
    assert read(cells, YES_NO) == [meant[cell] for cell in cells]
    assert column(cells, YES_NO).values.dtype == pl.Boolean


def expected(cell: str | None, *, inverted: bool) -> object:
    text = plain(cell or "").replace(" ", "").lower()
    for answers, states, truth in ((PLAIN_YES, STATED_YES, True), (PLAIN_NO, STATED_NO, False)):
        if text in {plain(word or "").lower() for word in answers}:
            return truth != inverted
        if text in states and not inverted:
            return truth
    return None if not text or says_nothing(text) else UNREADABLE


CELLS = st.one_of(
    st.sampled_from(PLAIN_YES + PLAIN_NO + STATED_YES + STATED_NO + BLANK + UNCLEAR),
    st.lists(st.sampled_from(["是", "否", "未", "达标", "×", " ", "\u3000", "-", "Ｙ", "'", "有"]), max_size=4).map(
        "".join
    ),
)


@UNHURRIED
@given(st.lists(CELLS, max_size=30), st.booleans())
def test_as_plain_python_reads_them(cells: list[str | None], inverted: bool) -> None:
    assert read(cells, YES_NO, inverted=inverted) == [expected(cell, inverted=inverted) for cell in cells]
