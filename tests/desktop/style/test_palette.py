"""Colours: every text can be read on every ground it stands on."""

import pytest

from desktop.style.palette import COLOURS, THEMES, Theme
from models.exhibits.series_styles import AREAS, STYLES
from models.plan.scenarios import COLOURS as COLOURS_OF_SCENARIOS

READABLE = 4.5
"""The contrast WCAG 2.2 asks of text, success criterion 1.4.3."""


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB, as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005), "published as just too little"


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_words_can_be_read_on_every_ground(theme: Theme) -> None:
    poor = [
        f"{name} on {ground}"
        for name in ("ink", "grey", "accent", "refused", "warning", "faint")
        for ground in ("surface", "ground", *(("pale",) if name not in {"warning", "faint"} else ()))
        if contrast(getattr(theme, name), getattr(theme, ground)) < READABLE
    ]
    assert poor == []


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_every_theme_names_every_colour(theme: Theme) -> None:
    assert [name for name in COLOURS if not str(getattr(theme, name)).startswith("#")] == []
    assert set(theme.evidence) == {"default", "assumption", "quote", "measured"}


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_names_can_be_read_in_the_colours_of_options_scenarios_and_areas(theme: Theme) -> None:
    """A name in a table's chosen row stands on the pale ground, one at a curve on the surface."""
    options = [one.colour for one in STYLES.values()]
    poor = [
        f"{colour} on {ground}"
        for colours, grounds in (
            (options, ("surface", "ground", "pale")),
            (COLOURS_OF_SCENARIOS.values(), ("surface", "ground", "pale")),
            (AREAS, ("surface",)),
        )
        for colour in colours
        for ground in grounds
        if contrast(theme.on_screen(colour), getattr(theme, ground)) < READABLE
    ]
    assert poor == []


def test_what_costs_are_made_of_has_no_options_colour() -> None:
    assert {one.colour for one in STYLES.values()}.isdisjoint(AREAS)
