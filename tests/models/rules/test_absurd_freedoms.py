"""Advice that was nonsense: settings that rules bar, freedoms that nobody looked at, delays that cost nothing."""

from datetime import date

import pytest
from advice import INSURER, P, W, cost, having, of_kind, standing
from earlier import example

from desktop.documents.business_case.business_case import business_case
from desktop.documents.workbook.rules import breaches
from desktop.documents.workbook.workbook import workbook
from models.appraisal.model import model
from models.appraisal.results import case_result
from models.areas.options import NOTHING, OPTION_LABELS
from models.exhibits.case_text import resolution
from models.exhibits.register_tables import risks_table
from models.exhibits.scenarios import scenarios_table
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.quantities.writing import money
from models.rules.best import best
from models.rules.decisions import in_question, judged
from models.rules.judgement import State, planned
from models.rules.judging import judge, judge_at_best
from models.studies.best import with_settings
from models.studies.information import information
from models.studies.tripwires import tripwires

WORTH = {f"workloads.workload.{work}.value": 1_000_000.0 for work in INSURER.slugs["workload"]}
WAITS = {f"{P}lead": 6, f"{P}bridging": "wait"}
POWER_LATE = {f"{P}site_power": 500.0, f"{P}site_from": 24}


def late(months: int) -> dict[str, int]:
    return {f"operations.role.{role}.hire_delay": months for role in ("platform", "security")}


@pytest.mark.long
def test_a_team_that_is_late_in_every_option_excuses_no_work_that_waits_for_servers() -> None:
    """Six months until people are hired, here as there, made £17.7m of lost work £311k and turned the advice."""
    in_post, hired_late = (having(INSURER, **WORTH, **WAITS, **late(months)) for months in (0, 6))
    for plan in (in_post, hired_late):
        # three workloads at £1m a month, six months without servers, in money of today
        lost = case_result(plan, "base").options["on_premises"].waiting_cost
        assert 17e6 < lost < 18.5e6
        assert planned(judged(plan, "base")).recommended == "cloud"
    saved = cost(in_post, "on_premises") - cost(hired_late, "on_premises")
    assert 0 < saved < 60_000  # the pay of half a year is all that is saved
    # a team that is late in one option alone delays that one
    alone = having(INSURER, **WORTH, **{"operations.role.security.people_cloud": 0.0, **late(0)})
    assert cost(having(alone, **{"operations.role.security.hire_delay": 6}), "on_premises") > cost(alone, "on_premises")


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
@pytest.mark.parametrize("start", [0, 24])
def test_no_server_is_in_use_before_its_site_has_power(start: int) -> None:
    """The search said "as soon as delivered", which a rule bars; and barred all owning where that was planned."""
    plan = having(INSURER, **POWER_LATE, **{f"{P}owning_start": start, f"{P}hybrid_start": start})
    found = {one.kind: one for one in best(plan, "base").found}
    assert set(found) == {"api", "cloud", "on_premises", "hybrid"}
    for kind, one in found.items():
        assert kind not in judged(with_settings(plan, "base", one.settings), "base").blocked, kind
    # by hand: with the start in month 24 the plan itself is allowed
    by_hand = having(INSURER, **POWER_LATE, **{f"{P}owning_start": 24, f"{P}hybrid_start": 24})
    assert found["on_premises"].cost == pytest.approx(cost(by_hand, "on_premises"), abs=1)
    made = judge_at_best(plan, "base", judged(plan, "base"))
    assert made.final.recommended == "cloud"
    assert made.final.rival == "on_premises"


@pytest.mark.long
def test_a_laboratory_whose_hall_is_late_is_allowed_from_then_on() -> None:
    """It said that no option is allowed."""
    plan = having(
        example("laboratory").plan, **{"compute.pool.h200.site_power": 2_000.0, "compute.pool.h200.site_from": 30}
    )
    made = judge_at_best(plan, "base", judged(plan, "base"))
    assert (made.planned.state, made.final.recommended) == (State.NONE, "on_premises")
    assert made.best is not None
    assert verdict(plan, judged(plan, "base"), made).sentence.startswith("No option is allowed as planned. But on-prem")


