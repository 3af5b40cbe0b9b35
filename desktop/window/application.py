"""Starts the program on a plan or on the example."""

import gc
import locale
import os
import sys
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.document.saving import ENDING
from desktop.documents.kinds import KINDS
from desktop.storage import examples
from desktop.storage.plan_file import PlanFileError, load

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.document.settings import Settings
    from desktop.window.main_window import MainWindow


_SWITCH = 0.001
"""Seconds that work beside the window may hold the interpreter while the window waits for it."""

_STEADY = 8_000
"""Milliseconds after which a start has succeeded."""

_FAILED = 2
"""Failed starts in a row after which the next one is safe."""

_LAPTOP = (1_440, 900)
"""Pixels; on a screen no larger the window takes all of it at its first start."""


_FRAME = 40
"""Pixels a window's frame and title may take; a remembered window that leaves less is shown over the whole screen."""


def may_be_made(path: Path) -> bool:
    """Return whether a plan that is not there may be made: its folder is, and somebody can be asked."""
    return not path.exists() and path.suffix == ENDING and path.parent.is_dir() and has_display()


def has_display() -> bool:
    """Return whether a window can be opened here."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def start(path: Path | None, rehearsal: Path | None = None) -> int:
    """Open the window, or without a display write the example's documents; return the exit code.

    rehearsal: a folder into which the window writes every example's documents by itself, and closes.
    """
    try:
        loaded = load(path) if path is not None and not may_be_made(path) else examples.example()
    except (PlanFileError, OSError) as error:
        if not _double_clicked():
            sys.stderr.write(f"boardcase: {path}: {error}\n")
            return 1
        loaded = examples.example()
    if not has_display():
        if rehearsal is not None:
            sys.stderr.write("boardcase: there is no display; set QT_QPA_PLATFORM=offscreen to rehearse without one\n")
            return 1
        return _without_window(path)
    try:
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - without a display Qt is not needed
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415
    except ImportError as error:
        sys.stderr.write(
            f"boardcase: the window cannot be opened: {error}. Install your system's graphics libraries (Debian: apt"
            " install libgl1 libegl1); commands work without them\n"
        )
        return 1
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    introduce(application)
    from desktop.charts.collector import running, throwing_away  # noqa: PLC0415
    from desktop.document.document import Document  # noqa: PLC0415
    from desktop.document.settings import Settings  # noqa: PLC0415
    from desktop.style.palette import dress  # noqa: PLC0415
    from desktop.window.main_window import MainWindow  # noqa: PLC0415

    settings = Settings()
    safe = begun(settings)
    if safe:
        path, loaded = None, examples.example()
    dress(settings.text("theme"), application)
    document = Document(loaded.plan)
    throwing_away(document)  # first of all that follow the plan
    window = MainWindow(document, settings)
    _show(window)
    gc.freeze()  # what was loaded stays, and is not looked through again
    if rehearsal is not None:
        from desktop.window.rehearsal import close, rehearse  # noqa: PLC0415 - nobody waits for it at a usual start

        rehearse(window, rehearsal, lambda code: close(window, partial(application.exit, code)))
        return running(application)
    from desktop.window.last_resort import LastResort  # noqa: PLC0415 - with Qt
    from desktop.window.opener import Opener  # noqa: PLC0415

    LastResort(window).take_over()
    if sys.platform == "darwin":  # the only one that sends such events; elsewhere every event would pass by Python
        application.installEventFilter(Opener(window))
    QTimer.singleShot(0, window, lambda: settle(window, path, safe=safe))
    QTimer.singleShot(_STEADY, window, lambda: settings.remember("starts", "0"))
    return running(application)


def introduce(application: "QApplication") -> None:
    """Tell the system who this is, and Qt how it looks."""
    from PySide6.QtCore import QLocale  # noqa: PLC0415 - without a display Qt is not needed
    from PySide6.QtGui import QFontDatabase, QIcon  # noqa: PLC0415 - as above

    # Qt takes the system's language for dates and its digits for counters; numbers and names of months are written here
    # as on paper and in files, which a board reads beside the screen
    locale.setlocale(locale.LC_TIME, "C")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    application.setApplicationName("Boardcase")
    application.setDesktopFileName("boardcase")
    application.setWindowIcon(QIcon(str(files("resources") / "icons" / "boardcase.svg")))
    application.setStyle("Fusion")
    sys.setswitchinterval(_SWITCH)
    folder = files("font_source_sans_pro") / "files"
    for name in ("Regular", "Semibold"):
        QFontDatabase.addApplicationFont(str(folder / f"SourceSansPro-{name}.ttf"))


def _show(window: "MainWindow") -> None:
    """Show a window as it was left.

    It fills a laptop's screen at its first start, or where it would not fit.
    """
    from desktop.window.docks import remembered  # noqa: PLC0415 - with Qt

    room = window.screen().availableGeometry()
    large = room.width() > _LAPTOP[0] or room.height() > _LAPTOP[1]
    kept = remembered(window) and window.width() <= room.width() - _FRAME and window.height() <= room.height() - _FRAME
    if large or kept:
        window.show()
    else:
        window.showMaximized()


def _double_clicked() -> bool:
    """Return whether the program was started from a desktop, where nobody reads what is written to a terminal."""
    return (
        has_display()
        and os.environ.get("QT_QPA_PLATFORM") != "offscreen"
        and not (sys.stderr is not None and sys.stderr.isatty())
    )


def begun(settings: "Settings") -> bool:
    """Count a start, and return whether the two before it failed: then nothing is opened and nothing arranged.

    A start counts as failed until the window has stood for a while or was closed.
    """
    failed = settings.text("starts", "0")
    failed = failed if failed.isdecimal() else "0"
    settings.remember("starts", str(min(9, int(failed) + 1)))
    return int(failed) >= _FAILED


def settle(window: "MainWindow", path: Path | None, *, safe: bool = False) -> None:
    """Do what may ask the person something, once the window is there.

    Open the plan under its lock, offer unsaved work, say what is new, give hints.
    """
    if window.settings.notice:
        window.say(window.settings.notice)
    if safe:
        window.refuse(
            "Safe start",
            "The last two starts failed, so nothing was opened and the window has its first layout. Unsaved work is"
            " offered next; Cancel keeps it for later. Open your plan with File, Open.",
        )
    from desktop.window.dialogs import offer_to_make, show_changes_since, show_hints  # noqa: PLC0415 - with Qt

    show_changes_since(window)  # first, so that what is said of the plan stands before it
    if path is not None and may_be_made(path):
        offer_to_make(window, path)
    elif path is not None:
        window.files.open_path(path)
    window.files.offer_recovery()
    if not window.settings.text("hints"):
        window.settings.remember("hints", "shown")
        show_hints(window)


def _without_window(path: Path | None) -> int:
    """Write workbook and business case where there is no screen, and say where."""
    from desktop.commands.exports import export  # noqa: PLC0415

    plan = (load(path) if path is not None else examples.example()).plan
    folder = Path.cwd() / "example-output"
    folder.mkdir(exist_ok=True)
    written = export(plan, plan.scenarios[0].slug, {kind: folder / name for kind, (_, name) in KINDS.items()}, None)
    sys.stdout.write(
        "There is no display, so no window was opened. Written instead:\n" + "".join(f"  {one}\n" for one in written)
    )
    return 0
