"""What is drawn and set where there is little room: a shorter wording before dots, words on two lines before a bar."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from desktop.charts.chart_panel import shorter
from desktop.charts.exhibit_table import ExhibitTable
from desktop.charts.lettering import chart_font, fitting
from models.exhibits.figures import Table


def test_the_first_wording_that_fits_is_drawn_and_dots_come_last(qtbot: QtBot) -> None:
    del qtbot  # fonts need an application
    metrics = QFontMetrics(chart_font(13))
    caption = "Cumulative cost, £, before resale; 8 in 10 of 10,000 cases"
    wordings = list(shorter(caption))
    said = "Cumulative cost, £, before resale"
    assert wordings == [caption, said, "Cost, £, before resale", "Cost, £"]
    for wording in wordings:
        assert fitting(wordings, metrics.horizontalAdvance(wording), metrics) == wording
    assert fitting(wordings, metrics.horizontalAdvance("Cost,"), metrics).endswith("…")


def test_a_column_of_words_among_figures_wraps_where_the_table_has_not_the_room(qtbot: QtBot) -> None:
    table = ExhibitTable()
    qtbot.addWidget(table)
    table.resize(550, 200)
    heads = ["Criterion", "Weight", "Cloud", "On-premises", "Hybrid", "Another leads"]
    table.show_table(Table.of(heads, [["Independence of one vendor", "40", "40", "70", "70", "on-premises above 75"]]))
    table.show()
    qtbot.waitUntil(lambda: table.rowHeight(0) > table.fontMetrics().lineSpacing() * 2)
    assert table.horizontalHeader().length() <= table.viewport().width()
    # with room for all of it nothing wraps, and the figures stay to the right
    table.resize(1_100, 200)
    qtbot.waitUntil(lambda: table.rowHeight(0) < table.fontMetrics().lineSpacing() * 2)
    item = table.item(0, 5)
    assert item is not None
    assert item.textAlignment() & Qt.AlignmentFlag.AlignRight
