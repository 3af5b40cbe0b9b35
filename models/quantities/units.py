"""Units: what a number counts, as a symbol for people and a dimension for the check.

Hour, month and year are separate dimensions, linked only by declared constants: money per GPU-hour
times GPUs is therefore not money per month.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    symbol: as printed, with "£" standing for the plan's currency.
    dimension: a product of base dimensions, such as "money/gpu/hour"; empty for a pure number.
    """

    symbol: str
    dimension: str

    def printed(self, currency_symbol: str) -> str:
        """Return the symbol in the plan's currency."""
        return self.symbol.replace("£", currency_symbol)


BASE_DIMENSIONS = (
    "money",
    "gpu",
    "server",
    "hour",
    "month",
    "year",
    "second",
    "kilowatt",
    "request",
    "token",
    "run",
    "rack",
    "rack_unit",
    "million_token",
    "thousand_request",
    "terabyte",
    "gigabyte",
    "kilobyte",
    "person",
    "day",
    "minute",
    "kilogram",
    "tonne",
)

NUMBER = Unit("", "")
FLAG = Unit("yes/no", "")
SHARE = Unit("%", "")
PER_YEAR = Unit("% a year", "")
"""A yearly change, compounded."""

RATE_PER_YEAR = Unit("% a year", "1/year")
"""A share paid each year."""
RATIO = Unit("×", "")
PER_POUND, PER_DOLLAR, PER_EURO = Unit("per pound", ""), Unit("per dollar", ""), Unit("per euro", "")
"""Exchange rates: what one of another currency is worth in the plan's."""
CURRENCY = Unit("", "")

MONEY = Unit("£", "money")
MONEY_PER_MONTH = Unit("£/month", "money/month")
MONEY_PER_GPU_HOUR = Unit("£/GPU-hour", "money/gpu/hour")
MONEY_PER_GPU_YEAR = Unit("£/GPU-year", "money/gpu/year")
MONEY_PER_SERVER = Unit("£/server", "money/server")
MONEY_PER_SERVER_MONTH = Unit("£/server-month", "money/server/month")
MONEY_PER_SERVER_HOUR = Unit("£/server-hour", "money/server/hour")
MONEY_PER_KILOWATT_HOUR = Unit("£/kWh", "money/kilowatt/hour")
MONEY_PER_KILOWATT_MONTH = Unit("£/kW-month", "money/kilowatt/month")
MONEY_PER_RACK_MONTH = Unit("£/rack-month", "money/rack/month")
MONEY_PER_YEAR = Unit("£/year", "money/year")

GPU = Unit("GPUs", "gpu")
GPU_HOURS_PER_MONTH = Unit("GPU-hours/month", "gpu*hour/month")
HOUR = Unit("hours", "hour")
GPU_HOURS = Unit("GPU-hours", "gpu*hour")
GPU_PER_SERVER = Unit("GPUs/server", "gpu/server")
GPU_HOURS_PER_RUN = Unit("GPU-hours/run", "gpu*hour/run")
GPU_SECONDS_PER_REQUEST = Unit("GPU-seconds/request", "gpu*second/request")
SERVER = Unit("servers", "server")
KILOWATT = Unit("kW", "kilowatt")
KILOWATT_PER_RACK = Unit("kW/rack", "kilowatt/rack")
MONEY_PER_KILOWATT = Unit("£/kW", "money/kilowatt")
KILOWATT_PER_SERVER = Unit("kW/server", "kilowatt/server")
KILOWATT_PER_GPU = Unit("kW/GPU", "kilowatt/gpu")
KILOWATT_HOURS_PER_MONTH = Unit("kWh/month", "kilowatt*hour/month")
KILOWATT_HOURS = Unit("kWh", "kilowatt*hour")
RACK = Unit("racks", "rack")
RACK_UNIT_PER_SERVER = Unit("U/server", "rack_unit/server")
RACK_UNIT_PER_RACK = Unit("U/rack", "rack_unit/rack")

REQUESTS_PER_MONTH = Unit("requests/month", "request/month")
TOKENS_PER_REQUEST = Unit("tokens/request", "token/request")
TOKENS_PER_GPU_SECOND = Unit("tokens/s per GPU", "token/second/gpu")
RUNS_PER_MONTH = Unit("runs/month", "run/month")

