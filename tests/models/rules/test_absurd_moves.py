"""Advice that its own conditions undo: empty posts, sums of other settings, what settles a close call, a record."""

from dataclasses import replace

import numpy as np
import pytest
from advice import INSURER, WORKS, P, W, having, typed
from earlier import example

from desktop.commands.record import decided
from models.exhibits.board import recommendation_head, why_none
from models.exhibits.case_text import resolution
from models.exhibits.judgement import headline
from models.exhibits.recorded import held_finding, verdicts_table
from models.exhibits.remedy_words import every_bar
from models.exhibits.sensitivity import switching_finding
from models.exhibits.shapes import yearly_bars
from models.exhibits.simulation import may_cost_far_more
from models.exhibits.studies import stress_finding, stress_table
from models.exhibits.tripwires import nearest, reopened_finding
from models.exhibits.verdict import verdict
from models.plan.decision_record import latest_of
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.decisions import judged
from models.rules.judgement import Judgement, State, planned
from models.rules.judging import judge, judge_at_best
from models.rules.priced import Priced
from models.rules.recorded import Signature, held
from models.studies.stress import stress_tests
from models.studies.tripwires import Tripwire
from models.studies.uncertainty import uncertainty

ROLES = [f"operations.role.{role}.hire_delay" for role in ("platform", "security", "ml")]
LATE = having(INSURER, **dict.fromkeys(ROLES, 36.0))


def found(plan: Plan) -> Judgement:
    return judge_at_best(plan, "base", judged(plan, "base"))


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_a_lead_that_ends_when_its_people_are_in_post_says_so_first() -> None:
    """Posts left empty for three years made £156k, too close to call, a clear £244k, with the posts as a condition."""
    judgement = found(LATE)
    assert judgement.planned.state is State.CLEAR
    first = judgement.against[0]
    assert (first.kind, first.turns) == ("people", False)
    # 3,091 + 308 = 3,399 against 3,335 + 219 = 3,554, as the insurer has it with all in post
    assert "on-premises costs £308k more, and on-premises and cloud are too close to call, £156k apart" in first.text
    assert "still leads" not in first.text


def test_what_is_left_below_the_tolerance_is_too_close_to_call() -> None:
    option = judged(INSURER, "base").options["on_premises"]
    said = Priced(option, 60_000, "", 0.0, "£", 90_000, 150_000, "cloud", 0.0, tolerance=100_000).words
    assert said == "on-premises costs £60k more, and on-premises and cloud are too close to call, £90k apart"
    left = Priced(option, 30_000, "", 0.0, "£", 120_000, 150_000, "cloud", 0.0, tolerance=100_000).words
    assert left == "on-premises costs £30k more"


GROWS = having(INSURER, **{f"{W}assistant.growth": 1.5})


@pytest.mark.long
def test_a_sum_for_two_servers_rests_on_no_settings_of_thirty_six() -> None:
    """£566,000 was to be approved for two servers, on the lead of a hybrid with 36, which buys for £7.2m more."""
    judgement = found(GROWS)
    assert judgement.final.recommended == "hybrid"
    saved = judgement.planned.compared["hybrid"] - (judgement.best.compared["hybrid"] if judgement.best else 0.0)
    assert saved > judgement.planned.lead
    # 7,683 less 514, as the paper of the plan with these settings has it
    assert 7_100_000 < judgement.capital["hybrid"] < 7_200_000
    assert judgement.rebought
    assert judgement.advised == ""
    case = judged(GROWS, "base")
    assert "to resolve nothing yet" in resolution(GROWS, "base", case, judgement)
    assert "the best settings of hybrid buy otherwise than planned, and save more than it leads by" in why_none(
        GROWS, "base", case, judgement
    )


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_what_settles_a_close_call_comes_before_what_turns_it_by_less() -> None:
    """Two of four servers owned already save £403k of a call £15k apart; it was the fourth to be told."""
    judgement = found(having(INSURER, **{f"{P}owned_servers": 4, f"{P}owned_months": 36}))
    assert judgement.planned.state is State.CLOSE
    assert "with 2 of the 4 servers that are owned already on-premises costs £403k less" in " ".join(
        one.text for one in judgement.against
    )


