"""Owning servers of one pool by month: section 3.2 of MODEL.md, On-premises and Hybrid."""

from collections.abc import Sequence
from dataclasses import dataclass

from oracle.by_hand_demand import Demand
from oracle.by_hand_inputs import HOURS_A_MONTH, MONTHS_A_YEAR, SLICES, Inputs, Months, at_month, scaled
from oracle.by_hand_lines import Line
from oracle.by_hand_rent import ToRent

LAST_RESALE_YEAR = 5


@dataclass(frozen=True)
class Fleet:
    """Servers by month 0…H: delivered, retired, and in use, with the price paid for each delivery's server."""

    bought: list[int]
    retired: list[int]
    in_use: list[int]
    price: Months

    def value(self, youngest: int, oldest: int, month: int) -> float:
        """Return pounds once paid for the servers delivered from `oldest` to `youngest` months before a month."""
        first, last = max(0, month - oldest), month - youngest
        return sum(self.bought[each] * self.price[each] for each in range(first, last + 1))


def server_price(inputs: Inputs, pool: str) -> Months:
    """Return pounds for a server ordered in a month."""
    row = f"compute.pool.{pool}."
    today = inputs.number(row + "server_price") * inputs.rate(row + "server_currency")
    return scaled(inputs.index("hardware"), today)


def fleet(inputs: Inputs, pool: str, need: Sequence[int]) -> Fleet:
    """Return the servers bought for a need by month: delivered a lead time after the order, used a month later."""
    row = f"compute.pool.{pool}."
    lead, life, horizon = int(inputs.number(row + "lead")), int(inputs.number(row + "life")), inputs.horizon
    if inputs.choice(row + "purchase") == "at_once":
        need = [max(need)] * (horizon + 1)
    ordered_at = server_price(inputs, pool)
    bought, retired, installed = ([0] * (horizon + 1) for _ in range(3))
    for month in range(horizon + 1):
        before = installed[month - 1] if month else 0
        retired[month] = bought[month - life] if month >= life else 0
        if lead <= month < horizon:
            bought[month] = max(0, need[month + 1] - before + retired[month])
        installed[month] = before + bought[month] - retired[month]
    price = [ordered_at[month - lead] if month >= lead else 0.0 for month in range(horizon + 1)]
    return Fleet(bought, retired, [0, *installed[:-1]], price)


def resale(inputs: Inputs, pool: str, months: int) -> float:
    """Return what a server of an age in months fetches over its price, between whole years along a straight line."""
    by_year = [1.0, *(inputs.number(f"compute.pool.{pool}.resale_{year}") for year in range(1, LAST_RESALE_YEAR + 1))]
    year, part = divmod(months, MONTHS_A_YEAR)
    if year >= LAST_RESALE_YEAR:
        return by_year[-1]
    return by_year[year] + (by_year[year + 1] - by_year[year]) * part / MONTHS_A_YEAR


@dataclass(frozen=True)
class Served:
    """One month's work on owned servers, in GPUs on average, and what is left to be rented."""

    busy: float
    left: ToRent


def serve(inputs: Inputs, pool: str, demand: Demand, servers: int) -> Served:
    """Return what servers in use do of a month's demand: at once below C ÷ (1 + h), and then what can wait."""
    row = f"compute.pool.{pool}."
    spares = int(inputs.number(row + "spares"))
    capacity = inputs.number(row + "server_gpus") * max(0, servers - spares)
    stays = capacity / (1 + inputs.number(row + "headroom"))
    at_once = sum(min(each, stays) for each in demand.slices) / SLICES
    room = max(0.0, inputs.number(row + "highest_use") * capacity - at_once)
    later = min(demand.deferrable, room)
    left = demand.deferrable - later
    part = demand.interruptible / demand.deferrable if demand.deferrable > 0 else 0.0
    over = tuple(max(0.0, each - stays) for each in demand.slices)
    return Served(at_once + later, ToRent(over, left, left * part))


