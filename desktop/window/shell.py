"""What a part of the window is given: the document, a worker, and a way to say something."""

from typing import Protocol

from PySide6.QtWidgets import QMainWindow, QWidget

from desktop.document.document import Document
from desktop.document.settings import Settings
from desktop.document.worker import Worker
from desktop.panels.progress import Progress


class Stage(Protocol):
    """What shows a plan's curves and verdict: the window, or the presentation to a room."""

    @property
    def frame(self) -> QWidget:
        """The window itself: the parent of dialogs and menus."""
        ...

    @property
    def document(self) -> Document:
        """The plan that is shown."""
        ...

    @property
    def worker(self) -> Worker:
        """Does what takes longer than a moment."""
        ...

    def say(self, message: str) -> None:
        """Show a message for a few seconds."""
        ...

    def draw(self) -> None:
        """Draw the curves of what was worked out anew."""
        ...


class Shell(Stage, Protocol):
    """The window as its parts see it. No part knows the others through it."""

    @property
    def frame(self) -> QMainWindow:
        """The window itself: the parent of dialogs and menus."""
        ...

    @property
    def settings(self) -> Settings:
        """What is remembered between two starts."""
        ...

    @property
    def progress(self) -> Progress:
        """Shows how far long work is."""
        ...

    @property
    def presentation(self) -> object | None:
        """The presentation to a room, where there is one: no dialog may open."""
        ...

    def refuse(self, title: str, message: str) -> None:
        """Show why something could not be done."""
        ...
