"""What the page of a pack says of the cheapest option: against business as usual, and where it is the only one."""

from datetime import date
from pathlib import Path

import pytest
from advice import INSURER, having
from playwright.sync_api import Page, expect

from desktop.documents.pack.pack import pack
from desktop.documents.workbook.workbook import input_hash
from desktop.storage.examples import example
from models.rules.decisions import judged
from models.rules.judgement import planned

DAY = date(2026, 11, 24)


@pytest.mark.long
def test_business_as_usual_that_comes_next_is_the_rival(page: Page, tmp_path: Path) -> None:
    """Insurer with a bill of today for the same work, £52k above on-premises: nearer than the cloud."""
    billed = having(INSURER, **{"finance.usual_today": "bill", "finance.usual_cost": 69_500.0})
    path = tmp_path / "billed.html"
    path.write_bytes(pack(billed, "base", DAY, input_hash(billed, "base")))
    page.goto(path.as_uri())
    expect(page.locator("#incomplete")).to_be_hidden()
    told = page.evaluate(
        "() => { const s = standing(); return [s.state, s.best, s.rival, s.lead, s.tolerance, sentence(s)]; }"
    )
    expected = planned(judged(billed, "base"))
    assert told[:3] == [expected.state, expected.recommended, expected.rival] == ["close", "on_premises", "usual"]
    assert told[3:5] == pytest.approx([expected.lead, expected.tolerance])
    assert told[5].startswith("Too close to call: on-premises is £52k below business as usual over five years")


@pytest.mark.long
def test_an_only_option_is_said_with_and_without_the_work_that_waits_in_it(page: Page, tmp_path: Path) -> None:
    plan = example("laboratory").plan
    path = tmp_path / "laboratory.html"
    path.write_bytes(pack(plan, "base", DAY, input_hash(plan, "base")))
    page.goto(path.as_uri())
    expect(page.locator("#incomplete")).to_be_hidden()
    said = page.evaluate("() => sentence(standing())")
    assert said == (
        "On-premises is the only option allowed: it costs £5.5m over five years in today’s money,"
        " £6.1m with the work that waits in it."
    )
