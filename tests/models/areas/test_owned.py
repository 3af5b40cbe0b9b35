"""What owned servers cost and fetch: support, insurance, resale by age, removal, energy, colocation.

Every amount is worked out by hand.
"""

from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from tests.models.areas.conftest import Cases, Inputs

RESALE: "Inputs" = {"resale_1": 0.62, "resale_2": 0.43, "resale_3": 0.33, "resale_4": 0.17, "resale_5": 0.12}
SERVER: "Inputs" = {"server_price": 100_000, **RESALE}
POWER: "Inputs" = {"server_power": 10, "idle_power": 0.3, "tariff": 0.2}


def test_network_comes_with_every_purchase_as_a_share_of_it(cases: "Cases") -> None:
    case = cases(
        pool={"server_price": 100_000, "network_share": 0.05, "life": 12},
        finance={"horizon": 24, "hardware_trend": -0.2},
    )
    assert case.line("on_premises.network").tolist() == pytest.approx([5_000] + [0] * 11 + [4_000] + [0] * 12)


def test_facility_works_are_paid_once_in_month_zero_when_servers_are_ordered_then(cases: "Cases") -> None:
    case = cases(pool={"server_price": 1, "life": 12, "facility_works": 30_000, "lead": 3}, finance={"horizon": 36})
    assert case.line("on_premises.facility").tolist() == [30_000] + [0] * 36


def test_facility_works_are_paid_when_the_first_server_is_ordered(cases: "Cases") -> None:
    # Needed from month 19 with six months of lead: the first order falls in month 12.
    case = cases(
        work={"start": 19}, pool={"server_price": 1, "facility_works": 30_000, "lead": 6}, finance={"horizon": 24}
    )
    assert case.line("on_premises.facility").tolist() == [0] * 12 + [30_000] + [0] * 12


def test_without_a_purchase_there_are_no_facility_works(cases: "Cases") -> None:
    for pool in ({"lead": 12}, {"owned_servers": 1, "owned_months": 240}):
        case = cases(pool={"server_price": 1, "facility_works": 30_000, **pool}, finance={"horizon": 12})
        assert not case.line("on_premises.facility").any()


def test_maintenance_begins_when_bundled_support_ends(cases: "Cases") -> None:
    # 12% of £100,000 a year are £1,000 a month, from month 37 on.
    case = cases(pool={"server_price": 100_000, "maintenance": 0.12, "bundled_support": 36})
    assert case.line("on_premises.maintenance").tolist() == pytest.approx([0] * 37 + [1_000] * 24)


def test_maintenance_ends_with_retirement_and_begins_again_for_the_replacement(cases: "Cases") -> None:
    # In use 1…24, 25…48 and 49…60, each with a year of support in its price.
    case = cases(pool={"server_price": 100_000, "maintenance": 0.12, "bundled_support": 12, "life": 24})
    assert case.line("on_premises.maintenance").tolist() == pytest.approx(
        [0] * 13 + [1_000] * 12 + [0] * 12 + [1_000] * 12 + [0] * 12
    )


def test_support_bundled_for_longer_than_the_life_leaves_no_maintenance(cases: "Cases") -> None:
    case = cases(pool={"server_price": 100_000, "maintenance": 0.12, "bundled_support": 36, "life": 24})
    assert not case.line("on_premises.maintenance").any()


def test_insurance_is_paid_on_the_price_of_what_is_in_use(cases: "Cases") -> None:
    # 0.6% of £100,000 a year are £50 a month; a second server from month 7 on; both retire after 12 months and are
    # replaced at 20% less a year.
    works: dict[str, Inputs] = {"a": {}, "b": {"start": 7}}
    case = cases.several(
        works,
        {"main": {"server_price": 100_000, "insurance": 0.006, "life": 12}},
        finance={"horizon": 24, "hardware_trend": -0.36},
    )
    # Prices fall by a fifth each half year: £100k, £80k, £64k, £51.2k.
    insured = [100_000] * 6 + [180_000] * 6 + [80_000 + 64_000] * 6 + [64_000 + 51_200] * 6
    assert case.line("on_premises.insurance").tolist() == pytest.approx(
        [0.0, *(value * 0.006 / 12 for value in insured)]
    )


def test_servers_owned_already_are_maintained_and_insured_at_the_price_of_today(cases: "Cases") -> None:
    pool: Inputs = {
        "server_price": 100_000,
        "maintenance": 0.12,
        "insurance": 0.006,
        "owned_servers": 1,
        "owned_months": 12,
        "bundled_support": 36,
    }
    case = cases(work={"end": 12}, pool=pool, finance={"horizon": 12})
    assert case.monthly("on_premises")[1:].tolist() == pytest.approx([1_050] * 12)


