"""Capital that is committed before a pilot's gate, where the work may end."""

from collections.abc import Iterator

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.areas.options import OWNING, in_sentence
from models.areas.workloads import Workload
from models.plan.gates import gated
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Against
from models.studies.gate import where_pilots_end


def before_the_gate(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield what servers that are bought before a pilot's gate cost where the work ends there, against renting."""
    works = gated(plan, scenario)
    if option.key not in OWNING or not works:
        return
    gates = {int(plan.entry(scenario, Workload.pilot_until.key_in(slug)).value) for slug in works}
    gate, first = min(gates), ", the first" if len(gates) > 1 else ""
    costs = where_pilots_end(plan, scenario, [one.key for one in case.allowed() if one.key not in case.twins])
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
            f" {option.in_sentence} costs {money(more, SYMBOLS[plan.currency])} more than"
            f" {in_sentence(least)}.",
            more,
        )


def _buys_before(plan: Plan, scenario: str, option: str, month: int) -> bool:
    """Return whether an option orders servers up to a month."""
    line = OptionLine.ORDERED.of(option)
    figures = model(plan.structure).evaluate(plan.values(scenario), [line])
    return bool(figures.rows(line)[:, : month + 1].any())
