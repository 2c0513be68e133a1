"""The sentences of a roll-up: its title, what came of the files, and what was left out."""

from pathlib import PurePosixPath

from incomeaudit.messages import Messages
from incomeaudit.report.rollup.model import RollUp
from incomeaudit.report.rollup.standing import Standing
from incomeaudit.report.wording import place_and_years


def rollup_title(rollup: RollUp, messages: Messages) -> str:
    """Place, years and what the document is."""
    place, years = place_and_years(rollup.run, messages)
    return messages("rollup.title", place=place, years=years) if place else messages("rollup.title_plain")


def headline_text(state: Standing, messages: Messages) -> str:
    """How the audit of all files came out, and that it is not complete where it is not."""
    sentence = messages(
        f"rollup.headline_{state.headline}",
        files=f"{state.files['audited']:,}",
        all=f"{state.total:,}",
        households=f"{state.households:,}",
        flagged=f"{state.flagged_households:,}",
        findings=f"{state.findings:,}",
        matters=f"{state.matters:,}",
    )
    left = state.left.counts
    if state.headline in ("no_files", "none_audited"):
        # Nothing was audited at all; only the files themselves are left to be told of.
        left = {name: left[name] for name in ("failed", "no_roster", "lost")}
    counted = [messages(f"rollup.left_{name}", n=f"{count:,}") for name, count in left.items() if count]
    if not counted:
        return sentence
    return sentence + messages("rollup.left", counted=messages("report.list_comma").join(counted))


def reason_of(file: str, reason: object, messages: Messages) -> str:
    """Why a file was not audited, to stand behind its name: without the name that many reasons begin with."""
    text = str(reason or messages("report.no_reason"))
    return text.removeprefix(PurePosixPath(file).name).lstrip(":： ")
