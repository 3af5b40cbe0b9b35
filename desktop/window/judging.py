"""The judgement beside the window: when edits rest cases are drawn, then each option is searched for its best."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer

from desktop.document.worker import Ticket, Worker
from desktop.window.shell import Stage
from models.appraisal.results import CaseResult
from models.exhibits.best import best_shown
from models.exhibits.studies import Shown
from models.plan.plan import Entry, Plan
from models.rules.best import best
from models.rules.decisions import judged
from models.rules.judgement import Judgement, planned
from models.rules.judging import judge, judge_at_best
from models.studies.best_judged import costs_at_best, risked

_REST = 350
"""Milliseconds without an edit after which the judgement is worked out."""

DRAWING, SEARCHING = "Drawing cases …", "Searching for better settings …"


def alike(before: Plan, now: Plan) -> bool:
    """Return whether two plans differ in words alone: every value, range and distribution is the same."""
    return (
        before.rows == now.rows
        and before.features == now.features
        and before.paper.mode == now.paper.mode
        and before.measurements == now.measurements
        and _same_figures(before.entries, now.entries)
        and [one.slug for one in before.scenarios] == [one.slug for one in now.scenarios]
        and all(
            _same_figures(one.changes, other.changes)
            for one, other in zip(before.scenarios, now.scenarios, strict=True)
        )
    )


def _same_figures(before: Mapping[str, Entry], now: Mapping[str, Entry]) -> bool:
    """Return whether entries differ in words alone; those that are the very same are not looked at, as at a drag."""
    return before is now or (
        before.keys() == now.keys()
        and all(one is before[key] or _figures(one) == _figures(before[key]) for key, one in now.items())
    )


def _figures(entry: Entry) -> tuple[object, ...]:
    """Return of an entry what figures follow from."""
    evidence = entry.evidence
    return entry.value, evidence.low, evidence.high, evidence.shape, evidence.group, evidence.correlation


class JudgementJob(QObject):
    """Works the judgement of the scenario on screen out; while a slider moves the plan's settings are judged alone."""

    def __init__(self, window: Stage, show: Callable[[Judgement], None]) -> None:
        """Make the job. show: shows a judgement."""
        super().__init__(window.frame)
        self._window = window
        self._tell = show
        self._case: CaseResult | None = None
        self._worker = Worker(self)
        self._of: tuple[Plan, str] | None = None
        self.found: Judgement | None = None
        self.shown: Shown | None = None
        self._unasked: Shown | None = None
        self._freed: frozenset[str] = frozenset()
        self.tried: frozenset[str] = frozenset()
        self.state = ""
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._draw_cases)

    def begin_with(self, plan: Plan, scenario: str, found: Judgement) -> None:
        """Begin with a judgement that is known: it stands until other figures are followed."""
        self._of, self.found = (plan, scenario), found

    def follow(self, plan: Plan, scenario: str, case: CaseResult) -> None:
        """Follow what is on screen: the search makes way for its frame, and begins anew when edits rest."""
        self._worker.make_way()
        if self._of is not None and self._of[0] is not plan and self._of[1] == scenario and alike(self._of[0], plan):
            self._of = (plan, scenario)  # somebody said where a value comes from: no figure moves
        if self._of is None or self._of[0] is not plan or self._of[1] != scenario:
            self._worker.cancel("judgement")
            self._of, self.found, self.shown, self.state = (plan, scenario), None, None, DRAWING
            self._unasked, self.tried = None, frozenset()
            self._rest.start()
        self._case = case
        self._show()

    def _show(self) -> None:
        if self._of is not None and self._case is not None:
            self._tell(self.found or Judgement(planned(self._case)))

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
            self._unasked, self.tried = self.shown, frozenset()
            self._changed()
            self._search_freed()

        self._worker.run("judgement", work, ready, failed=self._failed)

    def also_try(self, freed: frozenset[str]) -> None:
        """Let the search move some decisions too that it leaves as planned otherwise, by key.

        What it finds is shown beside the judgement, which rests on the search without them: documents say the same.
        `tried` are those that what is shown has tried.
        """
        self._freed = freed
        if self._unasked is not None and self.shown is not None:
            self.shown, self.tried = self._unasked, frozenset()
            self._changed()
            self._search_freed()

    def _search_freed(self) -> None:
        if not self._freed or self._of is None:
            return
        (plan, scenario), freed = self._of, self._freed

        def work(ticket: Ticket) -> Shown:
            bests = best(plan, scenario, freed=freed, look=ticket.look)
            ticket.look(1.0, SEARCHING)
            return best_shown(plan, bests, risked(plan, scenario, bests.found))

        def ready(made: Shown) -> None:
            self.shown, self.tried = made, freed
            self._changed()

        self._worker.run("judgement", work, ready, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.state = f"The search for better settings failed: {error}"
        self._changed()

    def close(self) -> None:
        """Give everything up and wait until the thread is done."""
        self._rest.stop()
        self._worker.close()
