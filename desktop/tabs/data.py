"""The tab of data."""

from desktop.document.document import Document
from desktop.tabs.area_tab import AreaTab
from models.areas import data_duties
from models.areas.data import GROUPS
from models.exhibits.areas import storage_table
from models.exhibits.plots import storage


class DataTab(AreaTab):
    """The inputs of data and what follows from them."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, "Data", (*GROUPS, *data_duties.GROUPS), (storage_table,), charts=(storage,))
