"""Small numbers and years inside dates, in digits or Chinese."""

from __future__ import annotations

import re

_HAN = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "元": 1}


def small_number(surface: str) -> int:
    """A small number in digits or Chinese.

    >>> small_number("十一"), small_number("二十"), small_number("08")
    (11, 20, 8)
    """
    if surface.isdigit():
        return int(surface)
    if surface in ("正",):
        return 1
    if "十" in surface:
        tens, _, ones = surface.partition("十")
        return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)
    return int("".join(str(_HAN[c]) for c in surface))


def year_number(surface: str) -> int | None:
    """The year that a surface writes: 2021年, 二〇二一年, 21年; None where it is none."""
    found = re.match(r"\s*(\d{2,4})", surface)
    digits = found[1] if found else re.sub(r"[年财度全\s]", "", surface)
    digits = digits if digits.isdigit() else "".join(str(_HAN.get(c, "")) for c in digits)
    if not digits:
        return None
    year = int(digits)
    if year < 100:
        year += 2000 if year < 70 else 1900
    return year if 1000 <= year <= 2300 else None
