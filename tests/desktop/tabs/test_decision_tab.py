"""What speaks against a recommendation opens where it is entered."""

import ast
from pathlib import Path

import pytest

import models.rules
from desktop.storage.examples import example
from desktop.tabs.decision import PLACES, entered_at
from models.rules.judgement import Against

_IN_THE_TAB = {"rules", "not_at_best", "record"}
"""Kinds that the tab itself shows, or says where they stand."""


def kinds() -> list[str]:
    """Return the kinds of all that may speak against a recommendation, as the rules name them."""
    folder = Path(models.rules.__path__[0])
    calls = (node for file in folder.glob("*.py") for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    named = {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Against"
        and isinstance(node.args[0], ast.Constant)
    }
    return sorted(str(one) for one in named)


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_objection_has_its_place(kind: str) -> None:
    assert (kind in PLACES) != (kind in _IN_THE_TAB)


@pytest.mark.parametrize("kind", sorted(PLACES))
def test_every_place_is_an_input(kind: str) -> None:
    plan = example("insurer").plan
    first = {table: rows[0] for table, rows in plan.slugs.items() if rows}
    assert plan.declaration(PLACES[kind].format(**first)).label


def test_of_several_rows_the_one_that_is_spoken_of_is_shown() -> None:
    """The first workload was shown, whichever was meant."""
    plan = example("law_firm").plan
    review = "hosting.workload.review.regional_endpoint"
    assert entered_at(plan, Against("endpoint", "", names=("Document review",))) == review
    assert entered_at(plan, Against("tasks", "Each task of Document review costs £90.")).endswith(".review.requests")
    assert entered_at(plan, Against("tasks", "Each of its 3 tasks costs £90.")).endswith(
        f".{plan.slugs['workload'][0]}.requests"
    )
    assert entered_at(plan, Against("trend", "", names=("finance.api_trend",))) == "finance.api_trend"
    assert not entered_at(plan, Against("rules", "The work waits for servers."))
