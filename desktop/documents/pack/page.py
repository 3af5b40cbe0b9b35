"""The page of a pack as it reads before any script: what is exported, as text and tables.

A text of the plan is put as text, never as markup.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from desktop.documents.pack.carried import COLUMNS
from desktop.documents.workbook.cell_text import clean
from desktop.storage.release_notes import current
from models.appraisal.in_use import keys_in_use
from models.appraisal.model import model
from models.appraisal.results import CaseResult
from models.areas.options import OPTION_LABELS
from models.areas.register import expanded
from models.exhibits.areas import AREA_LABELS
from models.exhibits.board import as_planned, evidence_grade
from models.exhibits.cells import in_thousands, written
from models.exhibits.dated import out_of_time
from models.exhibits.every_study import judgement_in
from models.exhibits.figures import Figure, Table, figure_table
from models.exhibits.inputs import input_name
from models.exhibits.judgement import headline, how_sure
from models.exhibits.series_styles import barred_label
from models.exhibits.studies import Shown
from models.exhibits.tripwires import reopened_finding, tripwires_table
from models.exhibits.verdict import verdict
from models.exhibits.years import by_year, year_heads
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, in_unit
from models.rules.judgement import Judgement, planned
from models.rules.rule import reasons
from models.studies.tripwires import Reopening

INCOMPLETE = (
    "Incomplete: this page has not finished loading, or scripts are switched off. What you read is as exported, and"
    " nothing can be moved."
)


def put(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Put an element with a text into another. An attribute named with _ at its end is a word of Python's."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    made = SubElement(parent, tag, named)
    made.text = clean(text)
    return made


def table_into(parent: Element, table: Table, name: str, label: str, texts: Sequence[int] = ()) -> None:
    """Put a table into a frame that scrolls by itself. texts: columns of words beside the first."""
    frame = put(parent, "div", class_="wide", tabindex="0", role="region", aria_label=label)
    made = put(frame, "table", id=name) if name else put(frame, "table")
    head = put(put(made, "thead"), "tr")
    for place, text in enumerate(table.heads):
        put(head, "th", text, scope="col", **({"class": "text"} if place in texts else {}))
    body = put(made, "tbody")
    for number, row in enumerate(table.texts()):
        line = put(body, "tr", class_="chosen") if number == table.chosen else put(body, "tr")
        for place, text in enumerate(row):
            if place == 0:
                put(line, "th", text, scope="row")
            else:
                put(line, "td", text, **({"class": "text"} if place in texts else {}))


class Page:
    """Puts the sections of a page together. studies: those the scenario's documents read."""

    def __init__(
        self,
        plan: Plan,
        scenario: str,
        day: date,
        input_hash: str,
        case: CaseResult,
        studies: Mapping[str, Shown],
        figure: Figure,
        picture: str,
    ) -> None:
        self.plan, self.scenario, self.case, self.studies = plan, scenario, case, studies
        self.figure, self.picture = figure, picture
        self.judgement = judgement_in(studies)
        self.printed = f"{day.day} {day:%B %Y}"
        self._late = out_of_time(plan, scenario, day)
        self.made_by = f"Boardcase {current()} · {input_hash} · {self.printed}"

    def body(self) -> Element:
        """Return the body of the page."""
        body = Element("body")
        self._head(body)
        self._decision(body)
        columns = put(body, "div", class_="columns")
        self._chart(put(columns, "section", class_="curves"))
        self._asked(columns)
        rest = put(columns, "div", class_="rest")
        for section in (self._options, self._years, self._reopened, self._inputs):
            section(put(rest, "section"))
        self._foot(body)
        _explaining(body)
        return body

    def _head(self, body: Element) -> None:
        paper = self.plan.paper
        head = put(body, "header")
        put(head, "p", INCOMPLETE, id="incomplete", role="alert")
        put(head, "h1", self.plan.title)
        pieces = (paper.organisation, paper.board, paper.classification, self.plan.scenario(self.scenario).name)
        put(head, "p", " · ".join(one for one in (*pieces, self.printed) if one), class_="meta")

    def _decision(self, body: Element) -> None:
        standing = self.judgement.planned if self.judgement is not None else planned(self.case)
        told = verdict(self.plan, self.case, Judgement(standing))
        section = put(body, "section", aria_label="The decision")
        put(section, "p", "With the changes below:", id="live", hidden="hidden")
        put(section, "p", told.sentence, id="sentence", aria_live="polite")
        put(section, "p", told.follow_up, id="follow")
        if self._late:
            put(section, "p", self._late, class_="wrong")
        put(section, "p", "", id="was", class_="note", hidden="hidden")
        put(section, "p", "", id="ruled", class_="wrong", hidden="hidden")
        changed = put(section, "div", id="changed", hidden="hidden")
        put(changed, "h3", "Changed here")
        put(changed, "ul", id="changes")
        put(changed, "button", "Everything as exported", id="reset", type="button")
        exported = put(section, "div", id="exported")
        put(exported, "h3", "How sure, as exported")
        stale = "These were worked out for the exported scenario and figures; they do not follow what you change here."
        put(exported, "p", stale, id="stale", hidden="hidden")
        grade = evidence_grade(self.plan, self.scenario)
        if self.judgement is not None:
            put(exported, "p", "".join(part.text for part in headline(self.plan, self.judgement)), class_="sure")
            put(exported, "p", how_sure(self.judgement, grade), class_="sure")
            if self.judgement.against:
                put(exported, "h3", "What speaks against it, as exported")
                against = put(exported, "ul")
                for one in self.judgement.against:
                    put(against, "li", one.text)

    def _chart(self, section: Element) -> None:
        put(section, "h2", "Cumulative cost")
        bar = put(section, "div", class_="bar needs-script", role="radiogroup", aria_label="Basis", hidden="hidden")
        for value, label in (("nominal", "As paid"), ("discounted", "Discounted")):
            choice = put(bar, "label")
            given = put(choice, "input", type="radio", name="basis", value=value)
            if value == "nominal":
                given.set("checked", "checked")
            given.tail = f" {label}"
        box = put(section, "div", id="chart")
        put(box, "img", class_="still", src=self.picture, alt=self.figure.alternative)
        put(section, "p", self.figure.alternative, id="charttext", class_="unseen")
        put(section, "ul", id="legend", hidden="hidden")
        put(section, "p", "; ".join(one.text for one in self.figure.marks), id="passed", class_="note")
        more = put(section, "details")
        put(more, "summary", "The curves as a table")
        table_into(more, figure_table(self.figure), "curves", "Cumulative cost at the end of each year")

    def _asked(self, columns: Element) -> None:
        side = put(columns, "section", class_="side needs-script", aria_label="What if", hidden="hidden")
        put(side, "h2", "What if")
        put(side, "p", "", id="now", class_="note")
        bar = put(side, "div", class_="bar")
        put(bar, "label", "Scenario", for_="scenario")
        put(bar, "select", id="scenario")
        put(side, "div", id="controls")
        put(put(side, "p"), "label", "Change another input", for_="search")
        put(side, "input", id="search", type="search", autocomplete="off", placeholder="Part of its name")
        put(side, "p", "", id="count", class_="note", role="status")
        put(side, "ul", id="found")
        told = (
            "Changes live in this window alone and are not saved. Horizon, rows and switched-off parts are changed in"
            " Boardcase."
        )
        put(side, "p", told, class_="note")

    def _options(self, section: Element) -> None:
        put(section, "h2", "The options")
        plan, symbol = self.plan, SYMBOLS[self.plan.currency]
        traced = model(plan.structure)
        keys = {(key, name): name.of(key) for key in self.case.options for _, name in COLUMNS}
        known = [line for line in keys.values() if line in traced.lines]
        figures = traced.evaluate(plan.values(self.scenario), known)
        rows: list[list[str]] = []
        for key in self.case.options:
            amounts = [
                written(in_thousands(float(figures.rows(keys[key, name])[:, :, 0].sum()), symbol))
                if keys[key, name] in traced.lines
                else "–"
                for _, name in COLUMNS
            ]
            rows.append([barred_label(key, self.case), *amounts])
        told = verdict(plan, self.case)
        chosen = list(self.case.options).index(told.cheapest) if told.cheapest in self.case.options else -1
        heads = [f"{symbol}k", *(head for head, _ in COLUMNS)]
        table_into(section, Table.of(heads, rows, chosen=chosen), "options", "The options")
        for reason in reasons(self.case.blocked):
            put(section, "p", f"Not allowed: {reason}", class_="note")
        put(section, "p", "Which options the rules allow is as exported.", class_="note")

    def _years(self, section: Element) -> None:
        put(section, "h2", "Cost by area and year")
        bar = put(section, "div", class_="bar needs-script", hidden="hidden")
        put(bar, "label", "Option", for_="option")
        put(bar, "select", id="option")
        plan = self.plan
        told = verdict(plan, self.case)
        option = told.cheapest if told.cheapest in self.case.options else next(iter(self.case.options))
        traced = model(plan.structure)
        lines = traced.costs(option)
        figures = traced.evaluate(plan.values(self.scenario), [line.key for line in lines])
        rows: list[list[str]] = []
        for slug, label in AREA_LABELS.items():
            mine = [figures.rows(line.key)[:, :, 0].sum(axis=0) for line in lines if line.area == slug]
            if mine:
                monthly = sum(mine[1:], mine[0])
                amounts = [*by_year(monthly), float(monthly.sum())]
                rows.append([label, *(written(in_thousands(one, SYMBOLS[plan.currency])) for one in amounts)])
        heads = [OPTION_LABELS[option], *year_heads(plan.structure.horizon), "Whole"]
        table_into(section, Table.of(heads, rows), "years", "Cost by area and year")

    def _reopened(self, section: Element) -> None:
        put(section, "h2", f"What reopens the decision{as_planned(self.judgement)}, as exported")
        study = self.studies.get("tripwires")
        found = study.behind if study is not None else None
        if not isinstance(found, Reopening):
            put(section, "p", "Not worked out.")
            return
        standing = self.judgement.reopened_from if self.judgement is not None else planned(self.case)
        wires = found.tripwires
        if wires:
            shown = tripwires_table(self.plan, self.scenario, wires)
            table_into(section, shown, "", "What reopens the decision", range(1, len(shown.heads)))
        else:
            put(section, "p", reopened_finding(self.plan, self.scenario, standing, wires))

    def _inputs(self, section: Element) -> None:
        put(section, "h2", "The inputs, as exported")
        grade = evidence_grade(self.plan, self.scenario)
        put(section, "p", f"Evidence grade {grade.letter}: {grade.meaning}.")
        more = put(section, "details")
        put(more, "summary", "Every input that the plan uses, with its source")
        used, plan = keys_in_use(self.plan), self.plan
        rows: list[list[str]] = []
        for key, declared, _ in expanded(plan.slugs):
            if key in used:
                entry = plan.entry(self.scenario, key)
                evidence = entry.evidence
                text = in_unit(entry.value, declared, plan.symbol(self.scenario, key))
                said = ", ".join(one for one in (evidence.source or declared.source, evidence.date) if one)
                rows.append([input_name(plan, key), text, evidence.kind.value, said])
        heads = ["Input", "Value", "Evidence", "Source"]
        table_into(more, Table.of(heads, rows), "", "Every input that the plan uses", (2, 3))

    def _foot(self, body: Element) -> None:
        foot = put(body, "footer")
        put(foot, "p", self.made_by, class_="meta")


def _explaining(body: Element) -> None:
    """Put the window in which a figure is explained."""
    why = put(body, "dialog", id="why", aria_label="Where a figure comes from")
    put(why, "div", id="whytext")
    bar = put(why, "div", class_="bar")
    put(bar, "button", "Back", id="whyback", type="button")
    put(bar, "button", "Close", id="whyclose", type="button")
