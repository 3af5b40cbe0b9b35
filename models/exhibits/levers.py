"""The study of cost levers: those that are on, one after the other, and what those that are off would add."""

from models.areas.options import in_sentence
from models.exhibits.areas import levers_off_table, waterfall_table
from models.exhibits.shapes import A_POUND, lever_fall
from models.exhibits.studies import Shown
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.studies.levers import waterfall


def levers_shown(plan: Plan, scenario: str) -> Shown:
    """Return the lever waterfall, and what the levers that are off would add to it."""
    on, off = waterfall_table(plan, scenario), levers_off_table(plan, scenario)
    fall = lever_fall(plan, scenario)
    note = (
        "Levers one after the other in the order of their stage: each saves what is left by those before it."
        if on.rows
        else ""
    )
    if off.rows:
        beside = " beside those that are on" if on.rows else " alone"
        note += (
            f" A lever that is off counts nothing in the verdict; what it would add{beside} rests on what is entered"
            " for it under Costs."
        )
    found = f"{fall.title}." if not off.rows else f"{fall.title}.{_most_of_off(plan, scenario)}"
    return Shown("levers", found, note.strip(), [fall] if on.rows else [], [on, off])


def _most_of_off(plan: Plan, scenario: str) -> str:
    """Return which lever that is off would save the cheapest option most, and which would make another the cheapest."""
    allowed = judged(plan, scenario).allowed()
    if not allowed:
        return ""
    best, symbol = allowed[0], SYMBOLS[plan.currency]
    off = [step for step in waterfall(plan, scenario).steps if not step.on]
    most = max(off, key=lambda step: step.would_save[best.key])
    saved = most.would_save[best.key]
    said = (
        f" Of those off, “{most.label}” would save {best.in_sentence} most: {money(saved, symbol)}."
        if saved >= A_POUND
        else f" None of those off would save {best.in_sentence} anything."
    )
    leads = {
        (other.key, step.label): best.present_value
        - step.would_save[best.key]
        - (other.present_value - step.would_save[other.key])
        for step in off
        for other in allowed[1:]
    }
    turning = max(leads, key=lambda one: leads[one], default=None)
    if turning is not None and leads[turning] >= A_POUND:
        option, label = turning
        lead = money(leads[turning], symbol)
        said += f" With “{label}”, {in_sentence(option)} would cost {lead} less than {best.in_sentence}."
    return said
