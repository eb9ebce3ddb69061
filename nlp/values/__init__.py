"""Numerals, quantities and dates: from text to values."""
