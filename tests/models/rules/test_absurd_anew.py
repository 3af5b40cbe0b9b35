"""Advice held against the plan made with the figure: what decides nothing, what turns it, what is left unsaid."""

from dataclasses import replace

from advice import INSURER, cost, having, judged, of_kind, standing

from desktop.storage.examples import example
from models.exhibits.tripwires import nearest, tripwire_name, tripwires_finding
from models.plan.plan import Scenario
from models.plan.rows import with_row
from models.rules.cheaper_offer import cheaper_offer
from models.rules.decisions import in_question
from models.rules.judgement import State
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


def test_every_near_tripwire_holds_or_turns_as_it_says() -> None:
    """The figure just beyond each, put into the plan by itself."""
    wires = [one for one in _wires() if not one.together and one.distance <= 1]
    tried = [one for one in wires if not isinstance(INSURER.values("base")[one.key], int)]
    assert len(tried) > 10
    for one in tried:
        plan = having(INSURER, **{one.key: one.at + 0.03 * (one.at - one.now)})
        costs = {key: cost(plan, key) for key in ("cloud", "api", "on_premises", "hybrid")}
        assert (min(costs, key=costs.__getitem__) == "on_premises") == one.once_bought, one.key


def test_a_lever_that_turns_the_recommendation_is_told() -> None:
    """Bank: clear at £208k; with data kept no longer than its retention cloud costs £15k less."""
    bank = example("bank").plan
    (said,) = of_kind(bank, "lever")
    kept = having(bank, **{"cost_management.retain": True})
    less = cost(kept, "on_premises") - cost(kept, "cloud")
    assert less > 0
    assert f"with “Retention policy”, which every option may have, cloud would cost £{less / 1e3:.0f}k less" in said
    assert of_kind(kept, "lever") == [] or "Retention" not in of_kind(kept, "lever")[0]


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
