"""Price lists from files: one's own table, an AWS price list, Azure's retail prices, genai-prices.

Only what the catalogue can use is taken: instances whose GPUs it knows, and models with a price for tokens. The rest is
counted. Formats: AWS Price List Bulk API, offer file v1.0; Azure Retail Prices API; genai-prices data.json.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from desktop.imports.refusal import ImportRefusedError
from models.catalogue.meters import gpus_of, instance_gpu
from models.catalogue.records import OFFER_FIELDS, RecordError, device_of, offer_of, rent_offers
from models.catalogue.rows import ROW_FIELDS, catalogue, row_of

LARGEST = 200_000_000
"""Bytes of a price list that is read; AWS's list of one region and service stays below."""

SHAPES = (
    "a table with the columns of rent_offers.csv or api_prices.csv, an AWS price list (offer file, JSON), Azure retail"
    " prices (JSON), or genai-prices (data.json)"
)
_HOURS_A_YEAR = 8_760


@dataclass(frozen=True, slots=True)
class PriceList:
    """What was read of a price list.

    rent: offers to rent, api: prices of models, each as the catalogue's own records. left_out: how many entries were of
    no use, by reason.
    """

    source: str
    as_of: str
    rent: Sequence[Mapping[str, str]] = ()
    api: Sequence[Mapping[str, str]] = ()
    left_out: Mapping[str, int] = field(default_factory=dict[str, int])

    def in_words(self) -> str:
        """Return what was read as a sentence."""
        known = catalogue()
        new = sum(f"cloud.{one['id']}" not in known for one in self.rent) + sum(
            one["id"] not in known for one in self.api
        )
        count = len(self.rent) + len(self.api)
        left = "; ".join(f"{number:,} left out: {why}" for why, number in self.left_out.items())
        return (
            f"{self.source}, {self.as_of}: {count:,} price{'' if count == 1 else 's'} taken, {new:,} of them new"
            f"{f'. {left}' if left else ''}."
        )


def read_prices(name: str, data: bytes) -> PriceList:
    """Return the prices of a file. Raises ImportRefusedError where it is of no shape that is known."""
    if not data.strip():
        raise ImportRefusedError(name, "the file is empty")
    if len(data) > LARGEST:
        raise ImportRefusedError(name, f"{len(data):,} bytes; a price list of at most {LARGEST:,} is read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefusedError(name, f"byte {error.start} is not UTF-8 text; expected {SHAPES}") from None
    if text.lstrip()[:1] not in {"{", "["}:
        return _own_table(name, text)
    try:
        document: object = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"line {error.lineno}: " if isinstance(error, json.JSONDecodeError) else ""
        raise ImportRefusedError(name, f"{where}not whole JSON; expected {SHAPES}") from None
    for fits, read in _READERS:
        if fits(document):
            try:
                return _some(name, read(name, document))
            except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError):
                raise ImportRefusedError(name, f"an entry is not as such a list has it; expected {SHAPES}") from None
    raise ImportRefusedError(name, f"is no price list that is known; expected {SHAPES}")


def _some(name: str, found: PriceList) -> PriceList:
    if not found.rent and not found.api:
        left = "; ".join(f"{number:,}: {why}" for why, number in found.left_out.items())
        raise ImportRefusedError(name, f"has no price that the catalogue can use{f' ({left})' if left else ''}")
    return found


# one's own table


def _own_table(name: str, text: str) -> PriceList:
    rows = list(csv.DictReader(io.StringIO(text)))
    heads: set[str] = set(rows[0]) if rows else set()
    if set(OFFER_FIELDS) <= heads:
        return _own(name, rows, "rent", lambda row: offer_of(row, name))
    if set(ROW_FIELDS) <= heads:
        return _own(name, rows, "api", row_of)
    missing = [one for one in OFFER_FIELDS if one not in heads]
    near = (
        f"; of the columns of rent_offers.csv it lacks {', '.join(missing)}" if len(missing) < len(OFFER_FIELDS) else ""
    )
    raise ImportRefusedError(name, f"is no price list that is known; expected {SHAPES}{near}")


def _own(
    name: str, rows: Sequence[Mapping[str, str]], kind: str, check: Callable[[Mapping[str, str]], object]
) -> PriceList:
    for number, row in enumerate(rows, 2):
        for one in ("id", "name", "as_of", "source"):
            if not row.get(one):
                raise ImportRefusedError(name, f"line {number}: {one} is missing")
        try:
            check(row)
        except (RecordError, ValueError) as error:
            raise ImportRefusedError(name, f"line {number}: {error}") from None
    newest = max((row["as_of"] for row in rows), default="")
    taken = [dict(row) for row in rows]
    return PriceList(f"Own table {name}", newest, **{kind: taken})  # type: ignore[arg-type]


# AWS


def _is_aws(document: object) -> bool:
    return isinstance(document, dict) and {"products", "terms"} <= set(cast("dict[str, object]", document))


