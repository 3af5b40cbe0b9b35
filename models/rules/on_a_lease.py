"""What on-premises needs and costs with its servers on a lease, which takes no capital for them."""

from models.appraisal.line_keys import OptionLine
from models.areas.compute import Pool
from models.quantities.writing import money
from models.rules.facts import Facts
from models.studies.limits import contingency_on


def beside_a_lease(facts: Facts) -> float:
    """Return what on-premises needs up front that is on no lease of servers: works and storage, in money."""
    works = sum(float(facts.values[Pool.facility_works.key_in(row)]) for row in facts.plan.slugs["pool"])
    return facts.line(OptionLine.UP_FRONT.of("on_premises")) - facts.line("financing.price") + works


def on_a_lease(facts: Facts, symbol: str, most: float) -> str:
    """Return what a lease of what on-premises buys costs a month: it is not held against the capital available.

    most: the capital available, which works may need that are on no lease.
    """
    more = 1 + contingency_on(facts.values, "capital", most)
    if beside_a_lease(facts) > most:
        return f", and works that are on no lease need {money(beside_a_lease(facts) * more, symbol)} alone"
    gain, rental = facts.line("financing.lease_gain"), facts.line("financing.rental")
    than = f"{money(abs(gain), symbol)} {'more' if gain > 0 else 'less'} than buying"
    return f". A lease is not held against that: up to {money(rental, symbol)} a month, {than} over its term"
