"""What a file may at most be, so that none can fill the memory or take the afternoon; the guide prints these."""

FILE_BYTES = 100_000_000
INFLATED_BYTES = 200_000_000
RATIO = 100
RATIO_FROM_BYTES = 1_000_000
"""Parts smaller than this may inflate by any ratio."""

ENTRIES = 2_000
ROWS = 200_000
COLUMNS = 500
CELL_CHARACTERS = 65_536
SECONDS = 60

EVIDENCE_SECONDS = 300
EVIDENCE_BYTES = 1_000_000_000
EVIDENCE_INFLATED = 2_000_000_000
RULED_BYTES = 64_000_000
"""Of a table whose columns stand at fixed places."""

EVIDENCE_ROWS = 5_000_000
EVIDENCE_COLUMNS = 1_000
JSON_BYTES = 100_000_000
JSON_DEPTH = 100
"""Of bills, metrics and logs, which are read piece by piece; JSON stands in memory whole."""

GRID_ROWS = 1_048_576
GRID_COLUMNS = 16_384
"""Of a spreadsheet itself."""


def in_words() -> str:
    """Return the limits as the guide and the command line print them."""
    return (
        f"Files of up to {FILE_BYTES // 1_000_000} MB, inflating to {INFLATED_BYTES // 1_000_000} MB and by {RATIO} to"
        f" 1 at most, with {ENTRIES:,} parts, {ROWS:,} rows, {COLUMNS} columns and {CELL_CHARACTERS // 1024} kB in a"
        f" cell, are read, for {SECONDS} seconds at most. Bills, metrics and logs may have"
        f" {EVIDENCE_BYTES // 1_000_000_000} GB, inflating to {EVIDENCE_INFLATED // 1_000_000_000} GB,"
        f" {EVIDENCE_ROWS:,} rows and {EVIDENCE_COLUMNS:,} columns, and {EVIDENCE_SECONDS // 60} minutes; JSON"
        f" {JSON_BYTES // 1_000_000} MB, a table at fixed places {RULED_BYTES // 1_000_000} MB."
    )
