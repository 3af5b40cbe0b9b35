"""What somebody found misread in files written by hand: separators, currencies, orders of dates, units, other GPUs."""

import json

import pytest

from desktop.imports.files import offered_by
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from tests.bills_made import FOCUS, line
from tests.desktop.imports.measured.test_bills_of_providers import AZURE, azure
from tests.evidence_made import table, taken

PLAN = example().plan


@pytest.mark.parametrize("mark", ["\u00a0", "\u202f", "\u2009", " ", "'", "’"])
def test_whatever_stands_between_thousands(mark: str) -> None:
    """Thirty days of 1,000 requests at 1,234.50."""
    rows = [f"{day:02}/09/2026;1{mark}000;1{mark}234,50" for day in range(1, 31)]
    _, found = taken("time;requests;cost_eur\n" + "\n".join(rows) + "\n")
    assert (found.sums["requests"], found.sums["effective"]) == (30_000, pytest.approx(37_035))


def test_what_groups_no_thousands_is_no_number() -> None:
    tally, found = taken(table(["date", "requests"], [[f"2026-09-{day:02}", "1 00"] for day in range(1, 4)]))
    assert found.sums == {}
    assert tally.aside["with an amount that is not a number (“1 00”)"] == 3


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        (["time", "requests", "cost", "currency"], [["100", "EUR"], ["100", "USD"], ["100", "EUR"]]),
        (["time", "requests", "cost"], [["€100.00"], ["$100.00"], ["€100.00"]]),
        (["time", "model", "cost", "currency"], [["100", "EUR"], ["100", "USD"], ["100", "EUR"]]),
    ],
)
def test_costs_of_two_currencies_are_never_one_sum(heads: list[str], cells: list[list[str]]) -> None:
    rows = [[f"2026-09-{day:02}", 10, *cells[(day - 1) % 3]] for day in range(1, 31)]
    tally, found = taken(table(heads, rows))
    assert (found.currency, found.sums["effective"]) == ("EUR", 2_000)
    assert any("10 costs not in EUR are left out" in warning for warning in tally.warnings)


def test_points_between_thousands_in_a_table_with_semicolons() -> None:
    rows = "".join(f"{day:02}.09.2026;1.250;2.500\n" for day in range(1, 31))
    tally, found = taken("time;gpu hours;cost_eur\n" + rows)
    assert (found.sums["gpu_hours"], found.sums["effective"]) == (37_500, 75_000)
    assert any("1.250 is read as 1,250" in notice for notice in tally.notices)
    _, decimal = taken("time;gpu hours\n" + "".join(f"{day:02}.09.2026;1.25\n" for day in range(1, 31)))
    assert decimal.sums["gpu_hours"] == pytest.approx(37.5)


@pytest.mark.parametrize("mark", ["/", "."])
def test_every_date_of_an_azure_export_has_one_order(mark: str) -> None:
    heads = [*AZURE, "BillingPeriodStartDate", "BillingPeriodEndDate"]
    period = [mark.join(("01", "09", "2026")), mark.join(("30", "09", "2026"))]
    rows = [[*azure(mark.join((f"{day:02}", "09", "2026")), 24, 100), *period] for day in range(1, 13)]
    _, found = taken(table(heads, rows))
    assert (found.start, found.end) == ("2026-09-01", "2026-10-01")


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        (["Time", "Power GPU 0"], ["300 W"]),
        (["Time", "Errors/s"], ["5.5 err/s"]),
        (["Time", "GPU temperature"], ["55"]),
    ],
)
def test_a_panel_of_something_else_is_no_utilisation(heads: list[str], cells: list[str]) -> None:
    text = table(heads, [[f"2026-09-01 {hour:02}:00:00", *cells] for hour in range(24)])
    with pytest.raises(ImportRefusedError, match="none of its series is the utilisation"):
        taken(text)


def test_of_a_panel_the_utilisation_alone_is_read() -> None:
    rows = [[f"2026-09-01 {hour:02}:00:00", "40", "300 W", "55"] for hour in range(24)]
    tally, found = taken(table(["Time", "GPU 0", "Power GPU 0", "Temperature"], rows))
    assert found.figures["utilisation"] == pytest.approx(0.4)
    assert any("Power GPU 0, Temperature" in warning or "powergpu0" in warning for warning in tally.warnings)


def test_an_allocation_of_a_whole_month_covers_it() -> None:
    """1,440 GPU-hours of thirty days are 48 a day, wherever the window is cut."""
    window = {"start": "2026-09-01T00:00:00Z", "end": "2026-10-01T00:00:00Z"}
    one = {
        "name": "ml",
        "window": window,
        **window,
        "minutes": 43_200,
        "gpuHours": 1_440,
        "gpuCost": 4_000,
        "totalCost": 5_000,
    }
    _, found = taken(json.dumps({"code": 200, "data": [{"ml": one}]}), "allocation.json")
    assert found.sums["gpu_hours"] == pytest.approx(1_440)
    assert found.figures["gpu_hours"] == pytest.approx(48 * 30.4375)
    assert found.days == 30


def test_commas_within_a_column_do_not_make_columns() -> None:
    text = "JobID|AllocTRES|State|Start|Elapsed\n" + "".join(
        f"{job}|billing=8,cpu=8,gres/gpu=4,mem=64G,node=1|COMPLETED|2026-09-{1 + job:02}T00:00:00|02:00:00\n"
        for job in range(8)
    )
    _, found = taken(text, "sacct.txt")
    assert found.sums["gpu_hours"] == 8 * 4 * 2


def test_a_bill_of_another_gpu_prices_no_pool() -> None:
    """A pool of H100s and a bill of A100s: everything of the pool stands unticked."""
    rows = [line(description="p4d.24xlarge", day=day) for day in range(6, 27)]
    found = offered_by(PLAN, table(FOCUS, rows).encode(), "bill.csv")
    assert any("It is of A100" in warning for warning in found.warnings)
    assert not [offer for offer in found.offers if ".pool." in offer.key and offer.chosen]
    same = offered_by(PLAN, table(FOCUS, [line(day=day) for day in range(6, 27)]).encode(), "bill.csv")
    assert [offer for offer in same.offers if ".pool." in offer.key and offer.chosen]
