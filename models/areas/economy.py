"""The economic view of public appraisal: its discount rate."""

from models.formula.trace import Area, declare
from models.quantities import units
from models.quantities.declaration import CatalogueDefault
from models.quantities.declaring import share

_NEWER = "the edition of February 2026 is not reflected"
GREEN_BOOK = f"HM Treasury, The Green Book (2022); {_NEWER}"
"""The edition that rates and rules here are from, and that there is a newer one."""


class Economy(Area):
    """How costs are seen by society."""

    name = "finance"
    title = "Economic view"

    social_rate = share(
        "Social discount rate",
        unit=units.PER_YEAR,
        default=CatalogueDefault("finance.green_book"),
        bounds=(0, 0.2),
        plausible=(0.03, 0.035),
        blank=0.0,
        help="Real. It applies in the economic view only: without VAT and tax, with carbon and value forgone.",
        source=f"HM Treasury, The Green Book (2022), annex A6; {_NEWER}",
    )


GROUPS = declare(Economy)
