"""Whose exported workbook a file is: of the plan it is brought back to, or of another one."""

from desktop.documents.workbook.cell_text import clean
from desktop.imports.grid import Grid
from desktop.imports.looking import head_rows
from desktop.imports.refusal import ImportRefusedError
from desktop.imports.spreadsheet import Book
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS

_FOREIGN = 0.1
"""Of the inputs of a workbook: where more are none of the plan, and it bears another title, it is of another plan."""


def refuse_other_plans(plan: Plan, book: Book, grid: Grid, row: int) -> None:
    """Refuse a workbook that was exported from another plan, or in another currency."""
    about = book.grid("About") if "About" in book.sheets else Grid("About")
    said = {str(about.at(at, 1).value).strip(): str(about.at(at, 2).value or "").strip() for at, _ in about.rows()}
    title, currency = said.get("Plan", ""), said.get("Currency", "")
    if currency in SYMBOLS and currency != plan.currency:
        raise ImportRefusedError(
            book.name,
            f"its money is {currency} and the plan's is {plan.currency}; expected a workbook exported from the plan in"
            f" {plan.currency}",
        )
    head = next(found for at, found in head_rows(grid) if at == row)["Key"][0]
    keys = [str(cells[head].value).strip() for at, cells in grid.rows() if at > row and head in cells]
    keys = [key for key in keys if key and not key.startswith("list:")]
    foreign = sum(key not in plan.entries for key in keys)
    if title and title != clean(plan.title) and foreign > _FOREIGN * len(keys):
        raise ImportRefusedError(
            book.name,
            f"is of another plan, “{title[:60]}”: {foreign:,} of its {len(keys):,} inputs are none of"
            f" “{plan.title[:60]}”; open the plan that it was exported from",
        )
