"""Colours and the style sheet of the window."""

from importlib.resources import files

INK, GREY, FAINT, LINE, SURFACE, GROUND, ACCENT, PALE = (
    "#1F2933", "#5B6472", "#8A94A3", "#DCE1E7", "#FFFFFF", "#F4F6F9", "#12436D", "#E6EDF5",
)  # fmt: skip
REFUSED, WARNING = "#B42318", "#9A6700"
EVIDENCE_COLOURS = {"default": "#B4BDC9", "assumption": "#D9A441", "quote": "#1F7F77", "measured": "#12436D"}

_CHEVRON = str(files("resources") / "icons" / "chevron.svg").replace("\\", "/")

STYLE = f"""
* {{ font-family: "Source Sans Pro"; font-size: 14px; color: {INK}; }}
QMainWindow, QWidget#ground {{ background: {GROUND}; }}
QWidget#surface, QScrollArea, QWidget#form {{ background: {SURFACE}; border: none; }}
QMenuBar {{ background: {SURFACE}; padding: 2px 6px; border-bottom: 1px solid {LINE}; }}
QMenuBar::item {{ padding: 4px 9px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {PALE}; }}
QMenu {{ background: {SURFACE}; border: 1px solid {LINE}; padding: 4px; }}
QMenu::item {{ padding: 5px 26px 5px 14px; border-radius: 4px; }}
QMenu::item:selected {{ background: {PALE}; }}
QMenu::item:disabled {{ color: {FAINT}; }}
QToolBar {{ background: {SURFACE}; border: none; border-bottom: 1px solid {LINE}; padding: 5px 10px; spacing: 6px; }}
QToolButton {{ background: {SURFACE}; border: 1px solid #C9D1DA; border-radius: 6px; padding: 5px 13px; }}
QToolButton:hover {{ background: {PALE}; }}
QToolButton:focus {{ border: 2px solid {ACCENT}; padding: 4px 12px; }}
QToolButton:disabled {{ color: {FAINT}; background: {GROUND}; }}
QTabWidget {{ background: {SURFACE}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {LINE}; background: {SURFACE}; }}
QTabBar {{ background: {SURFACE}; }}
QTabBar::tab {{ padding: 9px 14px; color: {GREY}; background: {SURFACE}; border: none; border-bottom: 3px solid transparent; }}
QTabBar::tab:selected {{ color: {ACCENT}; font-weight: 600; border-bottom: 3px solid {ACCENT}; }}
QTabBar::tab:focus {{ color: {ACCENT}; background: {PALE}; }}
QLineEdit, QComboBox {{ background: {SURFACE}; border: 1px solid #C9D1DA; border-radius: 5px; padding: 4px 8px; min-height: 18px; }}
QLineEdit:focus, QComboBox:focus {{ border: 2px solid {ACCENT}; padding: 3px 7px; }}
QLineEdit[changed="true"], QComboBox[changed="true"] {{ border-left: 4px solid {ACCENT}; padding-left: 5px; }}
QLineEdit[refused="true"] {{ border: 2px solid {REFUSED}; padding: 3px 7px; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url("{_CHEVRON}"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {SURFACE}; border: 1px solid {LINE}; selection-background-color: {PALE}; selection-color: {INK}; }}
QCheckBox:focus {{ outline: 1px solid {ACCENT}; }}
QListWidget {{ background: transparent; border: none; outline: none; }}
QListWidget::item {{ padding: 7px 8px; border-radius: 6px; }}
QListWidget::item:selected {{ background: {PALE}; color: {INK}; font-weight: 600; }}
QLabel#caption {{ color: {GREY}; font-size: 12px; font-weight: 600; letter-spacing: 1px; }}
QLabel#heading {{ color: {ACCENT}; font-weight: 600; font-size: 15px; padding: 8px 0 2px 0; }}
QLabel#unit, QLabel#evidence {{ color: {GREY}; font-size: 12px; }}
QLabel#problem {{ color: {REFUSED}; font-size: 12px; }}
QLabel#verdict {{ font-size: 19px; }}
QPushButton#more {{ border: none; color: {ACCENT}; text-align: left; padding: 6px 0; background: transparent; }}
QPushButton#more:focus {{ text-decoration: underline; }}
QTableWidget {{ background: {SURFACE}; border: 1px solid {LINE}; border-radius: 6px; gridline-color: {LINE}; }}
QTableWidget::item {{ padding: 2px 5px; }}
QHeaderView::section {{ background: {SURFACE}; color: {GREY}; border: none; border-bottom: 1px solid {LINE}; padding: 5px 5px; font-weight: 600; font-size: 12px; }}
QStatusBar {{ background: {SURFACE}; border-top: 1px solid {LINE}; color: {GREY}; }}
QStatusBar QLabel {{ color: {GREY}; font-size: 13px; padding: 0 8px; }}
QSlider {{ min-height: 22px; }}
QSlider::groove:horizontal {{ height: 4px; background: {LINE}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -7px 0; border-radius: 9px; background: {SURFACE}; border: 2px solid {ACCENT}; }}
QSlider::handle:horizontal:focus {{ background: {ACCENT}; }}
QSplitter::handle {{ background: {LINE}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: #CBD2DB; border-radius: 4px; min-height: 30px; margin: 1px; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: transparent; }}
QToolTip {{ background: {INK}; color: white; border: none; padding: 5px; }}
"""
