"""The plan: base inputs with their evidence, rows of tables, and scenarios.

It never changes; an edit makes a new one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from models.areas.features import tokens_without
from models.areas.register import TABLES, expanded, find
from models.catalogue.rows import CatalogueRow, catalogue
from models.formula.trace import Structure
from models.plan.decision_record import DecisionRecord
from models.plan.measurements import Measurement
from models.plan.paper import Paper
from models.plan.remarks import Remark, Says
from models.plan.used import features_used, is_gate, opened_by
from models.quantities.declaration import CatalogueDefault, Input, Kind, Value
from models.quantities.writing import SYMBOLS


class EvidenceKind(StrEnum):
    """What a value rests on."""

    DEFAULT = "default"
    ASSUMPTION = "assumption"
    QUOTE = "quote"
    MEASURED = "measured"


_HORIZON = "finance.horizon"

CONFIRMED = "Confirmed"
"""How the note of an input begins whose value somebody has confirmed as it is."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an input has its value.

    Kind, source, date, plausible low and high, note, and the catalogue row it was frozen from.

    shape: of the distribution a simulation draws it from, one of SHAPES; empty for PERT.
    group, correlation: inputs of one group move together; each correlates by so much, −1 to 1, with what they have in
        common.
    """

    kind: EvidenceKind = EvidenceKind.DEFAULT
    source: str = ""
    date: str = ""
    low: float | None = None
    high: float | None = None
    note: str = ""
    catalogue: str = ""
    shape: str = ""
    group: str = ""
    correlation: float = 0.0

    def spans(self, value: Value) -> bool:
        """Return whether a value lies within the range; where none is given, or one without width, any does."""
        if isinstance(value, str) or self.low == self.high:
            return True
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    @property
    def said_right(self) -> bool:
        """Whether somebody has confirmed the value as it is."""
        return self.note.startswith(CONFIRMED)

    @property
    def backed(self) -> bool:
        """Whether more than an assumption stands behind it: a quote, a measurement, or somebody who confirmed it."""
        return self.kind in {EvidenceKind.QUOTE, EvidenceKind.MEASURED} or self.said_right

    @property
    def turned_round(self) -> bool:
        """Whether its range ends below where it begins, as a file may have it."""
        return self.low is not None and self.high is not None and self.low > self.high

    def for_assumption(self, source: str, value: Value, note: str = "") -> "Evidence":
        """Return the evidence of a value assumed in place of this one.

        Where that comes from is new, how it is drawn stays; but a range that the value is outside of was another
        value's, and goes. note: such as the sum that was typed.
        """
        within = self.spans(value) and (self.low is None or self.low != self.high or value == self.low)
        return Evidence(
            EvidenceKind.ASSUMPTION,
            source,
            low=self.low if within else None,
            high=self.high if within else None,
            note=note,
            shape=self.shape,
            group=self.group,
            correlation=self.correlation,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A value and its evidence."""

    value: Value
    evidence: Evidence = Evidence()

    @property
    def spread(self) -> tuple[float | None, float | None]:
        """The ends of the range that somebody gave the value."""
        return self.evidence.low, self.evidence.high


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: a slug given once, and a name that may change."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of changes to the base; where it says nothing, the base's value holds."""

    slug: str
    name: str
    colour: str = "#12436D"
    changes: Mapping[str, Entry] = field(default_factory=dict[str, Entry])


BASE = Scenario("base", "Base")


