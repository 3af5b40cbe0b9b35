"""Tax: irrecoverable value added tax, optimism bias, and corporation tax with capital allowances.

Nothing here is tax advice.
"""

from models.formula.trace import Area, declare
from models.quantities import units
from models.quantities.declaration import CatalogueDefault, When
from models.quantities.declaring import choice, constant, flag, integer, quantity, share

_COMPANY = When("tax_position", ("company",))
_DATED = "Rates and thresholds are those of November 2026; check them before relying on them."


class Tax(Area):
    """Value added tax, optimism bias and corporation tax."""

    name = "finance"
    title = "Tax and optimism bias"

    vat_rate = share(
        "VAT",
        default=CatalogueDefault("tax.vat"),
        bounds=(0, 0.5),
        plausible=(0.2, 0.2),
        blank=0.0,
        help="On services and goods; foreign suppliers by reverse charge. People, insurance and interest are outside.",
        source="HMRC",
    )
    vat_services = share(
        "VAT recovered on services",
        default=1.0,
        plausible=(0.0, 1.0),
        essential=True,
        help=(
            "1 for a fully taxable business; banks and insurers recover little; public bodies recover it on many"
            " computer services."
        ),
        source="VAT return",
        harmless=True,
    )
    vat_assets = share(
        "VAT recovered on hardware",
        default=1.0,
        plausible=(0.0, 1.0),
        help="Public bodies and the NHS do not recover it on bought hardware.",
        source="VAT return",
        harmless=True,
    )

    bias_counted = flag(
        "Apply optimism bias",
        default=False,
        help=(
            "Raises costs not based on a quote or contract. A simulation switches it off, so that nothing counts twice."
        ),
        source="HM Treasury, The Green Book",
    )
    bias_capital = share(
        "Bias on up-front cost",
        default=CatalogueDefault("bias.equipment"),
        bounds=(0, 3),
        plausible=(0.1, 2.0),
        when=When("bias_counted", ("True",)),
        help="Reference class: equipment and development.",
        source="HM Treasury, supplementary guidance on optimism bias",
        harmless=True,
    )
    bias_running = share(
        "Bias on running cost",
        default=0.1,
        bounds=(0, 3),
        plausible=(0.0, 0.41),
        when=When("bias_counted", ("True",)),
        help="On running cost, people and one-off cost.",
        source="assumption",
        harmless=True,
    )
    quoted_capital = share(
        "Up-front cost on quote or contract",
        default=0.0,
        plausible=(0.0, 1.0),
        when=When("bias_counted", ("True",)),
        help="Carries no bias.",
        source="procurement",
    )
    quoted_running = share(
        "Running cost on quote or contract",
        default=0.0,
        plausible=(0.0, 1.0),
        when=When("bias_counted", ("True",)),
        help="Carries no bias.",
        source="procurement",
    )
    bias_mitigated = share(
        "Bias mitigated",
        default=0.0,
        plausible=(0.0, 0.9),
        when=When("bias_counted", ("True",)),
        help="Share of the bias removed by measures in hand or already priced in the risk register.",
        source="business case",
    )

    tax_position = choice(
        "Corporation tax",
        ("exempt", "None is paid"),
        ("company", "Paid by a company"),
        default="exempt",
        essential=True,
        help="Adds a view after tax beside the one before tax, which decides. " + _DATED,
        source="tax adviser",
    )
    tax_rate = share(
        "Main rate",
        default=CatalogueDefault("tax.corporation"),
        bounds=(0, 0.6),
        plausible=(0.19, 0.25),
        when=_COMPANY,
        help="Corporation tax.",
        source="HMRC",
        harmless=True,
    )
    by_profit = flag(
        "Small profits rate and marginal relief",
        default=False,
        when=_COMPANY,
        help="For a company without associates whose profits are below the upper limit.",
        source="HMRC",
    )
    small_rate = share(
        "Small profits rate",
        default=CatalogueDefault("tax.small"),
        bounds=(0, 0.6),
        plausible=(0.19, 0.19),
        when=_COMPANY,
        help="Below the lower limit.",
        source="HMRC",
        harmless=True,
    )
    lower_limit = quantity(
        "Lower limit",
        units.MONEY_PER_YEAR,
        default=50_000,
        bounds=(0, 1e9),
        plausible=(50_000, 50_000),
        decimals=0,
        when=_COMPANY,
        help="Of profits a year.",
        source="HMRC",
        harmless=True,
    )
    upper_limit = quantity(
        "Upper limit",
        units.MONEY_PER_YEAR,
        default=250_000,
        bounds=(0, 1e9),
        plausible=(250_000, 250_000),
        decimals=0,
        when=_COMPANY,
        help="Of profits a year.",
        source="HMRC",
        harmless=True,
    )
    marginal_fraction = share(
        "Marginal relief fraction",
        default=0.015,
        bounds=(0, 0.2),
        plausible=(0.015, 0.015),
        when=_COMPANY,
        help="3/200.",
        source="HMRC",
        harmless=True,
    )
    other_profit = quantity(
        "Taxable profit without this plan",
        units.MONEY_PER_YEAR,
        default=10_000_000,
        bounds=(0, 1e12),
        plausible=(0, 50_000_000),
        decimals=0,
        when=_COMPANY,
        essential=True,
        help="What relief can be set against. Where it is too small, losses are carried forward.",
        source="forecast",
        harmless=True,
    )
    year_end = integer(
        "Year-end month",
        units.MONTH_OF_YEAR,
        default=3,
        bounds=(1, 12),
        plausible=(3, 12),
        when=_COMPANY,
        help="12 for 31 December.",
        source="company",
    )
    allowances = choice(
        "Capital allowances",
        ("full", "Full expensing"),
        ("aia", "Annual investment allowance"),
        ("first_year", "40% first year, then writing down"),
        ("writing_down", "Writing-down allowances only"),
        default="full",
        when=_COMPANY,
        help=(
            "Full expensing: new plant of companies at once, power and cooling works at half and then 6%. The others"
            " pass through the pools."
        ),
        source="HMRC",
    )
    allowance_limit = quantity(
        "Annual investment allowance left",
        units.MONEY_PER_YEAR,
        default=1_000_000,
        bounds=(0, 1e9),
        plausible=(0, 1_000_000),
        decimals=0,
        when=_COMPANY,
        help="Net of what the group uses elsewhere.",
        source="HMRC",
        harmless=True,
    )
    first_year_rate = share(
        "First-year allowance",
        default=0.4,
        plausible=(0.4, 0.4),
        when=_COMPANY,
        help="For new plant from January 2026, leased out too.",
        source="HMRC",
        harmless=True,
    )
    main_pool = share(
        "Writing down, main pool",
        default=CatalogueDefault("tax.writing_down"),
        bounds=(0, 1),
        plausible=(0.14, 0.18),
        when=_COMPANY,
        help="A year. 18% until March 2026.",
        source="HMRC",
        harmless=True,
    )
    special_first = share(
        "Works in the first year under full expensing",
        default=0.5,
        plausible=(0.5, 0.5),
        when=_COMPANY,
        help="Integral features.",
        source="HMRC",
        harmless=True,
    )
    special_pool = share(
        "Writing down, special pool",
        default=0.06,
        bounds=(0, 1),
        plausible=(0.06, 0.06),
        when=_COMPANY,
        help="A year, for power and cooling works.",
        source="HMRC",
        harmless=True,
    )
    tax_payment = choice(
        "Tax payment timing",
        ("instalments", "By quarterly instalments"),
        ("later", "Nine months after the year-end"),
        ("by_profit", "By the size of profit"),
        ("twelve", "Twelve months after year-end"),
        default="later",
        when=_COMPANY,
        help=(
            "By the size of profit: above £20m in the third, sixth, ninth and twelfth month of the year, above £1.5m in"
            " the seventh and tenth and the first and fourth of the next, else nine months after it. Quarterly"
            " instalments alone are taken as paid at the year-end."
        ),
        source="HMRC",
    )
    months_to_payment = constant(
        "Months from year-end to payment", units.MONTH, value=9, help="Nine months and a day.", source="HMRC"
    )
    months_to_late_payment = constant(
        "Months to a late payment", units.MONTH, value=12, help="As HMRC's examples calculate it.", source="convention"
    )
    large_from = quantity(
        "Instalments above",
        units.MONEY_PER_YEAR,
        default=1_500_000,
        bounds=(0, 1e12),
        plausible=(1_500_000, 1_500_000),
        decimals=0,
        when=_COMPANY,
        help="Of profits a year; shared with associates.",
        source="HMRC, CTM92520",
        harmless=True,
    )
    very_large_from = quantity(
        "Earlier instalments above",
        units.MONEY_PER_YEAR,
        default=20_000_000,
        bounds=(0, 1e12),
        plausible=(20_000_000, 20_000_000),
        decimals=0,
        when=_COMPANY,
        help="Of profits a year; shared with associates.",
        source="HMRC, CTM92805",
        harmless=True,
    )
    instalments = constant(
        "Instalments a year", units.NUMBER, value=4, help="A quarter of the tax each.", source="HMRC, CTM92520"
    )
    first_early = constant(
        "First instalment of a large company", units.MONTH, value=5, help="Months before the year-end.", source="HMRC"
    )
    second_early = constant(
        "Second instalment of a large company", units.MONTH, value=2, help="Months before it.", source="HMRC"
    )
    third_late = constant(
        "Third instalment of a large company", units.MONTH, value=1, help="Months after it.", source="HMRC"
    )
    fourth_late = constant(
        "Fourth instalment of a large company", units.MONTH, value=4, help="Months after it.", source="HMRC"
    )
    quarter_apart = constant(
        "Instalments of a very large company",
        units.MONTH,
        value=3,
        help="Months apart, the last at its end.",
        source="HMRC",
    )
    after_tax_rate = share(
        "Discount rate after tax",
        unit=units.PER_YEAR,
        default=0.06,
        bounds=(0, 0.5),
        plausible=(0.04, 0.1),
        when=_COMPANY,
        help="Nominal. Flows after tax take a rate after tax.",
        source="treasurer",
        harmless=True,
    )
    credit_share = share(
        "Cloud cost that qualifies for R&D credit",
        default=0.0,
        plausible=(0.0, 0.5),
        when=_COMPANY,
        help="Bought hardware does not qualify.",
        source="tax adviser",
    )
    credit_rate = share(
        "R&D expenditure credit",
        default=0.2,
        plausible=(0.2, 0.2),
        when=_COMPANY,
        help="Of qualifying cost; it is itself taxed.",
        source="HMRC",
        harmless=True,
    )


GROUPS = declare(Tax)
