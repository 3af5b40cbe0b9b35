"""Falls add up, matrices say what applies, bars hold the cash of every year, tables of scenarios name what differs."""

import pytest
from earlier import example

from desktop.storage.examples import names
from models.appraisal.results import case_result
from models.exhibits.figures import cumulative_figure, figure_table, only, overlaid
from models.exhibits.scenarios import differences_table, lines_table
from models.exhibits.shapes import MOST_STEPS, bridge_fall, coverage_matrix, criteria_matrix, lever_fall, yearly_bars
from models.plan.plan import Entry
from models.rules.decisions import judged
from models.studies.bridge import bridge


@pytest.mark.parametrize("name", names())
def test_falls_end_where_their_steps_lead(name: str) -> None:
    plan = example(name).plan
    base = plan.scenarios[0].slug
    bridges = [bridge(plan, base, one.slug) for one in plan.scenarios]
    falls = [lever_fall(plan, base), *(bridge_fall(plan, one, "cloud") for one in bridges)]
    for fall in falls:
        assert fall.steps[0].amount + sum(step.amount for step in fall.steps[1:-1]) == pytest.approx(
            fall.steps[-1].amount
        )
        assert len(fall.steps) <= MOST_STEPS + 2
        assert fall.title in fall.alternative


def test_a_long_bridge_puts_its_smallest_steps_together() -> None:
    plan = example().plan
    slug = plan.scenarios[1].slug
    changed = 0
    for key, entry in plan.entries.items():
        declared = plan.declaration(key)
        if (
            declared.numeric
            and declared.scenario_may_change
            and declared.plausible
            and changed < 60
            and declared.plausible[0] < float(entry.value) < declared.plausible[1]
        ):
            plan = plan.with_entry(slug, key, Entry(declared.plausible[0]))
            changed += 1
    fall = bridge_fall(plan, bridge(plan, "base", slug), "on_premises")
    assert len(fall.steps) == MOST_STEPS + 2
    assert fall.steps[-2].label.endswith("smaller ones")
    assert fall.steps[-1].amount == pytest.approx(case_result(plan, slug).options["on_premises"].present_value)


def test_coverage_says_what_does_not_apply() -> None:
    plan = example().plan
    matrix = coverage_matrix(plan, "base")
    for row, shares, texts in zip(matrix.rows, matrix.shares, matrix.texts, strict=True):
        assert all((share is None) == (text == "n/a") for share, text in zip(shares, texts, strict=True)), row
        assert all(share is None or 0 <= share <= 1 for share in shares)


def test_the_weighted_row_is_the_mean_of_the_scores_by_weight() -> None:
    plan = example().plan
    matrix = criteria_matrix(plan, "base")
    weights = [float(row.rsplit("(", 1)[1].rstrip(")")) for row in matrix.rows[:-1]]
    for column in range(3):
        scores = [float(texts[column]) for texts in matrix.texts[:-1]]
        assert float(matrix.texts[-1][column]) == pytest.approx(
            sum(w * s for w, s in zip(weights, scores, strict=True)) / sum(weights), abs=0.5
        )


def test_the_years_add_up_to_all_cash_and_all_charges() -> None:
    plan = example().plan
    case = case_result(plan, "base")
    for one, option in zip(yearly_bars(plan, "base").series, case.options.values(), strict=True):
        assert sum(one.amounts) == pytest.approx(option.cumulative[-1])
        assert len(one.amounts) == len(one.marks) == 5


def test_the_figures_table_and_curves_of_other_scenarios() -> None:
    plan = example().plan
    case = judged(plan, "base")
    figure = cumulative_figure(plan, case)
    other = plan.scenarios[1]
    laid = overlaid(figure, [(other.slug, other.name, judged(plan, other.slug))])
    assert [one.other for one in laid.series] == [""] * 5 + [other.name] * 4, "business as usual stands once"
    assert other.name in laid.alternative
    table = figure_table(figure)
    assert len(table.texts()) == 61
    assert table.texts()[0][0] == "0, January 2027"
    assert table.texts()[60][1] == f"{case.options['cloud'].cumulative[60]:,.0f}"
    assert [one.key for one in only(laid, {"cloud"}).series] == [
        "api",
        "on_premises",
        "hybrid",
        "usual",
        f"{other.slug}:api",
        f"{other.slug}:on_premises",
        f"{other.slug}:hybrid",
    ]


def test_scenarios_are_told_apart_by_the_inputs_they_change_and_only_those() -> None:
    plan = example().plan
    slugs = [one.slug for one in plan.scenarios]
    table = differences_table(plan, slugs)
    changed = {
        key for one in plan.scenarios for key, entry in one.changes.items() if entry.value != plan.entries[key].value
    }
    assert set(table.keys) == changed
    assert differences_table(plan, ["base"]).texts() == []
    lines = lines_table(plan, slugs)
    assert all(len(row) == len(slugs) + 1 for row in lines.rows)
