"""After everything of a bill is taken, the plan's bill of the covered month is the file's: for every provider.

Each bill is of March 2025, with 31 days of 24 hours: 16 GPUs at all of them, 11,904 GPU-hours at a list price of 4 and
a tenth off; 5,000 GB on fast disks for 400, 20,000 GB of objects for 460, and 3,000 GB out to the internet for 270.
"""

import json
from collections.abc import Mapping

import pytest

from desktop.imports.files import offered_by
from desktop.imports.offers import accepted
from models.appraisal.model import model
from models.catalogue.meters import metered
from models.plan.plan import Entry, Plan, Row, new_plan
from models.quantities.declaration import Value
from tests.bills_made import FOCUS
from tests.desktop.imports.measured.test_bills_of_providers import AZURE, LEGACY
from tests.evidence_made import table

DAYS = 31
GPU_HOURS = 16 * 24 * DAYS
LISTED, PAID = 4.0 * GPU_HOURS, 3.6 * GPU_HOURS
FAST, COLD, OUT = 400.0, 460.0, 270.0
BEGIN, END = "2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z"
NOTHING = (
    "workloads.workload.work.growth",
    "data.ingestion",
    "data.growth",
    "data.retrieved",
    "data.moved_cold",
    "data.deleted",
    "finance.cloud_trend",
    "finance.inflation",
)
"""What a plan adds to the month that was measured."""


CAPACITY = "GIGABYTE STORAGE CAPACITY PER MONTH"


def _plan(**more: Value) -> Plan:
    made = new_plan("x", {"workload": (Row("work", "Work"),), "pool": (Row("main", "Main"),)})
    entries: Mapping[str, Value] = {
        "workloads.workload.work.kind": "steady",
        "workloads.workload.work.hours": 730.0,
        "compute.pool.main.instance_gpus": 8,
        "compute.pool.main.one_year_discount": 0.0,
        "data.hot": 0.0,
        "data.warm": 0.0,
        "data.cold": 0.0,
        "data.egress": 0.0,
        "finance.currency_rate": 1.0,
        "finance.dollar_rate": 1.0,
        **dict.fromkeys(NOTHING, 0.0),
        **more,
    }
    for key, value in entries.items():
        if key in made.entries:
            made = made.with_entry("base", key, Entry(value))
    return made


def _aws() -> str:
    def one(
        usage: str, amount: float, paid: float, listed: float, unit: str, product: str, machine: str = ""
    ) -> list[object]:
        return ["Usage", BEGIN, END, product, usage, amount, "USD", paid, unit, listed, "", "", "", machine]

    return table(
        LEGACY,
        [
            one("BoxUsage:p5.48xlarge", 2 * 24 * DAYS, PAID, LISTED, "Hrs", "AmazonEC2", "p5.48xlarge"),
            one("EBS:VolumeUsage.gp3", 5_000, FAST - 60, FAST - 60, "GB-Mo", "AmazonEC2"),
            one("EBS:VolumeP-IOPS.gp3", 12_000, 60, 60, "IOPS-Mo", "AmazonEC2"),
            one("TimedStorage-ByteHrs", 20_000, COLD, COLD, "GB-Mo", "AmazonS3"),
            one("EarlyDelete-GlacierByteHrs", 9_000, 50, 50, "GB-Mo", "AmazonS3"),
            one("DataTransfer-Out-Bytes", 3_000, OUT, OUT, "GB", "AWSDataTransfer"),
        ],
    )


