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
    plain,
    ten_thousands,
    yes_no,
)

BASICS, INCOME, GUARANTEED, HELP = "基本情况", "收入情况（元）", "“两不愁三保障”", "帮扶情况"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it holds, its header, how its values are written, and the group it stands in."""

    field: str
    header: str
    form: Form = plain
    group: str = ""
    width: float = 10


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
)

VILLAGE = (
    Column("", "序号", plain, "", 6),
    Column("township", "乡镇（街道）", plain, "", 12),
    Column("village", "行政村", plain, "", 12),
    Column("total_income", "年总收入（万元）", ten_thousands, "", 17),
    Column("operating_income", "经营性收入（万元）", ten_thousands, "", 19),
    Column("weak", "相对薄弱村", yes_no("是", "否"), "", 11),
    Column("paired_unit", "结对单位", plain, "", 16),
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
)

PROJECT = (
    Column("project_id", "项目编号", plain, "", 12),
    Column("name", "项目名称", plain, "", 26),
    Column("township", "乡镇（街道）", plain, "", 12),
    Column("village", "行政村", plain, "", 12),
    Column("kind", "项目类型", plain, "", 12),
    Column("investment", "总投资（万元）", ten_thousands, "", 14),
    Column("funds", "帮扶资金（万元）", ten_thousands, "", 16),
    Column("publicised_on", "公示日期", date_typed, "", 13),
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
    Column("trainees", "培训人数（人）", count, "", 12),
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
)
