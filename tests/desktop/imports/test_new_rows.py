"""Rows that a table adds, and figures of it that the plan itself would doubt: what is ticked, and in what money."""

import io

import openpyxl
import pytest

from desktop.imports.files import offered_by
from desktop.imports.offers import accepted
from desktop.storage.examples import example


def test_prices_of_a_new_row_are_in_the_money_that_they_are_written_in() -> None:
    """£60k for a server of a new pool was shown in pounds and kept in dollars: a third too little."""
    heads = "Pool,Cloud price,Server price"
    found = offered_by(example().plan, f"{heads}\nOne,£3.10,£60k\nTwo,3.10,60k\nThree,€3,$60k\n".encode(), "pools.csv")
    then = accepted(example().plan, [one for one in found.offers if one.chosen and one.possible])
    values = then.values("base")
    money = {
        row: [values[f"compute.pool.{row}.{what}_currency"] for what in ("cloud", "server")]
        for row in ("one", "two", "three")
    }
    # a new row is in dollars where nothing else is said
    assert money == {"one": ["GBP", "GBP"], "two": ["USD", "USD"], "three": ["EUR", "USD"]}
    assert values["compute.pool.one.server_price"] == 60_000
    shown = {one.place: one.after for one in found.offers}
    assert shown["B3"] == "$3.10 / GPU-hour"
    head = offered_by(example().plan, b"Pool,Server price (\xc2\xa3)\nOne,60k\n", "pools.csv")
    assert any(one.key.endswith(".server_currency") and one.chosen for one in head.offers)


@pytest.mark.parametrize(
    ("table_of", "said"),
    [
        ("Role,Salary\nData engineers,£6\n", "is far outside what is usual"),
        ("Risk,Impact low,Impact likely,Impact high\nFlood,£1m,£2m,£0.5m\n", "are not in ascending order"),
        # of a new row all is left open: half of it would stand there with defaults that nobody has seen
        ("Role,Salary,People in cloud\nNew engineers,£6,2\n", "is far outside what is usual"),
    ],
)
def test_what_the_plan_itself_would_doubt_is_told_and_not_ticked(table_of: str, said: str) -> None:
    found = offered_by(example().plan, table_of.encode(), "table.csv")
    (doubted,) = [one for one in found.offers if said in one.note]
    assert doubted.possible
    assert not any(one.chosen for one in found.offers)


@pytest.mark.parametrize(
    ("table_of", "said"),
    [
        ("Role,Salary\nNew engineers,72.000\n", "may be 72 or 72,000"),
        ("Tool,Licence\nGrafana,£1.200\n", "may be 1.2 or £1,200"),
    ],
)
def test_a_nought_of_a_thousandth_is_asked_about(table_of: str, said: str) -> None:
    found = offered_by(example().plan, table_of.encode(), "table.csv")
    (doubted,) = [one for one in found.offers if said in one.problem]
    assert not doubted.possible


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("Role,FTE,Salary", "Data steward,0.2,£52k"),
        ("Job title,Headcount,Annual salary", "Data steward,3,£52k"),
        ("Name,Role,FTE,Salary", "A Smith,Data steward,1,£52k"),
    ],
)
def test_people_of_no_option_are_told_and_their_rows_are_not_ticked(heads: str, row: str) -> None:
    """A list of staff added a role for each person, in which nobody worked."""
    found = offered_by(example().plan, f"{heads}\n{row}\n".encode(), "staff.csv")
    assert [one.name for one in found.offers if one.table] == ["Data steward"]
    assert not any(one.chosen for one in found.offers)
    assert any("does not say where these people work" in note for note in found.notices)
    stated = offered_by(example().plan, b"Role,People in cloud,Salary\nData steward,0.2,52000\n", "staff.csv")
    values = {one.key.rpartition(".")[2]: one.entry.value for one in stated.offers if one.chosen and one.entry}
    assert values == {"people_cloud": 0.2, "salary": 52_000}


@pytest.mark.parametrize(
    ("table_of", "amount"),
    [
        # £600,000 a year is £50,000 a month, and £150,000 a quarter is too
        ("Benefit,Annual saving,Start month\nFewer claims staff,£600k,4\n", 50_000),
        ("Benefit,Amount (£ p.a.),Start month\nFewer claims staff,600000,4\n", 50_000),
        ("Benefit,Amount,Frequency,Start month\nFewer claims staff,600000,per year,4\n", 50_000),
        ("Benefit,Amount (£k per quarter),Start month\nFewer claims staff,150,4\n", 50_000),
        ("Role,People in cloud,Salary (£ per month)\nData steward,1,4000\n", 48_000),
        ("Tool,Monthly licence\nNew tool,£200\n", 2_400),
    ],
)
def test_money_by_the_year_is_read_where_the_plan_counts_by_the_month(table_of: str, amount: float) -> None:
    """An annual saving was not read, and the benefit was added with nothing."""
    found = offered_by(example().plan, table_of.encode(), "table.csv")
    amounts = [one for one in found.offers if one.key.endswith((".amount", ".salary", ".licence"))]
    assert [one.entry.value for one in amounts if one.entry and one.chosen] == [pytest.approx(amount, rel=1e-12)]
    assert " a " in amounts[0].note


@pytest.mark.parametrize("head", ["Amount", "Amount (year 1)"])
def test_a_benefit_of_which_nothing_says_for_what_time_is_not_added(head: str) -> None:
    found = offered_by(example().plan, f"Benefit,{head},Start month\nFewer claims staff,600000,4\n".encode(), "b.csv")
    assert not any(one.chosen for one in found.offers)


def test_brackets_are_below_nothing_as_in_ledgers() -> None:
    found = offered_by(example().plan, b"Workload,Requests,Growth\nClaims assistant,26m,(10%)\n", "work.csv")
    assert [one.entry.value for one in found.offers if one.key.endswith(".growth") and one.entry] == [-0.1]
    refused = offered_by(example().plan, "Tool,Licence\nGrafana,(£5000)\n".encode(), "tools.csv")
    assert not refused.possible


def test_names_of_which_most_words_are_the_same_are_asked_about() -> None:
    rows = "Cloud price rise,30%\nKey person leaves,10%\nFlood,10%\n"
    found = offered_by(example().plan, f"Risk,Probability\n{rows}".encode(), "risks.csv")
    added = {one.name: one.chosen for one in found.offers if one.table}
    assert added == {"Cloud price rise": False, "Key person leaves": False, "Flood": True}


def test_rows_that_a_filter_hides_are_not_ticked() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Workload", "Requests"), ("Chatbot", 9_000_000), ("Search helper", 2_000_000)):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    data = io.BytesIO()
    book.save(data)
    found = offered_by(example().plan, data.getvalue(), "work.xlsx")
    ticked = {one.name or one.what.partition(":")[0] for one in found.offers if one.chosen}
    assert ticked == {"Search helper"}


def test_a_benefit_without_an_amount_that_can_be_read_is_not_added() -> None:
    """It stood in the plan switched on, with nothing."""
    found = offered_by(example().plan, b"Benefit,Amount in total,Start month\nFewer claims staff,5000,4\n", "b.csv")
    assert not any(one.chosen for one in found.offers)
    read = offered_by(example().plan, b"Benefit,Monthly amount,Start month\nFewer claims staff,5000,4\n", "b.csv")
    values = {one.key.rpartition(".")[2]: one.entry.value for one in read.offers if one.chosen and one.entry}
    assert values == {"amount": 5_000, "first": 4, "active": True}
