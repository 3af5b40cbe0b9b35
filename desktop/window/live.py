"""The scenario on screen, worked out anew at every edit: at first only what depends on the edit, all of it once its machine code is there."""

import threading

from models.appraisal.model import Model, model
from models.appraisal.results import CaseResult, read_case, wanted_keys
from models.formula.program import Incremental
from models.plan.plan import Plan
from models.rules.decisions import judged


class LiveCase:
    """Results of the scenario on screen."""

    def __init__(self) -> None:
        self._model: Model | None = None
        self._incremental: Incremental | None = None
        self._preparing: Model | None = None
        self._thread: threading.Thread | None = None

    @property
    def prepared(self) -> bool:
        """Whether what is on screen has been compiled, or is being."""
        return self._preparing is self._model

    def prepare(self) -> None:
        """Compile what is on screen, in a thread of its own."""
        if self._model is not None and not self.prepared:
            self._preparing = self._model
            self.close()
            self._thread = threading.Thread(target=self._model.program(wanted_keys(self._model)).prepare, name="compile")
            self._thread.start()

    def close(self) -> None:
        """Wait for what is being compiled (under a second)."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def result(self, plan: Plan, scenario: str) -> CaseResult:
        """Return the results of a scenario of a plan."""
        traced = model(plan.structure)
        if traced is not self._model or self._incremental is None:
            keys = wanted_keys(traced)
            self._model = traced
            self._incremental = Incremental(traced.program(keys), [traced.lines[key] for key in keys])
        found = self._incremental.evaluate(plan.values(scenario))
        return judged(plan, scenario, read_case(traced, found, plan.scenario(scenario).name))
