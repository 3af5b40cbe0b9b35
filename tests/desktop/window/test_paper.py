"""The business case beside its preview: it follows edits, is searched, turned grey, printed.

Its words are steps that can be undone.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from answers import always, counting
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop.commands.record import decided
from desktop.documents.workbook.workbook import input_hash
from desktop.panels import printing
from desktop.panels.paper_form import PaperForm
from desktop.panels.pdf_pages import rendered
from desktop.panels.printing import NO_PRINTER, print_document, print_pages, wanted_pages
from desktop.storage.examples import example
from desktop.window import dialogs
from desktop.window.main_window import MainWindow
from desktop.window.paper import PaperWindow
from models.exhibits import every_study
from models.plan.paper import PARTS
from models.rules.recorded import Signature


@pytest.fixture
def paper(window: MainWindow, qtbot: QtBot) -> Iterator[PaperWindow]:
    dialogs.show_paper(window)
    shown = window.findChildren(PaperWindow)[0]
    qtbot.waitUntil(lambda: shown.whole, timeout=180_000)
    yield shown
    shown.close()


def text_of(paper: PaperWindow, page: int) -> str:
    return paper.pages.document.getAllText(page).text()


def test_the_preview_is_the_very_pdf(paper: PaperWindow, window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "case.pdf"
    window.exchange.export_to(target, "pdf")
    qtbot.waitUntil(target.is_file, timeout=90_000)
    assert bytes(paper.pages._bytes.data()) == target.read_bytes()
    assert "Resolution." in text_of(paper, 0)
    assert paper.list.count() == paper.pages.pages > 10
    names = [paper.list.item(row).text() for row in range(paper.list.count())]
    assert names[0] == "1 The decision"
    assert names[2].startswith("3 Three workloads")
    assert "A Costs by line" in names
    assert not paper.form.words["objectives"].isVisibleTo(paper.form), "public sector alone"
    assert paper.form.words["benefits"].isVisibleTo(paper.form)


def test_words_typed_stand_in_the_preview_within_a_moment_and_are_one_step(
    paper: PaperWindow, window: MainWindow, qtbot: QtBot
) -> None:
    edit = paper.form.words["background"]
    before = window.document.plan
    edit.setFocus()
    QTest.keyClicks(edit, "Why we ask: capacity.")
    # a limit against hanging; the half second is measured in the benchmarks
    qtbot.waitUntil(
        lambda: any(
            "Why we ask: capacity." in text_of(paper, page) for page in range(1, 4) if page < paper.pages.pages
        ),
        timeout=60_000,
    )
    assert paper.whole, "the studies of the same figures are not worked out again"
    window.document.undo_stack.undo()
    assert window.document.plan == before
    assert edit.toPlainText() == before.paper.background


@pytest.mark.long
def test_an_edit_of_a_figure_is_followed_first_without_then_with_the_studies(
    paper: PaperWindow, window: MainWindow, qtbot: QtBot
) -> None:
    seen: list[bool] = []
    show = paper._show
    paper._show = lambda plan, scenario, made: (seen.append(made[1]), show(plan, scenario, made))[0]  # pyright: ignore[reportAttributeAccessIssue]
    window.document.set_value("finance.discount_rate", 0.1)
    qtbot.waitUntil(lambda: seen == [False, True], timeout=180_000)
    assert paper.state.text() == ""
    assert "being worked out" not in text_of(paper, 0)


@pytest.mark.long
def test_a_saved_paper_is_told_where_it_was_asked_for(
    paper: PaperWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    askers: list[object] = []
    target = tmp_path / "case.pdf"

    def asked(parent: object, *_: object) -> tuple[str, str]:
        askers.append(parent)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked)
    assert not paper.written.isVisible()
    next(one for one in paper.findChildren(QPushButton) if one.text().startswith("Save PDF")).click()
    qtbot.waitUntil(paper.written.isVisible, timeout=90_000)
    assert askers == [paper]
    assert paper.written.path == target
    assert target.is_file()


@pytest.mark.long
def test_sections_are_left_out_and_moved(paper: PaperWindow, window: MainWindow, qtbot: QtBot) -> None:
    last, added = (list(PARTS).index(name) for name in ("assumptions", "register"))
    assert paper.form.sections.item(last).text() == "Evidence base"
    assert paper.form.sections.item(added).text() == "Annex: register of inputs"
    assert paper.form.sections.item(added).checkState() is Qt.CheckState.Unchecked
    count = paper.pages.pages
    paper.form.sections.item(last).setCheckState(Qt.CheckState.Unchecked)
    assert window.document.plan.paper.hidden == ("assumptions",)
    qtbot.waitUntil(lambda: paper.pages.pages < count, timeout=60_000)
    paper.form.sections.item(added).setCheckState(Qt.CheckState.Checked)
    assert window.document.plan.paper.added == ("register",)
    assert window.document.plan.paper.hidden == ("assumptions",)
    qtbot.waitUntil(lambda: paper.pages.pages > count, timeout=60_000)
    paper.form.sections.setCurrentRow(2)
    paper.form.shift(-1)
    assert window.document.plan.paper.order[1:3] == ("workloads", "background")
    paper.form.shift(-1)
    assert len(window.document.plan.paper.order) == len(PARTS)


def test_search_zoom_pages_and_black_and_white(paper: PaperWindow, qtbot: QtBot) -> None:
    paper.search.setText("Evidence grade")
    qtbot.waitUntil(lambda: paper.pages.found() > 1, timeout=60_000)
    paper._next()
    assert paper.hits.text().startswith("1 of")
    assert paper.pages.page == 1, "in the contents"
    paper._next()
    assert paper.pages.page > 5
    paper.pages.go_to(0)
    assert paper.number.text() == f"page 1 of {paper.pages.pages}"
    paper.pages.set_zoom(1.5)
    assert paper.zoom.text() == "150%"
    paper.grey.setChecked(True)
    grey = rendered(paper.pages.document, 0, QSize(200, 283), grey=True)
    colour = rendered(paper.pages.document, 0, QSize(200, 283), grey=False)
    assert grey.format() == QImage.Format.Format_Grayscale8
    assert any(colour.pixelColor(x, y).saturation() > 60 for x in range(0, 200, 3) for y in range(0, 283, 3))
    assert colour.pixelColor(2, 2).lightness() == 255, "white paper"


def test_without_a_printer_there_is_a_clear_word(paper: PaperWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", always([]))
    said: list[str] = []
    assert not print_document(paper, paper.pages.document, "Case", grey=False, say=said.append)
    assert said == [NO_PRINTER]


@pytest.mark.long
def test_pages_of_a_range_are_printed(paper: PaperWindow, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setFromTo(2, 3)
    assert list(wanted_pages(printer, paper.pages.pages)) == [1, 2]
    assert print_pages(paper.pages.document, printer, wanted_pages(printer, paper.pages.pages), grey=True)
    back = QPdfDocument(paper)
    back.load(str(tmp_path / "out.pdf"))
    assert back.pageCount() == 2
    back.close()


@pytest.mark.long
@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_said(paper: PaperWindow, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no folder" / "out.pdf"))
    assert not print_pages(paper.pages.document, printer, [0], grey=False)


@pytest.mark.long
def test_it_is_not_printed_before_it_is_whole(paper: PaperWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(printing, "print_document", counting(asked))
    paper.whole = False
    paper.print()
    assert asked == []
    assert "Wait for the studies" in paper.state.text()


def test_studies_known_are_those_of_the_same_figures(window: MainWindow) -> None:
    plan = window.document.plan
    every_study._last[:] = []
    assert every_study.already_documented(plan, "base") is None


def test_a_table_is_copied_as_a_spreadsheet_takes_it(qtbot: QtBot) -> None:
    from PySide6.QtGui import QGuiApplication

    from desktop.charts.exhibit_table import ExhibitTable
    from models.exhibits.figures import Table

    table = ExhibitTable()
    qtbot.addWidget(table)
    table.show_table(Table.of(["£k", "Cloud"], [["=SUM(A1)\tx", "(1,009)"], ["-Two", "−5"]], ["a", "b"]))
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "£k\tCloud\n'=SUM(A1) x\t(1,009)\n'-Two\t−5"


def test_the_name_of_the_plan_is_changed_where_its_paper_is_written(window: MainWindow) -> None:
    """A plan that was begun as "New plan" headed its paper with that, and nothing changed it."""
    form = PaperForm(window.document)
    form.title.selectAll()
    QTest.keyClicks(form.title, "  Repairs:  photos and calls ")
    form.title.editingFinished.emit()
    assert window.document.plan.title == "Repairs: photos and calls"
    form.title.selectAll()
    QTest.keyClicks(form.title, "  ")
    form.title.editingFinished.emit()
    assert form.title.text() == window.document.plan.title == "Repairs: photos and calls"
    window.document.undo_stack.undo()
    assert window.document.plan.title == example().plan.title


@pytest.mark.long
def test_what_is_decided_or_remarked_is_no_figure_of_the_hash() -> None:
    """A paper printed before the decision was recorded and a workbook after it had two hashes of the same figures."""
    plan = example().plan
    then = input_hash(plan, "base")
    signed = decided(plan, "base", Signature("Ann", "2026-12-01", "", ""))
    assert input_hash(signed, "base") == then
    assert input_hash(plan, plan.scenarios[1].slug) != then
