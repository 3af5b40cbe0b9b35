"""By what options are ranked: what they cost the organisation or, for a public body, what they cost society.

Source: HM Treasury, The Green Book (2022): options are ranked by social cost, real, at the social discount rate.
"""

from dataclasses import dataclass

from models.areas.economy import Economy
from models.areas.finance import Finance, Prices
from models.areas.world import World
from models.formula.node import ZERO, Line, Node, value_of, where
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Ranking:
    """How money of different months is brought together to rank options.

    by_society: 1 where what they cost society ranks. social_rate: a month, real.
    """

    trace: Trace
    prices: Prices
    by_society: Line
    social_rate: Node

    def worth(self, monthly: Line, name: str) -> Node:
        """Return what money per month is worth today, on the basis by which options are ranked.

        name: of the line that is traced for it in real terms, within the section at hand.
        """
        own = self.prices.worth(self.trace, monthly, f"{name}_own")
        if value_of(self.by_society) == 0:
            return own
        return where(self.by_society, self.to_society(monthly, name, monthly.label), own)

    def to_society(self, monthly: Node, name: str, label: str) -> Node:
        """Return what money per month is worth today to society; its real amount is traced under the name."""
        real = self.trace.line(name, f"{label}, real", units.MONEY_PER_MONTH, monthly / self.prices.general)
        return self.prices.worth(self.trace, real, f"{name}_today", self.social_rate)


def ranking(trace: Trace, finance: Finance, economy: Economy, prices: Prices, world: World) -> Ranking:
    """Trace by what options are ranked."""
    with trace.section("finance", sheet="appraisal"):
        by_society = trace.line(
            "by_society", "Options are ranked by economic cost", units.FLAG, finance.ranked_by.is_("society")
        )
        if value_of(by_society) == 0:
            return Ranking(trace, prices, by_society, ZERO)
        rate = trace.line(
            "social_monthly_rate",
            "Social discount rate a month, real, for ranking",
            units.SHARE,
            (1 + economy.social_rate) ** (1 / world.months_per_year) - 1,
        )
        return Ranking(trace, prices, by_society, rate)
