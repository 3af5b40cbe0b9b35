"""Writes resources/catalogue/api_prices.csv from the genai-prices package.

Run with `uv run --with genai-prices==0.2.3 python installer/api_prices.py DATE`.

The package's version and the date of the run stand in every row. Prices that change on a known date have the first
price as their own and the later one in the note.
"""

import csv
import importlib
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

WEIGHED = {
    "openai": (
        "gpt-4.1",
        "gpt-4.1-mini",
        "gpt-4o-mini",
        "gpt-5",
        "gpt-5-mini",
        "gpt-5-nano",
        "gpt-5.5",
        "gpt-6-sol",
        "gpt-6-luna",
        "gpt-6.1-sol",
        "gpt-6.1-terra",
    ),
    "anthropic": (
        "claude-haiku-4-5",
        "claude-sonnet-4-5",
        "claude-opus-4-5",
        "claude-sonnet-5",
        "claude-sonnet-5-5",
        "claude-opus-5-5",
        "claude-haiku-5-5",
    ),
    "google": (
        "gemini-2.5-flash",
        "gemini-2.5-flash-lite",
        "gemini-2.5-pro",
        "gemini-3.5-flash-lite",
        "gemini-3.8-flash",
        "gemini-4-argon",
    ),
    "mistral": ("mistral-small-latest", "mistral-medium-3-5", "mistral-large-4", "ministral-8b-latest"),
    "groq": ("llama-3.1-8b-instant", "llama-3.3-70b-versatile", "openai/gpt-oss-120b"),
}
"""The models a UK board would weigh, by provider; those the package does not know are left out and named."""

COLUMNS = (
    "id",
    "kind",
    "name",
    "vendor",
    "region",
    "gpus",
    "unit",
    "currency",
    "low",
    "typical",
    "high",
    "as_of",
    "evidence",
    "source",
    "note",
)
FIGURES = (
    ("api_in", "input_mtok", "tokens in"),
    ("api_out", "output_mtok", "tokens out"),
    ("api_cached", "cache_read_mtok", "cached tokens in"),
)


def base_price(value: object) -> float | None:
    """Return a price in US dollars for a million tokens: the first tier's, None where there is none."""
    amount = getattr(value, "base", value)
    return None if amount is None else float(str(amount))


def later_change(model: Any, figure: str, day: date) -> str:  # noqa: ANN401
    """Return, in words, a price that differs on a known later date, or nothing."""
    now = base_price(getattr(model.get_prices(at(day)), figure))
    prices = cast("list[Any]", model.prices) if isinstance(model.prices, list) else []
    for one in prices:
        start = getattr(one.constraint, "start_date", None)
        then = base_price(getattr(one.prices, figure, None))
        if start is not None and start > day and then is not None and then != now:
            return f"{then:g} USD from {start:%d %B %Y}"
    return ""


def at(day: date) -> datetime:
    """Return noon of a day."""
    return datetime.combine(day, time(12), UTC)


def _snapshot() -> Any:  # noqa: ANN401 - the package is there only where this is run by hand
    return importlib.import_module("genai_prices.data_snapshot").get_snapshot()


def rows(day: date) -> Iterator[dict[str, str]]:
    """Yield the catalogue rows of every model that is weighed and known."""
    providers = {provider.id: provider for provider in _snapshot().providers}
    for provider_id, wanted in WEIGHED.items():
        known = {model.id: model for model in providers[provider_id].models}
        for name in wanted:
            if name not in known:
                print(f"{provider_id}: {name} is not in the package and is left out", file=sys.stderr)
                continue
            yield from figures(providers[provider_id].name, provider_id, known[name], day)


def figures(vendor: str, provider_id: str, model: Any, day: date) -> Iterator[dict[str, str]]:  # noqa: ANN401
    """Yield the rows of one model: tokens in, out and cached in.

    Cached tokens cost as others where no price is given.
    """
    prices = model.get_prices(at(day))
    slug = re.sub(r"[^a-z0-9]+", "_", model.id.lower()).strip("_")
    for column, figure, words in FIGURES:
        price = base_price(getattr(prices, figure))
        note = later_change(model, figure, day)
        if price is None:
            price, note = base_price(prices.input_mtok), "no cached price is listed; the price of tokens in"
        yield dict.fromkeys(COLUMNS, "") | {
            "id": f"api.{provider_id}.{slug}.{column}",
            "kind": "api",
            "name": f"{model.name or model.id}: {words}",
            "vendor": vendor,
            "unit": "/million tokens",
            "currency": "USD",
            "typical": f"{price:g}",
            "as_of": day.isoformat(),
            "evidence": "list",
            "source": f"genai-prices {version('genai-prices')} (public price lists)",
            "note": note,
        }


def main() -> None:
    """Write the file for the day given as year-month-day."""
    target = Path(__file__).parent.parent / "resources" / "catalogue" / "api_prices.csv"
    with target.open("w", newline="", encoding="utf-8") as stream:
        writer: csv.DictWriter[str] = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows(date.fromisoformat(sys.argv[1])))


if __name__ == "__main__":
    main()
