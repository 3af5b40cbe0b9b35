"""The worth of knowing: against closed forms, nested simulation and inputs that have nothing to do with it."""

import json
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from earlier import example
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import BSpline

from desktop.cli import main
from models.appraisal.decided import decided
from models.appraisal.line_keys import OptionLine
from models.exhibits.every_study import STUDIES, Asked
from models.rules.decisions import judged
from models.studies.information import (
    DEGREE,
    KNOTS,
    Information,
    basis_of,
    information,
    partial_information,
    perfect_information,
)
from models.studies.uncertainty import Sampler, no_double

INSURER = example("insurer").plan
CASES = 10_000


def closed_form(mean: float, spread: float) -> float:
    """Return the worth of knowing the difference of two options that is normal: σ·(φ(μ/σ) − |μ|/σ·Φ(−|μ|/σ))."""
    z = abs(mean) / spread
    return spread * (NormalDist().pdf(z) - z * NormalDist().cdf(-z))


@pytest.mark.parametrize(("mean", "spread"), [(0.0, 1.0), (1.0, 1.0), (-2.0, 1.5)])
def test_two_options_with_a_normal_difference_have_a_closed_form(mean: float, spread: float) -> None:
    # Knowing what makes up all of the difference is worth as much as knowing everything; half of its variance is worth
    # the closed form at the spread of that half.
    random = np.random.default_rng(7)
    half, rest = (random.normal(0, spread / np.sqrt(2), CASES) for _ in range(2))
    costs = np.stack([np.zeros(CASES), mean + half + rest])
    value, error = perfect_information(costs)
    assert value == pytest.approx(closed_form(mean, spread), abs=4 * error)
    value, error = partial_information(costs, basis_of([half]))
    assert value == pytest.approx(closed_form(mean, spread / np.sqrt(2)), abs=4 * error)
    value, error = partial_information(costs, basis_of([half, rest]))
    assert value == pytest.approx(closed_form(mean, spread), rel=0.05, abs=4 * error)


def test_the_splines_are_those_of_scipy() -> None:
    draws = np.random.default_rng(3).random(500)
    places = (draws.argsort().argsort() + 0.5) / draws.size
    ends = np.concatenate([np.zeros(DEGREE), np.linspace(0, 1, KNOTS + 2), np.ones(DEGREE)])
    splines: Any = BSpline
    theirs = splines.design_matrix(places, ends, DEGREE)
    assert basis_of([draws]) == pytest.approx(theirs.toarray(), abs=1e-14)


def test_thirty_inputs_that_have_nothing_to_do_with_it_are_worth_nothing() -> None:
    random = np.random.default_rng(11)
    costs = np.stack([np.zeros(CASES), random.normal(20_000, 500_000, CASES)])
    limit = NormalDist().inv_cdf(1 - (1 - NormalDist().cdf(2)) / 30)
    found = [partial_information(costs, basis_of([random.random(CASES)])) for _ in range(30)]
    assert [one for one in found if one[0] > limit * one[1] > 0] == []


def test_a_product_of_two_is_seen_where_they_are_known_together() -> None:
    # neither sign alone says which option is cheaper: knowing both is worth half of the mean absolute product
    random = np.random.default_rng(13)
    first, second = random.uniform(-1, 1, (2, CASES))
    costs = np.stack([np.zeros(CASES), first * second])
    alone, error = partial_information(costs, basis_of([first]))
    assert alone <= 3 * error
    together, error = partial_information(costs, basis_of([first, second]))
    assert together == pytest.approx(0.25 / 2, abs=4 * error)


def test_an_input_of_two_values_has_a_mean_for_each() -> None:
    # it strikes in a quarter of the cases and costs 4 then; the other option costs 2 always: 0.25 × (4 − 2) is saved
    struck = (np.arange(CASES) % 4 == 0).astype(float)
    costs = np.stack([4 * struck, np.full(CASES, 2.0)])
    value, _ = partial_information(costs, basis_of([struck]))
    assert value == pytest.approx(0.5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 4), st.floats(-3, 3))
def test_worth_is_never_below_nothing_nor_above_that_of_knowing_everything(
    seed: int, options: int, lean: float
) -> None:
    random = np.random.default_rng(seed)
    column = random.normal(size=400)
    costs = random.normal(size=(options, 400)) + np.linspace(0, lean, options)[:, None] * column
    value, _ = partial_information(costs, basis_of([column]))
    assert 0 <= value <= perfect_information(costs)[0]


def test_the_insurer_should_ask_about_trends_before_all_else() -> None:
    case = judged(INSURER, "base")
    found = information(INSURER, "base", [option.key for option in case.allowed()])
    assert {one.key for one in found.measurable} == {"finance.api_trend", "finance.cloud_trend"}
    assert all(one.value <= found.perfect for one in found.worths)


@pytest.mark.long
def test_nested_simulation_gives_the_same_worth() -> None:
    # 64 values of one input, each with the same 2,000 cases of all others
    key, options = "finance.api_trend", ["on_premises", "cloud", "hybrid", "api"]
    lines = [OptionLine.COMPARED.of(option) for option in options]
    ground, drawn = decided(INSURER, "base"), Sampler(INSURER, "base").draw(2_000)
    column = np.sort(Sampler(INSURER, "base").draw(6_400)[key])[50::100]
    means: list[list[float]] = []
    for value in column:
        given_it = {**no_double(INSURER, "base"), **drawn, key: np.full(2_000, value)}
        figures = ground.evaluate(given_it, lines)
        means.append([float(figures.arrays[line].mean()) for line in lines])
    costs = np.array(means)
    nested = costs.mean(axis=0).min() - costs.min(axis=1).mean()
    found = information(INSURER, "base", options)
    worth = next(one for one in found.worths if one.key == key)
    assert worth.value == pytest.approx(nested, abs=4 * worth.error)


def test_with_one_option_there_is_nothing_to_know() -> None:
    shown = STUDIES["worth"](example("hospital").plan, "base", Asked(), None)
    assert "there is nothing to decide that more knowledge could change" in shown.finding
    assert isinstance(shown.behind, Information)
    assert shown.behind.perfect == 0


def test_the_command_tells_worth_in_pounds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "plan.boardcase")
    assert main(["new", path]) == 0
    assert main(["worth", path, "--json"]) == 0
    found = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert found["inputs"][0]["key"] == "finance.cloud_trend"
    assert found["finding"].startswith("Knowing “Cloud GPU price change” before deciding is worth £")
    assert main(["worth", path, "--cases", "7"]) == 1
    assert "--cases 7: expected" in capsys.readouterr().err
