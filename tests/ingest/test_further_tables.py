"""A workbook with all ten tables, and sheets that say more of the household than of what was done for it."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from books import Rows, book, issues, read_books

from incomeaudit.ingest.model import PART, ROW, Dataset

SHEETS: Mapping[str, Rows] = {
    "花名册": [
        ["遂昌县2020年低收入农户花名册"],
        ["乡镇（街道）", "行政村", "户编号", "户主姓名", "家庭人口数", "人均可支配收入（元）", "观察期止", "重点帮扶对象"],
        ["妙高街道", "大坑村", "H1", "张三", 2, 8000, "2020-12-31", "是"],
        ["妙高街道", "大坑村", "H2", "李四", 3, "7,999.50", None, "否"],
        ["小计", None, None, None, 5, None],
    ],
    "家庭成员": [
        ["遂昌县2020年低收入农户家庭成员名单"],
        ["户编号", "姓名", "与户主关系", "出生日期", "是否就业", "依靠家庭供养"],
        ["H1", "张三", "户主", "1970-01-01", "已就业", "否"],
        ["H1", "张小三", "之子", "2008.9", "否", "是"],
    ],
    "村集体经济": [
        ["遂昌县2020年村集体经济收入表"],
        ["乡镇", "行政村", "年总收入（万元）", "经营性收入（万元）", "是否市级帮扶团组结对村"],
        ["妙高街道", "大坑村", 10, 4.99, "√"],
    ],
    "县级参数": [["2020年度参数"], ["县（市、区）", "年度", "农村低保标准（元/月）"], ["遂昌县", 2020, 700]],
    "走访记录": [
        ["遂昌县2020年低收入农户走访记录"],
        ["序号", "户编号", "户主姓名", "走访日期", "走访干部", "走访情况", "录入时间", "是否录入系统"],
        [1, "H1", "张三", "2020年3月5日", "王五", "家中安好", "2020/3/6", "已录入"],
        [2, "H2", "李四", 43900, "赵六", "在外务工", None, "未录入"],
    ],
    "小额信贷": [
        ["遂昌县2020年低收入农户小额信贷贴息表"],
        ["填报单位：农商银行", None, None, None, None, None, "单位：万元"],
        ["借据编号", "户编号", "借款人姓名", "贷款金额", "年利率（%）", "放款日期", "到期日", "担保方式", "是否贴息",
         "贴息金额（元）", "停止贴息日期"],
        ["JJ001", "H1", "张三", 5, 4.35, "2020-01-01", "2021-01-01", "信用", "是", "1,500.00", None],
        ["JJ002", "H2", "李四", 10.5, 4.75, "2020-02-01", "2022-02-01", "是", "否", "无", "2020-06-30"],
        ["合计", None, None, 15.5],
    ],
    "项目": [
        ["2020年“菜单式”帮扶项目表"],
        ["项目编号", "项目名称", "乡镇", "行政村", "项目类别", "总投资（万元）", "村民代表大会通过时间", "公示日期", "备案日期",
         "开工日期", "政策处理完成日期", "验收日期", "项目年收益", "用于低收入农户的收益", "资产管理人"],
        ["X01", "茶园改造", "妙高街道", "大坑村", "“菜单式”项目", 12.5, "2020-01-10", "2020-01-15", "2020-03-31",
         "2020-04-01", None, "2020-09-30", 100000, 30000, "钱七"],
        ["X02", "安置小区", "妙高街道", "小坑村", "易地搬迁", 800, None, None, None, "2020-11-01", "2020-06-30", None, None,
         "无", None],
    ],
    "补助发放": [
        ["2020年各类补助发放表"],
        ["户编号", "户主姓名", "加工点名称", "补助项目", "补助金额", "年租金", "搬迁人数", "省级补助", "县级配套", "农户自付",
         "发放对象", "发放日期", "审核日期", "有劳动力低收入农户数", "吸纳低收入农户数"],
        ["H1", "张三", None, "危旧房改造", 30000, None, None, 15000, 15000, "无", "直接拨付到户", "2020.5.6", "2020-04-01"],
        ["H2", "李四", None, "易地搬迁补助", "9万", None, 3, 90000, None, None, "户", "2020年7月", None],
        [None, None, "大坑来料加工点", "场租补助", 4000, 20000, None, None, None, None, "加工点", "2020-12-01", None, "10户", 5],
    ],
    "培训": [
        ["2020年低收入农户培训情况"],
        ["乡镇", "培训班名称", "培训类型", "培训时间", "结业日期", "人数", "低收入农户参训人数", "自付费用"],
        ["妙高街道", "茶艺班", "技能提升培训", "2020-10-01", "2020-10-31", 20, "15人", 0],
        ["云峰街道", "月嫂班", "岗前培训", "2020-11-02", None, 14, 14, "50元"],
        ["合计", None, None, None, None, 34],
    ],
    "带头人": [
        ["致富带头人名册"],
        ["姓名", "性别", "身份证号", "乡镇", "行政村", "带动户数"],
        ["孙八", "女", "331123197001011234", "妙高街道", "大坑村", 10],
        ["周九", "男", "331123197001011235", "云峰街道", "小坑村", "9户"],
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    path = book(tmp_path_factory.mktemp("books") / "遂昌县.xlsx", SHEETS, merges=["A1:H1"])
    return read_books(path)


def test_each_sheet_is_taken_for_its_table(everything: Dataset) -> None:
    assert [(part.sheet, part.table) for part in everything.parts] == [
        ("花名册", "household"),
        ("家庭成员", "member"),
        ("村集体经济", "village"),
        ("县级参数", "place"),
        ("走访记录", "visit"),
        ("小额信贷", "loan"),
        ("项目", "project"),
        ("补助发放", "grant"),
        ("培训", "training"),
        ("带头人", "leader"),
    ]
    assert everything.issues.filter(level="error").is_empty()
    assert {table: frame.height for table, frame in everything.tables.items()} == {
        "household": 2,
        "member": 2,
        "village": 1,
        "place": 1,
        "visit": 2,
        "loan": 2,
        "project": 2,
        "grant": 3,
        "training": 2,
        "leader": 2,
    }


# Field, letter of its column, values of the rows; the row above the first is the header's.
@pytest.mark.parametrize(
    ("table", "first_row", "columns"),
    [
        (
            "household",
            3,
            [
                ("household_id", "C", ["H1", "H2"]),
                ("per_capita_income", "F", [8000.0, 7999.5]),
                ("observed_to", "G", [date(2020, 12, 31), None]),
                ("key_target", "H", [True, False]),
            ],
        ),
        (
            "member",
            3,
            [
                ("relation", "C", ["户主", "之子"]),
                ("employed", "E", [True, False]),
                ("family_supported", "F", [False, True]),
            ],
        ),
        (
            "village",
            3,
            [("total_income", "C", [100000.0]), ("operating_income", "D", [49900.0]), ("city_paired", "E", [True])],
        ),
        ("place", 3, [("place", "A", ["遂昌县"]), ("dibao_standard", "C", [8400.0])]),
        (
            "visit",
            3,
            [
                ("household_id", "B", ["H1", "H2"]),
                ("head_name", "C", ["张三", "李四"]),
                ("visited_on", "D", [date(2020, 3, 5), date(2020, 3, 10)]),
                ("visitor", "E", ["王五", "赵六"]),
                ("entered_on", "G", [date(2020, 3, 6), None]),
                ("entered", "H", [True, False]),
            ],
        ),
        (
            "loan",
            4,
            [
                ("loan_id", "A", ["JJ001", "JJ002"]),
                ("household_id", "B", ["H1", "H2"]),
                ("borrower", "C", ["张三", "李四"]),
                ("principal", "D", [50000.0, 105000.0]),
                ("rate", "E", [0.0435, 0.0475]),
                ("from_date", "F", [date(2020, 1, 1), date(2020, 2, 1)]),
                ("to_date", "G", [date(2021, 1, 1), date(2022, 2, 1)]),
                ("collateral", "H", ["信用", "抵押担保"]),
                ("subsidised", "I", [True, False]),
                ("interest_subsidy", "J", [1500.0, 0.0]),
                ("subsidy_stopped_on", "K", [None, date(2020, 6, 30)]),
            ],
        ),
        (
            "project",
            3,
            [
                ("project_id", "A", ["X01", "X02"]),
                ("name", "B", ["茶园改造", "安置小区"]),
                ("township", "C", ["妙高街道", "妙高街道"]),
                ("village", "D", ["大坑村", "小坑村"]),
                ("kind", "E", ["菜单式", "异地搬迁"]),
                ("investment", "F", [125000.0, 8000000.0]),
                ("approved_on", "G", [date(2020, 1, 10), None]),
                ("publicised_on", "H", [date(2020, 1, 15), None]),
                ("filed_on", "I", [date(2020, 3, 31), None]),
                ("started_on", "J", [date(2020, 4, 1), date(2020, 11, 1)]),
                ("land_ready_on", "K", [None, date(2020, 6, 30)]),
                ("accepted_on", "L", [date(2020, 9, 30), None]),
                ("yearly_income", "M", [100000.0, None]),
                ("household_income", "N", [30000.0, 0.0]),
                ("asset_manager", "O", ["钱七", None]),
            ],
        ),
        (
            "grant",
            3,
            [
                ("household_id", "A", ["H1", "H2", None]),
                ("head_name", "B", ["张三", "李四", None]),
                ("workshop", "C", [None, None, "大坑来料加工点"]),
                ("kind", "D", ["危房改造", "异地搬迁", "来料加工场租"]),
                ("amount", "E", [30000.0, 90000.0, 4000.0]),
                ("basis", "F", [None, None, 20000.0]),
                ("people", "G", [None, 3, None]),
                ("provincial_amount", "H", [15000.0, 90000.0, None]),
                ("local_amount", "I", [15000.0, None, None]),
                ("own_payment", "J", [0.0, None, None]),
                ("paid_to", "K", ["农户", "农户", "经营主体"]),
                ("granted_on", "L", [date(2020, 5, 6), date(2020, 7, 1), date(2020, 12, 1)]),
                ("reviewed_on", "M", [date(2020, 4, 1), None, None]),
                ("able_households", "N", [None, None, 10]),
                ("absorbed_households", "O", [None, None, 5]),
            ],
        ),
        (
            "training",
            3,
            [
                ("township", "A", ["妙高街道", "云峰街道"]),
                ("name", "B", ["茶艺班", "月嫂班"]),
                ("kind", "C", ["技能提升", "岗前"]),
                ("held_on", "D", [date(2020, 10, 1), date(2020, 11, 2)]),
                ("finished_on", "E", [date(2020, 10, 31), None]),
                ("trainees", "F", [20, 14]),
                ("low_income_trainees", "G", [15, 14]),
                ("fee", "H", [0.0, 50.0]),
            ],
        ),
        (
            "leader",
            3,
            [
                ("name", "A", ["孙八", "周九"]),
                ("township", "D", ["妙高街道", "云峰街道"]),
                ("village", "E", ["大坑村", "小坑村"]),
                ("households", "F", [10, 9]),
            ],
        ),
    ],
)
def test_values_come_back_with_their_addresses(
    everything: Dataset, table: str, first_row: int, columns: Sequence[tuple[str, str, list[object]]]
) -> None:
    frame = everything.tables[table]
    [part] = [part for part in everything.parts if part.table == table]
    for field, letter, values in columns:
        assert frame[field].to_list() == values, field
        assert part.letters[field] == letter, field
    assert frame[ROW].to_list() == list(range(first_row, first_row + frame.height))
    assert set(frame[PART].to_list()) == {everything.parts.index(part)}


# What clerks put beside the columns of a list; with a sheet name and a title that say nothing, unless given.
NAMED = ["乡镇", "行政村", "户主姓名", "身份证号", "联系电话", "家庭人口", "农户类型"]


@pytest.mark.parametrize(
    ("table", "sheet", "title", "header"),
    [
        ("visit", "Sheet1", None, ["户编号", "户主姓名", "联系电话", "走访时间", "走访干部", "帮扶措施"]),
        ("visit", "Sheet1", "低收入农户走访记录表", [*NAMED, "致贫原因", "走访日期", "走访人"]),
        ("loan", "小额信贷", None, [*NAMED, "致贫原因", "贷款金额", "贷款时间"]),
        ("loan", "Sheet1", None, ["借据号", "借款人", "身份证号", "借款金额", "利率", "放款日期", "到期日"]),
        ("grant", "危房改造补助", None, [*NAMED, "危房等级", "补助金额", "发放日期"]),
        ("grant", "Sheet1", None, ["户编号", "户主姓名", "保费", "补助金额", "农户自付"]),
        ("grant", "Sheet1", None, ["年度", "县", "户主姓名", "搬迁人数", "省级补助", "县级配套"]),
        ("training", "Sheet1", None, ["乡镇", "培训人数"]),
        ("training", "Sheet1", None, ["乡镇", "培训班", "培训时间", "人数"]),
        ("training", "培训台账", None, ["乡镇", "姓名", "性别", "身份证号", "培训班", "培训时间", "自付费用"]),
        ("leader", "Sheet1", None, ["姓名", "性别", "身份证号", "文化程度", "乡镇", "村", "带动户数"]),
        # Columns of what was done in a list of what is there.
        ("household", "Sheet1", None, [*NAMED, "人均可支配收入", "走访日期", "走访人", "贷款金额", "贴息金额"]),
        ("household", "Sheet1", "低收入农户受补助情况", [*NAMED, "人均可支配收入", "工资性收入", "补助金额"]),
        ("household", "薄弱村", None, ["乡镇", "村", "户编号", "户主", "人口", "年收入", "人均可支配收入"]),
        ("member", "Sheet1", None, ["乡镇", "行政村", "户编号", "姓名", "身份证号"]),
        ("village", "薄弱村项目", None, ["乡镇", "行政村", "年总收入", "经营性收入", "总投资"]),
        ("place", "Sheet1", "搬迁补助", ["县", "年度", "低保标准", "搬迁人数"]),
    ],
)
def test_a_sheet_is_what_it_is_called_and_what_its_own_columns_say(
    tmp_path: Path, table: str, sheet: str, title: str | None, header: Sequence[str]
) -> None:
    rows: Rows = [*([[title]] if title else []), header, ["甲"] * len(header)]
    assert {part.table for part in read_books(book(tmp_path / "r.xlsx", {sheet: rows})).parts} == {table}


def test_a_group_over_columns_is_no_title(tmp_path: Path) -> None:
    top = ["户编号", "户主姓名", "家庭人口数", "人均可支配收入", "农户类型", "补助情况", None]
    below = [None, None, None, None, None, "补助金额", "发放日期"]
    rows: Rows = [top, below, ["H1", "张三", 2, 8000, "低保", 100, "2020-01-01"]]
    data = read_books(book(tmp_path / "r.xlsx", {"Sheet1": rows}, merges=["F1:G1"]))
    assert [part.table for part in data.parts] == ["household"]


def test_a_list_of_trainees_with_their_relation_is_not_one_of_households(tmp_path: Path) -> None:
    header = ["户编号", "户主姓名", "姓名", "与户主关系", "家庭人口数", "培训班", "培训日期", "自付费用"]
    rows: Rows = [["低收入农户培训花名册"], header, ["H1", "张三", "张小三", "之子", 3, "茶艺班", "2020-05-01", 100]]
    data = read_books(book(tmp_path / "r.xlsx", {"培训": rows}))
    assert list(data.tables) == ["training"]
    training = data.tables["training"]
    assert training.select("household_id", "trainee", "name", "fee").rows() == [("H1", "张小三", "茶艺班", 100.0)]


def test_a_project_below_a_group_about_help_keeps_its_name(tmp_path: Path) -> None:
    rows: Rows = [
        ["行政村", "结对帮扶项目", None, None],
        [None, "项目名称", "总投资（元）", "验收日期"],
        ["大坑村", "茶园改造", 5000, "2020-09-30"],
    ]
    data = read_books(book(tmp_path / "r.xlsx", {"Sheet1": rows}, merges=["A1:A2", "B1:D1"]))
    assert data.tables["project"]["name"].to_list() == ["茶园改造"]


def test_another_persons_name_is_not_the_leaders(tmp_path: Path) -> None:
    rows: Rows = [
        ["乡镇", "带动户数", "联系人", "带头人"],
        [None, None, "姓名", "姓名"],
        ["妙高街道", 10, "吴一", "孙八"],
    ]
    data = read_books(book(tmp_path / "r.xlsx", {"Sheet1": rows}, merges=["A1:A2", "B1:B2"]))
    assert data.tables["leader"]["name"].to_list() == ["孙八"]


def test_sums_of_grants_by_township_are_not_read_as_grants(tmp_path: Path) -> None:
    summary: Rows = [["乡镇", "户数", "补助人数", "补助金额"], ["妙高街道", 100, 230, 900000]]
    data = read_books(book(tmp_path / "r.xlsx", {"花名册": SHEETS["花名册"], "补助汇总": summary}))
    assert list(data.tables) == ["household"]
    [said] = issues(data, "summary_sheet")
    assert (said["level"], said["sheet"]) == ("warning", "补助汇总")


def test_options_for_the_columns_of_a_list_are_not_read_as_one(tmp_path: Path) -> None:
    options = [["补助类型", "发放对象"], ["危房改造", "农户"], ["异地搬迁", "村"]]
    data = read_books(book(tmp_path / "r.xlsx", {"花名册": SHEETS["花名册"], "选项": options}, hidden=["选项"]))
    assert list(data.tables) == ["household"]
    assert issues(data, "option_lists")[0]["level"] == "info"


@pytest.mark.parametrize(
    ("header", "cells", "rates"),
    [
        ("年利率(%)", [4.35, 3], [0.0435, 0.03]),
        ("年利率（％）", ["4.35", "4.35%"], [0.0435, 0.0435]),
        ("执行利率", ["4.35%", 0.0435], [0.0435, 0.0435]),
        ("年利率（%）", [0.0435, 0.03], [0.0435, 0.03]),  # cells formatted as percentages arrive as shares
    ],
)
def test_rates_become_shares(tmp_path: Path, header: str, cells: Sequence[object], rates: Sequence[float]) -> None:
    rows: Rows = [["借据号", "贷款金额", header], *(["J", 50000, cell] for cell in cells)]
    assert read_books(book(tmp_path / "r.xlsx", {"贷款": rows})).tables["loan"]["rate"].to_list() == rates


def test_money_under_the_question_of_a_subsidy_is_said(tmp_path: Path) -> None:
    rows: Rows = [["借据号", "贷款金额", "贴息（元）"], ["J1", 50000, 1500]]
    data = read_books(book(tmp_path / "r.xlsx", {"贷款": rows}))
    assert "subsidised" not in data.tables["loan"].columns
    assert [said["cell"] for said in issues(data, "unit_unfit")] == ["C1"]
