"""Finance: horizon, discounting, inflation, price changes, exchange rates and business as usual."""

from dataclasses import dataclass

from models.areas.economy import GREEN_BOOK
from models.areas.hedging import Hedging
from models.areas.payment import Payment, discount_months
from models.areas.price_steps import PRICES, PriceStep, stepped
from models.areas.world import World
from models.formula.node import ZERO, Line, Node, at_end, compounded, over_time, present_value, value_of, where
from models.formula.trace import Area, Trace, declare
from models.quantities import units
from models.quantities.declaration import CatalogueDefault, Declared, Input, Kind, When
from models.quantities.declaring import choice, flag, integer, quantity, share
from models.quantities.limits import FEWEST_MONTHS, MOST_MONTHS

_TREND = "A yearly change may be negative. Month 0 is the price base."


class Finance(Area):
    """How money of different months and currencies is brought together."""

    name = "finance"
    title = "Finance"

    start = Declared(
        Input(
            "Month of the decision",
            Kind.MONTH,
            units.CALENDAR,
            "2027-01",
            help="Month 0: what is decided is ordered in this month. Running costs begin a month later.",
            source="plan",
            essential=True,
        )
    )
    horizon = integer(
        "Horizon",
        units.MONTH,
        default=60,
        bounds=(FEWEST_MONTHS, MOST_MONTHS),
        plausible=(36, 84),
        essential=True,
        help="The number of months the comparison runs over. It belongs to the plan: every scenario shares it.",
        source="five years is usual for IT cases",
    )
    discount_rate = share(
        "Discount rate",
        unit=units.PER_YEAR,
        default=CatalogueDefault("finance.cost_of_capital"),
        bounds=(0, 0.5),
        plausible=(0.05, 0.12),
        blank=0.0,
        essential=True,
        help="How much less a pound a year from now is worth than a pound today.",
        source="cost of capital",
    )
    rate_basis = choice(
        "Discount rate basis",
        ("nominal", "Nominal"),
        ("real", "Real"),
        default="nominal",
        essential=True,
        help=(
            "A real rate is turned into a nominal one with the inflation below, since all cash flows here are nominal."
            " Green Book: real, 3.5%."
        ),
        source=GREEN_BOOK,
    )
    inflation = share(
        "General inflation",
        unit=units.PER_YEAR,
        default=CatalogueDefault("finance.inflation"),
        bounds=(-0.1, 0.5),
        plausible=(0.01, 0.04),
        blank=0.0,
        essential=True,
        help="The yearly change of every price without a trend of its own. " + _TREND,
        source="Bank of England target",
    )
    cloud_trend = share(
        "Cloud GPU price change",
        unit=units.PER_YEAR,
        default=CatalogueDefault("trend.cloud_gpu"),
        bounds=(-0.9, 2),
        plausible=(-0.25, 0.2),
        blank=0.0,
        essential=True,
        help="Falling cloud prices are an assumption: H100 rental prices rose in 2025 and 2026. " + _TREND,
        source="price lists",
    )
    hardware_trend = share(
        "Hardware price change",
        unit=units.PER_YEAR,
        default=CatalogueDefault("trend.hardware"),
        bounds=(-0.9, 2),
        plausible=(-0.15, 0.1),
        blank=0.0,
        help="The yearly change of the price of the same server. " + _TREND,
        source="assumption",
    )
    energy_trend = share(
        "Energy price change",
        unit=units.PER_YEAR,
        default=CatalogueDefault("trend.energy"),
        bounds=(-0.5, 1),
        plausible=(-0.03, 0.08),
        blank=0.0,
        help="The yearly change of the electricity tariff. " + _TREND,
        source="assumption",
    )
    api_trend = share(
        "API price change",
        unit=units.PER_YEAR,
        default=CatalogueDefault("trend.api"),
        bounds=(-0.98, 2),
        plausible=(-0.6, 0.1),
        blank=0.0,
        help=(
            "The yearly change in API cost for the same work; some list prices rise on a known date, which is"
            " set with the model. "
        )
        + _TREND,
        source="price lists",
    )
    wage_trend = share(
        "Wage growth",
        unit=units.PER_YEAR,
        default=CatalogueDefault("trend.wages"),
        bounds=(-0.2, 0.5),
        plausible=(0.02, 0.06),
        blank=0.0,
        help="The yearly change of salaries and day rates. " + _TREND,
        source="assumption",
    )
    pound_rate = quantity(
        "Exchange rate, pound sterling",
        units.PER_POUND,
        default=1.0,
        bounds=(0.01, 100),
        plausible=(1.0, 1.0),
        decimals=4,
        help="Value of one pound in the plan's currency: 1 if the plan is in pounds.",
        source="plan currency",
    )
    dollar_rate = quantity(
        "Exchange rate, US dollar",
        units.PER_DOLLAR,
        default=CatalogueDefault("fx.usd_gbp"),
        bounds=(0.01, 100),
        plausible=(0.7238, 0.7599),
        decimals=4,
        essential=True,
        help="Value of one dollar in the plan's currency. Most cloud and hardware prices are quoted in dollars.",
        source="ECB reference rates",
    )
    euro_rate = quantity(
        "Exchange rate, euro",
        units.PER_EURO,
        default=CatalogueDefault("fx.eur_gbp"),
        bounds=(0.01, 100),
        plausible=(0.8338, 0.8763),
        decimals=4,
        help="Value of one euro in the plan's currency.",
        source="ECB reference rates",
    )
    usual_today = choice(
        "Business-as-usual basis",
        ("unsaid", "Today's bill, if entered"),
        ("nothing", "Nothing is done today"),
        ("bill", "Today's bill, with its growth"),
        ("cloud", "Today's cloud, at list price on demand"),
        ("servers", "Today's servers continue"),
        default="unsaid",
        help=(
            "What continues if nothing is decided. Today's cloud is the cloud option without commitments, spot or"
            " discounts; today's servers are those owned already, with the running costs and people of the on-premises"
            " option."
        ),
        source="plan",
    )
    usual_set_up = flag(
        "Today's cloud is set up",
        default=True,
        blank=False,
        when=When("usual_today", ("cloud",)),
        harmless=True,
        source="plan",
        help=(
            "Where business as usual is today's cloud: what the cloud option pays once in month 0, such as set-up,"
            " hiring and moving data, is done and is not paid again."
        ),
    )
    usual_cost = quantity(
        "Business-as-usual cost",
        units.MONEY_PER_MONTH,
        default=0.0,
        bounds=(0, 1e9),
        plausible=(0, 50_000),
        decimals=0,
        essential=True,
        help=(
            "Paid each month today for the same work, with the VAT that is not recovered, and still paid if nothing"
            " were decided; 0 where there is nothing."
        ),
        source="ledger",
    )
    usual_growth = share(
        "Growth of business-as-usual cost",
        unit=units.PER_YEAR,
        default=0.0,
        bounds=(-0.9, 5),
        plausible=(0.0, 0.3),
        help="The yearly growth of that bill, price and volume together.",
        source="ledger",
    )
    usual_same_work = flag(
        "Business as usual does the same work",
        default=False,
        essential=True,
        help=(
            "Business as usual is ranked beside the options only where it does all the work that they do; otherwise it"
            " stands beside them."
        ),
        source="plan",
    )
    ranked_by = choice(
        "Rank options by",
        ("organisation", "Cost to the organisation"),
        ("society", "Cost to society"),
        default="organisation",
        help=(
            "A public body ranks by economic cost: real, at the social discount rate, without VAT and tax, with carbon"
            " and the value forgone. The business case of the public sector sets it."
        ),
        source=GREEN_BOOK,
    )
    capital_limit = quantity(
        "Capital limit, 0 for none set",
        units.MONEY,
        default=0,
        bounds=(0, 1e12),
        plausible=(50_000, 50_000_000),
        decimals=0,
        essential=True,
        help=(
            "The most that can be paid for hardware and works over the horizon; 0 for no limit. An option that needs"
            " more is not allowed, and the search looks for settings that need less."
        ),
        source="capital budget",
    )
    close_call = share(
        "Too-close-to-call margin",
        default=0.05,
        bounds=(0, 0.5),
        plausible=(0.02, 0.1),
        blank=0.05,
        help=(
            "A lead below this share of the cheaper option's cost is too close to call, unless it holds in 9 of 10"
            " cases; so is any lead that holds in fewer than 7 of 10. Cost lines, people and risks that both have alike"
            " do not count, but for VAT and optimism bias on them."
        ),
        source="method",
        harmless=True,
    )


