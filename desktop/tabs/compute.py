"""The tab of the compute area."""

from desktop.document.document import Document
from desktop.tabs.area_tab import AreaTab
from models.areas.compute import GROUPS


class ComputeTab(AreaTab):
    """The inputs of the compute area."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, "Compute", tuple(reversed(GROUPS)))
