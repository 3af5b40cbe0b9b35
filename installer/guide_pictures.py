"""Makes the pictures of the user guide from the running program: python installer/guide_pictures.py [FOLDER].

The pictures are made offscreen with the fonts that come with the program, so that any machine makes the same ones.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from importlib.resources import files  # noqa: E402

from measured_examples import bill  # noqa: E402
from PySide6.QtCore import QEvent  # noqa: E402
from PySide6.QtGui import QFontDatabase  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from desktop.charts.map_chart import MapChart  # noqa: E402
from desktop.document.document import Document  # noqa: E402
from desktop.document.settings import Settings  # noqa: E402
from desktop.imports.files import offered_by  # noqa: E402
from desktop.panels.compare import CompareWindow  # noqa: E402
from desktop.panels.take_in import TakeInDialog  # noqa: E402
from desktop.storage.examples import example  # noqa: E402
from desktop.style.palette import style_sheet, use  # noqa: E402
from desktop.window import dialogs  # noqa: E402
from desktop.window.main_window import MainWindow  # noqa: E402
from desktop.window.paper import PaperWindow  # noqa: E402

SIZE = (1366, 768)
_RESTED = 0.5
"""Seconds after which nothing waits for edits to rest."""


def settle() -> None:
    """Let everything be laid out and drawn, and what was thrown away go."""
    for _ in range(6):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait_until(ready: Callable[[], bool], seconds: float = 60) -> None:
    """Let work beside the window come to its end. Raises TimeoutError where it does not."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError("the work beside the window did not end")
        QApplication.processEvents()
        time.sleep(0.005)


def settled(window: MainWindow) -> None:
    """Wait until the bands on the chart are those of all cases."""
    wait_until(lambda: "10,000 cases" in window.chart_panel.caption.text())


def take(widget: QWidget, folder: Path, name: str) -> Path:
    """Write a widget's picture into a folder and return its file; the window's once its judgement is there."""
    if isinstance(widget, MainWindow):
        wait_until(lambda: widget.judging.found is not None and widget.judging.found.searched)
    settle()
    path = folder / f"{name}.png"
    widget.grab().save(str(path))
    return path


