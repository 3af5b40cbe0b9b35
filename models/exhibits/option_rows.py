"""Rows of options in tables: of one that awaits an entry a part of the cost is missing, and no figure is shown."""

from collections.abc import Sequence

from models.appraisal.results import CaseResult
from models.exhibits.cells import BLANK, Entered
from models.exhibits.series_styles import barred_label, left_open


def option_row(option: str, case: CaseResult, cells: Sequence[Entered]) -> list[Entered]:
    """Return the row of an option: its name, which says what bars it, and its figures, blank where they say nothing."""
    return [barred_label(option, case), *([BLANK] * len(cells) if left_open(option, case) else cells)]
