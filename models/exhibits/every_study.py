"""Every study, from plan to what is shown: the one list that window, command line, workbook and business case read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.areas.options import NOTHING
from models.exhibits.best import best_shown
from models.exhibits.information import information_shown
from models.exhibits.kept_studies import figures_of, keep, kept, recalled
from models.exhibits.levers import levers_shown
from models.exhibits.map_of_inputs import map_shown
from models.exhibits.offers import offers_shown
from models.exhibits.resting import resting_shown
from models.exhibits.sensitivity import switching_shown, tornado_shown
from models.exhibits.simulation import uncertainty_shown
from models.exhibits.start_of_owning import owning_shown
from models.exhibits.studies import Shown, beside_options, split_shown, stress_shown
from models.exhibits.tripwires import out_of_reach, tripwires_shown
from models.plan.plan import Plan
from models.rules.best import best
from models.rules.decisions import in_question, judged, other_outcomes
from models.rules.judgement import Judgement, State, planned
from models.rules.judging import judge_at_best
from models.rules.offers import judged_offers
from models.rules.start_of_owning import start_of_owning
from models.studies.asks import asks
from models.studies.best import AllBest
from models.studies.best_judged import costs_at_best, risked
from models.studies.hybrid_split import best_split
from models.studies.influence import influences
from models.studies.information import Information, information
from models.studies.limits import with_those_of_plan
from models.studies.resting import resting
from models.studies.sampling import SEED
from models.studies.stress import stress_tests
from models.studies.switching import SwitchingValue, switching_values
from models.studies.tripwires import Reopening, tripwires
from models.studies.two_inputs import UTILISATION, two_inputs
from models.studies.uncertainty import CASES, uncertainty

type Look = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a study is asked.

    How many cases, from which seed, a budget to hold costs against, the two inputs of a map, the pool of offers: the
    first where it is left out.
    """

    cases: int = CASES
    seed: int = SEED
    budget: float | None = None
    across: str = UTILISATION
    up: str = ""
    pool: str = ""


type Study = Callable[[Plan, str, Asked, Look | None], Shown]


def _blocked(plan: Plan, scenario: str) -> list[str]:
    return list(judged(plan, scenario).blocked)


def _simulation(plan: Plan, scenario: str, asked: Asked, look: Look | None) -> Shown:
    case = judged(plan, scenario)
    found = uncertainty(
        plan, scenario, list(case.blocked), cases=asked.cases, seed=asked.seed, budget=asked.budget, look=look
    )
    return beside_options(plan, uncertainty_shown(plan, found), planned(case))


def _tornado(plan: Plan, scenario: str, _asked: Asked, look: Look | None) -> Shown:
    case = judged(plan, scenario)
    return beside_options(
        plan, tornado_shown(plan, scenario, influences(plan, scenario, case.left_out, look)), planned(case)
    )


def _switching(plan: Plan, scenario: str, _asked: Asked, look: Look | None) -> Shown:
    return switching_shown(plan, scenario, _switched(plan, scenario, look))


_last_switched: list[tuple[Plan, str, Sequence[SwitchingValue]]] = []


def _switched(plan: Plan, scenario: str, look: Look | None) -> Sequence[SwitchingValue]:
    """Return the switching values of every input, worked out once for the studies that read them."""
    for known, of, found in _last_switched:
        if known is plan and of == scenario:
            return found
    case = judged(plan, scenario)
    found = switching_values(plan, scenario, case.left_out, other_outcomes(case), every=True, look=look)
    _last_switched[:] = [(plan, scenario, found)]
    return found


def _map(plan: Plan, scenario: str, asked: Asked, look: Look | None) -> Shown:
    return map_shown(plan, scenario, two_inputs(plan, scenario, asked.across, asked.up, _blocked(plan, scenario), look))


def _split(plan: Plan, scenario: str, _asked: Asked, _look: Look | None) -> Shown:
    return split_shown(plan, best_split(plan, scenario))


def _levers(plan: Plan, scenario: str, _asked: Asked, _look: Look | None) -> Shown:
    return levers_shown(plan, scenario)


def _stress(plan: Plan, scenario: str, _asked: Asked, _look: Look | None) -> Shown:
    case = judged(plan, scenario)
    return stress_shown(plan, case, stress_tests(plan, scenario, list(case.blocked), other_outcomes(case)))


def _evidence(plan: Plan, scenario: str, _asked: Asked, look: Look | None) -> Shown:
    case = judged(plan, scenario)
    options = case.allowed() or list(case.options.values())
    return resting_shown(plan, scenario, resting(plan, scenario, options[0].key, look))


def _best(plan: Plan, scenario: str, _asked: Asked, look: Look | None) -> Shown:
    bests = best(plan, scenario, look=look)
    drawn = costs_at_best(plan, scenario, bests.found)
    judgement = judge_at_best(plan, scenario, judged(plan, scenario), bests, drawn)
    within = with_those_of_plan(plan.values(scenario), {})
    return best_shown(plan, bests, risked(plan, scenario, bests.found, drawn, within=within), judgement)


def _offers(plan: Plan, scenario: str, asked: Asked, _look: Look | None) -> Shown:
    pool = asked.pool or plan.slugs["pool"][0]
    case = judged(plan, scenario)
    return offers_shown(plan, pool, judged_offers(plan, scenario, pool, case), case)


