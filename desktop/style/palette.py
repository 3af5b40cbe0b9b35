"""Colours and the style sheet of the window, light, dark and in high contrast. What is drawn asks for the theme when it draws."""

from dataclasses import dataclass, field
from importlib.resources import files


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
    "light", "Light", "#1F2933", "#5B6472", "#7B8592", "#DCE1E7", "#C9D1DA", "#FFFFFF", "#F4F6F9", "#12436D", "#E6EDF5", "#B42318", "#9A6700",
    {"default": "#8A94A3", "assumption": "#B7791F", "quote": "#1F7F77", "measured": "#12436D"},
)  # fmt: skip
DARK = Theme(
    "dark", "Dark", "#E8ECF1", "#A9B3C0", "#7F8A98", "#36404D", "#4B5766", "#1B222B", "#141A21", "#7FB5E6", "#2A3a4C", "#FF8A80", "#E3B341",
    {"default": "#A9B3C0", "assumption": "#E3B341", "quote": "#5CC4B8", "measured": "#7FB5E6"},
    {"#D4511B": "#FF8A5C", "#12436D": "#7FB5E6", "#1F7F77": "#5CC4B8", "#6B7280": "#A9B3C0", "#7A1F5C": "#D98BC0", "#9A6700": "#E3B341"},
)  # fmt: skip
CONTRAST = Theme(
    "contrast", "High contrast", "#000000", "#000000", "#4D4D4D", "#808080", "#000000", "#FFFFFF", "#FFFFFF", "#00337F", "#D6E6FF", "#A00000", "#7A4B00",
    {"default": "#000000", "assumption": "#7A4B00", "quote": "#005A50", "measured": "#00337F"},
    {"#D4511B": "#B03A00", "#12436D": "#002B5C", "#1F7F77": "#005A50", "#6B7280": "#000000"},
)  # fmt: skip
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
    ink, grey, faint, line, edge, surface, ground = chosen.ink, chosen.grey, chosen.faint, chosen.line, chosen.edge, chosen.surface, chosen.ground
    accent, pale, refused = chosen.accent, chosen.pale, chosen.refused
    chevron = str(files("resources") / "icons" / f"chevron-{chosen.name}.svg").replace("\\", "/")
    chevron_up = str(files("resources") / "icons" / f"chevron-up-{chosen.name}.svg").replace("\\", "/")
    check = str(files("resources") / "icons" / f"check-{chosen.name}.svg").replace("\\", "/")
    return f"""
* {{ font-family: "Source Sans Pro"; font-size: 14px; color: {ink}; }}
QMainWindow, QWidget#ground {{ background: {ground}; }}
QWidget#surface, QScrollArea, QWidget#form {{ background: {surface}; border: none; }}
QMenuBar {{ background: {surface}; padding: 2px 6px; border-bottom: 1px solid {line}; }}
QMenuBar::item {{ padding: 4px 9px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {pale}; }}
QMenu {{ background: {surface}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 5px 26px 5px 26px; border-radius: 4px; }}
QMenu::item:selected {{ background: {pale}; }}
QMenu::item:disabled {{ color: {faint}; }}
QToolBar {{ background: {surface}; border: none; border-bottom: 1px solid {line}; padding: 5px 10px; spacing: 6px; }}
QToolButton {{ background: {surface}; border: 1px solid {edge}; border-radius: 6px; padding: 5px 13px; }}
QToolButton:hover {{ background: {pale}; }}
QToolButton:focus {{ border: 2px solid {accent}; padding: 4px 12px; }}
QToolButton:disabled {{ color: {faint}; background: {ground}; }}
QTabWidget {{ background: {surface}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; background: {surface}; }}
QTabBar {{ background: {surface}; }}
QTabBar::tab {{ padding: 8px 14px; color: {grey}; background: {surface}; border: none; border-bottom: 3px solid transparent; }}
QTabBar::tab:selected {{ color: {accent}; font-weight: 600; border-bottom: 3px solid {accent}; }}
QTabBar::tab:focus {{ color: {accent}; background: {pale}; }}
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{ background: {surface}; border: 1px solid {edge}; border-radius: 5px; padding: 4px 8px; min-height: 18px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
QLineEdit[changed="true"], QComboBox[changed="true"] {{ border-left: 4px solid {accent}; padding-left: 5px; }}
QLineEdit[refused="true"] {{ border: 2px solid {refused}; padding: 3px 7px; }}
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {{ width: 18px; border: none; background: transparent; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url("{chevron_up}"); width: 10px; height: 10px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url("{chevron}"); width: 10px; height: 10px; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url("{chevron}"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {surface}; border: 1px solid {line}; selection-background-color: {pale}; selection-color: {ink}; }}
QListView::indicator, QCheckBox::indicator, QMenu::indicator {{ width: 14px; height: 14px; border: 1px solid {edge}; border-radius: 3px; background: {surface}; }}
QMenu::indicator {{ left: 6px; }}
QListView::indicator:checked, QCheckBox::indicator:checked, QMenu::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{check}"); }}
QCheckBox::indicator:focus {{ border: 2px solid {accent}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QToolBar#areas {{ padding: 0 6px; spacing: 0; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolButton#row {{ padding: 4px 8px; font-size: 13px; }}
QToolButton#row:checked {{ background: {pale}; border-color: {accent}; }}
QCheckBox:focus {{ outline: 1px solid {accent}; }}
QListWidget {{ background: transparent; border: none; outline: none; }}
QListWidget::item {{ padding: 7px 8px; border-radius: 6px; }}
QListWidget::item:selected {{ background: {pale}; color: {ink}; font-weight: 600; }}
QLabel#caption {{ color: {grey}; font-size: 12px; font-weight: 600; letter-spacing: 1px; }}
QLabel#heading {{ color: {accent}; font-weight: 600; font-size: 15px; padding: 8px 0 2px 0; }}
QLabel#unit, QLabel#evidence {{ color: {grey}; font-size: 12px; }}
QLabel#problem {{ color: {refused}; font-size: 12px; }}
QLabel#verdict {{ font-size: 19px; }}
QPushButton#more {{ border: none; color: {accent}; text-align: left; padding: 6px 0; background: transparent; }}
QPushButton#more:focus {{ text-decoration: underline; }}
QTableWidget {{ background: {surface}; border: 1px solid {line}; border-radius: 6px; gridline-color: {line}; }}
QTableWidget::item {{ padding: 2px 5px; }}
QHeaderView::section {{ background: {surface}; color: {grey}; border: none; border-bottom: 1px solid {line}; padding: 5px 5px; font-weight: 600; font-size: 12px; }}
QStatusBar {{ background: {surface}; border-top: 1px solid {line}; color: {grey}; }}
QStatusBar QLabel {{ color: {grey}; font-size: 13px; padding: 0 8px; }}
QSlider {{ min-height: 22px; }}
QSlider::groove:horizontal {{ height: 4px; background: {line}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -7px 0; border-radius: 9px; background: {surface}; border: 2px solid {accent}; }}
QSlider::handle:horizontal:focus {{ background: {accent}; }}
QSplitter::handle {{ background: {line}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {edge}; border-radius: 4px; min-height: 30px; margin: 1px; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: transparent; }}
QToolTip {{ background: {ink}; color: {surface}; border: none; padding: 5px; }}
QToolButton#evidence {{ border: none; background: transparent; color: {grey}; font-size: 12px; text-align: left; padding: 1px 3px; }}
QToolButton#evidence:hover {{ background: {pale}; border-radius: 4px; }}
QToolButton#evidence:focus {{ border: 1px solid {accent}; border-radius: 4px; padding: 0 2px; }}
QToolButton#evidence::menu-indicator, QToolButton#quiet::menu-indicator {{ image: none; width: 0; }}
QToolButton#quiet {{ border: none; background: transparent; color: {grey}; font-size: 12px; padding: 3px 7px; border-radius: 4px; }}
QToolButton#quiet:hover {{ background: {pale}; }}
QToolButton#quiet:checked {{ color: {accent}; font-weight: 600; background: {pale}; }}
QToolButton#quiet:focus {{ border: 1px solid {accent}; padding: 2px 6px; }}
QToolButton#primary {{ background: {accent}; color: {surface}; border-color: {accent}; font-weight: 600; }}
QDockWidget {{ color: {grey}; font-size: 12px; font-weight: 600; }}
QDockWidget::title {{ background: {surface}; padding: 6px 10px; border-bottom: 1px solid {line}; text-align: left; }}
QDialog, QMessageBox {{ background: {ground}; }}
QTreeWidget, QTableView, QPlainTextEdit, QTextBrowser {{ background: {surface}; border: 1px solid {line}; border-radius: 6px; selection-background-color: {pale}; selection-color: {ink}; }}
QTreeWidget:focus, QTableView:focus, QListWidget:focus, QTextBrowser:focus {{ border: 1px solid {accent}; }}
QTreeWidget::item {{ padding: 3px 4px; }}
QPushButton {{ background: {surface}; border: 1px solid {edge}; border-radius: 6px; padding: 5px 13px; }}
QPushButton:hover {{ background: {pale}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 12px; }}
QPushButton:default {{ background: {accent}; color: {surface}; border-color: {accent}; }}
QPushButton:disabled {{ color: {faint}; background: {ground}; }}
QLineEdit[found="true"], QComboBox[found="true"] {{ background: {pale}; border: 2px solid {accent}; padding: 3px 7px; }}
QLabel#influence {{ color: {grey}; font-size: 12px; }}
QLabel#hint {{ background: {pale}; border: 1px solid {edge}; border-radius: 6px; padding: 8px 10px; }}
QLabel#headline {{ font-size: 32px; }}
QSpinBox:disabled, QDoubleSpinBox:disabled {{ color: {faint}; background: {ground}; }}
QLabel#subline {{ font-size: 18px; color: {grey}; }}
QLabel#pin {{ font-size: 20px; }}
QProgressBar {{ background: {ground}; border: 1px solid {edge}; border-radius: 5px; text-align: center; min-height: 14px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
"""
