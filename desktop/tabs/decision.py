"""The tab of decision."""

from desktop.document.document import Document
from desktop.tabs.area_tab import AreaTab
from models.areas import criteria, risks
from models.exhibits.areas import areas_of, rules_of, views_of
from models.exhibits.register_tables import criteria_table, risks_table
from models.exhibits.shapes import criteria_matrix


class DecisionTab(AreaTab):
    """The inputs of decision and what follows from them."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document,
            "Decision",
            (*reversed(risks.GROUPS), *criteria.GROUPS),
            (rules_of, risks_table, criteria_table, views_of, areas_of),
            charts=(criteria_matrix,),
            exhibits_first=True,
        )
