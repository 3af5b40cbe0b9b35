"""The sheet of the verdict: how the options stand at the plan's settings, live, and the figures of page one.

It is `Judgement.planned` as formulas. What no cell can know, whether a rule allows an option, stands by scenario as
exported.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from desktop.documents.workbook.layout import column_name
from desktop.documents.workbook.option_names import named, write_names
from desktop.documents.workbook.sheets import Draft
from desktop.documents.workbook.summary_cells import scenario_unknown
from desktop.documents.workbook.verdict_cells import (
    FIRST,
    NAME,
    RANKED_AT,
    Next,
    Told,
    VerdictCells,
    are_twins,
    if_cloud_may,
    usual_beside,
    write_close_by_chance,
    write_page_one,
)
from desktop.documents.workbook.verdict_states import AWAITED, MENDED, STATES, may_stand, waits
from models.appraisal.line_keys import UNVALUED, WORTH, OptionLine, PairLine
from models.appraisal.pair_results import A_PENNY
from models.appraisal.results import CaseResult
from models.areas.options import OPTION_LABELS, USUAL, in_sentence
from models.exhibits.spans import whole_month
from models.formula.node import value_of
from models.rules.judgement import State, planned

_HEADS = (
    "Option",
    "Allowed, as exported",
    "Counts",
    "Present value with the work that waits",
    RANKED_AT,
    "Cheapest",
    "The same as the cheapest",
    "Next, ranked at",
    "Next",
    "Recommended",
    "Work that waits, above its value",
    "Stays cheaper than cloud from month",
)
_MONTH, _BEYOND = len(_HEADS) - 1, len(_HEADS) - 2
_PAIR_HEADS = ("Pair", "First", "Second", "Months in which they differ", "Too close below", "Beside the cheapest")


def write_verdict(draft: Draft, case: CaseResult, every: CaseResult, *, by_chance: bool = False) -> Told:
    """Write the sheet and return the cells that Summary shows. case, every: as `filled` has them.

    by_chance: whether the plan as exported is too close to call by the chance of its lead alone, which no cell knows.
    """
    to = VerdictCells(draft, case, every)
    draft.master_check(to.sheet, NAME, len(_HEADS) - 1)
    for column, head in enumerate(_HEADS):
        to.words(FIRST - 1, column, head, head=True)
    pairs_at = to.last + 4
    states_at = pairs_at + len(list(combinations(to.options, 2))) + 3
    page_at = states_at + _ABOVE + len(STATES) + 8
    allowed_at = page_at + len(to.options) + 3
    names_at = allowed_at + len(to.draft.names) + 2
    to.in_sentence = to.over("C", names_at + 1, names_at + len(to.options))
    allowed = _allowed_column(to, allowed_at)
    pairs = _pairs(to, pairs_at)
    standing = planned(case)
    best, ranked, costs = _ranked(to, allowed)
    best_row, next_row, lead, tolerance = _next(to, states_at, pairs_at, len(pairs), best, ranked, costs)
    state = AWAITED if standing.awaited else State.CLOSE if by_chance else standing.state
    write_close_by_chance(to, states_at + _ABOVE - 2, by_chance=by_chance)
    told = _states(to, states_at + _ABOVE, state, (best_row, next_row, lead, tolerance), costs, best)
    write_page_one(to, page_at)
    names = write_names(to, names_at, pairs_at, pairs)
    told = replace(told, names={key: (cell, named(to, key)) for key, cell in names.items()})
    for column, width in enumerate((34, 12, 20, 30, 20, 11, 12, 12, 9, 14, 12, 15)):
        to.sheet.set_column(column, column, width)
    to.sheet.fit_to_pages(1, 0)
    return told


def _allowed_column(to: VerdictCells, below: int) -> Mapping[str, bool]:
    """Write which options the rules allow, by scenario as exported, and return those of the scenario shown."""
    to.words(below, 0, "Allowed by the rules, as exported", head=True)
    number = to.draft.names.index(to.draft.layout.scenario_names[to.draft.scenario])
    for offset, name in enumerate(to.draft.names, start=1):
        to.words(below + offset, 0, name)
    found: dict[str, bool] = {}
    mark = to.styles.make(num_format='0;"awaits an entry";0', align="right")
    for place, key in enumerate(to.options):
        row = FIRST + place
        to.words(row, 0, OPTION_LABELS[key])
        flags = [may_stand(one, key) for one in to.cases]
        chosen = to.as_exported((below, 1 + place), OPTION_LABELS[key], flags, mark)
        to.put(row, 1, chosen, flags[number], mark)
        text = f"IF(B{row + 1}>0,1,0)"
        if key == "api" and value_of(to.draft.layout.traced.lines["hosting.api_serves"]) is None:
            text += f"*IF({to.line('hosting.api_serves')}>0,1,0)"
        found[key] = flags[number] > 0 and key in to.case.options
        to.put(row, 2, text, float(found[key]))
    at = below, 1 + len(to.options)
    to.awaits = to.as_exported(at, "Nothing yet", [float(waits(one)) for one in to.cases], to.number)
    return found


def _pairs(to: VerdictCells, row: int) -> Sequence[tuple[str, str]]:
    """Write every pair: in how many months the two differ, and the lead below which they are too close to call."""
    layout = to.draft.layout
    for column, head in enumerate(_PAIR_HEADS):
        to.words(row, column, head, head=True)
    listed = _listed_pairs(to)
    for offset, (first, second) in enumerate(listed, start=1):
        at = row + offset
        to.words(at, 0, f"{OPTION_LABELS[first]} and {OPTION_LABELS[second]}")
        for column, key in ((1, first), (2, second)):
            name = f"A{FIRST + to.options.index(key) + 1}"
            to.put(at, column, f"MATCH({name},{to.over('A')},0)", to.options.index(key) + 1)
        line = layout.traced.lines[f"pair.{first}.{second}.nominal.differs"]
        _, differs = layout.of(line)
        months = f"SUM(Appraisal!${layout.first_column}${differs}:${layout.last_column}${differs})"
        to.put(at, 3, months, float(to.draft.results.rows(line.key)[:, :, 0].sum()))
        close = to.every.tolerances[frozenset((first, second))]
        to.put(at, 4, to.line(PairLine.TOLERANCE.of(first, second)), close, to.money)
    return listed


def _listed_pairs(to: VerdictCells) -> Sequence[tuple[str, str]]:
    """Return the pairs of the options, each in the order in which its lines are named."""
    pairs = to.draft.layout.traced.appraisal.pairs
    return [
        (one.first, one.second)
        for one in pairs
        if one.basis == "nominal" and {one.first, one.second} <= set(to.options)
    ]


def _ranked(to: VerdictCells, allowed: Mapping[str, bool]) -> tuple[str, list[float], list[float]]:
    """Write what each option costs and what it is ranked at; return the cheapest, and both figures by option."""
    costs = [to.every.options[key].compared for key in to.options]
    beyond = max(costs) + abs(max(costs)) + 1
    ranked = [cost if allowed[key] else beyond for key, cost in zip(to.options, costs, strict=True)]
    for place, key in enumerate(to.options):
        row = FIRST + place
        to.put(row, 3, to.line(OptionLine.COMPARED.of(key)), costs[place], to.money)
        to.put(
            row,
            4,
            f"IF(C{row + 1}=1,D{row + 1},MAX({to.over('D')})+ABS(MAX({to.over('D')}))+1)",
            ranked[place],
            to.money,
        )
        month = to.every.pair("cloud", key, "nominal").sustained if key != "cloud" else None
        sustained = to.line(PairLine.SUSTAINED.of("cloud", key, "nominal")) if key != "cloud" else "0"
        waits = OptionLine.BEYOND_VALUE.of(key)
        above = to.line(waits) if waits in to.draft.layout.traced.lines else "0"
        to.put(row, _BEYOND, above, to.every.options[key].beyond_value, to.money)
        style = to.styles.make(num_format='0.0;;"–"', align="right")
        to.put(row, _MONTH, sustained, month or 0.0, style)
    least = min(ranked)
    best = next(key for key, cost in zip(to.options, ranked, strict=True) if cost <= least + A_PENNY / 2)
    return best, ranked, costs


def _next(
    to: VerdictCells, row: int, pairs_at: int, pairs: int, best: str, ranked: list[float], costs: list[float]
) -> tuple[str, str, tuple[str, float], tuple[str, float]]:
    """Write which option is the cheapest, which is next, by how much, and what is too close between them."""
    at = to.options.index(best)
    labels = (
        "Cheapest: its cost",
        "Cheapest: its row",
        "Options beside it that are not the same",
        "Next: its row",
        "It costs more by",
        "Too close to call below",
    )
    for offset, label in enumerate(labels):
        to.words(row + offset, 0, label)
    cost = to.put(row, 1, f"MIN({to.over('E')})", min(ranked), to.money)
    for place, one in enumerate(ranked):
        line = FIRST + place
        to.put(line, 5, f"IF(E{line + 1}<={cost}+{to.penny},1,0)", float(one <= min(ranked) + A_PENNY / 2))
    # of options that cost the same the first is meant, as the judgement names them
    best_row = to.put(row + 1, 1, f"MATCH(1,{to.over('F')},0)", at + 1)
    differ, close, beside = (to.over(column, pairs_at + 1, pairs_at + pairs) for column in "DEF")
    numbers = {key: place + 1 for place, key in enumerate(to.options)}
    for offset, (first, second) in enumerate(_listed_pairs(to), start=1):
        line = pairs_at + offset
        other = numbers[second] if first == best else numbers[first] if second == best else 0
        text = f"(B{line + 1}={best_row})*C{line + 1}+(C{line + 1}={best_row})*B{line + 1}"
        to.put(line, 5, text, float(other))
    beyond = max(costs) + abs(max(costs)) + 1
    same: list[bool] = []
    nexts: list[float] = []
    for place, key in enumerate(to.options):
        line = FIRST + place + 1
        number = f"MATCH(A{line},{to.over('A')},0)"
        months = f"SUMPRODUCT(({beside}={number})*({differ}=0))"
        twin = key != best and key in to.every.twins and are_twins(to.every, key, best)
        same.append(twin or key == best)
        to.put(line - 1, 6, f"IF({number}={best_row},1,{months})", float(same[-1]))
        text = f"IF(C{line}*(1-G{line})=1,D{line},MAX({to.over('D')})+ABS(MAX({to.over('D')}))+1)"
        counts = ranked[place] < beyond and not same[-1]
        to.put(line - 1, 7, text, costs[place] if counts else beyond, to.money)
        nexts.append(costs[place] if counts else beyond)
    able = [place for place in range(len(to.options)) if ranked[place] < beyond and not same[place]]
    others = to.put(row + 2, 1, f"SUMPRODUCT({to.over('C')}*(1-{to.over('G')}))", float(len(able)))
    for place, one in enumerate(nexts):
        line = FIRST + place
        text = f"IF(H{line + 1}<=MIN({to.over('H')})+{to.penny},1,0)"
        to.put(line, 8, text, float(one <= min(nexts) + A_PENNY / 2))
    after = next(place for place, one in enumerate(nexts) if one <= min(nexts) + A_PENNY / 2)
    next_row = to.put(row + 3, 1, f"MATCH(1,{to.over('I')},0)", after + 1)
    gap = costs[after] - costs[at] if able else 0.0
    lead = to.put(row + 4, 1, f"IF({others}>0,INDEX({to.over('D')},{next_row})-{cost},0)", gap, to.money)
    key = frozenset((best, to.options[after]))
    within = to.every.tolerances.get(key, 0.0)
    tolerance = to.put(row + 5, 1, f"SUMPRODUCT(({beside}={next_row})*{close})", within, to.money)
    return best_row, next_row, (lead, gap), (tolerance, within)


_ABOVE = 8
"""Rows from the cheapest option's cost to the heads of the states."""


