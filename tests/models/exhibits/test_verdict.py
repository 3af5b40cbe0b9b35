"""The verdict: what it says for each order of the options, and where it warns."""

from dataclasses import replace

import numpy as np
import pytest
from earlier import example
from untuned import untuned

from models.appraisal.results import case_result
from models.exhibits import case_text
from models.exhibits.cumulative_finding import cumulative_finding
from models.exhibits.figures import cumulative_figure, options_table
from models.exhibits.labels import Area, placed
from models.exhibits.scale import nice_ticks
from models.exhibits.spans import horizon_in_words, whole_month
from models.exhibits.verdict import verdict
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan, blank_plan
from models.rules.decisions import judged


def with_values(plan: Plan, **values: float | str) -> Plan:
    for name, value in values.items():
        plan = plan.with_entry("base", f"compute.pool.main.{name}", Entry(value))
    return plan


def said(plan: Plan) -> str:
    return verdict(plan, case_result(plan, "base")).text


def test_nothing_costs_anything() -> None:
    assert said(blank_plan()) == (
        "The options that are allowed cost the same over five years: £0 in today's money. On-premises costs the same as"
        " cloud in every month. Hybrid keeps no server: it is cloud."
    )


def test_owning_wins_from_a_month_on() -> None:
    # 200,000 against 14,600 a month: passed in month 13.7, seen in month 14
    plan = with_values(blank_plan(), server_price=200_000, cloud_price=2.5)
    assert said(plan).startswith(
        "On-premises overtakes cloud in month 14, March 2028, and costs £676k less than cloud over five years in"
        " today's money."
    )
    assert "Hybrid keeps no server: it is cloud." in said(plan)


def test_cloud_wins_and_the_saving_is_against_what_is_dearer() -> None:
    plan = with_values(blank_plan(), server_price=2_000_000, cloud_price=1)
    assert (
        said(plan)
        == "Cloud is cheapest: it costs £1.6m less than on-premises over five years in today's money. On-premises"
        " does not overtake cloud within five years. Hybrid keeps no server: it is cloud."
    )


def test_owning_is_cheaper_from_the_start() -> None:
    plan = with_values(blank_plan(), running_month=100.0, cloud_price=1)
    assert said(plan).startswith("On-premises is cheaper than cloud from the start and costs £344k less")


def test_nominal_and_discounted_verdicts_that_disagree_are_said() -> None:
    # 150,000 at once against 3,000 a month for five years: 180,000 nominal, about 136,000 at 12% a year
    plan = with_values(blank_plan(), server_price=150_000, cloud_price=3_000 / (8 * 730))
    plan = plan.with_entry("base", "finance.discount_rate", Entry(0.12))
    assert said(plan).startswith("Cloud is cheapest")
    assert said(plan).endswith(
        "Undiscounted, on-premises is cheapest: the nominal and the discounted verdict disagree."
    )
    assert "On-premises overtakes cloud in month 50, March 2031, but not in today's money." in said(plan)


def test_a_crossover_is_seen_in_the_month_after_it() -> None:
    assert [whole_month(one) for one in (0.0, 22.0, 22.0000000001, 22.4, 23.0)] == [0, 22, 22, 23, 23]


def test_horizons_in_words() -> None:
    assert [horizon_in_words(one) for one in (12, 18, 60, 120)] == ["one year", "18 months", "five years", "ten years"]


def test_the_figure_names_the_crossovers_of_the_cheapest_and_describes_itself() -> None:
    plan = example().plan
    case = case_result(plan, "base")
    figure = cumulative_figure(plan, case)
    assert len(figure.marks) == len(
        [one for one in case.crossovers if one.basis == "nominal" and "on_premises" in {one.origin, one.to}]
    )
    for mark in figure.marks:
        assert mark.text in figure.alternative
    crossing = next(
        one for one in case.crossovers if (one.origin, one.to, one.basis) == ("cloud", "on_premises", "nominal")
    )
    (mark,) = [one for one in figure.marks if one.month == crossing.month]
    months = np.arange(61)
    for option in ("cloud", "on_premises"):
        assert mark.amount == pytest.approx(np.interp(mark.month, months, case.options[option].cumulative))


def test_business_as_usual_is_a_row_and_a_curve_where_it_costs_something() -> None:
    plan = example().plan.with_entry("base", "finance.usual_today", Entry("bill"))
    case = case_result(plan, "base")
    assert [row[0] for row in options_table(plan, case).texts()] == [
        "Business as usual",
        "Cloud",
        "API",
        "On-premises",
        "Hybrid",
    ]
    assert options_table(plan, case).texts()[0][1:] == ["nothing", "", "", "", "", ""]
    nobody = blank_plan()
    assert options_table(nobody, case_result(nobody, "base")).texts()[0][1] == "not stated"
    paying = plan.with_entry("base", "finance.usual_cost", Entry(50_000.0))
    case = case_result(paying, "base")
    assert options_table(paying, case).texts()[0][:2] == ["Business as usual", "3,000"]
    assert cumulative_figure(paying, case).series[-1].key == "usual"


