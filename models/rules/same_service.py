"""Whether what is recommended gives the service that is asked for, and what it would cost if it did."""

import math
from collections.abc import Iterator, Mapping

from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.areas.data import Data
from models.areas.options import OWNING
from models.plan.plan import EvidenceKind, Plan
from models.quantities.declaration import Value
from models.quantities.texts import counted
from models.quantities.writing import SYMBOLS, money
from models.rules.closeness import too_close
from models.rules.decisions import judged
from models.rules.facts import Facts
from models.rules.identity import at_one_site, unprotected
from models.rules.judgement import Against, worth_telling
from models.rules.priced import Priced, priced, without
from models.rules.remark import Hollow
from models.rules.service import recovery_missed
from models.rules.supply import hosted
from models.studies.best import with_settings
from models.studies.spares import SparesAsked, keeps_some, spares_asked


def same_service(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that fewer spares or no second site are planned than the service asks for, with what they would cost."""
    short = list(too_few_spares(plan, scenario, option.key))
    if any(one.out_of_reach for one in short):
        yield Against("service", f"Not the same service: {short[0].told} availability cannot be reached with spares.")
    elif short:
        asked = sum(one.asked - one.planned for one in short)
        more = {one.pool: float(one.asked - one.planned) for one in short}
        spares = {one.key: one.asked for one in short}
        found = priced(plan, scenario, case, option, spares, more)
        then = judged(with_settings(plan, scenario, spares), scenario).options.get(option.key)
        yield Against(
            "service",
            f"Not the same service: {short[0].told} availability needs {counted(asked, 'more spare server')}"
            + (f", with which {found.words}." if found.words else "."),
            turns=bool(found.leader),
            adds=then.total_cost - option.total_cost if then is not None else 0.0,
            first=f"{counted(asked, 'more spare server')} being planned{_leaving(found)}",
        )
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    if asked_for := _second_site(facts):
        bare = at_one_site(facts)
        kept = {pool: float(plan.entry(scenario, Pool.hybrid_servers.key_in(pool)).value) for pool in bare}
        twice = {Pool.standby.key_in(pool): 1.0 for pool in bare}
        found = priced(plan, scenario, case, option, twice, kept)
        if found.words:
            # a hybrid may do better with other servers than planned, which `priced` has looked at
            then = None if option.key == "hybrid" else case_result(plan, scenario, twice).options.get(option.key)
            adds = then.total_cost - option.total_cost if then is not None else found.more
            capital = then.up_front - option.up_front if then is not None else 0.0
            of_it = f" ({money(capital, found.symbol)} more capital now)" if capital >= 1 else ""
            barred = _barred_then(plan, scenario, option, twice)
            words = f"{option.in_sentence} costs {money(found.more, found.symbol)} more and is not allowed"
            yield Against(
                "service",
                f"{asked_for}: with all compute twice, {words}. {barred}"
                if barred
                else f"{asked_for}: with all compute twice, {found.words}.",
                found.ahead if found.leader else 0.0,
                turns=bool(found.leader or barred),
                adds=adds,
                first=f"all compute standing by at a second site{of_it}{_leaving(found)}",
            )


def _leaving(found: Priced) -> str:
    """Return that what has to be put right leaves two options too close to call, as a clause that follows it."""
    return f", with which {found.then_close}," if found.then_close else ""


def _second_site(facts: Facts) -> str:
    """Return why compute has to stand by at a second site where none does; empty where nothing asks for it."""
    if unprotected(facts):
        return "High availability is required, but nothing stands by at a second site"
    asked, takes = recovery_missed(facts)
    if asked and at_one_site(facts):
        return f"Recovery may take {asked:g} hour{'' if asked == 1 else 's'}, and takes {takes:g} at one site"
    return ""


def _barred_then(plan: Plan, scenario: str, option: OptionResult, changes: Mapping[str, Value]) -> str:
    """Return why an option is not allowed with what it lacks, such as for want of capital; empty where it is.

    A hybrid may keep other servers then, and is not judged by those that are planned.
    """
    if option.key == "hybrid":
        return ""
    return judged(with_settings(plan, scenario, changes), scenario).blocked.get(option.key, "")


def too_few_spares(plan: Plan, scenario: str, option: str) -> Iterator[SparesAsked]:
    """Yield the pools of which an option keeps servers and fewer spares than the availability asked for needs."""
    if option in OWNING:
        values = plan.values(scenario)
        every = (one for one in spares_asked(plan, scenario) if keeps_some(values, one.pool, option))
        yield from (one for one in every if one.planned < one.asked)


def fails_more(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield the first workload of which more tasks fail in an option than by another route, at no cost to anybody."""
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    here = {name for name, _, _ in hosted(facts, option.key)}
    for name, _, hosting in facts.models_of():
        own, others = ("hosted", "API") if name in here else ("api", "hosting it")
        if own == "hosted" and ("api" not in case.options or "api" in case.blocked):
            continue
        success = facts.number(f"{hosting}{own}_success")
        other = facts.number(f"{hosting}{'api' if own == 'hosted' else 'hosted'}_success")
        unpriced = f"{hosting}failure_minutes"
        if success < other and facts.number(unpriced) <= 0:
            more = f"{_percent(1 - success)} of the tasks of {name} fail"
            found = priced(plan, scenario, case, option, {unpriced: 1.0})
            leads = bool(found.leader and found.words)
            yield Against(
                "service",
                f"Not the same service: {more} in it, {_percent(1 - other)} by {others}, and what a failed task costs"
                f" is not entered." + (f" If each takes a person one minute, {found.words}." if leads else ""),
                found.ahead if leads else 0.0,
                turns=leads,
                first=f"what a failed task of {name} costs being entered",
                hollow=Hollow(f"{more} in the cheapest option at no cost", "what a failed task costs must be entered")
                if other - success >= (_SOME_MORE if leads else _MANY_MORE)
                else None,
            )
            return


_SOME_MORE, _MANY_MORE = 0.01, 0.1
"""Of all tasks: where so many more fail in an option than otherwise, it does not do the same work.

The first where a minute of a person for each of them already turns the decision.
"""


def _percent(share: float) -> str:
    """Return a share of tasks; of few the digit that tells.

    >>> _percent(0.4), _percent(0.001), _percent(0.0)
    ('40%', '0.1%', '0%')
    """
    return f"{100 * share:.1g}%" if 0 < share < _FEW_FAIL else f"{share:.0%}"


_BY_ROUTE = ("by API", "where it is hosted")
"""How a task is done, in words: called, or hosted."""


def _some_of(share: float) -> str:
    """Return how many tasks a share of them is, as a clause goes on.

    >>> _some_of(0.001), _some_of(0.2)
    ('one in 1,000 does', '20% do')
    """
    return f"one in {1 / share:,.0f} does" if share < _FEW_FAIL else f"{share:.0%} do"


_FEW_FAIL = 0.02
"""Of all tasks: fewer are told as one in so many."""

_ONE_IN = (10_000, 1_000, 100)
"""Tasks of which one may fail unseen; the rarest that turns a decision is told."""


def never_fails(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield the first workload of which nobody has said how many tasks fail in an option, where one in 100 turns it.

    As many fail by every other route as planned. Told is the smallest share that turns it: of a million tasks a month
    one in 10,000 may be enough, and nobody would believe the price of one in 100.
    """
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    here = {name for name, _, _ in hosted(facts, option.key)}
    for name, _, hosting in facts.models_of():
        key = f"{hosting}{'hosted' if name in here else 'api'}_success"
        unsaid = plan.entry(scenario, key).evidence.kind is EvidenceKind.DEFAULT
        minutes = facts.number(f"{hosting}failure_minutes")
        if facts.number(key) < 1 or not unsaid or minutes <= 0:
            continue
        route, other = _BY_ROUTE[name in here], _BY_ROUTE[name not in here]
        fail = 1 - facts.number(f"{hosting}{'api' if name in here else 'hosted'}_success")
        beside = f"{route}, while {_some_of(fail)} {other}" if fail > 0 else f"{route} or otherwise"
        for one_in in _ONE_IN:
            found = priced(plan, scenario, case, option, {key: 1 - 1 / one_in})
            if found.leader and found.words:
                spent = "a minute" if minutes == 1 else f"{minutes:,.3g} minutes"
                yield Against(
                    "service",
                    f"No task of {name} is assumed to fail {beside}; nobody has checked that. If one more in {one_in:,}"
                    f" fails {route} and takes a person {spent}, {found.words}.",
                    found.ahead,
                    turns=True,
                    first=f"tasks of {name} being shown to fail no more often {route} than {other}",
                )
                return


TASKS_MEASURED = "how often tasks succeed being measured"
"""What has to be put right where tasks that fail decide: it holds whichever option is chosen."""


def rests_on_failures(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that an option leads only by what the tasks cost that fail in the others."""
    keys = [f"hosting.workload.{slug}.failure_minutes" for slug in plan.slugs["workload"]]
    values = plan.values(scenario)
    spent = {key: 0.0 for key in keys if float(values[key]) > 0}
    if not spent:
        return
    rates = (f"{key.rpartition('.')[0]}.{route}_success" for key in spent for route in ("api", "hosted"))
    known = all(plan.entry(scenario, key).evidence.kind is EvidenceKind.MEASURED for key in rates)
    measured = "" if known else TASKS_MEASURED
    found = without(plan, scenario, case, option, spent)
    if found:
        said = f"{option.label} leads by people's time with tasks that fail: without it, {found}."
        yield Against("service", said, first=measured)
        return
    own = case_result(plan, scenario, spent).options.get(option.key)
    part = option.compared - own.compared if own is not None else 0.0
    if part > _MOST_OF_IT * max(option.compared, 0.0) and worth_telling(part, option):
        cost = f"{money(part, SYMBOLS[plan.currency])} of what {option.in_sentence} costs"
        more = "how often they succeed decides more than where they run"
        yield Against("service", f"{cost} is people's time with tasks that fail: {more}.", first=measured)


_MOST_OF_IT = 0.5
"""Of a cost: what is more of it is told, whichever option leads."""


def rests_on_data(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that an option leads only by where its data lies: arrays and compute go together in every option.

    Renting beside storage of one's own is none of them. What is sent out counts as data where storage alone is not it.
    """
    values = plan.values(scenario)
    kept = {one.key: 0.0 for one in (Data.hot, Data.warm, Data.cold, Data.ingestion) if float(values[one.key]) > 0}
    sent = {Data.egress.key: 0.0} if float(values[Data.egress.key]) > 0 else {}
    ways = (("storage", kept, "data"), ("egress", sent, "egress"), ("storage and egress", kept | sent, "both"))
    for by, changes, left_out in ways:
        found = without(plan, scenario, case, option, changes) if changes else ""
        if found:
            yield Against("data", f"{option.label} leads by {by}, not by compute: without {left_out}, {found}.")
            return


def data_elsewhere(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that the hybrid would turn the lead, or leave it too close, with its data on one side alone.

    No search moves that share.
    """
    hybrid = case.options.get("hybrid")
    if hybrid is None or {"hybrid"} & (case.blocked.keys() | case.twins.keys()):
        return
    now = float(plan.values(scenario)[Data.hybrid_cloud.key])
    tried = {share: case_result(plan, scenario, {Data.hybrid_cloud.key: share}) for share in (0.0, 1.0) if share != now}
    costs = {share: one.options["hybrid"].compared for share, one in tried.items() if "hybrid" in one.options}
    share = min(costs, key=costs.__getitem__, default=now)
    less = hybrid.compared - costs.get(share, hybrid.compared)
    symbol = SYMBOLS[plan.currency]
    moved = (
        f"Not tried: with {share:.0%} of its data in the cloud, not {now:.0%}, hybrid costs {money(less, symbol)} less"
    )
    if option.key == "hybrid":
        if worth_telling(less, option):
            yield Against("data_share", f"{moved}.", less)
        return
    lead, tolerance = hybrid.compared - option.compared, case.tolerances[frozenset(("hybrid", option.key))]
    left = lead - less
    others = [one.compared for one in case.allowed() if one.key not in {"hybrid", option.key, *case.twins}]
    nearest = min(others, default=math.inf) - option.compared
    if left < -1:
        yield Against("data_share", f"{moved}, and leads by {money(-left, symbol)}.", less, turns=True)
    elif (
        lead >= tolerance
        and less > A_PENNY
        and left < nearest
        and too_close(plan, scenario, {Data.hybrid_cloud.key: share}, (option.key, "hybrid"), left, tolerance)
        and not too_close(plan, scenario, {}, (option.key, "hybrid"), lead, tolerance)
    ):
        yield Against(
            "data_share", f"{moved}: {option.in_sentence} would lead it by only {money(max(left, 0), symbol)}.", less
        )