@dataclass(frozen=True, slots=True)
class Plan:
    """The document.

    rows: the rows of every table, by table.
    entries: every input of the base, by key.
    scenarios: the base first, which has no changes of its own.
    paper: the user's part of the business case; no figure depends on it.
    measurements: what files have measured, in the order in which they were taken in; inputs that rest on one name it in
        their evidence.
    kept_on: features turned on whether or not a value uses them yet, by slug.
    remarks: what people said of inputs, in the order in which they said it; records: what was decided, the first first.
    slugs: the slugs of every table's rows.
    """

    title: str
    currency: str
    rows: Mapping[str, tuple[Row, ...]]
    entries: Mapping[str, Entry]
    scenarios: tuple[Scenario, ...] = (BASE,)
    story: str = ""
    paper: Paper = field(default_factory=Paper)
    measurements: tuple[Measurement, ...] = ()
    kept_on: frozenset[str] = frozenset()
    remarks: tuple[Remark, ...] = ()
    records: tuple[DecisionRecord, ...] = ()
    slugs: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _features: frozenset[str] | None = field(default=None, init=False, repr=False, compare=False)
    _structure: Structure | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note the slugs of every table, which are asked for at every key."""
        object.__setattr__(self, "slugs", {table: tuple(row.slug for row in rows) for table, rows in self.rows.items()})

    @property
    def features(self) -> frozenset[str]:
        """The features in use, by slug: those turned on, and those that a value, a range or a scenario uses."""
        if self._features is None:
            object.__setattr__(self, "_features", self.kept_on | self._features_used())
        assert self._features is not None
        return self._features

    @property
    def features_unused(self) -> frozenset[str]:
        """The features that are turned on though no value uses them."""
        return self.kept_on - self._features_used()

    def _features_used(self) -> frozenset[str]:
        return features_used(self.slugs, self.entries, [one.changes for one in self.scenarios])

    @property
    def structure(self) -> Structure:
        """What decides the shape of the formula graph."""
        if self._structure is None:
            object.__setattr__(self, "_structure", self._with_features(self.features))
        assert self._structure is not None
        return self._structure

    def structure_for(self, *values: Mapping[str, object]) -> Structure:
        """Return the structure in which some inputs may take other values, by key: numbers, texts or arrays.

        Of several such changes, the one structure in which any of them may be made.
        """
        return self._with_features(self.features.union(*(opened_by(one) for one in values)))

    def _with_features(self, features: frozenset[str]) -> Structure:
        return Structure(self.slugs, int(self.entries[_HORIZON].value), tokens_without(features))

    @property
    def start(self) -> str:
        """The month of the decision, as year and month."""
        return str(self.entries["finance.start"].value)

    def scenario(self, slug: str) -> Scenario:
        """Return a scenario by slug, or by name where no slug fits.

        Raises KeyError where there is none.
        """
        for scenario in self.scenarios:
            if slug == scenario.slug:
                return scenario
        for scenario in self.scenarios:
            if slug.casefold() == scenario.name.casefold():
                return scenario
        raise KeyError(slug)

    def entry(self, scenario: str, key: str) -> Entry:
        """Return the entry a scenario uses for an input."""
        return self.scenario(scenario).changes.get(key) or self.entries[key]

    def values(self, scenario: str) -> dict[str, Value]:
        """Return the value of every input in a scenario, for evaluation."""
        values = {key: entry.value for key, entry in self.entries.items()}
        values.update((key, entry.value) for key, entry in self.scenario(scenario).changes.items())
        return values

    def declaration(self, key: str) -> Input:
        """Return the declaration behind a key.

        Raises KeyError where there is no such input in this plan.
        """
        declared = find(key, self.slugs)
        if declared is None:
            raise KeyError(key)
        return declared[0]

    def applies(self, scenario: str, key: str) -> bool:
        """Return whether an input matters: what its condition asks for holds."""
        when = self.declaration(key).when
        row = key.rsplit(".", 1)[0]
        return when is None or any(
            str(self.entry(scenario, f"{row}.{one.input_name}").value) in one.values for one in when.every()
        )

    def counts(self, scenario: str, key: str) -> bool:
        """Return whether an input's row counts: it is not switched off, or stands in no table that can be."""
        active = f"{key.rsplit('.', 1)[0]}.active"
        return active not in self.entries or bool(self.entry(scenario, active).value)

    def symbol(self, scenario: str, key: str) -> str:
        """Return the sign of the currency an input is quoted in: its own companion's, else the plan's."""
        declared = self.declaration(key)
        if not declared.currency:
            return SYMBOLS[self.currency]
        return SYMBOLS[str(self.entry(scenario, f"{key.rsplit('.', 1)[0]}.{declared.currency}").value)]

    def input_name(self, key: str) -> str:
        """Return an input's label, after the name of its row where its table has one."""
        declared = self.declaration(key)
        return (
            f"{self.row_name(declared.home, key.split('.')[2])}: {declared.label}" if declared.home else declared.label
        )

    def slug_named(self, name: str) -> str:
        """Return the slug of the scenario with a name, such as results carry; the base's where none has it."""
        return next((one.slug for one in self.scenarios if one.name == name), self.scenarios[0].slug)

    def with_entry(self, scenario: str, key: str, entry: Entry) -> "Plan":
        """Return the plan with one input set: in the base, or as a change of a scenario.

        A feature that the value uses is on from then; what was in use stays on, so that a value on its way through
        zero takes nothing from the form.
        """
        if scenario == self.scenarios[0].slug or not self.declaration(key).scenario_may_change:
            plan = replace(self, entries={**self.entries, key: entry})
        else:
            plan = replace(
                self,
                scenarios=tuple(
                    replace(one, changes={**one.changes, key: entry}) if one.slug == scenario else one
                    for one in self.scenarios
                ),
            )
        if is_gate(key):
            return plan.keeping_on(self.features)
        # what no gate is opens nothing: the plan is used as it was, and its graph has the shape it had
        object.__setattr__(plan, "_features", self._features)
        if key != _HORIZON:
            object.__setattr__(plan, "_structure", self._structure)
        return plan

    def keeping_on(self, features: frozenset[str]) -> "Plan":
        """Return the plan with these features on, whether or not a value uses them."""
        unused = (self.kept_on | features) - self._features_used()
        return self if unused == self.kept_on else replace(self, kept_on=unused)

    def without_change(self, scenario: str, key: str) -> "Plan":
        """Return the plan with a scenario's input back at the base's value."""
        changed = [
            replace(one, changes={k: v for k, v in one.changes.items() if k != key}) if one.slug == scenario else one
            for one in self.scenarios
        ]
        return replace(self, scenarios=tuple(changed))

    def with_record(self, record: DecisionRecord) -> "Plan":
        """Return the plan with a decision on record, which its paper prints as an annex from then on."""
        return replace(self, records=(*self.records, record), paper=self.paper.with_annex("record"))

    def with_remark(self, remark: Remark) -> "Plan":
        """Return the plan with a remark; once somebody does not agree the paper has an annex that says so."""
        paper = self.paper.with_annex("review") if remark.says is Says.DISAGREED else self.paper
        return replace(self, remarks=(*self.remarks, remark), paper=paper)

    def with_scenario(self, scenario: Scenario) -> "Plan":
        """Return the plan with a scenario added, or replaced where the slug is there."""
        others = tuple(one for one in self.scenarios if one.slug != scenario.slug)
        if len(others) == len(self.scenarios):
            return replace(self, scenarios=(*self.scenarios, scenario))
        return replace(self, scenarios=tuple(scenario if one.slug == scenario.slug else one for one in self.scenarios))

    def without_scenario(self, slug: str) -> "Plan":
        """Return the plan without a scenario; the base stays."""
        return replace(
            self, scenarios=tuple(one for one in self.scenarios if one.slug != slug or one is self.scenarios[0])
        )

    def without_measurement(self, sha256: str) -> "Plan":
        """Return the plan without what one file measured; inputs keep the values and the evidence it gave them."""
        return replace(self, measurements=tuple(one for one in self.measurements if one.sha256 != sha256))

    def row_name(self, table: str, slug: str) -> str:
        """Return the name of a table's row."""
        return next(row.name for row in self.rows[table] if row.slug == slug)


