"""One name for one thing: labels hold to the glossary, and the guide shows it."""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from models.areas.features import FEATURES
from models.areas.register import DECLARED, GROUPS
from models.exhibits.areas import AREA_LABELS
from models.exhibits.glossary import GLOSSARY, NOT_SAID, SOUGHT_AS, TERMS
from models.exhibits.studies import TITLES
from models.plan.paper import ANNEXES, NAMES, SECTIONS, WORDS
from models.rules.every_rule import RULES


def labels() -> Iterator[tuple[str, str]]:
    """Every label a person reads beside something, with where it is from."""
    for key, declared in DECLARED.items():
        yield key, declared.label
        for choice in declared.choices:
            yield f"{key}={choice.value}", choice.label
    for group in GROUPS:
        yield "group", group.title
    for feature in FEATURES:
        yield "feature", feature.title
    for rule in RULES:
        yield rule.key, rule.title
    for name, titles in (("study", TITLES), ("section", SECTIONS), ("annex", ANNEXES), ("words", WORDS)):
        for title in titles.values():
            yield name, title
    for title in (*NAMES.values(), *AREA_LABELS.values()):
        yield "name", title


def test_no_label_uses_another_name_for_a_term() -> None:
    other = {name.casefold(): term for term, known in TERMS.items() for name in known.instead_of}
    wrong = [
        f"{key}: “{label}” says “{name}”; the term is “{term}”"
        for key, label in labels()
        for name, term in other.items()
        if re.search(rf"\b{re.escape(name)}\b", label.casefold())
    ]
    wrong += [
        f"{key}: “{label}”"
        for key, label in labels()
        for name in NOT_SAID
        if re.search(rf"\b{re.escape(name)}\b", label.casefold())
    ]
    assert wrong == []


def test_other_words_for_a_term_are_of_a_label_and_each_of_one_term() -> None:
    known = " | ".join(label.casefold() for _, label in labels())
    assert [term for term in SOUGHT_AS if term.casefold() not in known] == []
    others = [other for every in SOUGHT_AS.values() for other in every]
    assert len(others) == len(set(others))


def test_no_two_inputs_of_a_group_have_the_same_label() -> None:
    for group in GROUPS:
        found = [one.label for one in group.inputs]
        assert len(found) == len(set(found)), [one for one in found if found.count(one) > 1]


def test_a_label_begins_with_a_capital_and_ends_without_a_stop() -> None:
    for key, label in labels():
        assert label == label.strip(), key
        assert label[0].isupper() or not label[0].isalpha() or label.startswith(("kW", "iSCSI")), f"{key}: {label}"
        assert not label.endswith("."), f"{key}: {label}"


def test_the_terms_stand_in_order_and_the_paper_explains_some() -> None:
    assert list(TERMS) == sorted(TERMS, key=str.casefold)
    assert 15 <= len(GLOSSARY) <= 30
    for name, term in TERMS.items():
        assert term.meaning.endswith("."), name


@pytest.mark.parametrize("name", TERMS)
def test_the_guide_shows_every_term_with_its_meaning(name: str) -> None:
    guide = (files("resources") / "help" / "guide.md").read_text(encoding="utf-8")
    assert f"| {name} | {TERMS[name].meaning} |" in guide