MONEY_PER_MILLION_TOKENS = Unit("£/million tokens", "money/million_token")
MONEY_PER_THOUSAND_REQUESTS = Unit("£/thousand requests", "money/thousand_request")
MONEY_PER_REQUEST = Unit("£/request", "money/request")
TOKENS_PER_MILLION = Unit("tokens/million", "token/million_token")
REQUESTS_PER_THOUSAND = Unit("requests/thousand", "request/thousand_request")
GPU_HOURS_PER_REQUEST = Unit("GPU-hours/request", "gpu*hour/request")

TERABYTE = Unit("TB", "terabyte")
GIGABYTE_PER_GPU = Unit("GB/GPU", "gigabyte/gpu")
KILOBYTE_PER_TOKEN = Unit("kB/token", "kilobyte/token")
BILLION = Unit("billion", "")
TERABYTES_PER_MONTH = Unit("TB/month", "terabyte/month")
GIGABYTES_PER_TERABYTE = Unit("GB/TB", "gigabyte/terabyte")
MONEY_PER_GIGABYTE_MONTH = Unit("£/GB-month", "money/gigabyte/month")
MONEY_PER_GIGABYTE = Unit("£/GB", "money/gigabyte")
MONEY_PER_TERABYTE = Unit("£/TB", "money/terabyte")

TASKS_PER_PERSON_DAY = Unit("tasks/person-day", "request/person/day")
TASKS_PER_MONTH = Unit("tasks/month", "request/month")
TASKS = Unit("tasks", "request")
MONEY_PER_TASK = Unit("£/task", "money/request")
MINUTES_PER_TASK = Unit("minutes/task", "minute/request")
MINUTES_PER_DAY = Unit("minutes/day", "minute/day")
MINUTES_PER_HOUR = Unit("minutes/hour", "minute/hour")
REQUESTS_PER_MINUTE = Unit("requests/minute", "request/minute")
TOKENS_PER_MINUTE = Unit("tokens/minute", "token/minute")
MILLION_TOKENS = Unit("million tokens", "million_token")
MILLION_TOKENS_PER_MONTH = Unit("million tokens/month", "million_token/month")
MILLISECOND = Unit("ms", "")
TERAFLOPS = Unit("TFLOP/s", "")
GPU_SECONDS_PER_RUN = Unit("GPU-seconds/run", "gpu*second/run")
DAYS_PER_REQUEST = Unit("days/request", "day/request")
MONEY_PER_HOUR = Unit("£/hour", "money/hour")
HOURS_OF_RUN = Unit("hours/run", "hour/run")
MONEY_PER_THOUSAND = Unit("£/thousand", "money/thousand_request")
PERSON = Unit("people", "person")
MONEY_PER_PERSON = Unit("£/person", "money/person")
MONEY_PER_PERSON_YEAR = Unit("£/person-year", "money/person/year")
MONEY_PER_PERSON_MONTH = Unit("£/person-month", "money/person/month")
DAY = Unit("days", "day")
DAYS_PER_MONTH = Unit("days/month", "day/month")
MONEY_PER_DAY = Unit("£/day", "money/day")

CARBON_PER_KILOWATT_HOUR = Unit("kgCO₂e/kWh", "kilogram/kilowatt/hour")
CARBON_PER_GPU_MONTH = Unit("kgCO₂e/GPU-month", "kilogram/gpu/month")
KILOGRAMS_PER_MONTH = Unit("kgCO₂e/month", "kilogram/month")
KILOGRAM_PER_SERVER = Unit("kgCO₂e/server", "kilogram/server")
KILOGRAM_PER_TONNE = Unit("kg/t", "kilogram/tonne")
TONNES_PER_MONTH = Unit("tCO₂e/month", "tonne/month")
TONNE = Unit("tCO₂e", "tonne")
MONEY_PER_TONNE = Unit("£/tCO₂e", "money/tonne")

MONTH = Unit("months", "month")
YEAR = Unit("years", "year")
HOURS_PER_MONTH = Unit("hours/month", "hour/month")
MONTHS_PER_YEAR = Unit("months/year", "month/year")
SECONDS_PER_HOUR = Unit("s/hour", "second/hour")
MONTH_OF_YEAR = Unit("(month of the year)", "")
CALENDAR = Unit("year-month", "")
