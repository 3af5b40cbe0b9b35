"""Rules between decisions, as data: condition, options touched, blocks or warns, reason and source."""

from collections.abc import Sequence
from dataclasses import replace

from models.appraisal.results import CaseResult, case_result
from models.areas.options import ALL_RENTED, OPTION_LABELS, OPTIONS, OWNING, RENTING
from models.formula.program import Results
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.conditions import (
    air_gap,
    air_gap_api,
    calls_barred,
    closed_tuning,
    coarse,
    controls_missing,
    heavy_on_cpu,
    idle_fleet,
    inside_called,
    inside_escalates,
    inside_rented,
    no_gateway,
    one_region,
    payback,
    policy_api,
    ranked_otherwise,
    regulated_abroad,
    rents_inside,
    resident_abroad,
    spot_unsaved,
    too_soon,
    undone,
    ungoverned,
    unpriced_bridging,
    unpriced_calls,
    unpriced_cloud,
    unpriced_servers,
    unskilled,
    verdicts,
)
from models.rules.facts import Facts
from models.rules.rule import ALL, Effect, Finding, Rule
from models.rules.service import SERVICE_RULES
from models.rules.supply import SUPPLY_RULES

ARTICLE = "The CTO's Guide to AI Infrastructure Decisions in 2026"


RULES: Sequence[Rule] = (
    Rule(
        "air_gap",
        "An air gap leaves only owned servers",
        RENTING,
        Effect.BLOCKS,
        "Air-gapped: nothing may connect to a cloud.",
        "security policy; NCSC cloud security principles",
        ("air_gapped",),
        air_gap,
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
        rents_inside,
    ),
    Rule(
        "undone_on_premises",
        "Work that is never done",
        ("on_premises",),
        Effect.BLOCKS,
        "On-premises does none of the work within the horizon: it waits for delivery.",
        "identity: an option must do the work",
        ("lead", "bridging"),
        undone("on_premises"),
    ),
    Rule(
        "undone_hybrid",
        "Work that is never done",
        ("hybrid",),
        Effect.BLOCKS,
        "The hybrid does none of the work within the horizon: it waits for delivery.",
        "identity: an option must do the work",
        ("lead", "bridging"),
        undone("hybrid"),
    ),
    *(
        Rule(
            f"controls_{option}",
            "Mandatory controls are missing",
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]} lacks {{}} of the controls that are mandatory.",
            "laws, regulators and contracts named under Security",
            ("controls_mandatory", "active"),
            controls_missing(option),
        )
        for option in OPTIONS
    ),
    Rule(
        "unpriced_cloud",
        "A GPU-hour without a price",
        RENTING,
        Effect.BLOCKS,
        "{}: the cloud price is not entered; at nothing an hour every comparison would be wrong.",
        "identity: what has no price cannot be compared",
        ("cloud_price",),
        unpriced_cloud,
    ),
    Rule(
        "unpriced_bridging",
        "A GPU-hour without a price",
        ("on_premises",),
        Effect.BLOCKS,
        "{}: the cloud price is not entered, and work runs there until delivery or beside owned servers.",
        "identity: what has no price cannot be compared",
        ("cloud_price",),
        unpriced_bridging,
    ),
    Rule(
        "unpriced_servers",
        "A server without a price",
        OWNING,
        Effect.BLOCKS,
        "{}: the server's price is not entered; at nothing a server every comparison would be wrong.",
        "identity: what has no price cannot be compared",
        ("server_price",),
        unpriced_servers,
    ),
    Rule(
        "air_gap_api",
        "An air gap excludes APIs",
        ALL,
        Effect.BLOCKS,
        "Air-gapped: {} may not call an API.",
        "security policy; NCSC cloud security principles",
        ("air_gapped", "api_share"),
        air_gap_api,
    ),
    Rule(
        "inside_called",
        "Work that never leaves, called by API",
        ALL,
        Effect.BLOCKS,
        "{} is planned never to leave the house and would be sent to an API.",
        "plan",
        ("place", "api_share"),
        inside_called,
    ),
    Rule(
        "policy_api",
        "An API that policy forbids",
        ALL,
        Effect.BLOCKS,
        "{} is sent to an API, and the plan says that no API may serve it.",
        "plan",
        ("api_share", "may_call"),
        policy_api,
    ),
    Rule(
        "inside_escalates",
        "Work that never leaves escalates to an API",
        ALL,
        Effect.WARNS,
        "{} is planned never to leave the house, and some of its requests escalate to an API.",
        "plan",
        ("place", "escalation"),
        inside_escalates,
    ),
    Rule(
        "regulated_abroad",
        "Regulated data needs a UK or EU region",
        ALL,
        Effect.BLOCKS,
        "{}: regulated data would go to an API without a UK or EU region.",
        "UK GDPR, articles 44–49",
        ("sensitivity", "regional_endpoint", "api_share"),
        regulated_abroad,
    ),
    Rule(
        "resident_abroad",
        "Data must stay in the UK or EU",
        ALL,
        Effect.BLOCKS,
        "{}: data must stay in the UK or EU, and its API has no region there.",
        "law or contract",
        ("residency", "regional_endpoint"),
        resident_abroad,
    ),
    *(
        Rule(
            f"calls_barred_{option}",
            "An API that may not be called",
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]} has all of {{}} by API, which may not leave the house, or not to that API.",
            "UK GDPR, articles 44–49; NCSC cloud security principles; plan",
            ("air_gapped", "sensitivity", "regional_endpoint", f"{option}_calls"),
            calls_barred(option),
        )
        for option in ("cloud", *OWNING)
    ),
    *(
        Rule(
            f"unpriced_calls_{option}",
            "An API without a price",
            (option,),
            Effect.BLOCKS,
            f"{{}}: the API's price is not entered, and {OPTION_LABELS[option].lower()} has all of it by API.",
            "identity: what has no price cannot be compared",
            ("api_in", f"{option}_calls"),
            unpriced_calls(option),
        )
        for option in ("cloud", *OWNING)
    ),
    *SUPPLY_RULES,
    *SERVICE_RULES,
    Rule(
        "closed_tuning",
        "Confidential data trains a closed model",
        ALL,
        Effect.WARNS,
        "{}: a closed model is fine-tuned on data that is confidential or regulated.",
        ARTICLE,
        ("sensitivity", "closed_tuned"),
        closed_tuning,
    ),
    Rule(
        "spot_unsaved",
        "Spot without checkpointing",
        RENTING,
        Effect.WARNS,
        "{} does not save its state: it cannot run on interruptible capacity and pays the full price.",
        ARTICLE,
        ("spot_share", "checkpointed"),
        spot_unsaved,
    ),
    Rule(
        "coarse",
        "INT4 where accuracy is critical",
        ALL,
        Effect.WARNS,
        "{} is accuracy-critical and served at INT4: evaluate it before relying on it.",
        ARTICLE,
        ("accuracy_critical", "precision", "quantise_level"),
        coarse,
    ),
    Rule(
        "ungoverned",
        "Regulated data without lineage or retention",
        ALL,
        Effect.WARNS,
        "Regulated data is processed without {}.",
        "UK GDPR, article 5(1)(e) and 5(2)",
        ("sensitivity", "retention", "purpose"),
        ungoverned,
    ),
    Rule(
        "inside_rented",
        "Work that never leaves, rented",
        ALL_RENTED,
        Effect.BLOCKS,
        "{} is planned never to leave the house.",
        "plan",
        ("place",),
        inside_rented,
    ),
    Rule(
        "ranked_otherwise",
        "Ranked by another cost",
        ALL,
        Effect.WARNS,
        "Check by what options are ranked: {}.",
        "HM Treasury, The Green Book (2022)",
        ("ranked_by",),
        ranked_otherwise,
    ),
    Rule(
        "unskilled",
        "On-premises without the skills",
        OWNING,
        Effect.WARNS,
        "Fewer than a quarter of a platform engineer is planned for servers of your own.",
        ARTICLE,
        ("people_on_premises",),
        unskilled,
    ),
    Rule(
        "too_soon",
        "Sooner than the lead time",
        OWNING,
        Effect.WARNS,
        "The work waits for delivery: {}.",
        ARTICLE,
        ("lead", "start", "bridging"),
        too_soon,
    ),
    Rule(
        "no_gateway",
        "An endpoint without a gateway",
        ALL,
        Effect.WARNS,
        "Models are served without an API gateway: no rate limits, no record of who asked what.",
        ARTICLE,
        ("active",),
        no_gateway,
    ),
    Rule(
        "one_region",
        "High availability in a single region",
        ALL,
        Effect.WARNS,
        "High availability is required and everything runs in one region or site.",
        "FCA PS21/3; PRA SS1/21",
        ("high_availability", "single_region"),
        one_region,
    ),
    Rule(
        "idle_fleet",
        "Utilisation below break-even",
        ("on_premises",),
        Effect.WARNS,
        "Owned servers are not busy enough to pay: {}.",
        ARTICLE,
        (),
        idle_fleet,
    ),
    Rule(
        "verdicts",
        "Nominal and discounted verdicts disagree",
        ALL,
        Effect.WARNS,
        "The cheapest option depends on discounting: {}.",
        "HM Treasury, The Green Book",
        (),
        verdicts,
    ),
    Rule(
        "payback",
        "Payback outside the article's range",
        OWNING,
        Effect.WARNS,
        "On-premises pays back in {}; the article expects 18 to 36 months for a constant workload.",
        ARTICLE,
        (),
        payback,
    ),
    Rule(
        "heavy_on_cpu",
        "A large model on CPU servers",
        ALL,
        Effect.WARNS,
        "{} is served by a model of 70B or more on CPU servers; 7–13B is what they can run.",
        ARTICLE,
        ("model_class",),
        heavy_on_cpu,
    ),
)


