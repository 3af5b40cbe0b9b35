"""Work beside the window.

One thread, results handed back to the window's own, the newest of a kind wins, everything can be cancelled.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.storage.memory import give_back

_LONG = 0.5
"""Seconds of work after which the memory that it took is given back to the system."""

EDITING = 0.15
"""Seconds after an edit in which another is likely."""


class Cancelled(Exception):  # noqa: N818 - not an error: somebody wished it
    """The work was given up since nobody waits for it any more."""


class Ticket:
    """One piece of work: asked by the work whether to go on, told by it how far it is."""

    def __init__(self, told: Callable[[float, str], None], quiet: Callable[[], float] = time.monotonic) -> None:
        """Make a ticket. told: takes how far the work is. quiet.

        Returns until when, on the monotonic clock, the work is to wait.
        """
        self._given_up = threading.Event()
        self._told = told
        self._quiet = quiet

    def cancel(self) -> None:
        """Give the work up; it stops at its next look."""
        self._given_up.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work was given up."""
        return self._given_up.is_set()

    def look(self, part: float = 0.0, doing: str = "") -> None:
        """Say how far the work is (0 to 1), wait while somebody edits.

        Raises Cancelled where the work was given up.
        """
        while not self.cancelled and (left := self._quiet() - time.monotonic()) > 0:
            self._given_up.wait(left)
        if self.cancelled:
            raise Cancelled
        self._told(part, doing)


class Worker(QObject):
    """Runs work in one thread of its own and calls back in the thread it lives in."""

    _call = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: ThreadPoolExecutor | None = None
        self._newest: dict[str, Ticket] = {}
        self._closed = False
        self._quiet_until = 0.0
        self._call.connect(self._called)

    def _called(self, job: Callable[[], None]) -> None:
        job()

    def run[Result](
        self,
        kind: str,
        work: Callable[[Ticket], Result],
        then: Callable[[Result], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[float, str], None] | None = None,
    ) -> Ticket:
        """Do work in the thread, then call back with its result.

        Earlier work of the same kind is given up and its result dropped.
        """
        ticket = Ticket(partial(self._tell, progress), lambda: self._quiet_until)
        if self._closed:
            ticket.cancel()
            return ticket
        if self._threads is None:
            self._threads = ThreadPoolExecutor(1, "boardcase-work")
        if kind in self._newest:
            self._newest[kind].cancel()
        self._newest[kind] = ticket
        self._threads.submit(self._all_of_it, ticket, work, then, failed)
        return ticket

    def _tell(self, progress: Callable[[float, str], None] | None, part: float, doing: str) -> None:
        if progress is not None:
            self._call.emit(partial(progress, part, doing))

    def _all_of_it[Result](
        self,
        ticket: Ticket,
        work: Callable[[Ticket], Result],
        then: Callable[[Result], None],
        failed: Callable[[Exception], None] | None,
    ) -> None:
        """Do the work, in the thread, and hand its result or its error back."""
        if ticket.cancelled:
            return
        begun = time.monotonic()
        try:
            result = work(ticket)
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - handed to the window, which says it in one message
            if failed is not None:
                self._call.emit(partial(_unless_cancelled, ticket, failed, error))
        else:
            self._call.emit(partial(_unless_cancelled, ticket, then, result))
        finally:
            if time.monotonic() - begun > _LONG:
                give_back()

    def make_way(self) -> None:
        """Let the work wait, at its next look, until no edit has come for a moment: edits must be painted at once."""
        self._quiet_until = time.monotonic() + EDITING

    def cancel(self, kind: str) -> None:
        """Give up the work of a kind."""
        if kind in self._newest:
            self._newest.pop(kind).cancel()

    def close(self) -> None:
        """Give everything up and wait until the thread is done; work that is asked for later is not begun."""
        self._closed = True
        for ticket in self._newest.values():
            ticket.cancel()
        self._newest.clear()
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)
            self._threads = None


def close_workers(parent: QObject) -> None:
    """Give up the work of every window, dialog and panel below a parent, and wait until their threads are done."""
    for worker in parent.findChildren(Worker):
        worker.close()


def _unless_cancelled[Result](ticket: Ticket, then: Callable[[Result], None], result: Result) -> None:
    if not ticket.cancelled:
        then(result)
