"""Months in which less is done than is counted, and traffic, sites and teams that turn a lead unseen."""

from dataclasses import replace

import pytest
from advice import INSURER, P, W, having, of_kind, standing
from earlier import example

from models.appraisal.decided import decided
from models.appraisal.line_keys import compared_line
from models.appraisal.model import model
from models.appraisal.results import case_result
from models.exhibits.board_pages import conditions_words
from models.exhibits.conclusions import Known
from models.exhibits.phases import phases
from models.exhibits.tripwires import only_if
from models.formula.decisions import Kept
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.decisions import findings, judged
from models.rules.judgement import State
from models.rules.judging import judge_at_best
from models.rules.start_of_owning import Start, StartOfOwning
from models.studies.stress import stress_tests

WORKS = ("assistant", "training", "experiments")
WORTH = {f"{W}assistant.value": 55_000.0, f"{W}training.value": 2_000.0, f"{W}experiments.value": 1_000.0}


def struck(plan: Plan) -> set[str]:
    return {one.rule.key for one in findings(plan, "base")}


def _of_each(name: str, value: float) -> dict[str, float]:
    return {f"{W}{work}.{name}": value for work in WORKS}


def test_a_pilot_of_a_tenth_brings_a_tenth_of_the_value() -> None:
    """48 months at 10% of demand were credited with £3.0m of value: "nothing is worth doing" became "API"."""
    full, pilot = having(INSURER, **WORTH), having(INSURER, **WORTH, **_of_each("pilot_until", 48))
    assert standing(full).state is State.NOTHING
    assert standing(pilot).state is State.NOTHING
    undiscounted = {"finance.discount_rate": 0.0, "finance.inflation": 0.0}
    worth = [case_result(having(one, **undiscounted), "base").worth for one in (pilot, full)]
    # 60 months in full; a tenth of 48 months and 12 in full
    assert worth[0] / worth[1] == pytest.approx((0.1 * 48 + 12) / 60)


@pytest.mark.long
def test_a_value_that_does_not_follow_its_pilot_is_told_before_all_else() -> None:
    plan = having(INSURER, **WORTH, **_of_each("pilot_until", 48), **{"workloads.value_by_share": False})
    assert standing(plan).state is State.CLEAR
    said = of_kind(plan, "rules")
    # 48 months × 90% × £55,000, £2,000 and £1,000
    assert said[0].startswith("The value of work counts in full while a ramp-up, a pilot or a second phase does part")
    assert "Claims assistant by £2.4m, Monthly training by £86k and Experiments by £43k too much" in said[0]


@pytest.mark.long
def test_months_before_the_work_are_told_with_what_they_cost() -> None:
    """With all work from month 55 of 60, API paid £1.3m before any of it, and nothing was said."""
    late = having(INSURER, **_of_each("start", 55))
    paid = case_result(late, "base").options["api"].cumulative
    assert float(paid[54] - paid[0]) == pytest.approx(1_300_000, abs=50_000)
    assert of_kind(late, "rules")[0].startswith("No work runs before month 55, and API pays £1.3m until then:")
    gap = having(INSURER, **{f"{W}assistant.end": 6, f"{W}training.start": 50, f"{W}experiments.active": False})
    assert of_kind(gap, "rules")[0].startswith("No work runs in 43 months before month 60, and API pays")
    assert "work_waited_for" not in struck(having(INSURER, **_of_each("start", 3)))


def test_a_workload_that_asks_for_nothing_and_costs_nothing_is_not_said_to_be_charged() -> None:
    """ "What it takes all the same is charged" came first for a training of 0 runs; every figure stayed the same."""
    idle = having(INSURER, **{f"{W}training.runs": 0})
    off = having(INSURER, **{f"{W}training.active": False})
    costs = [[one.compared for one in case_result(plan, "base").options.values()] for plan in (idle, off)]
    assert costs[0] == pytest.approx(costs[1])
    assert "no_work_yet" not in struck(idle)
    assert "no_work_entered" in struck(idle)


def test_a_lead_by_what_is_sent_out_is_said_to_be_that() -> None:
    """With 500 TB a month the £3.4m of lead was egress, and "leads by storage" was said no more."""
    plan = having(INSURER, **{"data.egress": 500.0})
    assert of_kind(plan, "data") == [
        "On-premises leads by storage and egress, not by compute: without both, cloud leads by £85k."
    ]
    bare = having(plan, **{f"data.{name}": 0.0 for name in ("hot", "warm", "cold", "ingestion", "egress")})
    costs = {one.key: one.compared for one in case_result(bare, "base").options.values()}
    assert costs["on_premises"] - costs["cloud"] == pytest.approx(85_000, abs=500)