def opened() -> MainWindow:
    """Return the window on the example, in the size of the pictures."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setApplicationName("Boardcase")
    for name in ("Regular", "Semibold"):
        QFontDatabase.addApplicationFont(str(files("font_source_sans_pro") / "files" / f"SourceSansPro-{name}.ttf"))
    application.setStyle("Fusion")
    application.setStyleSheet(style_sheet(use("light")))
    window = MainWindow(Document(example().plan), Settings(Path(tempfile.mkdtemp())))
    window.resize(*SIZE)
    window.show()
    return window


def pictures(folder: Path) -> list[Path]:
    """Make every picture of the guide but the one at 200% in a folder and return their files."""
    window = opened()
    settled(window)
    made = [take(window, folder, "window")]
    for name, job in SCENES.items():
        made.append(job(window, folder, name))
        settle()
    window.document.undo_stack.setClean()
    window.close()
    return made


def _rows(window: MainWindow, folder: Path, name: str) -> Path:
    window.tabs.setCurrentIndex(1)
    form = window.area_tabs[1].forms[0]
    form.show_as_table(wanted=True)
    path = take(window, folder, name)
    form.show_as_table(wanted=False)
    window.tabs.setCurrentIndex(2)
    return path


def _overlay(window: MainWindow, folder: Path, name: str) -> Path:
    from PySide6.QtCore import Qt  # noqa: PLC0415

    window.scenarios.list.item(1).setCheckState(Qt.CheckState.Checked)
    settled(window)
    window.chart.read_month(40)
    path = take(window, folder, name)
    window.chart.crosshair.hide()
    window.scenarios.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    return path


def _explain(window: MainWindow, folder: Path, name: str) -> Path:
    size = window.size()
    window.resize(size.width(), 900)  # it stands below the curves where there is room
    settle()
    window.explain("on_premises.total.monthly", 31)
    path = take(window, folder, name)
    window.docks["explanation"].hide()
    window.resize(size)
    settle()
    return path


def _bridge(window: MainWindow, folder: Path, name: str) -> Path:
    compared = CompareWindow(window, window.document)
    compared.tabs.setCurrentIndex(4)
    compared.show()
    path = take(compared, folder, name)
    compared.close()
    return path


TABLE = """Workload,Requests,Growth,Tokens in,Owner
Claims assistant,"30,000,000",25%,1400,Ann
Monthly training,1000000,lots,1000,Bob
Fraud check,5000000,10%,800,Cem
Total,36000000,,,
"""
"""A table as somebody sends it, with what must be named rather than guessed."""


def _take_in(window: MainWindow, folder: Path, name: str) -> Path:
    dialog = TakeInDialog(
        window, window.document.plan, offered_by(window.document.plan, TABLE.encode(), "workloads.csv")
    )
    dialog.show()
    path = take(dialog, folder, name)
    dialog.close()
    return path


def _paper(window: MainWindow, folder: Path, name: str) -> Path:
    dialogs.show_paper(window)
    shown = window.findChildren(PaperWindow)[0]
    wait_until(lambda: shown.whole)
    path = take(shown, folder, name)
    shown.close()
    return path


def _present(window: MainWindow, folder: Path, name: str) -> Path:
    window.present()
    shown = window.presentation
    assert shown is not None
    shown.showNormal()
    shown.resize(*SIZE)
    wait_until(lambda: shown.judging.found is not None and "pale bands" in shown.caption.text())
    path = take(shown, folder, name)
    shown.close()
    return path


def _dark(window: MainWindow, folder: Path, name: str) -> Path:
    window.restyle("dark")
    settled(window)
    since = time.monotonic()
    wait_until(lambda: time.monotonic() - since > _RESTED)  # what is written anew once edits rest
    path = take(window, folder, name)
    window.restyle("light")
    return path


def _tab(number: int) -> Callable[[MainWindow, Path, str], Path]:
    def taken(window: MainWindow, folder: Path, name: str) -> Path:
        window.tabs.setCurrentIndex(number)
        window.every_tab[number].show_exhibits()
        path = take(window, folder, name)
        window.tabs.setCurrentIndex(2)
        return path

    return taken


def _study(study: str) -> Callable[[MainWindow, Path, str], Path]:
    def taken(window: MainWindow, folder: Path, name: str) -> Path:
        window.tabs.setCurrentIndex(window.every_tab.index(window.studies))
        settle()
        window.studies.choose(study)
        for _ in range(2):  # what was judged meanwhile may have the study begin again
            wait_until(lambda: bool(window.studies.finding.text()) and not window.studies.state.text())
            wait_until(lambda: window.judging.found is not None and window.judging.found.searched)
            settle()
        wait_until(lambda: not window.studies.state.text())
        if study == "map":
            window.studies.findChildren(MapChart)[0].look(0.3, 7.0)
        path = take(window, folder, name)
        window.tabs.setCurrentIndex(2)
        return path

    return taken


def _take_bill(window: MainWindow, folder: Path, name: str) -> Path:
    dialog = TakeInDialog(
        window,
        window.document.plan,
        offered_by(
            window.document.plan,
            bill(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
            "bill-2026-10.csv",
        ),
    )
    dialog.show()
    path = take(dialog, folder, name)
    dialog.close()
    return path


def _measured(window: MainWindow, folder: Path, name: str) -> Path:
    before = window.document.plan
    window.document.show_plan(example("saas").plan, None)
    window.tabs.setCurrentIndex(window.every_tab.index(window.measured))
    settled(window)
    path = take(window, folder, name)
    window.document.show_plan(before, None)
    window.tabs.setCurrentIndex(2)
    return path


SCENES: dict[str, Callable[[MainWindow, Path, str], Path]] = {
    "rows": _rows,
    "overlay": _overlay,
    "explain": _explain,
    "bridge": _bridge,
    "take_in": _take_in,
    "take_bill": _take_bill,
    "paper": _paper,
    "present": _present,
    "dark": _dark,
    **{
        f"tab_{name}": _tab(number)
        for number, name in (
            (0, "decision"),
            (1, "workloads"),
            (3, "models"),
            (4, "data"),
            (5, "security"),
            (6, "costs"),
            (7, "operations"),
            (8, "finance"),
        )
    },
    **{f"study_{name}": _study(name) for name in ("simulation", "tornado", "switching", "map", "stress")},
    "tab_measured": _measured,
}


def double(folder: Path) -> Path:
    """Make the window's picture at 200%, in a process of its own, and return its file."""
    subprocess.run(  # noqa: S603 - this very file
        [sys.executable, __file__, str(folder), "--double"],
        check=True,
        env={**os.environ, "QT_SCALE_FACTOR": "2"},
        capture_output=True,
        timeout=120,
    )
    return folder / "double.png"


def _window_alone(folder: Path) -> None:
    window = opened()
    settled(window)
    take(window, folder, "double")
    window.close()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "help"
    if sys.argv[2:] == ["--double"]:
        _window_alone(target)
    else:
        sys.stdout.write("".join(f"{one}\n" for one in [*pictures(target), double(target)]))
