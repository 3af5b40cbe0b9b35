"""Cells: one value, written for each edge."""

import re

import pytest
from earlier import example

from desktop.storage.examples import names
from models.exhibits import (
    areas,
    board,
    calibration,
    case_text,
    cells,
    measured,
    paper_tables,
    register_tables,
    scenarios,
    tracking,
    two_appraisals,
)
from models.exhibits.cells import Cell, CellKind, number_format, record, written
from models.exhibits.claims import claims_table
from models.exhibits.every_study import documented
from models.exhibits.figures import Table, cumulative_figure, figure_table, options_table
from models.exhibits.route_costs import routes_table
from models.exhibits.views import views_table
from models.plan.plan import starting_plan
from models.rules.decisions import judged

A_NUMBER = re.compile(r"[−+-]?[£$€]?\d[\d,]*(\.\d+)?\s?(%|k|m|bn)?", re.IGNORECASE)
PLAN = starting_plan()


@pytest.mark.parametrize(
    ("cell", "words", "shape"),
    [
        (cells.in_thousands(1_234_400, "£"), "1,234", '#,##0,;(#,##0,);"–"'),
        (cells.in_thousands(-56_000, "£"), "(56)", '#,##0,;(#,##0,);"–"'),
        (cells.in_thousands(0, "£"), "–", '#,##0,;(#,##0,);"–"'),
        (cells.amount(-1_250_000, "£"), "−£1.2m", '"£"#,##0;"−""£"#,##0'),
        (cells.whole_amount(7_280, "£", signed=True), "+£7,280", '+"£"#,##0;"−""£"#,##0'),
        (cells.whole_amount(0.2, "£", signed=True), "0", '+"£"#,##0;"−""£"#,##0'),
        (cells.price(-1.5, "$"), "−$1.50", '"$"#,##0.00;"−""$"#,##0.00'),
        (cells.share(0.425, 1), "42.5%", '0.0%;"−"0.0%'),
        (cells.number(3.5, 1, "TB"), "3.5 TB", '#,##0.0" TB";"−"#,##0.0" TB"'),
        (
            cells.number(31).with_words("month ", ", August"),
            "month 31, August",
            '"month "#,##0", August";"month ""−"#,##0", August"',
        ),
        (cells.calendar_month("2027-01", 21), "October 2028", None),
        (cells.of_input(PLAN, "base", "finance.discount_rate", 0.035), "3.5% a year", '0.##%;"−"0.##%'),
        (cells.of_input(PLAN, "base", "finance.horizon", 60), "60 months", '#,##0" months";"−"#,##0" months"'),
    ],
)
def test_a_cell_is_written_for_the_page_and_shaped_for_the_sheet(cell: Cell, words: str, shape: str | None) -> None:
    assert written(cell) == words
    if shape is not None:
        assert number_format(cell) == shape


def test_a_range_is_two_values() -> None:
    made = cells.between(cells.price(1.5, "£"), cells.price(2, "£").with_words(after=" (plausible)"))
    assert written(made) == "£1.50 to £2.00 (plausible)"
    assert [one.value for one in made.numbers()] == [1.5, 2.0]
    assert record(made)["also"] == [{"kind": "money", "value": 2.0, "unit": "£", "text": "£2.00 (plausible)"}]


def test_a_table_for_json_is_made_of_its_cells() -> None:
    made = Table.of(["", "Cost"], [["Cloud", cells.in_thousands(2_000, "£")]], ["cloud"])
    assert made.records() == {
        "heads": ["", "Cost"],
        "rows": [
            {
                "key": "cloud",
                "cells": [
                    {"kind": "text", "value": "Cloud", "unit": "", "text": "Cloud"},
                    {"kind": "money", "value": 2_000.0, "unit": "£", "text": "2"},
                ],
            }
        ],
    }


def every_table(name: str) -> list[Table]:
    plan = example(name).plan
    slug = plan.scenarios[-1].slug
    case = judged(plan, slug)
    made = [
        options_table(plan, case),
        figure_table(cumulative_figure(plan, case)),
        areas.areas_table(plan, case),
        routes_table(plan, slug),
        areas.storage_table(plan, slug),
        areas.coverage_table(plan, slug),
        areas.waterfall_table(plan, slug),
        areas.bill_shock_table(plan, slug, case),
        areas.team_table(plan, slug),
        areas.yearly_cash_table(plan, slug),
        areas.financing_table(plan, slug),
        views_table(plan, case),
        areas.rules_table(plan, slug, case),
        register_tables.risks_table(plan, slug),
        scenarios.scenarios_table(plan),
        register_tables.criteria_table(plan, slug),
        board.board_table(plan, case, slug),
        paper_tables.workloads_table(plan, slug),
        two_appraisals.economic_table(plan, case),
        two_appraisals.financial_table(plan, case),
        two_appraisals.bias_table(plan, slug),
        paper_tables.delivery_table(plan, slug),
        scenarios.differences_table(plan, [one.slug for one in plan.scenarios]),
        scenarios.lines_table(plan, [one.slug for one in plan.scenarios]),
        claims_table(),
        measured.register_table(plan),
        measured.measured_inputs_table(plan, slug),
        tracking.tracking_table(plan, slug, tracking.followed_first(plan)),
        *(case_text.yearly_table(plan, slug, option) for option in case.options),
        *(paper_tables.by_year_table(plan, slug, case, view) for view in ("cash", "value", "accounts")),
        *(paper_tables.choices_table(plan, slug, area) for area in areas.AREA_LABELS),
        *(measured.figures_table(one) for one in plan.measurements),
        *(calibration.calibration_table(plan, slug, one) for one in plan.measurements),
    ]
    return made + [table for shown in documented(plan, slug).values() for table in shown.tables]


@pytest.mark.long
@pytest.mark.parametrize("name", names())
def test_no_number_stands_as_text_in_any_table(name: str) -> None:
    for table in every_table(name):
        assert all(len(row) == len(table.heads) for row in table.rows)
        for row in table.rows:
            for cell in row:
                for one in cell.numbers():
                    is_text = isinstance(one.value, str) and one.kind is not CellKind.DATE
                    assert not (is_text and A_NUMBER.fullmatch(str(one.value).strip())), (table.heads, written(cell))


def test_costs_by_year_list_every_line_that_costs_and_add_up_to_its_classes() -> None:
    plan = example("insurer").plan
    case = judged(plan, "base")
    for option, result in case.options.items():
        table = case_text.yearly_table(plan, "base", option)
        classes = {line.key for line in case_text.model(plan.structure).appraisal.options[option].class_totals}
        whole = [float(row[-1].value or 0.0) for row in table.rows]  # type: ignore[arg-type]
        lines = sum(amount for key, amount in zip(table.keys, whole, strict=True) if key not in {*classes, "total"})
        sums = sum(amount for key, amount in zip(table.keys, whole, strict=True) if key in classes)
        assert lines == pytest.approx(sums, abs=1.0)
        assert whole[-1] == pytest.approx(float(result.cumulative[-1]), abs=1.0)
