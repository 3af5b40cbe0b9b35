"""Corporation tax by year: allowances, losses, what is due."""

from dataclasses import dataclass

from models.areas.finance import Finance
from models.areas.taxation import Tax
from models.areas.world import World
from models.formula.node import (
    ZERO,
    Line,
    Node,
    ahead,
    cumulative,
    equals,
    greatest,
    held,
    lag,
    least,
    over_time,
    per_month,
    previous,
    ratio,
    remainder,
    value_of,
    where,
)
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class TaxYears:
    """The months in which a tax year closes, and profit and tax of it without this plan.

    A year the plan is in for a part counts whole.
    """

    closes: Line
    last: Line
    profit: Line
    without: Line


def tax_years(trace: Trace, tax: Tax, finance: Finance, world: World) -> TaxYears:
    """Trace when tax years close; the last closes at the horizon."""
    with trace.section("tax", sheet="tax"):
        position = trace.line(
            "position",
            "Months past the year-end",
            units.NUMBER,
            remainder(trace.month / world.one_month + finance.start - tax.year_end, world.months_in_year),
        )
        last = trace.line("last", "Horizon", units.FLAG, equals(trace.month, finance.horizon))
        closes = trace.line("closes", "A tax year closes", units.FLAG, greatest(equals(position, 0), last))
        profit = trace.line(
            "profit", "Profit of the year without this plan", units.MONEY, tax.other_profit * closes * world.a_year
        )
        without = _tax(trace, "without", "Tax without this plan", tax, profit, closes, world)
    return TaxYears(closes, last, profit, without)


@dataclass(frozen=True, slots=True)
class Taxed:
    """What an option spends, as tax sees it, in money per month.

    revenue: expenses; plant, works: bought; sold: money received for plant; None where nothing is ever bought.
    cloud: cost that may qualify for R&D credit.
    """

    revenue: Node
    plant: Line | None
    works: Line | None
    sold: Node | None
    cloud: Node


@dataclass(frozen=True, slots=True)
class Relieved:
    """The corporation tax an option saves, in money per month when it is paid; below 0 where it costs tax.

    plant_at_once, works_at_once: share of what is bought that is allowed in its first year; None where nothing ever is.
    """

    cash: Line
    plant_at_once: Node | None = None
    works_at_once: Node | None = None


def relief(trace: Trace, tax: Tax, years: TaxYears, taxed: Taxed, world: World) -> Relieved:
    """Trace, in the section of an option, the corporation tax it saves."""
    plant_at_once: Node | None = None
    works_at_once: Node | None = None
    deducted = _of_year(trace, "revenue", "Expenses", taxed.revenue, years)
    cloud = _of_year(trace, "cloud", "Cloud cost", taxed.cloud, years)
    if taxed.plant is not None and taxed.works is not None and taxed.sold is not None:
        plant = _of_year(trace, "plant", "Plant bought", taxed.plant, years)
        works = _of_year(trace, "works", "Works bought", taxed.works, years)
        sold = _of_year(trace, "sold", "Plant sold", taxed.sold, years)
        allowed, plant_at_once, works_at_once = _allowances(trace, tax, years, plant, works, sold, world)
        deducted = trace.line("deducted", "Deducted from profit", units.MONEY, deducted + allowed)
    loss = trace.declared("loss", "Losses carried forward", units.MONEY, like=deducted)
    loss.define(where(years.closes, greatest(deducted + previous(loss) - years.profit, 0), previous(loss)))
    left = trace.line(
        "taxable",
        "Taxable profit with this plan",
        units.MONEY,
        years.closes * greatest(years.profit - deducted - previous(loss), 0),
    )
    due = _tax(trace, "due", "Tax with this plan", tax, left, years.closes, world)
    credit = trace.line(
        "credit", "R&D credit after tax", units.MONEY, cloud * tax.credit_share * tax.credit_rate * (1 - tax.tax_rate)
    )
    saved = trace.line(
        "saved", "Tax saved for the year", units.MONEY, (years.without - due + credit) * tax.tax_position.is_("company")
    )
    so_far = trace.line("saved_so_far", "Tax saved so far", units.MONEY, cumulative(per_month(saved)))
    later = trace.line("saved_later", "Tax saved that is paid later", units.MONEY, lag(so_far, tax.months_to_payment))
    when = _when(trace, tax, so_far, later, years)
    paid = trace.line("paid", "Tax saved and paid so far", units.MONEY, when)
    cash = trace.line(
        "cash", "Corporation tax saved, when paid", units.MONEY_PER_MONTH, per_month(paid - previous(paid))
    )
    return Relieved(cash, plant_at_once, works_at_once)


