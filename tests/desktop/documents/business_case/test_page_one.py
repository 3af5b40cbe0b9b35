"""What page one cuts short ends with a sentence."""

from desktop.documents.business_case.tables import in_whole_sentences


def test_a_text_is_cut_behind_a_sentence_and_within_one_only_where_it_is_the_first() -> None:
    text = "Hybrid needs £555k. With its contingency of 10% it needs £611k. That is too much."
    assert in_whole_sentences(text, 200) == text
    assert in_whole_sentences(text, 70) == "Hybrid needs £555k. With its contingency of 10% it needs £611k."
    assert in_whole_sentences(text, 62) == "Hybrid needs £555k."
    assert in_whole_sentences(text, 19) == "Hybrid needs £555k."
    assert in_whole_sentences(text, 10) == "Hybrid ne…"
