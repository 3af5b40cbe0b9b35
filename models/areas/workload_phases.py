"""How a workload is brought in: a pilot and a second phase, a gate after the pilot, and later releases."""

from collections.abc import Sequence

from models.formula.node import ONE, Line, Node, greatest, value_of, where
from models.formula.trace import Table, Trace
from models.quantities import units
from models.quantities.declaring import flag, integer, share

_OF_ALL = "As a share of demand without phases."


class WorkloadPhases(Table):
    """The columns of a workload that say in which steps its demand comes."""

    pilot_until = integer(
        "Pilot until month",
        units.MONTH,
        default=0,
        bounds=(0, 120),
        plausible=(3, 12),
        help="The last month of the pilot; 0 where there is none.",
        source="plan",
    )
    pilot_share = share(
        "Demand in the pilot", default=0.1, plausible=(0.02, 0.3), harmless=True, help=_OF_ALL, source="plan"
    )
    gate_passed = flag(
        "Continues after the pilot",
        default=True,
        help="Where the gate after the pilot is not passed nothing runs after it: a scenario of its own shows that.",
        source="plan",
        blank=True,
        harmless=True,
    )
    phase_until = integer(
        "Second phase until month",
        units.MONTH,
        default=0,
        bounds=(0, 120),
        plausible=(6, 24),
        help="The last month of the second phase, after the pilot; 0 where there is none.",
        source="plan",
    )
    phase_share = share(
        "Demand in the second phase", default=0.5, plausible=(0.2, 0.8), harmless=True, help=_OF_ALL, source="plan"
    )
    release_month = integer(
        "First release in month",
        units.MONTH,
        default=0,
        bounds=(0, 120),
        plausible=(6, 48),
        help="Month from which a new release changes demand; 0 where there is none.",
        source="plan",
    )
    release_rise = share(
        "Demand change, first release",
        default=0.2,
        bounds=(-1, 20),
        plausible=(-0.2, 1.0),
        harmless=True,
        help="Relative to demand until then, permanently.",
        source="plan",
    )
    second_month = integer(
        "Second release in month",
        units.MONTH,
        default=0,
        bounds=(0, 120),
        plausible=(12, 60),
        help="As for the first release; 0 where there is none.",
        source="plan",
    )
    second_rise = share(
        "Demand change, second release",
        default=0.2,
        bounds=(-1, 20),
        plausible=(-0.2, 1.0),
        harmless=True,
        help="Relative to demand until then, permanently.",
        source="plan",
    )


def past_its_gate(trace: Trace, table: WorkloadPhases) -> Node:
    """Trace whether a workload has no gate before it by a month, or has passed it."""
    if value_of(table.pilot_until) == 0:
        return ONE
    passed = greatest(table.gate_passed, table.pilot_until <= 0)
    goes_on = trace.line("goes_on", "Continues after its pilot, or has none", units.FLAG, passed)
    return greatest(goes_on, trace.month <= table.pilot_until)


def phases_of(trace: Trace, table: WorkloadPhases) -> Sequence[Line]:
    """Trace the shares of demand in a pilot and in a second phase, where there are such."""
    phases: list[Line] = []
    if value_of(table.pilot_until) != 0:
        piloted = where(trace.month <= table.pilot_until, table.pilot_share, ONE)
        phases.append(trace.line("pilot", "Share of demand in the pilot", units.SHARE, piloted))
    if value_of(table.phase_until) != 0:
        in_phase = (trace.month > table.pilot_until) * (trace.month <= table.phase_until)
        share_of = 1 - in_phase * (1 - table.phase_share)
        phases.append(trace.line("phase", "Share of demand in the second phase", units.SHARE, share_of))
    return phases


def phased(trace: Trace, table: WorkloadPhases, volume: Node, phases: Sequence[Line]) -> Node:
    """Trace the volume with phases and releases; without them it is the volume."""
    for phase in phases:
        volume = volume * phase
    releases = (
        ("release", "first", table.release_month, table.release_rise),
        ("second", "second", table.second_month, table.second_rise),
    )
    for name, label, month, rise in releases:
        if value_of(month) != 0:
            out = rise * (month > 0) * (trace.month >= month)
            volume = volume * trace.line(f"{name}_factor", f"Demand after the {label} release", units.RATIO, 1 + out)
    return volume
