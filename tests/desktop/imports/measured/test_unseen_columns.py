"""Columns that were taken for another thing: failed requests, processors, hours beside GPUs, signs behind amounts."""

import pytest

from desktop.imports.measured.texts import number
from desktop.imports.refusal import ImportRefusedError
from models.catalogue.meters import metered
from models.plan.measurements import DAYS_A_MONTH
from tests.evidence_made import table, taken

DAYS = [f"2026-09-{day:02}" for day in range(1, 31)]


def test_hours_that_stand_beside_gpus_are_not_counted_from_these_again() -> None:
    """6 GPUs held for 24 hours are 144 GPU-hours a day; both columns made 288."""
    _, found = taken(table(["Date", "GPU hours", "Allocated GPUs"], [(day, 144, 6) for day in DAYS]))
    assert found.figures["gpu_hours"] == pytest.approx(144 * DAYS_A_MONTH)


@pytest.mark.parametrize(
    ("heads", "row", "figure", "value"),
    [
        (["CPU utilisation", "GPU utilisation"], (90, 30), "utilisation", 0.3),
        (["Failed requests", "Total requests"], (11, 1_000), "requests", 1_000 * DAYS_A_MONTH),
        (["Chat requests", "RAG requests", "Total requests"], (10, 20, 30), "requests", 30 * DAYS_A_MONTH),
        (["Previous year requests", "Requests"], (7, 9), "requests", 9 * DAYS_A_MONTH),
        (["Served requests"], (9,), "requests", 9 * DAYS_A_MONTH),
    ],
)
def test_the_column_is_read_that_says_what_is_asked(
    heads: list[str], row: tuple[int, ...], figure: str, value: float
) -> None:
    """The first head that ended in the word was it: failed requests were the requests, a processor's use a GPU's."""
    _, found = taken(table(["Date", *heads], [(day, *row) for day in DAYS]))
    assert found.figures[figure] == pytest.approx(value)


@pytest.mark.parametrize(
    "head", ["Memory utilization", "Cumulative requests", "Average daily requests", "Max GPUs", "Failed requests"]
)
def test_a_column_of_another_thing_is_not_taken(head: str) -> None:
    tally, _ = taken(table(["Date", head, "Cost"], [(day, 5, 1) for day in DAYS]))
    assert {flow.value for flow in tally.flows} == {"effective", "billed"}


def test_two_columns_of_one_thing_are_not_chosen_between() -> None:
    tally, _ = taken(table(["Date", "Chat requests", "RAG requests", "Cost"], [(day, 10, 20, 1) for day in DAYS]))
    assert "requests" not in {flow.value for flow in tally.flows}


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        ("250.00-", False, -250),
        ("250.00 CR", False, -250),
        ("250.00 DR", False, 250),
        ("250,00-", True, -250),
        ("12.5%", True, 12.5),
        ("(250.00)", True, -250),
        ("1.2E+06", True, 1.2e6),
        ("1.234", True, 1_234),
        ("1.234,5", True, 1_234.5),
        ("--5", False, None),
        ("1,234.5", True, None),
    ],
)
def test_signs_behind_amounts_and_points_in_files_with_commas(text: str, comma: bool, value: float | None) -> None:
    """A ledger's 250.00- was 250, and 12.5% beside decimal commas was 125%."""
    assert number(text, comma=comma) == value


def test_a_sign_of_per_cent_holds_for_its_own_cell() -> None:
    """0.5, 55% and 0.6 are 55% on average; the one sign made 0.5% of the first."""
    _, found = taken(table(["Date", "GPU utilisation"], list(zip(DAYS, ["0.5", "55%", "0.6"] * 10, strict=True))))
    assert found.figures["utilisation"] == pytest.approx(0.55)


def test_every_supplier_of_a_month_counts_and_a_credit_of_one_too() -> None:
    """Four lines of one month: the first alone was read, 1,000 of 1,750."""
    rows = [("2026-09", "AWS", 1_000), *(("2026-09", name, 250) for name in ("b", "c", "d"))]
    _, found = taken(table(["Month", "Supplier", "Amount"], rows))
    assert found.sums["effective"] == pytest.approx(1_750)
    rows = [("2026-09", "AWS", 1_000), *(("2026-09", name, -250) for name in ("b", "c", "d"))]
    _, found = taken(table(["Month", "Supplier", "Amount"], rows))
    assert found.sums["effective"] == pytest.approx(250)


