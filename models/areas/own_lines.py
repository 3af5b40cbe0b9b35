"""Other costs and benefits: what nobody foresaw when the model was written, entered as rows of two tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.areas.world import World
from models.formula.node import (
    ZERO,
    Line,
    Node,
    compounded,
    cumulative,
    equals,
    largest,
    per_month,
    ratio,
    remainder,
    total,
    value_of,
    where,
    within_unit,
)
from models.formula.trace import Area, Table, Trace, declare
from models.quantities import units
from models.quantities.declaration import CatalogueDefault
from models.quantities.declaring import choice, flag, integer, quantity, share

AREAS = (
    ("operations", "Operations"),
    ("compute", "Compute"),
    ("hosting", "Model hosting"),
    ("data", "Data"),
    ("security", "Security"),
    ("cost_management", "Cost management"),
)
"""The decision areas a cost of one's own may stand in, that of a new row first."""

CLASSES = (
    ("running", "Running"),
    ("people", "People"),
    ("one_off", "One-off"),
    ("plant", "Up-front, plant"),
    ("works", "Up-front, power and cooling works"),
)
"""What sort of cost it is, and so what corporation tax sees, that of a new row first."""

VAT = (("taxed", "With VAT"), ("outside", "Outside VAT"))

_SUPPLY = {"running": "services", "people": "services", "one_off": "services", "plant": "assets", "works": "assets"}
"""What value added tax sees where it is not outside."""

_COST_CLASS = {"running": "running", "people": "people", "one_off": "one-off", "plant": "up-front", "works": "up-front"}


class OwnCost(Table):
    """Costs nobody foresaw."""

    axis = "own_cost"
    home = "own_cost"
    title = "Other costs"
    starting_rows = (("own", "Another cost"),)

    active = flag(
        "Counted", default=False, essential=True, help="Switches the cost on or off in a scenario.", source="plan"
    )
    amount = quantity(
        "Amount",
        units.MONEY,
        default=0.0,
        bounds=(0, 1e10),
        plausible=(0, 500_000),
        decimals=0,
        essential=True,
        help="At today's prices, without VAT: each time it is paid.",
        source="quote or ledger",
    )
    paid = choice(
        "Payment frequency",
        ("month", "Every month"),
        ("year", "Every twelve months"),
        ("once", "Once"),
        default="month",
        essential=True,
        help="Every twelve months counts from its first month.",
        source="quote or ledger",
    )
    first = integer(
        "From month",
        units.MONTH,
        default=1,
        bounds=(0, 120),
        plausible=(0, 12),
        harmless=True,
        help="Its first month; what is paid once is paid then. Month 0 is that of the decision.",
        source="plan",
    )
    last = integer(
        "To month",
        units.MONTH,
        default=120,
        bounds=(0, 120),
        plausible=(12, 120),
        harmless=True,
        help="Its last month; not before its first.",
        source="plan",
    )
    growth = share(
        "Yearly price change",
        unit=units.PER_YEAR,
        default=CatalogueDefault("finance.inflation"),
        bounds=(-0.9, 2),
        plausible=(0.0, 0.05),
        blank=0.0,
        harmless=True,
        help="A year, from month 0 on.",
        source="contract",
    )
    area = choice(
        "Decision area",
        *AREAS,
        default="operations",
        harmless=True,
        help="Where it stands in tables by area.",
        source="plan",
    )
    kind = choice(
        "Cost class",
        *CLASSES,
        default="running",
        harmless=True,
        help="Plant and works are bought: they take capital allowances and are written off. All else is an expense.",
        source="plan",
    )
    vat = choice(
        "VAT",
        *VAT,
        default="taxed",
        harmless=True,
        help="Pay, insurance, interest and rates are outside VAT; goods and services carry it.",
        source="invoice",
    )
    cloud = flag("In cloud", default=True, harmless=True, help="Whether the option pays it.", source="plan")
    api = flag("In API", default=True, harmless=True, help="Whether the option pays it.", source="plan")
    on_premises = flag("In on-premises", default=True, harmless=True, help="Whether the option pays it.", source="plan")
    hybrid = flag("In hybrid", default=True, harmless=True, help="Whether the option pays it.", source="plan")


