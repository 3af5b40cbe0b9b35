"""Advice that was nonsense: resolutions a board must not sign, options barred by what they do not do, false words."""

import re

import numpy as np
import pytest
from advice import INSURER, WORKS, P, W, against, having, in_region, of_kind, standing, typed
from earlier import example

from desktop.storage.examples import example as current
from models.appraisal.results import case_result
from models.exhibits.board import board_table
from models.exhibits.case_text import resolution
from models.exhibits.simulation import uncertainty_finding
from models.exhibits.verdict import verdict
from models.plan.currency import in_currency
from models.plan.plan import Plan
from models.quantities.writing import money
from models.rules.against import speaks_against
from models.rules.consistency import consistency
from models.rules.decisions import findings, judged
from models.rules.doubts import doubts
from models.rules.judgement import State, drawn_costs
from models.rules.judging import judge, judge_at_best
from models.studies.stress import stress_tests
from models.studies.uncertainty import CASES, uncertainty

H = "hosting.workload.assistant."
BILL = {"finance.usual_today": "bill", "finance.usual_cost": 40_000.0, "finance.usual_same_work": True}
UNWORTHY = {f"{W}{work}.value": 3_000.0 for work in WORKS}


def resolved(plan: Plan) -> str:
    case = judged(plan, "base")
    return resolution(plan, "base", case, judge(plan, "base", case))


def turned_round(plan: Plan) -> list[str]:
    return [one.key for one in doubts(plan, "base") if "other way round" in one.message]


def struck(plan: Plan) -> set[str]:
    return {one.rule.key for one in findings(plan, "base")}


# what a board signs


@pytest.mark.long
def test_conditions_of_a_resolution_outlast_what_else_is_told_first() -> None:
    """Three remarks are told; a control that is missing was the fourth, and the resolution took effect without it."""
    plan = having(
        in_region(INSURER), **{"security.control.extraction.active": False, "operations.role.platform.hire_delay": 9}
    )
    assert not {"controls", "people"} <= {one.kind for one in against(plan)}, "nothing is left out"
    people = "the people needed for on-premises being in post"
    said = resolved(plan)
    assert "subject to the missing control (Extraction defence) being in place at £" in said
    assert f" on top of the planned cost and {people} before its servers go into use" in said


def test_not_to_proceed_ends_what_business_as_usual_does() -> None:
    """The board resolved "not to proceed" and kept a bill of £5.5m for work worth £937k."""
    plan = having(INSURER, **UNWORTHY)
    case = judged(plan, "base")
    assert (standing(plan).state, case.usual_ranked) == (State.NOTHING, True)
    assert "resolves to end the work that business as usual does, which would cost £" in resolved(plan)
    more = money(case.usual_compared - min(one.compared for one in case.allowed()), "£")
    assert f"where it cannot, on-premises costs {more} less" in of_kind(plan, "usual")[0]
    table = board_table(plan, case, "base")
    net = table.heads.index("Net benefit")
    worth = case.value_of_work
    assert worth is not None
    rows = {row[0]: row[net] for row in table.texts()}
    assert rows["Business as usual"] == f"({(case.usual_compared - worth) / 1e3:,.0f})"


def test_not_to_proceed_says_what_goes_on_where_it_is_other_work() -> None:
    plan = having(INSURER, **UNWORTHY, **{"finance.usual_same_work": False})
    assert re.search(r"Business as usual goes on at £[\d.]+m over five years unless it is ended\.$", resolved(plan))


def test_where_no_server_is_bought_yet_the_servers_are_still_to_be_approved() -> None:
    """It approved "£14,000 for installation and works" and noted "eight more servers", of which there were none."""
    plan = having(INSURER, **{f"{W}{work}.start": 13 for work in WORKS}, **{"finance.usual_same_work": False})
    said = resolved(plan)
    assert "now for storage arrays (£12,000" in said
    assert re.search(
        r"for its \w+ servers and works follows .*; what is paid from \w+ 20\d\d on is to be approved", said
    )


