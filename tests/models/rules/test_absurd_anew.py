"""Advice held against the plan made with the figure: what decides nothing, what turns it, what is left unsaid."""

from dataclasses import replace

import pytest
from advice import INSURER, P, W, cost, having, judged, of_kind, standing
from earlier import example

from models.exhibits.remedy_words import remedies
from models.exhibits.tripwires import nearest, tripwire_name, tripwires_finding
from models.plan.plan import Plan, Scenario, blank_plan
from models.plan.rows import with_row
from models.plan.sectors import SECTORS, plan_of
from models.quantities.causes import likely_cause
from models.rules.cheaper_offer import cheaper_offer
from models.rules.decisions import in_question
from models.rules.judgement import State
from models.rules.levers_untried import levers_untried
from models.rules.offers import cheapest_elsewhere
from models.studies.together import members
from models.studies.tripwires import Tripwire, tripwires

UNIVERSITY = example("university").plan


def test_work_of_which_nothing_is_asked_bars_no_option() -> None:
    """A new row had the rates of an H100 in a pool of H200: "API is the only option allowed", £218m dearer."""
    before = standing(UNIVERSITY)
    later, _ = with_row(UNIVERSITY, "workload", "Later idea")
    assert (standing(later).recommended, standing(later).state) == (before.recommended, before.state)
    firm = example("law_firm").plan
    copied, slug = with_row(firm, "workload", "Later idea", like=firm.slugs["workload"][0])
    row = f"workloads.workload.{slug}."
    inside = {f"{row}place": "inside", f"hosting.workload.{slug}.escalation": 0.1}
    asked_for_nothing = having(copied, **inside, **{f"{row}{one}": 0.0 for one in ("requests", "users")})
    after_the_end = having(copied, **inside, **{f"{row}start": firm.structure.horizon + 1})
    for plan in (asked_for_nothing, after_the_end):
        assert standing(plan).state is not State.NONE
        assert standing(plan).recommended == standing(firm).recommended
    # the same work, asked for, does bar what cannot have it
    assert judged(having(copied, **inside), "base").blocked


def test_an_offer_with_which_another_option_leads_says_by_how_much_over_what_is_recommended() -> None:
    """By hand: with the offer API costs £65.7m less than the recommended option; £2.1m is its lead over cloud."""
    plan = having(UNIVERSITY, **{"compute.pool.h200.server_price": 831_000.0})
    case = judged(plan, "base")
    own = case.options[standing(plan).recommended]
    (told,) = cheaper_offer(plan, "base", case, own)
    found = cheapest_elsewhere(plan, "base", case)
    assert found is not None
    rented = having(plan, **found.settings)
    lead = cost(rented, own.key) - min(cost(rented, key) for key in ("api", "cloud"))
    assert lead > 50e6
    assert f"would lead over {own.in_sentence} by £{lead / 1e6:.1f}m" in told.text


def _wires() -> list[Tripwire]:
    return list(tripwires(INSURER, "base", in_question(judged(INSURER, "base"))))


@pytest.mark.long
def test_a_tripwire_turns_a_plan_that_is_made_with_its_figure() -> None:
    """Page one had "All demand down by 9%: then cloud"; a plan made with that demand buys less, and owning leads."""
    wires = _wires()
    demand = next(one for one in wires if one.key == "demand")
    assert demand.below
    assert demand.once_bought
    assert demand.anew is not None
    requests = members(INSURER, "base")["demand"]

    def leads(factor: float) -> bool:
        values = INSURER.values("base")
        plan = having(INSURER, **{key: float(values[key]) * factor for key in requests})
        return cost(plan, "on_premises") < min(cost(plan, key) for key in ("cloud", "api", "hybrid"))

    assert leads(demand.at - 0.02)
    assert leads(demand.anew.at + 0.01)
    assert not leads(demand.anew.at - 0.01)
    price = next(one for one in wires if one.key == "cloud_prices")
    assert price.anew == replace(price, anew=None)
    assert not price.once_bought
    told = nearest(INSURER, wires)
    assert [one.once_bought for one in told] == sorted(one.once_bought for one in told), "first what turns it anew"
    assert tripwire_name(INSURER, told[-1]).endswith(", once all is bought")
    assert "Cloud GPU price change" in tripwires_finding(INSURER, "base", wires)


