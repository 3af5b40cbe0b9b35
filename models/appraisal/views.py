"""Other views of the same options: after tax, in the accounts and for society."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.appraisal.ranking import Ranking
from models.appraisal.totals import OptionTotals
from models.areas.compute import Pool
from models.areas.economy import Economy
from models.areas.energy import Carbon
from models.areas.finance import Prices
from models.areas.financing import Financing, accounts
from models.areas.lease_or_buy import Purchases, financing_of
from models.areas.options import ALL_RENTED, OPTION_LABELS
from models.areas.placement import Placement
from models.areas.tax_years import Relieved, Taxed, TaxYears, relief
from models.areas.taxation import Tax
from models.areas.world import World
from models.formula.node import ZERO, Line, Node, at_end, equals, over_time, per_month, ratio, total, where
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Appraised:
    """What the views look at: the totals and cost lines of every option, and how they came about."""

    trace: Trace
    totals: dict[str, OptionTotals]
    placed: Placement
    ranked: Ranking
    world: World

    @property
    def prices(self) -> Prices:
        """Prices and discount factors by month."""
        return self.ranked.prices


@dataclass(frozen=True, slots=True)
class AfterTax:
    """An option as tax sees it: what it spends, and the tax that this saves."""

    taxed: Taxed
    relieved: Relieved


def after_tax(appraised: Appraised, tax: Tax, years: TaxYears, option: str, bill: Node) -> AfterTax:
    """Trace an option's cost after corporation tax at a rate after tax.

    What is left at the horizon is taken as sold there.
    """
    trace, totals, world = appraised.trace, appraised.totals[option], appraised.world
    label = OPTION_LABELS[option]
    with trace.section(f"tax.{option}", sheet="tax"):
        taxed = _taxed(trace, totals, years, option, bill)
        relieved = relief(trace, tax, years, taxed, world)
        cash = relieved.cash
        monthly = trace.line("after_tax", f"{label}: cost after tax", units.MONEY_PER_MONTH, totals.monthly - cash)
        yearly = where(tax.tax_position.is_("company"), tax.after_tax_rate, appraised.prices.yearly_rate)
        rate = trace.line(
            "rate", "Discount rate after tax, a month", units.SHARE, (1 + yearly) ** (1 / world.months_per_year) - 1
        )
        horizon = appraised.prices.finance.horizon / world.one_month
        factor = trace.line("factor", "Discount factor after tax at the horizon", units.RATIO, (1 + rate) ** -horizon)
        trace.line(
            "present_value",
            f"{label}: present value after tax",
            units.MONEY,
            appraised.prices.worth(trace, monthly, "after_tax_today", rate) - totals.residual * factor,
        )
        trace.line(
            "total_cost", f"{label}: whole-life cost after tax", units.MONEY, totals.total_cost - over_time(cash)
        )
    return AfterTax(taxed, relieved)


def _taxed(trace: Trace, totals: OptionTotals, years: TaxYears, option: str, bill: Node) -> Taxed:
    """Trace what an option spends as tax sees it."""
    by_relief: dict[str, list[Line]] = {}
    for line in trace.costs(option):
        by_relief.setdefault(line.relief, []).append(line)
    cloud = trace.line("cloud_cost", "Cost that may qualify for R&D credit", units.MONEY_PER_MONTH, bill)
    if totals.ordered is None:
        return Taxed(
            trace.line("all_revenue", "Expenses", units.MONEY_PER_MONTH, totals.arises), None, None, None, cloud
        )
    works = trace.line("all_works", "Works", units.MONEY_PER_MONTH, _works_with(trace, totals, by_relief, option))
    sold = trace.line(
        "all_sold",
        "Sale of plant, negative",
        units.MONEY_PER_MONTH,
        _summed(by_relief.get("disposal", ()), totals.monthly),
    )
    plant = trace.line("all_plant", "Plant", units.MONEY_PER_MONTH, totals.ordered - works - sold)
    revenue = trace.line("all_revenue", "Expenses", units.MONEY_PER_MONTH, totals.arises - totals.ordered)
    residual = trace.line(
        "all_residual", "Residual value", units.MONEY_PER_MONTH, per_month(totals.residual * years.last)
    )
    return Taxed(revenue, plant, works, residual - sold, cloud)


def _works_with(trace: Trace, totals: OptionTotals, by_relief: Mapping[str, Sequence[Line]], option: str) -> Node:
    """Return works with the VAT and the optimism bias on them, in proportion to all that bears them."""
    lines = by_relief.get("works", ())
    priced = _works(trace, lines, totals.monthly)
    bearing = [line for line in lines if line.supply != "outside"]
    if not bearing:
        return priced
    works = trace.line("works_priced", "Works, as priced", units.MONEY_PER_MONTH, priced)
    borne = works if len(bearing) == len(lines) else _works(trace, bearing, totals.monthly, "bearing")
    capital = next(line for line in trace.lines if line.key == f"{option}.total.capital")
    added = [line for line in trace.costs(option) if line.key.endswith((".bias_capital", ".vat_assets"))]
    share = trace.line("works_share", "Works in what bears VAT and bias", units.SHARE, ratio(borne, capital))
    return works + share * _summed(added, totals.monthly)


_AT_ONCE = 4
"""Cost lines that one formula adds up."""


def _works(trace: Trace, lines: Sequence[Line], like: Node, name: str = "works") -> Node:
    """Return the sum of works; of many, parts of it are traced, so that no formula is long."""
    if len(lines) <= _AT_ONCE:
        return _summed(lines, like)
    parts = [lines[first : first + _AT_ONCE] for first in range(0, len(lines), _AT_ONCE)]
    traced = [
        trace.line(f"{name}_{number}", f"Works, part {number}", units.MONEY_PER_MONTH, _summed(part, like))
        for number, part in enumerate(parts, start=1)
    ]
    return _summed(traced, like)


def _summed(lines: Sequence[Line], like: Node) -> Node:
    """Return the sum of a few cost lines over their rows; of none 0 in the shape of another term."""
    if not lines:
        return like * ZERO
    terms = _flat(lines[0])
    for line in lines[1:]:
        terms = terms + _flat(line)
    return terms


def _flat(line: Line) -> Node:
    flat: Node = line
    for axis in reversed(line.axes):
        flat = total(flat, axis)
    return flat


def in_the_accounts(appraised: Appraised, financing: Financing, tax: Tax, taxed: Mapping[str, AfterTax]) -> None:
    """Trace the accounts of every option, and lease or loan against buying for what the on-premises option buys.

    taxed: every option as tax sees it.
    """
    trace = appraised.trace
    for option, totals in appraised.totals.items():
        sold = [line for line in trace.costs(option) if line.relief == "disposal"]
        bought: Line | None = None
        if totals.ordered is not None:
            with trace.section(f"accounts.{option}", sheet="tax"):
                bought = trace.line(
                    "bought",
                    "Bought, sales apart",
                    units.MONEY_PER_MONTH,
                    totals.ordered - _summed(sold, totals.ordered),
                )
        accounts(trace, financing, option, totals.arises, bought)
        if option == "on_premises" and bought is not None:
            purchases = _purchases(trace, option, bought, taxed[option])
            if purchases is not None:
                financing_of(trace, financing, tax, purchases, appraised.world)


def _purchases(trace: Trace, option: str, bought: Line, seen: AfterTax) -> Purchases | None:
    """Return what an option buys, with the reliefs of its view after tax; None where it never buys."""
    plant, works, relieved = seen.taxed.plant, seen.taxed.works, seen.relieved
    if plant is None or works is None or relieved.plant_at_once is None or relieved.works_at_once is None:
        return None
    servers = [line for line in trace.costs(option) if line.key.endswith(".servers")]
    return Purchases(bought, _summed(servers, bought), plant, works, relieved.plant_at_once, relieved.works_at_once)


def economic(appraised: Appraised, economy: Economy, option: str, carbon: Carbon, forgone: Line, pool: Pool) -> Line:
    """Trace the economic view and return its present value.

    Real, without VAT and tax, with carbon, value forgone and the resale forgone of what is owned already.
    """
    trace, totals, prices, world = appraised.trace, appraised.totals[option], appraised.prices, appraised.world
    label = OPTION_LABELS[option]
    vat = [line for line in trace.costs(option) if line.key.endswith((".vat_assets", ".vat_services"))]
    with trace.section(f"economic.{option}", sheet="appraisal"):
        without = trace.line(
            "without_vat",
            f"{label}: cost without VAT",
            units.MONEY_PER_MONTH,
            totals.monthly - _summed(vat, totals.monthly),
        )
        real = trace.line(
            "real",
            f"{label}: real cost with value forgone",
            units.MONEY_PER_MONTH,
            (without + forgone) / prices.general,
        )
        flow: Node = real + carbon.value[option]
        if option not in ALL_RENTED:
            sunk = trace.line(
                "resale_forgone",
                f"{label}: resale forgone, by pool",
                units.MONEY,
                pool.owned_servers * pool.owned_value * equals(trace.month, 0),
            )
            flow = flow + per_month(total(sunk, "pool"))
        flow = trace.line("flow", f"{label}: economic cost, real", units.MONEY_PER_MONTH, flow)
        rate = trace.line(
            "rate",
            "Social discount rate a month, real",
            units.SHARE,
            (1 + economy.social_rate) ** (1 / world.months_per_year) - 1,
        )
        horizon = prices.finance.horizon / world.one_month
        left = trace.line(
            "residual",
            f"{label}: residual value, real, discounted",
            units.MONEY,
            totals.residual / at_end(prices.general) * (1 + rate) ** -horizon,
        )
        return trace.line(
            "present_value",
            f"{label}: economic present value",
            units.MONEY,
            prices.worth(trace, flow, "flow_today", rate) - left,
        )
