"""What only capitals tell of a quantity: they charge us $5, 20 million ABCD tokens."""

from __future__ import annotations

from nlp.records import Measure
from nlp.text.lazy import lazy_pattern
from nlp.values.quantity import Quantity

_US = "us $"
_TOKEN = lazy_pattern(r"\s\$?([A-Z][A-Z0-9]{2,6})(?=\s(?:tokens?|coins)(?![a-z]))")
# letters before tokens that are the name of no token
_NO_TOKEN = frozenset(("AI", "NFT", "NFTS", "ERC20", "LLM", "API", "SPL", "BEP20", "NEW", "MORE", "FREE", "RWA"))


def without_us(folded: str, found: Quantity) -> Quantity:
    """The quantity without a pronoun that looks like the sign of a currency: they charge us $0.05.

    >>> without_us("They charge us $5.", Quantity(12, 17, Measure("money", 5.0, "USD"))).start
    15
    """
    return found._replace(start=found.start + 3) if folded.startswith(_US, found.start) else found


def of_token(folded: str, found: Quantity) -> Quantity:
    """A count of tokens whose symbol stands before the word, as an amount of them.

    >>> found = of_token("It sold 900 ABCD tokens.", Quantity(8, 11, Measure("count", 900.0, "item")))
    >>> found.end, found.measure.kind, found.measure.unit
    (16, 'crypto', 'ABCD')
    """
    measure = found.measure
    if measure.kind != "count" or measure.unit != "item":
        return found
    token = _TOKEN.match(folded, found.end)
    if not token or token[1] in _NO_TOKEN:
        return found
    held = Measure("crypto", measure.value, token[1], measure.bound, measure.minimum, measure.maximum)
    return found._replace(end=token.end(), measure=held, rule="crypto.token")
