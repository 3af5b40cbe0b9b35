"""Site, second site, generations and people that follow the fleet, each with a hand calculation."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.models.areas.conftest import Cases, Inputs

SERVER: "Inputs" = {"server_price": 100, "cloud_price": 1, "server_power": 10, "pue": 1.0, "idle_power": 1.0}
RENT = 8 * 730
"""Eight GPUs for a month at £1 an hour."""
YEAR: "Inputs" = {"horizon": 12}


def test_people_follow_the_gpus_owned_and_are_there_a_month_before(cases: "Cases") -> None:
    # 16 GPUs at 2.5 people for a hundred are 0.4 people; £60,000 a year are £5,000 a month each.
    role: Inputs = {"operations.role.data.per_owned": 2.5, "operations.role.data.salary": 60_000.0}
    case = cases(work={"gpus": 16, "start": 4}, pool={**SERVER, "lead": 0}, finance=YEAR, other=role)
    assert case.line("on_premises.operations.people").tolist() == pytest.approx([0, 0, 0] + [2_000] * 10)
    assert case.line("cloud.operations.people").sum() == 0


def test_people_follow_the_gpus_rented_and_the_work_called(cases: "Cases") -> None:
    role: Inputs = {
        "operations.role.data.per_rented": 5.0,
        "operations.role.data.per_called": 0.5,
        "operations.role.data.salary": 60_000.0,
    }
    case = cases(work={"gpus": 8}, pool={**SERVER, "instance_gpus": 8}, finance=YEAR, other=role)
    # eight rented GPUs at 5 for a hundred are 0.4 people
    assert case.line("cloud.operations.people")[1:].tolist() == pytest.approx([2_000] * 12)
    called = cases(
        work={"kind": "inference", "requests": 1_000},
        finance=YEAR,
        other={**role, "hosting.workload.steady.api_share": 1.0},
    )
    assert called.line("cloud.operations.people")[1:].tolist() == pytest.approx([2_500] * 12)


def test_a_rota_on_call_is_paid_in_every_option(cases: "Cases") -> None:
    rota: Inputs = {"operations.rota": 5.0, "operations.allowance": 300.0}
    case = cases(work={"gpus": 8}, pool=SERVER, finance=YEAR, other=rota)
    for option in ("cloud", "on_premises", "hybrid"):
        assert case.line(f"{option}.operations.on_call").tolist() == pytest.approx([0] + [1_500] * 12)


def test_racks_follow_power_where_the_site_limits_it(cases: "Cases") -> None:
    # Two servers of 8 U and 10 kW: one rack of 32 U, or two of 10 kW each.
    pool: Inputs = {**SERVER, "site": "colocation", "rack_units": 8, "rack_capacity": 32, "rack_price": 100.0}
    plain = cases(work={"gpus": 16}, pool=pool, finance=YEAR)
    limited = cases(work={"gpus": 16}, pool={**pool, "rack_power": 10.0}, finance=YEAR)
    assert plain.line("on_premises.racks_cost")[1] == pytest.approx(100)
    assert limited.line("on_premises.racks_cost")[1] == pytest.approx(200)


def test_contracted_power_is_paid_while_servers_are_there(cases: "Cases") -> None:
    pool: Inputs = {**SERVER, "site": "colocation", "colocation_price": 100.0, "contracted": 25.0}
    case = cases(work={"gpus": 8}, pool=pool, finance=YEAR)
    assert case.line("on_premises.colocation").tolist() == pytest.approx([0] + [2_500] * 12)
    more = cases(work={"gpus": 24}, pool=pool, finance=YEAR)
    assert more.line("on_premises.colocation")[1] == pytest.approx(3_000)


def test_the_tariff_changes_when_its_contract_ends(cases: "Cases") -> None:
    # 10 kW for 730 hours are 7,300 kWh: £1,460 at 20 p, £2,190 at 30 p from month 7 on.
    pool: Inputs = {**SERVER, "site": "own_room", "tariff": 0.2, "tariff_until": 6, "tariff_after": 0.3}
    case = cases(work={"gpus": 8}, pool=pool, finance=YEAR)
    assert case.line("on_premises.electricity").tolist() == pytest.approx([0] + [1_460] * 6 + [2_190] * 6)


def test_liquid_cooling_is_paid_by_the_kilowatt_when_servers_are_ordered(cases: "Cases") -> None:
    case = cases(work={"gpus": 16}, pool={**SERVER, "cooling_works": 1_500.0}, finance=YEAR)
    assert case.line("on_premises.cooling").tolist() == pytest.approx([30_000] + [0] * 12)


def test_renting_goes_on_beside_own_servers_until_they_have_proved_good(cases: "Cases") -> None:
    pool: Inputs = {**SERVER, "lead": 2, "parallel": 3, "hybrid_servers": 1}
    case = cases(work={"gpus": 8}, pool=pool, finance=YEAR)
    # rented until delivery in months 1 and 2, and beside the server in 3 to 5
    assert case.line("on_premises.running_both").tolist() == pytest.approx([0, 0, 0] + [RENT] * 3 + [0] * 7)
    assert case.line("on_premises.rent")[:4].tolist() == pytest.approx([0, RENT, RENT, 0])
    assert case.line("hybrid.running_both").sum() == pytest.approx(3 * RENT)


def test_moving_takes_effort_once(cases: "Cases") -> None:
    other: Inputs = {"operations.day_rate": 400.0}
    case = cases(work={"gpus": 8}, pool={**SERVER, "lead": 2, "moving_days": 10}, finance=YEAR, other=other)
    assert case.line("on_premises.moving").tolist() == pytest.approx([0, 0, 0, 4_000] + [0] * 9)


def test_a_second_site_keeps_servers_and_rented_gpus_ready(cases: "Cases") -> None:
    # Two servers at work, half of that ready elsewhere: three. Sixteen rented GPUs, and half of their cost again.
    case = cases(work={"gpus": 16}, pool={**SERVER, "standby": 0.5}, finance=YEAR)
    assert case.line("on_premises.in_use")[1:].tolist() == [3] * 12
    assert case.line("on_premises.rent").sum() == 0, "what is ready elsewhere serves nothing, and nothing is missing"
    assert case.line("cloud.rent")[1] == pytest.approx(1.5 * 2 * RENT)


def test_later_servers_do_more_and_fewer_are_bought(cases: "Cases") -> None:
    # Work doubles a year: from month 12 on a server does that of two. One server is needed from month 1, three more
    # from 13: two of twice the work. The first is retired in month 24 and replaced as far as needed: four are at work
    # by two that do two each.
    works: dict[str, Inputs] = {"one": {"gpus": 8}, "more": {"gpus": 24, "start": 13}}
    case = cases.several(works, {"main": {**SERVER, "gain": 1.0, "life": 24}}, finance={"horizon": 30})
    bought = case.line("on_premises.bought")
    assert {month: bought[month] for month in range(31) if bought[month]} == {0: 1, 12: 2}
    assert case.line("on_premises.able")[13:25].tolist() == pytest.approx([5] * 12)
    assert case.line("on_premises.able")[25] == pytest.approx(4)
    assert case.line("on_premises.in_use")[13] == 3
    assert case.line("on_premises.rent").sum() == 0


def test_later_servers_draw_more(cases: "Cases") -> None:
    # Power doubles a year: what is bought in month 12 draws 20 kW beside the 10 of the first.
    works: dict[str, Inputs] = {"one": {"gpus": 8}, "more": {"gpus": 8, "start": 13}}
    pool: Inputs = {**SERVER, "power_trend": 1.0, "site": "colocation", "colocation_price": 100.0}
    case = cases.several(works, {"main": pool}, finance={"horizon": 24})
    assert case.line("on_premises.colocation").tolist() == pytest.approx([0] + [1_000] * 12 + [3_000] * 12)


def test_power_that_is_missing_or_late_bars_owning(cases: "Cases") -> None:
    beyond = cases(work={"gpus": 16}, pool={**SERVER, "site_power": 15.0}, finance=YEAR)
    assert beyond.line("on_premises.site_beyond").max() == 1
    assert cases(work={"gpus": 8}, pool={**SERVER, "site_power": 15.0}).line("on_premises.site_beyond").max() == 0
    early = cases(work={"gpus": 8}, pool={**SERVER, "site_from": 6}, finance=YEAR)
    assert early.line("on_premises.site_early").max() == 1
    later = cases(work={"gpus": 8}, pool={**SERVER, "site_from": 6, "owning_start": 6}, finance=YEAR)
    assert later.line("on_premises.site_early").max() == 0


def test_a_run_with_a_deadline_asks_for_its_gpus_at_once(cases: "Cases") -> None:
    # 1,000 GPU-hours within 10 hours take 100 GPUs at once: thirteen servers of eight. Seven of them are busy with
    # other work: 107 take fourteen.
    work: Inputs = {"kind": "training", "timing": "deferrable", "runs": 1, "run_hours": 1_000, "deadline": 10}
    assert cases(work=work, pool=SERVER, finance=YEAR).line("demand.need.servers")[1] == 13
    assert cases(work={**work, "deadline": 0}, pool=SERVER, finance=YEAR).line("demand.need.servers")[1] == 1
    both = cases.several({"run": work, "other": {"gpus": 7}}, {"main": SERVER}, finance=YEAR)
    assert both.line("demand.need.servers")[1] == 14
    # A hybrid of one server cannot end the run in time: it rents it.
    hybrid = cases(work=work, pool={**SERVER, "hybrid_servers": 1}, finance=YEAR)
    assert hybrid.line("hybrid.own_deferrable").sum() == 0
    assert hybrid.line("hybrid.rented_deferrable")[1] == pytest.approx(1_000 / 730)


@pytest.mark.parametrize(("method", "hours"), [("full", 10 / 3), ("lora", 20 / 9)])
def test_hours_of_tuning_follow_from_parameters_and_tokens(cases: "Cases", method: str, hours: float) -> None:
    # 6 x 8e9 x 0.1e9 = 4.8e18 operations at 400e12 a second are 12,000 seconds; LoRA takes 4 for 6.
    work: Inputs = {
        "kind": "fine_tuning",
        "tuning": method,
        "runs": 1,
        "tuned_parameters": 8.0,
        "tuned_tokens": 0.1,
        "tuned_flops": 1_000.0,
        "tuned_efficiency": 0.4,
    }
    assert cases(work=work, finance=YEAR).line("workloads.busy")[1] == pytest.approx(hours)


def test_duties_of_data(cases: "Cases") -> None:
    other: Inputs = {
        "operations.day_rate": 400.0,
        "data.preparation_hours": 100.0,
        "data.preparation_price": 0.5,
        "data.feature_reads": 2_000_000.0,
        "data.feature_price": 0.001,
        "data.erasures": 8.0,
        "data.erasure_days": 0.25,
        "data.replicated": 2.0,
        "data.egress_price": 0.05,
        "data.cloud_currency": "GBP",
        "data.cold": 10.0,
        "data.leaving": True,
        "data.leaving_days": 20.0,
        "data.leaving_proof": 2_000.0,
    }
    case = cases(work={"gpus": 8}, pool=SERVER, finance=YEAR, other=other)
    # 100 h at 50 p and two million reads at £1 a million; 8 x 0.25 days at £400; 2,000 GB at 5 p.
    assert case.line("cloud.data.preparation")[1] == pytest.approx(52)
    assert case.line("cloud.data.erasures")[1] == pytest.approx(800)
    assert case.line("cloud.data.replication")[1] == pytest.approx(100)
    assert case.line("on_premises.data.replication")[1] == pytest.approx(100)
    # At the horizon 20 days, the proof, and 10,000 GB of egress where the data is in the cloud.
    for option in ("cloud", "on_premises"):
        assert case.line(f"{option}.data.leaving")[12] == pytest.approx(8_000)
        assert case.line(f"{option}.data.leaving_proof")[12] == pytest.approx(2_000)
    assert case.line("cloud.data.leaving_egress")[12] == pytest.approx(500)
    assert case.result.options["on_premises"].areas["data"] == pytest.approx(12 * (52 + 800 + 100) + 10_000)


def test_a_platform_is_paid_by_what_it_meters(cases: "Cases") -> None:
    # 2,000 units at £300 a thousand, and 50 p for each of 5,840 GPU-hours at work.
    tool: Inputs = {
        "operations.tool.feast.active": True,
        "operations.tool.feast.purpose": "mlops",
        "operations.tool.feast.metered": 2_000.0,
        "operations.tool.feast.metered_price": 300.0,
        "operations.tool.feast.hour_fee": 0.5,
    }
    case = cases(work={"gpus": 8}, pool=SERVER, finance=YEAR, other=tool)
    assert case.line("cloud.operations.tool_cost")[1] == pytest.approx(600)
    assert case.line("cloud.operations.platform_fees")[1] == pytest.approx(RENT / 2)


def test_arrays_come_in_whole_units(cases: "Cases") -> None:
    # Ten terabytes growing by half a year at £100 each: two shelves of eight, a third when sixteen are passed.
    other: Inputs = {
        "data.cold": 10.0,
        "data.growth": 0.5,
        "data.redundancy": 1.0,
        "data.array_cold": 100.0,
        "data.array_unit": 8.0,
    }
    case = cases(work={"gpus": 8}, pool=SERVER, finance={"horizon": 24}, other=other)
    bought = case.line("on_premises.data.arrays")
    assert bought[0] == pytest.approx(1_600)
    # 10 x 1.5^((m - 1)/12) passes 16 in month 15: 16.05; the shelf is bought a month before.
    assert {month: round(bought[month]) for month in range(1, 25) if bought[month] > 0} == {14: 800}


def test_days_of_ones_own_people_bear_no_vat(cases: "Cases") -> None:
    # 20 days at £400 and a proof at £2,000: VAT of a fifth on the proof alone.
    other: Inputs = {
        "operations.day_rate": 400.0,
        "data.leaving": True,
        "data.leaving_days": 20.0,
        "data.leaving_proof": 2_000.0,
        "finance.vat_rate": 0.2,
        "finance.vat_services": 0.0,
    }
    case = cases(work={"gpus": 8}, pool={**SERVER, "cloud_price": 0, "moving_days": 10}, finance=YEAR, other=other)
    assert case.line("on_premises.total.vat_services").sum() == pytest.approx(400)


def test_a_contract_of_electricity_that_ends_without_a_price_goes_on_at_its_own(cases: "Cases") -> None:
    pool: Inputs = {**SERVER, "site": "own_room", "tariff": 0.2, "tariff_until": 6}
    case = cases(work={"gpus": 8}, pool=pool, finance=YEAR)
    assert case.line("on_premises.electricity").tolist() == pytest.approx([0] + [1_460] * 12)


def test_copies_are_billed_by_a_provider_only_for_what_is_in_the_cloud(cases: "Cases") -> None:
    # 2 TB at £50; a quarter of the hybrid's data is in the cloud. Counting what leaving costs adds nothing before it.
    other: Inputs = {
        "data.replicated": 2.0,
        "data.egress_price": 0.05,
        "data.cloud_currency": "GBP",
        "data.hybrid_cloud": 0.25,
    }
    for leaving in (False, True):
        case = cases(
            work={"gpus": 8},
            pool={**SERVER, "hybrid_servers": 1},
            finance=YEAR,
            other={**other, "data.leaving": leaving},
        )
        assert case.line("hybrid.data.replication")[1] == pytest.approx(100)
        assert case.line("hybrid.data.duties_billed")[1] == pytest.approx(25)
