"""Risks and criteria against hand calculations."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Cases

    from models.quantities.declaration import Value

R = "risks.risk.price_rise."
RISK: dict[str, "Value"] = {
    f"{R}active": True,
    f"{R}probability": 0.3,
    f"{R}low": 10_000,
    f"{R}likely": 40_000,
    f"{R}high": 130_000,
    f"{R}month": 24,
    f"{R}on_premises": False,
}


def test_expected_value_is_probability_times_the_pert_mean(cases: "Cases") -> None:
    # (10,000 + 4 × 40,000 + 130,000) ÷ 6 = 50,000; three tenths of it in month 24.
    case = cases(other=RISK)
    assert case.monthly("cloud")[24] == pytest.approx(15_000)
    assert case.monthly("cloud").sum() == pytest.approx(15_000)
    assert case.monthly("on_premises").sum() == 0


def test_impacts_rise_with_general_prices(cases: "Cases") -> None:
    assert cases(other=RISK | {"finance.inflation": 0.03}).monthly("cloud")[24] == pytest.approx(15_000 * 1.03**2)


@pytest.mark.parametrize("change", [{f"{R}active": False}, {"risks.expected": False}, {f"{R}probability": 0.0}])
def test_it_counts_only_where_it_is_counted(cases: "Cases", change: "dict[str, Value]") -> None:
    assert cases(other=RISK | change).monthly("cloud").sum() == 0


def test_scores_are_weighted_by_swing(cases: "Cases") -> None:
    prefix = "criteria.criterion.flexibility."
    case = cases(other={f"{prefix}weight": 40, f"{prefix}cloud": 90, f"{prefix}on_premises": 30})
    assert case.number("criteria.cloud.score") == pytest.approx(90)
    assert case.number("criteria.on_premises.score") == pytest.approx(30)
    assert cases(other={f"{prefix}weight": 0}).number("criteria.cloud.score") == 0, "without weights there is no score"
