"""Sentences of the business case."""

from earlier import example

from models.appraisal.results import case_result
from models.exhibits.case_text import reason, subject_to
from models.exhibits.paper_tables import workloads_table
from models.exhibits.verdict import verdict
from models.plan.plan import Entry
from models.quantities.writing import money
from models.rules.judgement import Against, Judgement, planned


def test_business_as_usual_that_costs_less_is_said_on_screen_and_on_paper() -> None:
    billed = example().plan.with_entry("base", "finance.usual_today", Entry("bill"))
    billed = billed.with_entry("base", "finance.usual_same_work", Entry(False))
    plan = billed.with_entry("base", "finance.usual_cost", Entry(1_000.0))
    case = case_result(plan, "base")
    less = case.options["on_premises"].present_value - case.usual_present_value
    assert less > 0
    sentence = (
        f"Business as usual costs {money(less)} less than on-premises in present value, but is not said to do the same"
        " work."
    )
    assert sentence in verdict(plan, case).text
    assert reason(plan, case).endswith(sentence)
    dear = billed.with_entry("base", "finance.usual_cost", Entry(1_000_000.0))
    assert "Business as usual" not in verdict(dear, case_result(dear, "base")).text


def test_the_resolution_names_the_controls_that_it_waits_for() -> None:
    def waits_for(*names: str) -> str:
        standing = planned(case_result(example().plan, "base"))
        told = Against("controls", "Some controls are missing.", names=names)
        return subject_to(Judgement(standing, conditions=(told,)), "£")

    assert waits_for("A: b") == " The decision is subject to the missing control (A: b) being in place."
    assert waits_for("A", "B", "C") == " The decision is subject to the missing controls (A, B and C) being in place."
    assert waits_for("A", "B", "C", "D").endswith("controls, each named in this paper, being in place.")


def test_work_that_people_ask_for_is_told_by_users_and_their_tasks() -> None:
    amounts = {str(row[0]): str(row[3]) for row in workloads_table(example("university").plan, "base").texts()}
    assert amounts["Student assistant"] == "9,000 people × 2 tasks/person-day"
    assert not any(one.startswith("0 requests") for one in amounts.values())
