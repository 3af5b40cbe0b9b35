"""What a file may leave open: each question once, for the dialog and the command line."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass

from models.quantities.writing import CODES


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers and their words, the first for nobody having said; help: for the command line."""

    label: str
    options: Mapping[str, str]
    help: str


MONTHS: Mapping[str, int] = {calendar.month_name[number].lower(): number for number in range(1, 13)}
"""The months in which a financial year may begin, each with its number."""


def _of_year(begins: int) -> str:
    """Return the month in which a financial year begins, with when that which is called FY26 does.

    >>> _of_year(4), _of_year(1)
    ('April (FY26 from April 2025)', 'January (FY26 from January 2026)')
    """
    month = calendar.month_name[begins]
    return f"{month} (FY26 from {month} {2025 if begins > 1 else 2026})"


QUESTIONS: Mapping[str, Question] = {
    "order": Question(
        "Dates such as 03/04",
        {"": "not said", "dmy": "3 April", "mdy": "4 March"},
        "whether the day or the month comes first in dates such as 03/04, where the file does not show it",
    ),
    "year": Question(
        "Its financial year begins in",
        {"": "not said", **{name: _of_year(number) for name, number in MONTHS.items()}},
        "the month in which the financial year begins of which a file names quarters or periods, such as FY26 Q1",
    ),
    "decimals": Question(
        "Numbers such as 12,345",
        {"": "not said", "comma": "12 and 345 thousandths", "point": "twelve thousand"},
        "whether a comma stands before decimals or between thousands, where the file does not show it",
    ),
    "month": Question(
        "Less than a day",
        {"": "not scaled to a month", "typical": "typical of the month"},
        "scale less than a day to a month, as typical of it",
    ),
    "duplicates": Question(
        "Duplicate lines", {"": "count each", "once": "count once"}, "count duplicate lines of a bill once"
    ),
    "twice": Question(
        "Times that stand twice",
        {"": "not said", "added": "their rows are added up", "first": "the first row counts"},
        "whether rows of one time with other amounts are added up, or the first of them counts alone",
    ),
    "overlap": Question(
        "Another file covers these months",
        {"": "not said", "same": "the same use", "other_account": "another account"},
        "whether a file of months that another file covers is of the same use or of another account",
    ),
    "currency": Question(
        "Currency of its costs",
        {"": "not said", **{code: code for code in sorted(CODES.values())}},
        "the currency of costs, where the file names none",
    ),
    "term": Question(
        "Term of its commitments",
        {"": "not said", "one_year": "one year", "three_years": "three years"},
        "how long the commitments on a bill run",
    ),
}
