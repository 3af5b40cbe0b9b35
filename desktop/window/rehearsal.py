"""A rehearsal.

The window opens every example and all that can be opened beside it, edits, undoes, writes and closes, by itself. The
test of an installed program.
"""

import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.commands.exports import export
from desktop.document.recovery import left_behind
from desktop.documents.kinds import KINDS
from desktop.panels.pdf_pages import rendered
from desktop.storage.examples import example, names
from desktop.storage.plan_file import load
from desktop.style.palette import THEMES
from desktop.window.paper import PaperWindow
from desktop.window.workbench import Workbench

DAY = "2026-11-25"
"""The day that is printed, so that the documents are the same on any day."""

BESIDE = ("guide", "changes", "licences", "claims", "about", "hints", "compare", "find", "palette", "paper", "review")
"""Actions that open something beside the window."""

_PAUSE = 40
"""Milliseconds between two steps, in which the window paints."""

_PATIENCE = 2_000
"""Steps after which what should have come is not waited for any more."""


def rehearse(window: Workbench, folder: Path, done: Callable[[int], None]) -> None:
    """Go through every step in the window's own loop and call back with the exit code.

    0 when all are done, 1 after the first that fails.

    folder: where `NAME.xlsx` and `NAME.pdf` of every example, a chart as a picture and a plan are written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    steps = _steps(window, folder)

    def go_on() -> None:
        try:
            over = next(steps, None) is None
        except Exception:  # noqa: BLE001 - whatever it is, the rehearsal ends and says so
            traceback.print_exc()
            done(1)
            return
        if over:
            done(0)
        else:
            QTimer.singleShot(_PAUSE, window.frame, go_on)

    QTimer.singleShot(_PAUSE, window.frame, go_on)


def _must(right: object, what: str) -> None:
    """Raise where something is not as it should be."""
    if not right:
        raise AssertionError(what)


def _until(ready: Callable[[], object], what: str) -> Iterator[bool]:
    """Wait for something, a step at a time."""
    for _ in range(_PATIENCE):
        if ready():
            return
        yield True
    raise AssertionError(f"{what} did not come")


def _steps(window: Workbench, folder: Path) -> Iterator[bool]:
    """Do a step and yield, until there is none left."""
    for name in names():
        yield from _example(window, folder, name)
    for theme in THEMES:
        window.restyle(theme)
        yield True
    window.restyle("light")
    yield from _beside(window)
    for ending in ("png", "svg"):
        _must(window.chart_panel.save_to(folder / f"chart.{ending}"), f"the chart was not written as {ending}")
    yield True
    yield from _present(window)
    yield from _save(window, folder / "plan.boardcase")


def _example(window: Workbench, folder: Path, name: str) -> Iterator[bool]:
    """Show an example, go through its tabs, edit, undo, write both documents."""
    document = window.document
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
    _must(document.plan == before, f"{name}: undoing an edit gave another plan")
    export(before, before.scenarios[0].slug, {kind: folder / f"{name}.{kind}" for kind in KINDS}, DAY)
    yield True


def _beside(window: Workbench) -> Iterator[bool]:
    """Open all that opens beside the window, wait for the pages of the business case, and close it again."""
    for name in BESIDE:
        window.actions_by_name[name].trigger()
        yield True
        opened = [one for one in window.frame.findChildren(QWidget) if one.isWindow() and one.isVisible()]
        _must(opened, f"{name} opened nothing")
        for one in opened:
            if isinstance(one, PaperWindow):
                yield from _until(
                    lambda paper=one: paper.whole and paper.pages.pages, "the preview of the business case"
                )
                image = rendered(one.pages.document, 0, one.size(), grey=True)
                _must(image.allGray() and image.pixelColor(0, 0).value() > 0, "the first page was not drawn")
            one.close()
        yield True


def _present(window: Workbench) -> Iterator[bool]:
    """Present, and come back."""
    window.present()
    yield True
    if window.presentation is not None:
        window.presentation.close()
    yield True
    _must(window.presentation is None, "the presentation did not end")


def _save(window: Workbench, path: Path) -> Iterator[bool]:
    """Change a plan, find it kept for recovery, save it and find it in its file and nowhere else."""
    document = window.document
    document.set_value("finance.discount_rate", 0.07)
    yield from _until(window.files.recovery.file.exists, "what is not saved")
    document.save_as(path)
    yield from _until(lambda: not window.files.recovery.file.exists(), "the end of what was not saved")
    _must(load(path).plan == document.plan, "the plan does not read back as it is")
    _must(not left_behind(), "unsaved work was left behind")


def close(window: Workbench, quit_: Callable[[], None]) -> None:
    """Close the window as a person would, without a question, and leave the loop."""
    window.document.undo_stack.setClean()
    window.frame.close()
    QTimer.singleShot(0, partial(quit_))
