"""Rules on what is counted though nothing stands behind it: years without work, and one value entered twice."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.areas.compute import Pool
from models.areas.own_lines import Benefit
from models.areas.workloads import Workload, Workloads
from models.quantities.writing import SYMBOLS, money
from models.rules.facts import Facts
from models.rules.identity import no_work, without_work
from models.rules.past_the_end import starts_too_late
from models.rules.rule import ALL, Effect, Rule

_QUARTER = 3
"""Months without work from which what they cost is worth a word."""

_MOSTLY = 0.5
"""Share of its most work below which a workload has lost most of it, on average and at its end."""

_ONE_IN_100 = 0.01

_A_TENTH = 0.1
"""By how much more than its bill work may grow before it is told."""

_MANY = 3
"""How many times more than the other one of two volumes may be that are still taken for the same."""

_ALIKE = 0.01
"""How far two amounts lie apart, of either, that are taken for the same one."""


@dataclass(frozen=True, slots=True)
class Workless:
    """Months in which the cheapest option pays and no work runs at all, with what it pays in them."""

    months: Sequence[int]
    paid: float

    @property
    def counts(self) -> bool:
        """Whether they are worth a word."""
        return len(self.months) >= _QUARTER and self.paid >= 1


def after_the_work(facts: Facts) -> Workless:
    """Return the months after all work has ended."""
    return _workless(facts, lambda month, last, _: month > last)


def without_the_work(facts: Facts) -> Workless:
    """Return the months without work before the last that has some."""
    return _workless(facts, lambda month, last, live: month < last and not live)


def _workless(facts: Facts, is_one: Callable[[int, int, bool], bool]) -> Workless:
    works = [slug for slug, _, _ in facts.works()]
    allowed = facts.case.allowed()
    if not works or not allowed:
        return Workless((), 0.0)
    live = facts.by_month("workloads.live")[_rows_of_works(facts)].any(axis=0)
    last = max(facts.last_month(slug) for slug in works)
    months = [one for one in range(1, facts.plan.structure.horizon + 1) if is_one(one, last, bool(live[one]))]
    paid = np.diff(allowed[0].cumulative, prepend=0.0)
    # servers that are there when the work begins are bought for it
    up_front = OptionLine.UP_FRONT.of(allowed[0].key)
    bought = facts.by_month(up_front).sum(axis=0) if facts.has(up_front) else np.zeros(len(paid))
    lead = max((int(facts.number(Pool.lead.key_in(pool))) for pool in facts.plan.slugs["pool"]), default=0)
    for_work = [one for one in months if live[one + 1 : one + 1 + lead + _QUARTER].any()]
    return Workless(months, float(paid[months].sum() - bought[for_work].sum()))


def work_ended(facts: Facts) -> Iterator[str]:
    """Yields the month in which all work has ended, with what the cheapest option pays after it."""
    after = after_the_work(facts)
    if after.counts:
        pays = f"{facts.case.allowed()[0].in_sentence} pays {money(after.paid, SYMBOLS[facts.plan.currency])}"
        yield f"in month {after.months[0] - 1} of {facts.plan.structure.horizon}, and {pays} after it"


def work_waited_for(facts: Facts) -> Iterator[str]:
    """Yields how many months before the last work have none at all, with what the cheapest option pays in them."""
    idle = without_the_work(facts)
    if idle.counts:
        pays = f"{facts.case.allowed()[0].in_sentence} pays {money(idle.paid, SYMBOLS[facts.plan.currency])}"
        if idle.months[-1] == len(idle.months):
            then = "decide later, or let the plan begin with the work"
            yield f"before month {idle.months[-1] + 1}, and {pays} until then: {then}"
        else:
            last = max(facts.last_month(slug) for slug, _, _ in facts.works())
            then = "price renting in the months with work alone, or give servers and people other work"
            yield f"in {len(idle.months)} months before month {last}, and {pays} in them: {then}"


def pilot_ends(facts: Facts) -> Iterator[str]:
    """Yields the workloads that are planned not to go on after their pilot, with its last month."""
    for slug, name, _ in facts.works():
        end = min(int(facts.number(Workload.end.key_in(slug))), facts.plan.structure.horizon)
        if 0 < facts.last_month(slug) < end:
            yield f"{name} (its last month is {facts.last_month(slug)})"


_STEPS = (
    (Workload.pilot_until, "its pilot ends"),
    (Workload.phase_until, "its second phase ends"),
    (Workload.release_month, "its first release comes"),
    (Workload.second_month, "its second release comes"),
)
"""Months in which a workload's demand takes a step, and what happens then."""


