"""Draws against the closed forms of their distributions, and what one draw may depend on."""

from dataclasses import replace

import numpy as np
import pytest
from earlier import example
from hypothesis import given
from hypothesis import strategies as st

from models.plan.distributions import Shape
from models.plan.plan import Entry, Evidence, EvidenceKind
from models.studies.sampling import Distribution, Drawn, Uncertain, columns, parts, struck, uncertain_inputs
from models.studies.uncertainty import Sampler

CASES = 20_000
FREE = (-1e9, 1e9)
PRICE = "compute.pool.h100.cloud_price"


def drawn(shape: Shape, low: float, value: float, high: float, bounds: tuple[float, float] = FREE) -> np.ndarray:
    return Distribution(shape, low, value, high, bounds).quantile(parts("any", CASES))


def test_each_shape_has_the_mean_and_the_spread_of_its_formula() -> None:
    # uniform 2..8: mean 5, variance 36/12. triangular 0, 3, 9: mean 4, variance (0+9+81-0-0-27)/18 = 3.5.
    # PERT 0, 3, 9: mean (0+12+9)/6 = 3.5, alpha 1+4/3, beta 1+8/3: variance (3.5-0)(9-3.5)/7 = 2.75
    for shape, ends, mean, variance in (
        (Shape.UNIFORM, (2.0, 5.0, 8.0), 5.0, 3.0),
        (Shape.TRIANGULAR, (0.0, 3.0, 9.0), 4.0, 3.5),
        (Shape.PERT, (0.0, 3.0, 9.0), 3.5, 2.75),
    ):
        found = drawn(shape, *ends)
        assert found.mean() == pytest.approx(mean, abs=2e-4)
        assert found.var() == pytest.approx(variance, rel=1e-3)
        assert ends[0] <= found.min()
        assert found.max() <= ends[2]


def test_a_tenth_of_a_normal_lies_below_its_low_end_and_a_tenth_above_its_high_one() -> None:
    found = drawn(Shape.NORMAL, 10.0, 15.0, 20.0)
    assert (found < 10).mean() == pytest.approx(0.1, abs=1e-4)
    assert (found > 20).mean() == pytest.approx(0.1, abs=1e-4)
    assert found.std() == pytest.approx(10 / (2 * 1.2815515655), rel=1e-3)
    ratios = drawn(Shape.LOGNORMAL, 1.0, 10.0, 100.0)
    assert (ratios < 1).mean() == pytest.approx(0.1, abs=1e-4)
    assert np.median(ratios) == pytest.approx(10.0, rel=1e-3)


def test_draws_are_truncated_not_piled_up_at_the_bounds() -> None:
    found = drawn(Shape.NORMAL, 0.0, 0.5, 1.0, (0.0, 1.0))
    assert 0.0 <= found.min() < 0.001
    assert (found == 0.0).sum() == 0
    assert found.mean() == pytest.approx(0.5, abs=1e-3)


def test_a_hypercube_has_one_case_in_every_stratum() -> None:
    strata = np.sort(np.floor(parts("any", 1_000) * 1_000).astype(int))
    assert (strata == np.arange(1_000)).all()


def test_a_draw_depends_on_its_own_key_alone() -> None:
    plan = example().plan
    inputs = uncertain_inputs(plan, "base")
    few, all_of_them = columns(inputs[:3], 500), columns(inputs, 500)
    assert all((few[key] == all_of_them[key]).all() for key in few)
    assert (parts("a", 500) != parts("b", 500)).any()
    assert (parts("a", 500, block=1) != parts("a", 500)).any()
    assert (parts("a", 500, seed=1) != parts("a", 500)).any()
    assert (parts("a", 500) == parts("a", 500)).all()


def test_members_of_a_group_correlate_by_the_product_of_their_correlations() -> None:
    first, second, against, alone = (
        parts(key, CASES, group="power", correlation=one)
        for key, one in (("a", 0.9), ("b", 0.8), ("c", -0.8), ("d", 0.0))
    )
    # ranks of a Gaussian copula: (6/pi) asin(r/2); r = 0.72 gives 0.7033
    assert np.corrcoef(first, second)[0, 1] == pytest.approx(6 / np.pi * np.arcsin(0.72 / 2), abs=0.02)
    assert np.corrcoef(first, against)[0, 1] == pytest.approx(-6 / np.pi * np.arcsin(0.72 / 2), abs=0.02)
    assert np.corrcoef(first, alone)[0, 1] == pytest.approx(0.0, abs=0.03)
    assert np.array_equal(np.sort(np.floor(first * CASES).astype(int)), np.arange(CASES))


