"""Windows beside the main one: the article's claims, and scenarios side by side."""

from typing import TYPE_CHECKING

from desktop.panels.exhibit_window import ExhibitWindow

if TYPE_CHECKING:
    from desktop.window.main_window import MainWindow


def show_claims(window: "MainWindow") -> None:
    """Show the article's claims with what the model answers."""
    from models.exhibits.claims import claims_table  # noqa: PLC0415 - eleven small plans are worked out, which the start need not wait for

    ExhibitWindow(window, "What the article says, at today's prices", claims_table()).show()


def show_comparison(window: "MainWindow") -> None:
    """Show the scenarios side by side."""
    from models.exhibits.areas import scenarios_table  # noqa: PLC0415 - not needed at the start

    ExhibitWindow(window, "Scenarios side by side", scenarios_table(window.document.plan)).show()
