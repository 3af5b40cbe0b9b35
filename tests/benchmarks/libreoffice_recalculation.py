"""Times LibreOffice working a workbook out: run by the system's Python, which has its UNO bindings.

Usage: python3 libreoffice_recalculation.py FILE ROUNDS [CELL VALUE…]; prints seconds a round as JSON.
"""

import json
import subprocess
import sys
import tempfile
import time

import uno  # pyright: ignore[reportMissingImports]
from com.sun.star.beans import PropertyValue  # pyright: ignore[reportMissingImports]


def main(path: str, rounds: int) -> None:
    """Change one input and recalculate everything, a number of times."""
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"boardcase{time.time_ns()}"
        office = subprocess.Popen(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"])
        try:
            print(json.dumps(_timed(_connected(pipe), path, rounds)))
        finally:
            office.terminate()
            office.wait(timeout=20)


def _connected(pipe: str) -> object:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(100):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # noqa: BLE001 - the office is still starting; the bridge raises its own kinds
            time.sleep(0.2)
    raise SystemExit("LibreOffice did not answer")


def _timed(desktop: object, path: str, rounds: int) -> list[float]:
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, (hidden,))  # pyright: ignore[reportAttributeAccessIssue]
    inputs = document.Sheets.getByName("Inputs")
    row = next(number for number in range(400) if inputs.getCellByPosition(0, number).String.endswith(".cloud_price"))
    cell = inputs.getCellByPosition(10, row)
    document.calculateAll()
    times: list[float] = []
    for number in range(rounds):
        cell.Value = 8.0 + 0.01 * number
        begin = time.perf_counter()
        document.calculateAll()
        times.append(time.perf_counter() - begin)
    document.close(True)
    return times


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
