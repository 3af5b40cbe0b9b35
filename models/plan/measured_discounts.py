"""What a bill says of discounts and of hours paid for and not used."""

from models.plan.measured_input import MOST_OFF, MeasuredInput, figure
from models.plan.measurements import Measurement
from models.plan.plan import Plan


def idle(plan: Plan, measurement: Measurement, home: str) -> list[MeasuredInput]:
    """Return the share of hours paid for and not used."""
    return figure(
        plan,
        measurement,
        f"{home}idle_share",
        "idle",
        "GPU-hours below 1% of use over those sampled; a GPU that waits within a job counts as idle too",
        sure=False,
    )


def _other_terms(
    plan: Plan, home: str, years: str, figure_of: str, note: str, *, sure: bool = True
) -> list[MeasuredInput]:
    """Return that nothing is committed with the terms that a measurement is not of, where the plan has something.

    What is measured is all that is committed: beside it the plan's own would count twice. sure: whether anything is;
    where nothing is today, the plan may mean to.
    """
    others = [f"{home}committed_{term}" for term in ("one_year", "three_years") if term != years]
    return [
        MeasuredInput(key, 0.0, figure_of, note=note, sure=sure)
        for key in (*others, f"{home}one_year_after")
        if key in plan.entries and float(plan.entry(plan.scenarios[0].slug, key).value) > 0
    ]


def _interruptible(plan: Plan) -> bool:
    """Return whether any work of the plan may run on spot."""
    base = plan.scenarios[0].slug
    return any(
        plan.entry(base, f"workloads.workload.{row}.checkpointed").value is True
        for row in plan.slugs["workload"]
        if f"workloads.workload.{row}.checkpointed" in plan.entries
    )


def discounts(plan: Plan, measurement: Measurement, home: str) -> list[MeasuredInput]:
    """Return what is taken off the list price as a set that gives the paid price back.

    On demand, commitments and spot each, or all in one where they do not come apart.
    """
    figures = measurement.figures
    years, off = ("three_years", "three_year") if measurement.term == "three_years" else ("one_year", "one_year")
    committed, spot = figures.get("committed_discount", 0.0), figures.get("spot_discount", 0.0)
    apart = 0 <= figures["negotiated_discount"] < 1 and 0 <= committed <= MOST_OFF and 0 <= spot <= MOST_OFF
    on_spot = figures.get("spot_share", 0.0) > 0
    if not apart or (on_spot and not _interruptible(plan)):
        together = (
            "of all use: spot is in it, since no work of the plan can wait and be interrupted"
            if apart
            else "of all use: on demand, commitments and spot do not come apart"
        )
        note = "commitments are in the discount of all use"
        none = MeasuredInput(f"{home}committed_{years}", 0.0, "discount", note=note)
        every = figure(plan, measurement, f"{home}negotiated_discount", "discount", together)
        return [*every, none, *_other_terms(plan, home, years, "discount", note)]
    inputs = figure(
        plan,
        measurement,
        f"{home}negotiated_discount",
        "negotiated_discount",
        "on-demand use: 1 less effective over list cost",
    )
    inputs += figure(
        plan,
        measurement,
        f"{home}committed_{years}",
        "commitment_coverage",
        f"GPU-hours under a commitment over all; its term is {'' if measurement.term else 'not '}in the file",
    )
    some = figures.get("commitment_coverage", 0.0) > 0
    note = "all that is committed is counted with the other term" if some else "nothing is committed today"
    inputs += _other_terms(plan, home, years, "commitment_coverage", note, sure=some)
    inputs += figure(
        plan,
        measurement,
        f"{home}{off}_discount",
        "committed_discount",
        "committed use: 1 less effective cost, unused commitments with it, over list cost after the discount on demand",
    )
    if on_spot:
        inputs += figure(
            plan,
            measurement,
            f"{home}spot_share",
            "spot_share",
            "GPU-hours on spot over all; the plan applies it to the work that can wait",
            sure=False,
        )
    return inputs + figure(
        plan,
        measurement,
        f"{home}spot_discount",
        "spot_discount",
        "spot use: 1 less effective over list cost after the discount on demand",
    )
