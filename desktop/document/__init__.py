"""The open plan."""
