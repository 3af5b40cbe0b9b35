"""What becomes of a lead once something is changed that it may rest on: another option's, or too close to call."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.options import in_sentence
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.rules.judgement import Judgement, State, judged_now
from models.rules.priced import still_allowed, without
from models.studies.best import with_settings

KEPT = 0.75
"""Of what an option leads another by: where so much is left, the lead does not rest on what was changed."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What becomes of a lead. then: which option leads, or that none does clearly.

    turns: whether it is another option's. close: whether it is only no longer clear.
    """

    then: str
    turns: bool
    close: bool = False

    @property
    def leads_by(self) -> str:
        """What the option does as it is, up to what it does it by."""
        return "leads clearly only by" if self.close else "leads by"

    @property
    def leads_only_by(self) -> str:
        """The same where nothing else is said of it."""
        return "leads clearly only by" if self.close else "leads only by"


def unsettled(
    plan: Plan,
    scenario: str,
    case: CaseResult,
    option: OptionResult,
    judgement: Judgement,
    changes: Mapping[str, Value],
) -> Unsettled | None:
    """Return what becomes of an option's lead with some inputs changed; None where it stays as clear as it is.

    case: as planned, with its blocked options marked. Of a lead that is too close to call as it is only what turns it
    is told.
    """
    if not changes:
        return None
    # of settings that were looked for with what is changed, the same are kept without it
    kept = ""
    if judgement.best is not None and not judgement.confirmed:
        own, as_planned = _as_planned(plan, scenario, case, option, judgement, changes)
        changes = {**own, **changes}
        kept = f", {listed(as_planned)} as planned" if as_planned else ", each option keeping its best settings"
    found = without(plan, scenario, case, option, changes)
    if found:
        return Unsettled(f"{found}{kept}", turns=True)
    now = judgement.planned
    clear = judgement.final.state is State.CLEAR and now.state is State.CLEAR and now.recommended == option.key
    if not clear or not _falls(case, still_allowed(case, case_result(plan, scenario, changes)), option):
        return None
    changed = plan
    for key, value in changes.items():
        changed = changed.with_entry(scenario, key, replace(changed.entry(scenario, key), value=value))
    then = judged_now(changed, scenario, judged(changed, scenario))
    if then.state is not State.CLOSE:
        return None
    first, second = in_sentence(then.recommended), in_sentence(then.rival)
    apart = money(then.lead, SYMBOLS[plan.currency])
    said = f"{first} and {second} are too close to call, {apart} apart{kept}"
    return Unsettled(said, turns=then.recommended != option.key, close=True)


def _as_planned(
    plan: Plan,
    scenario: str,
    case: CaseResult,
    option: OptionResult,
    judgement: Judgement,
    changes: Mapping[str, Value],
) -> tuple[Mapping[str, Value], list[str]]:
    """Return the planned settings of the options that cost less with them once something is changed, and these.

    plan: with each option's best settings. Those were looked for with what is changed, and may only avoid it. Named are
    the option and the one that leads then, which are told of.
    """
    taken: dict[str, Value] = {}
    kinds: list[str] = []
    now = case_result(plan, scenario, changes)
    for kind, before in judgement.before.items():
        if kind not in now.options or not before:
            continue
        then = case_result(plan, scenario, {**taken, **before, **changes})
        others = (one for one in now.options if one != kind and one in then.options)
        # a setting that options share is no option's own to take back, and what a rule bars then leads nothing
        shared = any(abs(then.options[one].compared - now.options[one].compared) > A_PENNY for one in others)
        cheaper = kind in then.options and then.options[kind].compared < now.options[kind].compared - A_PENNY
        if cheaper and not shared and _allowed(plan, scenario, kind, {**taken, **before, **changes}):
            taken, now = {**taken, **before}, then
            kinds.append(kind)
    told_of = {option.key, *(one.key for one in still_allowed(case, now)[:1])}
    return taken, [in_sentence(kind) for kind in kinds if kind in told_of]


def _allowed(plan: Plan, scenario: str, kind: str, changes: Mapping[str, Value]) -> bool:
    """Return whether rules allow an option with some inputs changed."""
    return kind not in judged(with_settings(plan, scenario, changes), scenario).blocked


def _falls(case: CaseResult, then: list[OptionResult], option: OptionResult) -> bool:
    """Return whether an option leads any other one by much less than it does."""
    own = next((one.compared for one in then if one.key == option.key), None)
    if own is None:
        return False
    leads = {one.key: one.compared - own for one in then if one.key != option.key and one.key in case.options}
    before = {key: case.options[key].compared - option.compared for key in leads}
    return any(lead < KEPT * before[key] for key, lead in leads.items())
