"""What bars a candidate of the search whatever it costs: lines that must stay at nothing in some rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.formula.program import Results


@dataclass(frozen=True, slots=True)
class Bar:
    """A line by row and month that has to be 0 in some of its rows, as a rule asks. rows: their places."""

    line: str
    rows: Sequence[int]

    def keeps(self, found: Results) -> NDArray[np.bool_]:
        """Return in which cases it is 0 throughout."""
        return found.rows(self.line)[list(self.rows)].max(axis=(0, 1), initial=0.0) <= 0
