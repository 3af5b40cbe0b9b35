"""Nonsense that others made it say after that: idle fleets, resale that decides nothing, a date far away, one basis."""

from dataclasses import replace
from datetime import date

import pytest
from advice import INSURER, P, example, having, of_kind

from models.exhibits.case_text import resolution
from models.exhibits.dated import out_of_time
from models.exhibits.map_of_inputs import map_finding
from models.exhibits.register_tables import risks_left_out
from models.exhibits.simulation import uncertainty_finding
from models.exhibits.tripwires import barred_then, none_likely, offer_reopens
from models.exhibits.verdict import usual_costs_less, verdict
from models.exhibits.views import views_table
from models.plan.plan import Entry, Plan, blank_plan
from models.quantities.writing import money
from models.rules.against import _uncovered
from models.rules.decisions import findings, judged
from models.rules.idle_servers import stands_idle
from models.rules.judgement import Judgement, State, planned
from models.rules.judging import judge
from models.rules.later_terms import _saved, _saved_at_once, later_terms
from models.studies.two_inputs import two_inputs
from models.studies.uncertainty import uncertainty


@pytest.fixture(scope="module")
def grant() -> Plan:
    """A university whose research grant ends in month 20 of 60, an assistant going on."""
    return having(example("university").plan, **{"workloads.workload.training.end": 20})


def test_terms_of_one_year_that_take_nothing_off_are_no_later_terms() -> None:
    # three years take half off the first 36 of 60 months; nothing follows them that would save
    plan = blank_plan()
    for name, value in {"cloud_price": 1.0, "server_price": 400_000.0, "three_year_discount": 0.5}.items():
        plan = plan.with_entry("base", f"compute.pool.main.{name}", Entry(value))
    cloud = judged(plan, "base").options["cloud"]
    assert [one.over_best for one in _saved(plan, "base", {"cloud": cloud}, 36).values()] == [
        pytest.approx(0.0, abs=1e-6)
    ]
    both = plan.with_entry("base", "compute.pool.main.one_year_discount", Entry(0.4))
    (found,) = _saved(both, "base", {"cloud": judged(both, "base").options["cloud"]}, 36).values()
    assert (found.three, found.one) == (1.0, 1.0)
    # 350,400 as planned; half of 36 months and 0.6 of 24: 189,216. The same share throughout takes 40% off: 210,240
    assert found.over_plan == pytest.approx(350_400 - 189_216)
    assert found.over_best == pytest.approx(210_240 - 189_216)


@pytest.mark.long
def test_servers_that_stand_idle_once_work_has_ended_are_told(grant: Plan) -> None:
    """1,000 GPUs were bought for twenty months of work and kept for sixty, without a word."""
    (told,) = of_kind(grant, "idle")
    assert told.startswith(
        "Research training ends in month 20: from month 21 at most 3 of 131 servers (H200) have work, and keeping the"
        " others to the horizon costs £"
    )
    short = judged(having(grant, **{"finance.horizon": 20}), "base")
    assert planned(short).recommended == "on_premises"
    assert told.endswith(" Over those 20 months alone it still costs least.")


def test_a_fleet_that_is_used_to_the_end_or_for_a_last_year_is_not_idle() -> None:
    university = example("university").plan
    for end in (60, 52):
        plan = having(university, **{"workloads.workload.training.end": end})
        assert not list(stands_idle(plan, "base", judged(plan, "base").options["on_premises"])), end
    assert not list(stands_idle(university, "base", judged(university, "base").options["cloud"]))


def test_what_keeping_idle_servers_costs_is_their_part_of_the_lines(grant: Plan) -> None:
    """With insurance alone to pay, it is that of the servers that have no work; twice the rate is twice the sum."""
    names = ("maintenance", "running_month", "running_hour", "tariff", "colocation_price", "rack_price")
    bare = having(grant, **{f"compute.pool.h200.{name}": 0.0 for name in (*names, "server_software")})
    rate = "compute.pool.h200.insurance"
    once, twice, never = (
        _idle_costs(having(bare, **{rate: times * float(bare.values("base")[rate])})) for times in (1.0, 2.0, 0.0)
    )
    assert never == 0
    assert once > 0
    assert twice == pytest.approx(2 * once, rel=0.05)


def _idle_costs(plan: Plan) -> float:
    (told,) = stands_idle(plan, "base", judged(plan, "base").options["on_premises"])
    figure = told.text.split("costs £")[1].split(" as paid")[0]
    return float(figure.rstrip("mk")) * {"m": 1e6, "k": 1e3}.get(figure[-1], 1.0)


def test_a_fleet_that_retires_before_the_horizon_stood_idle_until_then_all_the_same(grant: Plan) -> None:
    longer = having(grant, **{"finance.horizon": 120})
    (told,) = stands_idle(longer, "base", judged(longer, "base").options["on_premises"])
    assert told.text.startswith("Research training ends in month 20: from month 21 at most 3 of 131 servers")
    assert " until month " in told.text


