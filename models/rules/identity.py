"""Rules that an option is what it is called, that there is work to decide on, and that what is promised is planned."""

from collections.abc import Callable, Iterator

from models.areas.compute import Pool
from models.areas.decisions import CALLS
from models.areas.options import OPTION_LABELS
from models.quantities.texts import counted
from models.rules.conditions import strikes
from models.rules.facts import Facts
from models.rules.own_storage import decided_by_storage
from models.rules.rule import ALL, NOT_AS_PLANNED, Effect, Rule
from models.studies.decision_space import called_share
from models.studies.spares import only_spares, stand_whole


def rents_nothing(facts: Facts) -> Iterator[str]:
    """Strikes where all work must stay inside: what rents nothing is no hybrid."""
    places = [facts.values[f"{prefix}place"] for _, _, prefix in facts.works()]
    return strikes(places and all(place == "inside" for place in places))


def keeps_nothing(facts: Facts) -> Iterator[str]:
    """Strikes where the hybrid keeps no server and has commitments of its own: it is the cloud, at another cost."""
    there = "hybrid" in facts.case.options and "hybrid" not in facts.case.twins
    yield from strikes(there and facts.line("hybrid.keeps_servers") <= 0)


def split_servers(facts: Facts) -> Iterator[str]:
    """Yields the pools of which a hybrid has servers that would have to stand at two sites, or none beside spares."""
    pools = facts.plan.slugs["pool"]
    apart = [of.key_in(pool) for pool in pools for of in (Pool.standby, Pool.spares)]
    if "hybrid" not in facts.case.options or not any(facts.number(key) > 0 for key in apart):
        return
    asked = facts.servers_needed("hybrid")
    for pool, servers, needed in zip(pools, facts.by_month("hybrid.in_use"), facts.by_month(asked), strict=True):
        there, most = round(servers.max()), round(needed.max())
        if there >= most or stand_whole(facts.values, pool, there):
            continue
        more = next(one for one in range(there + 1, most + 1) if one == most or stand_whole(facts.values, pool, one))
        cannot = "cannot stand" if there == 1 else "cannot be shared out whole"
        name = facts.plan.row_name("pool", pool)
        if only_spares(facts.values, pool, there):
            spares = counted(round(facts.number(Pool.spares.key_in(pool))), "spare")
            yield f"{name}: {counted(there, 'server')} with {spares} {'leaves' if there == 1 else 'leave'} none to work"
            continue
        yield f"{name}: {counted(there, 'server')} {cannot} at two sites; {more} can"


def calls_everything(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option is the API option as planned, with people and controls of its own.

    A cloud is where it calls all that may be called; what owns servers, where they have no other work either, unless it
    is storage that on-premises owns.
    """

    def condition(facts: Facts) -> Iterator[str]:
        there = facts.case.options.keys() - facts.case.twins.keys()
        if not {option, "api"} <= there or (option == "on_premises" and decided_by_storage(facts.case)):
            return
        counted = {slug for slug, _, _ in facts.works()}
        inference = {slug for slug in counted if facts.values[f"workloads.workload.{slug}.kind"] == "inference"}
        called = {slug for slug in inference if called_share(facts.values, slug, option) >= 1}
        if option == "cloud":
            may = zip(facts.plan.slugs["workload"], facts.rows("hosting.counted_by_api"), strict=True)
            counted = {slug for slug, of_it in may if of_it > 0}
        yield from strikes(called and counted <= called)

    return condition


def without_work(facts: Facts) -> list[str]:
    """Return the names of the workloads that count and have no work in any month."""
    slugs = facts.plan.slugs["workload"]
    requests = dict(zip(slugs, facts.rows("workloads.requests_served"), strict=True))
    average = dict(zip(slugs, facts.rows("workloads.average"), strict=True))
    return [
        name
        for slug, name, prefix in facts.entered()
        if (requests if facts.values[f"{prefix}kind"] == "inference" else average)[slug] <= 0
    ]


def no_work(facts: Facts) -> Iterator[str]:
    """Strikes where no workload counts or has any work, nor does any cost of one's own stand for it."""
    owned = any(facts.is_on(f"finance.own_cost.{row.slug}.active") for row in facts.plan.rows["own_cost"])
    yield from strikes(not owned and len(without_work(facts)) == len(list(facts.entered())))


def unprotected(facts: Facts) -> list[str]:
    """Return the pools with work of which nothing stands by at a second site, where high availability is required."""
    return at_one_site(facts) if facts.is_on("security.high_availability") else []


def at_one_site(facts: Facts) -> list[str]:
    """Return the pools with work of which nothing stands by at a second site."""
    used = facts.by_month("demand.all.mean").sum(axis=1) + facts.by_month("demand.all.deferrable").sum(axis=1)
    return [
        pool
        for pool, work in zip(facts.plan.slugs["pool"], used, strict=True)
        if work > 0 and facts.number(Pool.standby.key_in(pool)) <= 0
    ]


def no_second_site(facts: Facts) -> Iterator[str]:
    """Yields the pools that two regions are planned for and priced in one."""
    if not facts.is_on("security.single_region"):
        yield from (facts.plan.row_name("pool", pool) for pool in unprotected(facts))


_CALLS_EVERYTHING = {
    "cloud": "everything that an API may serve is called by API, which is what the API option does",
    "on_premises": "all work is called by API, which is what the API option does, and its own storage saves too little"
    " to make another of it",
    "hybrid": "all work is called by API, which is what the API option does",
}

IDENTITY_RULES: tuple[Rule, ...] = (
    Rule(
        "rents_nothing",
        "A hybrid that may rent nothing",
        ("hybrid",),
        Effect.BLOCKS,
        "All work must stay inside, so that a hybrid would rent nothing: it is on-premises.",
        "by definition: an option must be what it is called",
        ("place",),
        rents_nothing,
    ),
    Rule(
        "keeps_nothing",
        "A hybrid that keeps no server",
        ("hybrid",),
        Effect.BLOCKS,
        "A hybrid that keeps no server is the cloud, whatever it commits.",
        "by definition: an option must be what it is called",
        ("hybrid_servers",),
        keeps_nothing,
    ),
    Rule(
        "split_servers",
        "A server at two sites at once",
        ("hybrid",),
        Effect.BLOCKS,
        f"Hybrid{NOT_AS_PLANNED}{{}}.",
        "by definition: a server stands in one place",
        ("hybrid_servers", "standby"),
        split_servers,
    ),
    *(
        Rule(
            f"calls_everything_{option}",
            "An option that calls everything by API",
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]}{NOT_AS_PLANNED}{_CALLS_EVERYTHING[option]}.",
            "by definition: an option must be what it is called",
            ("api_share", CALLS[option].name),
            calls_everything(option),
        )
        for option in CALLS
    ),
    Rule(
        "no_work",
        "No work",
        ALL,
        Effect.BLOCKS,
        "No workload that counts has any work within the horizon: enter its requests, runs or GPUs or an earlier start,"
        " or switch one on.",
        "plan",
        ("requests", "runs", "gpus"),
        no_work,
    ),
    Rule(
        "no_second_site",
        "High availability without a second site",
        ALL,
        Effect.WARNS,
        "High availability is required, but no compute stands by at a second site: {}.",
        "FCA PS21/3; PRA SS1/21",
        ("high_availability", "single_region", "standby"),
        no_second_site,
    ),
)
"""Rules on what the options are, in the order in which they are told."""
