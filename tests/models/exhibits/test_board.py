"""A board's terms: identities that hold for every example, and figures worked out by hand."""

from itertools import combinations

import numpy as np
import pytest
from earlier import example

from desktop.storage import examples
from models.appraisal.model import model
from models.appraisal.returns import sign_changes
from models.exhibits import paper_tables, two_appraisals
from models.exhibits.board import PAYS_BACK, board_table
from models.exhibits.years import by_year, year_edges, year_heads
from models.plan.paper import CASES, SECTIONS, Paper
from models.rules.decisions import judged


def thousand(text: str) -> float:
    plain = text.replace(",", "")
    return 0.0 if plain == "–" else -float(plain[1:-1]) if plain.startswith("(") else float(plain)


@pytest.mark.parametrize("name", examples.names())
def test_what_is_expensed_and_what_is_paid_up_front_is_all_that_is_paid(name: str) -> None:
    """EBITDA a year times the years, and up-front costs, are the cumulative cost at the horizon.

    The first year is its month 12.
    """
    plan = examples.example(name).plan
    case = judged(plan, "base")
    traced = model(plan.structure)
    table = board_table(plan, case, "base")
    for key, row in zip(table.keys[1:], table.texts()[1:], strict=True):
        upfront = traced.appraisal.options[key].up_front
        paid = (
            0.0
            if upfront is None
            else float(traced.evaluate(plan.values("base"), [upfront.key]).monthly(upfront.key)[:, 0].sum())
        )
        years = plan.structure.horizon / 12
        told = dict(zip(table.heads, row, strict=True))
        assert -thousand(told["EBITDA a year"]) * years + paid / 1000 == pytest.approx(
            case.options[key].cumulative[-1] / 1000, abs=0.5 * years + 0.1
        )
        assert thousand(told["First-year cash"]) == round(case.options[key].cumulative[12] / 1000)


@pytest.mark.parametrize("name", examples.names())
def test_bridges_and_years_add_up(name: str) -> None:
    plan = examples.example(name).plan
    case = judged(plan, "base")
    bridge = two_appraisals.bias_table(plan, "base")
    for column, option in enumerate(case.options, start=1):
        figures = [thousand(row[column]) for row in bridge.texts()]
        assert sum(figures[:-1]) == pytest.approx(figures[-1], abs=len(figures))
        assert figures[-1] == round(case.options[option].cumulative[-1] / 1000)
    for view in ("cash", "value", "accounts"):
        for row in paper_tables.by_year_table(plan, "base", case, view).texts():
            if "" in row:  # of the present value of business as usual the whole is known alone
                continue
            assert sum(thousand(cell) for cell in row[1:-1]) == pytest.approx(thousand(row[-1]), abs=len(row))


@pytest.mark.parametrize("name", examples.names())
def test_flows_of_choosing_an_option_sum_to_what_it_saves_and_one_rate_needs_one_change_of_sign_of_flows_or_sums(
    name: str,
) -> None:
    plan = examples.example(name).plan
    case = judged(plan, "base")
    traced = model(plan.structure)
    found = traced.evaluate(plan.values("base"), [line for line in traced.lines if line.startswith("returns.")])
    for first, second in combinations(case.options, 2):
        flow = found.monthly(f"returns.{first}.{second}.flow")[:, 0]
        assert flow.sum() == pytest.approx(case.options[first].total_cost - case.options[second].total_cost, abs=1e-5)
        counted = [amount for amount in flow.tolist() if abs(amount) > 0.005]
        so_far = np.cumsum(counted) if counted else np.zeros(1)
        one = sign_changes(counted) == 1 or (sign_changes(so_far) == 1 and abs(so_far[-1]) > 0.005)
        assert found.number(f"returns.{first}.{second}.exists") == one


def test_years_by_hand() -> None:
    """30 months: the decision, months 1 to 12, 13 to 24, and the six that are left."""
    assert year_edges(30) == [0, 1, 13, 25, 31]
    assert year_heads(30) == ["Decision", "Year 1", "Year 2", "Year 3"]
    assert by_year(np.arange(31.0)) == [0, 78, 222, 165]
    assert year_heads(12) == ["Decision", "Year 1"]


def test_the_five_cases_hold_every_section_once() -> None:
    assert sorted(name for names in CASES.values() for name in names) == sorted(SECTIONS)
    assert [name for _, names in Paper("public").shown() for name in names] == [
        name for names in CASES.values() for name in sorted(names, key=list(SECTIONS).index)
    ]


def test_a_column_in_which_nothing_pays_back_is_left_out() -> None:
    """Where cloud is barred nothing is held against it: the hospital's column was empty from top to bottom."""
    hospital = example("hospital").plan
    case = judged(hospital, "base")
    assert "cloud" in case.blocked
    assert PAYS_BACK not in board_table(hospital, case, "base").heads
    insurer = example("insurer").plan
    assert PAYS_BACK in board_table(insurer, judged(insurer, "base"), "base").heads
