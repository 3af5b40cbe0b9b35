"""What comes with either route to a model: integration, evaluation, failures, retrieval, and limits of an API."""

from models.areas.demand import Demand
from models.areas.finance import Prices
from models.areas.hosting import Route
from models.areas.model_routes import Bought
from models.areas.world import World
from models.formula.node import ONE, Node, equals, greatest, peak_over_time, per_month, total, value_of
from models.formula.trace import Trace
from models.quantities import units


def able(trace: Trace, route: Route, demand: Demand, world: World) -> Node:
    """Trace which workloads an API can serve within its limits, and soon enough.

    The busiest hour counts: requests of the largest month, times the peak of the load over its average.
    """
    table = demand.table
    limited = value_of(route.requests_a_minute) != 0 or value_of(route.tokens_a_minute) != 0
    can: Node = ONE
    if limited:
        minute = trace.line(
            "minute_requests",
            "Requests per minute in the busiest hour",
            units.REQUESTS_PER_MINUTE,
            peak_over_time(demand.answered) * demand.peak / world.hours_per_month / world.minutes_per_hour,
        )
        tokens = trace.line(
            "minute_tokens",
            "Tokens per minute in the busiest hour",
            units.TOKENS_PER_MINUTE,
            minute * (demand.tokens.come_in + demand.tokens.go_out),
        )
        over_requests = (route.requests_a_minute > 0) * (minute > route.requests_a_minute)
        over_tokens = (route.tokens_a_minute > 0) * (tokens > route.tokens_a_minute)
        over = trace.line(
            "over_limit", "Beyond the API's rate limit", units.FLAG, greatest(over_requests, over_tokens) * table.active
        )
        can = can * (1 - over)
    if value_of(route.latency) != 0:
        late = trace.line(
            "api_late",
            "API latency above target",
            units.FLAG,
            (route.latency > 0) * (route.api_latency > route.latency) * table.active,
        )
        trace.line(
            "hosted_late",
            "Hosted model latency above target",
            units.FLAG,
            (route.latency > 0) * (route.hosted_latency > route.latency) * table.active,
        )
        can = can * (1 - late)
    return can


def duties(
    trace: Trace,
    option: str,
    route: Route,
    bought: Bought,
    demand: Demand,
    day_rate: Node,
    prices: Prices,
    world: World,
) -> None:
    """Trace what an option pays beside tokens and GPUs for the models it uses."""
    with trace.section(f"{option}.hosting", sheet=option, option=option):
        _effort(trace, route, bought, demand, day_rate, prices)
        _failures(trace, route, bought, demand, day_rate, prices, world)
        _retrieval(trace, route, demand, prices, world)


def _effort(trace: Trace, route: Route, bought: Bought, demand: Demand, day_rate: Node, prices: Prices) -> None:
    days = trace.line(
        "integration_days",
        "Integration, by workload",
        units.DAY,
        peak_over_time(bought.called) * route.integration_api
        + peak_over_time(bought.hosted) * route.integration_hosted,
    )
    trace.cost(
        "integration",
        "Integration of models",
        "hosting",
        "one-off",
        per_month(total(days, "workload") * day_rate * equals(trace.month, 0)),
        supply="outside",
    )
    watched = demand.live * demand.table.kind.is_("inference") * route.evaluation_days
    evaluated = trace.line("evaluation_days", "Evaluation, by workload", units.DAYS_PER_MONTH, watched)
    trace.cost(
        "evaluation",
        "Evaluation and drift monitoring",
        "hosting",
        "people",
        total(evaluated, "workload") * day_rate * prices.wages,
    )
    moved = bought.called * route.withdrawal_days * equals(trace.month, route.withdrawal_month)
    withdrawn = trace.line(
        "withdrawal_days", "Moving off a withdrawn model, by workload", units.DAY, moved * (route.withdrawal_month > 0)
    )
    trace.cost(
        "withdrawal",
        "Moving off withdrawn models",
        "hosting",
        "one-off",
        per_month(total(withdrawn, "workload") * day_rate * prices.wages),
        supply="outside",
    )


def _failures(
    trace: Trace, route: Route, bought: Bought, demand: Demand, day_rate: Node, prices: Prices, world: World
) -> None:
    """Trace the tasks that fail on either route, and the people who do them."""
    failing = bought.share * (1 - route.api_success) + (1 - bought.share) * (1 - route.hosted_success)
    failed = trace.line(
        "failed_tasks",
        "Tasks that fail, by workload",
        units.TASKS_PER_MONTH,
        demand.answered / demand.table.steps * failing,
    )
    minutes = total(failed * route.failure_minutes, "workload")
    trace.cost(
        "failures",
        "People for tasks that fail",
        "hosting",
        "people",
        minutes / world.minutes_per_day * day_rate * prices.wages,
    )


def _retrieval(trace: Trace, route: Route, demand: Demand, prices: Prices, world: World) -> None:
    """Trace retrieval: the same for every option."""
    runs = demand.live * demand.table.kind.is_("inference")
    embedded = trace.line(
        "embedded",
        "Tokens embedded, by workload",
        units.MILLION_TOKENS_PER_MONTH,
        per_month(route.embedded_once * equals(trace.month, demand.table.start)) * demand.table.active
        + route.embedded_monthly * runs,
    )
    read = trace.line(
        "embedding_by_work",
        "Embedding, by workload",
        units.MONEY_PER_MONTH,
        embedded * route.embedding_price * prices.api,
    )
    kept = trace.line(
        "store_by_work",
        "Vector store and reranking at today's prices, by workload",
        units.MONEY_PER_MONTH,
        route.vector_store * runs + demand.answered * route.reranked_price / world.requests_per_thousand,
    )
    spent = trace.line(
        "retrieval_by_work", "Retrieval, by workload", units.MONEY_PER_MONTH, read + kept * prices.general
    )
    trace.cost("retrieval", "Embedding, vector store and reranking", "hosting", "running", total(spent, "workload"))
