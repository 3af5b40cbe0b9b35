"""Security against hand calculations."""

from typing import TYPE_CHECKING

import pytest

from models.plan.plan import Entry, Row, new_plan

if TYPE_CHECKING:
    from conftest import Case, Cases

    from models.quantities.declaration import Value

C = "security.control.encryption."


def control(**inputs: "Value") -> dict[str, "Value"]:
    return {f"{C}{name}": value for name, value in {"active": True, **inputs}.items()}


def test_a_control_costs_its_set_up_running_and_effort_by_option(cases: "Cases") -> None:
    other = control(
        setup=1_000,
        running_cloud=100,
        running_on_premises=300,
        running_hybrid=350,
        effort_cloud=1.0,
        effort_on_premises=2.0,
        effort_hybrid=3.0,
    )
    case = cases(other=other | {"operations.day_rate": 400, "security.clearance": 250})
    for option, running, days in (("cloud", 100, 1), ("on_premises", 300, 2)):
        assert case.monthly(option)[:2].tolist() == pytest.approx([1_250, running + days * 400]), option
    assert case.monthly("hybrid").tolist() == case.monthly("cloud").tolist(), (
        "a hybrid that keeps no server is the cloud"
    )
    off = cases(other=other | {f"{C}active": False, "operations.day_rate": 400})
    assert off.monthly("cloud").sum() == 0


def test_wages_move_effort_and_general_prices_move_tools(cases: "Cases") -> None:
    case = cases(
        other=control(running_cloud=100, effort_cloud=1.0)
        | {"operations.day_rate": 400, "finance.wage_trend": 0.1, "finance.inflation": 0.02}
    )
    assert case.line("cloud.security.running")[12] == pytest.approx(102)
    assert case.line("cloud.security.effort")[12] == pytest.approx(440)


def test_differential_privacy_lengthens_training_and_nothing_else(cases: "Cases") -> None:
    training = {"kind": "training", "runs": 2, "run_hours": 100}
    assert cases(work=training, other=control(overhead=1.5)).line("workloads.busy")[1] == pytest.approx(500)
    assert cases(work={"kind": "steady", "gpus": 2, "hours": 100}, other=control(overhead=1.5)).line("workloads.busy")[
        1
    ] == pytest.approx(200)


def matrix(cases: "Cases", **inputs: "Value") -> "Case":
    plan = new_plan(
        "Coverage",
        {
            "workload": (Row("w", "w"),),
            "pool": (Row("p", "p"),),
            "control": (Row("a", "a"), Row("b", "b"), Row("c", "c")),
        },
        blank=True,
    )
    for key, value in inputs.items():
        plan = plan.with_entry("base", f"security.{key.replace('__', '.')}", Entry(value))
    return cases.of(plan)


def test_coverage_is_the_share_of_what_a_requirement_needs(cases: "Cases") -> None:
    needs: dict[str, Value] = {f"control__{row}__fca_pra": True for row in "abc"}
    case = matrix(
        cases, **needs, control__a__active=True, control__b__active=True, control__b__works_cloud=False, fca_pra=True
    )
    assert case.number("coverage.on_premises.fca_pra") == pytest.approx(2 / 3)
    assert case.number("coverage.cloud.fca_pra") == pytest.approx(1 / 3)
    assert case.number("coverage.hybrid.fca_pra") == pytest.approx(1 / 3), "a hybrid needs it in both places"
    assert [case.number(f"coverage.{option}.gaps") for option in ("cloud", "on_premises", "hybrid")] == pytest.approx(
        [2, 1, 2]
    )


def test_a_requirement_that_needs_nothing_or_does_not_apply_has_no_gap(cases: "Cases") -> None:
    case = matrix(cases, control__a__fca_pra=True, nhs_dspt=True)
    assert case.number("coverage.cloud.nhs_dspt") == 1
    assert case.number("coverage.cloud.gaps") == 0, "FCA and PRA do not apply"
