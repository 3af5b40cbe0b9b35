"""A decision recorded: what is frozen of a judgement, and the plan it was made on, to hold later ones against."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.appraisal.results import CaseResult, present_options
from models.areas.finance import PLAN_CURRENCY_RATES
from models.areas.options import OPTIONS, USUAL, in_sentence
from models.areas.register import TABLES, expanded
from models.plan.decision_record import DecisionRecord, Wire, sealed
from models.plan.plan import BASE, Entry, Plan, Row, default_entry, starting_rows
from models.quantities.writing import CODES, shown
from models.rules.judgement import Judgement, Standing, State
from models.rules.plans_apart import PlansApart, PlansApartError, flattened, plans_apart, standing_of
from models.rules.rule import reasons
from models.studies.together import TOGETHER
from models.studies.tripwires import Tripwire, weights_in
from models.studies.work_left import with_work_gone

_SAME = 1e-9
"""Relative difference below which two costs are the same."""


class RecordError(Exception):
    """A decision that cannot be recorded; the message says why."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, when, for which option, and in what words."""

    by: str
    on: str
    decided: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """The program that records, and the SHA-256 of the plan file as it is recorded."""

    version: str
    plan_hash: str


def signed(signature: Signature, case: CaseResult) -> None:
    """Raise RecordError where nobody signs, or for an option that is not there."""
    if not signature.by.strip():
        raise RecordError("a decision is recorded with the name of who decides; expected --by NAME")
    if signature.decided and signature.decided not in {*case.options, USUAL}:
        expected = ", ".join(one for one in (*OPTIONS, USUAL) if one == USUAL or one in case.options)
        raise RecordError(f"{shown(signature.decided)} is not an option of this plan; expected one of {expected}")


def recorded(
    plan: Plan,
    scenario: str,
    signature: Signature,
    edition: Edition,
    case: CaseResult,
    judgement: Judgement,
    sentence: str,
    wires: Sequence[Wire],
) -> Plan:
    """Return the plan with a decision added to its record.

    sentence: the verdict in words. Raises RecordError where nobody signs, for an option that is not there, or where
    nothing is decided for and another option leads at its best than as planned, something has to be entered first, or
    business as usual is too close to call: nothing is recommended then.
    """
    signed(signature, case)
    final, advised = judgement.final, judgement.advised
    chosen = signature.decided or advised
    if judgement.waits and not chosen:
        raise RecordError(
            f"no option is recommended yet: {judgement.torn}; {judgement.comes_first}, or say what is decided for"
        )
    if final.awaited and not chosen:
        missing = " ".join(reasons(final.awaited)).rstrip(".")
        raise RecordError(f"no option is recommended yet: {missing}; enter it first, or say what is decided for")
    if judgement.left_open and not chosen:
        raise RecordError(
            f"business as usual and {in_sentence(final.rival)} are too close to call; say what is decided for"
        )
    alone = flattened(plan, scenario)
    option = case.options.get(chosen)
    record = DecisionRecord(
        by=signature.by.strip(),
        on=signature.on,
        scenario=plan.scenario(scenario).name,
        decided=chosen,
        recommended=advised,
        state=final.state.value,
        sentence=sentence,
        currency=plan.currency,
        version=edition.version,
        plan_hash=edition.plan_hash,
        chance=None if judgement.turned else judgement.planned.least_sure[1],
        approval=option.approval if option is not None else None,
        note=signature.note.strip(),
        compared=dict(judgement.planned.compared),
        wires=tuple(wires),
        rows={table: tuple((row.slug, row.name) for row in rows) for table, rows in alone.rows.items()},
        values=alone.values(BASE.slug),
    )
    return plan.with_record(sealed(record, plan.records))


