"""Work beside the window leaves the window's objects to the window's own thread."""

import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.document.worker import Ticket, Worker

_RINGS = 120_000
"""Rings of objects: more than Python makes before it looks for those that nobody holds."""


class Ring:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.me = self


def test_what_nobody_holds_dies_in_the_thread_of_the_window(qtbot: QtBot) -> None:
    """The window hung for ever: a preview's object died in the export's thread, holding a lock of Qt's."""
    died: list[bool] = []
    done: list[int] = []
    worker = Worker()

    def work(_ticket: Ticket) -> int:
        for number in range(_RINGS):
            ring = Ring()
            if number % 1_000 == 0:
                weakref.finalize(ring, lambda: died.append(threading.current_thread() is threading.main_thread()))
        return _RINGS

    worker.run("rings", work, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=90_000)
    qtbot.waitUntil(lambda: len(died) > 10, timeout=90_000)
    assert all(died)
    worker.close()


def test_objects_of_qt_that_hold_each_other_die_beside_work_that_asks_for_memory(qtbot: QtBot) -> None:
    class Holder(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.me = self

    gone: list[bool] = []
    for _ in range(50):
        weakref.finalize(Holder(), lambda: gone.append(threading.current_thread() is threading.main_thread()))
    worker, done = Worker(), list[int]()
    worker.run("rings", lambda _ticket: len([Ring() for _ in range(_RINGS)]), done.append)
    qtbot.waitUntil(lambda: bool(done) and len(gone) == 50, timeout=180_000)
    assert all(gone)
    worker.close()
