"""What people type is found by the words that labels use."""

import pytest

from desktop.panels.palette import Found, matching
from models.areas.register import DECLARED


@pytest.mark.parametrize(
    ("sought", "first"),
    [
        ("WACC", "Discount rate"),
        ("capex", "Capital"),
        ("fte", "People"),
        ("rpo", "Recovery point objective"),
        ("Reserved instances", "Committed for"),
        ("savings plans", "Committed for"),
        ("committed use discount", "Committed for"),
        ("hardware price", "Hardware price change"),
        ("residual value", "Residual value"),
        ("MTBF", "Mean time between failures"),
        ("lead time", "Lead time"),
    ],
)
def test_inputs_are_found_by_the_words_that_people_use(sought: str, first: str) -> None:
    things = [Found(one.label, "", f"{key} {one.help}", print) for key, one in DECLARED.items()]
    assert matching(things, sought)[0].name.startswith(first)
    assert {one.name for one in matching(things, "hardware price")} >= {"Hardware price change", "Server price"}