GROUPS = declare(Finance)

PLAN_CURRENCY_RATES = {"GBP": "finance.pound_rate", "USD": "finance.dollar_rate", "EUR": "finance.euro_rate"}


BILLS = frozenset({"unsaid", "bill"})
"""Sorts of business as usual that are a bill: until somebody has said which it is, what is entered is one."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Price indices by class, exchange rates and discounting, for the areas and the appraisal.

    discounted_by: the months by which each month is discounted; None where it is its own. end_factor: discount factor
        of what comes in at the horizon.
    """

    finance: Finance
    cloud: Line
    hardware: Line
    energy: Line
    general: Line
    api: Line
    wages: Line
    yearly_rate: Line
    monthly_rate: Line
    discount_factor: Line
    dollar: Node
    euro: Node
    payment: Payment
    discounted_by: Line | None
    end_factor: Node
    world: World

    def exchange_rate(self, currency: Node) -> Node:
        """Return what one of a currency is in the plan's."""
        return (
            currency.is_("GBP") * self.finance.pound_rate
            + currency.is_("USD") * self.dollar
            + currency.is_("EUR") * self.euro
        )

    def worth(self, trace: Trace, flow: Line, name: str, rate: Node | None = None) -> Node:
        """Return what a flow by month is worth today.

        name: of the line that is traced for it in the section at hand where years are discounted as a whole. rate: a
            month; the plan's own where None.
        """
        if self.discounted_by is None:
            return present_value(flow, self.monthly_rate if rate is None else rate)
        factor: Node = self.discount_factor
        if rate is not None:
            factor = (1 + rate) ** -(self.discounted_by / self.world.one_month)
        return over_time(trace.line(name, f"{flow.label}, discounted", flow.unit, flow * factor))

    def in_plan_currency(self, amount: Node, currency: Node) -> Node:
        """Return a quoted price in the plan's currency."""
        return amount * self.exchange_rate(currency)