_last_informed: list[tuple[Plan, str, Asked, Information]] = []


def _informed(plan: Plan, scenario: str, asked: Asked, look: Look | None) -> Information:
    """Return what it is worth to know, worked out once for the studies that read it."""
    for known, of, so, found in _last_informed:
        if known is plan and of == scenario and (so.cases, so.seed) == (asked.cases, asked.seed):
            return found
    case = judged(plan, scenario)
    options = in_question(case)
    found = information(plan, scenario, options, cases=asked.cases, seed=asked.seed, look=look)
    _last_informed[:] = [(plan, scenario, asked, found)]
    return found


def _worth(plan: Plan, scenario: str, asked: Asked, look: Look | None) -> Shown:
    return information_shown(plan, _informed(plan, scenario, asked, look))


def _tripwires(plan: Plan, scenario: str, _asked: Asked, look: Look | None) -> Shown:
    case = judged(plan, scenario)
    options = in_question(case)
    able = [one for one in options if one != NOTHING]
    found = tripwires(plan, scenario, options, look, _switched(plan, scenario, look))
    if planned(case).state is State.NOTHING and out_of_reach(plan, found):
        found = ()  # what the work is worth reopens it, and not one value a hundred times as large
    return tripwires_shown(plan, scenario, Reopening(found, asks(plan, scenario, able, case.tolerances)))


def _owning(plan: Plan, scenario: str, asked: Asked, look: Look | None) -> Shown:
    return owning_shown(plan, scenario, start_of_owning(plan, scenario, _informed(plan, scenario, asked, look), look))


STUDIES: Mapping[str, Study] = {
    "best": _best,
    "offers": _offers,
    "simulation": _simulation,
    "tornado": _tornado,
    "switching": _switching,
    "map": _map,
    "split": _split,
    "levers": _levers,
    "stress": _stress,
    "evidence": _evidence,
    "worth": _worth,
    "tripwires": _tripwires,
    "owning": _owning,
}
"""The work of every study, by name. The bridge from one scenario to another stands with the comparison of scenarios."""


def judgement_in(studies: Mapping[str, Shown] | None) -> Judgement | None:
    """Return the judgement that the studies of a document hold; None while they are worked out."""
    best_study = studies.get("best") if studies is not None else None
    return best_study.judgement if best_study is not None else None


def bests_in(studies: Mapping[str, Shown] | None) -> AllBest | None:
    """Return each option at its best, as the studies of a document hold it; None while they are worked out."""
    found = studies["best"].behind if studies is not None else None
    return found if isinstance(found, AllBest) else None


def asked_study(name: str, plan: Plan, scenario: str, asked: Asked) -> Shown:
    """Return a study as it was asked; what an earlier start has worked out of the same figures is read again."""
    known = known_studies(plan, scenario) if asked == Asked() else None
    if known is not None and name in known:
        return known[name]
    return recalled(Shown, plan, scenario, f"{name} {asked}", lambda: STUDIES[name](plan, scenario, asked, None))


REMEMBERED = 4
"""Plans and scenarios whose studies are kept, the latest first: documents of several scenarios need not wait twice."""

_last: list[tuple[Plan, str, Mapping[str, Shown]]] = []


def already_documented(plan: Plan, scenario: str) -> Mapping[str, Shown] | None:
    """Return the studies of these figures where they were among the last worked out, None where they were not."""
    for known, of, found in _last:
        if of == scenario and figures_of(known) == figures_of(plan):
            return found
    return None


def documented(plan: Plan, scenario: str, look: Look | None = None) -> Mapping[str, Shown]:
    """Return all studies for documents.

    Workbook and business case of the same figures are given the same ones, worked out once, whatever the words of the
    business case. Those of an earlier start are read again.
    """
    known = known_studies(plan, scenario)
    if known is None:
        known = some_of(plan, scenario, tuple(STUDIES), look)
        remember(plan, scenario, known)
        keep(plan, scenario, known)
    return known


def known_studies(plan: Plan, scenario: str) -> Mapping[str, Shown] | None:
    """Return the studies of these figures where they were worked out before, in this start or an earlier one."""
    known = already_documented(plan, scenario)
    if known is None and (known := kept(plan, scenario)) is not None:
        remember(plan, scenario, known)
    return known


def remember(plan: Plan, scenario: str, studies: Mapping[str, Shown]) -> None:
    """Let documents of these figures be given these studies."""
    _last[:] = [(plan, scenario, studies), *_last[: REMEMBERED - 1]]


TOGETHER = (("best",), ("switching", "tripwires"), ("worth", "owning"))
"""Studies of which one reads what another has worked out, those that take longest first; every other stands alone."""


def groups() -> Sequence[tuple[str, ...]]:
    """Return the studies in groups that can be worked out apart, those that take longest first."""
    taken = {name for group in TOGETHER for name in group}
    return *TOGETHER, tuple(name for name in STUDIES if name not in taken)


def some_of(plan: Plan, scenario: str, names: Sequence[str], look: Look | None = None) -> Mapping[str, Shown]:
    """Return some studies for documents, by name."""
    return {name: STUDIES[name](plan, scenario, Asked(), look) for name in names}
