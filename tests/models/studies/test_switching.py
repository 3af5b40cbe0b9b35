"""Switching values against closed forms, and the search for the best split."""

from collections.abc import Mapping
from typing import Any

import pytest
from answers import in_two_tiers
from earlier import example
from untuned import untuned

from models.appraisal.decided import Decided, decided
from models.plan.feature_switch import with_feature
from models.plan.plan import Entry, Plan, blank_plan
from models.rules.consistency import consistency
from models.studies import finer, switching
from models.studies.hybrid_split import best_split
from models.studies.switching import Grid, SwitchingValue, switching_values

POOL = "compute.pool.main."


def flat_plan() -> Plan:
    plan = blank_plan()
    for name, value in (("server_price", 250_000.0), ("cloud_price", 5.0)):
        plan = plan.with_entry("base", f"compute.pool.main.{name}", Entry(value))
    return plan


def scans(plan: Plan, *, every: bool = False) -> dict[str, SwitchingValue]:
    return {one.key: one for one in switching_values(plan, "base", every=every)}


def test_linear_inputs_switch_where_the_costs_are_equal_to_a_billionth() -> None:
    # owning costs the price of the server; renting 8 x 730 h x 60 months = 350,400 GPU-hours at 0.80: 280,320
    plan = with_feature(flat_plan().with_entry("base", f"{POOL}cloud_price", Entry(0.8)), "running_sums")
    found = scans(plan, every=True)
    server = found[f"{POOL}server_price"]
    (flip,) = server.flips
    assert flip.value == pytest.approx(280_320, rel=1e-9)
    assert (flip.to, flip.below, flip.jump) == ("cloud", False, False)
    assert server.scanned == server.declared.bounds
    (price,) = found[f"{POOL}cloud_price"].flips
    assert price.value == pytest.approx(250_000 / 350_400, rel=1e-9)
    assert (price.to, price.below) == ("cloud", True)
    # a running cost an hour: (280,320 - 250,000) over 8 GPUs x 43,800 hours
    (running,) = found[f"{POOL}running_busy_hour"].flips
    assert running.value == pytest.approx(30_320 / 350_400, rel=1e-9)


def test_the_saving_is_nothing_where_the_verdict_flips_when_only_two_compete() -> None:
    plan = flat_plan().with_entry("base", f"{POOL}cloud_price", Entry(0.8))
    for one in switching_values(plan, "base", ["hybrid"]):
        assert [flip.value for flip in one.flips] == pytest.approx([zero.value for zero in one.zeros], rel=1e-9)


def test_nothing_against_the_cloud_and_a_flip_to_a_third_option_are_apart() -> None:
    plan = untuned("insurer")
    people = next(
        one for one in switching_values(plan, "base") if one.key == "operations.role.platform.people_on_premises"
    )
    assert people.best == "on_premises"
    assert people.reference == "cloud"
    assert people.flips[0].to == "hybrid"
    assert people.zeros[0].value > people.flips[0].value
    ground = decided(plan, "base")
    for point, rival in ((people.flips[0], "hybrid"), (people.zeros[0], "cloud")):
        at = ground.evaluate(
            {people.key: point.value}, [f"{option}.total.present_value" for option in ("on_premises", rival)]
        )
        assert at.number("on_premises.total.present_value") == pytest.approx(
            at.number(f"{rival}.total.present_value"), abs=1e-3
        )


def test_whole_numbers_are_looked_at_one_by_one() -> None:
    # a server of 250,000 serves 8 GPUs; 7 rented for 60 months at 0.80 cost 245,280, 8 cost 280,320
    plan = (
        flat_plan()
        .with_entry("base", f"{POOL}cloud_price", Entry(0.8))
        .with_entry("base", "finance.usual_cost", Entry(0.0))
    )
    found = scans(plan, every=True)
    lead = found[f"{POOL}lead"]
    assert lead.points == lead.declared.bounds[1] - lead.declared.bounds[0] + 1
    # each month of waiting rents 8 GPUs: 4,672; the saving of 30,320 lasts six months and is gone in the seventh
    assert [(flip.value, flip.jump) for flip in lead.flips] == [(7.0, True)]


