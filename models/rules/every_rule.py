"""Every rule between decisions, as data: condition, options touched, blocks or warns, reason and source."""

from collections.abc import Sequence

from models.areas.economy import GREEN_BOOK
from models.areas.options import ALL_RENTED, OPTION_LABELS, OPTIONS, OWNING, RENTING
from models.rules.conditions import (
    air_gap,
    air_gap_api,
    calls_barred,
    calls_no_model,
    closed_tuning,
    coarse,
    controls_missing,
    escalates_abroad,
    heavy_on_cpu,
    idle_fleet,
    inside_called,
    inside_escalates,
    inside_rented,
    no_gateway,
    one_region,
    payback_of,
    policy_api,
    ranked_otherwise,
    regulated_abroad,
    rents_inside,
    resident_abroad,
    spot_unsaved,
    too_soon,
    undone,
    ungoverned,
    unpriced_beside_api,
    unpriced_bridging,
    unpriced_calls,
    unpriced_cloud,
    unpriced_servers,
    unskilled,
    verdicts,
)
from models.rules.counted import COUNTED_RULES
from models.rules.identity import IDENTITY_RULES
from models.rules.line_out import LINE_RULES
from models.rules.past_the_end import PAST_THE_END_RULES
from models.rules.replicas import REPLICA_RULES
from models.rules.residency import RESIDENCY_RULES
from models.rules.rule import ALL, NOT_AS_PLANNED, Effect, Rule
from models.rules.service import SERVICE_RULES
from models.rules.supply import SUPPLY_RULES
from models.rules.todays_bill import TODAYS_BILL_RULES

ARTICLE = "The CTO's Guide to AI Infrastructure Decisions in 2026"


_ZERO = "; at zero per hour every comparison would be wrong"
_BESIDE_OWNED = ", and work runs there until delivery or beside owned servers"

