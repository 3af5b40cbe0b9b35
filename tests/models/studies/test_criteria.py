"""Ranking by criteria and its sensitivity to the weights."""

import pytest

from models.exhibits.register_tables import criteria_table
from models.plan.plan import Entry, Plan, Row, new_plan
from models.studies.criteria import criteria


def scored(rows: dict[str, tuple[float, float, float, float]]) -> Plan:
    """Return a plan with these criteria: weight, and scores of cloud, on-premises and hybrid."""
    tables = {
        "workload": (Row("w", "w"),),
        "pool": (Row("p", "p"),),
        "criterion": tuple(Row(slug, slug) for slug in rows),
    }
    plan = new_plan("Scores", tables, blank=True)
    for slug, figures in rows.items():
        for name, value in zip(("weight", "cloud", "on_premises", "hybrid"), figures, strict=True):
            plan = plan.with_entry("base", f"criteria.criterion.{slug}.{name}", Entry(value))
    return plan


def test_the_weight_at_which_two_options_change_places() -> None:
    # Cloud 100 × 80 + 50 × 20 = 9,000; on-premises 100 × 20 + 50 × 90 = 6,500. With weight w on control: 8,000 + 20 w =
    # 2,000 + 90 w at w = 85.7.
    found = criteria(scored({"speed": (100, 80, 20, 0), "control": (50, 20, 90, 0)}), "base")
    assert found.best == "cloud"
    assert found.scores["cloud"] == pytest.approx(60)
    speed, control = found.switches
    assert (control.to, control.at) == ("on_premises", pytest.approx(6_000 / 70))
    # And with weight w on speed: 80 w + 1,000 = 20 w + 4,500 at w = 58.3.
    assert (speed.to, speed.at) == ("on_premises", pytest.approx(3_500 / 60))
    table = criteria_table(scored({"speed": (100, 80, 20, 0), "control": (50, 20, 90, 0)}), "base")
    assert [row[-1] for row in table.texts()] == ["on-premises below 58", "on-premises above 86", ""]


def test_an_option_that_leads_in_everything_leads_at_any_weight() -> None:
    found = criteria(scored({"a": (50, 90, 10, 20), "b": (50, 80, 10, 20)}), "base")
    assert [one.at for one in found.switches] == [None, None]


def test_without_weights_nothing_leads() -> None:
    found = criteria(scored({"a": (0, 90, 10, 20)}), "base")
    assert found.best == ""
    assert set(found.scores.values()) == {0.0}
