"""Prices and facts of the catalogue, read once from the resources."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from models.catalogue.records import UNSAID, BuyOffer, RentOffer, buy_offers, figure_in, rent_offers, use_offers

FILES = (
    "compute.csv",
    "workloads.csv",
    "hosting.csv",
    "api_prices.csv",
    "data.csv",
    "security.csv",
    "cost_management.csv",
    "operations.csv",
    "finance.csv",
    "risks.csv",
    "criteria.csv",
    "article.csv",
)


ROW_FIELDS = (
    *("id", "kind", "name", "vendor", "region", "gpus", "unit", "currency"),
    *("low", "typical", "high", "as_of", "evidence", "source", "note"),
)
"""The columns of the catalogue's files."""

_ADDED: list[Mapping[str, str]] = []


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One price or fact: low, typical and high in its unit and currency, with source and date.

    text: the value of a choice, empty where the row is a number.
    evidence: "list" where it was read in a source, "assumption" where it was derived or is general knowledge.
    """

    id: str
    kind: str
    name: str
    vendor: str
    region: str
    gpus: int | None
    unit: str
    currency: str
    low: float | None
    typical: float
    text: str
    high: float | None
    as_of: str
    evidence: str
    source: str
    note: str


@cache
def catalogue() -> Mapping[str, CatalogueRow]:
    """Return every row by id."""
    folder = files("resources") / "catalogue"
    rows: dict[str, CatalogueRow] = {}
    for name in FILES:
        text = (folder / name).read_text(encoding="utf-8")
        for record in csv.DictReader(text.splitlines()):
            row = row_of(record)
            rows[row.id] = row
    for record in _ADDED:
        row = row_of(record)
        if row.id not in rows or rows[row.id].as_of <= row.as_of:
            rows[row.id] = row
    for offer in rent_offers().values():
        rows[f"cloud.{offer.id}"] = _of_offer(
            offer, f"cloud.{offer.id}", "cloud_gpu", "/GPU-hour", offer.on_demand, offer.name
        )
        where = "" if offer.jurisdiction == UNSAID else f", {offer.region}"
        for name, (unit, value) in offer.figures().items():
            row_id = f"offer.{offer.id}.{name}"
            row = _of_offer(offer, row_id, "rent_offer", unit, value, f"{offer.name}{where}")
            if name in offer.unsaid:
                row = replace(row, evidence="assumption", source=UNSAID_TERM)
            elif name in offer.assumed:
                row = replace(row, evidence="assumption")
            rows[row_id] = row
    for server in buy_offers().values():
        rows[f"server.{server.id}"] = _of_server(server, f"server.{server.id}", "server", "/server", server.price)
        for name, (unit, value) in server.figures().items():
            row_id = f"buy.{server.id}.{name}"
            rows[row_id] = _of_server(server, row_id, "buy_offer", unit, value)
    return rows


UNSAID_TERM = "assumption: not on record for this offer, so that no discount is counted until it is asked for"


def added(rent: Sequence[Mapping[str, str]], api: Sequence[Mapping[str, str]]) -> None:
    """Use price lists that a user has added, from now on; plans keep what they have frozen.

    rent: records of offers, api: rows of the catalogue. Raises RecordError or ValueError where one is not whole; those
    used before stay then.
    """
    for record in api:
        row_of(record)
    use_offers(rent)
    _ADDED[:] = api
    catalogue.cache_clear()


def _of_offer(offer: RentOffer, row_id: str, kind: str, unit: str, value: float | str, name: str) -> CatalogueRow:
    """Return a figure of an offer as a row."""
    number = value if isinstance(value, float) else 0.0
    money = unit == "/GPU-hour"
    return CatalogueRow(
        id=row_id,
        kind=kind,
        name=name,
        vendor=offer.provider,
        region=offer.region,
        gpus=offer.gpus,
        unit=unit,
        currency=offer.currency if money else "",
        low=number if money else None,
        typical=number,
        text=value if isinstance(value, str) else "",
        high=number if money else None,
        as_of=offer.as_of,
        evidence="list",
        source=offer.source,
        note=offer.note,
    )


def _of_server(offer: BuyOffer, row_id: str, kind: str, unit: str, value: float | str) -> CatalogueRow:
    """Return a figure of an offer of servers as a row."""
    money = unit == "/server"
    return CatalogueRow(
        id=row_id,
        kind=kind,
        name=offer.name,
        vendor=offer.vendor,
        region="",
        gpus=offer.gpus,
        unit=unit,
        currency=offer.currency if money else "",
        low=offer.low if money else None,
        typical=value if isinstance(value, float) else 0.0,
        text=value if isinstance(value, str) else "",
        high=offer.high if money else None,
        as_of=offer.as_of,
        evidence=offer.evidence,
        source=offer.source,
        note=f"{offer.note} Cooling: {offer.cooling}." if money else "",
    )


def figures(entry: str) -> Mapping[str, CatalogueRow]:
    """Return the figures of an entry by the name of the input they fill; empty where there is no such entry.

    An entry of several figures, such as a model with its rates, has ids that begin with its own:
        model.llama.prefill_rate.
    """
    return {
        row_id[len(entry) + 1 :]: row
        for row_id, row in catalogue().items()
        if row_id.startswith(f"{entry}.") and "." not in row_id[len(entry) + 1 :]
    }


def latest_date() -> str:
    """Return the latest full date any row carries, as the catalogue's own date; every edit on screen asks for it."""
    rows = catalogue()
    if not _latest or _latest[0][0] is not rows:
        _latest[:] = [(rows, max(row.as_of for row in rows.values() if len(row.as_of) == len("2026-10-30")))]
    return _latest[0][1]


_latest: list[tuple[Mapping[str, CatalogueRow], str]] = []
"""The catalogue that was asked last, and its date."""


def row_of(record: Mapping[str, str]) -> CatalogueRow:
    """Return a record of the catalogue's files as a row. Raises RecordError where a figure is no number."""

    def number(name: str) -> float | None:
        return figure_in(record, name) if record[name] else None

    return CatalogueRow(
        id=record["id"],
        kind=record["kind"],
        name=record["name"],
        vendor=record["vendor"],
        region=record["region"],
        gpus=int(figure_in(record, "gpus")) if record["gpus"] else None,
        unit=record["unit"],
        currency=record["currency"],
        low=number("low"),
        typical=0.0 if record["unit"] == "choice" else figure_in(record, "typical"),
        text=record["typical"] if record["unit"] == "choice" else "",
        high=number("high"),
        as_of=record["as_of"],
        evidence=record["evidence"],
        source=record["source"],
        note=record["note"],
    )