# what an option does not do bars nothing


def test_gpus_abroad_bar_only_what_rents_them() -> None:
    """A law firm's API option rents nothing: "No option is allowed" where it costs the same wherever GPUs stand."""
    firm = example("law_firm").plan
    abroad = having(firm, **{f"{P}region": "elsewhere"})
    costs = [case_result(one, "base").options["api"] for one in (firm, abroad)]
    assert costs[0].areas["compute"] == 0
    assert costs[0].compared == costs[1].compared
    assert "gpus_abroad_api" not in struck(abroad)
    assert "gpus_abroad_cloud" in struck(abroad)
    assert standing(abroad).recommended == "api"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({f"{H}regional_endpoint": False}, "escalates_abroad"),
        ({f"{H}may_call": False}, "inside_escalates"),
        ({f"{W}assistant.place": "inside"}, "inside_escalates"),
    ],
)
@pytest.mark.long
def test_what_escalates_to_an_api_that_it_may_not_use_is_barred_with_the_remedy(
    changes: dict[str, bool | str], rule: str
) -> None:
    """2% of requests barred every option in words that never named them, or was a remark beside £570,000 of capital."""
    plan = having(INSURER, **changes)
    assert rule in struck(plan)
    assert standing(plan).state is State.NONE
    assert "set the share that does to 0" in verdict(plan, judged(plan, "base")).text
    assert standing(having(plan, **{f"{H}escalation": 0.0})).state is not State.NONE


def test_what_servers_owned_already_draw_is_named_where_the_site_has_less() -> None:
    plan = having(example("university").plan, **{"compute.pool.h200.site_power": 1_000.0})
    said = [one.message for one in findings(plan, "base") if one.rule.key == "site_beyond_hybrid"]
    assert re.search(r"; servers owned already draw 1,1\d\d kW by themselves", said[0])


# business as usual


@pytest.mark.long
def test_a_bill_for_the_same_work_grows_with_it_or_is_told() -> None:
    """A bill of £40k a month for work that grows by a fifth a year led "in every case drawn", and nobody said why."""
    flat = having(INSURER, **BILL)
    assert standing(flat).state is State.USUAL
    assert [text for text in of_kind(flat, "usual") if "its bill by 0%" in text]
    grows = having(flat, **{"finance.usual_growth": 0.2})
    assert "usual_flat" not in struck(grows)
    assert "usual_flat" not in struck(having(flat, **{"finance.usual_same_work": False}))


def test_stress_moves_a_bill_for_the_same_work() -> None:
    """All demand doubles is twice the bill, prices that halve halve it: it stood at £2.0m in all eight tests."""
    plan = having(INSURER, **BILL)
    costs = {one.label: one.present_value["usual"] for one in stress_tests(plan, "base", beside=["usual"])}
    planned = costs["As planned"]
    assert costs["All demand doubles"] == pytest.approx(2 * planned)
    assert costs["All demand halves"] == pytest.approx(planned / 2)
    assert costs["Cloud and API prices fall by half"] == pytest.approx(planned / 2)
    assert costs["Cloud and API bills are 5 times the estimate"] == pytest.approx(planned)


# words


def test_a_value_stays_where_levers_spare_gpus_and_the_work_grows() -> None:
    """Four levers cut GPUs to 21% while requests grew: the board was told to end the work."""
    levers = {f"cost_management.{one}": True for one in ("cache", "right_size", "quantise", "batch", "tune", "spot")}
    assert "value_kept" not in struck(having(INSURER, **levers))


def test_rates_are_looked_at_in_the_currency_of_the_plan() -> None:
    """€1 = $1.117 is right; it was to be turned round. One that is turned round is told in every currency."""
    for currency, key in (("USD", "euro_rate"), ("EUR", "dollar_rate"), ("GBP", "dollar_rate")):
        plan = in_currency(INSURER, currency)
        assert not turned_round(plan)
        turned = having(plan, **{f"finance.{key}": 1 / float(plan.entry("base", f"finance.{key}").value)})
        assert turned_round(turned) == [f"finance.{key}"]


