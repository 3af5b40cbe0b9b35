"""The volume above which hosting never costs more than an API, by workload, as a table."""

from models.appraisal.model import model
from models.exhibits.cells import Entered, number
from models.exhibits.figures import Table
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.best import may_call
from models.studies.overtaking import Overtakes, Overtaking, overtaking

MOST_ON_SCREEN = 4
"""Workloads for which it is worked out while somebody edits."""

MILLION = 1_000_000
_ASKED = "routes.requests"
_WAYS = {"cloud": "Rented GPUs", "on_premises": "Own servers"}


def overtaking_table(plan: Plan, scenario: str) -> Table:
    """Return, by workload that an API may serve, the volume above which hosting never costs more.

    From the totals of the cloud and of the on-premises option, with whole servers and all that comes with either.
    """
    return _table(plan, scenario, len(plan.rows["workload"]))


def overtaking_on_screen(plan: Plan, scenario: str) -> Table:
    """Return the same for the first few workloads; documents have them all."""
    return _table(plan, scenario, MOST_ON_SCREEN)


def _table(plan: Plan, scenario: str, most: int) -> Table:
    callable_ = may_call(plan, scenario)
    asked = model(plan.structure).evaluate(plan.values(scenario), [_ASKED]).rows(_ASKED)[:, 0, 0]
    rows: list[list[Entered]] = []
    for work in callable_[:most]:
        planned = float(asked[plan.slugs["workload"].index(work)])
        found = [overtaking(plan, scenario, work, option) for option in _WAYS]
        rows.append([plan.row_name("workload", work), requests(planned), *(_words(plan, one) for one in found)])
    if not rows:
        rows = [["No workload may be served by an API, or none has a price", "", "", ""]]
    return Table.of(["Volume from which hosting never costs more", "Planned", *_WAYS.values()], rows)


def requests(volume: float) -> Entered:
    """Return a number of requests a month."""
    if volume >= MILLION:
        return number(volume / MILLION, 1).with_words(after="m a month")
    return number(volume).with_words(after=" a month")


def _words(plan: Plan, found: Overtaking) -> Entered:
    if found.state is Overtakes.ANY:
        return "at any volume"
    if found.state is Overtakes.NEVER:
        return "never"
    if found.state is Overtakes.AT:
        return requests(found.volume)
    step = f", a step of {money(found.dearer, SYMBOLS[plan.currency])} just below"
    if found.volume >= MILLION:
        return number(found.volume / MILLION, 1).with_words(after=f"m a month{step}")
    return number(found.volume).with_words(after=f" a month{step}")
