"""Records of the market: devices with their memory, and offers to rent them with region, terms and spot."""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from models.quantities.writing import SYMBOLS

UNSAID = "unsaid"
"""The value of a choice that nobody has made yet: which device it is, where it stands."""

JURISDICTIONS: Mapping[str, str] = {
    UNSAID: "Not said",
    "uk": "United Kingdom",
    "eu": "EU or EEA",
    "elsewhere": "Elsewhere",
}
"""Where rented GPUs stand, as rules on data look at it."""


class RecordError(Exception):
    """A record of the catalogue lacks a field; the message names record and field."""


OFFER_FIELDS = (
    *("id", "name", "provider", "region", "jurisdiction", "device", "gpus", "currency", "on_demand", "as_of", "source"),
)
"""What every record of an offer to rent must say."""

_ADDED: list[Mapping[str, str]] = []


@dataclass(frozen=True, slots=True)
class Device:
    """An accelerator: its memory in GB, with date and source.

    parts: into how many parts with memory of their own it divides at most, 0 where it does not.
    """

    id: str
    name: str
    memory: float
    parts: int
    as_of: str
    source: str


TERMS = ("one_year_discount", "three_year_discount", "spot_discount")
"""What an offer takes off its price for a term, and for spot."""


@dataclass(frozen=True, slots=True)
class RentOffer:
    """An offer to rent GPUs.

    gpus: of one instance. on_demand: a GPU and hour, in the currency. Discounts are shares off it, 0 where the term or
    spot is not offered, or not known; unsaid: those that are not on record, by name; assumed: those that
    are of the bands usual for such instances. jurisdiction: one of
    JURISDICTIONS; device: the id of one.
    """

    id: str
    name: str
    provider: str
    region: str
    jurisdiction: str
    device: str
    gpus: int
    currency: str
    on_demand: float
    one_year_discount: float
    three_year_discount: float
    spot_discount: float
    as_of: str
    source: str
    note: str
    unsaid: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    def figures(self) -> Mapping[str, tuple[str, float | str]]:
        """Return what a pool takes from it, by the name of its column: the unit and the value, a text for a choice.

        A discount agreed with somebody else is none here.
        """
        return {
            "cloud_price": ("/GPU-hour", self.on_demand),
            "instance_gpus": ("GPUs", float(self.gpus)),
            "negotiated_discount": ("", 0.0),
            "one_year_discount": ("", self.one_year_discount),
            "three_year_discount": ("", self.three_year_discount),
            "spot_discount": ("", self.spot_discount),
            "region": ("choice", self.jurisdiction),
            "device": ("choice", self.device),
            "device_memory": ("GB/GPU", devices()[self.device].memory),
        }


@dataclass(frozen=True, slots=True)
class BuyOffer:
    """An offer of servers with accelerators.

    price: of one server, in the currency, with what is usual in low and high. kilowatts: at full load. lead: months
        from order to use; bundled_support: months of it in the price. cooling: what it asks of the room.
    """

    id: str
    name: str
    vendor: str
    device: str
    gpus: int
    currency: str
    low: float
    price: float
    high: float
    kilowatts: float
    rack_units: int
    cooling: str
    lead: int
    bundled_support: int
    as_of: str
    evidence: str
    source: str
    note: str

    def figures(self) -> Mapping[str, tuple[str, float | str]]:
        """Return what a pool takes from it, by the name of its column: the unit and the value, a text for a choice."""
        return {
            "server_price": ("/server", self.price),
            "server_gpus": ("GPUs", float(self.gpus)),
            "server_power": ("kW/server", self.kilowatts),
            "rack_units": ("U/server", float(self.rack_units)),
            "lead": ("months", float(self.lead)),
            "bundled_support": ("months", float(self.bundled_support)),
            "device": ("choice", self.device),
            "device_memory": ("GB/GPU", devices()[self.device].memory),
        }


_BUY_FIELDS = {
    *(
        "id",
        "name",
        "vendor",
        "device",
        "gpus",
        "currency",
        "low",
        "price",
        "high",
        "kilowatts",
        "rack_units",
        "cooling",
    ),
    *("lead", "bundled_support", "as_of", "evidence", "source"),
}


@cache
def buy_offers() -> Mapping[str, BuyOffer]:
    """Return every offer of servers by its id. Raises RecordError where one lacks a field."""
    offers: dict[str, BuyOffer] = {}
    for row in _rows("buy_offers.csv", _BUY_FIELDS):
        if row["device"] not in devices():
            raise RecordError(f"buy_offers.csv, {row['id']}: no such device")
        offers[row["id"]] = BuyOffer(
            row["id"],
            row["name"],
            row["vendor"],
            row["device"],
            int(row["gpus"]),
            row["currency"],
            float(row["low"]),
            float(row["price"]),
            float(row["high"]),
            float(row["kilowatts"]),
            int(row["rack_units"]),
            row["cooling"],
            int(row["lead"]),
            int(row["bundled_support"]),
            row["as_of"],
            row["evidence"],
            row["source"],
            row["note"],
        )
    return offers