def test_a_retired_server_is_sold_at_the_value_of_its_age(cases: "Cases") -> None:
    # After two and a half years it fetches half way between 43% and 33% of £100,000: £38,000, and so does its
    # successor in month 60.
    case = cases(pool={**SERVER, "life": 30})
    assert case.line("on_premises.resale").tolist() == pytest.approx([0] * 30 + [-38_000] + [0] * 29 + [-38_000])
    assert case.number("on_premises.residual_value") == pytest.approx(0)
    assert case.result.options["on_premises"].total_cost == pytest.approx(2 * 62_000)


@pytest.mark.parametrize(
    ("horizon", "fetched"),
    # At 1, 1.5, 2.5 and 5 years; at 18 months between 62% and 43%; beyond five years 12% stays.
    [(12, 62_000), (18, 52_500), (30, 38_000), (42, 25_000), (60, 12_000), (90, 12_000)],
)
def test_what_is_left_at_the_horizon_is_worth_the_value_of_its_age(
    cases: "Cases", horizon: int, fetched: float
) -> None:
    case = cases(pool={**SERVER, "life": 120}, finance={"horizon": horizon})
    assert case.number("on_premises.residual_value") == pytest.approx(fetched)
    assert not case.line("on_premises.resale").any()


def test_a_server_younger_than_a_year_falls_from_its_full_price(cases: "Cases") -> None:
    # Delivered in month 18, half a year before the horizon: half way from 100% to 62%.
    case = cases(work={"start": 19}, pool=SERVER, finance={"horizon": 24})
    assert case.number("on_premises.residual_value") == pytest.approx(81_000)


def test_resale_is_a_share_of_the_price_paid(cases: "Cases") -> None:
    # Ordered in month 12 for £80,000 with half a year of lead; at horizon 30 it has served a year.
    case = cases(work={"start": 19}, pool={**SERVER, "lead": 6}, finance={"horizon": 30, "hardware_trend": -0.2})
    assert case.number("on_premises.residual_value") == pytest.approx(0.62 * 80_000)


def test_curves_leave_out_what_is_left_and_totals_take_it_in(cases: "Cases") -> None:
    case = cases(pool={**SERVER, "life": 120}, finance={"horizon": 24, "discount_rate": 0.1})
    option = case.result.options["on_premises"]
    assert option.cumulative.tolist() == pytest.approx([100_000] * 25)
    assert option.discounted.tolist() == pytest.approx([100_000] * 25)
    assert option.residual == pytest.approx(43_000)
    assert option.total_cost == pytest.approx(57_000)
    assert option.present_value == pytest.approx(100_000 - 43_000 / 1.21)


def test_removal_is_paid_when_a_server_retires_or_is_left_at_the_horizon(cases: "Cases") -> None:
    case = cases(work={"gpus": 16}, pool={"decommissioning": 1_000, "life": 30}, finance={"horizon": 48})
    assert case.line("on_premises.decommissioning").tolist() == pytest.approx([0] * 30 + [2_000] + [0] * 18)
    assert case.result.options["on_premises"].residual == pytest.approx(-2_000)
    assert case.result.options["on_premises"].total_cost == pytest.approx(4_000)


@pytest.mark.parametrize("life", [24, 240])
def test_removal_at_the_horizon_costs_the_same_for_what_retires_and_for_what_is_left(cases: "Cases", life: int) -> None:
    # £1,000 today and 10% inflation are £1,210 in month 24, at the end of the life or of the plan.
    case = cases(pool={"decommissioning": 1_000, "life": life}, finance={"horizon": 24, "inflation": 0.1})
    assert case.result.options["on_premises"].total_cost == pytest.approx(1_210)


def test_energy_depends_on_the_load(cases: "Cases") -> None:
    # 10 kW, 30% of it without load, half loaded: 6.5 kW, with the site 9.75 kW; 730 hours are 7,117.5 kWh, at 20 p
    # £1,423.50.
    case = cases(work={"gpus": 8, "hours": 365}, pool={**POWER, "pue": 1.5})
    assert case.line("on_premises.energy")[1:].tolist() == pytest.approx([7_117.5] * 60)
    assert case.monthly("on_premises")[1:].tolist() == pytest.approx([1_423.5] * 60)


def test_idle_servers_draw_their_idle_share_and_full_ones_everything(cases: "Cases") -> None:
    assert cases(pool=POWER).line("on_premises.energy")[1] == pytest.approx(7_300)
    idle = cases(work={"end": 1}, pool=POWER)
    assert idle.line("on_premises.energy")[2:].tolist() == pytest.approx([2_190] * 59)


