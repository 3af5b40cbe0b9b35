"""Writes the documents of a scenario: workbook, business case, slides, pack and tables."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from desktop.documents.business_case.business_case import business_case
from desktop.documents.kinds import KINDS
from desktop.documents.workbook.workbook import input_hash, workbook
from desktop.storage.watching import Look
from desktop.storage.whole_file import write_whole
from models.appraisal.model import model
from models.plan.plan import Plan
from models.quantities.writing import month_after


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
    Raises ValueError for a day that is not one.
    """
    printed = _day(day)
    written: list[Path] = []
    for kind in KINDS:
        target = targets.get(kind)
        if target is not None:
            write_whole(target, _document(kind, plan, scenario, printed, look, pinned))
            written.append(target)
    csv = targets.get("csv")
    if csv is not None:
        csv.mkdir(parents=True, exist_ok=True)
        for name, table in tables(plan, scenario).items():
            target = csv / f"{name}.csv"
            write_whole(target, table.to_csv(index=False).encode())
            written.append(target)
    return written


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
        raise ValueError(f"--date {text[:40]}: is not a day; expected year, month and day such as 2026-11-24") from None


def tables(plan: Plan, scenario: str) -> Mapping[str, pd.DataFrame]:
    """Return cumulative costs by month, and every cost line by month, as tables."""
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
