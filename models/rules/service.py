"""Rules on what a service asks: limits and waits of an API, recovery, power at the site, and people on call."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.areas.options import OPTION_LABELS, OPTIONS, OWNING
from models.quantities.writing import SYMBOLS, money
from models.rules.facts import Facts
from models.rules.on_a_lease import on_a_lease
from models.rules.owns_nothing import OWNS_RULES
from models.rules.residency import api_abroad, where_data_stays
from models.rules.rule import ALL, Effect, Rule
from models.rules.site_power import site
from models.rules.supply import hosted
from models.studies.limits import LIMITS, contingency_on, with_those_of_plan

_SOME = 1e-9

HALF = 0.5
"""Below so large a share of tasks that succeed the work is not done."""

FEW_SERVERS = 4
"""Up to so many servers one more is a matter of the decision."""


def _named(facts: Facts, key: str) -> Iterator[str]:
    """Yield the workloads at which a line is 1; none where the plan does without it."""
    if not facts.has(key):
        return
    struck = dict(zip(facts.plan.slugs["workload"], facts.rows(key), strict=True))
    yield from (slug for slug, flag in struck.items() if flag > 0)


def _called(option: str, line: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option calls an API for a workload at which a line is 1."""

    def condition(facts: Facts) -> Iterator[str]:
        struck = set(_named(facts, line))
        for name, prefix, hosting in facts.models_of():
            calls = facts.number(f"{hosting}api_share") > 0
            calls = calls or (option != "api" and facts.is_on(f"{hosting}{option}_calls"))
            if prefix.split(".")[2] in struck and calls:
                yield name

    return condition


