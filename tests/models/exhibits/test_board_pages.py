"""The tables and conclusions of the board paper's pages: what they add up to, and what they say of absurd plans."""

from dataclasses import replace

import numpy as np
import pytest
from advice import INSURER, P, having, in_region
from earlier import example

from desktop.storage import examples
from desktop.storage.examples import example as as_it_is
from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import case_result
from models.exhibits import board_pages, capital_words, case_text, paper_tables
from models.exhibits.conclusions import LONGEST, Known, conclusion, counted, decision
from models.exhibits.glossary import GLOSSARY
from models.exhibits.phases import phases
from models.exhibits.tripwires import market_first
from models.plan.paper import ANNEXES, PARTS, SECTIONS, Paper
from models.plan.plan import Entry, Plan, blank_plan
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.decisions import judged
from models.rules.judgement import State
from models.rules.judging import judge
from models.studies.tripwires import Tripwire


def known(plan: Plan, scenario: str = "base") -> Known:
    return Known(plan, scenario, judged(plan, scenario), None)


def thousand(text: str) -> float:
    digits = text.strip("()").replace(",", "")
    return 0.0 if digits in {"", "–"} else float(digits) * (-1 if text.startswith("(") else 1)


@pytest.mark.parametrize("name", examples.names())
def test_classes_add_up_to_the_whole_life_of_every_option(name: str) -> None:
    of = known(example(name).plan)
    table = board_pages.class_table(of)
    rows = table.texts()
    for column, option in enumerate(of.case.options.values(), start=1):
        figures = [thousand(row[column]) for row in rows[:-2]]
        assert sum(figures) == pytest.approx(option.total_cost / 1000, abs=0.5 * len(figures) + 0.5)
        assert thousand(rows[-2][column]) == round(option.total_cost / 1000)
        assert thousand(rows[-1][column]) == round(option.present_value / 1000)


@pytest.mark.parametrize("name", examples.names())
def test_every_section_has_a_conclusion_of_a_line_and_no_figure_begins_it(name: str) -> None:
    plan = example(name).plan
    for scenario in plan.scenarios:
        of = known(plan, scenario.slug)
        for section in SECTIONS:
            said = conclusion(section, of)
            assert 0 < len(said) <= LONGEST, (section, said)
            assert not said[0].isdigit(), said
            assert not said.endswith("."), said
        assert decision(of)


def test_what_is_ordered_is_all_that_the_plan_buys_and_what_is_left_out_is_nothing() -> None:
    for name in ("insurer", "university"):
        of = known(example(name).plan)
        assert of.proposed is not None
        line = OptionLine.ORDERED.of(of.proposed.key)
        ordered = model(of.plan.structure).evaluate(of.plan.values("base"), [line]).rows(line)[:, :, 0].sum()
        told = 0.0
        for one in phases(of).phases:
            words = one.label.removeprefix("Order ").split()
            told += float(words[0].replace(",", "")) if "server" in one.label else 0.0
        assert told == pytest.approx(ordered), name


def test_the_sum_to_be_approved_is_what_is_paid_at_once_with_its_contingency() -> None:
    """By hand, insurer: 517.5 thousand up front, a tenth on it; 443 thousand follow, by year from the line itself."""
    plan = example().plan
    of = known(plan)
    option = of.case.options["on_premises"]
    assert capital_words.capital_approved(plan, "base", option) == 570_000, "569.2 to the next thousand"
    assert 569_000 < option.up_front * 1.1 < 570_000
    line = OptionLine.UP_FRONT.of("on_premises")
    paid = model(plan.structure).evaluate(plan.values("base"), [line]).monthly(line)[:, 0]
    assert capital_words.capital_later(plan, "base", "on_premises") == pytest.approx(
        float(np.sum(paid)) - option.up_front
    )
    none = plan.with_entry("base", "cost_management.contingency", Entry(0.0))
    said = case_text.resolution(none, "base", judged(none, "base"))
    assert "up to £518,000 now" in said
    assert "contingency" not in said


def test_conditions_and_delegation_stand_in_the_resolution_and_a_close_call_is_said() -> None:
    plan = example().plan
    paper = replace(plan.paper, conditions="The quote is below $262,000.\nSpace is confirmed", delegated="the CTO")
    changed = replace(plan, paper=paper)
    said = case_text.resolution(changed, "base", judged(changed, "base"))
    assert "to delegate authority to the CTO to agree and sign the contract." in said
    assert (
        "The decision is subject to these conditions: (a) The quote is below $262,000; (b) Space is confirmed." in said
    )
    many = replace(
        paper, conditions="\n".join(f"Condition {number} of a long list of them is met in full" for number in range(20))
    )
    said = case_text.resolution(replace(plan, paper=many), "base", judged(plan, "base"))
    assert "The decision is subject to the 20 conditions set out in this paper." in said


