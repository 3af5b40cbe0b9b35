"""Stand-ins for what a person or another part of the program answers, typed."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow, QMenu, QMessageBox, QTableWidget


def always(value: object) -> Callable[..., object]:
    """Return a function that gives the same answer whatever it is asked."""

    def answer(*_arguments: object, **_options: object) -> object:
        return value

    return answer


def noting(said: list[str], value: object = None) -> Callable[[QMessageBox], object]:
    """Return a stand-in for a message box that notes its text and gives an answer."""

    def answer(box: QMessageBox) -> object:
        said.append(box.text())
        return value

    return answer


def pressing(text: str) -> Callable[[QMessageBox], object]:
    """Return a stand-in for the button that was pressed: the one with a text."""

    def answer(box: QMessageBox) -> object:
        return next(one for one in box.buttons() if one.text() == text)

    return answer


def pressed(place: int) -> Callable[[QMessageBox], object]:
    """Return a stand-in for a message box in which a button is pressed, by its place."""

    def answer(box: QMessageBox) -> object:
        return box.buttons()[place].click()

    return answer


def menu_named(window: QMainWindow, text: str) -> QMenu:
    """Return a menu inside the first one of a window."""
    first = window.menuBar().actions()[0].menu()
    assert isinstance(first, QMenu)
    menu = next(action.menu() for action in first.actions() if action.text() == text)
    assert isinstance(menu, QMenu)
    return menu


def cell_text(table: QTableWidget, row: int, column: int) -> str:
    """Return the text of a table's cell."""
    item = table.item(row, column)
    assert item is not None
    return item.text()


def head_text(table: QTableWidget, column: int) -> str:
    """Return the text of a column's head."""
    item = table.horizontalHeaderItem(column)
    assert item is not None
    return item.text()


def titled(said: list[str]) -> Callable[[str, str], None]:
    """Return a stand-in for what says a refusal: it notes title and message."""

    def note(title: str, message: str) -> None:
        said.append(f"{title}: {message}")

    return note


def named(seen: list[str], what: str) -> Callable[[Path], None]:
    """Return a stand-in for what works on a file: it notes what was done with which."""

    def note(path: Path) -> None:
        seen.append(f"{what} {path.name}")

    return note


def warned(said: list[str]) -> Callable[..., None]:
    """Return a stand-in for a warning: it notes the text, the third argument."""

    def note(*given: object) -> None:
        said.append(str(given[2]))

    return note


def counting(asked: list[int]) -> Callable[..., None]:
    """Return a function that counts how often it is called."""

    def note(*_: object, **__: object) -> None:
        asked.append(1)

    return note


def in_two_tiers(names: Sequence[str], *first: str) -> list[object]:
    """Return names as parameters of a test: the first in the suite, the others in the long tier."""
    return [name if name in first else pytest.param(name, marks=pytest.mark.long) for name in names]
