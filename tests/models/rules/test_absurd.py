"""Absurd advice that was found by trying: each with the plan that it was found on, or one like it."""

import pytest
from advice import INSURER, WORKS, P, W, against, cost, having, of_kind, standing
from earlier import example

from desktop.storage.examples import names
from models.appraisal.results import case_result
from models.areas.options import OWNING
from models.exhibits.board import without_option
from models.exhibits.case_text import ranked_cost, resolution
from models.exhibits.every_study import STUDIES, Asked
from models.exhibits.verdict import verdict
from models.exhibits.verdict_parts import in_cases
from models.plan.plan import Entry, Plan
from models.plan.sectors import SECTORS, plan_of
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.best import best
from models.rules.decisions import findings, judged
from models.rules.judgement import State, drawn_costs, judged_now, planned
from models.rules.judging import judge, judge_at_best
from models.rules.plans_apart import plans_apart
from models.rules.priced import priced
from models.rules.start_of_owning import start_of_owning
from models.studies.tripwires import Reopening


@pytest.mark.parametrize("lead", [3, 12, 24])
@pytest.mark.parametrize("name", names())
def test_work_that_waits_for_servers_is_never_cheaper_than_the_same_work_rented_meanwhile(name: str, lead: int) -> None:
    plan = example(name).plan
    pools = plan.slugs["pool"]
    later = having(plan, **{f"compute.pool.{pool}.lead": lead for pool in pools})
    bridged = having(later, **{f"compute.pool.{pool}.bridging": "cloud" for pool in pools})
    waits = having(later, **{f"compute.pool.{pool}.bridging": "wait" for pool in pools})
    for option in set(OWNING) & case_result(plan, "base").options.keys():
        assert cost(waits, option) >= cost(bridged, option) - 0.01


@pytest.mark.parametrize("ranked", ["organisation", "society"])
@pytest.mark.parametrize(
    "billed",
    [
        {},
        {"finance.bias_counted": True, "finance.bias_running": 0.2},
        {"cost_management.bill_factor": 1.3},
        {"operations.tool.databricks.active": True, "operations.tool.databricks.hour_fee": 0.5},
    ],
    ids=["as_planned", "bias", "bills_above_the_estimate", "platform_fee"],
)
@pytest.mark.long
def test_work_that_waits_counts_all_that_renting_it_would_add(billed: dict[str, float | bool], ranked: str) -> None:
    """The university's work runs on spot, so that what waits counts at what bridging bills: the two are the same."""
    plan = having(example("university").plan, **{"finance.ranked_by": ranked}, **billed)
    (pool,) = plan.slugs["pool"]
    later = having(plan, **{f"compute.pool.{pool}.lead": 12})
    bridged, waits = (having(later, **{f"compute.pool.{pool}.bridging": how}) for how in ("cloud", "wait"))
    for option in OWNING:
        assert cost(waits, option) == pytest.approx(cost(bridged, option), abs=0.01)
        waiting, rented = (case_result(one, "base").options[option] for one in (waits, bridged))
        assert waiting.present_value < rented.present_value - 1e7, "what is not done is not paid"


@pytest.mark.long
def test_high_availability_asks_for_a_second_site_and_says_what_it_costs_and_who_leads_then() -> None:
    asked = having(INSURER, **{"security.high_availability": True, "security.single_region": False})
    twice = having(asked, **{f"{P}standby": 1.0})
    ranked = judged(twice, "base").ranked()
    more = money(cost(twice, "on_premises") - cost(asked, "on_premises"))
    assert ranked[0].key != "on_premises"
    ahead = f"{ranked[0].in_sentence} leads by {money(cost(twice, 'on_premises') - ranked[0].compared)}"
    (said,) = of_kind(asked, "service")
    assert said == (
        "High availability is required, but nothing stands by at a second site: in today's money, with all"
        " compute twice, on-premises"
        f" costs {more} more, and {ahead}."
    )
    assert "no_second_site" in {one.rule.key for one in findings(asked, "base")}
    assert of_kind(twice, "service") == []
    assert of_kind(INSURER, "service") == []


ESCALATES = "hosting.workload.assistant.escalation"


