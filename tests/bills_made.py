"""Lines of a short FOCUS bill and of a log of calls, made by hand for several tests."""

from datetime import UTC, datetime, timedelta

FIRST = datetime(2025, 1, 6, tzinfo=UTC)
LOG = ["request_id", "spend", "prompt_tokens", "completion_tokens", "startTime", "endTime", "model", "status"]
FOCUS = [
    "BilledCost",
    "EffectiveCost",
    "ListCost",
    "BillingCurrency",
    "ChargeCategory",
    "ChargePeriodStart",
    "ChargePeriodEnd",
    "ConsumedQuantity",
    "ConsumedUnit",
    "ChargeDescription",
    "PricingCategory",
]


def calls(days: int = 30) -> list[list[object]]:
    return [
        [
            f"r{place}",
            0.01,
            100,
            20,
            (FIRST + timedelta(minutes=30 * place)).strftime("%Y-%m-%d %H:%M:%S"),
            "",
            "m",
            "success",
        ]
        for place in range(48 * days)
    ]


def line(
    description: str = "p5.48xlarge",
    *,
    billed: float = 100,
    listed: float = 200,
    currency: str = "USD",
    hours: float = 24,
    kind: str = "Standard",
    day: int = 6,
    unit: str = "Hours",
) -> list[object]:
    start = datetime(2025, 1, day, tzinfo=UTC)
    return [
        billed,
        billed,
        listed,
        currency,
        "Usage",
        start.isoformat(),
        (start + timedelta(days=1)).isoformat(),
        hours,
        unit,
        description,
        kind,
    ]
