"""A scenario judged: its standing as planned, each option at its best, and what speaks against what is recommended."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.appraisal.results import CaseResult
from models.areas.options import USUAL, label_of
from models.plan.plan import Plan
from models.rules.against import speaks_against
from models.rules.best import best
from models.rules.chances import FEW
from models.rules.decisions import judged
from models.rules.failing_tasks import TASKS_MEASURED
from models.rules.judgement import Against, Judgement, judged_now, searched, with_against
from models.rules.put_right import first_of_rival
from models.rules.reversed import with_record
from models.rules.sure_enough import judged_surely
from models.studies.best import AllBest, Best, with_settings
from models.studies.best_judged import costs_at_best, usual_at_best
from models.studies.decision_space import called_share
from models.studies.sampling import Draws
from models.studies.settings_search import Look
from models.studies.uncertainty import CASES


def judge(plan: Plan, scenario: str, case: CaseResult, cases: int = FEW) -> Judgement:
    """Return the judgement of the plan's settings, the chance from some cases; options are not searched.

    Where these few may be wrong about whether a lead is clear, it is told from as many as a paper has.

    case: the results of the scenario with the views of its options, and those that rules block marked.
    """
    judgement = Judgement(judged_surely(plan, scenario, case, cases))
    return with_record(plan, scenario, _with_all_against(plan, scenario, case, judgement))


_OF_THE_PLAN = frozenset({"rules", "doubt", "value"})
"""Kinds of conditions that hold whichever option is chosen: figures to be confirmed, and work to be worth its cost."""


def _with_all_against(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement) -> Judgement:
    """Return a judgement with what speaks against it, and what either of two that are close is subject to."""
    own = first_of_rival(plan, scenario, case, judgement)
    said = list(speaks_against(plan, scenario, case, judgement))
    told = with_against(judgement, [*_lacked_by(own, said, judgement), *said])
    # what is wrong with the plan itself holds for either of two that are close
    shared = [one for one in told.conditions if one.kind in _OF_THE_PLAN or one.first == TASKS_MEASURED]
    other = judgement.told.rival if judgement.told.tied else ""
    return replace(told, instead=(*shared, *own) if other in case.options else own)


def _lacked_by(own: Sequence[Against], said: Sequence[Against], judgement: Judgement) -> Sequence[Against]:
    """Return which service the other of two that are close does not give as planned, as what is said of it.

    With it a tie may be a clear lead. own: what it is subject to. said: what is said of the one that is named first;
    what both lack is not repeated.
    """
    both = {_cause(one) for one in said if one.kind == "service"}
    return [
        replace(
            one,
            text=f"{label_of(judgement.told.rival)} does not give the same service as planned: {_lower(one)}",
            turns=False,
            first="",
            hollow=None,
            of_rival=True,
        )
        for one in own
        if one.kind == "service" and _cause(one) not in both
    ]


def _cause(one: Against) -> str:
    """Return what is lacked, without what it would cost."""
    return _lower(one).partition(": ")[0].partition(". ")[0].removesuffix(".")


def _lower(one: Against) -> str:
    """Return what is said of an option as what follows a colon."""
    text = one.text.removeprefix("Not the same service: ")
    return text[:1].lower() + text[1:]


def _called(plan: Plan, scenario: str, one: Best) -> Sequence[str]:
    """Return the workloads, by name, that an option has served by API at its best and not as planned."""
    if one.kind == "api":
        return ()
    before = plan.values(scenario)
    after = {**before, **one.settings}
    return [
        row.name
        for row in plan.rows["workload"]
        if called_share(after, row.slug, one.kind) == 1 > called_share(before, row.slug, one.kind)
    ]


def _undone(plan: Plan, scenario: str, one: Best) -> Sequence[str]:
    """Return what a scenario itself sets and an option at its best has otherwise, such as Chat: Share by API.

    Of the first scenario, which the others differ from, nothing is its own.
    """
    own = plan.scenario(scenario).changes
    return [plan.input_name(key) for key, value in one.settings.items() if key in own and own[key].value != value]


def judge_at_best(
    plan: Plan,
    scenario: str,
    case: CaseResult,
    found: AllBest | None = None,
    drawn: Mapping[str, Draws] | None = None,
    cases: int = CASES,
    look: Look | None = None,
) -> Judgement:
    """Return the judgement with each option at its best.

    found: what a search has found for these figures; searched anew where None. drawn: cost of the options at their
        best, case by case, where that is known.
    """
    found = found or best(plan, scenario, look=look)
    costs = drawn or costs_at_best(plan, scenario, found.found, cases)
    if case.usual_ranked and found.found:
        leader = found.found[0]
        costs = {**costs, USUAL: usual_at_best(plan, scenario, leader, len(costs[leader.kind]))}
    better = with_settings(plan, scenario, found.together)
    # what leads at its best is held against the others at theirs: a lead that is told here is the one of the headline
    then = case if better is plan else judged(better, scenario)
    made = searched(case, judged_now(plan, scenario, case, cases), found, costs, then)
    made = replace(
        made,
        calls={one.kind: _called(plan, scenario, one) for one in found.found},
        undoes={one.kind: _undone(plan, scenario, one) for one in found.found},
        before={
            one.kind: {key: plan.entry(scenario, key).value for key in one.settings}
            for one in found.found
            if one.settings and one.kind not in case.blocked
        },
    )
    if made.confirmed:
        # the headline has the plan's own figures, and so has what speaks against it
        return with_record(plan, scenario, _with_all_against(plan, scenario, case, made))
    return with_record(plan, scenario, _with_all_against(better, scenario, then, made))