def as_decided(record: DecisionRecord) -> Plan:
    """Return the plan a decision was made on: its figures, without evidence; inputs that are newer add nothing."""
    rows = {
        table: tuple(Row(slug, name) for slug, name in record.rows.get(table, ())) or starting_rows(table)
        for table in TABLES
    }
    slugs = {table: tuple(row.slug for row in some) for table, some in rows.items()}
    entries = {
        key: Entry(record.values[key]) if key in record.values else default_entry(declared, slugs, blank=True)
        for key, declared, _ in expanded(slugs)
    }
    return Plan(f"As decided on {record.on}", record.currency, rows, entries)


@dataclass(frozen=True, slots=True)
class Held:
    """A plan of today held against a decision.

    apart: from what was decided to what is planned. reckoned_anew: whether today's program gives other costs for the
        very figures of the decision. crossed: tripwires of the record that today's figures lie beyond. scenario: by
        name, of which today's figures are.
    """

    record: DecisionRecord
    apart: PlansApart
    reckoned_anew: bool
    crossed: Sequence[Wire]
    scenario: str

    @property
    def turned(self) -> bool:
        """Whether the figures, as planned, recommend something that they did not, and that was not decided for."""
        return self.apart.end.recommended not in {self.apart.start.recommended, self.record.decided}


def held(record: DecisionRecord, plan: Plan, scenario: str) -> Held:
    """Return a plan held against a decision. Raises PlansApartError where its money is another."""
    if record.currency != plan.currency:
        raise PlansApartError(f"the record is in {record.currency}, and the plan in {plan.currency}")
    before = as_decided(record)
    apart = plans_apart(before, BASE.slug, plan, scenario)
    # the figures of a record have no ranges, from which its chance came: how sure it was stands in the record
    start = _as_recorded(record, apart.start)
    apart = replace(apart, start=start, end=apart.end if apart.effects else standing_of(apart.second))
    anew = any(
        abs(apart.start.compared.get(option, cost) - cost) > _SAME * max(abs(cost), 1.0)
        for option, cost in record.compared.items()
    )
    values = {
        key: float(value) * _in_money_of_then(before, plan, scenario, key)
        for key, value in plan.values(scenario).items()
        if not isinstance(value, str) and key in before.entries
    }
    values = with_work_gone(values, before.slugs["workload"], before.values(BASE.slug), plan.values(scenario))
    crossed = [wire for wire in record.wires if _crossed(wire, values, before, record.recommended)]
    return Held(record, apart, anew, crossed, plan.scenario(scenario).name)


def _as_recorded(record: DecisionRecord, start: Standing) -> Standing:
    """Return how the options stood when it was decided, as sure as the record says where it was of the same option."""
    sure = {State.CLEAR, State.CLOSE}
    if record.chance is None or start.recommended != record.recommended or not {start.state, record.state} <= sure:
        return start
    return replace(start, state=State(record.state), chance=record.chance)


def _in_money_of_then(before: Plan, plan: Plan, scenario: str, key: str) -> float:
    """Return what a figure is multiplied by to be in the currency in which it was quoted when it was decided."""
    if not before.declaration(key).currency:
        return 1.0
    then, now = (
        PLAN_CURRENCY_RATES[CODES[sign]] for sign in (before.symbol(BASE.slug, key), plan.symbol(scenario, key))
    )
    values = plan.values(scenario)
    return 1.0 if then == now else float(values[now]) / float(values[then])


def _crossed(wire: Wire, values: dict[str, float], before: Plan, recommended: str) -> bool:
    known = {key: values[key] for key in wire.keys if key in values}
    if len(known) < len(wire.keys):
        return False
    there = present_options(before, BASE.slug)
    weights: tuple[float, ...] = ()
    if wire.key in TOGETHER and {recommended, wire.to} <= {*there}:
        weights = weights_in(before, BASE.slug, wire.keys, wire.at, (recommended, wire.to))
    wired = Tripwire(wire.key, wire.keys, 0.0, wire.at, wire.below, wire.to, 0.0, weights)
    return wired.crossed(known, before.values(BASE.slug))
