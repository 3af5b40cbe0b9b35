"""What belonged to a plan is let go of once another one is shown."""

import sys
import weakref
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.charts.collector import throwing_away
from desktop.document.document import Document
from desktop.storage.examples import example
from desktop.storage.memory import give_back
from models.appraisal.model import model


def _resident() -> int:
    """Return the memory of this process, in megabytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4 // 1024


def test_models_of_a_plan_go_once_another_is_shown(qtbot: QtBot) -> None:
    """Eight plans opened one after another held 1,668 MB; a plan's model with its programs is 100 MB and more."""
    document = Document(example("saas").plan)
    throwing_away(document)
    held = weakref.ref(model(document.plan.structure))
    assert held() is not None
    document.show_plan(example("startup").plan, None)
    qtbot.waitUntil(lambda: held() is None)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc alone has to be asked for what is free")
def test_memory_that_is_free_goes_back_to_the_system() -> None:
    blocks = [bytes(1_000) for _ in range(200_000)]
    kept = blocks[-1]  # the last holds what is below it, as a result that is kept does
    full = _resident()
    blocks.clear()
    give_back()
    assert len(kept) == 1_000
    assert _resident() < full - 150
