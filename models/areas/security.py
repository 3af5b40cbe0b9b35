"""Security: controls, what they cost in each option, and which requirements they meet."""

from dataclasses import dataclass

from models.areas.finance import Prices
from models.formula.node import Line, Node, equals, per_month, total, where
from models.formula.trace import Area, Table, Trace, declare
from models.quantities import units
from models.quantities.declaration import When
from models.quantities.declaring import flag, quantity, share

REQUIREMENTS = (
    ("uk_gdpr", "UK GDPR"),
    ("fca_pra", "FCA and PRA"),
    ("nhs_dspt", "NHS DSPT"),
    ("residency", "Data residency"),
    ("air_gapped", "Air-gapped"),
)

_PRICED = "quote or catalogue"
_PART_OF = "Counts towards covering this requirement."


class Control(Table):
    """The table of controls."""

    axis = "control"
    home = "control"
    title = "Controls"
    starting_rows = (
        ("encryption", "Encryption and keys"),
        ("access", "Access control and audit log"),
        ("minimisation", "Minimisation and anonymisation"),
        ("privacy", "Differential privacy"),
        ("extraction", "Extraction defence"),
        ("supply_chain", "Supply chain: scanning and private mirrors"),
        ("gateway", "API gateway"),
        ("filtering", "Input and output filtering"),
        ("pen_test", "Penetration tests"),
        ("certification", "Certification"),
    )

    active = flag(
        "Control in place",
        default=False,
        essential=True,
        help="Switches the control on or off.",
        source="security policy",
    )
    setup = quantity(
        "Set-up cost",
        units.MONEY,
        default=5_000,
        bounds=(0, 1e8),
        plausible=(1_000, 30_000),
        decimals=0,
        blank=0,
        essential=True,
        help="Once, in month 0.",
        source=_PRICED,
    )
    running_cloud = quantity(
        "Running cost, cloud",
        units.MONEY_PER_MONTH,
        default=300,
        bounds=(0, 1e7),
        plausible=(0, 2_000),
        decimals=0,
        blank=0,
        essential=True,
        help="A month, where everything is rented.",
        source=_PRICED,
    )
    running_on_premises = quantity(
        "Running cost, on-premises",
        units.MONEY_PER_MONTH,
        default=300,
        bounds=(0, 1e7),
        plausible=(0, 2_000),
        decimals=0,
        blank=0,
        help="A month, where everything is owned.",
        source=_PRICED,
    )
    running_hybrid = quantity(
        "Running cost, hybrid",
        units.MONEY_PER_MONTH,
        default=400,
        bounds=(0, 1e7),
        plausible=(0, 3_000),
        decimals=0,
        blank=0,
        help="A month, for both places.",
        source=_PRICED,
    )
    effort_cloud = quantity(
        "Effort, cloud",
        units.DAYS_PER_MONTH,
        default=1,
        bounds=(0, 1_000),
        plausible=(0, 4),
        decimals=1,
        blank=0,
        help="Days a month of your own people.",
        source="assumption",
    )
    effort_on_premises = quantity(
        "Effort, on-premises",
        units.DAYS_PER_MONTH,
        default=2,
        bounds=(0, 1_000),
        plausible=(0, 6),
        decimals=1,
        blank=0,
        help="Days a month of your own people.",
        source="assumption",
    )
    effort_hybrid = quantity(
        "Effort, hybrid",
        units.DAYS_PER_MONTH,
        default=2.5,
        bounds=(0, 1_000),
        plausible=(0, 8),
        decimals=1,
        blank=0,
        help="Days a month of your own people.",
        source="assumption",
    )
    api_part = share(
        "API option, share of cloud cost and effort",
        default=1.0,
        bounds=(0, 10),
        plausible=(0.3, 1.2),
        blank=1.0,
        help="Running cost and effort of the control, as a share of those in the cloud.",
        source="assumption",
    )
    overhead = share(
        "Training overhead",
        default=0.0,
        bounds=(0, 20),
        plausible=(0.0, 0.2),
        help="Extra GPU-hours for the same run: 150% for two and a half times as many.",
        source="published tests",
    )
    uk_gdpr = flag("Covers UK GDPR", default=False, help=_PART_OF, source="ICO guidance")
    fca_pra = flag("Covers FCA and PRA", default=False, help=_PART_OF, source="PRA SS2/21")
    nhs_dspt = flag("Covers NHS DSPT", default=False, help=_PART_OF, source="NHS DSPT")
    residency = flag("Covers data residency", default=False, help=_PART_OF, source="contract")
    air_gapped = flag("Covers an air gap", default=False, help=_PART_OF, source="security policy")
    works_cloud = flag(
        "Available in the cloud",
        default=True,
        help="Switch off where the control is not available there.",
        source="provider's terms",
        harmless=True,
    )
    works_on_premises = flag(
        "Available on premises",
        default=True,
        help="Switch off where the control is not available there.",
        source="security policy",
        harmless=True,
    )


