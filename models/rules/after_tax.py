"""What options cost after tax, where that favours another than the one that is recommended before it."""

from collections.abc import Iterator

from models.appraisal.results import CaseResult, OptionResult
from models.areas.options import in_sentence
from models.areas.taxation import Tax
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.doubts import doubt
from models.rules.judgement import Against, worth_telling

_AFTER_TAX = "present_value_after_tax"


def after_tax(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that another option costs less after tax: options are ranked before it.

    What is lost by waiting counts after tax as it does before. A rate after tax that does not go with the one before it
    says nothing.
    """
    costs = {
        one.key: taxed + one.compared - one.present_value
        for one in case.apart
        if one.key not in case.blocked and (taxed := one.views.get(_AFTER_TAX)) is not None
    }
    own = costs.get(option.key)
    others = {key: cost for key, cost in costs.items() if key != option.key}
    if own is None or not others or case.by_society or doubt(plan, scenario, Tax.after_tax_rate.key):
        return
    least = min(others, key=others.__getitem__)
    if worth_telling(own - others[least], option):
        less = money(own - others[least], SYMBOLS[plan.currency])
        yield Against("tax", f"After tax {in_sentence(least)} costs {less} less; options are ranked before it.")
