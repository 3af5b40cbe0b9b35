"""The application around the numbers."""

import os

os.environ.setdefault("OPENPYXL_LXML", "False")
"""Workbooks from elsewhere are read by defusedxml, not by the parser that slides are written with."""
