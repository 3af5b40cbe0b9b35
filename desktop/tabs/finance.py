"""The tab of the finance area."""

from desktop.document.document import Document
from desktop.tabs.area_tab import AreaTab
from models.areas.finance import GROUPS


class FinanceTab(AreaTab):
    """The inputs of the finance area."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, "Finance", tuple(reversed(GROUPS)))
