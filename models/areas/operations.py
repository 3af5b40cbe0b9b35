"""Operations: the people each option needs, consultants, and the platform and monitoring they work with."""

from dataclasses import dataclass

from models.areas.finance import Prices
from models.areas.world import World
from models.formula.node import Line, Node, equals, greatest, largest, per_month, total, where
from models.formula.trace import Area, Table, Trace, declare
from models.quantities import units
from models.quantities.declaration import CatalogueDefault, choice, flag, integer, quantity, share

PURPOSES = (
    ("feature_store", "Feature store"),
    ("lineage", "Lineage"),
    ("mlops", "MLOps platform"),
    ("monitoring", "Monitoring"),
    ("orchestration", "Orchestration"),
)


class Role(Table):
    """The table of roles."""

    axis = "role"
    home = "role"
    title = "Roles"
    starting_rows = (
        ("data", "Data engineers"),
        ("ml", "ML engineers"),
        ("platform", "Platform and DevOps engineers"),
        ("security", "Security engineers"),
    )

    people_cloud = quantity(
        "People, cloud",
        units.PERSON,
        default=0.5,
        bounds=(0, 10_000),
        plausible=(0, 3),
        decimals=2,
        blank=0,
        essential=True,
        help="Full-time people this work takes where everything is rented.",
        source="plan",
    )
    people_on_premises = quantity(
        "People, on-premises",
        units.PERSON,
        default=0.5,
        bounds=(0, 10_000),
        plausible=(0, 4),
        decimals=2,
        blank=0,
        essential=True,
        help="Where everything is owned.",
        source="plan",
    )
    people_hybrid = quantity(
        "People, hybrid",
        units.PERSON,
        default=0.5,
        bounds=(0, 10_000),
        plausible=(0, 4),
        decimals=2,
        blank=0,
        essential=True,
        help="For both places.",
        source="plan",
    )
    salary = quantity(
        "Salary",
        units.MONEY_PER_PERSON_YEAR,
        default=CatalogueDefault("role.ml.salary"),
        bounds=(0, 1e6),
        plausible=(52_000, 92_000),
        decimals=0,
        blank=0,
        essential=True,
        help="Before the employer's on-costs.",
        source="ITJobsWatch",
    )
    hire_delay = integer(
        "Months to hire",
        units.MONTH,
        default=0,
        bounds=(0, 36),
        plausible=(0, 6),
        blank=0,
        help="Nothing is paid, and what needs these people waits, until then; 0 where they are there already.",
        source="plan",
    )
    hire_cost = share(
        "Cost of hiring over salary",
        default=0.0,
        bounds=(0, 2),
        plausible=(0.0, 0.25),
        help="Recruitment fees, once, for people who are hired.",
        source="quote",
    )


class Tool(Table):
    """The table of platforms and tools."""

    axis = "tool"
    home = "tool"
    title = "Platforms and tools"
    starting_rows = (
        ("feast", "Feast"),
        ("tecton", "Tecton"),
        ("atlas", "Apache Atlas"),
        ("amundsen", "Amundsen"),
        ("lineage_commercial", "Commercial data catalogue"),
        ("kubeflow", "Kubeflow"),
        ("mlflow", "MLflow"),
        ("databricks", "Databricks"),
        ("sagemaker", "SageMaker"),
        ("vertex", "Vertex AI"),
        ("prometheus", "Prometheus"),
        ("grafana", "Grafana"),
        ("wandb", "Weights & Biases"),
        ("gpu_operator", "Kubernetes with the GPU operator"),
    )

    active = flag("In use", default=False, essential=True, help="Switches the tool on or off.", source="plan")
    purpose = choice(
        "Purpose",
        *PURPOSES,
        default="mlops",
        essential=True,
        help="What it is for: feature stores and lineage count under data, the others under operations.",
        source="plan",
    )
    licence = quantity(
        "Licence",
        units.MONEY_PER_YEAR,
        default=0.0,
        bounds=(0, 1e8),
        plausible=(0, 150_000),
        decimals=0,
        essential=True,
        help="A year, whatever the use.",
        source="quote",
    )
    hosting = quantity(
        "Hosting and usage",
        units.MONEY_PER_MONTH,
        default=0.0,
        bounds=(0, 1e7),
        plausible=(0, 3_000),
        decimals=0,
        help="Servers it runs on, or what the provider bills by use.",
        source="bill",
    )
    user_price = quantity(
        "Price a user",
        units.MONEY_PER_PERSON_MONTH,
        default=0.0,
        bounds=(0, 1e5),
        plausible=(0, 100),
        help="For each user and month.",
        source="price list",
    )
    users = quantity(
        "Users",
        units.PERSON,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(0, 50),
        decimals=0,
        help="People with an account.",
        source="plan",
    )
    effort = quantity(
        "Effort",
        units.DAYS_PER_MONTH,
        default=0.0,
        bounds=(0, 1_000),
        plausible=(0, 8),
        decimals=1,
        help="Days a month of your own people to run it.",
        source="assumption",
    )
    cloud = flag(
        "In the cloud option", default=True, help="Switch off where that option does not need it.", source="plan"
    )
    on_premises = flag(
        "In the on-premises option",
        default=True,
        help="Switch off for services that exist in a cloud only.",
        source="plan",
    )
    hybrid = flag(
        "In the hybrid option", default=True, help="Switch off where that option does not need it.", source="plan"
    )


