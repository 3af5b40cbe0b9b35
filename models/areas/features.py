"""Features: parts of the model that a plan uses or does not.

What a plan does not use is not traced, not shown and not written. A feature is declared by its gates: the inputs at
whose neutral value all that hangs on it adds nothing. Everything else, which lines and inputs go with it, follows
from the formulas.
"""

from dataclasses import dataclass
from functools import lru_cache

from models.areas.own_lines import AREAS, CLASSES, VAT
from models.areas.price_steps import PRICES
from models.areas.register import DECLARED
from models.quantities.declaration import Input, Kind


@dataclass(frozen=True, slots=True)
class Gate:
    """An input that opens a feature when it leaves its neutral value; a choice, when it has the value named."""

    key: str
    value: str = ""

    @property
    def token(self) -> str:
        """The gate as the structure of a graph names it."""
        return f"{self.key}={self.value}" if self.value else self.key

    @property
    def declared(self) -> Input:
        """The declaration of the input."""
        return DECLARED[self.key]

    def opened_by(self, value: object) -> bool:
        """Return whether a value of the input uses the feature."""
        return value == self.value if self.value else value != self.declared.neutral

    @property
    def is_switch(self) -> bool:
        """Whether the input is a question of its own, yes or no or one of a few, and so stays in sight."""
        return self.declared.kind in {Kind.FLAG, Kind.CHOICE}


@dataclass(frozen=True, slots=True)
class Feature:
    """A part of the model that a plan may do without.

    quiet: its gates are columns that are seen only where another feature shows them.
    """

    slug: str
    title: str
    gates: tuple[Gate, ...]
    quiet: bool = False

    @property
    def area(self) -> str:
        """The decision area it belongs to."""
        return self.gates[0].key.partition(".")[0]


def _feature(slug: str, title: str, *gates: str) -> Feature:
    """Return a feature; a gate is the key of an input or, for a choice, key=value."""
    return Feature(slug, title, tuple(Gate(*gate.split("=")) for gate in gates))


_KIND, _POOL, _ROUTE = "workloads.workload.*.kind", "compute.pool.*", "hosting.workload.*"
_FINANCE = "finance"
_WORK, _TOOL = "workloads.workload.*", "operations.tool.*"

