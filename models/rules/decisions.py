"""Rules between decisions, as data: condition, options touched, blocks or warns, reason and source."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from models.appraisal.results import A_PENNY, CaseResult, case_result
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.facts import Facts

ALL = ("cloud", "on_premises", "hybrid")
OWNING = ("on_premises", "hybrid")
RENTING = ("cloud", "hybrid")
ARTICLE = "The CTO's Guide to AI Infrastructure Decisions in 2026"


class Effect(StrEnum):
    """What a rule does to the options it touches."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    condition: yields what it strikes at, in words that fill the reason's braces; nothing where it does not apply.
    inputs: the names of the inputs its condition reads, for the map of what each input does.
    """

    key: str
    title: str
    options: tuple[str, ...]
    effect: Effect
    reason: str
    source: str
    inputs: tuple[str, ...]
    condition: Callable[[Facts], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that strikes: on what, which options, with which effect, and why."""

    rule: Rule
    message: str

    @property
    def blocks(self) -> bool:
        """True where the options touched are not allowed."""
        return self.rule.effect is Effect.BLOCKS


def _if(holds: object) -> Iterator[str]:
    if holds:
        yield ""


def _air_gap(facts: Facts) -> Iterator[str]:
    return _if(facts.is_on("security.air_gapped"))


def _air_gap_api(facts: Facts) -> Iterator[str]:
    if facts.is_on("security.air_gapped"):
        yield from (
            name
            for name, _, hosting in facts.models_of()
            if facts.number(f"{hosting}api_share") + facts.number(f"{hosting}escalation") > 0
        )


def _sensitive_api(facts: Facts, *levels: str) -> Iterator[tuple[str, str]]:
    for name, prefix, hosting in facts.models_of():
        if (
            facts.values[f"{prefix}sensitivity"] in levels
            and facts.number(f"{hosting}api_share") + facts.number(f"{hosting}escalation") > 0
        ):
            yield name, hosting


def _regulated_abroad(facts: Facts) -> Iterator[str]:
    yield from (
        name for name, hosting in _sensitive_api(facts, "regulated") if not facts.is_on(f"{hosting}regional_endpoint")
    )


def _resident_abroad(facts: Facts) -> Iterator[str]:
    if facts.is_on("security.residency"):
        yield from (
            name
            for name, _, hosting in facts.models_of()
            if facts.number(f"{hosting}api_share") + facts.number(f"{hosting}escalation") > 0
            and not facts.is_on(f"{hosting}regional_endpoint")
        )


def _closed_tuning(facts: Facts) -> Iterator[str]:
    for name, prefix, hosting in facts.models_of():
        if facts.values[f"{prefix}sensitivity"] in {"confidential", "regulated"} and facts.is_on(
            f"{hosting}closed_tuned"
        ):
            yield name


def _spot_unsaved(facts: Facts) -> Iterator[str]:
    shares = {name: facts.number(f"{prefix}spot_share") for name, prefix in facts.pools()}
    if not any(shares.values()):
        return
    for _, name, prefix in facts.works():
        waits = facts.values[f"{prefix}timing"] == "deferrable"
        if waits and not facts.is_on(f"{prefix}checkpointed") and not facts.is_on("cost_management.spot"):
            yield name


def _coarse(facts: Facts) -> Iterator[str]:
    lever = facts.is_on("cost_management.quantise") and facts.values["cost_management.quantise_level"] == "int4"
    for name, prefix, hosting in facts.models_of():
        if (
            facts.is_on(f"{prefix}accuracy_critical")
            and facts.number(f"{hosting}api_share") < 1
            and (lever or facts.values[f"{prefix}precision"] == "int4")
        ):
            yield name


