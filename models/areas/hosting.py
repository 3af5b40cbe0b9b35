"""Model hosting: commercial API or self-hosted models, workload by workload.

Also the volume at which one overtakes the other.
"""

from models.areas.route_terms import RouteTerms
from models.catalogue.records import UNSAID
from models.formula.trace import Area, declare
from models.quantities import units
from models.quantities.declaration import CatalogueDefault
from models.quantities.declaring import choice, currency_of, flag, integer, price, quantity, share


class Route(RouteTerms):
    """How the models of each workload are reached; its rows are the workloads."""

    axis = "workload"
    home = "workload"
    title = "Models of the workload"

    api_share = share(
        "Requests served by API",
        default=0.0,
        plausible=(0.0, 1.0),
        essential=True,
        certain=True,
        help="Share of the requests sent to a commercial API; the rest is served by models you host.",
        source="plan",
    )
    may_call = flag(
        "API use allowed",
        default=True,
        blank=True,
        help=(
            "Switch off where no API is good enough, or your policy forbids it: the API option then hosts it, and no"
            " search calls it. Rules on air gap, residency and regulated data hold as well."
        ),
        source="evaluation",
        harmless=True,
    )
    cloud_calls = flag(
        "Cloud option: all by API",
        default=False,
        source="plan",
        help="The cloud option sends every request to the API, whatever share the others send.",
    )
    on_premises_calls = flag(
        "On-premises: all by API",
        default=False,
        source="plan",
        help="The on-premises option sends every request to the API and buys no server for it.",
    )
    hybrid_calls = flag(
        "Hybrid: all by API",
        default=False,
        source="plan",
        help="The hybrid sends every request to the API, whatever share the others send.",
    )
    api_in = price(
        "API price, input tokens",
        units.MONEY_PER_MILLION_TOKENS,
        default=CatalogueDefault("api.openai.gpt_6_1_terra.api_in"),
        bounds=(0, 1e5),
        plausible=(0.1, 5.0),
        decimals=3,
        currency="api_currency",
        catalogue_kind="api",
        essential=True,
        help="Per million prompt tokens.",
        source="price list",
    )
    api_out = price(
        "API price, output tokens",
        units.MONEY_PER_MILLION_TOKENS,
        default=CatalogueDefault("api.openai.gpt_6_1_terra.api_out"),
        bounds=(0, 1e5),
        plausible=(0.4, 25.0),
        decimals=3,
        currency="api_currency",
        essential=True,
        help="Per million output tokens.",
        source="price list",
    )
    api_cached = price(
        "API price, cached input",
        units.MONEY_PER_MILLION_TOKENS,
        default=CatalogueDefault("api.openai.gpt_6_1_terra.api_cached"),
        bounds=(0, 1e5),
        plausible=(0.01, 0.5),
        decimals=3,
        currency="api_currency",
        help="Per million prompt tokens that the provider has cached.",
        source="price list",
    )
    api_currency = currency_of("API price currency", default="USD")
    cached_share = share(
        "Cached input tokens",
        default=0.0,
        plausible=(0.0, 0.7),
        help="Share of the prompt that repeats and is billed at the cached price.",
        source="usage report",
    )
    batch_share = share(
        "Batch requests",
        default=0.0,
        plausible=(0.0, 0.5),
        help="Share of requests that can wait and are billed at the batch discount.",
        source="plan",
    )
    batch_discount = share(
        "Batch discount",
        default=CatalogueDefault("api.batch_discount"),
        bounds=(0, 0.95),
        plausible=(0.4, 0.5),
        blank=0.0,
        help="Price reduction for batch processing.",
        source="price lists",
    )
    negotiated_discount = share(
        "Negotiated API discount",
        default=0.0,
        bounds=(0, 0.95),
        plausible=(0.0, 0.2),
        help="Price reduction under your agreement.",
        source="agreement",
    )
    residency_surcharge = share(
        "Data-residency surcharge",
        default=CatalogueDefault("api.residency_surcharge"),
        bounds=(0, 2),
        plausible=(0.0, 0.2),
        blank=0.0,
        help="What a regional endpoint (UK or EU) adds to the price, where the API has one and it is used.",
        source="price lists",
    )
    escalation = share(
        "Escalations to the API",
        default=0.0,
        plausible=(0.0, 0.2),
        help="Share of self-hosted requests that are sent to the API after all, on top of the work already done.",
        source="evaluation",
    )
    step_month = integer(
        "Month of announced price change",
        units.MONTH,
        default=0,
        bounds=(0, 120),
        plausible=(0, 24),
        help="A dated change the provider has announced; 0 where there is none. The yearly trend starts after it.",
        source="price list",
    )
    step_factor = quantity(
        "Price multiple after the change",
        units.RATIO,
        default=1.0,
        bounds=(0, 20),
        plausible=(0.5, 2.0),
        help="2 where the price doubles.",
        source="price list",
        harmless=True,
    )
    api_tuning = quantity(
        "Fine-tuning at the provider",
        units.MONEY_PER_MONTH,
        default=0.0,
        bounds=(0, 1e8),
        plausible=(0, 2_000),
        decimals=0,
        help="Fine-tuning and hosting of tuned models that the provider bills a month.",
        source="price list",
    )
    fixed_cost = quantity(
        "Self-hosting overhead",
        units.MONEY_PER_MONTH,
        default=400,
        bounds=(0, 1e8),
        plausible=(0, 4_000),
        decimals=0,
        blank=0,
        help="Cost of self-hosting this workload besides GPUs: evaluation, gateway, quality monitoring.",
        source="assumption",
    )
    closed_tuned = flag(
        "A closed model is fine-tuned",
        default=False,
        help="Training data of this workload goes to the provider of a closed model. Checked by the rules.",
        source="plan",
    )
    regional_endpoint = flag(
        "The API has a UK or EU region",
        default=True,
        help="Prompts and answers stay there, at the surcharge. Checked by the rules.",
        source="contract",
        harmless=True,
    )
    endpoint = choice(
        "Where that region is",
        (UNSAID, "Not said"),
        ("uk", "United Kingdom"),
        ("eu", "EU or EEA"),
        default=UNSAID,
        blank=UNSAID,
        harmless=True,
        help="Asked where data must stay in the UK alone. Checked by the rules.",
        source="contract",
    )


