"""What was decided, as it is shown, and how the plan of today and the months charged stand against it."""

from collections.abc import Sequence
from dataclasses import replace

from models.areas.options import OPTION_LABELS, USUAL, in_sentence
from models.exhibits.case_text import short
from models.exhibits.cells import BLANK, CellKind, Entered, text, whole_amount
from models.exhibits.figures import Table
from models.exhibits.plans_apart import changes_table, recommended, step_name, verdicts_table
from models.exhibits.tracking import FOLLOWED, Tracked, tracked
from models.exhibits.tripwires import as_bought, then_words, tripwire_words
from models.exhibits.verdict_parts import in_cases, none_may_be
from models.plan.decision_record import DecisionRecord, Wire, broken, latest_of
from models.plan.plan import BASE, Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Standing, State
from models.rules.plans_apart import PlansApartError
from models.rules.recorded import Held, as_decided, held
from models.studies.tripwires import Tripwire

_BASE = BASE.slug
THEN, NOW = "As decided", "Now"
_MOST_CAUSES = 6


def named(option: str, state: str = "") -> str:
    """Return what an option of a record is called; of a verdict for none, "nothing".

    state: of the verdict; where no option was allowed, or another led at its best than as planned, there was no
        recommendation, which is not to do nothing.
    """
    if option == USUAL:
        return "Business as usual"
    return OPTION_LABELS.get(option, "Nothing" if state in {"", State.NOTHING} else "No recommendation")


def in_words(option: str, state: str = "") -> str:
    """Return what an option of a record is called within a sentence."""
    return in_sentence(option) if option in OPTION_LABELS else named(option, state).lower()


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def wires_of(plan: Plan, scenario: str, found: Sequence[Tripwire]) -> Sequence[Wire]:
    """Return the nearest tripwires as a record freezes them."""
    return [
        Wire(
            one.key,
            tuple(one.keys),
            one.at,
            one.below,
            one.to,
            f"{tripwire_words(plan, scenario, _marked(one))}: then {then_words(one.to)}",
        )
        for one in as_bought(plan, found)
    ]


def _marked(one: Tripwire) -> Tripwire:
    """Return a tripwire of what has been bought, marked as one where a plan made with its figure turns elsewhere.

    A paper tells first where that plan turns: without the mark the two figures would contradict each other.
    """
    return replace(one, once_bought=one.anew is None or (one.anew.at, one.anew.to) != (one.at, one.to))


def records_table(plan: Plan) -> Table:
    """Return every decision on record, the latest last."""
    changed = set(broken(plan.records))
    rows: list[list[Entered]] = []
    for place, one in enumerate(plan.records):
        symbol = SYMBOLS[one.currency]
        decided = named(one.decided, one.state)
        if one.decided != one.recommended:
            decided += f" (recommended: {named(one.recommended, one.state)})"
        cost = one.compared.get(one.decided)
        rows.append(
            [
                one.on,
                one.by,
                decided,
                money(cost, symbol) if cost is not None else BLANK,
                in_cases(one.chance) if one.chance is not None and one.decided == one.recommended else BLANK,
                "changed since" if place in changed else "as recorded",
                one.seal[:8],
            ]
        )
    heads = ["Decided on", "By", "For", "Cost as planned", "Cheaper in", "Record", "Seal"]
    return Table.of(heads, rows, [str(place) for place in range(len(rows))])


def record_words(record: DecisionRecord) -> str:
    """Return a decision in a paragraph: who decided what, on what grounds."""
    told = f"{record.on}, {record.by}, on “{record.scenario}”: {named(record.decided, record.state)}. {record.sentence}"
    if record.decided != record.recommended:
        advised = in_words(record.recommended, record.state)
        told += f" The program {'gave' if advised == 'no recommendation' else 'recommended'} {advised}."
    return f"{told} Note by {record.by}: {record.note}" if record.note else told


def wires_table(one: Held) -> Table:
    """Return the tripwires of a decision, and which of them today's figures lie beyond."""
    rows: list[list[Entered]] = [
        [text(wire.words), "crossed" if wire in one.crossed else "not crossed"] for wire in one.record.wires
    ]
    return Table.of(["Reopens it", NOW], rows, [wire.key for wire in one.record.wires])


def held_tables(one: Held) -> Sequence[Table]:
    """Return a plan held against a decision: verdicts, what changed, tripwires."""
    tables = (verdicts_table(one.apart, THEN, NOW), changes_table(one.apart, THEN, NOW), wires_table(one))
    return [table for table in tables if table.rows]


def record_parts(plan: Plan, scenario: str) -> tuple[str, Sequence[str], Sequence[Table]]:
    """Return what is on record, for a plan with at least one decision.

    That is how the plan stands against the latest decision, every decision in words, and the tables behind both.
    """
    words = [record_words(one) for one in plan.records]
    try:
        latest = held(latest_of(plan.records), plan, scenario)
    except PlansApartError as error:
        return f"The plan cannot be compared with the latest decision: {error}.", words, [records_table(plan)]
    charged = charged_table(latest, plan)
    more = [charged] if charged is not None else []
    return held_finding(latest), words, [records_table(plan), *held_tables(latest), *more]


_DEARER = 1.1
"""Times what was decided on, from which a decision is looked at again though the verdict stands."""


