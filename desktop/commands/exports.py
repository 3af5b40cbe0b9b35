"""Writes the documents of a scenario: workbook, business case, slides, pack and tables."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop.commands.asked import RefusedError
from desktop.commands.side_by_side import helpers
from desktop.documents.business_case.business_case import business_case
from desktop.documents.kinds import KINDS
from desktop.documents.workbook.workbook import input_hash, workbook
from desktop.storage.watching import Look
from desktop.storage.whole_file import write_whole
from models.appraisal.model import model
from models.exhibits.every_study import STUDIES, already_documented, groups, known_studies, remember, some_of
from models.exhibits.kept_studies import keep
from models.exhibits.studies import Shown
from models.plan.plan import Plan
from models.quantities.writing import month_after

if TYPE_CHECKING:
    import pandas as pd


def export(
    plan: Plan,
    scenario: str,
    targets: Mapping[str, Path | None],
    day: str | None,
    look: Look | None = None,
    pinned: Sequence[str] = (),
) -> list[Path]:
    """Write what is asked for and return the files written; a failure leaves the old files whole.

    targets: where the files of KINDS go, by ending, and the folder of tables by "csv".
    look: told how far the work is. pinned: the inputs that stand as sliders in a pack; empty for the usual ones.
    Raises RefusedError for a day that is not one.
    """
    printed = _day(day)
    written: list[Path] = []
    asked = [kind for kind in KINDS if targets.get(kind) is not None]
    made = (
        _side_by_side(asked, plan, scenario, printed, pinned)
        if look is None
        else (_document(kind, plan, scenario, printed, look, pinned) for kind in asked)
    )
    for kind, document in zip(asked, made, strict=True):
        target = targets[kind]
        assert target is not None
        write_whole(target, document)
        written.append(target)
    csv = targets.get("csv")
    if csv is not None:
        csv.mkdir(parents=True, exist_ok=True)
        for name, table in tables(plan, scenario).items():
            target = csv / f"{name}.csv"
            write_whole(target, table.to_csv(index=False).encode())
            written.append(target)
    return written


def _side_by_side(kinds: Sequence[str], plan: Plan, scenario: str, day: date, pinned: Sequence[str]) -> list[bytes]:
    """Return files of a scenario, worked out on all processors."""
    if not kinds:
        return []
    known = known_studies(plan, scenario)
    with helpers(plan, max(len(groups()) if known is None else 0, len(kinds)), _loaded) as helping:
        if known is None:
            found = helping.all_of([partial(some_of, plan, scenario, names) for names in groups()])
            by_name = {name: study for some in found for name, study in some.items()}
            known = {name: by_name[name] for name in STUDIES}
            remember(plan, scenario, known)
            keep(plan, scenario, known)
        given = known if helping.number else None
        # the workbook takes longest, and is this process's own: it has the model at hand
        apart = sorted(kinds, key=lambda kind: kind == "xlsx")
        made = helping.all_of([partial(_of_known, given, kind, plan, scenario, day, pinned) for kind in apart])
    return [made[apart.index(kind)] for kind in kinds]


def _loaded() -> None:
    """Do nothing but what importing this module does."""


def _of_known(
    studies: Mapping[str, Shown] | None, kind: str, plan: Plan, scenario: str, day: date, pinned: Sequence[str]
) -> bytes:
    """Return a file of a scenario whose studies were worked out elsewhere, or here where none are given."""
    if studies is not None and already_documented(plan, scenario) is None:
        remember(plan, scenario, studies)
    return _document(kind, plan, scenario, day, None, pinned)


def _document(kind: str, plan: Plan, scenario: str, day: date, look: Look | None, pinned: Sequence[str]) -> bytes:
    """Return a file of a scenario by the ending of its name."""
    if kind == "xlsx":
        return workbook(plan, scenario, day, look)
    if kind == "pdf":
        return business_case(plan, scenario, day, input_hash(plan, scenario), look)
    if kind == "html":
        from desktop.documents.pack.pack import pack  # noqa: PLC0415 - only where one is asked for

        return pack(plan, scenario, day, input_hash(plan, scenario), look, pinned)
    from desktop.documents.slides.slides import slides  # noqa: PLC0415 - its library takes a moment to import

    return slides(plan, scenario, day, input_hash(plan, scenario), look)


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedError(
            f"--date {text[:40]}: is not a day; expected year, month and day such as 2026-11-24"
        ) from None


def tables(plan: Plan, scenario: str) -> "Mapping[str, pd.DataFrame]":
    """Return cumulative costs by month, and every cost line by month, as tables."""
    import pandas as pd  # noqa: PLC0415 - takes a while to import, and no other document needs it

    traced = model(plan.structure)
    totals = traced.appraisal.options
    costs = [line for option in totals for line in traced.costs(option)]
    keys = [*(one.cumulative.key for one in totals.values()), *(line.key for line in costs)]
    figures = traced.evaluate(plan.values(scenario), keys)
    months = np.arange(plan.structure.horizon + 1)
    calendar = [month_after(plan.start, int(month)).isoformat() for month in months]
    cumulative = pd.DataFrame(
        {
            "month": months,
            "calendar": calendar,
            **{option: figures.monthly(one.cumulative.key)[:, 0] for option, one in totals.items()},
        }
    )
    lines = pd.concat(
        [
            pd.DataFrame(
                {
                    "option": line.option,
                    "line": line.key,
                    "label": line.label,
                    "area": line.area,
                    "class": line.cost_class,
                    "month": months,
                    "calendar": calendar,
                    "cost": figures.rows(line.key).sum(axis=0)[:, 0],
                }
            )
            for line in costs
        ],
        ignore_index=True,
    )
    return {"cumulative": cumulative, "lines": lines}
