"""Tables whose heads stand in two rows, or down the first column; every expectation is read off the rows by hand."""

import io

import openpyxl
import pytest

from desktop.imports.files import offered_by
from desktop.imports.offers import Offered
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from models.quantities.declaration import Value

PLAN = example("insurer").plan

TWO_ROWS = """Planning sheet 2027,,,,
Workload,Tokens,,Requests,Owner
,In,Out,per month,
Triage,1200,300,450000,Ann
Claims reader,5200,250,80000,Bob
"""

DOWN_THE_SIDE = """Assumption,Unit,Triage,Claims reader,Source
Requests per month,,450000,80000,CTO
Tokens in,,1200,5200,CTO
Tokens out,,300,250,CTO
"""


def offers(text: str) -> Offered:
    return offered_by(PLAN, text.encode(), "file.csv", answers={})


def values(found: Offered) -> dict[str, Value]:
    return {one.key: one.entry.value for one in found.offers if one.entry is not None and one.key}


@pytest.mark.parametrize("text", [TWO_ROWS, DOWN_THE_SIDE], ids=["in two rows", "down the side"])
def test_the_same_table_is_read_however_its_heads_stand(text: str) -> None:
    found = offers(text)
    work = "workloads.workload."
    assert values(found) == {
        f"{work}triage.requests": 450_000.0,
        f"{work}triage.tokens_in": 1200.0,
        f"{work}triage.tokens_out": 300.0,
        f"{work}claims_reader.requests": 80_000.0,
        f"{work}claims_reader.tokens_in": 5200.0,
        f"{work}claims_reader.tokens_out": 250.0,
    }
    assert [one.name for one in found.offers if one.name] == ["Triage", "Claims reader"]
    # beside each other may stand what is no row of the plan: somebody has to say so
    assert {one.chosen for one in found.offers} == {text is TWO_ROWS}


def test_beside_a_row_of_the_plan_the_others_are_ticked_too() -> None:
    found = offers(DOWN_THE_SIDE.replace("Triage", "Claims assistant"))
    assert all(one.chosen for one in found.offers)


@pytest.mark.parametrize(
    "head",
    [
        "2026,2027",
        "Year 1,Year 2",
        "FY26,FY27",
        "Q1,Q2",
        "January,February",
        "Cloud,On-premises",
        "Current,Target",
        "Old,New",
        "Option A,Option B",
        "Pessimistic,Optimistic",
        "Value,Low",
        "Our figure,Vendor figure",
        "P10,P90",
    ],
)
def test_periods_scenarios_and_options_are_no_rows_of_the_plan(head: str) -> None:
    """Workloads called 2026 and 2027 were added and ran at once."""
    assert not values(offers(f"Input,{head}\nRequests per month,1000000,1500000\nInput tokens,500,600\n"))


@pytest.mark.parametrize(
    ("title", "said"),
    [("All amounts in EUR\n", "is quoted in €"), ("Prices including VAT\n", "VAT"), ("", "is quoted in $")],
)
def test_titles_above_and_a_currency_in_the_corner_hold_for_it(title: str, said: str) -> None:
    corner = "Input" if title else "$"
    found = offers(f"{title}{corner},Data engineers,ML engineers\nSalary,60000,75000\nHire delay,3,4\n")
    assert [one.problem for one in found.offers if one.key.endswith("salary")]
    assert all(said in one.problem for one in found.offers if one.key.endswith("salary"))


def test_a_line_of_words_among_its_figures_is_a_note() -> None:
    found = offers("Input,Data engineers,ML engineers\nSalary,60000,75000\nHire delay,3,4\nAll figures in USD\n")
    assert all("is quoted in $" in one.problem for one in found.offers if one.key.endswith("salary"))


def test_a_head_above_several_columns_of_figures_is_asked_about() -> None:
    """The first of three years was taken, and the others were not named."""
    found = offers("Workload,Requests per month,,\n,2026,2027,2028\nClaims assistant,9000000,10000000,11000000\n")
    (one,) = found.offers
    assert (
        one.problem == "“Requests per month” stands above several columns of figures; which of them counts is not said"
    )


def test_a_name_that_holds_for_several_rows_is_not_ticked() -> None:
    text = "Workload,Environment,Requests per month\nClaims assistant,prod,9000000\n,test,100000\n"
    found = offers(text)
    assert [one.chosen for one in found.offers] == [False]
    assert any("row 3 has no name and figures of its own" in one for one in found.notices)


