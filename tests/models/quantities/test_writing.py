"""Values as people read and type them."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.areas.register import DECLARED
from models.quantities.declaration import Input
from models.quantities.writing import (
    ReadingError,
    brief,
    entered,
    in_unit,
    money,
    month_after,
    month_name,
    plain,
    read,
    shown,
    thousands,
)

PRICE = DECLARED["compute.pool.*.server_price"]
SHARE = DECLARED["compute.pool.*.spot_share"]
LIFE = DECLARED["compute.pool.*.life"]
SITE = DECLARED["compute.pool.*.site"]
FLAG = DECLARED["compute.pool.*.late_terms"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("£1.2m", 1_200_000),
        ("25k", 25_000),
        ("1,234.5", 1234.5),
        ("1e3", 1000),
        (" 7 ", 7),
        ("−5", -5),
        ("-5", -5),
        ("£ 3bn", 3e9),
        (".5", 0.5),
        ("1,000,000", 1e6),
        ("2 M", 2e6),
    ],
)
def test_amounts(text: str, value: float) -> None:
    assert read(text, PRICE) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "nan", "inf", "1_000", "١٢", "1,23", "12,34,567", "60%", "1.2.3", "£", "$5", "0x10", "--5", "5 5", "½"],
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ReadingError, match=r"expected|is in "):
        read(text, PRICE)


def test_shares_in_a_form_and_on_the_command_line() -> None:
    assert read("60%", SHARE) == read("60%", SHARE, percent=True) == read("60", SHARE, percent=True) == 0.6
    assert read("0.6", SHARE) == 0.6
    assert read("60", SHARE) == 60


def test_choices_flags_and_months() -> None:
    assert read("colocation", SITE) == read("Colocation", SITE) == "colocation"
    assert read("yes", FLAG) is True
    assert read("OFF", FLAG) is False
    assert read("2028-02", DECLARED["finance.start"]) == "2028-02"
    for text, declared in (
        ("moon", SITE),
        ("maybe", FLAG),
        ("2028-13", DECLARED["finance.start"]),
        ("Ma 2028", DECLARED["finance.start"]),
    ):
        with pytest.raises(ReadingError):
            read(text, declared)


@given(
    st.sampled_from([PRICE, SHARE, LIFE, DECLARED["finance.inflation"], DECLARED["compute.pool.*.tariff"]]),
    st.floats(-1e12, 1e12),
)
def test_what_is_shown_for_editing_reads_back_as_it_was(declared: Input, value: float) -> None:
    text = entered(value, declared)
    back = float(read(text, declared, percent=True))
    assert math.isclose(back, value, rel_tol=1e-11, abs_tol=1e-12)
    assert read(plain(value), declared) == value


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "£0"),
        (999.4, "£999"),
        (999.6, "£1k"),
        (1_234, "£1k"),
        (999_499, "£999k"),
        (999_600, "£1.0m"),
        (1_250_000, "£1.2m"),
        (-42_000, "−£42k"),
        (-0.3, "£0"),
        (2.5e9, "£2.5bn"),
    ],
)
def test_money_in_words_length(amount: float, text: str) -> None:
    assert money(amount) == text


def test_thousands_for_tables() -> None:
    assert [thousands(one) for one in (0, 499, 1_500, -1_500, 1_234_567)] == ["–", "–", "2", "(2)", "1,235"]


def test_values_with_their_units() -> None:
    assert in_unit(8.944, DECLARED["compute.pool.*.cloud_price"], "$") == "$8.944 / GPU-hour"
    assert in_unit(-0.05, DECLARED["finance.cloud_trend"], "£") == "−5% a year"
    assert in_unit(60, LIFE, "£") == "60 months"
    assert brief(250_000, PRICE, "$") == "$250,000"
    assert brief(0.2, SHARE, "£") == "20%"


def test_months_of_the_calendar() -> None:
    assert month_after("2027-01", 0) == date(2027, 1, 1)
    assert month_after("2027-12", 1) == date(2028, 1, 1)
    assert month_name("2027-01", 22) == "November 2028"


def test_a_users_text_in_a_message_is_short_and_printable() -> None:
    assert shown("a\x00b\nc") == "“a�b�c”"
    assert len(shown("x" * 500)) < 50
