"""What a plan uses of a group of inputs: its features, turned on and off from a menu below the form."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMessageBox, QToolButton

from desktop.document.document import Document
from models.areas.features import Feature
from models.plan.feature_switch import changing_scenarios, offered, with_feature, without_feature
from models.quantities.declaration import InputGroup


class FeatureButton(QToolButton):
    """A button with a menu of the features of a group; it hides where there is none."""

    def __init__(self, document: Document, group: InputGroup) -> None:
        super().__init__()
        self._document = document
        self._features = offered([one.key for one in group.inputs])
        self.setObjectName("row")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip("What this plan counts here. What it does not use appears on no form and in no document.")
        self._menu = QMenu(self)
        self._menu.setAccessibleName(f"Parts of {group.title}")
        self.setMenu(self._menu)
        self._title = group.title
        self._actions = {feature.slug: self._action(feature) for feature in self._features}
        # shown, it would be a window of its own until it stands in a form
        if not self._features:
            self.hide()
        self.fill()

    @property
    def slugs(self) -> frozenset[str]:
        """The features of the menu."""
        return frozenset(one.slug for one in self._features)

    def _action(self, feature: Feature) -> QAction:
        action = self._menu.addAction(feature.title)
        action.setCheckable(True)
        action.triggered.connect(lambda: self._switch(feature, wanted=action.isChecked()))
        return action

    def fill(self) -> None:
        """Show which are in use."""
        used = self._document.plan.features
        for slug, action in self._actions.items():
            action.setChecked(slug in used)
        off = sum(one.slug not in used for one in self._features)
        self.setText(f"{off} part{'' if off == 1 else 's'} not used ▾" if off else "All parts in use ▾")
        self.setAccessibleName(f"{self._title}: {self.text().rstrip(' ▾')}")

    def _switch(self, feature: Feature, *, wanted: bool) -> None:
        plan = self._document.plan
        if wanted:
            self._document.change_plan(f"turning on {feature.title}", with_feature(plan, feature.slug))
        elif self._agreed(feature):
            self._document.change_plan(f"turning off {feature.title}", without_feature(plan, feature.slug))
        self.fill()

    def _agreed(self, feature: Feature) -> bool:
        """Return whether a feature may be turned off: no scenario changes it, or the person agrees."""
        names = changing_scenarios(self._document.plan, feature.slug)
        if not names:
            return True
        answer = QMessageBox.question(
            self,
            "Turn off",
            f"{', '.join(names)} {'changes' if len(names) == 1 else 'change'} “{feature.title}”. Turn it off all the"
            " same? The values come back with Undo.",
        )
        return answer == QMessageBox.StandardButton.Yes