def test_a_bank_starts_with_the_second_site_that_it_is_said_to_have() -> None:
    plan = plan_of("bank", SECTORS["bank"].answers, "Bank")
    assert [plan.entries[f"compute.pool.{pool}.standby"].value for pool in plan.slugs["pool"]] == [1.0]
    assert "no_second_site" not in {one.rule.key for one in findings(plan, "base")}


@pytest.mark.long
def test_spares_that_are_missing_are_priced_with_the_option_that_leads_then() -> None:
    asked = having(INSURER, **{f"{P}availability": 0.999})
    spare = having(asked, **{f"{P}spares": 1})
    more = money(cost(spare, "on_premises") - cost(asked, "on_premises"))
    ahead = money(cost(spare, "on_premises") - cost(spare, "cloud"))
    (said,) = of_kind(asked, "service")
    assert said == (
        f"Not the same service: 99.9% availability needs 1 more spare server, with which on-premises costs {more}"
        f" more, and cloud leads by {ahead}."
    )


@pytest.mark.parametrize("spares", [1, 2])
def test_a_hybrid_is_priced_with_more_servers_or_with_idle_ones_as_is_cheaper(spares: int) -> None:
    plan = having(INSURER, **{f"{P}hybrid_servers": 3})
    case = judged(plan, "base")
    changes: dict[str, Value] = {f"{P}spares": spares}
    idle = case_result(plan, "base", changes).options["hybrid"].compared
    bought = case_result(plan, "base", {**changes, f"{P}hybrid_servers": 3 + spares}).options["hybrid"].compared
    found = priced(plan, "base", case, case.options["hybrid"], changes, {"h100": float(spares)})
    assert found.more == pytest.approx(min(idle, bought) - case.options["hybrid"].compared)


def test_where_no_workload_has_any_work_nothing_is_bought() -> None:
    plan = having(
        INSURER,
        **{
            **{f"{W}{work}.requests": 0 for work in WORKS},
            **{f"{W}{work}.{name}": 0 for work in WORKS for name in ("runs", "gpus")},
        },
    )
    assert standing(plan).state is State.NONE
    said = verdict(plan, judged(plan, "base")).text
    assert said.startswith(
        "No option is allowed. No workload that counts has any work within the horizon: enter its requests"
    )


@pytest.mark.long
def test_a_value_just_below_or_above_the_cost_is_no_clear_case() -> None:
    plan = having(INSURER, **{f"{W}{work}.value": 1.0 for work in WORKS})
    least, worth = min(one.compared for one in judged(plan, "base").allowed()), judged(plan, "base").worth
    # all three are worth the same, so that the whole is worth the cheapest option's cost at this value
    fits = least / worth

    def worth_of(part: float) -> Plan:
        return having(INSURER, **{f"{W}{work}.value": fits * part for work in WORKS})

    below, above = worth_of(0.98), worth_of(1.02)
    assert standing(below).state is State.NOTHING
    assert standing(below).lead == pytest.approx(0.02 * least, rel=1e-6)
    text = verdict(below, judged(below, "base")).text
    assert text.startswith("Too close to call whether anything is worth doing: all the work is worth £68k less than")
    assert verdict(worth_of(0.5), judged(worth_of(0.5), "base")).text.startswith("Nothing is worth doing: ")
    # the assistant alone adds more than it is worth, which is told first
    assert of_kind(above, "value")[1:] == [
        "The work is worth only £68k more than it costs: with £68k less, nothing is worth doing."
    ]
    assert of_kind(worth_of(2.0), "value") == []


def test_a_hybrid_that_may_rent_nothing_is_on_premises() -> None:
    inside = having(INSURER, **{f"{W}{work}.place": "inside" for work in WORKS}, **{ESCALATES: 0.0})
    assert judged(inside, "base").blocked["hybrid"] == (
        "All work must stay inside, so that a hybrid would rent nothing: it is on-premises."
    )
    some = having(INSURER, **{f"{W}{WORKS[0]}.place": "inside"})
    assert "rents_nothing" not in {one.rule.key for one in findings(some, "base")}


def test_a_hybrid_that_keeps_no_server_is_the_cloud_whatever_it_commits() -> None:
    plan = having(INSURER, **{f"{P}hybrid_servers": 0})
    case = judged(plan, "base")
    assert case.options["hybrid"].compared > case.options["cloud"].compared + 1_000, "it has commitments of its own"
    assert case.blocked == {"hybrid": "A hybrid that keeps no server is the cloud, whatever it commits."}
    assert "hybrid" in {one.kind for one in best(plan, "base").found}, "others of its settings keep one"