def buying(inputs: Inputs, pool: str, servers: Fleet) -> list[Line]:
    """Return servers, network and works, paid when ordered, and the sale of servers at the end of their life."""
    row = f"compute.pool.{pool}."
    lead, life, horizon = int(inputs.number(row + "lead")), int(inputs.number(row + "life")), inputs.horizon
    spend = [0.0] * (horizon + 1)
    for month, (units, price) in enumerate(zip(servers.bought, servers.price, strict=True)):
        if units:
            spend[month - lead] += units * price
    first = next((month for month, paid in enumerate(spend) if paid), horizon + 1)
    works = scaled(at_month(inputs.number(row + "facility_works"), first, horizon), inputs.index("general"))
    works = [once + paid * inputs.number(row + "facility_share") for once, paid in zip(works, spend, strict=True)]
    sold = [
        units * (servers.price[month - life] if units else 0.0) * resale(inputs, pool, life)
        for month, units in enumerate(servers.retired)
    ]
    return [
        Line("servers", spend, kind="up_front", vat="assets", tax="plant"),
        Line(
            "network", scaled(spend, inputs.number(row + "network_share")), kind="up_front", vat="assets", tax="plant"
        ),
        Line("facility", works, kind="up_front", vat="assets", tax="works"),
        Line("sale", scaled(sold, -1.0), kind="up_front", vat="none", tax="sale"),
    ]


def keeping(inputs: Inputs, pool: str, servers: Fleet, busy: Sequence[float]) -> list[Line]:
    """Return what owned servers cost to run by month: support, insurance, licences, removal, power and room."""
    row = f"compute.pool.{pool}."
    general, energy = inputs.index("general"), inputs.index("energy")
    life, bundled = int(inputs.number(row + "life")), int(inputs.number(row + "bundled_support"))
    horizon = range(inputs.horizon + 1)
    gpus = inputs.number(row + "server_gpus")
    in_use = [float(units) for units in servers.in_use]
    maintained = [servers.value(bundled + 1, life, month) for month in horizon]
    insured = [servers.value(1, life, month) for month in horizon]
    software = inputs.number(row + "server_software") * inputs.rate(row + "software_currency") * gpus / MONTHS_A_YEAR
    kilowatts = inputs.number(row + "server_power") * inputs.number(row + "pue")
    idle = inputs.number(row + "idle_power")
    drawn = [
        HOURS_A_MONTH * kilowatts * (idle * units + (1 - idle) * work / gpus)
        for units, work in zip(in_use, busy, strict=True)
    ]
    lines = [
        Line("maintenance", scaled(maintained, inputs.number(row + "maintenance") / MONTHS_A_YEAR)),
        Line("insurance", scaled(insured, inputs.number(row + "insurance") / MONTHS_A_YEAR), vat="none"),
        Line("software", scaled(scaled(in_use, software), general)),
        Line(
            "decommissioning",
            scaled(scaled([float(u) for u in servers.retired], inputs.number(row + "decommissioning")), general),
        ),
        Line("electricity", scaled(scaled(drawn, inputs.number(row + "tariff")), energy)),
    ]
    if inputs.choice(row + "site") == "colocation":
        fee = inputs.number(row + "server_power") * inputs.number(row + "colocation_price")
        lines.append(Line("colocation", scaled(scaled(in_use, fee), general)))
    return lines


def residual(inputs: Inputs, pool: str, servers: Fleet) -> float:
    """Return pounds for the servers left at the horizon, at the value of their age, less their removal."""
    horizon, life = inputs.horizon, int(inputs.number(f"compute.pool.{pool}.life"))
    left = range(max(0, horizon - life + 1), horizon + 1)
    worth = sum(servers.bought[month] * servers.price[month] * resale(inputs, pool, horizon - month) for month in left)
    units = sum(servers.bought[month] for month in left)
    removal = units * inputs.number(f"compute.pool.{pool}.decommissioning") * inputs.index("general")[horizon]
    return worth - removal