def test_work_that_ended_earlier_is_not_said_to_end_then_and_all_work_ending_is_told_once() -> None:
    plan = having(example("laboratory").plan, **{"workloads.workload.training.end": 24})
    (told,) = stands_idle(plan, "base", judged(plan, "base").options["on_premises"])
    assert told.text.startswith("Model training ends in month 24: from month 25")
    every = having(plan, **{f"workloads.workload.{one}.end": 24 for one in plan.slugs["workload"]})
    assert not list(stands_idle(every, "base", judged(every, "base").options["on_premises"]))


@pytest.mark.long
def test_resale_is_named_only_where_the_lead_would_not_be_clear_without_it() -> None:
    """Electricity at 90p: £4.7m ahead in every case drawn, with or without the sale of servers."""
    dear = having(example("university").plan, **{"compute.pool.h200.tariff": 0.9})
    assert not of_kind(dear, "resale")
    unsold = having(dear, **{f"compute.pool.h200.resale_{year}": 0.0 for year in range(1, 6)})
    found = judge(unsold, "base", judged(unsold, "base"))
    assert not found.planned.close


def test_a_plan_that_begins_years_ahead_needs_no_approval_yet() -> None:
    later = having(INSURER, **{"finance.start": "2035-01"})
    assert out_of_time(later, "base", date(2026, 12, 1)).startswith("The plan begins in January 2035, 8 years after")
    soon = having(INSURER, **{"finance.start": "2027-12"})
    assert not out_of_time(soon, "base", date(2026, 12, 1))


def test_spares_that_the_service_needs_are_a_condition_with_what_they_cost() -> None:
    """An air-gapped laboratory, which has no other option: it is asked for spares, and the resolution is subject to."""
    laboratory = example("laboratory").plan
    pool = f"compute.pool.{laboratory.slugs['pool'][0]}."
    plan = having(laboratory, **{f"{pool}availability": 0.9999})
    case = judged(plan, "base")
    found = judge(plan, "base", case)
    (told,) = [one for one in found.conditions if one.first]
    more = int(told.first.split(" ")[0])
    then = judged(having(plan, **{f"{pool}spares": float(plan.values("base")[f"{pool}spares"]) + more}), "base")
    assert told.adds == pytest.approx(then.options["on_premises"].total_cost - case.options["on_premises"].total_cost)
    assert not found.unmet
    assert f"{told.first} at {money(told.adds, '£')} as paid on top of the planned cost" in resolution(
        plan, "base", case, found
    )


def test_benefits_that_do_not_cover_the_cost_are_told() -> None:
    own = {"finance.benefit.benefit.active": True, "finance.benefit.benefit.amount": 10_000.0}
    plan = having(example("law_firm").plan, **own)
    case = judged(plan, "base")
    best = case.allowed()[0]
    (told,) = _uncovered(plan, case, best, None)
    assert told.text.startswith(
        f"The benefits entered do not cover its cost: {money(best.compared, '£')} net in today's"
    )
    rich = having(plan, **{"finance.benefit.benefit.amount": 10_000_000.0})
    there = judged(rich, "base")
    assert not list(_uncovered(rich, there, there.allowed()[0], None))


def test_business_as_usual_is_held_against_an_option_by_what_ranks() -> None:
    """£75.4m by present value stood in a sentence whose other figures were economic: £63m by that."""
    plan = example("university").plan
    case = judged(plan, "base")
    best = case.allowed()[0]
    less = money(best.compared - case.usual_compared, "£")
    said = usual_costs_less(plan, case, best)
    assert said.startswith(f"Business as usual costs {less} less than on-premises in economic terms, but")


def test_scenarios_that_bar_what_is_recommended_are_told_where_it_is_reopened() -> None:
    plan = example("university").plan
    said = barred_then(plan, "base", planned(judged(plan, "base")))
    assert "on_premises" in judged(plan, "the_hall_is_not_extended").blocked
    assert said[-1] == "In the scenario “The hall is not extended” on-premises is not allowed."
    assert not barred_then(INSURER, "base", planned(judged(INSURER, "base"))), "no scenario of the insurer bars it"


def test_what_bars_an_option_is_neither_an_entry_that_is_missing_nor_that_it_is_another_one() -> None:
    """A hybrid that keeps no server is the cloud, and a server without a price waits for one: neither is forbidden."""
    hybrid = replace(planned(judged(INSURER, "doubles")), recommended="hybrid")
    assert "hybrid" in judged(INSURER, "falls").blocked
    assert not barred_then(INSURER, "doubles", hybrid)
    bank = example("bank").plan
    key = "compute.pool.inference.server_price"
    without = bank.with_entry("levers", key, replace(bank.entry("levers", key), value=0.0))
    assert "on_premises" in judged(without, "levers").awaited
    assert not barred_then(without, "base", planned(judged(without, "base")))
    firm = example("law_firm").plan
    assert list(barred_then(firm, "base", planned(judged(firm, "base")))) == [
        "In the scenario “Clients forbid APIs” API is no option."
    ]


