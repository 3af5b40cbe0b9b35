"""Cost lines of hosting, data, security, operations and risks: sections 3.3, 3.4, 3.5, 3.7 and 3.9 of MODEL.md."""

from oracle.by_hand_demand import requests, volume
from oracle.by_hand_inputs import MONTHS_A_YEAR, Inputs, Months, at_month, from_month_one, running_total, scaled
from oracle.by_hand_lines import Line

TOKENS_A_MILLION = 1_000_000
GIGABYTES = 1000
TIERS = ("hot", "warm", "cold")
DATA_TOOLS = ("feature_store", "lineage")
LIKELY_WEIGHT = 4


def answering(inputs: Inputs) -> list[str]:
    """Return the workloads that answer requests: those of inference."""
    return [work for work in inputs.rows["workload"] if inputs.choice(f"workloads.workload.{work}.kind") == "inference"]


def request_price(inputs: Inputs, work: str) -> float:
    """Return pounds for a request at the API, at today's prices, with the surcharge of a regional endpoint."""
    row, load = f"hosting.workload.{work}.", f"workloads.workload.{work}."
    price = inputs.number(load + "tokens_in") * inputs.number(row + "api_in")
    price += inputs.number(load + "tokens_out") * inputs.number(row + "api_out")
    regional = inputs.flag(row + "regional_endpoint")
    surcharge = inputs.number(row + "residency_surcharge") if regional else 0.0
    return price / TOKENS_A_MILLION * inputs.rate(row + "api_currency") * (1 + surcharge)


def called(inputs: Inputs) -> list[str]:
    """Return the workloads that the API option sends to their API: those that may be (DECISIONS.md, sections 1 and 4).

    Their API has a price, and neither an air gap nor the place of regulated or resident data stands against it.
    """
    works: list[str] = []
    for work in answering(inputs):
        row = f"hosting.workload.{work}."
        bound = inputs.flag("security.residency") or (
            inputs.choice(f"workloads.workload.{work}.sensitivity") == "regulated"
        )
        lawful = not inputs.flag("security.air_gapped") and (inputs.flag(row + "regional_endpoint") or not bound)
        uk_alone = inputs.flag("security.residency") and inputs.flag("security.uk_only")
        lawful = lawful and not (uk_alone and inputs.choice(row + "endpoint") == "eu")
        if lawful and inputs.flag(row + "may_call") and request_price(inputs, work) > 0:
            works.append(work)
    return works


def hosting(inputs: Inputs, option: str) -> list[Line]:
    """Return what APIs bill, for escalations or for all requests, and what self-hosting costs beside GPUs."""
    api, general = inputs.index("api"), inputs.index("general")
    lines: list[Line] = []
    by_api = called(inputs) if option == "api" else []
    for work in answering(inputs):
        row = f"hosting.workload.{work}."
        if work in by_api:
            spend = scaled(requests(inputs, work), request_price(inputs, work))
            lines.append(Line("api", scaled(spend, api)))
            continue
        escalated = scaled(requests(inputs, work), inputs.number(row + "escalation") * request_price(inputs, work))
        fixed = inputs.number(row + "fixed_cost")
        live = [fixed if share > 0 else 0.0 for share in volume(inputs, work)]
        lines += [Line("api", scaled(escalated, api)), Line("overhead", scaled(live, general))]
    return lines


def held(inputs: Inputs) -> dict[str, Months]:
    """Return terabytes stored by tier and month: today's holdings grown, and what came in since, by age."""
    growth = inputs.growth("data.growth")
    coming = scaled(growth, inputs.number("data.ingestion"))
    so_far = running_total(coming)
    ages = (
        0.0,
        inputs.number("data.hot_months"),
        inputs.number("data.hot_months") + inputs.number("data.warm_months"),
        inputs.number("data.retention"),
    )
    older = [
        [
            so_far[month - int(min(age, ages[-1]))] if month >= min(age, ages[-1]) else 0.0
            for month in range(len(so_far))
        ]
        for age in ages
    ]
    size = (1 - inputs.number("data.compression")) * (
        1 + inputs.number("data.versions") * inputs.number("data.version_share")
    )
    stored: dict[str, Months] = {}
    for place, tier in enumerate(TIERS):
        today = scaled(growth, inputs.number(f"data.{tier}"))
        new = [younger - past for younger, past in zip(older[place], older[place + 1], strict=True)]
        stored[tier] = [size * (base + more) for base, more in zip(today, new, strict=True)]
    return stored