def prices(
    trace: Trace, finance: Finance, payment: Payment, hedging: Hedging, steps: PriceStep, world: World
) -> Prices:
    """Trace the indices every area prices with."""
    with trace.section("finance", sheet="demand"):
        labels = dict(PRICES)

        def index(name: str, change: Node) -> Line:
            label = labels[name]
            factor = trace.line(
                f"{name}_factor", f"{label}, monthly factor", units.RATIO, (1 + change) ** (1 / world.months_per_year)
            )
            by_trend = trace.line(f"{name}_index", f"{label}, index", units.RATIO, compounded(factor, ZERO))
            return stepped(trace, steps, name, label, by_trend)

        cloud = index("cloud", finance.cloud_trend)
        hardware = index("hardware", finance.hardware_trend)
        energy = index("energy", finance.energy_trend)
        general = index("general", finance.inflation)
        api = index("api", finance.api_trend)
        wages = index("wages", finance.wage_trend)
        real_as_nominal = (1 + finance.discount_rate) * (1 + finance.inflation) - 1
        yearly = trace.line(
            "nominal_rate",
            "Nominal discount rate",
            units.PER_YEAR,
            where(finance.rate_basis.is_("real"), real_as_nominal, finance.discount_rate),
        )
        monthly = trace.line(
            "monthly_rate", "Monthly discount rate", units.SHARE, (1 + yearly) ** (1 / world.months_per_year) - 1
        )
        step = trace.line("discount_step", "Discount factor of one month", units.RATIO, 1 / (1 + monthly))
        by: Line | None = None
        if any(value_of(payment.discounting.is_(name)) is None for name in ("mid_year", "year_end")):
            by = discount_months(trace, payment, finance.horizon, world)
            factor = trace.line("discount_factor", "Discount factor", units.RATIO, step ** (by / world.one_month))
            whole = trace.line("end_factor", "At the horizon", units.RATIO, step ** (finance.horizon / world.one_month))
        else:
            factor = trace.line("discount_factor", "Discount factor", units.RATIO, compounded(step, ZERO))
            whole = at_end(factor)
        rates = (
            hedging.rate_paid(trace, "dollar", finance.dollar_rate),
            hedging.rate_paid(trace, "euro", finance.euro_rate),
        )
        earned = (1 + payment.reinvestment_rate) ** (1 / world.months_per_year) - 1
        earns = where(payment.reinvestment_rate > 0, earned, monthly)
        trace.line("reinvestment_monthly", "Monthly reinvestment rate", units.SHARE, earns)
        trace.line("close_share", "Too close to call below", units.SHARE, finance.close_call)
    indices = (cloud, hardware, energy, general, api, wages)
    return Prices(finance, *indices, yearly, monthly, factor, *rates, payment, by, whole, world)
