"""Rules on an on-premises option that owns nothing, or nothing of a pool, while there is work for it."""

from collections.abc import Iterator

from models.rules.facts import Facts
from models.rules.rule import Effect, Rule


def _servers(facts: Facts) -> Iterator[tuple[str, str, float, float]]:
    """Yield the pools: name, prefix of their keys, server-months that their work needs, and servers that are owned."""
    needs = facts.rows(facts.servers_needed("on_premises"))
    for (name, prefix), needed, bought in zip(facts.pools(), needs, facts.rows("on_premises.ordered"), strict=True):
        there = facts.number(f"{prefix}owned_servers") * facts.number(f"{prefix}owned_months")
        yield name, prefix, needed, bought + there


def _owns_nothing(facts: Facts) -> Iterator[str]:
    """Yields from when servers would be owned, where none is within the horizon though work needs them."""
    every = list(_servers(facts))
    if sum(needed for *_, needed, _ in every) > 0 and sum(owned for *_, owned in every) <= 0:
        starts = max(max(facts.number(f"{p}owning_start"), facts.number(f"{p}lead")) for _, p in facts.pools())
        yield f"month {starts:.0f}"


def _owns_in_part(facts: Facts) -> Iterator[str]:
    """Yields the pools with work of which no server is owned, where some of another pool are."""
    every = list(_servers(facts))
    if any(owned > 0 for *_, owned in every):
        yield from (name for name, _, needed, owned in every if needed > 0 and owned <= 0)


OWNS_RULES: tuple[Rule, ...] = (
    Rule(
        "owns_nothing",
        "Owning never starts",
        ("on_premises",),
        Effect.BLOCKS,
        "On-premises owns no server while there is work: the first would arrive in {}.",
        "by definition: an option must be what it is called",
        ("owning_start", "lead"),
        _owns_nothing,
    ),
    Rule(
        "owns_in_part",
        "A pool that is never owned",
        ("on_premises",),
        Effect.WARNS,
        "On-premises owns no server of {}: its work is rented throughout.",
        "by definition: an option must be what it is called",
        ("owning_start", "lead", "server_price"),
        _owns_in_part,
    ),
)
"""The rules on what is owned, in their order."""
