"""Controls that are missing for what applies: which, and what they would cost, since no figure of a plan has that."""

from collections.abc import Iterator, Mapping

from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.texts import counted
from models.quantities.writing import SYMBOLS, money
from models.rules.controls import missing_controls
from models.rules.decisions import judged
from models.rules.judgement import Against, Judgement
from models.rules.unsettled import unsettled
from models.studies.best import with_settings

_NAMED = 3


def controls_to_plan(plan: Plan, scenario: str, case: CaseResult) -> Mapping[str, Value]:
    """Return the settings that put every control in place which some option lacks and that is not planned."""
    values = plan.values(scenario)
    lacking = {row.slug for option in case.options for row in missing_controls(plan, values, option)}
    keys = [f"security.control.{slug}.active" for slug in sorted(lacking)]
    return {key: True for key in keys if not values[key]}


def controls_missing_for(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, judgement: Judgement
) -> Iterator[Against]:
    """Yield which controls an option lacks for what applies, what they would add to it, and what leads with them."""
    names = [row.name for row in missing_controls(plan, plan.values(scenario), option.key)]
    if not names:
        return
    told = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    is_missing = f"{counted(len(names), 'control')} {'is' if len(names) == 1 else 'are'} missing"
    text = f"{is_missing} for the requirements that apply: {told}"
    settings = controls_to_plan(plan, scenario, case)
    then = judged(with_settings(plan, scenario, settings), scenario).options.get(option.key) if settings else None
    more = then.compared - option.compared if then is not None else 0.0
    if then is None or more <= A_PENNY:
        yield Against("controls", f"{text}.", names=tuple(names))
        return
    found = unsettled(plan, scenario, case, option, judgement, settings)
    one = len(names) == 1
    text += f"; {'it' if one else 'they'} would add {money(more, SYMBOLS[plan.currency])} to {option.in_sentence}"
    text += f" {case.basis_in_words}, which is in no figure here"
    yield Against(
        "controls",
        f"{text}: with {'it' if one else 'them'} {found.then}." if found is not None else f"{text}.",
        turns=found is not None and found.turns,
        names=tuple(names),
        adds=then.total_cost - option.total_cost,
    )