class Security(Area):
    """Which requirements hold, and what security costs."""

    name = "security"
    title = "Requirements"

    uk_gdpr = flag(
        "UK GDPR applies",
        default=True,
        blank=False,
        essential=True,
        help="Personal data is processed.",
        source="data protection officer",
    )
    fca_pra = flag(
        "FCA or PRA rules apply",
        default=False,
        essential=True,
        help="Outsourcing and operational resilience: exit plan, access and audit rights.",
        source="compliance",
    )
    nhs_dspt = flag(
        "NHS DSPT applies",
        default=False,
        essential=True,
        help="Patient data of the NHS is processed.",
        source="information governance",
    )
    residency = flag(
        "Data must stay in the UK or EU", default=False, essential=True, help="By law or contract.", source="contract"
    )
    uk_only = flag(
        "In the UK alone",
        default=False,
        blank=False,
        when=When("residency", ("True",)),
        essential=True,
        help="Nothing may stand in the EU either. Counts where data must stay in the UK or EU.",
        source="contract",
    )
    air_gapped = flag(
        "Air-gapped",
        default=False,
        essential=True,
        help="No connection to the outside: neither API nor cloud may be used.",
        source="security policy",
    )
    recovery_time = quantity(
        "Recovery time objective",
        units.HOUR,
        default=0.0,
        bounds=(0, 10_000),
        plausible=(1, 72),
        decimals=0,
        help="Hours within which the work must run again after the loss of a site; 0 for no objective.",
        source="impact tolerance; FCA PS21/3",
    )
    restore_time = quantity(
        "Restore time in one site",
        units.HOUR,
        default=72.0,
        bounds=(0, 10_000),
        plausible=(24, 720),
        decimals=0,
        help="Hours without standby at a second site. Checked by the rules.",
        source="assumption",
        harmless=True,
    )
    recovery_point = quantity(
        "Recovery point objective",
        units.HOUR,
        default=0.0,
        bounds=(0, 10_000),
        plausible=(0.25, 24),
        help="Hours of data that may be lost with a site; 0 for no objective.",
        source="impact tolerance",
    )
    copy_every = quantity(
        "Backup interval",
        units.HOUR,
        default=24.0,
        bounds=(0, 10_000),
        plausible=(0.25, 24),
        help="Hours between copies to another site, or backups. Checked by the rules.",
        source="backup plan",
        harmless=True,
    )
    high_availability = flag(
        "High availability is required",
        default=False,
        help="The service must survive the loss of one site. Checked by the rules.",
        source="business continuity plan",
    )
    single_region = flag(
        "Single region or site",
        default=True,
        help="Checked by the rules where high availability is required.",
        source="plan",
        harmless=True,
    )
    controls_mandatory = flag(
        "Controls are mandatory",
        default=False,
        help="If so, an option that lacks a control required by a law, regulator or contract is not allowed.",
        source="compliance",
    )
    clearance = quantity(
        "Assurance work",
        units.MONEY,
        default=0,
        bounds=(0, 1e8),
        plausible=(0, 60_000),
        decimals=0,
        help="Impact assessments, exit plan and approvals in month 0, in every option.",
        source="assumption",
    )


GROUPS = declare(Security, Control)


@dataclass(frozen=True, slots=True)
class Secured:
    """What security does: compute it adds to training over the hours without, and what setting a control up costs."""

    overhead: Line
    setup: Line
    control: Control
    security: Security


def secured(trace: Trace, security: Security, control: Control) -> Secured:
    """Trace the compute that controls add to training."""
    with trace.section("security", sheet="demand"):
        added = trace.line("added", "Training overhead of the control", units.SHARE, control.active * control.overhead)
        overhead = trace.line("overhead", "Training overhead", units.SHARE, total(added, "control"))
        setup = trace.line("setup_by_control", "Set-up, by control", units.MONEY, control.active * control.setup)
    return Secured(overhead, setup, control, security)


def security_costs(
    trace: Trace, option: str, secured: Secured, day_rate: Node, prices: Prices, hybrid_keeps: Node
) -> None:
    """Trace what an option pays for security."""
    control, security = secured.control, secured.security
    running = {
        "cloud": control.running_cloud,
        "api": control.running_cloud,
        "on_premises": control.running_on_premises,
        "hybrid": control.running_hybrid,
    }[option]
    effort = {
        "cloud": control.effort_cloud,
        "api": control.effort_cloud,
        "on_premises": control.effort_on_premises,
        "hybrid": control.effort_hybrid,
    }[option]
    if option == "api":
        running, effort = running * control.api_part, effort * control.api_part
    if option == "hybrid":
        running, effort = (
            where(hybrid_keeps, running, control.running_cloud),
            where(hybrid_keeps, effort, control.effort_cloud),
        )
    with trace.section(f"{option}.security", sheet=option, option=option):
        monthly = trace.line(
            "running_by_control", "Running cost, by control", units.MONEY_PER_MONTH, control.active * running
        )
        days = trace.line("effort_by_control", "Effort, by control", units.DAYS_PER_MONTH, control.active * effort)
        once = trace.line("once", "Control set-up", units.MONEY, total(secured.setup, "control") + security.clearance)
        trace.cost("setup", "Security set-up", "security", "one-off", per_month(once * equals(trace.month, 0)))
        trace.cost(
            "running",
            "Security controls",
            "security",
            "running",
            total(monthly, "control") * prices.general * (trace.month > 0),
        )
        trace.cost(
            "effort",
            "Effort for security",
            "security",
            "people",
            total(days, "control") * day_rate * prices.wages * (trace.month > 0),
        )
