"""Spot use that a bill lists at its own price, or at none: it is held against what the same GPUs are listed at."""

from desktop.imports.measured.tally import Tally
from models.plan.measurements import Flow

_AS_PAID = 1.001
"""Of what spot use cost: listed at no more than that, its list price says nothing of what it saves."""


def list_spot_as_on_demand(tally: Tally, *, one_kind: bool) -> None:
    """Put the list price of the GPU-hours that are no spot in place of that of spot.

    one_kind: whether all of its GPUs are of one kind; of several, one's price is none of another's. Where nothing is
    left to go by, no list price is drawn from the bill.
    """
    sums = tally.sums()
    hours, paid = sums.get(Flow.SPOT_GPU_HOURS, 0.0), sums.get(Flow.SPOT_EFFECTIVE, 0.0)
    told = sums.get(Flow.SPOT_LIST, 0.0)
    if hours <= 0 or paid <= 0 or told > paid * _AS_PAID or Flow.GPU_LIST not in tally.flows:
        return
    others = sums.get(Flow.GPU_HOURS, 0.0) - hours
    price = (sums[Flow.GPU_LIST] - told) / others if others > 0 else 0.0
    if price <= 0 or not one_kind:
        why = (
            "no other use of the same GPUs says what they are listed at"
            if one_kind
            else "its GPUs are of several kinds"
        )
        tally.warnings.append(
            f"Its spot use is listed at what it cost, and {why}: list price and discount of spot are not drawn from it."
        )
        for flow in (Flow.GPU_LIST, Flow.SPOT_LIST):
            tally.flows.pop(flow, None)
        return
    before, listed = tally.flows.get(Flow.SPOT_LIST, {}), {}
    for day, of_day in tally.flows[Flow.SPOT_GPU_HOURS].items():
        listed[day] = price * of_day
        for flow in (Flow.GPU_LIST, Flow.LIST):
            sums_of = tally.flows.setdefault(flow, {})
            sums_of[day] = sums_of.get(day, 0.0) + listed[day] - before.get(day, 0.0)
    tally.flows[Flow.SPOT_LIST] = listed
    tally.notices.append(
        f"Its spot use is listed at what it cost: held against {price:,.4g} {tally.currency} an hour, at which the same"
        " GPUs are listed on demand."
    )