@pytest.mark.long
def test_every_near_tripwire_holds_or_turns_as_it_says() -> None:
    """The figure just beyond each, put into the plan by itself."""
    wires = [one for one in _wires() if not one.together and one.distance <= 1]
    tried = [one for one in wires if not isinstance(INSURER.values("base")[one.key], int)]
    assert len(tried) > 10
    for one in tried:
        plan = having(INSURER, **{one.key: one.at + 0.03 * (one.at - one.now)})
        costs = {key: cost(plan, key) for key in ("cloud", "api", "on_premises", "hybrid")}
        assert (min(costs, key=costs.__getitem__) == "on_premises") == one.once_bought, one.key


@pytest.mark.long
def test_a_lever_that_turns_the_recommendation_is_told() -> None:
    """Bank: clear at £208k; with data kept no longer than its retention cloud costs £15k less."""
    bank = example("bank").plan
    case = judged(bank, "base")
    (told,) = levers_untried(bank, "base", case, case.options["on_premises"], standing(bank))
    said = told.text
    assert told.turns
    kept = having(bank, **{"cost_management.retain": True})
    less = cost(kept, "on_premises") - cost(kept, "cloud")
    assert less > 0
    assert f"with “Retention policy”, which every option may have, cloud would cost £{less / 1e3:.0f}k less" in said
    assert of_kind(kept, "lever") == [] or "Retention" not in of_kind(kept, "lever")[0]


@pytest.mark.long
def test_another_scenario_and_a_tool_that_is_not_used_enter_nothing_for_the_api() -> None:
    startup = example("startup").plan
    assert of_kind(startup, "api_own")
    tool = "operations.tool.atlas."
    assert startup.entry("base", f"{tool}active").value is False
    assert of_kind(having(startup, **{f"{tool}api": False}), "api_own")
    own = startup.entry("base", f"{tool}api")
    other = replace(
        startup,
        scenarios=(*startup.scenarios, Scenario("other", "Other", changes={f"{tool}api": replace(own, value=False)})),
    )
    assert of_kind(other, "api_own")


def _plan(sector: str, **answers: object) -> Plan:
    return plan_of(sector, replace(SECTORS[sector].answers, **answers), sector)  # type: ignore[arg-type]


@pytest.mark.long
def test_a_plan_made_anew_that_turns_before_a_tripwire_is_told_where_it_turns() -> None:
    """A law firm of 20m requests: on-premises held to 1,530 tokens a second as bought, and to 2,350 planned anew."""
    plan = having(_plan("law", requests=20e6), **{"data.hot": 100.0, "data.warm": 300.0, "data.ingestion": 10.0})
    key = f"{W}assistant.prefill_rate"
    wires = tripwires(plan, "base", in_question(judged(plan, "base")))
    wire = next(one for one in wires if one.key == key)
    assert wire.below
    assert wire.anew is not None
    assert wire.anew.at > wire.at

    def leader(rate: float) -> str:
        made = having(plan, **{key: rate})
        return min(("cloud", "api", "on_premises", "hybrid"), key=lambda option: cost(made, option))

    assert leader(wire.anew.at * 1.02) == "on_premises"
    assert leader(wire.anew.at * 0.98) == wire.anew.to == "api"


@pytest.mark.long
def test_what_costs_nothing_is_no_tripwire_and_demand_moves_with_its_worth() -> None:
    homes = having(_plan("housing"), **{f"{W}assistant.value": 15_500.0})
    wires = tripwires(homes, "base", in_question(judged(homes, "base")))
    assert not [one.key for one in wires if one.key.endswith(".licence") and one.now == 0]
    demand = next(one for one in wires if one.key == "demand")
    assert tripwire_name(homes, demand).startswith("Assistant: Requests, with what it is worth")


@pytest.mark.long
def test_growth_that_brings_no_worth_is_told_where_it_alone_makes_nothing_worth_doing() -> None:
    """£30,000 a month is worth £294k more than API at today's demand, and £2.1m less where that doubles every year."""
    plan = having(_plan("saas", growth=1.0, requests=10e6), **{f"{W}service.value": 30_000.0})
    assert standing(plan).state is State.NOTHING
    flat = standing(having(plan, **{f"{W}service.growth": 0.0}))
    assert flat.recommended == "api"
    assert flat.benefit is not None
    (said,) = of_kind(plan, "value")
    assert f"without growth API would be worth £{flat.benefit / 1e3:.0f}k more than it costs" in said


