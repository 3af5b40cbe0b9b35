"""Give two of the example plans measured evidence.

Bills, metrics and logs of a made-up autumn are written and imported as a user would.

uv run python installer/measured_examples.py [FOLDER]   writes the plans into resources/plans, and the files into FOLDER
where one is named. Made of formulas alone, without chance: the same files and the same plans each time.
"""

import csv
import io
import json
import math
import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.imports.measured.formats import recognised
from desktop.imports.measured.proposals import measured_offers
from desktop.imports.offers import accepted
from desktop.storage.plan_file import load, text_of
from desktop.storage.whole_file import write_whole
from models.plan.plan import Plan

PLANS = Path(__file__).parents[1] / "resources" / "plans"
TAKEN = "2026-11-20"
_FIRST, _MIDDLE, _LAST = (
    datetime(2026, 9, 1, tzinfo=UTC),
    datetime(2026, 10, 1, tzinfo=UTC),
    datetime(2026, 11, 1, tzinfo=UTC),
)
_WEEKEND = 5
_MEAN = 0.839
"""Of the shape below over the two months, by which it is divided."""

_INSTANCE = 8.944
"""US dollars for an hour of one H100 in London, as in the catalogue."""


def _hours(first: datetime, last: datetime) -> list[datetime]:
    return [first + timedelta(hours=hour) for hour in range(round((last - first).total_seconds() / 3_600))]


def _days(first: datetime, last: datetime) -> list[datetime]:
    return [first + timedelta(days=day) for day in range((last - first).days)]


def shape(when: datetime) -> float:
    """Return the use of an office's software at an hour over its average.

    Quiet nights and weekends, two peaks a day, a slow rise.
    """
    day = 0.55 + 0.95 * math.exp(-(((when.hour - 10.5) / 2.6) ** 2)) + 0.9 * math.exp(-(((when.hour - 15) / 2.8) ** 2))
    week = 0.6 if when.weekday() >= _WEEKEND else 1.0 + 0.04 * (2 - when.weekday())
    wave = 1 + 0.05 * math.sin((when - _FIRST).days * 0.9)
    return day * week * wave * (1 + 0.0008 * (when - _FIRST).days) / _MEAN


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


_BILL_HEADS = [
    "BilledCost",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeDescription",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "CommitmentDiscountStatus",
    "ConsumedQuantity",
    "ConsumedUnit",
    "EffectiveCost",
    "ListCost",
    "PricingCategory",
    "PricingCurrency",
    "ServiceCategory",
    "ServiceName",
    "ServiceSubcategory",
    "SkuMeter",
    "SkuPriceDetails",
]

_BY_DAY = (
    ("General purpose SSD (gp3)", 8_200, "GB-Months", 0.0928, ("Storage", "Amazon EBS", "Block Storage")),
    ("Standard storage used", 41_500, "GB-Months", 0.024, ("Storage", "Amazon S3", "Object Storage")),
    ("Data transfer out to internet", 6_100, "GB", 0.09, ("Networking", "Amazon EC2", "Network Connectivity")),
)
"""What is billed by the day: amount of a month, unit, price, service."""


def bill(first: datetime, last: datetime) -> bytes:
    """Return a month of a FOCUS 1.2 bill: GPU instances by the hour, storage and egress by the day, tax."""
    rows: list[Sequence[object]] = [_BILL_HEADS]

    def add(
        category: str,
        what: str,
        start: datetime,
        end: datetime,
        amount: float | str,
        unit: str,
        cost: float,
        service: tuple[str, str, str],
        details: str = "",
    ) -> None:
        cells = [
            f"{cost:.6f}",
            "USD",
            last.isoformat(),
            first.isoformat(),
            category,
            what,
            end.isoformat(),
            start.isoformat(),
            "",
            amount,
            unit,
            f"{cost:.6f}",
            f"{cost:.6f}",
        ]
        rows.append(
            [*cells, "Standard" if category == "Usage" else "", "USD", service[0], service[1], service[2], "", details]
        )

    gpu = json.dumps({"GpuCount": 1, "InstanceType": "p5.4xlarge"})
    spent = 0.0
    for when in _hours(first, last):
        instances = max(2, math.ceil(6.1 * shape(when)))
        add(
            "Usage",
            "p5.4xlarge in London, hour",
            when,
            when + timedelta(hours=1),
            instances,
            "Hours",
            instances * _INSTANCE,
            ("Compute", "Amazon EC2", "Virtual Machines"),
            gpu,
        )
        spent += instances * _INSTANCE
    length = (last - first).days
    for when in _days(first, last):
        end = when + timedelta(days=1)
        for what, amount, unit, price, service in _BY_DAY:
            add("Usage", what, when, end, amount / length, unit, amount / length * price, service)
        spent += (8_200 * 0.0928 + 41_500 * 0.024 + 6_100 * 0.09) / length
    add("Tax", "VAT 20 %", first, last, "", "", round(0.2 * spent, 2), ("Other", "Tax", "Other (Other)"))
    return _csv(rows)


