"""The tab Decision: the judgement, each option at its best, and the inputs and exhibits of the decision."""

from datetime import UTC, datetime
from typing import override

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.document.document import Document
from desktop.document.worker import Ticket, Worker
from desktop.tabs.area_tab import AreaTab
from desktop.tabs.judgement_panel import JudgementPanel
from desktop.tabs.path_panel import PathPanel
from models.areas import criteria, risks
from models.exhibits.area_stack import area_stack
from models.exhibits.areas import areas_of, rules_of
from models.exhibits.board import Grade, evidence_grade
from models.exhibits.path import as_confirmed, path
from models.exhibits.register_tables import criteria_table, risks_table
from models.exhibits.shapes import criteria_matrix
from models.exhibits.studies import Point, Shown
from models.exhibits.views import views_of
from models.plan.plan import Plan
from models.plan.problems import plan_problems
from models.plan.scenarios import from_study
from models.quantities.declaration import Value
from models.rules.decisions import judged
from models.rules.judgement import Against, Judgement
from models.studies.best import with_settings
from models.studies.decision_space import Settings
from models.studies.influence import Influence, influences

_RULES = 1
"""The place of the rules among the exhibits."""

PLACES = {
    "criteria": "criteria.criterion.{criterion}.weight",
    "controls": "security.control.{control}.active",
    "bias": "finance.bias_counted",
    "tax": "finance.after_tax_rate",
    "average": "finance.close_call",
    "terms": "compute.pool.{pool}.late_terms",
    "after": "compute.pool.{pool}.one_year_after",
    "freedom": "compute.pool.{pool}.site",
    "lever": "cost_management.retain",
    "bridging": "compute.pool.{pool}.bridging",
    "region": "compute.pool.{pool}.region",
    "region_uk": "compute.pool.{pool}.region",
    "endpoint": "hosting.workload.{workload}.regional_endpoint",
    "endpoint_uk": "hosting.workload.{workload}.endpoint",
    "models": "hosting.workload.{workload}.on_premises_calls",
    "unknown_terms": "compute.pool.{pool}.three_year_discount",
    "offer": "compute.pool.{pool}.cloud_price",
    "service": "compute.pool.{pool}.spares",
    "data": "data.cold",
    "data_share": "data.hybrid_cloud",
    "resale": "compute.pool.{pool}.resale_1",
    "owned": "compute.pool.{pool}.owned_servers",
    "price": "compute.pool.{pool}.cloud_price",
    "slip": "finance.dollar_rate",
    "hedge": "finance.dollar_hedged",
    "doubt": "compute.pool.{pool}.cloud_price",
    "moved": "compute.pool.{pool}.cloud_price",
    "carbon": "finance.carbon_value",
    "overhead": "operations.role.{role}.people_cloud",
    "people": "operations.role.{role}.hire_delay",
    "usual": "finance.usual_cost",
    "api_own": "operations.role.{role}.api_part",
    "tasks": "workloads.workload.{workload}.requests",
    "late": "compute.pool.{pool}.lead",
    "together": "operations.role.{role}.people_on_premises",
    "idle": "workloads.workload.{workload}.end",
    "hours": "workloads.workload.{workload}.gpus",
    "gate": "workloads.workload.{workload}.pilot_until",
    "benefit": "finance.benefit.{benefit}.amount",
    "own_cost": "finance.own_cost.{own_cost}.amount",
    "people_apart": "operations.role.{role}.people_on_premises",
    "control_cost": "security.control.{control}.running_cloud",
    "lease": "finance.lease_rate",
    "trend": "finance.api_trend",
    "risk": "risks.risk.{risk}.active",
    "value": "workloads.workload.{workload}.value",
}
"""Where what speaks against a recommendation is entered, by its kind; {table} stands for a row of the table."""


def entered_at(plan: Plan, told: Against) -> str:
    """Return the key of the input where what speaks against a recommendation is entered, empty where none is.

    Of a table it is the row that is named, or else the first.
    """
    if known := next((name for name in told.names if name in plan.entries), ""):
        return known
    pattern = PLACES.get(told.kind, "")
    rows: dict[str, str] = {}
    for table, every in plan.rows.items():
        if f"{{{table}}}" in pattern and every:
            # of names of which one is in another the longer is meant
            named = [row for row in every if row.name in told.names or row.name in told.text]
            rows[table] = max(named, key=lambda row: len(row.name), default=every[0]).slug
    return pattern.format(**rows) if all(f"{{{table}}}" not in pattern or table in rows for table in plan.rows) else ""


