"""What an input is, in words: for its tool tip and for screen readers."""

from models.quantities.declaration import Input, Kind
from models.quantities.writing import in_unit


def description(declared: Input, symbol: str) -> str:
    """Return what an input is, where its value comes from, and of a number what may be typed.

    symbol: of the currency in which it stands.
    """
    said = f"{declared.help} Source: {declared.source}."
    if not declared.numeric:
        return said
    lowest, highest = (in_unit(bound, declared, symbol) for bound in declared.bounds)
    said = f"{said} Allowed: {lowest} to {highest}."
    if declared.plausible:
        low, high = (in_unit(one, declared, symbol) for one in declared.plausible)
        said = f"{said} Usual: {low} to {high}."
    return f"{said} Sums and units are understood, such as {_sum_example(declared)}. Drag the label to change it."


def _sum_example(declared: Input) -> str:
    """Return a sum that may be typed into the field of an input."""
    if declared.kind is Kind.SHARE:
        return "100/3"
    return "20m/12" if declared.bounds[1] >= 1e7 else "2*1.5"  # noqa: PLR2004 - amounts of millions
