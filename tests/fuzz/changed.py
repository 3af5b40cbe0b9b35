"""Files changed at random in ways that know their structure, from a seed, so that every case can be made again."""

import io
import json
import random
import warnings
import zipfile
from collections.abc import Callable
from typing import Any, cast

HOSTILE = (
    "",
    "NaN",
    "-1",
    "1e308",
    "1e309",
    "-0",
    "9" * 40,
    "0x10",
    "1,5",
    "1.234,56",
    "=1+1",
    "'",
    '"',
    "\u202e",
    "\ufeff",
    "\x00",
    "🤖",
    "١٢٣",
    "null",
    "true",
    "2025-02-30",
    "31/12/2025",
    "2025-03-30T01:30:00+99:99",
    "a" * 5_000,
    "<b>",
    "../../x",
    "{}",
    "[]",
    "\\u0000",
    "\r\n",
)
"""Texts that stand for what people and programs get wrong."""

_EMPTY_LIST: list[object] = []
_EMPTY: dict[str, object] = {}
VALUES: tuple[object, ...] = (None, True, -1, 0, 1e308, 10**30, 0.1, "x" * 3_000, _EMPTY_LIST, _EMPTY, *HOSTILE)


def bytes_changed(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with some flipped, cut out, doubled or put in."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        if not changed:
            break
        at = chance.randrange(len(changed))
        match chance.randrange(5):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randint(1, 40)]
            case 2:
                changed[at:at] = changed[at : at + chance.randint(1, 200)]
            case 3:
                changed[at:at] = chance.choice(HOSTILE).encode("utf-8", "surrogatepass")
            case _:
                del changed[at:]
    return bytes(changed)


def table_changed(data: bytes, chance: random.Random) -> bytes:
    """Return a table of text with cells, rows, heads or its separator changed."""
    rows = [line.split(",") for line in data.decode("utf-8", "replace").split("\n")]
    for _ in range(chance.randint(1, 5)):
        row = chance.choice(rows)
        match chance.randrange(6):
            case 0 | 1 | 2:
                row[chance.randrange(len(row))] = chance.choice(HOSTILE)
            case 3:
                rows.insert(chance.randrange(len(rows)), list(row))
            case 4:
                row.append(chance.choice(HOSTILE))
            case _:
                chance.shuffle(rows)
    mark = chance.choice([",", ",", ",", ";", "\t", "|"])
    text = "\n".join(mark.join(row) for row in rows)
    head = chance.choice(["", "", "", "sep=;\n", "\ufeff", "\n\n", "# HELP\n"])
    encoded = (head + text).encode(chance.choice(["utf-8", "utf-8", "utf-8", "utf-16", "cp1252"]), "replace")
    return bytes_changed(encoded, chance) if chance.random() < 0.2 else encoded


def json_changed(data: bytes, chance: random.Random) -> bytes:
    """Return JSON with values, names or whole branches changed; JSON Lines line by line."""
    text = data.decode("utf-8", "replace")
    if "\n{" in text and text.startswith("{"):
        lines = text.strip().split("\n")
        at = chance.randrange(len(lines))
        lines[at] = json_changed(lines[at].encode(), chance).decode("utf-8", "replace")
        return "\n".join(lines).encode()
    document = json.loads(text)
    for _ in range(chance.randint(1, 3)):
        document = _changed(document, chance, 12)
    written = json.dumps(document, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    return bytes_changed(written, chance) if chance.random() < 0.2 else written


def _changed(value: Any, chance: random.Random, depth: int) -> Any:
    if depth and isinstance(value, dict) and value and chance.random() < 0.9:
        known = cast("dict[str, Any]", value)
        name = chance.choice(list(known))
        match chance.randrange(8):
            case 0:
                known.pop(name)
            case 1:
                known[chance.choice(HOSTILE)] = known.pop(name)
            case _:
                known[name] = _changed(known[name], chance, depth - 1)
        return known
    if depth and isinstance(value, list) and value and chance.random() < 0.9:
        some = cast("list[Any]", value)
        at = chance.randrange(len(some))
        if chance.random() < 0.2:
            some.insert(at, some[at])
        else:
            some[at] = _changed(some[at], chance, depth - 1)
        return some
    return chance.choice(VALUES)


def package_changed(data: bytes, chance: random.Random, inside: Callable[[bytes, random.Random], bytes]) -> bytes:
    """Return a zip with one of its parts changed, gone, doubled or renamed, or the zip itself."""
    if chance.random() < 0.15:
        return bytes_changed(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [(info.filename, package.read(info)) for info in package.infolist()]
    at = chance.randrange(len(parts))
    name, part = parts[at]
    match chance.randrange(10):
        case 0:
            parts.pop(at)
        case 1:
            parts.append((name, part))
        case 2:
            parts[at] = (chance.choice(["../x", "con", "a" * 300, "x\\y", "é/ñ", name + ".bak"]), part)
        case _:
            parts[at] = (name, inside(part, chance))
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        warnings.simplefilter("ignore")  # two parts of one name are what is tried
        for name, part in parts:
            made.writestr(zipfile.ZipInfo(name), part)
    return stream.getvalue()


def xml_changed(data: bytes, chance: random.Random) -> bytes:
    """Return a part of XML with attributes, texts or its declaration changed."""
    text = data.decode("utf-8", "replace")
    pieces = text.split('"')
    if len(pieces) > 2 and chance.random() < 0.6:
        pieces[chance.randrange(1, len(pieces), 2)] = chance.choice(HOSTILE).replace('"', "").replace("\x00", "")
        text = '"'.join(pieces)
    elif chance.random() < 0.3:
        text = text.replace(
            '<?xml version="1.0"?>', f'<?xml version="1.0" encoding="{chance.choice(["x", "utf-16", "utf-7"])}"?>'
        )
    else:
        tags = text.split("<")
        at = chance.randrange(len(tags))
        tags[at : at + 1] = [] if chance.random() < 0.5 else [tags[at], tags[at]]
        text = "<".join(tags)
    return text.encode("utf-8", "replace")
