"""The tables and code lists: every header and code that counties are known to use leads where it should."""

import re
import unicodedata
from collections.abc import Callable, Iterator

import pytest

from incomeaudit.messages import Text
from incomeaudit.vocabulary import NUMERIC, CodeList, Field, load_vocabulary

VOCABULARY = load_vocabulary()
TABLES = {name: table for name, table in VOCABULARY.tables.items() if table.telling}
"""Tables that sheets are taken for; those made of them have the same headers."""
FIELDS = [field for table in TABLES.values() for field in table.fields.values()]
UNITS = {"元", "人", "户", "次", "月", "亩", "平方米", "share"}

# What counties are known to write, by table and in the order of the fields. ~ stands before a header under which
# yes means no, + before one under which the figure is before costs.
HEADERS = {
    "household": {
        "county": "县(市、区) 县 县市区旗",
        "township": "乡镇(街道) 乡 镇 乡(镇)",
        "village": "行政村 村",
        "hamlet": "自然村 村民小组",
        "household_id": "户编号 户号 档案号",
        "year": "年度 数据年度",
        "head_name": "户主姓名 户主",
        "head_id": "户主身份证号 户主证件号码 证件号码 身份证号",
        "phone": "联系电话 户联系电话",
        "category": "农户类型 户类型 户属性 贫困户属性 救助类别",
        "status": "状态 在册状态",
        "key_target": "重点帮扶对象 是否重点帮扶对象",
        "registered_on": "建档日期 建档立卡时间 首次识别时间",
        "village_review_on": "村级评议日期",
        "township_approved_on": "乡镇审定日期",
        "publicised_on": "公示日期",
        "last_review_on": "最近核查日期",
        "observed_from": "观察期起 进入观察期日期",
        "observed_to": "观察期止 观察期满日期",
        "policies_stopped_on": "停止享受政策日期",
        "exit_reviewed_on": "退出审核日期",
        "exit_publicised_on": "退出公示日期",
        "exited_on": "退出日期 脱贫时间",
        "members": "家庭人口数 家庭人口 人口数 人数",
        "labourers": "劳动力人数 劳动力",
        "employed": "就业人数 务工人数",
        "wage_income": "工资性收入",
        "business_income": "经营净收入 经营性净收入 +生产经营性收入 +经营收入 +经营性收入 +家庭经营性收入",
        "business_cost": "生产经营性支出 经营支出",
        "business_income_gross": "经营收入为未扣成本数",
        "property_income": "财产净收入 财产性收入",
        "transfer_income": "转移净收入 转移性收入",
        "income": "家庭可支配收入 可支配收入 家庭总收入 年收入",
        "per_capita_income": "人均可支配收入 家庭人均收入 年人均收入",
        "net_income": "纯收入",
        "per_capita_net_income": "人均纯收入",
        "prior_per_capita_income": "上年人均可支配收入",
        "family_planning_grant": "计划生育金",
        "dibao_payment": "低保金 最低生活保障金",
        "tekun_payment": "特困供养金 五保金 特困人员救助供养金",
        "pension_payment": "养老保险金 养老金或离退休金",
        "eco_compensation": "生态补偿金",
        "farm_subsidy": "农业补贴",
        "disability_payment": "残疾人补贴",
        "other_transfer": "其他转移性收入",
        "medical_expense": "医疗支出",
        "medical_reimbursed": "报销医疗费",
        "rigid_expense": "刚性支出",
        "food": "吃不愁",
        "clothing": "穿不愁",
        "education": "义务教育保障",
        "medical": "基本医疗保障",
        "housing": "住房安全 住房安全保障 ~是否危房户 ~是否危房 ~危房户",
        "water": "饮水安全 是否解决安全饮用水 ~饮水不安全",
        "housing_grade": "危房等级 危房级别 房屋等级",
        "housing_done_on": "改造完成日期",
        "housing_help": "住房救助方式",
        "housing_ledger": "危房台账 是否建立危房台账",
        "housing_closed": "危房销档 改造完成是否销档",
        "housing_paid_directly": "改造资金直接拨付到户 资金是否直接拨付到户",
        "water_done_on": "饮水达标日期",
        "water_quality": "水质",
        "water_quantity": "水量",
        "water_access": "用水方便程度 取水方便程度",
        "water_reliability": "供水保证率",
        "poverty_cause": "主要致贫原因 致贫原因",
        "second_cause": "次要致贫原因",
        "income_source": "主要收入来源",
        "epidemic_impact": "疫情影响",
        "assistance": "帮扶举措 帮扶措施",
        "cadre": "结对干部 帮扶责任人 帮扶干部",
        "cadre_unit": "帮扶单位",
        "cadre_unit_kind": "单位性质",
        "paired_branch": "结对党支部",
        "visits": "走访次数",
        "on_dibao": "是否享受低保 享受低保政策情况",
        "temporary_relief": "临时救助",
        "temporary_difficulty": "临时困难 是否发生临时困难",
        "bad_habit": "不良嗜好",
        "risk_colour": "浙农码颜色 风险等级",
        "water_subsidy": "水费补贴",
        "power_subsidy": "电费补贴",
        "tv_subsidy": "有线电视补贴",
        "bank_account": "银行卡号",
        "farmland": "耕地面积(亩)",
        "forest": "林地面积(亩)",
        "housing_area": "住房面积",
    },
    "member": {
        "household_id": "户编号",
        "member_id": "人口编号 人编号",
        "name": "姓名",
        "sex": "性别",
        "birth_date": "出生日期",
        "id_kind": "证件类型",
        "id_number": "证件号码 身份证号",
        "ethnicity": "民族",
        "relation": "与户主关系 家庭关系",
        "education_level": "文化程度",
        "student": "在校生状况 在校生情况",
        "dropout_reason": "失学或辍学原因 义务教育阶段未上学原因",
        "home_schooling": "送教上门",
        "labour": "劳动技能 劳动能力",
        "employed": "是否就业 是否务工 就业状况",
        "health": "健康状况",
        "work_months": "务工时间(月)",
        "work_place": "务工所在地",
        "employer": "务工企业名称",
        "work_income": "务工收入",
        "public_post": "公益性岗位",
        "disability_kind": "残疾类别",
        "disability_level": "残疾等级",
        "disability_card": "残疾证号",
        "dibao": "是否享受低保",
        "tekun": "是否特困供养人员",
        "single_person_dibao": "单人户施保",
        "family_supported": "依靠家庭供养",
        "basic_medical": "是否参加城乡居民基本医疗保险 新农合",
        "employee_medical": "城镇职工医保",
        "major_illness": "是否参加大病保险",
        "supplementary": "是否参加补充政策性保险",
        "medical_premium": "医保个人缴费",
        "medical_premium_subsidy": "医保缴费补助",
        "own_medical_cost": "自负医疗费用",
        "medical_aid": "医疗救助金额",
        "family_doctor": "家庭医生签约",
        "basic_pension": "是否参加城乡居民基本养老保险",
        "pension_premium": "养老保险缴费",
        "pension_tier": "缴费档次",
        "pension_subsidy": "养老缴费补贴",
        "living_allowance": "困难残疾人生活补贴",
        "nursing_allowance": "重度残疾人护理补贴",
        "rehabilitation_allowance": "康复服务补贴",
        "disability_insurance_subsidy": "残疾人社会保险补贴",
        "student_grant": "助学金",
        "tuition_waived": "学费减免",
        "student_living_aid": "生活补助",
        "rainbow_plan": "雨露计划",
        "education_aid": "教育救助 是否享受教育救助",
    },
    "village": {
        "county": "县(市、区) 县 县市区旗",
        "township": "乡镇(街道) 乡 镇 乡(镇)",
        "village": "行政村 村",
        "year": "年度 数据年度",
        "total_income": "年总收入 经济总收入 年收入",
        "operating_income": "经营性收入",
        "recurring_income": "年经常性收入",
        "weak": "相对薄弱村",
        "key": "重点帮扶村",
        "centrally_supported": "中央扶持村",
        "paired_unit": "结对单位",
        "city_paired": "市级帮扶团组结对村 是否市级结对村",
        "plan": "一村一计",
        "pairing_funds": "落实项目资金",
        "yearly_funds": "年度筹措资金",
    },
    "place": {
        "place": "地区 县(市、区) 县 行政区划",
        "year": "年度 数据年度",
        "dibao_standard": "农村低保年标准 农村低保标准 农村低保月标准 低保标准",
        "urban_dibao_standard": "城镇低保年标准 城镇低保标准 城镇低保月标准",
        "dibao_edge_line": "低保边缘收入线",
        "rural_income": "农村居民人均可支配收入",
        "rural_population": "农村户籍人数",
        "prior_low_income": "上年低收入农户人均可支配收入",
        "processing_fees": "来料加工费",
        "relocated_people": "搬迁人数",
        "water_population": "饮用水达标人口覆盖率",
        "water_supply_assurance": "供水保证率",
        "water_quality": "水质达标率",
        "water_scaled": "规模化供水覆盖人口比例",
        "one_stop_rate": "惠民联办率",
        "enrolment_rate": "入学率",
    },
    "visit": {
        "county": "县(市、区) 县",
        "township": "乡镇(街道) 乡镇",
        "village": "行政村 村",
        "year": "年度",
        "household_id": "户编号",
        "head_name": "户主姓名 户主",
        "visited_on": "走访日期 走访时间 入户日期",
        "visitor": "走访人 走访干部",
        "entered_on": "录入日期 录入系统时间",
        "entered": "是否录入系统 是否录入",
    },
    "loan": {
        "county": "县(市、区) 县",
        "township": "乡镇(街道) 乡镇",
        "village": "行政村 村",
        "year": "年度",
        "loan_id": "借据号 借据编号",
        "contract_id": "合同号 合同编号",
        "household_id": "户编号",
        "head_name": "户主姓名 户主",
        "borrower": "借款人 借款人姓名",
        "principal": "贷款金额 贷款本金(元)",
        "rate": "年利率 利率 执行利率",
        "interest_subsidy": "贴息金额",
        "from_date": "贷款日期 放款日期 发放日期",
        "to_date": "到期日期 到期日",
        "collateral": "担保方式 是否抵押担保 是否抵押",
        "subsidised": "是否贴息",
        "subsidy_from": "贴息起始日期",
        "subsidy_to": "贴息截止日期",
        "subsidy_stopped_on": "停止贴息日期",
    },
    "project": {
        "county": "县(市、区) 县",
        "township": "乡镇(街道) 乡镇",
        "village": "行政村 村",
        "year": "年度",
        "project_id": "项目编号 项目编码",
        "name": "项目名称",
        "kind": "项目类型 项目类别",
        "investment": "总投资 项目总投资(万元) 投资额",
        "funds": "帮扶资金 项目资金",
        "approved_on": "村民代表大会通过日期 村民代表会议通过时间",
        "publicised_on": "公示日期 公告日期",
        "filed_on": "备案日期",
        "land_ready_on": "政策处理完成日期",
        "started_on": "开工日期",
        "implemented_on": "实施日期",
        "completed_on": "完工日期 竣工日期",
        "accepted_on": "验收日期",
        "yearly_income": "项目年收益 年收益",
        "household_income": "用于低收入农户的收益 低收入农户分红",
        "asset_manager": "资产管理人 管护责任人",
    },
    "grant": {
        "county": "县(市、区) 县",
        "township": "乡镇(街道) 乡镇",
        "village": "行政村 村",
        "year": "年度",
        "school_year": "学年",
        "household_id": "户编号",
        "head_name": "户主姓名 户主",
        "workshop": "来料加工点 加工点名称",
        "kind": "补助类型 补助项目",
        "amount": "补助金额 发放金额",
        "basis": "计算基数 年租金 保费",
        "people": "补助人数 搬迁人数 人数",
        "local_amount": "当地财政配套 县级配套资金",
        "higher_amount": "国家和省补助 上级补助",
        "provincial_amount": "省级补助",
        "national_amount": "中央补助",
        "own_payment": "自付金额 农户自付 自缴保费",
        "paid_to": "发放对象",
        "granted_on": "发放日期 拨付日期",
        "reviewed_on": "审核日期",
        "able_households": "本村有劳动力低收入农户数",
        "absorbed_households": "吸纳本村有劳动力低收入农户数 吸纳低收入农户数",
    },
    "training": {
        "county": "县(市、区) 县",
        "township": "乡镇(街道) 乡镇",
        "village": "行政村 村",
        "year": "年度",
        "name": "培训班 培训班名称",
        "kind": "培训类型",
        "held_on": "培训日期 培训时间 开班时间",
        "finished_on": "培训完成日期 结业日期",
        "trainees": "培训人数 参训人数 人数",
        "low_income_trainees": "低收入农户参训人数",
        "household_id": "户编号",
        "trainee": "学员姓名 姓名",
        "fee": "学员自付费用 自付费用",
    },
    "leader": {
        "county": "县(市、区) 县",
        "township": "乡镇(街道) 乡镇",
        "village": "行政村 村",
        "year": "年度",
        "name": "带头人姓名 带头人 姓名",
        "households": "带动户数 带动农户数",
        "low_income_households": "带动低收入农户数",
    },
}

