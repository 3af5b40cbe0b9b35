"""Totals, present values, crossovers and unit costs as lines of the graph, and their results."""
