"""The sheet of the verdict as it is written: its cells, and the figures of the paper's first page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop.documents.workbook.layout import column_name
from desktop.documents.workbook.sheets import Draft, Sheet
from desktop.documents.workbook.styles import Format
from desktop.documents.workbook.summary_cells import CHANGED, line_cell
from models.appraisal.line_keys import UNVALUED, WORTH, OptionLine, PairLine
from models.appraisal.results import CaseResult
from models.areas.options import NAMED_FIRST, OPTION_LABELS, USUAL, in_sentence
from models.exhibits.board import FIRST_YEAR
from models.formula.node import value_of
from models.rules.decisions import judged, usual_is_cloud

RANKED_AT = "Ranked at"
"""The head of what options are compared by, on Verdict and Summary: it follows the cells and names no basis."""
NAME = "Verdict"

FIRST = 4
"""The row of the first option, counted from 0."""

PAGE_HEADS = (
    "Page one",
    "First-year cash",
    "EBITDA a year",
    "Up front",
    "With contingency",
    "Capital later",
    "Peak funding over cloud",
    "Net benefit",
)


class VerdictCells:
    """Writes the sheet and keeps what stands where."""

    def __init__(self, draft: Draft, case: CaseResult, every: CaseResult) -> None:
        self.draft, self.case, self.every = draft, case, every
        self.styles = draft.styles
        self.sheet: Sheet = draft.sheet(NAME, "results", "Verdict: how the options stand, at the settings as they are")
        self.options = [key for key in NAMED_FIRST if key in every.options]
        self.last = FIRST + len(self.options) - 1
        self.cases = [judged(draft.whole, one.slug) for one in draft.layout.plan.scenarios]
        self.awaits = ""
        """A formula: above 0 where nothing is recommended before an entry that is missing."""
        self.in_sentence = ""
        """The cells of the options as they stand within a sentence, in the order of their rows."""
        self.penny = draft.layout.live("world.equal_within")
        self.money = self.styles.make(num_format=f'"{draft.symbol}"#,##0;("{draft.symbol}"#,##0);"–"', align="right")
        self.number = self.styles.make(num_format="0", align="right")

    def put(self, row: int, column: int, text: str, value: float | str, style: Format | None = None) -> str:
        """Write a formula and return its cell."""
        self.draft.formula(self.sheet, NAME, row, column, text, value, style or self.number)
        return f"${column_name(column)}${row + 1}"

    def words(self, row: int, column: int, text: str, *, head: bool = False) -> None:
        """Write a text."""
        # words beside a figure stand a little apart from it
        plain = self.styles.make(indent=1) if column else self.styles.text
        style = (self.styles.head if not column else self.styles.head_right) if head else plain
        self.draft.text(self.sheet, row, column, text, style)

    def line(self, key: str) -> str:
        """Return the cell of a line; of one that is nothing or one in every plan of this form, that number."""
        line = self.draft.layout.traced.lines[key]
        fixed = value_of(line)
        return line_cell(self.draft, line) if fixed is None else f"{fixed:.0f}"

    def as_exported(self, at: tuple[int, int], head: str, flags: Sequence[float], style: Format) -> str:
        """Write what holds by scenario under a head, and return a formula for that of the scenario shown."""
        below, column = at
        self.words(below, column, head, head=True)
        for offset, flag in enumerate(flags, start=1):
            self.sheet.write_number(below + offset, column, flag, style)
        return f"INDEX({self.over(column_name(column), below + 1, below + len(flags))},Summary!$C$4,1)"

    def over(self, column: str, first: int = FIRST, last: int | None = None) -> str:
        """Return the cells of a column over the options."""
        return f"${column}${first + 1}:${column}${(self.last if last is None else last) + 1}"


@dataclass(frozen=True, slots=True)
class Told:
    """The cells of the verdict that Summary shows, with what they hold now."""

    sentence: tuple[str, str]
    lead: tuple[str, float]
    month: tuple[str, float]
    recommended: Mapping[str, tuple[str, float]]
    names: Mapping[str, tuple[str, str]]


class Next(NamedTuple):
    """What the cheapest is held against: its lead, what is too close, and its name, each as formula and value."""

    lead: tuple[str, float]
    within: tuple[str, float]
    name: tuple[str, str]


def write_close_by_chance(to: VerdictCells, row: int, *, by_chance: bool) -> None:
    """Write whether it is too close to call by its chance: as exported, while nothing has changed since."""
    to.words(row, 0, "Too close by its chance, as exported")
    to.sheet.write_number(row, 2, float(by_chance), to.number)
    changed = f"Summary!${column_name(CHANGED[1])}${CHANGED[0] + 1}"
    text = f"IF(AND({changed}=0,Summary!$C$4=Summary!$C$3),$C${row + 1},0)"
    to.put(row, 1, text, float(by_chance))


def are_twins(case: CaseResult, one: str, other: str) -> bool:
    """Return whether two options are the same one."""
    roots = [case.twins.get(key, key) for key in (one, other)]
    return roots[0] == roots[1]


def if_cloud_may(to: VerdictCells) -> str:
    """Return what business as usual is held to besides: where it is today's cloud, the cloud must be allowed."""
    if not usual_is_cloud(to.draft.layout.plan, to.draft.scenario):
        return ""
    return f"*$C${FIRST + to.options.index('cloud') + 1}"