def test_resolutions() -> None:
    known = Entry(0.0, Evidence(EvidenceKind.ASSUMPTION))
    plan = with_values(blank_plan(), server_price=187_400, cloud_price=2.5)
    assert "resolve nothing yet" in case_text.resolution(plan, "base", case_result(plan, "base")), (
        "the cost of business as usual is not stated"
    )
    plan = plan.with_entry("base", "finance.usual_cost", known)
    assert (
        case_text.resolution(plan, "base", case_result(plan, "base"))
        == "The Board resolves to approve capital expenditure of up to £188,000 now for one GPU server and its"
        " installation."
    )
    cloud = with_values(blank_plan(), server_price=2e6, cloud_price=1).with_entry("base", "finance.usual_cost", known)
    assert "to approve no capital expenditure" in case_text.resolution(cloud, "base", case_result(cloud, "base"))


def test_the_evidence_sentence_counts_all_that_decide() -> None:
    plan = example().plan
    sentence = case_text.evidence_sentence(plan, "base")
    numbers = [int(word.strip(",.")) for word in sentence.split() if word.strip(",.").isdecimal()]
    assert numbers[0] == sum(numbers[1:])


def test_yearly_tables_add_up() -> None:
    plan = example().plan
    for months in (60, 50, 12, 120):
        longer = replace(plan, entries={**plan.entries, "finance.horizon": Entry(months)})
        table = case_text.yearly_table(longer, "base", "hybrid")
        assert len(table.heads) == len(table.texts()[0]) == 2 + 1 + -(-months // 12)


def test_ticks_are_round_and_cover_zero() -> None:
    assert nice_ticks(0, 2_820_000) == [0, 500_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000]
    assert nice_ticks(0, 0) == [0, 1]
    assert nice_ticks(-150, 900)[0] == -200


def test_names_of_marks_do_not_touch() -> None:
    area = Area(0, 400, 0, 200)
    points = [(100.0, 100.0), (104.0, 101.0), (108.0, 102.0), (395.0, 190.0)]
    places = placed(points, [120.0] * 4, 12.0, area, [])
    assert all(place is not None for place in places)
    boxes = [(place.left, place.middle - 6, place.left + 120, place.middle + 6) for place in places if place]
    for number, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[2] <= 400
        for other in boxes[number + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_name_without_room_is_left_out_and_the_last_has_the_first_choice() -> None:
    places = placed([(100.0 + x, 50.0) for x in range(6)], [120.0] * 6, 12.0, Area(0, 250, 0, 100), [])
    assert places[-1] is not None
    assert 0 < sum(place is None for place in places) < 6


def test_later_capital_is_noted() -> None:
    """Servers bought as demand grows: the board approves those of the decision, and reads what follows.

    Both add up to all that is paid up front.
    """
    plan = example().plan
    case = case_result(plan, "base")
    said = case_text.resolution(plan, "base", case)
    assert (
        "up to £570,000 now for two GPU servers and their installation (£517,000, including"
        " irrecoverable VAT of £79,000, and 10% contingency, rounded up)" in said
    )
    assert (
        "to note that £443,000, before contingency, for two more servers and storage arrays follows from 2027 to 2031"
        in said
    )


def test_a_head_speaks_of_what_is_recommended() -> None:
    plan = example().plan
    for scenario in plan.scenarios:
        case = judged(plan, scenario.slug)
        assert cumulative_finding(plan, case).startswith(
            case.allowed()[0].label
        ) or "cost the same" in cumulative_finding(plan, case)
    blank = blank_plan()
    assert cumulative_finding(blank, judged(blank, "base")) == "No option can be judged yet", "nothing has a price yet"


def test_a_hybrid_that_is_the_cloud_is_not_compared_with_it() -> None:
    case = judged(untuned("startup"), "base")
    assert case.twins == {"cloud": "api", "hybrid": "api"}, "all is called by API, and no server is kept"
    assert case.left_out == ["cloud", "on_premises", "hybrid"], "and on-premises calls all its work"
    assert judged(example().plan, "base").left_out == []


def test_a_resolution_for_owned_servers_says_what_running_them_comes_to() -> None:
    """A board approved £570,000 and read nowhere in the sum that five years cost £4.0m, as the table has it."""
    plan = example().plan
    case = judged(plan, "base")
    said = case_text.resolution(plan, "base", case)
    assert case.options["on_premises"].total_cost == pytest.approx(3_957_617, abs=1)  # £k 3,958 in the table
    assert "Capital and running costs together, less resale, are planned at £4.0m over five years." in said