class Operations(Area):
    """Who operates it all."""

    name = "operations"
    title = "Operations"

    ni_rate = share(
        "Employer National Insurance",
        default=CatalogueDefault("people.ni_rate"),
        plausible=(0.138, 0.15),
        blank=0.0,
        help="On salary above the threshold.",
        source="HMRC 2026/27",
    )
    ni_threshold = quantity(
        "National Insurance threshold",
        units.MONEY_PER_PERSON_YEAR,
        default=CatalogueDefault("people.ni_threshold"),
        bounds=(0, 1e5),
        plausible=(5_000, 9_100),
        decimals=0,
        blank=0,
        help="Salary on which none is due.",
        source="HMRC 2026/27",
    )
    pension = share(
        "Employer pension and benefits",
        default=CatalogueDefault("people.pension"),
        plausible=(0.03, 0.15),
        blank=0.0,
        help="Over salary.",
        source="assumption",
    )
    training = quantity(
        "Training",
        units.MONEY_PER_PERSON_YEAR,
        default=1_500,
        bounds=(0, 1e5),
        plausible=(0, 5_000),
        decimals=0,
        blank=0,
        help="Courses and certificates, a person and year.",
        source="assumption",
    )
    day_rate = quantity(
        "Value of a day of your own people",
        units.MONEY_PER_DAY,
        default=400,
        bounds=(0, 1e5),
        plausible=(300, 600),
        decimals=0,
        blank=0,
        essential=True,
        help="Salary and on-costs of a year over 220 days; prices the effort for security and tools.",
        source="payroll",
    )
    consultant_rate = quantity(
        "Consultants",
        units.MONEY_PER_DAY,
        default=CatalogueDefault("people.consultant"),
        bounds=(0, 1e5),
        plausible=(900, 2_000),
        decimals=0,
        blank=0,
        help="A day.",
        source="market survey",
    )
    consultant_days_cloud = quantity(
        "Consultant days, cloud",
        units.DAY,
        default=10,
        bounds=(0, 1e5),
        plausible=(0, 40),
        decimals=0,
        blank=0,
        help="Design and first deployment.",
        source="plan",
    )
    consultant_days_on_premises = quantity(
        "Consultant days, on-premises",
        units.DAY,
        default=30,
        bounds=(0, 1e5),
        plausible=(0, 90),
        decimals=0,
        blank=0,
        essential=True,
        help="Design and first deployment.",
        source="plan",
    )
    consultant_days_hybrid = quantity(
        "Consultant days, hybrid",
        units.DAY,
        default=35,
        bounds=(0, 1e5),
        plausible=(0, 100),
        decimals=0,
        blank=0,
        help="Design and first deployment.",
        source="plan",
    )
    goodput = share(
        "Goodput of training",
        default=0.95,
        bounds=(0.05, 1),
        plausible=(0.85, 0.99),
        blank=1.0,
        help="Share of training hours that are not lost to failures and restarts.",
        source="published training reports",
    )


