"""What a file offers to change in a plan: shown one by one, chosen one by one, applied together as one step."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.imports.columns import Column
from models.appraisal.in_use import turned_on
from models.plan.measurements import Measurement, with_measurement
from models.plan.plan import Entry, Evidence, Plan
from models.plan.problems import plan_problems
from models.plan.rows import RowError, renamed, with_row
from models.quantities.declaration import Kind, Value
from models.quantities.writing import in_unit

INHERITED = "as the base"


@dataclass(frozen=True, slots=True)
class Offer:
    """One difference between a file and the plan.

    key, scenario: the input it changes and where, empty for a row of a table.
    place: the cell as a person finds it. what: the input in words, with what of it differs where that is not the value.
    before, after: in words. note: how it was read, or what somebody should know. problem: why it cannot be taken; empty
        where it can.
    entry: what the input becomes; None where a scenario's change is taken back to the base.
    table, row, name: a row to add (row empty) or to rename. pending: a name of a row that must be added first.
    together: entries of other inputs that are set with it. low, high: the measured range in words.
    measurement: what a file measured, to be kept in the plan; empty key.
    chosen: whether it is taken unless somebody says otherwise.
    """

    place: str
    what: str
    before: str
    after: str
    key: str = ""
    scenario: str = ""
    scenario_name: str = ""
    entry: Entry | None = None
    evidence: dict[str, object] = field(default_factory=dict[str, object])
    note: str = ""
    problem: str = ""
    table: str = ""
    row: str = ""
    name: str = ""
    together: Mapping[str, Entry] = field(default_factory=dict[str, Entry])
    low: str = ""
    high: str = ""
    measurement: Measurement | None = None
    chosen: bool = True

    @property
    def possible(self) -> bool:
        """True where it can be taken."""
        return not self.problem

    def in_words(self) -> str:
        """Return the difference as a line of text."""
        where = f" ({self.scenario_name})" if self.scenario_name else ""
        change = f": {self.before} → {self.after}" if self.before or self.after else ""
        tail = self.problem or "; ".join(
            part for part in (f"{self.low} to {self.high}" if self.low or self.high else "", self.note) if part
        )
        return f"{self.place}: {self.what}{where}{change}{'; ' if change and tail else ' ' if tail else ''}{tail}"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question only a person can answer, with an answer that is taken until somebody gives another.

    name: of the answer. options: each answer with its words. answer: the one that was taken. sure: whether no other was
        possible.
    """

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    answer: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Offered:
    """Everything a file offers.

    title: what the file was taken for. notices: how it was read. warnings: what in it may be wrong. preview: which
        column was taken for what.
    asks: what the offers rest on and a person may answer otherwise. measurement: what the file measured, None where it
        is a table or a workbook. columns: of a plain table, which a person may map otherwise.
    hidden: whether it stands on a hidden sheet.
    """

    file: str
    title: str
    offers: Sequence[Offer]
    notices: Sequence[str] = ()
    preview: Sequence[tuple[str, str]] = ()
    warnings: Sequence[str] = ()
    asks: Sequence[Ask] = ()
    measurement: Measurement | None = None
    columns: Sequence[Column] = ()
    hidden: bool = False

    @property
    def possible(self) -> list[Offer]:
        """The offers that can be taken."""
        return [offer for offer in self.offers if offer.possible]


class AcceptanceError(Exception):
    """Offers that do not go together; the message says which inputs contradict each other."""


def accepted(plan: Plan, offers: Collection[Offer]) -> Plan:
    """Return the plan with the offers taken.

    Raises AcceptanceError where the inputs would contradict each other, two offers differ of one input, or a table is
    full; the plan stays as it is.
    """
    _no_two_of_one(offers)
    for offer in offers:
        if offer.table and offer.possible:
            plan = _with_row(plan, offer)
    for offer in offers:
        if offer.possible and offer.measurement is not None:
            plan = replace(plan, measurements=with_measurement(plan.measurements, offer.measurement))
        elif offer.possible and not offer.table:
            plan = _with_value(plan, offer)
    crossed = [
        key
        for key, entry in plan.entries.items()
        if entry.evidence.low is not None
        and entry.evidence.high is not None
        and entry.evidence.low > entry.evidence.high
    ]
    if crossed:
        raise AcceptanceError(f"{crossed[0]}: its plausible low is above its high")
    problems = plan_problems(plan)
    if problems:
        raise AcceptanceError("; ".join(str(problem) for problem in problems[:3]))
    return plan


def _no_two_of_one(offers: Collection[Offer]) -> None:
    """Raise AcceptanceError where two offers give one input different values, such as two months in two files."""
    first: dict[tuple[str, str], Offer] = {}
    for offer in offers:
        if offer.possible and offer.entry is not None and not offer.table:
            other = first.setdefault((offer.key, offer.scenario), offer)
            if other.entry is not None and other.entry.value != offer.entry.value:
                raise AcceptanceError(
                    f"{offer.what} is offered twice: {other.after} ({other.place}) and {offer.after} ({offer.place});"
                    " take one of them"
                )


def _with_row(plan: Plan, offer: Offer) -> Plan:
    try:
        if offer.row and offer.row in plan.slugs[offer.table]:
            return renamed(plan, offer.table, offer.row, offer.name)
        known = plan.slugs[offer.table]
        added, slug = with_row(plan, offer.table, offer.name)
    except RowError as error:
        raise AcceptanceError(f"{offer.place}: {error}") from None
    if not offer.row or offer.row == slug:
        return added
    raise AcceptanceError(f"{offer.place}: a row “{offer.name}” cannot be added beside {', '.join(known[:5])}")


def _with_value(plan: Plan, offer: Offer) -> Plan:
    base = plan.scenarios[0].slug
    if offer.key not in plan.entries:
        raise AcceptanceError(f"{offer.place}: the row of {offer.what} is not taken, so this cannot be")
    if offer.evidence:
        entry = plan.entry(base, offer.key)
        return plan.with_entry(base, offer.key, Entry(entry.value, replace(entry.evidence, **offer.evidence)))
    if offer.entry is None:
        return plan.without_change(offer.scenario, offer.key)
    for key, entry in {**offer.together, offer.key: offer.entry}.items():
        plan = plan.with_entry(offer.scenario, key, entry)
    return plan


def told_by(evidence: Evidence, file: str, value: Value) -> Evidence:
    """Return the evidence of a value that a file brought: an assumption, since nobody said what it rests on."""
    return evidence.for_assumption(f"taken from {file}"[:200], value)


def told(plan: Plan, scenario: str, key: str, value: Value) -> str:
    """Return a value with its unit and all its digits."""
    declared = plan.declaration(key)
    if declared.kind is Kind.ROW:
        return plan.row_name(declared.table, str(value))
    return in_unit(value, declared, plan.symbol(scenario, key))


def turning_on(plan: Plan, told: Offered) -> Offered:
    """Return what a file offers with a notice of the features that its values would turn on."""
    values = {
        key: entry.value
        for offer in told.possible
        for key, entry in (*offer.together.items(), *([(offer.key, offer.entry)] if offer.entry else ()))
    }
    titles = list(dict.fromkeys(one.title for key, value in values.items() for one in turned_on(plan, key, value)))
    if not titles:
        return told
    return replace(told, notices=[*told.notices, f"It turns on what the plan did not use: {', '.join(titles)}."])
