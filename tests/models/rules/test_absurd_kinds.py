"""Advice that was nonsense: options that are another by their settings, and what the search took none of them for."""

import pytest
from advice import INSURER, P, against, cost, having, of_kind, standing
from earlier import example

from desktop.commands.best import Asked, best_text
from models.appraisal.results import case_result
from models.areas.compute import Pool
from models.areas.options import USUAL
from models.exhibits.best import best_finding
from models.exhibits.case_text import resolution
from models.exhibits.verdict import verdict
from models.exhibits.verdict_parts import in_cases
from models.exhibits.views import views_table
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.against import speaks_against
from models.rules.best import best
from models.rules.decisions import judged
from models.rules.judgement import Judgement, State, judged_now
from models.rules.judging import judge, judge_at_best
from models.rules.remedies import allowed_if_it_waits, allowed_if_rented_elsewhere
from models.rules.unknown_carbon import calls

LAW_FIRM = example("law_firm").plan
"""It calls its assistant by API in every option, and hosts the review of documents but for the API option."""
REVIEW_STAYS = {"hosting.workload.review.may_call": False}
SEARCH_CALLED = {f"hosting.workload.{work}.on_premises_calls": True for work in ("search", "summaries")}


@pytest.mark.long
def test_an_owning_option_that_hosts_what_no_api_may_serve_is_one() -> None:
    """Review may go to no API: own servers run it, whoever serves the assistant. It was found dearer than planned."""
    plan = having(LAW_FIRM, **REVIEW_STAYS)
    planned = case_result(plan, "base").options
    for kind in ("on_premises", "hybrid"):
        one = next(one for one in best(plan, "base").found if one.kind == kind)
        assert one.planned is not None
        assert one.cost <= one.planned == pytest.approx(planned[kind].compared)


@pytest.mark.long
def test_a_cloud_that_calls_everything_that_may_be_called_is_the_api_option() -> None:
    plan = having(LAW_FIRM, **REVIEW_STAYS)
    assert set(judged(plan, "base").blocked) == {"cloud"}
    said = verdict(plan, judged(plan, "base")).text
    assert said.startswith("API costs £775k less than on-premises over five years")
    assert "overtake" not in said  # a cloud that is none is nothing to be overtaken
    assert "Cloud is not allowed as planned: everything that an API may serve is called by API" in said
    # it is allowed where it hosts what may be called
    assert "cloud" in {one.kind for one in best(plan, "base").found}


@pytest.mark.long
def test_servers_for_training_alone_are_kept_where_the_plan_has_them_so() -> None:
    """Software firm: every model called, own servers for training. That is £360k less than hosting the search."""
    hosts, calls = example("saas").plan, having(example("saas").plan, **SEARCH_CALLED)
    assert "on_premises" not in judged(calls, "base").blocked
    found = {
        name: next(one for one in best(plan, "base").found if one.kind == "on_premises")
        for name, plan in (("hosts", hosts), ("calls", calls))
    }
    assert found["calls"].planned == pytest.approx(case_result(calls, "base").options["on_premises"].compared)
    assert 350_000 < found["hosts"].cost - found["calls"].cost < 370_000


def test_what_owns_servers_and_calls_all_its_work_is_the_api_option() -> None:
    plan = having(
        example("startup").plan,
        **{f"hosting.workload.{work}.on_premises_calls": True for work in example("startup").plan.slugs["workload"]},
    )
    assert "which is what the API option does" in judged(plan, "base").blocked["on_premises"]
    assert standing(plan).recommended == "api"


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_the_best_of_each_says_where_a_lead_is_too_close_to_call() -> None:
    """It said that on-premises leads where the judgement of the same plan said that nobody can tell."""
    said, _ = best_text(example("insurer").plan, "base", Asked(), as_json=False)
    first = said.split("\n", 1)[0]
    assert first.startswith("Each at its best, on-premises leads cloud by £156k.")
    assert first.endswith("Too close to call: on-premises is cheaper than cloud in 67 of 100 cases.")
    clear, _ = best_text(example("startup").plan, "base", Asked(), as_json=False)
    assert "Too close" not in clear.split("\n", 1)[0]


