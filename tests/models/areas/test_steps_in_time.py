"""Prices that change on a date, demand that comes in phases, and risks that raise a bill; hand calculations."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.quantities.declaration import Value

if TYPE_CHECKING:
    from tests.models.areas.conftest import Case, Cases, Inputs

STEP, RISK = "finance.price_step.step.", "risks.risk.price_rise."
RENTED: "Inputs" = {"cloud_price": 1.0, "cloud_currency": "GBP", "instance_gpus": 1}


def renting(
    cases: "Cases", work: "Inputs | None" = None, other: "Inputs | None" = None, horizon: int = 24, **finance: Value
) -> "Case":
    """Return a case that rents a GPU at £1 for 730 hours a month."""
    return cases(
        work={"gpus": 1, "hours": 730, **(work or {})},
        pool=RENTED,
        finance={"horizon": horizon, **finance},
        other=other,
    )


def step(**values: Value) -> "Inputs":
    return {f"{STEP}{name}": value for name, value in {"active": True, **values}.items()}


def test_a_price_changes_in_its_month_beside_its_trend(cases: "Cases") -> None:
    case = renting(cases, other=step(of="cloud", month=13, change=0.1), cloud_trend=0.21)
    rent = case.monthly("cloud")
    assert rent[12] == pytest.approx(730 * 1.21)
    assert rent[24] == pytest.approx(730 * 1.21**2 * 1.1)


def test_a_change_of_another_price_changes_nothing(cases: "Cases") -> None:
    plain = renting(cases).monthly("cloud")
    assert renting(cases, other=step(of="hardware", month=1, change=0.5)).monthly("cloud") == pytest.approx(plain)


def test_a_price_does_not_fall_below_nothing(cases: "Cases") -> None:
    rows = renting(cases, other=step(of="cloud", month=2, change=-0.95)).monthly("cloud")
    assert rows[1:4] == pytest.approx([730, 36.5, 36.5])


def test_a_pilot_a_second_phase_and_all_of_it(cases: "Cases") -> None:
    phases: Inputs = {"pilot_until": 3, "pilot_share": 0.1, "phase_until": 6, "phase_share": 0.5}
    rent = renting(cases, {**phases, "hours": 73}, horizon=12).line("workloads.busy")
    assert rent[1:8] / 73 == pytest.approx([0.1, 0.1, 0.1, 0.5, 0.5, 0.5, 1.0])


def test_nothing_runs_after_a_gate_that_is_not_passed(cases: "Cases") -> None:
    stopped = renting(cases, {"pilot_until": 3, "pilot_share": 0.1, "gate_passed": False}, horizon=12)
    busy = stopped.line("workloads.busy")
    assert busy[3] > 0
    assert not busy[4:].any()
    assert stopped.line("workloads.live").tolist()[1:] == [1.0] * 3 + [0.0] * 9
    # without a pilot there is no gate
    none = renting(cases, {"gate_passed": False, "release_month": 6}, horizon=12)
    assert none.line("workloads.busy")[1:].all()


def test_releases_raise_demand_for_good(cases: "Cases") -> None:
    releases: Inputs = {"release_month": 4, "release_rise": 0.5, "second_month": 8, "second_rise": 1.0}
    busy = renting(cases, releases, horizon=12).line("workloads.busy") / 730
    assert busy[[3, 4, 7, 8, 12]] == pytest.approx([1, 1.5, 1.5, 3, 3])


def test_a_risk_that_raises_the_bill_scales_with_it(cases: "Cases") -> None:
    # one chance in four of a fifth more from month 13 on: 5% of £730 a month, and ten times that of ten GPUs
    raised: Inputs = {f"{RISK}active": True, f"{RISK}probability": 0.25, f"{RISK}of_bill": 0.2, f"{RISK}month": 13}
    for gpus in (1, 10):
        expected = renting(cases, {"gpus": gpus}, raised).line("cloud.risks.expected")
        assert expected == pytest.approx(np.where(np.arange(25) >= 13, 0.05 * 730 * gpus, 0))


def test_an_option_that_rents_nothing_has_no_bill_to_be_raised(cases: "Cases") -> None:
    raised: Inputs = {f"{RISK}active": True, f"{RISK}probability": 0.25, f"{RISK}of_bill": 0.2, f"{RISK}month": 6}
    case = cases(
        work={"gpus": 1, "hours": 730}, pool={**RENTED, "server_gpus": 8}, finance={"horizon": 12}, other=raised
    )
    late = case.line("on_premises.risks.expected")
    assert not late.any(), "its server is there from the first month on"


def test_a_share_is_drawn_as_a_risk_that_strikes_or_does_not(cases: "Cases") -> None:
    # struck in all cases or in none, the expected cost is the whole rise or nothing
    for probability, rise in ((1.0, 0.2 * 730), (0.0, 0.0)):
        raised: Inputs = {
            f"{RISK}active": True,
            f"{RISK}probability": probability,
            f"{RISK}of_bill": 0.2,
            f"{RISK}month": 1,
        }
        assert renting(cases, other=raised).line("cloud.risks.expected")[5] == pytest.approx(rise)
