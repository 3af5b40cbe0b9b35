"""Whether what is recommended gives the service that is asked for, and what it would cost if it did."""

import math
from collections.abc import Iterator, Mapping

from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.areas.data import Data
from models.areas.options import OWNING
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.texts import counted
from models.quantities.writing import SYMBOLS, money
from models.rules.closeness import too_close
from models.rules.decisions import judged
from models.rules.facts import Facts
from models.rules.identity import at_one_site, unprotected
from models.rules.judgement import Against, worth_telling
from models.rules.priced import Priced, priced, without
from models.rules.service import recovery_missed
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
        spares: dict[str, Value] = {one.key: one.asked for one in short}
        found = priced(plan, scenario, case, option, spares, more)
        then = judged(with_settings(plan, scenario, spares), scenario).options.get(option.key)
        yield Against(
            "service",
            f"Not the same service: {short[0].told} availability needs {counted(asked, 'more spare server')}"
            + (f", with which {found.words}." if found.words else "."),
            turns=bool(found.leader),
            adds=then.total_cost - option.total_cost if then is not None else 0.0,
            first=f"{counted(asked, 'more spare server')} being planned{_leaving(found)}",
            puts=spares,
        )
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    if asked_for := second_site_asked(facts):
        bare = at_one_site(facts)
        kept = {pool: float(plan.entry(scenario, Pool.hybrid_servers.key_in(pool)).value) for pool in bare}
        twice: dict[str, Value] = {Pool.standby.key_in(pool): 1.0 for pool in bare}
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
                f"{asked_for}: {case.basis_in_words}, with all compute twice, {words}. {barred}"
                if barred
                else f"{asked_for}: {case.basis_in_words}, with all compute twice, {found.words}.",
                found.ahead if found.leader else 0.0,
                turns=bool(found.leader or barred),
                adds=adds,
                first=f"all compute standing by at a second site{of_it}"
                + (f", with which {option.in_sentence} is not allowed," if barred else _leaving(found)),
                puts=twice,
            )


def _leaving(found: Priced) -> str:
    """Return that what has to be put right leaves two options too close to call, as a clause that follows it."""
    return f", with which {found.then_close}," if found.then_close else ""


def second_site_asked(facts: Facts) -> str:
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
