"""The format versions of plan files."""

VERSION = 6


EVERY_AREA = 2
"""The version from which on files have inputs of every area.

Version 3 added distributions, version 4 the business case's own words, version 5 measurements and version 6 features
turned on before a value uses them; older files do without.
"""

LATER_TABLES = frozenset({"own_cost", "benefit", "price_step"})
"""Tables that files written before them lack; a plan has their first row then, which counts for nothing."""
