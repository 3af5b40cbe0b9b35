"""Cell formats of the workbook."""

from collections.abc import Mapping

import numpy as np
import xlsxwriter.format
import xlsxwriter.workbook
from numpy.typing import NDArray

from models.exhibits.series_styles import STYLES
from models.quantities.declaration import Input, Kind
from models.quantities.units import Unit

NAVY, TEAL = STYLES["on_premises"].colour, STYLES["hybrid"].colour
AMBER, GREY, PALE, INPUT_FILL = "#B45309", "#5B6472", "#EEF2F7", "#FFF9E5"
TAB_COLOURS: Mapping[str, str] = {
    "front": NAVY,
    "inputs": "#D9A441",
    "calculation": "#7A8699",
    "results": TEAL,
    "checks": "#801650",
}

_SIX_DIGITS = 99_999.5
_SCALES = (
    (1.0, "#,##0", ""),
    (1e3, '#,##0,"k"', "k"),
    (1e6, '#,##0.0,,"m"', "m"),
    (1e6, '#,##0,,"m"', "m"),
    (1e9, '#,##0.0,,,"bn"', "bn"),
    (1e9, '#,##0,,,"bn"', "bn"),
)
"""Divisor, number format and mark, the finest first."""

_ROOM = 5.6
"""Digits that a month's column holds."""

type Format = xlsxwriter.format.Format


class Styles:
    """Formats made once for a workbook; a format is asked for by purpose and number format."""

    def __init__(self, book: xlsxwriter.workbook.Workbook, symbol: str) -> None:
        self._book = book
        self._symbol = symbol
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def make(self, **properties: object) -> Format:
        """Return the format with these properties, the same one for the same properties."""
        base: dict[str, object] = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}
        wanted = {**base, **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    @property
    def text(self) -> Format:
        """Plain text."""
        return self.make()

    @property
    def note(self) -> Format:
        """Small print."""
        return self.make(font_color=GREY)

    @property
    def evidence(self) -> Format:
        """Words of evidence, to be changed with the value they stand for."""
        return self.make(font_color=GREY, locked=False)

    @property
    def locked_note(self) -> Format:
        """Words that go with a constant."""
        return self.make(font_color=GREY, italic=True)

    @property
    def wrapped(self) -> Format:
        """Text over several lines."""
        return self.make(text_wrap=True, valign="top")

    @property
    def title(self) -> Format:
        """The title of a sheet."""
        return self.make(bold=True, font_size=14, font_color=NAVY)

    @property
    def section(self) -> Format:
        """The title of a section."""
        return self.make(bold=True, font_color=NAVY, bottom=1, bottom_color="#B8C2CE")

    @property
    def head(self) -> Format:
        """The head of a column."""
        return self.make(bold=True, bg_color=PALE, font_color=NAVY, text_wrap=True)

    @property
    def head_right(self) -> Format:
        """The head of a column of figures."""
        return self.make(bold=True, bg_color=PALE, font_color=NAVY, align="right", text_wrap=True)

    @property
    def month(self) -> Format:
        """A calendar month in a head."""
        return self.make(num_format="mmm yy", bg_color=PALE, font_color=NAVY, align="right")

    def figure(self, unit: Unit, *, whole: bool = False, **properties: object) -> Format:
        """A computed figure in a unit; a whole number without decimals, unless it is money or a share."""
        plain = whole and not unit.symbol.startswith(("£", "%"))
        return self.make(
            num_format="#,##0;-#,##0;0" if plain else self.number_format(unit), align="right", **properties
        )

    def input(self, declared: Input) -> Format:
        """An input to be changed: coloured, framed and unlocked, so that colour is not the only sign."""
        return self.make(
            num_format=self._input_format(declared),
            bg_color=INPUT_FILL,
            font_color="#0B3D91",
            border=1,
            border_color="#D9C27A",
            locked=False,
            align="right",
        )

    def constant(self, declared: Input) -> Format:
        """A constant: shown like a figure, locked."""
        return self.make(
            num_format=self._input_format(declared), font_color=GREY, align="right", border=1, border_color="#D5DAE1"
        )

    def number_format(self, unit: Unit) -> str:
        """Return the number format of a unit: money with its sign and brackets for negatives, shares in percent."""
        if unit.symbol.startswith("%"):
            return "0.0%;-0.0%;0.0%"
        if unit.symbol.startswith("£"):
            whole = unit.dimension in {"money", "money/month", "money/year", "money/server"}
            digits = "#,##0" if whole else "#,##0.00"
            return f'"{self._symbol}"{digits};("{self._symbol}"{digits});"–"'
        return "#,##0.00;-#,##0.00;0.00" if unit.symbol else "0.0000;-0.0000;0"

    def monthly(self, unit: Unit, values: NDArray[np.float64]) -> Format:
        """Return the format of a row of months, six characters wide.

        As many decimals as fit, thousands as k and millions as m where the row is large.
        """
        return self.make(num_format=_narrow(unit, values), align="right")

    def _input_format(self, declared: Input) -> str:
        if declared.kind is Kind.MONTH:
            return "mmm yyyy"
        if declared.kind is Kind.SHARE:
            return "0.0##%"
        if declared.kind in {Kind.CHOICE, Kind.ROW}:
            return "@"
        if declared.kind in {Kind.INTEGER, Kind.FLAG}:
            return "#,##0"
        return "#,##0." + "0" * min(declared.decimals, 2) + "#" * 8 if declared.decimals else "#,##0.########"


def _narrow(unit: Unit, values: NDArray[np.float64]) -> str:
    """Return a number format that keeps a row within six characters as exported.

    A row of whole numbers that grows later turns to k.
    """
    largest = float(np.abs(values).max(initial=0.0))
    below = bool((values < 0).any())
    if unit.symbol.startswith("%"):
        return "0%" if largest >= 1 or bool((values == np.round(values, 2)).all()) else "0.0%"
    if largest >= 1000 or bool((values == np.round(values)).all()):  # noqa: PLR2004 - from here on decimals do not fit
        divisor, scaled, _ = next(
            (one for one in _SCALES if _width(largest / one[0], one[1], one[2], below=below) <= _ROOM), _SCALES[-1]
        )
        if divisor > 1 or below:
            return f'{scaled};({scaled});"–"'
        return f'[>={_SIX_DIGITS}]#,##0,"k";[=0]"–";#,##0'
    decimals = "0.00" if largest >= 10 or unit.symbol.startswith("£") else "0.000"  # noqa: PLR2004
    return f'{decimals};({decimals});"–"'


def _width(largest: float, scaled: str, mark: str, *, below: bool) -> float:
    """Return how wide a number is written, in digits: marks and brackets have their own widths."""
    text = f"{largest:,.1f}" if ".0" in scaled else f"{largest:,.0f}"
    return (
        sum(0.5 if character in ",." else 1.0 for character in text)
        + {"": 0.0, "k": 0.9, "m": 1.5, "bn": 2.0}[mark]
        + (1.2 if below else 0.0)
    )