def _states(
    to: VerdictCells,
    row: int,
    state: str,
    standing: tuple[str, str, tuple[str, float], tuple[str, float]],
    costs: list[float],
    best: str,
) -> Told:
    """Write which of the states applies, the words and figures of each, and what follows."""
    best_row, next_row, (lead, gap), (tolerance, within) = standing
    at = to.options.index(best)
    cost = f"INDEX({to.over('D')},{best_row})"
    usual_ranked, usual = to.line("finance.usual_ranked"), to.line("finance.usual_compared")
    worth, unvalued = to.line(WORTH), to.line(UNVALUED)
    net_cost = f"{cost}-INDEX({to.over(column_name(_BEYOND))},{best_row})"  # what waits is lost at its value
    case = to.every
    others, by_chance = f"$B${row - _ABOVE + 3}", f"$B${row - 1}"
    after = in_sentence(to.options[_number_of(to, next_row)])
    next_one = Next((lead, gap), (tolerance, within), (f"INDEX({to.in_sentence},{next_row})", after))
    beside, next_one = usual_beside(to, row - _ABOVE, (cost, costs[at]), others, next_one)
    (lead, gap), (tolerance, within), next_name = next_one
    gaps = {
        State.NONE: 0.0,
        State.USUAL: costs[at] - case.usual_compared,
        State.NOTHING: -case.net(case.options[best]),
        State.ONLY: 0.0,
        State.CLOSE: gap,
        State.CLEAR: gap,
    }
    rows = [one.row for one in to.draft.layout.inputs]
    conditions = {
        AWAITED: f"{to.awaits}>0",
        MENDED: f"SUM(Live!$I${min(rows)}:$I${max(rows)})+{scenario_unknown(to.draft)}>0",
        State.NONE: f"SUM({to.over('C')})=0",
        State.USUAL: f"AND({usual_ranked}{if_cloud_may(to)}>0,{cost}-{usual}>{to.penny})",
        State.NOTHING: f"AND({unvalued}=0,{net_cost}-{worth}>{to.penny})",
        State.ONLY: f"{others}+{beside}=0",
        State.CLOSE: f"OR({lead}<{tolerance},{by_chance}=1)",
        State.CLEAR: f"{lead}>={tolerance}",
    }
    close = gap < within or _cached(to, by_chance) == 1
    holds = dict(_holding(to, case, gaps, (gap, within), _cached(to, beside)))
    holds |= {AWAITED: state == AWAITED, State.CLOSE: close}
    for column, head in enumerate(("It comes to", "Applies", "Recommended", "How", "Against", "By")):
        to.words(row, column, head, head=True)
    best_name = (f"INDEX({to.over('A')},{best_row})", OPTION_LABELS[best])
    within_it = (f"INDEX({to.in_sentence},{best_row})", in_sentence(best))
    against = {
        str(one): within_it if one in {State.USUAL, State.NOTHING} else next_name
        for one in (State.USUAL, State.NOTHING, State.CLOSE, State.CLEAR)
    }
    by: dict[str, str] = {
        State.USUAL: f"{cost}-{usual}",
        State.NOTHING: f"{net_cost}-{worth}",
        State.CLOSE: lead,
        State.CLEAR: lead,
    }
    said = _rows_of_states(to, row, conditions, holds, (best_name, against), (by, gaps))
    return _outcome(to, row, state, said[state], gaps, best)


