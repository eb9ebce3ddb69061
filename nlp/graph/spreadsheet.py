"""Cells that spreadsheets would run."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what could be one.

    >>> harmless("=1+1")
    "'=1+1"
    """
    return "'" + text if text.lstrip(" ").startswith(_STARTS) else text