def never_comes(facts: Facts) -> Iterator[str]:
    """Yields the workloads with a step in their demand that comes after their last month, with that step."""
    for slug, name, _ in facts.entered():
        last = min(int(facts.number(Workload.end.key_in(slug))), facts.plan.structure.horizon)
        for month, what in _STEPS:
            step = int(facts.number(month.key_in(slug)))
            if step > last or (step == last and month in {Workload.pilot_until, Workload.phase_until}):
                yield f"{name}: {what} in month {step}, and its last is month {last}"


def value_kept(facts: Facts) -> Iterator[str]:
    """Yields the workloads whose value stays while most of their requests or runs go, whatever GPUs these take."""
    volume = dict(zip(facts.plan.slugs["workload"], facts.by_month("workloads.volume"), strict=True))
    for slug, name, _ in facts.works():
        runs = volume[slug][volume[slug] > 0]
        value = facts.number(Workload.value.key_in(slug))
        if value > 0 and len(runs) and runs.mean() < _MOSTLY * runs.max() and runs[-1] < runs.max() * _MOSTLY:
            least = runs.min() / runs.max()
            share = f"{least:.0%}" if least >= _ONE_IN_100 else "less than 1%"
            yield f"{name} ({money(value, SYMBOLS[facts.plan.currency])} a month while its work falls to {share})"


def value_in_full(facts: Facts) -> Iterator[str]:
    """Yields the workloads whose value counts in full while a pilot, a phase or a ramp-up does little of the work."""
    if facts.is_on(Workloads.value_by_share.key):
        return
    steps = ("workloads.ramp_share", "workloads.pilot", "workloads.phase")
    rows = facts.plan.slugs["workload"]
    for slug, name, _ in facts.works():
        value = facts.number(Workload.value.key_in(slug))
        if value <= 0:
            continue
        row = rows.index(slug)
        live = facts.by_month("workloads.live")[row]
        done = live * np.prod([facts.by_month(key)[row] for key in steps if facts.has(key)], axis=0)
        if done.sum() < (1 - _A_TENTH) * live.sum():
            more = value * float(live.sum() - done.sum())
            yield f"{name} by {money(more, SYMBOLS[facts.plan.currency])}"


