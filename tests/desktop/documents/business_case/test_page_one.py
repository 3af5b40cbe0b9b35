"""What page one cuts short: it ends with a sentence, and labels give way to the chart."""

import pytest

from desktop.documents.business_case.page_one import cuts_labels
from desktop.documents.business_case.tables import in_whole_sentences


def test_a_text_is_cut_behind_a_sentence_and_within_one_only_where_it_is_the_first() -> None:
    text = "Hybrid needs £555k. With its contingency of 10% it needs £611k. That is too much."
    assert in_whole_sentences(text, 200) == text
    assert in_whole_sentences(text, 70) == "Hybrid needs £555k. With its contingency of 10% it needs £611k."
    assert in_whole_sentences(text, 62) == "Hybrid needs £555k."
    assert in_whole_sentences(text, 19) == "Hybrid needs £555k."
    assert in_whole_sentences(text, 10) == "Hybrid ne…"


@pytest.mark.parametrize(
    ("left", "gained", "cut"),
    [(200.0, 30.0, False), (119.0, 30.0, True), (119.0, 7.0, False), (60.0, 8.0, True), (120.0, 50.0, False)],
)
def test_labels_are_cut_only_where_the_chart_is_low_and_gains_by_it(left: float, gained: float, *, cut: bool) -> None:
    """In points: a chart of 120 is high enough, and two lines less are worth a cut, a part of one is not."""
    assert cuts_labels(left, gained) is cut
