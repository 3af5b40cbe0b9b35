"""The scenario on screen, worked out anew at every edit with only what depends on the edit."""

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

    def result(self, plan: Plan, scenario: str) -> CaseResult:
        """Return the results of a scenario of a plan."""
        traced = model(plan.structure)
        if traced is not self._model or self._incremental is None:
            keys = wanted_keys(traced)
            self._model = traced
            self._incremental = Incremental(traced.program(keys), [traced.lines[key] for key in keys])
        found = self._incremental.evaluate(plan.values(scenario))
        return judged(plan, scenario, read_case(traced, found, plan.scenario(scenario).name))
