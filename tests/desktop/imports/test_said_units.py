"""Units and currencies that heads and columns name are held against the plan's, and nothing is taken in another."""

import pytest

from desktop.imports.offers import AcceptanceError, Offer, accepted
from desktop.imports.said_units import currency_problem, head_problem, unit_problem
from desktop.storage.examples import example
from models.areas.compute import Pool
from models.areas.operations import Role, Tool
from models.areas.workloads import Workload
from models.plan.plan import Entry
from models.quantities.declaration import Input

PLAN = example().plan


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("Cloud price", ""),
        ("Cloud price ($/GPU-hour)", ""),
        ("Cloud price (USD per hour)", ""),
        ("Cloud price per GPU hour (GBP)", "quoted in £"),
        ("GPU hour price (£)", "quoted in £"),
        ("Cloud price [CHF]", "quoted in CHF"),
        ("Cloud price ($ per GPU-day)", "counts this in $/GPU-hour"),
        ("Cloud price ($k)", "counts this in $/GPU-hour"),
        ("Cloud price ($ incl. VAT)", "VAT is in it"),
        ("Cloud price ($ excl. VAT)", ""),
    ],
)
def test_the_head_of_a_price_names_its_currency_scale_and_period(head: str, says: str) -> None:
    """£6.20 an hour under "(GBP)" became $6.20, and £150 a day $150 an hour."""
    said = head_problem(head, Pool.cloud_price, "$")
    assert (says in said) if says else said == ""


@pytest.mark.parametrize(
    ("head", "declared", "counts"),
    [
        ("Salary (p.m.)", Role.salary, "£/person-year"),
        ("Salary (pcm)", Role.salary, "£/person-year"),
        ("Salary (mtl.)", Role.salary, "£/person-year"),
        ("Salary (GBP'000)", Role.salary, "£/person-year"),
        ("Salary (x1000)", Role.salary, "£/person-year"),
        ("Requests ('000)", Workload.requests, "requests/month"),
        ("Requests [Mio]", Workload.requests, "requests/month"),
        ("Requests (thousands/month)", Workload.requests, "requests/month"),
        ("Growth of volume (% p.m.)", Workload.growth, "% a year"),
        ("Licence (£ per user per year)", Tool.licence, "£/year"),
    ],
)
def test_short_forms_of_scales_and_periods_are_known(head: str, declared: Input, counts: str) -> None:
    """£7,600 a month was a salary of a year, 92 thousand requests were 92."""
    assert head_problem(head, declared, "£").endswith(f"and the plan counts this in {counts}: convert it")


@pytest.mark.parametrize(
    "head", ["Salary (£ p.a.)", "Salary (per year)", "Salary (per person and annum)", "Salary (£)"]
)
def test_a_head_that_counts_alike_is_taken(head: str) -> None:
    assert head_problem(head, Role.salary, "£") == ""


def test_growth_a_month_is_no_growth_a_year() -> None:
    assert "% a year" in head_problem("Growth of volume (% a month)", Workload.growth, "£")
    assert head_problem("Growth of volume (% a year)", Workload.growth, "£") == ""
    assert head_problem("Growth of volume", Workload.growth, "£") == ""


@pytest.mark.parametrize(
    ("unit", "says"),
    [("", ""), ("requests/month", ""), ("requests a month", ""), ("requests/year", "requests/month"), ("%", "convert")],
)
def test_a_column_of_units_is_held_against_the_plan(unit: str, says: str) -> None:
    said = unit_problem(unit, Workload.requests, "£")
    assert (says in said) if says else said == ""


def test_what_is_no_money_has_no_currency() -> None:
    assert currency_problem("GBP", Workload.requests, "$") == ""
    assert currency_problem("GBP", Pool.cloud_price, "£") == ""


def test_one_input_that_is_offered_twice_is_not_taken_as_the_last() -> None:
    """Requests of August and of September on two sheets: the second was taken and nothing said."""
    key = "workloads.workload.assistant.requests"
    two = [
        Offer(place, "Requests", "", after, key, "base", entry=Entry(float(after)))
        for place, after in (("Aug: B2", "1000"), ("Sep: B2", "2000"))
    ]
    with pytest.raises(AcceptanceError, match=r"offered twice: 1000 \(Aug: B2\) and 2000 \(Sep: B2\)"):
        accepted(PLAN, two)
    assert accepted(PLAN, two[:1]).entries[key].value == 1_000
