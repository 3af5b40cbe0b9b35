"""Absurd advice about terms, benefits and prices that nobody entered: each with the plan it was found on."""

import pytest
from advice import INSURER, P, against, cost, having, of_kind

from models.exhibits.in_a_word import cheapest_in_a_word
from models.exhibits.scenarios import scenarios_table
from models.rules.decisions import judged
from models.studies.asks import asks

BENEFIT = {"finance.benefit.benefit.active": True, "finance.benefit.benefit.amount": 100_000.0}
OWN = "finance.own_cost.own."


@pytest.mark.long
def test_commitments_past_the_horizon_are_looked_for_with_their_own_shares() -> None:
    """In month 71 of 72 the second three-year term was not taken, and on-premises led by £327k."""
    plan = having(INSURER, **{"finance.horizon": 71})
    shares = {f"{P}committed_three_years": 1.0, f"{P}committed_one_year": 0.0}
    past = having(plan, **shares, **{f"{P}late_terms": True})
    less = cost(plan, "on_premises") - cost(past, "cloud")
    assert less > 150_000
    (said,) = of_kind(plan, "terms")
    assert said.startswith("Not tried: committed past the horizon, 100% for three years, cloud would cost £")
    assert said.endswith(f"£{less / 1e3:.0f}k less than on-premises does.")
    assert not of_kind(past, "terms")


@pytest.mark.long
def test_a_benefit_that_all_options_share_moves_no_supplier_s_price() -> None:
    """With £100,000 a month the cloud was "ahead by the tolerance" at $20.40, and equal at $8.24."""
    with_it = having(INSURER, **BENEFIT)
    for plan in (INSURER, with_it):
        case = judged(plan, "base")
        found = asks(plan, "base", [one.key for one in case.allowed()], case.tolerances, 50)
        assert all(one.clear < one.ties for one in found if one.clear is not None and one.ties is not None)
    alone, brought = (
        {
            one.group: (one.ties, one.clear)
            for one in asks(plan, "base", list(judged(plan, "base").options), judged(plan, "base").tolerances, 50)
        }
        for plan in (INSURER, with_it)
    )
    for group, prices in alone.items():
        assert brought[group] == pytest.approx(prices, rel=1e-3), group


def test_where_benefits_pay_for_all_no_saving_of_nothing_is_told() -> None:
    for kind in ("offer", "terms", "after", "freedom", "owned", "models"):
        for said in of_kind(having(INSURER, **BENEFIT), kind):
            assert "£0" not in said
            assert " 0%" not in said


@pytest.mark.long
def test_an_own_room_is_told_before_what_it_costs() -> None:
    """The saving is the colocation fee that is no longer paid; nobody has entered what a room of one's own costs."""
    costs = {f"{OWN}active": True, f"{OWN}amount": 5_000.0, f"{OWN}cloud": False, f"{OWN}api": False}
    (said,) = of_kind(having(INSURER, **costs, **{f"{OWN}hybrid": False}), "freedom")
    assert said.startswith("Not tried: with servers in own server room on-premises would cost £")
    assert said.endswith(" less than cloud does, before what the room itself costs.")


@pytest.mark.long
def test_a_workload_of_which_nothing_is_asked_is_told_first() -> None:
    """ "Counted as no work" was said of a model whose replicas, kept on for nobody, decided for an API by £794k."""
    plan = having(INSURER, **{"workloads.workload.assistant.requests": 0})
    told = [one.text for one in against(plan)]
    assert told[0].startswith("Nothing is asked of Claims assistant, and what it takes all the same is charged: ")


def test_a_comparison_of_scenarios_says_what_each_comes_to() -> None:
    """Business as usual at a tenth of the cost was recommended, and the comparison said "On-premises"."""
    bill = having(INSURER, **{"finance.usual_today": "bill", "finance.usual_cost": 1_000.0})
    assert cheapest_in_a_word(judged(bill, "base")) == "Business as usual"
    wider = having(INSURER, **{"finance.close_call": 0.1})
    assert cheapest_in_a_word(judged(wider, "base")) == "On-premises (small lead)"
    assert "Business as usual" in {str(cell) for cell in scenarios_table(bill).rows[0]}
