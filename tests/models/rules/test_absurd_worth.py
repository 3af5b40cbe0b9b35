"""What work is worth that waits, what is bought for work to come, and what is hardly used."""

from dataclasses import replace

import pytest
from advice import against, having, of_kind, standing, typed

from desktop.storage.examples import example
from models.appraisal.line_keys import NOT_DONE
from models.appraisal.model import model
from models.exhibits.board import board_table
from models.exhibits.paper_tables import options_described
from models.exhibits.verdict import verdict
from models.exhibits.waiting_words import waiting
from models.plan.plan import Plan, blank_plan
from models.quantities.declaration import Value
from models.rules.against import _uncovered
from models.rules.best import best
from models.rules.decisions import judged
from models.rules.judging import judge, judge_at_best
from models.rules.on_average import above_plan
from models.rules.standing import State
from models.studies.stress import LATE, stress_tests

P, W = "compute.pool.main.", "workloads.workload.steady."
HALL = example("university").plan


def _house(**changes: Value) -> Plan:
    """Return a plan of one steady workload with prices of 2026, in a country where it may run anywhere."""
    of_pool: dict[str, Value] = {
        "cloud_price": 3.2,
        "server_price": 190_000.0,
        "server_power": 10.2,
        "network_share": 0.15,
        "tariff": 0.25,
        "pue": 1.4,
        "lead": 4.0,
        "life": 60.0,
        "resale_1": 0.62,
        "resale_2": 0.43,
        "resale_3": 0.33,
        "resale_4": 0.17,
        "resale_5": 0.12,
        "maintenance": 0.12,
        "bundled_support": 36.0,
        "insurance": 0.005,
        "highest_use": 0.85,
        "decommissioning": 1000.0,
    }
    people: dict[str, Value] = {
        f"operations.role.data.{name}": value
        for name, value in (
            ("salary", 70_000.0),
            ("people_on_premises", 0.5),
            ("people_hybrid", 0.6),
            ("people_cloud", 0.2),
        )
    }
    common: dict[str, Value] = {
        "finance.discount_rate": 0.08,
        "finance.cloud_trend": -0.05,
        "finance.hardware_trend": -0.05,
        "finance.usual_today": "nothing",
    }
    pool = {f"{P}{key}": value for key, value in of_pool.items()}
    return having(blank_plan(), **{**pool, **people, **common, **changes})


def test_work_that_waits_is_lost_at_its_value_where_nothing_is_done() -> None:
    """The board was asked not to proceed: nine months of £52,000 a month counted as £798k, all sixty as £2.6m."""
    plan = _house(**{f"{P}lead": 9.0, f"{P}bridging": "wait", f"{W}value": 52_000.0, f"{W}gpus": 40.0})
    case = judged(plan, "base")
    own = case.options["on_premises"]
    # by hand: what is done from month 10 on, at 8% a year by month
    done = sum(52_000 / 1.08 ** (month / 12) for month in range(10, 61))
    assert case.net(own) == pytest.approx(done - own.present_value, abs=1)
    assert standing(plan).benefit == case.net(own)
    assert standing(plan).state is not State.NOTHING
    # it is ranked by what doing it meanwhile would cost all the same
    nine = sum(52_000 / 1.08 ** (month / 12) for month in range(1, 10))
    assert own.waiting_cost > nine
    assert own.compared == pytest.approx(own.present_value + own.waiting_cost, abs=0.01)
    said = waiting(plan, case, own)
    assert "worth £453k and counted at the £798k that doing it otherwise would cost" in said
    assert nine == pytest.approx(453_000, abs=500)
    # studies hold nothing against the cheapest option on the same ground
    number = model(plan.structure).evaluate(plan.values("base"), [NOT_DONE]).number(NOT_DONE)
    assert number - own.compared == pytest.approx(case.net(own), abs=0.01)


