"""Where business as usual costs least, what is barred decides, or a condition holds for either of two tied options."""

import pytest
from advice import P, having, of_kind

from desktop.storage.examples import example
from models.exhibits.board import without_option
from models.exhibits.case_text import reason, resolution
from models.exhibits.every_study import STUDIES, Asked
from models.exhibits.paper_tables import options_described
from models.exhibits.tripwires import barred_then, tripwire_name
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.rules.against import speaks_against
from models.rules.chances import FEW, may_turn
from models.rules.decisions import judged
from models.rules.judgement import Judgement
from models.rules.judging import judge, judge_at_best
from models.rules.standing import Standing, State
from models.studies.tripwires import Tripwire
from models.studies.uncertainty import CASES

INSURER, STARTUP, LAB, HOSPITAL = (example(name).plan for name in ("insurer", "startup", "laboratory", "hospital"))


def _paid_today(plan: Plan, cost: float) -> Plan:
    changes = {"finance.usual_today": "bill", "finance.usual_cost": cost, "finance.usual_same_work": True}
    return having(plan, **changes)


def _resolved(plan: Plan) -> tuple[str, Judgement]:
    case = judged(plan, "base")
    found = judge(plan, "base", case)
    return resolution(plan, "base", case, found), found


def test_business_as_usual_that_is_too_close_to_call_is_left_to_who_decides() -> None:
    """£27k in £243k, cheaper in 61 of 100 cases, was resolved as if it were clear."""
    plan = _paid_today(STARTUP, 8_000)
    said, found = _resolved(plan)
    assert found.planned.state is State.USUAL
    assert found.planned.close
    assert said.startswith(
        "The costs of business as usual and API are too close to call. If the Board of directors keeps"
    )
    assert "Choosing API instead would mean approving no capital expenditure, at a planned cost of £321k" in said
    head, _ = without_option(plan, "base", judged(plan, "base"), found)
    assert head == "No clear recommendation on cost: business as usual or API."


def test_keeping_todays_bill_is_subject_to_what_the_bill_must_hold() -> None:
    """A bill of £108k beside £220k of people, tools and security, for work that grows almost fivefold."""
    plan = _paid_today(STARTUP, 3_000)
    said, found = _resolved(plan)
    assert not found.planned.close
    assert "resolves to keep business as usual, at a planned cost of £108k over three years" in said
    assert "today's bill being shown not to grow with the work" in said
    assert "today's bill being shown to hold the people, tools and security that API pays £220k for" in said
    assert "what today's bill pays for being shown to meet what is asked of every option (UK GDPR)" in said


def test_a_bill_is_not_said_to_keep_an_air_gap() -> None:
    said, found = _resolved(_paid_today(LAB, 30_000))
    assert found.planned.state is State.USUAL
    assert "being shown to meet what is asked of every option (air-gapped)" in said
    asked = [one for one in found.conditions if "Nothing says whether" in one.text]
    assert [one.kind for one in asked] == ["usual"]


def test_a_tripwire_of_demand_says_that_todays_bill_moves_with_it() -> None:
    """Typed into the plan, so many requests leave the bill as it is, and business as usual leads by more."""
    wire = Tripwire(
        "demand", ("workloads.workload.assistant.requests",), 1.0, 1.13, below=False, to="api", distance=1.0
    )
    assert tripwire_name(_paid_today(STARTUP, 8_000), wire).endswith("Requests, with today's bill")
    assert tripwire_name(STARTUP, wire).endswith("Requests")


@pytest.mark.long
def test_a_second_site_in_business_as_usual_is_told() -> None:
    """£4.1m of £9.5m: what the plan has standing by was charged to what is there today."""
    plan = having(INSURER, **{f"{P}standby": 1.0})
    case = judged(plan, "base")
    every = speaks_against(plan, "base", case, judge(plan, "base", case))
    told = [one.text for one in every if one.kind == "usual"]
    assert any("a second site standing by as planned, £4.1m of its present value" in one for one in told)
    described = dict(options_described(plan, "base", judged(plan, "base")))
    assert described["Business as usual"].rstrip(".").endswith("with the second site that the plan has standing by")
    assert not of_kind(INSURER, "usual")


def test_a_limit_that_bars_what_costs_next_to_nothing_more_is_told_on_page_one() -> None:
    """Cloud £3,397k, on-premises £3,399k and barred by £300k of capital: the page named the limit nowhere."""
    plan = having(INSURER, **{"finance.capital_limit": 300_000.0})
    case = judged(plan, "base")
    said = reason(plan, case, judge(plan, "base", case))
    assert "£300k is available" in said
    assert "On-premises, which is not allowed, would cost £2k more." in said
    assert "is not allowed" not in reason(INSURER, judged(INSURER, "base"))


def test_what_bars_an_option_that_costs_less_reopens_the_decision() -> None:
    plan = having(INSURER, **{"finance.capital_limit": 300_000.0, f"{P}cloud_price": 12.0})
    standing = judge(plan, "base", judged(plan, "base")).planned
    (said, *_) = barred_then(plan, "base", standing)
    assert said.startswith("On-premises, which is not allowed as planned, would cost £")
    assert said.endswith("less: look again where what bars it changes.")


@pytest.mark.long
def test_a_plan_that_waits_for_its_work_does_so_for_either_of_two() -> None:
    """Cloud and API pay for the same months without work, and API alone was to begin later."""
    late = {f"workloads.workload.{one}.start": 13 for one in ("assistant", "training", "experiments")}
    said, found = _resolved(having(INSURER, **late, **{"finance.horizon": 36}))
    assert found.planned.state is State.CLOSE
    own, other = said.split("instead would mean")
    clause = "the plan beginning with its work (month 13)"
    assert clause in own
    assert clause in other or "subject to the same" in other


