"""Round steps for the axis of a figure."""

import math


def nice_ticks(low: float, high: float, most: int = 8) -> list[float]:
    """Return evenly spaced round values that cover a range, half as many as asked for or more.

    Steps of a quarter are none: beside £1.0m a tick at 1.25 would be labelled £1.3m.
    """
    span = high - low
    if span <= 0:
        return [low, low + 1]
    rough = span / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]
