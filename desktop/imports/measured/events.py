"""Rows of a plain table that are single events, such as calls, and no steps of time: all of them add up."""

from collections.abc import Collection, Mapping

import numpy as np

from desktop.imports.measured.tally import TEN_MINUTES
from desktop.imports.measured.texts import Floats, Texts, distinct

_COUNTED = frozenset({"requests", "tokens_in", "tokens_out", "tokens_cached", "cost"})
"""What adds up over events, and is no state at a time."""

HAPPENED = frozenset({"createdat", "created", "requestedat", "loggedat", "calledat", "eventtime", "invokedat"})
"""Heads of when something happened, by folded head."""

_NEARLY_ALL = 0.9
"""Of the rows, which have a name of their own in a column: each is one event."""

_A_FEW = 2
"""Times that show no step."""

_FEWEST, _MOSTLY, _SEVERAL = 20, 0.5, 10
"""Times by which it is judged whether they are events, the share of usual steps from which they are none, and how many
different steps there are at least where they are.
"""


def are_events(
    times: Floats,
    step: float,
    amounts: Collection[str],
    labels: Mapping[str, Texts],
    *,
    happened: bool,
    ran: bool = False,
) -> bool:
    """Return whether rows are of single events: few of many different steps between them are the usual one.

    Or most of short steps are missing where the rows say of themselves that they are events; a metric that was looked
    at now and then is none. times: each once, in order. happened: whether their head says that something happened.
    ran: rows say how long something ran, so that they are runs wherever their times are no steps.
    """
    if ran and len(times) > _A_FEW:
        apart = np.diff(times)
        return float((np.abs(apart - step) <= _AS_USUAL * step).mean()) < _MOSTLY
    if len(times) < _FEWEST or not _COUNTED.issuperset(amounts):
        return False
    apart = np.diff(times)
    regular = float((np.abs(apart - step) <= _AS_USUAL * step).mean())
    if regular < _MOSTLY:
        return len(np.unique(np.round(apart))) >= _SEVERAL
    covered = len(times) * step / float(times[-1] - times[0] + step)
    if step >= TEN_MINUTES or covered >= _MOSTLY:
        return False
    return happened or any(len(distinct(column)[1]) > _NEARLY_ALL * len(column) for column in labels.values())


_AS_USUAL = 0.05
"""Of a step, by which another may miss it and be the same."""
