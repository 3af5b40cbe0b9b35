"""How an option is named beside its figures, live: that it is another one, serves nothing, or is not allowed."""

from collections.abc import Iterator, Mapping, Sequence

from desktop.documents.workbook.layout import column_name
from desktop.documents.workbook.verdict_cells import FIRST, NAME, VerdictCells
from models.areas.options import NAMED_FIRST, OPTION_LABELS, in_sentence
from models.formula.node import value_of

_FIRST = 2
"""The column of the first of what may keep an option from being one."""


def write_names(to: VerdictCells, row: int, pairs_at: int, pairs: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Write each option with what keeps it from being one, and return the cells by option.

    row: of the heads. pairs_at: of the heads of the pairs, whose fourth column counts the months in which two differ.
    """
    kept = {key: list(_kept_from(to, key, pairs_at, pairs)) for key in to.options}
    below = row + len(kept) + 2
    heads = ((row, ("Option", "As Summary names it", "Is so")), (below, ("Option", "", "What it is then")))
    for at, texts in heads:
        for column, head in enumerate(texts):
            to.words(at, column, head, head=True)
    cells: dict[str, str] = {}
    for offset, (key, every) in enumerate(kept.items(), start=1):
        now = named(to, key)
        for at in (row + offset, below + offset):
            to.words(at, 0, OPTION_LABELS[key])
        for column, (condition, word) in enumerate([*every, ("", "")], start=_FIRST):
            name = f"{OPTION_LABELS[key]}{word}"
            to.words(below + offset, column, name)
            if condition:
                to.put(row + offset, column, f"IF(AND({condition}),1,0)", float(now == name))
            else:
                to.sheet.write_number(row + offset, column, 1, to.number)
        flags, names = (
            f"${column_name(_FIRST)}${at + 1}:${column_name(_FIRST + len(every))}${at + 1}"
            for at in (row + offset, below + offset)
        )
        text = f"INDEX({names},1,MATCH(1,{flags},0))"
        cells[key] = f"{NAME}!{to.put(row + offset, 1, text, now, to.styles.text)}"
    return cells


def _kept_from(
    to: VerdictCells, key: str, pairs_at: int, pairs: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield what may keep an option from being one, as a condition and in words; the first that holds is told."""
    if key == "api" and value_of(to.draft.layout.traced.lines["hosting.api_serves"]) is None:
        yield f"{to.line('hosting.api_serves')}<=0", " (serves nothing)"
    for one in NAMED_FIRST[: NAMED_FIRST.index(key)]:
        if one in to.options:
            pair = next(place for place, each in enumerate(pairs, start=1) if set(each) == {one, key})
            apart = f"ABS({_row(to, 'D', one)}-{_row(to, 'D', key)})"
            yield f"$D${pairs_at + pair + 1}=0,{apart}<={to.penny}", f" (is {in_sentence(one)})"
    yield f"{_row(to, 'B', key)}=0", " (not allowed)"


def named(to: VerdictCells, key: str) -> str:
    """Return an option with a word on what keeps it from being one, as it is now."""
    label = OPTION_LABELS[key]
    if key not in to.case.options:
        return f"{label} (serves nothing)"
    if key in to.case.twins:
        return f"{label} (is {in_sentence(to.case.twins[key])})"
    return f"{label} (not allowed)" if key in to.case.blocked else label


def _row(to: VerdictCells, column: str, key: str) -> str:
    return f"${column}${FIRST + to.options.index(key) + 1}"