def billed(bill: float, **changes: Value) -> Plan:
    """Return the insurer with a bill of today for the same work."""
    return having(INSURER, **{"finance.usual_today": "bill", "finance.usual_cost": bill}, **changes)


@pytest.mark.long
def test_business_as_usual_that_does_the_same_work_stays_in_the_contest_when_an_option_is_cheaper() -> None:
    """A bill of £69,500: £52k more than on-premises, which led "cloud by £156k" as though nobody paid it.

    By hand: 3,399 on-premises; a bill of £1 more a month is 53.2 (60 months at 8%, today's money, with its growth), so
    that £67,000, £72k below, and £69,500 lie £124k apart.
    """
    dearer, cheaper = (judged_now(plan, "base", judged(plan, "base")) for plan in (billed(69_500), billed(67_000)))
    assert (cheaper.state, cheaper.recommended, cheaper.rival) == (State.USUAL, USUAL, "on_premises")
    assert (dearer.state, dearer.recommended, dearer.rival) == (State.CLOSE, "on_premises", USUAL)
    assert (round(cheaper.lead, -3), round(dearer.lead, -3)) == (72_000, 52_000)
    said = verdict(billed(69_500), judged(billed(69_500), "base"), Judgement(dearer)).sentence
    assert said.startswith("Too close to call: on-premises £52k below business as usual over five years")
    assert "Business as usual needs £517k less up front. Cloud costs £156k more." in said
    made = judge(billed(69_500), "base", judged(billed(69_500), "base"))
    text = resolution(billed(69_500), "base", judged(billed(69_500), "base"), made)
    assert "on-premises and business as usual are too close to call" in text
    goes_on = money(float(judged(billed(69_500), "base").usual[-1]))
    kept = f"Keeping business as usual instead would mean a planned cost of {goes_on} over five years, subject to"
    assert f"{kept} today's bill being shown to hold the people" in text
    # where the bill is far above, the options decide among themselves
    assert standing(billed(90_000)).rival == "cloud"


def test_what_costs_least_and_is_the_dearer_more_often_says_so() -> None:
    dearer = judged_now(billed(69_500), "base", judged(billed(69_500), "base"))
    assert dearer.chance is not None
    assert dearer.chance < 0.5
    said = verdict(billed(69_500), judged(billed(69_500), "base"), Judgement(dearer)).sentence
    assert f"cheaper in {in_cases(dearer.chance)}. More often than not business as usual is the cheaper." in said


@pytest.mark.long
def test_a_hybrid_of_which_no_server_is_needed_is_no_rival_of_the_cloud() -> None:
    """Insurer without its assistant and its training: "cloud and hybrid cost the same, 2 servers kept", none bought."""
    plan = having(INSURER, **{f"workloads.workload.{one}.active": False for one in ("assistant", "training")})
    bests = best(plan, "base")
    assert [one.kind for one in bests.found] == ["cloud", "on_premises"]
    assert bests.missing["hybrid"] == "no server that it kept would be used: it is the cloud"
    made = judge_at_best(plan, "base", judged(plan, "base"))
    assert made.best is not None
    # today's cloud, at list price, comes next
    assert (made.best.state, made.best.rival) == (State.CLOSE, USUAL)