def test_work_that_waits_without_a_value_is_worth_what_it_counts_at() -> None:
    plan = _house(**{f"{P}lead": 9.0, f"{P}bridging": "wait", f"{W}gpus": 40.0})
    assert {one.beyond_value for one in judged(plan, "base").options.values()} == {0.0}


def test_servers_that_are_there_when_the_work_begins_are_no_waste_before_it() -> None:
    """ "On-premises pays £1.1m until then", of which £1.0m was the servers that the work needs."""
    plan = _house(
        **{f"{W}start": 25.0, f"{W}gpus": 30.0, f"{W}place": "inside", "operations.role.data.people_on_premises": 1.0}
    )
    (said,) = (one for one in against(plan) if one.text.startswith("No work runs before"))
    assert "on-premises pays £140k until then" in said.text  # two years of a person at £70,000
    described = dict(options_described(plan, "base", judged(plan, "base")))["On-premises"]
    assert described.startswith("5 servers are bought and run. It costs")


def test_work_before_delivery_is_still_told_of() -> None:
    plan = _house(**{f"{W}gpus": 30.0})
    described = dict(options_described(plan, "base", judged(plan, "base")))["On-premises"]
    assert described.startswith("5 servers are bought and run; until then the work is rented.")


def test_a_share_of_a_person_is_somebody_where_nothing_is_owned() -> None:
    """The paper said "nobody is planned to run it" and "0.2 people run it"."""
    little = _house(**{f"{W}gpus": 1.0, f"{W}hours": 20.0})
    assert standing(little).recommended == "cloud"
    assert not of_kind(little, "people")
    (said,) = of_kind(having(little, **{"operations.role.data.people_cloud": 0.0}), "people")
    assert said.startswith("Nobody is planned to run it")


def test_a_hybrid_that_keeps_no_server_has_no_cost_of_its_own_as_planned() -> None:
    """ "Hybrid … present value 61 … at its best 307"."""
    little = _house(**{f"{W}gpus": 1.0, f"{W}hours": 20.0})
    case, found = judged(little, "base"), best(little, "base")
    table = board_table(little, case, "base", judge(little, "base", case), found)
    names = [row[0].value for row in table.rows]
    row = table.rows[names.index("Hybrid (not as planned)")]
    figures = [cell.value for cell in row[1:] if isinstance(cell.value, float)]
    assert figures == [row[table.heads.index("At its best")].value]
    assert "Cloud" in names


def test_servers_that_are_hardly_used_are_told_though_nothing_else_is_allowed() -> None:
    """£445k was asked for 20 GPU-hours a month of a hospital's, and no word said so."""
    little = _house(**{f"{W}gpus": 1.0, f"{W}hours": 20.0, f"{W}place": "inside"})
    (said,) = of_kind(little, "hours")
    busy = 20 / (8 * 730)  # one server of eight GPUs stands there for it
    assert said.startswith(f"Its servers are busy {busy:.1%} of the time, at £")
    assert not of_kind(_house(**{f"{W}gpus": 6.0, f"{W}place": "inside"}), "hours")


@pytest.mark.long
def test_a_lease_that_turns_it_comes_before_a_resolution() -> None:
    """£358.5m of rented GPUs was resolved, beside a lease with which on-premises led by £185.7m."""
    poor = having(HALL, **{"finance.capital_limit": 3e6})
    case = judged(poor, "base")
    made = judge(poor, "base", case)
    assert made.waits
    assert [one.kind for one in made.untried] == ["lease"]
    assert verdict(poor, case, made).sentence.startswith("No recommendation yet: with its servers on a lease")


@pytest.mark.long
def test_where_nothing_is_worth_doing_the_best_of_it_is_told_too() -> None:
    """The project was closed on a setting £231k dearer than its own best, of which nothing was said."""
    plan = _house(**{f"{P}lead": 9.0, f"{P}bridging": "wait", f"{W}value": 42_000.0, f"{W}gpus": 40.0})
    case = judged(plan, "base")
    made = judge_at_best(plan, "base", case, cases=200)
    assert made.planned.state is made.final.state is State.NOTHING
    assert made.best is not None
    assert made.best.lead < made.planned.lead
    assert "Each option at its best, that is still so, by £" in verdict(plan, case, made).sentence
    none = replace(made, best=replace(made.planned))
    assert "still so" not in verdict(plan, case, none).sentence


