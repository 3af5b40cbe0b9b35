"""Criteria beyond money: swing weights and scores of the options."""

from collections.abc import Sequence

from models.formula.node import Node, ratio, total
from models.formula.trace import Area, Table, Trace, declare
from models.quantities import units
from models.quantities.declaring import quantity


class Criterion(Table):
    """The table of criteria."""

    axis = "criterion"
    home = "criterion"
    title = "Non-financial criteria"
    starting_rows = (
        ("flexibility", "Flexibility"),
        ("control", "Control of data and models"),
        ("time", "Time to market"),
        ("skills", "Skills available"),
        ("independence", "Independence from one vendor"),
    )

    weight = quantity(
        "Swing weight",
        units.NUMBER,
        default=50,
        bounds=(0, 100),
        plausible=(20, 100),
        decimals=0,
        blank=0,
        essential=True,
        help=(
            "How much the swing from worst to best on this criterion matters, against 100 for the one that matters"
            " most."
        ),
        source="workshop",
    )
    cloud = quantity(
        "Cloud score",
        units.NUMBER,
        default=50,
        bounds=(0, 100),
        plausible=(20, 90),
        decimals=0,
        blank=0,
        essential=True,
        help="0 is the worst there is, 100 the best.",
        source="workshop",
    )
    on_premises = quantity(
        "On-premises score",
        units.NUMBER,
        default=50,
        bounds=(0, 100),
        plausible=(20, 90),
        decimals=0,
        blank=0,
        essential=True,
        help="0 is the worst there is, 100 the best.",
        source="workshop",
    )
    hybrid = quantity(
        "Hybrid score",
        units.NUMBER,
        default=50,
        bounds=(0, 100),
        plausible=(20, 90),
        decimals=0,
        blank=0,
        essential=True,
        help="0 is the worst there is, 100 the best.",
        source="workshop",
    )
    api_over_cloud = quantity(
        "API score above cloud",
        units.NUMBER,
        default=0,
        bounds=(-100, 100),
        plausible=(-20, 20),
        decimals=0,
        help="Points by which an API scores above the cloud; negative where it scores lower.",
        source="workshop",
    )


class Criteria(Area):
    """Criteria beyond money."""

    name = "criteria"
    title = "Criteria"


GROUPS = declare(Criteria, Criterion)


def scores(trace: Trace, criterion: Criterion, options: Sequence[str]) -> None:
    """Trace the weighted score of each option, from 0 to 100."""
    with trace.section("criteria", sheet="appraisal"):
        weights = trace.line("weights", "Sum of weights", units.NUMBER, total(criterion.weight, "criterion"))
        by_option: dict[str, Node] = {
            "cloud": criterion.cloud,
            "on_premises": criterion.on_premises,
            "hybrid": criterion.hybrid,
        }
        if "api" in options:
            by_option["api"] = criterion.cloud + criterion.api_over_cloud
        for option, score in by_option.items():
            weighted = trace.line(f"{option}.weighted", "Weight times score", units.NUMBER, criterion.weight * score)
            trace.line(f"{option}.score", "Weighted score", units.NUMBER, ratio(total(weighted, "criterion"), weights))
