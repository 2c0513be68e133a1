"""The code lists: every code that counties are known to use, and how else it is written."""

import re
import unicodedata

import pytest

from incomeaudit.vocabulary import CodeList, load_vocabulary

VOCABULARY = load_vocabulary()

# The code lists in their order, with what is also written.
CODES = {
    "relation": (
        "户主 配偶 之子 之女 之儿媳 之女婿 之孙子 之孙女 之外孙子 之外孙女 "
        "之父 之母 之岳父 之岳母 之公公 之婆婆 之祖父 之祖母 之外祖父 之外祖母 "
        "之兄弟姐妹 之曾孙子 之曾孙女 之侄儿 之侄女 之兄弟媳妇 之叔伯 其他"
    ),
    "health": "健康 长期慢性病 患有大病 残疾 死亡",
    "labour": "普通劳动力 技能劳动力 弱劳动力或半劳动力 丧失劳动力 无劳动力",
    "education_level": "文盲或半文盲 小学 初中 高中 大专 本科及以上",
    "student": (
        "非在校生 学龄前儿童 学前教育 小学 七年级 八年级 九年级 "
        "普通高中一年级 普通高中二年级 普通高中三年级 中职一年级 中职二年级 中职三年级 "
        "高职高专一年级 高职高专二年级 高职高专三年级 技师学院 "
        "本科一年级 本科二年级 本科三年级 本科四年级 本科五年级 硕士研究生及以上"
    ),
    "poverty_cause": "因病 因残 因学 因灾 缺土地 缺水 缺技术 缺劳动力 缺资金 交通条件落后 自身发展动力不足 其他",
    "category": "特困 低保 低保边缘 支出型贫困 其他低收入",
    "status": "在册 观察期 已退出 未在册",
    "housing_grade": "A B C D",
    "change": "死亡 嫁出 嫁入 新生儿 出国定居 判刑收监 其他转入 其他转出",
    "sex": "男 女",
    "risk_colour": "红 黄 绿",
    "disability_kind": "视力 听力 言语 肢体 智力 精神 多重",
    "disability_level": "一级 二级 三级 四级",
    "collateral": "信用 保证 抵押 质押 抵押担保",
    "project_kind": "产业帮扶 山海协作 中央扶持村增收 异地搬迁 菜单式 来料加工 基础设施 其他",
    "grant_kind": (
        "危房改造 异地搬迁 保证保险保费 农业保险保费 补充保险保费 中高职补助 来料加工场租 "
        "贷款贴息 产业奖补 临时救助 其他"
    ),
    "grant_payee": "农户 村 乡镇 施工方 保险公司 经营主体 其他",
    "training_kind": "劳动预备制 岗前 订单 技能提升 其他",
}
ALSO_WRITTEN = {
    "relation": {
        "户主(本人)": "户主", "之妻": "配偶", "之夫": "配偶", "儿子": "之子", "女儿": "之女", "儿媳": "之儿媳",
        "外婆": "之外祖母", "99": "其他",
    },
    "category": {
        "五保": "特困", "特困供养": "特困", "低保户": "低保", "低边": "低保边缘", "低保边缘户": "低保边缘",
        "支出型": "支出型贫困",
    },
    "status": {"在库": "在册", "正常": "在册", "退出": "已退出", "脱贫": "已退出", "已脱贫": "已退出"},
    "housing_grade": {"A级": "A", "C级": "C", "C类": "C", "危房C类": "C", "危房D级": "D", "d": "D"},
    "student": {"初一": "七年级", "高中三年级": "普通高中三年级", "研究生": "硕士研究生及以上", "幼儿园": "学前教育"},
    "water_indicator": {"合格": "达标", "基本符合": "基本达标", "未达标": "不达标"},
    "cadre_unit_kind": {"党政机关": "行政机关", "事业": "事业单位", "国企": "国有企业"},
    "risk_colour": {"红码": "红", "黄色": "黄"},
    "sex": {"1": "男", "2": "女"},
    "collateral": {"否": "信用", "无": "信用", "信用贷款": "信用", "担保": "保证", "是": "抵押担保", "房产抵押": "抵押"},
    "project_kind": {"“菜单式”项目": "菜单式", "易地搬迁": "异地搬迁", "山海协作产业项目": "山海协作"},
    "grant_kind": {
        "危旧房改造补助": "危房改造", "易地搬迁补助": "异地搬迁", "扶贫贷款保证保险": "保证保险保费",
        "政策性农业保险": "农业保险保费", "中高等职校补助": "中高职补助", "场租补助": "来料加工场租",
    },
    "grant_payee": {"直接拨付到户": "农户", "村委会": "村", "施工队": "施工方"},
    "training_kind": {"岗前培训": "岗前", "订单式培训": "订单"},
}  # fmt: skip
# Which codes are numbered, and from 1 up in the order of the list: how many of them.
NUMBERED = {"relation": 20, "health": 5, "sex": 2, "disability_kind": 7, "disability_level": 4}
# Values that could mean two codes or none, and must be left to a person.
DOUBTFUL = {
    "relation": ["媳妇", "亲戚", "21"],
    "category": ["其他", "一般农户", "低收入农户"],
    "status": ["未脱贫", "返贫", "是", "未退出"],
    "student": ["大学一年级", "大一", "在校"],
    "labour": ["有", "无", "有劳动能力", "01"],
    "risk_colour": ["高", "低风险"],
    "collateral": ["保证保险", "其他", "农信担保"],
    "grant_kind": ["医疗补充保险", "保险", "保费", "低保金"],
    "grant_payee": ["公司", "财政"],
    "project_kind": ["扶贫项目", "新建"],
}


@pytest.mark.parametrize("name", CODES)
def test_a_code_list_holds_its_codes_in_order(name: str) -> None:
    assert list(VOCABULARY.codes[name].values) == CODES[name].split()


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [(name, written, code) for name, also in ALSO_WRITTEN.items() for written, code in also.items()],
)
def test_other_spellings(name: str, written: str, code: str) -> None:
    assert VOCABULARY.codes[name].spellings[written] == code


@pytest.mark.parametrize("codes", VOCABULARY.codes.values(), ids=lambda codes: codes.id)
def test_numbers_stand_for_the_codes_in_their_order(codes: CodeList) -> None:
    numbers = {text: code for text, code in codes.spellings.items() if text.isdecimal() and text != "99"}
    first = list(codes.values)[: NUMBERED.get(codes.id, 0)]
    short = {str(number): code for number, code in enumerate(first, 1)}
    assert numbers == short | {text.zfill(2): code for text, code in short.items()}


@pytest.mark.parametrize(("name", "values"), DOUBTFUL.items())
def test_doubtful_values_are_left_to_a_person(name: str, values: list[str]) -> None:
    assert [value for value in values if value in VOCABULARY.codes[name].spellings] == []


@pytest.mark.parametrize("codes", VOCABULARY.codes.values(), ids=lambda codes: codes.id)
def test_spellings_are_unique_and_in_the_form_cells_are_compared_in(codes: CodeList) -> None:
    written = [text for code, also in codes.values.items() for text in (code, *also)]
    assert len(set(written)) == len(written)
    assert [text for text in written if re.sub(r"\s", "", unicodedata.normalize("NFKC", text)) != text] == []


def test_every_code_list_but_one_is_used() -> None:
    used = {
        field.codes
        for table in VOCABULARY.tables.values()
        if table.telling
        for field in table.fields.values()
        if field.codes
    }
    assert set(VOCABULARY.codes) - used == {"change"}  # for the records of moves, which are no table yet
