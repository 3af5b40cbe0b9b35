"""What a recommendation rests on that may be a slip: without it another option leads, or none clearly."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from models.appraisal.results import A_PENNY, CaseResult
from models.areas.compute import Pool
from models.areas.options import OWNING, in_sentence
from models.plan.plan import Plan
from models.quantities.declaration import Kind
from models.quantities.writing import SYMBOLS, in_unit, money
from models.rules.decisions import judged
from models.rules.doubts import Doubt, doubts
from models.rules.judgement import Against, Standing, State, judged_now, planned
from models.rules.unusual_prices import unusual_prices

MOVED = "moved"
"""The kind of a figure in doubt that moves a lead and turns nothing: it comes after what does."""

_MOST = 8
"""Figures in doubt that are mended one by one."""


_RATES = frozenset(f"finance.{name}_{what}" for name in ("dollar", "euro") for what in ("rate", "forward"))
"""Exchange rates, and those of hedges: one that is turned round is told whatever it decides."""


def may_be_wrong(plan: Plan, scenario: str, case: CaseResult, said: Collection[str] = ()) -> Iterator[Against]:
    """Yield figures that may be wrong: prices far outside what is usual, rates turned round, and what decides.

    said: inputs of which it is said elsewhere. One figure is told once.
    """
    decides = list(rests_on_doubts(plan, scenario, case, _RATES.union(said)))
    told = {name for one in decides for name in one.names}
    yield from (one for one in unusual_prices(plan, scenario, planned(case).recommended) if told.isdisjoint(one.names))
    for one in doubts(plan, scenario):
        if one.key in _RATES:
            label = plan.declaration(one.key).label
            turned = f"“{label}”, on which every sum rests, being confirmed"
            yield Against("slip", f"{label}: {one.message}.", first=turned)
    yield from decides


def rests_on_doubts(plan: Plan, scenario: str, case: CaseResult, told: Collection[str] = ()) -> Iterator[Against]:
    """Yield the figure in doubt that decides: with what it would be, if it is a slip, something else is recommended.

    told: inputs of which it is said already that they are in doubt.
    """
    every = [one for one in doubts(plan, scenario) if one.key not in told and _used(plan, scenario, one.key)]
    if not every:
        return
    now = judged_now(plan, scenario, case)
    mended = [(one, _mended(plan, scenario, [one])) for one in every[:_MOST]]
    decisive = [(one, then) for one, then in mended if _differs(now, then)]
    moves = [(one, then) for one, then in mended if _moved(now, then)[0] > max(now.tolerance, then.tolerance)]
    if decisive:
        one, then = max(decisive, key=lambda each: each[1].recommended != now.recommended)
        more = len(decisive) - 1
        rest = "" if not more else f" {more} more figure{'' if more == 1 else 's'} may be wrong and decide."
        yield Against(
            "doubt",
            f"“{plan.input_name(one.key)}” may be wrong, and it decides: {_said(one)}"
            f" {_instead(plan, scenario, one)} {_then(plan, then, now)}, all settings kept.{rest}",
            abs(then.lead - now.lead),
            turns=then.recommended != now.recommended,
            names=(one.key,),
            first=f"“{plan.input_name(one.key)}”, which may be wrong and decides, being confirmed",
        )
    elif len(every) > 1 and _differs(now, then := _mended(plan, scenario, every)):
        yield Against(
            "doubt",
            f"{len(every)} figures may be wrong, “{plan.input_name(every[0].key)}” first: {_said(every[0])} With all of"
            f" them put right {_then(plan, then, now)}, all settings kept.",
            names=(every[0].key,),
            first=f"{len(every)} figures being confirmed that may be wrong, and that decide together",
        )
    elif (moved := _moves_cost(now, mended)) is not None:
        yield _of_its_cost(plan, scenario, now, *moved)
    elif moves and now.state in {State.CLEAR, State.CLOSE, State.USUAL}:  # else there is no lead to be moved
        yield _of_a_lead(plan, scenario, now, *max(moves, key=lambda each: _moved(now, each[1])[0]))


def _of_its_cost(plan: Plan, scenario: str, now: Standing, one: Doubt, then: Standing) -> Against:
    """Return what a figure in doubt makes of the cost of what is recommended."""
    symbol, own = SYMBOLS[plan.currency], in_sentence(now.recommended)
    was, would_be = (money(each.compared[now.recommended], symbol) for each in (now, then))
    apart = abs(now.compared[now.recommended] - then.compared[now.recommended])
    much = apart > _BY_HALF * abs(now.compared[now.recommended])
    return Against(
        "doubt" if much else MOVED,
        f"“{plan.input_name(one.key)}” may be wrong: {_said(one)} {_instead(plan, scenario, one)}"
        f" {own} would cost {would_be}, not {was}.",
        apart,
        names=(one.key,),
        first=f"“{plan.input_name(one.key)}”, by which {own} costs {was} and not {would_be}, being confirmed"
        if much
        else "",
    )


def _of_a_lead(plan: Plan, scenario: str, now: Standing, one: Doubt, then: Standing) -> Against:
    """Return what a figure in doubt makes of a lead."""
    symbol = SYMBOLS[plan.currency]
    moved, rival = _moved(now, then)
    over = "" if rival == now.rival == then.rival else f" over {in_sentence(rival)}"
    was, would_be = (money(_lead(each, now.recommended, rival), symbol) for each in (now, then))
    return Against(
        MOVED,
        f"“{plan.input_name(one.key)}” may be wrong: {_said(one)} {_instead(plan, scenario, one)} the lead{over}"
        f" would be {would_be}, not {was}, all settings kept.",
        moved,
        names=(one.key,),
        # capital is approved at that very price
        first=f"“{plan.input_name(one.key)}”, which may be wrong, being confirmed"
        if plan.declaration(one.key) is Pool.server_price and now.recommended in OWNING
        else "",
    )


_FAR, _BY_HALF = 0.1, 0.5
"""Of what the recommended option costs: by how much a figure in doubt moves it that is told.

