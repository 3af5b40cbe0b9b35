"""Faults of importing, dropping and little memory in the window; the numbers are those of tests/README.md."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from answers import noting, titled
from PySide6.QtCore import QLocale, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.cli import main
from desktop.document.document import Document
from desktop.document.worker import Cancelled, Ticket
from desktop.forms.field import Field
from desktop.forms.quiet import Counter
from desktop.imports.files import offered
from desktop.panels.take_in import TakeInDialog
from desktop.storage.examples import example
from desktop.storage.memory import NO_MEMORY
from desktop.window.application import introduce
from desktop.window.guarded import guarded
from desktop.window.last_resort import LastResort
from desktop.window.main_window import MainWindow
from tests.bills_made import LOG, calls
from tests.evidence_made import table

YES, CANCEL = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.Cancel
COUNTRIES = {
    "German": QLocale(QLocale.Language.German, QLocale.Country.Germany),
    "French": QLocale(QLocale.Language.French, QLocale.Country.France),
    "Turkish": QLocale(QLocale.Language.Turkish, QLocale.Country.Turkey),
    "Arabic": QLocale(QLocale.Language.Arabic, QLocale.Country.Egypt),
}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of a month, large enough that its reading tells how far it is."""
    path = tmp_path / "log.csv"
    head, *rows = table(LOG, calls(30)).splitlines()
    path.write_text("\n".join([head, *rows * 160]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("part", [0.01, 0.5, 0.99])
def test_f30_an_import_cancelled_at_any_part_of_it_leaves_the_plan(
    part: float, log: Path, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[float] = []

    def tell(done: float = 0.0, _doing: str = "") -> None:
        told.append(done)

    offered(window.document.plan, log, tell)
    looks = max(1, round(part * len(told)))
    assert max(told) > 0.5, "the log is long enough to be cancelled half way"
    opened: list[str] = []
    monkeypatch.setattr(TakeInDialog, "exec", titled(opened))
    seen: list[float] = []
    look = Ticket.look

    def cancelled_then(ticket: Ticket, done: float = 0.0, doing: str = "") -> None:
        if log.name in doing:  # others work beside the window, too
            seen.append(done)
            if len(seen) == looks:
                ticket.cancel()
        look(ticket, done, doing)

    monkeypatch.setattr(Ticket, "look", cancelled_then)
    before = window.document.plan
    ticket = window.exchange.take_in_path(log)
    qtbot.waitUntil(lambda: ticket.cancelled, timeout=20_000)
    window.progress.give_up()
    qtbot.wait(100)
    assert len(seen) == looks, "the work stopped where it was given up"
    assert opened == []
    assert window.document.plan is before
    assert not window.progress.isVisible()
    with pytest.raises(Cancelled):
        look(ticket)


def test_f31_quitting_during_an_import_asks(log: Path, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", noting(asked, CANCEL))
    before = window.document.plan
    window.exchange.take_in_path(log)
    assert not window.close()
    assert asked == ["Reading log.csv: stop it and quit? No half file is left."]
    assert window.document.plan is before
    monkeypatch.setattr(QMessageBox, "exec", noting(asked, YES))
    assert window.close()


@pytest.fixture(params=COUNTRIES)
def abroad(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """The settings of another country, in which the program then starts."""
    before = QLocale()
    QLocale.setDefault(COUNTRIES[request.param])
    introduce(qapp)
    yield request.param
    QLocale.setDefault(before)


def test_f42_fields_and_counters_print_and_read_alike_in_every_country(abroad: str, qtbot: QtBot) -> None:
    counter = Counter()
    qtbot.addWidget(counter)
    counter.setRange(0, 100_000)
    counter.setValue(1_234)
    assert counter.text() == "1234", abroad
    counter.selectAll()
    QTest.keyClicks(counter, "60")
    assert counter.value() == 60
    plan = example().plan
    document = Document(plan)
    for key, typed, becomes in (
        ("compute.pool.h100.cloud_price", "1.5", 1.5),
        ("finance.discount_rate", "4.5%", 0.045),
        ("workloads.workload.assistant.requests", "1,250,000", 1_250_000.0),
    ):
        field = Field(document, key, plan.declaration(key))
        document.plan_changed.connect(field.refresh)
        qtbot.addWidget(field)
        field.show()
        qtbot.waitExposed(field)
        field.editor.setFocus()
        QTest.keySequence(field.editor, "Ctrl+A")
        QTest.keyClicks(field.editor, typed)
        QTest.keyClick(field.editor, Qt.Key.Key_Return)
        assert document.entry(key).value == pytest.approx(becomes), (abroad, key)


def test_f44_three_plans_at_once_are_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(tmp_path / f"{number}.boardcase") for number in range(3)]
    assert main(names) == 2
    said = capsys.readouterr().err
    assert said.startswith("boardcase: a window opens one plan, and 3 files were named; name one at a time.")


def test_f45_fifty_files_an_address_and_a_picture_are_refused_in_words(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "logo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    said: list[str] = []
    monkeypatch.setattr(window, "refuse", titled(said))

    def drop(*urls: QUrl) -> None:
        data = QMimeData()
        data.setUrls(list(urls))
        window.statusBar().clearMessage()
        window.dropEvent(
            QDropEvent(
                QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            )
        )

    before = window.document.plan
    for several in ([QUrl.fromLocalFile(str(tmp_path / f"{n}.csv")) for n in range(50)], [QUrl("https://x.org/a.csv")]):
        drop(*several)
        assert "Drop one plan, bill, log, workbook or table" in window.statusBar().currentMessage()
    drop(QUrl.fromLocalFile(str(picture)))
    qtbot.waitUntil(lambda: bool(said), timeout=15_000)
    assert said[0].startswith("Nothing was imported: logo.png: ")
    assert window.document.plan is before


def _too_much() -> None:
    raise MemoryError


def test_f48_work_that_ends_for_want_of_memory_is_told_in_words_and_the_window_stays(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(window, "refuse", titled(said))
    assert not guarded(window, "Nothing was written", _too_much)
    assert said == [f"Nothing was written: {NO_MEMORY}"]
    said.clear()
    last = LastResort(window, tmp_path / "reports")
    for error in (MemoryError(), MemoryError(), KeyError("x")):
        last.caught(type(error), error, None)
    assert [one.partition(":")[0] for one in said] == ["Not enough memory", "Something went wrong in Boardcase"]
    assert window.isVisible()
