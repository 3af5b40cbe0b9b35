"""Studies: batches of cases through the one engine."""
