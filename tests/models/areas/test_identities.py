"""What holds for any valid plan, drawn from the declarations: sums, scale, order, and one case as in a batch."""

import numpy as np
import pytest
from drawn_plans import AT_ONCE, Drawn, mended, plans
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from models.appraisal.results import wanted_keys
from models.areas.register import DECLARED, expanded
from models.plan.plan import Row, new_plan
from models.quantities.declaration import Kind, Value

OPTIONS = ("cloud", "on_premises", "hybrid")

few = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
"""Six drawn plans, 25 in the second tier; a failing one has hundreds of values and is shown as it was drawn, since
making it smaller takes minutes."""


@given(plans())
@few
def test_cost_lines_add_up_by_class_and_altogether_and_the_cumulative_is_their_sum(drawn: Drawn) -> None:
    for option in OPTIONS:
        costs = drawn.traced.costs(option)
        by_line = {
            line: found.sum(axis=0)
            for line, found in zip(costs, drawn.lines(*(line.key for line in costs)), strict=True)
        }
        summed = np.sum(list(by_line.values()), axis=0)
        size = float(np.sum([np.abs(found) for found in by_line.values()])) + 1
        for class_total in drawn.traced.appraisal.options[option].class_totals:
            own = [
                found for line, found in by_line.items() if class_total.key.endswith(line.cost_class.replace("-", "_"))
            ]
            assert np.allclose(drawn.lines(class_total.key)[0][0], np.sum(own, axis=0), rtol=1e-9, atol=1e-12 * size)
        result = drawn.result().options[option]
        monthly = drawn.lines(f"{option}.total.monthly")[0][0]
        assert np.allclose(monthly, summed, rtol=1e-9, atol=1e-12 * size)
        assert np.allclose(result.cumulative, np.cumsum(summed), rtol=1e-9, atol=1e-12 * size)
        assert result.total_cost == pytest.approx(summed.sum() - result.residual, rel=1e-9, abs=1e-12 * size)


@pytest.mark.long
@given(plans(timed=True))
@few
def test_when_it_is_paid_changes_no_sum_and_what_is_paid_adds_up_by_class(drawn: Drawn) -> None:
    at_once = {f"finance.{name}": value for name, value in AT_ONCE.items()}
    first = drawn.result(at_once).options
    for option, result in drawn.result().options.items():
        size = float(np.abs(result.cumulative).max()) + 1
        assert result.total_cost == pytest.approx(first[option].total_cost, rel=1e-9, abs=1e-11 * size)
        classes = [line.key for line in drawn.traced.appraisal.options[option].class_totals]
        paid, monthly = (
            np.sum([found[0] for found in drawn.lines(*keys)], axis=0)
            for keys in (classes, [f"{option}.total.monthly"])
        )
        assert np.allclose(paid, monthly, rtol=1e-9, atol=1e-12 * size)
        assert result.present_value + result.residual * drawn.lines("finance.end_factor")[0][0, 0] == pytest.approx(
            result.discounted[-1], rel=1e-9, abs=1e-11 * size
        )


@given(plans())
@few
def test_present_value_is_the_last_discounted_value_less_the_discounted_residual(drawn: Drawn) -> None:
    rate = float(drawn.lines("finance.nominal_rate")[0][0, 0])
    for option, result in drawn.result().options.items():
        left = result.residual / (1 + rate) ** (drawn.plan.structure.horizon / 12)
        size = float(np.abs(result.discounted).max()) + abs(left) + 1
        assert result.present_value == pytest.approx(result.discounted[-1] - left, rel=1e-9, abs=1e-11 * size), option


@given(plans())
@few
def test_no_line_is_ever_infinite_or_not_a_number(drawn: Drawn) -> None:
    keys = list(drawn.traced.lines)
    assert [key for key, found in zip(keys, drawn.lines(*keys), strict=True) if not np.isfinite(found).all()] == []


