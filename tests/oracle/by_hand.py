"""A plan's options worked out from MODEL.md alone: costs by month, their sums, present values and crossovers.

Sections 1 to 3 and 5 of MODEL.md for the options cloud, on-premises and hybrid of a plan with one pool or more. What
a plan may hold beyond that (levers, second sites, work by API in part) is listed in by_hand_limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from oracle.by_hand_areas import called, cloud_data, hosting, moving, operations, own_data, risks, security
from oracle.by_hand_demand import Demand, pool_demand, servers_needed
from oracle.by_hand_inputs import (
    MONTHS_A_YEAR,
    Inputs,
    Months,
    added,
    from_month_one,
    nominal_rate,
    running_total,
    scaled,
)
from oracle.by_hand_lines import Line, total
from oracle.by_hand_own import Fleet, buying, fleet, keeping, residual, serve
from oracle.by_hand_rent import Terms, ToRent, rent

OPTIONS = ("api", "cloud", "on_premises", "hybrid")
RENTING = ("api", "cloud")
OWN_TERMS = ("one_year", "three_years", "one_year_after", "spot")
CLOUD_TERMS = ("committed_one_year", "committed_three_years", "one_year_after", "spot_share")
EQUAL_WITHIN = 0.005


@dataclass(frozen=True)
class Option:
    """One option's cost lines by month 0…H and its residual value at the horizon, in pounds."""

    lines: list[Line]
    residual: float
    horizon: int

    @property
    def monthly(self) -> Months:
        """Pounds by month, irrecoverable VAT among them."""
        return total(self.lines, self.horizon)


def leaving(demand: Sequence[Demand]) -> list[ToRent]:
    """Return all of a demand as something to rent."""
    return [ToRent(month.slices, month.deferrable, month.interruptible) for month in demand]


def terms_of(inputs: Inputs, *keys: str) -> Terms:
    """Return the shares that stand under these four keys: for one year, for three, for one year after, on spot."""
    one_year, three_years, after, spot = (inputs.number(key) for key in keys)
    return Terms(one_year, three_years, after, spot)


def cloud_terms(inputs: Inputs, pool: str) -> Terms:
    """Return how the cloud option commits and runs on spot."""
    row = f"compute.pool.{pool}."
    return terms_of(inputs, *(row + name for name in CLOUD_TERMS))


def rented(inputs: Inputs, pool: str, option: str) -> list[Line]:
    """Return the cost of renting everything (section 3.2), in the API option all that no API serves."""
    row = f"compute.pool.{pool}."
    terms = cloud_terms(inputs, pool)
    works = inputs.rows["workload"]
    if option == "api":
        works = [work for work in works if work not in called(inputs)]
        if inputs.flag(row + "api_terms"):
            terms = terms_of(inputs, *(f"{row}api_{name}" for name in OWN_TERMS))
    return [Line("rent", rent(inputs, pool, leaving(pool_demand(inputs, pool, works, works)), terms))]


def owned_first(
    inputs: Inputs, pool: str, demand: Sequence[Demand], need: Sequence[int], elsewhere: Sequence[ToRent], terms: Terms
) -> tuple[list[Line], Fleet]:
    """Return the cost of servers and of renting what they do not do, with work that is always elsewhere.

    Until the first delivery all is rented on demand: commitments wait for it.
    """
    servers = fleet(inputs, pool, need)
    served = [serve(inputs, pool, asked, units) for asked, units in zip(demand, servers.in_use, strict=True)]
    to_rent = [
        ToRent(
            tuple(added(month.left.slices, other.slices)),
            month.left.deferrable + other.deferrable,
            month.left.interruptible + other.interruptible,
        )
        for month, other in zip(served, elsewhere, strict=True)
    ]
    first = next((month + 1 for month, units in enumerate(servers.bought) if units), 1)
    lines = [
        Line("rent", rent(inputs, pool, to_rent, replace(terms, first=first))),
        *buying(inputs, pool, servers),
        *keeping(inputs, pool, servers, [month.busy for month in served]),
    ]
    return lines, servers


def own_and_rent(inputs: Inputs, pool: str) -> tuple[list[Line], float]:
    """Return the on-premises option's cost of compute on one pool, and what is left of it at the horizon.

    It owns what it needs for all work, and rents on demand and on spot whatever servers do not do.
    """
    row = f"compute.pool.{pool}."
    works = inputs.rows["workload"]
    demand = pool_demand(inputs, pool, works, works)
    own_terms = inputs.flag(row + "on_premises_terms")
    spot = inputs.number(row + ("on_premises_spot" if own_terms else "spot_share"))
    nothing = leaving(pool_demand(inputs, pool, (), works))
    lines, servers = owned_first(
        inputs, pool, demand, servers_needed(inputs, pool, demand), nothing, Terms(0.0, 0.0, 0.0, spot)
    )
    return lines, residual(inputs, pool, servers)


def hybrid_terms(inputs: Inputs, pool: str) -> Terms:
    """Return how the hybrid commits: on terms of its own, or on those of the cloud where it commits at all."""
    row = f"compute.pool.{pool}."
    if inputs.flag(row + "hybrid_terms"):
        return terms_of(inputs, *(f"{row}hybrid_{name}" for name in OWN_TERMS))
    terms = cloud_terms(inputs, pool)
    return terms if inputs.flag(row + "hybrid_commitment") else replace(terms, one_year=0.0, three_years=0.0, after=0.0)