The first where nothing else is allowed, so that there is no lead; by the second it is no cost that can be approved.
"""


def _moves_cost(now: Standing, mended: Sequence[tuple[Doubt, Standing]]) -> tuple[Doubt, Standing] | None:
    """Return the figure in doubt that moves far what the recommended option costs; None if none does."""
    own = now.recommended
    if own not in now.compared or now.state not in {State.ONLY, State.CLEAR, State.CLOSE}:
        return None
    moved = [
        (abs(now.compared[own] - then.compared[own]), place)
        for place, (_, then) in enumerate(mended)
        if own in then.compared and own not in then.blocked
    ]
    most, place = max(moved, default=(0.0, 0))
    least = _FAR if now.state is State.ONLY else _BY_HALF
    return mended[place] if most > least * abs(now.compared[own]) else None


def _lead(standing: Standing, leader: str, rival: str) -> float:
    return standing.compared[rival] - standing.compared[leader]


def _moved(now: Standing, then: Standing) -> tuple[float, str]:
    """Return by how much a lead moves, and over which option.

    Over the rival; where that moves along and hides it, over the one over which it moves most, if that is as much as
    half of the lead there: what moves a long lead a little moves no decision. Business as usual is where it was.
    """
    if now.recommended not in now.compared or now.recommended not in then.compared:
        return abs(then.lead - now.lead), now.rival
    each = {
        one: abs(_lead(then, now.recommended, one) - _lead(now, now.recommended, one))
        for one in now.compared
        if one != now.recommended and one in then.compared and one not in now.blocked
    }
    most, furthest = max(((moved, one) for one, moved in each.items()), default=(0.0, ""))
    own = each.get(now.rival, 0.0)
    hidden = own < _AS_MUCH * min(most, abs(now.lead))
    if hidden and furthest and most >= _AS_MUCH * abs(_lead(now, now.recommended, furthest)):
        return most, furthest
    return own, now.rival


_AS_MUCH = 0.5
"""Of what a lead moves by, or of the lead there is: below it the one over the rival is not the one to tell."""


def _said(one: Doubt) -> str:
    return one.message if one.message.endswith("?") else f"{one.message}."


def _instead(plan: Plan, scenario: str, one: Doubt) -> str:
    """Return the figure that would stand there, as the beginning of a sentence."""
    if one.mended == 0:
        return "Without it"
    declared = plan.declaration(one.key)
    figure = float(round(one.mended)) if declared.kind is Kind.INTEGER else float(f"{one.mended:.4g}")
    return f"At {in_unit(figure, declared, plan.symbol(scenario, one.key))}"


def _used(plan: Plan, scenario: str, key: str) -> bool:
    return plan.applies(scenario, key) and plan.counts(scenario, key)


def _mended(plan: Plan, scenario: str, slips: Sequence[Doubt]) -> Standing:
    for one in slips:
        low, high = plan.declaration(one.key).bounds
        entry = replace(plan.entry(scenario, one.key), value=min(max(one.mended, low), high))
        plan = plan.with_entry(scenario, one.key, entry)
    return judged_now(plan, scenario, judged(plan, scenario))


def _differs(now: Standing, then: Standing) -> bool:
    return (now.state, now.recommended) != (then.state, then.recommended)


def _then(plan: Plan, then: Standing, now: Standing) -> str:
    """Return how the options would stand. now: as they do, for what is too close to call may be that already."""
    lead = money(then.lead, SYMBOLS[plan.currency])
    match then.state:
        case State.NONE:
            return "no option would be allowed"
        case State.NOTHING:
            return f"the work would be worth {lead} less than {in_sentence(then.rival)} costs"
        case State.ONLY:
            return f"{in_sentence(then.recommended)} would be the only option allowed"
        case State.CLOSE:
            if now.state is State.CLOSE:
                below = f"{in_sentence(then.recommended)} would be {lead} below {in_sentence(then.rival)}"
                return f"{below}, still too close to call"
            return f"{in_sentence(then.recommended)} and {in_sentence(then.rival)} would be too close to call"
        case _ if then.lead <= A_PENNY or not then.rival:
            return f"{in_sentence(then.recommended)} would lead"
        case _:
            return f"{in_sentence(then.recommended)} would lead {in_sentence(then.rival)} by {lead}"
