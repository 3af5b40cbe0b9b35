"""Keys by which lines are looked up: each names a line there is."""

from itertools import combinations

from earlier import example

from models.appraisal.line_keys import OptionLine, PairLine
from models.appraisal.model import model
from models.appraisal.totals import BASES
from models.areas.options import OPTIONS, OWNING

OWNED = {
    OptionLine.UP_FRONT,
    OptionLine.ORDERED,
    OptionLine.LEFT_MEAN,
    OptionLine.OWN_INTERACTIVE,
    OptionLine.IN_USE,
    OptionLine.SITE_POWER,
    OptionLine.DELAY,
}


def test_every_key_names_a_line() -> None:
    own = {f"hosting.workload.assistant.{option}_calls": True for option in ("cloud", *OWNING)}
    # where work that waits has a value it may count at more
    brings = {
        "workloads.workload.assistant.value": 1.0,
        "compute.pool.h100.bridging": "wait",
        "finance.benefit.benefit.active": True,
        "finance.benefit.benefit.amount": 1.0,
    }
    lines = model(example().plan.structure_for({**own, **brings})).lines
    asked = [line.of(option) for line in OptionLine for option in OPTIONS if option in OWNING or line not in OWNED]
    asked = [key for key in asked if key not in {OptionLine.UNIT_COST.of("api"), OptionLine.UNIT_WORK.of("api")}]
    asked += [line.of(*pair, basis) for line in PairLine for pair in combinations(OPTIONS, 2) for basis in BASES]
    assert sorted(set(asked) - {key for key in lines if key in asked}) == []
