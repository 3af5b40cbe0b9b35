"""What the work that waits for servers would cost if it was rented until they are there, by option."""

from collections.abc import Mapping

from models.appraisal.ranking import Ranking
from models.appraisal.usual import bias_of, on_top, vat_of
from models.areas.cost_management import CostManagement
from models.areas.energy import Carbon
from models.areas.options import OPTION_LABELS
from models.areas.placement import Placement
from models.areas.staffing import Operating
from models.areas.taxation import Tax
from models.formula.node import ONE, ZERO, Node, total, where
from models.formula.trace import Trace
from models.quantities import units


def rented_meanwhile(
    trace: Trace,
    placed: Placement,
    operating: Mapping[str, Operating],
    emitted: Carbon,
    ranked: Ranking,
    tax: Tax,
    costs: CostManagement,
) -> dict[str, Node]:
    """Trace what renting what waits would cost each option in which work waits, in money per month.

    All that bridging would add to the option, so that not doing the work never looks cheaper: rent with bills above the
    estimate, the people and platforms that follow rented GPUs, optimism bias and VAT; where society's cost ranks, the
    value of carbon in place of VAT.
    """
    if not placed.meanwhile:
        return {}
    with trace.section("value", sheet="appraisal"):
        own = where(ranked.by_society, ZERO, ONE)
        bias = trace.line("bias_on_running", "Optimism bias on one of running cost", units.SHARE, bias_of(tax))
        grown, vat = on_top(bias, tax, costs)
        of_rent = trace.line("on_rent", "One of rent, with all that comes on top", units.RATIO, grown + vat * own)
        of_fees = trace.line(
            "on_fees", "One of platform fees, with all that comes on top", units.RATIO, 1 + bias + vat_of(tax) * own
        )
        rented: dict[str, Node] = {}
        for option, waiting in placed.meanwhile.items():
            people = trace.line(
                f"{option}.people_meanwhile",
                f"{OPTION_LABELS[option]}: people and platforms of what waits, if it were rented",
                units.MONEY_PER_MONTH,
                operating[option].people_meanwhile * (1 + bias) + operating[option].platforms_meanwhile * of_fees,
            )
            carbon = emitted.meanwhile[option] * ranked.prices.general * ranked.by_society
            rented[option] = total(waiting.rent, "pool") * of_rent + people + carbon
        return rented
