"""Lines in title case, where a capital tells little: headings."""

from __future__ import annotations


def is_heading(folded: str, start: int, end: int) -> bool:
    r"""Whether ``folded[start:end]`` stands in a short line of which most words are capitalised.

    >>> is_heading("Bitcoin Miner Kestrel Posts Record Profit\nKestrel said so.", 14, 21)
    True
    >>> is_heading("The miner Kestrel said on Monday that it had a profit.", 10, 17)
    False
    """
    limit = max(0, start - 160)
    begin = folded.rfind("\n", limit, start) + 1
    if not begin and limit:
        return False
    close = folded.find("\n", end, end + 160)
    line = folded[begin : close if close >= 0 else end + 160]
    words = line.split()
    if len(words) > 24 or line.rstrip().endswith((".", "。", ",", ":")):
        return False
    if len(words) < 5:
        return all(word[0].isupper() or word[0].isdigit() for word in words)
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in words)
    return capitals >= 0.65 * len(words)