def _when(trace: Trace, tax: Tax, so_far: Line, later: Line, years: TaxYears) -> Node:
    """Trace how much of the tax saved so far has been paid; all of it at the horizon."""
    at_end, by_size, twelve = (tax.tax_payment.is_(name) for name in ("instalments", "by_profit", "twelve"))
    if value_of(by_size) == 0 and value_of(twelve) == 0:
        return where(tax.tax_payment.is_("later") * (1 - years.last), later, so_far)
    paid: Node = tax.tax_payment.is_("later") * later + at_end * so_far
    if value_of(twelve) != 0:
        year_on = lag(so_far, tax.months_to_late_payment)
        paid = paid + twelve * trace.line("saved_a_year_on", "Tax saved that is paid a year on", units.MONEY, year_on)
    if value_of(by_size) != 0:
        sized = trace.line(
            "paid_by_size", "Tax saved that is paid by size", units.MONEY, _by_size(trace, tax, so_far, later)
        )
        paid = paid + by_size * sized
    return where(years.last, so_far, trace.line("paid_before_end", "Tax saved and paid", units.MONEY, paid))


def _by_size(trace: Trace, tax: Tax, so_far: Line, later: Line) -> Node:
    """Trace tax paid as the size of profit asks: in instalments before and after the year-end, or nine months on."""
    six = tax.quarter_apart + tax.quarter_apart
    parts = {
        "large": (
            *(ahead(so_far, early) for early in (tax.first_early, tax.second_early)),
            *(lag(so_far, late) for late in (tax.third_late, tax.fourth_late)),
        ),
        "very_large": (*(ahead(so_far, early) for early in (six + tax.quarter_apart, six, tax.quarter_apart)), so_far),
    }
    paid: dict[str, Line] = {}
    for name, instalments in parts.items():
        label = f"Paid by a {name.replace('_', ' ')} company"
        added: Node = ZERO
        for number, one in enumerate(instalments, start=1):
            added = added + trace.line(f"{name}_{number}", f"{label}: instalment {number}", units.MONEY, one)
        paid[name] = trace.line(name, label, units.MONEY, added / tax.instalments)
    large = trace.line("is_large", "Profit above that of instalments", units.FLAG, tax.other_profit > tax.large_from)
    largest = trace.line(
        "is_very_large", "Profit above that of earlier ones", units.FLAG, tax.other_profit > tax.very_large_from
    )
    return largest * paid["very_large"] + (1 - largest) * large * paid["large"] + (1 - greatest(large, largest)) * later


def _of_year(trace: Trace, name: str, label: str, flow: Node, years: TaxYears) -> Line:
    """Trace the sum of a monthly flow over the tax year that closes."""
    so_far = trace.line(f"{name}_so_far", f"{label} so far", units.MONEY, cumulative(flow))
    closed = trace.line(f"{name}_closed", f"{label} up to the last year-end", units.MONEY, held(so_far, years.closes))
    return trace.line(name, f"{label}, of the year", units.MONEY, years.closes * (so_far - previous(closed)))


