"""The judgement at the head of the tab Decision: what to do, how sure it is, what speaks against it."""

import html
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.charts.exhibit_table import ExhibitTable
from desktop.charts.study_table import StudyTable
from desktop.style.palette import theme
from desktop.tabs.parts import button_of, label_of, row_of
from models.exhibits.board import Grade
from models.exhibits.figures import STYLES
from models.exhibits.judgement import headline, how_sure, to_take
from models.exhibits.studies import Shown
from models.plan.plan import Plan
from models.rules.judgement import Judgement
from models.studies.decision_space import Settings


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
        self.best = StudyTable()
        self.settings, self.frontier = ExhibitTable(first=0.24), ExhibitTable(first=0.36)
        self._taken: list[tuple[str, Settings]] = []
        self.take = button_of("Take settings ▾")
        self.take.setToolTip(
            "The plan then has the best settings of one option or of all: one step, which can be undone"
        )
        self.take.setAccessibleName("Take the best settings of an option")
        self.take.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.take.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self.take)
        menu.aboutToShow.connect(partial(self._fill, menu))
        self.take.setMenu(menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(6)
        for part in (self.headline, self.sure, self.against, self.state, self.best):
            column.addWidget(part)
        column.addLayout(row_of(self.take))
        column.addWidget(self.settings)
        column.addWidget(self.frontier)
        for part in (self.best, self.settings, self.frontier, self.take):
            part.hide()

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for name, settings in self._taken:
            menu.addAction(f"{name[0].upper()}{name[1:]}", partial(self.settings_wanted.emit, name, settings))

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
        self.take.setVisible(bool(self._taken))
        for part in (self.best, self.settings, self.frontier):
            part.setVisible(shown is not None)
        if shown is not None:
            self.best.show_table(shown.tables[0], shown)
            self.settings.show_table(shown.tables[1])
            self.frontier.show_table(shown.tables[-1])
            self.frontier.setVisible(bool(shown.tables[-1].rows))
