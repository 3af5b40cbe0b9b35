"""Answers that misled: what is missing read as forbidden, a lead that shrank, resale, tax, a scenario undone."""

from dataclasses import replace

import pytest
from advice import INSURER, P, against, having, of_kind, typed
from earlier import example

from desktop.commands.record import decided
from models.exhibits.areas import areas_table
from models.exhibits.best import best_finding
from models.exhibits.board import board_table, recommended, why_none
from models.exhibits.case_text import resolution
from models.exhibits.figures import cumulative_figure
from models.exhibits.judgement import headline
from models.exhibits.paper_tables import by_year_table, options_described
from models.exhibits.two_appraisals import financial_table
from models.exhibits.verdict import verdict
from models.exhibits.views import views_table
from models.plan.plan import Plan
from models.rules.best import best, best_by
from models.rules.consistency import consistency
from models.rules.decisions import findings, judged
from models.rules.judgement import Judgement, State, judged_now
from models.rules.judging import judge, judge_at_best
from models.rules.recorded import RecordError, Signature
from models.studies.best_judged import risked

OTHER = typed(INSURER, **{f"{P}device": "l40s", f"{P}device_memory": 48.0, f"{P}cloud_price": 1.86})


def at_best(plan: Plan, scenario: str = "base", cases: int = 200) -> Judgement:
    return judge_at_best(plan, scenario, judged(plan, scenario), cases=cases)


def test_what_awaits_an_entry_is_not_forbidden_and_nothing_is_resolved() -> None:
    """Throughput of another GPU was missing, and the board resolved to buy £4.6m of APIs, "the only option allowed"."""
    case = judged(OTHER, "base")
    judgement = judge(OTHER, "base", case)
    assert judgement.planned.state is State.ONLY
    assert set(judgement.planned.awaited) == {"cloud", "on_premises", "hybrid"}
    said = "".join(part.text for part in headline(OTHER, judgement))
    assert said.startswith("No recommendation yet: API is the only option that can be judged. ")
    assert verdict(OTHER, case, judgement).text.startswith("No recommendation yet: API is the only option that can be")
    assert "would cost up to" not in verdict(OTHER, case, judgement).text, "its cost says nothing"
    assert recommended(OTHER, "base", case, judgement) is None
    assert "to resolve nothing yet" in resolution(OTHER, "base", case, judgement)


def test_once_it_is_entered_the_options_are_judged() -> None:
    rates = ("workloads.workload.assistant.prefill_rate", "workloads.workload.assistant.decode_rate")
    plan = typed(OTHER, **{key: INSURER.entries[key].value for key in rates})
    standing = judged_now(plan, "base", judged(plan, "base"))
    assert (standing.state, standing.recommended) == (State.CLEAR, "cloud")
    assert set(standing.awaited) == {"on_premises", "hybrid"}, "its servers still have the price of the H100"


def test_a_rule_that_forbids_is_no_missing_entry() -> None:
    plan = having(OTHER, **{"security.air_gapped": True})
    assert judge(plan, "base", judged(plan, "base")).planned.awaited == {}


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_a_lead_that_shrinks_to_a_tenth_is_told_beside_the_planned_one() -> None:
    """Over seven years £138k as planned were £11k at best: "none of the other settings tried changes that"."""
    plan = having(INSURER, **{"finance.horizon": 84})
    plan = replace(plan, structure=replace(plan.structure, horizon=84)) if plan.structure.horizon != 84 else plan
    judgement = at_best(plan)
    assert judgement.best is not None
    assert judgement.best.lead < judgement.planned.lead / 5
    assert not judgement.confirmed
    said = verdict(plan, judged(plan, "base"), judgement).sentence
    assert "Each at its best, on-premises is too close to cloud to call" in said
    assert "None of the other settings" not in said
    assert at_best(INSURER).confirmed


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_a_condition_of_millions_is_told_before_settings_of_thousands() -> None:
    """Ten years of API prices 25% lower each year stood fourth of four, and three are told."""
    plan = having(INSURER, **{"finance.horizon": 120})
    plan = replace(plan, structure=replace(plan.structure, horizon=120)) if plan.structure.horizon != 120 else plan
    told = at_best(plan).against
    assert any(one.kind == "trend" and "API prices fall by more than" in one.text for one in told)
    turning = [one.stake for one in told if one.turns and one.stake]
    assert turning == sorted(turning, reverse=True)


