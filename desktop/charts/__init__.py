"""Charts on screen, drawn from exhibits."""
