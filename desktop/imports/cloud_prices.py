"""Prices of AWS and Azure as offers to rent: those of instances whose GPUs the catalogue knows.

Formats: AWS Price List Bulk API, offer file v1.0, as JSON or CSV; Azure Retail Prices API.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from typing import Any, cast

from desktop.imports.price_list import PriceList
from models.catalogue.meters import gpus_of, instance_gpu
from models.catalogue.records import device_of, rent_offers

_HOURS_A_YEAR = 8_760


# AWS


@dataclass(frozen=True, slots=True)
class _Hourly:
    """One hourly price of an AWS instance; term: demand, 1 or 3."""

    instance: str
    region: str
    location: str
    plain: bool
    term: str
    currency: str
    price: float


_YEARS = {"1yr": "1", "3yr": "3"}


def is_aws(document: object) -> bool:
    """Return whether a document is an AWS offer file."""
    return isinstance(document, dict) and {"products", "terms"} <= set(cast("dict[str, object]", document))


def is_aws_table(text: str) -> bool:
    """Return whether a text is an AWS offer file as a table: five lines about it, then the heads."""
    heads = next((line for line in text[:4_000].splitlines() if "Instance Type" in line), "")
    return {"SKU", "TermType", "PricePerUnit"} <= set(next(csv.reader([heads]), list[str]()))


def aws(name: str, document: Any) -> PriceList:  # noqa: ANN401 - JSON of somebody else's
    """Return the offers of an AWS offer file."""
    return _aws_list(name, str(document.get("publicationDate", "")), _of_document(document))


def aws_table(name: str, text: str) -> PriceList:
    """Return the offers of an AWS offer file that is a table."""
    lines = text.splitlines()
    about = dict(row[:2] for row in csv.reader(lines[:5]) if len(row) > 1)
    return _aws_list(name, about.get("Publication Date", ""), _of_table(lines))


def _of_document(document: Any) -> Iterator[_Hourly]:  # noqa: ANN401 - JSON of somebody else's
    for kind in ("OnDemand", "Reserved"):
        terms = document["terms"].get(kind, {})
        for sku, product in document["products"].items():
            said = product.get("attributes", {})
            for term in terms.get(sku, {}).values():
                attributes = term.get("termAttributes", {})
                agreed = _term(
                    kind,
                    str(attributes.get("LeaseContractLength", "")),
                    str(attributes.get("PurchaseOption", "")),
                    str(attributes.get("OfferingClass", "standard")),
                )
                for dimension in term.get("priceDimensions", {}).values():
                    if agreed and dimension.get("unit") == "Hrs":
                        for currency, amount in dimension.get("pricePerUnit", {}).items():
                            yield _hourly(_ATTRIBUTES, said, agreed, str(currency), float(amount))


def _of_table(lines: Iterable[str]) -> Iterator[_Hourly]:
    for row in csv.DictReader(dropwhile(lambda line: "Instance Type" not in line, lines)):
        agreed = _term(
            row["TermType"],
            row.get("LeaseContractLength") or "",
            row.get("PurchaseOption") or "",
            row.get("OfferingClass") or "standard",
        )
        if agreed and row.get("Unit") == "Hrs":
            yield _hourly(_HEADS, row, agreed, row.get("Currency") or "USD", float(row["PricePerUnit"]))


_ATTRIBUTES = (
    *("instanceType", "regionCode", "location", "operatingSystem", "tenancy"),
    *("capacitystatus", "preInstalledSw", "marketoption"),
)
_HEADS = (
    *("Instance Type", "Region Code", "Location", "Operating System", "Tenancy"),
    *("CapacityStatus", "Pre Installed S/W", "MarketOption"),
)


def _term(kind: str, length: str, option: str, offering: str) -> str:
    """Return the term of a price: on demand, or for years without anything up front; empty for others."""
    if kind == "OnDemand":
        return "demand"
    return _YEARS.get(length, "") if option == "No Upfront" and offering == "standard" else ""


def _hourly(names: tuple[str, ...], said: Mapping[str, Any], term: str, currency: str, price: float) -> _Hourly:
    instance, region, location, system, tenancy, capacity, software, market = (said.get(one) or "" for one in names)
    plain = (
        system == "Linux"
        and tenancy == "Shared"
        and capacity in {"", "Used"}
        and software in {"", "NA"}
        and market in {"", "OnDemand"}
    )
    return _Hourly(str(instance), str(region), str(location or region), plain, term, currency, price)


def _aws_list(name: str, published: str, prices: Iterator[_Hourly]) -> PriceList:
    as_of = published[:10] or date.today().isoformat()  # noqa: DTZ011 - a day
    left: Counter[str] = Counter()
    found: dict[tuple[str, str], dict[str, _Hourly]] = {}
    for one in prices:
        if gpus_of(one.instance) is None:
            left["instances without a GPU that is known"] += one.term == "demand"
        elif not one.plain:
            left["Windows, dedicated hosts, reserved capacity or software"] += one.term == "demand"
        elif one.price > 0:
            found.setdefault((one.instance, one.region), {}).setdefault(one.term, one)
    rent: list[Mapping[str, str]] = []
    for (instance, region), terms in found.items():
        demand = terms.get("demand")
        if demand is None:
            left["no hourly price on demand"] += 1
            continue
        gpus = gpus_of(instance) or 1
        made = _offer("AWS", instance, region, demand.location, gpus, (demand.currency, demand.price), as_of, name)
        if made is None:
            left["a GPU that the catalogue has no record of"] += 1
            continue
        heads = (("one_year_discount", "1"), ("three_year_discount", "3"))
        off = {
            head: f"{1 - terms[term].price / demand.price:.4f}"
            for head, term in heads
            if term in terms and terms[term].price < demand.price
        }
        rent.append({**made, **off})
    return PriceList("AWS price list", as_of, rent, left_out={why: count for why, count in left.items() if count})


# Azure


def is_azure(document: object) -> bool:
    """Return whether a document is a page of Azure's retail prices."""
    return isinstance(document, dict) and "Items" in cast("dict[str, object]", document)


