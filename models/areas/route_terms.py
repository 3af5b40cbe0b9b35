"""How models are used today, as declared inputs of a route: caches, long prompts, limits, success and effort."""

from models.formula.trace import Table
from models.quantities import units
from models.quantities.declaring import integer, price, quantity, share

_DAYS = "Days of your own people"


class RouteTerms(Table):
    """The columns of a workload's route beside its prices and shares."""

    written_share = share(
        "Input tokens written to the cache",
        default=0.0,
        plausible=(0.02, 0.3),
        help="Share of the prompt that the provider stores and bills at the price of a cache write.",
        source="usage report",
    )
    api_written = price(
        "API price, tokens written to the cache",
        units.MONEY_PER_MILLION_TOKENS,
        default=0.0,
        bounds=(0, 1e5),
        plausible=(0.1, 6.25),
        decimals=3,
        currency="api_currency",
        help="Per million tokens; at some providers 1.25 times that of input tokens, which is assumed where this is 0.",
        source="price list",
    )
    long_share = share(
        "Requests with a long prompt",
        default=0.0,
        plausible=(0.01, 0.3),
        help="Share of the requests above the length from which the provider charges more.",
        source="usage report",
    )
    long_in = quantity(
        "Long prompts: input price multiple",
        units.RATIO,
        default=2.0,
        bounds=(0, 20),
        plausible=(1, 2),
        blank=1.0,
        help="2 where input tokens cost twice as much above that length.",
        source="price list",
        harmless=True,
    )
    long_out = quantity(
        "Long prompts: output price multiple",
        units.RATIO,
        default=1.5,
        bounds=(0, 20),
        plausible=(1, 2),
        blank=1.0,
        help="1.5 where output tokens cost half as much again above that length.",
        source="price list",
        harmless=True,
    )
    requests_a_minute = quantity(
        "API limit, requests a minute",
        units.REQUESTS_PER_MINUTE,
        default=0.0,
        bounds=(0, 1e9),
        plausible=(500, 30_000),
        decimals=0,
        help="The provider's rate limit; above it the API may not serve this workload. 0 if not known.",
        source="account limits",
    )
    tokens_a_minute = quantity(
        "API limit, tokens a minute",
        units.TOKENS_PER_MINUTE,
        default=0.0,
        bounds=(0, 1e12),
        plausible=(200_000, 30_000_000),
        decimals=0,
        help="Input and output tokens together; above it the API may not serve this workload. 0 if not known.",
        source="account limits",
    )
    latency = quantity(
        "Target time to first token",
        units.MILLISECOND,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(300, 2_000),
        decimals=0,
        help="Milliseconds that users accept for 95 in 100 requests; 0 for no target.",
        source="plan",
    )
    api_latency = quantity(
        "Time to first token, API",
        units.MILLISECOND,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(200, 1_500),
        decimals=0,
        help="Milliseconds to the first token for 95 in 100 requests; 0 if not measured.",
        source="measurement",
        harmless=True,
    )
    hosted_latency = quantity(
        "Time to first token, hosted models",
        units.MILLISECOND,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(100, 1_500),
        decimals=0,
        help="Milliseconds to the first token for 95 in 100 requests; 0 if not measured.",
        source="measurement",
        harmless=True,
    )
    api_success = share(
        "Task success rate, API",
        default=1.0,
        bounds=(0, 1),
        plausible=(0.8, 1.0),
        blank=1.0,
        help="Share of tasks that need no person afterwards, as evaluated.",
        source="evaluation",
    )
    hosted_success = share(
        "Task success rate, hosted models",
        default=1.0,
        bounds=(0, 1),
        plausible=(0.75, 1.0),
        blank=1.0,
        help="Share of tasks that need no person afterwards, as evaluated.",
        source="evaluation",
    )
    failure_minutes = quantity(
        "Staff minutes per failed task",
        units.MINUTES_PER_TASK,
        default=3.0,
        bounds=(0, 1e5),
        plausible=(1, 15),
        decimals=1,
        blank=0,
        help="A person does or corrects it. A retry by a model is a step of the task.",
        source="time study",
        harmless=True,
    )
    embedded_once = quantity(
        "Tokens embedded at the start",
        units.MILLION_TOKENS,
        default=0.0,
        bounds=(0, 1e9),
        plausible=(100, 50_000),
        decimals=0,
        help="Documents made searchable once. A page has about 500 tokens.",
        source="plan",
    )
    embedded_monthly = quantity(
        "Tokens embedded a month",
        units.MILLION_TOKENS_PER_MONTH,
        default=0.0,
        bounds=(0, 1e9),
        plausible=(10, 5_000),
        decimals=0,
        help="New and changed documents.",
        source="plan",
    )
    embedding_price = quantity(
        "Embedding price",
        units.MONEY_PER_MILLION_TOKENS,
        default=0.1,
        bounds=(0, 1e4),
        plausible=(0.015, 0.15),
        decimals=3,
        blank=0,
        help="Per million tokens, by API or on your own GPUs; $0.13 at one provider is about 10p.",
        source="OpenAI text-embedding-3-large, PyPI genai-prices 0.2.3, November 2026",
        harmless=True,
    )
    vector_store = quantity(
        "Vector store",
        units.MONEY_PER_MONTH,
        default=0.0,
        bounds=(0, 1e7),
        plausible=(50, 3_000),
        decimals=0,
        help="Database of the embedded documents, in every option alike.",
        source="price list",
    )
    reranked_price = quantity(
        "Reranking",
        units.MONEY_PER_THOUSAND,
        default=0.0,
        bounds=(0, 1e4),
        plausible=(0.5, 2.0),
        decimals=2,
        help="Per thousand requests whose passages are ranked before the model reads them.",
        source="price list",
    )
    integration_api = quantity(
        "API integration effort",
        units.DAY,
        default=0.0,
        bounds=(0, 1e5),
        plausible=(1, 15),
        decimals=0,
        help=f"{_DAYS}, once, where an API serves it. The article says hours to days.",
        source="plan",
    )
    integration_hosted = quantity(
        "Hosted model integration effort",
        units.DAY,
        default=0.0,
        bounds=(0, 1e5),
        plausible=(10, 60),
        decimals=0,
        help=f"{_DAYS}, once, where its model is hosted. The article says weeks.",
        source="plan",
    )
    evaluation_days = quantity(
        "Evaluation and drift monitoring",
        units.DAYS_PER_MONTH,
        default=0.0,
        bounds=(0, 1_000),
        plausible=(0.5, 6),
        decimals=1,
        help=f"{_DAYS} a month to monitor the quality of answers, on either route.",
        source="plan",
    )
    withdrawal_month = integer(
        "API model withdrawn in month",
        units.MONTH,
        default=0,
        bounds=(0, 120),
        plausible=(12, 36),
        help="Providers withdraw models; 0 if no date is known.",
        source="provider's notice",
    )
    withdrawal_days = quantity(
        "Migration effort to its successor",
        units.DAY,
        default=10.0,
        bounds=(0, 1e5),
        plausible=(5, 40),
        decimals=0,
        blank=0,
        help=f"{_DAYS}: prompts are rewritten, answers evaluated again.",
        source="assumption",
        harmless=True,
    )
