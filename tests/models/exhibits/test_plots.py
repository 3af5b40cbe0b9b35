"""The charts of the decision areas are drawn from the model's lines."""

import numpy as np
import pytest
from advice import having
from earlier import example

from desktop.storage.examples import names
from models.appraisal.model import model
from models.exhibits import plots
from models.plan.plan import Plan, blank_plan
from models.quantities.declaration import Value

W = "workloads.workload.assistant."

ALL = (plots.load_duration, plots.capacity, plots.routes, plots.storage, plots.team, plots.accounts)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return example().plan


@pytest.mark.parametrize("name", [*names(), "blank"])
@pytest.mark.parametrize("plot_of", ALL, ids=lambda one: one.__name__)
def test_every_plan_can_be_drawn(name: str, plot_of: plots.PlotOf) -> None:
    plan = blank_plan() if name == "blank" else example(name).plan
    plot = plot_of(plan, "base")
    assert plot.title
    assert plot.height
    assert plot.alternative.startswith(plot.title)
    for line in plot.lines:
        assert line.values.shape == plot.places.shape
        assert np.isfinite(line.values).all()
        assert (line.values >= -1e-9).all()
    assert len({(line.style.colour, line.style.dash) for line in plot.lines}) == len(plot.lines), (
        "lines differ without colour too"
    )


def test_the_load_duration_curve_falls_and_keeps_the_average(plan: Plan) -> None:
    late = plots.load_duration(plan, "base").lines[0].values
    assert (np.diff(late) <= 1e-9).all()
    mean = model(plan.structure).evaluate(plan.values("base"), ["demand.all.mean"]).rows("demand.all.mean")[0, -1, 0]
    assert late[:20].mean() == pytest.approx(mean)


def test_api_and_hosting_cross_where_the_model_says(plan: Plan) -> None:
    plot = plots.routes(plan, "base")
    api, hosted = (line.values for line in plot.lines)
    line = "routes.rented.overtakes"
    crossing = float(model(plan.structure).evaluate(plan.values("base"), [line]).rows(line)[0, 0, 0])
    difference = np.interp(crossing, plot.places, hosted - api)
    assert abs(difference) < 0.021 * np.interp(crossing, plot.places, api)
    assert hosted[0] > api[0]
    assert hosted[-1] < api[-1]


def test_the_chart_of_models_follows_the_workload_that_is_looked_at() -> None:
    bank = example("bank").plan
    chat, screening = bank.slugs["workload"][:2]
    assert plots.routes(bank, "base").title == plots.routes(bank, "base", chat).title
    assert plots.routes(bank, "base", screening).title.startswith(bank.row_name("workload", screening))
    # training has no models to call
    assert plots.routes(bank, "base", bank.slugs["workload"][2]).title == plots.routes(bank, "base").title


def test_volumes_of_users_are_those_of_their_requests(plan: Plan) -> None:
    asked: dict[str, Value] = {f"{W}requests": 0.0, f"{W}users": 200.0, f"{W}tasks_a_day": 50.0}
    of_users = plots.routes(having(plan, **asked), "base")
    # 200 users with 50 tasks of one request each on every working day: 10,000 a day, and nothing at no volume
    days = float(plan.entry("base", f"{W}working_days").value)
    same = plots.routes(having(plan, **{f"{W}requests": 10_000 * days}), "base")
    assert of_users.places.tolist() == pytest.approx(same.places.tolist())
    assert of_users.lines[0].values.tolist() == pytest.approx(same.lines[0].values.tolist())
    assert of_users.lines[0].values[0] == 0


def test_capacity_counts_the_servers_bought(plan: Plan) -> None:
    plot = plots.capacity(plan, "base")
    bought = (
        model(plan.structure).evaluate(plan.values("base"), ["on_premises.bought"]).rows("on_premises.bought").sum()
    )
    assert plot.title == f"On-premises buys {bought:.0f} servers over the horizon"
    assert plot.lines[0].values[-1] == pytest.approx(8 * bought), "none is retired within the five years"


def test_what_the_accounts_have_charged_ends_at_the_cost_where_nothing_is_bought(plan: Plan) -> None:
    plot = plots.accounts(plan, "base")
    cloud = next(line for line in plot.lines if line.label == "Cloud")
    cost = (
        model(plan.structure)
        .evaluate(plan.values("base"), ["cloud.total.cumulative"])
        .monthly("cloud.total.cumulative")[:, 0]
    )
    assert cloud.values.tolist() == pytest.approx(cost.tolist())
