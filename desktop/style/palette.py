"""Colours and the style sheet of the window, light, dark and in high contrast.

What is drawn asks for the theme when it draws.
"""

from dataclasses import dataclass, field
from importlib.resources import files
from string import Template
from typing import cast

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from models.exhibits.series_styles import ON_CONTRAST, ON_DARK, ON_LIGHT


@dataclass(frozen=True, slots=True)
class Theme:
    """A set of colours by what they are for.

    series: what stands for a colour of paper and light screens; one that is not named stays as it is.
    """

    name: str
    label: str
    ink: str
    grey: str
    faint: str
    line: str
    edge: str
    surface: str
    ground: str
    accent: str
    pale: str
    refused: str
    warning: str
    evidence: dict[str, str]
    series: dict[str, str] = field(default_factory=dict[str, str])

    def on_screen(self, colour: str) -> str:
        """Return the colour that stands for one of an exhibit."""
        return self.series.get(colour, colour)


LIGHT = Theme(
    "light",
    "Light",
    "#1F2933",
    "#5B6472",
    "#5F6A78",
    "#DCE1E7",
    "#C9D1DA",
    "#FFFFFF",
    "#F4F6F9",
    "#12436D",
    "#E6EDF5",
    "#B42318",
    "#946200",
    {"default": "#8A94A3", "assumption": "#B7791F", "quote": "#1D756E", "measured": "#12436D"},
    dict(ON_LIGHT),
)
DARK = Theme(
    "dark",
    "Dark",
    "#E8ECF1",
    "#A9B3C0",
    "#929DAB",
    "#36404D",
    "#4B5766",
    "#1B222B",
    "#141A21",
    "#7FB5E6",
    "#2A3a4C",
    "#FF8A80",
    "#E3B341",
    {"default": "#A9B3C0", "assumption": "#E3B341", "quote": "#5CC4B8", "measured": "#7FB5E6"},
    dict(ON_DARK),
)
CONTRAST = Theme(
    "contrast",
    "High contrast",
    "#000000",
    "#000000",
    "#4D4D4D",
    "#808080",
    "#000000",
    "#FFFFFF",
    "#FFFFFF",
    "#00337F",
    "#D6E6FF",
    "#A00000",
    "#7A4B00",
    {"default": "#000000", "assumption": "#7A4B00", "quote": "#005A50", "measured": "#00337F"},
    dict(ON_CONTRAST),
)
COLOURS = ("ink", "grey", "faint", "line", "edge", "surface", "ground", "accent", "pale", "refused", "warning")
"""Colours of a theme that the style sheet names, each as $name."""

THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}
_current: list[Theme] = [LIGHT]


def theme() -> Theme:
    """Return the theme in use."""
    return _current[0]


def use(name: str) -> Theme:
    """Take a theme into use, the light one where there is none of that name, and return it."""
    _current[0] = THEMES.get(name, LIGHT)
    return _current[0]


def style_sheet(chosen: Theme) -> str:
    """Return the style sheet of a theme."""
    icons = {
        name: str(files("resources") / "icons" / f"{file}-{chosen.name}.svg").replace("\\", "/")
        for name, file in (
            ("chevron", "chevron"),
            ("chevron_up", "chevron-up"),
            ("check", "check"),
            ("close", "close"),
            ("float", "float"),
        )
    }
    colours = {name: str(getattr(chosen, name)) for name in COLOURS}
    return Template((files("resources") / "styles" / "window.qss").read_text(encoding="utf-8")).substitute(
        colours, **icons
    )


def dress(name: str, application: QApplication | None = None) -> Theme:
    """Take a theme into use in the whole application and return it."""
    chosen = use(name)
    application = application or cast("QApplication | None", QApplication.instance())
    if application is not None:
        application.setPalette(_grounds(chosen))
        application.setStyleSheet(style_sheet(chosen))
    return chosen


def _grounds(chosen: Theme) -> QPalette:
    """Return grounds and inks of what the style sheet does not name, such as a panel that floats."""
    made, role = QPalette(), QPalette.ColorRole
    grounds = (role.Window, role.Base, role.AlternateBase, role.Button, role.ToolTipBase)
    inks = (role.WindowText, role.Text, role.ButtonText, role.ToolTipText)
    for one in grounds:
        made.setColor(one, QColor(chosen.surface))
    for one in inks:
        made.setColor(one, QColor(chosen.ink))
    made.setColor(role.PlaceholderText, QColor(chosen.faint))
    made.setColor(role.Highlight, QColor(chosen.pale))
    made.setColor(role.HighlightedText, QColor(chosen.ink))
    return made