FEATURES: tuple[Feature, ...] = (
    _feature("inference", "Inference, counted in requests", f"{_KIND}=inference"),
    _feature(
        "runs",
        "Training and experiments, counted in runs",
        f"{_KIND}=training",
        f"{_KIND}=fine_tuning",
        f"{_KIND}=experimentation",
    ),
    _feature("steady_use", "GPU use given in hours", f"{_KIND}=steady"),
    _feature("daily_curve", "Demand between a trough and a peak", "workloads.workload.*.shape=curve"),
    _feature("measured_load", "Demand as measured, hour by hour", "workloads.workload.*.shape=measured"),
    _feature("waiting_work", "Work that can wait", "workloads.workload.*.timing=deferrable"),
    _feature("inside_only", "Work that must stay on own servers", "workloads.workload.*.place=inside"),
    _feature("cloud_only", "Work that must run in the cloud", "workloads.workload.*.place=cloud"),
    _feature("kept_answers", "Cached answers", "workloads.workload.*.cache_hits"),
    _feature("users", "Users and their tasks", f"{_WORK}.users"),
    _feature("agents", "Multi-step agents", f"{_WORK}.steps", f"{_WORK}.step_tokens"),
    _feature("reasoning", "Reasoning tokens", f"{_WORK}.reasoning"),
    _feature("checks", "Model-based guardrails and evaluation", f"{_WORK}.checked"),
    _feature("pilot", "Pilot with a stage gate", f"{_WORK}.pilot_until"),
    _feature("second_phase", "A second phase", f"{_WORK}.phase_until"),
    _feature("releases", "Releases that change demand", f"{_WORK}.release_month", f"{_WORK}.second_month"),
    _feature("deadlines", "Runs with a deadline", f"{_WORK}.deadline"),
    _feature("tuning", "Fine-tuning from parameters and tokens", f"{_WORK}.tuning=full", f"{_WORK}.tuning=lora"),
    _feature("value", "Value of the work", "workloads.workload.*.value"),
    _feature("value_by_share", "Value that follows the phases", "workloads.value_by_share"),
    _feature("one_year_terms", "Commitments for one year", f"{_POOL}.committed_one_year"),
    _feature("three_year_terms", "Commitments for three years", f"{_POOL}.committed_three_years"),
    _feature(
        "one_year_after",
        "Commitments for one year after three-year ones",
        f"{_POOL}.one_year_after",
        f"{_POOL}.api_one_year_after",
        f"{_POOL}.hybrid_one_year_after",
    ),
    _feature("api_terms", "Separate terms for the API option", f"{_POOL}.api_terms"),
    _feature("on_premises_terms", "Separate terms for the on-premises option", f"{_POOL}.on_premises_terms"),
    _feature(
        "hybrid_terms",
        "Separate terms for the hybrid",
        f"{_POOL}.hybrid_terms",
        f"{_POOL}.hybrid_purchase=growth",
        f"{_POOL}.hybrid_purchase=at_once",
    ),
    _feature("later_owning", "Later start of owning", f"{_POOL}.owning_start", f"{_POOL}.hybrid_start"),
    _feature(
        "hybrid_site",
        "Hybrid servers at another site",
        f"{_POOL}.hybrid_site=own_room",
        f"{_POOL}.hybrid_site=colocation",
    ),
    _feature("whole_commitments", "Commitments in whole instances", f"{_POOL}.whole_commitments"),
    _feature("terms_with_work", "Commitments that begin with the work", f"{_POOL}.terms_with_work"),
    _feature("late_terms", "Commitments past the horizon", f"{_POOL}.late_terms"),
    _feature("dearer_regions", "Hours in a dearer region", f"{_POOL}.dearer_hours"),
    _feature("cloud_software", "Software licences in the cloud", f"{_POOL}.cloud_software"),
    _feature("network_works", "Network at a fixed cost", f"{_POOL}.network_works"),
    _feature("facility_share", "Facility works per server", f"{_POOL}.facility_share"),
    _feature("spares", "Spare servers", f"{_POOL}.spares"),
    _feature("bought_at_once", "Servers bought all at once", f"{_POOL}.purchase=at_once"),
    _feature("waiting_for_servers", "Work that waits for servers", f"{_POOL}.bridging=wait"),
    _feature("waits_freely", "Work with no loss while it waits", "workloads.workload.*.waits_freely"),
    _feature("owned_already", "Servers already owned", f"{_POOL}.owned_servers"),
    _feature(
        "running_sums",
        "Running cost of servers given as sums",
        f"{_POOL}.running_month",
        f"{_POOL}.running_hour",
        f"{_POOL}.running_busy_hour",
    ),
    _feature("own_room", "Servers in your own server room", f"{_POOL}.site=own_room"),
    _feature("colocation", "Servers in colocation", f"{_POOL}.site=colocation"),
    _feature("energy_included", "Colocation that includes the energy", f"{_POOL}.colocation_all_in"),
    _feature("racks", "Colocation paid by the rack", f"{_POOL}.rack_price"),
    _feature("rack_power", "Racks limited by power", f"{_POOL}.rack_power"),
    _feature("site_power", "Power available at the site", f"{_POOL}.site_power", f"{_POOL}.site_from"),
    _feature("cooling_works", "Liquid cooling", f"{_POOL}.cooling_works"),
    _feature("contracted_power", "Colocation by contracted power", f"{_POOL}.contracted"),
    _feature("tariff_end", "Electricity contract that ends", f"{_POOL}.tariff_until"),
    _feature("parallel", "Parallel running", f"{_POOL}.parallel"),
    _feature("moving", "Migration effort to own servers", f"{_POOL}.moving_days"),
    _feature("second_site", "A second site", f"{_POOL}.standby", "data.replicated"),
    _feature("recovery", "Recovery objectives", "security.recovery_time", "security.recovery_point"),
    _feature("generations", "Performance gains of later servers", f"{_POOL}.gain", f"{_POOL}.power_trend"),
    _feature("decommissioning", "Decommissioning of servers", f"{_POOL}.decommissioning"),
    _feature("commercial_api", "Commercial APIs", f"{_ROUTE}.api_share"),
    _feature("cloud_calls", "Work only the cloud option sends to an API", f"{_ROUTE}.cloud_calls"),
    _feature("on_premises_calls", "Work only the on-premises option sends to an API", f"{_ROUTE}.on_premises_calls"),
    _feature("hybrid_calls", "Work only the hybrid sends to an API", f"{_ROUTE}.hybrid_calls"),
    _feature("hosted_only", "Work that no API may serve", f"{_ROUTE}.may_call"),
    _feature(
        "api_own",
        "People, controls, risks and scores of the API option",
        "operations.role.*.api_part",
        "operations.consultants_api_part",
        "operations.tool.*.api",
        "security.control.*.api_part",
        "risks.risk.*.api_spared",
        "criteria.criterion.*.api_over_cloud",
    ),
    _feature("cache_writes", "Cache-write pricing", f"{_ROUTE}.written_share"),
    _feature("long_prompts", "Long-prompt pricing", f"{_ROUTE}.long_share"),
    _feature("rate_limits", "API rate limits", f"{_ROUTE}.requests_a_minute", f"{_ROUTE}.tokens_a_minute"),
    _feature("latency", "Latency limit", f"{_ROUTE}.latency"),
    _feature("task_success", "Tasks that fail", f"{_ROUTE}.api_success", f"{_ROUTE}.hosted_success"),
    _feature(
        "retrieval",
        "Retrieval from documents",
        f"{_ROUTE}.embedded_once",
        f"{_ROUTE}.embedded_monthly",
        f"{_ROUTE}.vector_store",
        f"{_ROUTE}.reranked_price",
    ),
    _feature("integration", "Integration effort", f"{_ROUTE}.integration_api", f"{_ROUTE}.integration_hosted"),
    _feature("evaluation", "Evaluation and drift monitoring", f"{_ROUTE}.evaluation_days"),
    _feature("withdrawal", "Model withdrawal", f"{_ROUTE}.withdrawal_month"),
    _feature("cached_prompts", "Prompt caching at the API", f"{_ROUTE}.cached_share"),
    _feature("batched_requests", "Batch requests", f"{_ROUTE}.batch_share"),
    _feature("api_discount", "Negotiated API discount", f"{_ROUTE}.negotiated_discount"),
    _feature("api_price_step", "Dated API price change", f"{_ROUTE}.step_month"),
    _feature("provider_tuning", "Fine-tuning at the provider", f"{_ROUTE}.api_tuning"),
    _feature("old_holdings", "Data clean-up at the start", "data.moved_cold", "data.deleted"),
    _feature("cold_reading", "Retrieval from the cold tier", "data.retrieval_price"),
    _feature("uk_gdpr", "UK GDPR", "security.uk_gdpr"),
    _feature("fca_pra", "FCA and PRA outsourcing rules", "security.fca_pra"),
    _feature("nhs_dspt", "NHS Data Security and Protection Toolkit", "security.nhs_dspt"),
    _feature("residency", "Data residency in the UK or EU", "security.residency"),
    _feature("uk_only", "Data residency in the UK alone", "security.uk_only"),
    _feature("air_gapped", "Air-gapped operation", "security.air_gapped"),
    _feature(
        "tools_by_option",
        "Tools not used in every option",
        "operations.tool.*.cloud",
        "operations.tool.*.on_premises",
        "operations.tool.*.hybrid",
    ),
    _feature("spot", "Spot with checkpointing", "cost_management.spot"),
    _feature("right_size", "Routing to a smaller model", "cost_management.right_size"),
    _feature("quantise", "Quantisation", "cost_management.quantise"),
    _feature("batch", "Batching", "cost_management.batch"),
    _feature("cache", "Caching", "cost_management.cache"),
    _feature("lifecycle", "Storage tiering", "cost_management.lifecycle"),
    _feature("retain", "Retention policy", "cost_management.retain"),
    _feature("tune", "Utilisation tuning", "cost_management.tune"),
    _feature("bills_over", "Bills above the estimate", "cost_management.bill_factor"),
    _feature(
        "fleet_people",
        "Staffing that scales with GPUs",
        "operations.role.*.per_owned",
        "operations.role.*.per_rented",
        "operations.role.*.per_called",
    ),
    _feature("on_call", "On-call rota", "operations.rota"),
    _feature("metered_tools", "Usage-metered platforms", f"{_TOOL}.metered", f"{_TOOL}.hour_fee"),
    _feature("array_units", "Storage arrays in whole units", "data.array_unit"),
    _feature("preparation", "Data and feature preparation", "data.preparation_hours", "data.feature_reads"),
    _feature("erasures", "Erasure requests", "data.erasures"),
    _feature("leaving", "Exit at the horizon", "data.leaving"),
    _feature("hiring_time", "Time to hire", "operations.role.*.hire_delay"),
    _feature("hiring_cost", "Cost of hiring", "operations.role.*.hire_cost"),
    _feature(
        "yearly_discounting",
        "Annual discounting",
        f"{_FINANCE}.discounting=mid_year",
        f"{_FINANCE}.discounting=year_end",
    ),
    _feature(
        "yearly_equivalent",
        "Equivalent annual cost paid once a year",
        f"{_FINANCE}.annual_cost=arrears",
        f"{_FINANCE}.annual_cost=advance",
    ),
    _feature("hedges", "Currency hedges", f"{_FINANCE}.dollar_hedged", f"{_FINANCE}.euro_hedged"),
    _feature("reinvestment", "Separate reinvestment rate", f"{_FINANCE}.reinvestment_rate"),
    _feature("book_residual", "Residual value in the accounts", f"{_FINANCE}.book_residual"),
    _feature("book_start", "Depreciation from start of service", f"{_FINANCE}.book_start"),
    _feature(
        "payment_terms",
        "Payment terms",
        *(f"{_FINANCE}.{one}" for one in ("capital_after", "capital_before", "running_after", "running_before")),
        *(f"{_FINANCE}.{one}" for one in ("people_after", "one_off_after")),
    ),
    _feature("rising_bills", "Risks that raise bills", "risks.risk.*.of_bill"),
    _feature("price_steps", "Dated price changes", "finance.price_step.*.active"),
    *(
        Feature(f"price_steps_{one}", f"Dated changes: {label}", (Gate("finance.price_step.*.of", one),), quiet=True)
        for one, label in PRICES[1:]
    ),
    _feature("own_costs", "Other costs", "finance.own_cost.*.active"),
    *(
        Feature(f"own_costs_{value}", f"Other costs: {label}", (Gate(f"finance.own_cost.*.{name}", value),), quiet=True)
        for name, choices in (("area", AREAS[1:]), ("kind", CLASSES[1:]), ("vat", VAT[1:]))
        for value, label in choices
    ),
    _feature("benefits", "Benefits", "finance.benefit.*.active"),
    _feature("usual_cost", "Business as usual", "finance.usual_cost"),
    _feature("usual_nothing", "Nothing is done today", "finance.usual_today=nothing"),
    _feature("usual_cloud", "Today's cloud as business as usual", "finance.usual_today=cloud"),
    _feature("usual_set_up", "Today's cloud without its set-up", "finance.usual_set_up"),
    _feature("usual_servers", "Today's servers as business as usual", "finance.usual_today=servers"),
    _feature("economic_ranking", "Options ranked by economic cost", "finance.ranked_by=society"),
    _feature("optimism_bias", "Optimism bias", "finance.bias_counted"),
    _feature("marginal_relief", "Small profits rate and marginal relief", "finance.by_profit"),
    _feature("first_year_relief", "First-year allowances", "finance.allowances=first_year"),
    _feature("investment_relief", "Annual investment allowance", "finance.allowances=aia"),
    _feature("writing_down", "Writing-down allowances only", "finance.allowances=writing_down"),
    _feature("tax_by_instalments", "Tax paid in instalments", "finance.tax_payment=instalments"),
    _feature("tax_by_size", "Tax timing by size of profit", "finance.tax_payment=by_profit"),
    _feature("tax_a_year_on", "Tax paid after twelve months", "finance.tax_payment=twelve"),
    _feature("research_credit", "R&D tax credit", "finance.credit_share"),
)
"""Every feature, in the order of the areas; its gates close it at 0, 1 or no."""

BY_SLUG = {feature.slug: feature for feature in FEATURES}

EVERY = frozenset(BY_SLUG)
"""The slugs of all features."""

BY_GATE = {
    gate.key: tuple(one for one in FEATURES if any(gate.key == g.key for g in one.gates))
    for feature in FEATURES
    for gate in feature.gates
}
"""The features of each gate's key."""


@lru_cache(maxsize=256)
def tokens_without(used: frozenset[str]) -> frozenset[str]:
    """Return the gates that are closed where only these features are used."""
    return frozenset(gate.token for feature in FEATURES if feature.slug not in used for gate in feature.gates)
