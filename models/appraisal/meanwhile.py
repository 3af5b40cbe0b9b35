"""What the work that waits for servers would cost if it was rented until they are there, by option."""

from collections.abc import Mapping

from models.appraisal.ranking import Ranking
from models.appraisal.usual import bias_of, on_top, vat_of
from models.areas.cost_management import CostManagement
from models.areas.energy import Carbon
from models.areas.placement import Placement
from models.areas.staffing import Operating
from models.areas.taxation import Tax
from models.formula.node import ONE, ZERO, Node, total, where


def rented_meanwhile(
    placed: Placement,
    operating: Mapping[str, Operating],
    emitted: Carbon,
    ranked: Ranking,
    tax: Tax,
    costs: CostManagement,
) -> dict[str, Node]:
    """Return what renting what waits would cost each option in which work waits, in money per month.

    All that bridging would add to the option, so that not doing the work never looks cheaper: rent with bills above the
    estimate, the people and platforms that follow rented GPUs, optimism bias and VAT; where society's cost ranks, the
    value of carbon in place of VAT.
    """
    own = where(ranked.by_society, ZERO, ONE)
    grown, vat = on_top(tax, costs)
    biased = 1 + bias_of(tax)
    return {
        option: total(waiting.rent, "pool") * (grown + vat * own)
        + operating[option].people_meanwhile * biased
        + operating[option].platforms_meanwhile * (biased + vat_of(tax) * own)
        + emitted.meanwhile[option] * ranked.prices.general * ranked.by_society
        for option, waiting in placed.meanwhile.items()
    }
