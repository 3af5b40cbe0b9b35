"""Bills, metrics and logs: what they measured, by day and by hour, without a name in it."""