def _hosted_late(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option hosts a model that answers too late."""

    def condition(facts: Facts) -> Iterator[str]:
        if option not in facts.case.options:
            return
        struck = set(_named(facts, "hosting.hosted_late"))
        yield from (name for name, prefix, _ in hosted(facts, option) if prefix.split(".")[2] in struck)

    return condition


def recovery_missed(facts: Facts) -> tuple[float, float]:
    """Return in how many hours recovery is asked for, and how many it takes; 0 and 0 where that is met.

    Compute that stands by at a second site meets any.
    """
    asked, takes = facts.number("security.recovery_time"), facts.number("security.restore_time")
    ready = any(facts.number(f"{prefix}standby") > 0 for _, prefix in facts.pools())
    return (asked, takes) if 0 < asked < takes and not ready else (0.0, 0.0)


def _recovers(facts: Facts) -> Iterator[str]:
    """Yields how long recovery takes, where it takes longer than is asked and nothing is ready elsewhere."""
    asked, takes = recovery_missed(facts)
    if asked:
        hours = f"{asked:g} hour{'' if asked == 1 else 's'}"
        yield f"the objective is {hours} and one site takes {takes:g}: keep standby compute at a second site"


def _loses(facts: Facts) -> Iterator[str]:
    """Yields how much data may be lost, where it is more than is asked."""
    asked, every = facts.number("security.recovery_point"), facts.number("security.copy_every")
    if 0 < asked < every:
        yield f"the objective is {asked:g} hours, and the backup interval is {every:g}"


def _capital(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option needs more capital than there is."""

    def condition(facts: Facts) -> Iterator[str]:
        most = with_those_of_plan(facts.values, {}).get("capital")
        line = OptionLine.UP_FRONT.of(option)
        if most is None or option not in facts.case.options or not facts.has(line):
            return
        needs = facts.line(line)
        if not LIMITS["capital"].keeps(np.array([needs]), most).all():
            symbol, more = SYMBOLS[facts.plan.currency], contingency_on(facts.values, "capital", most)
            with_it = f" with its contingency of {more:.0%}" if more > 0 else ""
            asked, there = (money(amount * (1 + more), symbol) for amount in (needs, most))
            if asked == there:  # what is missing is less than figures show
                there += f", {symbol}{(needs - most) * (1 + more):,.0f} less,"
            leased = facts.has("financing.rental")
            with_it += ", unless they are leased" if leased and option != "on_premises" else ""
            instead = on_a_lease(facts, symbol, most) if leased and option == "on_premises" else ""
            yield f"needs {asked} for hardware and works over the horizon{with_it}; {there} is available{instead}"

    return condition


def _rounding(facts: Facts) -> Iterator[str]:
    """Yields the pools in which headroom, and not the work, buys another server of a few."""
    demand = facts.by_month("demand.all.mean") + facts.by_month("demand.all.joint_above")
    owned = [facts.by_month(line) for option in OWNING if facts.has(line := f"{option}.in_use")]
    for row, ((name, prefix), by_month) in enumerate(zip(facts.pools(), demand, strict=True)):
        if not any(one[row].any() for one in owned if row < len(one)):
            continue  # nothing is bought
        peak, gpus = float(by_month.max()), facts.number(f"{prefix}server_gpus")
        headroom = facts.number(f"{prefix}headroom")
        work, bought = math.ceil(peak / gpus - _SOME), math.ceil(peak * (1 + headroom) / gpus - _SOME)
        if 0 < work < bought <= FEW_SERVERS:
            yield (
                f"{name}: {peak:,.0f} GPUs of work buy {bought * gpus:,.0f}; without the headroom of {headroom:.0%}"
                f" {work * gpus:,.0f} would do"
            )


def _left_out(facts: Facts) -> Iterator[str]:
    """Yields the workloads that an API may not serve: it is too slow, lets too few through, or stands elsewhere."""
    yield from _served_abroad(facts)
    for line, why in (("hosting.over_limit", _beyond_limit), ("hosting.api_late", _too_slow)):
        struck = set(_named(facts, line))
        for name, prefix, hosting in facts.models_of():
            if prefix.split(".")[2] in struck:
                yield f"{name}{why(facts, hosting)}"


def _served_abroad(facts: Facts) -> Iterator[str]:
    """Yields the workloads whose data may not go where their API stands, though they might call it."""
    if not facts.has("hosting.may_be_called"):
        return
    may = dict(zip(facts.plan.slugs["workload"], facts.rows("hosting.may_be_called"), strict=True))
    for name, work, hosting in facts.models_of():
        inside = facts.values[f"{work}place"] == "inside" or facts.is_on("security.air_gapped")
        priced = facts.number(f"{hosting}api_in") + facts.number(f"{hosting}api_out") > 0
        wanted = facts.is_on(f"{hosting}may_call") and priced and not inside
        if wanted and not may[work.split(".")[2]] and api_abroad(facts, work, hosting):
            has = facts.is_on(f"{hosting}regional_endpoint")
            where = "is in the EU" if has else "has no region there"
            yield f"the data of {name} must stay in {where_data_stays(facts)}, and its API {where}"


def _unpriced_api(facts: Facts) -> Iterator[str]:
    """Yields the workloads that an API might serve if its price were entered."""
    for name, work, hosting in facts.models_of():
        inside = facts.values[f"{work}place"] == "inside" or facts.is_on("security.air_gapped")
        price = facts.number(f"{hosting}api_in") + facts.number(f"{hosting}api_out")
        if price <= 0 and facts.is_on(f"{hosting}may_call") and not inside:
            yield name


def _beyond_limit(facts: Facts, hosting: str) -> str:
    row = facts.plan.slugs["workload"].index(hosting.split(".")[2])
    for what in ("requests", "tokens"):
        most, asks = facts.number(f"{hosting}{what}_a_minute"), float(facts.rows(f"hosting.minute_{what}")[row])
        if 0 < most < asks:
            return f" asks for {asks:,.0f} {what} a minute in its busiest hour, and its limit is {most:,.0f}"
    return " asks for more than its limit"


def _too_slow(facts: Facts, hosting: str) -> str:
    takes, asked = facts.number(f"{hosting}api_latency"), facts.number(f"{hosting}latency")
    return f" has to answer within {asked:,.0f} ms, and the API takes {takes:,.0f}"


def _succeeds_seldom(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that fewer than half of the tasks of a workload succeed on the route an option takes."""

    def condition(facts: Facts) -> Iterator[str]:
        if option not in facts.case.options:
            return
        here = {name for name, _, _ in hosted(facts, option)}
        for name, _, hosting in facts.models_of():
            success = facts.number(f"{hosting}{'hosted' if name in here else 'api'}_success")
            if success < HALF:
                yield f"{name} ({success:.0%})"

    return condition


def _failures_free(facts: Facts) -> Iterator[str]:
    """Yields the workloads whose failing tasks cost nobody anything."""
    for name, _, hosting in facts.models_of():
        fails = min(facts.number(f"{hosting}api_success"), facts.number(f"{hosting}hosted_success")) < 1
        if fails and facts.number(f"{hosting}failure_minutes") <= 0:
            yield name


def _weak_racks(facts: Facts) -> Iterator[str]:
    """Yields the pools of which one server draws more than a rack may."""
    for name, prefix in facts.pools():
        draws, may = facts.number(f"{prefix}server_power"), facts.number(f"{prefix}rack_power")
        if 0 < may < draws:
            yield f"{name}: a server draws {draws:g} kW and a rack may draw {may:g}"


def _short_rota(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option has fewer people than the rota on call asks for."""

    def condition(facts: Facts) -> Iterator[str]:
        asked, team = facts.number("operations.rota"), facts.people(option)
        if option in facts.case.options and team + _SOME < asked:
            yield f"{team:,.1f} of {asked:g}"

    return condition


SERVICE_RULES: tuple[Rule, ...] = (
    *(
        Rule(
            f"{line}_{option}",
            title,
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]} sends {{}} to an API {said}.",
            source,
            names,
            _called(option, f"hosting.{line}"),
        )
        for option in OPTIONS
        for line, title, said, source, names in (
            (
                "over_limit",
                "Above the API's rate limit",
                "above its rate limit in the busiest hour",
                "account limits",
                ("requests_a_minute", "tokens_a_minute"),
            ),
            (
                "api_late",
                "API latency above target",
                "whose latency is above target",
                "plan; measurement",
                ("latency", "api_latency"),
            ),
        )
    ),
    *(
        Rule(
            f"hosted_late_{option}",
            "Hosted model latency above target",
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]} hosts {{}}, whose latency is above target.",
            "plan; measurement",
            ("latency", "hosted_latency"),
            _hosted_late(option),
        )
        for option in OPTIONS
    ),
    *(
        Rule(
            f"seldom_{option}",
            "Low task success rate",
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]}: fewer than half of the tasks of {{}} succeed.",
            "by definition: an option must do the work",
            ("api_success", "hosted_success"),
            _succeeds_seldom(option),
        )
        for option in OPTIONS
    ),
    Rule(
        "failures_free",
        "Failed tasks have no cost",
        ALL,
        Effect.WARNS,
        "Failed tasks are costed at zero for {}: enter the staff minutes that each takes.",
        "by definition: what fails is done again",
        ("failure_minutes", "api_success", "hosted_success"),
        _failures_free,
    ),
    Rule(
        "api_left_out",
        "An API that may not serve",
        ALL,
        Effect.WARNS,
        "An API cannot serve all that it may: {}.",
        "account limits; measurement; UK GDPR, articles 44–49",
        ("requests_a_minute", "tokens_a_minute", "latency", "api_latency", "endpoint", "regional_endpoint"),
        _left_out,
    ),
    Rule(
        "api_unpriced",
        "API price not entered",
        ALL,
        Effect.WARNS,
        "No price of an API is entered for {}, so that calling one is not compared.",
        "by definition: what has no price cannot be compared",
        ("api_in", "api_out", "may_call"),
        _unpriced_api,
    ),
    *OWNS_RULES,
    Rule(
        "weak_racks",
        "Rack power too low for a server",
        OWNING,
        Effect.BLOCKS,
        "The site's rack power is too low. {}.",
        "site survey",
        ("rack_power", "server_power"),
        _weak_racks,
    ),
    Rule(
        "rounding",
        "Rounding decides",
        OWNING,
        Effect.WARNS,
        "Headroom requires an extra server: {}.",
        "by definition: servers are whole",
        ("headroom",),
        _rounding,
    ),
    Rule(
        "recovery_time",
        "Recovery time exceeds the objective",
        tuple(one for one in OPTIONS if one != "api"),
        Effect.WARNS,
        "Recovery: {}.",
        "FCA PS21/3; PRA SS1/21",
        ("recovery_time", "restore_time", "standby"),
        _recovers,
    ),
    Rule(
        "recovery_point",
        "Data loss may exceed the objective",
        ALL,
        Effect.WARNS,
        "Data that may be lost: {}.",
        "FCA PS21/3; PRA SS1/21",
        ("recovery_point", "copy_every"),
        _loses,
    ),
    *(
        Rule(
            f"{line}_{option}",
            title,
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]} needs {what}: {{}}.",
            "network operator or colocation contract",
            names,
            site(option, line),
        )
        for option in OWNING
        for line, title, what, names in (
            (
                "site_beyond",
                "Power demand exceeds the site's supply",
                "more power than there is",
                ("site_power", "site"),
            ),
            ("site_early", "Servers before power is available", "power before it is there", ("site_from",)),
        )
    ),
    *(
        Rule(
            f"capital_beyond_{option}",
            "Hardware and works exceed the capital available",
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]} {{}}.",
            "capital budget",
            ("capital_limit",),
            _capital(option),
        )
        for option in OWNING
    ),
    *(
        Rule(
            f"short_rota_{option}",
            "Too few people for the on-call rota",
            (option,),
            Effect.WARNS,
            f"{OPTION_LABELS[option]} has {{}} people for the on-call rota.",
            "plan",
            ("rota",),
            _short_rota(option),
        )
        for option in OPTIONS
    ),
)
"""Rules on what the service asks, in the order in which they are told."""
