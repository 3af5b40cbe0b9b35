"""The tab of models."""

from desktop.document.document import Document
from desktop.tabs.area_tab import AreaTab
from models.areas.hosting import GROUPS
from models.exhibits.overtaking import overtaking_on_screen
from models.exhibits.plots import Plot, routes
from models.exhibits.route_costs import routes_table
from models.plan.plan import Plan


class HostingTab(AreaTab):
    """The inputs of models and what follows from them."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document, "Models", tuple(reversed(GROUPS)), (routes_table, overtaking_on_screen), charts=(self._routes,)
        )

    def _routes(self, plan: Plan, scenario: str) -> Plot:
        """Return the chart of the workload whose models are looked at."""
        return routes(plan, scenario, next((form.row for form in self.forms if form.row), ""))
