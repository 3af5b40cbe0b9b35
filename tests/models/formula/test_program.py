"""Evaluation: operators at their limits, batches against single cases, the rewritten graph against the plain one."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.storage.examples import example
from models.appraisal.model import model
from models.appraisal.results import wanted_keys
from models.areas.features import EVERY
from models.areas.register import expanded
from models.formula import program
from models.formula.incremental import Incremental
from models.formula.node import (
    ONE,
    ZERO,
    Line,
    Node,
    ahead,
    ceiling,
    compounded,
    cumulative,
    held,
    lag,
    over_time,
    present_value,
    previous,
    ratio,
    where,
    within_unit,
)
from models.formula.program import Program, Results
from models.formula.trace import Area, Structure, Trace, declare
from models.quantities import units
from models.quantities.declaration import Kind
from models.quantities.declaring import constant, integer, quantity


class Toy(Area):
    name = "toy"
    title = "Toy"

    rate = quantity("Rate", units.NUMBER, default=0, bounds=(-1, 10), help="h", source="s")
    lead = integer("Lead", units.MONTH, default=1, bounds=(0, 12), help="h", source="s")
    life = integer("Life", units.MONTH, default=3, bounds=(1, 12), help="h", source="s")
    tolerance = constant("Tolerance", units.NUMBER, value=1e-9, help="h", source="s")


declare(Toy)
HORIZON = 12


def toy() -> tuple[Trace, Toy]:
    trace = Trace(Structure({"workload": ("a",), "pool": ("p",)}, HORIZON))
    return trace, Toy(trace)


def run(trace: Trace, lines: Sequence[Line], **values: float | NDArray[np.float64]) -> Results:
    inputs = {"toy.rate": 0.0, "toy.lead": 1.0, "toy.life": 3.0, "toy.tolerance": 1e-9} | {
        f"toy.{k}": v for k, v in values.items()
    }
    return Program(trace.structure, lines).evaluate(inputs, lines)


def monthly(found: Results, line: Line) -> list[float]:
    return found.monthly(line.key)[:, 0].tolist()


def named(trace: Trace, key: str, formula: Node) -> Line:
    return trace.line(key, key, units.NUMBER, formula)


def test_a_running_total_is_the_sum_so_far() -> None:
    trace, _ = toy()
    line = named(trace, "sum", cumulative(trace.month))
    assert monthly(run(trace, [line]), line) == [0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 66, 78]


def test_a_running_product_starts_at_one_in_month_0_or_1() -> None:
    trace, data = toy()
    prices, volumes = (
        named(trace, "prices", compounded(1 + data.rate, ZERO)),
        named(trace, "volumes", compounded(1 + data.rate, ONE)),
    )
    found = run(trace, [prices, volumes], rate=1.0)
    assert monthly(found, prices)[:4] == [1, 2, 4, 8]
    assert monthly(found, volumes)[:4] == [1, 1, 2, 4]


def test_looking_back_and_ahead_at_the_ends() -> None:
    trace, data = toy()
    line = named(trace, "line", trace.month + 1)
    before, back, on = (
        named(trace, "before", previous(line)),
        named(trace, "back", lag(line, data.lead)),
        named(trace, "on", ahead(line, data.lead)),
    )
    found = run(trace, [before, back, on], lead=4.0)
    assert monthly(found, before) == [0, *range(1, 13)]
    assert monthly(found, back) == [0, 0, 0, 0, *range(1, 10)]
    assert monthly(found, on) == [*range(5, 14), 13, 13, 13, 13]
    assert monthly(run(trace, [back], lead=0.0), back) == list(range(1, 14))


def test_looking_back_by_a_number_that_differs_between_cases() -> None:
    trace, data = toy()
    line = named(trace, "line", trace.month + 1)
    back = named(trace, "back", lag(line, data.lead))
    leads = np.tile(np.arange(0.0, 13.0), 20)
    found = run(trace, [back], lead=leads).monthly("back")
    for case, months in enumerate(leads):
        assert found[:, case].tolist() == [max(0.0, m - months + 1) for m in range(HORIZON + 1)]


def test_what_was_held_is_the_value_of_the_last_flag() -> None:
    trace, data = toy()
    flag = named(trace, "flag", (trace.month >= data.lead) * (trace.month <= data.life))
    line = named(trace, "held", held(named(trace, "value", trace.month * trace.month), flag))
    assert monthly(run(trace, [line], lead=2.0, life=4.0), line) == [0, 0, 4, 9, 16, 16, 16, 16, 16, 16, 16, 16, 16]


def test_a_ceiling_forgives_what_running_products_add() -> None:
    trace, data = toy()
    line = named(trace, "whole", ceiling(data.rate * 1, data.tolerance))
    for value, whole in ((10.00000000000001, 10), (10.1, 11), (0.0, 0), (-3.0, 0), (0.1 * 3 / 0.1, 3)):
        assert run(trace, [line], rate=value).number("whole") == whole


def test_a_quotient_by_zero_is_zero() -> None:
    trace, data = toy()
    line = named(trace, "quotient", ratio(1, data.rate))
    assert run(trace, [line], rate=0.0).number("quotient") == 0
    assert run(trace, [line], rate=np.array([0.0, 2.0])).arrays["quotient"].reshape(-1).tolist() == [0.0, 0.5]


def test_choice_by_flag_and_holding_between_zero_and_one() -> None:
    trace, data = toy()
    chosen = named(trace, "chosen", where(trace.month > data.lead, 1, data.rate))
    kept = named(trace, "kept", within_unit(data.rate * 1))
    found = run(trace, [chosen, kept], rate=7.0, lead=1.0)
    assert monthly(found, chosen)[:3] == [7, 7, 1]
    assert found.number("kept") == 1


def test_present_value_does_not_discount_month_0() -> None:
    trace, data = toy()
    line = named(trace, "flow", trace.month * 0 + 1)
    value = named(trace, "value", present_value(line, data.rate * 1))
    assert run(trace, [value], rate=1.0).number("value") == pytest.approx(2 - 0.5**HORIZON)
    assert run(trace, [value], rate=0.0).number("value") == HORIZON + 1


def test_lines_that_look_back_at_each_other() -> None:
    trace, data = toy()
    wanted = named(trace, "wanted", trace.month * 0 + data.rate)
    retired = trace.declared("retired", "Retired", units.NUMBER, like=wanted)
    bought = trace.declared("bought", "Bought", units.NUMBER, like=wanted)
    stock = trace.declared("stock", "Stock", units.NUMBER, like=wanted)
    retired.define(lag(bought, data.life))
    bought.define(wanted - previous(stock) + retired)
    stock.define(previous(stock) + bought - retired)
    total_bought = named(trace, "total", over_time(bought))
    one = run(trace, [bought, stock, total_bought], rate=2.0, life=5.0)
    assert monthly(one, bought) == [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0]
    assert set(monthly(one, stock)) == {2.0}
    lives = np.tile(np.arange(1.0, 13.0), 5)
    many = run(trace, [total_bought], rate=2.0, life=lives).arrays["total"].reshape(-1)
    assert many.tolist() == [2 * (1 + HORIZON // life) for life in lives.astype(int)]


def _drawn(
    plan_cases: int, seed: int, integers: bool = True
) -> tuple[dict[str, object], dict[str, NDArray[np.float64]]]:
    plan = example().plan
    random = np.random.default_rng(seed)
    varying: dict[str, NDArray[np.float64]] = {}
    for key, declared, _ in expanded(plan.slugs):
        if (
            declared.numeric
            and declared.plausible
            and declared.scenario_may_change
            and (integers or declared.kind is not Kind.INTEGER)
        ):
            low, high = declared.plausible
            values = random.uniform(low, high, plan_cases)
            varying[key] = (np.round(values) if declared.kind is Kind.INTEGER else values).clip(*declared.bounds)
    return dict(plan.values("base")), varying


@pytest.mark.long
def test_one_case_alone_equals_the_same_case_inside_ten_thousand() -> None:
    plan = example().plan.keeping_on(EVERY)
    traced = model(plan.structure)
    keys = [
        "cloud.total.cumulative",
        "on_premises.total.cumulative",
        "hybrid.total.cumulative",
        "pair.cloud.hybrid.discounted.month",
        "unit.break_even_utilisation",
    ]
    values, varying = _drawn(10_000, 4)
    batch = traced.evaluate({**values, **varying}, keys)  # type: ignore[dict-item]
    for case in (0, 1, 255, 256, 5_000, 9_983, 9_999):
        alone = traced.evaluate({**values, **{key: float(drawn[case]) for key, drawn in varying.items()}}, keys)  # type: ignore[dict-item]
        for key in keys:
            np.testing.assert_allclose(batch[key][..., case], alone[key][..., 0], rtol=1e-12, atol=1e-9)


@pytest.mark.long
def test_the_rewritten_graph_gives_what_the_plain_one_gives() -> None:
    plan = example().plan.keeping_on(EVERY)
    traced = model(plan.structure)
    lines = [traced.lines[key] for key in wanted_keys(traced)]
    values, varying = _drawn(300, 9)
    plain = Program(traced.structure, lines, collect=False).evaluate({**values, **varying}, lines)  # type: ignore[dict-item]
    collected = Program(traced.structure, lines).evaluate({**values, **varying}, lines)  # type: ignore[dict-item]
    for line in lines:
        if line.unit.dimension.startswith("money"):
            scale = np.abs(plain["cloud.total.cumulative"]).max()
            np.testing.assert_allclose(collected[line.key], plain[line.key], rtol=1e-12, atol=1e-12 * scale)


def test_two_pools_and_many_workloads_evaluate_in_batches_as_alone() -> None:
    from models.plan.plan import Entry, Row, new_plan

    rows = {"workload": tuple(Row(f"w{i}", f"W{i}") for i in range(5)), "pool": (Row("p", "P"), Row("q", "Q"))}
    plan = new_plan("Two pools", rows)
    for i in range(5):
        plan = plan.with_entry("base", f"workloads.workload.w{i}.pool", Entry("pq"[i % 2])).with_entry(
            "base", f"workloads.workload.w{i}.requests", Entry(1e6 * (i + 1))
        )
    traced = model(plan.structure)
    keys = ["hybrid.total.cumulative", "on_premises.total.present_value"]
    growth = np.linspace(0.0, 0.5, 70)
    batch = traced.evaluate(
        {
            **plan.values("base"),
            "workloads.workload.w1.growth": growth,
            "compute.pool.q.life": np.tile([30.0, 48.0], 35),
        },
        keys,
    )
    for case in (0, 33, 69):
        alone = traced.evaluate(
            {
                **plan.values("base"),
                "workloads.workload.w1.growth": growth[case],
                "compute.pool.q.life": [30, 48][case % 2],
            },
            keys,
        )
        for key in keys:
            np.testing.assert_allclose(batch[key][..., case], alone[key][..., 0], rtol=1e-12)


def test_working_out_only_what_an_edit_touches_gives_the_whole_result() -> None:
    plan = example().plan.keeping_on(EVERY)
    traced = model(plan.structure)
    keys = wanted_keys(traced)
    lines = [traced.lines[key] for key in keys]
    incremental = Incremental(traced.program(keys), lines)
    values = dict(plan.values("base"))
    edits: list[tuple[str, object]] = [
        ("compute.pool.h100.cloud_price", 7.0),
        ("compute.pool.h100.cloud_price", 9.0),
        ("compute.pool.h100.lead", 6),
        ("compute.pool.h100.site", "own_room"),
        ("compute.pool.h100.site", "own_room"),
        ("workloads.workload.training.active", False),
        ("compute.pool.h100.cloud_price", 5.0),
    ]
    for key, value in edits:
        values[key] = value  # type: ignore[assignment]
        quick, whole = incremental.evaluate(values), traced.evaluate(values, keys)
        for line in keys:
            np.testing.assert_allclose(quick[line], whole[line], rtol=1e-12, atol=1e-6)


@pytest.mark.parametrize("cases", [1_200, 3_000])
def test_several_cores_give_the_bits_of_one(cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As numpy works cases out, and as machine code does."""
    plan = example().plan
    keys = ["on_premises.total.cumulative", "value.cloud.compared"]
    prices = {"compute.pool.h100.cloud_price": np.linspace(1, 20, cases)}
    monkeypatch.setattr(program, "WORTH_A_CORE", 40)
    found: list[list[bytes]] = []
    for cores in (1, 3):
        monkeypatch.setattr(program, "CORES", cores)
        batch = model(plan.structure).evaluate({**plan.values("base"), **prices}, keys)
        found.append([batch[key].tobytes() for key in keys])
    assert found[0] == found[1]


