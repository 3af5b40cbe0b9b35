"""What the tests of rules share."""

from dataclasses import replace

import pytest

from models.areas.compute import Pool
from models.areas.decisions import DECISIONS
from models.studies import decision_space


@pytest.fixture
def terms_as_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what follows three-year terms as planned in the search, as it was before it tried that.

    What a lead of on-premises over the cloud rests on is then to be seen in the insurer as it was planned.
    """
    kept = [replace(one, free=one.free and one.declared is not Pool.one_year_after) for one in DECISIONS]
    monkeypatch.setattr(decision_space, "DECISIONS", kept)