def _ungoverned(facts: Facts) -> Iterator[str]:
    if any(facts.values[f"{prefix}sensitivity"] == "regulated" for _, _, prefix in facts.works()):
        lacks = [] if facts.tool_for("lineage") else ["lineage"]
        lever = (
            facts.is_on("cost_management.retain")
            and facts.number("cost_management.retain_start") <= facts.plan.structure.horizon
        )
        kept = min(facts.number("data.retention"), facts.number("cost_management.retain_months") if lever else 240.0)
        # the longest that can be entered: kept for ever
        lacks += ["a retention period"] if kept >= 240 else []  # noqa: PLR2004
        if lacks:
            yield " and ".join(lacks)


def _unskilled(facts: Facts) -> Iterator[str]:
    platform = (
        facts.number("operations.role.platform.people_on_premises")
        if "platform" in facts.plan.slugs["role"]
        else facts.people("on_premises")
    )
    tools = any(
        facts.number(f"operations.role.{slug}.people_{option}") > 0
        for slug in facts.plan.slugs["role"]
        for option in ALL
    )
    return _if(tools and platform < 0.25)  # noqa: PLR2004 - a quarter of a person is the least that runs one server


def _inside_rented(facts: Facts) -> Iterator[str]:
    for name, _, work in facts.works():
        if facts.values[f"{work}place"] == "inside":
            yield name


def _too_soon(facts: Facts) -> Iterator[str]:
    waits = facts.case.options["on_premises"].waits
    first = min((facts.number(f"{work}start") for _, _, work in facts.works()), default=120.0)
    if first <= waits:
        yield f"{waits:g} months to delivery, first needed in month {first:g}"


def _rents_inside(facts: Facts) -> Iterator[str]:
    return _if(facts.is_on("security.air_gapped") and facts.line("on_premises.rented_gpus") > 0)


def _undone(option: str) -> Callable[[Facts], Iterator[str]]:
    def condition(facts: Facts) -> Iterator[str]:
        return _if(facts.case.options[option].undone > 0.99)  # noqa: PLR2004 - next to nothing is done

    return condition


def _no_gateway(facts: Facts) -> Iterator[str]:
    serves = [name for name, _, _ in facts.models_of()]
    return _if(serves and not facts.control_for("gateway") and _governed(facts))


def _governed(facts: Facts) -> bool:
    """Return whether security was looked at at all: any requirement or control."""
    chosen = any(
        facts.is_on(f"security.{name}") for name in ("uk_gdpr", "fca_pra", "nhs_dspt", "residency", "air_gapped")
    )
    return chosen or any(facts.is_on(f"security.control.{slug}.active") for slug in facts.plan.slugs["control"])


def _one_region(facts: Facts) -> Iterator[str]:
    return _if(facts.is_on("security.high_availability") and facts.is_on("security.single_region"))


def _idle_fleet(facts: Facts) -> Iterator[str]:
    needed, used = facts.case.break_even_utilisation, facts.case.utilisation
    if needed is not None and 0 < used < needed:
        yield f"{used:.0%} busy against {needed:.0%}"


def _verdicts(facts: Facts) -> Iterator[str]:
    if facts.case.verdicts_disagree:
        nominal, discounted = facts.case.allowed("nominal")[0], facts.case.allowed()[0]
        yield f"{nominal.label} undiscounted, {discounted.label.lower()} discounted"


def _payback(facts: Facts) -> Iterator[str]:
    month = facts.case.pair("cloud", "on_premises", "nominal").payback
    compared = not facts.is_on("security.air_gapped")
    if not compared or month is None or month <= 0:
        return
    whole = math.ceil(month - 1e-9)
    if not 18 <= whole <= 36:  # noqa: PLR2004 - the article's range
        yield f"month {whole}"


def _heavy_on_cpu(facts: Facts) -> Iterator[str]:
    for name, prefix, _ in facts.models_of():
        pool = f"compute.pool.{facts.values[f'{prefix}pool']}."
        power = facts.number(f"{pool}server_power") / facts.number(f"{pool}server_gpus")
        if (
            facts.values[f"{prefix}model_class"] in {"large", "frontier"}
            and facts.number(f"{pool}server_gpus") == 1
            and 0 < power < 1.2  # noqa: PLR2004 - a CPU server draws about 0.8 kW
        ):
            yield name


