"""What nobody holds any more is found and thrown away in the thread of the window alone.

Python looks for rings of objects in whichever thread happens to ask for memory. An object of Qt that dies in a thread
of work waits there for Python while it holds a lock of Qt's, and the window, which holds Python, waits for that lock:
both wait for ever. pyqtgraph has the way around it.
"""

import gc

from pyqtgraph.util.garbage_collector import GarbageCollector
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.document.document import Document
from desktop.storage.memory import give_back
from models.appraisal.model import clear_models

_EVERY = 1.0
"""Seconds between two looks."""


def collecting() -> GarbageCollector:
    """Return what looks from now on, as long as somebody holds it. It takes the thresholds that are set."""
    return GarbageCollector(interval=_EVERY)


def running(application: QApplication) -> int:
    """Run the application until its last window is closed, and return its exit code."""
    # what was loaded stays to the end: no look goes over it
    gc.freeze()
    collector = collecting()
    code = application.exec()
    collector.timer.stop()
    return code


def throwing_away(document: Document) -> None:
    """Let go of what belongs to a plan once another one is shown: its models and their buffers take 100 MB and more.

    The models go before the other plan makes its own, and what held them once its forms stand.
    """

    def after() -> None:
        gc.collect()
        give_back()

    def left() -> None:
        clear_models()
        QTimer.singleShot(0, document, after)

    document.path_changed.connect(left)
