"""What a file offers a plan, printed and taken on the command line."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from desktop.commands.asked import RefusedError
from desktop.imports.offers import Offer, Offered


def offered_text(found: Offered, *, as_json: bool) -> str:
    """Return everything a file offers, numbered; what cannot be taken has no number."""
    if as_json:
        return json.dumps(
            {
                "file": found.file,
                "title": found.title,
                "notices": list(found.notices),
                "warnings": list(found.warnings),
                "asks": [asdict(ask) for ask in found.asks],
                "columns": list(found.preview),
                "offers": _records(found),
                "measurement": None if found.measurement is None else asdict(found.measurement),
            },
            indent=1,
            ensure_ascii=False,
        )
    lines = [f"{found.file}: {found.title}"]
    pattern = "  {}: {}" if found.measurement is not None else "  column “{}” is {}"
    lines += [pattern.format(head[:60], meaning) for head, meaning in found.preview]
    lines += [f"  note: {notice}" for notice in found.notices]
    lines += [f"  warning: {warning}" for warning in found.warnings]
    lines += [
        f"  {ask.label} (--{ask.name}):"
        f" {', '.join(f'[{words}]' if answer == ask.answer else words for answer, words in ask.options)}"
        for ask in found.asks
        if len(ask.options) > 1
    ]
    numbers = {id(offer): number for number, offer in enumerate(found.possible, start=1)}
    lines += [f"{numbers[id(offer)]:>4}  {offer.in_words()}" for offer in found.possible]
    lines += [f"   –  {offer.in_words()}" for offer in found.offers if not offer.possible]
    if not found.offers:
        lines.append("  There is nothing to take: the file says what the plan says, or nothing that belongs to it.")
    return "\n".join(lines)


def _records(found: Offered) -> list[dict[str, object]]:
    numbers = {id(offer): number for number, offer in enumerate(found.possible, start=1)}
    return [
        {
            "number": numbers.get(id(one)),
            "place": one.place,
            "input": one.key,
            "what": one.what,
            "scenario": one.scenario,
            "before": one.before,
            "after": one.after,
            "low": one.low,
            "high": one.high,
            "note": one.note,
            "problem": one.problem,
            "chosen": one.chosen and one.possible,
        }
        for one in found.offers
    ]


def chosen(found: Offered, asked: str) -> Sequence[Offer]:
    """Return the offers that are asked for: "all", "none", "proposed", or numbers and ranges such as 1,4-7.

    Raises RefusedError for anything else.
    """
    possible = found.possible
    if asked in {"all", "none", "proposed"}:
        return [offer for offer in possible if asked == "all" or (asked == "proposed" and offer.chosen)]
    numbers: list[int] = []
    for piece in asked.split(","):
        first, _, last = piece.strip().partition("-")
        if not (first.isdecimal() and first.isascii() and (not last or (last.isdecimal() and last.isascii()))):
            raise RefusedError(f"--accept {asked[:40]}: expected all, proposed, none, or numbers such as 1,4-7")
        numbers += (
            range(int(first), int(last or first) + 1) if int(last or first) <= len(possible) else [int(last or first)]
        )
    beyond = [number for number in numbers if not 1 <= number <= len(possible)]
    if beyond:
        raise RefusedError(f"--accept {beyond[0]}: there is no such number; there are {len(possible)}")
    return [possible[number - 1] for number in dict.fromkeys(numbers)]