@pytest.mark.long
def test_a_limit_on_carbon_is_not_kept_by_an_api_whose_emissions_nobody_knows() -> None:
    """It was the only option allowed, and "kept 100 tonnes in 99 of 100 cases"."""
    api = "what the supplier of an API emits is not known, so that a limit on carbon cannot be shown to be kept"
    insurer = best(INSURER, "base", {"carbon": 100.0})
    assert (list(insurer.found), insurer.missing["api"]) == ([], api)
    assert best_finding(INSURER, insurer).startswith(f"No option is allowed. API: {api}. Cloud: carbon of at most 100")
    # software firm: the cloud that calls no API may be held to it
    firm = example("saas").plan
    (cloud,) = (one for one in best(firm, "base", {"carbon": 100.0}).found if one.kind == "cloud")
    assert cloud.settings["hosting.workload.summaries.cloud_calls"] is False
    (carbon,) = (row for row in views_table(INSURER, judged(INSURER, "base")).texts() if "Carbon" in row[0])
    shown = carbon[1:]
    api_place = list(judged(INSURER, "base").options).index("api")
    assert [one.startswith("at least ") for one in shown] == [place == api_place for place in range(4)]
    assert not calls(INSURER, "base", "cloud")
    assert calls(firm, "base", "cloud")


@pytest.mark.long
def test_a_lead_that_is_where_the_data_lies_says_so() -> None:
    """Bank: its servers cost more than rented ones, its arrays £584k less than stores: with no data cloud leads."""
    bank = example("bank").plan
    case = judged(bank, "base")
    # a lever that turns the lead comes before it
    every = speaks_against(bank, "base", case, judge(bank, "base", case))
    (said,) = [one.text for one in every if one.kind == "data"]
    empty = having(bank, **{f"data.{one}": 0.0 for one in ("hot", "warm", "cold", "ingestion")})
    ahead = cost(empty, "on_premises") - cost(empty, "cloud")
    assert round(ahead, -3) == 350_000
    assert said == f"On-premises leads by storage, not by compute: without data, cloud leads by {money(ahead)}."
    assert of_kind(LAW_FIRM, "data") == []


@pytest.mark.long
def test_years_without_work_and_a_value_entered_twice_come_before_all_else() -> None:
    ended = having(INSURER, **{f"workloads.workload.{one}.end": 36 for one in INSURER.slugs["workload"]})
    case = judged(ended, "base")
    least = case.ranked()[0]
    after = money(float(least.cumulative[60] - least.cumulative[36]))
    assert against(ended)[0].text == (
        f"All work ends in month 36 of 60, and {least.in_sentence} pays {after} after it: shorten the horizon, or end"
        " people, controls and servers too."
    )
    others = {f"workloads.workload.{one}.value": 1.0 for one in ("training", "experiments")}
    twice = having(INSURER, **others, **{"finance.benefit.benefit.active": True, "finance.benefit.benefit.amount": 6e4})
    assert float(twice.entry("base", "workloads.workload.assistant.value").value) == 60_000
    assert against(twice)[0].text == (
        "The same amount stands as a benefit and as the value of the work, so that it may count twice: A benefit and"
        " the value of Claims assistant."
    )


def test_where_another_region_or_waiting_would_allow_an_option_that_is_said() -> None:
    """Insurer that rents outside the UK and EU: "no option is allowed", where London is, and so is not renting."""
    plan = having(INSURER, **{f"{P}region": "elsewhere"})
    waits = having(plan, **{f"{P}bridging": "wait"})
    (allowed,) = judged(waits, "base").allowed()
    assert allowed.key == "on_premises"
    waiting = allowed_if_it_waits(plan, "base")
    assert waiting is not None
    assert waiting.compared == pytest.approx(allowed.compared)
    said = verdict(plan, judged(plan, "base"))
    assert said.sentence.startswith("No option is allowed")
    elsewhere = allowed_if_rented_elsewhere(plan, "base", judged(plan, "base"))
    assert elsewhere is not None
    offer, freed = elsewhere
    assert "London" in offer.offer.region
    assert {one.key for one in freed} >= {"cloud", "on_premises"}
    first, second = freed[:2]
    assert said.follow_up.startswith(
        f"Rented as {offer.offer.name}, {offer.offer.region}, nothing committed, {first.in_sentence}, "
    )
    cheapest, second_one = money(first.compared), money(second.compared)
    assert f" are allowed: {first.in_sentence} then costs {cheapest} over five years in today's money" in said.follow_up
    assert f", {second.in_sentence} {second_one}" in said.follow_up
    # nor has anything to be rented elsewhere where it may wait
    instead = f"Without that, on-premises is allowed where work waits for delivery (Compute, {Pool.bridging.label})"
    assert instead in said.follow_up
    # where nothing would help, nothing is promised
    nothing = having(waits, **{"finance.capital_limit": 1.0, "security.air_gapped": True})
    assert verdict(nothing, judged(nothing, "base")).follow_up.startswith("Change what the rules name")


