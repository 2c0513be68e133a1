"""``incomeaudit rules`` and ``incomeaudit policies``: what is checked, by which clause, with which values."""

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incomeaudit.cli.auditing import Lang, Severity
from incomeaudit.cli.exits import one_line
from incomeaudit.messages import Messages, Problem

if TYPE_CHECKING:
    from incomeaudit.auditing.setting import Setting
    from incomeaudit.report.page import Page
    from incomeaudit.rulebook.behind import Entry
    from incomeaudit.rulebook.model import Pack

PIPED_WIDTH = 200
"""Columns of a table that goes into a file or a pipe, where nobody says how wide it may be."""


class PageFormat(StrEnum):
    """How ``rules`` and ``policies`` answer."""

    text = "text"
    json = "json"


def rules(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="检查或目标的编码，如 ZJ002；不写则列出全部。")
    ] = None,
    policy: Annotated[list[str] | None, typer.Option(help="只列这些文件的，如 zj-2020。")] = None,
    table: Annotated[list[str] | None, typer.Option(help="只列这些表的，如 household 或 农户。")] = None,
    severity: Annotated[list[Severity] | None, typer.Option(help="只列这些级别的。")] = None,
    select: Annotated[list[str] | None, typer.Option(help="只列编码以此开头的，如 ZJ、LS00。")] = None,
    place: Annotated[str | None, typer.Option(help="取值按这个地区，如 遂昌县。")] = None,
    year: Annotated[int | None, typer.Option(min=1990, max=2100, help="取值按这一年。")] = None,
    pack: Annotated[list[Path] | None, typer.Option(help="自备的政策包（TOML）。")] = None,
    new: Annotated[bool, typer.Option("--new", help="打印一份带注释的政策包样本，改好后用 --pack 加入。")] = False,
    form: Annotated[PageFormat, typer.Option("--format", help="text 给人看，json 给程序读。")] = PageFormat.text,
    lang: Annotated[Lang, typer.Option(help="说明的语言。")] = Lang.zh,
) -> None:
    """列出检查和目标，或说明其中一项：依据、条件、所需的列、取值、整改、案例。

    例：

      incomeaudit rules

      incomeaudit rules --policy zj-2020 --severity critical

      incomeaudit rules ZJ002 --place 遂昌县 --year 2020

      incomeaudit rules --new > 本县.toml
    """
    messages = Messages(lang.value)
    with one_line(messages):
        if new:
            from incomeaudit.rulebook.skeleton import skeleton

            typer.echo(skeleton(), nl=False)
            return
        from incomeaudit.report.rule_facts import find_rule, where_of
        from incomeaudit.report.rule_pages import rule_json, rule_page, rules_json, rules_page

        setting = _setting(pack, lang)
        if code is not None:
            owner, entry = find_rule(setting, code)
            where = where_of(setting, place, year)
            if form is PageFormat.json:
                _print_json(rule_json(owner, entry, setting, where))
            else:
                _print(rule_page(owner, entry, setting, where))
            return
        chosen = [
            (owner, entry)
            for owner, entry in _filtered(setting, policy or (), table or (), place, year)
            if (not severity or entry.severity in {item.value for item in severity})
            and (not select or entry.code.startswith(tuple(prefix.upper() for prefix in select)))
        ]
        if form is PageFormat.json:
            _print_json(rules_json(chosen))
        else:
            _print(rules_page(chosen, setting))


def policies(
    policy: Annotated[str | None, typer.Argument(metavar="[ID]", help="文件编号，如 zj-2020；不写则列出全部。")] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="条款覆盖表：条款、检查和目标、案例数。")] = False,
    place: Annotated[str | None, typer.Option(help="哪些文件适用于这个地区，取值如何。")] = None,
    year: Annotated[int | None, typer.Option(min=1990, max=2100, help="哪些文件在这一年有效，取值如何。")] = None,
    pack: Annotated[list[Path] | None, typer.Option(help="自备的政策包（TOML）。")] = None,
    form: Annotated[PageFormat, typer.Option("--format", help="text 给人看，json 给程序读。")] = PageFormat.text,
    lang: Annotated[Lang, typer.Option(help="说明的语言。")] = Lang.zh,
) -> None:
    """列出政策文件，或逐条说明一份文件怎样检查、哪些没有检查及原因。

    例：

      incomeaudit policies

      incomeaudit policies zj-2020

      incomeaudit policies --place 遂昌县 --year 2020

      incomeaudit policies --coverage --format json
    """
    messages = Messages(lang.value)
    with one_line(messages):
        from incomeaudit.report import policy_pages as pages
        from incomeaudit.report.rule_facts import find_policy, where_of

        setting = _setting(pack, lang)
        where = where_of(setting, place, year)
        as_json = form is PageFormat.json
        if coverage:
            wanted = find_policy(setting, policy) if policy is not None else None
            if as_json:
                _print_json(pages.coverage_json(setting, wanted))
            else:
                _print(pages.coverage_page(setting, wanted))
        elif policy is not None:
            wanted = find_policy(setting, policy)
            if as_json:
                _print_json(pages.policy_json(wanted, setting, where))
            else:
                _print(pages.policy_page(wanted, setting, where))
        elif as_json:
            _print_json(pages.policies_json(setting, where))
        else:
            _print(pages.policies_page(setting, where))


def _setting(packs: list[Path] | None, lang: Lang) -> "Setting":
    from incomeaudit.auditing.options import Options
    from incomeaudit.auditing.setting import load_setting

    return load_setting(Options(packs=tuple(packs or ()), lang=lang.value))


def _filtered(
    setting: "Setting", policies: Sequence[str], tables: Sequence[str], place: str | None, year: int | None
) -> list[tuple["Pack", "Entry"]]:
    """The entries of some documents and tables, of documents that speak of the place and the year."""
    from incomeaudit.report.rule_facts import entries_of, find_policy, where_of

    documents = {find_policy(setting, policy).document.id for policy in policies}
    wanted = {_table(name, setting) for name in tables}
    where = where_of(setting, place, year)
    return [
        (pack, entry)
        for pack, entry in entries_of(setting)
        if (not documents or pack.document.id in documents)
        and (not wanted or entry.table in wanted)
        and where.speaks(pack.document)
    ]


def _table(name: str, setting: "Setting") -> str:
    """The id of a table that a user names by id or title. Raises ``Problem("filter_unknown")``."""
    for table in setting.vocabulary.tables.values():
        if name in {table.id, table.title.zh, table.title.en}:
            return table.id
    what = setting.messages("rules.table")
    known = "、".join(f"{table.id} {table.title.zh}" for table in setting.vocabulary.tables.values())
    raise Problem("filter_unknown", what=what, value=name, known=known)


def _print(page: "Page") -> None:
    from rich.console import Console

    from incomeaudit.report.page import print_page

    print_page(page, Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH))


def _print_json(answer: object) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