def _rows_of_states(
    to: VerdictCells,
    row: int,
    conditions: Mapping[str, str],
    holds: Mapping[str, bool],
    names: tuple[tuple[str, str], Mapping[str, tuple[str, str]]],
    amounts: tuple[Mapping[str, str], Mapping[State, float]],
) -> Mapping[str, tuple[str, str, str]]:
    """Write a row for each state, and return the words of each as they are now.

    names: the cheapest option, and what it is held against by state, each as formula and name. amounts: the lead by
    state, as formula and as money.
    """
    best_name, against = names
    by, gaps = amounts
    said: dict[str, tuple[str, str, str]] = {}
    for offset, (one, name, how, other) in enumerate(STATES, start=1):
        line = row + offset
        to.words(line, 0, str(one))
        to.put(line, 1, f"IF({conditions[one]},1,0)", float(holds.get(one, False)))
        parts: list[str] = []
        for column, words, live in ((2, name, best_name), (3, how, None), (4, other, against.get(one))):
            if words or live is None:
                to.words(line, column, words)
            else:
                to.put(line, column, live[0], live[1], to.styles.make(indent=1))
            parts.append(words or (live[1] if live is not None else ""))
        said[one] = (parts[0], parts[1], parts[2])
        if one in by:
            to.put(line, 5, by[one], gaps[State(one)], to.money)
        else:
            to.sheet.write_number(line, 5, 0, to.money)
    return said


