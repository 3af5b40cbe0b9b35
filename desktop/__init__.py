"""The application around the numbers."""
