"""Controls that are missing for what applies: which, and what they would cost, since no figure of a plan has that."""

from collections.abc import Iterator, Mapping, Sequence

from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.texts import counted, listed
from models.quantities.writing import SYMBOLS, money
from models.rules.controls import missing_controls
from models.rules.decisions import judged
from models.rules.judgement import Against, Judgement
from models.rules.priced import added
from models.rules.unsettled import unsettled
from models.studies.best import with_settings

_NAMED = 3


def controls_to_plan(plan: Plan, scenario: str, option: str) -> Mapping[str, Value]:
    """Return the settings that put in place what an option lacks and could have: others cannot be had where it runs."""
    values = plan.values(scenario)
    keys = {row.slug: f"security.control.{row.slug}.active" for row in missing_controls(plan, values, option)}
    planned = {**values, **dict.fromkeys(keys.values(), True)}
    still = {row.slug for row in missing_controls(plan, planned, option)}
    return {key: True for slug, key in keys.items() if slug not in still}


def controls_missing_for(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, judgement: Judgement
) -> Iterator[Against]:
    """Yield which controls an option lacks for what applies, what they would add to it, and what leads with them."""
    rows = missing_controls(plan, plan.values(scenario), option.key)
    if not rows:
        return
    names = [row.name for row in rows]
    text = f"{counted(len(names), 'control')} {'is' if len(names) == 1 else 'are'} missing for the requirements that"
    text += f" apply: {_some(names)}"
    settings = controls_to_plan(plan, scenario, option.key)
    could = [row.name for row in rows if f"security.control.{row.slug}.active" in settings]
    if len(could) < len(names):
        text += f"; {listed([name for name in names if name not in could])} cannot be had with {option.in_sentence}"
    there = judged(with_settings(plan, scenario, settings), scenario) if settings else case
    then = there.options.get(option.key) if settings else None
    more = added(then, option, case) if then is not None else 0.0
    if then is None or more <= A_PENNY:
        yield Against("controls", f"{text}.", names=tuple(names))
        return
    found = unsettled(plan, scenario, case, option, judgement, settings)
    it, they = ("it", "it") if len(could) == 1 else ("them", "they")
    who = they if len(could) == len(names) else _some(could)
    text += f"; {who} would add {money(more, SYMBOLS[plan.currency])} to {option.in_sentence} {case.basis_in_words}"
    text += ", which is in no figure here"
    yield Against(
        "controls",
        f"{text}: with {it} {found.then}." if found is not None else f"{text}.",
        # of two that are close before and after none is turned away from
        turns=found is not None and found.turns and not (judgement.told.tied and _close(there, option.key)),
        names=tuple(names),
        adds=then.total_cost - option.total_cost,
        puts=settings,
    )


def _close(case: CaseResult, option: str) -> bool:
    """Return whether an option is as near what is cheapest as the tolerance between them."""
    if option in case.blocked:
        return False
    first, own = case.allowed()[0], case.options[option]
    return own.compared - first.compared < case.tolerances.get(frozenset({first.key, option}), 0.0)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
