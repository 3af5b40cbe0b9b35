"""JSON that is none, told in plain words with its place."""

import pytest

from desktop.storage.json_text import JsonError, parse


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": "b', "line 1, column 7: a text in quotes has no end"),
        ('{"a": 1} x', "line 1, column 10: more stands behind the end of the value"),
        ('{"a":\n 1,\n "b": NaN}', "line 3: NaN is not a number a plan can hold"),
        ('{"a":\n 1e999}', "line 2: 1e999 is larger than any number a plan can hold"),
        ('{"a": 1, "a": 2}', "stands twice"),
    ],
)
def test_what_is_wrong_stands_with_its_line_and_in_no_words_of_python(text: str, says: str) -> None:
    with pytest.raises(JsonError) as told:
        parse(text)
    assert says in str(told.value)
    assert not {"Unterminated", "Extra data", "Expecting"} & set(str(told.value).split())
