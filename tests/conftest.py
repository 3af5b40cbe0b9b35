"""What every test stands on: an offscreen Qt, settings of its own, and no leaked threads or unexpected log records."""

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the second tier of tests."""
    parser.addoption("--long", action="store_true", help="also run what is drawn, killed, fuzzed or searched at length")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the second tier out where it is not asked for: not collected, so that nothing counts as skipped."""
    if config.getoption("--long"):
        return
    kept = [item for item in items if item.get_closest_marker("long") is None]
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long") is not None])
    items[:] = kept


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the program settings and recovery folders of its own, so that no test finds what another left."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    return home


@pytest.fixture(autouse=True)
def nothing_leaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that leaves a thread behind or logs a warning nobody expects."""
    before = set(threading.enumerate())
    yield
    leaked = [
        thread for thread in threading.enumerate() if thread not in before and thread.is_alive() and not thread.daemon
    ]
    assert not leaked, f"threads left behind: {leaked}"
    unexpected = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not unexpected, f"unexpected log records: {unexpected}"
