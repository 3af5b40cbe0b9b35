"""What a person can say of a file beside its name, on the command line."""

import argparse

from desktop.imports.questions import QUESTIONS

ANSWERS = ("workload", "pool", "gpu", "rows", "zone", *QUESTIONS)
"""The options that answer a question of a file, by its name."""


def answer_options(taken: argparse.ArgumentParser) -> None:
    """Add an option for every question that a file may raise."""
    taken.add_argument("--workload", default="", metavar="NAME", help="the workload a bill or log is of")
    taken.add_argument("--pool", default="", metavar="NAME", help="the pool a bill is of")
    taken.add_argument(
        "--gpu", default="", metavar="MODEL", help="the only kind of GPU on a bill that counts, such as H100"
    )
    taken.add_argument(
        "--rows", default="", metavar="NAME", help="the only name in a table whose rows count, or * for all added up"
    )
    taken.add_argument(
        "--zone",
        default="",
        metavar="ZONE",
        help="the zone of times that do not say theirs, such as Europe/London; UTC when left out",
    )
    for name, question in QUESTIONS.items():
        answers = [answer for answer in question.options if answer]
        taken.add_argument(f"--{name}", default="", choices=answers, help=question.help)
    taken.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEAD=ROLE",
        help="what a column of a table that is not known holds, such as Datum=time; remembered for tables like it",
    )
