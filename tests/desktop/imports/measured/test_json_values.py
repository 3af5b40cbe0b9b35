"""JSON that is read piece by piece says of every text what a reader of the whole says."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.imports.measured.json_records import json_opened
from desktop.imports.measured.json_values import JsonText, Packed
from desktop.imports.measured.opened import Opened
from desktop.imports.refusal import ImportRefusedError

ROOT = Path(__file__).resolve().parents[4]

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def whole(value: object) -> object:
    """Return a value with its packed lists as lists."""
    if isinstance(value, Packed):
        return list(value)
    if isinstance(value, dict):
        return {name: whole(one) for name, one in cast("dict[str, object]", value).items()}
    return value


@given(VALUES, st.sampled_from([None, 1]), st.sampled_from(["", " ", "\r\n\t"]))
@settings(max_examples=200, deadline=None)
def test_what_json_holds_is_read(value: object, indent: int | None, blank: str) -> None:
    text = blank + json.dumps(value, indent=indent) + blank
    assert whole(JsonText("a.json").document(text)) == json.loads(text)


def infinite(value: object) -> bool:
    """Return whether a value holds a number that is larger than any."""
    if isinstance(value, dict):
        return any(map(infinite, cast("dict[str, object]", value).values()))
    if isinstance(value, list):
        return any(map(infinite, cast("list[object]", value)))
    return isinstance(value, float) and math.isinf(value)


@given(VALUES, st.data())
@settings(max_examples=200, deadline=None)
def test_what_is_no_json_is_refused_with_its_place(value: object, data: st.DataObject) -> None:
    """One character taken out or put in: refused exactly where Python's own reader refuses it."""
    text = json.dumps(value)
    place = data.draw(st.integers(0, len(text)))
    sign = data.draw(st.sampled_from(["", ",", "]", "}", ":", '"', "1", " x"]))
    broken = text[:place] + sign + text[place + (sign == "") :]
    try:
        expected = json.loads(broken)
    except json.JSONDecodeError as error:
        with pytest.raises(ImportRefusedError, match=f"line {error.lineno}, column {error.colno}: .*not whole JSON"):
            JsonText("a.json").document(broken)
    else:
        if infinite(expected):  # a number that lost its point may be larger than any
            with pytest.raises(ImportRefusedError, match="larger than any number"):
                JsonText("a.json").document(broken)
        else:
            assert whole(JsonText("a.json").document(broken)) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"a": NaN}]', "NaN is not a JSON number"),
        ('{"a": [1e999]}', "1e999 is larger than any number"),
        ('{"data": [{"x": "' + "a" * 9_000_000 + '"}]}', "line 1: one record has more than 8,000,000 characters"),
    ],
)
def test_what_no_bill_holds_is_refused(text: str, said: str) -> None:
    with pytest.raises(ImportRefusedError, match=said):
        JsonText("a.json").document(text)


def test_a_line_is_counted_as_an_editor_counts_it() -> None:
    data = b'{"a": 1}\n\n{"a": 2}\n{"a": }\n{"a": 3}\n'
    with pytest.raises(ImportRefusedError, match=r"log\.json, line 4, column 7"):
        json_opened(Opened("log.json", None, data, "table"), data)


@pytest.mark.parametrize("depth", [100, 101])
def test_brackets_in_texts_do_not_nest(depth: int) -> None:
    data = b'{"a": "[[\\"[[{{\\\\", "b": ' + b"[" * (depth - 1) + b"]" * (depth - 1) + b', "c": "\\\\\\"[[["}'
    found = Opened("a.json", None, data, "table")
    if depth > 100:
        with pytest.raises(ImportRefusedError, match="nested more than 100 deep"):
            json_opened(found, data)
    else:
        assert json_opened(found, data).kind == "document"


_READER = """
import sys
from pathlib import Path
from desktop.imports.measured.source import opened

def memory(name):
    return next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith(name))

before = memory("VmRSS")
found = opened("log.json", Path(sys.argv[1]), None)
print(memory("VmHWM") - before, len(found.document))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory of a process is read as Linux tells it")
@pytest.mark.parametrize(
    "shape", ["lines", *(pytest.param(one, marks=pytest.mark.long) for one in ("list", "envelope"))]
)
def test_records_take_little_more_memory_than_their_file(tmp_path: Path, shape: str) -> None:
    """Eight megabytes of records, which took 18 times as much as Python's values."""
    rows = [
        json.dumps(
            {"id": f"req-{row}", "model": "m", "usage": {"prompt": row, "completion": {"tokens": row}}, "tags": ["a"]}
        )
        for row in range(80_000)
    ]
    text = {"lines": "\n".join(rows), "list": f"[{','.join(rows)}]", "envelope": f'{{"data": [{",".join(rows)}]}}'}
    path = tmp_path / "log.json"
    path.write_text(text[shape], encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", _READER, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert int(told[1]) == len(rows)
    assert 0 < int(told[0]) < 5 * path.stat().st_size
