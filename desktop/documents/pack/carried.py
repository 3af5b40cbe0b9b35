"""What a pack carries: the graph as JavaScript, the inputs of every scenario, and what each line and input is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.storage.release_notes import current
from models.appraisal.in_use import inputs_shown
from models.appraisal.line_keys import OptionLine, PairLine
from models.appraisal.model import Model, model
from models.appraisal.pair_results import A_PENNY
from models.areas.options import NAMED_FIRST, OPTION_LABELS, in_sentence
from models.areas.register import expanded
from models.exhibits.areas import AREA_LABELS
from models.exhibits.pinned import first_pinned
from models.exhibits.series_styles import STYLES
from models.exhibits.spans import horizon_in_words
from models.exhibits.verdict import verdict
from models.exhibits.verdict_parts import by_settings
from models.exhibits.years import year_edges, year_heads
from models.formula.explain import explained
from models.formula.javascript import Script, script
from models.formula.node import Line
from models.plan.plan import Entry, Plan
from models.quantities.declaration import Input, Kind
from models.quantities.writing import HELD, SIZES, SYMBOLS
from models.rules.decisions import blocked, findings, judged
from models.rules.every_rule import RULES
from models.rules.judgement import Judgement, Standing, planned
from models.rules.sure_enough import MOST_DRAWN, judged_surely

_RULED = frozenset(name for rule in RULES for name in rule.inputs)
"""Names of inputs that rules look at: whether an option is still allowed may change with them."""

COLUMNS: Sequence[tuple[str, OptionLine]] = (
    ("Whole life", OptionLine.TOTAL_COST),
    ("Present value", OptionLine.PRESENT_VALUE),
    ("Ranked at", OptionLine.COMPARED),
    ("Total capital", OptionLine.UP_FRONT),
    ("Costs with contingency", OptionLine.APPROVAL),
    ("Residual value", OptionLine.RESIDUAL),
)
"""What the table of options shows, each from a line of the option: its value, or the sum of its months."""

_CURVES = {
    "cumulative": OptionLine.CURVE,
    "discounted": OptionLine.CURVE_DISCOUNTED,
    "paid": OptionLine.CUMULATIVE,
    "compared": OptionLine.COMPARED,
    "beyond": OptionLine.BEYOND_VALUE,
}
_PAIR = {
    "sustained": PairLine.SUSTAINED,
    "stays": PairLine.SUSTAINED_EXISTS,
    "crossing": PairLine.CROSSING,
    "month": PairLine.MONTH,
    "sign": PairLine.SIGN,
}
_USUAL = {
    "usualRanked": "finance.usual_ranked",
    "closeShare": "finance.close_share",
    "usual": "finance.usual_compared",
    "usualCurve": "finance.usual_cumulative",
    "worth": "value.worth",
    "unvalued": "value.unvalued",
    "apiServes": "hosting.api_serves",
    "bySociety": "finance.by_society",
}


@dataclass(frozen=True, slots=True)
class Carried:
    """The graph as JavaScript and what a page knows of it, ready for JSON."""

    graph: Script
    data: Mapping[str, object]


def carried(
    plan: Plan, scenario: str, day: date, input_hash: str, pinned: Sequence[str] = (), standing: Standing | None = None
) -> Carried:
    """Return what the pack of a scenario carries.

    pinned: the inputs that stand as sliders; empty for the usual ones. standing: how the options stand in the scenario
        as planned, with the chance, where it is known.
    """
    known = {scenario: standing} if standing is not None else {}
    traced = model(plan.structure)
    graph = script(plan.structure, list(traced.lines.values()))
    read = {key for one in graph.given for key in one.keys}
    kept = [(key, one) for key, one, _ in expanded(plan.slugs) if key in read]
    declared = list(dict.fromkeys(one for _, one in kept))
    places = {one.key: place for place, one in enumerate(declared)}
    said = _Said()
    data: dict[str, object] = {
        "title": plan.title,
        "scenario": scenario,
        "day": day.isoformat(),
        "version": current(),
        "hash": input_hash,
        "symbol": SYMBOLS[plan.currency],
        "symbols": SYMBOLS,
        "start": plan.start,
        "horizon": plan.structure.horizon,
        "horizonWords": horizon_in_words(plan.structure.horizon),
        "penny": A_PENNY,
        "sizes": SIZES,
        "held": sorted(HELD),
        "given": [[one.place, list(one.keys), one.how, one.of] for one in graph.given],
        "tables": {table: [[row.slug, row.name] for row in rows] for table, rows in plan.rows.items()},
        "axes": {axis: list(plan.structure.axis_rows(axis)) for axis in _axes(traced)},
        "declared": [_declared(one, plan, traced) for one in declared],
        "inputs": [[key, places[one.key], *said.entered(plan.entries[key], one)] for key, one in kept],
        "scenarios": [_scenario(plan, one.slug, read, said, known.get(one.slug)) for one in plan.scenarios],
        "lines": {line.key: _line(line, graph, traced, places, plan) for line in traced.lines.values()},
        "options": [_option(traced, one) for one in NAMED_FIRST if one in traced.options],
        "pairs": [_pair(traced, one.first, one.second, one.basis) for one in traced.appraisal.pairs],
        "named": {name: key for name, key in _USUAL.items() if key in traced.lines},
        "columns": [[head, line.name.lower()] for head, line in COLUMNS],
        "areas": [[slug, label] for slug, label in AREA_LABELS.items()],
        "years": {"edges": year_edges(plan.structure.horizon), "heads": year_heads(plan.structure.horizon)},
        "pinned": [key for key in pinned or first_pinned(plan) if _moves(plan.declaration(key), traced)],
    }
    return Carried(graph, data | {"said": said.texts})


def _moves(declared: Input, traced: Model) -> bool:
    """Return whether a formula reads an input, so that it can be moved in a pack."""
    return declared.key in traced.inputs and declared.key not in traced.structure.closed


def _axes(traced: Model) -> list[str]:
    return sorted({axis for line in traced.lines.values() for axis in line.axes})


def _declared(declared: Input, plan: Plan, traced: Model) -> dict[str, object]:
    """Return what a page knows of a declaration; what cannot be moved says so, structure and constants."""
    shown = declared.key in inputs_shown(plan)
    moves = _moves(declared, traced) and shown and declared.scenario_may_change
    node = traced.inputs.get(declared.key)
    unused = node.unused if node is not None else frozenset[str]()
    when = list(declared.when.every()) if declared.when is not None else []
    found: dict[str, object] = {
        "key": declared.key,
        "label": declared.label,
        "kind": declared.kind.value,
        "unit": declared.unit.symbol,
        "bounds": list(declared.bounds),
        "decimals": declared.decimals,
        "help": declared.help,
        "source": declared.source,
        "moves": moves,
        "ruled": declared.name in _RULED,
    }
    extra = {
        "plausible": list(declared.plausible) if declared.plausible else None,
        "choices": [[one.value, one.label] for one in declared.choices if one.value not in unused],
        "table": declared.table,
        "home": declared.home,
        "currency": declared.currency,
        "when": [[one.input_name, list(one.values)] for one in when],
    }
    return found | {name: value for name, value in extra.items() if value}


class _Said:
    """What values rest on, each text once."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._places: dict[str, int] = {}

    def entered(self, entry: Entry, declared: Input) -> tuple[object, int]:
        """Return a value, and the place of what it rests on."""
        evidence = entry.evidence
        origin = "constant" if declared.kind is Kind.CONSTANT else evidence.kind.value
        text = ", ".join(piece for piece in (origin, evidence.source or declared.source, evidence.date) if piece)
        if text not in self._places:
            self._places[text] = len(self.texts)
            self.texts.append(text)
        return entry.value, self._places[text]


