"""Leads that rest on what is entered for some options alone; work that is not worth what it adds; spares that work.

Hunted by somebody else. Expectations are the same plan with the entry changed by hand.
"""

import re

import pytest
from advice import INSURER, P, W, against, cost, having, in_region, of_kind, quoted, standing
from earlier import example

from models.appraisal.results import case_result
from models.exhibits.capital_words import capital_now, capital_to_follow
from models.exhibits.case_text import subject_to
from models.exhibits.every_study import STUDIES, Asked
from models.exhibits.path import as_confirmed
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan
from models.quantities.writing import money
from models.rules.best import at_its_best, best
from models.rules.decisions import judged
from models.rules.judging import judge, judge_at_best
from models.studies.spares import stand_whole

B = "finance.benefit.benefit."
OWNED = {f"{B}active": True, f"{B}cloud": False, f"{B}api": False}


def _saas(amount: float, *, hybrid: bool) -> Plan:
    plan = having(example("saas").plan, **OWNED, **{f"{B}amount": amount, f"{B}hybrid": hybrid})
    return at_its_best(plan)


@pytest.mark.long
def test_a_benefit_of_owning_that_counts_before_anything_is_owned_is_told_with_its_price() -> None:
    """Owning was to start in month 58 of 84, for a benefit that counted from month 1 and made it lead."""
    plan = _saas(10_000.0, hybrid=False)
    assert standing(plan).recommended == "on_premises"
    (first, *_) = of_kind(plan, "benefit")
    # delivered in month 58 and in use from 59, the 59th month of service
    later = having(plan, **{f"{B}first": 59})
    more = cost(later, "on_premises") - cost(plan, "on_premises")
    ahead = cost(later, "on_premises") - cost(later, "api")
    assert ahead > 0
    assert "the first server is in use in month 59" in first
    assert first.endswith(f"on-premises costs {money(more)} more, and API leads by {money(ahead)}.")


@pytest.mark.long
def test_a_lead_by_a_benefit_that_some_options_are_given_is_told() -> None:
    plan = _saas(40_000.0, hybrid=True)
    told = next(one for one in against(plan) if "not every option is given" in one.text)
    without = having(plan, **{f"{B}active": False})
    ahead = cost(without, "on_premises") - cost(without, "api")
    assert told.turns
    assert told.text.endswith(f"without it, API leads by {money(ahead)}.")


@pytest.mark.long
def test_a_benefit_that_every_option_is_given_is_no_reason_for_one() -> None:
    plan = having(example("saas").plan, **{f"{B}active": True, f"{B}amount": 40_000.0})
    assert of_kind(plan, "benefit") == []


@pytest.mark.long
def test_a_lead_by_risks_that_some_options_bear_is_told() -> None:
    risk = "risks.risk.failure."
    entered = {"active": True, "probability": 0.5, "low": 4e5, "likely": 9e5, "high": 1.6e6, "month": 12}
    changes = {f"{risk}{name}": value for name, value in (entered | {"cloud": False, "hybrid": False}).items()}
    plan = having(example("bank").plan, **changes)
    assert standing(plan).recommended == "cloud"
    assert standing(having(plan, **{f"{risk}active": False})).recommended == "on_premises"
    told = next(one for one in against(plan) if one.kind == "risk")
    assert told.turns
    assert "on-premises leads by" in told.text


def test_work_that_costs_more_than_it_is_worth_is_told_though_all_of_it_together_pays() -> None:
    """The assistant was worth £1 a month beside training at £900,000, and "the work is worth £43.5m more"."""
    values = {f"{W}assistant.value": 1.0, f"{W}training.value": 900_000.0, f"{W}experiments.value": 900_000.0}
    plan = having(INSURER, **values)
    (told,) = [one for one in of_kind(plan, "value") if "Claims assistant" in one]
    without = having(plan, **{f"{W}assistant.active": False})
    added = cost(plan, "on_premises") - cost(without, "on_premises")
    ahead = cost(without, "on_premises") - cost(without, "cloud")
    assert f"adds {money(added)} and is worth £" in told
    assert told.endswith(f"; without it cloud leads by {money(ahead)}.")


