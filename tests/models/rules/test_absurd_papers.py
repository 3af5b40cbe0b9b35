"""What documents and records said otherwise than the verdict: each with the plan it was found on."""

from datetime import date
from pathlib import Path
from typing import cast

import pytest
from advice import INSURER, WORKS, P, W, cost, having, of_kind
from earlier import example

from desktop.cli import main
from desktop.commands.record import decided
from desktop.documents.pack.carried import carried
from desktop.storage.plan_file import save
from models.appraisal.results import case_result
from models.exhibits.capital_words import capital_now, capital_to_follow, whole_thousands
from models.exhibits.case_text import resolution
from models.exhibits.conclusions import Known, conclusion
from models.exhibits.every_study import STUDIES, Asked
from models.exhibits.figures import WITH_WAITING
from models.exhibits.recorded import held_finding, named, record_words
from models.exhibits.tripwires import only_if, tripwires_shown
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.plan.rows import with_row
from models.rules.decisions import in_question, judged, other_outcomes
from models.rules.judgement import Judgement, State, judged_now, planned
from models.rules.judging import judge
from models.rules.recorded import Signature, held
from models.studies.stress import stress_tests
from models.studies.tripwires import Reopening, tripwires

DAY = date(2026, 11, 24)


def unworthy() -> Plan:
    """Return the insurer's plan with work that is worth far less than it costs."""
    return having(INSURER, **{f"{W}{work}.value": 10_000.0 for work in WORKS}, **{"finance.usual_same_work": False})


@pytest.mark.long
def test_an_offer_that_leaves_hardly_any_of_a_lead_is_told() -> None:
    plan = example("university").plan
    (said,) = of_kind(plan, "offer")
    assert said.startswith("Not tried: rented as AWS P5en")
    costs = {key: one.compared for key, one in case_result(plan, "base").options.items()}
    assert costs["cloud"] - costs["on_premises"] > 200e6
    assert (
        "below on-premises: too close to call, at its listed prices, with 81% off on spot where the plan has 0%."
        in said
    )


def test_a_tie_of_a_few_pounds_is_no_reason_to_try_another_room() -> None:
    assert of_kind(having(INSURER, **{"finance.horizon": 24}), "freedom") == []


def test_options_that_are_barred_by_the_same_setting_are_named_together() -> None:
    plan = example("bank").plan
    large = having(plan, **{"workloads.workload.chat.parameters": 1000.0})
    text = verdict(large, judged(large, "base")).text
    assert "it not as planned" not in text
    assert text.count("for its weights and one longest context") == 1
    assert " are not allowed as planned: " in text


def test_the_pack_says_too_close_to_call_where_chance_alone_makes_it_so() -> None:
    plan = having(INSURER, **{"finance.horizon": 24})
    case = judged(plan, "base")
    now = judged_now(plan, "base", case)
    assert (planned(case).state, now.state) == (State.CLEAR, State.CLOSE)
    brought = carried(plan, "base", DAY, "0" * 12, (), now)
    scenarios = cast("list[dict[str, str]]", brought.data["scenarios"])
    (sentence,) = [one["sentence"] for one in scenarios if one["slug"] == "base"]
    assert sentence == verdict(plan, case, Judgement(now)).sentence
    assert sentence.startswith("Too close to call: ")


def test_what_reopens_a_verdict_for_nothing_is_what_the_work_is_worth() -> None:
    plan = unworthy()
    case = judged(plan, "base")
    standing = planned(case)
    assert standing.state is State.NOTHING
    assert only_if(plan, standing, ()).startswith("the work is worth £")
    known = Known(plan, "base", case, None)
    assert conclusion("switching", known).startswith("Reopened if the work is worth £")
    assert conclusion("tax", known) == "No capital is to be approved"
    assert only_if(INSURER, planned(judged(INSURER, "base")), ()) == ""


