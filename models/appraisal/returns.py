"""Returns of a row of cash flows, and the annuities of leases and loans.

Root finding and closed forms around the graph.
"""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

type Flows = Sequence[float] | NDArray[np.float64]

_LOWEST = -0.99


def net_present_value(rate: float, flows: Flows) -> float:
    """Return the present value of flows one period apart, in money, the first of them undiscounted.

    rate: a period, above −1.
    """
    factors = (1.0 + rate) ** -np.arange(len(flows), dtype=float)
    return float(np.asarray(flows, dtype=float) @ factors)


def sign_changes(flows: Flows) -> int:
    """Return how often the flows change sign, zeros apart."""
    signs = np.sign([flow for flow in flows if flow])
    return int((signs[1:] != signs[:-1]).sum())


def internal_rate(flows: Flows) -> float | None:
    """Return the rate a period at which the flows are worth nothing, found by halving; None where it is not one.

    It is the one rate above −1 where the flows change sign once; failing that, the one rate above 0 where their running
    sum does.

    Source: Norstrom, A Sufficient Condition for a Unique Nonnegative Internal Rate of Return, 1972.
    """
    given = np.asarray(flows, dtype=float)
    whole = sign_changes(given) == 1
    so_far = np.cumsum(given)
    if not whole and (sign_changes(so_far) != 1 or not so_far[-1]):
        return None
    periods = -np.arange(len(given), dtype=float)

    def worth(rate: float) -> float:
        return float(given @ (1.0 + rate) ** periods)

    low, high = (_LOWEST if whole else 0.0), 1.0
    begins = worth(low)
    while worth(high) * begins > 0 and high < 1e9:  # noqa: PLR2004 - a rate no one earns
        high *= 2
    # until no number lies between the two
    while low < (middle := (low + high) / 2) < high:
        if worth(middle) * begins > 0:
            low = middle
        else:
            high = middle
    return middle


def modified_internal_rate(flows: Flows, finance_rate: float, reinvestment_rate: float) -> float | None:
    """Return the modified rate a period: what is paid is financed at one rate, what comes in is reinvested at another.

    None where nothing is paid or nothing comes in. Source: Microsoft, MIRR function.
    """
    given = np.asarray(flows, dtype=float)
    periods = len(given) - 1
    paid = net_present_value(finance_rate, np.minimum(given, 0))
    received = net_present_value(reinvestment_rate, np.maximum(given, 0)) * (1 + reinvestment_rate) ** periods
    if paid >= 0 or received <= 0:
        return None
    return float((received / -paid) ** (1 / periods) - 1)


def payback_period(flows: Flows) -> float | None:
    """Return the periods until the flows have paid back, with the fraction of the last one on a straight line.

    None for never.
    """
    total = 0.0
    for period, flow in enumerate(flows):
        before, total = total, total + flow
        if period and before < 0 <= total:
            return period - 1 + -before / flow
    return None


def annuity_factor(rate: float, periods: int) -> float:
    """Return the present value of one paid at the end of each period; the number of periods at a rate of 0."""
    return periods if rate == 0 else (1 - (1 + rate) ** -periods) / rate


def equivalent_annual(present_value: float, rate: float, years: int) -> float:
    """Return the level yearly amount, in money a year, with the same present value."""
    return present_value / annuity_factor(rate, years)


def lease_liability(payment: float, rate: float, periods: int) -> float:
    """Return the opening liability of a lease, in money.

    Payments fall at the end of each period and are discounted at the lessee's rate.

    Source: IFRS 16, paragraph 26.
    """
    return payment * annuity_factor(rate, periods)


def marginal_relief(
    profit: float, *, rate: float, lower: float, upper: float, small_rate: float, fraction: float
) -> float:
    """Return corporation tax on the profit of a year, in money, with the small profits rate and marginal relief.

    Source: HMRC, marginal relief for corporation tax.
    """
    if profit <= lower:
        return profit * small_rate
    return profit * rate - fraction * max(upper - profit, 0.0)


def day_weighted_rate(first_day: date, last_day: date, change: date, before: float, after: float) -> float:
    """Return the writing-down rate of a chargeable period that spans a change of rate.

    The two rates are weighted by days; the result is rounded up to hundredths of a per cent.

    Source: Capital Allowances Act, hybrid rates.
    """
    days = (last_day - first_day).days + 1
    old = min(max((change - first_day).days, 0), days)
    exact = (old * before + (days - old) * after) / days
    return math.ceil(exact * 10_000 - 1e-9) / 10_000