def no_work_yet(*, takes: bool) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that workloads have no work, beside others that have some or costs of one's own.

    takes: those that cost something all the same, for a model that is kept ready; otherwise those that do not.
    """

    def condition(facts: Facts) -> Iterator[str]:
        if any(no_work(facts)):
            return
        idle = set(without_work(facts))
        rows = [facts.plan.slugs["workload"].index(slug) for slug, _, _ in facts.entered()]
        taken = zip(facts.entered(), facts.by_month("workloads.mean")[rows], strict=True)
        yield from (
            name
            for (slug, name, prefix), gpus in taken
            if name in idle
            and not starts_too_late(facts.plan, facts.values, slug)
            and (gpus.max() > 0 or _kept_ready(facts, slug, prefix)) == takes
        )

    return condition


def _kept_ready(facts: Facts, slug: str, prefix: str) -> bool:
    """Return whether a workload costs something for keeping its model ready."""
    is_model = facts.values[f"{prefix}kind"] == "inference"
    return is_model and facts.number(f"hosting.workload.{slug}.fixed_cost") > 0


def _rows_of_works(facts: Facts) -> list[int]:
    """Return the rows of the workloads that count."""
    slugs = facts.plan.slugs["workload"]
    return [slugs.index(slug) for slug, _, _ in facts.works()]


def value_twice(facts: Facts) -> Iterator[str]:
    """Yields benefits that are as large as the value of a workload: one of them may be the other."""
    for row in facts.plan.rows["benefit"]:
        amount = facts.number(Benefit.amount.key_in(row.slug))
        if not facts.is_on(Benefit.active.key_in(row.slug)) or amount <= 0:
            continue
        for slug, name, _ in facts.works():
            if math.isclose(facts.number(Workload.value.key_in(slug)), amount, rel_tol=_ALIKE):
                yield f"{row.name} and the value of {name}"


def requests_twice(facts: Facts) -> Iterator[str]:
    """Yields the workloads whose users ask for about what is entered by the month: they may be the same requests."""
    for _, name, prefix in facts.works():
        if facts.values[f"{prefix}kind"] != "inference":
            continue
        names = ("users", "tasks_a_day", "working_days", "steps")
        of_users, own = math.prod(facts.number(f"{prefix}{one}") for one in names), facts.number(f"{prefix}requests")
        if of_users > 0 and own > 0 and 1 / _MANY < of_users / own < _MANY:
            yield f"{name} has {own:,.0f} requests a month and {of_users:,.0f} of its users on top"


def too_long(facts: Facts) -> Iterator[str]:
    """Yields models of which a usual request is longer than the longest that is planned for."""
    for name, prefix, _ in facts.models_of():
        longest = facts.number(f"{prefix}context")
        usual = facts.number(f"{prefix}tokens_in") + facts.number(f"{prefix}tokens_out")
        if 0 < longest < usual:
            yield f"{name} ({usual:,.0f} tokens in and out, {longest:,.0f} at most)"


COUNTED_RULES: tuple[Rule, ...] = (
    Rule(
        "work_ended",
        "Years without work",
        ALL,
        Effect.WARNS,
        "All work ends {}: shorten the horizon, or end people, controls and servers too.",
        "by definition: what has no work has no worth",
        ("end", "horizon"),
        work_ended,
    ),
    Rule(
        "work_waited_for",
        "Months without work",
        ALL,
        Effect.WARNS,
        "No work runs {}.",
        "by definition: what has no work has no worth",
        ("start", "end"),
        work_waited_for,
    ),
    Rule(
        "pilot_ends",
        "A pilot that ends the work",
        ALL,
        Effect.WARNS,
        "Planned not to continue after its pilot: {}. After it that work neither runs nor counts.",
        "by definition: what has no work has no worth",
        ("pilot_until", "gate_passed"),
        pilot_ends,
    ),
    Rule(
        "never_comes",
        "A step that never comes",
        ALL,
        Effect.WARNS,
        "Planned for after the end of the work: {}. Demand stays throughout as it is before that step.",
        "by definition: what comes after the end is not counted",
        ("pilot_until", "phase_until", "release_month", "second_month"),
        never_comes,
    ),
    Rule(
        "value_kept",
        "A value that outlasts the work",
        ALL,
        Effect.WARNS,
        "The value of work is not lowered with its demand: {}. End the workload, or enter a lower value.",
        "by definition: what has no work has no worth",
        ("value", "growth"),
        value_kept,
    ),
    Rule(
        "value_in_full",
        "A value before the work is done",
        ALL,
        Effect.WARNS,
        "The value of work counts in full while a ramp-up, a pilot or a second phase does part of it: {} too much. Let"
        " the value follow the phases.",
        "by definition: what has no work has no worth",
        ("value_by_share", "value", "pilot_until"),
        value_in_full,
    ),
    Rule(
        "no_work_yet",
        "A workload without work",
        ALL,
        Effect.WARNS,
        "Nothing is asked of {}, and what it takes all the same is charged: enter its requests, runs or GPUs, or switch"
        " it off.",
        "by definition: what has no work has no worth",
        ("requests", "runs", "gpus"),
        no_work_yet(takes=True),
    ),
    Rule(
        "no_work_entered",
        "A workload that asks for nothing",
        ALL,
        Effect.WARNS,
        "Nothing is asked of {} yet: enter its requests, runs or GPUs, or switch it off.",
        "by definition: what has no work has no worth",
        ("requests", "runs", "gpus"),
        no_work_yet(takes=False),
    ),
    Rule(
        "value_twice",
        "A value that is counted twice",
        ALL,
        Effect.WARNS,
        "The same amount stands as a benefit and as the value of the work, so that it may count twice: {}.",
        "by definition: what the work brings is counted once",
        ("amount", "value"),
        value_twice,
    ),
    Rule(
        "requests_twice",
        "Requests that are counted twice",
        ALL,
        Effect.WARNS,
        "Requests may count twice: {}. Where they are the same, enter 0 for one of them.",
        "by definition: the requests of users come on top of those given by the month",
        ("requests", "users", "tasks_a_day"),
        requests_twice,
    ),
    Rule(
        "too_long",
        "Requests longer than the longest context",
        ALL,
        Effect.WARNS,
        "A usual request is longer than the longest context that memory is planned for: {}.",
        "by definition: tokens in and out share the context",
        ("tokens_in", "tokens_out", "context"),
        too_long,
    ),
)
"""Rules on what is counted, in the order in which they are told."""
