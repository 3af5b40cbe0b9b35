"""Figures in doubt: legal, and yet so far from what is usual, or so like another figure, that they may be slips.

Each says what the figure would be if it is one, so that what rests on it can be told.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.areas.compute import Pool
from models.areas.finance import PLAN_CURRENCY_RATES, Finance
from models.areas.operations import Operations
from models.areas.register import expanded
from models.areas.taxation import Tax
from models.catalogue.records import rent_offers
from models.catalogue.rows import catalogue
from models.plan.plan import EvidenceKind, Plan, default_entry
from models.plan.ranges import own_range
from models.quantities.causes import FAR, cause_of, likely_cause
from models.quantities.declaration import Input, Kind, Value
from models.quantities.writing import in_unit
from models.rules.beside_lists import below_every_list
from models.rules.not_free import for_nothing
from models.rules.pool_checks import POOL_CHECKS, USUAL_GPUS


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that may be a slip.

    message: what it is or looks like, in words that follow the input's name and a colon. mended: what it would be, in
        the input's unit. outside_own: whether it is in doubt only since its own source gives another range.
    """

    key: str
    value: float
    message: str
    mended: float
    outside_own: bool = False


def doubts(plan: Plan, scenario: str) -> Iterator[Doubt]:
    """Yield every figure of a scenario that may be a slip."""
    values = plan.values(scenario)
    for key, declared, row in expanded(plan.slugs):
        if declared.numeric and declared.kind is not Kind.CONSTANT and declared.plausible:
            found = _doubt(plan, scenario, key, row, values)
            if found is not None:
                yield found


def doubt(plan: Plan, scenario: str, key: str) -> Doubt | None:
    """Return why one input may be a slip; None where nothing says so."""
    declared = plan.declaration(key)
    if not declared.numeric or declared.kind is Kind.CONSTANT or not declared.plausible:
        return None
    row = key.split(".")[2] if declared.home else ""
    return _doubt(plan, scenario, key, row, plan.values(scenario))


def _doubt(plan: Plan, scenario: str, key: str, row: str, values: Mapping[str, Value]) -> Doubt | None:
    declared, value = plan.declaration(key), float(values[key])
    first = (
        _free(plan, scenario, key, row, values)
        or _in_other_money(plan, scenario, key, values)
        or _of_another_offer(plan, scenario, key, row, value)
        or _after_tax(key, value, values)
        # at 1 to 1, which is what stands there where nothing is hedged, something may be
        or (_odd_rate(plan, values, key, value) if key.endswith("_forward") else None)
    )
    if first is not None:
        return first
    if value in {declared.neutral, default_entry(declared, plan.slugs, row=row).value}:
        return None
    listed = catalogue().get(plan.entry(scenario, key).evidence.catalogue)
    if listed is not None and not listed.text and value == listed.typical:
        return None  # as the catalogue has it: a small GPU costs a tenth of a large one
    return (
        _odd_rate(plan, values, key, value)
        or _of_its_pool(declared, key, value, values)
        or _of_a_cause(plan, scenario, key, value)
        or _below_lists(plan, scenario, key, row, values)
        or _far(plan, scenario, key, value)
    )


def _free(plan: Plan, scenario: str, key: str, row: str, values: Mapping[str, Value]) -> Doubt | None:
    """Return that something which costs money is for nothing."""
    found = for_nothing(plan, scenario, key, row, values)
    if found is None:
        return None
    said, usual = found
    told = in_unit(usual, plan.declaration(key), plan.symbol(scenario, key))
    return Doubt(key, 0.0, f"it is nothing, so that {said}; {told} would be usual", usual)


_CODES = {"GBP": ("pound", "pounds"), "USD": ("dollar", "US dollars"), "EUR": ("euro", "euros")}
"""Currencies by their code: what the inputs of their rates begin with, and their name."""


def _in_other_money(plan: Plan, scenario: str, key: str, values: Mapping[str, Value]) -> Doubt | None:
    """Return that the catalogue's figure stands in another currency than the catalogue has it in."""
    declared = plan.declaration(key)
    listed = catalogue().get(plan.entry(scenario, key).evidence.catalogue) if declared.currency else None
    if listed is None or listed.text or listed.currency not in _CODES or float(values[key]) != listed.typical:
        return None
    entered = str(values[f"{key.rsplit('.', 1)[0]}.{declared.currency}"])
    if entered == listed.currency or not listed.typical:
        return None
    (of, name), (into, other) = _CODES[listed.currency], _CODES[entered]
    rates = [float(values[f"finance.{one}_rate"]) for one in (of, into)]
    mended = float(f"{listed.typical * rates[0] / rates[1]:.4g}")
    told = in_unit(mended, declared, plan.symbol(scenario, key))
    said = f"{listed.typical:g} is the catalogue's price in {name}, and it stands in {other}; {told} is the same money"
    return Doubt(key, float(values[key]), said, mended)


_TERMS = frozenset(one.name for one in (Pool.one_year_discount, Pool.three_year_discount, Pool.spot_discount))


