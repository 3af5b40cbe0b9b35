"""What the program remembers between two starts: window, theme, recent files, pinned inputs, hints.

Never anything of a plan.
"""

import json
from pathlib import Path
from typing import cast

from PySide6.QtCore import QStandardPaths

from desktop.storage.whole_file import PRIVATE, write_whole

VERSION = 1
MOST_RECENT = 10


def settings_folder() -> Path:
    """Return where settings are kept on this system."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation))


class Settings:
    """Remembered values by name; a file that is damaged or newer is set aside and never stops the start.

    notice: what was wrong with the file, empty where nothing was.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or settings_folder()) / "settings.json"
        self.notice = ""
        self._values: dict[str, object] = {}
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            self.notice = f"The settings could not be read ({error}); the program starts with its defaults."
            return
        try:
            read = json.loads(text)
            if not isinstance(read, dict) or cast("dict[str, object]", read).get("version") != VERSION:
                raise ValueError("not settings of this version")  # noqa: TRY301 - one way out
        except (ValueError, RecursionError):
            kept = self.path.with_suffix(".damaged.json")
            try:
                self.path.replace(kept)
                self.notice = (
                    f"The settings were damaged; the program starts with its defaults and keeps them as {kept.name}."
                )
            except OSError:
                self.notice = "The settings were damaged; the program starts with its defaults."
            return
        self._values = cast("dict[str, object]", read)

    def text(self, name: str, otherwise: str = "") -> str:
        """Return a remembered text."""
        value = self._values.get(name)
        return value if isinstance(value, str) else otherwise

    def texts(self, name: str) -> list[str]:
        """Return a remembered list of texts."""
        value = self._values.get(name)
        return [one for one in cast("list[object]", value) if isinstance(one, str)] if isinstance(value, list) else []

    def remember(self, name: str, value: str | list[str]) -> None:
        """Remember a value; where it cannot be written the program goes on without."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, json.dumps({**self._values, "version": VERSION}, indent=1).encode(), PRIVATE)
        except OSError as error:
            self.notice = f"The settings could not be written ({error.strerror})."

    def used(self, path: Path) -> None:
        """Note a file as the one used last."""
        known = [one for one in self.texts("recent") if one != str(path)]
        self.remember("recent", [str(path), *known][:MOST_RECENT])

    def forget(self, path: Path) -> None:
        """Take a file off the recent ones."""
        self.remember("recent", [one for one in self.texts("recent") if one != str(path)])
