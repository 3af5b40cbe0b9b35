"""What is decided and kept: recording a decision, holding today's plan against it, comparing with another plan file."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.document.worker import Ticket
from desktop.panels.tables_window import TablesWindow
from desktop.storage.plan_file import PlanFileError, load
from desktop.window.shell import Shell
from models.areas.options import OPTION_LABELS, USUAL
from models.exhibits.figures import Table
from models.plan.decision_record import MOST_RECORDS
from models.plan.plan import Plan
from models.quantities.writing import day_in_words
from models.rules.decisions import judged
from models.rules.judgement import Judgement, State

if TYPE_CHECKING:
    from models.rules.recorded import Signature


class Keeping(QObject):
    """The jobs of one window that keep and compare decisions."""

    def __init__(self, window: Shell) -> None:
        super().__init__(window.frame)
        self._window = window
        self._document = window.document

    def decide(self, judgement: Judgement | None = None) -> None:
        """Ask who decides and record the decision. judgement: of what is on screen, where it is known.

        What is sealed is each option at its best: where the search has not ended, it is made first.
        """
        plan, scenario = self._document.plan, self._document.scenario
        if len(plan.records) >= MOST_RECORDS:
            self._window.refuse("Nothing was recorded", f"The plan has {MOST_RECORDS} decisions; more it cannot keep.")
            return
        if judgement is not None and judgement.searched:
            self._ask_who(plan, scenario, judgement)
            return

        def work(ticket: Ticket) -> Judgement:
            from models.rules.judging import judge_at_best  # noqa: PLC0415 - with the studies

            return judge_at_best(plan, scenario, judged(plan, scenario), look=ticket.look)

        def ready(found: Judgement) -> None:
            self._window.progress.end()
            if self._document.plan is plan and self._document.scenario == scenario:
                self._ask_who(plan, scenario, found)
            else:
                self._window.say("The plan has changed meanwhile: record the decision again.")

        def failed(error: Exception) -> None:
            self._window.progress.end()
            self._window.refuse("Nothing was recorded", str(error))

        ticket = self._window.worker.run("judgement", work, ready, failed=failed)
        self._window.progress.begin("Judging each option at its best first", ticket)

    def _ask_who(self, plan: Plan, scenario: str, shown: Judgement) -> None:
        """Ask who decides on what the search has found, and record it."""
        from desktop.forms.signing import SigningDialog  # noqa: PLC0415 - not needed at the start
        from models.exhibits.before_signing import before_signing  # noqa: PLC0415 - likewise

        case = judged(plan, scenario)
        options = [(key, OPTION_LABELS[key]) for key in case.options if key not in case.twins]
        options.append((USUAL, "Business as usual"))
        if shown.final.state in {State.NOTHING, State.NONE}:
            options.append(("", "Nothing: do not proceed"))
        dialog = SigningDialog(
            self._window.frame,
            before_signing(plan, scenario, case, shown),
            options,
            None if shown.undecided else shown.final.recommended,
            datetime.now(UTC).date().isoformat(),
        )
        if dialog.exec() == SigningDialog.DialogCode.Accepted:
            self.record(dialog.signature(), shown)

    def record(self, signature: "Signature", judgement: Judgement | None = None) -> Ticket:
        """Record a decision, worked out beside the window."""
        plan, scenario = self._document.plan, self._document.scenario

        def work(_: Ticket) -> Plan:
            from desktop.commands.record import decided  # noqa: PLC0415 - with the studies

            return decided(plan, scenario, signature, judgement)

        def ready(better: Plan) -> None:
            self._window.progress.end()
            self._document.add_record(better.records[-1])
            day = day_in_words(signature.on)
            self._window.say(f"Recorded: decided by {signature.by} on {day}. Save the plan to keep it.")

        def failed(error: Exception) -> None:
            self._window.progress.end()
            self._window.refuse("Nothing was recorded", str(error))

        ticket = self._window.worker.run("record", work, ready, failed=failed)
        self._window.progress.begin("Recording the decision", ticket)
        return ticket

    def show_record(self) -> None:
        """Show what is on record, and how the plan on screen stands against the latest decision."""
        plan, scenario = self._document.plan, self._document.scenario
        if not plan.records:
            self._window.say("Nothing is on record yet. Study, Record the decision, keeps one.")
            return

        def work(_: Ticket) -> tuple[str, Sequence[str], Sequence[Table]]:
            from models.exhibits.recorded import record_parts  # noqa: PLC0415 - with the studies

            return record_parts(plan, scenario)

        def ready(parts: tuple[str, Sequence[str], Sequence[Table]]) -> None:
            self._window.progress.end()
            finding, words, tables = parts
            said = "\n".join([finding, "", *words[-1:]])
            TablesWindow(self._window.frame, "Decisions on record", said, tables).show()

        ticket = self._window.worker.run("held", work, ready, failed=self._not_compared)
        self._window.progress.begin("Holding the plan against the record", ticket)

    def hold_figures(self, before: Plan, source: str) -> Ticket:
        """Hold figures that were taken in against what reopens the decision, and say what is crossed.

        before: the plan without them. source: the file they are from.
        """
        plan, scenario = self._document.plan, self._document.scenario

        def work(ticket: Ticket) -> tuple[str, str]:
            from models.exhibits.held_figures import crossed_words  # noqa: PLC0415 - with the studies

            return crossed_words(before, plan, scenario, ticket.look), source

        return self._window.worker.run("tripwires", work, self._say_crossed, failed=lambda _: None)

    def _say_crossed(self, found: tuple[str, str]) -> None:
        words, source = found
        if words:
            TablesWindow(self._window.frame, f"{source} reopens the decision", words, []).show()

    def show_review(self) -> None:
        """Show what people said of the inputs."""
        from models.exhibits.review import review_finding, review_table  # noqa: PLC0415 - not needed at the start

        plan, scenario = self._document.plan, self._document.scenario
        table = review_table(plan, scenario)
        TablesWindow(
            self._window.frame, "Review of inputs", review_finding(plan, scenario), [table] if table.rows else []
        ).show()

    def compare(self) -> None:
        """Ask for another plan file and show how it differs from the plan on screen."""
        name, _ = QFileDialog.getOpenFileName(
            self._window.frame, "Compare with another plan", "", "Plans (*.boardcase *.json *.bak);;All files (*)"
        )
        if name:
            self.compare_with(Path(name))

    def compare_with(self, path: Path) -> Ticket | None:
        """Show how the plan on screen differs from the one in a file, which stands first."""
        from desktop.commands.diff import differences  # noqa: PLC0415 - with the studies

        plan, scenario = self._document.plan, self._document.scenario
        try:
            other = load(path).plan
        except PlanFileError as error:
            self._window.refuse("Nothing was compared", "\n".join(f"{path.name}: {one}" for one in error.problems[:20]))
            return None
        except OSError as error:
            self._window.refuse("Nothing was compared", f"{path.name}: {error.strerror or error}")
            return None
        slug = scenario if scenario in {one.slug for one in other.scenarios} else other.scenarios[0].slug
        here = "the plan on screen"

        def work(_: Ticket) -> tuple[str, Sequence[Table]]:
            from models.rules.plans_apart import plans_apart  # noqa: PLC0415 - likewise

            return differences(plans_apart(other, slug, plan, scenario), path.name, here)

        def ready(found: tuple[str, Sequence[Table]]) -> None:
            self._window.progress.end()
            TablesWindow(self._window.frame, f"{path.name} and {here}", *found).show()

        ticket = self._window.worker.run("diff", work, ready, failed=self._not_compared)
        self._window.progress.begin(f"Comparing with {path.name}", ticket)
        return ticket

    def _not_compared(self, error: Exception) -> None:
        from models.rules.plans_apart import PlansApartError  # noqa: PLC0415 - likewise

        self._window.progress.end()
        told = str(error) if isinstance(error, PlansApartError) else f"It could not be worked out: {error}"
        self._window.refuse("Nothing was compared", told)
