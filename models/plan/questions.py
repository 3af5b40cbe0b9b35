"""A complete plan from seven answers.

What for, how much, how fast it grows, how sensitive the data, what is there today, who would run it, over how long.
"""

from dataclasses import dataclass, replace

from models.areas.security import Security
from models.areas.taxation import Tax
from models.areas.world import hours_a_month
from models.plan.choosing import chosen
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan, Row, new_plan
from models.plan.problems import plan_problems
from models.plan.smallest import smallest_offer
from models.quantities.declaration import Kind, Value

PURPOSES = {
    "assistant": "An assistant for people",
    "service": "A service for customers, day and night",
    "training": "Training and experiments",
    "all": "All of these",
}
SENSITIVITIES = {
    "public": "Public or harmless",
    "internal": "Internal",
    "confidential": "Personal or confidential",
    "regulated": "Regulated; it must stay on own servers",
}
TODAY = {"nothing": "Nothing significant", "cloud": "Bills for cloud or APIs"}
TEAMS = {"none": "Nobody yet", "some": "A platform team that could learn it", "ready": "A team that runs GPUs already"}


_RUNS = 4
"""Training runs a month; the GPU-hours of all are what counts."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The seven answers.

    requests: requests a month; gpus: GPUs that training takes, each in use a third of the time. growth: a year, as a
        fraction.
    spending: what is paid a month today. months: the horizon. resident: whether data must stay in the UK or the EU;
        uk_only: in the UK alone.
    vat_services, vat_assets: the share of the VAT on services and on hardware that is recovered. pays_tax: whether
        corporation tax is paid. None of these or of residency: what is usual in the sector.
    """

    purpose: str = "assistant"
    requests: float = 2_000_000
    gpus: float = 8
    growth: float = 0.3
    sensitivity: str = "internal"
    today: str = "nothing"
    spending: float = 0.0
    team: str = "some"
    months: int = 60
    resident: bool | None = None
    uk_only: bool = False
    vat_services: float | None = None
    vat_assets: float | None = None
    pays_tax: bool | None = None

    def rules(self) -> dict[str, Value]:
        """Return what was answered of residency and taxes, by key."""
        asked: dict[str, Value | None] = {
            Security.residency.key: self.resident,
            Security.uk_only.key: self.uk_only or None,
            Tax.vat_services.key: self.vat_services,
            Tax.vat_assets.key: self.vat_assets,
            Tax.tax_position.key: {None: None, True: "company", False: "exempt"}[self.pays_tax],
        }
        return {key: value for key, value in asked.items() if value is not None}


def plan_from(answers: Answers, title: str = "New plan") -> Plan:
    """Return the plan the answers describe; what they do not say has its default.

    Raises ValueError where an answer is not among the choices.
    """
    for given, known in (
        (answers.purpose, PURPOSES),
        (answers.sensitivity, SENSITIVITIES),
        (answers.today, TODAY),
        (answers.team, TEAMS),
    ):
        if given not in known:
            raise ValueError(f"{given[:40]}: expected one of {', '.join(known)}")
    works: list[Row] = []
    if answers.purpose in {"assistant", "all"}:
        works.append(Row("assistant", "Assistant"))
    if answers.purpose in {"service", "all"}:
        works.append(Row("service", "Service"))
    if answers.purpose in {"training", "all"}:
        works.append(Row("training", "Training and experiments"))
    plan = new_plan(title, {"workload": tuple(works), "pool": (Row("main", "Main pool"),)})
    share = 1 / max(1, sum(work.slug != "training" for work in works))
    for work in works:
        home = f"workloads.workload.{work.slug}"
        if work.slug == "training":
            hours = answers.gpus * float(hours_a_month()) / 3 / _RUNS
            changes: dict[str, Value] = {
                f"{home}.kind": "training",
                f"{home}.runs": _RUNS,
                f"{home}.run_hours": hours,
                f"{home}.timing": "deferrable",
            }
        else:
            changes = {
                f"{home}.kind": "inference",
                f"{home}.requests": answers.requests * share,
                f"{home}.peak": 3.0 if work.slug == "assistant" else 2.0,
            }
        inside = {f"{home}.place": "inside"} if answers.sensitivity == "regulated" else {}
        plan = _with(
            plan, {**changes, **inside, f"{home}.growth": answers.growth, f"{home}.sensitivity": answers.sensitivity}
        )
    plan = _with(plan, answers.rules())
    offer = smallest_offer(plan, "base", "main")
    if offer is not None:
        plan = chosen(plan, "base", "compute.pool.main", f"offer.{offer.id}")
    return _with(
        plan,
        {
            **_little_data(answers.purpose),
            "finance.horizon": answers.months,
            "finance.usual_today": "bill" if answers.today == "cloud" else "nothing",
            "finance.usual_cost": answers.spending if answers.today == "cloud" else 0.0,
            **_people(plan, answers.team),
        },
    )


def _little_data(purpose: str) -> dict[str, Value]:
    """Return what little data is assumed, in TB: nobody was asked, and nothing costly is assumed unasked."""
    trains = purpose in {"training", "all"}
    return {
        "data.hot": 5.0 if trains else 0.5,
        "data.warm": 5.0 if trains else 0.5,
        "data.cold": 0.0,
        "data.ingestion": 0.2 if trains else 0.05,
    }


def _people(plan: Plan, team: str) -> dict[str, Value]:
    """Return what the team that is there changes.

    Where there is none, hiring takes half a year and consultants twice the days; a ready one needs neither.
    """
    waits = {"none": 6, "some": 3, "ready": 0}[team]
    days = {"none": 2.0, "some": 1.0, "ready": 0.0}[team]
    consultants = [f"operations.consultant_days_{option}" for option in ("cloud", "on_premises", "hybrid")]
    return {f"operations.role.{row}.hire_delay": waits for row in plan.slugs["role"]} | {
        key: days * float(plan.entries[key].value) for key in consultants
    }


def _with(plan: Plan, changes: dict[str, Value]) -> Plan:
    """Return the plan with the answers that it has inputs for; one that does not fit its bounds is held to them."""
    said = Evidence(EvidenceKind.ASSUMPTION, "one of the seven questions")
    for key, given in changes.items():
        declared = plan.declaration(key)
        value: Value = given
        if declared.numeric and not isinstance(given, (str, bool)):
            held = min(max(float(given), declared.bounds[0]), declared.bounds[1])
            value = round(held) if declared.kind is Kind.INTEGER else held
        plan = replace(plan, entries={**plan.entries, key: Entry(value, said)})
    problems = plan_problems(plan)
    if problems:
        raise ValueError(str(problems[0]))
    return plan