def test_doing_nothing_the_least_capital_and_what_is_proposed_stand_side_by_side() -> None:
    table = board_pages.doing_nothing_table(known(example().plan))
    assert [str(row[0]) for row in table.rows] == [
        "Do nothing: business as usual",
        "With the least capital: cloud",
        "Proposed: on-premises",
    ]
    assert table.chosen == 2
    one = board_pages.doing_nothing_table(known(example("startup").plan))
    assert str(one.rows[-1][0]) == "Proposed, with the least capital: API"


def test_controls_that_are_missing_stand_first_and_recovery_says_what_is_not_stated() -> None:
    of = known(example().plan)
    controls = board_pages.controls_table(of).texts()
    assert controls[0][1] == "missing"
    assert {row[1] for row in controls} == {"missing", "planned"}
    assert [row[1] for row in board_pages.recovery_table(of).texts()] == ["not stated", "not stated"]


def test_a_plan_without_prices_concludes_nothing_it_does_not_know() -> None:
    of = known(blank_plan())
    assert conclusion("costs", of) == "No option can be judged yet"
    assert conclusion("tax", of) == "No sum is to be approved yet"
    assert conclusion("workloads", of) == "One workload: the busiest hour takes 8 GPUs"


def test_where_business_as_usual_is_kept_nothing_is_bought_and_nothing_delivered() -> None:
    plan = example().plan.with_entry("base", "finance.usual_cost", Entry(1.0))
    plan = plan.with_entry("base", "finance.usual_today", Entry("bill"))
    of = known(plan.with_entry("base", "finance.usual_same_work", Entry(True)))
    assert conclusion("delivery", of) == "Nothing is to be delivered"
    assert conclusion("costs", of).startswith("Business as usual costs £")
    assert not any("server" in one.label for one in phases(of).phases)
    assert "to keep business as usual" in case_text.resolution(of.plan, "base", of.case)


def test_a_close_call_names_the_pair_and_promises_nothing() -> None:
    plan = example().plan
    wider = replace(plan.entry("base", "finance.close_call"), value=0.1)
    plan = plan.with_entry("base", "finance.close_call", wider)
    said = case_text.resolution(plan, "base", judged(plan, "base"))
    assert said.startswith(
        "The costs of on-premises and cloud are too close to call. If the Investment committee chooses on-premises, it"
        " resolves to approve capital expenditure of up to £"
    )


def test_a_tripwire_that_is_out_of_reach_is_not_told() -> None:
    plan = example().plan
    key = f"compute.pool.{plan.slugs['pool'][0]}.cloud_price"
    price = float(plan.entries[key].value)

    def wire(at: float) -> Tripwire:
        return Tripwire(key, (key,), price, at, below=True, to="cloud", distance=1.0)

    assert [one.at for one in market_first(plan, [wire(price * 0.9), wire(price / 50)])] == [price * 0.9]


def test_parts_are_printed_as_they_are_switched() -> None:
    paper = Paper(hidden=("costs", "glossary"), added=("register",), order=("tax", "register", "workloads"))
    ((_, names),) = paper.shown()
    assert names[:2] == ["tax", "workloads"]
    assert "costs" not in names
    assert "procurement" not in names, "public sector only"
    assert paper.annexes() == ["register", "lines"]
    assert set(PARTS) == {*SECTIONS, *ANNEXES}
    public = replace(paper, mode="public", hidden=())
    assert {name for _, some in public.shown() for name in some} == set(SECTIONS)


def test_terms_are_in_order_and_numbers_are_words() -> None:
    assert list(GLOSSARY) == sorted(GLOSSARY, key=str.casefold)
    assert [counted(0), counted(1), counted(12), counted(13)] == ["No", "One", "Twelve", "13"]


def test_bounds_name_where_data_stays_and_what_capital_there_is() -> None:
    # the laboratory's data is free to go anywhere
    free = having(example("laboratory").plan, **{"security.residency": False})
    assert board_pages.bounds_in_words(Known(free, "base", judged(free, "base"), None)) == ""
    bound = having(
        INSURER,
        **{"security.residency": True, "security.uk_only": True, "finance.capital_limit": 1_500_000.0},
        **{"cost_management.contingency": 0.0},
    )
    said = board_pages.bounds_in_words(Known(bound, "base", judged(bound, "base"), None))
    assert said.startswith("Data must stay in the UK alone. £1.5m is available for hardware and works")
    # £960k and £532k are the total capital of Decision
    assert "as planned" not in said
    assert said.endswith("on-premises needs £960k and hybrid needs £532k.")


