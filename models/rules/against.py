"""What speaks against the option that is recommended: evidence that its cost does not show."""

from collections.abc import Iterator, Sequence

from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.operations import Role
from models.areas.options import OPTIONS, OWNING, USUAL, in_sentence
from models.plan.plan import Plan
from models.quantities.texts import counted, listed
from models.quantities.writing import SYMBOLS, money
from models.rules.after_tax import after_tax
from models.rules.all_by_api import all_by_api
from models.rules.all_put_right import all_put_right
from models.rules.borrowed import borrowed
from models.rules.bridged import rented_until_then
from models.rules.cheaper_offer import cheaper_offer
from models.rules.dear_tasks import dear_tasks
from models.rules.decisions import findings
from models.rules.dwarfed import dwarfed, hardly_used
from models.rules.facts import Facts
from models.rules.failing_tasks import fails_more, never_fails, rests_on_failures
from models.rules.freedom import freedom
from models.rules.gates import before_the_gate
from models.rules.housed_elsewhere import housed_elsewhere
from models.rules.idle_servers import stands_idle
from models.rules.its_people import fewer_than_api, not_in_post, rival_too_few, too_few
from models.rules.judgement import WORTH_TELLING, Against, Judgement, Standing, State
from models.rules.late_servers import late_servers
from models.rules.later_terms import later_terms, past_the_horizon
from models.rules.leased import leased
from models.rules.levers_untried import levers_untried
from models.rules.on_average import above_plan, on_average
from models.rules.one_sided import rests_on_others
from models.rules.other_ways import BIASED, other_ways
from models.rules.own_storage import decided_by_storage, owns_servers
from models.rules.owned_already import owned_already, sale_forgone
from models.rules.priced import still_allowed
from models.rules.put_right import assumed_region, unsaid_region
from models.rules.rests_on_doubts import MOVED, may_be_wrong
from models.rules.rests_on_entries import (
    benefits_before_owning,
    not_worth_its_cost,
    rests_on_benefits,
    rests_on_risks,
    rests_on_trends,
)
from models.rules.rests_on_resale import rests_on_resale
from models.rules.rule import Effect
from models.rules.same_service import data_elsewhere, rests_on_data, same_service
from models.rules.terms_apart import terms_apart
from models.rules.uncosted import controls_missing_for
from models.rules.unknown_carbon import unknown_carbon
from models.rules.unknown_terms import unknown_terms
from models.rules.without_work import without_work
from models.rules.worth_doing import a_bill_alone, as_today, worth_doing

_MISCOUNTED = (
    "no_work_yet",
    "past_the_end",
    "value_twice",
    "requests_twice",
    "pilot_ends",
    "never_comes",
    "work_ended",
    "work_waited_for",
    "value_kept",
    "value_in_full",
    "usual_flat",
    "usual_without_servers",
    "usual_other",
    "bill_unlike",
)
"""Rules on what every option is given or charged with nothing behind it: they come before all that is weighed."""

_SAID_ELSEWHERE = frozenset(
    [
        *(
            "verdicts",
            "payback",
            "payback_hybrid",
            "idle_fleet",
            "owns_in_part",
            "no_second_site",
            "recovery_time",
            "api_left_out",
            "api_unpriced",
            *_MISCOUNTED,
        ),
        *(f"{what}_{one}" for what in ("thin_team", "fewer_spares") for one in OWNING),
        *(f"{what}_unsaid_{one}" for what in ("gpus", "uk", "endpoint") for one in OPTIONS),
    ]
)
"""Rules that speak of results, which the verdict itself gives, or of what is priced here."""


