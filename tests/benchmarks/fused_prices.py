"""Prices of the fused kernel: indices, exchange rates, months from which levers work.

Also what a pound of estimate comes to in the end.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tests.benchmarks import fused_inputs as codes

type Array = NDArray[np.float64]
type Record = Any
type Records = NDArray[np.void]

CLOUD_PRICES, HARDWARE_PRICES, ENERGY_PRICES, GENERAL_PRICES, API_PRICES, WAGES = range(6)
CLOUD, ON_PREMISES, HYBRID = range(3)
NEVER = 1_000_000


class Weights(NamedTuple):
    """What one pound of estimate comes to with optimism bias, bills above the estimate, and VAT that is not recovered.

    asset: hardware and works; service: running and one-off cost; own: people and insurance, which bear no VAT; billed:
        what cloud and API providers bill.
    Sales and risks count as they are.
    """

    asset: float
    service: float
    own: float
    billed: float


@njit(cache=True)
def weights(one: Record) -> Weights:
    """Return the weights of a case."""
    bias = one.bias_counted * (1.0 - one.bias_mitigated)
    capital, running = (
        bias * one.bias_capital * (1.0 - one.quoted_capital),
        bias * one.bias_running * (1.0 - one.quoted_running),
    )
    on_assets, on_services = one.vat_rate * (1.0 - one.vat_assets), one.vat_rate * (1.0 - one.vat_services)
    service = 1.0 + running + on_services
    return Weights(
        1.0 + capital + on_assets, service, 1.0 + running, service + (one.bill_factor - 1.0) * (1.0 + on_services)
    )


@njit(cache=True)
def fill_indices(one: Record, index: Array) -> None:
    """Fill the price indices; month 0 is the price base."""
    yearly = (one.cloud_trend, one.hardware_trend, one.energy_trend, one.inflation, one.api_trend, one.wage_trend)
    for kind in range(len(yearly)):
        index[kind, 0], index[kind, 1] = 1.0, (1.0 + yearly[kind]) ** (1.0 / one.months_per_year)
    for month in range(2, index.shape[1]):
        for kind in range(len(yearly)):
            index[kind, month] = index[kind, month - 1] * index[kind, 1]


@njit(cache=True)
def rate(one: Record, currency: int) -> float:
    """Return what one unit of a currency is worth in the plan's."""
    return one.dollar_rate if currency == codes.USD else one.euro_rate if currency == codes.EUR else one.pound_rate


@njit(cache=True)
def first_month(switched: int, start: float) -> int:
    """Return the month from which a lever works."""
    return int(start) if switched else NEVER


@njit(cache=True)
def whole(value: float, tolerance: float) -> float:
    """Return the next whole number at or above a value, forgiving a small excess."""
    return np.ceil(max(value - tolerance, 0.0))
