"""The lead below which two options are too close to call: what both pay alike says nothing of which is better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import batched, combinations

from models.appraisal.ranking import Ranking
from models.appraisal.totals import OptionTotals
from models.areas.finance import Prices
from models.areas.options import OPTION_LABELS, in_sentence
from models.areas.world import World
from models.formula.node import ONE, ZERO, Line, Node, absolute, greatest, least, ratio, total, value_of, where
from models.formula.trace import Trace
from models.quantities import units

_WHOLE = ("compute", "benefits")
"""Areas that are looked at as a whole: of compute, options share little but GPUs rented beside servers."""

_BY_LINE = ("hosting", "data", "security", "operations", "cost_management", "risks", "own")
"""Sections of an option of which each cost line is looked at by itself, and some row by row."""

_BY_ROW: Mapping[str, tuple[str, str]] = {
    "operations.people": ("operations.paid", "role"),
    "risks.expected": ("risks.by_risk", "risk"),
}
"""Cost lines that options may bear in part alike: the line with their rows, and the table of these."""


def _rows_of(name: str) -> tuple[str, str] | None:
    """Return the line with the rows of a cost line, and their table; None where it is looked at as a whole."""
    return (f"{name}_by_cost", "own_cost") if name.startswith("own.") else _BY_ROW.get(name)


@dataclass(frozen=True, slots=True)
class _Paid:
    """Present value of what an option pays, by cost line without the option's name; areas of which it is by area.

    rows: of some lines the present value of each row, at the prices of the day of the decision.
    """

    values: dict[str, Line]
    rows: dict[str, Line]


def tolerances(
    trace: Trace, totals: dict[str, OptionTotals], compared: Mapping[str, Line], ranked: Ranking, world: World
) -> None:
    """Trace, by pair of options, the lead below which it is close.

    A share of the cheaper one's compared cost without what both pay alike, which says nothing of which is better. Where
    the cost to society ranks, as large a part of it is taken to be paid alike.
    """
    prices = ranked.prices
    paid: dict[str, _Paid] = {}
    gross: dict[str, Node] = dict(compared)
    spent: dict[str, Node] = {option: whole.present_value for option, whole in totals.items()}
    for option, whole in totals.items():
        with trace.section(f"value.{option}", sheet="appraisal"):
            paid[option] = _paid(trace, option, whole, prices)
        # what an option brings in makes its cost no less uncertain
        brought = paid[option].values.pop("benefits", None)
        if brought is not None:
            spent[option] = spent[option] - brought
            as_ranked: Node = brought
            if value_of(ranked.by_society) != 0:
                label = f"{OPTION_LABELS[option]}: benefits to society, present value"
                with trace.section(f"value.{option}", sheet="appraisal"):
                    before = f"{OPTION_LABELS[option]}: paid before benefits, present value"
                    spent[option] = trace.line("spent", before, units.MONEY, spent[option])
                    to_society = ranked.to_society(whole.areas["benefits"], "brought_to_society", label)
                as_ranked = where(ranked.by_society, to_society, brought)
            gross[option] = compared[option] - as_ranked
    for first, second in combinations(totals, 2):
        both = f"{OPTION_LABELS[first]} and {in_sentence(second)}"
        with trace.section(f"value.{first}.{second}", sheet="appraisal"):
            alike = _alike(trace, paid[first], paid[second], f"{both}: alike", world)
            cheaper: Node = least(gross[first], gross[second])
            if value_of(ranked.by_society) != 0:
                both_pay = trace.line("alike", f"{both}: what both pay alike", units.MONEY, alike)
                cheaper = trace.line("cheaper", f"{both}: the cheaper one", units.MONEY, cheaper)
                over_paid = ratio(cheaper, least(spent[first], spent[second]))
                scale = trace.line("scale", f"{both}: its cost to society over what is paid", units.RATIO, over_paid)
                alike = both_pay * where(ranked.by_society, scale, ONE)
            trace.line(
                "tolerance",
                f"{both}: lead below which it is close",
                units.MONEY,
                prices.finance.close_call * greatest(cheaper - alike, 0),
            )


def _alike(trace: Trace, one: _Paid, other: _Paid, label: str, world: World) -> Node:
    """Trace what two options pay alike, added up by area: lines that cost both the same.

    Of people, risks and other costs it is what both pay of each row: the same people, and none of those that one has
    beyond the other.
    """
    by_area: dict[str, list[Line]] = {}
    for name, value in one.values.items():
        if name not in other.values:
            continue
        key, words = name.replace(".", "_"), value.label.partition(", ")[2]
        by_row = _rows_of(name)
        if by_row is not None:
            axis = by_row[1]
            each, its = one.rows[name], other.rows[name]
            both = each * (each <= its) + its * (each > its)
            same = trace.line(f"same_{key}", f"{label}, {words}: what both pay of each", units.MONEY, total(both, axis))
            part = ratio(same, total(each, axis))
            line = trace.line(f"alike_{key}", f"{label}, {words}", units.MONEY, value * part)
        else:
            equal = absolute(value - other.values[name]) <= world.equal_within
            line = trace.line(f"alike_{key}", f"{label}, {words}", units.MONEY, value * equal)
        by_area.setdefault(name.partition(".")[0], []).append(line)
    areas: list[Line] = []
    for area, lines in by_area.items():
        named = f"{label}, {area.replace('_', ' ')}"
        if len(lines) == 1:
            areas += lines
        else:
            added = _sum(_in_parts(trace, area, named, lines))
            areas.append(trace.line(f"alike_in_{area}", named, units.MONEY, added))
    return _sum(areas)


_AT_ONCE = 10
"""Lines that one formula adds up."""


def _in_parts(trace: Trace, area: str, label: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of an area, or of many the parts that are traced of them, so that no formula is long."""
    if len(lines) <= _AT_ONCE:
        return lines
    return [
        trace.line(f"alike_in_{area}_{number}", f"{label}, part {number}", units.MONEY, _sum(part))
        for number, part in enumerate(batched(lines, _AT_ONCE), 1)
    ]


def _sum(parts: Sequence[Line]) -> Node:
    added: Node = ZERO
    for part in parts:
        added = added + part
    return added


def _paid(trace: Trace, option: str, whole: OptionTotals, prices: Prices) -> _Paid:
    """Trace the present value of each cost line that another option may have alike, and of the other areas."""
    label = f"{OPTION_LABELS[option]}: present value"
    found = _Paid({}, {})
    apart: dict[str, list[Line]] = {}
    for line in trace.costs(option):
        name = line.key.removeprefix(f"{option}.")
        if name.partition(".")[0] not in _BY_LINE or line.derived or value_of(line) == 0:
            continue
        key = name.replace(".", "_")
        worth = prices.worth(trace, line, f"line_{key}_today")
        words = line.label[0].lower() + line.label[1:]
        found.values[name] = trace.line(f"line_{key}", f"{label}, {words}", units.MONEY, worth)
        apart.setdefault(line.area, []).append(found.values[name])
        by_row = _rows_of(name)
        if by_row is not None:
            each = trace.line_of(f"{option}.{by_row[0]}")
            worth = prices.worth(trace, each, f"row_{key}_today")
            found.rows[name] = trace.line(f"row_{key}", f"{label}, {words}, one by one", units.MONEY, worth)
    for area in _WHOLE:
        if area in whole.areas:
            worth = prices.worth(trace, whole.areas[area], f"area_{area}_today") - _sum(apart.get(area, []))
            found.values[area] = trace.line(f"area_{area}", f"{label}, {area}", units.MONEY, worth)
    return found