def test_what_passes_cloud_in_nominal_terms_alone_is_not_said_to_pass_it_in_todays_money() -> None:
    case = judged(INSURER, "base")
    assert case.options["hybrid"].compared > case.options["cloud"].compared
    assert (
        "Hybrid becomes cheaper than cloud in month 59, but not in today's money, and costs"
        in verdict(INSURER, case).text
    )


def test_an_option_that_is_cheaper_until_a_price_step_is_told_so() -> None:
    """An API is the cheaper one up to its price step: it "does not overtake cloud"."""
    step = "finance.price_step.step."
    changes = {f"{step}active": True, f"{step}of": "api", f"{step}month": 20, f"{step}change": 9.0}
    plan = having(example("startup").plan, **changes)
    case = judged(plan, "base")
    gap = case.options["api"].cumulative - case.options["cloud"].cumulative
    assert gap[20] < 0 < gap[-1]
    assert "API is below cloud up to month" in verdict(plan, case).text


def test_owned_servers_that_do_pay_are_busy_enough() -> None:
    """ "30% busy against 34%" beside servers that cost £559k less than the cloud; "34% busy against 34%"."""
    plan = having(
        INSURER,
        **{"security.high_availability": True, f"{P}availability": 0.999, "security.single_region": False},
        **{f"{P}standby": 1.0},
    )
    case = judged(plan, "base")
    needed = case.break_even_utilisation
    assert needed is not None
    assert case.utilisation < needed
    assert case.options["on_premises"].compared < case.options["cloud"].compared
    assert "idle_fleet" not in struck(plan)


@pytest.mark.parametrize(("start", "told"), [("2020-01", "in the past"), ("2049-01", "months after"), ("2027-01", "")])
def test_a_start_far_from_the_prices_is_told(start: str, told: str) -> None:
    plan = having(INSURER, **{"finance.start": start})
    said = [one.message for one in consistency(plan, "base") if one.key == "finance.start"]
    assert (told in said[0]) if told else not said


def test_a_hybrid_that_is_the_cloud_is_barred_in_one_breath_with_it() -> None:
    """ "Hybrid is not allowed as planned. Cloud not as planned: …": the reason was given twice, once as another's."""
    firm = example("law_firm").plan
    plan = having(firm, **{f"{W}review.active": False, f"{W}assistant.users": 10, f"{W}assistant.tasks_a_day": 1})
    said = verdict(plan, judged(plan, "base")).text
    assert not re.search(r"[Hh]ybrid is not allowed as planned\. Cloud", said)


# what a study says


@pytest.mark.long
def test_one_year_terms_after_three_year_ones_are_told_where_they_take_the_lead_away() -> None:
    """Cloud "at its best" paid list price from month 37: 100% for three years, then 75% for one, costs £158k less.

    By hand: the present value to month 36 of the plan that commits all for three years, and from there on that of the
    plan that commits 75% for one.
    """
    long = having(INSURER, **{f"{P}committed_one_year": 0.0, f"{P}committed_three_years": 1.0})
    short = having(INSURER, **{f"{P}committed_one_year": 0.75, f"{P}committed_three_years": 0.0})
    first, rest = (case_result(one, "base").options["cloud"].discounted for one in (long, short))
    spliced = float(first[36] + rest[60] - rest[36])
    case = judged(INSURER, "base")
    cloud, own = case.options["cloud"].compared, case.options["on_premises"].compared
    assert spliced < own < cloud
    (said,) = of_kind(INSURER, "after")
    begins = "Not tried: with 100% committed for three years and then 75% for one year at a time, cloud would cost £"
    assert said.startswith(begins)
    assert said.endswith(f"and lead by {money(own - spliced)}.")
    ends_with_them = having(INSURER, **{"finance.horizon": 36})
    assert not of_kind(ends_with_them, "after")


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_what_costs_least_and_is_dearer_on_average_is_told() -> None:
    """Cloud "£164k below on-premises" costs £101k more on average, and nobody said so."""
    plan = having(INSURER, **{f"{P}cloud_price": 7.5})
    now = standing(plan)
    assert now.recommended == "cloud"
    costs = drawn_costs(plan, "base", ["cloud", "on_premises"], CASES)
    more = float(np.mean(costs["cloud"]) - np.mean(costs["on_premises"]))
    assert more > 0
    case = judged(plan, "base")
    every = speaks_against(plan, "base", case, judge_at_best(plan, "base", case))
    (said,) = [one.text for one in every if one.kind == "average"]
    assert said.startswith(f"On average over the cases drawn on-premises costs {money(more)} less")


