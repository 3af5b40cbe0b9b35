"""Features: a plan without them gives every figure that the whole model gives."""

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from desktop.storage import examples
from models.appraisal.in_use import features_showing, inputs_shown, rows_in_use
from models.appraisal.model import model
from models.areas.features import EVERY, FEATURES, tokens_without
from models.formula.operation import FormulaError
from models.plan.feature_switch import FeatureError, changing_scenarios, with_feature, without_feature
from models.plan.plan import Entry, Plan, blank_plan

SPARES = "compute.pool.h100.spares"


WHOLE = "cloud.total.cumulative"


def differing(plan: Plan, without: Iterable[str]) -> list[str]:
    """Return the lines that differ in any scenario where some features are left out of the whole model."""
    whole = model(replace(plan.structure, closed=frozenset()))
    lean = model(replace(plan.structure, closed=tokens_without(EVERY - set(without))))
    keys = [key for key in whole.lines if key in lean.lines]
    found = set(lean.lines) - set(whole.lines)
    for scenario in plan.scenarios:
        values = plan.values(scenario.slug)
        expected, told = whole.evaluate(values, keys), lean.evaluate(values, keys)
        for key in keys:
            one, other = np.broadcast_arrays(expected[key], told[key])
            # what two options return on each other is a small difference of their whole costs
            least = float(np.max(np.abs(expected[WHOLE]))) if key.startswith("returns.") else 1e3
            if one.size and np.max(np.abs(one - other)) > 1e-12 * max(least, float(np.max(np.abs(one)))):
                found.add(key)
    return sorted(found)


@pytest.mark.parametrize("name", examples.names())
def test_what_an_example_does_not_use_changes_no_line_of_it(name: str) -> None:
    plan = examples.example(name).plan
    assert len(EVERY - plan.features) > 30
    assert differing(plan, EVERY - plan.features) == []


@pytest.mark.long
def test_every_feature_can_be_left_out_alone() -> None:
    plan = examples.example("insurer").plan
    assert [one.slug for one in FEATURES if one.slug not in plan.features and differing(plan, [one.slug])] == []


@pytest.mark.long
def test_any_two_features_can_be_left_out_together() -> None:
    plan = examples.example("insurer").plan
    off = [one.slug for one in FEATURES if one.slug not in plan.features]
    some = random.Random(16).sample(list(combinations(off, 2)), 400)
    assert [two for two in some if differing(plan, two)] == []


def test_a_gate_closes_at_nothing_one_or_no() -> None:
    for feature in FEATURES:
        for gate in feature.gates:
            if gate.value:
                assert gate.value in {one.value for one in gate.declared.choices}
            else:
                assert gate.declared.neutral in {0, 1}, gate.key
    assert len({one.slug for one in FEATURES}) == len({one.title for one in FEATURES}) == len(FEATURES)


def test_a_model_refuses_values_that_use_what_it_is_traced_without() -> None:
    plan = examples.example("insurer").plan
    lean = model(plan.structure)
    wanted = ["on_premises.total.present_value"]
    for spares in (1, np.array([0.0, 1.0])):
        with pytest.raises(FormulaError, match=r"compute\.pool\.h100\.spares"):
            lean.evaluate({**plan.values("base"), SPARES: spares}, wanted)
    with pytest.raises(FormulaError, match=r"compute\.pool\.h100\.spares"):
        lean.check({SPARES: 1})  # whatever else is closed and has no value here
    more = model(plan.structure_for({SPARES: 1})).evaluate({**plan.values("base"), SPARES: 1}, wanted)
    assert more.number(wanted[0]) > lean.evaluate(plan.values("base"), wanted).number(wanted[0])


def test_turning_on_moves_no_figure_and_shows_the_inputs() -> None:
    plan = examples.example("insurer").plan
    on = with_feature(plan, "dearer_regions")
    key = "compute.pool.*.dearer_premium"
    assert key not in inputs_shown(plan)
    assert key in inputs_shown(on)
    assert [one.slug for one in features_showing(plan, key)] == ["dearer_regions"]
    assert features_showing(on, key) == []
    assert on.entries == plan.entries
    assert without_feature(on, "dearer_regions") == plan


def test_a_value_turns_its_feature_on_and_stays_on_when_it_returns() -> None:
    plan = examples.example("insurer").plan
    used = plan.with_entry("base", SPARES, Entry(1))
    assert used.features - plan.features == {"spares"}
    assert used.features_unused == frozenset()
    back = used.with_entry("base", SPARES, Entry(0))
    assert back.features == used.features
    assert back.features_unused == {"spares"}


def test_turning_off_takes_the_values_of_every_scenario_back() -> None:
    plan = examples.example("insurer").plan
    used = plan.with_entry("base", SPARES, Entry(1)).with_entry("quiet", SPARES, Entry(2))
    assert changing_scenarios(used, "spares") == [plan.scenario("quiet").name]
    off = without_feature(used, "spares")
    assert off.values("quiet") == plan.values("quiet")
    assert off.features == plan.features
    with pytest.raises(FeatureError, match="Kind"):
        without_feature(plan, "runs")


def test_a_range_uses_a_feature_though_its_value_does_not() -> None:
    plan = examples.example("insurer").plan
    entry = plan.entries[SPARES]
    ranged = replace(entry, evidence=replace(entry.evidence, low=0.0, high=2.0))
    assert "spares" in plan.with_entry("base", SPARES, ranged).features


def test_rows_that_nobody_took_are_left_out_and_a_table_keeps_one() -> None:
    plan = examples.example("insurer").plan
    left = rows_in_use(plan)
    assert [row.slug for row in left.rows["tool"]] == ["atlas", "mlflow", "prometheus", "grafana"]
    assert left.rows["workload"] == plan.rows["workload"]
    taken = plan.with_entry("quiet", "operations.tool.feast.active", Entry(value=True))
    assert "feast" in [row.slug for row in rows_in_use(taken).rows["tool"]]
    assert len(rows_in_use(blank_plan()).rows["tool"]) == 1
