"""The business case.

One page that decides, the gate every file passes, recommendations that are not made, hostile text shown literally.
"""

import io
import math
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pypdf
import pytest
from workbook_cells import draft_of

from desktop.documents.business_case.business_case import business_case
from desktop.documents.workbook.workbook import input_hash
from desktop.storage import examples
from desktop.storage.examples import example
from models.appraisal.results import case_result
from models.exhibits.board import board_table, evidence_grade
from models.exhibits.figures import usual_is_considered
from models.exhibits.verdict import verdict
from models.plan.paper import CASES, NAMES, WORDS, Paper
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan, Row, blank_plan
from models.rules.decisions import judged

DAY = date(2026, 11, 24)


def written(plan: Plan, scenario: str = "base") -> bytes:
    return business_case(plan, scenario, DAY, input_hash(plan, scenario))


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


@pytest.fixture(scope="module")
def insurer() -> bytes:
    return written(example().plan)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


HOSTILE = (
    '<b>AT&T</b> <img src="file:///etc/passwd"> x <y =1+1 <a href="http://example.com">link</a> {0} %s $HOME '
    "\u202eevil\u202c \u0627\u0644\u0639\u0631\u0628\u064a\u0629 Ω漢字 Z\u0351\u036b\u0343 "
)


def hostile(plan: Plan) -> Plan:
    """Return a plan whose every text is as long as it may be and full of what other programs would interpret."""
    name, words = (HOSTILE + "W" * 200)[:200], (HOSTILE * 60)[:10_000]
    rows = {
        table: tuple(Row(row.slug, f"{place}{name}"[:200]) for place, row in enumerate(rows))
        for table, rows in plan.rows.items()
    }
    texts = {**dict.fromkeys(NAMES, name[:120]), **dict.fromkeys(WORDS, words)}
    entries = {
        key: Entry(entry.value, replace(entry.evidence, source=words, note=words, kind=EvidenceKind.QUOTE))
        for key, entry in plan.entries.items()
    }
    return replace(
        plan,
        title=name,
        story=words,
        rows=rows,
        entries=entries,
        paper=Paper(**cast("dict[str, Any]", {"mode": "public", **texts})),
    )


def public(plan: Plan) -> Plan:
    return replace(plan, paper=replace(plan.paper, mode="public"))


CASES_OF = {**{name: name for name in examples.names()}, "public sector": "insurer", "hostile": "hospital"}


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=pytest.mark.long) if name in {"bank", "saas", "startup"} else name for name in CASES_OF
    ],
)
def gated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Path]:
    plan = example(CASES_OF[request.param]).plan
    plan = hostile(plan) if request.param == "hostile" else public(plan) if request.param == "public sector" else plan
    path = tmp_path_factory.mktemp("gate") / "case.pdf"
    path.write_bytes(written(plan))
    return plan, path