@pytest.mark.long
def test_people_who_are_hired_late_are_priced_and_stand_first_where_they_decide() -> None:
    delays = {f"operations.role.{row}.hire_delay": 36 for row in INSURER.slugs["role"]}
    late = having(INSURER, **delays)
    there = having(INSURER, **dict.fromkeys(delays, 0))
    more = money(cost(there, "on_premises") - cost(late, "on_premises"))
    first = against(late)[0]
    # no other one leads then: it is too close to call
    assert (first.kind, first.turns) == ("people", False)
    # in post before the servers, which come sooner: nearly as much as from the start, as paid
    assert first.adds > 0
    assert first.text == (
        "Its people are not in post: the last is hired after 36 months; paid from the start, on-premises costs"
        f" {more} more, and on-premises and cloud are too close to call,"
        f" {money(cost(there, 'cloud') - cost(there, 'on_premises'))} apart."
    )


@pytest.mark.long
def test_too_few_people_for_the_servers_are_priced() -> None:
    plan = having(
        INSURER,
        **{f"operations.role.{row}.people_on_premises": 0 for row in INSURER.slugs["role"][1:]},
        **{f"operations.role.{INSURER.slugs['role'][0]}.people_on_premises": 0.5},
        **{f"{W}{work}.requests": 480_000_000 for work in WORKS},
        **{f"{P}cloud_price": 30.0},
    )
    assert standing(plan).recommended == "on_premises"
    said = of_kind(plan, "people")[0]
    assert said.startswith("Too few people: ")
    assert "on-premises costs £" in said


@pytest.mark.long
@pytest.mark.parametrize("name", ["insurer", "saas"])
def test_two_plans_held_apart_are_judged_as_each_is_alone(name: str) -> None:
    plan = example(name).plan
    other = having(plan, **{f"{W}{plan.slugs['workload'][0]}.growth": 0.25})
    found = plans_apart(plan, "base", other, "base")
    for alone, apart in ((plan, found.start), (other, found.end)):
        said = judge(alone, "base", judged(alone, "base")).planned
        assert (apart.state, apart.recommended, apart.chance) == (said.state, said.recommended, said.chance)


@pytest.mark.long
def test_tasks_that_fail_at_no_cost_are_no_saving() -> None:
    route = f"hosting.workload.{WORKS[0]}."
    failing = having(INSURER, **{f"{route}hosted_success": 0.6, f"{route}api_success": 1.0})
    assert of_kind(failing, "service")[0].startswith(
        "Not the same service: 40% of the tasks of Claims assistant fail in it, 0% by API, and what a failed task costs"
        " is not entered."
    )
    (first,) = [one.first for one in against(failing) if one.text.startswith("Not the same service")]
    assert first == "what a failed task of Claims assistant costs being entered"
    (rests,) = of_kind(having(failing, **{f"{route}failure_minutes": 5.0}), "service")
    assert rests.startswith("API leads by people's time with tasks that fail: without it, on-premises leads by ")


def test_work_that_no_api_may_serve_does_not_escalate_to_one_in_silence() -> None:
    kept = having(INSURER, **{f"hosting.workload.{WORKS[0]}.may_call": False})
    assert set(judged(kept, "base").blocked.values()) == {
        "No API may serve Claims assistant, but some requests escalate to one: set the share that does to 0."
    }


@pytest.mark.long
def test_the_chance_is_said_to_be_against_the_option_that_it_is_against() -> None:
    plan = having(INSURER, **{"finance.discount_rate": 0.01})
    case = judged(plan, "base")
    found = judge(plan, "base", case)
    text = verdict(plan, case, found).text
    assert "less than hybrid and " in text
    assert found.planned.state is State.CLEAR
    # of the two that are named the one that is the likelier to be cheaper: hybrid is 85, cloud 76 of 100 cases
    costs = drawn_costs(plan, "base", ["on_premises", "hybrid", "cloud"])
    shares = {one: float((costs["on_premises"] < costs[one]).mean()) for one in ("hybrid", "cloud")}
    assert shares["cloud"] < shares["hybrid"]
    assert f", cheaper than cloud in {in_cases(shares['cloud'])}" in text


