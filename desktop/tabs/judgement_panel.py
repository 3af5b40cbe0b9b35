"""The judgement at the head of the tab Decision: what to do, how sure it is, what speaks against it."""

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.charts.study_table import StudyTable
from desktop.style.palette import theme
from desktop.tabs.parts import button_of, label_of, row_of
from models.exhibits.board import Grade
from models.exhibits.figures import STYLES
from models.exhibits.judgement import headline, how_sure, to_take
from models.exhibits.studies import Shown
from models.plan.plan import Plan
from models.rules.judgement import Judgement
from models.studies.settings_search import Settings

MOST_TAKEN = 4


class JudgementPanel(QWidget):
    """Shows a judgement.

    place_wanted: the place of something that speaks against it is to be shown, by its kind. settings_wanted: settings
    found by the search are to be taken, with the name of their option.
    """

    place_wanted = Signal(str)
    settings_wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.headline, self.sure = QLabel(), label_of("", "unit")
        self.headline.setObjectName("decision")
        self.headline.setWordWrap(True)
        self.headline.setTextFormat(Qt.TextFormat.RichText)
        self.headline.setAccessibleName("What to do")
        self.sure.setAccessibleName("How sure it is")
        self.against = QLabel()
        self.against.setWordWrap(True)
        self.against.setTextFormat(Qt.TextFormat.RichText)
        self.against.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.against.setAccessibleName("What speaks against it")
        self.against.linkActivated.connect(self.place_wanted)
        self.state = label_of("", "unit")
        self.best, self.frontier = StudyTable(), StudyTable()
        self.settings = StudyTable()
        self.takes = [button_of("") for _ in range(MOST_TAKEN)]
        self._taken: list[tuple[str, Settings]] = []
        for place, button in enumerate(self.takes):
            button.clicked.connect(lambda _checked=False, at=place: self._take(at))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(6)
        for part in (self.headline, self.sure, self.against, self.state, self.best):
            column.addWidget(part)
        column.addLayout(row_of(*self.takes))
        column.addWidget(self.settings)
        column.addWidget(self.frontier)
        for part in (self.best, self.settings, self.frontier, *self.takes):
            part.hide()

    def _take(self, place: int) -> None:
        if place < len(self._taken):
            self.settings_wanted.emit(*self._taken[place])

    def show_judgement(self, plan: Plan, judgement: Judgement, grade: Grade, shown: Shown | None, state: str) -> None:
        """Show a judgement, and each option at its best where the search has ended.

        state: what is still being worked out.
        """
        pieces = [
            f'<span style="color:{theme().on_screen(STYLES[part.option].colour) if part.option else theme().ink};'
            f'font-weight:{600 if part.strong else 400}">{html.escape(part.text)}</span>'
            for part in headline(plan, judgement)
        ]
        self.headline.setText("".join(pieces))
        self.headline.setAccessibleDescription("".join(part.text for part in headline(plan, judgement)))
        self.sure.setText(how_sure(judgement, grade))
        self.against.setVisible(bool(judgement.against))
        self.against.setText(
            "<b>Against it</b><ul style='margin-left:-22px'>"
            + "".join(
                f'<li>{html.escape(one.text)} <a href="{one.kind}" style="color:{theme().accent}">Show</a></li>'
                for one in judgement.against
            )
            + "</ul>"
        )
        self.state.setVisible(bool(state))
        self.state.setText(state)
        self._taken = to_take(shown) if shown is not None else []
        for place, button in enumerate(self.takes):
            button.setVisible(place < len(self._taken))
            if place < len(self._taken):
                button.setText(f"Take settings: {self._taken[place][0]}")
                button.setToolTip("One step, which can be undone: the plan then has this option's best settings")
        parts = (self.best, self.settings, self.frontier)
        tables = (shown.tables[0], shown.tables[1], shown.tables[-1]) if shown is not None else ()
        for part in parts:
            part.setVisible(bool(tables))
        for part, table in zip(parts, tables, strict=bool(tables)):
            part.show_table(table, shown)  # pyright: ignore[reportArgumentType] - there is one where there are tables
            part.setVisible(bool(table.rows))
