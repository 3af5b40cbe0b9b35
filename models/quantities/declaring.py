"""How an input of each kind is declared: one function for each."""

from models.quantities import units
from models.quantities.declaration import CatalogueDefault, Choice, Declared, Input, Kind, When
from models.quantities.units import Unit


def quantity(
    label: str,
    unit: Unit,
    *,
    default: float | CatalogueDefault,
    bounds: tuple[float, float],
    plausible: tuple[float, float] | None = None,
    decimals: int = 2,
    help: str,  # noqa: A002 - the field's name in every reader of the declaration
    source: str,
    when: When | None = None,
    essential: bool = False,
    certain: bool = False,
    blank: float | None = None,
    harmless: bool = False,
) -> Declared:
    """Declare a number in a unit."""
    return Declared(
        Input(
            label,
            Kind.QUANTITY,
            unit,
            default,
            bounds,
            plausible,
            decimals,
            help,
            source,
            when,
            essential=essential,
            certain=certain,
            blank=blank,
            harmless=harmless,
        )
    )


def integer(
    label: str,
    unit: Unit,
    *,
    default: int | CatalogueDefault,
    bounds: tuple[int, int],
    plausible: tuple[int, int] | None = None,
    help: str,  # noqa: A002
    source: str,
    when: When | None = None,
    essential: bool = False,
    certain: bool = False,
    blank: int | None = None,
    harmless: bool = False,
) -> Declared:
    """Declare a whole number in a unit."""
    return Declared(
        Input(
            label,
            Kind.INTEGER,
            unit,
            default,
            bounds,
            plausible,
            0,
            help,
            source,
            when,
            essential=essential,
            certain=certain,
            blank=blank,
            harmless=harmless,
        )
    )


def share(
    label: str,
    *,
    default: float | CatalogueDefault,
    unit: Unit = units.SHARE,
    bounds: tuple[float, float] = (0.0, 1.0),
    plausible: tuple[float, float] | None = None,
    decimals: int = 1,
    help: str,  # noqa: A002
    source: str,
    when: When | None = None,
    essential: bool = False,
    certain: bool = False,
    blank: float | None = None,
    harmless: bool = False,
) -> Declared:
    """Declare a fraction, shown as a percentage; a yearly rate takes the unit PER_YEAR."""
    return Declared(
        Input(
            label,
            Kind.SHARE,
            unit,
            default,
            bounds,
            plausible,
            decimals,
            help,
            source,
            when,
            essential=essential,
            certain=certain,
            blank=blank,
            harmless=harmless,
        )
    )


def price(
    label: str,
    unit: Unit,
    *,
    default: float | CatalogueDefault,
    bounds: tuple[float, float],
    plausible: tuple[float, float] | None = None,
    decimals: int = 2,
    catalogue_kind: str = "",
    currency: str,
    help: str,  # noqa: A002
    source: str,
    when: When | None = None,
    essential: bool = False,
    blank: float = 0.0,
) -> Declared:
    """Declare a price that may be quoted in a foreign currency.

    `currency` names the input, made by `currency_of`, that says which.
    """
    return Declared(
        Input(
            label,
            Kind.QUANTITY,
            unit,
            default,
            bounds,
            plausible,
            decimals,
            help,
            source,
            when,
            catalogue_kind=catalogue_kind,
            currency=currency,
            essential=essential,
            blank=blank,
        )
    )


CURRENCIES = (Choice("GBP", "Pound sterling"), Choice("USD", "US dollar"), Choice("EUR", "Euro"))


def currency_of(label: str, *, default: str = "GBP", when: When | None = None) -> Declared:
    """Declare the currency a price is quoted in."""
    return Declared(
        Input(
            label,
            Kind.CHOICE,
            units.CURRENCY,
            default,
            help="The currency the price is quoted in; it is converted at the plan's exchange rate.",
            source="quote or price list",
            when=when,
            choices=CURRENCIES,
            blank="GBP",
        )
    )


def choice(
    label: str,
    *choices: tuple[str, str],
    default: str,
    help: str,  # noqa: A002
    source: str,
    when: When | None = None,
    essential: bool = False,
    blank: str | None = None,
    harmless: bool = False,
) -> Declared:
    """Declare one of a few named values."""
    return Declared(
        Input(
            label,
            Kind.CHOICE,
            units.NUMBER,
            default,
            help=help,
            source=source,
            when=when,
            choices=tuple(Choice(value, text) for value, text in choices),
            essential=essential,
            blank=blank,
            harmless=harmless,
        )
    )


def flag(
    label: str,
    *,
    default: bool,
    help: str,  # noqa: A002
    source: str,
    when: When | None = None,
    essential: bool = False,
    blank: bool | None = None,
    harmless: bool = False,
) -> Declared:
    """Declare a yes or no."""
    return Declared(
        Input(
            label,
            Kind.FLAG,
            units.FLAG,
            default,
            (0, 1),
            None,
            0,
            help,
            source,
            when,
            essential=essential,
            blank=blank,
            harmless=harmless,
        )
    )


def row_of(table: str, label: str, *, help: str, source: str, essential: bool = False) -> Declared:  # noqa: A002
    """Declare a reference to a row of another table; its default is that table's first row."""
    return Declared(
        Input(label, Kind.ROW, units.NUMBER, "", help=help, source=source, table=table, essential=essential)
    )


def constant(label: str, unit: Unit, *, value: float, decimals: int = 0, help: str, source: str) -> Declared:  # noqa: A002
    """Declare a number that links units or sets a tolerance; it is printed with the inputs and is not edited."""
    return Declared(Input(label, Kind.CONSTANT, unit, value, (value, value), None, decimals, help, source))
