"""The commands of what is decided and reviewed, and of how two plans differ."""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop.commands.asked import RefusedError, loaded, scenario_of, unknown
from desktop.commands.diff import diff_text, plan_label
from desktop.commands.names import Command
from desktop.commands.record import SAYS, decided, record_told, review_told
from desktop.storage.plan_file import PlanFileError, save
from models.plan.decision_record import LONGEST_NOTE
from models.plan.plan import Plan
from models.plan.remarks import LONGEST_NAME, LONGEST_REMARK, MOST_REMARKS, Remark, Says
from models.quantities.texts import one_line
from models.rules.plans_apart import PlansApartError, plans_apart
from models.rules.recorded import RecordError, Signature


def command(given: argparse.Namespace) -> int:
    """Run one of these commands and return its exit code. Raises RefusedError."""
    jobs: Mapping[Command, Callable[[argparse.Namespace], int]] = {
        Command.DECIDE: _decide,
        Command.REVIEW: _review,
        Command.DIFF: _diff,
    }
    try:
        return jobs[Command(given.command)](given)
    except (PlansApartError, RecordError) as error:
        raise RefusedError(str(error)) from None


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _day(text: str | None) -> str:
    if text is None:
        return datetime.now(UTC).date().isoformat()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise RefusedError(
            f"--date {text[:40]}: is not a day; expected year, month and day such as 2026-11-24"
        ) from None
    # a day further east than here may have begun there
    if day > datetime.now(UTC).date() + timedelta(days=1):
        raise RefusedError(f"--date {text[:40]}: lies ahead; expected the day on which it was decided or said")
    return day.isoformat()


def said(text: str, most: int, name: str) -> str:
    """Return what a person typed on one line without control characters. Raises RefusedError where it is too long."""
    plain = one_line(text)
    if len(plain) > most:
        raise RefusedError(f"{name}: has {len(plain):,} characters; {most:,} are the most")
    return plain


def _decide(given: argparse.Namespace) -> int:
    plan = loaded(given.plan).plan
    scenario = scenario_of(plan, given.scenario)
    if not given.by:
        if given.note or given.option or given.output or given.date:
            raise RefusedError("a decision is recorded with the name of who decides; expected --by NAME")
        told = record_told(plan, scenario, as_json=given.json)
        _print(told.text)
        return 1 if told.reopened else 0
    signature = Signature(
        said(given.by, LONGEST_NAME, "--by"), _day(given.date), given.option, said(given.note, LONGEST_NOTE, "--note")
    )
    better = decided(plan, scenario, signature)
    save(better, given.output or given.plan)
    told = record_told(better, scenario, as_json=given.json)
    _print(told.text)
    return 0


def _review(given: argparse.Namespace) -> int:
    plan = loaded(given.plan).plan
    scenario = scenario_of(plan, given.scenario)
    if given.key is not None:
        plan = _remarked(plan, scenario, given)
        save(plan, given.output or given.plan)
    told = review_told(plan, scenario, as_json=given.json)
    _print(told.text)
    return 1 if told.reopened and given.key is None else 0


def _remarked(plan: Plan, scenario: str, given: argparse.Namespace) -> Plan:
    """Return the plan with a remark on an input added. Raises RefusedError."""
    if given.key not in plan.entries:
        raise RefusedError(unknown(plan, given.key))
    by = said(given.by, LONGEST_NAME, "--by")
    if not by:
        raise RefusedError("a remark has a name; expected --by NAME")
    says, text = SAYS[given.says], said(given.text, LONGEST_REMARK, "--text")
    if not text and says not in {Says.AGREED, Says.DISAGREED}:
        raise RefusedError(f"--says {given.says}: expected --text with what is said")
    if len(plan.remarks) >= MOST_REMARKS:
        raise RefusedError(f"the plan has {len(plan.remarks):,} remarks; {MOST_REMARKS:,} are the most")
    value = plan.entry(scenario, given.key).value if says in {Says.AGREED, Says.DISAGREED} else None
    remark = Remark(given.key, by, _day(given.date), says, text, value, scenario)
    return plan.with_remark(remark)


def _diff(given: argparse.Namespace) -> int:
    first, second = (_plan(path) for path in (given.first, given.second))
    one, other = scenario_of(first, given.scenario), scenario_of(second, given.scenario)
    names = [plan_label(path.name, given.scenario) for path in (given.first, given.second)]
    if names[0] == names[1]:
        names = [plan_label(str(path), given.scenario) for path in (given.first, given.second)]
    _print(diff_text(plans_apart(first, one, second, other), *names, as_json=given.json))
    return 0


def _plan(path: Path) -> Plan:
    try:
        return loaded(path).plan
    except PlanFileError as error:
        raise RefusedError("\n".join(f"{path}: {problem}" for problem in error.problems)) from None
