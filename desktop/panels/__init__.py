"""Scenarios, pinned inputs, verdict."""
