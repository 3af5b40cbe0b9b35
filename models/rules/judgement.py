"""The judgement: which option is recommended, how clearly, and what speaks against it; made in this one place.

Settings of the plan are judged by lines of the graph and by rules alone (`planned`); the search and draws add each
option at its best and the chance. Every reader prints it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.areas.options import USUAL, in_sentence
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.texts import listed
from models.rules.chances import FEW, chances, dearer_on_average, drawn_costs, expected_at_least, least_sure
from models.rules.remark import Against, Hollow
from models.rules.standing import Standing, State, comes_to
from models.studies.best import AllBest
from models.studies.sampling import Draws
from models.studies.too_close import is_close

WORTH_TELLING = 0.005
"""Of an option's cost: what other settings must save of it to be told."""


def worth_telling(saved: float, option: OptionResult) -> bool:
    """Return whether a saving is worth telling: half a per cent of what an option costs before what it brings in."""
    return saved > WORTH_TELLING * max(abs(option.compared + option.brought_in), A_PENNY / WORTH_TELLING)


_OF_THE_LEAD = 0.2
"""By how much of itself a lead may change for the plan's own verdict to stand confirmed."""

_A_TRIFLE, _MUCH = 0.02, 0.05


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of a scenario.

    planned: at the plan's settings. best: each at its best, None before the search has ended.
    not_at_best: what an option would save at its best, where that is more than the tolerance.
    against: at most three, the weightiest first. conditions: of all that speaks against it, what has to be put right
        before a resolution takes effect. instead: the same of the rival, where the two are too close to call.
    calls: by option, the workloads that it has served by API at its best and not as planned. undoes: by option, what
        the scenario itself sets and its best settings set otherwise, by name.
    capital: by option, what its best settings pay for hardware and works beyond the planned ones. before: by option,
        what the plan itself has for the settings that are another way at its best.
    untried: settings that no search tries and that lead, or save much of what is recommended.
    """

    planned: Standing
    best: Standing | None = None
    not_at_best: Mapping[str, float] = field(default_factory=dict[str, float])
    against: Sequence[Against] = ()
    conditions: Sequence[Against] = ()
    instead: Sequence[Against] = ()
    complete: bool = True
    calls: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    undoes: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    capital: Mapping[str, float] = field(default_factory=dict[str, float])
    before: Mapping[str, Mapping[str, Value]] = field(default_factory=dict[str, Mapping[str, Value]])
    untried: Sequence[Against] = ()

    @property
    def searched(self) -> bool:
        """Whether each option was searched for its best."""
        return self.best is not None

    @property
    def final(self) -> Standing:
        """What is recommended: each at its best once that is known."""
        return self.best or self.planned

    @property
    def confirmed(self) -> bool:
        """Whether better settings were looked for and change nothing of the plan's own verdict that counts."""
        best, before = self.best, self.planned
        if best is None or (best.state, best.recommended, best.rival) != (
            before.state,
            before.recommended,
            before.rival,
        ):
            return False
        # a lead that shrinks to a tenth is another verdict, however wide the tolerance
        least = WORTH_TELLING * abs(best.compared.get(best.recommended, 0.0))
        counts = max(_OF_THE_LEAD * abs(before.lead), least)
        return abs(best.lead - before.lead) <= min(counts, max(before.tolerance, best.tolerance, least))

    @property
    def told(self) -> Standing:
        """Whose figures are said wherever there is room for one: the plan's own where the search confirms them."""
        return self.planned if self.confirmed else self.final

    def named(self, option: str) -> str:
        """Return an option in a sentence on each at its best: what it calls by API is no longer its own."""
        calls = self.calls.get(option, ())
        if not calls:
            return in_sentence(option)
        what = listed(calls) if len(calls) <= _NAMED else f"{len(calls)} workloads"
        return f"{in_sentence(option)} ({what} by API)"

    @property
    def reopened_from(self) -> Standing:
        """What tripwires are told of: no option allowed as planned is reopened by what allows one."""
        return self.planned if self.planned.state is State.NONE else self.final

    @property
    def turned(self) -> bool:
        """Whether another option leads at its best than as planned."""
        return self.best is not None and self.best.recommended != self.planned.recommended

    @property
    def rebought(self) -> bool:
        """Whether the best settings of what is recommended save much and buy something else than would be approved."""
        own = self.final.recommended
        bought = abs(self.capital.get(own, 0.0))
        return self.saves_much and bought > _A_TRIFLE * abs(self.planned.compared.get(own, 0.0))

    @property
    def saves_much(self) -> bool:
        """Whether best settings save what is recommended more than it leads by, or a twentieth of its cost."""
        own = self.final.recommended
        saved = self.not_at_best.get(own, 0.0)
        return saved > self.planned.lead or saved > _MUCH * abs(self.planned.compared.get(own, 0.0)) > 0

    @property
    def unmet(self) -> bool:
        """Whether what a resolution would be subject to turns it: the option would not lead once that is put right."""
        return any(one.turns and one.adds for one in self.conditions)

    @property
    def hollow(self) -> Hollow | None:
        """Why what would be approved can wait, such as that much of it is paid in months without work; else None."""
        # where nothing, or business as usual, is clearly resolved, none of it is
        approved = self.final.tied or self.final.state in {State.CLEAR, State.ONLY}
        return next((one.hollow for one in self.conditions if one.hollow), None) if approved else None

    @property
    def waits(self) -> bool:
        """Whether nothing is recommended before better settings, or what would be a condition, are in the plan."""
        return self.turned or self.rebought or self.on_hold

    @property
    def on_hold(self) -> bool:
        """Whether nothing is recommended for what the plan itself lacks or has too much of, or leaves untried."""
        return self.unmet or bool(self.untried) or self.hollow is not None

    @property
    def comes_first(self) -> str:
        """What has to be done before anything is recommended, where it waits, as a clause."""
        if self.hollow and not (self.turned or self.unmet or self.untried):
            return f"{self.hollow.before} first"
        what = "the better settings"
        if not self.turned and (self.unmet or self.untried):
            what = "what it lacks" if self.unmet else "what was not tried"
        return f"{what} must be taken into the plan first"

    @property
    def moved(self) -> bool:
        """Whether options at their best stand otherwise than as planned, which is what curves and studies show."""
        return self.turned or bool(self.not_at_best)

    @property
    def left_open(self) -> bool:
        """Whether it is left to who decides whether business as usual is kept: another option is as cheap."""
        return self.final.tied and self.final.state is State.USUAL

    @property
    def undecided(self) -> bool:
        """Whether nothing is recommended: it waits for settings or for an entry, or is left to who decides."""
        return self.waits or bool(self.final.awaited) or self.left_open

    @property
    def advised(self) -> str:
        """The key of what is recommended; empty where that is undecided."""
        return "" if self.undecided else self.final.recommended

    @property
    def resolved(self) -> State | None:
        """The state on which a board may resolve; None where the best settings turn it, or an entry is awaited."""
        return None if self.waits or self.planned.awaited else self.planned.state

    @property
    def also_against(self) -> Sequence[Against]:
        """What speaks against it, but for what is said already as the reason why nothing is recommended."""
        return [one for one in self.against if one.as_clause != self.torn]

    @property
    def torn(self) -> str:
        """What the plan's settings come to and what the best ones do, as two clauses; empty where they agree."""
        if self.unmet and not self.turned:
            own = in_sentence(self.final.recommended)
            return f"once what {own} lacks for what is asked is put right, it does not lead"
        if self.untried and not self.turned:
            return self.untried[0].as_clause
        if self.hollow and not self.turned:
            return self.hollow.why
        if self.best is None or not self.waits:
            return ""
        if not self.turned:
            own = in_sentence(self.final.recommended)
            more = self.not_at_best.get(self.final.recommended, 0.0) > self.planned.lead
            save = "more than it leads by" if more else "much"
            return f"the best settings of {own} buy otherwise than planned, and save {save}"
        return f"as planned {comes_to(self.planned)}, each at its best {comes_to(self.best)}"


