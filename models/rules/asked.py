"""The lines of the model that rules look up: they are worked out together, and on screen with the results."""

from collections.abc import Sequence

from models.appraisal.line_keys import SERVERS_NEEDED, OptionLine
from models.appraisal.model import Model

_ONCE = (
    "hosting.may_be_called",
    "hosting.counted_by_api",
    "hosting.over_limit",
    "hosting.api_late",
    "hosting.minute_requests",
    "hosting.minute_tokens",
    "hosting.hosted_late",
    *(line for lines in SERVERS_NEEDED.values() for line in lines),
    "demand.all.joint_above",
    "demand.all.mean",
    "demand.all.deferrable",
    "cloud.served",
    "hybrid.keeps_servers",
    "financing.rental",
    "financing.lease_gain",
    "financing.price",
    "workloads.requests_served",
    "workloads.average",
    "workloads.volume",
    "workloads.live",
    "workloads.mean",
    "workloads.ramp_share",
    "workloads.pilot",
    "workloads.phase",
)

_BY_OPTION = (
    OptionLine.TEAM,
    OptionLine.UP_FRONT,
    OptionLine.ORDERED,
    OptionLine.IN_USE,
    "{}.rented_gpus",
    "{}.site_beyond",
    "{}.site_drawn",
    "{}.site_early",
    "{}.benefits.months",
    "coverage.{}.gaps",
)


def asked_lines(traced: Model) -> Sequence[str]:
    """Return the lines of a model that rules may look up, by key."""
    by_option = [line.format(option) for line in _BY_OPTION for option in traced.options]
    return [key for key in (*_ONCE, *by_option) if key in traced.lines]
