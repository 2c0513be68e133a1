"""The columns of each sheet, their headers as counties write them, and the groups above them."""

from dataclasses import dataclass

from incomeaudit.sample.forms import (
    Form,
    amount,
    count,
    date_digits,
    date_typed,
    identity,
    item,
    percentage,
    plain,
    ten_thousands,
    yes_no,
)

BASICS, INCOME, GUARANTEED, HELP = "基本情况", "收入情况（元）", "“两不愁三保障”", "帮扶情况"
LISTING, HOME = "进出程序", "住房和饮水"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it holds, its header, how its values are written, and the group it stands in."""

    field: str
    header: str
    form: Form = plain
    group: str = ""
    width: float = 10
    asked: tuple[str, ...] = ()
    """What the codes of the documents begin with that ask for it; where none is named, every roster has it."""

    def stands(self, documents: frozenset[str]) -> bool:
        """Whether a roster has the column when these documents are in force."""
        return not self.asked or not documents.isdisjoint(self.asked)


_ANSWER = yes_no("是", "否")
_HAVING = yes_no("享受", "未享受")
_DONE = yes_no("已落实", "未落实")

HOUSEHOLD = (
    Column("", "序号", plain, "", 6),
    Column("county", "县（市、区）", plain, BASICS, 10),
    Column("township", "乡镇（街道）", plain, BASICS, 11),
    Column("village", "行政村", plain, BASICS, 10),
    Column("household_id", "户编号", plain, BASICS, 17),
    Column("head_name", "户主姓名", plain, BASICS, 10),
    Column("head_id", "户主\n身份证号", identity, BASICS, 21),
    Column("phone", "联系电话", plain, BASICS, 14),
    Column("category", "农户类型", plain, BASICS, 12),
    Column("status", "在册状态", plain, BASICS, 9),
    Column("registered_on", "建档日期", date_typed, BASICS, 13),
    Column("key_target", "重点帮扶对象", _ANSWER, BASICS, 9, ("WZ",)),
    Column("bad_habit", "不良嗜好", plain, BASICS, 9, ("WZ",)),
    Column("members", "家庭人口数（人）", count, BASICS, 9),
    Column("labourers", "劳动力人数", count, BASICS, 9),
    Column("employed", "就业人数", count, BASICS, 9),
    Column("wage_income", "工资性收入", item, INCOME, 12),
    Column("business_income", "经营净收入", item, INCOME, 12),
    Column("property_income", "财产净收入", item, INCOME, 12),
    Column("transfer_income", "转移净收入", item, INCOME, 12),
    Column("income", "家庭可支配\n收入", amount, INCOME, 13),
    Column("per_capita_income", "人均可支配收入", amount, INCOME, 13),
    Column("prior_per_capita_income", "上年人均可支配收入", amount, INCOME, 13),
    Column("rigid_expense", "刚性支出", amount, INCOME, 12),
    Column("food", "吃不愁", yes_no("是", "否"), GUARANTEED, 8),
    Column("clothing", "穿不愁", yes_no("√", "×"), GUARANTEED, 8),
    Column("education", "义务教育保障", yes_no("达标", "未达标"), GUARANTEED, 9),
    Column("medical", "基本医疗保障", yes_no("是", "否"), GUARANTEED, 9),
    Column("housing", "住房安全", yes_no("达标", "未达标"), GUARANTEED, 9),
    Column("water", "饮水安全", yes_no("√", "×"), GUARANTEED, 9),
    Column("poverty_cause", "主要致贫原因", plain, HELP, 14),
    Column("income_source", "主要收入来源", plain, HELP, 14),
    Column("epidemic_impact", "疫情影响", plain, HELP, 14),
    Column("assistance", "帮扶措施", plain, HELP, 20),
    Column("cadre", "结对干部", plain, HELP, 10),
    Column("visits", "走访次数", count, HELP, 9),
    Column("cadre_unit_kind", "单位性质", plain, HELP, 12, ("ZJ",)),
    Column("temporary_difficulty", "临时困难", _ANSWER, HELP, 9, ("LX",)),
    Column("on_dibao", "是否享受低保", _ANSWER, HELP, 9, ("ZJ",)),
    Column("temporary_relief", "临时救助", _HAVING, HELP, 9, ("ZJ", "LX")),
    Column("water_subsidy", "水费补贴", _DONE, HELP, 9, ("LX",)),
    Column("power_subsidy", "电费补贴", _DONE, HELP, 9, ("LX",)),
    Column("tv_subsidy", "有线电视补贴", _DONE, HELP, 9, ("LX",)),
    Column("risk_colour", "浙农码颜色", plain, HELP, 9, ("LX",)),
    Column("village_review_on", "村级评议日期", date_typed, LISTING, 13),
    Column("township_approved_on", "乡镇审定日期", date_typed, LISTING, 13),
    Column("publicised_on", "公示日期", date_typed, LISTING, 13),
    Column("last_review_on", "最近核查日期", date_typed, LISTING, 13, ("JX",)),
    Column("observed_from", "观察期起", date_typed, LISTING, 13, ("LS", "JX")),
    Column("observed_to", "观察期止", date_typed, LISTING, 13, ("LS", "JX")),
    Column("exit_reviewed_on", "退出审核日期", date_typed, LISTING, 13, ("WZ",)),
    Column("exit_publicised_on", "退出公示日期", date_typed, LISTING, 13, ("WZ",)),
    Column("exited_on", "退出日期", date_typed, LISTING, 13),
    Column("policies_stopped_on", "停止享受政策日期", date_typed, LISTING, 13, ("JX",)),
    Column("housing_grade", "危房等级", plain, HOME, 9),
    Column("housing_done_on", "改造完成日期", date_typed, HOME, 13),
    Column("housing_help", "住房救助方式", plain, HOME, 13, ("LS",)),
    Column("housing_ledger", "危房台账", _ANSWER, HOME, 9, ("JX",)),
    Column("housing_closed", "危房销档", _ANSWER, HOME, 9, ("JX",)),
    Column("housing_paid_directly", "改造资金直接拨付到户", _ANSWER, HOME, 11, ("JX",)),
    Column("water_done_on", "饮水达标日期", date_typed, HOME, 13, ("ZJ",)),
    Column("water_quality", "水质", plain, HOME, 9, ("LX",)),
    Column("water_quantity", "水量", plain, HOME, 9, ("LX",)),
    Column("water_access", "用水方便程度", plain, HOME, 9, ("LX",)),
    Column("water_reliability", "供水保证率", plain, HOME, 9, ("LX",)),
)

MEMBER = (
    Column("household_id", "户编号", plain, "", 17),
    Column("name", "姓名", plain, "", 10),
    Column("relation", "与户主关系", plain, "", 11),
    Column("sex", "性别", plain, "", 6),
    Column("birth_date", "出生日期", date_digits, "", 11),
    Column("id_number", "证件号码", identity, "", 21),
    Column("education_level", "文化程度", plain, "", 12),
    Column("student", "在校生状况", plain, "", 14),
    Column("health", "健康状况", plain, "", 12),
    Column("labour", "劳动技能", plain, "", 18),
    Column("work_months", "务工时间（月）", plain, "", 9),
    Column("work_place", "务工所在地", plain, "", 12),
    Column("dropout_reason", "失学或辍学原因", plain, "", 14, ("ZJ", "WZ")),
    Column("home_schooling", "送教上门", _ANSWER, "", 9, ("ZJ", "JX", "WZ", "LX")),
    Column("education_aid", "教育救助", _HAVING, "", 9, ("LX",)),
    Column("rainbow_plan", "雨露计划", _HAVING, "", 9, ("LX",)),
    Column("tuition_waived", "学费减免", _ANSWER, "", 9, ("JX",)),
    Column("student_living_aid", "生活补助", _HAVING, "", 9, ("JX",)),
    Column("student_grant", "助学金（元）", amount, "", 11, ("JX",)),
    Column("disability_kind", "残疾类别", plain, "", 9, ("LS", "JX", "LX")),
    Column("disability_level", "残疾等级", plain, "", 9, ("LS", "JX", "LX")),
    Column("disability_card", "残疾证号", plain, "", 23, ("LS", "JX")),
    Column("living_allowance", "困难残疾人生活补贴", _HAVING, "", 11, ("LS", "JX")),
    Column("nursing_allowance", "重度残疾人护理补贴", _HAVING, "", 11, ("LS", "JX")),
    Column("rehabilitation_allowance", "康复服务补贴", _HAVING, "", 11, ("LS", "JX")),
    Column("disability_insurance_subsidy", "残疾人社会保险补贴", _HAVING, "", 11, ("LS", "JX")),
    Column("basic_medical", "是否参加城乡居民基本医疗保险", _ANSWER, "", 12, ("ZJ", "LS")),
    Column("employee_medical", "城镇职工医保", _ANSWER, "", 10, ("ZJ",)),
    Column("supplementary", "是否参加补充政策性保险", _ANSWER, "", 12, ("ZJ", "LX")),
    Column("medical_premium", "医保个人缴费（元）", amount, "", 12, ("LS", "JX")),
    Column("medical_premium_subsidy", "医保缴费补助（元）", amount, "", 12, ("LS", "JX")),
    Column("own_medical_cost", "自负医疗费用（元）", amount, "", 12, ("JX",)),
    Column("medical_aid", "医疗救助金额（元）", amount, "", 12, ("JX",)),
    Column("basic_pension", "是否参加城乡居民基本养老保险", _ANSWER, "", 12, ("JX",)),
    Column("pension_tier", "缴费档次", plain, "", 10, ("JX",)),
    Column("pension_premium", "养老保险缴费（元）", amount, "", 12, ("JX",)),
    Column("pension_subsidy", "养老缴费补贴（元）", amount, "", 12, ("JX",)),
    Column("tekun", "是否特困供养人员", _ANSWER, "", 10, ("JX", "LX", "LS")),
    Column("dibao", "是否享受低保", _ANSWER, "", 10, ("LX",)),
    Column("family_supported", "依靠家庭供养", _ANSWER, "", 10, ("JX",)),
    Column("single_person_dibao", "单人户施保", _ANSWER, "", 10, ("JX", "LX")),
    Column("family_doctor", "家庭医生签约", _ANSWER, "", 10, ("JX",)),
)

VILLAGE = (
    Column("", "序号", plain, "", 6),
    Column("township", "乡镇（街道）", plain, "", 12),
    Column("village", "行政村", plain, "", 12),
    Column("total_income", "年总收入（万元）", ten_thousands, "", 17),
    Column("operating_income", "经营性收入（万元）", ten_thousands, "", 19),
    Column("weak", "相对薄弱村", yes_no("是", "否"), "", 11),
    Column("paired_unit", "结对单位", plain, "", 16),
    Column("recurring_income", "年经常性收入（万元）", ten_thousands, "", 19, ("JX",)),
    Column("key", "重点帮扶村", yes_no("是", "否"), "", 11, ("LS",)),
    Column("centrally_supported", "中央扶持村", yes_no("是", "否"), "", 11, ("ZJ",)),
    Column("city_paired", "市级帮扶团组结对村", yes_no("是", "否"), "", 12, ("LS",)),
    Column("plan", "一村一计", plain, "", 18, ("LS",)),
    Column("pairing_funds", "落实项目资金（万元）", ten_thousands, "", 16, ("LS",)),
    Column("yearly_funds", "年度筹措资金（万元）", ten_thousands, "", 16, ("LS",)),
)

LOAN = (
    Column("loan_id", "借据号", plain, "", 14),
    Column("household_id", "户编号", plain, "", 17),
    Column("borrower", "借款人", plain, "", 10),
    Column("principal", "贷款金额（元）", amount, "", 14),
    Column("rate", "年利率", plain, "", 9),
    Column("collateral", "担保方式", plain, "", 10),
    Column("from_date", "贷款日期", date_typed, "", 13),
    Column("to_date", "到期日期", date_typed, "", 13),
    Column("subsidised", "是否贴息", _ANSWER, "", 9, ("LX",)),
    Column("interest_subsidy", "贴息金额（元）", amount, "", 13, ("LX",)),
    Column("subsidy_from", "贴息起始日期", date_typed, "", 13, ("LX",)),
    Column("subsidy_to", "贴息截止日期", date_typed, "", 13, ("LX",)),
    Column("subsidy_stopped_on", "停止贴息日期", date_typed, "", 13, ("JX",)),
)

PROJECT = (
    Column("project_id", "项目编号", plain, "", 12),
    Column("name", "项目名称", plain, "", 26),
    Column("township", "乡镇（街道）", plain, "", 12),
    Column("village", "行政村", plain, "", 12),
    Column("kind", "项目类型", plain, "", 12),
    Column("investment", "总投资（万元）", ten_thousands, "", 14),
    Column("funds", "帮扶资金（万元）", ten_thousands, "", 16),
    Column("approved_on", "村民代表大会通过日期", date_typed, "", 13, ("LX",)),
    Column("publicised_on", "公示日期", date_typed, "", 13),
    Column("filed_on", "备案日期", date_typed, "", 13, ("LX",)),
    Column("land_ready_on", "政策处理完成日期", date_typed, "", 13, ("LX",)),
    Column("started_on", "开工日期", date_typed, "", 13, ("LX",)),
    Column("implemented_on", "实施日期", date_typed, "", 13, ("LX",)),
    Column("completed_on", "完工日期", date_typed, "", 13, ("LX",)),
    Column("accepted_on", "验收日期", date_typed, "", 13, ("LX",)),
    Column("yearly_income", "项目年收益（元）", amount, "", 13, ("LX",)),
    Column("household_income", "用于低收入农户的收益（元）", amount, "", 15, ("LX",)),
    Column("asset_manager", "资产管理人", plain, "", 11, ("LX",)),
)

VISIT = (
    Column("household_id", "户编号", plain, "", 17),
    Column("head_name", "户主姓名", plain, "", 10),
    Column("visited_on", "走访日期", date_typed, "", 13),
    Column("visitor", "走访人", plain, "", 10),
    Column("entered", "是否录入系统", _ANSWER, "", 9),
    Column("entered_on", "录入日期", date_typed, "", 13),
)

GRANT = (
    Column("kind", "补助类型", plain, "", 14),
    Column("household_id", "户编号", plain, "", 17),
    Column("head_name", "户主姓名", plain, "", 10),
    Column("village", "行政村", plain, "", 12),
    Column("amount", "补助金额（元）", amount, "", 12),
    Column("granted_on", "发放日期", date_typed, "", 13),
    Column("people", "补助人数", count, "", 9, ("ZJ",)),
    Column("provincial_amount", "省级补助（元）", amount, "", 12, ("ZJ", "JX")),
    Column("national_amount", "中央补助（元）", amount, "", 12, ("JX",)),
    Column("local_amount", "当地财政配套（元）", amount, "", 12, ("ZJ", "JX")),
    Column("paid_to", "发放对象", plain, "", 10, ("JX",)),
    Column("basis", "计算基数（元）", amount, "", 12, ("LS", "LX")),
    Column("own_payment", "自付金额（元）", amount, "", 12, ("LS",)),
    Column("school_year", "学年", plain, "", 12, ("LX",)),
    Column("reviewed_on", "审核日期", date_typed, "", 13, ("LX",)),
    Column("workshop", "来料加工点", plain, "", 18, ("LX",)),
    Column("able_households", "本村有劳动力低收入农户数", count, "", 13, ("LX",)),
    Column("absorbed_households", "吸纳本村有劳动力低收入农户数", count, "", 13, ("LX",)),
)

LEADER = (
    Column("name", "带头人姓名", plain, "", 12),
    Column("township", "乡镇（街道）", plain, "", 12),
    Column("households", "带动户数", count, "", 10),
)

TRAINING = (
    Column("name", "培训班", plain, "", 26),
    Column("township", "乡镇（街道）", plain, "", 12),
    Column("kind", "培训类型", plain, "", 12),
    Column("held_on", "培训日期", date_typed, "", 13),
    Column("finished_on", "培训完成日期", date_typed, "", 13, ("LX",)),
    Column("trainees", "培训人数（人）", count, "", 12),
    Column("low_income_trainees", "低收入农户参训人数（人）", count, "", 13, ("LX",)),
    Column("fee", "学员自付费用（元）", item, "", 16),
)

PLACE = (
    Column("place", "县（市、区）", plain, "", 12),
    Column("year", "年度", plain, "", 8),
    Column("dibao_standard", "农村低保年标准（元/年）", amount, "", 17),
    Column("urban_dibao_standard", "城镇低保年标准（元/年）", amount, "", 17),
    Column("rural_income", "农村居民人均可支配收入（元）", amount, "", 20),
    Column("rural_population", "农村户籍人数（人）", plain, "", 20),
    Column("prior_low_income", "上年低收入农户人均可支配收入（元）", amount, "", 22),
    Column("dibao_edge_line", "低保边缘收入线（元/年）", amount, "", 17, ("WZ",)),
    Column("relocated_people", "搬迁人数（人）", plain, "", 12, ("LX",)),
    Column("one_stop_rate", "惠民联办率", percentage, "", 12, ("LX",)),
    Column("enrolment_rate", "入学率", percentage, "", 12, ("LX",)),
)

PREVIOUS = (
    Column("", "序号", plain, "", 6),
    Column("township", "乡镇（街道）", plain, "", 11),
    Column("village", "行政村", plain, "", 10),
    Column("household_id", "户编号", plain, "", 17),
    Column("head_name", "户主姓名", plain, "", 10),
    Column("head_id", "户主身份证号", identity, "", 21),
    Column("category", "农户类型", plain, "", 12),
    Column("status", "在册状态", plain, "", 9),
    Column("members", "家庭人口数（人）", count, "", 9),
    Column("income", "家庭可支配收入（元）", amount, "", 13),
    Column("per_capita_income", "人均可支配收入（元）", amount, "", 13),
)
