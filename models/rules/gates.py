"""Capital that is committed before a pilot's gate, where the work may end."""

from collections.abc import Iterator

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.options import OWNING, in_sentence
from models.areas.workloads import Workload
from models.plan.gates import gated, not_passed
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Against


def before_the_gate(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield what servers that are bought before a pilot's gate cost where the work ends there, against renting.

    It is at least that: purchases are those that the pilot alone asks for.
    """
    works = gated(plan, scenario)
    if option.key not in OWNING or not works:
        return
    gates = {int(plan.entry(scenario, Workload.pilot_until.key_in(slug)).value) for slug in works}
    gate, first = min(gates), ", the first" if len(gates) > 1 else ""
    stopped = case_result(plan, scenario, not_passed(plan, scenario))
    there = {one.key for one in case.allowed() if one.key not in case.twins}
    costs = {key: one.compared for key, one in stopped.options.items() if key in there}
    rented = {key: cost for key, cost in costs.items() if key not in OWNING}
    if option.key not in costs or not rented or not _buys_before(plan, scenario, option.key, gate):
        return
    least = min(rented, key=rented.__getitem__)
    more = costs[option.key] - rented[least]
    if more > A_PENNY:
        named = listed([plan.row_name("workload", slug) for slug in works])
        yield Against(
            "gate",
            f"Servers are bought before the gate of {named}{first} in month {gate}: where the pilot ends there,"
            f" {option.in_sentence} costs at least {money(more, SYMBOLS[plan.currency])} more than"
            f" {in_sentence(least)}.",
            more,
        )


def _buys_before(plan: Plan, scenario: str, option: str, month: int) -> bool:
    """Return whether an option orders servers up to a month."""
    line = OptionLine.ORDERED.of(option)
    figures = model(plan.structure).evaluate(plan.values(scenario), [line])
    return bool(figures.rows(line)[:, : month + 1].any())