def test_an_option_between_two_makes_neither_of_them_surer() -> None:
    """The next by cost may be clearly dearer, and one beyond it cheaper in a third of the cases."""
    plan = having(INSURER, **{"finance.discount_rate": 0.028})
    case = judged(plan, "base")
    found = judged_now(plan, "base", case)
    assert [one.key for one in case.allowed()][:3] == ["on_premises", "hybrid", "cloud"]
    assert (found.state, found.rival) == (State.CLOSE, "cloud")
    costs = drawn_costs(plan, "base", ["on_premises", "cloud"])
    assert found.chance == pytest.approx(float((costs["on_premises"] < costs["cloud"]).mean()))
    assert found.lead == pytest.approx(cost(plan, "cloud") - cost(plan, "on_premises"))


def test_business_as_usual_that_hardly_leads_is_too_close_to_call() -> None:
    plan = having(INSURER, **{"finance.usual_today": "bill", "finance.usual_same_work": True})
    found = judged(having(plan, **{"finance.usual_cost": 66_000.0}), "base")
    assert planned(found).state is State.USUAL
    assert verdict(plan, found).text.startswith("Too close to call: business as usual does the same work and costs £")
    clearly = judged(having(plan, **{"finance.usual_cost": 30_000.0}), "base")
    assert verdict(plan, clearly).text.startswith("Business as usual does the same work and costs £")


def test_what_ranks_a_public_body_has_its_own_name() -> None:
    public = INSURER.with_entry("base", "finance.ranked_by", Entry("society"))
    assert ranked_cost(INSURER) == "present value"
    assert ranked_cost(public) == "economic cost"


@pytest.mark.long
def test_business_as_usual_is_drawn_against_as_an_option_is() -> None:
    plan = having(INSURER, **{"finance.usual_today": "bill", "finance.usual_same_work": True})
    near = having(plan, **{"finance.usual_cost": 67_500.0})
    case = judged(near, "base")
    found = judge(near, "base", case)
    # today's bill is nearly certain (only its discount moves): it is cheaper wherever on-premises is drawn above it
    drawn = drawn_costs(near, "base", ["on_premises"])["on_premises"]
    assert found.planned.chance is not None
    assert found.planned.chance == pytest.approx(float((drawn > case.usual_compared).mean()), abs=0.05)
    assert 0.5 < found.planned.chance < 0.8
    assert ", cheaper in " in verdict(near, case, found).sentence
    searched = judge_at_best(near, "base", case)
    assert searched.final.state is State.USUAL
    assert searched.final.chance == pytest.approx(found.planned.chance, abs=0.08), "the same draws, ten times as many"


def test_what_is_approved_is_held_against_the_capital_there_is() -> None:
    enough = having(INSURER, **{"finance.capital_limit": 5_000_000.0})
    said = resolution(enough, "base", judged(enough, "base"))
    assert ", out of the £5.0m available" in said
    assert "available" not in resolution(INSURER, "base", judged(INSURER, "base"))


def test_a_control_that_two_laws_ask_for_is_missing_once() -> None:
    asked = {f"security.{law}": True for law in ("uk_gdpr", "fca_pra", "residency")}
    plan = having(INSURER, **asked, **{"security.controls_mandatory": True})
    for row in plan.rows["control"]:
        own = {f"security.control.{row.slug}.{law}": True for law in ("uk_gdpr", "fca_pra", "residency")}
        plan = having(plan, **own, **{f"security.control.{row.slug}.active": row.slug != "encryption"})
    reasons = judged(plan, "base").blocked
    assert reasons["on_premises"] == "On-premises lacks mandatory controls: Encryption and keys."