RULES: Sequence[Rule] = (
    Rule(
        "air_gap",
        "An air gap leaves only owned servers",
        RENTING,
        Effect.BLOCKS,
        "Air-gapped: nothing may connect to a cloud.",
        "security policy; NCSC cloud security principles",
        ("air_gapped",),
        _air_gap,
    ),
    Rule(
        "air_gap_rents",
        "An air gap leaves nothing to rent",
        ("on_premises",),
        Effect.BLOCKS,
        "Air-gapped: work may not run in the cloud until delivery or beside owned servers; let it wait, and buy"
        " enough.",
        "security policy; NCSC cloud security principles",
        ("air_gapped", "bridging"),
        _rents_inside,
    ),
    Rule(
        "undone_on_premises",
        "Work that is never done",
        ("on_premises",),
        Effect.BLOCKS,
        "On-premises does none of the work within the horizon: it waits for delivery.",
        "identity: an option must do the work",
        ("lead", "bridging"),
        _undone("on_premises"),
    ),
    Rule(
        "undone_hybrid",
        "Work that is never done",
        ("hybrid",),
        Effect.BLOCKS,
        "The hybrid does none of the work within the horizon: it waits for delivery.",
        "identity: an option must do the work",
        ("lead", "bridging"),
        _undone("hybrid"),
    ),
    Rule(
        "air_gap_api",
        "An air gap excludes APIs",
        ALL,
        Effect.BLOCKS,
        "Air-gapped: {} may not call an API.",
        "security policy; NCSC cloud security principles",
        ("air_gapped", "api_share"),
        _air_gap_api,
    ),
    Rule(
        "regulated_abroad",
        "Regulated data needs a UK or EU region",
        ALL,
        Effect.BLOCKS,
        "{}: regulated data would go to an API without a UK or EU region.",
        "UK GDPR, articles 44–49",
        ("sensitivity", "regional_endpoint", "api_share"),
        _regulated_abroad,
    ),
    Rule(
        "resident_abroad",
        "Data must stay in the UK or EU",
        ALL,
        Effect.BLOCKS,
        "{}: data must stay in the UK or EU, and its API has no region there.",
        "law or contract",
        ("residency", "regional_endpoint"),
        _resident_abroad,
    ),
    Rule(
        "closed_tuning",
        "Confidential data trains a closed model",
        ALL,
        Effect.WARNS,
        "{}: a closed model is fine-tuned on data that is confidential or regulated.",
        ARTICLE,
        ("sensitivity", "closed_tuned"),
        _closed_tuning,
    ),
    Rule(
        "spot_unsaved",
        "Spot without checkpointing",
        RENTING,
        Effect.WARNS,
        "{} does not save its state: it cannot run on interruptible capacity and pays the full price.",
        ARTICLE,
        ("spot_share", "checkpointed"),
        _spot_unsaved,
    ),
    Rule(
        "coarse",
        "INT4 where accuracy is critical",
        ALL,
        Effect.WARNS,
        "{} is accuracy-critical and served at INT4: evaluate it before relying on it.",
        ARTICLE,
        ("accuracy_critical", "precision", "quantise_level"),
        _coarse,
    ),
    Rule(
        "ungoverned",
        "Regulated data without lineage or retention",
        ALL,
        Effect.WARNS,
        "Regulated data is processed without {}.",
        "UK GDPR, article 5(1)(e) and 5(2)",
        ("sensitivity", "retention", "purpose"),
        _ungoverned,
    ),
    Rule(
        "inside_rented",
        "Work that never leaves, rented",
        ("cloud",),
        Effect.WARNS,
        "{} is planned never to leave the house: the cloud option rents it nevertheless.",
        "plan",
        ("place",),
        _inside_rented,
    ),
    Rule(
        "unskilled",
        "On-premises without the skills",
        OWNING,
        Effect.WARNS,
        "Fewer than a quarter of a platform engineer is planned for servers of your own.",
        ARTICLE,
        ("people_on_premises",),
        _unskilled,
    ),
    Rule(
        "too_soon",
        "Sooner than the lead time",
        OWNING,
        Effect.WARNS,
        "The work waits for delivery: {}.",
        ARTICLE,
        ("lead", "start", "bridging"),
        _too_soon,
    ),
    Rule(
        "no_gateway",
        "An endpoint without a gateway",
        ALL,
        Effect.WARNS,
        "Models are served without an API gateway: no rate limits, no record of who asked what.",
        ARTICLE,
        ("active",),
        _no_gateway,
    ),
    Rule(
        "one_region",
        "High availability in a single region",
        ALL,
        Effect.WARNS,
        "High availability is required and everything runs in one region or site.",
        "FCA PS21/3; PRA SS1/21",
        ("high_availability", "single_region"),
        _one_region,
    ),
    Rule(
        "idle_fleet",
        "Utilisation below break-even",
        ("on_premises",),
        Effect.WARNS,
        "Owned servers are not busy enough to pay: {}.",
        ARTICLE,
        (),
        _idle_fleet,
    ),
    Rule(
        "verdicts",
        "Nominal and discounted verdicts disagree",
        ALL,
        Effect.WARNS,
        "The cheapest option depends on discounting: {}.",
        "HM Treasury, The Green Book",
        (),
        _verdicts,
    ),
    Rule(
        "payback",
        "Payback outside the article's range",
        OWNING,
        Effect.WARNS,
        "On-premises pays back in {}; the article expects 18 to 36 months for a constant workload.",
        ARTICLE,
        (),
        _payback,
    ),
    Rule(
        "heavy_on_cpu",
        "A large model on CPU servers",
        ALL,
        Effect.WARNS,
        "{} is served by a model of 70B or more on CPU servers; 7–13B is what they can run.",
        ARTICLE,
        ("model_class",),
        _heavy_on_cpu,
    ),
)


