"""People and tools: the cost lines of operations."""

from dataclasses import dataclass

from models.areas.finance import Prices
from models.areas.operations import Operations, Role, Tool
from models.areas.rented_otherwise import Meanwhile
from models.areas.world import World
from models.formula.node import ZERO, Line, Node, ahead, equals, greatest, largest, per_month, total, value_of, where
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Staffing:
    """What a person costs, by role: a month with on-costs, and hiring, once. What tools cost."""

    operations: Operations
    role: Role
    tool: Tool
    monthly: Line
    hiring: Line
    tools: "Tools"


@dataclass(frozen=True, slots=True)
class Tools:
    """What a tool costs a month where it is used, by tool: for data, for operations, and in effort."""

    for_data: Line
    for_work: Line
    effort: Line


def staffing(trace: Trace, operations: Operations, role: Role, tool: Tool, world: World) -> Staffing:
    """Trace what people cost."""
    with trace.section("operations", sheet="demand"):
        insured = trace.line(
            "insured",
            "Salary above the threshold",
            units.MONEY_PER_PERSON_YEAR,
            greatest(role.salary - operations.ni_threshold, 0),
        )
        yearly = trace.line(
            "yearly",
            "Cost per person with on-costs",
            units.MONEY_PER_PERSON_YEAR,
            role.salary * (1 + operations.pension)
            + insured * operations.ni_rate
            + operations.training * (role.salary > 0),
        )
        monthly = trace.line(
            "monthly", "Cost per person per month", units.MONEY_PER_PERSON_MONTH, yearly / world.months_per_year
        )
        hiring = trace.line(
            "hiring", "Hiring cost per person", units.MONEY_PER_PERSON, role.salary * world.a_year * role.hire_cost
        )
        tools = _tools(trace, tool, world)
    return Staffing(operations, role, tool, monthly, hiring, tools)


def _tools(trace: Trace, tool: Tool, world: World) -> Tools:
    """Trace what each tool costs that is in use."""
    price = trace.line(
        "tool_price",
        "Price of the tool",
        units.MONEY_PER_MONTH,
        tool.active
        * (
            tool.licence / world.months_per_year
            + tool.hosting
            + tool.user_price * tool.users
            + tool.metered * tool.metered_price / world.requests_per_thousand
        ),
    )
    governing = tool.purpose.is_("feature_store") + tool.purpose.is_("lineage")
    return Tools(
        trace.line("data_tools", "Tools for data", units.MONEY_PER_MONTH, price * governing),
        trace.line("work_tools", "Tools for operations", units.MONEY_PER_MONTH, price * (1 - governing)),
        trace.line("effort_by_tool", "Effort, by tool", units.DAYS_PER_MONTH, tool.active * tool.effort),
    )


def _by_option(option: str, cloud: Node, on_premises: Node, hybrid: Node, hybrid_keeps: Node) -> Node:
    """Return an option's own value; a hybrid that keeps no server takes the cloud's, and so does an API."""
    return {"cloud": cloud, "api": cloud, "on_premises": on_premises, "hybrid": where(hybrid_keeps, hybrid, cloud)}[
        option
    ]


def _of_option(
    option: str, role: Role, operations: Operations, tool: Tool, hybrid_keeps: Node
) -> tuple[Node, Node, Node]:
    """Return an option's people by role, its consultant days, and the tools it uses."""
    people = _by_option(option, role.people_cloud, role.people_on_premises, role.people_hybrid, hybrid_keeps)
    days = _by_option(
        option,
        operations.consultant_days_cloud,
        operations.consultant_days_on_premises,
        operations.consultant_days_hybrid,
        hybrid_keeps,
    )
    uses = _by_option(option, tool.cloud, tool.on_premises, tool.hybrid, hybrid_keeps)
    if option == "api":
        return people * role.api_part, days * operations.consultants_api_part, uses * tool.api
    return people, days, uses


@dataclass(frozen=True, slots=True)
class Operated:
    """What an option operates: GPUs owned, rented and at work by pool, and whether a workload is called by API.

    waiting: the work that waits for servers, None where none does.
    """

    owned: Node
    rented: Node
    called: Node
    at_work: Line
    waiting: Meanwhile | None = None


@dataclass(frozen=True, slots=True)
class Operating:
    """What an option's operation yields beside its costs.

    ready: months until the last of its people is hired. people_meanwhile, platforms_meanwhile: what they would cost for
        the work that waits, if it were rented, in money per month.
    """

    ready: Line
    people_meanwhile: Node
    platforms_meanwhile: Node


def _hundreds_soon(trace: Trace, name: str, gpus: Node, world: World) -> Line:
    """Trace the GPUs to operate of a name, in hundreds, of this month or the next."""
    fleet = trace.line(f"fleet_{name}", f"GPUs {name} to operate", units.GPU, total(gpus, "pool"))
    return trace.line(
        f"fleet_{name}_soon",
        f"Hundreds of GPUs {name}, of this month or the next",
        units.NUMBER,
        greatest(fleet, ahead(fleet, world.one_month)) / world.gpus_in_hundred,
    )


