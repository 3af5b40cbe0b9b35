"""The tab of operations."""

from desktop.document.document import Document
from desktop.tabs.area_tab import AreaTab
from models.areas import on_call
from models.areas.operations import GROUPS
from models.exhibits.areas import team_table
from models.exhibits.plots import team


class OperationsTab(AreaTab):
    """The inputs of operations and what follows from them."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document, "Operations", (GROUPS[1], GROUPS[0], *on_call.GROUPS, GROUPS[2]), (team_table,), charts=(team,)
        )
