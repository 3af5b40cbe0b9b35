"""Advice that was nonsense: options that are another by their settings, and what the search took none of them for."""

import pytest
from advice import having, standing

from desktop.commands.best import Asked, best_text
from desktop.storage.examples import example
from models.appraisal.results import case_result
from models.exhibits.verdict import verdict
from models.rules.best import best
from models.rules.decisions import judged

LAW_FIRM = example("law_firm").plan
"""It calls its assistant by API in every option, and hosts the review of documents but for the API option."""
REVIEW_STAYS = {"hosting.workload.review.may_call": False}
SEARCH_CALLED = {f"hosting.workload.{work}.on_premises_calls": True for work in ("search", "summaries")}


def test_an_owning_option_that_hosts_what_no_api_may_serve_is_one() -> None:
    """Review may go to no API: own servers run it, whoever serves the assistant. It was found dearer than planned."""
    plan = having(LAW_FIRM, **REVIEW_STAYS)
    planned = case_result(plan, "base").options
    for kind in ("on_premises", "hybrid"):
        one = next(one for one in best(plan, "base").found if one.kind == kind)
        assert one.planned is not None
        assert one.cost <= one.planned == pytest.approx(planned[kind].compared)


def test_a_cloud_that_calls_everything_that_may_be_called_is_the_api_option() -> None:
    plan = having(LAW_FIRM, **REVIEW_STAYS)
    assert set(judged(plan, "base").blocked) == {"cloud"}
    said = verdict(plan, judged(plan, "base")).text
    assert said.startswith("API costs £775k less than on-premises over five years")
    assert "overtake" not in said  # a cloud that is none is nothing to be overtaken
    assert "Cloud is not allowed as planned: everything that an API may serve is called by API" in said
    # it is allowed where it hosts what may be called
    assert "cloud" in {one.kind for one in best(plan, "base").found}


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
    assert judged(plan, "base").blocked["on_premises"].endswith("so that it is the API option.")
    assert standing(plan).recommended == "api"


def test_the_best_of_each_says_where_a_lead_is_too_close_to_call() -> None:
    """It said that on-premises leads where the judgement of the same plan said that nobody can tell."""
    said, _ = best_text(example("insurer").plan, "base", Asked(), as_json=False)
    first = said.split("\n", 1)[0]
    assert first.startswith("Each at its best, on-premises leads by £156k.")
    assert first.endswith("Too close to call: on-premises is cheaper than cloud in 64 of 100 cases.")
    clear, _ = best_text(example("bank").plan, "base", Asked(), as_json=False)
    assert "Too close" not in clear.split("\n", 1)[0]
