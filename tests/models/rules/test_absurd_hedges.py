"""Advice that was nonsense: hedges of what an option does not pay, of the plan's own money, far from today's rate."""

from advice import having

from desktop.storage.examples import example
from models.appraisal.results import case_result
from models.exhibits.hedged import hedge
from models.plan.currency import in_currency
from models.plan.plan import Plan
from models.rules.counted import COUNTED_RULES
from models.rules.decisions import judged
from models.rules.doubts import doubts
from models.rules.facts import Facts
from models.rules.without_work import without_work

EURO = {"finance.euro_hedged": 1.0, "finance.euro_forward": 0.85}
DOLLAR = {"finance.dollar_hedged": 0.5, "finance.dollar_forward": 0.75}


def _hedge(plan: Plan, option: str) -> str:
    return hedge(plan, "base", case_result(plan, "base").options[option])


def test_a_hedge_is_told_of_what_an_option_pays_alone() -> None:
    """ "100% of euro payments" was said of a cloud that pays dollars."""
    insurer = example("insurer").plan
    assert _hedge(insurer, "cloud") == ""
    assert _hedge(having(insurer, **EURO), "cloud") == ""
    assert _hedge(having(insurer, **DOLLAR), "cloud") == " Hedged are 50% of dollar payments at £0.75 per dollar."
    euros = having(insurer, **EURO, **{"compute.pool.h100.server_currency": "EUR"})
    said = " Hedged are 100% of euro payments at £0.85 per euro; dollar payments are not."
    assert _hedge(euros, "on_premises") == said
    assert _hedge(euros, "cloud") == ""


def _doubted(plan: Plan, name: str) -> list[str]:
    return [one.message for one in doubts(plan, "base") if one.key == f"finance.{name}_forward"]


def test_a_forward_far_from_the_rate_of_the_day_is_in_doubt_once_something_is_hedged_at_it() -> None:
    """1.00 for a dollar of 0.7463: 1 / 0.7463 − 1 is 34%."""
    plan = having(example("insurer").plan, **{"finance.dollar_rate": 0.7463})
    assert _doubted(plan, "dollar") == []
    (said,) = _doubted(having(plan, **{"finance.dollar_hedged": 1.0, "finance.dollar_forward": 1.0}), "dollar")
    assert "34% away from today's rate of 0.7463" in said
    assert _doubted(having(plan, **DOLLAR), "dollar") == []


def test_a_plan_hedges_nothing_of_its_own_money() -> None:
    plan = in_currency(example("insurer").plan, "USD")
    assert _doubted(plan, "dollar") == []
    one_to_one = {"finance.dollar_hedged": 1.0, "finance.dollar_forward": 1.0}
    assert _doubted(having(plan, **one_to_one), "dollar") == []
    hedged = having(plan, **{"finance.dollar_hedged": 1.0, "finance.dollar_forward": 1.34})
    assert _doubted(hedged, "dollar") == ["the plan is in dollars: its own money has no rate, and needs no hedge"]


def test_work_that_pauses_is_no_work_that_has_not_begun() -> None:
    """A plan whose work began in month 1 was told to begin with it, and to pay nothing for servers that it owned."""
    works = example("insurer").plan.slugs["workload"]
    paused = {f"workloads.workload.{work}.end": 12 for work in works[:1]}
    paused |= {f"workloads.workload.{work}.start": 30 for work in works[1:]}
    plan = having(example("insurer").plan, **paused)
    case = judged(plan, "base")
    facts = Facts(plan, dict(plan.values("base")), case, "base")
    (rule,) = [one for one in COUNTED_RULES if one.key == "work_waited_for"]
    (said,) = rule.condition(facts)
    assert said.startswith("in 17 months before month 60")
    assert "decide later" not in said
    assert said.endswith("price renting in the months with work alone, or give servers and people other work")
    clause, _ = without_work(facts, "work_waited_for")
    assert clause in {"", "a decision on what is paid in 17 months without work"}
