"""What it costs, or is worth, to begin owning later: present value by the quarter in which owning starts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from models.appraisal.model import model
from models.appraisal.results import A_PENNY
from models.areas.compute import Pool
from models.plan.plan import Plan
from models.rules.decisions import judged
from models.rules.judgement import Standing, planned
from models.rules.plans_apart import flattened
from models.studies.best import with_settings
from models.studies.decision_space import LEAST_OWNING, Settings
from models.studies.information import Information, Worth

type Look = Callable[[float, str], None]

QUARTER, YEAR, LATEST = 3, 12, 36
"""Months between two starts that are tried: the nearer ones, those beyond; and how far the nearer ones reach."""

OWNING = ("on_premises", "hybrid")


@dataclass(frozen=True, slots=True)
class Start:
    """What the options cost where owning starts in a month: compared cost of each, and those that are not allowed.

    standing: how they stand then, from the figures alone.
    """

    month: int
    costs: Mapping[str, float]
    blocked: Mapping[str, str]
    standing: Standing | None = None

    def allowed(self, options: Sequence[str]) -> Sequence[str]:
        """Return those of some options that are allowed, the cheapest first."""
        return sorted(
            (one for one in options if one in self.costs and one not in self.blocked), key=self.costs.__getitem__
        )


@dataclass(frozen=True, slots=True)
class StartOfOwning:
    """Every start that was tried, for the option that is followed; the first is when all servers can be delivered.

    option: the owning option that is cheapest at any of them, empty where none is ever allowed. known: what it is worth
        to know before deciding, None where nothing is to be decided. planned: what each option costs as planned, the
        start of owning too. people: of a year of waiting, what people of owning cost beyond those of the cloud: they
        are paid as planned whenever owning starts.
    """

    starts: Sequence[Start]
    option: str
    known: Information | None
    planned: Mapping[str, float] = field(default_factory=dict[str, float])
    people: float = 0.0

    @property
    def best(self) -> Start | None:
        """The start at which the option costs least, the earliest of equals."""
        able = [one for one in self.starts if self.option in one.costs and self.option not in one.blocked]
        return min(able, key=lambda one: (round(one.costs[self.option] / A_PENNY), one.month), default=None)

    @property
    def as_well(self) -> int:
        """The latest month up to which every start that was tried costs what the best one does."""
        best = self.best
        if best is None:
            return 0
        latest = best.month
        for one in self.starts:
            if one.month <= best.month:
                continue
            # started so late it may be another option, and has no cost of its own
            cost = one.costs.get(self.option)
            if cost is None or self.option in one.blocked or abs(cost - best.costs[self.option]) >= A_PENNY:
                break
            latest = one.month
        return latest

    def waiting(self, months: int) -> float | None:
        """Return what so many months of waiting cost, below 0 where they save; None where either start is barred."""
        if not self.option:
            return None
        first, later = (
            self.starts[0],
            next((one for one in self.starts if one.month == self.starts[0].month + months), None),
        )
        if later is None or self.option in first.blocked or self.option in later.blocked:
            return None
        return later.costs[self.option] - first.costs[self.option]

    def pays_for(self, worth: Worth) -> int:
        """Return the longest wait, in months, that costs no more than something is worth to know; 0 where none."""
        longest = 0
        for one in self.starts[1:]:
            months = one.month - self.starts[0].month
            cost = self.waiting(months)
            if cost is None or cost > worth.value:
                break
            longest = months
        return longest


def starts_of(plan: Plan, month: int) -> Settings:
    """Return the settings with which owning starts in a month, in every pool and for both options that own."""
    return {
        key: month
        for pool in plan.slugs["pool"]
        for key in (Pool.owning_start.key_in(pool), Pool.hybrid_start.key_in(pool))
    }


def start_of_owning(plan: Plan, scenario: str, known: Information | None, look: Look | None = None) -> StartOfOwning:
    """Return what the options cost by the quarter in which owning starts, all else as planned.

    It lasts two years at least, but where the plan itself starts it later: that start is tried too.

    known: what it is worth to know before deciding as planned.
    """
    alone = flattened(plan, scenario)
    base = alone.scenarios[0].slug
    first = max(int(alone.entries[Pool.lead.key_in(pool)].value) for pool in alone.slugs["pool"])
    first = min(first, Pool.owning_start.bounds[1])
    last = int(max(min(first + LATEST, alone.structure.horizon - LEAST_OWNING), first))
    as_set = {int(alone.entries[Pool.owning_start.key_in(pool)].value) for pool in alone.slugs["pool"]}
    own = {one for one in as_set if last < one < alone.structure.horizon} if len(as_set) == 1 else set[int]()
    # beyond three years by the year, and the last month that leaves two of owning
    longest = alone.structure.horizon - LEAST_OWNING
    later = {*range(last + YEAR, longest + 1, YEAR), *([longest] if longest >= last else [])}
    starts: list[Start] = []
    tried = sorted({*range(int(first), last + 1, QUARTER), *later, *own})
    for done, month in enumerate(tried):
        if look is not None:
            look(done / len(tried), "Trying later starts of owning")
        case = judged(with_settings(alone, base, starts_of(alone, month)), base)
        options = {key: option.compared for key, option in case.options.items() if key not in case.twins}
        starts.append(Start(month, options, case.blocked, planned(case)))
    within = [one for one in starts if one.month < alone.structure.horizon]
    able = [(one.costs[option], option) for one in within for option in one.allowed(OWNING)]
    option = min(able)[1] if able else ""
    as_planned = judged(alone, base)
    costs = {key: one.compared for key, one in as_planned.options.items() if key not in as_planned.blocked}
    people = _paid_meanwhile(alone, base, option, int(first)) if option else 0.0
    return StartOfOwning(starts, option, known, costs, people)


def _paid_meanwhile(plan: Plan, scenario: str, option: str, first: int) -> float:
    """Return the present value of people of an option beyond the cloud's, in the year from its earliest start on."""
    own, rented, factor = f"{option}.operations.people", "cloud.operations.people", "finance.discount_factor"
    traced = model(plan.structure)
    if not {own, rented, factor} <= traced.lines.keys():
        return 0.0
    figures = traced.evaluate(plan.values(scenario), [own, rented, factor])
    paid = figures.rows(own)[0, :, 0] - figures.rows(rented)[0, :, 0]
    return float((paid * figures.rows(factor)[0, :, 0])[first : first + YEAR].sum())
