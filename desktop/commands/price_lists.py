"""The command that adds a price list to the catalogue."""

from pathlib import Path

from desktop.commands.asked import RefusedError
from desktop.imports.files import whole
from desktop.imports.price_lists import SHAPES, read_prices
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.own_catalogue import keep

__all__ = ["SHAPES", "add_prices"]


def add_prices(path: Path) -> str:
    """Add the prices of a file to the user's catalogue; return what was taken.

    Raises RefusedError where the file is none that is known or cannot be read.
    """
    try:
        found = read_prices(path.name, whole(path))
        said = found.in_words()
        kept = keep(found.source, found.as_of, found.rent, found.api)
    except ImportRefusedError as error:
        raise RefusedError(str(error)) from None
    except OSError as error:
        raise RefusedError(f"{path.name}: cannot be read or kept ({error.strerror})") from None
    return (
        f"{said}\nKept as {kept}. Plans keep what they have: `boardcase catalogue --offers PLAN` lists newer figures."
    )
