"""All scripts print: Arabic and Hebrew from the right, Chinese, Japanese, Korean, emoji, in every field and chart."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import openpyxl
import pypdf
import pytest
from answers import always, in_two_tiers
from reportlab.pdfbase import pdfmetrics

from desktop.documents.business_case.business_case import boxes, written
from desktop.documents.business_case.fonts import REGULAR, reads_from_the_right, register, unprintable, visual
from desktop.documents.workbook import workbook as writer
from desktop.storage.examples import example
from models.plan.paper import NAMES, WORDS
from models.plan.plan import Plan, Row

SCRIPTS = {
    "Arabic": "مساعد المطالبات",
    "Hebrew": "עוזר תביעות",
    "Chinese": "索赔助手",
    "Japanese": "実験ワークロード",
    "Korean": "가격 상승 위험",
    "emoji": "Rocket 🚀 smile 😀",
    "Greek and Cyrillic": "Λύση решение",
    "Georgian, Armenian, Thai": "გადაწყვეტა որոշում ตัดสินใจ",
}
DAY = date(2026, 11, 24)


def named(plan: Plan, name: str) -> Plan:
    """Return a plan in which every name and every text is in one script."""
    rows = {
        table: tuple(Row(row.slug, f"{name} {place}") for place, row in enumerate(rows))
        for table, rows in plan.rows.items()
    }
    texts: dict[str, Any] = {**dict.fromkeys(NAMES, name), **dict.fromkeys(WORDS, f"{name}. {name}.")}
    return replace(plan, title=name, story=name, rows=rows, paper=replace(plan.paper, **texts, mode="public"))


@pytest.mark.parametrize("script", in_two_tiers(list(SCRIPTS), "Arabic", "Chinese"))
def test_every_field_prints_without_a_box_and_all_faces_are_embedded(script: str) -> None:
    plan = named(example("startup").plan, SCRIPTS[script])
    assert boxes(plan) == ""
    data = written(plan, "base", DAY, "abc", None)
    reader = pypdf.PdfReader(io.BytesIO(data))
    faces: set[str] = set()
    for page in cast("list[Any]", list(reader.pages)):
        for font in page["/Resources"]["/Font"].values():
            faces.add(str(font.get_object()["/BaseFont"]))
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
    assert len(faces) >= 2
    text = "".join(page.extract_text() for page in reader.pages)
    for word in SCRIPTS[script].split():
        shaped = visual(word)[::-1] if reads_from_the_right(word) else word  # a reader turns such runs round again
        assert shaped in text, word
    assert written(plan, "base", DAY, "abc", None) == data


def test_lines_are_in_the_order_of_the_eye_and_arabic_letters_joined() -> None:
    """By hand: Hebrew letters turned round, numbers and Latin not; the last, middle and first form of U+0628."""
    assert visual("אבג 12") == "12 גבא"
    assert visual("pool אבג 12") == "pool 12 גבא"
    assert visual("\u0628\u0628\u0628") == "\ufe90\ufe92\ufe91"
    assert visual("a\u202eb\u200d") == "ab", "what only says how others are set is not drawn"
    assert reads_from_the_right("אבג: x")
    assert not reads_from_the_right("Cloud price אב")
    # a table of inputs stood half on the left and half on the right, by how long the name of the row was
    assert not reads_from_the_right("עוזר תביעות של המחלקה: Cloud price")
    assert visual("אבגד: Cost") == "דגבא: Cost"


def test_the_width_of_a_line_is_that_of_its_faces() -> None:
    register()
    one, two, both = (pdfmetrics.stringWidth(text, REGULAR, 10) for text in ("Cloud ", "漢字", "Cloud 漢字"))
    assert both == pytest.approx(one + two)
    assert two == pytest.approx(20.0), "each is as wide as it is high"


def test_what_no_face_has_is_named() -> None:
    assert unprintable("a漢🚀ב\u0628") == ""
    assert unprintable("x\U00012000y") == "\U00012000"


@pytest.mark.long
def test_the_workbook_holds_every_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "documented", always({}))
    names = " ".join(SCRIPTS.values())
    plan = named(example("startup").plan, names[:150])
    path = tmp_path / "a.xlsx"
    path.write_bytes(writer.workbook(plan, "base", DAY))
    book = openpyxl.load_workbook(path)
    texts = {
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    }
    assert any(names[:150].strip() in one for one in texts)
