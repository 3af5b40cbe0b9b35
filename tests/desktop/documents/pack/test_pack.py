"""The pack as a file and as a page: what it holds, what it asks for, what a reader sees and may change."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from advice import exported_sentence
from answers import always
from playwright.sync_api import Browser, Page, expect

from desktop.commands.exports import export
from desktop.documents.pack.pack import LARGEST, pack
from desktop.documents.workbook.workbook import input_hash
from desktop.storage.examples import example
from models.plan.plan import Plan, Row
from models.quantities.declaration import Kind
from models.quantities.writing import in_unit
from models.rules.decisions import judged

DAY = date(2026, 11, 27)
NAME = "startup"
"""The smallest example: what a page does is the same for all."""

HOSTILE = (
    "</script><script>globalThis.struck=1</script>",
    '<img src=x onerror="globalThis.struck=1">',
    "<!--<script>",
    "{{constructor.constructor('globalThis.struck=1')()}}",
    "'\"><svg/onload=globalThis.struck=1>",
    "javascript:globalThis.struck=1",
    "\u2028globalThis.struck=1\u2029",
    "]]></script>&lt;b&gt;",
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return example(NAME).plan


@pytest.fixture(scope="module")
def file(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pack") / "pack.html"
    assert export(plan, "base", {"html": path}, DAY.isoformat()) == [path]
    return path


@pytest.fixture
def opened(page: Page, file: Path) -> Iterator[Page]:
    """The page, once its last script has run; nothing may be asked for or go wrong meanwhile."""
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.on("pageerror", lambda one: wrong.append(str(one)))
    page.on("console", lambda one: wrong.append(one.text) if one.type in {"error", "warning"} else None)
    page.goto(file.as_uri())
    expect(page.locator("#incomplete")).to_be_hidden()
    yield page
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    assert wrong == []


def test_it_is_one_file_of_less_than_two_megabytes(file: Path) -> None:
    data = file.read_bytes()
    assert len(data) < LARGEST
    assert not re.findall(rb'(?:src|href)="(?!data:)', data)


def test_the_same_plan_and_day_give_the_same_bytes(plan: Plan, file: Path) -> None:
    assert pack(plan, "base", DAY, input_hash(plan, "base")) == file.read_bytes()


def test_its_policy_allows_its_own_scripts_and_no_request(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    told = page.evaluate(
        """async () => {
          const out = [];
          document.addEventListener("securitypolicyviolation", (one) => out.push(one.violatedDirective));
          try { await fetch("https://example.org/"); out.push("fetched"); } catch {}
          const image = new Image(); image.src = "https://example.org/a.png";
          document.body.append(image);
          const script = document.createElement("script"); script.textContent = "globalThis.struck = 1";
          document.body.append(script);
          await new Promise((done) => setTimeout(done, 200));
          image.remove();
          return [out, globalThis.struck ?? 0];
        }"""
    )
    assert set(told[0]) >= {"connect-src", "img-src", "script-src-elem"}
    assert "fetched" not in told[0]
    assert told[1] == 0


def test_without_scripts_it_reads_whole_and_says_it_is_incomplete(browser: Browser, plan: Plan, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert "scripts are switched off" in page.inner_text("#incomplete")
    assert page.inner_text("#sentence") == exported_sentence(plan, "base")
    assert page.locator("#chart img").is_visible()
    assert page.locator("#options tbody tr").count() == len(judged(plan, "base").options)
    assert page.locator("#years tbody tr").count() > 3
    assert not page.locator(".side").is_visible(), "nothing is offered that does nothing"
    context.close()


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.97])
def test_a_file_that_was_cut_short_says_it_is_incomplete(page: Page, file: Path, tmp_path: Path, cut: float) -> None:
    data = file.read_bytes()
    part = tmp_path / "part.html"
    part.write_bytes(data[: int(len(data) * cut)])
    page.goto(part.as_uri())
    page.wait_for_timeout(300)
    assert page.locator("#incomplete").is_visible()


def test_a_file_whose_plan_was_changed_says_so(page: Page, file: Path, tmp_path: Path) -> None:
    text = file.read_text(encoding="utf-8")
    other = tmp_path / "other.html"
    other.write_text(text.replace('"horizon":', '"horizon" :', 1), encoding="utf-8")
    page.goto(other.as_uri())
    expect(page.locator("#incomplete")).to_contain_text("not the one that was exported")
    assert not page.locator(".side").is_visible()


def test_a_file_whose_script_was_changed_does_not_run_it(page: Page, file: Path, tmp_path: Path) -> None:
    text = file.read_text(encoding="utf-8")
    other = tmp_path / "other.html"
    other.write_text(text.replace("function sum(", "globalThis.struck=1;function sum(", 1), encoding="utf-8")
    page.goto(other.as_uri())
    page.wait_for_timeout(300)
    assert page.locator("#incomplete").is_visible()
    assert page.evaluate("globalThis.struck ?? 0") == 0


def test_a_browser_that_lacks_something_says_what(browser: Browser, file: Path) -> None:
    context = browser.new_context()
    context.add_init_script("delete globalThis.HTMLDialogElement")
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("#incomplete")).to_contain_text("this browser lacks structured dialogs")
    assert not page.locator(".side").is_visible()
    context.close()


def test_what_is_shown_is_what_was_exported(opened: Page, plan: Plan) -> None:
    case = judged(plan, "base")
    assert opened.inner_text("#sentence") == exported_sentence(plan, "base")
    whole = {key: round(one.total_cost / 1000) for key, one in case.options.items()}
    for row in opened.locator("#options tbody tr").all():
        name = row.locator("th").inner_text().split(" (")[0]
        key = next(one.key for one in case.options.values() if one.label == name)
        assert row.locator("td").first.inner_text().replace(",", "") == str(whole[key])


def test_every_input_is_written_as_the_program_writes_it(opened: Page, plan: Plan) -> None:
    told = opened.evaluate("() => D.inputs.map(([key]) => [key, inUnit(key, value(key))])")
    values = plan.values("base")
    wrong: list[tuple[str, str, str]] = []
    for key, text in told:
        declared = plan.declaration(key)
        if declared.kind is not Kind.ROW and text != in_unit(values[key], declared, plan.symbol("base", key)):
            wrong.append((key, text, in_unit(values[key], declared, plan.symbol("base", key))))
    assert len(told) > 300
    assert wrong == []


def test_a_figure_that_is_typed_moves_the_verdict_and_can_be_undone(opened: Page) -> None:
    before = opened.inner_text("#options")
    field = opened.locator("#controls .control").nth(1).locator("input[type=text]")
    field.fill("40k")
    field.press("Tab")
    field.fill("12.5")
    field.press("Tab")
    assert opened.inner_text("#options") != before
    assert opened.locator("#live").is_visible()
    assert opened.inner_text("#was").startswith("As exported: ")
    assert opened.locator("#stale").is_visible(), "what does not follow says so"
    assert "12.5" in opened.inner_text("#changes")
    opened.click("#reset")
    assert opened.inner_text("#options") == before
    assert not opened.locator("#changed").is_visible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1e99", "is not a number"),
        ("99,999,999", "is out of bounds; allowed is"),
        ("a fifth", "is not a number; expected"),
        ("", "is not a number"),
        ("£5", "is not a number"),
    ],
)
def test_a_field_that_is_wrong_says_so_and_the_figures_stand(opened: Page, typed: str, said: str) -> None:
    before = opened.inner_text("#options")
    box = opened.locator("#controls .control").first
    field = box.locator("input[type=text]")
    field.fill(typed)
    field.press("Tab")
    assert said in box.locator(".wrong").inner_text()
    assert "The figures stand at" in box.locator(".wrong").inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    assert opened.inner_text("#options") == before


def test_any_input_is_found_by_part_of_its_name_and_put_beside_the_others(opened: Page) -> None:
    opened.fill("#search", "discount rate")
    assert "input" in opened.inner_text("#count")
    opened.locator("#found button").first.click()
    last = opened.locator("#controls .control").last
    assert "iscount rate" in last.locator("label").inner_text()
    field = last.locator("input[type=text]")
    before = opened.inner_text("#options")
    field.fill("9")
    field.press("Tab")
    assert opened.inner_text("#options") != before
    opened.fill("#search", "no such thing")
    assert opened.inner_text("#count") == "No input is called that."


def test_a_change_that_rules_look_at_says_that_they_were_not_asked(opened: Page) -> None:
    box = opened.locator("#controls .control").filter(has_text="Cloud price")
    assert not opened.locator("#ruled").is_visible()
    box.locator("input[type=text]").fill("0")
    box.locator("input[type=text]").press("Tab")
    assert "Cloud price" in opened.inner_text("#ruled")
    assert "Check it in Boardcase" in opened.inner_text("#ruled"), "at no price the cloud would cost nothing"
    opened.click("#reset")
    assert not opened.locator("#ruled").is_visible()


def test_a_slider_is_moved_by_the_keyboard(opened: Page) -> None:
    slider = opened.locator("#controls input[type=range]").first
    slider.focus()
    before = slider.get_attribute("aria-valuetext")
    for _ in range(5):
        opened.keyboard.press("ArrowLeft")
    expect(opened.locator("#changed")).to_be_visible()
    assert slider.get_attribute("aria-valuetext") != before


def test_a_scenario_is_switched_with_its_own_verdict(opened: Page, plan: Plan) -> None:
    for one in plan.scenarios:
        opened.select_option("#scenario", one.slug)
        assert opened.inner_text("#sentence") == exported_sentence(plan, one.slug)


def test_a_figure_is_explained_down_to_the_source_of_an_input(opened: Page) -> None:
    opened.locator("#options button.figure").first.click()
    seen: list[str] = []
    for _ in range(30):
        text = opened.inner_text("#whytext")
        assert "Worked out as:" in text
        sources = [one for one in opened.locator("#whytext td:last-child").all_inner_texts() if one.strip()]
        if sources:
            break
        buttons = opened.locator("#whytext button.figure")
        names = buttons.all_inner_texts()
        fresh = next(place for place, name in enumerate(names) if name not in seen)
        seen.append(names[fresh])
        buttons.nth(fresh).click()
    else:
        pytest.fail("no source was reached")
    assert opened.locator("#whyback").is_visible()
    opened.keyboard.press("Escape")
    assert not opened.locator("#why").is_visible()


def test_costs_of_areas_and_years_add_up_to_the_whole(opened: Page, plan: Plan) -> None:
    for option in judged(plan, "base").options.values():
        opened.select_option("#option", option.key)
        told = opened.evaluate(
            """() => { const one = byKey.get(state.option);
              return [one.costs.map((key) => figure(key)).reduce((a, b) => a + b, 0),
                months(one.lines.paid)[D.horizon]]; }"""
        )
        assert told[0] == pytest.approx(told[1], rel=1e-9)
        assert told[1] == pytest.approx(float(option.cumulative[-1]), rel=1e-9)


def test_everything_that_can_be_worked_has_a_name(opened: Page) -> None:
    nameless = opened.evaluate(
        """() => [...document.querySelectorAll("button,input,select,summary,[tabindex]")].filter((one) => {
          const label = one.labels && one.labels.length ? one.labels[0].textContent : "";
          return !(one.getAttribute("aria-label") || label || one.textContent || one.title).trim();
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    assert opened.locator("html").get_attribute("lang") == "en-GB"
    assert opened.locator("#chart svg").get_attribute("aria-labelledby") == "charttext"
    assert "At the end:" in (opened.locator("#charttext").text_content() or "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser: Browser, file: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("#incomplete")).to_be_hidden()
    worst = page.evaluate(
        """() => {
          const part = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
          const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number);
            return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b); };
          const ground = (one) => { for (let at = one; at; at = at.parentElement) {
            const c = getComputedStyle(at).backgroundColor; if (!/, 0\\)|transparent/.test(c)) return c; }
            return "rgb(255,255,255)"; };
          const out = [];
          for (const one of document.querySelectorAll("p,h1,h2,h3,li,th,td,label,button,summary,svg text")) {
            if (!one.textContent.trim() || !one.getClientRects().length) continue;
            const style = getComputedStyle(one), ink = one.closest("svg") ? style.fill : style.color;
            const box = one.closest("svg") ? one.closest("section") : one;
            const [a, b] = [light(ink), light(ground(box))].sort((x, y) => y - x);
            out.push([(a + 0.05) / (b + 0.05), one.textContent.slice(0, 40)]);
          }
          return out.sort((x, y) => x[0] - y[0])[0];
        }"""
    )
    assert worst[0] >= 4.5, worst
    context.close()


@pytest.mark.parametrize("width", [360, 820, 1400, 2200])
def test_nothing_is_wider_than_the_screen(browser: Browser, file: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("#incomplete")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def renamed(plan: Plan, text: str) -> Plan:
    """Return the plan with a hostile text wherever a person may write one."""
    rows = {table: tuple(Row(row.slug, f"{text} {row.name}"[:60]) for row in some) for table, some in plan.rows.items()}
    entries = {
        key: replace(entry, evidence=replace(entry.evidence, source=text, note=text))
        for key, entry in plan.entries.items()
    }
    scenarios = tuple(replace(one, name=f"{text}{place}"[:60]) for place, one in enumerate(plan.scenarios))
    paper = replace(plan.paper, organisation=text, board=text, classification=text)
    return replace(plan, title=text, rows=rows, entries=entries, scenarios=scenarios, paper=paper)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_of_the_plan_is_never_script(
    page: Page, plan: Plan, tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.documents.pack.pack.documented", always({}))  # nothing here reads them
    path = tmp_path / "hostile.html"
    path.write_bytes(pack(renamed(plan, text), "base", DAY, "0"))
    wrong: list[str] = []
    page.on("pageerror", lambda one: wrong.append(str(one)))
    page.goto(path.as_uri())
    expect(page.locator("#incomplete")).to_be_hidden()
    page.fill("#search", "growth")
    page.locator("#found button").first.click()
    page.locator("#years button.figure").first.click()
    for _ in range(4):
        deeper = page.locator("#whytext button.figure")
        if deeper.count():
            deeper.first.click()
    assert page.evaluate("globalThis.struck ?? 0") == 0
    assert wrong == []
    assert page.locator("body img, body svg script, h1 *").count() == 0, "no element came out of a text"


class _Data(HTMLParser):
    """Keeps what stands in the script of the plan."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and dict(attrs).get("id") == "plan"

    def handle_data(self, data: str) -> None:
        self.text += data if self.inside else ""


def test_it_carries_the_graph_and_inputs_and_no_figure_of_a_line(file: Path) -> None:
    reader = _Data()
    reader.feed(file.read_text(encoding="utf-8"))
    data = json.loads(reader.text)
    assert {"inputs", "lines", "given"} <= data.keys()
    place, rows, months, *rest = data["lines"]["cloud.total.cumulative"]
    assert (type(place), rows, months) == (int, 1, data["horizon"] + 1)
    assert all(not isinstance(one, float) for one in rest)
