"""The tab of finance."""

from desktop.document.document import Document
from desktop.tabs.area_tab import AreaTab
from models.areas import economy, energy, finance, financing, hedging, own_lines, payment, price_steps, taxation
from models.exhibits.areas import financing_table, yearly_cash_table
from models.exhibits.plots import accounts
from models.exhibits.shapes import yearly_bars


class FinanceTab(AreaTab):
    """The inputs of finance and what follows from them."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document,
            "Finance",
            (
                *finance.GROUPS,
                *payment.GROUPS,
                *own_lines.GROUPS,
                *price_steps.GROUPS,
                *hedging.GROUPS,
                *taxation.GROUPS,
                *financing.GROUPS,
                *energy.GROUPS,
                *economy.GROUPS,
            ),
            (yearly_cash_table, financing_table),
            charts=(yearly_bars, accounts),
        )
