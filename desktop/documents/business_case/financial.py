"""Pages of money: costs by year and class, and how they are paid for, taxed and charged."""

from reportlab.platypus import Spacer

from desktop.documents.business_case.drawings import bars_drawing
from desktop.documents.business_case.leaf import Grown, Part
from desktop.documents.business_case.tables import even, paragraph
from desktop.documents.business_case.told import COSTS_TO_COME, Told
from models.exhibits import areas, board_pages, paper_tables, two_appraisals
from models.exhibits.board import PEAK_WORDS
from models.exhibits.figures import Table
from models.exhibits.series_styles import none_judged
from models.exhibits.shapes import yearly_bars

_EVEN = (0.32, 0.17, 0.17, 0.17, 0.17)


def costs(told: Told) -> list[Part]:
    """Return cash by year as bars and as a table, and what the options cost by class and by decision area."""
    plan, scenario, case = told.plan, told.scenario, told.case
    if none_judged(case):
        return [paragraph(COSTS_TO_COME, told.styles.body)]
    bars = yearly_bars(plan, scenario)
    return [
        Grown(bars.title, bars.height, lambda height: bars_drawing(bars, height), bars.alternative, 130.0, 230.0),
        *told.part("Cash by year, nominal", paper_tables.by_year_table(plan, scenario, case, "cash")),
        *told.part("Whole life by class of cost", board_pages.class_table(told.known), _EVEN),
        *told.part("Whole life by decision area", board_pages.without_nothing(areas.areas_table(plan, case)), _EVEN),
    ]


def money(told: Told) -> list[Part]:
    """Return the sums to be approved, where the money comes from, hedge, tax, accounts, lease, bias and contingency."""
    plan, scenario = told.plan, told.scenario
    financed = areas.financing_words(plan, scenario)
    taxed = areas.pays_tax(plan, scenario)
    owns, after_tax = told.known.owning_matters, ", after tax" if taxed else ""
    shares = [plan.entry(scenario, f"finance.{name}_hedged").value for name in ("dollar", "euro")]
    hedged = "" if any(shares) else "No payment in another currency is hedged. "
    if none_judged(told.case):
        return [*told.own("funding")]
    story: list[Part] = [
        *told.own("funding"),
        *told.part("Sums to be approved", board_pages.sums_table(told.known), (0.25, 0.15, 0.15, 0.15, 0.15, 0.15)),
        paragraph(f"{hedged}Contingency is not a cost until it is spent.", told.styles.small),
        *told.part(
            f"In the accounts{' and after tax' if taxed else ''}, by year", _accounts(told), even(0.28, _accounts(told))
        ),
        paragraph(
            f"In the accounts: before the gain or loss on what is sold at the horizon. {PEAK_WORDS}", told.styles.small
        ),
        *(
            told.part(
                f"Lease or loan versus buying what on-premises needs{after_tax}, at the cost of debt",
                areas.financing_table(plan, scenario),
                (0.4, 0.25, 0.35),
            )
            if owns
            else []
        ),
        *([paragraph(financed, told.styles.small)] if financed and owns else []),
    ]
    if plan.paper.mode != "public":
        bridge = board_pages.without_nothing(two_appraisals.bias_table(plan, scenario))
        # an estimate that nothing is added to is the cost, which stands above
        if len({tuple(row[1:]) for row in bridge.texts()}) > 1:
            story += told.part("From estimate to cost", bridge, _EVEN)
        story += [Spacer(1, 3), paragraph(two_appraisals.bias_words(plan, scenario), told.styles.small)]
    rates = f"{'Tax rates and thresholds are those of November 2026. ' if taxed else ''}None of this is tax advice."
    return [*story, paragraph(rates, told.styles.small)]


def _accounts(told: Told) -> Table:
    """Return charges to profit and loss and cash after tax by year; cash before it stands with the costs."""
    table = areas.yearly_cash_table(told.plan, told.scenario)
    rows = [(row, key) for row, key in zip(table.rows, table.keys, strict=True) if not str(row[0]).endswith(", cash")]
    return Table(table.heads, [row for row, _ in rows], [key for _, key in rows])
