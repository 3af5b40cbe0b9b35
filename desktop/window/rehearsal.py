"""A rehearsal: the window opens every example, edits, undoes, writes both documents and closes, by itself. The test of an installed program."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop.commands.exports import export
from desktop.storage.examples import example, names

if TYPE_CHECKING:
    from desktop.window.main_window import MainWindow

DAY = "2026-11-25"
"""The day that is printed, so that the documents are the same on any day."""

_PAUSE = 40
"""Milliseconds between two steps, in which the window paints."""


def rehearse(window: "MainWindow", folder: Path, done: Callable[[], None]) -> None:
    """Go through every step in the window's own loop and call back when all are done.

    folder: where `NAME.xlsx` and `NAME.pdf` of every example are written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    steps = _steps(window, folder)

    def go_on() -> None:
        if next(steps, None) is None:
            done()
        else:
            QTimer.singleShot(_PAUSE, window, go_on)

    QTimer.singleShot(_PAUSE, window, go_on)


def _steps(window: "MainWindow", folder: Path) -> Iterator[bool]:
    """Do a step and yield, until there is none left."""
    document = window.document
    for name in names():
        document.show_plan(example(name).plan, None)
        yield True
        for position in range(window.tabs.count()):
            window.tabs.setCurrentIndex(position)
            yield True
        before = document.plan
        price = f"compute.pool.{before.slugs['pool'][0]}.cloud_price"
        document.set_value(price, float(before.entries[price].value) * 1.1)
        yield True
        document.undo_stack.undo()
        if document.plan != before:
            raise AssertionError(f"{name}: undoing an edit gave another plan")
        export(before, before.scenarios[0].slug, folder / f"{name}.xlsx", folder / f"{name}.pdf", None, DAY)
        yield True


def close(window: "MainWindow", quit_: Callable[[], None]) -> None:
    """Close the window as a person would, without a question, and leave the loop."""
    window.document.undo_stack.setClean()
    window.close()
    QTimer.singleShot(0, partial(quit_))