@pytest.mark.long
def test_a_head_says_that_it_is_the_best_settings_that_lead() -> None:
    plan = having(INSURER, **{f"{W}{one}.active": False for one in ("assistant", "experiments")})
    judgement = found(plan)
    assert judgement.planned.close
    assert not judgement.final.close
    best = judged(plan, "base").options[judgement.final.recommended]
    assert recommendation_head(best, judgement) == "Recommendation on cost: cloud, at its best settings."


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_a_record_keeps_how_sure_it_was_and_says_what_is_no_longer_clear() -> None:
    """A decision recorded as clear, with 72 of 100 cases, was "too close to call" at once, with a chance of 92%."""
    plan = decided(LATE, "base", Signature("A. Board", "2026-11-30"), found(LATE))
    record = plan.records[-1]
    assert record.state == "clear"
    assert record.chance is not None
    assert round(record.chance, 2) == 0.72
    rows = {row[0]: row[1:3] for row in verdicts_table(held(record, plan, "base").apart, "then", "now").texts()}
    assert rows["Judged, as planned"] == ["clear", "clear"]
    there = having(plan, **dict.fromkeys(ROLES, 0.0))
    assert "but no longer clearly: it is too close to cloud to call" in held_finding(held(record, there, "base"))


def test_where_one_rule_alone_bars_an_option_the_others_bars_are_theirs() -> None:
    """ "Nor is that all" was said of on-premises too, which only the share that escalates bars."""
    plan = having(INSURER, **{f"{W}assistant.place": "inside"})
    said = every_bar(plan, judged(plan, "base"))
    assert "set the share that does to 0. Nothing else bars on-premises or hybrid; cloud " in said
    freed = having(plan, **{"hosting.workload.assistant.escalation": 0.0})
    assert [one.key for one in judged(freed, "base").allowed()] == ["on_premises", "hybrid"]


def test_no_price_is_watched_that_falls_to_a_thirtieth_in_a_year() -> None:
    plan = INSURER

    def wire(key: str, at: float) -> Tripwire:
        now = float(plan.values("base")[key])
        there = Tripwire(key, (key,), now, at, at < now, "api", abs(at - now))
        return Tripwire(key, (key,), now, at, at < now, "api", abs(at - now), anew=there)

    far, near = wire("finance.api_trend", -0.971), wire("finance.cloud_trend", 0.1)
    assert [one.key for one in nearest(plan, [far, near])] == ["finance.cloud_trend"]
    # work may well grow by more than a half in a year
    grows = wire(f"{W}assistant.growth", 0.6)
    assert [one.key for one in nearest(plan, [far, grows])] == [f"{W}assistant.growth"]


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_what_rests_on_settings_that_were_looked_for_says_so() -> None:
    """ "Without it, cloud and hybrid are £10k apart" was said of settings tuned for a fall of prices by nine tenths.

    As it is planned without that fall on-premises leads, by what the plan without it says.
    """
    step = "finance.price_step.step."
    falls = having(INSURER, **{f"{step}active": True, f"{step}month": 13, f"{step}change": -0.9})
    said = " ".join(one.text for one in found(falls).against)
    first, second = judged(INSURER, "base").allowed()[:2]
    assert first.key == "on_premises"
    assert f"without it, on-premises leads by {money(second.compared - first.compared, '£')}, " in said
    assert " as planned." in said


def test_without_any_price_nothing_is_judged_rather_than_forbidden() -> None:
    """Where every price was missing it read "No option is allowed … change the requirement itself"."""
    pool, work = "compute.pool.h100", "hosting.workload.assistant"
    prices = (f"{pool}.cloud_price", f"{pool}.server_price", f"{work}.api_in", f"{work}.api_out")
    plan = typed(example("startup").plan, **dict.fromkeys(prices, 0.0))
    case = judged(plan, "base")
    judgement = judge(plan, "base", case)
    assert judgement.planned.state is State.NONE
    assert set(judgement.planned.awaited) == {"cloud", "on_premises", "hybrid"}
    said = verdict(plan, case, judgement).text
    assert said.startswith("No option can be judged yet. ")
    assert said.endswith("Enter what is missing.")
    assert "allowed" not in "".join(part.text for part in headline(plan, judgement))
    assert "No option is recommended: no option can be judged yet. " in why_none(plan, "base", case, judgement)
    assert stress_finding(case, stress_tests(plan, "base")).startswith("No option can be judged yet: ")
    assert switching_finding(plan, "base", []) == "No option can be judged yet: no input changes the verdict."


def test_what_is_forbidden_besides_is_told_apart_from_what_is_missing() -> None:
    """Air-gapped, with servers whose price is missing: they could be judged, nothing else is allowed."""
    within: dict[str, Value] = {"security.air_gapped": True, f"{P}bridging": "wait"}
    own = {f"hosting.workload.{work}.escalation": 0.0 for work in WORKS}
    plan = typed(INSURER, **within, **own, **{f"{P}server_price": 0.0})
    case = judged(plan, "base")
    judgement = judge(plan, "base", case)
    assert (judgement.planned.state, set(judgement.planned.awaited)) == (State.NONE, {"on_premises"})
    said = verdict(plan, case, judgement).text
    assert said.startswith("No option can be judged yet. ")
    assert said.endswith("Enter what is missing, with which on-premises can be judged.")
    told = "".join(part.text for part in headline(plan, judgement))
    assert "Air-gapped: nothing may connect" in told
    assert "server’s price" in told.replace("'", "’")


