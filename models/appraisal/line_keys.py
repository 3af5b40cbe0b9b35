"""The lines that readers ask for, by option or by pair of options: every key that is looked up is named here once."""

from enum import StrEnum


class OptionLine(StrEnum):
    """Lines that every option has, or every option that owns servers."""

    CARBON_TOTAL = "carbon.{}.total"
    ACCOUNTS_CHARGE = "accounts.{}.charge"
    TAX_AFTER_TAX = "tax.{}.after_tax"
    UNIT_COST = "unit.{}.cost"
    UNIT_HOURS = "unit.{}.hours"
    LEFT_MEAN = "{}.left_mean"
    TEAM = "{}.operations.team"
    ORDERED = "{}.ordered"
    OWN_INTERACTIVE = "{}.own_interactive"
    RISKS_BY_RISK = "{}.risks.by_risk"
    RISKS_EXPECTED = "{}.risks.expected"
    APPROVAL = "{}.total.approval"
    CUMULATIVE = "{}.total.cumulative"
    DISCOUNTED = "{}.total.discounted"
    EQUIVALENT = "{}.total.equivalent"
    MONTHLY = "{}.total.monthly"
    PRESENT_VALUE = "{}.total.present_value"
    RESIDUAL = "{}.total.residual"
    TOTAL_COST = "{}.total.total_cost"
    UP_FRONT = "{}.total.up_front"

    def of(self, option: str) -> str:
        """Return the key of an option's line."""
        return self.value.format(option)


class PairLine(StrEnum):
    """Lines that compare two options; those of a basis take it last."""

    PEAK_FUNDING = "pair.{}.{}.{}.peak_funding"
    SUSTAINED = "pair.{}.{}.{}.sustained"
    SUSTAINED_EXISTS = "pair.{}.{}.{}.sustained_exists"
    CROSSING = "pair.{}.{}.{}.crossing"
    MONTH = "pair.{}.{}.{}.month"
    SIGN = "pair.{}.{}.{}.sign"
    DIFFERENCE = "pair.{}.{}.{}.difference"
    RETURNS_EXISTS = "returns.{}.{}.exists"
    RETURNS_FLOW = "returns.{}.{}.flow"
    RETURNS_MOVES = "returns.{}.{}.moves"

    def of(self, first: str, second: str, basis: str = "") -> str:
        """Return the key of the line that compares two options, on a basis where it has one."""
        return self.value.format(first, second, basis)