@pytest.mark.long
def test_a_paper_is_written_where_some_starts_of_owning_are_barred() -> None:
    """A line that begins with a gap ended the export with “cannot convert float NaN to integer”."""
    plan = having(INSURER, **POWER_LATE, **{f"{P}owning_start": 24})
    assert business_case(plan, "base", date(2026, 11, 28), "0").startswith(b"%PDF")


BANK: Plan = example("bank").plan
CHEAP_WORK = {f"workloads.workload.{work}.value": 50_000.0 for work in BANK.slugs["workload"]}


def owning(servers: int) -> dict[str, int]:
    return {"compute.pool.inference.owned_servers": servers, "compute.pool.inference.owned_months": 60}


@pytest.mark.long
def test_where_nothing_is_worth_doing_what_would_make_it_so_is_told() -> None:
    """Bank with an air gap and twenty servers: "resolves not to proceed", where one of the twenty leaves £5.5m."""
    plan = having(BANK, **CHEAP_WORK, **owning(20), **{"security.air_gapped": True})
    case = judged(plan, "base")
    made = judge(plan, "base", case)
    assert made.final.state is State.NOTHING
    one = judged(having(plan, **owning(1)), "base")
    benefit = planned(one).benefit
    assert benefit is not None
    assert benefit > 5e6
    assert one.options["on_premises"].compared == min(
        cost(having(plan, **owning(number)), "on_premises") for number in range(6)
    )
    assert [against.text for against in made.against if against.kind == "owned"] == [
        (
            "Not tried: with 1 of the 20 servers that are owned already on-premises would cost"
            f" {money(one.options['on_premises'].compared)}, {money(benefit)} less than the work is worth."
        )
    ]


def test_where_business_as_usual_is_cheapest_another_room_that_is_cheaper_still_is_told() -> None:
    plan = having(INSURER, **{"finance.usual_today": "bill", "finance.usual_cost": 63_500.0})
    made = judge(plan, "base", judged(plan, "base"))
    assert made.final.state is State.USUAL
    room = having(plan, **{f"{P}site": "own_room"})
    less = judged(plan, "base").usual_compared - cost(room, "on_premises")
    assert less > 0
    (said,) = [one.text for one in made.against if one.kind == "freedom"]
    assert said.endswith(f"on-premises would cost {money(less)} less than business as usual.")


@pytest.mark.parametrize(("plan", "pool", "owned"), [(BANK, "inference", 20), (INSURER, "h100", 40)])
@pytest.mark.long
def test_every_number_of_the_servers_owned_is_looked_at(plan: Plan, pool: str, owned: int) -> None:
    """A grid of twelve said "none of the 20" where one is £206k better, and 4 of 40 where 2 are."""
    here = having(plan, **{f"compute.pool.{pool}.owned_servers": owned, f"compute.pool.{pool}.owned_months": 60})
    costs = [cost(having(here, **{f"compute.pool.{pool}.owned_servers": number}), "on_premises") for number in range(9)]
    fewest = min(range(9), key=costs.__getitem__)
    (said,) = [text for text in of_kind(here, "owned") if "on-premises would cost" in text]
    assert said.startswith(f"Not tried: with {fewest} of the {owned} servers")


def test_todays_servers_carry_what_every_option_carries() -> None:
    """Four servers of one's own did the same work £851k cheaper than themselves: without VAT, controls and data."""
    plan = having(INSURER, **{"finance.usual_today": "servers", f"{P}owned_servers": 4, f"{P}owned_months": 60})
    case = judged(plan, "base")
    assert case.usual_ranked
    traced = model(plan.structure)
    lines = ["finance.usual_servers", "finance.usual_servers_vat", "on_premises.security.running"]
    figures = {line: traced.evaluate(plan.values("base"), [line]).rows(line) for line in lines}
    # irrecoverable VAT of a tenth's recovery: 20% × 90% of everything that is no pay
    pay = traced.evaluate(plan.values("base"), ["on_premises.total.people"]).rows("on_premises.total.people")
    net = figures["finance.usual_servers"] - figures["finance.usual_servers_vat"] - pay
    recovered = float(plan.values("base")["finance.vat_services"])
    assert figures["finance.usual_servers_vat"] == pytest.approx(net * 0.2 * (1 - recovered))
    assert (net >= figures["on_premises.security.running"]).all()
    # what is left between the two is bought, set up, moved, or expected to go wrong: a quarter of what it was
    assert 150_000 < case.options["on_premises"].compared - case.usual_compared < 250_000


