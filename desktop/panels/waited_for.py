"""Work a window cannot go on without, done beside it: it is painted, and can be given up, while it waits."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QProgressDialog, QWidget

from desktop.document.worker import Ticket, Worker


class GivenUp(Exception):  # noqa: N818 - not an error: somebody wished it
    """The work was given up by who waited for it."""


def waited_for[Result](parent: QWidget, title: str, doing: str, work: Callable[[Ticket], Result]) -> Result:
    """Do work beside the window and return its result; until then nothing else can be done in the window.

    Raises GivenUp where it is cancelled, and whatever the work raises.
    """
    worker = Worker(parent)
    loop = QEventLoop()
    done: list[Result] = []
    failed: list[Exception] = []

    def take(result: Result) -> None:
        done.append(result)
        loop.quit()

    def refuse(error: Exception) -> None:
        failed.append(error)
        loop.quit()

    def tell(part: float, said: str) -> None:
        box.setValue(min(round(100 * part), 99))
        if said:
            box.setLabelText(f"{doing}\n{said}")

    box = QProgressDialog(doing, "Cancel", 0, 100, parent)
    box.setWindowTitle(title)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setMinimumDuration(0)  # shown at once: until it is, the window could still be worked in
    box.setAutoClose(False)
    box.setAutoReset(False)
    box.canceled.connect(loop.quit)
    box.setValue(0)
    worker.run("waited for", work, take, failed=refuse, progress=tell)
    try:
        loop.exec()
    finally:
        worker.close()
        box.canceled.disconnect(loop.quit)
        box.close()
        for one in (box, worker):
            one.deleteLater()
    if failed:
        raise failed[0]
    if not done:
        raise GivenUp
    return done[0]