@pytest.mark.long
def test_the_team_that_a_rival_lacks_is_told_where_it_makes_the_call_close() -> None:
    """496 GPUs for 1.5 people made on-premises "too close to call" with a hybrid that leads by £974k otherwise."""
    plan = having(INSURER, **{f"{W}assistant.growth": 1.2})
    assert standing(plan).close
    assert of_kind(plan, "people") == [
        "On-premises has too few people: 496 GPUs for 1.5; with 4, hybrid leads by £974k."
    ]
    staffed = having(plan, **{"operations.role.platform.people_on_premises": 3.1})
    assert (standing(staffed).recommended, standing(staffed).rival) == ("hybrid", "api")
    assert standing(staffed).lead == pytest.approx(974_000, abs=1_000)


@pytest.mark.long
def test_an_api_that_nobody_looks_after_is_said_to_be_that() -> None:
    saas = example("saas").plan
    nobody = having(saas, **{f"operations.role.{row}.people_cloud": 0.0 for row in saas.slugs["role"]})
    assert standing(nobody).recommended == "api"
    assert of_kind(nobody, "people") == ["Nobody is planned to run it: no role has a share of its time for API."]
    assert of_kind(saas, "people") == []


@pytest.mark.long
def test_an_api_that_a_limit_leaves_out_is_told_with_the_limit() -> None:
    limited = having(INSURER, **{"hosting.workload.assistant.requests_a_minute": 10})
    # 24m requests × 1.2^(59/12) in month 60 × 1.86 at the peak ÷ 730 hours ÷ 60 minutes = 2,498
    assert of_kind(limited, "rules")[0] == (
        "API is left out. An API cannot serve all that it may: Claims assistant asks for 2,498 requests a minute in its"
        " busiest hour, and its limit is 10."
    )
    slow = having(INSURER, **{"hosting.workload.assistant.latency": 500, "hosting.workload.assistant.api_latency": 900})
    assert "Claims assistant has to answer within 500 ms, and the API takes 900." in of_kind(slow, "rules")[0]


@pytest.mark.parametrize(("at", "words"), [("own_room", "in the own server room"), ("colocation", "in colocation")])
def test_what_a_site_lacks_is_told_in_kilowatts(at: str, words: str) -> None:
    """ "Draws more than the 12 kW of its site" named neither the draw nor that the site was a colocation."""
    plan = having(INSURER, **{f"{P}site_power": 8.0, f"{P}site": at})
    drawn = case_lines(plan)
    (said,) = [one.message for one in findings(plan, "base") if one.rule.key == "site_beyond_on_premises"]
    assert said == (
        "On-premises needs more power than there is: H100 pool draws up to"
        f" {drawn:,.3g} kW with its cooling, of the 8 kW available {words}."
    )


def case_lines(plan: Plan) -> float:
    """Return servers at most × kW of a server × PUE: what they draw with their cooling."""
    values = plan.values("base")
    servers = model(plan.structure).evaluate(dict(values), ["on_premises.in_use"]).rows("on_premises.in_use").max()
    one = float(values[f"{P}server_power"]) * float(values[f"{P}pue"])
    return float(servers) * one


PHASED = {
    f"{W}assistant.pilot_until": 12,
    f"{W}assistant.pilot_share": 0.05,
    f"{W}assistant.phase_until": 24,
    f"{W}assistant.phase_share": 0.4,
}


@pytest.mark.long
def test_servers_that_are_bought_before_a_gate_are_held_against_the_work_ending_there() -> None:
    """£570,000 was to be approved "now", a year before the gate, and neither pilot nor gate stood in the paper."""
    plan = having(INSURER, **PHASED)
    stopped = having(plan, **{f"{W}assistant.gate_passed": False})
    costs = {key: one.compared for key, one in case_result(stopped, "base").options.items()}
    assert costs["on_premises"] - costs["api"] == pytest.approx(823_000, abs=1_000)
    assert standing(plan).recommended == "on_premises"
    assert of_kind(plan, "gate") == [
        (
            "Servers are bought before the gate of Claims assistant in month 12: where the pilot ends there,"
            " on-premises costs £823k more than API."
        )
    ]
    assert of_kind(having(plan, **{f"{P}owning_start": 24}), "gate") == []
    assert of_kind(INSURER, "gate") == []