def _aws(name: str, document: Any) -> PriceList:  # noqa: ANN401 - JSON of somebody else's
    as_of = str(document.get("publicationDate", ""))[:10] or date.today().isoformat()  # noqa: DTZ011 - a day
    demand = document["terms"].get("OnDemand", {})
    left: Counter[str] = Counter()
    rent: list[Mapping[str, str]] = []
    for sku, product in document["products"].items():
        said = product.get("attributes", {})
        instance, region = str(said.get("instanceType", "")), str(said.get("regionCode", ""))
        plain = (
            said.get("operatingSystem") == "Linux"
            and said.get("tenancy") == "Shared"
            and said.get("capacitystatus", "Used") == "Used"
            and said.get("preInstalledSw", "NA") == "NA"
        )
        gpus = gpus_of(instance) if instance else None
        if gpus is None:
            left["instances without a GPU that is known"] += 1
            continue
        if not plain:
            left["Windows, dedicated hosts, reserved capacity or software"] += 1
            continue
        prices = [
            (currency, float(amount))
            for term in demand.get(sku, {}).values()
            for dimension in term.get("priceDimensions", {}).values()
            if dimension.get("unit") == "Hrs"
            for currency, amount in dimension.get("pricePerUnit", {}).items()
            if float(amount) > 0
        ]
        if not prices:
            left["no hourly price on demand"] += 1
            continue
        made = _offer("AWS", instance, region, str(said.get("location", region)), gpus, prices[0], as_of, name)
        if made is None:
            left["a GPU that the catalogue has no record of"] += 1
        else:
            rent.append(made)
    return PriceList("AWS price list", as_of, rent, left_out=left)


# Azure


def _is_azure(document: object) -> bool:
    return isinstance(document, dict) and "Items" in cast("dict[str, object]", document)


def _azure(name: str, document: Any) -> PriceList:  # noqa: ANN401 - JSON of somebody else's
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


# genai-prices


def _is_genai(document: object) -> bool:
    if not isinstance(document, list) or not document:
        return False
    first = cast("list[object]", document)[0]
    return isinstance(first, dict) and "models" in cast("dict[str, object]", first)


def _genai(name: str, document: Any) -> PriceList:  # noqa: ANN401 - JSON of somebody else's
    today = date.today().isoformat()  # noqa: DTZ011 - a day
    left: Counter[str] = Counter()
    api: list[Mapping[str, str]] = []
    for provider in document:
        vendor = str(provider.get("name", provider.get("id", "")))
        for one in provider.get("models", []):
            prices = _today(one.get("prices"))
            figures = {head: _flat(prices.get(given)) for head, given in _TOKENS.items()}
            if figures["api_in"] is None or figures["api_out"] is None:
                left["models without a price for tokens in and out"] += 1
                continue
            entry = f"api.{_slug(str(provider.get('id', '')))}.{_slug(str(one.get('id', '')))}"
            title = str(one.get("name") or one.get("id"))
            api += [
                _api_row(f"{entry}.{head}", f"{title}: {words}", vendor, figure, today, name)
                for (head, words), figure in zip(_WORDS.items(), figures.values(), strict=True)
                if figure is not None
            ]
    return PriceList("genai-prices", today, api=api, left_out=left)


_TOKENS = {"api_in": "input_mtok", "api_out": "output_mtok", "api_cached": "cache_read_mtok"}
_WORDS = {"api_in": "tokens in", "api_out": "tokens out", "api_cached": "cached tokens in"}


def _today(prices: Any) -> Mapping[str, Any]:  # noqa: ANN401 - JSON of somebody else's
    """Return the prices that hold without a condition, or from the latest date that has come."""
    if isinstance(prices, dict):
        return cast("Mapping[str, Any]", prices)
    today, since = date.today().isoformat(), ""  # noqa: DTZ011 - a day
    chosen: Mapping[str, Any] = {}
    for one in cast("list[dict[str, Any]]", prices or []):
        start = str(cast("dict[str, Any]", one.get("constraint") or {}).get("start_date", ""))
        if since <= start <= today or (not start and not chosen):
            chosen, since = one.get("prices", {}), start
    return chosen


def _flat(price: Any) -> float | None:  # noqa: ANN401 - JSON of somebody else's
    if isinstance(price, dict):
        price = cast("dict[str, Any]", price).get("base")
    return float(price) if price is not None else None


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")


def _api_row(row_id: str, title: str, vendor: str, figure: float, as_of: str, name: str) -> Mapping[str, str]:
    row = dict.fromkeys(ROW_FIELDS, "")
    return row | {
        "id": row_id,
        "kind": "api",
        "name": title,
        "vendor": vendor,
        "unit": "/million tokens",
        "currency": "USD",
        "typical": f"{figure:g}",
        "as_of": as_of,
        "evidence": "list",
        "source": f"price list {name} (genai-prices)",
    }


type _Reader = Callable[[str, Any], PriceList]
_READERS: Sequence[tuple[Callable[[object], bool], _Reader]] = (
    (_is_aws, _aws),
    (_is_azure, _azure),
    (_is_genai, _genai),
)
