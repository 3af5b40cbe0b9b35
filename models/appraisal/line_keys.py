"""The lines that readers ask for, by option or by pair of options: every key that is looked up is named here once."""

from collections.abc import Container, Mapping, Sequence
from enum import StrEnum
from itertools import permutations

from models.areas.options import NOTHING, USUAL

USUAL_ENOUGH = "finance.usual_servers_enough"
"""Whether today's servers do all the work; only where a plan may have them as business as usual."""

USUAL_COMPARED = "finance.usual_compared"
"""Business as usual, as it is ranked."""

WORTH = "value.worth"
"""Present value of all work."""

UNVALUED = "value.unvalued"
"""How many workloads have no value."""

NOT_DONE = "value.not_done"
"""What not doing the work costs, where the cheapest option is held against it."""


class OptionLine(StrEnum):
    """Lines that every option has, or every option that owns servers."""

    CARBON_TOTAL = "carbon.{}.total"
    COMPARED = "value.{}.compared"
    COMPARED_NOMINAL = "value.{}.compared_nominal"
    WAITING_VALUE = "value.{}.waiting_value"
    BEYOND_VALUE = "value.{}.beyond_value"
    ACCOUNTS_CHARGE = "accounts.{}.charge"
    TAX_AFTER_TAX = "tax.{}.after_tax"
    UNIT_COST = "unit.{}.cost"
    UNIT_HOURS = "unit.{}.hours"
    UNIT_WORK = "unit.{}.work"
    WORK_AT_ONCE = "demand.{}_all.mean"
    LEFT_MEAN = "{}.left_mean"
    TEAM = "{}.operations.team"
    ORDERED = "{}.ordered"
    IN_USE = "{}.in_use"
    SITE_POWER = "{}.site_power"
    DELAY = "value.{}.delay"
    READY = "{}.operations.ready"
    SCORE = "criteria.{}.score"
    OWN_INTERACTIVE = "{}.own_interactive"
    RISKS_BY_RISK = "{}.risks.by_risk"
    RISKS_EXPECTED = "{}.risks.expected"
    APPROVAL = "{}.total.approval"
    BENEFIT = "{}.total.benefit"
    CUMULATIVE = "{}.total.cumulative"
    DISCOUNTED = "{}.total.discounted"
    CURVE = "value.{}.curve"
    CURVE_DISCOUNTED = "value.{}.curve_discounted"
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
    TOLERANCE = "value.{}.{}.tolerance"
    RETURNS_EXISTS = "returns.{}.{}.exists"
    RETURNS_FLOW = "returns.{}.{}.flow"
    RETURNS_MOVES = "returns.{}.{}.moves"

    def of(self, first: str, second: str, basis: str = "") -> str:
        """Return the key of the line that compares two options, on a basis where it has one."""
        return self.value.format(first, second, basis)


def compared_line(option: str) -> str:
    """Return the line by which an option, business as usual, or not doing the work is ranked."""
    return {USUAL: USUAL_COMPARED, NOTHING: NOT_DONE}.get(option) or OptionLine.COMPARED.of(option)


SERVERS_NEEDED: Mapping[str, tuple[str, str]] = {
    "on_premises": ("demand.on_premises_need.servers", "demand.need.servers"),
    "hybrid": ("demand.hybrid_need_ownable.servers", "demand.need_ownable.servers"),
}
"""By option, lines of the servers that its work needs: where the option has a line of its own, and otherwise."""


def servers_needed(option: str, there: Container[str]) -> str:
    """Return the line of the servers that the work of an owning option needs. there: the lines of the model."""
    own, every = SERVERS_NEEDED[option]
    return own if own in there else every


WAITS: Mapping[str, str] = {"on_premises": "value.longest_wait", "hybrid": "value.hybrid.longest_wait"}
"""By owning option, the longest wait for its servers."""


def wait_line(option: str, there: Container[str]) -> str:
    """Return the longest wait for servers of an owning option; the hybrid's own only where it has work of its own."""
    return WAITS[option] if WAITS[option] in there else WAITS["on_premises"]


def work_line(option: str, there: Container[str]) -> str:
    """Return the line of the GPU-hours that an option's work takes: those of the cloud where it has no other."""
    own = OptionLine.UNIT_WORK.of(option)
    return own if own in there else OptionLine.UNIT_HOURS.of("cloud")


def looked_up(options: Sequence[str], bases: Sequence[str]) -> frozenset[str]:
    """Return every key that a reader may look up, for some options and bases."""
    single = {line.of(option) for line in OptionLine for option in options} | {WORTH, UNVALUED, NOT_DONE}
    pairs = permutations(options, 2)
    return frozenset(single | {line.of(*pair, basis) for pair in pairs for line in PairLine for basis in bases})
