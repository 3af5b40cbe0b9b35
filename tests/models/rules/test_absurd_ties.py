"""Advice that was nonsense: ties of three put to a board as two, and conditions that hold for one of two alone."""

import pytest
from advice import having

from desktop.storage.examples import example
from models.exhibits.board import recommendation_head
from models.exhibits.case_text import resolution
from models.plan.plan import Plan
from models.quantities.writing import money
from models.rules.decisions import judged
from models.rules.judgement import Judgement, State
from models.rules.judging import judge
from models.rules.standing import Standing


def _judge(plan: Plan) -> Judgement:
    return judge(plan, "base", judged(plan, "base"))


def test_every_option_within_the_tolerance_is_one_of_the_tie() -> None:
    """By hand, with a tolerance of 100: 40 more in 55 of 100 cases is close, 90 in 95 is not, 150 is not."""
    costs = {"cloud": 1_000.0, "api": 1_010.0, "on_premises": 1_040.0, "hybrid": 1_090.0}
    chances = {"api": 0.6, "on_premises": 0.55, "hybrid": 0.95}
    made = Standing(State.CLOSE, "cloud", "api", 10.0, 100.0, 0.6, costs, {}, chances=chances)
    assert made.as_close == ["on_premises"]
    far = {**costs, "on_premises": 1_150.0}
    assert Standing(State.CLOSE, "cloud", "api", 10.0, 100.0, 0.6, far, {}, chances=chances).as_close == []
    barred = {"on_premises": "it may not"}
    assert Standing(State.CLOSE, "cloud", "api", 10.0, 100.0, 0.6, costs, barred, chances=chances).as_close == []
    assert Standing(State.CLEAR, "cloud", "api", 10.0, 100.0, 0.6, costs, {}, chances=chances).as_close == []


@pytest.mark.long
def test_a_board_is_told_of_every_option_that_is_as_close() -> None:
    """Ten years of the insurer: cloud, API £50k and on-premises £119k apart; "cloud and API" were put to the board."""
    plan = having(example("insurer").plan, **{"finance.horizon": 120})
    made = _judge(plan)
    final = made.final
    assert (final.recommended, final.rival, list(final.as_close)) == ("cloud", "api", ["on_premises"])
    case = judged(plan, "base")
    more = money(final.compared["on_premises"] - final.compared["cloud"], "£")
    said = resolution(plan, "base", case, made)
    assert f"On-premises ({more} more) is too close to cloud to call as well; its sums are in this paper." in said
    head = recommendation_head(case.options["cloud"], made)
    assert head == "No clear recommendation on cost: cloud, API or on-premises."


@pytest.mark.long
def test_a_bill_below_both_of_a_tie_is_a_condition_of_both() -> None:
    """A bill £1.4m below either: cloud was subject to it, and on-premises was not."""
    bill = {"finance.usual_today": "bill", "finance.usual_cost": 40_000.0, "finance.usual_same_work": False}
    plan = having(example("insurer").plan, **bill)
    made = _judge(plan)
    assert made.final.tied
    for conditions in (made.conditions, made.instead):
        assert any(one.first.startswith("today's bill, £1.4m less, being shown not to pay") for one in conditions)