class Benefit(Table):
    """What the plan brings in, or saves elsewhere."""

    axis = "benefit"
    home = "benefit"
    title = "Benefits"
    starting_rows = (("benefit", "A benefit"),)

    active = flag(
        "Counted", default=False, essential=True, help="Switches the benefit on or off in a scenario.", source="plan"
    )
    amount = quantity(
        "Amount",
        units.MONEY_PER_MONTH,
        default=0.0,
        bounds=(0, 1e10),
        plausible=(0, 500_000),
        decimals=0,
        essential=True,
        help="At today's prices, once fully realised: income, or spending no longer needed elsewhere.",
        source="benefit owner",
    )
    probability = share(
        "Probability",
        default=1.0,
        plausible=(0.5, 1.0),
        essential=True,
        harmless=True,
        help="Probability that it is realised; the expected amount counts.",
        source="benefit owner",
    )
    first = integer(
        "From month of service",
        units.MONTH,
        default=1,
        bounds=(1, 120),
        plausible=(1, 12),
        harmless=True,
        help="1 is the first month in which the option does the work: nothing comes in before its service.",
        source="benefit owner",
    )
    ramp = integer(
        "Months to full benefit",
        units.MONTH,
        default=1,
        bounds=(1, 60),
        plausible=(1, 12),
        harmless=True,
        help="It rises evenly from its first month; 1 means in full immediately.",
        source="benefit owner",
    )
    growth = share(
        "Yearly change in value",
        unit=units.PER_YEAR,
        default=CatalogueDefault("finance.inflation"),
        bounds=(-0.9, 2),
        plausible=(0.0, 0.05),
        blank=0.0,
        harmless=True,
        help="A year, from month 0 on.",
        source="benefit owner",
    )
    cloud = flag("In cloud", default=True, harmless=True, help="Whether the option brings it.", source="plan")
    api = flag("In API", default=True, harmless=True, help="Whether the option brings it.", source="plan")
    on_premises = flag(
        "In on-premises", default=True, harmless=True, help="Whether the option brings it.", source="plan"
    )
    hybrid = flag("In hybrid", default=True, harmless=True, help="Whether the option brings it.", source="plan")


class OwnLines(Area):
    """Where the two tables stand."""

    name = "finance"
    title = "Other costs and benefits"


GROUPS = declare(OwnLines, OwnCost, Benefit)


@dataclass(frozen=True, slots=True)
class OwnAmounts:
    """Each other cost in money per month, whichever option pays it, and where it stands.

    places: by decision area, sort of cost and VAT, whether a cost is of it; only what some cost may be.
    """

    amounts: Line
    places: Mapping[tuple[str, str, str], Line]


def own_amounts(trace: Trace, own: OwnCost, world: World) -> OwnAmounts:
    """Trace each other cost in money per month, whichever option pays it, and where it stands."""
    with trace.section("own", sheet="demand"):
        index = _index(trace, "cost", "Other costs", own.growth, world)
        since = trace.line("since", "Months since its first", units.NUMBER, (trace.month - own.first) / world.one_month)
        in_year = trace.line("in_year", "Months into its year", units.NUMBER, remainder(since, world.months_in_year))
        times = (
            own.paid.is_("month") + own.paid.is_("year") * equals(in_year, 0) + own.paid.is_("once") * equals(since, 0)
        )
        due = trace.line("due", "It is paid", units.FLAG, (since >= 0) * (trace.month <= own.last) * times)
        amounts = trace.line(
            "amounts", "Other costs", units.MONEY_PER_MONTH, per_month(own.active * own.amount) * due * index
        )
        places: dict[tuple[str, str, str], Line] = {}
        every = ((area, kind, vat) for area, _ in AREAS for kind, _ in CLASSES for vat, _ in VAT)
        for area, kind, vat in every if value_of(own.active) != 0 else ():
            of_it = own.area.is_(area) * own.kind.is_(kind) * own.vat.is_(vat)
            if value_of(of_it) != 0:
                label = f"Is of {area.replace('_', ' ')}, {kind.replace('_', '-')}, {vat}"
                places[area, kind, vat] = trace.line(f"is_{area}_{kind}_{vat}", label, units.FLAG, of_it)
        return OwnAmounts(amounts, places)


