"""How far the controls that are in place cover what is required, by option."""

from collections.abc import Sequence

from models.areas.security import REQUIREMENTS, Secured
from models.formula.node import Line, Node, equals, greatest, ratio, total
from models.formula.trace import Trace
from models.quantities import units


def coverage(trace: Trace, secured: Secured, options: Sequence[str]) -> None:
    """Trace how far each requirement is covered by option, and the gaps.

    That is the share of the controls it needs that are in place and can be had there.
    """
    control, security = secured.control, secured.security
    needs = {
        "uk_gdpr": control.uk_gdpr,
        "fca_pra": control.fca_pra,
        "nhs_dspt": control.nhs_dspt,
        "residency": control.residency,
        "air_gapped": control.air_gapped,
    }
    required = {
        "uk_gdpr": security.uk_gdpr,
        "fca_pra": security.fca_pra,
        "nhs_dspt": security.nhs_dspt,
        "residency": security.residency,
        "air_gapped": security.air_gapped,
    }
    works = {
        "cloud": control.works_cloud,
        "api": control.works_cloud,
        "on_premises": control.works_on_premises,
        "hybrid": control.works_cloud * control.works_on_premises,
    }
    with trace.section("coverage", sheet="appraisal"):
        wanted = {
            key: trace.line(f"{key}.needed", f"{label}: controls needed", units.NUMBER, total(needs[key], "control"))
            for key, label in REQUIREMENTS
        }
        for option in options:
            there = works[option]
            met = trace.line(f"{option}.met", "Control in place and available", units.FLAG, control.active * there)
            gaps = [
                _gap(trace, f"{option}.{key}", label, met * needs[key], wanted[key], required[key])
                for key, label in REQUIREMENTS
            ]
            first = trace.line(
                f"{option}.gaps_law",
                "Controls missing for laws and regulators",
                units.NUMBER,
                gaps[0] + gaps[1] + gaps[2],
            )
            trace.line(f"{option}.gaps", "Controls missing", units.NUMBER, first + gaps[3] + gaps[4])


def _gap(trace: Trace, key: str, label: str, met: Node, needed: Line, required: Node) -> Line:
    """Trace how far a requirement is covered, and return the controls that it lacks."""
    have = trace.line(f"{key}.have", f"{label}: controls planned", units.NUMBER, total(met, "control"))
    share_met = trace.line(key, f"{label}: covered", units.SHARE, ratio(have, needed) + equals(needed, 0))
    return trace.line(
        f"{key}.gap", f"{label}: not covered", units.NUMBER, required * greatest(1 - share_met, 0) * needed
    )
