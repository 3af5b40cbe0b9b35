"""Every study, from plan to what is shown: the one list that window, command line, workbook and business case read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.exhibits.areas import waterfall_table
from models.exhibits.simulation import uncertainty_shown
from models.exhibits.studies import Shown, levers_shown, map_shown, split_shown, stress_shown, switching_shown, tornado_shown
from models.plan.plan import Plan
from models.rules.decisions import judged
from models.studies.hybrid_split import best_split
from models.studies.influence import influences
from models.studies.percentiles import Band
from models.studies.stress import stress_tests
from models.studies.switching import SwitchingValue, switching_values
from models.studies.two_inputs import UTILISATION, two_inputs
from models.studies.uncertainty import CASES, Sampler, uncertainty

type Look = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a study is asked: how many cases, the two inputs of a map, a budget to hold costs against."""

    cases: int = CASES
    across: str = UTILISATION
    up: str = ""
    budget: float | None = None


type Study = Callable[[Plan, str, Asked, Look | None], Shown]


def _blocked(plan: Plan, scenario: str) -> list[str]:
    return list(judged(plan, scenario).blocked)


def _simulation(plan: Plan, scenario: str, asked: Asked, look: Look | None) -> Shown:
    found = uncertainty(plan, scenario, _blocked(plan, scenario), cases=asked.cases, budget=asked.budget, look=look)
    return uncertainty_shown(plan, found, Sampler(plan, scenario).inputs)


def _tornado(plan: Plan, scenario: str, _asked: Asked, look: Look | None) -> Shown:
    return tornado_shown(plan, scenario, influences(plan, scenario, _blocked(plan, scenario), look))


def _switching(plan: Plan, scenario: str, _asked: Asked, look: Look | None) -> Shown:
    return switching_shown(plan, scenario, switching_values(plan, scenario, _blocked(plan, scenario), every=True, look=look))


def _map(plan: Plan, scenario: str, asked: Asked, look: Look | None) -> Shown:
    return map_shown(plan, scenario, two_inputs(plan, scenario, asked.across, asked.up, _blocked(plan, scenario), look))


def _split(plan: Plan, scenario: str, _asked: Asked, _look: Look | None) -> Shown:
    return split_shown(plan, best_split(plan, scenario))


def _levers(plan: Plan, scenario: str, _asked: Asked, _look: Look | None) -> Shown:
    return levers_shown(plan, scenario, waterfall_table(plan, scenario))


def _stress(plan: Plan, scenario: str, _asked: Asked, _look: Look | None) -> Shown:
    case = judged(plan, scenario)
    return stress_shown(plan, case, stress_tests(plan, scenario, list(case.blocked)))


STUDIES: Mapping[str, tuple[str, Study]] = {
    "simulation": ("How sure are we", _simulation),
    "tornado": ("What moves it", _tornado),
    "switching": ("What would change our mind", _switching),
    "map": ("Two inputs at once", _map),
    "split": ("Best hybrid split", _split),
    "levers": ("Levers", _levers),
    "stress": ("Stress tests", _stress),
}
"""Every study by name: its title, and the work. The bridge from one scenario to another stands with the comparison of scenarios."""


@dataclass(frozen=True, slots=True)
class Documented:
    """The studies that workbook and business case carry: as they are shown, with the switching values and the bands behind them."""

    shown: Mapping[str, Shown]
    switching: Sequence[SwitchingValue]
    bands: Mapping[str, Band]


_last: list[tuple[Plan, str, Documented]] = []


def documented(plan: Plan, scenario: str, look: Look | None = None) -> Documented:
    """Return the studies for documents; workbook and business case of the same plan are given the same ones, worked out once."""
    for known, of, found in _last:
        if known is plan and of == scenario:
            return found
    blocked = _blocked(plan, scenario)
    found = uncertainty(plan, scenario, blocked, look=look)
    switching = switching_values(plan, scenario, blocked, every=True, look=look)
    shown = {
        name: uncertainty_shown(plan, found, Sampler(plan, scenario).inputs) if name == "simulation"
        else switching_shown(plan, scenario, switching) if name == "switching"
        else study(plan, scenario, Asked(), None)
        for name, (_, study) in STUDIES.items()
    }  # fmt: skip
    told = Documented(shown, switching, {option: bands["nominal"] for option, bands in found.bands.items()})
    _last[:] = [(plan, scenario, told)]
    return told