@pytest.mark.long
def test_a_record_names_its_scenario_where_another_is_held_against_it() -> None:
    plan = decided(INSURER, INSURER.scenarios[1].slug, Signature("A. Chair", "2026-11-26"))
    said = held_finding(held(plan.records[-1], plan, "base"))
    assert "It was decided on the scenario Demand doubles, and is held against Base." in said
    same = held_finding(held(plan.records[-1], plan, INSURER.scenarios[1].slug))
    assert "It was decided on the scenario" not in same


def test_no_option_allowed_is_recorded_as_no_recommendation() -> None:
    barred = having(example("hospital").plan, **{"compute.pool.gpu.site_power": 1.0})
    assert planned(judged(barred, "base")).state is State.NONE
    plan = decided(barred, "base", Signature("A. Chair", "2026-11-26"))
    assert ": No recommendation. " in record_words(plan.records[-1])
    assert "recommend it" not in held_finding(held(plan.records[-1], plan, "base"))
    assert (named("", "none"), named("", "nothing")) == ("No recommendation", "Nothing")


@pytest.mark.long
def test_a_file_without_a_figure_of_the_plan_crosses_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, file = tmp_path / "plan.boardcase", tmp_path / "hours.csv"
    save(INSURER, plan)
    file.write_text("month,GPU-hours\n2027-01,100\n")
    assert main(["tripwires", str(plan), str(file)]) == 0
    assert "No tripwire is crossed." in capsys.readouterr().out


def test_an_economic_cost_is_not_called_a_present_value() -> None:
    from models.exhibits.figures import options_table

    plan = example("hospital").plan
    heads = [str(one) for one in options_table(plan, judged(plan, "base")).heads]
    assert WITH_WAITING not in heads


def test_heads_of_the_study_of_waiting_name_their_unit() -> None:
    shown = STUDIES["owning"](INSURER, "base", Asked(), None)
    assert [head for head in shown.tables[0].heads if "aiting" in head] == ["Waiting, £k", "Waiting, £k"]


def resolved(plan: Plan) -> str:
    case = judged(plan, "base")
    return resolution(plan, "base", case, judge(plan, "base", case))


OWN = "finance.own_cost.own."
PAID_ONCE = {f"{OWN}active": True, f"{OWN}paid": "once", f"{OWN}kind": "plant"}


@pytest.mark.long
def test_capital_of_what_is_rented_or_called_is_asked_for() -> None:
    """A resolution "to approve no capital expenditure" stood before £520,000 of it; an API option with some failed."""
    costs = {**PAID_ONCE, f"{OWN}amount": 400_000.0, f"{OWN}first": 0}
    owning = {f"{OWN}{one}": False for one in ("on_premises", "hybrid", "api")}
    said = resolved(having(INSURER, **costs, **owning, **{f"{P}cloud_price": 4.0}))
    # with a fifth of VAT, of which a tenth is recovered, and a tenth of contingency: 400 × (1 + 0.2 × 0.9) × 1.1
    assert "in the cloud" in said
    assert "to approve capital expenditure of up to £520,000 now for other capital items (£472,000, including" in said
    later = {**PAID_ONCE, f"{OWN}amount": 150_000.0, f"{OWN}first": 24}
    called = resolved(having(example("saas").plan, **later))
    assert "through commercial APIs" in called
    noted = "to note that £150,000, before contingency, for other capital items follows in"
    assert f"to approve no capital expenditure now and {noted}" in called


@pytest.mark.long
def test_storage_is_no_part_of_servers_and_their_installation() -> None:
    """£1.0m of storage arrays stood as "two GPU servers and their installation"."""
    said = resolved(having(INSURER, **{"data.hot": 600.0, "data.warm": 1200.0, "data.cold": 6000.0}))
    assert "now for two GPU servers, their installation and storage arrays (£" in said
    assert "for two more servers and storage arrays follows" in said
    assert "now for two GPU servers and their installation (£517,000" in resolved(INSURER)