def test_controls_that_bar_every_option_are_priced_as_what_would_allow_one() -> None:
    plan = having(_plan("insurance"), **{"security.controls_mandatory": True})
    case = judged(plan, "base")
    assert standing(plan).state is State.NONE
    names = ("extraction", "filtering", "certification")
    mended = having(plan, **{f"security.control.{name}.active": True for name in names})
    least = min(one.compared for one in judged(mended, "base").allowed())
    more = least - case.options[standing(mended).recommended].compared
    said = remedies(plan, case, "five years")
    assert f" then costs £{least / 1e6:.1f}m over five years" in said
    others = [one for one in judged(mended, "base").allowed()[1:] if one.key not in judged(mended, "base").twins]
    assert others
    assert all(f"{one.in_sentence} £{one.compared / 1e6:.1f}m" in said for one in others)
    assert f"£{more / 1e3:.0f}k of it for those controls" in said


@pytest.mark.long
def test_a_bill_that_is_business_as_usual_says_nothing_of_the_people_it_takes() -> None:
    """£60k a month leads on-premises, which has £1.4m of people, tools and security that no bill shows."""
    bill = {"finance.usual_today": "bill", "finance.usual_same_work": True}
    told = having(INSURER, **bill, **{"finance.usual_cost": 60_000.0})
    assert any("a bill alone" in text for text in of_kind(told, "usual"))
    # one that nobody has called a bill is one all the same, and one far dearer decides nothing
    assert of_kind(having(told, **{"finance.usual_today": "unsaid"}), "usual") == of_kind(told, "usual")
    assert not of_kind(having(told, **{"finance.usual_cost": 200_000.0}), "usual")
    # thirty pounds a month for work that costs millions is no whole bill
    said = of_kind(having(INSURER, **bill, **{"finance.usual_cost": 30.0}), "usual")
    assert any(one.endswith("check that it is the whole bill for all of the work.") for one in said)


@pytest.mark.long
def test_a_service_that_triples_is_no_slip_and_a_share_of_one_and_a_half_is_no_percentage() -> None:
    assert not of_kind(_plan("saas", growth=2.0, months=36), "slip")
    growth = INSURER.declaration(f"{W}assistant.growth")
    assert likely_cause(growth, 25.0, "£").startswith("looks like a percentage written as a number")
    discount = INSURER.declaration(f"{P}negotiated_discount")
    assert likely_cause(discount, 1.5, "£") == ""
    assert likely_cause(discount, 15.0, "£")


@pytest.mark.long
def test_a_cost_that_is_mostly_people_doing_failed_tasks_again_says_so() -> None:
    """£246.5m of £249.6m, and the paper argued over £75k between two options that fail alike."""
    hosting = "hosting.workload.service."
    plan = having(_plan("saas", requests=15e6), **{f"{hosting}api_success": 0.9, f"{hosting}hosted_success": 0.97})
    part = cost(plan, "on_premises") - cost(having(plan, **{f"{hosting}failure_minutes": 0.0}), "on_premises")
    (said,) = [text for text in of_kind(plan, "service") if "tasks that fail" in text]
    assert said.startswith(f"£{part / 1e6:.1f}m of what on-premises costs is people's time with tasks that fail")
    assert not [text for text in of_kind(INSURER, "service") if "tasks that fail" in text]


def test_set_up_that_today_s_cloud_has_and_the_option_pays_is_told_where_it_decides() -> None:
    """350,400 of GPU-hours at 1.00, and 9,000 once: a discount of 1% saves 3,504 where the set-up is done for both."""
    pool = "compute.pool.main."
    prices = {f"{pool}cloud_price": 1.0, f"{pool}server_price": 4e6, f"{pool}negotiated_discount": 0.01}
    usual = {"finance.usual_today": "cloud", "finance.usual_same_work": True, "finance.usual_set_up": True}
    plan = having(blank_plan(), **prices, **usual, **{"security.clearance": 9_000.0, "finance.discount_rate": 0.0})
    assert standing(plan).state is State.USUAL
    assert standing(plan).lead == pytest.approx(9_000 - 3_504)
    (said,) = [text for text in of_kind(plan, "usual") if "set-up" in text]
    assert said == (
        "Business as usual does not pay the £9k of set-up that the cloud option pays: where it is done for both,"
        " cloud costs £4k less."
    )