def requests_by_hour() -> bytes:
    """Return two months of requests by the hour with their tokens, as a gateway's dashboard gives them."""
    rows: list[Sequence[object]] = [["hour", "requests", "tokens_in", "tokens_out"]]
    for when in _hours(_FIRST, _LAST):
        count = round(12_240 * shape(when))
        rows.append([when.strftime("%Y-%m-%dT%H:%M:%SZ"), count, count * 1_620, count * 246])
    return _csv(rows)


def runs() -> bytes:
    """Return two months of fine-tuning in MLflow's table: about six runs a month of eight GPUs, one in eight failed."""
    rows: list[Sequence[object]] = [["run_id", "experiment_id", "status", "start_time", "end_time", "params.num_gpus"]]
    for number in range(12):
        begun = _FIRST + timedelta(days=5 * number, hours=19)
        length = timedelta(hours=15 + number % 3)
        rows.append(
            [
                f"{number:032x}",
                7,
                "FAILED" if number % 8 == 5 else "FINISHED",  # noqa: PLR2004 - which one fails
                begun.isoformat(sep=" "),
                (begun + length).isoformat(sep=" "),
                8,
            ]
        )
    return _csv(rows)


def completions() -> bytes:
    """Return a month of OpenAI's usage by day, a fifth of the input cached."""
    heads = [
        "start_time",
        "end_time",
        "start_time_iso",
        "end_time_iso",
        "project_id",
        "num_model_requests",
        "user_id",
        "api_key_id",
        "model",
        "batch",
        "service_tier",
        "input_tokens",
        "output_tokens",
        "input_cached_tokens",
    ]
    rows: list[Sequence[object]] = [heads]
    for day in _days(_MIDDLE, _LAST):
        end = day + timedelta(days=1)
        count = round(19_400 * sum(shape(day + timedelta(hours=hour)) for hour in range(24)) / 24)
        rows.append(
            [
                round(day.timestamp()),
                round(end.timestamp()),
                day.isoformat(),
                end.isoformat(),
                "",
                f"{count}.0",
                "",
                "",
                "gpt-6.1-terra",
                "False",
                "default",
                f"{count * 1_480}.0",
                f"{count * 410}.0",
                f"{count * 296}.0",
            ]
        )
    return _csv(rows)


def metrics() -> bytes:
    """Return four weeks of the utilisation of sixteen GPUs, as Prometheus answers a range query."""
    results: list[dict[str, object]] = []
    first = _LAST - timedelta(days=28)
    for gpu in range(16):
        labels = {
            "__name__": "DCGM_FI_DEV_GPU_UTIL",
            "UUID": f"GPU-{gpu:08d}",
            "gpu": str(gpu % 8),
            "Hostname": f"node-{gpu // 8}",
        }
        values = [
            [round(when.timestamp()), f"{min(97.0, 24 + 13 * shape(when) + gpu % 4):.1f}"]
            for when in _hours(first, _LAST)
        ]
        results.append({"metric": labels, "values": values})
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": results}}).encode()


def with_file(plan: Plan, name: str, data: bytes, workload: str, keys: Collection[str]) -> Plan:
    """Return a plan with a file taken in: kept, and the inputs whose keys end as named."""
    known = recognised(name, None, data)
    assert known is not None
    offers = measured_offers(plan, known, {"workload": workload} if workload else {}, today=TAKEN).offers
    return accepted(
        plan,
        [
            offer
            for offer in offers
            if offer.measurement is not None or (offer.possible and offer.key.endswith(tuple(keys)))
        ],
    )


FILES = {
    "saas": (
        ("bill-2026-09.csv", bill(_FIRST, _MIDDLE), "", ("none",)),
        (
            "bill-2026-10.csv",
            bill(_MIDDLE, _LAST),
            "",
            ("cloud_price", "data.hot", "data.cold", "price_hot", "price_cold", "egress", "egress_price"),
        ),
        (
            "summaries-by-hour.csv",
            requests_by_hour(),
            "summaries",
            ("requests", "tokens_in", "tokens_out", "shape", "peak"),
        ),
        ("fine-tuning-runs.csv", runs(), "tuning", ("runs", "run_hours")),
    ),
    "bank": (
        ("completions-2026-10.csv", completions(), "chat", ("requests", "tokens_in", "tokens_out", "cached_share")),
        ("screening-gpus.json", metrics(), "screening", ("shape", "peak")),
    ),
}
"""The files of each plan: name, content, the workload it is of, and the inputs that are taken."""


def made(name: str) -> Plan:
    """Return an example with its measured evidence, in place of what it has."""
    plan = replace(load(PLANS / f"{name}.json").plan, measurements=())
    for file, data, workload, keys in FILES[name]:
        plan = with_file(plan, file, data, workload, keys)
    return plan


if __name__ == "__main__":
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        folder.mkdir(parents=True, exist_ok=True)
        for files in FILES.values():
            for file, data, _, _ in files:
                (folder / file).write_bytes(data)
    for name in FILES:
        write_whole(PLANS / f"{name}.json", text_of(made(name)))
        print(f"written: {PLANS / f'{name}.json'}")
