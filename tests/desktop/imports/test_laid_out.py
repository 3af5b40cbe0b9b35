"""Tables whose heads stand in two rows, or down the first column; every expectation is read off the rows by hand."""

import io

import openpyxl
import pytest

from desktop.imports.files import offered_by
from desktop.imports.offers import Offered
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
    assert all(one.chosen for one in found.offers)


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