_NAMED = 2
"""Workloads that are named; of more, how many they are."""


def planned(case: CaseResult, chances: Mapping[str, float] | None = None) -> Standing:
    """Return how the options stand at the plan's settings, from lines of the graph and rules alone.

    case: with its blocked options marked. chances: of the cheapest option against each other one, where cases were
        drawn.
    """
    made = _planned(case, chances)
    return replace(made, awaited=_held_back(case, made))


def _held_back(case: CaseResult, made: Standing) -> Mapping[str, str]:
    """Return the options for which a verdict waits: where one stands alone or none does, all that lack an entry."""
    return case.awaited if made.state in {State.ONLY, State.NONE} else case.holding


def _planned(case: CaseResult, chances: Mapping[str, float] | None) -> Standing:
    ranked = [one for one in case.allowed() if one.key not in case.twins]
    compared = {key: one.compared for key, one in case.options.items()}
    if not ranked:
        return Standing(State.NONE, "", "", 0.0, 0.0, None, compared, case.blocked)
    best = ranked[0]
    benefit = case.net(best) if case.value_of_work is not None else None
    usual = case.usual_compared
    if case.usual_ranked and usual < best.compared - A_PENNY:
        tolerance = _to_usual(case, usual)
        lead = best.compared - usual
        sure = None if chances is None else chances.get(best.key)
        return Standing(State.USUAL, USUAL, best.key, lead, tolerance, sure, compared, case.blocked, benefit)
    if benefit is not None and benefit < -A_PENNY:
        tolerance = _to_usual(case, best.compared)
        return Standing(State.NOTHING, "", best.key, -benefit, tolerance, None, compared, case.blocked, benefit)
    rivals = {one.key: one.compared for one in ranked[1:]} | ({USUAL: usual} if case.usual_ranked else {})
    if not rivals:
        return Standing(State.ONLY, best.key, "", 0.0, 0.0, None, compared, case.blocked, benefit)

    def tolerance_to(rival: str) -> float:
        pair = frozenset((best.key, rival))
        return _to_usual(case, best.compared) if rival == USUAL else case.tolerances[pair]

    rival, chance = _held_against(best.compared, rivals, tolerance_to, chances or {})
    lead, tolerance = rivals[rival] - best.compared, tolerance_to(rival)
    state = State.CLOSE if is_close(lead, tolerance, chance) else State.CLEAR
    sure = {one: share for one, share in (chances or {}).items() if one in rivals}
    return Standing(state, best.key, rival, lead, tolerance, chance, compared, case.blocked, benefit, chances=sure)


