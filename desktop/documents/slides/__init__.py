"""The decision as slides with native charts and tables."""
