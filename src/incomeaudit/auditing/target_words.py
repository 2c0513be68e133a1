"""A target's row: what it is called, and what is said of its figures."""

from collections.abc import Mapping

from incomeaudit.messages import Messages
from incomeaudit.rulebook.model import Target


def not_measured(target: Target, outcome: str, reason: str, messages: Messages) -> dict[str, object]:
    """The one row, after TARGET_SCHEMA, of a target that could not be measured anywhere."""
    return head(target, messages) | {"outcome": outcome, "reason": reason, "rows": 0, "left_out": 0}


def head(target: Target, messages: Messages) -> dict[str, object]:
    """What a row of TARGET_SCHEMA says of the target itself."""
    return {
        "code": target.code,
        "title": target.title[messages.lang],
        "clauses": target.clauses,
        "severity": target.severity,
        "unit": target.unit,
        "direction": target.direction,
    }


def sentence(target: Target, row: Mapping[str, object], messages: Messages) -> str:
    """The target's message filled with the figures of its row."""
    figures = [value for name in ("measured", "target") if isinstance(value := row.get(name), float)]
    # A miss must not read “10.00%, the target is 10.00%”.
    told_apart = (n for n in range(2, 9) if len({f"{figure:.{n}%}" for figure in figures}) > 1)
    digits = next(told_apart, 2)

    def shown(name: str) -> str:
        value = row.get(name)
        if not isinstance(value, float):
            return messages("value.blank") if value is None else str(value)
        if target.unit == "share" and name in {"measured", "target"}:
            return f"{value:.{digits}%}"
        return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"

    names = ("place", "year", "measured", "target", "numerator", "denominator", "base", "left_out")
    return target.message[messages.lang].format(**{name: shown(name) for name in names})
