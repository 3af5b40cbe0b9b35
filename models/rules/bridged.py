"""Work that waits for servers, where renting until they are there would cost less."""

from collections.abc import Iterator

from models.appraisal.results import CaseResult, OptionResult
from models.areas.compute import Pool
from models.areas.options import OWNING
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.rules.judgement import Against, worth_telling
from models.studies.best import with_settings


def rented_until_then(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that an owning option would cost less if its work was rented until its servers are there.

    The search does not move it: whether work may wait is said by who knows what it is worth.
    """
    values = plan.values(scenario)
    waits = [pool for pool in plan.slugs["pool"] if values[Pool.bridging.key_in(pool)] == "wait"]
    if not waits or not any(one.waiting_cost > 0 for key, one in case.options.items() if key in OWNING):
        return
    rents: dict[str, Value] = {Pool.bridging.key_in(pool): "cloud" for pool in waits}
    with_it = judged(with_settings(plan, scenario, rents), scenario)
    best = next((one for one in with_it.allowed() if one.key in OWNING and one.key not in with_it.twins), None)
    if best is None or not worth_telling(option.compared - best.compared, option):
        return
    less = f"{money(option.compared - best.compared, SYMBOLS[plan.currency])} less"
    than = "" if best.key == option.key else f" than {option.in_sentence} does"
    yield Against(
        "bridging",
        f"Not tried: with its work rented until servers are delivered, {best.in_sentence} would cost {less}{than}.",
        option.compared - best.compared,
        turns=best.key != option.key,
    )
