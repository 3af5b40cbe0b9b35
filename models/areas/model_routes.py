"""Commercial APIs beside self-hosted models: their cost lines, and where one overtakes the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.areas.demand import Demand
from models.areas.finance import Prices
from models.areas.hosting import Hosting, Route
from models.areas.options import OPTIONS
from models.areas.security import Security
from models.areas.workload_tasks import Tokens
from models.areas.world import World
from models.formula.node import ONE, Line, Node, at_end, greatest, lag, largest, ratio, total, value_of, where
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Bought:
    """What an option pays for model hosting, in money per month: the APIs, fine-tuning there.

    It also holds self-hosting overhead, and how each workload is reached: the share by API, whether it uses one and
    whether it hosts its model.
    """

    api: Line
    tuning: Line
    overhead: Line
    request_cost: Line
    mix: Line
    share: Node
    called: Line
    hosted: Line


def _token_prices(trace: Trace, route: Route) -> tuple[Node, Node]:
    """Trace the list price of a token in and of one out, with caches and long prompts where a plan has them."""
    come_in: Node = route.api_in * (1 - route.cached_share) + route.api_cached * route.cached_share
    go_out: Node = route.api_out
    if value_of(route.written_share) != 0:
        writes = trace.line(
            "price_written",
            "Price of input tokens written to the cache",
            units.MONEY_PER_MILLION_TOKENS,
            where(route.api_written > 0, route.api_written, route.api_in),
        )
        dearer = (writes - route.api_in) * route.written_share
        come_in = trace.line(
            "price_in", "Price of input tokens, with caching", units.MONEY_PER_MILLION_TOKENS, come_in + dearer
        )
    if value_of(route.long_share) != 0:
        by_length = 1 + route.long_share * (route.long_in - 1)
        come_in = trace.line(
            "price_in_long",
            "Price of input tokens, with long prompts",
            units.MONEY_PER_MILLION_TOKENS,
            come_in * by_length,
        )
        go_out = trace.line(
            "price_out_long",
            "Price of output tokens, with long prompts",
            units.MONEY_PER_MILLION_TOKENS,
            go_out * (1 + route.long_share * (route.long_out - 1)),
        )
    return come_in, go_out


def _request_cost(trace: Trace, route: Route, tokens: Tokens, prices: Prices, world: World) -> Line:
    """Trace what a request costs at the API today, by workload."""
    rate = trace.line(
        "currency_rate", "Exchange rate of the API", units.RATIO, prices.exchange_rate(route.api_currency)
    )
    cached, written = _token_prices(trace, route)
    tokens_in = trace.line(
        "request_in",
        "Input token cost per request, list price",
        units.MONEY_PER_REQUEST,
        tokens.come_in * cached / world.tokens_per_million,
    )
    tokens_out = trace.line(
        "request_out",
        "Output token cost per request, list price",
        units.MONEY_PER_REQUEST,
        tokens.go_out * written / world.tokens_per_million,
    )
    terms = trace.line(
        "terms",
        "Price over list price",
        units.RATIO,
        (1 - route.batch_share * route.batch_discount)
        * (1 - route.negotiated_discount)
        * (1 + route.residency_surcharge * route.regional_endpoint),
    )
    return trace.line(
        "request_cost", "API cost per request today", units.MONEY_PER_REQUEST, (tokens_in + tokens_out) * terms * rate
    )


def may_be_called(trace: Trace, route: Route, demand: Demand, security: Security, can: Node) -> Line:
    """Trace which workloads a commercial API may serve: inference that may leave, at a price, with no rule against.

    Personal and other regulated data, and all data where residency is required, need an endpoint in the UK or EU, and
    one in the UK where data must stay there alone.
    can: 1 where the API serves it within its limits and soon enough. Source: UK GDPR, articles 44 to 49.
    """
    table = demand.table
    with trace.section("hosting", sheet="demand"):
        held_here = greatest(table.sensitivity.is_("regulated"), security.residency)
        in_uk = security.residency * security.uk_only
        by_law = trace.line(
            "api_lawful",
            "May leave by law and contract",
            units.FLAG,
            (1 - security.air_gapped)
            * (1 - held_here * (1 - route.regional_endpoint))
            * (1 - in_uk * route.endpoint.is_("eu")),
        )
        priced = trace.line("api_priced", "Its API has a price", units.FLAG, route.api_in + route.api_out > 0)
        may = trace.line(
            "may_be_called",
            "An API may serve it",
            units.FLAG,
            table.kind.is_("inference") * (1 - table.place.is_("inside")) * route.may_call * by_law * priced * can,
        )
        counted = trace.line("counted_by_api", "An API may serve it, and it counts", units.FLAG, may * table.active)
        trace.line("api_serves", "An API may serve some workload", units.FLAG, largest(counted, "workload"))
    return may


def bought(
    trace: Trace,
    hosting: Hosting,
    route: Route,
    demand: Demand,
    called: Mapping[str, Node],
    prices: Prices,
    world: World,
) -> Mapping[str, Bought]:
    """Trace what API calls cost, workload by workload, by option.

    called: by option, 1 for a workload of which it sends all requests to an API. All options that are not there send
        the plan's share.
    """
    with trace.section("hosting", sheet="demand"):
        planned = _prices(trace, hosting, route, demand, prices, world)
        same = _bought(trace, route, demand, route.api_share, planned, prices)
    by_option: dict[str, Bought] = dict.fromkeys(OPTIONS, same)
    for option, all_of_it in called.items():
        with trace.section(f"{option}.calls", sheet=option):
            share = trace.line("api_share", "Served by an API", units.SHARE, greatest(route.api_share, all_of_it))
            by_option[option] = _bought(trace, route, demand, share, planned, prices)
    return by_option


def called_alone(route: Route, by_api: Node | None) -> Mapping[str, Node]:
    """Return, by option, 1 for a workload of which it alone sends all requests to an API.

    by_api: 1 for a workload that the API option sends there; None where there is no such option.
    """
    alone: dict[str, Node] = {} if by_api is None else {"api": by_api}
    own = {"cloud": route.cloud_calls, "on_premises": route.on_premises_calls, "hybrid": route.hybrid_calls}
    return alone | {option: all_of_it for option, all_of_it in own.items() if value_of(all_of_it) != 0}


@dataclass(frozen=True, slots=True)
class _Called:
    """What a request costs at an API today, its price over that of today, and the mix of smaller models there."""

    request: Line
    moved: Line
    mix: Line


def _prices(trace: Trace, hosting: Hosting, route: Route, demand: Demand, prices: Prices, world: World) -> _Called:
    """Trace what requests cost at an API."""
    request = _request_cost(trace, route, demand.tokens, prices, world)
    step = trace.line(
        "step",
        "Price after the known change over that before",
        units.RATIO,
        where(route.step_month > 0, route.step_factor, 1),
    )
    later = where(trace.month >= route.step_month, step * lag(prices.api, route.step_month), 1)
    moved = trace.line("price_index", "API price over that of today", units.RATIO, later)
    mix = trace.line(
        "model_mix",
        "Price with smaller models over that without",
        units.RATIO,
        1 - demand.smaller * (1 - hosting.small_api),
    )
    return _Called(request, moved, mix)


def _bought(trace: Trace, route: Route, demand: Demand, share: Node, called: _Called, prices: Prices) -> Bought:
    """Trace what an option pays that sends a share of each workload's requests to an API."""
    table = demand.table
    request, moved, mix = called.request, called.moved, called.mix
    sent = trace.line(
        "api_requests",
        "Requests to the API, at the price of its large model",
        units.REQUESTS_PER_MONTH,
        demand.answered * share * mix,
    )
    escalated = trace.line(
        "escalated",
        "Requests that escalate to the API",
        units.REQUESTS_PER_MONTH,
        demand.answered * (1 - share) * route.escalation,
    )
    spend = trace.line(
        "api_by_work", "Spend on APIs, by workload", units.MONEY_PER_MONTH, (sent + escalated) * request * moved
    )
    api = trace.line("api_spend", "Spend on APIs", units.MONEY_PER_MONTH, total(spend, "workload"))
    uses = trace.line(
        "called", "Uses an API", units.FLAG, demand.live * table.kind.is_("inference") * (share + route.escalation > 0)
    )
    tuning = trace.line(
        "tuning_by_work",
        "Fine-tuning at the provider, by workload",
        units.MONEY_PER_MONTH,
        uses * route.api_tuning * prices.general,
    )
    hosted = trace.line(
        "hosted", "Hosts its model", units.FLAG, demand.live * table.kind.is_("inference") * (share < 1)
    )
    fixed = trace.line(
        "overhead_by_work",
        "Self-hosting overhead, by workload",
        units.MONEY_PER_MONTH,
        hosted * route.fixed_cost * prices.general,
    )
    tuned = trace.line("tuning_spend", "Fine-tuning at providers", units.MONEY_PER_MONTH, total(tuning, "workload"))
    overhead = trace.line("overhead", "Self-hosting overhead", units.MONEY_PER_MONTH, total(fixed, "workload"))
    return Bought(api, tuned, overhead, request, mix, share, uses, hosted)