def test_no_table_of_stress_or_years_counts_what_awaits_a_price() -> None:
    """Beside options that are judged, servers without a price stood in both at what is left of their cost."""
    plan = typed(example("startup").plan, **{"compute.pool.h100.server_price": 0.0})
    case = judged(plan, "base")
    assert [one.label for one in yearly_bars(plan, "base").series] == ["Cloud", "API"]
    heads = stress_table(plan, case, stress_tests(plan, "base")).heads
    assert [*heads[1:]] == ["Cloud", "API", "Cheapest"]


@pytest.mark.long
def test_work_an_api_alone_does_is_held_against_its_worth() -> None:
    """£57m for work that is worth £3.1m was to be resolved, since without that work there was no API to compare."""
    h = "hosting.workload.assistant."
    failing = {f"{h}api_success": 0.99, f"{h}hosted_success": 0.9, f"{h}failure_minutes": 3.0}
    plan = typed(INSURER, **failing)
    judgement = judge(plan, "base", judged(plan, "base"))
    assert judgement.planned.recommended == "api"
    (said,) = [one.text for one in judgement.against if one.kind == "value"]
    assert said.startswith("“Claims assistant” adds £57.3m and is worth £3.1m by the values entered; without it cloud")


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_the_latest_decision_is_that_of_the_last_day() -> None:
    """A decision that was dated back overrode the one of a month later."""
    plan = decided(INSURER, "base", Signature("Late", "2026-12-01", "", ""))
    plan = decided(plan, "base", Signature("Early", "2026-11-01", "cloud", ""))
    assert latest_of(plan.records).by == "Late"
    plan = decided(plan, "base", Signature("Again", "2026-12-01", "cloud", ""))
    assert latest_of(plan.records).by == "Again"


@pytest.mark.long
def test_settings_that_save_a_twentieth_of_what_is_recommended_are_its_condition() -> None:
    """Owning put off by two years cost £457k more than at once, and the resolution said nothing of it."""
    plan = typed(INSURER, **{"data.egress": 500.0, f"{P}owning_start": 24.0})
    judgement = found(plan)
    assert not judgement.turned
    assert any("on-premises costs £457k less" in one.text for one in judgement.against if one.kind == "not_at_best")
    said = resolution(plan, "base", judged(plan, "base"), judgement)
    assert "its best settings being taken, which cost £457k less in present value" in said


@pytest.mark.long
def test_a_lead_that_ends_within_the_tolerance_leads_clearly_only_if_prices_fall() -> None:
    """ "API leads only if API prices fall by more than 0.0244% a year … hybrid leads by £557", of £4.0m."""
    plan = having(example("saas").plan, **{"finance.horizon": 120})
    plan = replace(plan, structure=replace(plan.structure, horizon=120)) if plan.structure.horizon != 120 else plan
    said = [one.text for one in judge(plan, "base", judged(plan, "base")).against if one.kind == "trend"]
    (one,) = said
    assert one.startswith(
        "API leads clearly only if API prices fall (planned 25% a year): at today's prices hybrid leads by £"
    )
    assert one.endswith(", too close to call.")


def test_a_site_that_is_nearly_full_is_told_beside_what_reopens_a_decision() -> None:
    """2,200 kW ÷ 1,885 kW − 1 = 17%: a quarter more runs barred on-premises, and "no likely change reopens it"."""
    plan = example("university").plan
    standing = planned(judged(plan, "base"))
    said = reopened_finding(plan, "base", standing, [])
    assert said.endswith(" In the scenario “The hall is not extended” on-premises is not allowed."), (
        "what a scenario of the plan bars is told with it"
    )
    assert (
        "H200 draws up to 1,885 kW of the 2,200 kW available in the own server room: drawing 17% more, on-premises is"
        " no longer allowed."
    ) in said
    roomy = having(plan, **{f"compute.pool.{pool}.site_power": 4_000.0 for pool in plan.slugs["pool"]})
    assert "available" not in reopened_finding(roomy, "base", planned(judged(roomy, "base")), [])


def test_a_cost_that_may_be_far_more_than_planned_is_told_on_page_one() -> None:
    """An expected cost of 1.9 times the plan's, and page one had "cheaper in every case" alone."""
    plan = example("university").plan
    found = uncertainty(plan, "base", cases=400)
    said = may_cost_far_more(plan, found)
    assert said.startswith(" In 8 of 10 cases on-premises costs £")
    assert said.endswith(" on average, against £75.1m planned.")
    assert float(np.percentile(found.present_value["on_premises"], 90)) > 1.25 * 75_061_000
    assert may_cost_far_more(INSURER, uncertainty(INSURER, "base", cases=400)) == ""
