"""What opens beside the main window: questions, palette, comparison, guide, what is new, licences, hints, about."""

import platform
from functools import partial
from importlib.resources import files
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from desktop.forms.field import Field
from desktop.panels.compare import CompareWindow
from desktop.panels.exhibit_window import ExhibitWindow
from desktop.panels.palette import Found, Palette
from desktop.panels.reading import GuideWindow, MarkdownWindow, PlainWindow
from desktop.panels.waited_for import GivenUp, waited_for
from desktop.storage.notices import notices
from desktop.storage.release_notes import BEFORE, as_markdown, current, order, releases, since
from desktop.style.palette import THEMES
from desktop.window.workbench import Workbench
from models.areas.former_labels import FORMER_LABELS
from models.areas.register import expanded
from models.quantities.declaration import Kind
from models.rules.best import at_its_best
from models.rules.decisions import judged

HINTS = (
    "Begin with your own organisation: File, New asks seven questions and makes a complete plan (Ctrl+N).",
    "Drag a pinned slider at the left, or type into any input: the curves and the verdict follow at once.",
    "Click a curve to see why it is where it is. Ctrl+F finds any input, F1 opens the guide, F5 presents to the room.",
)


def new_plan(window: Workbench) -> bool:
    """Ask the seven questions and show the plan that comes of them; return whether one was made."""
    from desktop.window.questions import QuestionsDialog  # noqa: PLC0415 - not needed at the start

    # asked before the questions: who keeps the plan that is open must not have answered them for nothing
    if not window.files.may_discard():
        return False
    dialog = QuestionsDialog(window.frame)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    answered = dialog.plan()
    try:
        made = waited_for(
            window.frame,
            dialog.windowTitle(),
            "Looking for the best that each option can be …",
            lambda ticket: at_its_best(answered, look=ticket.look),
        )
    except GivenUp:
        return False
    # answers are work: a plan made of them that is nowhere yet is not lost unasked
    window.document.show_plan(made, None, modified=True)
    pin_what_decides(window)
    show_path(window)
    return True


def pin_what_decides(window: Workbench) -> None:
    """Pin the first numbers of the path in the new plan once it is known, where nobody has pinned others."""

    def pin(keys: list[str]) -> None:
        window.decision.path_found.disconnect(pin)
        plan = window.document.plan
        numbers = [key for key in keys if key in plan.entries and plan.declaration(key).numeric]
        if numbers:
            window.pinned.propose(numbers[:4])

    window.decision.path_found.connect(pin)


def offer_to_make(window: Workbench, path: Path) -> None:
    """Ask whether a plan that is not there is to be made, and make it with the seven questions and save it there."""
    box = QMessageBox(
        QMessageBox.Icon.Question,
        "The plan does not exist yet",
        f"There is no {path.name} in {path.resolve().parent}. Make a new plan there?",
        parent=window.frame,
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    if QMessageBox.StandardButton(box.exec()) is QMessageBox.StandardButton.Yes and new_plan(window):
        window.files.save_to(path)


def show_path(window: Workbench) -> None:
    """Show the ten inputs that decide, in the tab of the decision."""
    window.tabs.setCurrentIndex(0)
    window.decision.show_path()


def input_things(window: Workbench) -> list[Found]:
    """Return every input of the plan that can be shown, to be found by label, row, help, key and answers."""
    plan = window.document.plan
    places: list[Found] = []
    for key, declared, row in expanded(plan.slugs):
        if declared.kind is not Kind.CONSTANT:
            where = f"{plan.row_name(declared.home, row)}: " if row else ""
            answers = [one.label for one in declared.choices]
            tab = next((one.title for one in window.area_tabs if one.holds(key)), "")
            if tab:
                places.append(
                    Found(
                        f"{where}{declared.label}",
                        tab,
                        " ".join([key, declared.help, FORMER_LABELS.get(declared.key, ""), *answers]),
                        partial(window.show_input, key),
                    )
                )
    return places


def find_input(window: Workbench) -> None:
    """Ask for an input and go there."""
    Palette(window.frame, input_things(window), "Find an input, by name or by what it means").show()


def command_palette(window: Workbench) -> None:
    """Ask for anything: an action, a scenario or an input."""
    plan = window.document.plan
    things = [
        Found(
            action.text().replace("&", "").rstrip(" …"), action.shortcut().toString() or "Command", name, action.trigger
        )
        for name, action in window.actions_by_name.items()
        if action.isEnabled() and name != "palette"
    ]
    things += [
        Found(f"Colours: {one.label.lower()}", "Command", f"theme {one.name}", partial(window.restyle, one.name))
        for one in THEMES.values()
    ]
    things += [
        Found(window.tabs.tabText(place), "Tab", "area", partial(window.tabs.setCurrentIndex, place))
        for place in range(window.tabs.count())
    ]
    things += [
        Found(one.name, "Scenario", "", partial(window.document.choose_scenario, one.slug)) for one in plan.scenarios
    ]
    Palette(window.frame, [*things, *input_things(window)], "Do anything, go anywhere").show()


def current_field() -> Field | None:
    """Return the field the cursor is in."""
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, Field):
        widget = widget.parentWidget()
    return widget


