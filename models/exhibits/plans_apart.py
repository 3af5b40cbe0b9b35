"""Two plans, or a plan and what was decided, side by side: the verdicts, what differs and what each difference does."""

from collections.abc import Sequence

from models.areas.options import OPTION_LABELS, USUAL, in_sentence
from models.areas.register import TABLES, expanded
from models.exhibits.case_text import short
from models.exhibits.cells import BLANK, CellKind, Entered, text, thousands_in
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name, input_value
from models.plan.plan import BASE, Evidence, Plan
from models.quantities.texts import counted
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Standing, State
from models.rules.plans_apart import Effect, PlansApart

_BASE = BASE.slug
_STATES = {
    State.CLEAR: "clear",
    State.CLOSE: "too close to call",
    State.ONLY: "the only one allowed",
    State.USUAL: "does the same work for less",
    State.NOTHING: "the work is worth less than it costs",
    State.NONE: "none is allowed",
}


def _judged(standing: Standing) -> str:
    if standing.awaited:
        return f"{'none can be judged: they await' if standing.state is State.NONE else 'other options await'} an entry"
    return _STATES[standing.state]


def recommended(standing: Standing) -> str:
    """Return what a verdict recommends, as it stands in a cell."""
    if standing.awaited:
        return "None yet"
    if standing.recommended == USUAL:
        return "Business as usual"
    if standing.recommended:
        close = f" ({_STATES[State.CLOSE]})" if standing.state is State.CLOSE else ""
        return f"{OPTION_LABELS[standing.recommended]}{close}"
    return "Nothing" if standing.state is State.NOTHING else "None"


def followed(found: PlansApart) -> Sequence[str]:
    """Return the options whose cost is followed: those recommended in either plan, else the cheapest of the second."""
    both = [one for one in (found.start.recommended, found.end.recommended) if one in OPTION_LABELS]
    known = [one for one in dict.fromkeys(both) if one in found.start.compared and one in found.end.compared]
    return (
        known
        or sorted(set(found.start.compared) & set(found.end.compared), key=lambda one: found.end.compared[one])[:1]
    )


def verdicts_table(found: PlansApart, first: str, second: str) -> Table:
    """Return what each plan comes to: what it recommends, how sure, and what each option costs."""
    thousands = thousands_in(found.second)
    rows: list[list[Entered]] = [
        ["Recommended", recommended(found.start), recommended(found.end), ""],
        ["Judged, as planned", *(_judged(one) for one in (found.start, found.end)), ""],
    ]
    for option in OPTION_LABELS:
        before, after = found.start.compared.get(option), found.end.compared.get(option)
        if before is None and after is None:
            continue
        gap = thousands(after - before) if before is not None and after is not None else BLANK
        rows.append(
            [
                f"{OPTION_LABELS[option]}, {SYMBOLS[found.second.currency]}k",
                thousands(before) if before is not None else "not there",
                thousands(after) if after is not None else "not there",
                gap,
            ]
        )
    return Table.of(["Verdict", first, second, "Difference"], rows)


def changes_table(found: PlansApart, first: str, second: str) -> Table:
    """Return every difference in order: what it adds to the options that are followed, and the verdict after it."""
    options = followed(found)
    thousands = thousands_in(found.second)
    symbol = SYMBOLS[found.second.currency]
    rows: list[list[Entered]] = []
    for one in found.effects:
        before, after = _ends(found, one)
        adds = [thousands(one.adds[option]) if option in one.adds else BLANK for option in options]
        rows.append(
            [text(short(step_name(found, one)), CellKind.INPUT), before, after, *adds, recommended(one.standing)]
        )
    heads = ["What differs", first, second]
    heads += [f"{OPTION_LABELS[option]}, {symbol}k" for option in options]
    return Table.of([*heads, "Then best"], rows, [one.step.key for one in found.effects])


def step_name(found: PlansApart, one: Effect) -> str:
    """Return what a difference is about."""
    plan = found.second if one.step.after is not None else found.first
    parts = one.step.key.split(".")
    if parts[0] in TABLES and len(parts) == 2:  # noqa: PLR2004 - table and row
        return f"{TABLES[parts[0]].title}: {plan.row_name(parts[0], parts[1])}"
    if len(one.step.keys) > 1 and one.step.before is None and one.step.after is None:
        row = found.second.row_name(parts[1], parts[2]) if len(parts) == 3 else parts[0].replace("_", " ")  # noqa: PLR2004
        return f"{row}: {len(one.step.keys)} inputs"
    name = input_name(found.second if _has(found.second, one.step.key) else found.first, one.step.key)
    return name + and_more(len(one.step.keys))


