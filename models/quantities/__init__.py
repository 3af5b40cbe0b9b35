"""How an input or a line is declared, its unit, and how its values are read and written."""
