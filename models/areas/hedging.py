"""Currency hedges: the share of payments whose rate is fixed by a forward contract, and that rate."""

from models.formula.node import Node, value_of
from models.formula.trace import Area, Trace, declare
from models.quantities import units
from models.quantities.declaration import CatalogueDefault
from models.quantities.declaring import quantity, share


class Hedging(Area):
    """What is hedged of payments in other currencies."""

    name = "finance"
    title = "Currency hedge"

    dollar_hedged = share(
        "Dollar payments hedged",
        default=0.0,
        plausible=(0.0, 1.0),
        certain=True,
        help="Share of all dollar payments over the horizon; the rest is paid at the spot exchange rate.",
        source="treasurer",
    )
    dollar_forward = quantity(
        "Forward rate, US dollar",
        units.PER_DOLLAR,
        default=CatalogueDefault("fx.usd_gbp"),
        bounds=(0.01, 100),
        plausible=(0.7238, 0.7599),
        decimals=4,
        blank=1.0,
        certain=True,
        harmless=True,
        help="In the plan's currency, as the contract fixes it.",
        source="forward contract",
    )
    euro_hedged = share(
        "Euro payments hedged",
        default=0.0,
        plausible=(0.0, 1.0),
        certain=True,
        help="Share of all euro payments over the horizon; the rest is paid at the spot exchange rate.",
        source="treasurer",
    )
    euro_forward = quantity(
        "Forward rate, euro",
        units.PER_EURO,
        default=CatalogueDefault("fx.eur_gbp"),
        bounds=(0.01, 100),
        plausible=(0.8338, 0.8763),
        decimals=4,
        blank=1.0,
        certain=True,
        harmless=True,
        help="In the plan's currency, as the contract fixes it.",
        source="forward contract",
    )

    def rate_paid(self, trace: Trace, name: str, spot: Node) -> Node:
        """Trace the rate at which a currency is paid; the rate of the day where nothing is hedged.

        name: dollar or euro.
        """
        hedged, forward, label = {
            "dollar": (self.dollar_hedged, self.dollar_forward, "Exchange rate, US dollar"),
            "euro": (self.euro_hedged, self.euro_forward, "Exchange rate, euro"),
        }[name]
        if value_of(hedged) == 0:
            return spot
        mixed = hedged * forward + (1 - hedged) * spot
        return trace.line(f"{name}_paid", f"{label}, rate paid", units.RATIO, mixed)


GROUPS = declare(Hedging)
