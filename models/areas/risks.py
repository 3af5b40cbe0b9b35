"""Risks: what may happen to an option, how likely it is and what it would cost."""

from dataclasses import dataclass

from models.areas.finance import Prices
from models.areas.world import World
from models.formula.node import ZERO, Line, Node, equals, per_month, total, value_of, where
from models.formula.trace import Area, Table, Trace, declare
from models.quantities import units
from models.quantities.declaring import flag, integer, quantity, share


class Risk(Table):
    """The risk register."""

    axis = "risk"
    home = "risk"
    title = "Risk register"
    starting_rows = (
        ("price_rise", "Cloud or API prices rise"),
        ("exit", "Forced exit from a provider"),
        ("late", "Delivery is late"),
        ("people", "Key people leave"),
        ("failure", "Hardware fails out of warranty"),
        ("breach", "Data is exposed"),
    )

    active = flag(
        "Counted",
        default=False,
        essential=True,
        help="Switches the risk on or off in a scenario.",
        source="risk register",
    )
    cloud = flag(
        "Affects cloud",
        default=True,
        essential=True,
        help="Whether the risk can occur in this option.",
        source="risk register",
        harmless=True,
    )
    on_premises = flag(
        "Affects on-premises",
        default=True,
        essential=True,
        help="Whether the risk can occur in this option.",
        source="risk register",
        harmless=True,
    )
    hybrid = flag(
        "Affects hybrid",
        default=True,
        essential=True,
        help="Whether the risk can occur in this option.",
        source="risk register",
        harmless=True,
    )
    api_spared = flag(
        "Does not affect the API option",
        default=False,
        help="The API option bears the risks of the cloud, except those marked here.",
        source="risk register",
    )
    probability = share(
        "Probability",
        default=0.2,
        plausible=(0.05, 0.5),
        blank=0.0,
        essential=True,
        help="Probability that it occurs at all within the horizon.",
        source="workshop",
    )
    low = quantity(
        "Impact, low",
        units.MONEY,
        default=10_000,
        bounds=(0, 1e9),
        plausible=(2_000, 50_000),
        decimals=0,
        blank=0,
        help="At today's prices.",
        source="workshop",
    )
    likely = quantity(
        "Impact, likely",
        units.MONEY,
        default=40_000,
        bounds=(0, 1e9),
        plausible=(5_000, 200_000),
        decimals=0,
        blank=0,
        essential=True,
        help="At today's prices.",
        source="workshop",
    )
    high = quantity(
        "Impact, high",
        units.MONEY,
        default=120_000,
        bounds=(0, 1e9),
        plausible=(20_000, 600_000),
        decimals=0,
        blank=0,
        help="At today's prices.",
        source="workshop",
    )
    of_bill = share(
        "Increase in bills",
        default=0.0,
        bounds=(0, 5),
        plausible=(0.05, 0.5),
        help=(
            "Share of cloud and API bills, from its month on: a price rise costs a start-up and a bank the"
            " same share, not the same sum. It counts beside the impact."
        ),
        source="workshop",
    )
    month = integer(
        "Month",
        units.MONTH,
        default=12,
        bounds=(0, 120),
        plausible=(3, 48),
        essential=True,
        help="The month in which it would occur.",
        source="workshop",
        harmless=True,
    )


class Risks(Area):
    """How risks count."""

    name = "risks"
    title = "Risks"

    expected = flag(
        "Count expected values as cost",
        default=True,
        essential=True,
        help=(
            "Probability times mean impact is a cost line. A simulation, in which risks occur or do not, switches it"
            " off, so that nothing counts twice."
        ),
        source="method",
        harmless=True,
    )


GROUPS = declare(Risks, Risk)


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of each risk today: of its impact, in money, and as a share of the bill it raises."""

    impact: Line
    raised: Node
    a_month: Node


def expected_by_risk(trace: Trace, risk: Risk, risks: Risks, world: World) -> Expected:
    """Trace the expected value of each risk today: probability times the PERT mean of its impact."""
    with trace.section("risks", sheet="demand"):
        weighted = trace.line(
            "weighted",
            "Low, likely and high impact, weighted",
            units.MONEY,
            risk.low + world.likely_weight * risk.likely + risk.high,
        )
        mean = trace.line("mean", "Mean impact", units.MONEY, weighted / (world.likely_weight + 1 + 1))
        impact = trace.line(
            "expected", "Expected value", units.MONEY, risk.active * risk.probability * mean * risks.expected
        )
        raised: Node = ZERO
        if value_of(risk.of_bill) != 0:
            raised = trace.line(
                "raised",
                "Expected rise of bills",
                units.SHARE,
                risk.active * risk.probability * risk.of_bill * risks.expected,
            )
        return Expected(impact, raised, world.one_month)


def risk_costs(
    trace: Trace, option: str, risk: Risk, expected: Expected, bill: Node, prices: Prices, hybrid_keeps: Node
) -> None:
    """Trace the expected value of the risks that may strike an option, in the months they would.

    bill: what providers bill, in money per month.
    """
    strikes: Node = {
        "cloud": risk.cloud,
        "api": risk.cloud * (1 - risk.api_spared),
        "on_premises": risk.on_premises,
        "hybrid": where(hybrid_keeps, risk.hybrid, risk.cloud),
    }[option]
    with trace.section(f"{option}.risks", sheet=option, option=option):
        falls: Node = expected.impact * equals(trace.month, risk.month)
        if value_of(risk.of_bill) != 0:
            today = trace.line(
                "bill_today",
                "Billed by providers, at today's prices",
                units.MONEY,
                bill * expected.a_month / prices.general,
            )
            falls = falls + expected.raised * (trace.month >= risk.month) * today
            strikes = trace.line("strikes", "The option may be affected", units.FLAG, strikes)
        by_risk = trace.line("by_risk", "Expected value, by risk", units.MONEY_PER_MONTH, per_month(falls * strikes))
        trace.cost("expected", "Expected value of risks", "risks", "risk", total(by_risk, "risk") * prices.general)