def test_the_currency_with_most_money_is_read_and_not_that_with_most_rows() -> None:
    rows = [*((day, "$1.00") for day in DAYS[:20]), *((day, "£50,000.00") for day in DAYS[20:])]
    tally, found = taken(table(["Date", "Cost"], rows))
    assert tally.currency == "GBP"
    assert found.sums["effective"] == pytest.approx(500_000)


def test_a_cost_headed_by_a_currency_gives_way_to_the_one_that_a_column_names() -> None:
    rows = [(day, 13, 10, "GBP") for day in DAYS]
    tally, found = taken(table(["UsageDate", "CostUSD", "Cost", "Currency"], rows))
    assert tally.currency == "GBP"
    assert found.sums["effective"] == pytest.approx(300)


# what a line meters


@pytest.mark.parametrize(
    ("text", "unit", "what", "factor"),
    [
        ("Azure OpenAI GPT5 GPT 5 Inpt Glbl 1M Tokens", "1M", "tokens_in", 1e6),
        ("Azure OpenAI GPT5 GPT 5 cchd Inpt Glbl 1M Tokens", "1M", "tokens_cached", 1e6),
        ("Azure OpenAI GPT5 GPT 5 outpt Glbl 1M Tokens", "1M", "tokens_out", 1e6),
        ("Azure OpenAI GPT5 5.4 cd inp Gl 1M Tokens", "1M", "tokens_cached", 1e6),
        ("Azure OpenAI GPT5 5.4 opt Gl 1M Tokens", "1M", "tokens_out", 1e6),
        ("Azure OpenAI text-embedding-3-small Glbl Tokens", "1K", "other", 1.0),
        (
            "AmazonBedrock EUW2-MP:EUW2_InputTokenCount-Units AWS Marketplace|Million Input Tokens",
            "Units",
            "tokens_in",
            1e6,
        ),
        ("Nvidia H100 80GB GPU running in London", "hour", "gpu_hours", 1.0),
        ("Commitment v1: Nvidia H100 80GB GPU in London for 1 Year", "hour", "commitment", 0.0),
        ("Network Internet Egress from London to EMEA", "gibibyte", "egress_gb", 1.073741824),
        ("Network Inter Zone Data Transfer Out", "gibibyte", "other", 1.0),
        ("Interconnect Data Transfer Out", "gibibyte", "other", 1.0),
        ("$0.02 per GB Direct Connect data transfer out EUW2-DataXfer-Out", "GB", "other", 1.0),
    ],
)
def test_what_a_line_meters(text: str, unit: str, what: str, factor: float) -> None:
    """Output tokens of GPT-5 were dropped, commitments were GPU use, and a million tokens counted as one."""
    meter = metered(text, unit)
    assert (meter.what, meter.factor) == (what, factor)


# tables of months and panels


def test_requests_and_money_of_a_table_of_months_are_two_amounts() -> None:
    """Requests and pounds were added up as a cost of 369.60; what it cost is 6.60, and its total row says so again."""
    rows = [
        ("NLP", "Requests", 100, 110, 120),
        ("NLP", "Cost (£)", 1, 2, 3),
        ("CV", "Requests", 10, 11, 12),
        ("CV", "Cost (£)", 0.1, 0.2, 0.3),
        ("Total", "Requests", 110, 121, 132),
        ("Total", "Cost (£)", 1.1, 2.2, 3.3),
    ]
    offered, found = taken(table(["Team", "Measure", "Jul-25", "Aug-25", "Sep-25"], rows))
    assert found.sums["effective"] == pytest.approx(6.6)
    assert found.sums["requests"] == pytest.approx(363)
    assert found.currency == "GBP"
    assert any("Not read: “Total”" in one for one in offered.notices)


@pytest.mark.parametrize("heads", [["Room A", "Room B"], ["cache hit rate", "error rate"]])
def test_a_panel_of_something_else_is_no_utilisation_of_gpus(heads: list[str]) -> None:
    """The temperature of two rooms was offered as a load, and taken by who took what is proposed."""
    with pytest.raises(ImportRefusedError, match="none of its series is the utilisation of a GPU"):
        taken(table(["time", *heads], [(f"{day} 00:00", 0.2, 0.3) for day in DAYS]))


def test_of_a_panel_that_does_not_say_that_it_is_of_gpus_nothing_is_ticked() -> None:
    tally, _ = taken(table(["time", "a1", "a2"], [(f"{day} 00:00", 0.2, 0.3) for day in DAYS]))
    assert tally.doubted
