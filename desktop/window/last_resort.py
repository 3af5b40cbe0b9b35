"""What nobody foresaw: an error of the program itself is written down and said in one message, and the work is kept."""

import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import qVersion

from desktop.storage.fault_report import places, reported
from desktop.storage.memory import let_go
from desktop.window.workbench import Workbench


class LastResort:
    """Takes the errors that reach nobody else; the first is said in a message, all are written down.

    folder: where the reports are written; that of the system when left out.
    """

    def __init__(self, window: Workbench, folder: Path | None = None) -> None:
        self._window = window
        self._folder = folder
        self._said: set[bool] = set()

    def take_over(self) -> None:
        """Let Python hand errors here from now on."""
        sys.excepthook = self.caught

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Keep the work, write the error down and say so, once: a fault, and that there is not enough memory."""
        if issubclass(kind, KeyboardInterrupt):
            self._window.frame.close()
            return
        memory = isinstance(error, MemoryError)
        if memory:
            let_go(error)
        where = self._written(places(kind, trace))
        try:
            self._window.files.keep()
            kept = "What is not saved is kept and offered at the next start; save"
        except Exception as second:  # noqa: BLE001 - whatever it is, the first error is still to be said
            self._written(places(type(second), second.__traceback__))
            kept = "What is not saved could not be kept; save"
        if memory in self._said:
            return
        self._said.add(memory)
        if memory:
            self._window.refuse(
                "Not enough memory",
                f"There was not enough memory for what was asked, and it was not done. {kept} the plan, then close"
                " other programs and try again.",
            )
        else:
            self._window.refuse(
                "Something went wrong in Boardcase",
                f"This is a fault of the program, not of the plan. {kept} the plan under another name and start again."
                + (
                    f"\n\nA report is in {where}. It stays on this computer and holds places in the program only, no"
                    " text or figure of the plan."
                    if where
                    else ""
                )
                + f"\n\n{kind.__name__}: {str(error)[:300]}",
            )

    def _written(self, text: str) -> Path | None:
        """Write a report and return its file, None where that fails."""
        return reported(text, self._folder, f"Qt {qVersion()}")