@cache
def devices() -> Mapping[str, Device]:
    """Return every device by its id."""
    return {
        row["id"]: Device(
            row["id"], row["name"], float(row["memory_gb"]), int(row["parts"]), row["as_of"], row["source"]
        )
        for row in _rows("devices.csv", {"id", "name", "memory_gb", "as_of", "source", "parts", "parts_source"})
    }


@cache
def rent_offers() -> Mapping[str, RentOffer]:
    """Return every offer to rent by its id.

    Those of added price lists stand among them where they are later. Raises RecordError where one lacks a field, or is
    of a device or place that there is not.
    """
    offers = {row["id"]: offer_of(row, "rent_offers.csv") for row in _rows("rent_offers.csv", set(OFFER_FIELDS))}
    for row in _ADDED:
        offer = offer_of(row, "an added price list")
        if offer.id not in offers or offers[offer.id].as_of <= offer.as_of:
            offers[offer.id] = offer
    return offers


def offer_of(row: Mapping[str, str], name: str) -> RentOffer:
    """Return a record of an offer to rent.

    name: of the list it stands in, for messages. Raises RecordError where a field is missing or no such thing.
    """
    for field in OFFER_FIELDS:
        if not row.get(field):
            raise RecordError(f"{name}, {row.get('id') or 'a row without an id'}: {field} is missing")
    if row["device"] not in devices() or row["jurisdiction"] not in JURISDICTIONS:
        raise RecordError(f"{name}, {row['id']}: no such device or place")
    if not all(figure_in(row, figure) > 0 for figure in ("gpus", "on_demand")):
        raise RecordError(f"{name}, {row['id']}: GPUs and price must be numbers above 0")
    if row["currency"] not in SYMBOLS:
        expected = " or ".join(SYMBOLS)
        raise RecordError(f"{name}, {row['id']}: currency is “{row['currency'][:40]}”; expected {expected}")
    terms = [figure_in(row, term) if row.get(term) else 0.0 for term in TERMS]
    odd = next((term for term, share in zip(TERMS, terms, strict=True) if not 0 <= share < 1), "")
    if odd:
        raise RecordError(f"{name}, {row['id']}: {odd} is {row[odd]}; expected a share from 0 to below 1, such as 0.38")
    return RentOffer(
        row["id"],
        row["name"],
        row["provider"],
        row["region"],
        row["jurisdiction"],
        row["device"],
        int(float(row["gpus"])),
        row["currency"],
        float(row["on_demand"]),
        terms[0],
        terms[1],
        terms[2],
        row["as_of"],
        row["source"],
        row.get("note") or "",
        tuple(term for term in TERMS if not row.get(term)),
        tuple(term for term in TERMS if term in (row.get("assumed") or "").split()),
    )


def figure_in(row: Mapping[str, str], name: str) -> float:
    """Return a figure of a record. Raises RecordError where it is no number."""
    try:
        figure = float(row[name])
    except ValueError:
        figure = math.nan
    if not math.isfinite(figure):
        raise RecordError(f"{row['id']}: {name} is “{row[name][:40]}”; expected a number")
    return figure


def use_offers(rows: Sequence[Mapping[str, str]]) -> None:
    """Use offers of price lists that were added, from now on; of one offer the latest counts.

    Raises RecordError where one is not whole; those used before stay then.
    """
    for row in rows:
        offer_of(row, "an added price list")
    _ADDED[:] = rows
    rent_offers.cache_clear()


def server_with(device: str) -> BuyOffer | None:
    """Return the server with most accelerators of a device, None where there is no record of one."""
    servers = [one for one in buy_offers().values() if one.device == device]
    return max(servers, key=lambda one: one.gpus, default=None)


def priced_device(entry: str) -> str:
    """Return the device that a price of the catalogue is of, by its row's id; empty where the row says nothing.

    >>> priced_device("offer.aws.p5.london.cloud_price"), priced_device("server.8xh200"), priced_device("quote")
    ('h100', 'h200', '')
    """
    rented = entry.removeprefix("offer.").removeprefix("cloud.").removesuffix(".cloud_price")
    owned = entry.removeprefix("buy.").removeprefix("server.").removesuffix(".server_price")
    if entry.startswith(("offer.", "cloud.")) and rented in rent_offers():
        return rent_offers()[rented].device
    if entry.startswith(("buy.", "server.")) and owned in buy_offers():
        return buy_offers()[owned].device
    return ""


def device_of(name: str) -> str:
    """Return the id of the device of a name, such as H100; empty where there is no record of it.

    >>> device_of("H100"), device_of("B300")
    ('h100', '')
    """
    plain = name.casefold().replace("_", " ")
    return next((one.id for one in devices().values() if plain in {one.id, one.name.casefold()}), "")


def device_choices() -> tuple[tuple[str, str], ...]:
    """Return the devices as the values of a choice, the CPU among them."""
    return ((UNSAID, "Not said"), *((one.id, one.name) for one in devices().values()), ("cpu", "CPU server"))


def _rows(name: str, needed: set[str]) -> Iterator[Mapping[str, str]]:
    text = (files("resources") / "catalogue" / name).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        for field in sorted(needed):
            if not row.get(field):
                raise RecordError(f"{name}, {row.get('id') or 'a row without an id'}: {field} is missing")
        yield row