def test_the_largest_risks_are_those_of_what_is_recommended() -> None:
    """A chatbot by API, which buys nothing: "Delivery is late, 30%" stood first on page one."""
    every = [str(row[0]) for row in risks_table(INSURER, "base").rows]
    api = [str(row[0]) for row in risks_table(INSURER, "base", of="api").rows]
    owning = [str(row[0]) for row in risks_table(INSURER, "base", of="on_premises").rows]
    assert "Delivery is late" in set(every) & set(owning)
    assert "Delivery is late" not in api
    assert set(api) | set(owning) <= set(every)


def test_scenarios_are_compared_by_what_ranks_them() -> None:
    """“Cheapest: Hybrid” stood beside a barred option at £57m less, and “Cloud” beside work that waits for nothing."""
    plan = example("university").plan
    table = scenarios_table(plan)
    for row, scenario in zip(table.rows, plan.scenarios, strict=True):
        case = judged(plan, scenario.slug)
        shown = {label: str(cell) for label, cell in zip(table.heads[1:5], row[1:5], strict=True) if str(cell) != "–"}
        barred = {OPTION_LABELS[key] for key in case.blocked}
        assert {label for label, text in shown.items() if text.startswith("not allowed: ")} == barred
        free = {label: float(text.replace(",", "")) for label, text in shown.items() if label not in barred}
        assert min(free, key=free.__getitem__) == str(row[5])
    waits = having(INSURER, **WORTH, **WAITS)
    assert scenarios_table(waits).heads[0] == "£k, present value with work that waits"
    assert scenarios_table(INSURER).heads[0] == "£k, present value"


@pytest.mark.long
def test_not_doing_the_work_is_an_alternative_of_what_it_is_worth_to_know() -> None:
    """“Knowing API prices is worth £36k” of work that no option is worth doing."""
    plan = having(BANK, **{f"workloads.workload.{work}.value": 1.0 for work in BANK.slugs["workload"]})
    options = [*in_question(judged(plan, "base")), NOTHING]
    found = information(plan, "base", options, cases=1_000)
    assert (found.best, round(found.perfect)) == (NOTHING, 0)
    assert not found.measurable


@pytest.mark.long
def test_a_workbook_of_work_that_waits_keeps_the_rules_of_modelling() -> None:
    """The value forgone by a late team and late servers was one formula of 123 characters."""
    plan = having(INSURER, **WORTH, **WAITS, **late(6))
    assert not list(breaches(workbook(plan, "base", date(2026, 11, 28))))
    # and that of work that may not leave one of 126
    stays = having(plan, **{f"{W}training.place": "inside", f"{W}training.start": 4})
    assert not list(breaches(workbook(stays, "base", date(2026, 11, 28))))


@pytest.mark.long
def test_benefits_are_no_part_of_what_is_approved_or_paid_in_a_year() -> None:
    """Law firm with £60k a month of benefits: "at a planned cost of −£1.7m", and 10% contingency made it smaller."""
    firm = example("law_firm").plan
    gains = {"finance.benefit.benefit.active": True, "finance.benefit.benefit.amount": 60_000.0}
    plan = having(firm, **gains)
    before, after = (judged(one, "base").options["api"] for one in (firm, plan))
    assert after.total_cost == pytest.approx(before.total_cost - 60 * 60_000)
    assert after.approval == pytest.approx(before.approval)
    said = resolution(plan, "base", judged(plan, "base"))
    assert f"at a planned cost of {money(before.total_cost)} over five years, before benefits of £3.6m," in said
    found = best(plan, "base", {"year": 70_000.0})
    assert not found.found
    assert "year" in found.missing["api"]


@pytest.mark.long
def test_servers_owned_already_that_a_rule_bars_are_no_saving() -> None:
    """University without its hall: "95 of the 96 … £47.8m less", where the site's power bars them as it bars 96."""
    plan = having(example("university").plan, **{"compute.pool.h200.site_power": 1_300.0})
    assert "on_premises" in judged(plan, "base").blocked
    for said in of_kind(plan, "owned"):
        kept = int(said.removeprefix("Not tried: with ").split(" ")[0].replace("none", "0"))
        fewer = having(plan, **{"compute.pool.h200.owned_servers": kept})
        assert "on_premises" not in judged(fewer, "base").blocked or "on-premises would cost" not in said


