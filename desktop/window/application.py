"""Starts the program on a plan or on the example."""

import os
import sys
from importlib.resources import files
from pathlib import Path

from desktop.storage import examples
from desktop.storage.plan_file import PlanFileError, load


def has_display() -> bool:
    """Return whether a window can be opened here."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def start(path: Path | None) -> int:
    """Open the window, or without a display write the example's documents; return the exit code."""
    try:
        loaded = load(path) if path is not None else examples.example()
    except (PlanFileError, OSError) as error:
        sys.stderr.write(f"boardcase: {path}: {error}\n")
        return 1
    if not has_display():
        return _without_window(path)
    from PySide6.QtGui import QFontDatabase  # noqa: PLC0415 - without a display Qt is not needed
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Boardcase")
    folder = files("font_source_sans_pro") / "files"
    for name in ("Regular", "Semibold"):
        QFontDatabase.addApplicationFont(str(folder / f"SourceSansPro-{name}.ttf"))
    from desktop.document.document import Document  # noqa: PLC0415
    from desktop.style.palette import STYLE  # noqa: PLC0415
    from desktop.window.main_window import MainWindow  # noqa: PLC0415

    application.setStyle("Fusion")
    application.setStyleSheet(STYLE)
    window = MainWindow(Document(loaded.plan, path))
    if loaded.notices:
        window.say(f"{len(loaded.notices)} notices: {loaded.notices[0]}")
    window.show()
    return application.exec()


def _without_window(path: Path | None) -> int:
    """Write workbook and business case where there is no screen, and say where."""
    from desktop.commands.exports import export  # noqa: PLC0415

    plan = (load(path) if path is not None else examples.example()).plan
    folder = Path.cwd() / "example-output"
    folder.mkdir(exist_ok=True)
    written = export(plan, plan.scenarios[0].slug, folder / "workbook.xlsx", folder / "business-case.pdf", None, None)
    sys.stdout.write("There is no display, so no window was opened. Written instead:\n" + "".join(f"  {one}\n" for one in written))
    return 0