def _to_usual(case: CaseResult, cheaper: float) -> float:
    """Return the tolerance where an option is held against business as usual, or nothing: they share no cost.

    cheaper: what the cheaper of the two costs.
    """
    return case.close_call * max(cheaper, 0.0)


def _held_against(
    least: float, rivals: Mapping[str, float], tolerance_to: Callable[[str], float], chances: Mapping[str, float]
) -> tuple[str, float | None]:
    """Return what the cheapest is held against, and the chance that it is the cheaper of the two where that is known.

    That is the next by cost, business as usual too where it does the same work; or a dearer one that is too often the
    cheaper for a clear lead.
    """
    ordered = sorted(rivals, key=rivals.__getitem__)
    rival = ordered[0]
    unsure = least_sure(ordered, chances)
    if unsure and not is_close(rivals[rival] - least, tolerance_to(rival), chances.get(rival)):
        rival = unsure
    return rival, chances.get(rival)


def judged_now(plan: Plan, scenario: str, case: CaseResult, cases: int = FEW) -> Standing:
    """Return how the options stand at the plan's settings, with the chance from some cases."""
    first = planned(case)
    if not first.rival or not first.recommended:
        return first
    others = [] if first.recommended == USUAL else [one.key for one in case.allowed() if one.key not in case.twins]
    others += [USUAL] * bool(others and case.usual_ranked)
    costs = drawn_costs(plan, scenario, list(dict.fromkeys([first.recommended, first.rival, *others])), cases)
    made = planned(case, chances(costs, first.recommended))
    dearer, expected = dearer_on_average(costs, made.recommended), expected_at_least(costs, made.recommended)
    return replace(made, dearer_by=dearer, expected=expected)


def at_best(case: CaseResult, found: AllBest, costs: Mapping[str, Draws], then: CaseResult) -> Standing | None:
    """Return how the options stand each at its best; None where nothing was found.

    costs: of each kind at its best, case by case, and of business as usual where that is ranked. then: the results of
    the plan that has these settings.
    """
    if not found.found:
        return None
    made, blocked = _at_best(case, found, costs, then), dict(found.missing)
    return replace(made, awaited={one: why for one, why in _held_back(case, made).items() if one in blocked})


