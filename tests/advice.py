"""Plans to try advice on, and what the judgement says of them."""

from dataclasses import replace

from desktop.storage.examples import example
from models.appraisal.results import case_result
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.decisions import judged
from models.rules.judgement import Against, Standing, planned
from models.rules.judging import judge

INSURER = example("insurer").plan
P, W = "compute.pool.h100.", "workloads.workload."
WORKS = INSURER.slugs["workload"]


def having(plan: Plan, **changes: Value) -> Plan:
    for key, value in changes.items():
        plan = plan.with_entry("base", key, replace(plan.entry("base", key), value=value))
    return plan


def standing(plan: Plan) -> Standing:
    return planned(judged(plan, "base"))


def against(plan: Plan) -> list[Against]:
    return list(judge(plan, "base", judged(plan, "base")).against)


def of_kind(plan: Plan, kind: str) -> list[str]:
    return [one.text for one in against(plan) if one.kind == kind]


def cost(plan: Plan, option: str) -> float:
    return case_result(plan, "base").options[option].compared
