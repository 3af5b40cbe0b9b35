"""Rules on where data may be: that what is rented and called stands in the UK or EU, or in the UK alone."""

from collections.abc import Callable, Iterator
from functools import partial

from models.areas.options import OPTION_LABELS, OPTIONS
from models.catalogue.records import UNSAID
from models.rules.facts import Facts
from models.rules.rule import ALL, NOT_AS_PLANNED, Effect, Rule
from models.studies.decision_space import called_share

type Condition = Callable[[Facts], Iterator[str]]
"""When a rule strikes: it yields the names of what it strikes, or one empty name."""

_LAW = "UK GDPR, articles 44–49; law or contract"


def in_uk_alone(facts: Facts) -> bool:
    """Return whether data may not stand in the EU either."""
    return facts.is_on("security.residency") and facts.is_on("security.uk_only")


def where_data_stays(facts: Facts) -> str:
    """Return where data that is bound must stay, in words."""
    return "the UK" if in_uk_alone(facts) else "the UK or EU"


def is_bound(facts: Facts, work: str) -> bool:
    """Return whether the data of a workload, by the prefix of its keys, is bound to a place."""
    return facts.is_on("security.residency") or facts.values[f"{work}sensitivity"] == "regulated"


def _bound(facts: Facts) -> list[tuple[str, str]]:
    """Return the pools, name and prefix, on which data runs that must stay in the UK or EU, or in the UK alone."""
    on = {str(facts.values[f"{work}pool"]) for _, _, work in facts.works() if is_bound(facts, work)}
    return [(name, prefix) for name, prefix in facts.pools() if prefix.split(".")[2] in on]


def bound_in(facts: Facts, region: str) -> list[str]:
    """Return the pools of a region with work whose data is bound to a place, by name."""
    return [name for name, prefix in _bound(facts) if facts.values[f"{prefix}region"] == region]


def abroad(facts: Facts) -> list[str]:
    """Return the pools whose rented GPUs stand where the data of their work may not be, by name."""
    return [*bound_in(facts, "elsewhere"), *(bound_in(facts, "eu") if in_uk_alone(facts) else ())]


def places_abroad(facts: Facts) -> list[int]:
    """Return the pools whose rented GPUs stand where their data may not be, by their places in the table."""
    names = set(abroad(facts))
    return [place for place, (name, _) in enumerate(facts.pools()) if name in names]


def _gpus(option: str, region: str, *, uk: bool) -> Condition:
    """Return the condition that an option rents GPUs in a region for data that is bound to a place.

    uk: whether it strikes where data must stay in the UK alone, or where the EU will do.
    """

    def condition(facts: Facts) -> Iterator[str]:
        if in_uk_alone(facts) is not uk:
            return
        if region == UNSAID and facts.is_on("security.air_gapped"):
            return
        names = bound_in(facts, region)
        if not names or option not in facts.case.options:
            return
        rented = zip(facts.pools(), facts.rows(f"{option}.rented_gpus"), strict=True)
        yield from (name for (name, _), gpus in rented if name in names and gpus > 0)

    return condition


def _outside_uk(option: str) -> Condition:
    """Return the condition that an option rents GPUs outside the UK for data that must stay in it."""
    regions = [_gpus(option, region, uk=True) for region in ("eu", "elsewhere")]

    def condition(facts: Facts) -> Iterator[str]:
        yield from (name for one in regions for name in one(facts))

    return condition


def endpoint_abroad(facts: Facts, hosting: str) -> bool:
    """Return whether the API of a workload stands outside the UK though data must stay in the UK alone."""
    return in_uk_alone(facts) and (
        facts.values[f"{hosting}endpoint"] == "eu" or not facts.is_on(f"{hosting}regional_endpoint")
    )


def api_abroad(facts: Facts, work: str, hosting: str) -> bool:
    """Return whether the API of a workload stands where its data may not be. work, hosting: prefixes of its keys."""
    without_region = not facts.is_on(f"{hosting}regional_endpoint")
    return (is_bound(facts, work) and without_region) or endpoint_abroad(facts, hosting)


def calling(facts: Facts, option: str) -> Iterator[tuple[str, str, str]]:
    """Yield the models of which an option calls an API, with all requests, some, or those that escalate."""
    line = "hosting.may_be_called"
    rows = facts.rows(line) if option == "api" and facts.has(line) else [0.0] * len(facts.plan.slugs["workload"])
    may = dict(zip(facts.plan.slugs["workload"], rows, strict=True))
    for name, work, hosting in facts.models_of():
        slug = work.split(".")[2]
        share = float(may[slug] > 0) if option == "api" else called_share(facts.values, slug, option)
        if share > 0 or facts.number(f"{hosting}escalation") > 0:
            yield name, work, hosting


