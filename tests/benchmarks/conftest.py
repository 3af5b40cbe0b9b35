"""What is measured runs on every core, as the program does."""

import pytest

from desktop.commands import side_by_side


@pytest.fixture(autouse=True)
def on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let jobs do their work themselves, on every core."""
    monkeypatch.setattr(side_by_side, "MOST_HELPERS", 0)
