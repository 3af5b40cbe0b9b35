"""One tab per decision area."""