def test_spares_draw_idle_power(cases: "Cases") -> None:
    # One server at full load and one spare: 10 + 3 kW.
    assert cases(pool={**POWER, "spares": 1}).line("on_premises.energy")[1] == pytest.approx(730 * 13)


def test_energy_prices_follow_their_own_trend(cases: "Cases") -> None:
    paid = cases(pool=POWER, finance={"horizon": 24, "energy_trend": 0.44, "inflation": 0.03}).monthly("on_premises")
    assert paid[[6, 12, 24]].tolist() == pytest.approx([1_460 * 1.2, 1_460 * 1.44, 1_460 * 2.0736])


def test_colocation_charges_contracted_power_racks_and_energy(cases: "Cases") -> None:
    # 5 servers of 10 kW and 8 U at full load: 50 kW × £150, 40 U in racks of 32 are 2 × £600, and 36,500 kWh at PUE 1,
    # 54,750 at 1.5.
    colocation: Inputs = {
        "site": "colocation",
        "colocation_price": 150,
        "rack_price": 600,
        "rack_units": 8,
        "rack_capacity": 32,
    }
    case = cases(work={"gpus": 40}, pool={**POWER, **colocation, "pue": 1.5})
    assert case.monthly("on_premises")[1:].tolist() == pytest.approx([7_500 + 1_200 + 54_750 * 0.2] * 60)
    assert case.line("on_premises.racks")[:2].tolist() == [0, 2]
    all_in = cases(work={"gpus": 40}, pool={**POWER, **colocation, "pue": 1.5, "colocation_all_in": True})
    assert all_in.monthly("on_premises")[1:].tolist() == pytest.approx([8_700] * 60)


def test_an_own_room_pays_neither_contracted_power_nor_racks(cases: "Cases") -> None:
    pool: Inputs = {
        "site": "own_room",
        "server_power": 10,
        "colocation_price": 150,
        "rack_price": 600,
        "colocation_all_in": True,
    }
    assert not cases(pool=pool).monthly("on_premises").any()
    # The flag of a colocation price does not make the energy of an own room free.
    assert cases(pool={**pool, "tariff": 0.2}).monthly("on_premises")[1] == pytest.approx(1_460)


def test_a_full_rack_needs_no_second_one(cases: "Cases") -> None:
    pool: Inputs = {"site": "colocation", "rack_price": 1, "rack_units": 8, "rack_capacity": 32}
    for servers, racks in ((4, 1), (5, 2), (8, 2), (9, 3)):
        assert cases(work={"gpus": 8 * servers}, pool=pool).monthly("on_premises")[1] == racks


def test_software_on_premises_is_paid_for_each_gpu_in_use_in_its_currency(cases: "Cases") -> None:
    # 16 GPUs at $4,500 a year and 0.8 are £4,800 a month; a year on with 2% inflation £4,896.
    pool: Inputs = {"server_software": 4_500, "software_currency": "USD"}
    paid = cases(work={"gpus": 9}, pool=pool, finance={"dollar_rate": 0.8, "inflation": 0.02}).monthly("on_premises")
    assert paid[[0, 12]].tolist() == pytest.approx([0, 4_896])


def test_other_running_costs_by_month_hour_and_busy_hour(cases: "Cases") -> None:
    # Two servers, 10 GPUs busy half the hours: 2 × £100, 2 × 730 × £3 and 5 × 730 × £0.50.
    pool: Inputs = {"running_month": 100, "running_hour": 3, "running_busy_hour": 0.5}
    case = cases(work={"gpus": 10, "hours": 365}, pool=pool)
    assert case.monthly("on_premises")[1:].tolist() == pytest.approx([200 + 4_380 + 1_825] * 60)


def test_prices_without_a_trend_of_their_own_follow_general_inflation(cases: "Cases") -> None:
    colocation: Inputs = {"site": "colocation", "colocation_price": 1, "rack_price": 1, "server_power": 1}
    pool: Inputs = {
        **colocation,
        "running_month": 1,
        "running_hour": 1,
        "running_busy_hour": 1,
        "server_software": 1,
        "cloud_software": 1,
    }
    case = cases(
        pool=pool,
        finance={"horizon": 24, "inflation": 0.21, "energy_trend": -0.5, "cloud_trend": -0.5, "hardware_trend": -0.5},
    )
    for option in ("cloud", "on_premises"):
        paid = case.monthly(option)
        assert np.divide(paid[12:], paid[12]).tolist() == pytest.approx(
            [1.21 ** (month / 12) for month in range(13)]
        ), option
