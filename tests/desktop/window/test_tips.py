"""R4: no tool tip reads a name of a plan as markup, and nothing a plan names is ever opened."""

import ast
import re
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from desktop.style.tips import tip
from desktop.window.main_window import MainWindow
from models.plan.plan import Plan

ROOT = Path(__file__).resolve().parents[3] / "desktop"
HOSTILE = '<img src="file:///etc/hostname"><a href="file:///etc/passwd">x</a>'


def hostile(plan: Plan) -> Plan:
    """The plan with a hostile text in every name, note and line."""
    from dataclasses import replace

    from models.plan.paper import NAMES, WORDS

    entries = {
        key: replace(one, evidence=replace(one.evidence, source=HOSTILE, note=HOSTILE))
        for key, one in plan.entries.items()
    }
    return replace(
        plan,
        title=HOSTILE,
        story=HOSTILE,
        entries=entries,
        rows={
            table: tuple(replace(row, name=f"{HOSTILE}{place}") for place, row in enumerate(rows))
            for table, rows in plan.rows.items()
        },
        scenarios=tuple(replace(one, name=f"{HOSTILE}{place}") for place, one in enumerate(plan.scenarios)),
        paper=replace(plan.paper, **dict.fromkeys([*NAMES, *WORDS], HOSTILE[:100])),
    )


def test_every_tool_tip_is_made_in_one_place_or_is_a_text_of_the_program() -> None:
    loose: list[str] = []
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr != "setToolTip" or not node.args:
                continue
            parts = [node.args[-1]]
            while parts:
                part = parts.pop()
                if isinstance(part, ast.IfExp):
                    parts += [part.body, part.orelse]
                elif isinstance(part, ast.JoinedStr):
                    named = [ast.unparse(one.value) for one in part.values if isinstance(one, ast.FormattedValue)]
                    loose += [f"{path.name}: {one}" for one in named if not one.isupper()]
                elif not isinstance(part, ast.Constant) and not ast.unparse(part).startswith("tip("):
                    loose.append(f"{path.name}: {ast.unparse(part)}")
    assert loose == []


def test_a_tip_shows_every_character_as_it_is() -> None:
    assert tip(HOSTILE) == f"<p>{HOSTILE.replace('<', '&lt;').replace('>', '&gt;').replace(chr(34), '&quot;')}</p>"
    assert tip("") == ""


@pytest.mark.long
def test_f35_hostile_names_stand_in_no_tip_as_markup_and_open_nothing(window: MainWindow) -> None:
    opened: list[str] = []
    sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
    window.document.show_plan(hostile(window.document.plan), None)
    tips: list[str] = []
    for position, tab in enumerate(window.every_tab):
        window.tabs.setCurrentIndex(position)
        tab.show_exhibits()
        tips += [one.toolTip() for one in window.findChildren(QWidget) if one.toolTip()]
        items = [window.scenarios.list.item(row) for row in range(window.scenarios.list.count())]
        tips += [one.toolTip() for one in items]
    assert any("&lt;img" in one for one in tips), "the names are shown, as text"
    assert not [one for one in tips if re.search(r"<(?!/?p>)", one)]
    assert not [one for one in opened if "hostname" in one or "passwd" in one]