def hosting_costs(trace: Trace, option: str, bought: Bought) -> None:
    """Trace what an option pays for model hosting beside its GPUs."""
    with trace.section(f"{option}.hosting", sheet=option, option=option):
        trace.cost("api", "Model APIs", "hosting", "running", bought.api)
        trace.cost("tuning", "Fine-tuning at API providers", "hosting", "running", bought.tuning)
        trace.cost("overhead", "Self-hosting overhead", "hosting", "running", bought.overhead)


def routes(
    trace: Trace, route: Route, demand: Demand, bought: Bought, hour_costs: dict[str, Node], world: World
) -> None:
    """Trace what a request costs by both routes, and the volume at which self-hosting overtakes the API.

    hour_costs: cost of one GPU-hour, in money, by the way it is had: rented on demand today (by pool), or owned.
    Load is taken as flat, prices as today's, and levers as they stand at the horizon. The volume is 0 where there is
    none.
    """
    table = demand.table
    with trace.section("routes", sheet="appraisal"):
        requests = trace.line(
            "requests",
            "Requests in a full month",
            units.REQUESTS_PER_MONTH,
            demand.tokens.requests * table.kind.is_("inference"),
        )
        tokens = trace.line(
            "tokens", "Tokens per request", units.TOKENS_PER_REQUEST, demand.tokens.come_in + demand.tokens.go_out
        )
        full = bought.request_cost
        api = trace.line(
            "api.request", "API: per request, with smaller models", units.MONEY_PER_REQUEST, full * at_end(bought.mix)
        )
        trace.line(
            "api.per_thousand",
            "API: per thousand requests",
            units.MONEY_PER_THOUSAND_REQUESTS,
            api * world.requests_per_thousand,
        )
        trace.line(
            "api.per_million",
            "API: per million tokens",
            units.MONEY_PER_MILLION_TOKENS,
            ratio(api, tokens) * world.tokens_per_million,
        )
        hours = trace.line(
            "request_hours",
            "GPU-hours per request",
            units.GPU_HOURS_PER_REQUEST,
            at_end(demand.request_seconds) / world.seconds_per_hour,
        )
        floor = trace.line(
            "floor_hours",
            "GPU-hours of the replicas always on",
            units.GPU_HOURS_PER_MONTH,
            table.replicas * at_end(demand.replica) * world.hours_per_month,
        )
        saved = trace.line(
            "api_saved", "API cost saved per hosted request", units.MONEY_PER_REQUEST, api - full * route.escalation
        )
        for name, hour_cost in hour_costs.items():
            with trace.section(f"routes.{name}", sheet="appraisal"):
                here = demand.in_pool if "pool" in hour_cost.axes else ONE
                _route(
                    trace, route, name, hour_cost, _Volumes(requests, tokens, hours, floor, saved, full, here), world
                )


