"""What the installed program leaves out is nothing that it imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def left_out() -> set[str]:
    """Return the modules that the description of the installed program leaves out."""
    found: set[str] = set()
    for node in ast.parse((ROOT / "installer" / "boardcase.spec").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EXCLUDED":
            assert isinstance(node.value, ast.List)
            for one in node.value.elts:
                found |= set(_names(one))
    return found


def _names(listed: ast.expr) -> Iterator[str]:
    """Give the modules of one entry of the list: a name, or names put together from a start and several endings."""
    if isinstance(listed, ast.Constant):
        yield str(listed.value)
        return
    assert isinstance(listed, ast.Starred)
    assert isinstance(listed.value, ast.GeneratorExp)
    assert isinstance(listed.value.elt, ast.JoinedStr)
    start = listed.value.elt.values[0]
    endings = listed.value.generators[0].iter
    assert isinstance(start, ast.Constant)
    for ending in ast.literal_eval(endings):
        yield f"{start.value}{ending}"


def imported() -> Iterator[tuple[Path, str]]:
    """Give every module that a file of the program imports, with the file."""
    for folder in ("desktop", "models"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from ((file, alias.name) for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield file, node.module
                    yield from ((file, f"{node.module}.{alias.name}") for alias in node.names)


def test_nothing_that_is_imported_is_left_out() -> None:
    absent = left_out()
    assert {"scipy.stats", "PySide6.QtNetwork", "matplotlib"} <= absent
    found = {
        f"{file.relative_to(ROOT)}: {module}"
        for file, module in imported()
        if any(module == name or module.startswith(f"{name}.") for name in absent)
    }
    assert not found