def findings(
    plan: Plan, scenario: str, case: CaseResult | None = None, figures: Results | None = None
) -> list[Finding]:
    """Return every rule that strikes in a scenario, in the order of the rules.

    case, figures: its results and lines, where they are worked out already.
    """
    values: dict[str, Value] = dict(plan.values(scenario))
    facts = Facts(plan, values, case or case_result(plan, scenario), scenario, figures)
    all_findings: list[Finding] = []
    for rule in RULES:
        places = list(rule.condition(facts))
        if places:
            all_findings.append(Finding(rule, rule.reason.replace("{}", ", ".join(place for place in places if place))))
    return all_findings


def judged(plan: Plan, scenario: str, case: CaseResult | None = None, figures: Results | None = None) -> CaseResult:
    """Return the results of a scenario with the options that rules block marked.

    case, figures: its results and lines, where they are worked out already.
    """
    case = case or case_result(plan, scenario)
    struck = findings(plan, scenario, case, figures)
    reasons = {key: reason for key, reason in blocked(struck).items() if key in case.options}
    same = {twin: reasons[option] for twin, option in case.twins.items() if option in reasons}
    reasons = same | reasons
    unpriced = {option for one in struck if one.rule.key.startswith("unpriced") for option in one.rule.options}
    return replace(case, blocked=reasons, unpriced=unpriced)


def blocked(found: Sequence[Finding]) -> dict[str, str]:
    """Return the options that are not allowed, each with its first reason."""
    reasons: dict[str, str] = {}
    for finding in found:
        if finding.blocks:
            for option in finding.rule.options:
                reasons.setdefault(option, finding.message)
    return reasons
