"""R1: any text that can be entered can be saved, whatever it holds and wherever it is entered."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.document.document import Document
from desktop.storage.examples import example
from desktop.storage.plan_file import load, save
from models.plan.paper import NAMES, WORDS
from models.plan.plan import Plan
from models.plan.remarks import Remark, Says
from models.plan.tidy import tidy
from models.quantities.texts import clean_line, clean_text, one_line

KEY = "compute.pool.h100.cloud_price"
PLAN = example("insurer").plan

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
"""Any text at all, halves of surrogate pairs too."""


def sourced(plan: Plan, text: str) -> Plan:
    entry = plan.entries[KEY]
    evidence = replace(entry.evidence, source=text, note=text, date=text, group=text)
    return plan.with_entry("base", KEY, replace(entry, evidence=evidence))


def in_scenario(plan: Plan, text: str) -> Plan:
    one = plan.scenarios[1]
    return plan.with_scenario(replace(one, name=text))


def in_row(plan: Plan, text: str) -> Plan:
    first, *others = plan.rows["workload"]
    return replace(plan, rows={**plan.rows, "workload": (replace(first, name=text), *others)})


def in_paper(plan: Plan, text: str) -> Plan:
    return replace(plan, paper=replace(plan.paper, **dict.fromkeys([*NAMES, *WORDS], text)))


def in_remark(plan: Plan, text: str) -> Plan:
    return replace(plan, remarks=(Remark(KEY, one_line(text) or "Ann", "2026-11-27", Says.COMMENT, text),))


ENTRIES: dict[str, Callable[[Plan, str], Plan]] = {
    "title": lambda plan, text: replace(plan, title=text),
    "story": lambda plan, text: replace(plan, story=text),
    "row": in_row,
    "scenario": in_scenario,
    "evidence": sourced,
    "paper": in_paper,
    "remark": in_remark,
}


@pytest.mark.parametrize("entry", ENTRIES)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY)
def test_f36_any_text_through_any_entry_is_saved_and_read_the_same(entry: str, text: str, tmp_path: Path) -> None:
    document = Document(PLAN)
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.boardcase"
    document.change_plan("a text", ENTRIES[entry](document.plan, text))
    document.save_as(path)
    assert load(path).plan == document.plan
    document.close()


@pytest.mark.parametrize("text", ["a\u00a0b", "1\u202f000", "thin\u2009space", "מגדל", "نص", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👩‍💻", "नमस्ते"])
def test_spaces_scripts_and_emoji_stay(text: str, tmp_path: Path) -> None:
    assert clean_line(text) == clean_text(text) == text
    save(replace(PLAN, title=text), tmp_path / "plan.boardcase")
    assert load(tmp_path / "plan.boardcase").plan.title == text


@pytest.mark.parametrize("gone", ["\u200b", "\u00ad", "\ufeff", "\x07", "\ud800", "\u202e", "\u2066", "\x00"])
def test_what_nobody_wants_goes_at_entry(gone: str) -> None:
    assert clean_line(f"a{gone}b") == "ab"
    document = Document(replace(PLAN))
    document.change_plan("a title", replace(PLAN, title=f"a{gone}b"))
    assert document.plan.title == "ab"


@given(ANY)
def test_the_rule_changes_nothing_a_second_time(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)
    assert one_line(one_line(text)) == one_line(text)
    assert "\n" not in clean_line(text)


def test_a_tidy_plan_stays_the_very_same() -> None:
    assert tidy(PLAN) is PLAN
    assert tidy(PLAN, PLAN) is PLAN
