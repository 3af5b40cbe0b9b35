"""Records of the market: devices with their memory, and offers to rent them with region, terms and spot."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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


@dataclass(frozen=True, slots=True)
class Device:
    """An accelerator: its memory in GB, with date and source."""

    id: str
    name: str
    memory: float
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class RentOffer:
    """An offer to rent GPUs.

    gpus: of one instance. on_demand: a GPU and hour, in the currency. Discounts are shares off it, 0 where the term or
    spot is not offered. jurisdiction: one of JURISDICTIONS; device: the id of one.
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


@cache
def devices() -> Mapping[str, Device]:
    """Return every device by its id."""
    return {
        row["id"]: Device(row["id"], row["name"], float(row["memory_gb"]), row["as_of"], row["source"])
        for row in _rows("devices.csv", {"id", "name", "memory_gb", "as_of", "source"})
    }


@cache
def rent_offers() -> Mapping[str, RentOffer]:
    """Return every offer to rent by its id.

    Raises RecordError where one lacks a field, or is of a device or place that there is not.
    """
    needed = {"id", "name", "provider", "region", "jurisdiction", "device", "gpus", "currency", "on_demand"}
    offers: dict[str, RentOffer] = {}
    for row in _rows("rent_offers.csv", needed | {"as_of", "source"}):
        if row["device"] not in devices() or row["jurisdiction"] not in JURISDICTIONS:
            raise RecordError(f"rent_offers.csv, {row['id']}: no such device or place")
        terms = [float(row[name] or 0) for name in ("one_year_discount", "three_year_discount", "spot_discount")]
        offers[row["id"]] = RentOffer(
            row["id"],
            row["name"],
            row["provider"],
            row["region"],
            row["jurisdiction"],
            row["device"],
            int(row["gpus"]),
            row["currency"],
            float(row["on_demand"]),
            terms[0],
            terms[1],
            terms[2],
            row["as_of"],
            row["source"],
            row["note"],
        )
    return offers


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