@pytest.mark.long
def test_what_is_bought_between_the_start_and_a_gate_is_paid_and_nothing_after_it() -> None:
    """One figure for one event: it was "at least £770k" and £1,255k beside it, and by hand £1,143k.

    By hand: the plan orders a server in month 16, before the gate in month 18, and one in month 47, after it.
    """
    plan = having(INSURER, **{f"{W}assistant.pilot_until": 18, f"{W}assistant.pilot_share": 0.1})
    line = "on_premises.ordered"
    orders = model(plan.structure).evaluate(dict(plan.values("base")), [line]).rows(line)[0, :, 0]
    assert [int(month) for month in orders.nonzero()[0]] == [0, 16, 47]
    ended: dict[str, Value] = {f"{W}assistant.gate_passed": False}
    ground = decided(plan, "base", ended)
    kept = ground.kept[line].array.copy()
    kept[..., 47, :] = 0
    by_hand = replace(ground, kept={**ground.kept, line: Kept(kept)}).evaluate(
        ended, ["on_premises.total.present_value"]
    )
    tests = {one.label: one.present_value for one in stress_tests(plan, "base")}
    stopped = tests["No pilot passes its gate"]
    assert stopped["on_premises"] == pytest.approx(by_hand.number("on_premises.total.present_value"), abs=1)
    more = stopped["on_premises"] - stopped["api"]
    assert more == pytest.approx(1_143_000, abs=1_000)
    assert of_kind(plan, "gate")[0].endswith("on-premises costs £1.1m more than API.")


def test_servers_that_stand_already_are_not_bought_again_for_what_is_left() -> None:
    """The plan that stops early orders three in month 6 for what is left; the one that goes on has them by then."""
    university = example("university").plan
    training = "workloads.workload.training."
    plan = having(university, **{f"{training}pilot_until": 5, f"{training}gate_passed": True})
    ended: dict[str, Value] = {f"{training}gate_passed": False}
    ground = decided(plan, "base", ended)
    kept = ground.kept["on_premises.ordered"].array.copy()
    kept[..., 6:, :] = 0
    line = compared_line("on_premises")
    by_hand = replace(ground, kept={**ground.kept, "on_premises.ordered": Kept(kept)}).evaluate(ended, [line])
    tests = {one.label: one.present_value for one in stress_tests(plan, "base")}
    assert tests["No pilot passes its gate"]["on_premises"] == pytest.approx(by_hand.number(line), abs=1)


def test_a_pilot_that_stops_is_a_stress_test_and_stands_among_the_phases() -> None:
    plan = having(INSURER, **PHASED)
    tests = {one.label: one for one in stress_tests(plan, "base")}
    assert tests["No pilot passes its gate"].inputs == {f"{W}assistant.gate_passed": False}
    stopped = tests["No pilot passes its gate"].present_value
    assert stopped["api"] < tests["As planned"].present_value["api"]
    assert "No pilot passes its gate" not in {one.label for one in stress_tests(INSURER, "base")}
    found = {one.label: one for one in phases(Known(plan, "base", judged(plan, "base"), None)).phases}
    pilot, second = found["Pilot: Claims assistant"], found["Second phase: Claims assistant"]
    assert (pilot.first, pilot.last, pilot.note) == (1, 12, "5% of demand, then its gate")
    assert (second.first, second.last, second.note) == (12, 24, "40% of demand")


def test_a_start_so_late_that_the_option_is_another_ends_the_months_that_cost_alike() -> None:
    costs = [Start(month, {"hybrid": 10.0, "cloud": 9.0}, {}) for month in (4, 7)]
    found = StartOfOwning([*costs, Start(10, {"cloud": 9.0}, {})], "hybrid", None)
    assert found.as_well == 7


@pytest.mark.long
def test_what_goes_on_where_nothing_is_done_is_held_against_replacing_it() -> None:
    """ "Do not proceed" kept a bill of £1.8m for part of the work, and cloud does all of it for £1.5m."""
    bill = {"finance.usual_today": "bill", "finance.usual_cost": 80_000.0, "finance.usual_same_work": False}
    worth = {f"{W}assistant.value": 40_000.0, f"{W}training.value": 10_000.0, f"{W}experiments.value": 5_000.0}
    plan = having(INSURER, **bill, **worth, **{"finance.horizon": 24})
    now = standing(plan)
    assert now.state is State.NOTHING
    spared = case_result(plan, "base").usual_present_value - now.lead
    assert spared == pytest.approx(1_475_000, abs=1_000)
    assert of_kind(plan, "usual") == [
        (
            "Business as usual goes on at £1.8m in present value, for what it does of the work: where cloud replaces"
            " it, that is worth £1.5m more than it costs."
        )
    ]


@pytest.mark.long
def test_a_plan_that_allows_nothing_is_reopened_by_what_allows_an_option() -> None:
    """The settings at their best are allowed, and "no plausible change reopens the decision" stood on page one."""
    saas = example("saas").plan
    plan = having(saas, **{f"hosting.workload.{one}.may_call": False for one in ("summaries", "search")})
    assert standing(plan).state is State.NONE
    judgement = judge_at_best(plan, "base", judged(plan, "base"))
    assert judgement.final.state is not State.NONE
    assert (
        only_if(plan, judgement.reopened_from, ())
        == "settings or a requirement change, so that the rules allow an option"
    )
    assert conditions_words(Known(plan, "base", judged(plan, "base"), None)) == ""
