"""The article's claims on what things cost: bills, servers and storage by the gigabyte, from today's price lists."""

from collections.abc import Mapping

from models.appraisal.model import model
from models.catalogue.records import rent_offers
from models.catalogue.rows import catalogue
from models.exhibits.claims_of import Claim
from models.plan.plan import Entry, blank_plan
from models.quantities.declaration import Value
from models.quantities.writing import money

OBJECT = ("storage.aws.s3.london", "storage.azure.blob_hot.uk_south", "storage.gcp.standard.london")
SSD = ("storage.aws.gp3.london", "storage.azure.premium_ssd.uk_south", "storage.gcp.pd_ssd.london")
"""Tiers of storage in London and UK South, by the id of their row."""


def pounds(amount: float, currency: str) -> float:
    """Return an amount in pounds at the catalogue's exchange rates."""
    return amount if currency == "GBP" else amount * catalogue()[f"fx.{currency.lower()}_gbp"].typical


def worked_out(changes: Mapping[str, Value], line: str, month: int | None = None) -> float:
    """Return a line of the blank plan with some inputs changed: 8 GPUs at all hours, everything else at nothing."""
    plan = blank_plan()
    for key, value in changes.items():
        plan = plan.with_entry("base", key, Entry(value))
    figures = model(plan.structure).evaluate(plan.values("base"), [line])
    return float(figures.monthly(line).sum()) if month is None else float(figures.monthly(line)[month, 0])


def market_claims() -> tuple[Claim, ...]:
    """Return the claims on what things cost."""
    return (
        _gpu_hour(),
        _monthly_bill(),
        _server(),
        _eight_gpus(),
        _gigabyte("object", "Object storage, per GB per month", OBJECT, (0.02, 0.04)),
        _gigabyte("ssd", "SSD, per GB per month", SSD, (0.10, 0.20)),
    )


def _gpu_hour() -> Claim:
    prices = [pounds(offer.on_demand, offer.currency) for offer in rent_offers().values() if offer.jurisdiction == "uk"]
    low, high = min(prices), max(prices)
    return Claim(
        "gpu_hour",
        "Cloud GPU, per hour",
        "£2–8 per instance",
        f"£{low:,.2f}–{high:,.2f} a GPU in the UK; an instance of eight is £{8 * low:,.0f}–{8 * high:,.0f}",
        "for one GPU, not for an instance of eight",
        "on demand, list prices",
    )


def _monthly_bill() -> Claim:
    bills = sorted(
        worked_out({"compute.pool.main.cloud_price": pounds(one.on_demand, one.currency)}, "cloud.total.monthly", 1)
        for one in rent_offers().values()
        if one.device == "h100"
    )
    return Claim(
        "monthly_bill",
        "A team that trains all month in the cloud",
        "£15,000–50,000 a month",
        f"£{bills[0]:,.0f}–{bills[-1]:,.0f} for eight H100 at all hours",
        "for eight GPUs",
        "on demand at list prices, from the cheapest provider to the dearest; storage and egress apart",
    )


def _server() -> Claim:
    prices = [
        f"{row.name.removeprefix('Server, ')} {money(pounds(row.typical, row.currency))}"
        for row_id in ("server.4xl40s", "server.8xl40s", "server.8xh100", "server.8xb200")
        for row in (catalogue()[row_id],)
    ]
    return Claim(
        "server",
        "A GPU server",
        "£25,000–75,000",
        "; ".join(prices),
        "for servers of L40S",
        "price lists of 2026, without network and works",
    )


def _eight_gpus() -> Claim:
    server, network = catalogue()["server.8xh100"], catalogue()["server.network_share"]
    costs = [
        worked_out(
            {
                "compute.pool.main.server_price": pounds(price, server.currency),
                "compute.pool.main.network_share": share,
            },
            "on_premises.total.up_front",
        )
        for price, share in ((server.low or 0, network.low or 0), (server.high or 0, network.high or 0))
    ]
    return Claim(
        "eight_gpus",
        "Eight GPUs, up front",
        "£200,000–400,000",
        f"£{costs[0]:,.0f}–{costs[1]:,.0f} for a server of eight H100 with its network",
        "yes, from the middle on",
        "one server, no spare; works of the site apart",
    )


def _gigabyte(key: str, title: str, rows: tuple[str, ...], said: tuple[float, float]) -> Claim:
    prices = sorted(pounds(catalogue()[row].typical, catalogue()[row].currency) for row in rows)
    low, high = said
    inside = low <= prices[-1] and prices[0] <= high
    return Claim(
        f"gigabyte_{key}",
        title,
        f"£{low:.2f}–{high:.2f}",
        f"£{prices[0]:.3f}–{prices[-1]:.3f} in London",
        "in part" if inside else "list prices are lower",
        "list prices, without retrieval and egress",
    )