def _stands(one: Held) -> str:
    """Return what today's figures, as planned, recommend beside what was decided, as a clause."""
    record, then, now = one.record, one.apart.start, one.apart.end
    option = record.decided
    if one.turned:
        turns = one.apart.turns
        changed = f": the verdict changed with “{step_name(one.apart, turns[-1])}”" if turns else ""
        return f"Today’s figures, as planned, {_now(now)}{changed}"
    if now.state is State.NONE and not option:
        either = " either" if then.state is State.NONE and not (then.awaited or now.awaited) else ""
        return f"By today’s figures n{none_may_be(now.awaited)[1:]}{either}"
    if now.awaited:
        others = "the options" if now.state is State.NONE else "other options"
        return f"By today’s figures nothing can be recommended before {others} can be judged"
    still = " still" if then.state is State.CLOSE else ""
    if now.state is State.CLOSE and now.rival == option:
        return f"By today’s figures, as planned, it is{still} too close to {in_words(now.recommended)} to call"
    if now.recommended != option:
        return f"As planned, today’s figures {_now(now)}, as they did when it was decided"
    if option and not record.recommended:
        return "By today’s figures, as planned, it costs least; nothing was recommended when it was decided"
    same = then.recommended == option
    if now.state is State.CLOSE and not (same and then.state is State.CLEAR):
        return f"By today’s figures, as planned, it is{still} too close to {in_words(now.rival)} to call"
    close = f", but no longer clearly: it is too close to {in_words(now.rival)} to call"
    close = close if now.state is State.CLOSE else ""
    return f"Today’s figures, as planned,{' still' if same else ''} recommend it{close}"


def held_finding(one: Held) -> str:
    """Return in words whether a decision still stands."""
    record, then, now = one.record, one.apart.start, one.apart.end
    option = record.decided
    told = f"Decided on {record.on} by {record.by}: {in_words(option, record.state)}. "
    if one.scenario != record.scenario:
        told += f"It was decided on the scenario {record.scenario}, and is held against {one.scenario}. "
    if one.reckoned_anew:
        told += "This version of the program calculates different costs from the same figures. "
    told += f"{_stands(one)}. "
    if option in now.blocked:
        when = "was not allowed" if option in then.blocked else "is not allowed now"
        when = "cannot be judged" if option in now.awaited else when
        told += f"{_capital(in_words(option))} {when}: {now.blocked[option]} "
    dearer = ""
    before, after = one.apart.start.compared.get(option), now.compared.get(option)
    if before is not None and after is not None and abs(after - before) >= 1:
        symbol = SYMBOLS[one.apart.second.currency]
        way = "more" if after > before else "less"
        then_over, now_over = (each.structure.horizon for each in (one.apart.first, one.apart.second))
        over = f", over {now_over} months where it was {then_over}" if now_over != then_over else ""
        told += f"{_capital(in_words(option))} costs {money(abs(after - before), symbol)} {way} than decided{over}. "
        if not over and after > _DEARER * before > 0:
            dearer = f", and yet it costs {after / before - 1:.0%} more than was decided: put it to the board again"
    if one.crossed:
        told += "Tripwire crossed: " + "; ".join(wire.words for wire in one.crossed) + "."
        if now.recommended == option and not one.turned:
            told += f" That is with all bought as it was decided; planned anew, {in_words(option)} still leads."
    elif record.wires:
        told += f"No tripwire is crossed{dearer}."
    return told.strip()


def _now(now: Standing) -> str:
    """Return what figures do: recommend an option, or leave two too close to call."""
    if now.state is State.CLOSE:
        return f"leave {in_words(now.recommended)} and {in_words(now.rival)} too close to call"
    told = recommended(now)
    return f"recommend {in_sentence(now.recommended) if now.recommended in OPTION_LABELS else told.lower()}"


def charged_table(one: Held, plan: Plan) -> Table | None:
    """Return why charged months differ from what was decided, by cause; None where nothing was charged since.

    Changes of inputs since the decision explain what the plan of today has for these months; the rest is what no change
    of an input explains.
    """
    found = _charged(as_decided(one.record), plan, one.record.decided)
    if not found:
        return None
    symbol = SYMBOLS[plan.currency]
    months = {month.month for month in found}
    due = sum(month.due for month in found)
    charged = sum(month.actual for month in found)
    rows: list[list[Entered]] = [["Expected when it was decided", whole_amount(due, symbol)]]
    causes: list[tuple[str, float]] = []
    before = due
    for effect in one.apart.effects:
        after = sum(m.due for m in _charged(effect.step.plan, plan, one.record.decided) if m.month in months)
        if abs(after - before) >= 1:
            causes.append((step_name(one.apart, effect), after - before))
        before = after
    causes.sort(key=lambda cause: -abs(cause[1]))
    for name, gap in causes[:_MOST_CAUSES]:
        rows.append([text(short(name), CellKind.INPUT), whole_amount(gap, symbol, signed=True)])
    rest = sum(gap for _, gap in causes[_MOST_CAUSES:])
    if abs(rest) >= 1:
        rows.append([f"{len(causes) - _MOST_CAUSES} smaller changes", whole_amount(rest, symbol, signed=True)])
    rows.append(["Not explained by any change of input", whole_amount(charged - before, symbol, signed=True)])
    rows.append([f"Charged, {len(found)} month{'' if len(found) == 1 else 's'}", whole_amount(charged, symbol)])
    return Table.of(["Months charged since", SYMBOLS[plan.currency]], rows)


def _charged(planned: Plan, plan: Plan, option: str) -> Sequence[Tracked]:
    """Return the months that providers charged, within the plan, beside what a plan has for them."""
    if option not in FOLLOWED:  # nothing was decided for
        return []
    with_months = replace(planned, measurements=plan.measurements)
    return [one for one in tracked(with_months, _BASE, option) if one.place >= 1]