def test_a_leap_over_zero_is_told_as_one() -> None:
    # one instance of 8 GPUs is rented for any GPU at all: owning wins until there is none, and then leaps behind.
    # fewer hours are paid as they are: 200,000 over 8 x 60 x 0.72
    plan = flat_plan()
    for key, value in ((f"{POOL}cloud_price", 0.72), (f"{POOL}instance_gpus", 8), (f"{POOL}server_price", 200_000.0)):
        plan = plan.with_entry("base", key, Entry(value))
    found = scans(plan, every=True)
    (leap,) = found["workloads.workload.steady.gpus"].flips
    assert leap.value == pytest.approx(0, abs=1e-6)
    assert (leap.to, leap.below, leap.jump) == ("cloud", True, True)
    (hours,) = found["workloads.workload.steady.hours"].flips
    assert hours.value == pytest.approx(200_000 / (8 * 60 * 0.72), rel=1e-9)
    assert not hours.jump


def test_the_nearest_comes_first_and_each_says_whether_it_is_plausible() -> None:
    found = [one for one in switching_values(example().plan, "base") if one.nearest]
    distances = [(not one.is_plausible(one.nearest), one.distance(one.nearest)) for one in found if one.nearest]
    assert distances == sorted(distances)
    for one in found:
        for flip in one.flips:
            assert one.scanned[0] <= flip.value <= one.scanned[1]
            assert one.is_plausible(flip) == (
                one.plausible is not None and one.plausible[0] <= flip.value <= one.plausible[1]
            )
        assert [abs(flip.value - one.plan) for flip in one.flips] == sorted(
            abs(flip.value - one.plan) for flip in one.flips
        )


def test_none_in_range_is_said() -> None:
    plan = flat_plan().with_entry("base", f"{POOL}cloud_price", Entry(1000.0))
    found = scans(plan)
    power = found[f"{POOL}resale_3"]
    assert power.nearest is None
    assert power.flips == []
    assert found[f"{POOL}cloud_price"].flips[0].value == pytest.approx(250_000 / 350_400, rel=1e-9)
    assert switching_values(plan, "base", ["cloud", "hybrid"]) == []


def test_the_best_split_is_the_cheapest_of_all_whole_numbers() -> None:
    plan = example().plan
    for scenario in ("base", "doubles", "falls", "quiet"):
        (one,) = best_split(plan, scenario)
        assert one.costs[one.best] == min(one.costs)
        assert one.best == one.stored
        assert not one.stale


def test_a_stale_split_is_said_with_the_better_one() -> None:
    plan = example().plan.with_entry("base", "compute.pool.h100.hybrid_servers", Entry(4))
    (one,) = best_split(plan, "base")
    assert one.stale
    assert any("the hybrid keeps 4; 2 cost" in str(finding) for finding in consistency(plan, "base"))


def test_slips_are_found() -> None:
    plan = example().plan
    pool = "compute.pool.h100."
    for name, value, says in (
        ("server_power", 102.0, "kW per GPU"),
        ("running_hour", 800.0, "was a monthly cost meant"),
        ("committed_one_year", 1.5, "more than there is"),
        ("committed_three_years", 0.2, "no term of 36 months is taken after month 36"),
    ):
        assert any(
            says in str(one) for one in consistency(plan.with_entry("base", f"{pool}{name}", Entry(value)), "base")
        ), name


@pytest.mark.parametrize("name", in_two_tiers(["insurer", "saas"], "insurer"))
@pytest.mark.long
def test_a_coarse_look_first_finds_the_same_flips(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = example(name).plan
    cases = list[int]()
    real = finer.along

    def counted(ground: Decided, moves: Mapping[str, Grid], *others: Any) -> dict[str, Grid]:
        cases.append(sum(map(len, moves.values())))
        return real(ground, moves, *others)

    monkeypatch.setattr(finer, "along", counted)
    first = {one.key: one for one in switching.switching_values(plan, "base", every=True)}
    looked_at = sum(cases)
    cases.clear()
    monkeypatch.setattr(finer, "FIRST", (10_000,))
    whole = {one.key: one for one in switching.switching_values(plan, "base", every=True)}
    assert first.keys() == whole.keys()
    assert looked_at < sum(cases) / 2, "most points are passed over"
    for key, one in first.items():
        for kind in ("flips", "zeros"):
            found, wanted = getattr(one, kind), getattr(whole[key], kind)
            assert [(flip.to, flip.below, flip.jump) for flip in found] == [
                (flip.to, flip.below, flip.jump) for flip in wanted
            ], key
            assert [flip.value for flip in found] == pytest.approx([flip.value for flip in wanted], rel=1e-9)