def test_risks_of_the_plan_that_are_not_counted_are_named() -> None:
    plan = example("bank").plan
    said = risks_left_out(plan, "base", "on_premises")
    assert said == "In the plan and not counted: Delivery is late, Hardware fails out of warranty."
    both = {f"risks.risk.{row.slug}.active": True for row in plan.rows["risk"]}
    assert risks_left_out(having(plan, **both), "base", "on_premises") == ""


def test_terms_after_the_long_ones_are_looked_at_where_society_ranks() -> None:
    """A public body was told nothing of them: its cloud "at its best" was £31.7m too dear.

    Both ways of looking find the same on a plan that they both may look at, and what is found is what the plan costs
    with these terms.
    """
    case = judged(INSURER, "base")
    renting = {key: case.options[key] for key in ("cloud", "api")}
    at_once, in_turn = _saved_at_once(INSURER, "base", renting), _saved(INSURER, "base", renting, 36)
    for key in renting:
        assert at_once[key].over_plan == pytest.approx(in_turn[key].over_plan)
        assert (at_once[key].three, at_once[key].one) == (in_turn[key].three, in_turn[key].one)
    plan = example("university").plan
    there = judged(plan, "base")
    saved = _saved_at_once(plan, "base", {key: there.options[key] for key in ("cloud", "api")})
    pool = "compute.pool.h200."
    own = {f"{pool}committed_one_year": 0.0, f"{pool}committed_three_years": 1.0, f"{pool}one_year_after": 1.0}
    then = judged(having(plan, **own), "base").options["cloud"]
    assert saved["cloud"].over_plan == pytest.approx(there.options["cloud"].compared - then.compared)
    assert saved["cloud"].over_plan > 30e6
    (told,) = later_terms(plan, "base", there, there.options["cloud"])
    assert "100% committed for three years and then 100% for one year at a time" in told.text


def test_a_dearer_rival_is_named_with_why_and_with_what_comes_next() -> None:
    """Cloud £712k below API, "too close to call", with on-premises £459k above the cloud unnamed."""
    plan = having(INSURER, **{f"{P}lead": 24})
    case = judged(plan, "base")
    cloud, api = case.options["cloud"], case.options["api"]
    # as the cases of the plan had it with no range of the lead time
    own = planned(case, {"api": 0.65, "on_premises": 0.93, "hybrid": 0.95})
    assert (own.recommended, own.rival, own.state) == ("cloud", "api", State.CLOSE)
    assert own.lead == pytest.approx(api.compared - cloud.compared)
    found = Judgement(own)
    nearest = case.options["on_premises"].compared - case.options["cloud"].compared
    assert nearest < found.planned.lead
    said = verdict(plan, case, found).text
    assert (
        f"By cost on-premises comes next, {money(nearest, '£')} above cloud; API is cheaper than cloud in more" in said
    )
    assert (
        "By cost" not in verdict(INSURER, judged(INSURER, "base"), judge(INSURER, "base", judged(INSURER, "base"))).text
    )


def test_a_study_names_no_cheapest_option_where_none_can_be_judged() -> None:
    """Nothing has a price: "Cloud is the cheapest at any utilisation", at £0 to £0 in 8 of 10 cases."""
    blank = blank_plan()
    assert not judged(blank, "base").allowed()
    said = "No option can be judged yet. Enter what is missing."
    assert uncertainty_finding(blank, uncertainty(blank, "base", cases=100)) == said
    assert map_finding(blank, "base", two_inputs(blank, "base")) == said


@pytest.mark.long
def test_an_offer_that_may_reopen_a_decision_is_not_denied_beside_it() -> None:
    """ "API would fall to £216k below: too close to call" stood above "no likely change reopens it"."""
    plan = example("university").plan
    found = judge(plan, "base", judged(plan, "base"))
    assert offer_reopens(found)
    assert none_likely(found).startswith("An offer that was not tried may reopen it; no likely change of a figure does")
    assert none_likely(None) == "No likely change reopens it"
    untold = replace(found, against=[one for one in found.against if one.kind != "offer"])
    assert not offer_reopens(untold)


def test_costs_by_task_stand_only_where_all_work_is_tasks() -> None:
    """£463.85 a user and month, of which training was nearly all."""
    plan = example("university").plan
    heads = [row[0] for row in views_table(plan, judged(plan, "base")).texts()]
    assert not [one for one in heads if "per user" in one or "per task" in one]
    alone = having(plan, **{"workloads.workload.training.active": False})
    heads = [row[0] for row in views_table(alone, judged(alone, "base")).texts()]
    assert [one for one in heads if "per user" in one]
    assert not [one for one in heads if "successful" in one], "none fails: it is the cost of a task again"


def test_a_hybrid_that_pays_back_early_is_warned_of_as_on_premises_is() -> None:
    struck = {one.rule.key: one.message for one in findings(example("university").plan, "base")}
    for key, name in (("payback", "On-premises"), ("payback_hybrid", "Hybrid")):
        assert struck[key] == f"{name} pays back in month 14; 18 to 36 months are usual for a constant workload."
    bank = {one.rule.key for one in findings(example("bank").plan, "base")}
    assert "payback" in bank
    assert "payback_hybrid" not in bank, "it never pays back"