IDENTITY_NUMBERS = {
    "证件号码", "身份证号", "身份证号码", "身份证", "证件号", "公民身份号码", "公民身份证号码",
    "居民身份证号码", "身份证件号码",
}  # fmt: skip

# Headers that mean one thing on one sheet and another on the next; which, the sheet's table decides.
TWO_MEANINGS = {
    ("household.head_id", "member.id_number"): IDENTITY_NUMBERS,
    ("household.on_dibao", "member.dibao"): {"是否享受低保"},
    ("household.income", "village.total_income"): {"年收入"},
    ("household.business_income", "village.operating_income"): {"经营性收入"},
    ("household.water_reliability", "place.water_supply_assurance"): {"供水保证率"},
    ("grant.people", "household.members"): {"人数"},
    ("household.members", "training.trainees"): {"人数"},
    ("grant.people", "training.trainees"): {"人数"},
    ("grant.people", "place.relocated_people"): {"搬迁人数", "搬迁人口", "搬迁人口数"},
    ("grant.own_payment", "training.fee"): {"自付", "自付费用", "自付金额", "个人自付", "个人自付金额"},
    ("grant.granted_on", "loan.from_date"): {"发放日期", "发放时间"},
    ("leader.name", "member.name"): {"姓名"},
    ("leader.name", "training.trainee"): {"姓名"},
    ("member.name", "training.trainee"): {"姓名"},
}
SAME_MEANING = {"county", "township", "village", "year", "household_id", "head_name", "publicised_on"}
# Telling headers that another table has as well, but does so beside one that only it has.
TELLING_ELSEWHERE = {
    ("grant", "own_payment"): {"自付", "自付费用", "自付金额", "个人自付", "个人自付金额"},
    ("training", "fee"): {"自付", "自付费用", "自付金额", "个人自付", "个人自付金额"},
    ("training", "trainees"): {"人数"},
    ("household", "members"): {"人数"},
    ("member", "name"): {"姓名"},
    ("place", "relocated_people"): {"搬迁人数", "搬迁人口", "搬迁人口数"},
}

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