RESALE = {f"{P}resale_4": 0.6, f"{P}resale_5": 0.6}


@pytest.mark.usefixtures("terms_as_planned")
@pytest.mark.long
def test_a_clear_lead_that_rests_on_resale_says_so() -> None:
    """At 60% after five years of a usual 10 to 15% a close call was clear, and resale was not mentioned."""
    assert judged_now(INSURER, "base", judged(INSURER, "base")).state is State.CLOSE
    plan = typed(INSURER, **RESALE)
    assert judged_now(plan, "base", judged(plan, "base")).state is State.CLEAR
    (doubt,) = [one.text for one in at_best(plan).against if one.kind == "doubt"]
    assert "60% is far above what servers of that age have fetched, 10% to 15%" in doubt
    (resale,) = of_kind(plan, "resale")
    assert resale.startswith("Its lead is clear only by residual value: without the £")
    assert resale.endswith("too close to call.")


def test_servers_do_not_gain_value_with_age() -> None:
    plan = having(INSURER, **{f"{P}resale_{age}": 0.1 + 0.1 * age for age in range(1, 6)})
    said = {one.key: one.message for one in consistency(plan, "base")}
    assert said[f"{P}resale_3"] == "40% after 3 years is more than the 30% after 2: servers gain no value"
    assert not any(one.key.startswith(f"{P}resale_") for one in consistency(INSURER, "base"))


def test_a_rate_after_tax_that_was_left_behind_says_nothing() -> None:
    """At 30% before tax and still 6% after it on-premises was said to be cheaper; at 22.5% cloud is, by £98k."""
    plan = having(INSURER, **{"finance.discount_rate": 0.3})
    assert not of_kind(plan, "tax")
    said = {one.key: one.message for one in consistency(plan, "base")}
    assert said["finance.after_tax_rate"] == "6% does not go with 30% before tax: less 25% tax that is 22.5%"
    mended = having(plan, **{"finance.after_tax_rate": 0.3 * 0.75})
    assert "finance.after_tax_rate" not in {one.key for one in consistency(mended, "base")}


@pytest.mark.long
def test_a_scenario_that_is_undone_to_lead_says_so() -> None:
    """ "Screening by API too" was answered by its base: on-premises ahead, with screening on own servers again."""
    plan = example("bank").plan
    judgement = at_best(plan, "api_all")
    assert list(judgement.undoes["on_premises"]) == ["Transaction screening: Requests served by API"]
    said = verdict(plan, judged(plan, "api_all"), judgement).sentence
    assert "though only without what this scenario sets (Transaction screening: Requests served by API)" in said
    assert not any(at_best(plan).undoes.values())


@pytest.mark.long
def test_people_around_next_to_no_work_are_told() -> None:
    startup = example("startup").plan
    assert not of_kind(startup, "overhead")
    works = [f"workloads.workload.{one}." for one in startup.slugs["workload"]]
    plan = having(startup, **{f"{one}requests": 100.0 for one in works}, **{f"{one}users": 0.0 for one in works})
    assert any("the work itself costs" in one.text for one in against(plan) if one.kind == "overhead")


@pytest.mark.long
def test_another_yardstick_is_no_other_setting() -> None:
    """In eight of ten cases the hybrid leads as it is planned: "Take its settings first", and there were none."""
    found = best_by(INSURER, "base", "p80", {"capital": 970_000.0})
    drawn = risked(INSURER, "base", found.found)
    said = best_finding(INSURER, found, drawn)
    by = round((drawn["cloud"].p80 - drawn["hybrid"].p80) / 1_000)
    assert said.startswith(
        f"Each at the settings that cost least in 8 of 10 cases, hybrid leads cloud by £{by}k; "
        "at the plan's values cloud does."
    )
    assert ("Take its settings" in said) == bool(found.found[0].settings)
    assert best(INSURER, "base").objective == "compared"


@pytest.mark.parametrize(("name", "scenario"), [("hospital", "uk_cloud"), ("university", "the_hall_is_not_extended")])
def test_too_has_something_before_it(name: str, scenario: str) -> None:
    plan = example(name).plan
    said = verdict(plan, judged(plan, scenario), Judgement(judged_now(plan, scenario, judged(plan, scenario)))).text
    assert "API is cheaper than cloud from the start and costs" in said


