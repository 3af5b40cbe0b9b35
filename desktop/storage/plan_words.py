"""What is wrong with a value of a plan's file, in words: the library's own are for programmers."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from models.plan.problems import Problem
from models.quantities.writing import shown

_EXPECTED: Mapping[str, str] = {
    "string_type": "expected a text",
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "finite_number": "expected a number that is finite",
    "bool_type": "expected true or false",
    "list_type": "expected a list",
    "tuple_type": "expected a list",
    "dict_type": "expected an object with names and values",
    "model_type": "expected an object with names and values",
    "model_attributes_type": "expected an object with names and values",
    "string_pattern_mismatch": "is not written as it should be",
    "int_parsing_size": "is larger than any number of a plan",
}
_WITH: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "string_too_long": lambda of: f"is longer than {of['max_length']:,} characters",
    "string_too_short": lambda of: f"is shorter than {of['min_length']} characters",
    "too_long": lambda of: f"has more than {of['max_length']:,} entries",
    "too_short": lambda of: f"has fewer than {of['min_length']} entries",
    "greater_than_equal": lambda of: f"expected {of['ge']} or more",
    "less_than_equal": lambda of: f"expected {of['le']} or less",
    "greater_than": lambda of: f"expected more than {of['gt']}",
    "less_than": lambda of: f"expected less than {of['lt']}",
    "literal_error": lambda of: f"expected {str(of['expected']).replace(chr(39), '')}",
    "value_error": lambda of: str(of["error"])[:160],
    "assertion_error": lambda of: str(of["error"])[:160],
}


def kind_in_words(value: object) -> str:
    """Return what a value of JSON is.

    >>> kind_in_words([1]), kind_in_words(None)
    ('a list', 'nothing')
    """
    return (
        "nothing"
        if value is None
        else "true or false"
        if isinstance(value, bool)
        else "a number"
        if isinstance(value, (int, float))
        else "a text"
        if isinstance(value, str)
        else "a list"
        if isinstance(value, list)
        else "an object"
    )


def found_in_words(value: object) -> str:
    """Return a value as a message quotes it: short ones as they stand, others by what they are."""
    return (
        shown(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else kind_in_words(value)
    )


def either(messages: list[str]) -> str:
    """Return one message for all that was said of one value: what is expected, joined.

    >>> either(["nothing: expected a number", "nothing: expected a text"])
    'nothing: expected a number or a text'
    """
    parts = [message.partition(": expected ") for message in messages]
    if len(messages) == 1 or not all(mark for _, mark, _ in parts):
        return messages[0]
    expected = [last for _, _, last in parts]
    if "a number" in expected:
        expected = [one for one in expected if one != "a whole number"]
    return f"{parts[0][0]}: expected {', '.join(expected[:-1])} or {expected[-1]}"


def problem_in_words(error: Mapping[str, object]) -> str:
    """Return what is wrong with a value and what is expected. error: as the library of records tells it."""
    kind = str(error["type"])
    with_limits = _WITH.get(kind)
    context = cast("Mapping[str, object]", error.get("ctx") or {})
    said = with_limits(context) if with_limits is not None else _EXPECTED.get(kind, "is not what a plan holds here")
    return f"{found_in_words(error['input'])}: {said}"


def schema_problems(errors: Sequence[object]) -> list[Problem]:
    """Return what is wrong with a document; of a place where several kinds of value may stand, all of them at once."""
    by_place: dict[tuple[str, str], list[str]] = {}
    for error in errors:
        problem = _schema_problem(dict(cast("Mapping[str, object]", error)))
        said = by_place.setdefault((problem.key, problem.value), [])
        if problem.message not in said:
            said.append(problem.message)
    return [Problem(key, value, either(said)) for (key, value), said in by_place.items()]


def _schema_problem(error: Mapping[str, object]) -> Problem:
    location = error["loc"]
    parts = [str(part) for part in cast("tuple[object, ...]", location)]
    place = ".".join(part for part in parts if not part.startswith(("bool", "int", "float", "constrained", "str")))
    if error["type"] == "extra_forbidden":
        return Problem(
            place, "", "is not known to this program; remove it or open the file with the program that wrote it"
        )
    if error["type"] == "missing":
        return Problem(place, "", "is missing")
    return Problem(place, found_in_words(error["input"])[:80], problem_in_words(error))