@pytest.mark.long
@given(plans(fixed={"place": "anywhere"}))
@few
def test_what_is_served_at_once_and_what_is_left_are_the_demand(drawn: Drawn) -> None:
    for option in ("on_premises", "hybrid"):
        own = f"demand.{option}_all.mean"
        (demanded,) = drawn.lines(own if own in drawn.traced.lines else "demand.all.mean")
        served, left = drawn.lines(f"{option}.own_interactive", f"{option}.left_mean")
        assert np.allclose(served + left, demanded, rtol=1e-9, atol=1e-9 * (1 + float(demanded.max()))), option


NOT_CALLED_ALONE = {"cloud_calls": False, "on_premises_calls": False, "hybrid_calls": False}


@given(plans(fixed={"place": "anywhere", "bridging": "cloud", **NOT_CALLED_ALONE}))
@few
def test_every_option_does_the_same_work_where_nothing_waits(drawn: Drawn) -> None:
    cloud, owned, hybrid = drawn.lines("cloud.served", "on_premises.served", "hybrid.served")
    for found in (owned, hybrid):
        assert np.allclose(found, cloud, rtol=1e-9, atol=1e-9 * (1 + float(cloud.max())))


@pytest.mark.long
@given(plans())
@few
def test_owned_servers_are_never_busier_than_they_can_be(drawn: Drawn) -> None:
    for option in ("on_premises", "hybrid"):
        able = f"{option}.able" if f"{option}.able" in drawn.traced.lines else f"{option}.in_use"
        busy, in_use, load = drawn.lines(f"{option}.own_busy", able, f"{option}.load")
        gpus = np.array(
            [[float(drawn.values[f"compute.pool.{pool}.server_gpus"])] for pool in drawn.plan.slugs["pool"]]
        )
        assert (busy <= in_use * gpus * (1 + 1e-9) + 1e-9).all()
        assert ((load >= 0) & (load <= 1 + 1e-9)).all()


@pytest.mark.long
@given(plans())
@few
def test_doubling_every_amount_of_money_doubles_every_cost_and_moves_no_crossover(drawn: Drawn) -> None:
    doubled = {
        key: 2 * float(drawn.values[key])
        for key, declared, _ in expanded(drawn.plan.slugs)
        if declared.unit.symbol.startswith("£")
    }
    assert "world.equal_within" in doubled
    assert len(doubled) > 10
    before, after = drawn.result(), drawn.result(doubled)
    for option, result in before.options.items():
        other = after.options[option]
        assert other.total_cost == pytest.approx(2 * result.total_cost, rel=1e-12)
        assert other.present_value == pytest.approx(2 * result.present_value, rel=1e-12)
        assert other.cumulative.tolist() == pytest.approx((2 * result.cumulative).tolist(), rel=1e-12)
    assert [(one.origin, one.to, one.basis) for one in after.crossovers] == [
        (one.origin, one.to, one.basis) for one in before.crossovers
    ]
    assert [one.month for one in after.crossovers] == pytest.approx([one.month for one in before.crossovers])
    assert (after.break_even_utilisation is None) == (before.break_even_utilisation is None)
    if before.break_even_utilisation is not None:
        assert after.break_even_utilisation == pytest.approx(before.break_even_utilisation)


@pytest.mark.long
@given(plans(), st.floats(1, 5))
@few
def test_a_higher_price_never_lowers_its_option(drawn: Drawn, factor: float) -> None:
    before = drawn.result().options
    for name, option in (("cloud_price", "cloud"), ("server_price", "on_premises"), ("tariff", "on_premises")):
        raised = {
            f"compute.pool.{pool}.{name}": factor * float(drawn.values[f"compute.pool.{pool}.{name}"])
            for pool in drawn.plan.slugs["pool"]
        }
        after = drawn.result(raised).options[option]
        for old, new in (
            (before[option].total_cost, after.total_cost),
            (before[option].present_value, after.present_value),
        ):
            assert new >= old - 1e-9 * (1 + abs(old)), name