def test_the_gate(gated: tuple[Plan, Path]) -> None:
    """Sound, fonts embedded, A4 throughout, no bitmaps, language and title, links that stay inside, page one on one
    page, contents and outline that agree, the same bytes again.
    """
    plan, path = gated
    qpdf = shutil.which("qpdf")
    if qpdf is None:
        pytest.fail("qpdf is needed for this check: installer/test.sh installs it")
    done = subprocess.run([qpdf, "--check", str(path)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    reader = pypdf.PdfReader(path)
    for page in cast("list[Any]", list(reader.pages)):
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)
        for font in page["/Resources"]["/Font"].values():
            assert "SourceSansPro" in font.get_object()["/BaseFont"]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
        parts: dict[str, Any] = page["/Resources"].get("/XObject") or {}
        for part in parts.values():
            assert part.get_object()["/Subtype"] == "/Form", "a bitmap"
        for link in page.get("/Annots", ()):
            assert "/A" not in link.get_object() or "/URI" not in link.get_object()["/A"]
    assert reader.metadata is not None
    assert reader.metadata.title == plan.title
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"  # pyright: ignore[reportIndexIssue]
    texts = [plain(page.extract_text()) for page in reader.pages]
    assert "Resolution." in texts[0]
    assert texts[1].startswith("Contents")
    assert f"page 1 of {len(texts)}" in texts[0] or "page 1 of" in texts[0]
    _outline_agrees(reader, texts)
    assert written(plan) == path.read_bytes()


def _outline_agrees(reader: pypdf.PdfReader, texts: list[str]) -> None:
    """Every heading of the outline stands on the page it names.

    Also where it stands in the contents, with that number.
    """
    flat: list[Any] = []

    def walk(entries: list[Any]) -> None:
        for one in entries:
            if isinstance(one, list):
                walk(cast("list[Any]", one))
            else:
                flat.append(one)

    walk(list(reader.outline))
    assert len(flat) > 12
    for one in flat[1:]:
        title = plain(str(one.title))
        number = reader.get_destination_page_number(one)
        assert number is not None
        assert title in texts[number], f"{title} is not on page {number + 1}"
        if re.match(r"\w{1,2}  ", str(one.title)):
            assert re.search(rf"{re.escape(title)}\W*{number + 1}\b", texts[1])


def test_headline_figures_equal_the_workbook(gated: tuple[Plan, Path]) -> None:
    plan, path = gated
    first = plain(pypdf.PdfReader(path).pages[0].extract_text())
    draft = draft_of(plan, "base")
    for option in ("cloud", "on_premises", "hybrid"):
        sheet, row = draft.layout.of(draft.layout.traced.lines[f"{option}.total.present_value"])
        assert f"{round(float(draft.cached[sheet, f'D{row}']) / 1000):,}" in first
    assert input_hash(plan, "base") in first


def test_the_first_page_decides(insurer: bytes) -> None:
    first = plain(pages(insurer)[0])
    plan = example().plan
    case = judged(plan, "base")
    for said in (
        "Resolution. The Board resolves to approve capital expenditure of up to £",
        "Recommendation on cost: on-premises",
        "Business as usual",
        "What would change our mind",
        "Reopened by",
        "Largest risks",
        "Grade of evidence: D",
        "As at 24 November 2026",
        "Sponsor: Chief Technology Officer",
        "Paper for Investment committee",
        "Confidential",
        *board_table(plan, case, "base").heads,
    ):
        assert said in first, said
    for row in board_table(plan, case, "base").texts():
        for cell in row:
            assert cell in first
    capital = math.ceil(case.options["on_premises"].up_front / 1000) * 1000
    approved = math.ceil(case.options["on_premises"].up_front * 1.1 / 1000) * 1000
    assert f"up to £{approved:,} now for two GPU servers and their installation (£{capital:,} and 10% cont" in first


def test_hostile_text_is_shown_literally_on_a_first_page_that_stays_one() -> None:
    plan = hostile(example().plan)
    data = written(plan)
    texts = [plain(text) for text in pages(data)]
    assert '<img src="file:///etc/passwd">' in texts[0]
    assert texts[1].startswith("Contents")
    assert "/etc/passwd" in " ".join(texts[2:])


@pytest.mark.parametrize(
    "scenario", ["quiet", *(pytest.param(one, marks=pytest.mark.long) for one in ("base", "doubles", "falls"))]
)
def test_every_scenario_has_its_case_and_page_one_says_where_verdicts_disagree(scenario: str) -> None:
    plan = example().plan
    found = pages(written(plan, scenario))
    assert found[1].startswith("Contents")
    if verdict(plan, case_result(plan, scenario)).warning:
        assert "disagree" in plain(found[0])


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


def test_the_register_is_switched_on_and_takes_six_pages_at_most(insurer: bytes) -> None:
    plan = example().plan
    changed = replace(plan, paper=replace(plan.paper, added=("register",)))
    data = written(changed)
    assert outline(data)[-1] == "C  Register of inputs"
    assert 1 <= len(pages(data)) - len(pages(insurer)) <= 6
    text = plain(" ".join(pages(data)))
    assert "m measured, q quote or price list, a assumption, d default" in text
    assert "Register of inputs" not in plain(" ".join(pages(insurer)))


def test_where_the_plan_is_silent_the_paper_says_so_and_where_it_speaks_its_words_stand(insurer: bytes) -> None:
    silent = plain(" ".join(pages(insurer)))
    own = [name for name in WORDS if name not in {"background", "delivery", "objectives", "success_factors"}]
    company = [name for name in own if name != "mitigation"]
    for name in company:
        assert f"{WORDS[name]}. Not stated." in silent, name
    plan = example().plan
    words = {name: f"Our own words on {name}." for name in WORDS}
    names = {"delegated": "the CTO and the CFO", "signatories": "Ann, Bob"}
    spoken = replace(plan, paper=replace(plan.paper, **cast("dict[str, Any]", {**words, **names, "mode": "public"})))
    text = plain(" ".join(pages(written(spoken))))
    assert "Not stated" not in text
    for name in WORDS:
        assert f"Our own words on {name}" in text
    first = plain(pages(written(spoken))[0])
    assert "to delegate the contract to the CTO and the CFO, provided that our own words on conditions" in first


def test_sections_are_left_out_and_put_in_another_order(insurer: bytes) -> None:
    plan = example().plan
    paper = replace(plan.paper, hidden=("assumptions", "tax", "lines"), order=("delivery", "costs"))
    found = outline(written(replace(plan, paper=paper)))
    assert found[1].startswith("2  The first server stands in month 4")
    assert found[2].startswith("3  On-premises costs £4.0m")
    assert not any("Evidence grade" in one or "Capital of" in one or "Costs by line" in one for one in found)
    assert len(found) == len(outline(insurer)) - 3


def test_the_five_cases_of_the_public_sector() -> None:
    plan = public(example("hospital").plan)
    data = written(plan)
    texts = plain(" ".join(pages(data)))
    assert [one for one in outline(data) if one in CASES] == list(CASES)
    for said in (
        "Discounted at 3.5% a year, real (HM Treasury, The Green Book (2022)",
        "Economic table: real, without VAT",
        "Financial table: nominal, with irrecoverable VAT",
        "From estimate over bias and risk to cost",
        "Reference class: Equipment and development projects.",
        "Optimism bias of 60% on up-front",
        "No ratio here is a pass mark",
        "Critical success factors.",
        "Procurement route, terms and notice.",
    ):
        assert said in texts, said


def test_nothing_is_recommended_without_business_as_usual() -> None:
    plan = example().plan
    plan = plan.with_entry("base", "finance.usual_cost", Entry(0.0))
    assert not usual_is_considered(plan, "base")
    first = plain(pages(written(plan))[0])
    assert "No recommendation." in first
    assert "nobody has said what business as usual costs" in first
    assert "resolve nothing yet" in first
    assert "Recommendation on cost" not in first


def test_a_blocked_option_is_never_recommended() -> None:
    first = plain(pages(written(example("hospital").plan))[0])
    assert "Cloud (barred)" in first
    assert "Recommendation on cost: on-premises" in first
    plan = blank_plan()
    assert "No recommendation." in plain(pages(written(plan))[0])


def test_the_users_own_words_stand_where_they_were_written() -> None:
    plan = example().plan
    paper = replace(
        plan.paper,
        background="First line of ours.\nSecond line of ours.",
        strategic="Because we must.",
        delivery="Ann leads it.",
        mitigation="By quotes.",
        mode="public",
    )
    texts = plain(" ".join(pages(written(replace(plan, paper=paper)))))
    for said in ("First line of ours. Second line of ours.", "Because we must.", "Ann leads it.", "By quotes."):
        assert said in texts


def test_words_do_not_change_the_hash_of_the_figures() -> None:
    plan = example().plan
    assert input_hash(plan, "base") == input_hash(replace(plan, paper=Paper("public", background="x")), "base")
    assert input_hash(plan, "base") != input_hash(plan.with_entry("base", "finance.discount_rate", Entry(0.07)), "base")


@pytest.mark.parametrize(
    ("quoted", "measured", "letter"), [(0, 0, "D"), (30, 0, "C"), (55, 0, "B"), (90, 0, "B"), (50, 30, "A")]
)
def test_the_grade_of_evidence_follows_from_shares(quoted: int, measured: int, letter: str) -> None:
    """Of 100 deciding inputs so many are quoted and measured.

    The grades' limits are a quarter, a half, three quarters.
    """
    plan = example().plan
    keys = [
        key
        for key in plan.entries
        if plan.declaration(key).essential and plan.applies("base", key) and plan.counts("base", key)
    ]
    kinds = [EvidenceKind.QUOTE] * round(quoted / 100 * len(keys)) + [EvidenceKind.MEASURED] * round(
        measured / 100 * len(keys)
    )
    kinds += [EvidenceKind.ASSUMPTION] * (len(keys) - len(kinds))
    for key, kind in zip(keys, kinds, strict=True):
        plan = plan.with_entry("base", key, Entry(plan.entries[key].value, Evidence(kind)))
    assert evidence_grade(plan, "base").letter == letter


def test_the_paper_is_tagged_to_the_cell(insurer: bytes) -> None:
    """Every mark on a page belongs to one element, every figure has a text, every table rows of cells.

    Also the tree is read in order.
    """
    reader = pypdf.PdfReader(io.BytesIO(insurer))
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"] is True or str(catalogue["/MarkInfo"]["/Marked"]) in {"true", "True"}
    numbers: list[Any] = list(catalogue["/StructTreeRoot"]["/ParentTree"]["/Nums"])
    by_page = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for number, page in enumerate(reader.pages):
        content: Any = page.get_contents()
        marks = re.findall(rb"/MCID (\d+)", content.get_data())
        assert [int(mark) for mark in marks] == list(range(len(marks)))
        assert page["/StructParents"] == number
        assert len(by_page[number]) == len(marks)
        assert content.get_data().count(b"BDC") + content.get_data().count(b"BMC") == len(
            re.findall(rb"\bEMC\b", content.get_data())
        )
    roles: dict[str, int] = {}

    def walk(node: Any, above: str) -> None:
        role = str(node["/S"])
        roles[role] = roles.get(role, 0) + 1
        if role == "/Figure":
            assert len(node["/Alt"]) > 20
        assert (role in {"/TD", "/TH"}) == (above == "/TR")
        assert role != "/TR" or above == "/Table"
        kids = node.get("/K")
        for kid in cast("list[Any]", kids) if isinstance(kids, list) else []:
            walk(kid.get_object(), role)

    walk(catalogue["/StructTreeRoot"]["/K"].get_object(), "")
    assert roles["/H1"] > 10
    assert roles["/TOCI"] > 12
    assert roles["/Figure"] >= 9
    assert roles["/TR"] > 300
    assert roles["/P"] > 50
