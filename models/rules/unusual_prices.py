"""Prices that lie far outside what is usual: the comparison may rest on a slip."""

from collections.abc import Iterator

from models.areas.compute import Pool
from models.areas.hosting import Route
from models.areas.options import OWNING
from models.plan.plan import Plan
from models.quantities.declaration import Input
from models.quantities.writing import SYMBOLS, in_unit
from models.rules.judgement import Against

FAR_BELOW, FAR_ABOVE = 50.0, 20.0
"""How many times outside its plausible range a price is likely a slip: small accelerators cost a fifth of it."""


def _pays(option: str, price: Input) -> bool:
    """Return whether an option is one that pays such a price: for servers, rented GPUs or tokens."""
    if price is Pool.server_price:
        return option in OWNING
    return option == "api" if price in {Route.api_in, Route.api_out} else option in {"cloud", "hybrid"}


def unusual_prices(plan: Plan, scenario: str, option: str) -> Iterator[Against]:
    """Yield the first price that lies many times outside what is usual: the comparison may rest on a slip.

    option: what is recommended, empty where nothing is; a price that it pays is confirmed before its cost is approved.
    """
    values = plan.values(scenario)
    for declared in (Pool.cloud_price, Pool.server_price, Route.api_in, Route.api_out):
        low, high = declared.plausible or (0.0, float("inf"))
        for row in plan.rows[declared.home]:
            key = declared.key_in(row.slug)
            price = float(values[key])
            if price > 0 and (price < low / FAR_BELOW or price > high * FAR_ABOVE):
                currency = str(values[key.removesuffix(declared.name) + declared.currency])
                told, least, most = (in_unit(one, declared, SYMBOLS[currency]) for one in (price, low, high))
                usual = f"far outside the usual range ({least} to {most})"
                yield Against(
                    "price",
                    f"{declared.label} of {row.name} is {told}, {usual}: check it.",
                    names=(key,),
                    first=f"“{row.name}: {declared.label}” of {told}, {usual}, being confirmed"
                    if _pays(option, declared)
                    else "",
                )
                return
    for row in plan.rows["workload"]:
        works, hosting = f"workloads.workload.{row.slug}.", f"hosting.workload.{row.slug}."
        called = (
            values[f"{works}active"] and values[f"{works}kind"] == "inference" and float(values[f"{hosting}api_share"])
        )
        if called and float(values[f"{hosting}api_in"]) + float(values[f"{hosting}api_out"]) <= 0:
            yield Against("price", f"{row.name} is sent to an API at no price: enter what the API costs.")
            return