def test_whole_numbers_are_drawn_whole_and_a_risk_strikes_or_does_not() -> None:
    plan = example().plan
    lead = next(one for one in uncertain_inputs(plan, "base") if one.key == "compute.pool.h100.lead")
    assert set(np.unique(lead.column(2_000))) <= set(range(2, 10))
    found = struck("risk", 0.3, 10_000)
    assert set(np.unique(found)) == {0.0, 1.0}
    assert found.mean() == pytest.approx(0.3, abs=1e-4)


def test_a_value_outside_what_is_usual_is_drawn_about_itself() -> None:
    """Bank: 250 million requests a month, where 0.2 to 5 million are usual, were certain: nothing else was surer.

    5 million is 25 times 0.2: five times to either side; about the value lies what is as far below it as above.
    """
    plan = example("bank").plan
    requests = next(one for one in uncertain_inputs(plan, "base") if one.key.endswith("screening.requests"))
    spread = requests.distribution
    assert (spread.low, spread.value, spread.high) == (pytest.approx(50e6), 250e6, pytest.approx(450e6))
    none_at_all = plan.with_entry("base", requests.key, Entry(0.0))
    assert requests.key not in {one.key for one in uncertain_inputs(none_at_all, "base")}


def test_a_range_of_evidence_is_drawn_as_it_is_and_a_declared_one_evenly_about_the_value() -> None:
    plan = example().plan
    quoted = plan.with_entry(
        "base", PRICE, Entry(9.0, Evidence(EvidenceKind.QUOTE, low=8.0, high=12.0, shape="uniform"))
    )
    (one,) = (one for one in uncertain_inputs(quoted, "base") if one.key == PRICE)
    assert (one.distribution.shape, one.distribution.low, one.distribution.high) == (Shape.UNIFORM, 8.0, 12.0)
    plain = plan.with_entry("base", PRICE, Entry(5.0))
    (one,) = (one for one in uncertain_inputs(plain, "base") if one.key == PRICE)
    assert (one.distribution.low, one.distribution.high) == (4.0, 6.0)


def test_what_is_certain_decided_or_switched_off_is_not_drawn() -> None:
    plan = example().plan
    entry = plan.entries[PRICE]
    certain = plan.with_entry("base", PRICE, replace(entry, evidence=replace(entry.evidence, shape="fixed")))
    keys = {one.key for one in Sampler(certain, "base").inputs}
    assert PRICE not in keys
    assert "compute.pool.h100.hybrid_servers" not in keys
    assert "cost_management.bill_factor" not in keys
    assert "compute.pool.h100.committed_one_year" not in keys
    assert "workloads.workload.assistant.runs" not in keys
    said = plan.with_entry(
        "base",
        "cost_management.bill_factor",
        Entry(1.2, Evidence(EvidenceKind.ASSUMPTION, low=1.0, high=2.0, shape="pert")),
    )
    assert "cost_management.bill_factor" in {one.key for one in Sampler(said, "base").inputs}


@given(st.sampled_from(list(Shape)), st.floats(0.01, 100), st.floats(0, 1), st.floats(0.01, 100))
def test_quantiles_rise_and_stay_within_the_bounds(shape: Shape, low: float, turn: float, width: float) -> None:
    one = Uncertain(
        "a",
        example().plan.declaration(PRICE),
        Distribution(shape, low, low + turn * width, low + width, (0.0, low + 2 * width)),
    )
    found = one.distribution.quantile(np.linspace(0.0005, 0.9995, 200))
    assert np.isfinite(found).all()
    assert (np.diff(found) >= 0).all()
    assert found.min() >= 0
    assert found.max() <= low + 2 * width


def test_what_was_drawn_before_is_shared_by_what_did_not_move_and_by_nothing_else() -> None:
    plan = example("insurer").plan
    known = uncertain_inputs(plan, "base")
    before: Drawn = {}
    first = Sampler(plan, "base", 7, known).draw(50, before=before)
    # all of the pool is drawn anew where its price is another
    moved = plan.with_entry("base", PRICE, replace(plan.entry("base", PRICE), value=20.0))
    again = Sampler(moved, "base", 7, known, [PRICE]).draw(50, before=before)
    alone = Sampler(moved, "base", 7).draw(50)
    assert again.keys() == alone.keys()
    assert all(np.array_equal(column, alone[key]) for key, column in again.items())
    assert not np.array_equal(again[PRICE], first[PRICE])
    others = [key for key in first if not key.startswith(("compute.", "risks."))]
    assert others
    assert all(again[key] is first[key] for key in others)