class DecisionTab(AreaTab):
    """The judgement, the inputs of decision and what follows from them.

    input_wanted: the input behind something that speaks against it is to be shown. said: a word for the person.
    path_found: the inputs that decide, by key. also_wanted: decisions that the search is to move too, by key.
    """

    input_wanted = Signal(str)
    said = Signal(str)
    path_found = Signal(list)
    also_wanted = Signal(object)

    def __init__(self, document: Document, worker: Worker) -> None:
        super().__init__(
            document,
            "Decision",
            (*reversed(risks.GROUPS), *criteria.GROUPS),
            (areas_of, rules_of, views_of, risks_table, criteria_table),
            charts=(area_stack, criteria_matrix),
            exhibits_first=True,
        )
        self._worker = worker
        self.panel: JudgementPanel | None = None
        self.path = PathPanel()
        self._sorted_for: dict[str, Value] = {}
        self.path.wanted.connect(self.show_path)
        self.path.input_wanted.connect(self.input_wanted)
        self.path.confirmed.connect(self._confirm)
        self._influences: list[Influence] = []
        self._given: tuple[Judgement, Shown | None, str, frozenset[str]] | None = None
        self._grade: tuple[str, Grade] | None = None

    @override
    def _build(self) -> None:
        begins = not self._forms
        super()._build()
        if begins:
            self.panel = JudgementPanel(self.path)
            self.panel.place_wanted.connect(self._show_place)
            self.panel.settings_wanted.connect(self.take)
            self.panel.also_wanted.connect(self.also_wanted)
            self.panel.best.scenario_wanted.connect(self._make_scenario)
            self._room.insertWidget(0, self.panel)
            for place, chart in enumerate(self._charts):
                self._place_chart(chart, place)
            self._show_given()

    @override
    def _place_chart(self, chart: QWidget, place: int) -> None:
        """Let the costs by area stand beside what the options cost, and others behind the judgement."""
        if self.panel is None:
            super()._place_chart(chart, place)
        elif place == 0:
            self.panel.costs.addWidget(chart)
        else:
            self._room.insertWidget(place, chart)

    def show_judgement(
        self, judgement: Judgement, shown: Shown | None, state: str, tried: frozenset[str] = frozenset()
    ) -> None:
        """Show a judgement of what is on screen.

        state: what is still being worked out. tried: what the search moved in what is shown because it was asked to.
        """
        self._given = (judgement, shown, state, tried)
        self._show_given()

    def show_path(self) -> None:
        """Work out beside the window which inputs decide, and show them."""
        plan, scenario = self._document.plan, self._document.scenario
        self._sorted_for = plan.values(scenario)
        self.path.show_waiting()

        def work(ticket: Ticket) -> list[Influence]:
            return influences(plan, scenario, judged(plan, scenario).left_out, ticket.look)

        def failed(error: Exception) -> None:
            self.path.show_failure(f"It could not be worked out: {error}")

        self._worker.run("path", work, self._path_ready, failed=failed)

    def _path_ready(self, found: list[Influence]) -> None:
        self._influences = found
        self._follow_path()
        self.path_found.emit([one.key for one in self.path.steps])
        if not self.path.steps:
            self.path.show_failure("No input moves the decision: one option alone is allowed.")

    def _follow_path(self) -> None:
        if self._influences:
            plan, scenario = self._document.plan, self._document.scenario
            self.path.show_steps(
                path(plan, scenario, self._influences), stale=plan.values(scenario) != self._sorted_for
            )

    def _confirm(self, key: str) -> None:
        """Note that the value of an input is right as it is, as one step."""
        today = datetime.now(tz=UTC).astimezone().date()
        self._document.end_run()
        self._document.set_entry(key, as_confirmed(self._document.entry(key), f"{today.day} {today:%B %Y}"))
        self._document.end_run()

    @override
    def refresh(self) -> None:
        """Show what the document holds, in the path too."""
        super().refresh()
        self._follow_path()

    @override
    def rebuild(self) -> None:
        """Build everything anew, for another plan: its path is another."""
        self._worker.cancel("path")
        self._influences = []
        self.path.clear()
        if self.panel is not None:
            self.panel.forget()
        super().rebuild()

    def _show_given(self) -> None:
        if self.panel is not None and self._given is not None:
            judgement, shown, state, tried = self._given
            plan, scenario = self._document.plan, self._document.scenario
            # while somebody edits, figures move and what they rest on hardly does
            rests = judgement.planned.chance is not None or not judgement.planned.rival
            if rests or self._grade is None or self._grade[0] != scenario:
                self._grade = (scenario, evidence_grade(plan, scenario))
            self.panel.show_judgement(plan, judgement, self._grade[1], shown, state)
            self.panel.show_tried(tried)

    def take(self, name: str, settings: Settings) -> None:
        """Take the settings that the search has found into the scenario on screen, in one step.

        name: the option they are for, or every option.
        """
        better = with_settings(self._document.plan, self._document.scenario, settings)
        problems = plan_problems(better)
        if problems:
            self.said.emit(f"No settings were taken: {problems[0]}")
            return
        self._document.change_plan(f"Best settings of {name}", better)
        self.said.emit(f"The plan has the best settings of {name} now; Undo takes them back.")

    def _make_scenario(self, point: Point) -> None:
        plan, studied = self._document.plan, self._document.scenario
        name = f"Each option at its best, of “{plan.scenario(studied).name}”"
        better, slug = from_study(plan, studied, point.name, point.inputs, name)
        problems = plan_problems(better)
        if problems:
            self.said.emit(f"No scenario was made: {problems[0]}")
            return
        self._document.change_plan(f"Scenario “{point.name[:60]}”", better)
        self._document.choose_scenario(slug)

    def _show_place(self, link: str) -> None:
        """Show the place of something that speaks against the recommendation; rules stand in this tab.

        link: its kind, and behind a colon which of all that is shown it is.
        """
        kind, _, place = link.partition(":")
        told = self._given[0].against if self._given is not None else ()
        one = told[int(place)] if place and int(place) < len(told) else Against(kind, "")
        if key := entered_at(self._document.plan, one):
            self.input_wanted.emit(key)
        elif kind == "record":
            self.said.emit("Study, Decisions on record shows what was decided and what has changed since.")
        elif kind == "not_at_best" and self.panel is not None:
            self.ensureWidgetVisible(self.panel.best)
        else:
            self.show_rules()

    def show_rules(self) -> None:
        """Bring every rule that applies into view."""
        if self._tables:
            self._room.activate()
            self.ensureWidgetVisible(self._tables[_RULES], 20, 200)