RULES: Sequence[Rule] = (
    Rule(
        "air_gap",
        "An air gap allows only owned servers",
        RENTING,
        Effect.BLOCKS,
        "Air-gapped: nothing may connect to a cloud.",
        "security policy; NCSC cloud security principles",
        ("air_gapped",),
        air_gap,
    ),
    Rule(
        "air_gap_rents",
        "An air gap allows no renting",
        ("on_premises",),
        Effect.BLOCKS,
        "Air-gapped: work may not run in the cloud until delivery or beside owned servers; let it wait, and buy"
        " enough.",
        "security policy; NCSC cloud security principles",
        ("air_gapped", "bridging"),
        rents_inside,
    ),
    *(
        Rule(
            f"undone_{option}",
            "Work that is never done",
            (option,),
            Effect.BLOCKS,
            f"{name} does none of the work within the horizon: it waits for delivery.",
            "by definition: an option must do the work",
            ("lead", "bridging"),
            undone(option),
        )
        for option, name in (("on_premises", "On-premises"), ("hybrid", "The hybrid"))
    ),
    *(
        Rule(
            f"controls_{option}",
            "Mandatory controls are missing",
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]} lacks mandatory controls: {{}}.",
            "laws, regulators and contracts named under Security",
            ("controls_mandatory", "active"),
            controls_missing(option),
        )
        for option in OPTIONS
    ),
    *(
        Rule(
            key,
            "A GPU-hour without a price",
            options,
            Effect.BLOCKS,
            f"{{}}: the cloud price is not entered{why}.",
            "by definition: what has no price cannot be compared",
            ("cloud_price",),
            condition,
        )
        for key, options, why, condition in (
            ("unpriced_cloud", ("cloud", "hybrid"), _ZERO, unpriced_cloud),
            ("unpriced_beside_api", ("api",), _ZERO, unpriced_beside_api),
            ("unpriced_bridging", ("on_premises",), _BESIDE_OWNED, unpriced_bridging),
        )
    ),
    Rule(
        "unpriced_servers",
        "A server without a price",
        OWNING,
        Effect.BLOCKS,
        "{}: the server's price is not entered; at zero per server every comparison would be wrong.",
        "by definition: what has no price cannot be compared",
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
        "Own-servers-only work sent to an API",
        ALL,
        Effect.BLOCKS,
        "{} must stay on own servers and would be sent to an API.",
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
        "Work that no API may serve escalates to one",
        ALL,
        Effect.BLOCKS,
        "No API may serve {}, but some requests escalate to one: set the share that does to 0.",
        "plan",
        ("place", "escalation", "may_call"),
        inside_escalates,
    ),
    Rule(
        "escalates_abroad",
        "Escalation outside the UK and EU",
        ALL,
        Effect.BLOCKS,
        "{}: data must stay in the UK or EU, and some requests escalate to an API without a region there: set the share"
        " that does to 0, or choose a regional endpoint.",
        "UK GDPR, articles 44–49; law or contract",
        ("escalation", "regional_endpoint", "sensitivity", "residency"),
        escalates_abroad,
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
            f"{OPTION_LABELS[option]}{NOT_AS_PLANNED}all of {{}} goes to an API that it may not use.",
            "UK GDPR, articles 44–49; NCSC cloud security principles; plan",
            ("air_gapped", "sensitivity", "regional_endpoint", f"{option}_calls"),
            calls_barred(option),
        )
        for option in ("cloud", *OWNING)
    ),
    *(
        Rule(
            f"calls_no_model_{option}",
            "Work that no API does",
            (option,),
            Effect.BLOCKS,
            f"{OPTION_LABELS[option]}{NOT_AS_PLANNED}{{}} is no inference, and sent to an API it would cost nothing.",
            "by definition: an option must do the work",
            (f"{option}_calls", "kind"),
            calls_no_model(option),
        )
        for option in ("cloud", *OWNING)
    ),
    *(
        Rule(
            f"unpriced_calls_{option}",
            "An API without a price",
            (option,),
            Effect.BLOCKS,
            f"{{}}: the API's price is not entered, and {OPTION_LABELS[option].lower()} sends all of it to an API.",
            "by definition: what has no price cannot be compared",
            ("api_in", f"{option}_calls"),
            unpriced_calls(option),
        )
        for option in ("cloud", *OWNING)
    ),
    *IDENTITY_RULES,
    *COUNTED_RULES,
    *TODAYS_BILL_RULES,
    *PAST_THE_END_RULES,
    *SUPPLY_RULES,
    *RESIDENCY_RULES,
    *SERVICE_RULES,
    *LINE_RULES,
    *REPLICA_RULES,
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
        "{} is not checkpointed: it cannot run on interruptible capacity and pays the full price.",
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
        "Own-servers-only work, rented",
        ALL_RENTED,
        Effect.BLOCKS,
        "{} must stay on own servers.",
        "plan",
        ("place",),
        inside_rented,
    ),
    Rule(
        "ranked_otherwise",
        "Ranked by another cost",
        ALL,
        Effect.WARNS,
        "{}.",
        GREEN_BOOK,
        ("ranked_by",),
        ranked_otherwise,
    ),
    *(
        Rule(
            f"unskilled_{option}",
            f"{OPTION_LABELS[option]} without the skills",
            (option,),
            Effect.WARNS,
            "Fewer than a quarter of a platform engineer is planned for servers of your own.",
            ARTICLE,
            (f"people_{option}",),
            unskilled(option),
        )
        for option in OWNING
    ),
    Rule(
        "too_soon",
        "Needed before the lead time ends",
        OWNING,
        Effect.WARNS,
        "The work waits for servers: {}.",
        ARTICLE,
        ("lead", "start", "bridging", "owning_start"),
        too_soon,
    ),
    Rule(
        "no_gateway",
        "API endpoint without a gateway",
        ALL,
        Effect.WARNS,
        "Models are served without an API gateway: no rate limits, no audit log of requests.",
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
    *(
        Rule(
            key,
            "Payback outside the usual range",
            (option,),
            Effect.WARNS,
            f"{OPTION_LABELS[option]} pays back in {{}}; 18 to 36 months are usual for a constant workload.",
            ARTICLE,
            (),
            payback_of(option),
        )
        for key, option in (("payback", "on_premises"), ("payback_hybrid", "hybrid"))
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
