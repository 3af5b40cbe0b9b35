"""Advice that was nonsense: a lever charged to whom it makes dearer, work undone as a saving, terms taken by halves."""

import json
from pathlib import Path

import pytest
from advice import having

from desktop.cli import main
from desktop.storage.examples import example
from desktop.storage.plan_file import save
from models.appraisal.results import case_result
from models.areas.cost_management import LEVERS, lever_key
from models.plan.plan import Plan
from models.quantities.writing import money
from models.rules.best import at_its_best, best
from models.rules.decisions import judged
from models.rules.judgement import Against, planned
from models.rules.judging import judge_at_best
from models.rules.late_servers import late_servers
from models.rules.levers_untried import levers_untried
from models.rules.unknown_terms import unknown_terms
from models.studies.levers import LABELS

L = "compute.pool.h200."
ROUTED = {"cost_management.right_size": True}


def _compared(plan: Plan, option: str) -> float:
    return case_result(plan, "base").options[option].compared


def _untried(plan: Plan) -> list[Against]:
    case = judged(plan, "base")
    standing = planned(case)
    return list(levers_untried(plan, "base", case, case.options[standing.recommended], standing))


def test_a_lever_is_not_charged_to_what_it_makes_dearer() -> None:
    """Routing makes the cloud £407k dearer and API £596k cheaper: the cloud does without it, and leads by £410k."""
    many = {f"operations.role.platform.people_{one}": 6.0 for one in ("on_premises", "hybrid")}
    plan = having(example("bank").plan, **many)
    routed = having(plan, **ROUTED)
    assert _compared(routed, "cloud") > _compared(plan, "cloud") + 400_000
    assert 0 < _compared(routed, "api") - _compared(routed, "cloud") < 5_000
    assert _untried(plan) == []


def test_what_a_lever_makes_cheaper_is_held_against_what_does_without_it() -> None:
    """Lever by lever: what API costs with it, less what the cloud costs with it or without, whichever is less."""
    shrinks = {f"workloads.workload.{work}.growth": -0.2 for work in ("assistant", "training")}
    plan = having(example("insurer").plan, **shrinks)
    own = _compared(plan, "cloud")
    least: dict[str, float] = {}
    for lever in LEVERS:
        if not plan.values("base")[lever_key(lever)]:
            tried = having(plan, **{lever_key(lever): True})
            least[lever] = _compared(tried, "api") - min(own, _compared(tried, "cloud"))
    lever = min(least, key=least.__getitem__)
    (told,) = _untried(plan)
    assert f"with “{LABELS[lever]}”" in told.text
    assert f"API would cost {money(-least[lever])} less than cloud" in told.text
    assert least["right_size"] > _compared(having(plan, **ROUTED), "api") - _compared(having(plan, **ROUTED), "cloud")


def _late(plan: Plan) -> list[Against]:
    case = judged(plan, "base")
    standing = planned(case)
    return list(late_servers(plan, "base", case, case.options[standing.recommended], standing))


def test_work_that_nobody_does_is_no_saving() -> None:
    """Servers in month 7 of 12 "cost more than they save": without them the laboratory's work would not be done."""
    plan = having(example("laboratory").plan, **{"finance.horizon": 12})
    assert planned(judged(plan, "base")).recommended == "on_premises"
    never = having(plan, **{f"{L}owning_start": 12, f"{L}hybrid_start": 12})
    assert case_result(never, "base").options["on_premises"].undone > 0.9
    assert _late(plan) == []


@pytest.mark.long
def test_settings_of_one_option_are_not_taken_back_from_another() -> None:
    """The hybrid's planned start is on-premises' too: with it on-premises would run before it had power, and "led"."""
    free = {f"workloads.workload.{work}.place": "anywhere" for work in ("training", "analysis")}
    site = {f"{L}bridging": "cloud", f"{L}site_power": 500.0, f"{L}site_from": 30, f"{L}spares": 0}
    plan = having(example("laboratory").plan, **{"security.air_gapped": False}, **free, **site)
    better = best(plan, "base")
    assert next(one for one in better.found if one.kind == "on_premises").settings[f"{L}owning_start"] == 30
    made = judge_at_best(plan, "base", judged(plan, "base"))
    assert made.final.recommended == "api"
    assert not any("on-premises leads" in one.text for one in made.against)


@pytest.mark.long
def test_what_is_allowed_as_planned_is_held_against_its_plan() -> None:
    """Summaries that no API may have bar the cloud as planned; API and the hybrid are planned, and cost £851k."""
    kept = {"hosting.workload.summaries.may_call": False, "finance.horizon": 24}
    plan = having(example("saas").plan, **kept)
    case = judged(plan, "base")
    assert set(case.blocked) == {"cloud", "on_premises"}
    found = {one.kind: one for one in best(plan, "base").found}
    for kind in ("api", "hybrid"):
        assert found[kind].planned == pytest.approx(case.options[kind].compared)
        assert found[kind].cost <= case.options[kind].compared + 1
    assert found["cloud"].planned is None
    assert not any("summaries" in key for key in found["api"].settings)


@pytest.mark.long
def test_terms_that_are_usual_are_tried_with_nothing_committed_too() -> None:
    """With 40% off on spot on-premises, nothing committed by the hybrid, £1.5m was said; the hybrid led at its best."""
    plan = at_its_best(having(example("university").plan, **{"finance.horizon": 12}))
    case = judged(plan, "base")
    assert planned(case).recommended == "hybrid"
    for one in unknown_terms(plan, "base", case, case.options["hybrid"]):
        assert not one.turns


@pytest.mark.long
def test_levers_for_all_are_named_where_no_setting_moves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """ "API costs £11k less than planned: ." And business as usual was shown with the levers, as planned."""
    plan = example("insurer").plan
    save(plan, tmp_path / "p.boardcase")
    assert main(["best", str(tmp_path / "p.boardcase"), "--free", "levers"]) == 0
    said = capsys.readouterr().out
    assert "less than planned: ." not in said
    usual = next(one for one in said.splitlines() if one.startswith("Business as usual")).split()
    assert usual[3] == f"{judged(plan, 'base').usual_compared / 1e3:,.0f}"
    assert usual[3] != usual[4]
    assert main(["best", str(tmp_path / "p.boardcase"), "--free", "levers", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["levers"]


@pytest.mark.long
def test_no_offer_for_the_cheapest_is_not_said_of_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """API is cheapest and rents nothing; for the cloud there is a cheaper offer, which the verdict names."""
    save(example("startup").plan, tmp_path / "p.boardcase")
    assert main(["best", str(tmp_path / "p.boardcase"), "--free", "offer"]) == 0
    assert "No other offer makes the cheapest option cheaper; a dearer one may" in capsys.readouterr().out
