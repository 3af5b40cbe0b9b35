"""The judgement beside the window: when edits rest cases are drawn, then each option is searched for its best."""

from PySide6.QtCore import QObject, QTimer

from desktop.document.worker import Ticket, Worker
from desktop.panels.verdict import VerdictLabel
from desktop.tabs.decision import DecisionTab
from desktop.window.shell import Shell
from models.appraisal.results import CaseResult
from models.exhibits.best import best_shown
from models.exhibits.studies import Shown
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.rules.best import best
from models.rules.decisions import judged
from models.rules.judgement import Judgement, planned
from models.rules.judging import judge, judge_at_best
from models.studies.best_judged import costs_at_best, risked

_REST = 350
"""Milliseconds without an edit after which the judgement is worked out."""

DRAWING, SEARCHING = "Drawing cases …", "Searching for better settings …"


class JudgementJob(QObject):
    """Works the judgement of the scenario on screen out; while a slider moves the plan's settings are judged alone."""

    def __init__(self, window: Shell, label: VerdictLabel, tab: DecisionTab) -> None:
        """Make the job. label, tab: where the judgement is shown."""
        super().__init__(window.frame)
        self._window = window
        self._label, self._tab = label, tab
        self._case: CaseResult | None = None
        self._worker = Worker(self)
        self._of: tuple[Plan, str] | None = None
        self.found: Judgement | None = None
        self.shown: Shown | None = None
        self.state = ""
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._draw_cases)

    def follow(self, plan: Plan, scenario: str, case: CaseResult) -> None:
        """Follow what is on screen: the search makes way for its frame, and begins anew when edits rest."""
        self._worker.make_way()
        if self._of is None or self._of[0] is not plan or self._of[1] != scenario:
            self._worker.cancel("judgement")
            self._of, self.found, self.shown, self.state = (plan, scenario), None, None, DRAWING
            self._rest.start()
        self._case = case
        self._show()

    def _show(self) -> None:
        if self._of is not None and self._case is not None:
            standing = self.found or Judgement(planned(self._case))
            self._label.show_verdict(verdict(self._of[0], self._case, self.found), self.state)
            self._tab.show_judgement(standing, self.shown, self.state)

    def _changed(self) -> None:
        self._show()
        self._window.draw()

    def _draw_cases(self) -> None:
        assert self._of is not None
        plan, scenario = self._of

        def work(_ticket: Ticket) -> Judgement:
            return judge(plan, scenario, judged(plan, scenario))

        def ready(found: Judgement) -> None:
            self.found, self.state = found, SEARCHING
            self._changed()
            self._search(plan, scenario)

        self._worker.run("judgement", work, ready, failed=self._failed)

    def _search(self, plan: Plan, scenario: str) -> None:
        def work(ticket: Ticket) -> tuple[Judgement, Shown]:
            bests = best(plan, scenario, look=ticket.look)
            ticket.look(1.0, SEARCHING)
            drawn = costs_at_best(plan, scenario, bests.found)
            ticket.look(1.0, SEARCHING)
            judgement = judge_at_best(plan, scenario, judged(plan, scenario), bests, drawn)
            return judgement, best_shown(plan, bests, risked(plan, scenario, bests.found, drawn), judgement)

        def ready(made: tuple[Judgement, Shown]) -> None:
            (self.found, self.shown), self.state = made, ""
            self._changed()

        self._worker.run("judgement", work, ready, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.state = f"The search for better settings failed: {error}"
        self._changed()

    def close(self) -> None:
        """Give everything up and wait until the thread is done."""
        self._rest.stop()
        self._worker.close()