def speaks_against(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement) -> list[Against]:
    """Return what speaks against what is recommended, the weightiest first; what makes it cheaper still comes last.

    case: with the views of its options.
    """
    standing = judgement.told
    if standing.state in {State.NOTHING, State.USUAL}:
        return _undone(plan, scenario, case, standing)
    if standing.recommended not in case.options:
        return []
    option = case.options[standing.recommended]
    hired_late, people = not_in_post(plan, scenario, case, judgement, option)
    dear = list(not_worth_its_cost(plan, scenario, case, option))
    controls = list(controls_missing_for(plan, scenario, case, option, judgement))
    said = {Role.hire_delay.key_in(row.slug) for row in plan.rows["role"] if hired_late}
    carbon = list(unknown_carbon(plan, scenario, case, option))
    doubted = list(may_be_wrong(plan, scenario, case, said))
    others = [*_other_settings(plan, scenario, case, judgement, option), *(one for one in doubted if one.kind == MOVED)]
    given = _given(plan, scenario, case, judgement, option)
    average = [*above_plan(option, standing), *on_average(plan, option, standing)]
    every = (
        [one for one in doubted if one.kind != MOVED],
        [one for one in given if one.turns],
        _not_what_it_says(plan, scenario, case, option, standing),
        _uncovered(plan, case, option, standing.benefit),
        [one for one in given if not one.turns],
        dear if dear and dear[0].turns else (),
        controls if controls and controls[0].turns else (),
        rests_on_risks(plan, scenario, case, option, judgement),
        a_bill_alone(plan, scenario, case, standing),
        dwarfed(plan, scenario, option),
        hardly_used(plan, case, option),
        _barely_worth(plan, case, option, standing.benefit),
        average if standing.state is not State.CLOSE else (),
        before_the_gate(plan, scenario, case, option),
        dear_tasks(plan, scenario, case, option),
        people if hired_late else (),
        _by_stake([*others, *rests_on_trends(plan, scenario, case, option, judgement)], standing),
        average if standing.state is State.CLOSE else (),
        rests_on_resale(plan, scenario, case, judgement, option),
        [one for one in carbon if one.turns],
        _bias(plan, scenario, case, option),
        after_tax(plan, scenario, case, option),
        levers_untried(plan, scenario, case, option, standing),
        rests_on_data(plan, scenario, case, option),
        () if controls and controls[0].turns else controls,
        [one for one in carbon if not one.turns],
        () if _moved_far(judgement) else _not_at_best(plan, judgement),
        _criteria(case, option),
        _rules(plan, scenario, case, option),
        () if hired_late else people,
        assumed_region(plan, scenario, case, option),
        borrowed(plan, scenario, case, option),
        () if dear and dear[0].turns else dear or _unvalued(plan, case, option, standing.benefit),
    )
    told = [one for some in every for one in some]
    told = [*all_put_right(plan, scenario, case, option, judgement, told), *told]
    return sorted(told, key=lambda one: (one.helps, one.trifling(standing.lead)))


def _given(
    plan: Plan, scenario: str, case: CaseResult, judgement: Judgement, option: OptionResult
) -> Sequence[Against]:
    """Return what some options are given, or charged, and others are not."""
    return [
        *benefits_before_owning(plan, scenario, case, option),
        *rests_on_benefits(plan, scenario, case, option, judgement),
        *rests_on_others(plan, scenario, case, option, judgement),
    ]


def _not_what_it_says(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, standing: Standing
) -> Iterator[Against]:
    """Yield where the option that is recommended is not the whole of what its cost promises, or a rival is not."""
    yield from _miscounted(plan, scenario, case)
    yield from unsaid_region(plan, scenario, case, option)
    yield from _owned_in_part(plan, scenario, case, option)
    yield from _service(plan, scenario, case, option)
    yield from stands_idle(plan, scenario, option)
    yield from late_servers(plan, scenario, case, option, standing)
    yield from too_few(plan, scenario, case, option)
    yield from rival_too_few(plan, scenario, case, option, standing)
    yield from fewer_than_api(plan, scenario, case, option)


def _undone(plan: Plan, scenario: str, case: CaseResult, standing: Standing) -> list[Against]:
    """Return what speaks against doing nothing, or against business as usual."""
    undone = (
        as_today(plan, scenario, case, standing),
        may_be_wrong(plan, scenario, case),
        _miscounted(plan, scenario, case),
        _sale_of_todays(plan, scenario, case, standing),
        a_bill_alone(plan, scenario, case, standing),
        worth_doing(plan, scenario, case, standing),
    )
    return [one for some in undone for one in some]


def _sale_of_todays(plan: Plan, scenario: str, case: CaseResult, standing: Standing) -> Iterator[Against]:
    """Yield what selling today's servers would bring, where business as usual keeps them and is recommended."""
    if standing.state is State.USUAL and plan.entry(scenario, "finance.usual_today").value == "servers":
        yield from sale_forgone(plan, scenario, case, USUAL, case.usual_compared)


