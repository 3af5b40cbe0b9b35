"""Absurd plans that a hunt found: servers kept by doing nothing, terms that lead, offers, starts, resale and the UK."""

import pytest
from advice import INSURER, P, cost, having, of_kind, standing, typed
from earlier import example

from desktop.storage.examples import example as as_it_is
from models.appraisal.results import case_result
from models.catalogue.records import rent_offers
from models.exhibits.every_study import STUDIES, Asked
from models.exhibits.map_of_inputs import map_shown
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.decisions import findings, judged
from models.rules.judging import judge
from models.rules.start_of_owning import start_of_owning
from models.studies.two_inputs import UTILISATION, two_inputs

TODAY: dict[str, Value] = {
    "finance.usual_today": "servers",
    "finance.usual_same_work": True,
    f"{P}owned_servers": 5,
    f"{P}owned_months": 60,
}
SOCIETY: dict[str, Value] = {"finance.ranked_by": "society"}


def told(plan: Plan) -> list[str]:
    return [one.text for one in judge(plan, "base", judged(plan, "base")).against]


def test_society_forgoes_the_sale_of_todays_servers_where_they_are_kept() -> None:
    plan = having(INSURER, **TODAY, **SOCIETY)
    dear = having(plan, **{f"{P}owned_value": 200_000.0})
    # five servers at £200,000, at once: the same for whoever keeps them
    for option in ("on_premises", "hybrid"):
        assert cost(dear, option) - cost(plan, option) == pytest.approx(1_000_000)
    assert cost(dear, "cloud") == cost(plan, "cloud")
    kept = case_result(dear, "base").usual_compared - case_result(plan, "base").usual_compared
    assert kept == pytest.approx(1_000_000)
    assert standing(plan).recommended == "usual"
    assert standing(dear).recommended == "cloud"


@pytest.mark.long
def test_the_sale_of_todays_servers_is_told_where_the_organisation_ranks() -> None:
    plan = having(INSURER, **TODAY, **{f"{P}owned_value": 200_000.0})
    case = case_result(plan, "base")
    less = round((case.usual_compared + 1_000_000 - case.options["cloud"].compared) / 1_000)
    assert of_kind(plan, "owned")[0].endswith(
        f"which the cost of business as usual leaves out: with their sale cloud costs £{less}k less."
    )
    # a sale that leaves the lead is no reason
    assert not [one for one in of_kind(having(plan, **{f"{P}owned_value": 1_000.0}), "owned") if "would fetch" in one]


def test_a_sale_is_held_against_who_would_sell_and_not_against_who_keeps_them_too() -> None:
    changes: dict[str, Value] = {f"{P}owned_servers": 2, f"{P}owned_months": 60, f"{P}owned_value": 150_000.0}
    plan = having(INSURER, **changes)
    now = standing(plan)
    # the hybrid keeps the same two; over the cloud the lead is more than what they fetch
    assert (now.recommended, now.rival) == ("on_premises", "hybrid")
    assert now.lead < 300_000 < cost(plan, "cloud") - cost(plan, "on_premises")
    assert not [one for one in told(plan) if "would fetch" in one]


@pytest.mark.long
def test_todays_servers_with_none_entered_are_told() -> None:
    plan = having(example("bank").plan, **{"finance.usual_today": "servers"})
    assert told(plan)[0].startswith("Business as usual is today's servers, and no server is owned already")


@pytest.mark.long
def test_terms_that_lead_by_themselves_are_told_and_come_true_when_typed_in() -> None:
    work = "workloads.workload.retraining."
    plan = having(example("bank").plan, **{f"{work}kind": "steady", f"{work}gpus": 5_000.0})
    (said,) = (one for one in told(plan) if one.startswith("It leads by its terms alone"))
    pools = plan.slugs["pool"]
    same: dict[str, Value] = {}
    for pool in pools:
        for base, own in (
            ("committed_one_year", "api_one_year"),
            ("committed_three_years", "api_three_years"),
            ("one_year_after", "api_one_year_after"),
            ("spot_share", "api_spot"),
        ):
            same[f"compute.pool.{pool}.{base}"] = plan.entry("base", f"compute.pool.{pool}.{own}").value
    typed = having(plan, **same)
    less = cost(plan, "api") - cost(typed, "cloud")
    assert less > 0
    assert cost(typed, "api") == pytest.approx(cost(plan, "api"))
    assert said.endswith(f"and lead by £{less / 1_000:,.0f}k.")


def test_cheaper_by_resale_alone_says_where_it_is_not_in_todays_money() -> None:
    changes: dict[str, Value] = {f"data.{one}": 0.0 for one in ("hot", "warm", "cold", "ingestion")}
    plan = having(INSURER, **changes)
    case = judged(plan, "base")
    assert case.options["on_premises"].compared > case.options["cloud"].compared
    said = verdict(plan, case).text
    assert "only by what its servers are sold for at the horizon" in said
    assert "Undiscounted, on-premises is cheaper than cloud only by what" in said
    assert "; in today's money it is not cheaper." in said


@pytest.mark.long
def test_an_offer_without_terms_says_that_nothing_is_committed() -> None:
    university = example("university").plan
    (said,) = of_kind(university, "offer")
    # the instance in Stockholm has no discount for a term
    assert rent_offers()["aws.p5en.stockholm"].one_year_discount == 0
    assert said.startswith(
        "Not tried: rented as AWS P5en p5en.48xlarge, 8 × H200, Stockholm (eu-north-1), nothing committed,"
    )


