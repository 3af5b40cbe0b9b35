"""One file per decision area: its inputs and its cost lines together."""