def _other_settings(
    plan: Plan, scenario: str, case: CaseResult, judgement: Judgement, option: OptionResult
) -> Sequence[Against]:
    """Return what else could be done, what turns the recommendation first, and of each sort what has most in it."""
    every = (
        freedom(plan, scenario, case, option),
        all_by_api(plan, scenario, case, option, other_ways(plan, scenario)),
        unknown_terms(plan, scenario, case, option),
        cheaper_offer(
            plan, scenario, case, option, at_best=judgement.best is not None, clear=judgement.told.state is State.CLEAR
        ),
        leased(plan, scenario, case, option),
        housed_elsewhere(plan, scenario, case, option),
        _terms(plan, scenario, case, option, judgement),
        data_elsewhere(plan, scenario, case, option),
        owned_already(plan, scenario, case, option, judgement.told),
        terms_apart(plan, scenario, case, option) if judgement.best is None else (),
        rented_until_then(plan, scenario, case, option),
        _not_at_best(plan, judgement) if _moved_far(judgement) else (),
    )
    return [one for some in every for one in some]


def _moved_far(judgement: Judgement) -> bool:
    """Return whether other settings turn the recommendation, or save what is recommended much."""
    return judgement.turned or judgement.saves_much


def _by_stake(every: Sequence[Against], standing: Standing) -> list[Against]:
    """Return what decides first, which has most in it: what turns the recommendation, or settles a close call."""

    def decides(one: Against) -> bool:
        return one.turns or (one.settles and standing.state is State.CLOSE and one.stake > standing.tolerance)

    return sorted(every, key=lambda one: (not decides(one), -one.stake))


def _not_at_best(plan: Plan, judgement: Judgement) -> Iterator[Against]:
    """Yield the options that other settings would make cheaper by more than the tolerance.

    In it is what the lead changes by: what an option saves that trails all the same settles nothing.
    """
    symbol = SYMBOLS[plan.currency]
    moved = sorted(judgement.not_at_best.items(), key=lambda one: -one[1])
    own = judgement.final.recommended
    if moved and own not in judgement.not_at_best and judgement.best is not None:
        # what the recommended option itself saves is told beside others, though it be less than the tolerance
        saved = judgement.planned.compared.get(own, 0.0) - judgement.best.compared.get(own, 0.0)
        moved += [(own, saved)] if saved > WORTH_TELLING * abs(judgement.planned.compared.get(own, 0.0)) > 0 else []
    if moved:
        each = [
            f"{in_sentence(kind)} {'costs ' if not at else ''}{money(saving, symbol)} less"
            for at, (kind, saving) in enumerate(moved)
        ]
        cheaper = listed(each)
        now, then = judgement.planned.lead, judgement.final.lead
        stake = now + then if judgement.turned else abs(then - now)
        if stake > A_PENNY:
            yield Against("not_at_best", f"With other settings than planned {cheaper}.", stake)


def _terms(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, judgement: Judgement
) -> Iterator[Against]:
    """Yield the terms that were not tried and would weigh, those within the horizon first, which a search tries."""
    told = list(later_terms(plan, scenario, case, option)) if judgement.best is None else []
    yield from told or past_the_horizon(plan, scenario, case, option)


