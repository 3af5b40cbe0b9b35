"""What a change costs an option, as the end of a sentence."""

import pytest
from advice import INSURER

from models.appraisal.results import case_result
from models.rules.priced import Priced


@pytest.mark.parametrize(
    ("more", "leader", "ahead", "words"),
    [
        (0.99, "", 0.0, ""),
        (1.0, "", 0.0, "on-premises costs £1 more"),
        (1.0, "cloud", 0.99, "on-premises costs £1 more"),
        (1.0, "cloud", 1.0, "on-premises costs £1 more, and cloud leads by £1"),
    ],
)
def test_less_than_a_pound_is_not_told(more: float, leader: str, ahead: float, words: str) -> None:
    option = case_result(INSURER, "base").options["on_premises"]
    assert Priced(option, more, leader, ahead, "£").words == words


def test_a_lead_that_falls_below_half_is_told() -> None:
    option = case_result(INSURER, "base").options["on_premises"]
    falls = Priced(option, 60.0, "", 0.0, "£", 49.0, 100.0)
    assert falls.words == "on-premises costs £60 more, and the lead falls to £49"
    assert Priced(option, 60.0, "", 0.0, "£", 50.0, 100.0).words == "on-premises costs £60 more"
    # more than it leads by, and yet in the lead: the others cost more too
    still = Priced(option, 618.0, "", 0.0, "£", 163.0, 208.0)
    assert still.words == "on-premises costs £618 more, and on-premises still leads by £163"
    # twice of everything doubles what lies between two options too
    twice = Priced(option, 618.0, "", 0.0, "£", 416.0, 208.0)
    assert twice.words == "on-premises costs £618 more, and on-premises leads by £416"
