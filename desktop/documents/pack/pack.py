"""The pack: one HTML file that a browser opens, with the plan's own graph as JavaScript.

It asks for nothing: its policy allows no request, and only the scripts and styles whose hashes it names. What reads a
text of the plan sets it as text.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from xml.etree.ElementTree import Element, SubElement, tostring

from reportlab.graphics import renderSVG

from desktop.documents.business_case.chart import drawing
from desktop.documents.business_case.fonts import register
from desktop.documents.pack.carried import Carried, carried
from desktop.documents.pack.page import Page, put
from desktop.storage.watching import Look, unwatched
from models.exhibits.every_study import documented, judgement_in
from models.exhibits.figures import Figure, cumulative_figure, lasting
from models.exhibits.series_styles import ON_DARK, STYLES
from models.plan.plan import Plan
from models.rules.decisions import judged

LARGEST = 2_000_000
"""Bytes a pack should stay below."""


def pack(
    plan: Plan, scenario: str, day: date, input_hash: str, look: Look | None = None, pinned: Sequence[str] = ()
) -> bytes:
    """Return the pack of a scenario; the same plan, scenario and day give the same bytes.

    look: told how far the work is, from 0 to 1; it may raise to give the work up. pinned: the inputs that stand as
    sliders; empty for the usual ones.
    """
    watch = look or unwatched
    watch(0.0, "Working out the studies")
    studies = documented(plan, scenario, lambda part, doing: watch(part * 0.8, doing))
    watch(0.8, "Writing the pack")
    case = judged(plan, scenario)
    judgement = judgement_in(studies)
    figure = lasting(cumulative_figure(plan, case, judgement=judgement))
    brought = carried(plan, scenario, day, input_hash, pinned, judgement.planned if judgement is not None else None)
    plan_text, *code = scripts(brought)
    style = _resource("page.css") + _colours()
    page = Element("html", {"lang": "en-GB"})
    head = SubElement(page, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _policy(code, style)})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    SubElement(head, "meta", {"name": "generator", "content": "Boardcase"})
    put(head, "title", plan.title)
    SubElement(head, "style").text = style
    body = Page(plan, scenario, day, input_hash, case, studies, figure, _picture(figure)).body()
    page.append(body)
    SubElement(body, "script", {"type": "application/json", "id": "plan"}).text = plan_text
    for one in code:
        SubElement(body, "script").text = one
    watch(1.0, "")
    return b"<!DOCTYPE html>\n" + tostring(page, encoding="unicode", method="html").encode() + b"\n"


def scripts(brought: Carried) -> tuple[str, str, str]:
    """Return what a pack carries as JSON, the graph with the page's script, and the script that runs last."""
    text = json.dumps(brought.data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # a text that ends a script, or begins a comment, is none of either in this form
    plan = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    expected = f'"{hashlib.sha256(plan.encode()).hexdigest()}"'
    return plan, brought.graph.text + _resource("page.js"), _resource("last.js").replace("EXPECTED", expected)


def _resource(name: str) -> str:
    return (files("resources") / "pack" / name).read_text(encoding="utf-8")


def _policy(scripts: Sequence[str], style: str) -> str:
    """Return a policy that allows these scripts and this style, pictures within the file, and nothing else."""
    allowed = " ".join(_hashed(one) for one in scripts)
    own = f"script-src {allowed}; style-src {_hashed(style)}; img-src data:"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _colours() -> str:
    """Return the colours of the options as styles, on light and on dark."""

    def rules(shade: Mapping[str, str]) -> str:
        colours = {key: shade.get(one.colour, one.colour) for key, one in STYLES.items()}
        return "".join(f".c-{key}{{stroke:{colour}}}" for key, colour in colours.items())

    return f"{rules({})}@media screen and (prefers-color-scheme:dark){{{rules(ON_DARK)}}}"


def _picture(figure: Figure) -> str:
    """Return the chart as it is drawn on paper, as a picture within the file."""
    register()
    svg: str = renderSVG.drawToString(drawing(figure, 520, 250))
    # the faces of the paper are not carried: a browser takes its own
    svg = re.sub(r"font-family: [\w-]*[Ss]emi[\w-]*;", "font-family: system-ui, sans-serif; font-weight: 600;", svg)
    svg = re.sub(r"font-family: [A-Z][\w-]*;", "font-family: system-ui, sans-serif;", svg)
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