@pytest.mark.long
def test_studies_hold_options_against_business_as_usual_where_that_is_ranked() -> None:
    plan = having(INSURER, **{"finance.usual_today": "bill", "finance.usual_same_work": True})
    plan = having(plan, **{"finance.usual_cost": 64_000.0})
    shown = {name: STUDIES[name](plan, "base", Asked(), None) for name in ("stress", "worth", "switching", "tripwires")}
    # the bill for the same work follows demand and prices; own servers do twice the work for less than twice as much
    said = "Business as usual stays the cheapest in 7 of 8 stress tests, 1 of them by a small lead; not when all"
    assert shown["stress"].finding == f"{said} demand doubles (on-premises)."
    wires = shown["tripwires"].behind
    assert isinstance(wires, Reopening)
    assert all(one.to != "usual" for one in wires.tripwires), "it is what another option takes the place of"
    first = next(one for one in wires.tripwires if not one.together)
    moved = having(plan, **{first.key: first.at * (1 - 1e-6 if first.below else 1 + 1e-6)})
    before, after = judged(plan, "base"), judged(moved, "base")
    assert planned(before).state is State.USUAL
    assert before.usual_compared < min(one.compared for one in before.allowed())
    assert after.usual_compared == pytest.approx(after.options[first.to].compared, rel=0.05)
    growth = next(one for one in shown["switching"].tables[0].rows if "business-as-usual" in str(one[0]))
    assert "to on-premises" in str(growth[2]), "a bill that grows is overtaken by the cheapest option"


@pytest.mark.long
def test_what_the_same_service_leaves_of_a_lead_is_said() -> None:
    pool = "compute.pool.inference."
    bank = example("bank").plan
    dearer = having(bank, **{f"{pool}server_price": 1.2 * float(bank.values("base")[f"{pool}server_price"])})
    (said,) = of_kind(dearer, "service")
    twice = having(dearer, **{f"{pool}standby": 1.0, f"{pool}hybrid_servers": 2})
    lead = min(cost(twice, "cloud"), cost(twice, "hybrid")) - cost(twice, "on_premises")
    assert "with all compute twice, on-premises costs £" in said
    assert said.endswith(f", and on-premises and cloud are too close to call, {money(lead)} apart.")
    (said,) = of_kind(having(dearer, **{"finance.close_call": 0.1}), "service")
    assert said.endswith(f", and the lead falls to {money(lead)}."), "it was too close to call before"


def test_the_start_that_the_plan_has_is_among_those_that_are_compared() -> None:
    plan = example("saas").plan
    starts = {int(plan.entries[f"compute.pool.{pool}.owning_start"].value) for pool in plan.slugs["pool"]}
    found = start_of_owning(plan, "base", None)
    months = [one.month for one in found.starts]
    assert starts <= set(months)
    assert all(month <= plan.structure.horizon - 24 for month in set(months) - starts), "owning lasts two years"


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_a_study_of_the_options_alone_says_what_is_better_than_all_of_them() -> None:
    plan = having(INSURER, **{"finance.usual_today": "bill", "finance.usual_same_work": True})
    plan = having(plan, **{"finance.usual_cost": 64_000.0})
    case = judged(plan, "base")
    less = money(min(one.compared for one in case.options.values()) - case.usual_compared)
    for name in ("simulation", "tornado", "best"):
        finding = STUDIES[name](plan, "base", Asked(), None).finding
        assert f"Business as usual, which does the same work, costs {less} less than the cheapest of them." in finding
        assert "Business as usual" not in STUDIES[name](INSURER, "base", Asked(), None).finding


def test_business_as_usual_in_a_cloud_that_is_barred_is_called_that() -> None:
    inside = having(INSURER, **{f"{W}assistant.place": "inside", f"{P}cloud_price": 0.5, ESCALATES: 0.0})
    case = judged(inside, "base")
    assert (case.usual_barred, case.usual_ranked) == (True, False)
    assert case.usual_present_value < case.options["on_premises"].present_value
    text = verdict(inside, case, judge(inside, "base", case)).text
    assert "is today’s cloud, which is not allowed" in text
    assert "is not said to do the same work" not in text


def test_the_paper_recommends_business_as_usual_where_that_is_the_verdict() -> None:
    plan = having(INSURER, **{"finance.usual_today": "bill", "finance.usual_same_work": True})
    plan = having(plan, **{"finance.usual_cost": 30_000.0})
    head, why = without_option(plan, "base", judged(plan, "base"))
    assert head == "Recommendation on cost: business as usual."
    # page one said that it costs less, and neither how much nor how surely
    assert why.startswith("Business as usual does the same work and costs £")
    assert why == verdict(plan, judged(plan, "base")).sentence
    blocked = having(INSURER, **{"security.air_gapped": True})
    assert without_option(blocked, "base", judged(blocked, "base"))[0] == "No recommendation."
