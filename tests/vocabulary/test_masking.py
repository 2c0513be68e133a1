"""Personal numbers and names are hidden alike, one by one and by the column."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incomeaudit.vocabulary import load_vocabulary
from incomeaudit.vocabulary.masking import MaskKind, mask, mask_expr, mask_kind

KINDS: tuple[MaskKind, ...] = ("id", "phone", "bank", "name")


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("id", "33112319700101121X", "331123**********1X"),
        ("id", "331123700101121", "331123*******21"),
        ("id", "33112319700101121X44", "331123************44"),
        ("id", "3311", "***1"),
        ("phone", "13812341234", "138****1234"),
        ("phone", "81234567", "*******7"),
        ("bank", "6222021208001234567", "***************4567"),
        ("name", "王小明", "王*"),
        ("name", " 欧阳娜 ", "欧*"),
        ("id", "12", "**"),
        ("id", "", ""),
    ],
)
def test_what_is_left_to_see(kind: MaskKind, text: str, shown: str) -> None:
    assert mask(text, kind) == shown


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Zs", "Zl", "Zp", "Cc"]), max_size=24)))
def test_columns_are_masked_as_texts_are(texts: list[str]) -> None:
    frame = pl.DataFrame({"text": [*texts, None]}, schema={"text": pl.String})
    for kind in KINDS:
        masked = frame.select(mask_expr(pl.col("text"), kind)).to_series().to_list()
        assert masked == [*(mask(text, kind) for text in texts), None]


@given(st.from_regex(r"[0-9]{14,20}", fullmatch=True))
def test_a_number_keeps_its_length_and_loses_its_middle(number: str) -> None:
    for kind in ("id", "bank"):
        masked = mask(number, kind)
        assert len(masked) == len(number)
        assert masked.count("*") >= 6


def test_what_is_masked() -> None:
    tables = load_vocabulary().tables
    household, member = tables["household"].fields, tables["member"].fields
    assert [mask_kind(household[name]) for name in ("head_name", "head_id", "phone", "bank_account", "cadre")] == [
        "name",
        "id",
        "phone",
        "bank",
        "name",
    ]
    assert mask_kind(member["name"]) == "name"
    assert mask_kind(household["household_id"]) is None
    assert mask_kind(tables["village"].fields["village"]) is None


def test_names_of_persons_are_masked_in_every_table_and_names_of_things_are_not() -> None:
    tables = load_vocabulary().tables
    fields = [field for table in tables.values() for field in table.fields.values()]
    assert [f"{field.table}.{field.id}" for field in fields if mask_kind(field) == "name"] == [
        "grant.head_name",
        "household.head_name",
        "household.cadre",
        "leader.name",
        "loan.head_name",
        "loan.borrower",
        "member.name",
        "project.asset_manager",
        "training.trainee",
        "visit.head_name",
        "visit.visitor",
    ]
