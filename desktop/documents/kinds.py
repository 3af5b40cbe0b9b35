"""The documents of a scenario: what each is called and the name that is offered for it."""

from collections.abc import Mapping

KINDS: Mapping[str, tuple[str, str]] = {
    "xlsx": ("workbook", "workbook.xlsx"),
    "pdf": ("business case", "business-case.pdf"),
    "pptx": ("slides", "slides.pptx"),
    "html": ("pack", "pack.html"),
}
"""By the ending of the file's name."""
