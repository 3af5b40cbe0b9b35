"""The plan file. No Qt."""