def test_the_second_row_of_heads_may_say_all() -> None:
    found = values(offers("Workload,Volume,Tokens,\n,Requests per month,In,Out\nClaims assistant,9000000,1500,240\n"))
    assert list(found.values()) == [9_000_000.0, 1500.0, 240.0]


def test_an_average_of_what_counts_by_the_month_is_not_taken_for_it() -> None:
    found = values(offers("Workload,Average requests,Average tokens in\nClaims assistant,300,1500\n"))
    assert found == {"workloads.workload.assistant.tokens_in": 1500.0}


def test_a_summary_of_roles_is_no_role() -> None:
    found = offers("Role,Cloud FTE,Salary\nML engineers,2,71000\nBlended average,,60000\n")
    assert not [one for one in found.offers if one.name]


def test_places_are_those_of_the_file() -> None:
    places = {one.key.rpartition(".")[2]: one.place for one in offers(TWO_ROWS).offers if "triage" in one.key}
    assert places == {"requests": "D4", "tokens_in": "B4", "tokens_out": "C4"}
    places = {one.key.rpartition(".")[2]: one.place for one in offers(DOWN_THE_SIDE).offers if "triage" in one.key}
    assert places == {"requests": "C2", "tokens_in": "C3", "tokens_out": "C4"}


def test_how_it_was_read_is_said_once() -> None:
    said = [one for one in offers(TWO_ROWS).notices if "the heads" in one]
    assert said == ["file.csv: the heads stand in rows 2 and 3, and are read together."]
    said = [one for one in offers(DOWN_THE_SIDE).notices if "the heads" in one]
    assert said == [
        "file.csv: the heads go down the first column, and each further column is read as a row of the plan."
    ]


def test_merged_heads_of_a_workbook_hold_for_the_columns_below_them() -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (
        ["Role", "People", None, None, "Salary"],
        [None, "Cloud", "On premises", "Hybrid", "£ per year"],
        ["DevOps lead", 1, 2, 1.5, 90_000],
    ):
        sheet.append(row)
    sheet.merge_cells("B1:D1")
    sheet.merge_cells("A1:A2")
    held = io.BytesIO()
    made.save(held)
    found = values(offered_by(PLAN, held.getvalue(), "roles.xlsx", answers={}))
    role = "operations.role.devops_lead."
    assert found == {
        f"{role}people_cloud": 1.0,
        f"{role}people_on_premises": 2.0,
        f"{role}people_hybrid": 1.5,
        f"{role}salary": 90_000.0,
    }


@pytest.mark.parametrize(
    "text",
    [
        "Input,Value\nServer price,295000\nColocation price per kW,190\nElectricity price,0.3\n",
        "Input,Low,Likely,High\nServer price,250000,295000,310000\nElectricity price,0.2,0.3,0.4\nLead time,3,4,6\n",
        "Item,Amount,Currency\nServer price,295000,GBP\nElectricity price,0.3,GBP\nLead time,4,\n",
    ],
)
def test_a_list_of_inputs_is_not_turned(text: str) -> None:
    assert not [one for one in offers(text).offers if one.name]


def test_words_that_say_nothing_are_passed_over_in_heads() -> None:
    found = values(
        offers("Workload,Average tokens in,Est. tokens out,No. of requests per month\nTriage,1200,300,450000\n")
    )
    assert list(found.values()) == [1200.0, 300.0, 450_000.0]


def test_units_and_currencies_beside_heads_down_the_side_hold_for_them() -> None:
    found = offers("Input,Unit,Currency,Data engineers\nSalary,per year,EUR,60000\nHire delay,months,,3\n")
    assert [one.problem.partition(";")[0] for one in found.offers if one.key.endswith("salary")] == ["is quoted in €"]
    found = offers("Input,Unit,H100\nLead time (delivery),weeks,12\nServer price (list),EUR,200000\n")
    assert [bool(one.problem) for one in found.offers] == [True, True]
    assert not any("none of its columns" in one for one in found.notices)


def test_a_no_before_a_head_is_no_number() -> None:
    assert not values(offers("Pool,No cloud price,Life (fixed)\nH100,5,\n"))


def test_far_more_rows_than_a_plan_may_have_are_refused_at_once() -> None:
    rows = "".join(f"W{one},{one}\n" for one in range(1001))
    with pytest.raises(ImportRefusedError, match=r"1,001 rows look like workloads; a plan has at most 100 of these"):
        offers(f"Workload,Requests per month\n{rows}")
