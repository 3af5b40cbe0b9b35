"""When to start owning: every start is what the engine says of it; waiting is weighed against what it could tell."""

import json
from dataclasses import replace

import pytest
from advice import having
from earlier import example

from desktop.cli import main
from desktop.commands.studies import owning_text
from models.appraisal.results import case_result
from models.exhibits.start_of_owning import owning_finding
from models.plan.plan import Entry
from models.quantities.writing import money
from models.rules.start_of_owning import StartOfOwning, start_of_owning
from models.studies.information import Worth

INSURER = example("insurer").plan


@pytest.fixture(scope="module")
def found() -> StartOfOwning:
    return start_of_owning(INSURER, "base", None)


def test_each_start_is_what_the_plan_costs_with_it(found: StartOfOwning) -> None:
    # The first is when servers can be delivered, four months from the decision: what the plan has, which says at once.
    # Then every quarter, and the last month that leaves two of the five years.
    assert [one.month for one in found.starts] == [*range(4, 35, 3), 36]
    planned = case_result(INSURER, "base").options
    assert {key: planned[key].compared for key in found.starts[0].costs} == pytest.approx(found.starts[0].costs)
    later = INSURER.with_entry("base", "compute.pool.h100.owning_start", Entry(16))
    year = case_result(later, "base").options["on_premises"].compared
    assert found.starts[4].costs["on_premises"] == pytest.approx(year)
    assert found.waiting(12) == pytest.approx(year - planned["on_premises"].compared)


def test_the_plan_s_own_start_changes_nothing(found: StartOfOwning) -> None:
    later = INSURER.with_entry("base", "compute.pool.h100.owning_start", Entry(16))
    assert start_of_owning(later, "base", None).starts == found.starts


def test_what_could_be_learned_pays_for_so_long_a_wait(found: StartOfOwning) -> None:
    quarter, half = found.waiting(3), found.waiting(6)
    assert quarter is not None
    assert half is not None
    assert 0 < quarter < half
    assert found.pays_for(Worth("key", quarter - 1, 1.0, measurable=True)) == 0
    assert found.pays_for(Worth("key", quarter + 1, 1.0, measurable=True)) == 3
    assert found.pays_for(Worth("key", half, 1.0, measurable=True)) == 6


def test_waiting_pays_where_servers_become_much_cheaper() -> None:
    falling = INSURER.with_entry("base", "finance.hardware_trend", Entry(-0.6))
    found = start_of_owning(falling, "base", None)
    assert found.best is not None
    assert found.best.month > found.starts[0].month
    assert "less than in month 4, the earliest" in owning_finding(falling, found)


def test_where_nothing_may_be_owned_there_is_nothing_to_wait_for() -> None:
    # There is power for no rack: servers may stand nowhere, whenever they come.
    nowhere = INSURER.with_entry("base", "compute.pool.h100.rack_power", Entry(1.0))
    found = start_of_owning(nowhere, "base", None)
    assert found.option == ""
    assert owning_finding(nowhere, found).startswith(
        "No option that owns servers is allowed as planned: The site's rack"
    )
    # nor where servers come only after the plan has ended
    late = replace(INSURER, entries={**INSURER.entries, "finance.horizon": Entry(12)})
    late = late.with_entry("base", "compute.pool.h100.lead", Entry(24))
    assert start_of_owning(late, "base", None).option == ""


def test_the_command_tells_it(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(owning_text(INSURER, "base", as_json=True))
    assert told["starts"][0]["month"] == 4
    assert told["option"] == "on_premises"
    assert main(["owning", "none.boardcase"]) == 1
    assert "none.boardcase" in capsys.readouterr().err


def test_of_a_long_plan_every_start_is_looked_at_that_leaves_two_years_of_owning() -> None:
    """Ten years: by the quarter for three, then by the year, and the last; "least in month 58" was not the least."""
    plan = having(example("saas").plan, **{"finance.horizon": 120, "finance.discount_rate": 0.0})
    found = start_of_owning(plan, "base", None)
    months = [one.month for one in found.starts]
    assert months == [*range(4, 41, 3), 52, 58, 64, 76, 88, 96]
    own = {one.month: one.costs["on_premises"] for one in found.starts}
    assert min(own, key=own.__getitem__) == 96


def test_people_who_are_paid_from_the_beginning_are_told_of_a_year_of_waiting(found: StartOfOwning) -> None:
    """Hired after 15 months in place of 3, at no cost of hiring, nobody is paid in months 4 to 15, in the cloud too."""

    def hired(after: int) -> dict[str, float]:
        plan = INSURER
        for role in INSURER.slugs["role"]:
            plan = plan.with_entry("base", f"operations.role.{role}.hire_delay", Entry(after))
            plan = plan.with_entry("base", f"operations.role.{role}.hire_cost", Entry(0.0))
        return {key: one.present_value for key, one in case_result(plan, "base").options.items()}

    soon, late = hired(3), hired(15)
    assert found.people == pytest.approx((soon["on_premises"] - late["on_premises"]) - (soon["cloud"] - late["cloud"]))
    a_year = next(one for one in found.starts if one.month == found.starts[0].month + 12)
    left = a_year.costs["on_premises"] - found.starts[0].costs["on_premises"] - found.people
    assert f"hired only then, a year of waiting would cost {money(left)}." in owning_finding(INSURER, found)