def and_more(inputs: int) -> str:
    """Return how many prices more a difference has than the one that is named: all have one currency, which moves too.

    >>> and_more(1), and_more(2), and_more(3)
    ('', '', ' and 1 more price')
    """
    more = inputs - 2
    return f" and {counted(more, 'more price')}" if more > 0 else ""


def _has(plan: Plan, key: str) -> bool:
    return key in plan.entries


def _ends(found: PlansApart, one: Effect) -> tuple[Entered, Entered]:
    """Return how a difference stands in the first plan and in the second."""
    step = one.step
    parts = step.key.split(".")
    if parts[0] in TABLES and len(parts) == 2:  # noqa: PLR2004 - table and row
        return ("not there", "there") if step.before is None else ("there", "not there")
    if step.before is None or step.after is None:
        return "several", "several"
    return (
        input_value(found.first, _BASE, step.key, step.before),
        input_value(found.second, _BASE, step.key, step.after),
    )


def evidence_table(found: PlansApart, first: str, second: str) -> Table:
    """Return the inputs that both plans have and that rest on something else."""
    rows: list[list[Entered]] = []
    keys: list[str] = []
    for key, _, _ in expanded(found.second.slugs):
        before = found.first.entries.get(key)
        after = found.second.entries[key]
        if before is not None and before.evidence != after.evidence:
            name = text(short(input_name(found.second, key)), CellKind.INPUT)
            rows.append(
                [name, _rests_on(found.first, key, before.evidence), _rests_on(found.second, key, after.evidence)]
            )
            keys.append(key)
    return Table.of(["Different evidence", first, second], rows, keys)


def _rests_on(plan: Plan, key: str, evidence: Evidence) -> str:
    said = ", ".join(piece for piece in (evidence.kind.value, evidence.source, evidence.date) if piece)[:80]
    low, high = ("" if end is None else input_value(plan, _BASE, key, end) for end in (evidence.low, evidence.high))
    if low and high:
        return f"{said} ({low} to {high})"
    return f"{said} (from {low})" if low else f"{said} (up to {high})" if high else said


def apart_finding(found: PlansApart, first: str, second: str) -> str:
    """Return in words what changed between two plans."""
    symbol = SYMBOLS[found.second.currency]
    count = len(found.effects)
    if not count:
        differ = len(evidence_table(found, first, second).rows)
        rest = f", {differ:,} of them on other evidence" if differ else ""
        named = bool(found.end.recommended) or found.end.state is State.NOTHING
        both = f"{recommended(found.end)} is recommended in both" if named else "neither recommends an option"
        both = both if not found.end.awaited else "neither recommends yet"
        return f"{first} and {second} have the same inputs{rest}: {both}."
    told = f"{count} difference{'' if count == 1 else 's'} between {first} and {second}. "
    if found.start.awaited and found.end.awaited:
        told += "Neither recommends an option yet. "
    elif State.NONE is found.start.state is found.end.state:
        told += "Neither recommends an option. "
    elif found.start.recommended == found.end.recommended and not (found.start.awaited or found.end.awaited):
        told += f"Both recommend the same: {recommended(found.end)}. "
    else:
        last = found.turns[-1]
        told += (
            f"{first} recommends {_in_words(found.start)}, {second} {_in_words(found.end)}: the verdict"
            f" changes with “{step_name(found, last)}”. "
        )
    costs: list[str] = []
    for option in followed(found):
        gap = found.end.compared[option] - found.start.compared[option]
        way = f"costs {money(abs(gap), symbol)} {'more' if gap > 0 else 'less'}" if abs(gap) >= 1 else "costs the same"
        weightiest = max(found.effects, key=lambda one, option=option: abs(one.adds.get(option, 0.0)))
        why = (
            f", most of it from “{step_name(found, weightiest)}” ({money(weightiest.adds.get(option, 0.0), symbol)})"
            if abs(gap) >= 1 and count > 1
            else ""
        )
        costs.append(f"{OPTION_LABELS[option]} {way}{why}")
    return f"{told}{'; '.join(costs)}."


def _in_words(standing: Standing) -> str:
    option = standing.recommended
    return in_sentence(option) if option in OPTION_LABELS else recommended(standing).lower()
