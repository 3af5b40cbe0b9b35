"""The tab of security."""

from desktop.document.document import Document
from desktop.tabs.area_tab import AreaTab
from models.areas.security import GROUPS
from models.exhibits.shapes import coverage_matrix


class SecurityTab(AreaTab):
    """The inputs of security and what follows from them."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, "Security", GROUPS, charts=(coverage_matrix,))