def _number_of(to: VerdictCells, cell: str) -> int:
    """Return the option whose row a cell of the sheet holds."""
    return round(_cached(to, cell)) - 1


def _cached(to: VerdictCells, cell: str) -> float:
    """Return the number that a cell of the sheet holds."""
    value = to.draft.cached[NAME, cell.replace("$", "")]
    assert isinstance(value, float)
    return value


def _holding(
    to: VerdictCells, case: CaseResult, gaps: Mapping[State, float], lead: tuple[float, float], usual_next: float
) -> Mapping[str, bool]:
    """Return which conditions hold; of those that do the first is what it comes to.

    lead: over what comes next, and what is too close. usual_next: 1 where business as usual comes next.
    """
    gap, within = lead
    counts = [to.draft.cached[NAME, f"C{FIRST + place + 1}"] for place in range(len(to.options))]
    others = [to.draft.cached[NAME, f"G{FIRST + place + 1}"] for place in range(len(to.options))]
    beside = sum(float(count) * (1 - float(same)) for count, same in zip(counts, others, strict=True))
    return {
        State.NONE: not any(float(one) for one in counts),
        State.USUAL: case.usual_ranked and gaps[State.USUAL] > A_PENNY,
        State.NOTHING: not case.unvalued and gaps[State.NOTHING] > A_PENNY,
        State.ONLY: beside == 0 and not usual_next,
        State.CLEAR: gap >= within,
    }


