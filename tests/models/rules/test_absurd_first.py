"""What has to be asked, priced or put right before a resolution, and what another house or a lease would allow."""

import pytest
from advice import having, of_kind

from desktop.storage.examples import example
from models.exhibits.case_text import conditions_of
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.chances import expected_at_least
from models.rules.decisions import judged
from models.rules.judgement import Judgement
from models.rules.judging import judge

BANK, FIRM, HALL = (example(name).plan for name in ("bank", "law_firm", "university"))
_POOL = "compute.pool.inference."


def _judge(plan: Plan, scenario: str = "base") -> Judgement:
    return judge(plan, scenario, judged(plan, scenario))


@pytest.mark.long
def test_a_second_site_that_is_required_is_a_condition_with_its_cost() -> None:
    """One server was approved, and "High availability is required" stood below it."""
    (clause,) = conditions_of(_judge(BANK), "£")
    twice = judged(having(BANK, **{f"{_POOL}standby": 1.0}), "base").options["on_premises"]
    once = judged(BANK, "base").options["on_premises"]
    more, capital = money(twice.total_cost - once.total_cost), money(twice.up_front - once.up_front)
    assert clause.startswith(
        f"all compute standing by at a second site ({capital} more capital now), with which on-premises and cloud are"
        f" too close to call, at {more} as paid on top of the planned cost"
    )
    assert not conditions_of(_judge(having(BANK, **{f"{_POOL}standby": 1.0})), "£")
    free = conditions_of(_judge(having(BANK, **{"security.high_availability": False})), "£")
    assert "second site" not in " ".join(free)


def test_nothing_is_resolved_where_what_is_required_turns_it() -> None:
    dear = having(BANK, **{f"{_POOL}cloud_price": 8.9, f"{_POOL}server_price": 300_000.0})
    found = _judge(dear)
    assert found.unmet
    assert found.torn == "once what on-premises lacks for what is asked is put right, it does not lead"
    assert judged(having(dear, **{f"{_POOL}standby": 1.0}), "base").allowed()[0].key == "cloud"


@pytest.mark.long
def test_a_lease_that_leads_is_told_where_capital_alone_bars_owning() -> None:
    """The cloud was resolved for £142k more, beside "a lease is not held against that: £3k more"."""
    poor = having(BANK, **{"finance.capital_limit": 310_000.0})
    case = judged(poor, "base")
    assert "on_premises" in case.blocked
    (said,) = of_kind(poor, "lease")
    gain = 3_000  # as page one tells it, to the thousand
    less = case.options["cloud"].compared - case.options["on_premises"].compared - gain
    assert said.endswith(f"on-premises would cost {money(less)} less than cloud does.")
    (clause,) = conditions_of(_judge(poor), "£")
    assert f"a lease being priced first, with which on-premises would lead by {money(less)}" in clause
    assert of_kind(BANK, "lease") == []
    # air-gapped or short of power as well, a lease mends nothing
    other: dict[str, Value] = {"finance.capital_limit": 310_000.0, f"{_POOL}site_power": 1.0}
    assert of_kind(having(BANK, **other), "lease") == []


@pytest.mark.long
def test_servers_that_the_own_room_has_no_power_for_are_priced_in_colocation() -> None:
    """£161.9m for a hybrid, and colocation was not mentioned: it costs £34.9m less."""
    scenario = "the_hall_is_not_extended"
    case = judged(HALL, scenario)
    found = judge(HALL, scenario, case)
    (said,) = [one for one in found.against if "colocation" in one.text]
    moved = HALL
    for key, value in (("site", "colocation"), ("site_power", 0.0), ("site_from", 0)):
        moved = having(moved, **{f"compute.pool.h200.{key}": value})
    moved = moved.without_change(scenario, "compute.pool.h200.site_power")
    then = judged(moved, scenario)
    less = case.options["hybrid"].compared - then.options["on_premises"].compared
    assert said.stake == pytest.approx(less)
    assert said.turns
    assert said.first.startswith("colocation being priced first")


@pytest.mark.long
def test_an_offer_that_overturns_it_is_asked_for_first() -> None:
    found = _judge(FIRM, "clients_forbid_apis")
    (clause,) = conditions_of(found, "£")
    assert clause.startswith(
        "AWS P5 p5.4xlarge, 1 × H100, London (eu-west-2), being priced first, with which the cloud"
    )


@pytest.mark.long
def test_a_sum_far_below_what_it_costs_on_average_is_called_low() -> None:
    """£75.1m planned, £140.4m on average: told in the small print alone."""
    (said,) = [one for one in _judge(HALL).against if one.kind == "average"]
    assert said.text.startswith("On average over the cases drawn on-premises costs more than half as much again")
    assert not [one for one in _judge(FIRM).against if one.kind == "average"]
    assert expected_at_least({}, "cloud") == 0.0
