"""Tasks that fail: at no cost to anybody, unseen, or as what decides."""

from collections.abc import Iterator
from dataclasses import replace

from models.appraisal.results import CaseResult, OptionResult, case_result
from models.plan.plan import EvidenceKind, Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.facts import Facts
from models.rules.judgement import Against, worth_telling
from models.rules.priced import priced, without
from models.rules.remark import Hollow
from models.rules.supply import hosted


def fails_more(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield the workload of which tasks fail in an option at next to no cost, where that weighs most.

    It weighs where more fail than by another route, and where many fail by every route: what they cost is in no figure.
    """
    every = list(_failing(plan, scenario, case, option))
    if every:
        _, _, worst = max(every, key=lambda one: (one[2].hollow is not None, one[2].turns, one[1]))
        names = listed([name for name, _, _ in every])
        of_them = f"a failed task of {names} costs" if len(every) == 1 else f"failed tasks of {names} cost"
        yield replace(worst, first=f"what {of_them} being entered")


def _failing(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[tuple[str, float, Against]]:
    """Yield every workload of which tasks fail so: its name, how many, and what is said of it."""
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    here = {name for name, _, _ in hosted(facts, option.key)}
    for name, _, hosting in facts.models_of():
        own, others = ("hosted", "API") if name in here else ("api", "hosting it")
        fail, other = (1 - facts.number(f"{hosting}{route}_success") for route in (own, _OTHER[own]))
        no_other = own == "hosted" and ("api" not in case.options or "api" in case.blocked)
        # a route that may not be taken does nothing better
        other = fail if no_other else other
        unpriced = f"{hosting}failure_minutes"
        minutes = facts.number(unpriced)
        if minutes >= _NO_TIME or (fail <= other and fail < _MANY_MORE):
            continue
        costs, nothing = "what a failed task costs is not entered", "at no cost"
        if minutes > 0:
            seconds = f"{minutes * _SECONDS:.2g} seconds"
            costs, nothing = f"a failed task is entered as {seconds}", f"at {seconds} of a person each"
        of_them = f"{_percent(fail)} of the tasks of {name} fail"
        beside = "" if fail <= other else f" in it, {_percent(other)} by {others}"
        found = priced(plan, scenario, case, option, {unpriced: 1.0})
        # what fails as often by every route adds as much to each
        leads = bool(beside and found.leader and found.words)
        said = Against(
            "service",
            f"{'Not the same service: ' if beside else ''}{of_them}{beside}, and {costs}."
            + (f" If each takes a person one minute, {found.words}." if leads else ""),
            found.ahead if leads else 0.0,
            turns=leads,
            hollow=Hollow(f"{of_them} in the cheapest option {nothing}", "what a failed task costs must be entered")
            if fail >= _TOO_MANY or fail - other >= (_SOME_MORE if leads else _MANY_MORE)
            else None,
        )
        yield name, fail, said


_SECONDS = 60
"""Of a minute."""

_OTHER = {"hosted": "api", "api": "hosted"}

_NO_TIME = 0.1
"""Minutes of a person for a failed task below which nobody looks at it: that is no price of it."""

_SOME_MORE, _MANY_MORE = 0.01, 0.1
"""Of all tasks: where so many more fail in an option than otherwise, it does not do the same work.

The first where a minute of a person for each of them already turns the decision.
"""

_TOO_MANY = 0.25
"""Of all tasks: where so many fail at no cost, the work is not done, whatever the other route does."""


def _percent(share: float) -> str:
    """Return a share of tasks; of few the digit that tells.

    >>> _percent(0.4), _percent(0.001), _percent(0.0)
    ('40%', '0.1%', '0%')
    """
    return f"{100 * share:.1g}%" if 0 < share < _FEW_FAIL else f"{share:.0%}"


_BY_ROUTE = ("by API", "where it is hosted")
"""How a task is done, in words: called, or hosted."""


def _some_of(share: float) -> str:
    """Return how many tasks a share of them is, as a clause goes on.

    >>> _some_of(0.001), _some_of(0.2)
    ('one in 1,000 does', '20% do')
    """
    return f"one in {1 / share:,.0f} does" if share < _FEW_FAIL else f"{share:.0%} do"


_FEW_FAIL = 0.02
"""Of all tasks: fewer are told as one in so many."""

_ONE_IN = (10_000, 1_000, 100)
"""Tasks of which one may fail unseen; the rarest that turns a decision is told."""


def never_fails(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield the first workload of which nobody has said how many tasks fail in an option, where one in 100 turns it.

    As many fail by every other route as planned. Told is the smallest share that turns it: of a million tasks a month
    one in 10,000 may be enough, and nobody would believe the price of one in 100.
    """
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    here = {name for name, _, _ in hosted(facts, option.key)}
    for name, _, hosting in facts.models_of():
        key = f"{hosting}{'hosted' if name in here else 'api'}_success"
        unsaid = plan.entry(scenario, key).evidence.kind is EvidenceKind.DEFAULT
        minutes = facts.number(f"{hosting}failure_minutes")
        if facts.number(key) < 1 or not unsaid or minutes <= 0:
            continue
        route, other = _BY_ROUTE[name in here], _BY_ROUTE[name not in here]
        fail = 1 - facts.number(f"{hosting}{'api' if name in here else 'hosted'}_success")
        beside = f"{route}, while {_some_of(fail)} {other}" if fail > 0 else f"{route} or otherwise"
        for one_in in _ONE_IN:
            found = priced(plan, scenario, case, option, {key: 1 - 1 / one_in})
            if found.leader and found.words:
                spent = "a minute" if minutes == 1 else f"{minutes:,.3g} minutes"
                yield Against(
                    "service",
                    f"No task of {name} is assumed to fail {beside}; nobody has checked that. If one more in {one_in:,}"
                    f" fails {route} and takes a person {spent}, {found.words}.",
                    found.ahead,
                    turns=True,
                    first=f"tasks of {name} being shown to fail no more often {route} than {other}",
                )
                return


TASKS_MEASURED = "how often tasks succeed being measured"
"""What has to be put right where tasks that fail decide: it holds whichever option is chosen."""


def rests_on_failures(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that an option leads only by what the tasks cost that fail in the others."""
    keys = [f"hosting.workload.{slug}.failure_minutes" for slug in plan.slugs["workload"]]
    values = plan.values(scenario)
    spent = {key: 0.0 for key in keys if float(values[key]) > 0}
    if not spent:
        return
    rates = (f"{key.rpartition('.')[0]}.{route}_success" for key in spent for route in ("api", "hosted"))
    known = all(plan.entry(scenario, key).evidence.kind is EvidenceKind.MEASURED for key in rates)
    measured = "" if known else TASKS_MEASURED
    found = without(plan, scenario, case, option, spent)
    if found:
        said = f"{option.label} leads by people's time with tasks that fail: without it, {found}."
        yield Against("service", said, first=measured)
        return
    own = case_result(plan, scenario, spent).options.get(option.key)
    part = option.compared - own.compared if own is not None else 0.0
    if part > _MOST_OF_IT * max(option.compared, 0.0) and worth_telling(part, option):
        cost = f"{money(part, SYMBOLS[plan.currency])} of what {option.in_sentence} costs"
        more = "how often they succeed decides more than where they run"
        yield Against("service", f"{cost} is people's time with tasks that fail: {more}.", first=measured)


_MOST_OF_IT = 0.5
"""Of a cost: what is more of it is told, whichever option leads."""
