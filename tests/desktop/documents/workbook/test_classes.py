"""The classes of an option's cost stand one below the other: the check that they add up takes them as one range."""

import pytest
from answers import always
from workbook_cells import draft_of, of_money, two_pools

from desktop.documents.workbook import workbook as writer
from desktop.storage.examples import example
from models.plan.plan import Plan


@pytest.mark.parametrize(
    "plan", [example("insurer").plan, two_pools(), of_money()], ids=["insurer", "two pools", "money"]
)
@pytest.mark.long
def test_the_classes_of_cost_stand_one_below_the_other(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "documented", always({}))  # values that no formula reads
    layout = draft_of(plan, "base").layout
    for option, totals in layout.traced.appraisal.options.items():
        places = [layout.of(part) for part in totals.class_totals]
        first = places[0][1]
        assert [row for _, row in places] == list(range(first, first + len(places))), option
