"""How much every input moves the verdict, worked out beside the window when somebody asks.

Also shown beside the inputs.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from desktop.document.worker import Ticket
from desktop.tabs.area_tab import AreaTab
from desktop.window.shell import Shell
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.studies.influence import Influence, influences

_REST = 400
"""Milliseconds without an edit after which the influences are worked out anew."""


class InfluenceJob(QObject):
    """Shows or hides the influences; while they are shown they follow the plan."""

    def __init__(self, window: Shell, tabs: Sequence[AreaTab]) -> None:
        super().__init__(window.frame)
        self._window = window
        self._tabs = tabs
        self.found: list[Influence] = []
        self._shown = False
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._work)
        for changed in (window.document.plan_changed, window.document.scenario_changed):
            changed.connect(self._follow)

    def toggle(self) -> None:
        """Show or hide the influences."""
        self._shown = not self._shown
        if self._shown:
            self._work()
        else:
            self._window.worker.cancel("influence")
            self._show(None)
            self._window.say("Inputs show where they come from.")

    def _follow(self) -> None:
        if self._shown:
            self._rest.start()

    def _work(self) -> None:
        plan, scenario = self._window.document.plan, self._window.document.scenario

        def work(ticket: Ticket) -> list[Influence]:
            return influences(plan, scenario, judged(plan, scenario).left_out, ticket.look)

        self._window.worker.run("influence", work, self._ready)

    def _ready(self, found: list[Influence]) -> None:
        self.found = found
        symbol = SYMBOLS[self._window.document.plan.currency]
        self._show(
            {
                one.key: (
                    f"{'flips' if one.flips else '±'} {money(one.size, symbol)}" if one.size >= 1 else "moves nothing"
                )
                for one in found
            }
        )
        flips = sum(one.flips for one in found)
        first = self._name(found[0]) if found else ""
        self._window.say(
            f"Within its plausible range “{first}” moves the verdict most; {flips} input{'' if flips == 1 else 's'}"
            " alone can flip it."
            if found
            else "No input moves the verdict."
        )

    def _name(self, one: Influence) -> str:
        plan, declared = self._window.document.plan, one.declared
        return (
            f"{plan.row_name(declared.home, one.key.split('.')[2])}: {declared.label.lower()}"
            if declared.home
            else declared.label.lower()
        )

    def _show(self, sizes: dict[str, str] | None) -> None:
        for tab in self._tabs:
            tab.show_influences(sizes)