@pytest.mark.long
@given(
    plans(
        fixed={
            "hybrid_servers": 0,
            "owned_servers": 0,
            "hybrid_commitment": True,
            "hybrid_terms": False,
            **NOT_CALLED_ALONE,
        }
    )
)
@few
def test_a_hybrid_that_keeps_nothing_is_the_cloud(drawn: Drawn) -> None:
    assume(all(drawn.values[f"workloads.workload.{row}.place"] != "inside" for row in drawn.plan.slugs["workload"]))
    cloud, hybrid = drawn.lines("cloud.total.monthly", "hybrid.total.monthly")
    assert np.allclose(hybrid, cloud, rtol=1e-9, atol=1e-9)


def varied(drawn: Drawn, seed: int) -> dict[str, Value]:
    """Return the values with every number drawn anew, choices as they are."""
    chance = np.random.default_rng(seed)
    values = dict(drawn.values)
    for key, declared, _ in expanded(drawn.plan.slugs):
        if declared.numeric and declared.plausible and key not in {"finance.horizon", "finance.pound_rate"}:
            found = float(chance.uniform(*declared.plausible))
            values[key] = round(found) if declared.kind is Kind.INTEGER else found
    return mended(values, drawn.plan.slugs)


@pytest.mark.parametrize(
    ("shape", "cases"),
    # Few and many at once take different ways through the months, and 600 are worked on in several blocks.
    [
        pytest.param((2, 1, 60), 2, marks=pytest.mark.long),
        pytest.param((2, 1, 60), 12, marks=pytest.mark.long),
        pytest.param((2, 1, 60), 13, marks=pytest.mark.long),
        pytest.param((1, 1, 24), 600, marks=pytest.mark.long),
        pytest.param((3, 2, 36), 2, marks=pytest.mark.long),
        pytest.param((3, 2, 36), 6, marks=pytest.mark.long),
        ((3, 2, 36), 7),
        pytest.param((3, 2, 36), 40, marks=pytest.mark.long),
    ],
)
def test_a_case_alone_is_the_same_in_a_batch(shape: tuple[int, int, int], cases: int) -> None:
    @given(plans(shape), st.integers(0, 2**32))
    @settings(few, max_examples=5)
    def each_case(drawn: Drawn, seed: int) -> None:
        traced, keys = drawn.traced, wanted_keys(drawn.traced)
        all_values = [varied(drawn, seed + number) for number in range(cases)]
        moving = [key for key, value in all_values[0].items() if any(values[key] != value for values in all_values)]
        batch = traced.evaluate(
            {**all_values[0], **{key: np.array([float(values[key]) for values in all_values]) for key in moving}}, keys
        )
        for number in {0, 1, cases // 2, cases - 1}:
            alone = traced.evaluate(all_values[number], keys)
            for key in keys:
                expected, together = alone.rows(key)[:, :, 0], batch.rows(key)
                column = together[:, :, number] if together.shape[-1] > 1 else together[:, :, 0]
                most = float(np.abs(expected).max())
                # what is left of a difference of equals is as large as their last digits
                least = 1e-12 * most if most > _LAST_DIGITS else _LAST_DIGITS
                assert np.allclose(column, expected, rtol=1e-12, atol=least), (key, number)

    each_case()


_LAST_DIGITS = 1e-6


@pytest.mark.long
@given(plans())
@settings(few, max_examples=10)
def test_a_line_is_the_same_whatever_else_is_asked_for(drawn: Drawn) -> None:
    keys = list(drawn.traced.lines)
    together = dict(zip(keys, drawn.lines(*keys), strict=True))
    largest = max(float(np.abs(together[f"{option}.total.cumulative"]).max()) for option in OPTIONS)
    for key in wanted_keys(drawn.traced):
        noise = (
            1e-9 * (1 + float(np.abs(together[key]).max())) + 1e-14 * largest
        )  # a difference of two large sums has their noise
        assert np.allclose(drawn.lines(key)[0], together[key], rtol=1e-9, atol=noise), key


def test_plans_are_drawn_from_every_declared_input() -> None:
    drawn = new_plan("Drawn", {"workload": (Row("w0", "Workload"),), "pool": (Row("p0", "Pool"),)})
    assert {drawn.declaration(key).key for key in drawn.entries} == set(DECLARED)
