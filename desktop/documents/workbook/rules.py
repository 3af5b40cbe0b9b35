"""The rules a workbook keeps (W1 to W26), checked from the file alone.

One report names every breach by sheet and cell.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.documents.workbook import formula_rules, guard_rules, sheet_rules
from desktop.documents.workbook.audited import Audited, Found

RULES: Mapping[str, str] = {
    "W1": "sheets are typed by name and tab colour; none mixes inputs and calculations",
    "W2": (
        "About states purpose, author, version, price base, currency, signs, hours a month, colours, and links every"
        " sheet"
    ),
    "W3": "calculation sheets share columns and timeline",
    "W4": "every line has a unit; every input source, date, low, likely, high and evidence in visible columns",
    "W5": "one formula per row, copied along",
    "W6": "no constants in formulas but 0 and 1",
    "W7": "a row reads rows above it and sheets before it; the one look forward is a lead time; no circle",
    "W8": "formulas of at most 120 characters, no IF inside an IF",
    "W9": "only functions of Excel 2010 that LibreOffice has; no arrays, macros, links to other files",
    "W10": "every input is validated, with a prompt and a stop message",
    "W11": "each check a row with a tolerance; the master check in the head of every sheet",
    "W12": "no error value, no formula without a cached value",
    "W13": "no merged cells; no hidden sheets, rows or columns",
    "W14": "net present value discounts from the second flow on",
    "W15": (
        "A4 landscape, never below 7 pt, 24 months a page, label columns repeated, footer with file, sheet, page and"
        " date, frozen panes"
    ),
    "W16": (
        "native charts with finding, axis titles, alternative text, not smoothed, distinguished by dash, marker or"
        " pattern, at most five series"
    ),
    "W17": "no text is a formula or a link",
    "W18": "document properties are filled; custom ones carry version, scenario and input hash",
    "W19": "input cells have a style of their own and are unlocked; no passwords",
    "W20": "about ten defined names, none like a cell",
    "W21": "every input has a check of its own: that it is entered and valid",
    "W22": "calculations use the exported value where an input is not valid, and Summary counts those to correct",
    "W23": "the verdict, the bold row and the chart's title follow the cells; what cannot is marked as exported",
    "W24": "figures of the paper's first page are cells, at most four steps from their cost lines by month",
    "W25": "figures are numbers everywhere",
    "W26": "one range for each input, low to high",
}


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that is not kept, where, and what is there."""

    rule: str
    sheet: str
    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule} {self.sheet}!{self.cell}: {self.message}"


def breaches(data: bytes) -> list[Breach]:
    """Return every breach of the rules in a workbook, by rule."""
    audited = Audited(data)
    checks = [*_CHECKS.items(), ("W7", sheet_rules.live)]
    return [breach for rule, check in checks for breach in _broken(rule, check, audited)]


def _broken(rule: str, check: Callable[[Audited], Found], audited: Audited) -> list[Breach]:
    """Return the breaches of one rule; that it cannot be judged is one, where sheets are not as they were written."""
    try:
        return [Breach(rule, *one) for one in check(audited)]
    except (LookupError, TypeError, ValueError, AttributeError):
        return [Breach(rule, "(workbook)", "", "cannot be judged: sheets are not laid out as Boardcase writes them")]


def differences(data: bytes, exported: bytes) -> list[Breach]:
    """Return every formula of a workbook that is not the one a fresh export of the same plan has."""
    given, fresh = Audited(data), Audited(exported)
    differing: list[Breach] = []
    for sheet in fresh.sheets:
        if sheet.title not in given.formulas.sheetnames:
            differing.append(Breach("W7", sheet.title, "A1", "the sheet is missing"))
            continue
        other = given.formulas[sheet.title]
        differing += [
            Breach(
                "W7",
                sheet.title,
                cell.coordinate,
                f"{str(other[cell.coordinate].value)[:60]} stands where the export has {str(cell.value)[:60]}",
            )
            for row in sheet.iter_rows()
            for cell in row
            if sheet.title != "Inputs"
            and str(cell.value).startswith("=")
            and _as_written(other[cell.coordinate].value) != _as_written(cell.value)
        ]
    names = fresh.formulas.defined_names
    differing += [
        Breach("W7", "(names)", name, f"points at {given.formulas.defined_names[name].attr_text}")
        for name in names
        if name in given.formulas.defined_names
        and given.formulas.defined_names[name].attr_text != names[name].attr_text
    ]
    return differing


_ONE_CELL = re.compile(r"(\$?[A-Z]{1,3}\$?\d+):\1(?![\d:])")


def _as_written(value: object) -> str:
    """Return a formula without what programs write differently: a range of one cell is that cell.

    >>> _as_written("=SUM(H22:H22)+MAX($A$634:$A$634,A1:A2)")
    '=SUM(H22)+MAX($A$634,A1:A2)'
    """
    return _ONE_CELL.sub(r"\1", str(value))


_CHECKS: Mapping[str, Callable[[Audited], Found]] = {
    "W1": sheet_rules.typed_sheets,
    "W2": sheet_rules.about,
    "W3": sheet_rules.columns,
    "W4": sheet_rules.units,
    "W5": formula_rules.one_formula,
    "W6": formula_rules.constants,
    "W7": formula_rules.flow,
    "W8": formula_rules.short,
    "W9": formula_rules.functions,
    "W10": sheet_rules.validated,
    "W11": sheet_rules.checked,
    "W12": formula_rules.cached,
    "W13": sheet_rules.plain,
    "W14": formula_rules.net_present_values,
    "W15": sheet_rules.printed,
    "W16": sheet_rules.charts,
    "W17": sheet_rules.inert,
    "W18": sheet_rules.properties,
    "W19": sheet_rules.input_style,
    "W20": sheet_rules.names,
    "W21": guard_rules.inputs_checked,
    "W22": guard_rules.values_guarded,
    "W23": guard_rules.verdict_lives,
    "W24": guard_rules.paper_traced,
    "W25": guard_rules.figures_are_numbers,
    "W26": guard_rules.ranges_hold,
}