GROUPS = declare(Operations, Role, Tool)


@dataclass(frozen=True, slots=True)
class Staffing:
    """What a person costs, by role: a month with on-costs, and hiring, once."""

    operations: Operations
    role: Role
    tool: Tool
    monthly: Line
    hiring: Line


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
            "A person with on-costs",
            units.MONEY_PER_PERSON_YEAR,
            role.salary * (1 + operations.pension)
            + insured * operations.ni_rate
            + operations.training * (role.salary > 0),
        )
        monthly = trace.line(
            "monthly", "A person a month", units.MONEY_PER_PERSON_MONTH, yearly / world.months_per_year
        )
        hiring = trace.line(
            "hiring", "Hiring a person", units.MONEY_PER_PERSON, role.salary * world.a_year * role.hire_cost
        )
    return Staffing(operations, role, tool, monthly, hiring)


def _by_option(option: str, cloud: Node, on_premises: Node, hybrid: Node, hybrid_keeps: Node) -> Node:
    """Return an option's own value; a hybrid that keeps no server takes the cloud's."""
    return {"cloud": cloud, "on_premises": on_premises, "hybrid": where(hybrid_keeps, hybrid, cloud)}[option]


def operations_costs(
    trace: Trace, option: str, staffing: Staffing, prices: Prices, world: World, hybrid_keeps: Node
) -> Line:
    """Trace what an option pays for people, consultants and tools.

    Return the months until the last of its people is hired.
    """
    role, tool, operations = staffing.role, staffing.tool, staffing.operations
    people = _by_option(option, role.people_cloud, role.people_on_premises, role.people_hybrid, hybrid_keeps)
    days = _by_option(
        option,
        operations.consultant_days_cloud,
        operations.consultant_days_on_premises,
        operations.consultant_days_hybrid,
        hybrid_keeps,
    )
    used = tool.active * _by_option(option, tool.cloud, tool.on_premises, tool.hybrid, hybrid_keeps)
    with trace.section(f"{option}.operations", sheet=option, option=option):
        wanted = trace.line("wanted", "People wanted, by role", units.PERSON, people)
        employed = trace.line(
            "employed", "People employed, by role", units.PERSON, wanted * (trace.month > role.hire_delay)
        )
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
        _tools(trace, tool, used, prices, world)
        waits = trace.line(
            "waits", "Months to hire where people are wanted", units.MONTH, (wanted > 0) * role.hire_delay
        )
        ready = trace.line("ready", "Months until the last is hired", units.MONTH, largest(waits, "role"))
        work = trace.line("effort_by_tool", "Effort, by tool", units.DAYS_PER_MONTH, used * tool.effort)
        trace.cost(
            "effort",
            "Effort for tools",
            "operations",
            "people",
            total(work, "tool") * operations.day_rate * prices.wages * (trace.month > 0),
        )
    return ready


def _tools(trace: Trace, tool: Tool, used: Node, prices: Prices, world: World) -> None:
    in_use = trace.line("tool_used", "Tool in use", units.FLAG, used)
    price = trace.line(
        "tool_price",
        "Price of the tool",
        units.MONEY_PER_MONTH,
        tool.licence / world.months_per_year + tool.hosting + tool.user_price * tool.users,
    )
    governing = tool.purpose.is_("feature_store") + tool.purpose.is_("lineage")
    for_data = trace.line("data_tools", "Tools for data", units.MONEY_PER_MONTH, in_use * price * governing)
    for_work = trace.line("work_tools", "Tools for operations", units.MONEY_PER_MONTH, in_use * price * (1 - governing))
    trace.cost(
        "data_tool_cost",
        "Feature store and lineage",
        "data",
        "running",
        total(for_data, "tool") * prices.general * (trace.month > 0),
    )
    trace.cost(
        "tool_cost",
        "Platform and monitoring",
        "operations",
        "running",
        total(for_work, "tool") * prices.general * (trace.month > 0),
    )
