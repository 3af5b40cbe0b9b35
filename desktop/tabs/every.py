"""Every tab, in order: the one list the window and the tests read."""

from collections.abc import Sequence

from desktop.document.document import Document
from desktop.document.worker import Worker
from desktop.tabs import (
    compute,
    cost_management,
    data,
    decision,
    finance,
    hosting,
    measured,
    operations,
    security,
    studies,
    workloads,
)
from desktop.tabs.area_tab import AreaTab
from desktop.tabs.measured import MeasuredTab
from desktop.tabs.studies import StudiesTab


def all_tabs(document: Document, worker: Worker) -> list[AreaTab | StudiesTab | MeasuredTab]:
    """Return the tabs of a document; the studies are worked out by the worker."""
    return [
        decision.DecisionTab(document, worker),
        workloads.WorkloadsTab(document),
        compute.ComputeTab(document),
        hosting.HostingTab(document),
        data.DataTab(document),
        security.SecurityTab(document),
        cost_management.CostManagementTab(document),
        operations.OperationsTab(document),
        finance.FinanceTab(document),
        studies.StudiesTab(document, worker),
        measured.MeasuredTab(document),
    ]


def tab_of[T](tabs: Sequence[object], kind: type[T]) -> T:
    """Return the tab of a kind of which there is one."""
    return next(tab for tab in tabs if isinstance(tab, kind))
