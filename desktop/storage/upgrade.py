"""What reading a plan of an earlier version changed, as a report."""

from desktop.storage.versions import VERSION
from models.areas.register import GROUPS
from models.plan.problems import Problem, Severity


def upgrade_report(version: int, added: list[str]) -> list[Problem]:
    """Return what reading an older file changed: the version.

    It also gives how many inputs were added to each group of an area.
    """
    sentence = (
        f"the file has format version {version}; saving writes version {VERSION}, which earlier programs cannot read,"
        " and keeps the file as it was with the ending .bak"
    )
    if added:
        sentence += (
            f". {len(added)} newer inputs were added without any cost, so that its options cost what they did; set them"
            " to count what they stand for. Where an API may serve some work there is an option more, the API, with the"
            " cloud's people, controls and risks until you enter its own"
        )
    report = [Problem("version", str(version), sentence, Severity.WARNING)]
    for group in GROUPS:
        keys = {declared.key for declared in group.inputs}
        count = sum(key in keys for key in added)
        if count:
            report.append(
                Problem(
                    group.area,
                    "",
                    f"{group.title}: {count} input{'' if count == 1 else 's'} added without any cost",
                    Severity.WARNING,
                )
            )
    return report