def _allowances(
    trace: Trace, tax: Tax, years: TaxYears, plant: Line, works: Line, sold: Line, world: World
) -> tuple[Line, Node, Node]:
    """Trace capital allowances of the year, less what is taxed on sale; return the shares allowed in the first year."""
    full, aia, first = (tax.allowances.is_(name) for name in ("full", "aia", "first_year"))
    limit = trace.line(
        "limit", "Annual investment allowance", units.MONEY, aia * tax.allowance_limit * years.closes * world.a_year
    )
    limited_works = trace.line("limited_works", "Of it used on works", units.MONEY, least(works, limit))
    limited_plant = trace.line("limited_plant", "Of it used on plant", units.MONEY, least(plant, limit - limited_works))
    at_once = trace.line(
        "at_once_plant",
        "Plant allowed in the first year",
        units.MONEY,
        plant * (full + first * tax.first_year_rate) + limited_plant,
    )
    at_once_works = trace.line(
        "at_once_works",
        "Works allowed in the first year",
        units.MONEY,
        works * full * tax.special_first + limited_works,
    )
    later = trace.line(
        "later_plant", "Plant that joins the pool after the year", units.MONEY, first * (plant - at_once)
    )
    joined = trace.line(
        "joined_plant",
        "Plant that joins the pool, less what is sold from it",
        units.MONEY,
        plant - at_once - later - sold * (1 - full),
    )
    main = _pool(trace, "main", "Main pool", tax.main_pool, years, joined, later)
    after = trace.line(
        "later_works", "Works that join the pool after the year", units.MONEY, full * (works - at_once_works)
    )
    rest = trace.line("joined_works", "Works that join the pool", units.MONEY, works - at_once_works - after)
    special = _pool(trace, "special", "Special pool", tax.special_pool, years, rest, after)
    allowed = trace.line(
        "allowed",
        "Capital allowances, less what is taxed on sale",
        units.MONEY,
        at_once + at_once_works + main + special - sold * full,
    )
    return (allowed, ratio(over_time(at_once), over_time(plant)), ratio(over_time(at_once_works), over_time(works)))


def _pool(trace: Trace, name: str, label: str, rate: Node, years: TaxYears, joined: Line, later: Node) -> Line:
    """Trace the allowance of a pool: written down each year, balanced where more is sold than it holds.

    What is left is written off at the horizon.
    """
    before = trace.declared(f"{name}_before", f"{label} before the allowance", units.MONEY, like=joined)
    allowed = trace.declared(f"{name}_allowed", f"{label}: allowance", units.MONEY, like=joined)
    balance = trace.declared(f"{name}_pool", label, units.MONEY, like=joined)
    before.define(previous(balance) + joined)
    written_down = greatest(before, 0) * rate + least(before, 0)
    allowed.define(years.closes * where(years.last, before + later, written_down))
    balance.define(before - allowed + later)
    return allowed


def _tax(trace: Trace, name: str, label: str, tax: Tax, profit: Line, closes: Line, world: World) -> Line:
    """Trace the tax on a profit of a year or part of one, with marginal relief where it is chosen."""
    upper = trace.line(f"{name}_upper", f"{label}: upper limit", units.MONEY, tax.upper_limit * closes * world.a_year)
    lower = trace.line(f"{name}_lower", f"{label}: lower limit", units.MONEY, tax.lower_limit * closes * world.a_year)
    small = trace.line(
        f"{name}_small", f"{label}: relief of small profits", units.MONEY, (tax.tax_rate - tax.small_rate) * profit
    )
    marginal = trace.line(
        f"{name}_marginal",
        f"{label}: marginal relief",
        units.MONEY,
        tax.marginal_fraction * greatest(upper - profit, 0),
    )
    eased = trace.line(
        f"{name}_relief", f"{label}: relief", units.MONEY, tax.by_profit * where(profit <= lower, small, marginal)
    )
    return trace.line(name, label, units.MONEY, tax.tax_rate * profit - eased)
