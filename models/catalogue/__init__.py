"""Prices and facts as values."""
