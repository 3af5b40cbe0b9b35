"""The report on a finished workbook, printed: the rules that it breaks and, beside its plan, what differs from it."""

import argparse
from datetime import UTC, datetime

from desktop.commands.asked import RefusedError, loaded, scenario_of
from desktop.documents.workbook.rules import RULES, breaches, differences
from desktop.imports.files import whole
from desktop.imports.refusal import ImportRefusedError
from desktop.imports.spreadsheet import book_of

_PRINTED = 200
"""Breaches that are printed; more are of the same kinds."""


def audited(given: argparse.Namespace) -> tuple[list[str], bool]:
    """Return the lines of the report and whether the workbook keeps every rule.

    Raises RefusedError where the file cannot be read or is not a workbook of this application.
    """
    try:
        data = whole(given.file)
        book = book_of(data, given.file.name)
    except ImportRefusedError as refused:
        raise RefusedError(str(refused)) from None
    if not {"About", "Inputs", "Summary", "Checks", "Calc_Cloud"} <= set(book.sheets):
        raise RefusedError(f"{given.file}: is not a Boardcase workbook; its sheets are {', '.join(book.sheets[:6])}")
    breached = breaches(data)
    if given.plan is not None:
        from desktop.documents.workbook.workbook import workbook  # noqa: PLC0415 - its writer takes a moment to import

        plan = loaded(given.plan).plan
        breached += differences(data, workbook(plan, scenario_of(plan, given.scenario), datetime.now(UTC).date()))
    lines = [str(breach) for breach in breached[:_PRINTED]]
    if len(breached) > _PRINTED:
        lines.append(f"and {len(breached) - _PRINTED} more")
    return [*lines, f"{given.file}: {len(RULES)} rules checked, {len(breached)} breaches"], not breached
