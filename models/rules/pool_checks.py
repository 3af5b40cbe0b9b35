"""Checks of one pool: figures that are legal and yet look like another's, or are counted twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.areas.compute import Pool
from models.areas.terms_that_fit import MONTHS_OF_ONE_YEAR, MONTHS_OF_THREE_YEARS, terms_that_fit
from models.plan.measured_rate import rate_of
from models.quantities.declaration import Value


@dataclass(frozen=True, slots=True)
class PoolCheck:
    """A check of one pool: the input it belongs to, and what it says where it strikes.

    mended: what the figure would be if it is a slip; None where it is a decision, and no slip.
    """

    input_name: str
    finding: Callable[[Mapping[str, Value], str], str]
    mended: Callable[[Mapping[str, Value], str], float] | None = None


def number_of(values: Mapping[str, Value], key: str) -> float:
    """Return the value of an input as a number; a flag is 0 or 1."""
    return float(values[key])


def _instance_for_gpu(values: Mapping[str, Value], pool: str) -> str:
    price, gpus = number_of(values, f"{pool}cloud_price"), number_of(values, f"{pool}instance_gpus")
    if gpus > 1 and price > 20:  # noqa: PLR2004 - no single GPU is listed above 20 an hour
        return f"{price:g} per GPU-hour looks like the price of a whole instance of {gpus:g} GPUs; divide by {gpus:g}"
    return ""


def _hour_for_month(values: Mapping[str, Value], pool: str) -> str:
    hourly = number_of(values, f"{pool}running_hour")
    if hourly > 500:  # noqa: PLR2004 - a server would cost 4.4m a year to run
        return f"{hourly:g} per server-hour is {hourly * 8760:,.0f} a year; was a monthly cost meant?"
    return ""


def _committed_above_demand(values: Mapping[str, Value], pool: str) -> str:
    for option, of in (("committed", ""), ("api", " by the API option"), ("hybrid", " by the hybrid")):
        after = "one_year_after" if option == "committed" else f"{option}_one_year_after"
        longer = max(number_of(values, f"{pool}{option}_three_years"), number_of(values, f"{pool}{after}"))
        committed = number_of(values, f"{pool}{option}_one_year") + longer
        if committed > 1 + 1e-9 and (not of or values[f"{pool}{option}_terms"]):
            return f"{committed:.0%} of the average demand is committed{of}, more than there is"
    return ""


def _terms_not_taken(values: Mapping[str, Value], pool: str) -> str:
    horizon = number_of(values, "finance.horizon")
    later = number_of(values, f"{pool}one_year_after") > 0
    if values[f"{pool}late_terms"]:
        return "nothing is committed after the three-year terms, since these go on past the horizon" if later else ""
    fit = terms_that_fit(values, pool.split(".")[2])
    for name, length, taken in (
        ("committed_three_years", MONTHS_OF_THREE_YEARS, fit.three_years),
        ("committed_one_year", MONTHS_OF_ONE_YEAR, fit.one_year),
    ):
        if number_of(values, f"{pool}{name}") <= 0 or taken >= horizon:
            continue
        if taken == fit.begun and horizon - taken >= length:
            return f"no term of {length} months is taken: there is no work to commit where one would begin"
        if taken == fit.begun:
            return f"no term of {length} months is taken: the first, from month {taken + 1}, would end past the horizon"
        if length == MONTHS_OF_THREE_YEARS and later and fit.after:
            continue  # what comes after them is committed for
        return (
            f"no term of {length} months is taken after month {taken}, since it would end past the horizon: those"
            " months are paid on demand"
        )
    return ""


_LEAST_POWER, _MOST_POWER = 0.1, 3.0
"""Kilowatts per GPU of a server: an L4 draws 0.07, a B300 1.8 with its share of the server."""


def _power(values: Mapping[str, Value], pool: str) -> str:
    power, gpus = number_of(values, f"{pool}server_power"), number_of(values, f"{pool}server_gpus")
    if power > 0 and not _LEAST_POWER <= power / gpus <= _MOST_POWER:
        usual = f"{_LEAST_POWER:g} to {_MOST_POWER:g} is usual"
        return f"{power:g} kW for {gpus:g} GPUs is {power / gpus:.2f} kW per GPU; {usual}"
    return ""


_MOST_OF_A_GPU = 120_000.0
"""Of a server's price, per GPU and in money: a B300 costs about 60,000 with its share of the server."""


def _one_for_eight(values: Mapping[str, Value], pool: str) -> str:
    """Return that a server has too few GPUs for what it costs."""
    price, gpus = price_of_server(values, pool), number_of(values, f"{pool}server_gpus")
    if price > gpus * _MOST_OF_A_GPU and price <= USUAL_GPUS * _MOST_OF_A_GPU:
        return f"{gpus:g} for a server of {price:,.0f} is {price / gpus:,.0f} per GPU; is it a server of eight?"
    return ""


def _monthly(values: Mapping[str, Value], pool: str, field: str) -> float:
    """Return what a running field of a server comes to a month, at all hours, in money."""
    hours, gpus = number_of(values, "world.hours_per_month"), number_of(values, f"{pool}server_gpus")
    each = {"running_month": 1.0, "running_hour": hours, "running_busy_hour": hours * gpus}[field]
    return number_of(values, f"{pool}{field}") * each