def kept_and_rented(inputs: Inputs, pool: str) -> tuple[list[Line], float]:
    """Return the hybrid's cost of compute on one pool, and what is left of it at the horizon.

    It keeps a given number of servers, never more than the work that it may own needs, and rents the rest.
    """
    works = inputs.rows["workload"]
    outside = [work for work in works if inputs.choice(f"workloads.workload.{work}.place") == "cloud"]
    ownable = pool_demand(inputs, pool, [work for work in works if work not in outside], works)
    kept = int(inputs.number(f"compute.pool.{pool}.hybrid_servers"))
    need = [min(kept, servers) for servers in servers_needed(inputs, pool, ownable)]
    elsewhere = leaving(pool_demand(inputs, pool, outside, works))
    lines, servers = owned_first(inputs, pool, ownable, need, elsewhere, hybrid_terms(inputs, pool))
    if any(need):
        monthly = from_month_one(inputs.number("compute.orchestration"), inputs.index("general"))
        lines.append(Line("orchestration", monthly))
    return lines, residual(inputs, pool, servers)


def compute(inputs: Inputs, option: str) -> tuple[list[Line], float]:
    """Return an option's cost of compute over all pools, and its residual value in pounds."""
    lines: list[Line] = []
    left = 0.0
    for pool in inputs.rows["pool"]:
        if option in RENTING:
            lines += rented(inputs, pool, option)
            continue
        pool_lines, pool_left = (own_and_rent if option == "on_premises" else kept_and_rented)(inputs, pool)
        lines += pool_lines
        left += pool_left
    return lines, left


def data(inputs: Inputs, option: str) -> list[Line]:
    """Return an option's cost of data: the cloud keeps all, on-premises none, the hybrid a share (section 3.4)."""
    in_cloud = {"on_premises": 0.0, "hybrid": inputs.number("data.hybrid_cloud")}.get(option, 1.0)
    lines = cloud_data(inputs, in_cloud) if in_cloud > 0 else []
    if in_cloud < 1:
        lines += own_data(inputs, 1 - in_cloud) + moving(inputs, 1 - in_cloud)
    return lines


def irrecoverable_vat(inputs: Inputs, lines: Sequence[Line], horizon: int) -> list[Line]:
    """Return VAT that is not recovered, on services and on what is bought (section 3.8): line × rate × (1 − share)."""
    rate = inputs.number("finance.vat_rate")
    services = rate * (1 - inputs.number("finance.vat_services"))
    assets = rate * (1 - inputs.number("finance.vat_assets"))
    charged = [Line("vat_services", scaled(total(lines, horizon, vat="services"), services), vat="none")]
    for tax in ("plant", "works"):
        bought = total(lines, horizon, vat="assets", tax=tax)
        charged.append(Line("vat_assets", scaled(bought, assets), kind="up_front", vat="none", tax=tax))
    return charged


def keeps_servers(inputs: Inputs) -> bool:
    """Return whether a hybrid keeps any server; otherwise it is the cloud (section 1 of DECISIONS.md)."""
    return any(inputs.number(f"compute.pool.{pool}.hybrid_servers") > 0 for pool in inputs.rows["pool"])


def option_of(inputs: Inputs, option: str) -> Option:
    """Return one option with all its lines, irrecoverable VAT last."""
    if option == "hybrid" and not keeps_servers(inputs):
        option = "cloud"
    lines, left = compute(inputs, option)
    lines += hosting(inputs, option) + data(inputs, option) + security(inputs, option)
    lines += operations(inputs, option) + risks(inputs, option)
    return Option(lines + irrecoverable_vat(inputs, lines, inputs.horizon), left, inputs.horizon)


def discounted(inputs: Inputs, months: Sequence[float]) -> Months:
    """Return amounts by month over (1 + r)^(m/12), r the nominal rate a year (section 1, Discounting)."""
    yearly = 1 + nominal_rate(inputs)
    return [amount / yearly ** (month / MONTHS_A_YEAR) for month, amount in enumerate(months)]


def present_value(inputs: Inputs, option: Option) -> float:
    """Return pounds of cost in present value, less what is left at the horizon."""
    flows = option.monthly
    flows[-1] -= option.residual
    return sum(discounted(inputs, flows))


@dataclass(frozen=True)
class Crossovers:
    """Months in which one option's cumulative cost passes the other's, and that from which the second stays cheaper."""

    months: list[float]
    sustained: float | None


def crossovers(first: Sequence[float], second: Sequence[float]) -> Crossovers:
    """Return where two options' cumulative costs cross (section 5); each is a cost by month, without the sale at H.

    A crossover lies between two months in proportion to the differences; amounts within half a penny are equal.
    The sustained break-even is the last of them where the second option ends cheaper, 0 where it always is.
    """
    gaps = [one - other for one, other in zip(running_total(first), running_total(second), strict=True)]
    found: list[float] = []
    standing = 0
    for month, gap in enumerate(gaps):
        sign = 0 if abs(gap) <= EQUAL_WITHIN else (1 if gap > 0 else -1)
        if sign and standing and sign != standing:
            before = abs(gaps[month - 1])
            found.append(month - 1 + before / (before + abs(gap)))
        standing = sign or standing
    if standing <= 0:
        return Crossovers(found, None)
    return Crossovers(found, found[-1] if found else 0.0)
