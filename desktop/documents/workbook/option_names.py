"""How an option is named beside its figures, live: that it is another one, serves nothing, or is not allowed."""

from collections.abc import Iterator, Mapping, Sequence

from desktop.documents.workbook.verdict_cells import FIRST, NAME, VerdictCells
from models.areas.options import NAMED_FIRST, OPTION_LABELS, in_sentence
from models.exhibits.series_styles import barred_label
from models.formula.node import value_of


def write_names(to: VerdictCells, row: int, pairs_at: int, pairs: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Write each option with what keeps it from being one, and return the cells by option.

    row: of the heads. pairs_at: of the heads of the pairs, whose fourth column counts the months in which two differ.
    """
    for column, head in enumerate(("Option", "As Summary names it", "In a sentence")):
        to.words(row, column, head, head=True)
    at = row + len(to.options) + 2
    for column, head in enumerate(("What an option may be", "Is so")):
        to.words(at, column, head, head=True)
    cells: dict[str, str] = {}
    for offset, key in enumerate(to.options, start=1):
        now, first = named(to, key), at + 1
        for condition, word in [*_kept_from(to, key, pairs_at, pairs), ("", "")]:
            at += 1
            name = f"{OPTION_LABELS[key]}{word}"
            to.words(at, 0, name)
            if condition:
                # of several that hold the first is told, so that one alone is so
                before = f"SUM($B${first + 1}:$B${at})=0," if at > first else ""
                to.put(at, 1, f"IF(AND({before}{condition}),1,0)", float(now == name))
            else:
                to.sheet.write_number(at, 1, 1, to.number)
        text = f"INDEX($A${first + 1}:$A${at + 1},MATCH(1,$B${first + 1}:$B${at + 1},0))"
        to.words(row + offset, 0, OPTION_LABELS[key])
        to.words(row + offset, 2, in_sentence(key))
        cells[key] = f"{NAME}!{to.put(row + offset, 1, text, now, to.styles.text)}"
    return cells


def _kept_from(
    to: VerdictCells, key: str, pairs_at: int, pairs: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield what may keep an option from being one, as a condition and in words; the first that holds is told."""
    served = to.draft.layout.traced.lines.get("hosting.api_serves")
    serves = to.line("hosting.api_serves") if served is not None and value_of(served) is None else ""
    if key == "api" and serves:
        yield f"{serves}<=0", " (serves nothing)"
    for one in NAMED_FIRST[: NAMED_FIRST.index(key)]:
        if one in to.options:
            pair = next(place for place, each in enumerate(pairs, start=1) if set(each) == {one, key})
            apart = f"ABS({_row(to, 'D', one)}-{_row(to, 'D', key)})"
            # an API that serves nothing costs what the cloud does, and is no option that another could be
            there = f"{serves}>0," if one == "api" and serves else ""
            yield f"{there}$D${pairs_at + pair + 1}=0,{apart}<={to.penny}", f" (is {in_sentence(one)})"
    yield f"{_row(to, 'B', key)}<0", " (not judged)"
    yield f"{_row(to, 'B', key)}=0", " (not allowed)"


def named(to: VerdictCells, key: str) -> str:
    """Return an option with a word on what keeps it from being one, as it is now."""
    label = OPTION_LABELS[key]
    if key not in to.case.options:
        return f"{label} (serves nothing)"
    if key in to.case.twins:
        return f"{label} (is {in_sentence(to.case.twins[key])})"
    return barred_label(key, to.case)


def _row(to: VerdictCells, column: str, key: str) -> str:
    return f"${column}${FIRST + to.options.index(key) + 1}"