def usual_beside(to: VerdictCells, row: int, cost: tuple[str, float], others: str, after: Next) -> tuple[str, Next]:
    """Write whether business as usual is what the cheapest is held against: it does the same work and comes next.

    cost: of the cheapest. others: the cell that counts the options beside it. after: the next option. Returns the cell
    that says so, and what comes next.
    """
    case = to.every
    labels = ("Business as usual costs more by", "It comes next", "Next costs more by", "Too close below", "Next")
    for offset, label in enumerate((*labels, in_sentence(USUAL))):
        to.words(row + offset, 3, label)
    more = case.usual_compared - cost[1]
    alone = to.draft.cached[NAME, others.replace("$", "")] == 0
    comes = case.usual_ranked and (alone or more < after.lead[1])
    by = to.put(row, 4, f"{to.line('finance.usual_compared')}-{cost[0]}", more, to.money)
    counts = f"{to.line('finance.usual_ranked')}{if_cloud_may(to)}>0"
    beside = to.put(row + 1, 4, f"IF(AND({counts},({others}=0)+({by}<{after.lead[0]})>0),1,0)", float(comes))
    lead = to.put(row + 2, 4, f"{beside}*{by}+(1-{beside})*{after.lead[0]}", more if comes else after.lead[1], to.money)
    within = case.close_call * max(cost[1], 0.0) if comes else after.within[1]
    share = to.line("finance.close_share")
    text = f"{beside}*{share}*MAX({cost[0]},0)+(1-{beside})*{after.within[0]}"
    close = to.put(row + 3, 4, text, within, to.money)
    name = in_sentence(USUAL) if comes else after.name[1]
    told = to.put(row + 4, 4, f"IF({beside}>0,$D${row + 6},{after.name[0]})", name, to.styles.text)
    return beside, Next((lead, more if comes else after.lead[1]), (close, within), (told, name))


def _sum_of(totals: Iterable[tuple[str, int]]) -> str:
    """Return the sum of lines' totals, given as sheet and row; rows that follow each other are one range."""
    ranges: list[tuple[str, int, int]] = []
    for sheet, row in totals:
        if ranges and ranges[-1][0] == sheet and ranges[-1][2] == row - 1:
            ranges[-1] = (sheet, ranges[-1][1], row)
        else:
            ranges.append((sheet, row, row))
    cells = ",".join(f"{sheet}!$E${first}:$E${last}" for sheet, first, last in ranges)
    return f"SUM({cells})"


def write_page_one(to: VerdictCells, row: int) -> None:
    """Write the figures of the paper's first page that stand nowhere else, each from its lines."""
    layout, lines = to.draft.layout, to.draft.layout.traced.lines
    for column, head in enumerate(PAGE_HEADS):
        to.words(row, column, head, head=True)
    months = layout.live("world.months_in_year")
    horizon, spare = layout.live("finance.horizon"), layout.live("cost_management.contingency")
    share = float(to.draft.layout.plan.values(to.draft.scenario)["cost_management.contingency"])
    for offset, key in enumerate(to.options, start=1):
        at = row + offset
        option, totals = to.every.options[key], layout.traced.appraisal.options[key]
        to.words(at, 0, OPTION_LABELS[key])
        sheet, so_far = layout.of(lines[OptionLine.CUMULATIVE.of(key)])
        cells = f"{sheet}!${layout.first_column}${so_far}:${layout.last_column}${so_far}"
        to.put(at, 1, f"INDEX({cells},1,{months}+1)", float(option.cumulative[FIRST_YEAR]), to.money)
        expensed = [line for line in totals.class_totals if not line.key.endswith(".up_front")]
        charged = sum(float(to.draft.results.monthly(line.key)[:, 0].sum()) for line in expensed)
        years = layout.traced.structure.horizon / FIRST_YEAR
        added = _sum_of(layout.of(line) for line in expensed)
        to.put(at, 2, f"-{added}/({horizon}/{months})", -charged / years, to.money)
        up_front = totals.up_front
        now = later = 0.0
        first = rest = "0"
        if up_front is not None:
            paid = to.draft.results.monthly(up_front.key)[:, 0]
            now, later = float(paid[0]), float(paid[1:].sum())
            sheet, line = layout.of(up_front)
            first = f"{sheet}!${layout.first_column}${line}"
            rest = f"{sheet}!$E${line}-{first}"
        to.put(at, 3, first, now, to.money)
        to.put(at, 4, f"D{at + 1}*(1+{spare})", now * (1 + share), to.money)
        to.put(at, 5, rest, later, to.money)
        peak = to.every.pair("cloud", key, "nominal").peak_funding if key != "cloud" else 0.0
        funding = to.line(PairLine.PEAK_FUNDING.of("cloud", key, "nominal")) if key != "cloud" else "0"
        to.put(at, 6, funding, peak, to.money)
        stated = f"{to.line(UNVALUED)}=0"
        net = to.every.net(option) if not to.every.unvalued else 0.0
        compared, waits = f"D{FIRST + offset}", OptionLine.BEYOND_VALUE.of(key)
        there = f"+{to.line(waits)}" if waits in lines else ""
        to.put(at, 7, f"IF({stated},{to.line(WORTH)}-{compared}{there},0)", net, to.money)