def _of_another_offer(plan: Plan, scenario: str, key: str, row: str, value: float) -> Doubt | None:
    """Return that a discount is one supplier's, and the price it is taken off another's quote."""
    declared, source = plan.declaration(key), plan.entry(scenario, key).evidence.catalogue
    if declared.home != "pool" or declared.name not in _TERMS or not source.startswith("offer.") or value <= 0:
        return None
    price = plan.entry(scenario, Pool.cloud_price.key_in(row)).evidence
    of = source.removeprefix("offer.").removesuffix(f".{declared.name}")
    quoted = price.kind in {EvidenceKind.QUOTE, EvidenceKind.MEASURED} and price.source
    if not quoted or price.catalogue in {f"offer.{of}.cloud_price", f"cloud.{of}"} or of not in rent_offers():
        return None
    supplier = rent_offers()[of].provider
    said = f"{in_unit(value, declared, '')} is what {supplier} gives on its own price, and this price is not its own"
    return Doubt(key, value, f"{said} ({price.source[:60]}): ask there what is taken off", 0.0)


_APART = 0.015
"""A year: by how much a rate after tax may differ from the one before it, less tax."""


def _after_tax(key: str, value: float, values: Mapping[str, Value]) -> Doubt | None:
    """Return that the discount rate after tax does not go with the one before it."""
    if key != Tax.after_tax_rate.key or values[Tax.tax_position.key] != "company":
        return None
    before, tax = float(values[Finance.discount_rate.key]), float(values[Tax.tax_rate.key])
    mended = before * (1 - tax)
    if abs(value - mended) <= _APART:
        return None
    said = f"{100 * value:.3g}% does not go with {100 * before:.3g}% before tax: less {100 * tax:.3g}% tax that is"
    return Doubt(key, value, f"{said} {100 * mended:.3g}%", mended)


_USUAL: Mapping[tuple[str, str], tuple[float, float]] = {
    ("dollar", "GBP"): (0.6, 0.95),
    ("euro", "GBP"): (0.7, 0.99),
    ("dollar", "EUR"): (0.7, 0.99),
    ("euro", "USD"): (1.01, 1.45),
    ("pound", "EUR"): (1.03, 1.45),
    ("pound", "USD"): (1.06, 1.66),
}
"""About what one dollar, euro and pound are worth in the currencies of plans; source: Bank of England."""


_FAR_OFF = 1.4
"""How many times past what is usual a rate may be before it is a slip, and not a stress."""


def _odd_rate(plan: Plan, values: Mapping[str, Value], key: str, value: float) -> Doubt | None:
    """Return that an exchange rate stands the wrong way round, or far from what is usual; None where nothing is paid.

    A rate is in the plan's own currency.
    """
    name, _, what = key.removeprefix("finance.").partition("_")
    usual = _USUAL.get((name, plan.currency)) if what in {"rate", "forward"} else None
    if what == "forward" and float(values[f"finance.{name}_hedged"]) <= 0:
        return None
    if what == "forward" and PLAN_CURRENCY_RATES[plan.currency] == f"finance.{name}_rate":
        said = f"the plan is in {name}s: its own money has no rate, and needs no hedge"
        return Doubt(key, value, said, 1.0) if value != 1 else None
    if usual is None:
        return None
    if value > 0 and not usual[0] <= value <= usual[1] and usual[0] <= 1 / value <= usual[1]:
        said = f"{value:g} looks like the rate the other way round; {1 / value:.4f} would be usual"
        return Doubt(key, value, said, 1 / value)
    if not usual[0] / _FAR_OFF <= value <= usual[1] * _FAR_OFF:
        mended = round(math.sqrt(usual[0] * usual[1]), 2)
        said = f"{value:g} is far from what one {name} is worth; {mended:g} would be usual"
        return Doubt(key, value, said, mended)
    today = float(values.get(f"finance.{name}_rate", value))
    if what == "forward" and today > 0 and abs(value / today - 1) > _FORWARD_APART:
        said = f"{value:g} is {abs(value / today - 1):.0%} away from today's rate of {today:.4g}; forwards lie near it"
        return Doubt(key, value, said, today)
    return None


_FORWARD_APART = 0.1
"""Share by which a forward may be away from the rate of the day: interest in two currencies differs by a few per cent.
"""


def _of_its_pool(declared: Input, key: str, value: float, values: Mapping[str, Value]) -> Doubt | None:
    """Return what a figure of a pool looks like beside the others of that pool."""
    if declared.home != "pool":
        return None
    prefix = key.removesuffix(declared.name)
    for check in POOL_CHECKS:
        if check.input_name == declared.name and check.mended is not None:
            said = check.finding(values, prefix)
            if said:
                return Doubt(key, value, said, check.mended(values, prefix))
    return None


_OF_EIGHT = (Pool.server_price, Pool.server_power)
"""Figures of a server whose usual range is that of eight GPUs."""


