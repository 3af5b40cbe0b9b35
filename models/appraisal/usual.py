"""Business as usual: what goes on if nothing is decided, beside the options and ranked where it does the same work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import batched

from models.appraisal.ranking import Ranking
from models.appraisal.totals import OptionTotals
from models.areas.compute import Pool
from models.areas.cost_management import CostManagement
from models.areas.finance import Finance
from models.areas.payment import Payment
from models.areas.placement import Placement
from models.areas.taxation import Tax
from models.areas.world import World
from models.formula.node import (
    ONE,
    ZERO,
    Line,
    Node,
    compounded,
    cumulative,
    equals,
    greatest,
    lag,
    peak_over_time,
    ratio,
    total,
    value_of,
)
from models.formula.trace import Trace
from models.quantities import units

UPKEEP = ("maintenance", "insurance", "software", "other_running")
HOUSED = ("electricity", "colocation", "racks_cost")
_POWER = (*HOUSED, "busy_running")
"""Cost lines of owned servers that come with a server in use: its upkeep, and its power and place."""


_BESIDE_SERVERS = {"hosting": "models", "data": "data", "security": "security", "operations": "tools"}
"""Decision areas of which the on-premises option's running costs are paid today too, each with what it is."""

_AT_ONCE = 6
"""Lines that one formula adds up."""


@dataclass(frozen=True, slots=True)
class Today:
    """What business as usual is worked out from: the options' totals, where their work runs, and what comes on top."""

    pool: Pool
    placed: Placement
    totals: dict[str, OptionTotals]
    tax: Tax
    costs: CostManagement


def business_as_usual(trace: Trace, finance: Finance, ranked: Ranking, world: World, today: Today) -> None:
    """Trace what business as usual costs, of whichever sort it is."""
    sorts = {name: finance.usual_today.is_(name) for name in ("nothing", "cloud", "servers")}
    with trace.section("finance", sheet="appraisal"):
        monthly, vat = _monthly(trace, finance, ranked.prices.payment, world, today, sorts)
        usual = trace.line("usual", "Business as usual", units.MONEY_PER_MONTH, monthly)
        trace.line("usual_cumulative", "Business as usual, cumulative", units.MONEY, cumulative(usual))
        value = trace.line(
            "usual_present_value",
            "Business as usual, present value",
            units.MONEY,
            ranked.prices.worth(trace, usual, "usual_today"),
        )
        ranks_by = usual
        if value_of(ranked.by_society) != 0 and vat is not None:
            ranks_by = trace.line(
                "usual_untaxed",
                "Business as usual, without VAT where society ranks",
                units.MONEY_PER_MONTH,
                usual - ranked.by_society * vat,
            )
        compared = ranked.worth(ranks_by, "usual_real")
        if value_of(ranked.by_society) != 0 and value_of(sorts["servers"]) != 0:
            # as for an option that keeps them: society forgoes their sale
            kept = trace.line(
                "usual_resale",
                "Business as usual: resale forgone, by pool",
                units.MONEY,
                ranked.by_society * sorts["servers"] * today.pool.owned_servers * today.pool.owned_value,
            )
            compared = compared + total(kept, "pool")
        trace.line("usual_compared", "Business as usual, as it is ranked", units.MONEY, compared)
        able: Node = ONE
        if value_of(sorts["servers"]) != 0:
            able = 1 - sorts["servers"] * (1 - _enough_servers(trace, today.placed))
        trace.line(
            "usual_ranked",
            "Business as usual does the same work",
            units.FLAG,
            finance.usual_same_work * (value > 0) * able,
        )


