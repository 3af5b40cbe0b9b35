"""Rules on what is rented and bought: that models fit their GPUs, whose rates they have, where the GPUs stand."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from models.areas.options import OPTION_LABELS, OPTIONS, OWNING, RENTING
from models.catalogue.records import UNSAID, devices, priced_device
from models.plan.plan import EvidenceKind
from models.plan.smallest import BYTES, USABLE
from models.rules.facts import Facts
from models.rules.rule import ALL, NOT_AS_PLANNED, Effect, Rule
from models.studies.spares import MOST_SPARES, keeps_some, spares_asked

type _Hosted = Iterator[tuple[str, str, str]]
"""Workloads an option hosts: name, prefix of their keys, prefix of their pool's."""


def hosted(facts: Facts, option: str) -> _Hosted:
    """Yield the workloads whose models an option hosts, all or in part."""
    slugs = facts.plan.slugs["workload"]
    callable_ = (
        dict(zip(slugs, facts.rows("hosting.may_be_called"), strict=True))
        if option == "api" and facts.has("hosting.may_be_called")
        else {}
    )
    for name, prefix, hosting in facts.models_of():
        slug = prefix.split(".")[2]
        calls = callable_.get(slug, 0.0) > 0 if option == "api" else facts.is_on(f"{hosting}{option}_calls")
        if facts.number(f"{hosting}api_share") < 1 and not calls:
            yield name, prefix, f"compute.pool.{facts.values[f'{prefix}pool']}."


def memory_needed(facts: Facts, work: str, precision: str) -> float:
    """Return what the weights and one longest context of a workload's model take, in GB; 0 where nobody has said."""
    weights = facts.number(f"{work}parameters") * BYTES[precision]
    context = facts.number(f"{work}kv_kilobytes") * facts.number(f"{work}context") / 1e6
    return weights + context if weights else 0.0