def cloud_data(inputs: Inputs, share: float) -> list[Line]:
    """Return storage and egress of a share of the data kept in the cloud, from month 1."""
    rate, general = inputs.rate("data.cloud_currency"), inputs.index("general")
    prices = {tier: inputs.number(f"data.price_{tier}") * rate * GIGABYTES for tier in TIERS}
    stored = held(inputs)
    storage = [sum(stored[tier][month] * prices[tier] for tier in TIERS) * share for month in range(inputs.horizon + 1)]
    sent = scaled(inputs.growth("data.growth"), inputs.number("data.egress") * share)
    billed = [max(0.0, each - inputs.number("data.egress_allowance")) for each in sent]
    egress = scaled(billed, inputs.number("data.egress_price") * rate * GIGABYTES)
    return [Line("storage", scaled(storage, general)), Line("egress", scaled(egress, general))]


def array_stock(inputs: Inputs, need: Months) -> tuple[Months, Months]:
    """Return terabytes bought and in use by month; what is bought is used from the month after, for its life."""
    life, horizon = int(inputs.number("data.array_life")), inputs.horizon
    bought, installed = [0.0] * (horizon + 1), [0.0] * (horizon + 1)
    for month in range(horizon + 1):
        retired = bought[month - life] if month >= life else 0.0
        before = installed[month - 1] if month else 0.0
        if month < horizon:
            bought[month] = max(0.0, need[month + 1] - before + retired)
        installed[month] = before + bought[month] - retired
    return bought, [0.0, *installed[:-1]]


def own_data(inputs: Inputs, share: float) -> list[Line]:
    """Return arrays, their support and the internet line for a share of the data kept on premises."""
    hardware, general = inputs.index("hardware"), inputs.index("general")
    stored = held(inputs)
    spend = [0.0] * (inputs.horizon + 1)
    support = [0.0] * (inputs.horizon + 1)
    for tier in TIERS:
        price = inputs.number(f"data.array_{tier}") * share
        bought, in_use = array_stock(inputs, scaled(stored[tier], inputs.number("data.redundancy")))
        spend = [sum_ + price * units for sum_, units in zip(spend, bought, strict=True)]
        support = [sum_ + price * units for sum_, units in zip(support, in_use, strict=True)]
    yearly = inputs.number("data.array_support") / MONTHS_A_YEAR
    return [
        Line("arrays", scaled(spend, hardware), kind="up_front", vat="assets", tax="plant"),
        Line("array_support", scaled(scaled(support, yearly), general)),
        Line("internet", from_month_one(inputs.number("data.line_cost"), general)),
    ]


def moving(inputs: Inputs, share: float) -> list[Line]:
    """Return moving a share of today's data out of the cloud in month 0: effort, and its egress.

    What is moved is compressed; earlier versions stay behind, and the free allowance is left to running traffic.
    """
    if not inputs.flag("data.in_cloud"):
        raise NotImplementedError("data.in_cloud")
    today = sum(inputs.number(f"data.{tier}") for tier in TIERS) * share
    today *= 1 - inputs.number("data.compression")
    egress = inputs.number("data.egress_price") * inputs.rate("data.cloud_currency") * GIGABYTES
    cost = today * (inputs.number("data.migration") + egress)
    return [Line("moving", at_month(cost, 0, inputs.horizon), kind="one_off")]


def as_in(option: str) -> str:
    """Return the option whose people and controls an option takes: the API option those of the cloud, in part."""
    return "cloud" if option == "api" else option


def part(inputs: Inputs, key: str, option: str) -> float:
    """Return the share of the cloud's people or controls that the API option needs; all in the others."""
    return inputs.number(key) if option == "api" else 1.0


