"""What every test stands on: an offscreen Qt, settings of its own, and no leaked threads or unexpected log records."""

import gc
import logging
import os
import threading
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from desktop.commands import side_by_side
from desktop.commands.begun import TERMS
from models.appraisal import model
from models.formula import program
from models.formula.code_store import CODE

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the second tier of tests."""
    parser.addoption("--long", action="store_true", help="also run what is drawn, killed, fuzzed or searched at length")


COMPILED = "BOARDCASE_TESTS_CODE"
"""A folder for compiled code that tests of many runs share, where one is named."""

LATER_EXAMPLES = ("law_firm", "university", "laboratory", "bank")
"""Examples that stand in the second tier but for their own tests: four say as much of the program in less time."""


_MODELS_KEPT = 64


def _of_a_later_example(item: pytest.Item) -> bool:
    """Return whether a test that is made of every example is made of one of those."""
    if item.path.name == "test_examples.py":
        return False
    words = set(item.name.partition("[")[2].removesuffix("]").split("-"))
    return bool(words & set(LATER_EXAMPLES))


def pytest_configure(config: pytest.Config) -> None:
    """Let drawn tests try more cases in the second tier."""
    settings.register_profile("suite", max_examples=3)
    settings.register_profile("long", max_examples=25)
    settings.load_profile("long" if config.getoption("--long") else "suite")
    # a test seldom looks at the plan of the one before: more models stay than a window needs
    model._model = lru_cache(_MODELS_KEPT)(model._model.__wrapped__)  # pyright: ignore[reportPrivateUsage]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the second tier out where it is not asked for: not collected, so that nothing counts as skipped."""
    if config.getoption("--long"):
        return
    left_out = [item for item in items if item.get_closest_marker("long") is not None or _of_a_later_example(item)]
    kept = [item for item in items if item not in set(left_out)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def pytest_collection_finish() -> None:
    """Let no look for rings of objects go over what stays to the end: every module of the program and of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(TERMS, 20, 20)


_EVERY, _WHOLE = 25, 1600
"""Tests between two looks over what came since the last, and over all that the program and the tests hold.

What one look leaves is mostly models that stay to the end: going over these each time took a fifth of the tests' time.
"""

_run = count(1)


def pytest_runtest_teardown() -> None:
    """Throw away what tests left; where a window has turned that off no event loop looks between them."""
    done = next(_run)
    if done % _EVERY == 0:
        if done % _WHOLE == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()
    elif not gc.isenabled():
        gc.collect(1)


_homes = count(1)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of every test's own.

    They are numbered here: `mktemp` reads through all that are there for each new one, a fifth of a minute in the end.
    """
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, homes: Path, shared_code: Path) -> Path:
    """Give the program settings and recovery folders of its own, so that no test finds what another left."""
    home = homes / str(next(_homes))
    home.mkdir(mode=0o700)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(shared_code))
    return home


@pytest.fixture(autouse=True)
def on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let jobs do their work themselves, on one core: tests run beside each other already.

    What helpers and other cores do has its own tests.
    """
    monkeypatch.setattr(side_by_side, "MOST_HELPERS", 0)
    monkeypatch.setattr(program, "CORES", 1)


@pytest.fixture(scope="session")
def shared_code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache that all tests share: it holds nothing but compiled code, the same for the same formulas."""
    every = tmp_path_factory.getbasetemp()
    own = (every.parent if "PYTEST_XDIST_WORKER" in os.environ else every) / "shared-code"
    folder = Path(os.environ.get(COMPILED, own))
    folder.mkdir(exist_ok=True, parents=True)
    CODE.folder = folder / "boardcase" / "code"
    return folder


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
