"""The tab of workloads."""

from desktop.document.document import Document
from desktop.tabs.area_tab import AreaTab
from models.areas.workloads import GROUPS
from models.exhibits.plots import load_duration


class WorkloadsTab(AreaTab):
    """The inputs of workloads and what follows from them."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, "Workloads", tuple(reversed(GROUPS)), charts=(load_duration,))