def _by_fleet(trace: Trace, role: Role, operated: Operated, world: World) -> Line | None:
    """Trace the people by role that follow the fleet, a month before it is there; None where none do."""
    drivers = ((role.per_owned, operated.owned), (role.per_rented, operated.rented))
    if all(value_of(rate) == 0 for rate in (role.per_owned, role.per_rented, role.per_called)):
        return None
    people: Node = ZERO
    for name, (rate, gpus) in zip(("owned", "rented"), drivers, strict=True):
        if value_of(rate) == 0 or value_of(gpus) == 0:
            continue
        people = people + rate * _hundreds_soon(trace, name, gpus, world)
    if value_of(role.per_called) != 0:
        people = people + role.per_called * total(operated.called, "workload")
    return trace.line("by_fleet", "Staffing that scales with GPUs, by role", units.PERSON, people)


def operations_costs(
    trace: Trace, option: str, staffing: Staffing, operated: Operated, prices: Prices, world: World, hybrid_keeps: Node
) -> Operating:
    """Trace what an option pays for people, consultants and tools."""
    role, tool, operations = staffing.role, staffing.tool, staffing.operations
    people, days, uses = _of_option(option, role, operations, tool, hybrid_keeps)
    with trace.section(f"{option}.operations", sheet=option, option=option):
        wanted = trace.line("wanted", "People required, by role", units.PERSON, people)
        by_fleet = _by_fleet(trace, role, operated, world)
        team: Node = wanted * (trace.month > role.hire_delay)
        if by_fleet is not None:
            team = team + by_fleet
        employed = trace.line("employed", "People employed, by role", units.PERSON, team)
        trace.line("team", "People employed", units.PERSON, total(employed, "role"))
        paid = trace.line("paid", "Pay with on-costs, by role", units.MONEY_PER_MONTH, employed * staffing.monthly)
        trace.cost("people", "People", "operations", "people", total(paid, "role") * prices.wages)
        hired = trace.line(
            "hired",
            "Hiring, by role",
            units.MONEY,
            wanted * staffing.hiring * equals(trace.month, role.hire_delay + world.one_month) * (role.hire_delay > 0),
        )
        trace.cost("hiring", "Hiring", "operations", "one-off", per_month(total(hired, "role") * prices.wages))
        trace.cost(
            "consultants",
            "Consultants",
            "operations",
            "one-off",
            per_month(days * operations.consultant_rate * equals(trace.month, 0)),
        )
        used = trace.line("tool_used", "Option uses the tool", units.FLAG, uses)
        _tool_costs(trace, staffing.tools, used, prices)
        fee: Node = ZERO
        if value_of(tool.hour_fee) != 0:
            fee = trace.line(
                "platform_fee",
                "Platform fees per GPU-hour",
                units.MONEY_PER_GPU_HOUR,
                total(used * tool.active * tool.hour_fee, "tool"),
            )
            hours = total(operated.at_work, "pool") * world.hours_per_month
            trace.cost(
                "platform_fees", "Platform fees by GPU-hour", "operations", "running", hours * fee * prices.general
            )
        waits = trace.line(
            "waits", "Months to hire where people are wanted", units.MONTH, (wanted > 0) * role.hire_delay
        )
        ready = trace.line("ready", "Months until the last is hired", units.MONTH, largest(waits, "role"))
        trace.cost(
            "effort",
            "Effort for tools",
            "operations",
            "people",
            total(used * staffing.tools.effort, "tool") * operations.day_rate * prices.wages * (trace.month > 0),
        )
        return Operating(ready, *_of_waiting(trace, staffing, operated.waiting, fee, prices, world))


def _of_waiting(
    trace: Trace, staffing: Staffing, waiting: Meanwhile | None, fee: Node, prices: Prices, world: World
) -> tuple[Node, Node]:
    """Trace what people that follow the fleet, and platforms, would cost for the work that waits, if it were rented.

    fee: of platforms, for a GPU-hour.
    """
    people: Node = ZERO
    platforms: Node = ZERO
    rate = staffing.role.per_rented
    if waiting is not None and value_of(rate) != 0:
        soon = _hundreds_soon(trace, "waiting", waiting.gpus, world)
        paid = rate * soon * staffing.monthly
        pay = trace.line("waiting_pay", "Pay of people for what waits, by role", units.MONEY_PER_MONTH, paid)
        people = total(pay, "role") * prices.wages
    if waiting is not None and value_of(fee) != 0:
        hours = total(waiting.busy, "pool") * world.hours_per_month
        platforms = trace.line(
            "waiting_fees", "Platform fees for what waits", units.MONEY_PER_MONTH, hours * fee * prices.general
        )
    return people, platforms


def _tool_costs(trace: Trace, tools: Tools, used: Line, prices: Prices) -> None:
    trace.cost(
        "data_tool_cost",
        "Feature store and lineage",
        "data",
        "running",
        total(used * tools.for_data, "tool") * prices.general * (trace.month > 0),
    )
    trace.cost(
        "tool_cost",
        "Platform and monitoring",
        "operations",
        "running",
        total(used * tools.for_work, "tool") * prices.general * (trace.month > 0),
    )
