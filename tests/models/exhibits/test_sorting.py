"""Tables in another order: figures by size whatever their form, words by alphabet."""

import pytest

from models.exhibits.figures import Table
from models.exhibits.sorting import figure, in_order


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("−£1.2m", -1_200_000),
        ("£271k", 271_000),
        ("(1,234)", -1_234),
        ("42 %", 42),
        ("+0.57", 0.57),
        ("below £6.44, to cloud", 6.44),
        ("£3bn", 3e9),
        ("3 months", 3),
        ("nothing", None),
    ],
)
def test_the_first_figure_of_a_text_is_read(text: str, expected: float | None) -> None:
    assert figure(text) == (None if expected is None else pytest.approx(expected))


def test_rows_go_with_their_keys_and_what_says_nothing_comes_last() -> None:
    table = Table(["Name", "Cost"], [["b", "£2k"], ["a", "–"], ["c", "−£1m"], ["d", "£900"]], ["B", "A", "C", "D"], 2)
    dearest_first = in_order(table, 1, descending=True)
    assert dearest_first.keys == ["B", "D", "C", "A"]
    assert dearest_first.chosen == 2
    assert in_order(table, 1, descending=False).keys == ["C", "D", "B", "A"]
    assert in_order(table, 0, descending=False).keys == ["A", "B", "C", "D"]
