"""Data that must stay in the UK alone: what is rented or called in the EU is barred, what nobody has said is asked."""

from advice import INSURER, P, having, standing

from models.exhibits.case_text import conditions_of
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.plan.questions import Answers
from models.plan.sectors import plan_of
from models.quantities.declaration import Value
from models.rules.best import best
from models.rules.decisions import findings, judged
from models.rules.judging import judge
from models.rules.offers import judged_offers

H = "hosting.workload.assistant."
UK: dict[str, Value] = {"security.residency": True, "security.uk_only": True}


def _struck(plan: Plan) -> set[str]:
    return {one.rule.key for one in findings(plan, "base")}


def test_gpus_in_the_eu_serve_data_that_may_stay_there_and_no_other() -> None:
    in_eu: dict[str, Value] = {f"{P}region": "eu"}
    assert not judged(having(INSURER, **in_eu, **{"security.residency": True}), "base").blocked.keys() & {"cloud"}
    barred = judged(having(INSURER, **in_eu, **UK), "base").blocked
    assert barred["cloud"].endswith("is rented outside the UK, and its data must stay in it.")


def test_in_the_uk_alone_counts_only_where_data_must_stay_somewhere() -> None:
    loose = having(INSURER, **{"security.residency": False, "security.uk_only": True, f"{P}region": "eu"})
    assert not {key for key in _struck(loose) if key.startswith(("gpus_outside_uk", "uk_unsaid", "endpoint_unsaid"))}


def test_an_api_in_the_eu_is_no_option_and_one_of_which_nobody_has_said_is_asked() -> None:
    told = having(INSURER, **UK, **{f"{H}endpoint": "uk"})
    assert "api" in judged(told, "base").options
    assert not {key for key in _struck(told) if key.startswith("endpoint_unsaid")}
    assert "api" not in judged(having(INSURER, **UK, **{f"{H}endpoint": "eu"}), "base").options
    unsaid = having(INSURER, **UK)
    assert "api" in judged(unsaid, "base").options
    assert "endpoint_unsaid_api" in _struck(unsaid)
    # without the narrower requirement nobody asks
    assert not {key for key in _struck(INSURER) if key.startswith("endpoint_unsaid")}


def test_what_is_recommended_where_nobody_has_said_is_a_condition_of_the_resolution() -> None:
    unsaid = having(INSURER, **UK, **{f"{P}region": "unsaid", f"{P}cloud_price": 3.0})
    judgement = judge(unsaid, "base", judged(unsaid, "base"))
    assert judgement.final.recommended in {"cloud", "api"}
    told = " ".join(conditions_of(judgement, "£"))
    assert "rented capacity being in the UK" in told
    assert "or EU" not in told


def test_offers_in_the_eu_may_not_be_used() -> None:
    plan = having(INSURER, **UK)
    abroad = {
        one.offered.offer.jurisdiction: one.barred
        for one in judged_offers(plan, "base", plan.slugs["pool"][0])
        if one.barred.startswith(one.offered.offer.region)
    }
    assert abroad["eu"].endswith("is outside the UK, and data must stay in it")
    assert abroad["elsewhere"].endswith("is outside the UK, and data must stay in it")
    assert "uk" not in abroad


def test_the_best_of_each_keeps_to_the_uk() -> None:
    plan = having(INSURER, **UK, **{f"{P}region": "eu", f"{H}endpoint": "uk"})
    found = best(plan, "base")
    assert "cloud" in found.missing
    # servers that are there from the first month rent nothing meanwhile
    at_once = having(plan, **{f"{P}lead": 0})
    assert standing(at_once).recommended == "on_premises"


def test_new_plan_asks_for_it_and_for_corporation_tax() -> None:
    answered = plan_of("bank", Answers(resident=True, uk_only=True, pays_tax=False), "Bank")
    assert answered.entry("base", "security.uk_only").value is True
    assert answered.entry("base", "finance.tax_position").value == "exempt"
    usual = plan_of("bank", Answers(), "Bank")
    assert usual.entry("base", "security.uk_only").value is False
    assert usual.entry("base", "finance.tax_position").value == "company"


def test_where_several_things_bar_every_option_each_is_told() -> None:
    barred = having(INSURER, **UK, **{f"{P}region": "eu", f"{H}endpoint": "eu"})
    said = verdict(barred, judged(barred, "base")).text
    assert "H100 pool is rented outside the UK" in said
    assert "Nor is that all. Claims assistant: data must stay in the UK, and some requests go to an API" in said
    # one bar alone is told alone
    one = having(INSURER, **UK, **{f"{P}region": "eu", f"{H}endpoint": "uk"})
    assert "Nor is that all" not in verdict(one, judged(one, "base")).text