def _usual_of_its_gpus(plan: Plan, scenario: str, key: str, value: float) -> bool:
    """Return whether a figure of a server of more or fewer GPUs than eight is usual for so many of them."""
    declared = plan.declaration(key)
    if declared not in _OF_EIGHT:
        return False
    gpus = float(plan.entry(scenario, Pool.server_gpus.key_in(key.split(".")[2])).value)
    low, high = declared.plausible or (0.0, math.inf)
    # large GPUs cost a few times as much as small ones
    return gpus != USUAL_GPUS and low / _LARGER <= value / gpus * USUAL_GPUS <= high * _DEARER


_LARGER, _DEARER = 4.0, 2.0
"""How many times a usual figure of eight GPUs those of small and of large ones may be apart from it."""


def _of_a_cause(plan: Plan, scenario: str, key: str, value: float) -> Doubt | None:
    declared, symbol = plan.declaration(key), plan.symbol(scenario, key)
    cause = cause_of(declared, value)
    if cause is None or _usual_of_its_gpus(plan, scenario, key, value):
        return None
    said = f"{in_unit(value, declared, symbol)} {likely_cause(declared, value, symbol)}"
    mended = value / cause.factor
    return Doubt(key, value, said, float(round(mended)) if declared.kind is Kind.INTEGER else mended)


def _below_lists(plan: Plan, scenario: str, key: str, row: str, values: Mapping[str, Value]) -> Doubt | None:
    found = below_every_list(plan, scenario, key, row, values)
    return Doubt(key, float(values[key]), *found) if found is not None else None


_RATES = frozenset({"1/year", "kilowatt/server", "kilowatt/gpu", "kilogram/kilowatt/hour", "kilogram/server"})
"""Dimensions beside prices in which organisations hardly differ, large or small."""


def _is_yearly(declared: Input) -> bool:
    """Return whether a figure is a rate of a year, of which next to nothing is as usual as anything."""
    return declared.kind is Kind.SHARE and declared.unit.symbol.endswith("a year")


def _is_a_rate(declared: Input) -> bool:
    """Return whether a figure is a price or a rate, and so alike for organisations of every size."""
    dimension = declared.unit.dimension
    price = dimension.startswith("money/") and dimension not in {"money/year", "money/month", "money/day"}
    return _is_yearly(declared) or price or dimension in _RATES


_SMALLER = 10.0
"""Of the low end of a usual price: small GPUs, and the servers with them, cost so much less than large ones."""


_ONE_REQUEST = 20.0
"""Of the low end of token rates: served one at a time, requests get so much less of a GPU than many at once."""

_NEAR_THE_WHOLE = (Pool.highest_use, Operations.goodput)
"""Shares that are most of the whole wherever GPUs are used for what they cost."""


_RESALE = (Pool.resale_1, Pool.resale_2, Pool.resale_3, Pool.resale_4, Pool.resale_5)
_TWICE = 2.0
"""Of the most that was fetched at an age: a buyer's quote may promise more, an assumption may not."""


def _far(plan: Plan, scenario: str, key: str, value: float) -> Doubt | None:
    """Return that a figure lies many times outside the range of its own source, or outside what is usual of a rate."""
    declared, evidence, symbol = plan.declaration(key), plan.entry(scenario, key).evidence, plan.symbol(scenario, key)
    told = in_unit(value, declared, symbol)
    if not evidence.spans(value) and not evidence.turned_round:
        mended = _nearest(value, evidence.low, evidence.high)
        said = f"{told} is far outside the range its own source gives, {own_range(plan, scenario, key)}"
        return Doubt(key, value, said, mended, outside_own=True) if mended is not None else None
    low, high = declared.plausible or (0.0, math.inf)
    usual = f"{in_unit(low, declared, symbol)} to {in_unit(high, declared, symbol)}"
    if evidence.kind is EvidenceKind.MEASURED:
        return None
    if declared.unit.dimension == "token/second/gpu" and 0 < value < low / _ONE_REQUEST:
        return Doubt(key, value, f"{told} is far below what is usual, {usual}: is it the rate of one request?", low)
    if declared in _NEAR_THE_WHOLE and 0 < value < low / FAR:
        return Doubt(key, value, f"{told} is far below what is usual, {usual}", low)
    quoted = evidence.kind is EvidenceKind.QUOTE
    if declared in _RESALE and value > _TWICE * high and not quoted:
        return Doubt(key, value, f"{told} is far above what servers of that age have fetched, {usual}", high)
    if not _is_a_rate(declared) or _usual_of_its_gpus(plan, scenario, key, value):
        return None
    mended = _nearest(value, None, high)
    if mended is None and not _is_yearly(declared) and 0 < value < low / _SMALLER:
        mended = low
    if mended is None:
        return None
    return Doubt(key, value, f"{told} is far outside what is usual, {usual}", mended)


def _nearest(value: float, low: float | None, high: float | None) -> float | None:
    """Return the end of a range that a positive value lies many times outside of; None where it does not.

    >>> _nearest(2.7, 0.18, 0.32), _nearest(0.05, 0.18, 0.32), _nearest(0.1, 0.18, 0.32), _nearest(0, 0.18, 0.32)
    (0.32, 0.18, None, None)
    """
    if value <= 0:
        return None
    if low is not None and value < low / FAR:
        return low
    return high if high is not None and value > max(high, 0.0) * FAR and high > 0 else None
