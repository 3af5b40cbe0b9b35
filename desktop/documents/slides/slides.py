"""Eight slides: decision, curves, options, each at its best, how sure, what reopens it, delivery, the ask.

Where nothing can be judged yet there are three of them.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Emu, Inches, Length

from desktop.documents.slides.charts import bars, curves, gantt
from desktop.documents.slides.house import HEIGHT, MARGIN, ROOM, TOP, WIDTH, Deck
from desktop.documents.slides.parts import Box, CallOut, height_of, panel, table, table_height, words
from desktop.storage.release_notes import current
from desktop.storage.watching import Look, unwatched
from models.exhibits import board_pages, case_text
from models.exhibits.board import (
    against_head,
    as_planned,
    board_table,
    compared_words,
    evidence_grade,
    recommendation_head,
    recommended,
    without_option,
)
from models.exhibits.conclusions import Known, conclusion, decision
from models.exhibits.dated import begins_later, ends_before, out_of_time
from models.exhibits.every_study import bests_in, documented, judgement_in
from models.exhibits.figures import HATCHED, Figure, cumulative_figure, lasting
from models.exhibits.information import information_finding
from models.exhibits.phases import phases
from models.exhibits.register_tables import risks_table
from models.exhibits.series_styles import STYLES, none_judged
from models.exhibits.simulation import outcome_table
from models.exhibits.studies import Shown
from models.exhibits.tripwires import (
    barred_then,
    nearest,
    offer_reopens,
    only_if,
    out_of_reach,
    reopened_finding,
    tripwire_words,
    tripwires_table,
)
from models.exhibits.verdict_parts import none_as_planned, to_mend
from models.plan.paper import PARTS
from models.plan.plan import Plan
from models.quantities.texts import isolated
from models.rules.decisions import judged
from models.rules.rule import reasons
from models.studies.information import Information
from models.studies.tripwires import Reopening, Tripwire
from models.studies.uncertainty import Uncertainty

BELOW = Emu(HEIGHT - Inches(0.7))
"""Where the room of a slide ends."""

_ORANGE, _GREEN, _NAVY = (
    RGBColor.from_string(STYLES[one].colour.lstrip("#")) for one in ("cloud", "hybrid", "on_premises")
)
_GAP = Inches(0.22)
_MOST_AGAINST, _MOST_WIRES, _MOST_ROWS = 2, 3, 8
_LONGEST = 420
_LONGEST_TITLE = 60
"""Of a plan in the footer of a slide, whose line has room for some 150 characters."""
_A_LINE = Inches(0.6)
_LEAST_ROWS = 3
"""Of a table that gives way to what stands above it."""


class _Slides:
    """What every slide is written from."""

    def __init__(self, plan: Plan, scenario: str, day: date, input_hash: str, studies: Mapping[str, Shown]) -> None:
        self.plan, self.scenario, self.day, self.studies = plan, scenario, day, studies
        self.case = judged(plan, scenario)
        self.known = Known(plan, scenario, self.case, studies)
        self.judgement = judgement_in(studies)
        paper = plan.paper
        pieces = (
            textwrap.shorten(plan.title, _LONGEST_TITLE, placeholder="…"),
            paper.organisation,
            paper.board,
            f"{day.day} {day:%B %Y}",
            paper.classification,
            f"scenario: {plan.scenario(scenario).name}" if scenario != plan.scenarios[0].slug else "",
            f"Boardcase {current()}",
            input_hash,
        )
        footer = " · ".join(isolated(one) for one in pieces if one)
        self.deck = Deck(plan.title, paper.author or "Boardcase", footer, day)
        grade = evidence_grade(plan, scenario)
        self.source = (
            f"Figures are those of the workbook with hash {input_hash}, scenario {plan.scenario(scenario).name}. Grade"
            f" of evidence {grade.letter}: {grade.meaning}. {case_text.evidence_sentence(plan, scenario)}"
        )

    def slide(self, title: str, *notes: str) -> Any:  # noqa: ANN401 - the library's slide
        return self.deck.slide(title, "\n".join([*(one for one in notes if one), self.source]))

    @property
    def wires(self) -> Sequence[Tripwire]:
        found = self.studies["tripwires"].behind
        return found.tripwires if isinstance(found, Reopening) else ()


def slides(plan: Plan, scenario: str, day: date, input_hash: str, look: Look | None = None) -> bytes:
    """Return the slides of a scenario; the same plan, scenario and day give the same bytes.

    look: told how far the work is, from 0 to 1; it may raise to give the work up.
    """
    watch = look or unwatched
    watch(0.0, "Working out the studies")
    studies = documented(plan, scenario, lambda part, doing: watch(part * 0.8, doing))
    watch(0.8, "Drawing the slides")
    made = _Slides(plan, scenario, day, input_hash, studies)
    judged_by = (_decision, _curves, _options, _at_best, _sure, _reopened)
    for one in (*((_awaited,) if none_judged(made.case) else judged_by), _delivery, _ask):
        one(made)
    watch(1.0, "")
    return made.deck.bytes()


def _across(top: float, height: float) -> Box:
    """Return a box over the whole width, in inches from the top."""
    return MARGIN, Inches(top), ROOM, Inches(height)


def _at(top: float) -> tuple[Length, Length, Length]:
    """Return where a table over the whole width begins, in inches from the top."""
    return MARGIN, Inches(top), ROOM


def _below(
    slide: Any,  # noqa: ANN401 - the library's slide
    end: Length,
    paragraphs: Sequence[tuple[str, str]],
    size: float,
    gap: Length | None = None,
) -> Length:
    """Write paragraphs below what ends somewhere, and return where they end."""
    top = Emu(end + (_GAP if gap is None else gap))
    height = height_of(paragraphs, ROOM, size)
    words(slide, (MARGIN, top, ROOM, height), paragraphs, size)
    return Emu(top + height)


def _own(parts: Sequence[tuple[str, str]], most: int = 420) -> list[tuple[str, str]]:
    """Return parts of the paper that its writer states, under their names, each of its lines as a clause."""
    told = {
        label: "; ".join(one.strip().rstrip(".;") for one in text.split("\n") if one.strip()) for label, text in parts
    }
    return [(f"{label}:", _short(f"{text}.", most) if text else "not stated.") for label, text in told.items()]


def _decision(to: _Slides) -> None:
    """Draw the decision: the curves, and beside them the ask, what speaks against it, and what reopens it."""
    figure = lasting(cumulative_figure(to.plan, to.case, judgement=to.judgement))
    resolved = case_text.resolution(to.plan, to.scenario, to.case, to.judgement, to.day)
    reason = case_text.reason(to.plan, to.case, to.judgement)
    every = [one.text for one in to.judgement.against] if to.judgement is not None else []
    head = against_head(to.judgement) if to.judgement is not None else "Against it"
    spoken = f"{head}. {' '.join(every)}" if every else ""
    slide = to.slide(decision(to.known), f"Resolution. {resolved}", reason, spoken, to.plan.paper.purpose)
    told = Inches(0.35)
    curves(slide, (MARGIN, Emu(TOP + told), Inches(8.4), Emu(BELOW - TOP - told)), figure, to.day)
    note = f"{_drawn(figure)}{'; curves as planned, above each at its best' if as_planned(to.judgement) else ''}"
    words(slide, (MARGIN, TOP, Inches(8.4), told), [("", note)], 12)
    left, width = Inches(9.3), Emu(WIDTH - MARGIN - Inches(9.3))
    only = only_if(to.plan, to.known.judgement.reopened_from, to.wires)
    near = nearest(to.plan, to.wires)[:_MOST_AGAINST]
    wires = [only] if only else [tripwire_words(to.plan, to.scenario, one) for one in near]
    # what page one has beside them: a site that is nearly full bars the option, whatever it costs
    full: Sequence[str] = () if only else barred_then(to.plan, to.scenario, to.known.judgement.reopened_from)
    if wires and not only and out_of_reach(to.plan, to.wires):
        wires = ["An offer that was not tried."] if offer_reopens(to.judgement) else []
        wires = wires or ([] if full else ["No likely change."])
    wires = [f"{one[0].upper()}{one[1:]}" for one in (*wires, *full)]
    ask = CallOut("The ask", _asked(to), _NAVY).fitted(width, Inches(2.2))
    reopen = CallOut(f"What would reopen it{as_planned(to.judgement)}", wires or ["No plausible change."], _GREEN)
    late = out_of_time(to.plan, to.scenario, to.day)
    said = to.judgement.against if to.judgement is not None else ()
    # there may be no room for all that page one has: its first, and then what turns the decision
    turning = [one.text for one in [*said[:1], *sorted(said[1:], key=lambda one: not one.turns)]]
    spoken_against = turning or list(reasons(to.case.blocked))
    if late:
        # that it has begun comes first; that it begins years ahead leaves room for what speaks against it
        place = len(spoken_against) if begins_later(to.plan, to.scenario, to.day) else 0
        spoken_against = [*spoken_against[:place], late, *spoken_against[place:]]
    spoken_against = spoken_against or ["Nothing in the plan."]
    room = Emu(BELOW - TOP - 2 * _GAP - ask.height(width))
    # the first tripwire is read whole: its figure stands at its end
    shortest = replace(reopen, lines=reopen.lines[:1]).height(width)
    against = CallOut(head, spoken_against, _ORANGE).fitted(width, Emu(room - shortest))
    against = replace(against, lines=against.lines[:_MOST_AGAINST])
    reopen = reopen.fitted(width, Emu(room - against.height(width)))
    top: Length = TOP
    for one in (ask, against, reopen):
        top = Emu(one.write(slide, left, top, width) + _GAP)


def _awaited(to: _Slides) -> None:
    """Tell what no option can be judged without: there is no curve, no lead and no figure that would turn it."""
    plan, scenario, case = to.plan, to.scenario, to.case
    purpose = plan.paper.purpose
    why = case_text.reason(plan, case, to.judgement)
    slide = to.slide(decision(to.known), purpose, why)
    told = [without_option(plan, scenario, case, to.judgement), ("", to_mend(case))]
    told += [("Purpose:", purpose)] if purpose else []
    words(slide, _across(1.4, 5.0), told, 18)


def _asked(to: _Slides) -> list[str]:
    """Return what is asked for, and how surely what is proposed is the cheaper."""
    best = to.known.proposed
    if ends_before(to.plan, to.scenario, to.day):
        return ["Nothing: the plan lies in the past"]
    if best is None:
        if to.known.keeps_usual:
            chosen = "If chosen: keep" if to.known.judgement.final.tied else "Keep"
            return [f"{chosen} business as usual, no capital"]
        if to.known.does_nothing and not to.known.judgement.final.close:
            return ["Do not proceed, no capital"]
        return ["Nothing yet: no option is recommended"]
    asked = conclusion("tax", to.known) if best.up_front > 0 else f"{best.label}, no capital"
    if to.known.left_open and best.up_front <= 0:
        asked = f"If chosen: {asked}"
    sure = conclusion("sensitivity", to.known)
    return [asked] if sure == PARTS["sensitivity"] else [asked, sure]


def _drawn(figure: Figure) -> str:
    """Return what a figure shows, as native charts draw it: nothing in them is hatched."""
    return figure.subtitle.replace(HATCHED, "; work that waits is in it")


def _curves(to: _Slides) -> None:
    # business as usual, which is drawn undiscounted, belongs to the picture where it is what leads
    basis = "nominal" if to.known.keeps_usual else "discounted"
    figure = lasting(cumulative_figure(to.plan, to.case, basis, to.judgement))
    slide = to.slide(f"{figure.title}{as_planned(to.judgement)}", figure.alternative)
    words(slide, _across(1.2, 0.4), [("", _drawn(figure))], 13)
    curves(slide, (MARGIN, Inches(1.6), ROOM, Inches(4.5)), figure, to.day)
    passed = "; ".join(mark.text for mark in figure.marks) or _crosses_none(to)
    # slide 1 and page 1 have the months of what is paid, not discounted
    when = "When:" if basis == "nominal" else "When, in today's money:"
    words(slide, _across(6.2, 0.6), [(when, passed)], 14)


def _crosses_none(to: _Slides) -> str:
    if not to.case.allowed():
        return f"{none_as_planned(to.case)}: where curves cross decides nothing."
    return "No other option's curve crosses that of the cheapest."


def _options(to: _Slides) -> None:
    shown = board_table(to.plan, to.case, to.scenario, to.judgement, bests_in(to.studies))
    best = recommended(to.plan, to.scenario, to.case, to.judgement)
    reason = case_text.reason(to.plan, to.case, to.judgement)
    said = (
        without_option(to.plan, to.scenario, to.case, to.judgement)
        if best is None
        else (recommendation_head(best, to.known.judgement), reason)
    )
    slide = to.slide(conclusion("costs", to.known), reason, compared_words(shown))
    end = table(slide, _at(1.4), shown, 0.2, 16)
    _below(slide, end, [(said[0], _short(said[1])), ("", compared_words(shown))], 15)


def _at_best(to: _Slides) -> None:
    best = to.studies["best"]
    slide = to.slide(conclusion("options", to.known), best.finding, best.note)
    end = table(slide, _at(1.4), board_pages.longlist_table(to.known), 0.22, 15)
    table(slide, (MARGIN, Emu(end + _GAP), ROOM), best.tables[1], 0.17, 13, (1,))


def _sure(to: _Slides) -> None:
    shown = to.studies["simulation"]
    found, worth = shown.behind, to.studies["worth"].behind
    assert isinstance(found, Uncertainty)
    slide = to.slide(conclusion("sensitivity", to.known), shown.finding, shown.note)
    outcome = outcome_table(to.plan, found)
    names = [str(row[0]) for row in outcome.rows]
    chances = [found.cheapest_at_end[option] for option in found.options]
    told = "; ".join(f"{name} {share:.0%}" for name, share in zip(names, chances, strict=True))
    if len(names) > 1:
        words(slide, _across(1.25, 0.4), [("Share of cases in which an option is the cheapest, as planned", "")], 14)
        bars(slide, (MARGIN, Inches(1.6), Inches(5.6), Inches(3.0)), names, chances, f"Cheapest in: {told}.", to.day)
        table(slide, (Inches(6.6), Inches(1.6), Emu(WIDTH - MARGIN - Inches(6.6))), outcome, 0.36)
    else:  # the only one is the cheapest in every case
        table(slide, _at(1.6), outcome, 0.36)
    knows = information_finding(to.plan, worth) if isinstance(worth, Information) else ""
    words(slide, _across(4.9, 1.8), [("", shown.finding), ("", knows)], 14)


def _reopened(to: _Slides) -> None:
    stress = to.studies["stress"]
    said = reopened_finding(to.plan, to.scenario, to.known.judgement.reopened_from, to.wires)
    slide = to.slide(conclusion("switching", to.known), said, stress.finding)
    shown = tripwires_table(to.plan, to.scenario, to.wires).first(_MOST_WIRES)
    # the title says it where no figure reopens it
    end = table(slide, _at(1.3), shown, 0.28, 14, (3, 4)) if shown.rows else Inches(1.2)
    every, top = stress.tables[0].first(_MOST_ROWS + 1), Emu(end + _GAP)
    while len(every.rows) > _LEAST_ROWS and top + table_height(every, ROOM, 0.34, 12) > BELOW:
        every = every.first(len(every.rows) - 1)
    end = table(slide, (MARGIN, top, ROOM), every, 0.34, 12)
    finding = [("", _short(stress.finding))]
    if end + height_of(finding, ROOM, 12) <= BELOW:  # the notes have it in any case
        _below(slide, end, finding, 12, Inches(0.05))


def _delivery(to: _Slides) -> None:
    shown = phases(to.known)
    slide = to.slide(conclusion("delivery", to.known), shown.alternative, to.plan.paper.delivery, to.plan.paper.owners)
    height = min(0.8 + 0.45 * len(shown.phases), 3.2)
    gantt(slide, _across(1.3, height), shown, to.day)
    best = recommended(to.plan, to.scenario, to.case, to.judgement)
    risks = risks_table(to.plan, to.scenario, 4, best.key if best is not None else "")
    top = Inches(1.45 + height)
    counted = risks.rows[0][1].is_number
    # below it stands what its writer states, in a line at least
    while len(risks.rows) > 1 and top + table_height(risks, ROOM, 0.4, 13, (3,)) + _A_LINE > BELOW:
        risks = risks.first(len(risks.rows) - 1)
    end = table(slide, (MARGIN, top, ROOM), risks, 0.4, 13, (3,)) if counted else top
    paper = to.plan.paper
    none = [] if counted else [("Risks:", "none is counted.")]
    conditions = board_pages.conditions_words(to.known)
    stated = (("Conditions", conditions), ("Delivery plan", paper.delivery), ("Owners", paper.owners))
    _state(slide, end, stated, none)


def _state(
    slide: Any,  # noqa: ANN401 - the library's slide
    end: Length,
    stated: Sequence[tuple[str, str]],
    first: Sequence[tuple[str, str]] = (),
) -> None:
    """Write what the paper's writer states below an end: smaller and cut short before any of it is left out.

    first: what comes before it in any case.
    """
    for size, most in ((14, 420), (14, 240), (12, 240), (12, 150), (11, 90)):
        own = [*first, *_own(stated, most)]
        if end + _GAP + height_of(own, ROOM, size) <= BELOW:
            _below(slide, end, own, size)
            return
    # what has no room for lines of its own shares one
    shared = " ".join(f"{label} {text}" for label, text in [*first, *_own(stated, 150)])
    _below(slide, end, [("", shared)], 11, Inches(0.1))


def _ask(to: _Slides) -> None:
    paper = to.plan.paper
    resolved = case_text.resolution(to.plan, to.scenario, to.case, to.judgement, to.day)
    slide = to.slide(conclusion("tax", to.known), f"Resolution. {resolved}", paper.funding, paper.procurement)
    height = Emu(height_of([("Resolution.", resolved)], Emu(ROOM - Inches(0.3)), 16) + Inches(0.2))
    panel(slide, (MARGIN, Inches(1.4), ROOM, height), "Resolution.", resolved)
    end = Emu(Inches(1.4) + height)
    if not none_judged(to.case):  # a part of each sum is missing until then
        end = table(slide, (MARGIN, Emu(end + _GAP), ROOM), board_pages.sums_table(to.known), 0.25)
    signing = ("Who signs", _signing(to))
    stated = (signing, ("Funding", paper.funding), ("Procurement", paper.procurement))
    _state(slide, end, stated)


def _signing(to: _Slides) -> str:
    paper = to.plan.paper
    return paper.signatories or ", ".join(one for one in (paper.sponsor, paper.board) if one)


def _short(text: str, most: int = _LONGEST) -> str:
    cut = textwrap.shorten(text, most, placeholder=" …")
    whole = cut.rfind(". ") + 1
    # rather a sentence less than half of one
    return f"{cut[:whole]} …" if cut.endswith(" …") and whole > most // 2 else cut