def _azure() -> str:
    def one(meter: str, quantity: float, cost: float, unit: str, payg: float, category: str, sub: str) -> list[object]:
        more = '{"ServiceType":"Standard_ND96isr_H100_v5"}' if unit == "1 Hour" else ""
        return [
            "03/15/2025",
            category,
            sub,
            meter,
            quantity,
            0,
            cost,
            payg,
            "USD",
            unit,
            "Usage",
            payg,
            "OnDemand",
            more,
        ]

    lines = [
        one("ND96isr H100 v5", 2 * 24 * DAYS, PAID, "1 Hour", LISTED / (2 * 24 * DAYS), "Virtual Machines", ""),
        one("Premium SSD v2 Disk Capacity", 5_000, FAST, "1 GB/Month", FAST / 5_000, "Storage", "Premium SSD v2"),
        one("Hot LRS Data Stored", 20_000, COLD, "1 GB/Month", COLD / 20_000, "Storage", "Blob Storage"),
        one("Cool LRS Early Delete", 9_000, 50, "1 GB/Month", 50 / 9_000, "Storage", "Blob Storage"),
        one("Standard Data Transfer Out", 3_000, OUT, "1 GB", OUT / 3_000, "Bandwidth", ""),
    ]
    spread: list[list[object]] = []
    for day in range(1, DAYS + 1):
        for _, category, sub, meter, quantity, none, cost, *rest in lines:
            spread.append([f"03/{day:02}/2025", category, sub, meter, float(str(quantity)) / DAYS, none,
                           float(str(cost)) / DAYS, *rest])  # fmt: skip
    return table(AZURE, spread)


def _google() -> str:
    def one(service: str, sku: str, amount: float, unit: str, cost: float, listed: float) -> dict[str, object]:
        return {
            "service": {"description": service}, "sku": {"description": sku}, "usage_start_time": BEGIN,
            "usage_end_time": END, "cost": cost, "currency": "USD", "cost_type": "regular", "cost_at_list": listed,
            "usage": {"amount": amount, "unit": unit, "amount_in_pricing_units": amount, "pricing_unit": unit},
            "credits": [],
        }  # fmt: skip

    rows = [
        one("Compute Engine", "Nvidia H100 80GB GPU running in London", GPU_HOURS, "hour", PAID, LISTED),
        one("Compute Engine", "SSD backed PD Capacity in London", 5_000, "gibibyte month", FAST, FAST),
        one("Cloud Storage", "Standard Storage London", 20_000, "gibibyte month", COLD, COLD),
        one("Cloud Storage", "Nearline Storage London (Early Delete)", 9_000, "gibibyte month", 50, 50),
        one("Compute Engine", "Network Internet Egress from London", 3_000, "gibibyte", OUT, OUT),
    ]
    return json.dumps(rows)


def _oracle() -> str:
    heads = ["lineItem/intervalUsageStart", "lineItem/intervalUsageEnd", "product/service", "product/Description",
             "usage/billedQuantity", "cost/myCost", "cost/currencyCode", "cost/billingUnitReadable", "cost/unitPrice",
             "lineItem/isCorrection"]  # fmt: skip

    def one(service: str, what: str, amount: float, cost: float, unit: str, price: float) -> list[object]:
        return [BEGIN, END, service, what, amount, cost, "USD", unit, price, "false"]

    return table(
        heads,
        [
            one("COMPUTE", "Compute - GPU - H100", GPU_HOURS, PAID, "GPU PER HOUR", 4.0),
            one("BLOCK_STORAGE", "Block Volume - Storage", 5_000, FAST - 60, CAPACITY, 0.068),
            one("BLOCK_STORAGE", "Block Volume - Performance Units", 50_000, 60,
                "PERFORMANCE UNITS PER GIGABYTE PER MONTH", 0.0012),
            one("OBJECTSTORE", "Object Storage - Storage", 20_000, COLD, CAPACITY, 0.023),
            one("NETWORK", "Outbound Data Transfer Zone 1", 3_000, OUT,
                "GIGABYTE OUTBOUND DATA TRANSFER PER MONTH", 0.09),
        ],
    )  # fmt: skip