def test_work_that_pays_is_not_told() -> None:
    plan = having(INSURER, **{f"{W}{work}.value": 900_000.0 for work in INSURER.slugs["workload"]})
    assert of_kind(plan, "value") == []


@pytest.mark.parametrize(
    ("servers", "spares", "standby", "stands"), [(1, 1, 0, False), (2, 1, 0, True), (1, 2, 1, False)]
)
def test_servers_that_are_no_more_than_the_spares_do_no_work(
    servers: int, spares: int, standby: int, *, stands: bool
) -> None:
    values = {"compute.pool.p.standby": standby, "compute.pool.p.spares": spares, "compute.pool.p.gain": 0.0}
    assert stand_whole(values, "p", servers) is stands


@pytest.mark.long
def test_a_hybrid_of_spares_alone_is_not_allowed_and_not_searched() -> None:
    """One server, with one spare and all compute twice, led by £177k: half of it stood at each of two sites."""
    pool = "compute.pool.inference."
    plan = having(example("bank").plan, **{f"{pool}standby": 1.0, f"{pool}spares": 1, f"{pool}availability": 0.999})
    one = having(plan, **{f"{pool}hybrid_servers": 1})
    assert "1 server with 1 spare leaves none to work" in judged(one, "base").blocked["hybrid"]
    kept = next(found for found in best(plan, "base").found if found.kind == "hybrid")
    assert kept.settings[f"{pool}hybrid_servers"] == 3  # one at each site, and the spare
    assert judge_at_best(plan, "base", judged(plan, "base")).final.recommended != "hybrid"


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_what_speaks_against_options_at_their_best_is_priced_at_their_best() -> None:
    """Beside "£156k less than cloud, each at its best" stood a spare for £544k, "and the lead is still £167k"."""
    untuned = {f"{P}committed_one_year": 0.0, f"{P}committed_three_years": 0.0, f"{P}spot_share": 0.0}
    plan = having(INSURER, **untuned, **{f"{P}availability": 0.999})
    made = judge_at_best(plan, "base", judged(plan, "base"))
    tuned = at_its_best(plan)
    spare = case_result(having(tuned, **{f"{P}spares": 1}), "base")
    ahead = spare.options["on_premises"].compared - spare.options["cloud"].compared
    service = next(one.text for one in made.against if one.kind == "service")
    assert service.endswith(f"and cloud leads by {money(ahead)}.")
    taken = judge_at_best(tuned, "base", judged(tuned, "base"))
    assert [one.text for one in made.against][:2] == [one.text for one in taken.against][:2]


@pytest.mark.long
def test_where_an_api_is_assumed_to_be_is_a_condition_of_the_resolution() -> None:
    """Data had to stay in the UK alone; "United Kingdom" picked from a list made the lead unqualified."""
    where = {"security.residency": True, "security.uk_only": True}
    works = example("law_firm").plan.slugs["workload"]
    said = {f"hosting.workload.{work}.endpoint": "uk" for work in works}
    plan = having(example("law_firm").plan, **where, **said)
    keys = [f"hosting.workload.{work}.endpoint" for work in works]
    told = [
        judge(plan, "base", judged(plan, "base")).conditions,
        judge(quoted(plan, *keys), "base", judged(plan, "base")).conditions,
    ]
    assert ["endpoint_uk" in [one.kind for one in some] for some in told] == [True, False]
    assert "the API used being in the UK" in subject_to(judge(plan, "base", judged(plan, "base")), "£")


@pytest.mark.long
def test_a_region_of_an_api_that_nobody_confirmed_is_a_condition_too_where_the_eu_is_allowed() -> None:
    """Client data had to stay in the UK or EU; that the APIs are there was assumed, and the lead unqualified."""

    def told(plan: Plan) -> str:
        return subject_to(judge(plan, "base", judged(plan, "base")), "£")

    # how many of its tasks fail is measured, or that would be a condition too
    measured = Entry(1.0, Evidence(EvidenceKind.MEASURED))
    firm = example("law_firm").plan.with_entry("base", "hosting.workload.review.api_success", measured)
    assert standing(firm).recommended == "api"
    assert told(firm) == " The decision is subject to the API used being in the UK or EU."
    assert told(in_region(firm)) == ""
    free = {f"{W}{work}.sensitivity": "public" for work in firm.slugs["workload"]}
    assert told(having(firm, **{"security.residency": False}, **free)) == ""
    key = "hosting.workload.review.regional_endpoint"
    one = having(in_region(firm), **{key: True}).with_entry("base", key, firm.entry("base", key))
    (condition,) = judge(one, "base", judged(one, "base")).conditions
    assert condition.text == "It is an assumption that the API of Document review is in the UK or EU."
    assert told(one.with_entry("base", key, as_confirmed(firm.entry("base", key), "1 December 2026"))) == ""


