"""Tables in another order: values by size however they are written, words by alphabet."""

from models.exhibits.cells import amount, number, of_input, text
from models.exhibits.figures import Table
from models.exhibits.sorting import in_order
from models.plan.plan import starting_plan


def test_rows_go_with_their_keys_and_what_says_nothing_comes_last() -> None:
    rows = [["b", amount(2_000, "£")], ["a", "–"], ["c", amount(-1e6, "£")], ["d", amount(900, "£")]]
    table = Table.of(["Name", "Cost"], rows, ["B", "A", "C", "D"], 2)
    dearest_first = in_order(table, 1, descending=True)
    assert dearest_first.keys == ["B", "D", "C", "A"]
    assert dearest_first.chosen == 2
    assert in_order(table, 1, descending=False).keys == ["C", "D", "B", "A"]
    assert in_order(table, 0, descending=False).keys == ["A", "B", "C", "D"]


def test_the_value_decides_and_not_what_is_printed() -> None:
    # £999 and £1,000 and £1.0m would stand in another order as text; 9 months stand before 10
    rows = [[amount(1_000_000, "£")], [amount(999, "£")], [amount(1_000, "£")]]
    assert in_order(Table.of([""], rows, ["m", "p", "k"]), 0, descending=False).keys == ["p", "k", "m"]
    months = [[number(10).with_words(after=" months")], ["never"], [number(9).with_words(after=" months")]]
    assert in_order(Table.of([""], months, ["ten", "never", "nine"]), 0, descending=False).keys == [
        "nine",
        "ten",
        "never",
    ]


def test_words_stand_behind_numbers_and_shares_are_sorted_as_fractions() -> None:
    plan = starting_plan()
    half = of_input(plan, "base", "finance.discount_rate", 0.5)
    rows = [[text("not defined")], [half], [of_input(plan, "base", "finance.discount_rate", 0.035)]]
    assert in_order(Table.of([""], rows, ["w", "h", "l"]), 0, descending=True).keys == ["h", "l", "w"]
