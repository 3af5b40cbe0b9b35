"""Operations: the people each option needs, consultants, and the platform and monitoring they work with."""

from models.areas.role_fleet import FleetRole
from models.areas.tool_meters import MeteredTool
from models.formula.trace import Area, declare
from models.quantities import units
from models.quantities.declaration import CatalogueDefault
from models.quantities.declaring import choice, flag, integer, quantity, share

PURPOSES = (
    ("feature_store", "Feature store"),
    ("lineage", "Lineage"),
    ("mlops", "MLOps platform"),
    ("monitoring", "Monitoring"),
    ("orchestration", "Orchestration"),
)


class Role(FleetRole):
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
        "People, cloud and API",
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
        help="For both sites.",
        source="plan",
    )
    api_part = share(
        "API option, share of cloud people",
        default=1.0,
        bounds=(0, 10),
        plausible=(0.3, 1.0),
        blank=1.0,
        help="An API leaves less to operate: 50% for half the people that the cloud option needs in this role.",
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
        "Time to hire",
        units.MONTH,
        default=0,
        bounds=(0, 36),
        plausible=(0, 6),
        blank=0,
        help="Until then nothing is paid, and work that needs these people waits; 0 if they are already in post.",
        source="plan",
    )
    hire_cost = share(
        "Hiring cost, share of salary",
        default=0.0,
        bounds=(0, 2),
        plausible=(0.0, 0.25),
        help="Recruitment fees, once, for people who are hired.",
        source="quote",
    )


class Tool(MeteredTool):
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
        help="Yearly, regardless of use.",
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
        "Price per user",
        units.MONEY_PER_PERSON_MONTH,
        default=0.0,
        bounds=(0, 1e5),
        plausible=(0, 100),
        help="Per user per month.",
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
        "Used in the cloud option",
        default=True,
        help="Switch off where that option does not need it.",
        source="plan",
        harmless=True,
    )
    on_premises = flag(
        "Used in the on-premises option",
        default=True,
        help="Switch off for services that exist in a cloud only.",
        source="plan",
        harmless=True,
    )
    hybrid = flag(
        "Used in the hybrid option",
        default=True,
        help="Switch off where that option does not need it.",
        source="plan",
        harmless=True,
    )
    api = flag(
        "Used in the API option",
        default=True,
        help="Switch off where the API option does without what the cloud option needs.",
        source="plan",
        harmless=True,
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
        help="Salary up to which none is due.",
        source="HMRC 2026/27",
    )
    pension = share(
        "Employer pension and benefits",
        default=CatalogueDefault("people.pension"),
        plausible=(0.03, 0.15),
        blank=0.0,
        help="As a share of salary.",
        source="assumption",
    )
    training = quantity(
        "Staff training",
        units.MONEY_PER_PERSON_YEAR,
        default=1_500,
        bounds=(0, 1e5),
        plausible=(0, 5_000),
        decimals=0,
        blank=0,
        help="Courses and certificates, per person per year.",
        source="assumption",
    )
    day_rate = quantity(
        "Day rate of your own people",
        units.MONEY_PER_DAY,
        default=400,
        bounds=(0, 1e5),
        plausible=(300, 600),
        decimals=0,
        blank=0,
        essential=True,
        help="A year's salary and on-costs divided by 220 days; prices the effort for security and tools.",
        source="payroll",
    )
    consultant_rate = quantity(
        "Consultant day rate",
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
    consultants_api_part = share(
        "API option, share of cloud consultant days",
        default=1.0,
        bounds=(0, 10),
        plausible=(0.2, 1.0),
        blank=1.0,
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
        "Training goodput",
        default=0.95,
        bounds=(0.05, 1),
        plausible=(0.85, 0.99),
        blank=1.0,
        help="Share of training hours that are not lost to failures and restarts.",
        source="published training reports",
    )


GROUPS = declare(Operations, Role, Tool)
