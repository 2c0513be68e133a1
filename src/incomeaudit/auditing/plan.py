"""Which checks and targets can run on what was read, and why the others cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.force import Force
from incomeaudit.auditing.frame import conditions_of
from incomeaudit.auditing.groups import GROUP
from incomeaudit.auditing.options import Options
from incomeaudit.messages import Problem
from incomeaudit.rulebook.computed import Fact
from incomeaudit.rulebook.load import Rulebook
from incomeaudit.rulebook.model import Check, Pack, Parameter, Target
from incomeaudit.rulebook.sql import Condition


@dataclass(frozen=True)
class Planned:
    """A check or target, with what it names and, where it cannot run, the reason."""

    pack: Pack
    entry: Check | Target
    conditions: tuple[Condition, ...]
    named: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    groups: tuple[bool, ...]
    """For each group, whether the check speaks of it."""
    reason: str = ""
    """Why it is skipped; empty when it runs."""


def selected(code: str, options: Options) -> bool:
    """Whether the options let a code run: the longest prefix that fits decides between select and ignore."""
    chosen = max((len(prefix) for prefix in options.select if code.startswith(prefix)), default=-1)
    refused = max((len(prefix) for prefix in options.ignore if code.startswith(prefix)), default=-1)
    return chosen > refused if options.select else refused < 0


def look_at_options(options: Options, rulebook: Rulebook) -> None:
    """Raise Problem for a policy or code prefix that nothing answers to, naming the valid ones."""
    for policy in options.policies:
        if policy not in rulebook.packs:
            raise Problem("policy_unknown", policy=policy, known="、".join(rulebook.packs))
    families = sorted({code[:2] for code in rulebook.codes})
    for prefix in (*options.select, *options.ignore):
        if not any(code.startswith(prefix) for code in rulebook.codes):
            raise Problem("code_unknown", code=prefix, known="、".join(families))


def plan(frame: pl.DataFrame | None, context: TableContext) -> list[Planned]:
    """Every check and target of one table. ``frame`` is None where nothing of the table was read."""
    rulebook = context.setting.rulebook
    entries: list[tuple[Pack, Check | Target]] = [*rulebook.checks, *rulebook.targets]
    planner = _Planner(frame, context)
    return [planner.plan(pack, entry) for pack, entry in entries if entry.table == context.table.id]


@dataclass(frozen=True)
class _Planner:
    frame: pl.DataFrame | None
    context: TableContext

    @property
    def force(self) -> Force:
        return self.context.force

    @cached_property
    def _used(self) -> frozenset[int]:
        """The groups that have rows of the table; looked up once for all its checks."""
        return frozenset(self.frame.get_column(GROUP).drop_nulls().unique() if self.frame is not None else ())

    def plan(self, pack: Pack, entry: Check | Target) -> Planned:
        conditions = conditions_of(pack, *_texts(entry))
        named = tuple(dict.fromkeys(name for condition in conditions for name in condition.fields))
        chain = [field.source for field in self.context.fields.chain(named)]
        behind = [source for source in chain if isinstance(source, Condition)]
        parameters = _parameters(self.context.setting.rulebook, [*conditions, *behind])
        groups = self._groups(pack, parameters)
        reason = self._reason(pack, entry, named, parameters, groups)
        return Planned(pack, entry, tuple(conditions), named, tuple(p for _, p in parameters), groups, reason)

    def _groups(self, pack: Pack, parameters: Sequence[tuple[Pack, Parameter]]) -> tuple[bool, ...]:
        """Groups of which the pack speaks and in which no parameter is still to begin."""
        return tuple(
            applies and not any(self.force.not_yet(owner, parameter, group) for owner, parameter in parameters)
            for applies, group in zip(self._spoken_of(pack), self.force.groups, strict=True)
        )

    def _spoken_of(self, pack: Pack) -> list[bool]:
        """Groups that the pack applies to and that have rows of this table, where there is such a table at all."""
        applies = self.force.applicable(pack)
        if self.frame is None or not self.frame.height:
            return applies
        return [inside and number in self._used for number, inside in enumerate(applies)]

    def _reason(
        self,
        pack: Pack,
        entry: Check | Target,
        named: Sequence[str],
        parameters: Sequence[tuple[Pack, Parameter]],
        groups: Sequence[bool],
    ) -> str:
        say = self.context.messages
        if not selected(entry.code, self.context.options):
            return say("reason.not_selected")
        if not any(self._spoken_of(pack)):
            return say("reason.not_in_force", document=pack.document.title[say.lang])
        if not any(groups):
            return self._not_begun(pack, parameters)
        if self.frame is None or not self.frame.height:
            return say("reason.no_table", table=self.context.table.title[say.lang])
        lacking = self.context.fields.lacking(named, frozenset(self.frame.columns))
        if lacking:
            return say("reason.no_columns", columns="、".join(map(self.context.title, lacking)))
        return self._no_value(parameters, groups) or self._no_fact(named, groups)

    def _not_begun(self, pack: Pack, parameters: Sequence[tuple[Pack, Parameter]]) -> str:
        applies = self.force.applicable(pack)
        days = [
            day
            for inside, group in zip(applies, self.force.groups, strict=True)
            for owner, parameter in parameters
            if inside and (day := self.force.not_yet(owner, parameter, group))
        ]
        return self.context.messages("reason.not_begun", day=min(days).isoformat())

    def _no_value(self, parameters: Sequence[tuple[Pack, Parameter]], groups: Sequence[bool]) -> str:
        standing = [group for group, inside in zip(self.force.groups, groups, strict=True) if inside]
        for owner, parameter in parameters:
            if not any(self.force.value(owner, parameter, group) for group in standing):
                return self.context.messages("reason.no_value", parameter=f"${parameter.id}")
        return ""

    def _no_fact(self, named: Sequence[str], groups: Sequence[bool]) -> str:
        # Only groups that have rows of this table count: the place table brings years of its own.
        standing = [
            group
            for number, (group, inside) in enumerate(zip(self.force.groups, groups, strict=True))
            if inside and number in self._used
        ]
        figures = self.context.vocabulary.tables["place"].fields
        for field in self.context.fields.facts(named):
            source = field.source
            if isinstance(source, Fact) and not any(
                self.force.fact(source.field, group, source.years_back) for group in standing
            ):
                years = sorted({group.year - source.years_back for group in standing})
                return self.context.messages(
                    "reason.no_fact",
                    fact=figures[source.field].title[self.context.messages.lang],
                    places="、".join(sorted({group.place.split("/")[-1] for group in standing})),
                    years="、".join(map(str, years)),
                )
        return ""


def _texts(entry: Check | Target) -> tuple[str | None, ...]:
    """The expressions without which the entry cannot be judged."""
    if isinstance(entry, Check):
        return entry.scope, entry.violation
    return entry.scope, entry.numerator, entry.denominator, entry.target


def _parameters(rulebook: Rulebook, conditions: Sequence[Condition]) -> list[tuple[Pack, Parameter]]:
    found: dict[tuple[str, str], tuple[Pack, Parameter]] = {}
    for condition in conditions:
        for name in condition.parameters:
            pack = rulebook.packs[condition.pack]
            parameter = next(item for item in pack.parameter if item.id == name)
            found[pack.document.id, name] = (pack, parameter)
    return list(found.values())


def all_parameters(planned: Sequence[Planned], context: TableContext) -> list[tuple[Pack, Parameter]]:
    """Every parameter that the running checks of a table name, in any of their expressions."""
    conditions: list[Condition] = []
    for item in planned:
        shown = shown_conditions(item)
        names = [name for condition in (*item.conditions, *shown) for name in condition.fields]
        names += item.entry.message_fields if isinstance(item.entry, Check) else []
        conditions += [*item.conditions, *shown]
        conditions += [f.source for f in context.fields.chain(names) if isinstance(f.source, Condition)]
    return _parameters(context.setting.rulebook, conditions)


def shown_conditions(item: Planned) -> list[Condition]:
    """The expressions that a finding or a target's message shows."""
    entry = item.entry
    if isinstance(entry, Check):
        return conditions_of(item.pack, entry.actual, entry.expected, entry.gap, entry.gap_household)
    return conditions_of(item.pack, entry.base_numerator, entry.base_denominator)


def applicable_mask(groups: Sequence[bool], frame: pl.DataFrame) -> pl.Expr:
    """Boolean expression: whether a row's group is one of which the check speaks; false without a group."""
    if all(groups) and not frame.get_column(GROUP).has_nulls():
        return pl.lit(value=True)
    inside = [number for number, flag in enumerate(groups) if flag]
    return pl.col(GROUP).is_in(inside).fill_null(value=False)
