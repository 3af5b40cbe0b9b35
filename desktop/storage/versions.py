"""The format versions of plan files."""

VERSION = 5


EVERY_AREA = 2
"""The version from which on files have inputs of every area.

Version 3 added distributions, version 4 the business case's own words and version 5 measurements, which older files do
without.
"""