@pytest.mark.parametrize(("cases", "blocks"), [(900, 2), (1_500, 3), (400, 1)])
def test_a_core_gets_no_fewer_cases_than_are_worth_it(cases: int, blocks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 at least of a small plan: 900 are two cores' work, though three are there."""
    monkeypatch.setattr(program, "CORES", 3)
    plan = example().plan
    prices = np.linspace(1, 20, cases)
    line = model(plan.structure).lines["value.cloud.compared"]
    began: list[int] = []

    def keep(start: int, _stop: int, _block: Results) -> None:
        began.append(start)

    model(plan.structure).program([line.key]).evaluate_blocks(
        plan.values("base"),
        lambda start, stop: {"compute.pool.h100.cloud_price": prices[start:stop]},
        cases,
        [line],
        keep,
    )
    assert len(began) == blocks


def test_a_million_cases_would_run_in_blocks_of_bounded_size() -> None:
    plan = example().plan
    traced = model(plan.structure)
    line = traced.lines["cloud.total.total_cost"]
    sizes: list[int] = []
    sums: list[float] = []

    def draw(start: int, stop: int) -> dict[str, NDArray[np.float64]]:
        sizes.append(stop - start)
        return {"compute.pool.h100.cloud_price": np.linspace(5, 10, 6_000)[start:stop]}

    traced.program([line.key]).evaluate_blocks(
        plan.values("base"), draw, 6_000, [line], lambda _start, _stop, block: sums.append(float(block[line.key].sum()))
    )
    assert max(sizes) <= 2_500
    whole = traced.evaluate(
        {**plan.values("base"), "compute.pool.h100.cloud_price": np.linspace(5, 10, 6_000)}, [line.key]
    )
    assert sum(sums) == pytest.approx(float(whole[line.key].sum()))