def findings(plan: Plan, scenario: str, case: CaseResult | None = None) -> list[Finding]:
    """Return every rule that strikes in a scenario, in the order of the rules."""
    values: dict[str, Value] = dict(plan.values(scenario))
    facts = Facts(plan, values, case or case_result(plan, scenario))
    found: list[Finding] = []
    for rule in RULES:
        places = list(rule.condition(facts))
        if places:
            found.append(Finding(rule, rule.reason.replace("{}", ", ".join(place for place in places if place))))
    return found


def judged(plan: Plan, scenario: str, case: CaseResult | None = None) -> CaseResult:
    """Return the results of a scenario with the options that rules block marked."""
    case = case or case_result(plan, scenario)
    return replace(case, blocked=blocked(findings(plan, scenario, case)))


def not_compared(case: CaseResult) -> list[str]:
    """Return the options that a study of the verdict leaves out: those that rules block.

    Also a hybrid that costs what another option costs in every month.
    """
    left = list(case.blocked)
    hybrid = case.options["hybrid"]
    for key, option in case.options.items():
        if key == "hybrid" or {key, "hybrid"} & set(left):
            continue
        if (
            np.allclose(option.cumulative, hybrid.cumulative, rtol=0, atol=A_PENNY)
            and abs(option.present_value - hybrid.present_value) <= A_PENNY
        ):
            left.append("hybrid")
    return left


def blocked(found: Sequence[Finding]) -> dict[str, str]:
    """Return the options that are not allowed, each with its first reason."""
    reasons: dict[str, str] = {}
    for finding in found:
        if finding.blocks:
            for option in finding.rule.options:
                reasons.setdefault(option, finding.message)
    return reasons