def _outcome(
    to: VerdictCells, row: int, state: str, said: tuple[str, str, str], gaps: Mapping[State, float], best: str
) -> Told:
    """Write what it comes to, or that an input must be corrected; return the cells that Summary shows."""
    first, last = row + 2, row + 1 + len(STATES)
    at = row + len(STATES) + 2
    gap = 0.0 if state == AWAITED else gaps[State(state)]
    for offset, label in enumerate(("State", "Words", "By", "Stays cheaper than cloud from month", "It is as usual")):
        to.words(at + offset, 0, label)
    place = next(number for number, (one, *_) in enumerate(STATES) if one == state)
    number = to.put(at, 1, f"MATCH(1,$B${first}:$B${last},0)", place + 1)
    pieces = [
        to.put(at + 1, column, f"INDEX(${letter}${first}:${letter}${last},{number})", words, to.styles.text)
        for column, letter, words in zip((1, 2, 3), "CDE", said, strict=True)
    ]
    to.words(at + 1, 5, " ")
    space = f"$F${at + 2}"
    whole = " ".join(said)
    sentence = to.put(at + 1, 4, f"&{space}&".join(pieces), whole, to.styles.text)
    by = to.put(at + 2, 1, f"INDEX($F${first}:$F${last},{number})", gap, to.money)
    best_row = f"$B${row - _ABOVE + 2}"
    # the states whose words begin with the option that is the cheapest
    options = [offset for offset, (_, name, *_) in enumerate(STATES) if not name]
    name = f"INDEX({to.over('A')},{best_row})"
    owns = to.put(at, 2, f"IF($B${at + 2}={name},1,0)", float(place in options))
    flags: dict[str, tuple[str, float]] = {}
    for offset, key in enumerate(to.options):
        text = f"{owns}*(MATCH(A{FIRST + offset + 1},{to.over('A')},0)={best_row})"
        value = float(place in options and key == best)
        flags[key] = (f"{NAME}!{to.put(FIRST + offset, 9, text, value)}", value)
    months = {
        key: to.draft.cached[NAME, f"{column_name(_MONTH)}{FIRST + one + 1}"] for one, key in enumerate(to.options)
    }
    month = float(whole_month(float(months[best]))) if place in options else 0.0
    style = to.styles.make(num_format='0;;"–"', align="right")
    since = to.put(at + 3, 1, f"{owns}*ROUNDUP(INDEX({to.over(column_name(_MONTH))},{best_row}),0)", month, style)
    usual = next(number for number, (one, *_) in enumerate(STATES, start=first) if one is State.USUAL)
    leads = float(state is State.USUAL)
    flags[USUAL] = (f"{NAME}!{to.put(at + 4, 1, f'IF($B${at + 2}=$C${usual},1,0)', leads)}", leads)
    to.words(at + 5, 0, "Chance, each option at its best and which options the rules allow are as exported.")
    return Told((f"{NAME}!{sentence}", whole), (f"{NAME}!{by}", gap), (f"{NAME}!{since}", month), flags, {})
