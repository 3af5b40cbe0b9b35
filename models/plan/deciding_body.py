"""What sort of body decides: its business case and the cost by which it ranks the options, set together."""

from dataclasses import replace

from models.areas.finance import Finance
from models.plan.plan import Entry, Plan

RANKED_BY = Finance.ranked_by.key


def with_body(plan: Plan, mode: str) -> Plan:
    """Return the plan of a company or of a public body, which ranks options by economic cost.

    mode: one of models.plan.paper.MODES. Scenarios that rank otherwise follow the base again.
    """
    changed = replace(plan, paper=replace(plan.paper, mode=mode))
    for scenario in plan.scenarios[1:]:
        changed = changed.without_change(scenario.slug, RANKED_BY)
    by = Entry("society" if mode == "public" else "organisation")
    return changed.with_entry(plan.scenarios[0].slug, RANKED_BY, by)
