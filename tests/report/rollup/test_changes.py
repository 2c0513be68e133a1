import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from incomeaudit.messages import Messages
from incomeaudit.report.rollup.changes import CHANGE_SCHEMA, SHOWN, changes_text
from incomeaudit.report.rollup.model import STATUSES

ZH = Messages("zh")


def changes(*rows):
    return pl.DataFrame([dict(zip(CHANGE_SCHEMA, row, strict=True)) for row in rows], schema=CHANGE_SCHEMA)


ALL = changes(
    ("a.xlsx", "audited", "audited", None, 0, 0, 5),
    ("b.xlsx", "audited", "failed", "文件损坏", 0, 0, 0),
    ("c.xlsx", "audited", "audited", None, 3, 1, 1_200),
    ("d.xlsx", "audited", "audited", None, 0, 2, 0),
    ("e.xlsx", None, "audited", None, 0, 0, 7),
    ("f.xlsx", "audited", None, None, 0, 0, 0),
    ("g.xlsx", "failed", "audited", None, 0, 0, 4),
    ("h.xlsx", "failed", "failed", "需要密码", 0, 0, 0),
    ("i.xlsx", None, "not_a_roster", "没有表", 0, 0, 0),
    ("j.xlsx", "figures", "figures", None, 0, 0, 0),
)


def test_everything_that_changed_is_told_the_gravest_first():
    assert (
        changes_text(ALL, ZH)
        == """\
新出现审计失败的文件 1 个：
  b.xlsx：文件损坏

新出现没有可认的表的文件 1 个：
  i.xlsx：没有表

有新疑点的文件 1 个：
  c.xlsx：新疑点 3 条，消除 1 条，现有 1,200 条

只有疑点消除的文件 1 个：
  d.xlsx：新疑点 0 条，消除 2 条，现有 0 条

结果与上次不同的文件 1 个：
  g.xlsx：由“审计失败”变为“已审计”，现有疑点 4 条

新增的文件 1 个：
  e.xlsx：已审计，现有疑点 7 条

不见了的文件 1 个：
  f.xlsx

与上次一样没有审计成功的文件 1 个：
  h.xlsx：需要密码
"""
    )


def test_it_speaks_english_too():
    text = changes_text(ALL, Messages("en"))
    assert text.startswith("Files that failed, not so last time (1):\n  b.xlsx: 文件损坏\n")
    assert "c.xlsx: 3 new findings, 1 cleared, 1,200 open" in text


def test_nothing_changed_is_no_text():
    assert changes_text(changes(), ZH) == ""
    same = ALL.filter(pl.col("file").is_in(["a.xlsx", "h.xlsx", "j.xlsx"]))
    assert changes_text(same, ZH) == ""


def test_a_failure_without_a_reason_says_so():
    assert "b.xlsx：未说明原因" in changes_text(changes(("b.xlsx", None, "failed", None, 0, 0, 0)), ZH)


def test_a_long_list_is_cut_and_says_so():
    text = changes_text(changes(*((f"{n}.xlsx", None, "audited", None, 0, 0, 1) for n in range(SHOWN + 5))), ZH)
    assert text.count("已审计") == SHOWN
    assert "……另有 5 个" in text


def test_a_line_break_in_a_name_makes_no_line():
    text = changes_text(changes(("a\n新增的文件 9 个：\n.xlsx", None, "audited", None, 0, 0, 1)), ZH)
    assert len(text.splitlines()) == 2


statuses = st.sampled_from([None, *STATUSES])


@given(st.lists(st.tuples(statuses, statuses, st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_every_file_that_changed_stands_there_once(states):
    rows = [(f"<{n}>", before, now, None, new, gone, 1) for n, (before, now, new, gone) in enumerate(states)]
    text = changes_text(changes(*rows), ZH)
    for name, before, now, _, new, gone, _ in rows:
        bad = now in ("failed", "not_a_roster")
        changed = before != now or (now is not None and not bad and (new or gone))
        expected = 1 if changed or (bad and text) else 0
        assert text.count(f"  {name}") == expected
