"""The cost of the same work: what an option costs and what the work is worth that waits meanwhile.

Work that waits is not cash: it stays out of curves, funding and tax, and ranks the options.
Source: HM Treasury, The Green Book, which values what is not done beside what is paid.
"""

from models.appraisal.comparison import OPTION_LABELS, OptionTotals
from models.appraisal.unit_costs import BusyHours
from models.areas.finance import Prices
from models.areas.placement import OPTIONS
from models.formula.node import Line, Node, greatest, over_time, present_value, where
from models.formula.trace import Trace
from models.quantities import units


def same_work(
    trace: Trace,
    totals: dict[str, OptionTotals],
    forgone: dict[str, Line],
    busy: BusyHours,
    may_wait: Node,
    prices: Prices,
) -> None:
    """Trace what each option costs with the work that waits in it, in present value and undiscounted.

    Work that waits counts, month by month, at the greater of the value entered for it and what it costs to rent it
    meanwhile: the cloud's cost of a busy hour, or that of the dearest option where the cloud does none.
    forgone: value forgone, by option. may_wait: 1 where any work waits for servers.
    """
    with trace.section("value", sheet="appraisal"):
        dearest = greatest(busy.cost["on_premises"], busy.cost["hybrid"])
        rate = trace.line(
            "waiting_hour",
            "A GPU-hour of work that waits",
            units.MONEY_PER_GPU_HOUR,
            where(busy.cost["cloud"] > 0, busy.cost["cloud"], dearest) * may_wait,
        )
        for option in OPTIONS:
            label = OPTION_LABELS[option]
            meanwhile = trace.line(
                f"{option}.meanwhile",
                f"{label}: work that waits, as rented meanwhile",
                units.MONEY_PER_MONTH,
                greatest(busy.hours["cloud"] - busy.hours[option], 0) * rate,
            )
            waiting = trace.line(
                f"{option}.waiting_cost",
                f"{label}: work that waits",
                units.MONEY_PER_MONTH,
                greatest(forgone[option], meanwhile),
            )
            trace.line(
                f"{option}.compared",
                f"{label}: present value with the work that waits",
                units.MONEY,
                totals[option].present_value + present_value(waiting, prices.monthly_rate),
            )
            trace.line(
                f"{option}.compared_nominal",
                f"{label}: whole-life cost with the work that waits",
                units.MONEY,
                totals[option].total_cost + over_time(waiting),
            )
