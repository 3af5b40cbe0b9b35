"""Cell formats of the workbook."""

from collections.abc import Mapping

import xlsxwriter.format
import xlsxwriter.workbook

from models.quantities.declaration import Input, Kind
from models.quantities.units import Unit

NAVY, TEAL, AMBER, GREY, PALE, INPUT_FILL = "#12436D", "#1F7F77", "#B45309", "#5B6472", "#EEF2F7", "#FFF9E5"
TAB_COLOURS: Mapping[str, str] = {"front": NAVY, "inputs": "#D9A441", "calculation": "#7A8699", "results": TEAL, "checks": "#801650"}

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
        return self.make(font_color=GREY, font_size=9)

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

    def figure(self, unit: Unit, **properties: object) -> Format:
        """A computed figure in a unit."""
        return self.make(num_format=self.number_format(unit), align="right", **properties)

    def input(self, declared: Input) -> Format:
        """An input to be changed: coloured, framed and unlocked, so that colour is not the only sign."""
        return self.make(
            num_format=self._input_format(declared), bg_color=INPUT_FILL, font_color="#0B3D91", border=1, border_color="#D9C27A",
            locked=False, align="right",
        )  # fmt: skip

    def constant(self, declared: Input) -> Format:
        """A constant: shown like a figure, locked."""
        return self.make(num_format=self._input_format(declared), font_color=GREY, align="right", border=1, border_color="#D5DAE1")

    def number_format(self, unit: Unit) -> str:
        """Return the number format of a unit: money with its sign and brackets for negatives, shares in percent."""
        if unit.symbol.startswith("%"):
            return "0.0%;-0.0%;0.0%"
        if unit.symbol.startswith("£"):
            whole = unit.dimension in {"money", "money/month", "money/year", "money/server"}
            digits = "#,##0" if whole else "#,##0.00"
            return f'"{self._symbol}"{digits};("{self._symbol}"{digits});"–"'
        return "#,##0.00;-#,##0.00;0.00" if unit.symbol else "0.0000;-0.0000;0"

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
