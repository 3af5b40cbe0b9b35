"""Every tab, in order: the one list the window and the tests read."""

from desktop.document.document import Document
from desktop.tabs import compute, cost_management, data, decision, finance, hosting, operations, security, workloads
from desktop.tabs.area_tab import AreaTab


def all_tabs(document: Document) -> list[AreaTab]:
    """Return the tabs of a document."""
    return [
        workloads.WorkloadsTab(document), compute.ComputeTab(document), hosting.HostingTab(document), data.DataTab(document), security.SecurityTab(document),
        cost_management.CostManagementTab(document), operations.OperationsTab(document), finance.FinanceTab(document), decision.DecisionTab(document),
    ]  # fmt: skip