def test_the_resolution_of_a_plan_with_several_pools_counts_the_capital_of_all() -> None:
    """With two pools the export ended with a fault: every example has one."""
    two, slug = with_row(INSURER, "pool", "Second pool", like="h100")
    plan = having(two, **{f"{W}training.pool": slug, f"{P}cloud_price": 14.0, f"compute.pool.{slug}.cloud_price": 14.0})
    option = case_result(plan, "base").options["on_premises"]
    limit = whole_thousands(option.up_front * 1.1, "£")
    said = capital_now(plan, "base", option)
    assert said.startswith(f"to approve capital expenditure of up to {limit} now for three GPU servers")
    assert "more server" in capital_to_follow(plan, "base", option)


def test_where_no_option_is_allowed_only_a_requirement_reopens_it() -> None:
    """The study said "no figure alone makes another option cheaper", as of a lead that nothing turns."""
    plan = having(INSURER, **{"security.air_gapped": True, "finance.capital_limit": 1_000.0})
    standing = planned(judged(plan, "base"))
    assert standing.state is State.NONE
    shown = tripwires_shown(plan, "base", Reopening((), ()))
    only = "settings or a requirement change, so that the rules allow an option"
    assert shown.finding.startswith(f"It is reopened only if {only}.")
    assert conclusion("switching", Known(plan, "base", judged(plan, "base"), None)) == f"Reopened if {only}"


@pytest.mark.long
def test_a_recommendation_that_is_hardly_worth_its_cost_is_reopened_by_what_makes_it_not() -> None:
    """A start-up's API, worth £2k more than it costs, was "reopened first" by a price change of 47% a year.

    At -10% a year in place of -25% the program's own verdict is that nothing is worth doing.
    """
    work = "workloads.workload.assistant."
    plan = having(example("startup").plan, **{f"{work}value": 8_700.0, "workloads.value_by_share": False})
    case = judged(plan, "base")
    assert planned(case).state is State.CLEAR
    assert planned(judged(having(plan, **{"finance.api_trend": -0.10}), "base")).state is State.NOTHING
    wires = {one.key: one for one in tripwires(plan, "base", in_question(case))}
    assert wires["finance.api_trend"].to == "nothing"
    assert -0.25 < wires["finance.api_trend"].at < -0.10
    found = {one.label: one.cheapest for one in stress_tests(plan, "base", list(case.blocked), other_outcomes(case))}
    assert found["As planned"] == "api"
    assert found["Cloud and API bills are 3 times the estimate"] == found["Foreign currency is 10% dearer"] == "nothing"
    said = STUDIES["stress"](plan, "base", Asked(), None).finding
    dear = [f"cloud and API bills are {times} times the estimate" for times in (3, 5)]
    assert (
        f"not when {', '.join(dear)} or all demand halves (nothing is worth doing); foreign currency is 10% dearer"
        in said
    )


@pytest.mark.long
def test_terms_after_three_years_are_told_against_what_is_planned() -> None:
    """The insurer with 75% for a year and 10% for three: "£158k less, and on-premises lead it by only £55k".

    With those terms typed in, cloud costs 3,397 against 3,612 as planned, and on-premises 3,399.
    """
    terms = {"committed_one_year": 0.75, "committed_three_years": 0.10}
    plan = having(INSURER, **{f"compute.pool.h100.{name}": share for name, share in terms.items()})
    (said,) = of_kind(plan, "after")
    assert said == (
        "Not tried: with 100% committed for three years and then 75% for one year at a time, cloud would cost £215k"
        " less and lead by £2k."
    )
    tried = {"committed_one_year": 0.0, "committed_three_years": 1.0, "one_year_after": 0.75}
    other = having(plan, **{f"compute.pool.h100.{name}": share for name, share in tried.items()})
    assert cost(plan, "cloud") - cost(other, "cloud") == pytest.approx(215_000, abs=500)
    assert cost(other, "on_premises") - cost(other, "cloud") == pytest.approx(2_000, abs=500)
