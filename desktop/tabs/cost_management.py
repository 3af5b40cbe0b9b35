"""The tab of costs."""

from desktop.document.document import Document
from desktop.tabs.area_tab import AreaTab
from models.areas.cost_management import GROUPS
from models.exhibits.area_stack import area_stack
from models.exhibits.areas import bill_shock_of, levers_off_table, waterfall_table
from models.exhibits.shapes import lever_fall


class CostManagementTab(AreaTab):
    """The inputs of costs and what follows from them."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document,
            "Costs",
            GROUPS,
            (waterfall_table, levers_off_table, bill_shock_of),
            charts=(area_stack, lever_fall),
        )
