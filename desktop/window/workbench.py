"""The whole window as actions, dialogs and the rehearsal see it: the shell and every part by name."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QStackedWidget, QTabBar

from desktop.charts.chart_panel import ChartPanel
from desktop.panels.explanation import ExplanationPanel
from desktop.panels.pinned import PinnedPanel
from desktop.panels.scenarios import ScenarioPanel
from desktop.panels.verdict import OptionsTable, VerdictLabel
from desktop.tabs.area_tab import AreaTab
from desktop.tabs.decision import DecisionTab
from desktop.window.desk import Desk
from desktop.window.exchange import Exchange
from desktop.window.files import Files
from desktop.window.influence import InfluenceJob
from desktop.window.judging import JudgementJob
from desktop.window.keeping import Keeping
from desktop.window.presentation import Presentation
from desktop.window.shell import Shell


class Workbench(Shell, Protocol):
    """The shell with its parts."""

    @property
    def files(self) -> Files:
        """Opening, saving and recovering."""
        ...

    @property
    def exchange(self) -> Exchange:
        """What goes out and comes back."""
        ...

    @property
    def keeping(self) -> Keeping:
        """What is decided and kept."""
        ...

    @property
    def decision(self) -> DecisionTab:
        """The tab of the decision."""
        ...

    @property
    def judging(self) -> JudgementJob:
        """The judgement of what is on screen."""
        ...

    @property
    def scenarios(self) -> ScenarioPanel:
        """The list of scenarios."""
        ...

    @property
    def pinned(self) -> PinnedPanel:
        """The pinned inputs."""
        ...

    @property
    def explanation(self) -> ExplanationPanel:
        """The way of a figure back to its sources."""
        ...

    @property
    def verdict(self) -> VerdictLabel:
        """The verdict in a sentence."""
        ...

    @property
    def table(self) -> OptionsTable:
        """The options side by side."""
        ...

    @property
    def chart_panel(self) -> ChartPanel:
        """The curves."""
        ...

    @property
    def tabs(self) -> QTabBar:
        """The bar of tabs."""
        ...

    @property
    def pages(self) -> QStackedWidget:
        """What the tabs show."""
        ...

    @property
    def desk(self) -> Desk:
        """The page beside the verdict."""
        ...

    @property
    def area_tabs(self) -> Sequence[AreaTab]:
        """The tabs with forms."""
        ...

    @property
    def docks(self) -> Mapping[str, QDockWidget]:
        """What stands around the tabs, by name."""
        ...

    @property
    def actions_by_name(self) -> Mapping[str, QAction]:
        """Every action by name."""
        ...

    @property
    def influence(self) -> InfluenceJob:
        """How much each input moves the verdict."""
        ...

    @property
    def presentation(self) -> Presentation | None:
        """The presentation, where there is one."""
        ...

    def show_input(self, key: str) -> None:
        """Show an input in its tab and put the cursor there."""
        ...

    def explain(self, line: str, month: int | None = None) -> None:
        """Explain a line in a month, at the horizon where none is given."""
        ...

    def present(self) -> None:
        """Show the plan to a room."""
        ...

    def restyle(self, name: str) -> None:
        """Take another theme into use."""
        ...
