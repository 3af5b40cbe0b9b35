"""Constants that link units, and the tolerances of rounding and comparison."""

from models.formula.trace import Area, declare
from models.quantities import units
from models.quantities.declaring import constant


class World(Area):
    """Numbers that no one decides: they are printed with the inputs, so that no formula holds one."""

    name = "world"
    title = "Constants"

    hours_per_month = constant(
        "Hours in a month",
        units.HOURS_PER_MONTH,
        value=730,
        help="8,760 hours a year over twelve months. Published comparisons use 720, 730 or 740.",
        source="convention of this model",
    )
    months_per_year = constant(
        "Months in a year", units.MONTHS_PER_YEAR, value=12, help="Links yearly and monthly amounts.", source="calendar"
    )
    seconds_per_hour = constant(
        "Seconds in an hour", units.SECONDS_PER_HOUR, value=3600, help="Links token rates and GPU-hours.", source="SI"
    )
    one_month = constant(
        "One month",
        units.MONTH,
        value=1,
        help="What is delivered in a month is used in the next.",
        source="convention of this model",
    )
    months_in_year = constant(
        "Months in a year, as a number",
        units.NUMBER,
        value=12,
        help="Places a month within the tax year.",
        source="calendar",
    )
    a_year = constant(
        "One year's pay",
        units.YEAR,
        value=1,
        help="Hiring is priced as a share of a year's salary.",
        source="convention of this model",
    )
    one_year = constant(
        "One year",
        units.MONTH,
        value=12,
        help="Length of the shorter commitment, and of a year of age.",
        source="cloud price lists",
    )
    three_years = constant(
        "Three years", units.MONTH, value=36, help="Length of the longer commitment.", source="cloud price lists"
    )
    slices = constant(
        "Slices of the load-duration curve",
        units.NUMBER,
        value=20,
        help="Demand is described by its mean in each twentieth of the hours.",
        source="convention of this model",
    )
    tokens_per_million = constant(
        "Tokens per million",
        units.TOKENS_PER_MILLION,
        value=1_000_000,
        help="Links prices of APIs and tokens.",
        source="arithmetic",
    )
    requests_per_thousand = constant(
        "Requests in a thousand",
        units.REQUESTS_PER_THOUSAND,
        value=1_000,
        help="Links costs of requests.",
        source="arithmetic",
    )
    gigabytes_per_terabyte = constant(
        "Gigabytes in a terabyte",
        units.GIGABYTES_PER_TERABYTE,
        value=1_000,
        help="Storage is sold in decimal units.",
        source="SI",
    )
    kilograms_per_tonne = constant(
        "Kilograms in a tonne",
        units.KILOGRAM_PER_TONNE,
        value=1_000,
        help="Links emission factors and carbon values.",
        source="SI",
    )
    one_terabyte = constant(
        "One terabyte",
        units.TERABYTE,
        value=1,
        help="Stands in for the size of an array where any amount can be bought.",
        source="convention of this model",
    )
    half = constant(
        "Half",
        units.NUMBER,
        value=0.5,
        decimals=1,
        help="The context of an agent's steps grows evenly, so that their mean has half of what the last one has.",
        source="arithmetic",
    )
    minutes_per_day = constant(
        "Minutes of a working day",
        units.MINUTES_PER_DAY,
        value=450,
        help="Seven and a half hours; it prices minutes of your own people.",
        source="usual contract of 37.5 hours a week",
    )
    minutes_per_hour = constant(
        "Minutes in an hour", units.MINUTES_PER_HOUR, value=60, help="Links limits by the minute.", source="SI"
    )
    tuning_all = constant(
        "Operations for a parameter and token, all weights",
        units.NUMBER,
        value=6,
        help="Two forward and four backward.",
        source="Kaplan et al. 2020, arXiv 2001.08361, section 2.1",
    )
    tuning_lora = constant(
        "Operations for a parameter and token, LoRA",
        units.NUMBER,
        value=4,
        help="Two forward and two backward: the frozen weights need no gradient of their own.",
        source="arithmetic after Kaplan et al. 2020",
    )
    operations_scale = constant(
        "Billions of parameters and of tokens, over teraflops",
        units.GPU_SECONDS_PER_RUN,
        value=1_000_000,
        help="10¹⁸ operations over 10¹² a second.",
        source="SI",
    )
    gpus_in_hundred = constant(
        "GPUs in a hundred", units.GPU, value=100, help="People are given for 100 GPUs.", source="arithmetic"
    )
    likely_weight = constant(
        "Weight of the likely value",
        units.NUMBER,
        value=4,
        help="The mean of a PERT distribution is low plus four times likely plus high, over six.",
        source="PERT",
    )
    rounding = constant(
        "Tolerance of whole units",
        units.NUMBER,
        value=1e-9,
        decimals=10,
        help=(
            "An excess this small over a whole number does not buy another unit: running products give"
            " 10.00000000000001."
        ),
        source="convention of this model",
    )
    equal_within = constant(
        "Amounts count as equal within",
        units.MONEY,
        value=0.005,
        decimals=3,
        help="Two amounts closer than half a penny are equal in every crossover and verdict.",
        source="convention of this model",
    )


GROUPS = declare(World)


def hours_a_month() -> str:
    """Return the hours in a month as they are printed on every export."""
    return f"{World.hours_per_month.default:g}"