def too_large(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that a model an option hosts does not fit into a replica's GPUs."""

    def condition(facts: Facts) -> Iterator[str]:
        for name, work, pool in hosted(facts, option):
            memory, gpus = facts.number(f"{pool}device_memory"), facts.number(f"{work}replica_gpus")
            precision = str(facts.values[f"{work}precision"])
            needed, held = memory_needed(facts, work, precision), gpus * memory * USABLE
            if memory and needed > held:
                fits = math.ceil(needed / (memory * USABLE))
                smaller = next(
                    (one.upper() for one in ("fp8", "int4") if 0 < memory_needed(facts, work, one) <= held), ""
                )
                would_do = f"{fits} GPU{'s' if fits > 1 else ''} per replica would do"
                yield (
                    f"{name} needs {needed:,.0f} GB for its weights and one longest context, {gpus:g} × {memory:g} GB"
                    f" hold {held:,.0f} ({would_do}{f', or {smaller}' if smaller else ''})"
                )

    return condition


def _elsewhere(facts: Facts, option: str, *, typed: bool) -> Iterator[str]:
    """Yield models whose rates were measured on another device than their pool's.

    typed: of rates that a person typed or measured; else of those that are a default's or the catalogue's.
    """
    for name, work, pool in hosted(facts, option):
        of, here = str(facts.values[f"{work}rates_device"]), str(facts.values[f"{pool}device"])
        evidence = facts.plan.entries[f"{work}decode_rate"].evidence
        by_hand = not evidence.catalogue and evidence.kind is not EvidenceKind.DEFAULT
        if UNSAID not in {of, here} and of != here and by_hand is typed:
            yield f"{name}: its throughput is that of {_named(of)}, and the pool is {_named(here)}"


def _named(device: str) -> str:
    return devices()[device].name if device in devices() else "a CPU server"


def rates_elsewhere(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that a model an option hosts has the rates of another device, and nobody measured them."""

    def condition(facts: Facts) -> Iterator[str]:
        return _elsewhere(facts, option, typed=False)

    return condition


def rates_typed(facts: Facts) -> Iterator[str]:
    """Yields models whose rates somebody typed or measured for another device."""
    return _elsewhere(facts, "cloud", typed=True)


def committed_for_nothing(facts: Facts) -> Iterator[str]:
    """Yields the pools with commitments that bring no discount, with their share and term."""
    for name, prefix in facts.pools():
        for term, words in (("one_year", "one year"), ("three_years", "three years")):
            share = facts.number(f"{prefix}committed_{term}")
            if share > 0 and facts.number(f"{prefix}{term.removesuffix('s')}_discount") <= 0:
                yield f"{name} commits {share:.0%} for {words} at no discount"


def fewer_spares(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option keeps fewer spare servers than the availability that is asked for needs.

    A pool of which a hybrid keeps no server needs no spare of it.
    """

    def condition(facts: Facts) -> Iterator[str]:
        for one in spares_asked(facts.plan, facts.scenario):
            of = f"{one.told} availability of {one.servers} server{'' if one.servers == 1 else 's'}"
            if not keeps_some(facts.values, one.pool, option):
                continue
            if one.out_of_reach:
                yield f"{of} cannot be reached with {MOST_SPARES} spares: repairs take too long for it"
            elif one.planned < one.asked:
                yield (f"{of} needs {one.asked} spare server{'' if one.asked == 1 else 's'}, {one.planned} planned")

    return condition


MOST_GPUS_A_PERSON = 150
"""Owned GPUs that one person can look after beside others: about 19 servers of eight. An assumption."""


def other_device(option: str, column: str, line: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that a price an option pays is that of another device than the pool's.

    column: cloud_price or server_price. line: what the option has of it, by pool.
    """

    def condition(facts: Facts) -> Iterator[str]:
        if option not in facts.case.options:
            return
        for (name, pool), some in zip(facts.pools(), facts.rows(f"{option}.{line}"), strict=True):
            here, entry = str(facts.values[f"{pool}device"]), facts.plan.entry(facts.scenario, f"{pool}{column}")
            of = priced_device(entry.evidence.catalogue)
            taken = facts.values[f"{pool}{column}"] == entry.value and some > 0
            if taken and of and here != UNSAID and _family(of) != _family(here):
                yield f"{name} is {_named(here)}, and its price is that of {_named(of)}"

    return condition


def _family(device: str) -> str:
    """Return the first word of a device's name, such as H100, whose kinds are near enough in price and rates."""
    return _named(device).split()[0]


def owned_gpus(facts: Facts, option: str) -> float:
    """Return the GPUs that an option owns at most."""
    servers = facts.by_month(f"{option}.in_use")
    each = [facts.number(f"{prefix}server_gpus") for _, prefix in facts.pools()]
    return float((servers * np.array(each)[:, None]).sum(axis=0).max())


def thin_team(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option owns more GPUs than its people can look after."""

    def condition(facts: Facts) -> Iterator[str]:
        gpus, people = owned_gpus(facts, option), facts.people(option)
        if gpus > MOST_GPUS_A_PERSON * people and gpus >= MOST_GPUS_A_PERSON:
            yield f"{gpus:,.0f} GPUs for {people:g} {'person' if people == 1 else 'people'}"

    return condition


SUPPLY_RULES: tuple[Rule, ...] = (
    *(
        Rule(
            f"other_device_{option}_{column}",
            "Price of another device",
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]}{NOT_AS_PLANNED}{of} is another device's: {{}}.",
            "by definition: what is priced is what does the work",
            (column, "device"),
            other_device(option, column, line),
        )
        for column, of, line, options in (
            ("cloud_price", "the price to rent", "rented_gpus", RENTING),
            ("server_price", "the price to buy", "ordered", OWNING),
        )
        for option in options
    ),
    *(
        Rule(
            f"thin_team_{option}",
            "Too few people for the owned GPUs",
            (option,),
            Effect.WARNS,
            f"{OPTION_LABELS[option]} owns {{}}: one person looks after some {MOST_GPUS_A_PERSON} at most.",
            "assumption: about 19 servers of eight a person, beside on-call",
            (f"people_{option}",),
            thin_team(option),
        )
        for option in OWNING
    ),
    *(
        Rule(
            f"too_large_{option}",
            "Model does not fit in memory",
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]}{NOT_AS_PLANNED}{{}}.",
            "by definition: weights, and keys and values of one context, within 90% of a replica's memory",
            ("parameters", "kv_kilobytes", "context", "replica_gpus", "device_memory", "precision"),
            too_large(option),
        )
        for option in OPTIONS
    ),
    *(
        Rule(
            f"rates_elsewhere_{option}",
            "Throughput measured on another GPU",
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]}{NOT_AS_PLANNED}{{}}. Enter or measure throughput for it.",
            "by definition: token rates belong to the GPU they were measured on",
            ("rates_device", "device", "decode_rate"),
            rates_elsewhere(option),
        )
        for option in OPTIONS
    ),
    Rule(
        "rates_typed",
        "Throughput entered for another GPU",
        ALL,
        Effect.WARNS,
        "{}.",
        "by definition: token rates belong to the GPU they were measured on",
        ("rates_device", "device", "decode_rate"),
        rates_typed,
    ),
    Rule(
        "committed_for_nothing",
        "Commitments without a discount",
        RENTING,
        Effect.WARNS,
        "{}: what idles is paid, and nothing is saved.",
        "by definition: a commitment is given for a discount",
        ("committed_one_year", "committed_three_years", "one_year_discount", "three_year_discount"),
        committed_for_nothing,
    ),
    *(
        Rule(
            f"fewer_spares_{option}",
            "Fewer spares than the availability target needs",
            (option,),
            Effect.WARNS,
            f"{OPTION_LABELS[option]}: {{}}.",
            "binomial distribution of servers that are down: repair over repair and time between failures",
            ("availability", "failure_hours", "repair_hours", "spares"),
            fewer_spares(option),
        )
        for option in OWNING
    ),
)
"""The rules on supply, in their order."""