@pytest.mark.long
def test_owning_says_what_the_plan_itself_costs_where_that_is_less() -> None:
    changes: dict[str, Value] = {"finance.horizon": 24, f"{P}owned_servers": 1, f"{P}owned_months": 6}
    plan = having(example("saas").plan, **changes)
    found = start_of_owning(plan, "base", None)
    best = found.best
    assert best is not None
    less = best.costs["on_premises"] - cost(plan, "on_premises")
    assert less > 0
    finding = STUDIES["owning"](plan, "base", Asked(), None).finding
    assert f"As planned it starts in none of these months, and costs £{less / 1_000:,.0f}k less." in finding


def test_the_map_says_what_is_barred() -> None:
    uk: dict[str, Value] = {"security.residency": True, "security.uk_only": True, f"{P}region": "eu"}
    plan = having(INSURER, **uk, **{"hosting.workload.assistant.endpoint": "uk"})
    shown = map_shown(plan, "base", two_inputs(plan, "base", UTILISATION, "", list(judged(plan, "base").blocked)))
    assert all(row[0].endswith("(not allowed)") for row in shown.tables[0].texts())


def test_in_the_uk_alone_is_said_where_data_may_go_anywhere() -> None:
    plan = having(INSURER, **{"security.residency": False, "security.uk_only": True})
    assert "uk_alone_only" in {one.rule.key for one in findings(plan, "base")}


@pytest.mark.long
def test_a_lead_on_the_terms_of_another_is_held_against_whoever_has_them_too() -> None:
    """Typed into the plan, the API's terms are those of an on-premises option that shares them: it comes next."""
    route = "hosting.workload.assistant."
    plan = having(
        INSURER,
        **{f"{P}committed_one_year": 0.8, f"{P}committed_three_years": 0.2, f"{P}spot_share": 0.0},
        **{f"{P}api_terms": True, f"{P}api_one_year": 0.3, f"{P}api_three_years": 0.2, f"{P}api_spot": 1.0},
        **{f"{P}server_price": 500_000.0, f"{P}hybrid_terms": False, f"{P}on_premises_terms": False},
        **{f"{route}api_in": 0.9526089, f"{route}api_out": 4.7630445},
    )
    (said,) = (one for one in told(plan) if one.startswith("It leads by its terms alone"))
    typed = having(plan, **{f"{P}committed_one_year": 0.3, f"{P}committed_three_years": 0.2, f"{P}spot_share": 1.0})
    first, second = (one.compared for one in judged(typed, "base").allowed()[:2])
    assert standing(typed).recommended == "cloud"
    assert said.endswith(f"and lead by £{(second - first) / 1_000:,.0f}k.")


@pytest.mark.parametrize("value", [0.0, 20_000.0])
def test_a_sale_that_society_has_counted_is_not_told_as_to_come(value: float) -> None:
    plan = having(INSURER, **{**TODAY, **SOCIETY, f"{P}owned_servers": 4, f"{P}owned_value": value})
    (said,) = of_kind(plan, "owned")
    assert said.endswith("less than business as usual with all of them.")


def test_reasons_agree_with_how_many_they_name() -> None:
    saas = example("saas").plan
    idle = having(saas, **{f"workloads.workload.{work}.requests": 0.0 for work in saas.slugs["workload"]})
    (said,) = (one.message for one in findings(idle, "base") if one.rule.key == "no_work_yet")
    assert said.startswith("Nothing is asked of Summaries and Semantic search, and what they take all the same")
    assert said.endswith("enter their requests, runs or GPUs, or switch them off.")


@pytest.mark.long
@pytest.mark.parametrize(
    ("each", "then"),
    [
        (50_000.0, ""),
        # £260k of a lead less £200k, and less £400k
        (100_000.0, "with which on-premises and cloud are too close to call"),
        (200_000.0, "with which cloud costs £140k less"),
    ],
)
def test_what_owned_servers_would_fetch_is_decided_on_first_where_it_leaves_no_lead(each: float, then: str) -> None:
    """£200k of a clear lead of £260k stood in the paper as "only £60k more", and was no condition."""
    pool = "compute.pool.h100."
    owns = {f"{pool}owned_servers": 2, f"{pool}owned_months": 36, f"{pool}owned_value": each}
    plan = typed(as_it_is("insurer").plan, **owns, **{"finance.usual_today": "servers"})
    found = judge(plan, "base", judged(plan, "base"))
    firsts = [one.first for one in found.conditions if one.kind == "owned"]
    assert firsts == ([f"a decision on the sale of the servers owned already, {then}"] if then else [])


def test_the_sale_that_settles_a_tie_is_told_where_what_keeps_none_leads() -> None:
    """Cloud £61k below on-premises was too close to call, and £190k for the server owned was not told."""
    pool = "compute.pool.inference."
    owns = {f"{pool}owned_servers": 1, f"{pool}owned_months": 60, f"{pool}owned_value": 190_000.0}
    less = {"data.hot": 0.0, "data.warm": 0.0, "data.cold": 0.0, "security.high_availability": "No"}
    plan = typed(as_it_is("bank").plan, **owns, **less)
    found = judge(plan, "base", judged(plan, "base"))
    assert (found.told.tied, found.told.recommended, found.told.rival) == (True, "cloud", "on_premises")
    (said,) = [one for one in found.against if one.kind == "owned"]
    # £61k and £190k
    assert said.text.endswith("with their sale cloud costs £251k less, not £61k.")
    assert not said.first, "cloud keeps none of them"
    (first,) = [one.first for one in found.instead if one.kind == "owned"]
    assert first == "a decision on the sale of the servers owned already, with which cloud costs £251k less"
    none = typed(plan, **{f"{pool}owned_value": 0.0})
    assert not [one for one in judge(none, "base", judged(none, "base")).against if one.kind == "owned"]