def _scenario(
    plan: Plan, slug: str, read: Collection[str], said: _Said, standing: Standing | None
) -> dict[str, object]:
    """Return a scenario: what it changes, how its options stand and which the rules allow in it, as exported."""
    one = plan.scenario(slug)
    case = judged(plan, slug)
    if standing is None:
        standing = judged_surely(plan, slug, case) if len(plan.scenarios) <= MOST_DRAWN else planned(case)
    told = verdict(plan, case, Judgement(standing))
    changes = {key: said.entered(entry, plan.declaration(key)) for key, entry in one.changes.items() if key in read}
    barred = blocked(findings(plan, slug, case))
    return {
        "slug": slug,
        "name": one.name,
        "changes": changes,
        "blocked": barred,
        "bySettings": by_settings(barred),
        "usualBarred": case.usual_barred,
        "awaited": bool(planned(case).awaited),
        "sentence": told.sentence,
        "followUp": told.follow_up,
    }


def _line(line: Line, graph: Script, traced: Model, places: Mapping[str, int], plan: Plan) -> list[object]:
    """Return a line: place, rows, months, label, unit, axes, formula in words, and what it reads."""
    kept = graph.lines[line.key]
    told = explained(line)
    unit = line.unit.printed(SYMBOLS[plan.currency])
    inputs = [places[one.key] for one in told.inputs if one.key in places]
    row: list[object] = [kept.place, kept.rows, kept.months, line.label, unit, list(line.axes)]
    used = line.key in traced.used.lines
    return [*row, told.words, [one.key for one in told.lines], inputs, line.area, int(used)]


def _option(traced: Model, key: str) -> dict[str, object]:
    """Return an option: what it is called, how it is drawn, and the lines that its figures are."""
    style = STYLES[key]
    lines = {name: line.of(key) for name, line in _CURVES.items()}
    lines |= {line.name.lower(): line.of(key) for _, line in COLUMNS}
    return {
        "key": key,
        "label": OPTION_LABELS[key],
        "inSentence": in_sentence(key),
        "dash": list(style.dash),
        "marker": style.marker,
        "lines": {name: line for name, line in lines.items() if line in traced.lines},
        "costs": [line.key for line in traced.costs(key)],
    }


def _pair(traced: Model, first: str, second: str, basis: str) -> dict[str, object]:
    """Return a pair of options: the lines by which they are compared on a basis."""
    lines = {name: line.of(first, second, basis) for name, line in _PAIR.items()}
    lines["tolerance"] = PairLine.TOLERANCE.of(first, second)
    return {
        "first": first,
        "second": second,
        "basis": basis,
        "lines": {name: line for name, line in lines.items() if line in traced.lines},
    }
