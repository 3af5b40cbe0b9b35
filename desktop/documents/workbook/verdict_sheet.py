"""The sheet of the verdict: how the options stand at the plan's settings, live, and the figures of page one.

It is `Judgement.planned` as formulas. What no cell can know, whether a rule allows an option, stands by scenario as
exported.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from desktop.documents.workbook.layout import column_name
from desktop.documents.workbook.sheets import Draft, Sheet
from desktop.documents.workbook.summary_cells import line_cell
from models.appraisal.line_keys import OptionLine, PairLine
from models.appraisal.pair_results import A_PENNY
from models.appraisal.results import CaseResult
from models.areas.options import NAMED_FIRST, OPTION_LABELS
from models.exhibits.board import FIRST_YEAR
from models.rules.decisions import judged
from models.rules.judgement import State, planned

NAME = "Verdict"

_FIRST = 4
"""The row of the first option, counted from 0."""

_HEADS = (
    "Option",
    "Allowed, as exported",
    "Counts",
    "Present value with the work that waits",
    "Ranked at",
    "Cheapest",
    "The same as the cheapest",
    "Next, ranked at",
    "Next",
    "Recommended",
    "Stays cheaper than cloud from month",
)
_MONTH = len(_HEADS) - 1
_PAIR_HEADS = ("Pair", "First", "Second", "Months in which they differ", "Too close below")
_PAGE_HEADS = (
    "Page one",
    "First-year cash",
    "EBITDA a year",
    "Up front",
    "With contingency",
    "Capital later",
    "Peak funding over cloud",
    "Net benefit",
)
_STATES: Sequence[tuple[State, str, str]] = (
    (State.NONE, "No option is allowed", ""),
    (State.USUAL, "Business as usual", "does the same work and costs less than"),
    (State.NOTHING, "Nothing", "is worth doing: the work is worth less than it costs with"),
    (State.ONLY, "", "is the only option allowed"),
    (State.CLOSE, "", "is too close to call against"),
    (State.CLEAR, "", "costs less than"),
)
"""What the judgement can come to, the first that applies; what is recommended where it is no option, and the words."""

MENDED = "An input needs mending"


@dataclass(frozen=True, slots=True)
class Told:
    """The cells of the verdict that Summary shows, with what they hold now."""

    sentence: tuple[str, str]
    lead: tuple[str, float]
    month: tuple[str, float]
    recommended: Mapping[str, tuple[str, float]]


class _Writer:
    """Writes the sheet and keeps what stands where."""

    def __init__(self, draft: Draft, case: CaseResult, every: CaseResult) -> None:
        self.draft, self.case, self.every = draft, case, every
        self.styles = draft.styles
        self.sheet: Sheet = draft.sheet(NAME, "results", "Verdict: how the options stand, at the settings as they are")
        self.options = [key for key in NAMED_FIRST if key in every.options]
        self.last = _FIRST + len(self.options) - 1
        self.cases = [judged(draft.layout.plan, one.slug) for one in draft.layout.plan.scenarios]
        self.penny = draft.layout.live("world.equal_within")
        self.money = self.styles.make(num_format=f'"{draft.symbol}"#,##0;("{draft.symbol}"#,##0);"–"', align="right")
        self.number = self.styles.make(num_format="0", align="right")

    def put(self, row: int, column: int, text: str, value: float | str, style: object = None) -> str:
        """Write a formula and return its cell."""
        self.draft.formula(self.sheet, NAME, row, column, text, value, style or self.number)  # pyright: ignore[reportArgumentType]
        return f"${column_name(column)}${row + 1}"

    def words(self, row: int, column: int, text: str, *, head: bool = False) -> None:
        """Write a text."""
        style = (self.styles.head if not column else self.styles.head_right) if head else self.styles.text
        self.draft.text(self.sheet, row, column, text, style)

    def line(self, key: str) -> str:
        """Return the cell of a line."""
        return line_cell(self.draft, self.draft.layout.traced.lines[key])

    def over(self, column: str, first: int = _FIRST, last: int | None = None) -> str:
        """Return the cells of a column over the options."""
        return f"${column}${first + 1}:${column}${(self.last if last is None else last) + 1}"


def write_verdict(draft: Draft, case: CaseResult, every: CaseResult) -> Told:
    """Write the sheet and return the cells that Summary shows. case, every: as `filled` has them."""
    to = _Writer(draft, case, every)
    draft.master_check(to.sheet, NAME, len(_HEADS) - 1)
    for column, head in enumerate(_HEADS):
        to.words(_FIRST - 1, column, head, head=True)
    allowed = _allowed_column(to)
    pairs_at = to.last + 4
    pairs = _pairs(to, pairs_at)
    standing = planned(case)
    best, ranked, costs = _ranked(to, allowed)
    states_at = pairs_at + len(pairs) + 3
    best_row, next_row, lead, tolerance = _next(to, states_at, pairs_at, len(pairs), best, ranked, costs)
    told = _states(to, states_at + 7, standing.state, (best_row, next_row, lead, tolerance), costs, best)
    _page_one(to, states_at + 7 + len(_STATES) + 7)
    to.sheet.set_column(0, 0, 52)
    to.sheet.set_column(1, len(_HEADS) - 1, 18)
    to.sheet.fit_to_pages(1, 0)
    return told


def _allowed_column(to: _Writer) -> Mapping[str, bool]:
    """Write which options the rules allow in each scenario, to the right, and return those of the scenario shown."""
    right = len(_HEADS) + 1
    to.words(_FIRST - 2, right, "Allowed by the rules, by scenario, as exported")
    first, last = column_name(right), column_name(right + len(to.cases) - 1)
    number = to.draft.names.index(to.draft.layout.scenario_names[to.draft.scenario])
    found: dict[str, bool] = {}
    for offset, name in enumerate(to.draft.names):
        to.words(_FIRST - 1, right + offset, name, head=True)
    for place, key in enumerate(to.options):
        row = _FIRST + place
        to.words(row, 0, OPTION_LABELS[key])
        flags = [float(key in one.options and key not in one.blocked) for one in to.cases]
        for offset, flag in enumerate(flags):
            to.sheet.write_number(row, right + offset, flag, to.number)
        to.put(row, 1, f"INDEX(${first}{row + 1}:${last}{row + 1},1,Summary!$C$4)", flags[number])
        serves = to.every.options.keys() == to.case.options.keys() or key in to.case.options
        text = f"B{row + 1}"
        if key == "api" and "hosting.api_serves" in to.draft.layout.traced.lines:
            text = f"B{row + 1}*IF({to.line('hosting.api_serves')}>0,1,0)"
        found[key] = flags[number] > 0 and serves
        to.put(row, 2, text, float(found[key]))
    return found


def _pairs(to: _Writer, row: int) -> Sequence[tuple[str, str]]:
    """Write every pair: in how many months the two differ, and the lead below which they are too close to call."""
    layout = to.draft.layout
    for column, head in enumerate(_PAIR_HEADS):
        to.words(row, column, head, head=True)
    listed: list[tuple[str, str]] = []
    for pair in layout.traced.appraisal.pairs:
        if pair.basis != "nominal" or not {pair.first, pair.second} <= set(to.options):
            continue
        listed.append((pair.first, pair.second))
        at = row + len(listed)
        to.words(at, 0, f"{OPTION_LABELS[pair.first]} and {OPTION_LABELS[pair.second]}")
        for column, key in ((1, pair.first), (2, pair.second)):
            name = f"A{_FIRST + to.options.index(key) + 1}"
            to.put(at, column, f"MATCH({name},{to.over('A')},0)", to.options.index(key) + 1)
        line = layout.traced.lines[f"pair.{pair.first}.{pair.second}.nominal.differs"]
        _, differs = layout.of(line)
        months = f"SUM(Appraisal!${layout.first_column}${differs}:${layout.last_column}${differs})"
        to.put(at, 3, months, float(to.draft.results.rows(line.key)[:, :, 0].sum()))
        close = to.every.tolerances[frozenset((pair.first, pair.second))]
        to.put(at, 4, to.line(PairLine.TOLERANCE.of(pair.first, pair.second)), close, to.money)
    assert len(listed) == len(list(combinations(to.options, 2)))
    return listed


def _ranked(to: _Writer, allowed: Mapping[str, bool]) -> tuple[str, list[float], list[float]]:
    """Write what each option costs and what it is ranked at; return the cheapest, and both figures by option."""
    costs = [to.every.options[key].compared for key in to.options]
    beyond = max(costs) + abs(max(costs)) + 1
    ranked = [cost if allowed[key] else beyond for key, cost in zip(to.options, costs, strict=True)]
    for place, key in enumerate(to.options):
        row = _FIRST + place
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
        style = to.styles.make(num_format='0.0;;"–"', align="right")
        to.put(row, _MONTH, sustained, month or 0.0, style)
    least = min(ranked)
    best = next(key for key, cost in zip(to.options, ranked, strict=True) if cost <= least + A_PENNY / 2)
    return best, ranked, costs


def _next(
    to: _Writer, row: int, pairs_at: int, pairs: int, best: str, ranked: list[float], costs: list[float]
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
        line = _FIRST + place
        to.put(line, 5, f"IF(E{line + 1}<={cost}+{to.penny},1,0)", float(one <= min(ranked) + A_PENNY / 2))
    # of options that cost the same the first is meant, as the judgement names them
    best_row = to.put(row + 1, 1, f"MATCH(1,{to.over('F')},0)", at + 1)
    first, second, differ, close = (to.over(column, pairs_at + 1, pairs_at + pairs) for column in ("B", "C", "D", "E"))
    beyond = max(costs) + abs(max(costs)) + 1
    same: list[bool] = []
    nexts: list[float] = []
    for place, key in enumerate(to.options):
        line = _FIRST + place + 1
        number = f"MATCH(A{line},{to.over('A')},0)"
        of_pair = f"({first}={best_row})*({second}={number})+({first}={number})*({second}={best_row})"
        months = f"SUMPRODUCT(({of_pair})*({differ}=0))"
        twin = key != best and key in to.every.twins and _are_twins(to.every, key, best)
        same.append(twin or key == best)
        to.put(line - 1, 6, f"IF({number}={best_row},1,{months})", float(same[-1]))
        text = f"IF(C{line}*(1-G{line})=1,D{line},MAX({to.over('D')})+ABS(MAX({to.over('D')}))+1)"
        counts = ranked[place] < beyond and not same[-1]
        to.put(line - 1, 7, text, costs[place] if counts else beyond, to.money)
        nexts.append(costs[place] if counts else beyond)
    able = [place for place in range(len(to.options)) if ranked[place] < beyond and not same[place]]
    others = to.put(row + 2, 1, f"SUMPRODUCT({to.over('C')}*(1-{to.over('G')}))", float(len(able)))
    for place, one in enumerate(nexts):
        line = _FIRST + place
        text = f"IF(H{line + 1}<=MIN({to.over('H')})+{to.penny},1,0)"
        to.put(line, 8, text, float(one <= min(nexts) + A_PENNY / 2))
    after = next(place for place, one in enumerate(nexts) if one <= min(nexts) + A_PENNY / 2)
    next_row = to.put(row + 3, 1, f"MATCH(1,{to.over('I')},0)", after + 1)
    gap = costs[after] - costs[at] if able else 0.0
    lead = to.put(row + 4, 1, f"IF({others}>0,INDEX({to.over('D')},{next_row})-{cost},0)", gap, to.money)
    of_pair = f"({first}={best_row})*({second}={next_row})+({first}={next_row})*({second}={best_row})"
    key = frozenset((best, to.options[after]))
    within = to.every.tolerances.get(key, 0.0)
    tolerance = to.put(row + 5, 1, f"SUMPRODUCT(({of_pair})*{close})", within, to.money)
    return best_row, next_row, (lead, gap), (tolerance, within)


def _are_twins(case: CaseResult, one: str, other: str) -> bool:
    """Return whether two options are the same one."""
    roots = [case.twins.get(key, key) for key in (one, other)]
    return roots[0] == roots[1]


def _states(
    to: _Writer,
    row: int,
    state: State,
    standing: tuple[str, str, tuple[str, float], tuple[str, float]],
    costs: list[float],
    best: str,
) -> Told:
    """Write which of the states applies, the words and figures of each, and what follows."""
    best_row, next_row, (lead, gap), (tolerance, within) = standing
    names = to.over("A")
    at = to.options.index(best)
    cost = f"INDEX({to.over('D')},{best_row})"
    usual_ranked, usual = to.line("finance.usual_ranked"), to.line("finance.usual_compared")
    worth, unvalued = to.line("value.worth"), to.line("value.unvalued")
    case = to.every
    gaps = {
        State.NONE: 0.0,
        State.USUAL: costs[at] - case.usual_compared,
        State.NOTHING: costs[at] - case.worth,
        State.ONLY: 0.0,
        State.CLOSE: gap,
        State.CLEAR: gap,
    }
    others = f"$B${row - 4}"
    conditions = {
        State.NONE: f"SUM({to.over('C')})=0",
        State.USUAL: f"AND({usual_ranked}>0,{cost}-{usual}>{to.penny})",
        State.NOTHING: f"AND({unvalued}=0,{cost}-{worth}>{to.penny})",
        State.ONLY: f"{others}=0",
        State.CLOSE: f"{lead}<{tolerance}",
        State.CLEAR: f"{lead}>={tolerance}",
    }
    holds = _holding(to, case, gaps, gap, within)
    for column, head in enumerate(("It comes to", "Applies", "Recommended", "How", "Against", "By")):
        to.words(row, column, head, head=True)
    best_name = (f"INDEX({names},{best_row})", OPTION_LABELS[best])
    next_name = f"INDEX({names},{next_row})"
    by = {State.USUAL: f"{cost}-{usual}", State.NOTHING: f"{cost}-{worth}", State.CLOSE: lead, State.CLEAR: lead}
    rival = planned(to.case).rival
    against = OPTION_LABELS.get(rival, "")
    for offset, (one, name, how) in enumerate(_STATES, start=1):
        line = row + offset
        to.words(line, 0, one.value)
        to.put(line, 1, f"IF({conditions[one]},1,0)", float(holds[one]))
        if name:
            to.words(line, 2, name)
        else:
            to.put(line, 2, best_name[0], best_name[1], to.styles.text)
        to.words(line, 3, how or "nothing")
        if one in {State.USUAL, State.NOTHING}:
            to.put(line, 4, best_name[0], best_name[1], to.styles.text)
        elif one in {State.CLOSE, State.CLEAR}:
            at_next = _number_of(to, next_row)
            to.put(line, 4, next_name, OPTION_LABELS[to.options[at_next]], to.styles.text)
        else:
            to.words(line, 4, "nothing")
        if one in by:
            to.put(line, 5, by[one], gaps[one], to.money)
        else:
            to.sheet.write_number(line, 5, 0, to.money)
    return _outcome(to, row, state, against, gaps, best)


def _number_of(to: _Writer, cell: str) -> int:
    """Return the option whose row a cell of the sheet holds."""
    value = to.draft.cached[NAME, cell.replace("$", "")]
    assert isinstance(value, float)
    return round(value) - 1


def _holding(
    to: _Writer, case: CaseResult, gaps: Mapping[State, float], gap: float, within: float
) -> Mapping[State, bool]:
    """Return which conditions hold; of those that do the first is what it comes to."""
    counts = [to.draft.cached[NAME, f"C{_FIRST + place + 1}"] for place in range(len(to.options))]
    others = [to.draft.cached[NAME, f"G{_FIRST + place + 1}"] for place in range(len(to.options))]
    beside = sum(float(count) * (1 - float(same)) for count, same in zip(counts, others, strict=True))
    return {
        State.NONE: not any(float(one) for one in counts),
        State.USUAL: case.usual_ranked and gaps[State.USUAL] > A_PENNY,
        State.NOTHING: not case.unvalued and gaps[State.NOTHING] > A_PENNY,
        State.ONLY: beside == 0,
        State.CLOSE: gap < within,
        State.CLEAR: gap >= within,
    }


def _outcome(
    to: _Writer, row: int, state: State, against: str, gaps: Mapping[State, float], best: str
) -> Told:
    """Write what it comes to, or that an input needs mending; return the cells that Summary shows."""
    first, last = row + 2, row + 1 + len(_STATES)
    rows = [one.row for one in to.draft.layout.inputs]
    bad = f"SUM(Live!$I${min(rows)}:$I${max(rows)})"
    place = next(number for number, (one, _, _) in enumerate(_STATES) if one is state)
    _, name, how = _STATES[place]
    at = row + len(_STATES) + 2
    for offset, label in enumerate(("State", "Words", "By", "Stays cheaper than cloud from month")):
        to.words(at + offset, 0, label)
    number = to.put(at, 1, f"MATCH(1,$B${first}:$B${last},0)", place + 1)
    parts = [f"INDEX(${column}${first}:${column}${last},{number})" for column in "CDE"]
    said = [name or OPTION_LABELS[best], how or "nothing", against if state in _AGAINST else "nothing"]
    if state in {State.USUAL, State.NOTHING}:
        said[2] = OPTION_LABELS[best]
    mended = f'IF({bad}=0,{parts[0]},"{MENDED}")'
    sentence = to.put(at + 1, 1, mended, said[0], to.styles.text)
    words = to.put(at + 1, 2, f'IF(OR({bad}>0,{parts[1]}="nothing"),"",{parts[1]})', how, to.styles.text)
    other = to.put(
        at + 1,
        3,
        f'IF(OR({bad}>0,{parts[2]}="nothing"),"",{parts[2]})',
        said[2] if said[2] != "nothing" else "",
        to.styles.text,
    )
    whole = to.put(
        at + 1,
        4,
        f'{sentence}&" "&{words}&" "&{other}',
        f"{said[0]} {how} {said[2] if said[2] != 'nothing' else ''}",
        to.styles.text,
    )
    by = to.put(at + 2, 1, f"INDEX($F${first}:$F${last},{number})", gaps[state], to.money)
    option_state = state in {State.ONLY, State.CLOSE, State.CLEAR}
    best_row = f"$B${row - 5}"
    is_option = f"INDEX($A${first}:$A${last},{number})"
    flags: dict[str, tuple[str, float]] = {}
    listed = " ".join(f"({is_option}=$A${first + offset})" for offset in (3, 4, 5)).replace(") (", ")+(")
    owns = to.put(at, 2, listed, float(option_state))
    for offset, key in enumerate(to.options):
        text = f"{owns}*(MATCH(A{_FIRST + offset + 1},{to.over('A')},0)={best_row})"
        value = float(option_state and key == best)
        flags[key] = (f"{NAME}!{to.put(_FIRST + offset, 9, text, value)}", value)
    months = {
        key: to.draft.cached[NAME, f"{column_name(_MONTH)}{_FIRST + place + 1}"] for place, key in enumerate(to.options)
    }
    month = float(months[best]) if option_state else 0.0
    style = to.styles.make(num_format='0.0;;"–"', align="right")
    since = to.put(at + 3, 1, f"{owns}*INDEX({to.over(column_name(_MONTH))},{best_row})", month, style)
    to.words(at + 4, 0, "Chance, each option at its best and which options the rules allow are as exported.")
    cached = to.draft.cached[NAME, whole.replace("$", "")]
    return Told((f"{NAME}!{whole}", str(cached)), (f"{NAME}!{by}", gaps[state]), (f"{NAME}!{since}", month), flags)


_AGAINST = frozenset({State.CLOSE, State.CLEAR})


def _page_one(to: _Writer, row: int) -> None:
    """Write the figures of the paper's first page that stand nowhere else, each from its lines."""
    layout, lines = to.draft.layout, to.draft.layout.traced.lines
    for column, head in enumerate(_PAGE_HEADS):
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
        added = "+".join("{}!$E${}".format(*layout.of(line)) for line in expensed)
        to.put(at, 2, f"-({added})/({horizon}/{months})", -charged / years, to.money)
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
        stated = f"{to.line('value.unvalued')}=0"
        net = to.every.worth - option.compared if not to.every.unvalued else 0.0
        compared = f"D{_FIRST + offset}"
        to.put(at, 7, f"IF({stated},{to.line('value.worth')}-{compared},0)", net, to.money)