def _at_best(case: CaseResult, found: AllBest, costs: Mapping[str, Draws], then: CaseResult) -> Standing:
    leader = found.found[0]
    compared = {one.kind: one.cost for one in found.found}
    blocked = dict(found.missing)
    own = then.options.get(leader.kind)
    waits = own.beyond_value if own is not None else 0.0
    benefit = case.value_of_work - leader.cost + waits if case.value_of_work is not None else None
    usual = case.usual_compared
    if case.usual_ranked and usual < leader.cost - A_PENNY:
        lead = leader.cost - usual
        tolerance = _to_usual(case, usual)
        both = {one: costs[one] for one in (USUAL, leader.kind) if one in costs}
        sure = chances(both, USUAL)[leader.kind] if USUAL in both else None
        return Standing(State.USUAL, USUAL, leader.kind, lead, tolerance, sure, compared, blocked, benefit)
    if benefit is not None and benefit < -A_PENNY:
        tolerance = _to_usual(case, leader.cost)
        return Standing(State.NOTHING, "", leader.kind, -benefit, tolerance, None, compared, blocked, benefit)
    rivals = {one.kind: one.cost for one in found.found[1:]} | ({USUAL: usual} if case.usual_ranked else {})
    if not rivals:
        return Standing(State.ONLY, leader.kind, "", 0.0, 0.0, None, compared, blocked, benefit)
    sure = chances({kind: costs[kind] for kind in (leader.kind, *rivals) if kind in costs}, leader.kind)

    def tolerance_to(rival: str) -> float:
        pair = frozenset((leader.kind, rival))
        return (
            _to_usual(case, leader.cost) if rival == USUAL else then.tolerances.get(pair, case.close_call * leader.cost)
        )

    rival, chance = _held_against(leader.cost, rivals, tolerance_to, sure)
    lead, tolerance = rivals[rival] - leader.cost, tolerance_to(rival)
    state = State.CLOSE if is_close(lead, tolerance, chance) else State.CLEAR
    dearer = dearer_on_average({kind: costs[kind] for kind in (leader.kind, *rivals) if kind in costs}, leader.kind)
    made = Standing(state, leader.kind, rival, lead, tolerance, chance, compared, blocked, benefit, dearer, sure)
    return replace(made, expected=expected_at_least(costs, leader.kind))


def searched(
    case: CaseResult, standing: Standing, found: AllBest, costs: Mapping[str, Draws], then: CaseResult
) -> Judgement:
    """Return the judgement once each option was searched for its best. then: at these settings."""
    best = at_best(case, found, costs, then)
    least = best.tolerance if best is not None and best.tolerance else standing.tolerance
    moved = {one.kind: one.saving for one in found.found if one.saving > max(least, A_PENNY)}
    # the plan's own settings are among those that were judged
    before = {one.kind: own.capital for one in found.found for own in one.shortlist if not own.settings}
    capital = {one.kind: one.capital - before[one.kind] for one in found.found if one.kind in before}
    return Judgement(standing, best, moved, complete=found.complete, capital=capital)


_CONDITIONS = ("region", "region_uk", "endpoint", "endpoint_uk", "controls", "people")
"""Kinds of what is a condition of a resolution, however much else speaks against it."""


_SLIPS = ("price", "doubt", "slip")
"""Kinds of figures that may be wrong."""


def with_against(judgement: Judgement, against: Sequence[Against], most: int = 3) -> Judgement:
    """Return a judgement with what speaks against it."""
    untried = tuple(one for one in against if _undecided(judgement, one))
    # why nothing is recommended yet comes before all else, but for a figure that may be a slip
    slips = tuple(one for one in against[:1] if one.kind in _SLIPS and one not in untried)
    first = (*slips, *untried)
    told = (*first, *(one for one in against if one not in first))[:most]
    return replace(judgement, against=told, conditions=of_conditions(against), untried=untried)


def _undecided(judgement: Judgement, one: Against) -> bool:
    """Return whether a setting of the plan that no search tries leads, or saves much of what is recommended.

    What such a setting needs is entered already: it is decided before anything is bought. So is a lease that turns it,
    or how many of the servers owned already are kept.
    """
    standing = judgement.final
    cost, least = abs(standing.compared.get(standing.recommended, 0.0)), max(standing.tolerance, A_PENNY)
    much = one.stake > (least if one.turns else max(_MUCH * cost, least))
    return (one.kind == "models" or (one.kind in {"lease", "owned"} and one.turns)) and one.untried and much


def of_conditions(against: Sequence[Against]) -> Sequence[Against]:
    """Return what of all that speaks against an option has to be put right before it is chosen."""
    return tuple(one for one in against if not one.of_rival and (one.kind in _CONDITIONS or one.first))
