"""Advice on plans of several pools, and on plans of which no option is allowed, held against plans changed by hand."""

import pytest
from advice import INSURER, having, of_kind, standing
from earlier import example

from models.areas.options import USUAL
from models.exhibits.judgement import headline
from models.exhibits.studies import stress_finding
from models.exhibits.verdict import verdict
from models.plan.rows import with_row
from models.plan.sectors import SECTORS, plan_of
from models.quantities.declaration import Value
from models.quantities.texts import listed
from models.quantities.writing import money
from models.rules.decisions import findings, judged
from models.rules.its_people import fewer_than_api
from models.rules.judgement import State
from models.rules.judging import judge_at_best
from models.studies.stress import stress_tests

W = "workloads.workload."
_HOSTING = ("cloud", "on_premises", "hybrid")


@pytest.mark.long
def test_a_pool_that_on_premises_never_owns_is_told() -> None:
    """On-premises led cloud by £6k with a pool rented for all of five years, and nothing said so."""
    plan, pool = with_row(INSURER, "pool", "Second pool", "h100")
    apart = having(plan, **{f"{W}training.pool": pool, f"{W}experiments.pool": pool})
    never = having(apart, **{f"compute.pool.{pool}.owning_start": 60})
    assert "owns_in_part" not in {one.rule.key for one in findings(apart, "base")}
    (said,) = [one.message for one in findings(never, "base") if one.rule.key == "owns_in_part"]
    assert said == "On-premises owns no server of Second pool: its work is rented throughout."
    assert standing(never).recommended == "on_premises"
    assert any(said in text for text in of_kind(never, "rules"))


def test_business_as_usual_that_does_the_work_stands_beside_no_option_allowed() -> None:
    """Nothing was said of what goes on at £3.0m where the rules bar every option; stress tests had it as cheapest."""
    plan = having(
        INSURER, **{"finance.usual_today": "bill", "finance.usual_cost": 60_000.0, f"{W}assistant.place": "inside"}
    )
    case = judged(plan, "base")
    assert case.usual_ranked
    assert standing(plan).state is State.NONE
    told = verdict(plan, case)
    assert f"goes on at {money(case.usual_compared)} in present value" in told.follow_up
    assert "only business as usual does the work" in stress_finding(
        case, stress_tests(plan, "base", list(case.blocked), [USUAL])
    )


@pytest.mark.long
def test_an_option_that_calls_apis_at_its_best_is_told_with_what_it_calls() -> None:
    """API "cost £21k less than cloud, each at its best", a cloud that had all but a trifle of the work by API."""
    plan = example("saas").plan
    called = {f"hosting.workload.{one}.{of}_calls": False for one in plan.slugs["workload"] for of in _HOSTING}
    plan = having(plan, **called, **{f"hosting.workload.{one}.api_share": 0.0 for one in plan.slugs["workload"]})
    made = judge_at_best(plan, "base", judged(plan, "base"))
    assert made.best is not None
    moved = {
        kind: names for kind, names in made.calls.items() if names and kind in {made.best.recommended, made.best.rival}
    }
    assert moved
    said = "".join(part.text for part in headline(plan, made))
    assert "each at its best" in said
    for names in moved.values():
        assert f"({listed(names) if len(names) < 3 else f'{len(names)} workloads'} by API)" in said


def test_servers_and_apis_take_no_fewer_people_than_apis_alone() -> None:
    """On-premises led by £192k with half the people that the API option has for the same APIs."""
    nhs = plan_of("nhs", SECTORS["nhs"].answers, "Trust")
    second, work = with_row(nhs, "workload", "Coding", "assistant")
    platform = "operations.role.platform.people_"
    calls: dict[str, Value] = {"hosting.workload.assistant.on_premises_calls": True, f"{platform}cloud": 4.0}
    plan = having(second, **calls, **{f"{W}{work}.requests": 60_000.0})
    case = judged(plan, "base")
    option = case.options["on_premises"]
    assert option.compared < case.options["api"].compared
    (said,) = [one.text for one in fewer_than_api(plan, "base", case, option)]
    values = plan.values("base")
    floor: dict[str, Value] = {}
    for role in plan.slugs["role"]:
        home = f"operations.role.{role}.people_"
        floor |= {
            f"{home}{one}": max(float(values[f"{home}{one}"]), float(values[f"{home}cloud"]))
            for one in ("on_premises", "hybrid")
        }
    enough = standing(having(plan, **floor))
    assert enough.recommended == "api"
    assert said.endswith(f"with no fewer in any role, API leads by {money(enough.lead)}.")
    assert list(fewer_than_api(having(plan, **floor), "base", judged(having(plan, **floor), "base"), option)) == []
