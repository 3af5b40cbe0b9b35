"""Price lists from files: one's own table, an AWS price list, Azure's retail prices, genai-prices.

Only what the catalogue can use is taken: instances whose GPUs it knows, and models with a price for tokens. The rest is
counted. Format read here: genai-prices data.json.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from desktop.imports.cloud_prices import aws, aws_table, azure, is_aws, is_aws_table, is_azure
from desktop.imports.price_list import PriceList
from desktop.imports.refusal import ImportRefusedError
from models.catalogue.records import OFFER_FIELDS, RecordError, offer_of
from models.catalogue.rows import ROW_FIELDS, row_of
from models.quantities.writing import shown

LARGEST = 200_000_000
"""Bytes of a price list that is read; AWS's list of one region and service stays below."""

SHAPES = (
    "a table with the columns of rent_offers.csv or api_prices.csv, an AWS price list (offer file, JSON or CSV), Azure"
    " retail prices (JSON), or genai-prices (data.json)"
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
        return _table(name, text)
    try:
        document: object = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"line {error.lineno}: " if isinstance(error, json.JSONDecodeError) else ""
        raise ImportRefusedError(name, f"{where}not whole JSON; expected {SHAPES}") from None
    for fits, read in _READERS:
        if fits(document):
            return _read(name, read, document)
    raise ImportRefusedError(name, f"is not a known price list; expected {SHAPES}")


def _table(name: str, text: str) -> PriceList:
    return _read(name, aws_table, text) if is_aws_table(text) else _own_table(name, text)


def _read(name: str, read: "_Reader", document: Any) -> PriceList:  # noqa: ANN401 - JSON of somebody else's
    try:
        return _some(name, read(name, document))
    except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError):
        raise ImportRefusedError(name, f"an entry is not as such a list has it; expected {SHAPES}") from None


def _some(name: str, found: PriceList) -> PriceList:
    if not found.rent and not found.api:
        left = "; ".join(f"{number:,}: {why}" for why, number in found.left_out.items())
        raise ImportRefusedError(name, f"has no price that the catalogue can use{f' ({left})' if left else ''}")
    return found


# one's own table


def _own_table(name: str, text: str) -> PriceList:
    try:
        rows = list(csv.DictReader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="")))
    except csv.Error:
        raise ImportRefusedError(name, "is not a whole table of text; export it again") from None
    heads: set[str] = set(rows[0]) if rows else set()
    if set(OFFER_FIELDS) <= heads:
        return _own(name, rows, "rent", lambda row: offer_of(row, name))
    if set(ROW_FIELDS) <= heads:
        return _own(name, rows, "api", row_of)
    missing = [one for one in OFFER_FIELDS if one not in heads]
    near = (
        f"; of the columns of rent_offers.csv it lacks {', '.join(missing)}" if len(missing) < len(OFFER_FIELDS) else ""
    )
    raise ImportRefusedError(name, f"is not a known price list; expected {SHAPES}{near}")


_DATED = re.compile(r"20\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def _own(
    name: str, rows: Sequence[Mapping[str, str]], kind: str, check: Callable[[Mapping[str, str]], object]
) -> PriceList:
    first: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        for one in ("id", "name", "as_of", "source"):
            if not row.get(one):
                raise ImportRefusedError(name, f"line {number}: {one} is missing")
        if (before := first.setdefault(row["id"], number)) != number:
            raise ImportRefusedError(
                name, f"line {number}: the id {shown(row['id'])} stands in line {before} too; which holds is not said"
            )
        if not _DATED.fullmatch(row["as_of"]):
            raise ImportRefusedError(
                name, f"line {number}: as_of is {shown(row['as_of'])}; expected a date such as 2026-11-30, or a year"
            )
        try:
            check(row)
        except (RecordError, ValueError) as error:
            raise ImportRefusedError(name, f"line {number}: {error}") from None
    newest = max((row["as_of"] for row in rows), default="")
    taken = [dict(row) for row in rows]
    return PriceList(f"Own table {name}", newest, **{kind: taken})  # type: ignore[arg-type]


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
_READERS: Sequence[tuple[Callable[[object], bool], _Reader]] = ((is_aws, aws), (is_azure, azure), (_is_genai, _genai))
