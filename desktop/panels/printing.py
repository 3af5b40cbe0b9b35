"""Printing a PDF on a chosen printer, with range and copies; where there is no printer, a clear word."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from desktop.panels.pdf_pages import rendered

NO_PRINTER = "No printer is set up on this computer. Save the PDF and print it where there is one."
MOST_DPI = 600
"""More is not seen on paper and fills the memory."""


def print_document(
    parent: QWidget, document: QPdfDocument, title: str, *, grey: bool, say: Callable[[str], None]
) -> bool:
    """Ask for printer, range and copies, and print; return whether it was. A word is said where it cannot be."""
    if not QPrinterInfo.availablePrinterNames():
        say(NO_PRINTER)
        return False
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title[:200])
    printer.setColorMode(QPrinter.ColorMode.GrayScale if grey else QPrinter.ColorMode.Color)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, document.pageCount())
    dialog.setFromTo(1, document.pageCount())
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    done = print_pages(
        document,
        printer,
        wanted_pages(printer, document.pageCount()),
        grey=grey or printer.colorMode() is QPrinter.ColorMode.GrayScale,
    )
    say(
        f"Sent to {printer.printerName()}."
        if done
        else (
            f"{printer.printerName() or 'The printer'} does not take anything: is it switched on and connected? Nothing"
            " was printed."
        )
    )
    return done


def wanted_pages(printer: QPrinter, count: int) -> Sequence[int]:
    """Return the pages of a printer's range, counted from 0."""
    first, last = printer.fromPage() or 1, printer.toPage() or count
    return range(max(1, first) - 1, min(last, count))


def print_pages(document: QPdfDocument, printer: QPrinter, pages: Sequence[int], *, grey: bool) -> bool:
    """Print pages, each as large as the sheet; return False where the printer takes nothing."""
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for place, page in enumerate(pages):
        if place:
            printer.newPage()
        sheet = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
        scale = min(1.0, MOST_DPI / printer.resolution())
        painter.drawImage(
            sheet,
            rendered(document, page, QSize(round(sheet.width() * scale), round(sheet.height() * scale)), grey=grey),
        )
    return painter.end()