def test_work_that_no_api_does_is_not_sent_to_one() -> None:
    """Training "sent to an API" left the bill and made cloud £245k cheaper."""
    plan = having(INSURER, **{"hosting.workload.training.cloud_calls": True})
    case = judged(plan, "base")
    assert case.blocked.keys() == {"cloud"}
    assert "Monthly training is no inference" in case.blocked["cloud"]


@pytest.mark.parametrize(("name", "waits"), [("laboratory", True), ("hospital", False)])
def test_a_range_says_whether_what_waits_is_in_it(name: str, waits: bool) -> None:
    """Both have one option and work that waits; the hospital is ranked by society, which forgoes it instead."""
    plan = example(name).plan
    case = judged(plan, "base")
    assert (case.allowed()[0].waiting_cost > 0, case.by_society) == (True, not waits)
    found = uncertainty(plan, "base", list(case.blocked), cases=200)
    assert ("with the work that waits in it" in uncertainty_finding(plan, found)) == waits


def test_a_budget_is_held_against_what_is_paid_and_not_against_what_waits() -> None:
    """The laboratory's budget was "exceeded in 93 of 100 cases" by work that waits and costs nobody cash."""
    plan = example("laboratory").plan
    plan = having(plan, **{f"workloads.workload.{plan.slugs['workload'][0]}.value": 300_000.0})
    found = uncertainty(plan, "base", cases=200)
    case = case_result(plan, "base").options["on_premises"]
    assert case.curve[-1] > found.budget["on_premises"] > case.cumulative[-1]
    assert found.over["on_premises"] < 0.5


@pytest.mark.long
def test_where_gpus_are_rented_is_a_condition_where_data_must_stay() -> None:
    """A housing association resolved to rent "cloud capacity for the rest": where, nobody had said."""
    where = {"security.residency": True, f"{P}region": "unsaid", f"{P}cloud_price": 4.0}
    unsaid = having(in_region(INSURER), **where)
    assert standing(unsaid).recommended == "cloud"
    (said,) = of_kind(unsaid, "region")
    assert said == "Cloud: where H100 pool is rented is not stated, and its data must stay in the UK or EU."
    assert "subject to rented capacity being in the UK or EU" in resolved(unsaid)
    stated = having(unsaid, **{f"{P}region": "uk"})
    assert not of_kind(stated, "region")
    assert "being in the UK or EU" not in resolved(stated)


def test_people_who_are_hired_late_add_what_they_cost_to_what_is_approved() -> None:
    """ "The people being in post before its servers go into use", hired after 48 months: £288k more was not said."""
    delay = "operations.role.platform.hire_delay"
    late, in_time = (typed(current("hospital").plan, **{delay: months}) for months in (48.0, 5.0))
    costs = [case_result(plan, "base").options["on_premises"].total_cost for plan in (late, in_time)]
    case = judged(late, "base")
    said = resolution(late, "base", case, judge(late, "base", case))
    # servers are there in month 5
    assert said.endswith(
        f"being in post before its servers go into use at {money(costs[1] - costs[0], '£')} as paid on top"
        " of the planned cost."
    )
    soon = current("hospital").plan
    case = judged(soon, "base")
    assert resolution(soon, "base", case, judge(soon, "base", case)).endswith("before its servers go into use.")
