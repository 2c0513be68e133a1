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
from incomeaudit.rulebook.computed import Fact, Sum
from incomeaudit.rulebook.load import Rulebook
from incomeaudit.rulebook.model import Check, Pack, Parameter, Target
from incomeaudit.rulebook.sql import Condition, condition_of


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
        """The groups that have rows of the table."""
        return frozenset(self.frame.get_column(GROUP).drop_nulls().unique() if self.frame is not None else ())

    def plan(self, pack: Pack, entry: Check | Target) -> Planned:
        say = self.context.messages
        if not selected(entry.code, self.context.options):
            return self._nowhere(pack, entry, say("reason.not_selected"))
        if not any(self._spoken_of(pack)):
            return self._nowhere(pack, entry, say("reason.not_in_force", document=pack.document.title[say.lang]))
        conditions = conditions_of(pack, *_texts(entry))
        named = tuple(dict.fromkeys(name for condition in conditions for name in condition.fields))
        behind = _behind(named, self.context)
        parameters = _parameters(
            self.context.setting.rulebook, [*conditions, *behind, *goal_of(pack, entry, self.context)]
        )
        groups = self._groups(pack, parameters)
        reason = self._reason(pack, entry, named, parameters, groups)
        return Planned(pack, entry, tuple(conditions), named, tuple(p for _, p in parameters), groups, reason)

    def _nowhere(self, pack: Pack, entry: Check | Target, reason: str) -> Planned:
        """What speaks of no row, whatever it names."""
        return Planned(pack, entry, (), (), (), tuple(False for _ in self.force.groups), reason)

    def _groups(self, pack: Pack, parameters: Sequence[tuple[Pack, Parameter]]) -> tuple[bool, ...]:
        """Groups of which the pack speaks and in which no parameter is still to begin."""
        return tuple(
            applies and not any(self.force.not_yet(owner, parameter, group) for owner, parameter in parameters)
            for applies, group in zip(self._spoken_of(pack), self.force.groups, strict=True)
        )

    def _spoken_of(self, pack: Pack) -> tuple[bool, ...]:
        """Groups that the pack applies to and that have rows of this table, where there is such a table at all."""
        return self._spoken[pack.document.id]

    @cached_property
    def _spoken(self) -> dict[str, tuple[bool, ...]]:
        """``_spoken_of`` by pack, looked up once for all checks."""
        counted = self._used if self.frame is not None and self.frame.height else range(len(self.force.groups))
        return {
            name: tuple(inside and number in counted for number, inside in enumerate(self.force.applicable(pack)))
            for name, pack in self.context.setting.rulebook.packs.items()
        }

    def _reason(
        self,
        pack: Pack,
        entry: Check | Target,
        named: Sequence[str],
        parameters: Sequence[tuple[Pack, Parameter]],
        groups: Sequence[bool],
    ) -> str:
        say = self.context.messages
        if not any(groups):
            return self._not_begun(pack, parameters)
        if self.frame is None or not self.frame.height:
            return say("reason.no_table", table=self.context.table.title[say.lang])
        present = {**self.context.present, entry.table: frozenset(self.frame.columns)}
        lacking = self.context.fields.lacking(named, present)
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
        used = self._used
        standing = [
            group
            for number, (group, inside) in enumerate(zip(self.force.groups, groups, strict=True))
            if inside and number in used
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
    return entry.scope, entry.numerator, entry.denominator


def goal_of(pack: Pack, entry: Check | Target, context: TableContext) -> list[Condition]:
    """A target's value and what it rests on; it speaks of the place table, whatever the target's own table is."""
    if isinstance(entry, Check):
        return []
    goal = condition_of(entry.target, pack.document.id)
    return [goal, *_behind(goal.fields, context.of("place"))]


def _behind(names: Sequence[str], context: TableContext) -> list[Condition]:
    """The conditions of the computed fields behind names, those that other tables' rows are summed with included."""
    conditions: list[Condition] = []
    for field in context.fields.chain(names):
        if isinstance(field.source, Condition):
            conditions.append(field.source)
        elif isinstance(field.source, Sum) and field.source.source in context.vocabulary.tables:
            conditions.append(field.source.condition)
            conditions += _behind(field.source.condition.fields, context.of(field.source.source))
    return conditions


def _parameters(rulebook: Rulebook, conditions: Sequence[Condition]) -> list[tuple[Pack, Parameter]]:
    """The parameters that conditions ask for by place and year."""
    found: dict[tuple[str, str], tuple[Pack, Parameter]] = {}
    for condition in conditions:
        for name in condition.parameters:
            pack = rulebook.packs[condition.pack]
            found[pack.document.id, name] = (pack, pack.parameter_of(name))
    return list(found.values())


def all_parameters(planned: Sequence[Planned], context: TableContext) -> list[tuple[Pack, Parameter]]:
    """Every parameter that the running checks of a table rest on, in any of their expressions, however asked for."""
    conditions: list[Condition] = []
    for item in planned:
        shown = shown_conditions(item)
        names = [name for condition in (*item.conditions, *shown) for name in condition.fields]
        names += item.entry.message_fields if isinstance(item.entry, Check) else []
        conditions += [*item.conditions, *shown, *_behind(names, context), *goal_of(item.pack, item.entry, context)]
    packs = context.setting.rulebook.packs
    dated = {
        (condition.pack, name): (packs[condition.pack], packs[condition.pack].parameter_of(name))
        for condition in conditions
        for name, _ in condition.dated
    }
    undated = {
        (pack.document.id, parameter.id): (pack, parameter)
        for pack, parameter in _parameters(context.setting.rulebook, conditions)
    }
    return list((undated | dated).values())


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
