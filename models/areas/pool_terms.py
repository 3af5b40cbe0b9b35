"""Terms that an option takes for itself where they differ from the cloud's, as declared inputs."""

from models.formula.trace import Table
from models.quantities import units
from models.quantities.declaration import When
from models.quantities.declaring import choice, flag, integer, share

_ON = ("True",)
_SPOT = "Of the checkpointed work that can wait, the share that this option runs on spot capacity."
_ONE_YEAR = "Share of average demand rented in the term's first month that this option commits for one year."
_THREE_YEARS = "Share of average demand rented in the term's first month that this option commits for three years."
_AFTER = (
    "Share that this option commits for one year once no three-year term ends within the horizon any more, on top of"
    " what it commits for one year throughout."
)


class PoolTerms(Table):
    """The columns of a pool that say what other options than the cloud commit and run on spot."""

    api_terms = flag(
        "Separate terms for the API option",
        default=False,
        source="plan",
        help="What the API option still rents is committed and runs on spot by the shares below, not by the cloud's.",
    )
    api_one_year = share(
        "API option: committed for one year",
        default=0.0,
        bounds=(0, 10),
        plausible=(0.0, 0.6),
        when=When("api_terms", _ON),
        help=_ONE_YEAR,
        source="plan",
        harmless=True,
    )
    api_three_years = share(
        "API option: committed for three years",
        default=0.0,
        bounds=(0, 10),
        plausible=(0.0, 0.6),
        when=When("api_terms", _ON),
        help=_THREE_YEARS,
        source="plan",
        harmless=True,
    )
    api_one_year_after = share(
        "API option: committed for one year after three-year terms",
        default=0.0,
        bounds=(0, 1),
        plausible=(0.0, 0.9),
        when=When("api_terms", _ON),
        help=_AFTER,
        source="plan",
        harmless=True,
    )
    api_spot = share(
        "API option: interruptible work on spot",
        default=0.0,
        plausible=(0.0, 0.8),
        when=When("api_terms", _ON),
        help=_SPOT,
        source="plan",
        harmless=True,
    )
    on_premises_terms = flag(
        "Separate terms for on-premises",
        default=False,
        source="plan",
        help="What is rented until delivery and beside owned servers runs on spot by the share below.",
    )
    on_premises_spot = share(
        "On-premises: interruptible work on spot",
        default=0.0,
        plausible=(0.0, 0.8),
        when=When("on_premises_terms", _ON),
        help=_SPOT,
        source="plan",
        harmless=True,
    )
    hybrid_terms = flag(
        "Separate terms for the hybrid",
        default=False,
        source="plan",
        help="What the hybrid rents is committed and runs on spot, and its owning starts, as below.",
    )
    hybrid_one_year = share(
        "Hybrid: committed for one year",
        default=0.0,
        bounds=(0, 10),
        plausible=(0.0, 0.6),
        when=When("hybrid_terms", _ON),
        help=_ONE_YEAR,
        source="plan",
        harmless=True,
    )
    hybrid_three_years = share(
        "Hybrid: committed for three years",
        default=0.0,
        bounds=(0, 10),
        plausible=(0.0, 0.6),
        when=When("hybrid_terms", _ON),
        help=_THREE_YEARS,
        source="plan",
        harmless=True,
    )
    hybrid_one_year_after = share(
        "Hybrid: committed for one year after three-year terms",
        default=0.0,
        bounds=(0, 1),
        plausible=(0.0, 0.9),
        when=When("hybrid_terms", _ON),
        help=_AFTER,
        source="plan",
        harmless=True,
    )
    hybrid_spot = share(
        "Hybrid: interruptible work on spot",
        default=0.0,
        plausible=(0.0, 0.8),
        when=When("hybrid_terms", _ON),
        help=_SPOT,
        source="plan",
        harmless=True,
    )
    hybrid_start = integer(
        "Hybrid: owning starts in month",
        units.MONTH,
        default=0,
        bounds=(0, 120),
        plausible=(0, 24),
        blank=0,
        certain=True,
        when=When("hybrid_terms", _ON),
        help="The month in which its first servers are due; 0 means as soon as they can be delivered.",
        source="plan",
    )
    hybrid_site = choice(
        "Hybrid: server location",
        ("same", "Same as on-premises"),
        ("own_room", "Own server room"),
        ("colocation", "Colocation"),
        default="same",
        source="plan",
        help="Use where the hybrid's servers are at a different site from the on-premises option's.",
    )
    hybrid_purchase = choice(
        "Hybrid: purchase timing",
        ("same", "As on-premises"),
        ("growth", "As demand grows"),
        ("at_once", "All at once"),
        default="same",
        source="plan",
        help="Use where the hybrid buys differently from the on-premises option.",
    )
