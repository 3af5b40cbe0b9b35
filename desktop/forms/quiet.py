"""Editors that leave the mouse wheel to the page: a number takes it only in focus and after a click into it."""

import re
from typing import override

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSlider, QSpinBox, QWidget

_NOT_BY_WHEEL = Qt.FocusPolicy.StrongFocus
"""The keyboard goes to an editor by Tab and by a click; who scrolls past it keeps typing where they were."""


class Chooser(QComboBox):
    """A choice; the wheel moves its list while that is open, and scrolls the page at any other time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(_NOT_BY_WHEEL)

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        """Leave the wheel to the page: whoever has chosen scrolls on."""
        e.ignore()


class Counter(QSpinBox):
    """A whole number; the wheel scrolls the page unless somebody has clicked into it."""

    _clicked = False

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(_NOT_BY_WHEEL)
        self.lineEdit().installEventFilter(self)
        self.lineEdit().setTextMargins(6, 0, 0, 0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of a click into the number."""
        if isinstance(watched, QLineEdit) and event.type() == QEvent.Type.MouseButtonPress:
            self._clicked = True
        return super().eventFilter(watched, event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave the wheel to the page again."""
        self._clicked = False
        super().focusOutEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Count by the wheel only after a click."""
        if self._clicked and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Months(Counter):
    """A number of months, which may be typed in years: "3 years", "2.5y"."""

    def __init__(self) -> None:
        super().__init__()
        self.setSuffix(" months")

    @override
    def validate(self, input: str, pos: int) -> tuple[QValidator.State, str, int]:
        """Let a number and a unit be typed."""
        if _months(input) is None:
            begun = _BEGUN.fullmatch(_own(input)) is not None
            return (QValidator.State.Intermediate if begun else QValidator.State.Invalid, input, pos)
        inside = self.minimum() <= self.valueFromText(input) <= self.maximum()
        return (QValidator.State.Acceptable if inside else QValidator.State.Intermediate, input, pos)

    @override
    def valueFromText(self, text: str) -> int:
        """Return the months of a text in months or years."""
        months = _months(text)
        return self.value() if months is None else months

    @override
    def fixup(self, input: str) -> str:
        """Take the nearest number of months that is allowed."""
        months = _months(input)
        nearest = self.value() if months is None else min(max(months, self.minimum()), self.maximum())
        return self.textFromValue(nearest) + self.suffix()


_TYPED = re.compile(r"(\d{1,6}(?:[.,]\d+)?)\s*(m|mon|months?|y|yrs?|years?)?", re.IGNORECASE)
_BEGUN = re.compile(r"\d{0,6}[.,]?\d*\s*[a-z]{0,6}", re.IGNORECASE)


def _own(text: str) -> str:
    """Return what was typed of a text, without the unit that stands behind it."""
    typed = text.strip()
    return typed.removesuffix(" months").strip() if typed != "months" else ""


def _months(text: str) -> int | None:
    """Return the months of a text such as "36", "36 months" or "3 years"; None where it is none.

    >>> _months("36"), _months("3 years"), _months("2,5y"), _months("soon")
    (36, 36, 30, None)
    """
    found = _TYPED.fullmatch(_own(text))
    if found is None:
        return None
    years = (found[2] or "").lower().startswith("y")
    return round(float(found[1].replace(",", ".")) * (12 if years else 1))


class Slider(QSlider):
    """A slider; the wheel never moves it."""

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        e.ignore()
