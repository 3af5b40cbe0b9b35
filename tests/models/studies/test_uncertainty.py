"""Simulations against closed forms: sums of uniforms and normals, a risk that strikes or not.

Also what may not change between runs.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from earlier import example
from untuned import untuned

from models.appraisal.decided import decided
from models.areas.options import OPTIONS
from models.exhibits.simulation import uncertainty_finding, uncertainty_shown
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan, blank_plan
from models.plan.scenarios import from_study
from models.studies import uncertainty as study
from models.studies.influence import influences
from models.studies.percentiles import Percentiles
from models.studies.uncertainty import case_nearest, inputs_of_case, uncertainty

POOL = "compute.pool.main."
HOURS = 8 * 730 * 60
CASES = 20_000


def between(value: float, low: float, high: float, shape: str) -> Entry:
    return Entry(value, Evidence(EvidenceKind.QUOTE, low=low, high=high, shape=shape))


def flat(entries: Mapping[str, Entry]) -> Plan:
    """Return a plan in which owning costs the price of a server and renting 350,400 GPU-hours, with some inputs
    uncertain and all others certain.
    """
    plan = blank_plan()
    for name, value in (("server_price", 250_000.0), ("cloud_price", 0.8)):
        plan = plan.with_entry("base", f"{POOL}{name}", Entry(value))
    certain = {
        key: replace(entry, evidence=replace(entry.evidence, shape="fixed")) for key, entry in plan.entries.items()
    }
    return replace(plan, entries={**certain, **entries})


def test_a_cost_linear_in_a_uniform_price_is_uniform() -> None:
    found = uncertainty(flat({f"{POOL}cloud_price": between(0.8, 0.6, 1.0, "uniform")}), "base", cases=CASES)
    band = found.bands["cloud"]["nominal"]
    for part, curve in ((0.1, band.low), (0.5, band.middle), (0.9, band.high)):
        assert curve[-1] == pytest.approx(HOURS * (0.6 + 0.4 * part), rel=1e-4)
        assert curve[30] == pytest.approx(HOURS / 2 * (0.6 + 0.4 * part), rel=1e-4)
    assert len(found.inputs) == 1
    assert [(one.key, one.share) for one in found.drivers] == [(f"{POOL}cloud_price", 1.0)]
    assert found.drivers[0].correlation == pytest.approx(1.0, abs=1e-6)


def test_the_chance_that_owning_wins_is_the_area_of_a_triangle_and_a_rectangle() -> None:
    # price p uniform on 0.6..1.0, server s uniform on 200,000..300,000: owning wins where s < 350,400 p.
    # s is below the line everywhere from p = 300/350.4; at p = 0.6 the line stands at 210,240: trapezium by integration
    plan = flat(
        {
            f"{POOL}cloud_price": between(0.8, 0.6, 1.0, "uniform"),
            f"{POOL}server_price": between(250_000.0, 200_000.0, 300_000.0, "uniform"),
        }
    )
    found = uncertainty(plan, "base", cases=CASES)
    full = 300_000 / HOURS
    area = ((0.6 * HOURS - 200_000) + 100_000) / 2 / 100_000 * (full - 0.6) + (1.0 - full)
    chance = area / 0.4
    error = 3 * (chance * (1 - chance) / CASES) ** 0.5
    assert found.best == "on_premises"
    assert found.cheapest_at_end["on_premises"] == pytest.approx(chance, abs=error)
    assert found.cheapest["on_premises"][-1] == pytest.approx(chance, abs=error)
    assert sum(found.cheapest_at_end.values()) == pytest.approx(1.0)
    assert found.break_even["on_premises"].never == pytest.approx(1 - chance, abs=error)
    assert found.saving[3] == pytest.approx(HOURS * 0.8 - 250_000, abs=3 * found.saving[4])


def test_a_sum_of_normals_is_normal() -> None:
    # standard deviations: (1.0-0.6)/2/1.2816 * 350,400 and 50,000/1.2816; the saving's is their hypotenuse
    plan = flat(
        {
            f"{POOL}cloud_price": between(0.8, 0.6, 1.0, "normal"),
            f"{POOL}server_price": between(250_000.0, 200_000.0, 300_000.0, "normal"),
        }
    )
    low, middle, high, mean, _ = uncertainty(plan, "base", cases=CASES).saving
    spread = np.hypot(0.2 * HOURS, 50_000)
    assert mean == pytest.approx(HOURS * 0.8 - 250_000, rel=0.01)
    assert middle == pytest.approx(HOURS * 0.8 - 250_000, rel=0.03)
    assert high - low == pytest.approx(2 * spread, rel=0.02)


def test_moving_together_widens_what_adds_and_narrows_what_is_subtracted() -> None:
    def apart(correlation: float) -> float:
        price, server = between(0.8, 0.6, 1.0, "normal"), between(250_000.0, 200_000.0, 300_000.0, "normal")
        grouped = {
            f"{POOL}{name}": replace(entry, evidence=replace(entry.evidence, group="g", correlation=value))
            for name, entry, value in (("cloud_price", price, 1.0), ("server_price", server, correlation))
        }
        low, _, high, _, _ = uncertainty(flat(grouped), "base", cases=CASES).saving
        return high - low

    # fully together the standard deviations subtract, fully against each other they add
    assert apart(1.0) == pytest.approx(2 * abs(0.2 * HOURS - 50_000), rel=0.02)
    assert apart(-1.0) == pytest.approx(2 * (0.2 * HOURS + 50_000), rel=0.02)


def test_a_risk_strikes_in_its_share_of_the_cases_and_costs_its_impact() -> None:
    plan = flat({})
    for name, value in (
        ("active", True),
        ("probability", 0.3),
        ("low", 90_000),
        ("likely", 90_000),
        ("high", 90_000),
        ("month", 12),
        ("on_premises", False),
    ):
        plan = plan.with_entry("base", f"risks.risk.price_rise.{name}", Entry(value))
    found = uncertainty(plan, "base", cases=10_000, budget=300_000)
    cloud = found.present_value["cloud"]
    assert found.risks == 1
    assert (np.abs(cloud - (HOURS * 0.8 + 90_000)) < 0.01).mean() == pytest.approx(0.3, abs=1e-4)
    assert (np.abs(cloud - HOURS * 0.8) < 0.01).mean() == pytest.approx(0.7, abs=1e-4)
    assert found.over["cloud"] == pytest.approx(0.3, abs=1e-4)
    assert found.over["on_premises"] == 0
    assert found.drivers[0].key == "risks.risk.price_rise.probability"


def test_expected_values_are_off_where_risks_strike_and_bias_is_drawn_where_it_is_counted() -> None:
    """A paper of a plan with bias named another winner in its simulation, which had switched it off."""
    plan = flat({})
    for name, value in (
        ("active", True),
        ("probability", 1.0),
        ("low", 90_000),
        ("likely", 90_000),
        ("high", 90_000),
        ("on_premises", False),
    ):
        plan = plan.with_entry("base", f"risks.risk.price_rise.{name}", Entry(value))
    running = float(plan.values("base")["finance.bias_running"])
    assert running == 0.1
    for expected, counted in ((True, True), (False, True), (True, False)):
        given = plan.with_entry("base", "risks.expected", Entry(expected)).with_entry(
            "base", "finance.bias_counted", Entry(value=counted)
        )
        # the risk strikes in every case, and what runs costs a tenth more where bias is counted
        assert uncertainty(given, "base", cases=250).present_value["cloud"] == pytest.approx(
            np.full(250, HOURS * 0.8 * (1 + running * counted) + 90_000)
        )


def test_the_same_seed_gives_the_same_cases_and_another_input_moves_no_draw() -> None:
    plan = example().plan
    first, again = uncertainty(plan, "base", cases=500), uncertainty(plan, "base", cases=500)
    assert all((first.present_value[option] == again.present_value[option]).all() for option in OPTIONS)
    other = uncertainty(plan, "base", cases=500, seed=7)
    assert (first.present_value["cloud"] != other.present_value["cloud"]).any()


def test_the_cases_of_a_blocked_option_are_not_compared() -> None:
    found = uncertainty(example().plan, "base", ["on_premises"], cases=300)
    assert "on_premises" not in found.bands
    assert found.best != "on_premises"
    assert sum(found.cheapest_at_end.values()) == pytest.approx(1.0)


def test_many_cubes_come_to_what_one_comes_to(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = example().plan
    whole = uncertainty(plan, "base", cases=4_000)
    monkeypatch.setattr(study, "ONE_CUBE", 1_000)
    monkeypatch.setattr(study, "PER_BLOCK", 1_000)
    parts = uncertainty(plan, "base", cases=4_000)
    assert whole.resolution == 0
    assert 0 < parts.resolution < 0.01 * whole.bands["cloud"]["nominal"].high[-1]
    for option in OPTIONS:
        for name in ("low", "middle", "high"):
            one, other = (getattr(found.bands[option]["nominal"], name)[-1] for found in (whole, parts))
            assert one == pytest.approx(other, rel=0.05)
        assert whole.cheapest_at_end[option] == pytest.approx(parts.cheapest_at_end[option], abs=0.04)
    assert parts.steps[-1].cases == 4_000


def test_percentiles_of_histograms_are_right_to_their_resolution() -> None:
    random = np.random.default_rng(1)
    cases = [random.normal(100.0, 10.0, (3, 5_000)) for _ in range(6)]
    exact, counted = Percentiles(3, exact=True), Percentiles(3, exact=False)
    for some in cases:
        exact.add(some)
        counted.add(some)
    for one, other in zip(
        (exact.band().low, exact.band().middle, exact.band().high),
        (counted.band().low, counted.band().middle, counted.band().high),
        strict=True,
    ):
        assert np.abs(one - other).max() <= 2 * counted.resolution


def test_steps_show_how_it_settles() -> None:
    found = uncertainty(example().plan, "base", cases=2_000)
    assert [one.cases for one in found.steps] == [250, 500, 1_000, 2_000]
    assert found.steps[-1].low == pytest.approx(found.saving[0])


def test_a_percentile_becomes_a_scenario_with_exactly_its_inputs() -> None:
    plan = example().plan
    found = uncertainty(plan, "base", cases=1_000)
    case = case_nearest(found, 10)
    inputs = inputs_of_case(plan, found, case)
    wanted = [f"{option}.total.present_value" for option in OPTIONS]
    alone = decided(plan, "base").evaluate(inputs, wanted)
    for option, line in zip(OPTIONS, wanted, strict=True):
        assert alone.number(line) == pytest.approx(found.present_value[option][case], rel=1e-12)
    saving = found.present_value[found.other] - found.present_value[found.best]
    assert abs(saving[case] - np.percentile(saving, 10)) == np.abs(saving - np.percentile(saving, 10)).min()
    taken, slug = from_study(plan, "base", "P10 of the saving", inputs, "Simulation")
    changes = taken.scenario(slug).changes
    assert {key: float(entry.value) for key, entry in changes.items()} == {
        key: float(value) for key, value in inputs.items()
    }
    assert {entry.evidence.source for entry in changes.values()} == {"Simulation"}
    assert from_study(taken, "base", "P10 of the saving", inputs, "Simulation")[1] != slug


def test_a_hybrid_that_keeps_no_server_leaves_the_first_place_to_the_cloud() -> None:
    plan = untuned("startup")
    found = uncertainty(plan, "base", cases=500)
    assert (found.best, found.other) == ("cloud", "on_premises")
    assert found.present_value["hybrid"] == pytest.approx(found.present_value["cloud"])
    assert found.cheapest_at_end["hybrid"] == 0
    assert "costs the same" not in uncertainty_finding(plan, found)
    assert "less than on-premises" in uncertainty_finding(plan, found)


def test_one_option_alone_and_options_that_cost_the_same_are_said() -> None:
    plan = example().plan
    alone = uncertainty(plan, "base", ["cloud", "api", "hybrid"], cases=300)
    assert uncertainty_finding(plan, alone).startswith(
        "On-premises is the only option allowed; in 8 of 10 cases it costs £"
    )
    assert len(uncertainty_shown(plan, alone).tables) == 3
    blank = uncertainty(blank_plan(), "base", cases=300)
    assert uncertainty_finding(blank_plan(), blank) == "No option can be judged yet. Enter what is missing."
    assert influences(plan, "base", ["cloud", "api", "hybrid"]) == []
