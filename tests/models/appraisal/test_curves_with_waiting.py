"""Curves carry the work that waits: they cross, and pay back, where its worth is counted; cash stays cash."""

import numpy as np
import pytest
from earlier import example

from desktop.storage.examples import names
from models.appraisal.model import model
from models.appraisal.results import case_result
from models.exhibits.figures import cumulative_figure, options_table, strokes
from models.plan.plan import Entry, blank_plan
from models.rules.decisions import judged

POOL = "compute.pool.main."


@pytest.mark.parametrize("name", names())
def test_a_curve_ends_at_the_compared_cost_before_the_sale_of_what_is_left(name: str) -> None:
    plan = example(name).plan
    factor = "finance.discount_factor"
    for scenario in plan.scenarios:
        values = plan.values(scenario.slug)
        last = model(plan.structure).evaluate(values, [factor]).curve(factor)[-1]
        for option in case_result(plan, scenario.slug).options.values():
            ranked = option.present_value + option.waiting_cost
            assert option.curve_discounted[-1] - option.residual * last == pytest.approx(ranked, abs=0.01)
            assert option.curve[-1] - option.residual == pytest.approx(option.compared_nominal, abs=0.01)
            assert (option.curve >= option.cumulative - 1e-6).all()


def test_servers_that_come_late_pay_back_later_by_what_waits_and_need_no_more_cash() -> None:
    # 8 GPUs at 1.00 an hour: renting pays 5,840 a month. One server of 100,000 overtakes it at 100,000 / 5,840 = 17.12
    # months where work is done from the start. Delivered in month 9, nine months of work wait that renting would do
    # for 52,560: 152,560 / 5,840 = 26.12 months, and the cash it needs at most is what it needed before
    plan = blank_plan()
    for key, value in (("cloud_price", 1.0), ("server_price", 100_000.0)):
        plan = plan.with_entry("base", f"{POOL}{key}", Entry(value))
    late = plan
    for key, value in (("lead", 9), ("bridging", "wait")):
        late = late.with_entry("base", f"{POOL}{key}", Entry(value))
    at_once, later = (case_result(one, "base").pair("cloud", "on_premises", "nominal") for one in (plan, late))
    assert at_once.sustained == pytest.approx(100_000 / 5_840)
    assert later.sustained == pytest.approx(152_560 / 5_840)
    assert later.peak_funding == pytest.approx(100_000)
    case = judged(late, "base")
    assert case.options["on_premises"].cumulative[-1] == pytest.approx(100_000)
    assert case.options["on_premises"].curve[-1] == pytest.approx(152_560)
    figure = cumulative_figure(late, case)
    owned = next(one for one in figure.series if one.key == "on_premises")
    assert owned.paid is not None
    assert "hatched: work that waits" in figure.subtitle
    payback = next(row for row in options_table(late, case).texts() if row[0].startswith("On-premises"))[5]
    assert payback == "27 months"


def test_strokes_fill_what_lies_between_and_nothing_where_the_curves_are_one() -> None:
    low, high = np.array([0.0, 10.0, 20.0, 30.0]), np.array([0.0, 10.0, 26.0, 30.0])
    drawn = strokes(low, high)
    assert drawn
    assert all(1.0 < month < 3.0 for month, *_ in drawn)
    assert strokes(None, high) == []