def _focus(kind: str = "Standard") -> str:
    def one(paid: float, listed: float, amount: float, unit: str, what: str, pricing: str) -> list[object]:
        return [paid, paid, listed, "USD", "Usage", BEGIN, END, amount, unit, what, pricing]

    return table(
        FOCUS,
        [
            one(PAID, LISTED, 2 * 24 * DAYS, "Hours", "p5.48xlarge", kind),
            one(FAST, FAST, 5_000, "GB-Months", "gp3 volume", "Standard"),
            one(COLD, COLD, 20_000, "GB-Months", "S3 standard storage", "Standard"),
            one(OUT, OUT, 3_000, "GB", "Data transfer out to the internet", "Standard"),
        ],
    )


BILLS = {
    "AWS": (_aws(), "cur.csv"),
    "Azure": (_azure(), "azure.csv"),
    "Google": (_google(), "google.json"),
    "Oracle": (_oracle(), "oracle.csv"),
    "FOCUS": (_focus(), "focus.csv"),
    "FOCUS, all on spot": (_focus("Dynamic"), "spot.csv"),
    "FOCUS, all committed": (_focus("Committed"), "committed.csv"),
}


def _month(plan: Plan) -> tuple[float, float, float]:
    """Return what the plan pays in its first month for GPUs, storage and egress."""
    traced = model(plan.structure)
    lines = ["cloud.gpu_spend", "cloud.data.storage", "cloud.data.egress"]
    results = traced.evaluate(plan.values("base"), lines)
    gpus, storage, out = (float(results.rows(line).sum(axis=0)[1, 0]) for line in lines)
    return gpus, storage, out


@pytest.mark.parametrize("name", BILLS)
def test_the_plans_bill_of_the_month_is_the_files(name: str) -> None:
    data, file = BILLS[name]
    answers = {"workload": "work", "pool": "main", "term": "one_year"}
    found = offered_by(_plan(), data.encode(), file, answers=answers)
    assert found.measurement is not None
    assert not [offer for offer in found.offers if offer.problem], found.offers
    plan = accepted(_plan(), found.possible)
    gpus, storage, out = _month(plan)
    assert plan.entries["compute.pool.main.idle_share"].value == 0
    usual = 30.4375 / DAYS  # a month of the plan is a usual one; its GPUs run for 730 of its 730.5 hours
    assert gpus == pytest.approx(PAID * usual, rel=1e-3)
    assert storage == pytest.approx(FAST + COLD, rel=1e-3)  # what is held is an average, whatever the month's length
    assert out == pytest.approx(OUT * usual, rel=1e-3)


def test_spot_stands_apart_where_the_plan_has_work_that_can_wait() -> None:
    plan = _plan(**{"workloads.workload.work.checkpointed": True})
    found = offered_by(plan, BILLS["FOCUS, all on spot"][0].encode(), "spot.csv", answers={"pool": "main"})
    offers = {offer.key.rsplit(".", 1)[-1]: offer for offer in found.offers}
    assert (offers["spot_share"].after, offers["spot_discount"].after) == ("100%", "10%")
    assert not offers["spot_share"].chosen


@pytest.mark.parametrize(
    ("text", "unit", "what"),
    [
        ("EarlyDelete-GlacierByteHrs", "GB-Mo", "other"),
        ("Nearline Storage Europe (Early Delete)", "gibibyte month", "other"),
        ("Cool LRS Early Delete", "1 GB/Month", "other"),
        ("Standard-Retrieval-Bytes object storage", "GB-Mo", "other"),
        ("TimedStorage-GlacierByteHrs", "GB-Mo", "cold"),
        ("Block Volume - Storage", "GB MONTHS", "hot"),
        ("Block Volume - Performance Units", "PERFORMANCE UNITS PER GIGABYTE PER MONTH", "hot"),
        ("EBS:VolumeP-Throughput.gp3", "GiBps-mo", "hot"),
    ],
)
def test_what_is_charged_beside_what_is_held(text: str, unit: str, what: str) -> None:
    assert metered(text, unit).what == what
