"""People, consultants and tools against hand calculations."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Cases

    from models.quantities.declaration import Value

R, T = "operations.role.data.", "operations.tool.feast."


def test_a_person_costs_salary_national_insurance_pension_and_training(cases: "Cases") -> None:
    # £65,000 + 15% of £60,000 above the threshold + 5% pension + £1,000 of training = £78,250 a year; two people.
    other: dict[str, Value] = {
        f"{R}people_cloud": 2.0,
        f"{R}salary": 65_000,
        "operations.ni_rate": 0.15,
        "operations.ni_threshold": 5_000,
        "operations.pension": 0.05,
        "operations.training": 1_000,
    }
    monthly = cases(other=other).monthly("cloud")
    assert monthly[[0, 1, 60]].tolist() == pytest.approx([0, 2 * 78_250 / 12, 2 * 78_250 / 12])
    assert cases(other=other).monthly("on_premises").sum() == 0


def test_wages_rise(cases: "Cases") -> None:
    other: dict[str, Value] = {f"{R}people_cloud": 1.0, f"{R}salary": 12_000, "finance.wage_trend": 0.05}
    assert cases(other=other).monthly("cloud")[24] == pytest.approx(1_000 * 1.05**2)


def test_people_are_hired_first(cases: "Cases") -> None:
    # Three months to hire: paid from month 4, the fee of a fifth of the salary in month 4.
    other: dict[str, Value] = {
        f"{R}people_on_premises": 1.0,
        f"{R}salary": 60_000,
        f"{R}hire_delay": 3,
        f"{R}hire_cost": 0.2,
    }
    case = cases(other=other)
    assert case.line("on_premises.operations.team")[[0, 3, 4]].tolist() == [0, 0, 1]
    assert case.monthly("on_premises")[[3, 4, 5]].tolist() == pytest.approx([0, 5_000 + 12_000, 5_000])
    assert case.number("on_premises.operations.ready") == 3
    assert case.number("cloud.operations.ready") == 0, "no one is wanted there"


def test_consultants_are_paid_at_the_decision(cases: "Cases") -> None:
    case = cases(
        other={
            "operations.consultant_rate": 1_200,
            "operations.consultant_days_on_premises": 30,
            "operations.consultant_days_cloud": 10,
        }
    )
    assert case.monthly("on_premises")[:2].tolist() == [36_000, 0]
    assert case.monthly("cloud")[0] == 12_000


def test_a_tool_costs_licence_hosting_users_and_effort_where_it_is_used(cases: "Cases") -> None:
    # £12,000 a year, £200 a month, 5 users at £30, two days at £400: 1,000 + 200 + 150 + 800.
    other: dict[str, Value] = {
        f"{T}active": True,
        f"{T}licence": 12_000,
        f"{T}hosting": 200,
        f"{T}user_price": 30,
        f"{T}users": 5,
        f"{T}effort": 2.0,
        f"{T}on_premises": False,
        "operations.day_rate": 400,
    }
    case = cases(other=other)
    assert case.monthly("cloud")[[0, 1]].tolist() == pytest.approx([0, 2_150])
    assert case.monthly("on_premises").sum() == 0


@pytest.mark.parametrize(
    ("purpose", "line"),
    [
        ("feature_store", "data_tool_cost"),
        ("lineage", "data_tool_cost"),
        ("mlops", "tool_cost"),
        ("monitoring", "tool_cost"),
    ],
)
def test_tools_count_in_the_area_of_their_purpose(cases: "Cases", purpose: str, line: str) -> None:
    case = cases(other={f"{T}active": True, f"{T}hosting": 200, f"{T}purpose": purpose})
    assert case.line(f"cloud.operations.{line}")[1] == 200


def test_goodput_lengthens_runs(cases: "Cases") -> None:
    case = cases(work={"kind": "training", "runs": 1, "run_hours": 90}, other={"operations.goodput": 0.9})
    assert case.line("workloads.busy")[1] == pytest.approx(100)
