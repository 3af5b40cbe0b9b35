"""The band around the curves.

A few cases in the same frame as an edit, all of them beside the window once edits rest.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer

from desktop.document.worker import Ticket, Worker
from desktop.window.shell import Stage
from models.exhibits.figures import Curve, Figure, with_bands
from models.plan.plan import Plan
from models.studies.live_band import Bands, LiveBand, moved

_REST = 120
"""Milliseconds without an edit after which all cases are worked out."""


_IDLE = 300
"""Milliseconds without a frame after which the bands of a new plan are prepared."""


class BandJob(QObject):
    """Works the bands of the scenario on screen out; the window asks for them at every frame."""

    def __init__(self, window: Stage, basis: Callable[[], str], wanted: Callable[[], bool]) -> None:
        """Make the job. basis: the basis the curves are drawn on. wanted: whether bands are to be drawn."""
        super().__init__(window.frame)
        self._window = window
        self._basis, self._wanted = basis, wanted
        self._worker = Worker(self)
        self._live: LiveBand | None = None
        self._preparing: LiveBand | None = None
        self._settled: tuple[Plan, str, Bands] | None = None
        self._about: Mapping[str, Curve] = {}
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._work)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE)
        self._idle.timeout.connect(self._prepare)

    def around(self, figure: Figure, plan: Plan, scenario: str, basis: str) -> Figure:
        """Return a figure with the bands there are now; other work beside the window makes way for the frame."""
        self._window.worker.make_way()
        bands = self._bands(figure, plan, scenario, basis) if self._wanted() else None
        return with_bands(figure, bands.by_option, bands.cases) if bands is not None else figure

    def _bands(self, figure: Figure, plan: Plan, scenario: str, basis: str) -> Bands | None:
        """Return the bands of a scenario: settled ones, else of a few cases while those are on their way.

        A plan of so many rows that even a few cases take longer than a frame has the settled ones about its new curves
        instead. None until they have been prepared.
        """
        if self._live is None or not self._live.of(plan, basis):
            self._live, self._settled = None, None
            self._idle.start()
            return None
        curves = {one.key: one.values for one in figure.series if not one.other and not one.ghost}
        if self._settled is not None and self._settled[0] is plan and self._settled[1] == scenario:
            self._about = curves
            return self._settled[2]
        if self._settled is not None and self._settled[1] != scenario:
            self._live.forget()
            self._settled = None
        self._worker.cancel("band")
        self._rest.start()
        if not self._live.at_every_frame:
            return moved(self._settled[2], self._about, curves) if self._settled is not None else None
        return self._live.few(plan, scenario)

    def _prepare(self) -> None:
        """Compile what the bands need, once the window rests: its first frames come before them."""
        plan, scenario, basis = (self._window.document.plan, self._window.document.scenario, self._basis())
        if self._preparing is not None and self._preparing.of(plan, basis):
            return
        live = LiveBand(plan, basis)
        self._preparing = live

        def done(_nothing: None) -> None:
            if self._preparing is live:
                self._live, self._preparing = live, None
                self._window.draw()

        self._worker.run("prepare", lambda _ticket: live.prepare(plan, scenario), done, failed=self._failed)

    def _work(self) -> None:
        live, document = self._live, self._window.document
        if live is None or not live.of(document.plan, self._basis()):
            return
        plan, scenario = document.plan, document.scenario

        def work(ticket: Ticket) -> Bands:
            return live.many(plan, scenario, ticket.look)

        def ready(found: Bands) -> None:
            if live is self._live and self._window.document.plan is plan and self._window.document.scenario == scenario:
                if live.at_every_frame:
                    live.settle(plan, scenario, found)
                self._settled = (plan, scenario, found)
                self._window.draw()

        self._worker.run("band", work, ready, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._window.say(f"The bands could not be worked out: {error}")

    def close(self) -> None:
        """Give everything up and wait until the thread is done."""
        self._rest.stop()
        self._idle.stop()
        self._worker.close()
