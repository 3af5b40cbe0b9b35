"""What is called by API where nothing can be: it bars settings and no option, and a sum without the work is no cost.

Hunted by somebody else. Expectations are the same plan with the setting put right by hand.
"""

import pytest
from advice import INSURER, P, W, having
from earlier import example

from models.exhibits.every_study import STUDIES, Asked
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.quantities.writing import money
from models.rules.best import best
from models.rules.decisions import judged
from models.rules.judgement import Judgement, State
from models.rules.judging import judge, judge_at_best
from models.studies.stress import demand_at

SAAS = example("saas").plan
H = "hosting.workload."
CALLS = ("cloud_calls", "on_premises_calls", "hybrid_calls")

TELCO = having(
    SAAS,
    **{
        f"{W}summaries.kind": "steady",
        f"{W}summaries.gpus": 400.0,
        f"{W}search.active": False,
        f"{W}tuning.active": False,
    },
)
"""Steady work on 400 GPUs, with the flags that the workload had as inference."""

INSIDE = having(SAAS, **{f"{W}{work}.place": "inside" for work in SAAS.slugs["workload"]})


def _uncalled(plan: Plan) -> Plan:
    return having(plan, **{f"{H}{work}.{call}": False for work in plan.slugs["workload"] for call in CALLS})


def told(plan: Plan, judgement: Judgement) -> str:
    return verdict(plan, judged(plan, "base"), judgement).text


@pytest.mark.long
def test_a_setting_that_calls_what_no_api_does_bars_no_option_from_the_search() -> None:
    """ "Hybrid is the only option allowed: £111.1m": on-premises and cloud are cheaper with one flag turned off."""
    found = {one.kind: one.cost for one in best(TELCO, "base").found}
    assert {"cloud", "on_premises", "hybrid"} <= set(found)
    by_hand = {one.kind: one.cost for one in best(_uncalled(TELCO), "base").found}
    assert found == pytest.approx({kind: by_hand[kind] for kind in found})


def test_a_sum_that_leaves_the_work_out_is_no_cost_to_hold_against_an_option() -> None:
    """ "What is not allowed would cost up to £110.0m less": it did none of the work."""
    made = judge(TELCO, "base", judged(TELCO, "base"))
    assert made.planned.state is State.ONLY
    assert "is no inference, and sent to an API it would cost nothing" in told(TELCO, made)
    assert "would cost up to" not in told(TELCO, made)


@pytest.mark.long
def test_what_has_to_stay_inside_is_not_called_by_the_search_either() -> None:
    found = {one.kind: one.cost for one in best(INSIDE, "base").found}
    by_hand = {one.kind: one.cost for one in best(_uncalled(INSIDE), "base").found}
    assert found == pytest.approx(by_hand)
    assert "on_premises" in found


@pytest.mark.long
def test_owning_that_is_set_to_start_late_is_no_late_delivery() -> None:
    """ "58 months to delivery" of servers that take four; and nothing said what the option costs at its best."""
    late = having(_uncalled(INSIDE), **{f"{P}owning_start": 58})
    made = judge(late, "base", judged(late, "base"))
    (said,) = [one.text for one in made.against if one.kind == "rules"]
    lead = int(late.entry("base", f"{P}lead").value)
    assert said == (
        f"The work waits for servers: owning on premises is set to start in month 58, delivery takes {lead} months,"
        " first needed in month 1."
    )
    assert "while it waits for owning to start in month 58, as is planned" in told(late, made)
    searched = judge_at_best(late, "base", judged(late, "base"))
    assert searched.best is not None
    at_best = searched.best.compared["on_premises"]
    assert f"At its best settings it costs {money(at_best)}." in told(late, searched)
    soon = judged(having(late, **{f"{P}owning_start": 0}), "base").options["on_premises"]
    assert at_best <= soon.compared


def test_less_work_that_is_no_saving_says_why() -> None:
    """Half the demand cost the only option £433k more than all of it, in a board's table without a word."""
    late = having(_uncalled(INSIDE), **{f"{P}owning_start": 58})
    half, whole = (
        judged(one, "base").options["on_premises"].compared
        for one in (having(late, **demand_at(late, "base", 0.5)), late)
    )
    assert half > whole
    said = "Less work is no saving for on-premises: what waits in it counts at what a busy hour of the servers costs"
    assert said in STUDIES["stress"](late, "base", Asked(), None).note
    assert "no saving" not in STUDIES["stress"](INSURER, "base", Asked(), None).note