def plain(header: str) -> str:
    """Half width, without blanks, bracketed units and brackets."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", header))
    text = re.sub(r"\((?:万?元(?:/[年月])?|人|亩|月|平方米|次)\)", "", text)
    return re.sub(r"[()\[\]【】]", "", text)


def without_remarks(header: str) -> str:
    """``plain``, with everything in brackets and the question 是否 taken off as well."""
    text = re.sub(r"\([^()]*\)", "", unicodedata.normalize("NFKC", header))
    return plain(text).removeprefix("是否有").removeprefix("是否")


def led_to(table: str) -> dict[str, str]:
    """Every header of a table, as ``plain`` makes it, to its field; inverted with ~, gross with +."""
    found: dict[str, str] = {}
    for field in TABLES[table].fields.values():
        for mark, headers in (("", field.headers), ("~", field.inverted), ("+", field.gross)):
            found |= {plain(header): mark + field.id for header in headers}
    return found


def texts() -> Iterator[tuple[str, Text]]:
    for table in TABLES.values():
        yield table.id, table.title
    for field in FIELDS:
        yield f"{field.table}.{field.id}", field.title
    for codes in VOCABULARY.codes.values():
        yield codes.id, codes.title


def name_of(field: Field) -> str:
    return f"{field.table}.{field.id}"


# ------------------------------------------------------------------------------------------- the tables


@pytest.mark.parametrize("table", HEADERS)
def test_a_table_has_its_fields_in_order(table: str) -> None:
    assert list(TABLES[table].fields) == list(HEADERS[table])


@pytest.mark.parametrize(
    ("table", "field", "header"),
    [
        (table, field, header)
        for table, fields in HEADERS.items()
        for field, headers in fields.items()
        for header in headers.split()
    ],
)
def test_known_header_leads_to_its_field(table: str, field: str, header: str) -> None:
    mark = header[0] if header[0] in "~+" else ""
    assert led_to(table)[plain(header.lstrip("~+"))] == mark + field


@pytest.mark.parametrize("fold", [plain, without_remarks])
@pytest.mark.parametrize("table", TABLES)
def test_no_two_fields_of_a_table_share_a_header(table: str, fold: Callable[[str], str]) -> None:
    owners: dict[str, set[str]] = {}
    for field in TABLES[table].fields.values():
        for header in field.all_headers:
            owners.setdefault(fold(header), set()).add(field.id)
    assert {header: fields for header, fields in owners.items() if len(fields) > 1} == {}


@pytest.mark.parametrize("table", TABLES)
def test_no_header_means_yes_here_and_no_there(table: str) -> None:
    for field in TABLES[table].fields.values():
        kinds = [set(map(without_remarks, part)) for part in (field.headers, field.inverted, field.gross)]
        assert not (kinds[0] & kinds[1] or kinds[0] & kinds[2]), name_of(field)


@pytest.mark.parametrize("field", FIELDS, ids=name_of)
def test_headers_are_clean_and_stand_once(field: Field) -> None:
    folded = [re.sub(r"\s", "", unicodedata.normalize("NFKC", header)) for header in field.all_headers]
    assert len(set(folded)) == len(folded)
    for header in field.all_headers:
        assert header and plain(header), name_of(field)
        assert not re.search(r"\s|^\d|20\d\d|[（(](?:万?元|人|亩|月|平方米)[）)]", header), header


def test_tables_share_only_headers_that_mean_two_things() -> None:
    shared: dict[tuple[str, str], set[str]] = {}
    for one in FIELDS:
        for other in FIELDS:
            both = set(map(plain, one.all_headers)) & set(map(plain, other.all_headers))
            same = one.id == other.id and one.id in SAME_MEANING
            county = {one.id, other.id} == {"county", "place"}
            if one.table < other.table and both and not same and not county:
                shared[name_of(one), name_of(other)] = both
    assert shared == TWO_MEANINGS


@pytest.mark.parametrize("field", ["county", "township", "village", "household_id", "head_name"])
def test_places_and_households_are_called_alike_in_all_tables(field: str) -> None:
    called = [table.fields[field].headers for table in TABLES.values() if field in table.fields]
    assert len(called) > 3
    assert called.count(TABLES["household"].fields[field].headers) == len(called)


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"village"}))
def test_telling_fields_are_of_no_other_table_but_for_these(table: str) -> None:
    elsewhere = {plain(h) for field in FIELDS if field.table != table for h in field.all_headers}
    for name in TABLES[table].telling:
        mine = set(map(plain, TABLES[table].fields[name].all_headers))
        assert mine & elsewhere == TELLING_ELSEWHERE.get((table, name), set()), name


def test_keys_names_and_sheet_names() -> None:
    assert {table.id: (table.key, table.name) for table in TABLES.values()} == {
        "household": (("household_id", "head_id"), "head_name"),
        "member": (("household_id",), "name"),
        "village": (("village",), "village"),
        "place": (("place",), "place"),
        "visit": (("household_id",), "head_name"),
        "loan": (("loan_id", "contract_id", "household_id"), "borrower"),
        "project": (("project_id", "name"), "name"),
        "grant": (("household_id", "workshop"), "head_name"),
        "training": (("household_id", "name"), "name"),
        "leader": (("name",), "name"),
    }
    assert all(table.sheet_names and table.telling for table in TABLES.values())


# ------------------------------------------------------------------------------------------- the fields


@pytest.mark.parametrize("field", FIELDS, ids=name_of)
def test_a_field_makes_sense(field: Field) -> None:
    assert (field.unit == "元") == (field.type == "money")
    assert bool(field.unit) == (field.type in NUMERIC - {"year"})
    assert field.unit in UNITS | {""}
    assert bool(field.codes) == (field.type == "code")
    assert not field.inverted or field.type == "boolean"
    assert not field.gross or field.type == "money"
    assert not field.nothing or field.type in (NUMERIC | {"text"}) - {"year"}
    assert not field.undecided or (field.type == "text" and not field.nothing)
    assert not field.monthly or field.type == "money"
    assert not field.personal or field.type == "id"
    assert not field.id.endswith(("_on", "_from", "_date")) or field.type == "date"


def test_personal_numbers_are_marked() -> None:
    assert {name_of(field): field.personal for field in FIELDS if field.type == "id"} == {
        "household.household_id": None,
        "household.head_id": "id",
        "household.phone": "phone",
        "household.bank_account": "bank",
        "member.household_id": None,
        "member.member_id": None,
        "member.id_number": "id",
        "member.disability_card": "id",
        "visit.household_id": None,
        "loan.loan_id": None,
        "loan.contract_id": None,
        "loan.household_id": None,
        "project.project_id": None,
        "grant.household_id": None,
        "training.household_id": None,
    }


def test_only_the_standards_are_converted_from_months() -> None:
    assert [name_of(field) for field in FIELDS if field.monthly] == [
        "place.dibao_standard", "place.urban_dibao_standard", "place.dibao_edge_line",
    ]  # fmt: skip


def test_nothing_is_zero_for_items_and_never_for_what_is_judged() -> None:
    household = TABLES["household"].fields
    items = (
        "labourers employed wage_income business_income business_cost property_income transfer_income "
        "family_planning_grant dibao_payment tekun_payment pension_payment eco_compensation farm_subsidy "
        "disability_payment other_transfer medical_expense medical_reimbursed rigid_expense visits"
    )
    judged = (
        "members income per_capita_income net_income per_capita_net_income prior_per_capita_income "
        "farmland forest housing_area"
    )
    assert [name for name in items.split() if not household[name].nothing] == []
    assert [name for name in judged.split() if household[name].nothing] == []
    assert not TABLES["village"].fields["total_income"].nothing
    assert not any(field.nothing for field in TABLES["place"].fields.values())
    assert not TABLES["grant"].fields["basis"].nothing
    assert {name for name, field in TABLES["loan"].fields.items() if field.nothing} == {"interest_subsidy"}


def test_what_names_who_helps_or_what_is_done_may_be_undecided() -> None:
    assert [name_of(field) for field in FIELDS if field.undecided] == [
        "household.assistance", "household.cadre", "household.cadre_unit", "household.paired_branch",
        "member.work_place", "member.public_post", "project.asset_manager", "village.paired_unit", "village.plan",
    ]  # fmt: skip


def test_all_texts_stand_in_both_languages() -> None:
    for name, text in texts():
        assert re.search(r"[一-鿿]", text.zh), name
        assert re.search(r"[A-Za-z]", text.en) and not re.search(r"[一-鿿]", text.en), name


# ------------------------------------------------------------------------------------------- the code lists


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
    used = {field.codes for field in FIELDS if field.codes}
    assert set(VOCABULARY.codes) - used == {"change"}  # for the records of moves, which are no table yet
