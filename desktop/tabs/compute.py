"""The tab of compute."""

from desktop.document.document import Document
from desktop.tabs.area_tab import AreaTab
from models.areas.compute import GROUPS
from models.exhibits.plots import capacity


class ComputeTab(AreaTab):
    """The inputs of compute and what follows from them."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, "Compute", tuple(reversed(GROUPS)), charts=(capacity,))
