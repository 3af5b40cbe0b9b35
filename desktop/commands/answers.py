"""What a person can say of a file beside its name, on the command line."""

import argparse

ANSWERS = ("workload", "pool", "gpu", "zone", "order", "month", "twice", "beside", "term")
"""The options that answer a question of a file, by its name."""


def answer_options(taken: argparse.ArgumentParser) -> None:
    """Add an option for every question that a file may raise."""
    taken.add_argument("--workload", default="", metavar="NAME", help="the workload a bill or log is of")
    taken.add_argument("--pool", default="", metavar="NAME", help="the pool a bill is of")
    taken.add_argument(
        "--gpu", default="", metavar="MODEL", help="the only kind of GPU on a bill that counts, such as H100"
    )
    taken.add_argument(
        "--zone",
        default="",
        metavar="ZONE",
        help="the zone of times that do not say theirs, such as Europe/London; UTC when left out",
    )
    taken.add_argument(
        "--order",
        default="",
        choices=("dmy", "mdy"),
        help="whether the day or the month comes first in dates such as 03/04, where the file does not show it",
    )
    taken.add_argument("--month", default="", choices=("typical",), help="take less than a day as typical of the month")
    taken.add_argument("--twice", default="", choices=("once",), help="count lines of a bill that stand twice once")
    taken.add_argument(
        "--beside",
        default="",
        choices=("same", "beside"),
        help="whether a file of months that another covers is of the same use or of another account beside it",
    )
    taken.add_argument(
        "--term", default="", choices=("one_year", "three_years"), help="how long the commitments on a bill run"
    )
    taken.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEAD=ROLE",
        help="what a column of a table that is not known holds, such as Datum=time; remembered for tables like it",
    )
