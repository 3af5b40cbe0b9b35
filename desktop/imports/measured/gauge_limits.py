"""Limits within which samples of a gauge belong together."""

GAP = 2.5
"""Times the usual step, beyond which samples are missing."""


IDLE = 0.01


ALL = 0.999
