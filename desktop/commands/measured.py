"""What was measured, printed: the register, what each file says of a month, where the plan differs.

Also the months as they come in.
"""

import json
from dataclasses import asdict

from desktop.commands.listing import table_text
from models.exhibits.calibration import calibration, calibration_finding, calibration_table
from models.exhibits.measured import figures_table, register_table
from models.exhibits.tracking import FOLLOWED, followed_first, tracked, tracking_table
from models.plan.plan import Plan


def measured_text(plan: Plan, scenario: str, against: str, *, as_json: bool) -> str:
    """Return everything the plan knows of measurements.

    against: what months are held against, one of FOLLOWED; empty for what followed_first says.
    """
    follow = against or followed_first(plan)
    if as_json:
        return json.dumps(
            {
                "measurements": [asdict(one) for one in plan.measurements],
                "calibration": {
                    one.sha256: [
                        {**asdict(row), "difference": row.difference} for row in calibration(plan, scenario, one)
                    ]
                    for one in plan.measurements
                },
                "against": follow,
                "months": [asdict(one) for one in tracked(plan, scenario, follow)],
            },
            indent=1,
            ensure_ascii=False,
        )
    if not plan.measurements:
        return (
            "Nothing is measured: take in a bill, metrics or a log with boardcase import PLAN FILE --accept proposed."
        )
    parts = [table_text(register_table(plan))]
    for one in plan.measurements:
        parts.append(
            "\n".join(
                [
                    one.file,
                    calibration_finding(plan, scenario, one),
                    *([one.reconciliation] if one.reconciliation else []),
                ]
            )
        )
        parts += [
            table_text(table) for table in (figures_table(one), calibration_table(plan, scenario, one)) if table.rows
        ]
    months = tracking_table(plan, scenario, follow)
    if months.rows:
        parts += [f"Months charged, against {FOLLOWED[follow].lower()}", table_text(months)]
    return "\n\n".join(parts)