def pin_current(window: Workbench) -> None:
    """Pin the input the cursor is in, or unpin it."""
    field = current_field()
    if field is None or not field.declared.numeric:
        window.say("Put the cursor into a number first; then it can be pinned.")
        return
    pinned = window.pinned.pin(field.key)
    window.say(f"{field.declared.label} is {'pinned' if pinned else 'no longer pinned'}.")


def evidence_of_current(window: Workbench) -> None:
    """Ask where the value of the input comes from that the cursor is in."""
    if field := _field_or_word(window):
        field.evidence.edit()


def other_values_of_current(window: Workbench) -> None:
    """Offer the catalogue's figures, the base's value and the default for the input that the cursor is in."""
    if field := _field_or_word(window):
        field.evidence.showMenu()


def _field_or_word(window: Workbench) -> Field | None:
    """Return the field that the cursor is in; where it is in none, say so."""
    field = current_field()
    if field is None:
        window.say("Put the cursor into an input first.")
    return field


def explain_best(window: Workbench) -> None:
    """Explain the present value of the cheapest option."""
    allowed = judged(window.document.plan, window.document.scenario).allowed()
    window.explain(
        f"{allowed[0].key if allowed else 'cloud'}.total.present_value", window.document.plan.structure.horizon
    )


def show_paper(window: Workbench) -> None:
    """Show the business case with its preview; a window of it that is open comes to the front."""
    from desktop.window.paper import PaperWindow  # noqa: PLC0415 - the PDF module is not needed at the start

    shown = next((one for one in window.frame.findChildren(PaperWindow) if one.isVisible()), None)
    if shown is None:
        exchange = window.exchange
        PaperWindow(window, lambda asker: exchange.export("pdf", asker=asker), exchange.wrote).show()
    else:
        shown.activateWindow()


def show_claims(window: Workbench) -> None:
    """Show the article's claims with what the model answers."""
    # eleven small plans are worked out, which the start need not wait for
    from models.exhibits.claims import claims_table  # noqa: PLC0415

    ExhibitWindow(window.frame, "What the article says, at today's prices", claims_table()).show()


def show_comparison(window: Workbench) -> None:
    """Show the scenarios side by side, in the one window there is for that: what is ticked in it stays."""
    known = window.frame.findChildren(CompareWindow)
    shown = known[0] if known else CompareWindow(window.frame, window.document)
    shown.show()
    shown.activateWindow()


def show_guide(window: Workbench) -> None:
    """Show the user guide."""
    folder = Path(str(files("resources") / "help"))
    GuideWindow(window.frame, "User guide", (folder / "guide.md").read_text(encoding="utf-8"), folder).show()


def show_changes(window: Workbench) -> None:
    """Show what changed from release to release."""
    MarkdownWindow(
        window.frame, "What is new", as_markdown(releases()) or "The change log is not beside this program."
    ).show()


def show_changes_since(window: Workbench) -> None:
    """Show once, at the first start of a newer release, what changed since the one that was used last.

    The first start of all shows nothing.
    """
    last = window.settings.text("release") or (BEFORE if window.settings.text("hints") else "")
    window.settings.remember("release", current())
    if last and order(last) < order(current()):
        changed = since(last)
        if changed:
            MarkdownWindow(window.frame, f"What is new since Boardcase {last}", as_markdown(changed)).show()


def show_licences(window: Workbench) -> None:
    """Show the licences of everything that is bundled."""
    PlainWindow(window.frame, "Licences", notices()).show()


def show_hints(window: Workbench) -> None:
    """Show what to try first."""
    box = QMessageBox(
        QMessageBox.Icon.NoIcon,
        "Three hints",
        "\n\n".join(f"{number}.  {hint}" for number, hint in enumerate(HINTS, start=1)),
        parent=window.frame,
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setModal(False)
    box.show()


def about_text() -> str:
    """Return versions and licences."""
    return "\n".join(
        [
            f"Boardcase {current()}, MIT licence",
            "Nothing here is tax or legal advice. Nothing is fetched, nothing is sent.",
            "",
            (
                f"Python {platform.python_version()} (PSF), Qt {qVersion()} and PySide6 (LGPL 3), NumPy"
                f" {np.__version__} (BSD)"
            ),
            "The licences of all that is bundled are under Help, Licences.",
            "",
            "API prices generated from genai-prices (MIT); every other figure of the catalogue names its source.",
        ]
    )


def show_about(window: Workbench) -> None:
    """Show versions and licences."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "About Boardcase", about_text(), parent=window.frame)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setModal(False)
    box.show()
