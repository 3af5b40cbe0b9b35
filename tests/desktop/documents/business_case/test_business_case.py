"""The business case.

One page that decides, the gate every file passes, recommendations that are not made, hostile text shown literally.
"""

import io
import math
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pypdf
import pytest
from answers import in_two_tiers
from paper_texts import pages, plain, public, quick, written
from workbook_cells import draft_of

from desktop.documents.workbook.workbook import input_hash
from desktop.storage import examples
from desktop.storage.examples import example
from models.appraisal.results import case_result
from models.exhibits.board import board_table, evidence_grade
from models.exhibits.figures import usual_is_considered
from models.exhibits.verdict import verdict
from models.plan.paper import NAMES, WORDS, Paper
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan, Row, blank_plan
from models.rules.decisions import judged


@pytest.fixture(scope="module")
def insurer() -> bytes:
    return written(example().plan)


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


FACES = ("SourceSansPro", "NotoSans", "NotoEmoji", "WenQuanYiMicroHei")

CASES_OF = {**{name: name for name in examples.names()}, "public sector": "insurer", "hostile": "hospital"}


@pytest.fixture(scope="module", params=in_two_tiers(list(CASES_OF), "insurer", "public sector"))
def gated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Path]:
    plan = example(CASES_OF[request.param]).plan
    plan = hostile(plan) if request.param == "hostile" else public(plan) if request.param == "public sector" else plan
    path = tmp_path_factory.mktemp("gate") / "case.pdf"
    path.write_bytes(written(plan))
    return plan, path


@pytest.mark.long
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
            assert any(face in font.get_object()["/BaseFont"] for face in FACES)
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
        "Resolution. The costs of cloud and on-premises are too close to call. If the Investment committee chooses",
        "it resolves to run the organisation's AI workloads in the cloud, at a planned cost of £",
        "No clear recommendation on cost: cloud or on-premises.",
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
    approved = math.ceil(case.options["on_premises"].up_front * 1.1 / 1000) * 1000
    assert f"Choosing on-premises instead would mean approving capital expenditure of up to £{approved:,} now" in first


@pytest.mark.long
def test_f35_f37_hostile_text_is_shown_literally_on_a_first_page_that_stays_one() -> None:
    plan = hostile(example().plan)
    data = written(plan)
    texts = [plain(text) for text in pages(data)]
    assert '<img src="file:///etc/passwd">' in texts[0]
    assert texts[1].startswith("Contents")
    assert "/etc/passwd" in " ".join(texts[2:])


@pytest.mark.parametrize(
    "scenario", [pytest.param(one, marks=pytest.mark.long) for one in ("quiet", "base", "doubles", "falls")]
)
def test_every_scenario_has_its_case_and_page_one_says_where_verdicts_disagree(scenario: str) -> None:
    plan = example().plan
    found = pages(written(plan, scenario))
    assert found[1].startswith("Contents")
    if verdict(plan, case_result(plan, scenario)).warning:
        assert "disagree" in plain(found[0])


def test_nothing_is_recommended_without_business_as_usual() -> None:
    plan = example().plan
    plan = plan.with_entry("base", "finance.usual_cost", Entry(0.0))
    plan = plan.with_entry("base", "finance.usual_today", Entry("unsaid"))
    assert not usual_is_considered(plan, "base")
    first = plain(pages(quick(plan))[0])
    assert "No recommendation." in first
    assert "the cost of business as usual is not stated" in first
    assert "resolve nothing yet" in first
    assert "Recommendation on cost" not in first


@pytest.mark.long
def test_a_blocked_option_is_never_recommended() -> None:
    first = plain(pages(written(example("hospital").plan))[0])
    assert "Cloud (not allowed)" in first
    assert "Recommendation on cost: on-premises" in first
    plan = blank_plan()
    assert "No recommendation." in plain(pages(written(plan))[0])


def test_the_users_own_words_stand_where_they_were_quick() -> None:
    plan = example().plan
    paper = replace(
        plan.paper,
        background="First line of ours.\nSecond line of ours.",
        strategic="Because we must.",
        delivery="Ann leads it.",
        mitigation="By quotes.",
        mode="public",
    )
    texts = plain(" ".join(pages(quick(replace(plan, paper=paper)))))
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
        for link in page.get("/Annots", ()):
            place = link.get_object()["/StructParent"]
            assert by_page[place].get_object()["/S"] == "/Link"
            assert len(link.get_object()["/Contents"]) > 3
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
            below = kid.get_object()
            if isinstance(below, dict) and "/S" in below:  # the others are marks and links
                walk(below, role)

    walk(catalogue["/StructTreeRoot"]["/K"].get_object(), "")
    assert roles["/H1"] > 10
    assert roles["/TOCI"] == roles["/Link"] > 12
    assert roles["/L"] >= 1
    assert roles["/LI"] == roles["/LBody"] > 15
    assert roles["/Figure"] >= 9
    assert roles["/TR"] > 300
    assert roles["/P"] > 50


@pytest.mark.long
def test_a_paper_in_which_nothing_can_be_judged_names_no_cheapest_option_and_no_cost() -> None:
    """ "Cloud needs the least cash", "cheapest in 100%" and a map of zeros stood beside "no option can be judged"."""
    text = plain(" ".join(pages(written(blank_plan()))))
    assert "No option can be judged yet" in text
    assert "A part of its cost is still to be entered. Not judged: Main pool" in text
    for wrong in ("least cash", "100%", "Which option is cheapest", "£0 over its whole life", "In this plan it is"):
        assert wrong not in text, wrong
