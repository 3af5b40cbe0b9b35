"""Editors built from the declarations."""
