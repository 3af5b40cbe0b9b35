"""The formula graph: traced once, evaluated, written as spreadsheet text, explained."""