def frozen(row: CatalogueRow, declared: Input) -> Entry:
    """Return a catalogue row as an entry of an input that keeps its figures, source and date."""
    kind = EvidenceKind.QUOTE if row.evidence == "list" else EvidenceKind.ASSUMPTION
    value: Value = row.text or row.typical
    if declared.kind is Kind.INTEGER:
        value = int(row.typical)
    elif declared.kind is Kind.FLAG:
        value = row.typical > 0
    return Entry(value, Evidence(kind, row.source, row.as_of, row.low, row.high, row.note, row.id))


def default_entry(declared: Input, rows: Mapping[str, tuple[str, ...]], *, row: str = "", blank: bool = False) -> Entry:
    """Return the entry a new plan has for an input; with `blank`, the one at which it adds nothing.

    A row the catalogue knows by its slug has the catalogue's figures, unless it is to add nothing.
    """
    if declared.kind is Kind.ROW:
        return Entry(rows[declared.table][0])
    known = catalogue().get(f"{declared.home}.{row}.{declared.name}") if row and not blank else None
    if known is not None:
        return frozen(known, declared)
    default = declared.neutral if blank else declared.default
    if isinstance(default, CatalogueDefault):
        return frozen(catalogue()[default.row_id], declared)
    return Entry(default)


def new_plan(title: str, rows: Mapping[str, tuple[Row, ...]], *, blank: bool = False) -> Plan:
    """Return a complete plan of defaults; a blank one counts nothing but steady GPU use.

    rows: of every table that has no starting rows; those of the others may be left out.
    """
    rows = {table: rows.get(table) or starting_rows(table, blank=blank) for table in TABLES}
    slugs = {table: tuple(row.slug for row in names) for table, names in rows.items()}
    entries = {key: default_entry(declared, slugs, row=row, blank=blank) for key, declared, row in expanded(slugs)}
    return Plan(title, "GBP", rows, entries)


def starting_rows(table: str, *, blank: bool = False) -> tuple[Row, ...]:
    """Return the rows a new plan has in a table that has rows of its own; a blank plan has the first of them."""
    rows = tuple(Row(slug, name) for slug, name in TABLES[table].starting_rows)
    return rows[:1] if blank else rows


def starting_plan(title: str = "New plan") -> Plan:
    """Return a complete plan of sound defaults to begin with: one workload of inference and one pool."""
    return new_plan(title, {"workload": (Row("assistant", "Assistant"),), "pool": (Row("main", "Main pool"),)})


def blank_plan(title: str = "Blank plan") -> Plan:
    """Return the plan in which every cost is zero: one workload `steady`, one pool `main`."""
    rows = {"workload": (Row("steady", "Steady GPU use"),), "pool": (Row("main", "Main pool"),)}
    return new_plan(title, rows, blank=True)