def own_costs(trace: Trace, option: str, own: OwnCost, each: OwnAmounts, hybrid_keeps: Node) -> None:
    """Trace what an option pays of other costs, by decision area, sort and VAT."""
    if value_of(own.active) == 0:
        return
    with trace.section(f"{option}.own", sheet=option, option=option):
        taken = trace.line("pays", "The option pays it", units.FLAG, _taken(option, own, hybrid_keeps))
        pays = trace.line("paid", "Other costs, by cost", units.MONEY_PER_MONTH, each.amounts * taken)
    for (area, kind, vat), of_it in each.places.items():
        outside = vat == "outside"
        label = f"Other costs, {dict(AREAS)[area].lower()}: {dict(CLASSES)[kind].lower()}"
        named = f"{label}, outside VAT" if outside else label
        with trace.section(f"{option}.own.{area}", sheet=option, option=option):
            by_cost = trace.line(f"{kind}_{vat}_by_cost", f"{named}, by cost", units.MONEY_PER_MONTH, pays * of_it)
            trace.cost(
                f"{kind}_{vat}",
                named,
                area,
                _COST_CLASS[kind],
                total(by_cost, "own_cost"),
                supply="outside" if outside else _SUPPLY[kind],
                relief=kind if kind in {"plant", "works"} else "revenue",
            )


@dataclass(frozen=True, slots=True)
class Service:
    """What an option does of its work: GPUs of the work and GPUs at work, by pool, and which workloads run."""

    work: Line
    served: Line
    live: Line


def benefits(trace: Trace, option: str, benefit: Benefit, service: Service, hybrid_keeps: Node, world: World) -> None:
    """Trace what an option brings in, as a cost below 0: nothing before its service."""
    if value_of(benefit.active) == 0:
        return
    with trace.section(f"{option}.benefits", sheet=option, option=option):
        work = trace.line("work", "GPUs of its work", units.GPU, total(service.work, "pool"))
        at_work = trace.line("at_work", "GPUs at work", units.GPU, total(service.served, "pool"))
        undone = trace.line(
            "undone", "Share of the work that is not done", units.SHARE, within_unit(ratio(work - at_work, work))
        )
        runs = trace.line("runs", "Something runs", units.FLAG, largest(service.live, "workload"))
        index = _index(trace, "benefit", "Benefits", benefit.growth, world)
        share_done = trace.line(
            "served", "Share of the work that is done", units.SHARE, (1 - undone) * runs * (trace.month > 0)
        )
        months = trace.line("months", "Months of service so far", units.NUMBER, cumulative(per_month(share_done)))
        ramp = trace.line(
            "reached",
            "Share of it that is reached",
            units.SHARE,
            within_unit((months * world.one_month - benefit.first + world.one_month) / benefit.ramp),
        )
        taken = trace.line("taken", "The option brings it", units.FLAG, _taken(option, benefit, hybrid_keeps))
        amount = benefit.active * benefit.amount * benefit.probability * taken
        by_benefit = trace.line(
            "by_benefit", "Benefits, by benefit", units.MONEY_PER_MONTH, amount * ramp * share_done * index
        )
        trace.cost("benefit", "Benefits", "benefits", "benefit", -total(by_benefit, "benefit"))


def _index(trace: Trace, name: str, label: str, growth: Node, world: World) -> Line:
    factor = trace.line(
        f"{name}_factor", f"{label}: price, monthly factor", units.RATIO, (1 + growth) ** (1 / world.months_per_year)
    )
    return trace.line(f"{name}_index", f"{label}: price, index", units.RATIO, compounded(factor, ZERO))


def _taken(option: str, row: OwnCost | Benefit, hybrid_keeps: Node) -> Node:
    """Return whether an option has a row; a hybrid that keeps no server is the cloud."""
    if option == "hybrid":
        return where(hybrid_keeps, row.hybrid, row.cloud)
    return {"cloud": row.cloud, "api": row.api, "on_premises": row.on_premises}[option]