def test_a_sum_says_how_much_of_it_is_tax_and_how_many_servers_only_replace() -> None:
    """£43,000 of a sum of £278,000 were VAT, and 96 of "125 more servers" took the place of those owned already."""
    plan = example("bank").plan
    recovered = having(plan, **{"finance.vat_assets": 1.0})
    paid, net = (case_result(one, "base").options["on_premises"] for one in (plan, recovered))
    tax = round((paid.up_front - net.up_front) / 1_000) * 1_000
    assert f"including irrecoverable VAT of £{tax:,}, and 10% contingency" in capital_now(plan, "base", paid)
    university = example("university").plan
    assert university.entries["compute.pool.h200.owned_servers"].value == 96
    owns = case_result(university, "base").options["on_premises"]
    assert "125 more servers (96 in place of retired ones)" in capital_to_follow(university, "base", owns)


@pytest.mark.long
def test_each_option_at_its_best_says_what_it_is_worth_where_all_work_has_a_value() -> None:
    """A value of £31k a month was entered for all work, and no screen told what the choice brings."""
    plan = example("saas").plan
    assert STUDIES["best"](plan, "base", Asked(cases=200), None).tables[0].heads[-1] == "Total capital"
    valued = having(plan, **{f"{W}{work}.value": 10_000.0 for work in plan.slugs["workload"]})
    table = STUDIES["best"](valued, "base", Asked(cases=200), None).tables[0]
    worth = case_result(valued, "base").worth
    assert table.heads[-1] == "Net benefit"
    for row in table.rows:
        cost, benefit = (float(str(row[place].value)) for place in (2, -1))
        assert benefit == pytest.approx(worth / 1_000 - cost, abs=1) or benefit == pytest.approx(worth - cost, abs=1)


@pytest.mark.long
def test_a_lead_that_rests_on_prices_that_are_assumed_to_fall_is_told() -> None:
    """API prices fall by 25% a year unless somebody says otherwise: where a lead rests on it, no page said so."""
    saas = example("saas").plan
    assert of_kind(saas, "trend") == []  # it leads at today's prices too
    works = saas.slugs["workload"][:2]

    def at(price: float, trend: float) -> Plan:
        return having(
            saas, **{f"hosting.workload.{work}.api_out": price for work in works}, **{"finance.api_trend": trend}
        )

    def far_behind(plan: Plan) -> bool:
        """Return whether the API is behind by more than is too close to call."""
        case = judged(plan, "base")
        first = case.allowed()[0]
        behind = case.options["api"].compared - first.compared
        return first.key != "api" and behind > case.tolerances[frozenset({"api", first.key})]

    price = next(one / 2 for one in range(1, 40) if far_behind(at(one / 2, 0.0)))
    plan = at(price, -0.5)
    assert standing(plan).recommended == "api"
    flat = at(price, 0.0)
    leads = standing(flat).recommended
    ahead = cost(flat, "api") - cost(flat, leads)
    (told,) = of_kind(plan, "trend")
    told_at = re.fullmatch(
        r"API leads only if API prices fall by more than ([\d.]+)% a year, planned 50%: at today's prices (.*)\.", told
    )
    assert told_at is not None
    assert told_at[2] == f"{leads} leads by {money(ahead)}"
    # a tenth of a per cent on either side of it
    turns = float(told_at[1]) / 100
    assert standing(at(price, -turns - 0.001)).recommended == "api"
    assert standing(at(price, -turns + 0.001)).recommended != "api"
