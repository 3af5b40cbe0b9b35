"""Which commitments may be taken at all: by hand, and as the model takes them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.appraisal.model import model
from models.areas.compute import Pool
from models.areas.terms_that_fit import TermsThatFit, may_be_taken, terms_that_fit
from models.plan.plan import Entry, Plan, blank_plan
from models.quantities.declaration import Value

POOL, WORK = "compute.pool.main.", "workloads.workload.{}."


def lasting(horizon: int, first: int = 1, last: int = 120, *, begins: bool = False, late: bool = False) -> Plan:
    """Return a plan of one steady work in one pool. begins: whether terms begin with the work."""
    plan = blank_plan()
    (work,) = plan.slugs["workload"]
    changes: dict[str, Value] = {
        "finance.horizon": horizon,
        f"{WORK.format(work)}start": first,
        f"{WORK.format(work)}end": last,
        f"{POOL}terms_with_work": begins,
        f"{POOL}late_terms": late,
        f"{POOL}cloud_price": 1.0,
    }
    for key, value in changes.items():
        plan = plan.with_entry("base", key, Entry(value))
    return plan


@pytest.mark.parametrize(
    ("plan", "fit"),
    [
        # 36 months, then two years of which each is a term
        (lasting(60), TermsThatFit(0, 60, 36, after=True)),
        # eleven months are left, and no year
        (lasting(47), TermsThatFit(0, 36, 36, after=False)),
        (lasting(48), TermsThatFit(0, 48, 36, after=True)),
        (lasting(72), TermsThatFit(0, 72, 72, after=False)),
        (lasting(35), TermsThatFit(0, 24, 0, after=False)),
        # work from month 4: a term of month 1 commits none of it, that of month 37 would end in month 72
        (lasting(60, 4), TermsThatFit(0, 60, 0, after=False)),
        # terms that begin with it run from month 4 to 39, and from 40 to 51; one from 52 would end in month 63
        (lasting(60, 4, begins=True), TermsThatFit(3, 51, 39, after=True)),
        (lasting(36, 3, begins=True), TermsThatFit(2, 26, 2, after=False)),
        # it ends with the three years: nothing is left to commit
        (lasting(60, 1, 36), TermsThatFit(0, 60, 36, after=False)),
        (lasting(60, late=True), TermsThatFit(0, 60, 60, after=False)),
        # from month 4 to 10 no term begins
        (lasting(60, 4, 10), TermsThatFit(0, 0, 0, after=False)),
    ],
)
def test_by_hand(plan: Plan, fit: TermsThatFit) -> None:
    assert terms_that_fit(plan.values("base"), "main") == fit


def paid(plan: Plan, term: str, **shares: float) -> float:
    """Return what the cloud pays for the terms of a kind at some shares."""
    for name, share in shares.items():
        plan = plan.with_entry("base", f"{POOL}{name}", Entry(share))
    line = f"cloud.{term}.cost"
    traced = model(plan.structure)
    return float(traced.evaluate(plan.values("base"), [line]).rows(line).sum()) if line in traced.lines else 0.0


@settings(max_examples=25, deadline=None)
@given(horizon=st.integers(12, 120), first=st.integers(1, 60), length=st.integers(1, 120), begins=st.booleans())
@pytest.mark.long
def test_they_are_those_that_the_model_takes(horizon: int, first: int, length: int, *, begins: bool) -> None:
    plan = lasting(horizon, min(first, horizon), min(first + length, 120), begins=begins)
    fit = terms_that_fit(plan.values("base"), "main")
    assert fit.any_three_years == (paid(plan, "three_years", committed_three_years=1.0) > 0)
    assert (fit.one_year > fit.begun) == (paid(plan, "one_year", committed_one_year=1.0) > 0)
    after = paid(plan, "one_year", committed_three_years=1.0, one_year_after=1.0)
    assert fit.after == (fit.any_three_years and after > 0)


def test_what_may_fit_behind_what_an_api_does_first_is_taken_to() -> None:
    values = lasting(72, begins=True).values("base")
    assert not terms_that_fit(values, "main").after
    assert may_be_taken(values, Pool.one_year_after, "main")
    assert not may_be_taken(lasting(72).values("base"), Pool.one_year_after, "main")
    assert not may_be_taken(lasting(47, begins=True).values("base"), Pool.one_year_after, "main")
