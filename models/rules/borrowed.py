"""What the API option has from the cloud, where nobody has entered its own."""

from collections.abc import Iterator

from models.appraisal.results import CaseResult, OptionResult
from models.areas.options import OPTION_LABELS
from models.plan.plan import Plan
from models.plan.used import opened_by
from models.rules.judgement import Against


def borrowed(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that the API option has the cloud's people, controls and risks: nobody has entered its own."""
    if option.key == "api" and "cloud" not in case.twins and not _has_own(plan, scenario):
        yield Against(
            "api_own",
            f"{OPTION_LABELS['api']}: its own people, controls and risks are not entered; the cloud's are used.",
        )


def _has_own(plan: Plan, scenario: str) -> bool:
    """Return whether the API option has people, controls or risks of its own here; a tool that is not used has none."""
    values, tools = plan.values(scenario), "operations.tool."
    idle = {slug for slug in plan.slugs["tool"] if not values[f"{tools}{slug}.active"]}
    used = {key: value for key, value in values.items() if not (key.startswith(tools) and key.split(".")[2] in idle)}
    return "api_own" in opened_by(used)