def security(inputs: Inputs, option: str) -> list[Line]:
    """Return setting controls up in month 0, running them, and the effort of the organisation's own people."""
    taken = as_in(option)
    active = [control for control in inputs.rows["control"] if inputs.flag(f"security.control.{control}.active")]
    setup = inputs.number("security.clearance")
    setup += sum(inputs.number(f"security.control.{control}.setup") for control in active)
    running = days = 0.0
    for control in active:
        row = f"security.control.{control}."
        share = part(inputs, row + "api_part", option)
        running += share * inputs.number(f"{row}running_{taken}")
        days += share * inputs.number(f"{row}effort_{taken}")
    effort = days * inputs.number("operations.day_rate")
    return [
        Line("security_setup", at_month(setup, 0, inputs.horizon), kind="one_off"),
        Line("security", from_month_one(running, inputs.index("general"))),
        Line("security_effort", from_month_one(effort, inputs.index("wages")), kind="people", vat="none"),
    ]


def person_year(inputs: Inputs, role: str) -> float:
    """Return pounds a year for one person: salary, employer's National Insurance, pension and training."""
    salary = inputs.number(f"operations.role.{role}.salary")
    insured = max(0.0, salary - inputs.number("operations.ni_threshold"))
    pension = salary * inputs.number("operations.pension")
    return salary + insured * inputs.number("operations.ni_rate") + pension + inputs.number("operations.training")


def operations(inputs: Inputs, option: str) -> list[Line]:
    """Return people, consultants, tools and the effort that tools take."""
    wages, general = inputs.index("wages"), inputs.index("general")
    taken = as_in(option)
    pay = 0.0
    for role in inputs.rows["role"]:
        row = f"operations.role.{role}."
        people = inputs.number(f"{row}people_{taken}") * part(inputs, row + "api_part", option)
        pay += people * person_year(inputs, role)
    consulted = inputs.number(f"operations.consultant_days_{taken}")
    consulted *= part(inputs, "operations.consultants_api_part", option)
    consultants = consulted * inputs.number("operations.consultant_rate")
    lines = [
        Line("people", from_month_one(pay / MONTHS_A_YEAR, wages), kind="people", vat="none"),
        Line("consultants", at_month(consultants, 0, inputs.horizon), kind="one_off"),
    ]
    days = 0.0
    for tool in inputs.rows["tool"]:
        row = f"operations.tool.{tool}."
        if not (inputs.flag(row + "active") and inputs.flag(row + option)):
            continue
        cost = inputs.number(row + "licence") / MONTHS_A_YEAR + inputs.number(row + "hosting")
        cost += inputs.number(row + "users") * inputs.number(row + "user_price")
        name = "data_tools" if inputs.choice(row + "purpose") in DATA_TOOLS else "tools"
        lines.append(Line(name, from_month_one(cost, general)))
        days += inputs.number(row + "effort")
    effort = from_month_one(days * inputs.number("operations.day_rate"), wages)
    return [*lines, Line("tool_effort", effort, kind="people", vat="none")]


def risks(inputs: Inputs, option: str) -> list[Line]:
    """Return the expected value of the risks that strike an option, in the month of each."""
    lines: list[Line] = []
    general = inputs.index("general")
    for risk in inputs.rows["risk"]:
        row = f"risks.risk.{risk}."
        spared = option == "api" and inputs.flag(row + "api_spared")
        counted = inputs.flag("risks.expected") and inputs.flag(row + "active") and inputs.flag(row + as_in(option))
        if spared or not counted:
            continue
        low, likely, high = (inputs.number(row + name) for name in ("low", "likely", "high"))
        mean = (low + LIKELY_WEIGHT * likely + high) / (LIKELY_WEIGHT + 2)
        struck = at_month(inputs.number(row + "probability") * mean, int(inputs.number(row + "month")), inputs.horizon)
        lines.append(Line("risks", scaled(struck, general), kind="risk", vat="none"))
    return lines