class Hosting(Area):
    """How models are reached."""

    name = "hosting"
    title = "Smaller model"

    small_prefill = quantity(
        "Prefill throughput of the smaller model",
        units.TOKENS_PER_GPU_SECOND,
        default=CatalogueDefault("throughput.8b.h100.fp8.prefill"),
        bounds=(0.001, 1e9),
        plausible=(20_000, 90_000),
        decimals=0,
        help="Used where the smaller model takes requests.",
        source="NVIDIA TensorRT-LLM",
    )
    small_decode = quantity(
        "Decode throughput of the smaller model",
        units.TOKENS_PER_GPU_SECOND,
        default=CatalogueDefault("throughput.8b.h100.fp8.decode"),
        bounds=(0.001, 1e9),
        plausible=(9_000, 25_000),
        decimals=0,
        help="Used where the smaller model takes requests.",
        source="NVIDIA TensorRT-LLM",
    )
    small_replica = quantity(
        "GPUs per replica of the smaller model",
        units.GPU,
        default=1,
        bounds=(0, 64),
        plausible=(0.5, 1),
        help="Replicas of the smaller model beside those of the larger.",
        source="plan",
        harmless=True,
    )
    small_api = share(
        "Relative price of the smaller API model",
        default=CatalogueDefault("api.small_over_large"),
        bounds=(0, 2),
        plausible=(0.05, 0.3),
        help="As a share of the chosen model's price, for requests the smaller one takes.",
        source="price lists",
        harmless=True,
    )


GROUPS = declare(Hosting, Route)
