"""The body of the board paper: its length, its order, the user's own words, the five cases."""

import io
import re
from dataclasses import replace
from typing import Any, cast

import pypdf
import pytest
from advice import having
from paper_texts import pages, plain, public, quick, written
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from desktop.storage.examples import example
from models.plan.paper import CASES, WORDS


@pytest.fixture(scope="module")
def insurer() -> bytes:
    return written(example().plan)


def outline(data: bytes) -> list[str]:
    """Return the headings of the highest level."""
    return [str(one.title) for one in pypdf.PdfReader(io.BytesIO(data)).outline if not isinstance(one, list)]


def test_the_body_of_the_insurer_is_twelve_pages_and_the_annexes_four_at_most(insurer: bytes) -> None:
    heads = outline(insurer)
    numbers = [int(found.group(1)) for one in heads if (found := re.match(r"(\d+)  ", one))]
    assert numbers == list(range(1, 13))
    assert [one[:3] for one in heads[-2:]] == ["A  ", "B  "]
    reader = pypdf.PdfReader(io.BytesIO(insurer))
    annex = next(one for one in reader.outline if not isinstance(one, list) and str(one.title).startswith("A  "))
    body = reader.get_destination_page_number(annex)
    assert body is not None
    assert 10 <= body <= 12
    assert len(reader.pages) - body <= 4


def test_five_cases_are_eighteen_pages_at_most() -> None:
    data = written(public(example().plan))
    reader = pypdf.PdfReader(io.BytesIO(data))
    annex = next(one for one in reader.outline if not isinstance(one, list) and str(one.title).startswith("A  "))
    body = reader.get_destination_page_number(annex)
    assert body is not None
    assert body <= 18


@pytest.mark.long
def test_the_register_is_switched_on_and_takes_six_pages_at_most(insurer: bytes) -> None:
    plan = example().plan
    changed = replace(plan, paper=replace(plan.paper, added=("register",)))
    data = written(changed)
    assert outline(data)[-1] == "C  Register of inputs"
    assert 1 <= len(pages(data)) - len(pages(insurer)) <= 6
    text = plain(" ".join(pages(data)))
    assert "m measured, q quote or price list, a assumption, d default" in text
    assert "Register of inputs" not in plain(" ".join(pages(insurer)))


@pytest.mark.long
def test_where_the_plan_is_silent_the_paper_says_so_and_where_it_speaks_its_words_stand(insurer: bytes) -> None:
    silent = plain(" ".join(pages(insurer)))
    own = [name for name in WORDS if name not in {"background", "delivery", "objectives", "success_factors"}]
    company = [name for name in own if name != "mitigation"]
    together = "Resilience and recovery; exit. Not stated."
    gathered: dict[str, str] = {"resilience": together, "exit": together}
    gathered["benefits"] = "enefit: not stated, since "  # whether or not some of the work has a value
    for name in company:
        # the resolution names conditions of its own
        named = (
            "The API used being in the UK or EU and the missing control (Extraction defence) being in place at £54k"
            " as paid on top of the planned cost, as the resolution says."
        )
        spoken = {"conditions": named, "after_a_year": "Tripwires, bills against plan; by whom is not stated."}
        silence = spoken.get(name, "Not stated.")
        assert gathered.get(name, f"{WORDS[name]}. {silence}") in silent, name
    plan = example().plan
    words = {name: f"Our own words on {name}." for name in WORDS}
    names = {"delegated": "the CTO and the CFO", "signatories": "Ann, Bob"}
    spoken = replace(plan, paper=replace(plan.paper, **cast("dict[str, Any]", {**words, **names, "mode": "public"})))
    text = plain(" ".join(pages(written(spoken))))
    assert "Not stated" not in text
    for name in WORDS:
        assert f"Our own words on {name}" in text
    first = plain(pages(written(spoken))[0])
    assert " subject to this condition: " in first


def test_sections_are_left_out_and_put_in_another_order(insurer: bytes) -> None:
    plan = example().plan
    paper = replace(plan.paper, hidden=("assumptions", "tax", "lines"), order=("delivery", "costs"))
    found = outline(written(replace(plan, paper=paper)))
    assert found[1].startswith("2  Cloud needs no servers; 1.2 people run it")
    assert found[2].startswith("3  Cloud costs £4.2m")
    assert not any("Evidence grade" in one or "Capital of" in one or "Costs by line" in one for one in found)
    assert len(found) == len(outline(insurer)) - 3


def test_the_five_cases_of_the_public_sector() -> None:
    plan = public(example("hospital").plan)
    data = quick(plan)
    texts = plain(" ".join(pages(data)))
    assert [one for one in outline(data) if one in CASES] == list(CASES)
    for said in (
        "Discounted at 3.5% a year, real (HM Treasury, The Green Book (2022)",
        "Economic table: real, without VAT",
        "Financial table: nominal, with irrecoverable VAT",
        "From estimate to cost",
        "Reference class: Equipment and development projects.",
        "Optimism bias of 60% on up-front",
        "No ratio here is a pass mark",
        "Objectives; critical success factors.",
        "Procurement route, terms and notice.",
    ):
        assert said in texts, said


def filled(data: bytes, page: int) -> float:
    """Return how far down a page is written or drawn, its footer left out, as a part of what is between the margins."""
    device = QBuffer()
    device.setData(data)
    device.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(device)
    drawn = document.render(page, QSize(210, 297)).convertToFormat(QImage.Format.Format_ARGB32)
    top, foot = 20, 297 - 18
    inked = [
        row for row in range(top, foot) if any(drawn.pixelColor(column, row).alpha() > 8 for column in range(0, 210, 2))
    ]
    document.close()
    return (max(inked, default=top) - top) / (foot - top)


def test_a_page_that_would_stand_half_empty_takes_the_beginning_of_the_next_section() -> None:
    """The contents of a public body stood over a blank half, and so did its economic appraisal."""
    data = quick(public(example("hospital").plan))
    texts = [plain(one) for one in pages(data)]
    annex = next(number for number, text in enumerate(texts) if text.startswith("A Costs by line"))
    new_case = {number - 1 for number, text in enumerate(texts) if text.startswith(tuple(CASES))}
    low = {number: filled(data, number) for number in range(1, annex - 1) if number not in new_case}
    assert len(low) >= 6
    assert min(low.values()) > 0.65, low


def test_where_nothing_can_be_judged_no_page_counts_with_a_price_that_is_missing() -> None:
    """A hospital whose server has no price had fourteen pages, curves and sums to approve that counted it at zero."""
    plan = having(example("hospital").plan, **{"compute.pool.gpu.server_price": 0})
    data = quick(plan)
    texts = [plain(one) for one in pages(data)]
    assert len(texts) <= 8
    text = " ".join(texts)
    assert "What each option costs is told once what is missing is entered." in text
    for cost in ("Whole life", "at its best", "– –", "It costs £2", "Cheapest"):
        assert cost not in text.rpartition("Glossary")[0], cost
    # the cloud has a price, and is forbidden
    assert "It costs £4.8m over its whole life" in text
    assert "it costs £2" not in text
