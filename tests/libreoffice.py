"""Works a workbook in LibreOffice: run by the system's Python, which has its UNO bindings.

Usage: python3 libreoffice.py FILE STEPS.json FOLDER. STEPS is a list of steps, each a list of [sheet, cell, value].
    After every step FOLDER/N.json holds the values of all cells by sheet, a cell in error as null, and
FOLDER/seconds.json how long LibreOffice took to follow each step. What the file has cached is never trusted.
"""

import importlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

uno: Any = importlib.import_module("uno")  # LibreOffice brings it, outside of the packages that are checked


def main(path: str, steps: str, folder: str) -> None:
    """Follow the steps one after the other."""
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"boardcase{time.time_ns()}"
        office = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--norestore",
                f"--accept=pipe,name={pipe};urp;",
            ]
        )
        try:
            _follow(_connected(pipe), path, json.loads(Path(steps).read_text()), Path(folder))
        finally:
            office.terminate()
            office.wait(timeout=20)


def _connected(pipe: str) -> Any:
    local: Any = uno.getComponentContext()
    resolver: Any = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(100):
        try:
            context: Any = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # noqa: BLE001 - the office is still starting; the bridge raises its own kinds
            time.sleep(0.2)
    raise SystemExit("LibreOffice did not answer")


def _follow(desktop: Any, path: str, steps: list[list[list[object]]], folder: Path) -> None:
    hidden: Any = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", True
    document: Any = desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, (hidden,))
    document.calculateAll()
    seconds: list[float] = []
    for number, step in enumerate(steps):
        begin = time.perf_counter()
        for sheet, cell, value in step:
            _put(document.Sheets.getByName(sheet).getCellRangeByName(cell), value)
        # reading it makes LibreOffice follow
        document.Sheets.getByName("Summary").getCellRangeByName("C10").Value  # noqa: B018
        seconds.append(time.perf_counter() - begin)
        (folder / f"{number}.json").write_text(json.dumps(_values(document)))
    (folder / "seconds.json").write_text(json.dumps(seconds))
    document.close(True)


def _put(cell: Any, value: object) -> None:
    if isinstance(value, str):
        cell.String = value
    else:
        cell.Value = value


def _values(document: Any) -> dict[str, list[list[object]]]:
    found: dict[str, list[list[object]]] = {}
    for sheet in document.Sheets:
        cursor: Any = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last: Any = cursor.RangeAddress
        found[sheet.Name] = [
            list(row) for row in sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow).getDataArray()
        ]
    return found


if __name__ == "__main__":
    main(*sys.argv[1:4])
