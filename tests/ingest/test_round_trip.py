"""A roster drawn at random, laid out as counties lay theirs out and written in any format, comes back as it was.

``ROUND_TRIP_EXAMPLES`` is the number of rosters for each format, of which a run at leisure takes thousands.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.round_trip.forms import FORMS, Form
from tests.round_trip.layout import PASSWORD, Drawn, drawn
from tests.round_trip.read import read_bytes
from tests.round_trip.write import write

from incomeaudit.ingest.model import PART, ROW, Dataset
from incomeaudit.ingest.options import ReadOptions
from incomeaudit.ingest.read import read
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import load_vocabulary

EXAMPLES = int(os.environ.get("ROUND_TRIP_EXAMPLES", "0"))
steadily = settings(
    max_examples=EXAMPLES or 20,
    derandomize=not EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


class File:
    """What was drawn, and the file that says it."""

    def __init__(self, made: Drawn, content: bytes) -> None:
        self.made, self.content = made, content

    def __repr__(self) -> str:
        return repr(self.made)


@st.composite
def files(draw: st.DrawFn, form: Form, number: int = 0) -> File:
    made = draw(drawn(load_vocabulary(), form, number))
    return File(made, write(draw, made))


def check_part(data: Dataset, number: int, made: Drawn) -> None:
    """That one part of what was read is what was drawn, each value with its address."""
    table, part = made.roster.table, data.parts[number]
    assert (part.table, part.header_rows[-1]) == (table.id, made.header_row)
    assert dict(part.letters) == made.letters
    frame = data.tables[table.id].filter(pl.col(PART) == number)
    assert frame[ROW].to_list() == made.rows
    for name, letters in made.letters.items():
        assert frame[name].to_list() == [row[name] for row in made.roster.rows], name
        assert [part.cell(name, row) for row in frame[ROW]] == [f"{letters}{row}" for row in made.rows], name
    beside = {f"{name}_gross" for name in made.letters} & set(table.fields)
    for name in beside:
        assert frame[name].to_list() == [name.removesuffix("_gross") in made.gross] * len(made.rows)
    others = set(frame.columns) - {PART, ROW} - set(made.letters) - beside
    assert all(frame[name].null_count() == frame.height for name in others)
    if len(data.parts) == 1:
        assert not others


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_is_written_is_read(form: Form) -> None:
    @steadily
    @given(files(form))
    def comes_back(file: File) -> None:
        made = file.made
        data = read_bytes(file.content, f"{made.sheet}{form.suffix}", [PASSWORD])
        assert len(data.parts) == 1
        check_part(data, 0, made)
        assert set(data.issues["kind"]) == made.kinds

    comes_back()


@settings(steadily, max_examples=EXAMPLES // 10 or 2)
@given(st.tuples(*(files(form, number) for number, form in enumerate(FORMS.values()))))
def test_a_file_of_every_format_read_together(written: tuple[File, ...]) -> None:
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number:02}{file.made.form.suffix}" for number, file in enumerate(written)]
        for path, file in zip(paths, written, strict=True):
            path.write_bytes(file.content)
        data = read(paths, load_vocabulary(), Messages("zh"), ReadOptions(passwords=(PASSWORD,)))
    assert [part.file for part in data.parts] == [path.name for path in paths]
    for number, (path, file) in enumerate(zip(paths, written, strict=True)):
        check_part(data, number, file.made)
        assert set(data.issues.filter(pl.col("file") == path.name)["kind"]) == file.made.kinds
    assert data.issues["file"].null_count() == 0
