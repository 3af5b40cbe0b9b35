"""Plans to try advice on, and what the judgement says of them."""

from collections import deque
from dataclasses import replace

from earlier import example

from models.appraisal.results import case_result
from models.exhibits.every_study import already_documented, judgement_in
from models.exhibits.verdict import verdict
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan
from models.quantities.declaration import Value
from models.rules.decisions import judged
from models.rules.judgement import Against, Judgement, Standing, judged_now, planned
from models.rules.judging import judge

INSURER = example("insurer").plan
P, W = "compute.pool.h100.", "workloads.workload."
WORKS = INSURER.slugs["workload"]


def having(plan: Plan, **changes: Value) -> Plan:
    for key, value in changes.items():
        plan = plan.with_entry("base", key, replace(plan.entry("base", key), value=value))
    return plan


def typed(plan: Plan, **changes: Value) -> Plan:
    """Return a plan with values that somebody typed: they have no range of a source."""
    by_hand = Evidence(kind=EvidenceKind.ASSUMPTION, source="typed in the window", date="2026-11")
    for key, value in changes.items():
        plan = plan.with_entry("base", key, Entry(value, by_hand))
    return plan


def quoted(plan: Plan, *keys: str) -> Plan:
    """Return a plan in which values rest on a quote."""
    for key in keys:
        entry = plan.entry("base", key)
        plan = plan.with_entry("base", key, replace(entry, evidence=replace(entry.evidence, kind=EvidenceKind.QUOTE)))
    return plan


def in_region(plan: Plan) -> Plan:
    """Return a plan whose APIs are known to be in the UK or EU."""
    return quoted(plan, *(f"hosting.workload.{work}.regional_endpoint" for work in plan.slugs["workload"]))


def standing(plan: Plan) -> Standing:
    return planned(judged(plan, "base"))


def against(plan: Plan) -> list[Against]:
    """Return what speaks against what is recommended; what was asked last of the same plan is not worked out again."""
    for known, told in _asked:
        if known == plan:
            return list(told)
    told = list(judge(plan, "base", judged(plan, "base")).against)
    _asked.append((plan, told))
    return list(told)


_asked: deque[tuple[Plan, list[Against]]] = deque(maxlen=6)


def of_kind(plan: Plan, kind: str) -> list[str]:
    return [one.text for one in against(plan) if one.kind == kind]


def cost(plan: Plan, option: str) -> float:
    return case_result(plan, "base").options[option].compared


def exported_sentence(plan: Plan, scenario: str) -> str:
    """Return the verdict as planned, with its chance: that of the studies in the base, which was exported."""
    case = judged(plan, scenario)
    found = judgement_in(already_documented(plan, scenario)) if scenario == "base" else None
    standing = found.planned if found is not None else judged_now(plan, scenario, case)
    return verdict(plan, case, Judgement(standing)).sentence
