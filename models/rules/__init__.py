"""Checks of consistency, as data."""
