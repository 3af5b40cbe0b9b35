"""The scenarios on screen, worked out anew at every edit.

At first only what depends on the edit, all of it once its machine code is there.
"""

from collections.abc import Sequence

from desktop.document.worker import Worker
from models.appraisal.model import Model, model
from models.appraisal.results import CaseResult, read_case, wanted_keys
from models.formula.incremental import Incremental
from models.plan.plan import Plan
from models.rules.asked import asked_lines
from models.rules.decisions import judged


class LiveCases:
    """Results of the scenario on screen and of those laid over it."""

    def __init__(self) -> None:
        self._model: Model | None = None
        self._preparing: Model | None = None
        self._incremental: dict[str, Incremental] = {}

    @property
    def prepared(self) -> bool:
        """Whether what is on screen has been compiled, or is being."""
        return self._preparing is self._model

    def prepare(self, worker: Worker) -> None:
        """Compile what is on screen beside the window."""
        if self._model is not None and not self.prepared:
            self._preparing = self._model
            program = self._model.program(_shown(self._model))
            worker.run("compile", lambda _ticket: program.prepare(), lambda _done: None)

    def result(self, plan: Plan, scenario: str) -> CaseResult:
        """Return the results of a scenario of a plan."""
        traced = model(plan.structure)
        if traced is not self._model:
            self._model = traced
            self._incremental.clear()
        if scenario not in self._incremental:
            keys = _shown(traced)
            self._incremental[scenario] = Incremental(traced.program(keys), [traced.lines[key] for key in keys])
        figures = self._incremental[scenario].evaluate(plan.values(scenario))
        return judged(plan, scenario, read_case(traced, figures, plan.scenario(scenario).name), figures)


def _shown(traced: Model) -> Sequence[str]:
    """Return the lines that are worked out at an edit: those of the results, and those that rules look up."""
    return list(dict.fromkeys([*wanted_keys(traced), *asked_lines(traced)]))