def test_a_decision_without_a_recommendation_has_to_say_what_for() -> None:
    signature = Signature("A. Chair", "2026-11-30")
    with pytest.raises(RecordError, match=r"no option is recommended yet: .*Enter or measure throughput"):
        decided(OTHER, "base", signature)
    kept = decided(OTHER, "base", replace(signature, decided="cloud")).records[-1]
    assert (kept.decided, kept.recommended) == ("cloud", "")


def test_a_bill_beside_the_one_option_that_can_be_judged_makes_it_no_recommendation() -> None:
    plan = typed(OTHER, **{"finance.usual_today": "bill", "finance.usual_cost": 20_000.0})
    case = judged(plan, "base")
    judgement = judge(plan, "base", case)
    assert judgement.planned.state is State.USUAL
    assert verdict(plan, case, judgement).sentence.startswith("No recommendation yet. Business as usual does the same")
    assert judgement.resolved is None
    assert "to resolve nothing yet" in resolution(plan, "base", case, judgement)


UNPRICED = typed(INSURER, **{f"{P}server_price": 0.0})


def test_an_entry_awaited_beside_options_that_are_judged_holds_the_resolution_too() -> None:
    """Without a server's price cloud was held against API alone, and the paper asked the board to choose of the two."""
    case = judged(UNPRICED, "base")
    judgement = judge(UNPRICED, "base", case)
    assert set(judgement.planned.awaited) == {"on_premises", "hybrid"}
    assert (judgement.planned.recommended, judgement.planned.rival) == ("cloud", "api")
    assert judgement.advised == ""
    said = verdict(UNPRICED, case, judgement)
    assert said.text.startswith("No recommendation yet. Too close to call: cloud ")
    assert "On-premises and hybrid cannot be judged yet." in said.text
    assert "to resolve nothing yet" in resolution(UNPRICED, "base", case, judgement)
    assert "On-premises and hybrid cannot be judged yet. H100 pool: the server's price is" in why_none(
        UNPRICED, "base", case, judgement
    )


def test_what_costs_more_even_without_its_price_holds_nothing() -> None:
    """The start-up's API leads by £124k; its servers cost more than that even at nothing."""
    plan = typed(example("startup").plan, **{f"{P}server_price": 0.0})
    case = judged(plan, "base")
    assert set(case.awaited) == {"on_premises", "hybrid"}
    assert case.options["on_premises"].compared > case.options["api"].compared, "a lower bound of its cost"
    assert not case.holding
    assert judge(plan, "base", case).advised == "api"


@pytest.mark.long
def test_what_lacks_a_price_has_no_figures_on_page_one_and_passes_nothing() -> None:
    """On-premises "passed cloud in month 14" and cost £2.6m, with servers at nothing."""
    case = judged(UNPRICED, "base")
    figure = cumulative_figure(UNPRICED, case)
    assert [one.key for one in figure.series] == ["cloud", "api", "usual"]
    assert not [mark for mark in figure.marks if "on_premises" in mark.key or "hybrid" in mark.key]
    rows = {row[0]: row[1:] for row in board_table(UNPRICED, case, "base").texts()}
    assert not any(rows["On-premises (not judged)"])
    assert all(rows["API"][:3])
    assert "payback" not in {one.rule.key for one in findings(UNPRICED, "base")}


def test_no_table_of_the_paper_has_figures_of_what_lacks_a_price() -> None:
    """Page one left them out, and eight tables further in had on-premises at £2.6m below the cloud's £3.6m."""
    case = judged(UNPRICED, "base")
    financial = {row[0]: row[1:] for row in financial_table(UNPRICED, case).texts()}
    assert not any(financial["On-premises (not judged)"])
    assert all(financial["API"])
    by_year = [row[0] for row in by_year_table(UNPRICED, "base", case, "cash").texts()]
    assert by_year == ["Business as usual", "Cloud", "API"]
    assert list(areas_table(UNPRICED, case).heads) == ["£k", "Cloud", "API"]
    views = {row[0]: row[1:] for row in views_table(UNPRICED, case).texts()}
    assert views["Economic present value, £k"][2:] == ["", ""]
    described = dict(options_described(UNPRICED, "base", case))
    assert "A part of its cost is still to be entered." in described["On-premises"]