def test_bounds_name_the_options_that_do_not_keep_them() -> None:
    uk: dict[str, Value] = {"security.residency": True, "security.uk_only": True}
    away = having(INSURER, **uk, **{f"{P}region": "eu", f"{P}lead": 0, "hosting.workload.assistant.endpoint": "uk"})
    told = board_pages.bounds_in_words(Known(away, "base", judged(away, "base"), None))
    assert told == "Data must stay in the UK alone; as planned cloud, API and hybrid do not keep it there."
    saas = example("saas").plan
    calls = having(saas, **uk, **{f"hosting.workload.{work}.endpoint": "eu" for work in saas.slugs["workload"]})
    told = board_pages.bounds_in_words(Known(calls, "base", judged(calls, "base"), None))
    assert told == "Data must stay in the UK alone; as planned cloud, on-premises and hybrid do not keep it there."


def test_without_a_server_the_work_waits_is_rented_or_is_called() -> None:
    def on_premises(plan: Plan) -> str:
        return dict(paper_tables.options_described(plan, "base", judged(plan, "base")))["On-premises"]

    waits = having(INSURER, **{f"{P}lead": 24, "finance.horizon": 24, f"{P}bridging": "wait"})
    assert on_premises(waits).startswith("No server is bought within the horizon: the work waits. ")
    called = having(example("startup").plan, **{"hosting.workload.assistant.on_premises_calls": True})
    assert on_premises(called).startswith("No server is bought within the horizon. Product assistant is called by API.")


TODAY = as_it_is("insurer").plan
CLOSE = having(in_region(TODAY), **{"finance.cloud_trend": -0.045})
"""On-premises is the cheaper, and too close to cloud to call."""


def test_both_of_two_that_are_too_close_are_marked() -> None:
    """Cloud stood as "With the least capital" beside on-premises, which alone was "Too close to call"."""
    of = known(CLOSE)
    names = [str(row[0]) for row in board_pages.doing_nothing_table(of).rows]
    assert names[1:] == ["Too close to call, with the least capital: cloud", "Too close to call: on-premises"]


def test_capital_that_follows_is_said_where_none_is_approved_now() -> None:
    """ "No capital is needed", and £888k that follow in the resolution below it."""
    none = {f"data.array_{tier}": 0.0 for tier in ("hot", "warm", "cold")}
    plan = having(CLOSE, **none, **{f"{P}owning_start": 6, f"{P}facility_works": 0.0, "finance.cloud_trend": -0.042})
    later = capital_words.capital_later(plan, "base", "on_premises")
    told = f"If on-premises is chosen, no capital is to be approved now; £{round(later, -3):,.0f} follows"
    assert conclusion("tax", known(plan)) == told


@pytest.mark.long
def test_conditions_that_were_entered_hold_for_either_of_two_that_are_close() -> None:
    """They stood in the resolution for one, and the other was "subject to" what it lacks alone."""

    def told(plan: Plan) -> str:
        case = judged(plan, "base")
        return case_text.resolution(plan, "base", case, judge(plan, "base", case))

    entered = replace(CLOSE, paper=replace(CLOSE.paper, conditions="The DPIA is signed off\nThe rate is hedged."))
    assert told(entered).endswith("over five years, subject to the same.")
    ready = having(entered, **{"security.control.extraction.active": True})
    assert told(ready).endswith("over five years, subject to the same.")
    hired = having(ready, **{"operations.role.platform.hire_delay": 3})
    more = (
        case_result(ready, "base").options["cloud"].total_cost - case_result(hired, "base").options["cloud"].total_cost
    )
    assert told(hired).endswith(
        f"subject to the people needed for cloud being in post at {money(more, '£')} as paid on top of"
        " the planned cost, and to"
        " the conditions stated in this paper."
    )


def test_best_settings_of_one_option_are_no_condition_of_the_other() -> None:
    """ "Subject to the same" would have asked for the best settings of cloud where on-premises is chosen."""
    plan = in_region(TODAY)
    case = judged(plan, "base")
    made = judge(plan, "base", case)
    assert made.planned.recommended == "cloud"
    assert case_text.resolution(plan, "base", case, made).endswith("subject to the same.")
    best = replace(made.planned, state=State.CLOSE)
    saves = replace(made, best=best, not_at_best={"cloud": 500_000.0})
    told = case_text.resolution(plan, "base", case, saves)
    assert "its best settings being taken" in told
    assert told.partition("instead would mean")[2].count("subject to the missing control (Extraction defence)") == 1


@pytest.mark.parametrize(("horizon", "most"), [(12, 5), (60, 7), (120, 7)])
def test_the_months_of_a_delivery_are_named_as_far_apart_as_they_can_be_read(horizon: int, most: int) -> None:
    """Over ten years nine names stood one over another: the last servers come in year eight."""
    shown = phases(known(having(as_it_is("hospital").plan, **{"finance.horizon": horizon})))
    assert 2 <= len(shown.names) <= most
    assert shown.months <= horizon
