"""The judgement at the head of the tab Decision: what to do, how sure it is, what speaks against it."""

import html
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.charts.exhibit_table import ExhibitTable
from desktop.charts.frontier_chart import FrontierChart
from desktop.charts.study_table import StudyTable
from desktop.forms.quiet import Chooser
from desktop.style.palette import theme
from desktop.tabs.parts import button_of, label_of, menu_button, row_of
from models.areas.decisions import DECISIONS
from models.exhibits.board import Grade
from models.exhibits.frontier import ACROSS, Frontier, FrontierPoint
from models.exhibits.judgement import headline, how_sure, to_take
from models.exhibits.series_styles import STYLES
from models.exhibits.studies import Shown
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.rules.judgement import Judgement
from models.studies.decision_space import Settings


class JudgementPanel(QWidget):
    """Shows a judgement.

    place_wanted: the place of something that speaks against it is to be shown, by its kind. settings_wanted: settings
    found by the search are to be taken, with the name of their option. also_wanted: decisions that the search is to
    move too, by key.
    """

    place_wanted = Signal(str)
    settings_wanted = Signal(str, object)
    also_wanted = Signal(object)

    def __init__(self, path: QWidget) -> None:
        """Make the panel. path: what stands below what speaks against the judgement."""
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
        self.settings, self.frontier = ExhibitTable(first=0.24), FrontierChart()
        self.axis = Chooser()
        self.axis.setAccessibleName("What cost is drawn against")
        for key, name in ACROSS.items():
            self.axis.addItem(f"Against: {name[0].lower()}{name[1:]}", key)
        self.axis.currentIndexChanged.connect(self._draw)
        self.told = label_of("", "unit")
        self.told.setAccessibleName("The point of the frontier")
        self.frontier.chosen.connect(self._tell)
        self.take_point = button_of("Take these settings")
        self._point: FrontierPoint | None = None
        self.take_point.clicked.connect(self._take_point)
        self._frontiers: list[Frontier] = []
        self._taken: list[tuple[str, Settings]] = []
        self.take = self._take_button()
        self.also, self.also_told = self._also_button(), label_of("", "unit")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(6)
        for part in (self.headline, self.sure, self.against, self.state, path, self.best):
            column.addWidget(part)
        self.costs = QVBoxLayout()  # what they are made of
        column.addLayout(self.costs)
        column.addLayout(row_of(self.take, self.also))
        column.addWidget(self.also_told)
        column.addWidget(self.settings)
        column.addLayout(row_of(self.axis))
        column.addWidget(self.frontier)
        column.addWidget(self.told)
        column.addLayout(row_of(self.take_point))
        drawn = (self.best, self.settings, self.frontier, self.axis, self.told, self.take_point)
        for part in (*drawn, self.take, self.also, self.also_told):
            part.hide()

    def _take_button(self) -> QToolButton:
        """Return the button with the options whose best settings may be taken."""
        tip = "The plan then has the best settings of one option or of all: one step, which can be undone"
        button = menu_button("Take settings", "Take the best settings of an option", tip)
        button.menu().aboutToShow.connect(partial(self._fill, button.menu()))
        return button

    def _also_button(self) -> QToolButton:
        """Return the button with the decisions that the search leaves as they are unless it is asked to move them."""
        tip = "Let the search move what it leaves as planned otherwise"
        button = menu_button("Also try", "What the search tries too", tip)
        for decision in DECISIONS:
            if not decision.free:
                action = button.menu().addAction(decision.declared.label)
                action.setCheckable(True)
                action.setData(decision.declared.key)
                action.toggled.connect(self._ask_also)
        return button

    def _ask_also(self) -> None:
        """Ask for the search with what is ticked."""
        self.also_wanted.emit(frozenset(str(one.data()) for one in self._ticked()))
        self.show_tried(frozenset())

    def _ticked(self) -> list[QAction]:
        return [one for one in self.also.menu().actions() if one.isChecked()]

    def show_tried(self, tried: frozenset[str]) -> None:
        """Say what the search moves because it was asked to, and whether it has ended. tried: what it has moved."""
        ticked = self._ticked()
        self.also_told.setVisible(bool(ticked) and not self.also.isHidden())
        if ticked:
            names = listed([one.text()[0].lower() + one.text()[1:] for one in ticked])
            done = tried == frozenset(str(one.data()) for one in ticked)
            after = f"Tried too: {names}. Verdict and documents follow once settings are taken."
            self.also_told.setText(after if done else f"Trying too: {names} …")

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
        if state and not judgement.against and self.against.text():
            self._show_state(state)  # what speaks against it is on its way; what was said stays, so that nothing jumps
            return
        self.against.setVisible(bool(judgement.against))
        self.against.setText(
            "<b>Against it</b><ul style='margin-left:-22px'>"
            + "".join(
                f'<li>{html.escape(one.text)} <a href="{one.kind}:{place}" style="color:{theme().accent}">Show</a></li>'
                for place, one in enumerate(judgement.against)
            )
            + "</ul>"
        )
        self._show_state(state)
        self._taken = to_take(shown) if shown is not None else []
        self.take.setVisible(bool(self._taken))
        self.also.setVisible(shown is not None)
        for place, part in enumerate((self.best, self.settings)):
            part.setVisible(shown is not None and bool(shown.tables[place].rows))
        self._frontiers = [one for one in shown.charts if isinstance(one, Frontier)] if shown is not None else []
        self._draw()
        if shown is not None:
            self.best.show_table(shown.tables[0], shown)
            self.settings.show_table(shown.tables[1])

    def forget(self) -> None:
        """Show nothing of the plan before: another one is on screen."""
        self.against.clear()
        for part in (self.against, self.best, self.settings, self.take, self.also):
            part.hide()
        self._frontiers, self._taken = [], []
        for action in self.also.menu().actions():
            action.setChecked(False)
        self._draw()

    def _show_state(self, state: str) -> None:
        """Say what is still being worked out, in a line that is always there."""
        self.state.setText(state or " ")

    def _draw(self) -> None:
        """Draw the frontier against what is chosen."""
        place = self.axis.currentIndex()
        for part in (self.frontier, self.axis, self.told):
            part.setVisible(place < len(self._frontiers))
        self.take_point.hide()
        self.told.setText("Click a point, or go from one to the next with the arrows, to see its settings.")
        if place < len(self._frontiers):
            self.frontier.show_plot(self._frontiers[place])

    def _tell(self, point: FrontierPoint) -> None:
        self._point = point
        self.told.setText(self._frontiers[self.axis.currentIndex()].told(point))
        self.take_point.setVisible(bool(point.settings))

    def _take_point(self) -> None:
        if self._point is not None:
            self.settings_wanted.emit(self._point.label, self._point.settings)
