"""Advice of which one part undid another: what was worse was told less, and ties were refused or sold."""

import pytest
from advice import against, cost, having, of_kind, typed

from desktop.storage.examples import example
from models.exhibits.case_text import resolution
from models.exhibits.verdict import verdict
from models.quantities.declaration import Value
from models.rules.decisions import judged
from models.rules.judgement import State
from models.rules.judging import judge

CHAT, SCREENING, POOL, H100 = (
    "hosting.workload.chat.",
    "hosting.workload.screening.",
    "compute.pool.inference.",
    "compute.pool.h100.",
)
FREE: dict[str, Value] = {f"{CHAT}failure_minutes": 0.0, f"{SCREENING}failure_minutes": 0.0}


def test_one_task_in_a_thousand_does_not_hide_one_in_five_of_other_work() -> None:
    """0.1% of the chats failing too made an approval of a plan in which a fifth of the screening failed."""
    plan = typed(example("bank").plan, **FREE, **{f"{CHAT}hosted_success": 0.999, f"{SCREENING}hosted_success": 0.8})
    case = judged(plan, "base")
    found = judge(plan, "base", case)
    assert verdict(plan, case, found).text.startswith(
        "No recommendation yet: 20% of the tasks of Transaction screening fail in the cheapest option at no cost."
    )
    assert "what failed tasks of Staff chat and Transaction screening cost being entered" in {
        one.first for one in found.conditions
    }


def test_what_fails_is_not_held_against_an_api_that_may_not_be_called() -> None:
    """Of an air gap's own servers 15% failing held everything back: by an API, which is forbidden, none would."""
    work = "hosting.workload.letters."
    plan = typed(example("hospital").plan, **{f"{work}hosted_success": 0.85, f"{work}failure_minutes": 0.0})
    found = judge(plan, "base", judged(plan, "base"))
    assert found.planned.state is State.ONLY
    assert not found.hollow
    (said,) = [one for one in found.conditions if one.kind == "service"]
    assert said.text == "15% of the tasks of Clinical letters fail, and what a failed task costs is not entered."


def test_seconds_for_a_failed_task_are_not_said_to_be_no_cost() -> None:
    plan = typed(example("startup").plan, **{"hosting.workload.assistant.api_success": 0.97})
    plan = typed(plan, **{"hosting.workload.assistant.failure_minutes": 0.01})
    case = judged(plan, "base")
    assert verdict(plan, case, judge(plan, "base", case)).text.startswith(
        "No recommendation yet: 3% of the tasks of Product assistant fail in the cheapest option at 0.6 seconds of a"
        " person each."
    )


@pytest.mark.parametrize("name", ["startup", "law_firm"])
def test_an_api_is_judged_where_a_gpu_that_it_does_not_rent_has_no_price(name: str) -> None:
    """Every option waited for the price of a GPU, the API too, which costs the same at any."""
    without, dear = (typed(example(name).plan, **{f"{H100}cloud_price": price}) for price in (0.0, 50.0))
    case = judged(without, "base")
    assert "api" not in case.blocked
    assert "cloud" in case.blocked
    assert cost(without, "api") == pytest.approx(cost(dear, "api"))


def test_an_api_beside_rented_gpus_waits_for_their_price() -> None:
    assert (
        "the cloud price is not entered"
        in judged(typed(example("insurer").plan, **{f"{H100}cloud_price": 0.0}), "base").blocked["api"]
    )


def test_capital_is_approved_at_a_price_in_doubt_only_once_it_is_confirmed() -> None:
    """ "$25,000 looks like the price of one GPU", and £74k for the server was approved without a word."""
    plan = typed(example("bank").plan, **{f"{POOL}server_price": 25_000.0})
    firsts = {one.first for one in judge(plan, "base", judged(plan, "base")).conditions}
    assert "“Inference pool: Server price”, which may be wrong, being confirmed" in firsts