@pytest.mark.long
def test_what_moves_together_counts_by_how_much_it_moves_the_lead() -> None:
    """A quarter less of the assistant, which is half of all demand, was "a twelfth of all demand": no tripwire."""
    wires = tripwires(INSURER, "base", in_question(judged(INSURER, "base")))
    demand = next(one for one in wires if one.key == "demand" and one.below)
    assert sum(demand.weights) == pytest.approx(1)
    assert max(demand.weights) > 0.5
    before = INSURER.values("base")
    largest = demand.keys[demand.weights.index(max(demand.weights))]
    smallest = demand.keys[demand.weights.index(min(demand.weights))]
    assert demand.crossed({largest: 0.75 * float(before[largest])}, before)
    assert not demand.crossed({smallest: 0.99 * float(before[smallest])}, before)
    # all of them together cross where they did
    assert demand.crossed({key: (demand.at - 0.01) * float(before[key]) for key in demand.keys}, before)
    assert not demand.crossed({key: (demand.at + 0.01) * float(before[key]) for key in demand.keys}, before)


@pytest.mark.long
def test_an_order_that_taxes_reverse_is_told() -> None:
    """Four fifths of the cloud's cost earn the credit for research: on-premises leads by £156k, and not after tax."""
    plan = having(INSURER, **{"finance.credit_share": 0.8})
    views = {key: one.views["present_value_after_tax"] for key, one in judged(plan, "base").options.items()}
    assert views["cloud"] < views["on_premises"]
    (said,) = of_kind(plan, "tax")
    less = money(views["on_premises"] - views["cloud"])
    assert said == f"After tax cloud costs {less} less; options are ranked before it."
    assert of_kind(INSURER, "tax") == []


@pytest.mark.long
def test_a_request_that_costs_more_than_an_hour_of_a_person_is_told() -> None:
    """A start-up with one request a month was recommended an API for £268k: 36 requests, 18 days of people each."""
    work = "workloads.workload.assistant."
    plan = having(example("startup").plan, **{f"{work}requests": 1.0, f"{work}growth": 0.0, f"{work}ramp": 1})
    option = judged(plan, "base").options["api"]
    each = option.total_cost / 36
    hours = each / (400 / 7.5)
    (said,) = of_kind(plan, "tasks")
    assert said == (
        f"Each of its 36 requests costs {money(each)}, the pay of {hours:,.0f} hours of your own people at £400 a day:"
        " check how many there are, or whether a person does them for less."
    )
    assert of_kind(example("startup").plan, "tasks") == []
    valued = having(plan, **{f"{work}value": 1e6})
    assert of_kind(valued, "tasks") == [], "who says what it is worth is told whether it is worth doing"


@pytest.mark.long
def test_all_models_by_api_beside_own_servers_for_training_is_told_where_it_costs_less() -> None:
    """Kinds are disjoint and the search tries no such mixture: an API option was recommended that costs £336k more."""
    busy = having(
        INSURER,
        **{
            f"{W}assistant.requests": 200_000.0,
            f"{W}training.runs": 10.0,
            f"{P}cloud_price": 1.5 * float(INSURER.values("base")[f"{P}cloud_price"]),
        },
    )
    assert standing(busy).recommended == "api"
    mixed = having(busy, **{"hosting.workload.assistant.on_premises_calls": True})
    less = cost(busy, "api") - cost(mixed, "on_premises")
    assert less > 300_000
    (said,) = of_kind(busy, "models")
    assert said.startswith("Not tried: with all models by API and servers for other work alone, on-premises would cost")
    assert said.endswith(f" £{less / 1e3:.0f}k less than API does.")
    # what is planned so is recommended, and not told again
    assert standing(mixed).recommended == "on_premises"
    assert not of_kind(mixed, "models")
    # a model that may not be called leaves servers with a model to run: that is searched
    assert not of_kind(having(busy, **{"hosting.workload.assistant.may_call": False}), "models")