def _monthly(
    trace: Trace, finance: Finance, payment: Payment, world: World, today: Today, sorts: Mapping[str, Node]
) -> tuple[Node, Node | None]:
    """Trace what business as usual costs a month, and the VAT in it where that is known.

    sorts: 1 for the sort that it is, by name; a bill where it is none of them.
    """
    rest: Node = ONE
    for is_it in sorts.values():
        rest = rest - is_it
    growth = trace.line(
        "usual_factor",
        "Business as usual, monthly factor",
        units.RATIO,
        (1 + finance.usual_growth) ** (1 / world.months_per_year),
    )
    grown = trace.line("usual_index", "Business as usual, index", units.RATIO, compounded(growth, ONE))
    billed = trace.line("usual_billed", "Business as usual is a bill", units.FLAG, rest)
    vat: Node | None = None
    monthly: Node = trace.line(
        "usual_bill",
        "Today's bill with its growth",
        units.MONEY_PER_MONTH,
        finance.usual_cost * billed * grown * (trace.month > 0),
    )
    if today.placed.listed is not None:
        cloud, on_it = _todays_cloud(trace, today, today.placed.listed)
        if value_of(finance.usual_set_up) != 0:
            done, of_it = _set_up_already(trace, finance.usual_set_up, payment, today)
            cloud, on_it = cloud - done, on_it - of_it
        vat = sorts["cloud"] * on_it
        monthly = monthly + trace.line(
            "usual_is_cloud", "Today's cloud, if that is the basis", units.MONEY_PER_MONTH, sorts["cloud"] * cloud
        )
    if value_of(sorts["servers"]) != 0:
        servers, on_it = _todays_servers(trace, today)
        vat = sorts["servers"] * on_it + (vat if vat is not None else ZERO)
        monthly = monthly + trace.line(
            "usual_is_servers",
            "Today's servers, if that is the basis",
            units.MONEY_PER_MONTH,
            sorts["servers"] * servers,
        )
    return monthly, vat


def _enough_servers(trace: Trace, placed: Placement) -> Line:
    """Trace whether the servers owned already are those that all work needs in every month."""
    fleet, needed = placed.fleets["on_premises"], placed.needs["on_premises"].all_work
    short = trace.line(
        "usual_servers_short", "Servers short of those needed", units.SERVER, greatest(needed - fleet.existing, 0)
    )
    most = trace.line("usual_servers_missing", "Most servers short", units.SERVER, peak_over_time(short))
    return trace.line(
        "usual_servers_enough", "Today's servers do all the work", units.FLAG, equals(total(most, "pool"), 0)
    )


def bias_of(tax: Tax) -> Node:
    """Return what optimism bias adds to one of money that is paid to run something."""
    return tax.bias_running * (1 - tax.quoted_running) * tax.bias_counted * (1 - tax.bias_mitigated)


def vat_of(tax: Tax) -> Node:
    """Return the VAT on one of money that is paid for services, as far as it is not recovered."""
    return tax.vat_rate * (1 - tax.vat_services)


def on_top(bias: Node, tax: Tax, costs: CostManagement) -> tuple[Node, Node]:
    """Return what one of money that a provider bills becomes, with bills above the estimate and bias, and its VAT.

    As an option's totals have it, class by class, for what stands in no option. bias: what it adds to one of money.
    """
    return costs.bill_factor + bias, costs.bill_factor * vat_of(tax)


def _set_up_already(trace: Trace, is_set_up: Node, payment: Payment, today: Today) -> tuple[Node, Node]:
    """Trace what the cloud option pays once for what arises in month 0, and the VAT in it: today's cloud has it.

    Bias and VAT are running costs of an option, and are paid as those are.
    """
    whole = today.totals["cloud"]
    arising = {line.key.rpartition(".")[2]: line for line in (*whole.class_totals, *whole.incurred)}
    if "one_off" not in arising:
        return ZERO, ZERO
    begins = is_set_up * equals(trace.month, 0)
    in_full = arising.get("incurred_one_off", arising["one_off"])
    once = trace.line("usual_once", "Today's cloud: set-up that is done", units.MONEY_PER_MONTH, in_full * begins)
    untaxed = [line for line in trace.costs("cloud") if line.cost_class == "one-off" and line.supply == "outside"]
    outside = _in_parts(trace, "usual_once_outside", "Cloud set-up outside VAT", untaxed)
    on_it = trace.line(
        "usual_once_vat",
        "Irrecoverable VAT on set-up that is done",
        units.MONEY_PER_MONTH,
        (once - begins * outside) * vat_of(today.tax),
    )
    bias = trace.line(
        "usual_once_bias", "Optimism bias on set-up that is done", units.MONEY_PER_MONTH, once * bias_of(today.tax)
    )
    later = payment.running_after
    vat = trace.line(
        "usual_once_vat_paid",
        "Irrecoverable VAT on set-up that is done, as paid",
        units.MONEY_PER_MONTH,
        lag(on_it, later),
    )
    paid = lag(once, payment.one_off_after) + vat + lag(bias, later)
    return trace.line("usual_once_paid", "Set-up that is done, as paid", units.MONEY_PER_MONTH, paid), vat


