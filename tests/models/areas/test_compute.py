"""Cloud against on-premises as a whole: crossover, break-even utilisation, cost per busy hour.

Also the same through the command line.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desktop.cli import main

if TYPE_CHECKING:
    from tests.models.areas.conftest import Cases, Inputs

OWNED: "Inputs" = {
    "server_price": 250_000,
    "network_share": 0.1,
    "facility_works": 20_000,
    "server_power": 10,
    "idle_power": 0.3,
    "tariff": 0.22,
    "pue": 1.4,
    "maintenance": 0.1,
    "bundled_support": 36,
    "insurance": 0.005,
    "decommissioning": 1_500,
    "running_month": 400,
    "running_busy_hour": 0.05,
    "server_software": 900,
    "resale_1": 0.62,
    "resale_2": 0.43,
    "resale_3": 0.33,
    "resale_4": 0.17,
    "resale_5": 0.12,
    "cloud_price": 5,
}
MOVING: "Inputs" = {
    "discount_rate": 0.09,
    "inflation": 0.02,
    "cloud_trend": -0.06,
    "energy_trend": 0.04,
    "hardware_trend": -0.05,
}


def evaluated(capsys: pytest.CaptureFixture[str], folder: Path, settings: Mapping[str, object]) -> dict[str, Any]:
    """Return the results of a blank plan with these settings, as the command line prints them."""
    plan = folder / "blank.json"
    assert main(["new", "--blank", "--force", str(plan)]) == 0
    capsys.readouterr()
    assert main(["evaluate", str(plan), "--json", *(f"--set={key}={value}" for key, value in settings.items())]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_crossover_is_capital_over_the_monthly_saving(cases: "Cases") -> None:
    # £100,000 against £14,600 a month less £500: 7.0922 months. It stays cheaper to the horizon, so it is the payback
    # too.
    result = cases(pool={"cloud_price": 2.5, "server_price": 100_000, "running_month": 500}).result
    expected = 100_000 / 14_100
    pair = result.pair("cloud", "on_premises", "nominal")
    assert (pair.sustained, pair.first_cheaper) == pytest.approx((expected, expected))
    assert [(one.origin, one.to) for one in result.crossovers if {one.origin, one.to} == {"cloud", "on_premises"}] == [
        ("cloud", "on_premises")
    ] * 2


def test_a_refresh_that_is_never_won_back_is_passed_three_times(cases: "Cases") -> None:
    # £10,000 every two years against £730 a month: £10,000 is passed at month 13.70. Over month 24 a lead of £6,790
    # (16,790 − 10,000) becomes a lag
    # of £2,480 (20,000 − 17,520), which is passed at 27.40. The third purchase, £30,000 in month 48, stays below
    # £35,040.
    pool: Inputs = {"cloud_price": 0.125, "server_price": 10_000, "life": 24}
    case = cases(pool=pool)
    months = [
        one.month
        for one in case.result.crossovers
        if one.basis == "nominal" and {one.origin, one.to} == {"cloud", "on_premises"}
    ]
    assert months == pytest.approx([10_000 / 730, 23 + 6_790 / (6_790 + 2_480), 20_000 / 730])
    pair = case.result.pair("cloud", "on_premises", "nominal")
    assert (pair.sustained, pair.first_cheaper) == pytest.approx((20_000 / 730, 10_000 / 730))


def test_owning_what_is_there_already_pays_back_at_once(cases: "Cases") -> None:
    result = cases(pool={"cloud_price": 1, "server_price": 100_000, "owned_servers": 1, "owned_months": 240}).result
    pair = result.pair("cloud", "on_premises", "nominal")
    assert (pair.sustained, pair.first_cheaper) == (0, 0)


def test_owning_that_never_pays_back_has_neither_crossover_nor_payback(cases: "Cases") -> None:
    result = cases(pool={"cloud_price": 0.1, "server_price": 100_000}).result
    for basis in ("nominal", "discounted"):
        pair = result.pair("cloud", "on_premises", basis)
        assert (pair.sustained, pair.first_cheaper) == (None, None)
    assert not [
        one for one in result.crossovers if "on_premises" in {one.origin, one.to} and "cloud" in {one.origin, one.to}
    ]


def test_break_even_utilisation_of_capital_alone_is_capital_over_the_rent_of_all_hours(cases: "Cases") -> None:
    # 8 GPUs × 730 hours × 60 months × £2.50 are £876,000; £100,000 of capital are 11.4% of it.
    result = cases(pool={"cloud_price": 2.5, "server_price": 100_000}).result
    assert result.break_even_utilisation == pytest.approx(100_000 / 876_000)


@pytest.mark.parametrize(("horizon", "life", "lead"), [(60, 60, 0), (48, 36, 0), (36, 120, 0), (60, 30, 0)])
def test_at_the_break_even_utilisation_owning_and_renting_cost_the_same(
    cases: "Cases", horizon: int, life: int, lead: int
) -> None:
    pool: Inputs = {**OWNED, "life": life, "lead": lead}
    finance: Inputs = {**MOVING, "horizon": horizon}
    # Work that can wait is rented by the hour exactly; the utilisation does not change what is bought.
    break_even = cases(work={"timing": "deferrable"}, pool=pool, finance=finance).result.break_even_utilisation
    assert break_even is not None
    assert 0.1 < break_even < 0.9
    result = cases(work={"timing": "deferrable", "hours": 730 * break_even}, pool=pool, finance=finance).result
    assert result.utilisation == pytest.approx(break_even)
    assert result.options["cloud"].present_value == pytest.approx(result.options["on_premises"].present_value, rel=1e-9)


def test_owning_wins_above_the_break_even_utilisation_and_loses_below(cases: "Cases") -> None:
    break_even = cases(work={"timing": "deferrable"}, pool=OWNED, finance=MOVING).result.break_even_utilisation
    assert break_even is not None
    for factor, cheapest in ((1.02, "on_premises"), (0.98, "cloud")):
        work: Inputs = {"timing": "deferrable", "hours": 730 * break_even * factor}
        options = cases(work=work, pool=OWNED, finance=MOVING).result.options
        assert min(("cloud", "on_premises"), key=lambda one: options[one].present_value) == cheapest


def test_what_owns_nothing_has_no_break_even_utilisation(cases: "Cases") -> None:
    assert cases(work={"hours": 0}, pool=OWNED, finance=MOVING).result.break_even_utilisation is None


def test_break_even_utilisation_does_not_depend_on_the_load(cases: "Cases") -> None:
    found = [
        cases(work={"hours": hours}, pool=OWNED, finance=MOVING).result.break_even_utilisation
        for hours in (73, 365, 730)
    ]
    assert found[1:] == pytest.approx(found[:-1])


def test_break_even_utilisation_leaves_out_what_is_rented_until_servers_come(cases: "Cases") -> None:
    # Six months of lead leave 54 of 60 months of capacity: £100,000 over 8 × 730 × 54 × £2.50.
    result = cases(pool={"cloud_price": 2.5, "server_price": 100_000, "lead": 6}).result
    assert result.break_even_utilisation == pytest.approx(100_000 / (8 * 730 * 54 * 2.5))


def test_owning_never_breaks_even_where_energy_costs_more_than_renting(cases: "Cases") -> None:
    # A busy GPU-hour adds 1.25 kWh at £1; renting costs £1.
    pool: Inputs = {"cloud_price": 1, "server_price": 100_000, "server_power": 10, "idle_power": 0, "tariff": 1}
    assert cases(pool=pool).result.break_even_utilisation is None


def test_utilisation_is_busy_over_owned_hours(cases: "Cases") -> None:
    # 12 GPUs for a quarter of the hours on two servers of 8.
    assert cases(work={"gpus": 12, "hours": 182.5}).result.utilisation == pytest.approx(3 / 16)


def test_cost_per_busy_hour_is_whole_life_cost_over_hours_of_work(cases: "Cases") -> None:
    # 8 GPUs for 365 hours over 12 months are 35,040 hours. Rented at £2.50 they cost that; owned £50,000 less 62%
    # resale are £19,000.
    case = cases(
        work={"hours": 365},
        pool={"cloud_price": 2.5, "server_price": 50_000, "resale_1": 0.62},
        finance={"horizon": 12},
    )
    options = case.result.options
    assert options["cloud"].unit_cost == pytest.approx(2.5)
    assert options["on_premises"].unit_cost == pytest.approx(19_000 / 35_040)


def test_work_that_waits_has_no_part_in_the_hours_of_its_option(cases: "Cases") -> None:
    # Three of fifteen months wait: £70,080 over twelve months of 5,840 hours are £1 an hour.
    case = cases(
        pool={"cloud_price": 9, "server_price": 70_080, "lead": 3, "bridging": "wait"}, finance={"horizon": 15}
    )
    assert case.result.options["on_premises"].unit_cost == pytest.approx(1)


def test_without_work_there_is_no_cost_per_hour(cases: "Cases") -> None:
    assert [one.unit_cost for one in cases(work={"gpus": 0}).result.options.values()] == [None, None, None]


def test_up_front_cost_is_what_month_zero_asks_for(cases: "Cases") -> None:
    result = cases(
        pool={
            "server_price": 100_000,
            "network_share": 0.05,
            "facility_works": 30_000,
            "running_month": 70,
            "cloud_price": 1,
        }
    ).result
    assert {key: option.up_front for key, option in result.options.items()} == pytest.approx(
        {"cloud": 0, "on_premises": 135_000, "hybrid": 0}
    )


def test_the_command_line_gives_the_break_even_and_the_lines_that_add_up(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pool = "compute.pool.main."
    resale = {f"{pool}resale_{age}": f"{percent}%" for age, percent in enumerate((62, 43, 33, 17, 12), 1)}
    found = evaluated(
        capsys,
        tmp_path,
        {f"{pool}cloud_price": 2.5, f"{pool}server_price": 100_000, f"{pool}running_month": 500, **resale},
    )
    (nominal,) = [
        one
        for one in found["pairs"]
        if (one["first"], one["second"], one["basis"]) == ("cloud", "on_premises", "nominal")
    ]
    assert nominal["sustained_break_even"] == pytest.approx(100_000 / 14_100)
    # £100,000 + 60 × £500 less 12% of £100,000, of 876,000 × £1.
    assert found["break_even_utilisation"] == pytest.approx(118_000 / 876_000)
    owned = found["options"]["on_premises"]
    assert owned["total_cost"] == pytest.approx(118_000)
    assert sum(sum(line["monthly"]) for line in owned["lines"]) == pytest.approx(118_000)


def test_the_command_line_finds_the_best_split(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    assert main(["new", "--blank", str(plan)]) == 0
    capsys.readouterr()
    assert main(["split", str(plan), "--json"]) == 0
    # A blank plan's 8 GPUs need one server at most, and both cost nothing.
    assert json.loads(capsys.readouterr().out) == [
        {"pool": "main", "stored": 0, "best": 0, "present_values": [0.0, 0.0]}
    ]