def leaves(facts: Facts, option: str) -> bool:
    """Return whether data goes where it may not in an option: to GPUs that it rents, or APIs that it calls."""
    if any(_gpus(option, "elsewhere", uk=False)(facts)) or any(_outside_uk(option)(facts)):
        return True
    return any(api_abroad(facts, work, hosting) for _, work, hosting in calling(facts, option))


def called_outside_uk(facts: Facts) -> Iterator[str]:
    """Yields models of which requests go to an API outside the UK though data must stay in it."""
    for name, _, hosting in facts.models_of():
        share, escalates = facts.number(f"{hosting}api_share"), facts.number(f"{hosting}escalation")
        if endpoint_abroad(facts, hosting) and (share > 0 or escalates > 0):
            yield name


def uk_alone_only(facts: Facts) -> Iterator[str]:
    """Yields once where data is said to stay in the UK alone and not said to stay at all."""
    if facts.is_on("security.uk_only") and not facts.is_on("security.residency"):
        yield ""


def assumed_to_stay(facts: Facts, option: str) -> Iterator[str]:
    """Yield models whose API has to be in the UK, or in the UK or EU, and is only assumed to be."""
    if option not in facts.case.options or facts.is_on("security.air_gapped"):
        return
    uk = in_uk_alone(facts)
    for name, work, hosting in calling(facts, option):
        key = f"{hosting}endpoint" if uk else f"{hosting}regional_endpoint"
        there = facts.values[key] == "uk" if uk else is_bound(facts, work) and facts.is_on(key)
        if there and not facts.plan.entry(facts.scenario, key).evidence.backed:
            yield name


def _endpoint_unsaid(option: str) -> Condition:
    """Return the condition that an option calls an API of which nobody has said whether it is in the UK."""

    def condition(facts: Facts) -> Iterator[str]:
        if not in_uk_alone(facts) or option not in facts.case.options or facts.is_on("security.air_gapped"):
            return
        for name, _, hosting in calling(facts, option):
            if facts.is_on(f"{hosting}regional_endpoint") and facts.values[f"{hosting}endpoint"] == UNSAID:
                yield name

    return condition


def _by_option(
    key: str, title: str, effect: Effect, reason: str, keys: tuple[str, ...], strikes: Callable[[str], Condition]
) -> Iterator[Rule]:
    """Yield a rule for each option that a requirement of place may strike. strikes: its condition, by option."""
    source = _LAW if "sensitivity" in keys else "law or contract"
    for option in OPTIONS:
        says = f"{OPTION_LABELS[option]}{NOT_AS_PLANNED if effect is Effect.BLOCKS else ': '}{reason}"
        yield Rule(f"{key}_{option}", title, (option,), effect, says, source, keys, strikes(option))


RESIDENCY_RULES: tuple[Rule, ...] = (
    *_by_option(
        "gpus_abroad",
        "GPUs outside the UK and EU",
        Effect.BLOCKS,
        "{} is rented outside the UK and EU, and its data must stay inside them.",
        ("region", "residency", "sensitivity"),
        partial(_gpus, region="elsewhere", uk=False),
    ),
    *_by_option(
        "gpus_outside_uk",
        "GPUs outside the UK",
        Effect.BLOCKS,
        "{} is rented outside the UK, and its data must stay in it.",
        ("region", "residency", "uk_only"),
        _outside_uk,
    ),
    Rule(
        "uk_alone_only",
        "In the UK alone, though data may leave",
        ALL,
        Effect.WARNS,
        "“In the UK alone” counts only where data must stay in the UK or EU: say that it must stay there.",
        "by definition",
        ("residency", "uk_only"),
        uk_alone_only,
    ),
    Rule(
        "called_outside_uk",
        "API outside the UK",
        ALL,
        Effect.BLOCKS,
        "{}: data must stay in the UK, and some requests go to an API outside it: choose one in the UK, or send none.",
        "law or contract",
        ("residency", "uk_only", "endpoint", "regional_endpoint", "api_share", "escalation"),
        called_outside_uk,
    ),
    *_by_option(
        "gpus_unsaid",
        "Region of rented GPUs not stated",
        Effect.WARNS,
        "where {} is rented is not stated, and its data must stay in the UK or EU.",
        ("region", "residency", "sensitivity"),
        partial(_gpus, region=UNSAID, uk=False),
    ),
    *_by_option(
        "uk_unsaid",
        "Region of rented GPUs not stated, the UK alone allowed",
        Effect.WARNS,
        "where {} is rented is not stated, and its data must stay in the UK.",
        ("region", "residency", "uk_only"),
        partial(_gpus, region=UNSAID, uk=True),
    ),
    *_by_option(
        "endpoint_unsaid",
        "Region of an API not stated",
        Effect.WARNS,
        "it is not stated where the API of {} is, and data must stay in the UK.",
        ("residency", "uk_only", "endpoint"),
        _endpoint_unsaid,
    ),
)
"""The rules on residency, in their order."""