@dataclass(frozen=True, slots=True)
class _Volumes:
    requests: Line
    tokens: Line
    hours: Line
    floor: Line
    saved: Line
    escalated: Line
    here: Node


def _route(trace: Trace, route: Route, name: str, hour_cost: Node, volumes: _Volumes, world: World) -> None:
    """Trace one way of self-hosting: unit costs at the planned volume.

    It also traces the overtaking volume max((S+F)/a', S/(a'-v)).
    """
    label = {"rented": "Self-hosted, rented", "owned": "Self-hosted, owned"}[name]
    at_all = trace.line("floor", f"{label}: replicas always on", units.MONEY_PER_MONTH, volumes.floor * hour_cost)
    each = trace.line("request", f"{label}: per request", units.MONEY_PER_REQUEST, volumes.hours * hour_cost)
    monthly = trace.line(
        "monthly",
        f"{label}: all requests",
        units.MONEY_PER_MONTH,
        route.fixed_cost + greatest(at_all, volumes.requests * each),
    )
    whole = trace.line(
        "with_escalation",
        f"{label}: per request, with escalations",
        units.MONEY_PER_REQUEST,
        ratio(monthly, volumes.requests) + volumes.escalated * route.escalation,
    )
    trace.line(
        "per_thousand",
        f"{label}: per thousand requests",
        units.MONEY_PER_THOUSAND_REQUESTS,
        volumes.here * whole * world.requests_per_thousand,
    )
    trace.line(
        "per_million",
        f"{label}: per million tokens",
        units.MONEY_PER_MILLION_TOKENS,
        volumes.here * ratio(whole, volumes.tokens) * world.tokens_per_million,
    )
    margin = trace.line(
        "margin", f"{label}: saved above the replicas", units.MONEY_PER_REQUEST, greatest(volumes.saved - each, 0)
    )
    exists = trace.line("exists", f"{label}: overtakes the API somewhere", units.FLAG, margin > 0)
    with_floor = trace.line(
        "volume_floor",
        f"{label}: volume that pays for the replicas",
        units.REQUESTS_PER_MONTH,
        ratio(route.fixed_cost + at_all, volumes.saved),
    )
    above = trace.line(
        "volume_above",
        f"{label}: volume that pays for the overhead",
        units.REQUESTS_PER_MONTH,
        ratio(route.fixed_cost, margin),
    )
    trace.line(
        "overtakes",
        f"{label}: overtakes the API at",
        units.REQUESTS_PER_MONTH,
        volumes.here * exists * greatest(with_floor, above),
    )