def _todays_cloud(trace: Trace, today: Today, at_list: Line) -> tuple[Node, Node]:
    """Trace the cloud option without commitments, spot or discounts, and the VAT in it.

    What is dearer than the option's own rent carries what comes on top of every bill.
    """
    listed = trace.line(
        "usual_listed", "Today's cloud: GPUs at list price", units.MONEY_PER_MONTH, total(at_list, "pool")
    )
    whole = today.totals["cloud"]
    rented = trace.line(
        "usual_rented", "The cloud option's GPUs", units.MONEY_PER_MONTH, total(today.placed.rent["cloud"], "pool")
    )
    dearer = trace.line("usual_dearer", "Today's cloud: dearer by", units.MONEY_PER_MONTH, listed - rented)
    grown, vat = on_top(bias_of(today.tax), today.tax, today.costs)
    on_it = trace.line("usual_vat", "Irrecoverable VAT on what is dearer", units.MONEY_PER_MONTH, dearer * vat)
    every: Node = on_it
    for line in whole.derived:
        if line.key.endswith((".vat_services", ".vat_assets")):
            every = every + line
    taxed = trace.line("usual_cloud_vat", "Irrecoverable VAT in today's cloud", units.MONEY_PER_MONTH, every)
    cloud = trace.line("usual_cloud", "Today's cloud", units.MONEY_PER_MONTH, whole.monthly + dearer * grown + on_it)
    return cloud, taxed


def _running_of(trace: Trace, area: str, label: str) -> Node:
    """Trace the running costs of a decision area on premises; nothing where it has none."""
    lines: list[Line] = [
        line
        for line in trace.costs("on_premises")
        if line.cost_class == "running" and line.area == area and not line.derived
    ]
    return _in_parts(trace, f"usual_{area}", f"Today's running cost of {label}", lines)


def _in_parts(trace: Trace, key: str, label: str, lines: Sequence[Line]) -> Node:
    """Trace the sum of lines, as many at once as a reader takes in; nothing where there are none."""
    added: Node = ZERO
    for number, part in enumerate(batched(lines, _AT_ONCE), 1):
        sum_of: Node = ZERO
        for line in part:
            sum_of = sum_of + line
        added = added + trace.line(f"{key}_{number}", label, units.MONEY_PER_MONTH, sum_of)
    return added


def _todays_servers(trace: Trace, today: Today) -> tuple[Line, Line]:
    """Trace what the servers owned already cost to run, and the VAT in it.

    With what the on-premises option has beside servers and goes on whatever is decided: people, data, models, security
    and tools, VAT that is not recovered, and optimism bias.
    """
    fleet = today.placed.fleets["on_premises"]
    share = trace.line(
        "usual_servers_share",
        "Servers owned already, of those in use",
        units.SHARE,
        ratio(fleet.existing, fleet.in_use),
    )
    parts = {
        label: [line for line in trace.costs("on_premises") if line.key.removeprefix("on_premises.") in names]
        for label, names in (("upkeep", UPKEEP), ("power and place", _POWER))
    }
    by_pool: Node = ZERO
    for label, lines in parts.items():
        running: Node = ZERO
        for line in lines:
            running = running + line
        by_pool = by_pool + trace.line(
            f"usual_servers_{label.split(' ')[0]}",
            f"Servers owned already: {label}",
            units.MONEY_PER_MONTH,
            share * running,
        )
    running_all = trace.line(
        "usual_servers_running", "Running cost of servers owned already", units.MONEY_PER_MONTH, by_pool
    )
    people = next(line for line in today.totals["on_premises"].class_totals if line.key.endswith(".people"))
    servers = trace.line(
        "usual_servers_all", "Servers owned already", units.MONEY_PER_MONTH, total(running_all, "pool")
    )
    others: Node = ZERO
    for area, label in _BESIDE_SERVERS.items():
        others = others + _running_of(trace, area, label)
    vat, bias = vat_of(today.tax), bias_of(today.tax)
    taxed = trace.line("usual_servers_vat", "Irrecoverable VAT today", units.MONEY_PER_MONTH, (servers + others) * vat)
    expected = trace.line(
        "usual_servers_before",
        "Today's servers, before optimism bias and VAT",
        units.MONEY_PER_MONTH,
        servers + others + people,
    )
    running = expected * (1 + bias)
    return trace.line("usual_servers", "Today's servers", units.MONEY_PER_MONTH, running + taxed), taxed
