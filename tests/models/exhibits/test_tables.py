"""Tables that a board reads: rules, tripwires, ways to finance, and costs of an hour."""

from dataclasses import replace
from datetime import date

import pytest
from advice import INSURER, P, having
from earlier import example

from models.appraisal.results import case_result
from models.exhibits.areas import financing_table, financing_words, rules_of
from models.exhibits.dated import out_of_time
from models.exhibits.figures import options_table, told_hour
from models.exhibits.route_costs import routes_table
from models.exhibits.tripwires import tripwires_table
from models.studies.tripwires import tripwires

PLAN, BASE = example().plan, "base"


def test_a_rule_that_says_the_same_of_several_options_is_one_row() -> None:
    """Cloud and hybrid had a row each in the same words."""
    rows = [row for row in rules_of(PLAN, BASE).texts() if row[0] == "A replica across several instances"]
    assert [row[1] for row in rows] == ["warns cloud and hybrid"]
    assert rows[0][2].startswith("Cloud and hybrid: Claims assistant takes 2 GPUs per replica")


def test_what_bars_several_options_is_one_row_and_what_differs_is_its_own() -> None:
    poor = having(PLAN, **{"finance.capital_limit": 400_000.0, "workloads.workload.assistant.parameters": 1000.0})
    rows = rules_of(poor, BASE).texts()
    said = [row[2] for row in rows]
    assert len(said) == len(set(said))
    barred = [row for row in rows if row[0] == "Hardware and works exceed the capital available"]
    assert [row[1] for row in barred] == ["blocks on-premises", "blocks hybrid"]


@pytest.mark.long
def test_a_tripwire_stands_beside_what_is_planned() -> None:
    """Below $8.24 was read without the $8.94 that the plan pays."""
    table = tripwires_table(PLAN, BASE, tripwires(PLAN, BASE, ["cloud", "api", "on_premises", "hybrid"]))
    rows = {str(row[0]): row[1:3] for row in table.texts()}
    assert table.heads[1] == "Planned"
    price = float(PLAN.values(BASE)[f"{P}cloud_price"])
    assert rows["H100 pool: Cloud price"][0] == f"${price:.2f}"
    demand = next(row for name, row in rows.items() if name.startswith("All demand"))
    assert demand[0] == "–"


def test_a_lease_and_a_loan_are_told_as_the_table_has_them() -> None:
    for name in ("insurer", "hospital"):
        plan = example(name).plan
        costs = [str(row[1]) for row in financing_table(plan, BASE).texts()]
        buy, lease, loan = (int(one.replace(",", "")) for one in costs)
        said = financing_words(plan, BASE)
        for what, cost in (("a lease costs", lease), ("a loan", loan)):
            told = said.split(f"{what} £", 1)[1]
            assert abs(int(told.split("k", 1)[0]) - abs(cost - buy)) <= 1
            assert told.split("k ", 1)[1].startswith("more" if cost > buy else "less")
        assert ("Ask for quotes" in said) == (min(lease, loan) < buy)


def test_nothing_bought_is_nothing_to_finance() -> None:
    stops = {f"workloads.workload.{one.slug}.active": False for one in PLAN.rows["workload"]}
    idle = having(PLAN, **stops, **{f"data.{tier}": 0.0 for tier in ("hot", "warm", "cold", "ingestion")})
    assert financing_words(idle, BASE) == ""


def test_a_cost_per_hour_of_next_to_no_hours_is_not_told() -> None:
    """An option that takes an hour a year "cost £2.9bn per GPU-hour"."""
    cloud = case_result(INSURER, BASE).options["cloud"]
    assert told_hour(cloud) == cloud.unit_cost
    assert told_hour(replace(cloud, unit_cost=2.9e9)) is None
    case = case_result(INSURER, BASE)
    few = replace(case, options={**case.options, "cloud": replace(cloud, unit_cost=2.9e9)})
    assert "not defined" in options_table(INSURER, few).texts()[1]


@pytest.mark.parametrize(
    ("start", "says"),
    [("2025-01", "22 months before"), ("2026-10", "a month before"), ("2026-11", ""), ("2027-01", "")],
)
def test_a_plan_that_has_begun_says_so_in_its_paper(start: str, says: str) -> None:
    """A paper of November 2026 resolved to approve what was paid in January 2025."""
    told = out_of_time(having(PLAN, **{"finance.start": start}), BASE, date(2026, 11, 29))
    assert (says in told) if says else told == ""


def test_a_route_says_how_much_of_the_time_its_replicas_work() -> None:
    """One replica of two GPUs is kept all month, 1,460 GPU-hours, for 226,800 requests of 2.517 GPU-seconds, 159 hours.

    A request has 6,105 tokens in at 6,979.5 a second and 1,155 out at 3,009.9, both at half of the rate.
    """
    plan = example("law_firm").plan
    seconds = (6_105 / 6_979.469 + 1_155 / 3_009.929) / 0.5
    share = round(100 * 226_800 * seconds / 3_600 / 1_460)
    says = [cell.value for row in routes_table(plan, plan.scenarios[0].slug).rows for cell in row[:1]]
    assert share == 11
    assert says == [
        "Research assistant: API (Anthropic Claude Sonnet 5.5)",
        "Research assistant: rented GPUs, replicas at work 11% of the time",
        "Research assistant: owned servers with every GPU taken, replicas at work 11% of the time",
        "Document review: API (OpenAI GPT-5 mini)",
        "Document review: rented GPUs",
        "Document review: owned servers with every GPU taken",
    ]
