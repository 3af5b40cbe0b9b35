"""When to start owning: what waiting costs or saves, and what would have to be learned for it to pay."""

from collections.abc import Sequence

import numpy as np

from models.areas.options import OPTION_LABELS, in_sentence
from models.exhibits.case_text import ranked_cost, short
from models.exhibits.cells import BLANK, CellKind, Entered, amount, calendar_month, month_number, text, thousands_in
from models.exhibits.figures import Table
from models.exhibits.in_a_word import standing_in_a_word
from models.exhibits.information import worth_name
from models.exhibits.plots import Plot, PlotLine
from models.exhibits.series_styles import STYLES
from models.exhibits.studies import Shown
from models.plan.plan import Plan
from models.plan.waits_freely import nothing_lost
from models.quantities.writing import SYMBOLS, money
from models.rules.start_of_owning import OWNING, StartOfOwning
from models.studies.information import Worth

_WAITS = ((3, "a quarter"), (12, "a year"))
_MOST_KNOWN = 6
_WEIGHS = 0.05
"""Of what a year of waiting costs: people who cost more of it are told."""

_NOTE = (
    "The first start is when all servers can be delivered; owning lasts two years where the horizon leaves them, but"
    " where the plan starts it later. Until it starts the work runs in the cloud, or waits where the plan says so; all"
    " else stays as planned, in every pool. The worth of knowing is that of the study Worth knowing: waiting pays for"
    " what it tells only where that is worth more than the wait costs."
)


def owning_finding(plan: Plan, found: StartOfOwning) -> str:
    """Return in words what waiting to own costs or saves."""
    symbol, name = SYMBOLS[plan.currency], in_sentence(found.option) if found.option else ""
    best = found.best
    if best is None:
        reasons = [start.blocked[one] for start in found.starts for one in OWNING if one in start.blocked]
        if reasons:
            return f"No option that owns servers is allowed as planned: {reasons[0]}"
        return "No option that owns servers is possible within the horizon: there is nothing to wait for."
    label = name[0].upper() + name[1:]
    first = found.starts[0]
    owning = "owning" if len(plan.slugs["pool"]) == 1 else "owning in all pools at once"
    if found.option in first.blocked:
        why = first.blocked[found.option]
        return f"{label} may not start at the earliest date: {why} It costs least from month {best.month}."
    gain = first.costs[found.option] - best.costs[found.option]
    if best is not first:
        told = (
            f"{label} costs least where {owning} starts in month {best.month}, {money(gain, symbol)} less than in month"
        )
        told += f" {first.month}, the earliest"
    elif found.as_well > first.month:
        told = (
            f"{label} costs the same wherever {owning} starts in months {first.month} to {found.as_well}: until then no"
            " server is needed"
        )
    else:
        told = f"{label} costs least where {owning} starts at the earliest, in month {first.month}"
    waits = [(words, cost) for months, words in _WAITS if (cost := found.waiting(months)) is not None]
    if found.as_well > first.month and best is first:
        waits = [(words, cost) for words, cost in waits if abs(cost) >= 1]
    parts = [f"{words} of waiting {_costs(cost, symbol)}" for words, cost in waits]
    told += f"; {', '.join(parts)}." if parts else "."
    if len(waits) == len(_WAITS) and found.people > max(_WEIGHS * waits[-1][1], 1):
        told += (
            " The people that owning needs are paid as planned whenever it starts: hired only then, a year of"
            f" waiting would {'save' if waits[-1][1] < found.people else 'cost'}"
            f" {money(abs(waits[-1][1] - found.people), symbol)}."
        )
    kept = best.costs[found.option] - found.planned.get(found.option, best.costs[found.option])
    if kept >= 1:
        told += f" As planned it starts in none of these months, and costs {money(kept, symbol)} less."
    rented = best.allowed([one for one in best.costs if one not in OWNING])
    if rented and best.costs[rented[0]] < best.costs[found.option] - 1:
        gap = money(best.costs[found.option] - best.costs[rented[0]], symbol)
        return f"{told} {in_sentence(rented[0])[0].upper()}{in_sentence(rented[0])[1:]} still costs {gap} less."
    return f"{told} {_learning(plan, found)}".strip()


def _costs(cost: float, symbol: str) -> str:
    if abs(cost) < 1:
        return "costs nothing"
    return f"{'costs' if cost > 0 else 'saves'} {money(abs(cost), symbol)}"