def azure(name: str, document: Any) -> PriceList:  # noqa: ANN401 - JSON of somebody else's
    """Return the offers of Azure's retail prices."""
    left: Counter[str] = Counter()
    hourly: dict[tuple[str, str], dict[str, float]] = {}
    about: dict[tuple[str, str], tuple[str, str, str]] = {}
    for item in document["Items"]:
        sku, region = str(item.get("armSkuName", "")), str(item.get("armRegionName", ""))
        if gpus_of(sku.replace("_", " ")) is None and gpus_of(sku) is None:
            left["sizes without a GPU that is known"] += 1
            continue
        if "Windows" in str(item.get("productName", "")) or "Low Priority" in str(item.get("skuName", "")):
            left["Windows or low priority"] += 1
            continue
        price, term = float(item.get("retailPrice", 0)), str(item.get("reservationTerm", ""))
        kind = "spot" if "Spot" in str(item.get("skuName", "")) else "demand"
        if item.get("type") == "Reservation":
            years = {"1 Year": 1, "3 Years": 3}.get(term)
            if years is None:
                left["other terms than one and three years"] += 1
                continue
            kind, price = f"{years}", price / (years * _HOURS_A_YEAR)
        hourly.setdefault((sku, region), {})[kind] = price
        day = str(item.get("effectiveStartDate", ""))[:10]
        about[sku, region] = (str(item.get("currencyCode", "USD")), str(item.get("location", region)), day)
    as_of = max((day for _, _, day in about.values()), default="")
    rent: list[Mapping[str, str]] = []
    for (sku, region), prices in hourly.items():
        if not prices.get("demand"):
            left["no hourly price on demand"] += 1
            continue
        currency, location, _ = about[sku, region]
        size = sku.removeprefix("Standard_").replace("_", " ")
        gpus = gpus_of(sku) or gpus_of(sku.replace("_", " ")) or 1
        made = _offer("Microsoft Azure", size, region, location, gpus, (currency, prices["demand"]), as_of, name)
        if made is None:
            left["a GPU that the catalogue has no record of"] += 1
            continue
        discounts = {
            "one_year_discount": prices.get("1"),
            "three_year_discount": prices.get("3"),
            "spot_discount": prices.get("spot"),
        }
        off = {head: f"{1 - one / prices['demand']:.4f}" for head, one in discounts.items() if one}
        rent.append({**made, **off})
    return PriceList("Azure retail prices", as_of, rent, left_out=left)


def _offer(
    provider: str,
    instance: str,
    region: str,
    location: str,
    gpus: float,
    price: tuple[str, float],
    as_of: str,
    source: str,
) -> Mapping[str, str] | None:
    """Return an offer as a record: of the id that the catalogue has for the instance and region, or of a new one."""
    known = next(
        (
            one
            for one in rent_offers().values()
            if one.provider == provider
            and instance.casefold() in one.name.casefold()
            and _plain(region) in _plain(one.region)
        ),
        None,
    )
    device = known.device if known is not None else device_of(instance_gpu(instance))
    if not device:
        return None
    short = {"AWS": "aws", "Microsoft Azure": "azure"}[provider]
    return {
        "id": known.id if known is not None else f"{short}.{_plain(instance)}.{_plain(region)}",
        "name": known.name if known is not None else f"{provider} {instance}",
        "provider": provider,
        "region": known.region if known is not None else f"{location} ({region})",
        "jurisdiction": known.jurisdiction if known is not None else _jurisdiction(region),
        "device": device,
        "gpus": f"{gpus:g}",
        "currency": price[0],
        "on_demand": f"{price[1] / gpus:.6g}",
        "one_year_discount": f"{known.one_year_discount:g}" if known is not None else "",
        "three_year_discount": f"{known.three_year_discount:g}" if known is not None else "",
        "spot_discount": f"{known.spot_discount:g}" if known is not None else "",
        "as_of": as_of,
        "source": f"price list {source}",
        "note": "",
    }


_UK = re.compile(r"^(eu-west-2|uksouth|ukwest|europe-west2)$")
_EU = re.compile(
    r"^(eu-(?!central-2|west-2)|westeurope|northeurope|france|germany|sweden|italy|poland|spain|austria|norway|belgium"
    r"|finland|denmark)"
)


def _jurisdiction(region: str) -> str:
    return "uk" if _UK.match(region) else "eu" if _EU.match(region) else "elsewhere"


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", text.casefold())
