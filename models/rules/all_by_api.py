"""Own servers for training alone, with every model called by API: a mixture that the search does not try.

The kinds of option are disjoint: what serves every model by API is the API option, and that one owns nothing. A plan
that is set so keeps to it; one that is not is told where it would be cheaper.
"""

from collections.abc import Iterator, Mapping, Sequence

from models.appraisal.results import CaseResult, OptionResult, case_result
from models.areas.decisions import CALLS
from models.areas.options import OWNING
from models.areas.workloads import Workload
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money
from models.rules.best import may_call
from models.rules.decisions import judged
from models.rules.judgement import Against, worth_telling
from models.rules.priced import still_allowed
from models.studies.best import with_settings


def calling_all(plan: Plan, scenario: str) -> Mapping[str, Mapping[str, Value]]:
    """Return the settings by which each owning option calls every model, none where there is no other work for it."""
    models, others = _work(plan, scenario)
    if not models or not others or not set(models) <= set(may_call(plan, scenario)):
        return {}
    return {owning: {CALLS[owning].key_in(work): True for work in models} for owning in OWNING}


def all_by_api(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, others: Sequence[Mapping[str, Value]] = ()
) -> Iterator[Against]:
    """Yield the owning option that would cost less than the recommended one if it called every model by API.

    case: as planned, with its blocked options marked. others: other ways in which the plan is looked at.
    """
    found: list[tuple[OptionResult, Mapping[str, Value]]] = []
    for owning, switches in calling_all(plan, scenario).items():
        if owning not in case.options or owning in case.blocked or owning in case.twins:
            continue
        there = {one.key: one for one in still_allowed(case, case_result(plan, scenario, switches, others))}
        if owning in there and worth_telling(option.compared - there[owning].compared, option):
            found.append((there[owning], switches))
    for best, switches in sorted(found, key=lambda one: one[0].compared):
        if best.key in judged(with_settings(plan, scenario, switches), scenario).blocked:
            continue
        less = f"{money(option.compared - best.compared, SYMBOLS[plan.currency])} less"
        less = less if best.key == option.key else f"{less} than {option.in_sentence} does"
        yield Against(
            "models",
            "Not tried: with all models by API and servers for other work alone,"
            f" {best.in_sentence} would cost {less}.",
            option.compared - best.compared,
            turns=best.key != option.key,
        )
        return


def _work(plan: Plan, scenario: str) -> tuple[list[str], list[str]]:
    """Return the workloads that count and are models, and those that are other work."""
    values = plan.values(scenario)
    counted = [work for work in plan.slugs["workload"] if values[Workload.active.key_in(work)]]
    models = [work for work in counted if values[Workload.kind.key_in(work)] == "inference"]
    return models, [work for work in counted if work not in models]
