"""Keys by which lines are looked up: each names a line there is."""

from itertools import combinations

from desktop.storage.examples import example
from models.appraisal.comparison import BASES, PAIRS
from models.appraisal.line_keys import OptionLine, PairLine
from models.appraisal.model import model
from models.areas.placement import OPTIONS

OWNING = {OptionLine.UP_FRONT, OptionLine.ORDERED, OptionLine.LEFT_MEAN, OptionLine.OWN_INTERACTIVE}


def test_every_key_names_a_line() -> None:
    lines = model(example().plan.structure).lines
    asked = [line.of(option) for line in OptionLine for option in OPTIONS if option != "cloud" or line not in OWNING]
    asked += [line.of(*pair, basis) for line in PairLine for pair in PAIRS for basis in BASES]
    assert sorted(set(asked) - {key for key in lines if key in asked}) == []
    assert set(PAIRS) == set(combinations(OPTIONS, 2))