def _bias(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that the plan's own optimism bias, not applied, turns the recommendation."""
    values = plan.values(scenario)
    if values["finance.bias_counted"] or not (values["finance.bias_capital"] or values["finance.bias_running"]):
        return
    other = case_result(plan, scenario, BIASED, other_ways(plan, scenario))
    allowed = still_allowed(case, other)
    if allowed and allowed[0].key != option.key and option.key in other.options:
        less = money(other.options[option.key].compared - allowed[0].compared, SYMBOLS[plan.currency])
        yield Against(
            "bias",
            f"Optimism bias is not applied: with the plan's own bias {in_sentence(allowed[0].key)} costs {less} less"
            f" than {option.in_sentence}.",
            turns=True,
        )


def _criteria(case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield another option that leads the criteria beyond money."""
    scores = {one.key: one.views.get("criteria_score", 0.0) for one in case.apart if one.key not in case.blocked}
    if option.key not in scores:
        return
    best = max(scores, key=lambda key: round(scores[key], 6))
    if round(scores[best]) > round(scores[option.key]):
        yield Against(
            "criteria",
            f"Non-financial criteria favour {in_sentence(best)}: {scores[best]:.0f} against {scores[option.key]:.0f} of"
            " 100.",
        )


def _miscounted(plan: Plan, scenario: str, case: CaseResult) -> Iterator[Against]:
    """Yield what is counted twice, or after all work has ended."""
    struck = {one.rule.key: one.message for one in findings(plan, scenario, case)}
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    for key in _MISCOUNTED:
        if key in struck:
            first, hollow = without_work(facts, key)
            of_today = key.startswith("usual_")
            yield Against("usual" if of_today else "rules", struck[key], first=first, hollow=hollow)
    if "api" not in case.options and "api_left_out" in struck:
        yield Against("rules", f"API is left out. {struck['api_left_out']}")
    elif "api" not in case.options and "api_unpriced" in struck:
        yield Against("rules", struck["api_unpriced"])


def _service(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield what an option does not do as well as others do, or that nobody has checked how well it does it."""
    yield from same_service(plan, scenario, case, option)
    yield from fails_more(plan, scenario, case, option)
    yield from never_fails(plan, scenario, case, option)
    yield from rests_on_failures(plan, scenario, case, option)


def _owned_in_part(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that on-premises rents a whole pool to the end, or owns no server at all."""
    if option.key == "on_premises" and decided_by_storage(case) and not owns_servers(plan, scenario):
        yield Against(
            "rules",
            "At these settings on-premises owns no server: it keeps the data on storage of its own and calls every"
            " model by API.",
        )
    if option.key == "on_premises":
        struck = (one.message for one in findings(plan, scenario, case) if one.rule.key == "owns_in_part")
        yield from (Against("rules", message) for message in struck)


def _rules(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield the first rule that warns of the option, and how many more do."""
    warned = [
        finding
        for finding in findings(plan, scenario, case)
        if finding.rule.effect is Effect.WARNS
        and option.key in finding.rule.options
        and finding.rule.key not in _SAID_ELSEWHERE
    ]
    if warned:
        more = len(warned) - 1
        also = f" {more} more rule{'' if more == 1 else 's'} appl{'ies' if more == 1 else 'y'}." if more else ""
        yield Against("rules", warned[0].message + also)


def _stated(worth: float, cost: float) -> str:
    """Return what a resolution asks for where what was entered is less than half of a cost; else nothing."""
    return "a statement of what the work with no value entered is worth" if 2 * worth < cost else ""


def _unvalued(plan: Plan, case: CaseResult, option: OptionResult, benefit: float | None) -> Iterator[Against]:
    """Yield what the work is worth where only some of it has a value."""
    if benefit is None and case.worth > 0 and case.worth < option.compared:
        symbol, several = SYMBOLS[plan.currency], "" if case.unvalued == 1 else "s"
        yield Against(
            "value",
            f"The values entered come to {money(case.worth, symbol)}, {money(option.compared - case.worth, symbol)}"
            f" less than {option.in_sentence} costs: it is worth doing only if {case.unvalued:g} workload{several}"
            " without one make up for that.",
            first=_stated(case.worth, option.compared),
        )


def _uncovered(plan: Plan, case: CaseResult, option: OptionResult, benefit: float | None) -> Iterator[Against]:
    """Yield that the benefits entered do not cover the cost, where no work has a value."""
    if benefit is None and case.worth <= 0 and option.brought_in > 0 < option.compared:
        net = money(option.compared, SYMBOLS[plan.currency])
        yield Against(
            "value",
            f"The benefits entered do not cover its cost: {net} net {case.basis_in_words}. It is worth doing only if"
            f" what the work itself is worth makes up for that: {counted(case.unvalued, 'workload')} ha"
            f"{'s' if case.unvalued == 1 else 've'} no value entered.",
            first=_stated(option.brought_in, option.brought_in + option.compared),
        )


def _barely_worth(plan: Plan, case: CaseResult, option: OptionResult, benefit: float | None) -> Iterator[Against]:
    """Yield that the work is worth hardly more than it costs."""
    if benefit is not None and 0 <= benefit < case.close_call * abs(option.compared):
        more = money(benefit, SYMBOLS[plan.currency])
        yield Against(
            "value", f"The work is worth only {more} more than it costs: with {more} less, nothing is worth doing."
        )