def _learning(plan: Plan, found: StartOfOwning) -> str:
    """Return what would have to be learned for a quarter of waiting to pay, where waiting costs."""
    cost, known = found.waiting(3), found.known
    if cost is None or cost < 1 or known is None:
        return ""
    symbol = SYMBOLS[plan.currency]
    worthy = [one for one in known.measurable if one.value > cost]
    if worthy:
        *others, last = [f"“{worth_name(plan, one)}” ({money(one.value, symbol)})" for one in worthy[:3]]
        names = f"{', '.join(others)} or {last}" if others else last
        return f"Waiting a quarter pays only if it settles {names}."
    whole = money(known.perfect, symbol)
    if known.perfect > cost:
        return f"No single input is worth a quarter of waiting; knowing everything would be worth {whole}."
    if known.perfect < max(1.0, 2 * known.perfect_error):
        return "Nothing that could be learned would change the choice."
    return f"Nothing that could be learned is worth a quarter of waiting: knowing everything is worth {whole}."


def owning_shown(plan: Plan, scenario: str, found: StartOfOwning) -> Shown:
    """Return the study: what options cost by the start of owning, and what is worth waiting for."""
    tables = [table for table in (_starts_table(plan, scenario, found), _known_table(plan, found)) if table.rows]
    charts = [_plot(plan, found)] if found.option and len(found.starts) > 1 else []
    free = nothing_lost(plan, scenario) if found.option else ""
    if free:
        free = f"{free[:-1]}: while it waits, what the work would cost is not paid."
    finding = f"{owning_finding(plan, found)} {free}".strip()
    return Shown("owning", finding, _NOTE, charts, tables if found.option else [], behind=found)


def _starts_table(plan: Plan, scenario: str, found: StartOfOwning) -> Table:
    thousands, begin = thousands_in(plan), str(plan.values(scenario)["finance.start"])
    options = [one for one in OWNING if any(one in start.costs and one not in start.blocked for start in found.starts)]
    rows: list[list[Entered]] = []
    for one in found.starts:
        cells: list[Entered] = [month_number(one.month), calendar_month(begin, one.month)]
        for option in options:
            if option in one.blocked or option not in one.costs:
                cells += ["not allowed", BLANK]
                continue
            first = found.starts[0].costs.get(option)
            cells += [
                thousands(one.costs[option]),
                thousands(one.costs[option] - first) if first is not None else BLANK,
            ]
        rows.append([*cells, standing_in_a_word(one.standing) if one.standing is not None else BLANK])
    heads = ["Owning from", "Month"]
    for option in options:
        heads += [f"{OPTION_LABELS[option]}, {SYMBOLS[plan.currency]}k", f"Waiting, {SYMBOLS[plan.currency]}k"]
    return Table.of([*heads, "Cheapest"], rows, [str(one.month) for one in found.starts])


def _known_table(plan: Plan, found: StartOfOwning) -> Table:
    symbol = SYMBOLS[plan.currency]
    # where waiting costs nothing, nothing has to pay for it
    free = all((found.waiting(one.month - found.starts[0].month) or 0.0) < 1 for one in found.starts)
    known: Sequence[Worth] = found.known.measurable[:_MOST_KNOWN] if found.known is not None and not free else ()
    rows: list[list[Entered]] = []
    for one in known:
        months = found.pays_for(one)
        rows.append(
            [
                text(short(worth_name(plan, one)), CellKind.INPUT),
                amount(one.value, symbol),
                f"{months} months" if months else "less than a quarter",
            ]
        )
    return Table.of(["If waiting settled", "Worth", "Pays for a wait of"], rows, [one.key for one in known])


def _plot(plan: Plan, found: StartOfOwning) -> Plot:
    """Return what each option costs by the month in which owning starts."""
    symbol = SYMBOLS[plan.currency]
    places = np.array([float(one.month) for one in found.starts])
    options = [one for one in found.starts[0].costs if any(one not in start.blocked for start in found.starts)]
    lines = [
        PlotLine(
            OPTION_LABELS[option],
            np.array([one.costs[option] if option not in one.blocked else np.nan for one in found.starts]),
            STYLES[option],
        )
        for option in options
    ]
    names = [(float(one.month), f"{one.month}") for one in found.starts][::2]
    best = found.best
    title = "Cost by the start of owning"
    if best is not None:
        upto = f"s {best.month} to {found.as_well}" if found.as_well > best.month else f" {best.month}"
        title = f"{OPTION_LABELS[found.option]} costs least where owning starts in month{upto}"
    cost = ranked_cost(plan)
    height = f"{cost[0].upper()}{cost[1:]}, {symbol}, by the month in which owning starts"
    return Plot(title, height, places, names, lines, symbol, f"{title} {height}.")
