"""Which checks and targets can run on what was read, and why the others cannot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.force import Force
from incomeaudit.auditing.groups import GROUP
from incomeaudit.auditing.options import Options
from incomeaudit.messages import Problem
from incomeaudit.rulebook.basis import Basis
from incomeaudit.rulebook.computed import Computed, Fact
from incomeaudit.rulebook.load import Rulebook
from incomeaudit.rulebook.model import Check, Pack, Parameter, Target
from incomeaudit.rulebook.sql import Condition


@dataclass(frozen=True)
class Planned:
    """A check or target, with what it rests on and, where it cannot run, the reason."""

    pack: Pack
    entry: Check | Target
    basis: Basis
    groups: tuple[bool, ...]
    """For each group, whether the check speaks of it."""
    reason: str = ""
    """Why it is skipped; empty when it runs."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The expressions without which it cannot be judged."""
        return self.basis.conditions

    @property
    def named(self) -> tuple[str, ...]:
        """The fields that these name."""
        return self.basis.named


def selected(code: str, options: Options) -> bool:
    """Whether the options let a code run: the longest prefix that fits decides between select and ignore."""
    chosen = max((len(prefix) for prefix in options.select if code.startswith(prefix)), default=-1)
    refused = max((len(prefix) for prefix in options.ignore if code.startswith(prefix)), default=-1)
    return chosen > refused if options.select else refused < 0


def look_at_options(options: Options, rulebook: Rulebook, further: Collection[str] = ()) -> None:
    """Raise Problem for a policy or code prefix that nothing answers to, naming the valid ones.

    ``further`` are codes of checks that are in no pack.
    """
    codes = [*rulebook.codes, *further]
    for policy in options.policies:
        if policy not in rulebook.packs:
            raise Problem("policy_unknown", policy=policy, known="、".join(rulebook.packs))
    families = sorted({code[:2] for code in codes})
    for prefix in (*options.select, *options.ignore):
        if not any(code.startswith(prefix) for code in codes):
            raise Problem("code_unknown", code=prefix, known="、".join(families))


def plan(frame: pl.DataFrame | None, context: TableContext) -> list[Planned]:
    """Every check and target of one table. ``frame`` is None where nothing of the table was read."""
    rulebook = context.setting.rulebook
    planner = _Planner(frame, context)
    return [planner.plan(pack, entry) for pack, entry in rulebook.of_table(context.table.id)]


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
        basis = self.context.setting.bases[entry.code]
        if not selected(entry.code, self.context.options):
            return Planned(pack, entry, basis, self._nowhere, say("reason.not_selected"))
        if not any(self._spoken_of(pack)):
            reason = say("reason.not_in_force", document=pack.document.title[say.lang])
            return Planned(pack, entry, basis, self._nowhere, reason)
        groups = self._groups(pack, basis.needed)
        return Planned(pack, entry, basis, groups, self._reason(pack, entry, basis, groups))

    @property
    def _nowhere(self) -> tuple[bool, ...]:
        """The groups of what speaks of no row."""
        return tuple(False for _ in self.force.groups)

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

    def _reason(self, pack: Pack, entry: Check | Target, basis: Basis, groups: Sequence[bool]) -> str:
        say = self.context.messages
        if not any(groups):
            return self._not_begun(pack, basis.needed)
        if self.frame is None or not self.frame.height:
            return say("reason.no_table", table=self.context.table.title[say.lang])
        lacking = self.context.fields.lacking(basis.named, self._present)
        if lacking:
            return say("reason.no_columns", columns="、".join(map(self.context.title, lacking)))
        return self._no_value(basis.needed, groups) or self._no_fact(basis.facts, groups)

    @cached_property
    def _present(self) -> Mapping[str, frozenset[str]]:
        """The columns of every table that has rows, and of the one that is planned."""
        own = frozenset(self.frame.columns if self.frame is not None else ())
        return {**self.context.present, self.context.table.id: own}

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

    def _no_fact(self, facts: Sequence[Computed], groups: Sequence[bool]) -> str:
        # Only groups that have rows of this table count: the place table brings years of its own.
        used = self._used
        standing = [
            group
            for number, (group, inside) in enumerate(zip(self.force.groups, groups, strict=True))
            if inside and number in used
        ]
        figures = self.context.vocabulary.tables["place"].fields
        for field in facts:
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


def all_parameters(planned: Sequence[Planned]) -> list[tuple[Pack, Parameter]]:
    """Every parameter that the running checks of a table rest on, in any of their expressions, however asked for."""
    stated = {key: pair for item in planned for key, pair in item.basis.stated.items()}
    dated = {key: pair for item in planned for key, pair in item.basis.dated.items()}
    return list((stated | dated).values())


def applicable_mask(groups: Sequence[bool], frame: pl.DataFrame) -> pl.Expr:
    """Boolean expression: whether a row's group is one of which the check speaks; false without a group."""
    if all(groups) and not frame.get_column(GROUP).has_nulls():
        return pl.lit(value=True)
    inside = [number for number, flag in enumerate(groups) if flag]
    return pl.col(GROUP).is_in(inside).fill_null(value=False)
