"""Checks of inputs that have to go together: months in order, shares that add up, ranges the right way round."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.documents.workbook.layout import EVIDENCE_HEADS, Layout, column_name

LIVE_HEADS = (
    *("Input", "Unit", "Key", "Value", "Chosen", "Lowest", "Highest", "Entered", "Not valid", "Range is wrong"),
    *("Likely is another", "No number in any", "Out of bounds in any", "Not valid elsewhere"),
)
"""The columns of Live before what was exported, a column a scenario."""

TURNED, UNLIKELY, NO_NUMBER, OUTSIDE, ELSEWHERE = LIVE_HEADS[-5:]
"""The heads of whether an input's range ends below where it begins, or has an end that is no number; whether its likely
figure is not its value; how often it is no number, or out of its bounds, in any scenario; whether one of these strikes
where it is not chosen."""

_LOW, _LIKELY, _HIGH = (EVIDENCE_HEADS.index(one) for one in ("Low", "Likely", "High"))


@dataclass(frozen=True, slots=True)
class Check:
    """A difference that must be zero.

    place: where it is corrected, if anywhere but in the check itself. row: the row of Inputs where it is, in the column
    of the scenario chosen. value: the difference as exported, within what is forgiven. among: the flags of Live, a cell
    an input, of which the first that is raised tells the row.
    """

    label: str
    formula: str
    place: str = ""
    row: int = 0
    value: float = 0.0
    among: str = ""


def sums_column(layout: Layout) -> int:
    """Return the column of Live, from 0, that holds sums of measured slices: behind what was exported."""
    return len(LIVE_HEADS) + len(layout.plan.scenarios)


def sliced(layout: Layout, workload: str) -> list[int]:
    """Return the rows of a workload's measured slices, none where no scenario measures its load."""
    prefix, plan = f"workloads.workload.{workload}.", layout.plan
    measures = any(plan.entry(one.slug, f"{prefix}shape").value == "measured" for one in plan.scenarios)
    return [one.row for one in layout.inputs if one.key.startswith(f"{prefix}measured_")] if measures else []


def joint_checks(layout: Layout, scenario: str) -> Iterator[Check]:
    """Give what a plan may not have together, of the scenario chosen; only inputs that the workbook holds."""
    rows = {one.key: one.row for one in layout.inputs}

    def there(*keys: str) -> bool:
        return all(key in rows for key in keys)

    def cell(key: str) -> str:
        return f"Live!$D${rows[key]}"

    for row in layout.plan.rows["workload"]:
        prefix, hosting = f"workloads.workload.{row.slug}.", f"hosting.workload.{row.slug}."
        start, end = f"{prefix}start", f"{prefix}end"
        if there(start, end):
            late = f"IF({cell(end)}<{cell(start)},1,0)"
            yield Check(f"{row.name}: it ends no earlier than it begins", late, row=rows[end])
        cached, written = f"{hosting}cached_share", f"{hosting}written_share"
        if there(cached, written):
            over = f"MAX(0,{cell(cached)}+{cell(written)}-1)"
            yield Check(
                f"{row.name}: shares read from and written to the cache are at most 100%", over, row=rows[written]
            )
        if measured := sliced(layout, row.slug):
            keys = {one.row: one.key for one in layout.inputs}
            apart = sum(float(layout.plan.values(scenario)[keys[one]]) for one in measured) / len(measured) - 1
            mean = f"Live!${column_name(sums_column(layout))}${measured[0]}/{layout.live('world.slices')}-1"
            yield Check(f"{row.name}: its twenty measured slices average 1", mean, row=measured[0], value=apart)
    for row in layout.plan.rows["own_cost"]:
        start, end = (f"finance.own_cost.{row.slug}.{name}" for name in ("first", "last"))
        if there(start, end):
            late = f"IF({cell(end)}<{cell(start)},1,0)"
            yield Check(f"{row.name}: its last month is no earlier than its first", late, row=rows[end])
    every = f"SUM({_live_column(layout, TURNED)})"
    low, high = (column_name(layout.evidence_column + one) for one in (_LOW, _HIGH))
    place = f"Inputs!{low}{layout.inputs[0].row}"
    ends = f"Inputs!${low}${layout.inputs[0].row}:${high}${layout.inputs[-1].row}"
    every = f"{every}+SUMPRODUCT(ISTEXT({ends})*1)+IFERROR(SUM({ends})*0,1)"
    yield Check("Ranges: number that end below where they begin, or are no numbers", every, place)
    likely = column_name(layout.evidence_column + _LIKELY)
    yield Check(
        "Ranges: number whose likely figure is not the value; change the value instead",
        f"SUM({_live_column(layout, UNLIKELY)})",
        f"Inputs!{likely}{layout.inputs[0].row}",
    )
    if len(layout.plan.scenarios) > 1:
        yield Check(
            "Not valid in a scenario that is not chosen: ",
            f"SUM({_live_column(layout, ELSEWHERE)})",
            among=_live_column(layout, ELSEWHERE),
        )


def _live_column(layout: Layout, head: str) -> str:
    """Return the cells of all inputs under a head of Live."""
    column = column_name(LIVE_HEADS.index(head))
    return f"Live!${column}${layout.inputs[0].row}:${column}${layout.inputs[-1].row}"
