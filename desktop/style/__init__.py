"""Colours and the style sheet of the window."""
