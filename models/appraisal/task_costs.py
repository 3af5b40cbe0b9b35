"""What an option costs for each user and for each task, and for each task that succeeds."""

from collections.abc import Mapping

from models.appraisal.totals import OptionTotals
from models.areas.demand import Demand
from models.areas.hosting import Route
from models.areas.model_routes import Bought
from models.areas.options import OPTION_LABELS
from models.formula.node import over_time, ratio, total, value_of
from models.formula.trace import Trace
from models.quantities import units


def task_costs(
    trace: Trace, totals: Mapping[str, OptionTotals], called: Mapping[str, Bought], demand: Demand, route: Route
) -> None:
    """Trace whole-life cost over users and months, over tasks, and over tasks that succeed, by option.

    All cost of the option is in it. They are there where users, steps of a task or its success are given.
    """
    table = demand.table
    fails = value_of(route.api_success) != 1 or value_of(route.hosted_success) != 1
    if value_of(table.users) == 0 and value_of(table.steps) == 1 and not fails:
        return
    with trace.section("unit", sheet="appraisal"):
        by_work = trace.line(
            "tasks_by_work",
            "Tasks that need a model, by workload",
            units.TASKS_PER_MONTH,
            demand.answered / table.steps,
        )
        tasks = trace.line("tasks", "Tasks that need a model", units.TASKS_PER_MONTH, total(by_work, "workload"))
        users = trace.line("users", "Users", units.PERSON, total(demand.volume * table.users, "workload"))
        for option, whole in totals.items():
            label, cost = OPTION_LABELS[option], whole.total_cost
            trace.line(
                f"{option}.per_user",
                f"{label}: cost per user per month",
                units.MONEY_PER_PERSON_MONTH,
                ratio(cost, over_time(users)),
            )
            trace.line(
                f"{option}.per_task", f"{label}: cost per task", units.MONEY_PER_TASK, ratio(cost, over_time(tasks))
            )
            sent = called[option].share
            succeed = trace.line(
                f"{option}.success",
                f"{label}: tasks that succeed, of all, by workload",
                units.SHARE,
                sent * route.api_success + (1 - sent) * route.hosted_success,
            )
            good = trace.line(
                f"{option}.successful",
                f"{label}: tasks that succeed",
                units.TASKS_PER_MONTH,
                total(by_work * succeed, "workload"),
            )
            trace.line(
                f"{option}.per_success",
                f"{label}: cost per successful task",
                units.MONEY_PER_TASK,
                ratio(cost, over_time(good)),
            )
