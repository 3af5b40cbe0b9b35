"""Workbook and business case. No Qt."""
