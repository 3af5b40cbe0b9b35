"""Renting GPUs of one pool by month: section 3.2 of MODEL.md, Cloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oracle.by_hand_inputs import HOURS_A_MONTH, SLICES, Inputs, Months, added, scaled, whole

TERMS = ((12, "one_year_discount"), (36, "three_year_discount"))


@dataclass(frozen=True)
class ToRent:
    """What one month leaves to be rented, in GPUs: work at once by slice, and averages of what can wait."""

    slices: tuple[float, ...]
    deferrable: float
    interruptible: float

    @property
    def average(self) -> float:
        """GPUs on average."""
        return sum(self.slices) / SLICES + self.deferrable


@dataclass(frozen=True)
class Terms:
    """Shares of demand committed for one and for three years, and of interruptible work on spot.

    after: committed for one year in months that no three-year term covers, on top of one_year. No term is taken that
        would begin before the first month, such as one of bridging until delivery.
    """

    one_year: float
    three_years: float
    after: float
    spot: float
    first: int = 1


def gpu_hour_price(inputs: Inputs, pool: str) -> Months:
    """Return pounds for a GPU-hour on demand, by month, the negotiated discount taken off."""
    row = f"compute.pool.{pool}."
    today = inputs.number(row + "cloud_price") * inputs.rate(row + "cloud_currency")
    return scaled(inputs.index("cloud"), today * (1 - inputs.number(row + "negotiated_discount")))


def begin_later(terms: Terms, horizon: int, *, late: bool) -> set[int]:
    """Return the months in which no three-year term may run: those of one that would pass the horizon, or come early.

    Three-year terms begin in month 1, 37, 73 and so on.
    """
    if late:
        return set()
    return {month for month in range(terms.first, horizon + 1) if (month - 1) // 36 * 36 + 36 > horizon}


def commitment(
    demand: Sequence[ToRent],
    share: Mapping[int, float],
    months: tuple[int, int],
    price: Sequence[float],
    discount: float,
    *,
    late: bool,
) -> tuple[Months, Months]:
    """Return GPUs committed and pounds a month paid for them, by month.

    The share of the average demand in a term's first month is paid every hour of the term at that month's price
    less the discount. Terms begin in month 1 and every length of a term from there; one that would begin before
    the earliest month is not taken, nor one that would pass the horizon, unless late terms are: then what is left
    of it is paid at the horizon.

    Args:
        demand: what is rented, by month
        share: of the average demand, a fraction by the month in which a term begins
        months: the length of a term and the earliest month in which one may begin
        price: pounds for a GPU-hour on demand, by month
        discount: of the term, a fraction
        late: whether terms that pass the horizon are taken
    """
    length, earliest = months
    horizon = len(price) - 1
    gpus, paid = [0.0] * (horizon + 1), [0.0] * (horizon + 1)
    for first in range(1, horizon + 1, length):
        beyond_horizon = max(0, first + length - 1 - horizon)
        if first < earliest or (beyond_horizon and not late):
            continue
        committed = share[first] * demand[first].average
        fee = committed * HOURS_A_MONTH * price[first] * (1 - discount)
        for month in range(first, min(first + length, horizon + 1)):
            gpus[month] = committed
            paid[month] = fee
        paid[horizon] += fee * beyond_horizon
    return gpus, paid


def beyond(inputs: Inputs, pool: str, month: ToRent, committed: float, spot_share: float) -> tuple[float, float]:
    """Return GPUs paid on demand and on spot, on average over a month, beyond what is committed.

    Work that can wait fills committed hours that work at once leaves. The demand of each slice is served
    by whole instances. Hours on demand are busy hours over the share of them in use; spot repeats some of its hours.
    """
    row = f"compute.pool.{pool}."
    instance = inputs.number(row + "instance_gpus")
    used = sum(min(each, committed) for each in month.slices) / SLICES
    room = max(0.0, inputs.number(row + "highest_use") * committed - used)
    left = max(0.0, month.deferrable - room)
    part = month.interruptible / month.deferrable if month.deferrable > 0 else 0.0
    spot = left * part * spot_share
    at_once = sum(max(0.0, instance * whole(each / instance) - committed) for each in month.slices) / SLICES
    on_demand = (at_once + left - spot) / (1 - inputs.number(row + "idle_share"))
    return on_demand, spot * (1 + inputs.number(row + "spot_rework"))


def rent(inputs: Inputs, pool: str, demand: Sequence[ToRent], terms: Terms) -> Months:
    """Return pounds a month for renting what is asked for, with what comes on top of the GPUs."""
    row = f"compute.pool.{pool}."
    price = gpu_hour_price(inputs, pool)
    later = begin_later(terms, len(demand) - 1, late=inputs.flag(row + "late_terms"))
    one_year = {month: terms.one_year + terms.after * (month in later) for month in range(len(demand))}
    shares = (one_year, dict.fromkeys(one_year, terms.three_years))
    committed = [
        commitment(
            demand,
            share,
            (length, terms.first),
            price,
            inputs.number(row + discount),
            late=inputs.flag(row + "late_terms"),
        )
        for share, (length, discount) in zip(shares, TERMS, strict=True)
    ]
    held = added(*(gpus for gpus, _ in committed))
    spend = added(*(paid for _, paid in committed))
    spot_price = 1 - inputs.number(row + "spot_discount")
    dearer = 1 + inputs.number(row + "dearer_hours") * inputs.number(row + "dearer_premium")
    for month, asked in enumerate(demand):
        on_demand, spot = beyond(inputs, pool, asked, held[month], terms.spot)
        spend[month] += HOURS_A_MONTH * price[month] * (on_demand * dearer + spot * spot_price)
    on_top = (1 + inputs.number(row + "cloud_extras")) * (1 + inputs.number(row + "cloud_support"))
    return scaled(spend, on_top)
