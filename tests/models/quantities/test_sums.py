"""Sums and units as a person types them; every expectation is worked out by hand beside it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.areas.register import DECLARED
from models.quantities.declaration import Input
from models.quantities.sums import typed
from models.quantities.writing import ReadingError, read

REQUESTS = DECLARED["workloads.workload.*.requests"]  # requests/month
GROWTH = DECLARED["workloads.workload.*.growth"]  # % a year
PRICE = DECLARED["compute.pool.*.cloud_price"]  # £/GPU-hour
SERVER = DECLARED["compute.pool.*.server_price"]  # £/server
POWER = DECLARED["compute.pool.*.server_power"]  # kW/server
HORIZON = DECLARED["finance.horizon"]  # months
COST = DECLARED["finance.usual_cost"]  # £/month
SPOT = DECLARED["compute.pool.*.spot_share"]  # %
SIZE = next(one for one in DECLARED.values() if one.unit.symbol == "billion")


@pytest.mark.parametrize(
    ("text", "declared", "value"),
    [
        ("20m/12", REQUESTS, 20_000_000 / 12),
        ("=3*1.2", REQUESTS, 3.6),
        ("(2 + 3) × 4 − 6 ÷ 2", REQUESTS, 17),
        ("2m + 500k", REQUESTS, 2_500_000),
        ("1,200 * 22", REQUESTS, 26_400),
        ("-5 + 7", REQUESTS, 2),
        ("1e6*2", REQUESTS, 2_000_000),
        ("100/4", GROWTH, 0.25),
        ("10% + 5%", GROWTH, 0.15),
        ("20 % a year", GROWTH, 0.2),
        ("£250k*2", SERVER, 500_000),
        # a number alone in brackets is below nothing, as accountants write it; after an equals sign it is a sum
        ("(5)", GROWTH, -0.05),
        ("(5%)", GROWTH, -0.05),
        ("( 5 )%", GROWTH, -0.05),
        ("(£1,200)", COST, -1_200),
        ("£(1.2k)", COST, -1_200),
        ("=(5)", GROWTH, 0.05),
        ("(5)*2", GROWTH, 0.1),
        ("£3 + £4", PRICE, 7),
        # a month has 730 hours, a year 8,760: the model's own
        ("24k/day", REQUESTS, 24_000 * 730 / 24),
        ("12m requests a year", REQUESTS, 1_000_000),
        ("12m requests per year", REQUESTS, 1_000_000),
        ("2 thousand requests/month", REQUESTS, 2_000),
        ("£1.2m a year", COST, 100_000),
        ("£6/GPU-hour", PRICE, 6),
        ("£4,380 per GPU month", PRICE, None),
        ("£4,380/GPU/month", PRICE, 6),
        ("10,200 W", POWER, 10.2),
        ("10.2 kW", POWER, 10.2),
        ("10.2 kW/server", POWER, 10.2),
        ("5 years", HORIZON, 60),
        ("60 months", HORIZON, 60),
        # sizes as words, spaces between thousands, short forms of per cent and of periods
        ("24 million requests", REQUESTS, 24_000_000),
        ("1.2 billion a year", REQUESTS, 100_000_000),
        ("12mn p.a.", REQUESTS, 1_000_000),
        ("£24 million pa", COST, 2_000_000),
        ("2 quarters", HORIZON, 6),
    ],
)
def test_a_sum_or_a_unit_gives_what_a_hand_calculation_gives(text: str, declared: object, value: float | None) -> None:
    assert isinstance(declared, Input)
    if value is None:
        with pytest.raises(ReadingError):
            typed(text, declared)
        return
    found = typed(text, declared)
    assert found.value == pytest.approx(value, rel=1e-12)
    assert found.entered_as == text.removeprefix("=")


@pytest.mark.parametrize(
    ("text", "declared", "value"),
    [
        ("24 million", REQUESTS, 24_000_000),
        ("24 000 000", REQUESTS, 24_000_000),
        ("24mn", REQUESTS, 24_000_000),
        ("15 percent", SPOT, 0.15),
        ("15 per cent", SPOT, 0.15),
        ("15pct", SPOT, 0.15),
        # a unit in billions is not multiplied again by the letter that everybody writes behind it
        ("70B", SIZE, 70),
        ("70 billion", SIZE, 70),
        ("70", SIZE, 70),
        ("100 million", SIZE, 0.1),
    ],
)
def test_sizes_and_per_cent_in_words_are_read_everywhere(text: str, declared: Input, value: float) -> None:
    assert read(text, declared) == pytest.approx(value, rel=1e-12)
    assert typed(text, declared).value == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "text", ["10-20", "10–20%", "2-3m", "£10-£20", "30 - 40%", "10 – 12", "1.2 m-1.5 m", "100-200/day"]
)
def test_a_range_is_not_taken_for_a_difference(text: str) -> None:
    declared = COST if "£" in text else GROWTH if "%" in text else REQUESTS
    with pytest.raises(ReadingError):
        typed(text, declared)
    assert typed("20 - 5", REQUESTS).value == 15
    assert typed("20-5*2", REQUESTS).value == 10
    assert typed("20-5", REQUESTS).value == 15


def test_a_bare_share_is_a_fraction_where_that_is_said_and_one_number_is_no_sum() -> None:
    assert typed("0.6", SPOT, percent=False).value == 0.6
    assert typed("10% + 5%", SPOT, percent=False).value == pytest.approx(0.15)
    assert typed("2 × 15 pct", SPOT).value == pytest.approx(0.3)
    assert typed("15 percent a year", GROWTH).value == pytest.approx(0.15)
    with pytest.raises(ReadingError):
        typed("20m/12", REQUESTS, sums=False)
    assert typed("-5% a year", GROWTH, sums=False).value == pytest.approx(-0.05)


def test_people_are_counted_in_full_time_equivalents() -> None:
    people = next(one for one in DECLARED.values() if one.unit.symbol == "people" and one.numeric)
    assert typed("1.5 FTE", people).value == 1.5
    assert typed("1/2 FTE", people).value == 0.5


def test_bytes_are_converted() -> None:
    stored = next(one for one in DECLARED.values() if one.unit.symbol in {"GB", "TB"} and one.numeric)
    in_gb = {"GB": 1.0, "TB": 1_000.0}[stored.unit.symbol]
    assert typed("80 GB", stored).value == pytest.approx(80 / in_gb)
    assert typed("2 TB", stored).value == pytest.approx(2_000 / in_gb)


def test_per_cent_may_be_written_out_and_the_currency_of_an_amount_too() -> None:
    assert typed("50 per cent", SPOT).value == typed("50 percent", SPOT).value == 0.5
    assert typed("250k GBP", SERVER).value == 250_000


@pytest.mark.parametrize("text", ["25k", "1,234.5", "60", " 7 ", "£1.2m"])
def test_a_plain_number_leaves_no_note(text: str) -> None:
    assert typed(text, SERVER).entered_as == ""


@pytest.mark.parametrize(
    ("text", "declared", "said"),
    [
        ("80 GB", HORIZON, "is in GB; expected months"),
        ("3 FTE", REQUESTS, "is in FTE; expected requests/month"),
        ("2%/month", GROWTH, "is per month; expected % a year"),
        ("1/0", REQUESTS, "divides by zero"),
        ("1/(2-2)", REQUESTS, "divides by zero"),
        ("5 kW", SPOT, "is in kW"),
        ("20%*2", REQUESTS, "is not a number"),
        ("2**3", REQUESTS, "is not a number"),
        ("1,5", REQUESTS, "is not a number"),
        ("(1+2", REQUESTS, "is not a number"),
        ("1e308*1e308", REQUESTS, "is not a number"),
        ("$6*2", PRICE, "write what it is in £"),
        ("250k USD", PRICE, "is in USD; this amount is in £"),
        ("", SPOT, "nothing is entered; expected a percentage such as 60"),
        ("abc", SPOT, "expected a percentage such as 60"),
        ("__import__('os')", REQUESTS, "is not a number"),
        ("(" * 150 + "1" + ")" * 40, REQUESTS, "is not a number"),
        ("1+" * 400 + "1", REQUESTS, "is not a number"),
        ("٣*٢", REQUESTS, "is not a number"),
    ],
)
def test_what_is_neither_a_number_nor_a_sum_is_refused_in_words(text: str, declared: object, said: str) -> None:
    assert isinstance(declared, Input)
    with pytest.raises(ReadingError, match=said.replace("(", r"\(").replace("%", "%")):
        typed(text, declared)


@given(st.text(max_size=60))
def test_any_text_is_a_finite_value_or_refused(text: str) -> None:
    for declared in (REQUESTS, PRICE, GROWTH, HORIZON):
        try:
            found = typed(text, declared)
        except ReadingError:
            continue
        assert math.isfinite(float(found.value))


@given(st.integers(-10_000, 10_000), st.integers(-10_000, 10_000), st.sampled_from("+-*"))
def test_a_sum_is_what_the_machine_makes_of_it(left: int, right: int, sign: str) -> None:
    expected = {"+": left + right, "-": left - right, "*": left * right}[sign]
    assert typed(f"{left} {sign} ({right})", REQUESTS).value == pytest.approx(expected)


def test_pence_are_hundredths_of_a_pound_and_of_nothing_else() -> None:
    """Electricity is quoted in pence; "24p" was refused with "expected kWh"."""
    tariff = DECLARED["compute.pool.*.tariff"]  # £/kWh
    assert typed("24p", tariff, symbol="£").value == pytest.approx(0.24)
    assert typed("24.5 pence/kWh", tariff, symbol="£").value == pytest.approx(0.245)
    assert typed("24GBp", tariff, symbol="£").value == pytest.approx(0.24)
    for text in ("£1 + 24p", "£0.24p"):
        with pytest.raises(ReadingError):
            typed(text, tariff, symbol="£")
    with pytest.raises(ReadingError, match="expected €/kWh"):
        typed("24p", tariff, symbol="€")
    with pytest.raises(ReadingError, match="expected requests/month"):
        typed("24p", REQUESTS, symbol="£")


@pytest.mark.parametrize("text", ["Dec 2026", "december 2026", "12/2026", "Dec. 2026"])
def test_a_month_is_read_as_people_write_it(text: str) -> None:
    assert typed(text, DECLARED["finance.start"]).value == "2026-12"


@pytest.mark.parametrize("text", ["Ma 2026", "13/2026", "21/12/2026", "2026"])
def test_what_may_be_two_months_or_none_is_refused(text: str) -> None:
    with pytest.raises(ReadingError, match="is not a month; expected year and month such as 2027-01 or Jan 2027"):
        typed(text, DECLARED["finance.start"])


def test_only_an_input_with_a_currency_of_its_own_may_change_it() -> None:
    with pytest.raises(ReadingError, match=r"write what it is in £$"):
        typed("$6,000", COST, symbol="£")
    with pytest.raises(ReadingError, match="or change its currency"):
        typed("£6.50", DECLARED["compute.pool.*.cloud_price"], symbol="$")