def _power_twice(field: str) -> Callable[[Mapping[str, Value], str], str]:
    """Return the check that a running field is the electricity, which is counted from power and tariff already."""

    def finding(values: Mapping[str, Value], pool: str) -> str:
        monthly = _monthly(values, pool, field)
        tariff, power = (number_of(values, f"{pool}{name}") for name in ("tariff", "server_power"))
        # a fee for colocation is no electricity
        if monthly <= 0 or tariff <= 0 or power <= 0 or values[f"{pool}site"] == "colocation":
            return ""
        implied = monthly / tariff / number_of(values, "world.hours_per_month")
        if 0.5 <= implied / power <= 2:  # noqa: PLR2004 - near enough to be the same electricity
            return (
                f"{monthly:,.0f} a month is {implied:.1f} kW around the clock at the tariff, and the server draws"
                f" {power:g} kW: is its electricity counted twice?"
            )
        return ""

    return finding


def _capital_twice(field: str) -> Callable[[Mapping[str, Value], str], str]:
    """Return the check that a running field is the price of the server, spread over its life."""

    def finding(values: Mapping[str, Value], pool: str) -> str:
        monthly, life = _monthly(values, pool, field), number_of(values, f"{pool}life")
        price = price_of_server(values, pool)
        # within a tenth it is the same money
        if price > 0 and monthly > 0 and abs(monthly * life / price - 1) < 0.1:  # noqa: PLR2004
            return (
                f"{monthly:,.0f} a month over {life:g} months is the price of the server: is its amortisation counted"
                " beside the purchase?"
            )
        return ""

    return finding


def _share_is_capital(values: Mapping[str, Value], pool: str) -> str:
    yearly, life = number_of(values, f"{pool}maintenance"), number_of(values, f"{pool}life")
    # above what support costs, and within a tenth of the price over its life
    if yearly > 0.2 and abs(yearly * life / 12 - 1) < 0.1:  # noqa: PLR2004
        return (
            f"{yearly:.0%} of the price a year over {life:g} months is the price itself: is its amortisation counted as"
            " support?"
        )
    return ""


def price_of_server(values: Mapping[str, Value], pool: str) -> float:
    """Return the price of a server in the plan's money."""
    return number_of(values, f"{pool}server_price") * rate_of(values, f"{pool}server_currency")


USUAL_GPUS = 8.0
"""GPUs of a usual server."""


def _eight(_values: Mapping[str, Value], _pool: str) -> float:
    return USUAL_GPUS


def _nothing(_values: Mapping[str, Value], _pool: str) -> float:
    return 0.0


def _usual_support(_values: Mapping[str, Value], _pool: str) -> float:
    _, most = Pool.maintenance.plausible or (0.0, 0.0)
    return most


def _of_one_gpu(values: Mapping[str, Value], pool: str) -> float:
    return number_of(values, f"{pool}cloud_price") / number_of(values, f"{pool}instance_gpus")


def _of_one_hour(values: Mapping[str, Value], pool: str) -> float:
    return number_of(values, f"{pool}running_hour") / number_of(values, "world.hours_per_month")


def _usual_power(values: Mapping[str, Value], pool: str) -> float:
    """Return the power of a server within what its GPUs usually draw, the nearest."""
    gpus = number_of(values, f"{pool}server_gpus")
    return min(max(number_of(values, f"{pool}server_power"), _LEAST_POWER * gpus), _MOST_POWER * gpus)


_RUNNING = ("running_month", "running_hour", "running_busy_hour")
"""The running fields of a server."""


def _gains_value(years: int) -> Callable[[Mapping[str, Value], str], str]:
    """Return the check that a server fetches more after some years than after one year less."""

    def finding(values: Mapping[str, Value], pool: str) -> str:
        then, before = (number_of(values, f"{pool}resale_{age}") for age in (years, years - 1))
        if then <= before:
            return ""
        return f"{then:.0%} after {years} years is more than the {before:.0%} after {years - 1}: servers gain no value"

    return finding


def _as_before(years: int) -> Callable[[Mapping[str, Value], str], float]:
    """Return the least that a server fetches at any earlier age."""

    def mended(values: Mapping[str, Value], pool: str) -> float:
        return min(number_of(values, f"{pool}resale_{age}") for age in range(1, years))

    return mended


POOL_CHECKS = (
    *(PoolCheck(f"resale_{years}", _gains_value(years), _as_before(years)) for years in range(2, 6)),
    *(PoolCheck(field, _power_twice(field), _nothing) for field in _RUNNING),
    *(PoolCheck(field, _capital_twice(field), _nothing) for field in _RUNNING),
    PoolCheck("maintenance", _share_is_capital, _usual_support),
    PoolCheck("cloud_price", _instance_for_gpu, _of_one_gpu),
    PoolCheck("running_hour", _hour_for_month, _of_one_hour),
    PoolCheck("committed_one_year", _committed_above_demand),
    PoolCheck("late_terms", _terms_not_taken),
    PoolCheck("server_power", _power, _usual_power),
    PoolCheck("server_gpus", _one_for_eight, _eight),
)
"""Checks of a pool, in the order in which they are told."""
