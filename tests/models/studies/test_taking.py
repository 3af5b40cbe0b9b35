"""Settings of an option's own, and those of every option taken at once: each option is then at its best."""

from typing import Any

import pytest
from untuned import untuned

from desktop.storage import examples
from models.appraisal.results import CaseResult, case_result
from models.exhibits.settings_words import in_words
from models.plan.plan import Entry, Plan
from models.quantities.declaration import Value
from models.rules.best import at_its_best, best
from models.studies.best import with_settings

SAAS, INSURER, BANK = (untuned(name) for name in ("saas", "insurer", "bank"))
HOSTING = ("cloud", "on_premises", "hybrid")


def costs(plan: Plan, settings: dict[str, Value]) -> CaseResult:
    for key, value in settings.items():
        plan = plan.with_entry("base", key, Entry(value))
    return case_result(plan, "base")


def alike(one: CaseResult, other: CaseResult, option: str) -> bool:
    return one.options[option].cumulative.tolist() == pytest.approx(other.options[option].cumulative.tolist(), abs=0.01)


@pytest.mark.parametrize("plan", [SAAS, BANK], ids=["saas", "bank"])
@pytest.mark.parametrize("option", HOSTING)
def test_what_an_option_alone_has_by_api_is_charged_to_it_alone(plan: Plan, option: str) -> None:
    work = plan.slugs["workload"][0]
    hosted = costs(plan, {f"hosting.workload.{work}.api_share": 0.0})
    called = costs(plan, {f"hosting.workload.{work}.api_share": 1.0})
    alone = costs(plan, {f"hosting.workload.{work}.api_share": 0.0, f"hosting.workload.{work}.{option}_calls": True})
    assert not alike(hosted, called, option)
    assert alike(alone, called, option)
    assert alone.options[option].undone == pytest.approx(called.options[option].undone)
    for other in ("api", *HOSTING):
        if other != option:
            assert alike(alone, hosted, other), other


@pytest.mark.parametrize("option", ["api", "hybrid", "on_premises"])
def test_terms_of_its_own_are_those_of_an_option_and_of_no_other(option: str) -> None:
    pool = "compute.pool.h100."
    plain = costs(INSURER, {f"{pool}bridging": "cloud"})
    shares: dict[str, Value] = {"one_year": 0.3, "three_years": 0.4, "spot": 0.8}
    if option == "on_premises":
        shares = {"spot": 0.8}
    own: dict[str, Value] = {f"{pool}{option}_{name}": value for name, value in shares.items()}
    alone = costs(INSURER, {f"{pool}bridging": "cloud", f"{pool}{option}_terms": True, **own})
    shared: dict[str, Any] = {"committed_one_year": 0.3, "committed_three_years": 0.4, "spot_share": 0.8}
    for_all = costs(INSURER, {f"{pool}bridging": "cloud", **{f"{pool}{name}": one for name, one in shared.items()}})
    assert alike(alone, for_all, option)
    assert not alike(alone, plain, option)
    for other in ("api", *HOSTING):
        if other != option:
            assert alike(alone, plain, other), other
    # what is switched off says nothing
    assert alike(costs(INSURER, {f"{pool}bridging": "cloud", **own}), plain, option)


def test_a_hybrid_may_buy_its_servers_otherwise() -> None:
    pool = "compute.pool.h100."
    growth: dict[str, Value] = {f"{pool}purchase": "growth", "workloads.workload.assistant.growth": 1.0}
    plain, at_once = costs(INSURER, growth), costs(INSURER, {**growth, f"{pool}purchase": "at_once"})
    own = costs(INSURER, {**growth, f"{pool}hybrid_purchase": "at_once"})
    back = costs(INSURER, {**growth, f"{pool}purchase": "at_once", f"{pool}hybrid_purchase": "growth"})
    assert alike(own, at_once, "hybrid")
    assert alike(own, plain, "on_premises")
    assert alike(back, plain, "hybrid")
    assert alike(back, at_once, "on_premises")


@pytest.mark.long
@pytest.mark.parametrize("name", examples.names())
def test_all_settings_taken_leave_every_option_at_its_best(name: str) -> None:
    plan = examples.example(name).plan
    found = best(plan, "base")
    together = case_result(with_settings(plan, "base", found.together), "base")
    for one in found.found:
        alone = case_result(with_settings(plan, "base", one.settings), "base")
        assert alone.options[one.kind].compared == pytest.approx(one.cost, abs=0.01)
        assert together.options[one.kind].compared == pytest.approx(one.cost, abs=0.01), one.kind


@pytest.mark.long
def test_a_plan_at_its_best_has_nothing_left_to_take() -> None:
    again = best(at_its_best(SAAS), "base")
    assert all(one.saving == pytest.approx(0, abs=0.01) for one in again.found)
    assert dict(again.together) == {}


@pytest.mark.long
def test_the_share_of_data_that_a_hybrid_keeps_in_the_cloud_is_searched_where_it_is_freed() -> None:
    """The bank's hybrid keeps 30% there: by hand its data costs £725k over five years, and £544k on arrays alone."""
    bank = examples.example("bank").plan
    planned = case_result(bank, "base").options["hybrid"].compared
    by_hand = costs(bank, {"data.hybrid_cloud": 0.0}).options["hybrid"].compared
    assert 160_000 < planned - by_hand < 181_000
    free = next(one for one in best(bank, "base", freed=frozenset({"data.hybrid_cloud"})).found if one.kind == "hybrid")
    assert free.settings["data.hybrid_cloud"] == 0
    assert free.cost == pytest.approx(by_hand, abs=0.01)
    kept = next(one for one in best(bank, "base").found if one.kind == "hybrid")
    assert "data.hybrid_cloud" not in kept.settings
    assert in_words(bank, free.settings) == ["none of its data in the cloud"]
    together = best(bank, "base", freed=frozenset({"data.hybrid_cloud"})).together
    assert costs(bank, dict(together)).options["hybrid"].compared == pytest.approx(by_hand, abs=0.01)