def test_work_that_waits_and_decides_is_told_on_page_one() -> None:
    """On-premises is £87k cheaper in money, and £329k of work that waits makes it the dearer."""
    plan = having(INSURER, **{f"{P}bridging": "wait", "finance.horizon": 24})
    case = judged(plan, "base")
    assert "On-premises costs £87k less but leaves work waiting, counted at £329k." in reason(
        plan, case, judge(plan, "base", case)
    )


def test_benefits_make_no_work_worth_more_than_it_costs() -> None:
    """£234k of work that waits is no more than all of it, which costs £2.6m before £5.5m of benefits."""
    gains = {"finance.benefit.benefit.active": True, "finance.benefit.benefit.amount": 100_000.0}
    plan = having(HOSPITAL, **gains)
    case = judged(plan, "base")
    told = verdict(plan, case).text
    assert "it brings in £2.2m more than it costs over five years" in told
    assert "more than all the work would cost" not in told
    assert "£−" not in told
    assert "−£" not in told


@pytest.mark.parametrize(
    ("chance", "lead", "turns"),
    [
        # three errors of 200 draws are about ten in a hundred at 70, and six at 90
        (0.72, 900.0, True),
        (0.85, 900.0, False),
        (0.85, 50.0, True),
        (1.0, 900.0, False),
    ],
)
def test_a_chance_that_few_cases_leave_open_is_drawn_again(chance: float, lead: float, turns: bool) -> None:
    standing = Standing(State.CLEAR, "cloud", "api", lead, 100.0, chance, {}, {})
    assert may_turn(standing, FEW) == turns
    assert may_turn(standing, CASES * 100) == (turns and chance == 0.7)


def test_the_command_line_and_the_paper_call_the_same_lead_close() -> None:
    """Of 200 cases 72 in 100, of 10,000 sixty-nine: the one said clear and the other too close to call."""
    plan = having(INSURER, **{"finance.capital_limit": 300_000.0})
    few, many = (judge(plan, "base", judged(plan, "base"), cases).planned for cases in (FEW, CASES))
    assert few.state is many.state is State.CLOSE
    assert few.chance == many.chance


@pytest.mark.long
def test_a_lever_that_turns_a_clear_lead_has_to_be_ruled_out_first() -> None:
    """With a smaller model, which every option may have, API costs less than the cloud that is resolved."""
    falls = {"workloads.workload.training.growth": -0.5, "workloads.workload.assistant.growth": -0.25}
    plan = having(INSURER, **falls)
    found = judge_at_best(plan, "base", judged(plan, "base"), cases=FEW)
    assert found.final.state is State.CLEAR
    (lever,) = [one for one in found.conditions if one.kind == "lever"]
    assert lever.turns
    assert lever.first.startswith("a decision on “Routing to a smaller model”, with which API would cost £")


def test_where_nothing_is_approved_months_without_work_hold_nothing_back() -> None:
    """Work worth £24k that costs far more is not worth doing however short the plan is made."""
    ended = {"workloads.workload.assistant.end": 12}
    worthless = having(STARTUP, **ended, **{"workloads.workload.assistant.value": 2_000.0})
    said, found = _resolved(worthless)
    assert found.planned.state is State.NOTHING
    assert not found.hollow
    assert "resolves not to proceed" in said
    paid, found = _resolved(having(_paid_today(STARTUP, 2_000), **ended))
    assert found.planned.state is State.USUAL
    assert "resolves to keep business as usual" in paid


def test_of_two_that_are_close_neither_is_approved_mostly_for_months_without_work() -> None:
    """Business as usual, £42k below API, was left to the board at £1.7m, of which £1.4m before any work."""
    late = {f"workloads.workload.{one}.start": 59 for one in ("assistant", "training", "experiments")}
    said, found = _resolved(having(INSURER, **late, **{"finance.capital_limit": 1.0}))
    assert found.planned.state is State.USUAL
    assert found.planned.tied
    assert found.hollow
    assert "resolve nothing yet" in said


@pytest.mark.long
@pytest.mark.parametrize(("bill", "place"), [(3_000, 0), (60_000, -1)])
def test_business_as_usual_stands_among_the_options_at_their_best(bill: int, place: int) -> None:
    """Where it was recommended, the dearest of what leads stood in its place, marked as the choice."""
    plan = _paid_today(STARTUP, bill)
    table = STUDIES["best"](plan, "base", Asked(), None).tables[0]
    rows = table.texts()
    names = [row[0] for row in rows]
    assert names.index("Business as usual") == place % len(names)
    assert table.chosen == 0
    costs = [float(row[2].replace(",", "")) for row in rows]
    assert costs[place] == pytest.approx(judged(plan, "base").usual_compared / 1_000, abs=0.5)
    assert costs == sorted(costs)
    unranked = STUDIES["best"](STARTUP, "base", Asked(), None).tables[0]
    assert "Business as usual" not in {row[0] for row in unranked.texts()}


@pytest.mark.long
def test_business_as_usual_that_is_named_second_has_to_show_the_same() -> None:
    """At £50,000 a month it was kept under three proofs, at £52,000 "Keeping business as usual instead" had none."""
    bank = example("bank").plan
    shown = (
        "today's bill being shown to hold the people, tools and security that on-premises pays £1.4m for",
        "to meet what is asked of every option (UK GDPR, FCA and PRA, data residency and high availability)",
    )
    for bill, first in ((50_000, "usual"), (52_000, "on_premises")):
        said, found = _resolved(_paid_today(bank, bill))
        assert (found.final.recommended, found.final.state is State.CLEAR) == (first, False)
        assert all(said.count(one) == 1 for one in shown)
    assert said.partition("Keeping business as usual instead")[2].count("shown") == len(shown)
