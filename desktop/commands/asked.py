"""What a command is asked about: the plan that is read, the scenario, the settings given beside it."""

import argparse
import sys
from pathlib import Path

from desktop.storage.fault_report import places, reported
from desktop.storage.plan_file import Loaded, load
from models.appraisal.in_use import turned_on
from models.plan.plan import Entry, Plan
from models.plan.problems import plan_problems, value_problem
from models.plan.ranges import own_range
from models.quantities.sums import typed
from models.quantities.writing import ReadingError, in_unit, shown


class RefusedError(Exception):
    """A command that cannot be done; the message is for the user."""


_MOST_NOTICES = 40
"""Notices of a plan that are told one by one."""


def say(message: str) -> None:
    """Tell the person a message beside the results."""
    sys.stderr.write(f"boardcase: {message}\n")


def say_fault(error: Exception) -> None:
    """Say that the program itself is at fault, and where the report of it is."""
    file = reported(places(type(error), error.__traceback__))
    where = f" A report without any text or figure of the plan is in {file}." if file is not None else ""
    say(f"something went wrong in Boardcase itself, not in your files; what was asked is not done.{where}")


def loaded(path: Path) -> Loaded:
    """Return a plan that is read, with what there is to say of it told. Raises PlanFileError, OSError."""
    loaded = load(path)
    for notice in loaded.notices[:_MOST_NOTICES]:
        say(str(notice))
    if len(loaded.notices) > _MOST_NOTICES:
        say(f"and {len(loaded.notices) - _MOST_NOTICES} more notices; the window shows all of them")
    return loaded


def scenario_of(plan: Plan, name: str) -> str:
    """Return the slug of a scenario by its name or slug, of the plan's base where nobody names one.

    Raises RefusedError where there is none of that name.
    """
    if not name:
        return plan.scenarios[0].slug
    try:
        return plan.scenario(name).slug
    except KeyError:
        raise RefusedError(
            f"there is no scenario “{name[:80]}”; there are {', '.join(one.name for one in plan.scenarios)}"
        ) from None


def changed(plan: Plan, scenario: str, settings: list[str]) -> Plan:
    """Return the plan with the settings of the command line, or raise with every problem.

    What no scenario has of its own is set in all of them, and that is said.
    """
    problems: list[str] = []
    for setting in settings:
        key, sign, text = setting.partition("=")
        key = key.strip()
        if not sign:
            problems.append(f"“{setting[:80]}”: expected KEY=VALUE")
            continue
        try:
            declared = plan.declaration(key)
        except KeyError:
            problems.append(unknown(plan, key))
            continue
        try:
            symbol, rows = plan.symbol(scenario, key), plan.slugs.get(declared.table, ())
            found = typed(text, declared, symbol=symbol, rows=rows, percent=False)
        except ReadingError as error:
            problems.append(f"{key}: {error}")
            continue
        value = found.value
        if found.entered_as:
            say(f"{key}: {shown(found.entered_as)} is read as {in_unit(value, declared, symbol)}")
        typed_as = f" as {found.entered_as}" if found.entered_as else ""
        problem = value_problem(key, declared, value, plan.slugs, symbol)
        if problem is not None:
            problems.append(str(problem))
            continue
        if scenario != plan.scenarios[0].slug and not declared.scenario_may_change:
            say(f"{key} belongs to the whole plan: it is set in every scenario")
        for feature in turned_on(plan, key, value):
            sys.stderr.write(f"boardcase: {key} turns on “{feature.title}”, which the plan did not use\n")
        before = plan.entry(scenario, key).evidence
        if not before.spans(value):
            said = f"{shown(text.strip())} lies outside the range its source gives, {own_range(plan, scenario, key)}"
            say(f"{key}: {said}; that range is left out")
        evidence = before.for_assumption(f"set on the command line{typed_as}", value)
        plan = plan.with_entry(scenario, key, Entry(value, evidence))
    problems = problems or [str(problem) for problem in plan_problems(plan)]
    if problems:
        raise RefusedError("\nboardcase: ".join(problems))
    return plan


def as_asked(given: argparse.Namespace) -> tuple[Plan, str]:
    """Return the plan of a command with its settings, and the scenario that is asked about."""
    plan = loaded(given.plan).plan
    scenario = scenario_of(plan, given.scenario)
    return changed(plan, scenario, given.settings), scenario


def unknown(plan: Plan, key: str) -> str:
    """Return that there is no such input, and which are near."""
    last = key.rsplit(".", 1)[-1]
    near = [known for known in plan.entries if known.endswith(f".{last}")] or [
        known
        for known in plan.entries
        if len(last) > 3 and last in known  # noqa: PLR2004 - shorter pieces fit anything
    ]
    hint = f"; did you mean {', '.join(near[:4])}" if near else "; `boardcase inputs` lists all"
    return f"{key[:80]}: there is no such input{hint}"