@pytest.mark.long
def test_works_that_no_lease_takes_are_said_where_they_alone_are_too_much() -> None:
    """ "A lease is not held against that … £6k less than buying", beside £87.2m that owning would save."""
    poor = having(HALL, **{"finance.capital_limit": 1e6})
    case = judged(poor, "base")
    # £1.5m and the plan's contingency of 10%
    assert "and works that are on no lease need £1.7m alone" in case.blocked["on_premises"]
    assert (
        "A lease is not held against that"
        in judged(having(poor, **{"finance.capital_limit": 3e6}), "base").blocked["on_premises"]
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("limit", "missing"),
    [(1_640_000.0, " and £10k more capital"), (1_200_000.0, " and £450k more capital"), (1.7e6, "")],
)
def test_a_lease_that_little_more_capital_would_allow_is_told(limit: float, missing: str) -> None:
    """£10k short of what works need beside a lease, nothing was said of the £186m that the lease saves.

    Works of £1.5m are on no lease; with the contingency of 10% that is £1.65m.
    """
    poor = having(HALL, **{"finance.capital_limit": limit})
    found = judge(poor, "base", judged(poor, "base"))
    (first,) = [one.first for one in found.conditions if one.kind == "lease"]
    made = f"{missing} made available" if missing else ""
    assert first.startswith(f"a lease being priced first{made}, with which on-premises would lead by £")


@pytest.mark.long
def test_a_lease_that_saves_little_is_no_lead() -> None:
    """ "A lease being priced first, with which on-premises would lead by £25k", within what is too close to call."""
    poor = typed(example("bank").plan, **{"finance.capital_limit": 50_000.0, "compute.pool.inference.lead": 18.0})
    found = judge(poor, "base", judged(poor, "base"))
    (lease,) = [one for one in found.conditions if one.kind == "lease"]
    assert not lease.turns
    assert lease.first.endswith("with which on-premises and cloud would be too close to call")


def test_benefits_that_do_not_cover_a_cost_are_no_matter_where_the_value_of_work_does() -> None:
    """ "Worth doing only if what the work itself is worth makes up for that", of which £8.3m was entered."""
    brings: dict[str, Value] = {
        "finance.benefit.benefit.active": True,
        "finance.benefit.benefit.amount": 100.0,
        f"{P}lead": 4.0,
    }
    plan = having(_house(**{f"{W}gpus": 30.0}), **brings)
    said = [one.text for one in against(plan) if one.kind == "value"]
    assert any(one.startswith("The benefits entered do not cover its cost") for one in said)
    other = replace(judged(plan, "base"), worth=1e9, unvalued=1)
    option = other.options["on_premises"]
    assert not list(_uncovered(plan, other, option, None))


def test_servers_that_come_after_the_end_are_no_stress_test() -> None:
    """Over 24 months with 18 of delivery, "6 months late" cost a fifth: nothing was done, and it was priced at that."""
    plan = _house(**{f"{W}gpus": 30.0, f"{P}lead": 18.0, "finance.horizon": 24})
    assert LATE not in {one.label for one in stress_tests(plan, "base")}
    assert LATE in {one.label for one in stress_tests(having(plan, **{f"{P}lead": 17.0}), "base")}


def test_a_cost_that_is_twice_the_plans_on_average_is_called_that() -> None:
    """£7.8m on average against £3.6m planned was "more than three quarters more"."""
    plan = _house(**{f"{W}gpus": 30.0})
    option = judged(plan, "base").options["on_premises"]
    for times, words in ((2.16, "more than twice as much as planned"), (1.3, "over a quarter more than planned")):
        made = replace(standing(plan), recommended="on_premises", expected=times * option.compared)
        (said,) = above_plan(option, made)
        assert words in said.text
