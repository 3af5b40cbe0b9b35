"""Workbook, business case and slides. No Qt."""
