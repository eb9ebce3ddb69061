"""What only capitals tell of a quantity: they charge us $5, 20 million ABCD tokens."""

from __future__ import annotations

from nlp.records import Measure
from nlp.text.lazy import lazy_pattern
from nlp.values.quantity import Quantity

_US = "us $"
_TOKEN = lazy_pattern(r"\s\$?([A-Z][A-Z0-9]{2,6})(?=\s(?:tokens?|coins)(?![a-z]))")
_PER = lazy_pattern(r"\sper \$?([A-Z]{3,6})(?![A-Za-z0-9])")
# what else a price is per in capitals
_NO_PRICE = frozenset(
    ("GPU", "ADS", "KWH", "MWH", "GWH", "ASIC", "NFT", "MMBTU", "BTU", "MCF", "TON", "BOE", "RSU", "UNIT", "USD")
)
# letters before tokens that are the name of no token
_NO_TOKEN = frozenset(("AI", "NFT", "NFTS", "ERC20", "LLM", "API", "SPL", "BEP20", "NEW", "MORE", "FREE", "RWA"))


def without_us(folded: str, found: Quantity) -> Quantity:
    """The quantity without a pronoun that looks like the sign of a currency: they charge us $0.05.

    >>> without_us("They charge us $5.", Quantity(12, 17, Measure("money", 5.0, "USD"))).start
    15
    """
    return found._replace(start=found.start + 3) if folded.startswith(_US, found.start) else found


def per_token(folded: str, found: Quantity) -> Quantity:
    """Money with the symbol of a token behind it, as the price of one: $0.01 per ABCD.

    >>> found = per_token("It costs $2 per ABCD.", Quantity(9, 11, Measure("money", 2.0, "USD")))
    >>> found.end, found.measure.unit
    (20, 'USD/ABCD')
    """
    per = _PER.match(folded, found.end) if found.measure.kind == "money" else None
    if not per or per[1] in _NO_PRICE:
        return found
    measure = found.measure
    unit = f"{measure.unit}/{per[1]}"
    priced = Measure("unit_price", measure.value, unit, measure.bound, measure.minimum, measure.maximum)
    return found._replace(end=per.end(), measure=priced, rule="unit_price.token")


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