@pytest.mark.long
def test_a_lease_is_no_reason_to_wait_where_a_second_site_takes_its_lead() -> None:
    """£139k, of which £19k is left with the second site that is asked for: too close to call."""
    plan = typed(example("bank").plan, **{"finance.capital_limit": 300_000.0})
    found = judge(plan, "base", judged(plan, "base"))
    assert not found.waits
    (lease,) = [one.first for one in found.conditions if one.kind == "lease"]
    assert lease.endswith("on-premises would lead by £139k as planned")


@pytest.mark.long
def test_what_a_second_site_bars_is_not_said_to_leave_a_tie() -> None:
    plan = typed(example("bank").plan, **{"finance.capital_limit": 450_000.0})
    (one,) = [one for one in judge(plan, "base", judged(plan, "base")).conditions if one.kind == "service"]
    assert "costs £618k more and is not allowed" in one.text
    assert one.first.endswith(", with which on-premises is not allowed,")


def test_capital_that_is_short_by_less_than_figures_show_is_said_to_be_short() -> None:
    """ "It needs £340k; £340k is available"."""
    owns: dict[str, Value] = {f"{POOL}owned_servers": 1, f"{POOL}owned_value": 100_000.0, f"{POOL}owned_months": 36}
    plan = typed(example("bank").plan, **owns, **{"finance.capital_limit": 340_000.0})
    assert "; £340k, £178 less, is available" in judged(plan, "base").blocked["on_premises"]


@pytest.mark.long
def test_a_tie_that_a_control_leaves_a_tie_is_for_the_board_to_decide() -> None:
    """£6k one way and £11k the other, of a tolerance of £137k, held the decision back."""
    plan = typed(example("insurer").plan, **{"operations.role.platform.people_hybrid": 0.1})
    case = judged(plan, "base")
    found = judge(plan, "base", case)
    assert found.planned.state is State.CLOSE
    assert not found.waits
    assert "too close to call" in resolution(plan, "base", case, found)


@pytest.mark.long
@pytest.mark.parametrize(("servers", "each", "told"), [(1, 100_000.0, True), (3, 60_000.0, False)])
def test_a_sale_is_told_where_it_leaves_a_tie_and_not_where_fewer_servers_lead_still(
    servers: int, each: float, *, told: bool
) -> None:
    """£207k less £100k is within £124k. Of three, keeping two and selling one leads by £176k: no tie."""
    owns: dict[str, Value] = {f"{H100}owned_servers": servers, f"{H100}owned_value": each, f"{H100}owned_months": 48}
    found = judge(plan := typed(example("insurer").plan, **owns), "base", judged(plan, "base"))
    firsts = [one.first for one in found.conditions if one.kind == "owned"]
    said = "a decision on the sale of the servers owned already, with which on-premises and cloud are too close to call"
    assert firsts == ([said] if told else [])


@pytest.mark.long
def test_what_fewer_servers_take_of_a_lead_is_told_of_the_next_option_alone() -> None:
    """ "API lead it by only £800k", half of what API costs, with cloud £172k behind."""
    owns: dict[str, Value] = {f"{H100}owned_servers": 3, f"{H100}owned_value": 150_000.0, f"{H100}owned_months": 60}
    assert not of_kind(typed(example("law_firm").plan, **owns), "owned")


@pytest.mark.long
def test_people_whom_only_the_other_owner_is_given_are_shown_to_be_needed() -> None:
    """Forty people on-premises turned the university to the hybrid, and nothing was said of them."""
    plan = typed(example("university").plan, **{"operations.role.platform.people_on_premises": 40.0})
    (said,) = [one for one in against(plan) if one.kind == "people_apart"]
    assert said.turns
    assert said.first == "the people that on-premises is given, 42.5 where cloud has 3.5, being shown to be needed"
    # eight more in that role and one in another: as many as its GPUs ask for
    assert not of_kind(having(plan, **{"operations.role.platform.people_on_premises": 10.0}), "people_apart")