@pytest.mark.long
def test_a_hybrid_that_would_be_near_with_its_data_at_home_is_named() -> None:
    """Egress and stores dear: £8.4m ahead of the hybrid, "better settings do not change that"; £165k with one share."""
    plan = having(INSURER, **{"data.egress": 2_000.0, "data.cold": 5_000.0, "data.ingestion": 100.0})
    home = having(plan, **{"data.hybrid_cloud": 0.0})
    left = cost(home, "hybrid") - cost(plan, "on_premises")
    less = cost(plan, "hybrid") - cost(home, "hybrid")
    assert (round(less, -5), round(left, -3)) == (8_300_000, 165_000)
    (said,) = of_kind(plan, "data_share")
    assert said == (
        f"Not tried: with 0% of its data in the cloud, not 30%, hybrid costs {money(less)} less: on-premises would lead"
        f" it by only {money(left)}."
    )
    assert of_kind(INSURER, "data_share") == []


INFERENCE_POOL = "compute.pool.inference."


@pytest.mark.long
def test_no_server_of_a_hybrid_stands_at_two_sites_at_once() -> None:
    """With all compute twice the bank's hybrid kept one server, half of it at each site, and led by £14k."""
    bank = having(example("bank").plan, **{f"{INFERENCE_POOL}standby": 1.0})
    case = judged(bank, "base")
    assert (
        case.blocked["hybrid"]
        == "Hybrid is not allowed as planned: Inference pool: 1 server cannot stand at two sites; 2 can."
    )
    assert "hybrid" in case.unpriced
    found = {one.kind: one for one in best(bank, "base").found}
    assert found["hybrid"].settings[f"{INFERENCE_POOL}hybrid_servers"] == 2
    assert min(found.values(), key=lambda one: one.cost).kind == "on_premises"
    # two servers are whole, and so are all that are needed, whatever their number
    two = having(bank, **{f"{INFERENCE_POOL}hybrid_servers": 2})
    assert "hybrid" not in judged(two, "base").blocked
    assert found["hybrid"].cost == pytest.approx(cost(two, "hybrid"))
    # 25% beside 2 of the 4 needed would be 1.6 at work and 0.4 standing by
    insurer = having(INSURER, **{f"{P}standby": 0.25})
    assert "2 servers cannot be shared out whole at two sites; " in judged(insurer, "base").blocked["hybrid"]
    all_of_them = having(insurer, **{f"{P}hybrid_servers": 50})
    assert "hybrid" not in judged(all_of_them, "base").blocked


def test_what_a_second_site_leaves_of_a_lead_is_held_against_whole_servers() -> None:
    """The bank was told that its lead falls to £21k: over a hybrid with half a server at each site."""
    (said, *_) = of_kind(example("bank").plan, "service")
    assert said.endswith(
        "in today's money, with all compute twice, on-premises costs £618k more and cloud £573k more, and"
        " on-premises still leads by £163k."
    )
    twice = having(example("bank").plan, **{f"{INFERENCE_POOL}standby": 1.0, f"{INFERENCE_POOL}hybrid_servers": 2})
    lead = min(cost(twice, "cloud"), cost(twice, "hybrid")) - cost(twice, "on_premises")
    assert lead > 0.5 * (cost(example("bank").plan, "cloud") - cost(example("bank").plan, "on_premises"))
