"""The words of RDF: namespaces, IRIs and literals, as N-Triples writes them.

Everything that comes from articles passes `segment` or `literal` here, and nowhere else: what it holds can
neither end an IRI nor a string, in N-Quads, in SPARQL or on a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, unquote

ROOT: Final = "https://w3id.org/lode/"
DEFAULT_BASE: Final = ROOT

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "lode": ROOT + "ontology#",
        "p": ROOT + "prop/",
        "ps": ROOT + "prop/statement/",
        "pq": ROOT + "prop/qualifier/",
        "metric": ROOT + "metric/",
        "action": ROOT + "action/",
        "u": ROOT + "unit/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "schema": "https://schema.org/",
        "prov": "http://www.w3.org/ns/prov#",
        "qudt": "http://qudt.org/schema/qudt/",
        "unit": "http://qudt.org/vocab/unit/",
        "cur": "http://qudt.org/vocab/currency/",
        "wd": "http://www.wikidata.org/entity/",
        "wdt": "http://www.wikidata.org/prop/direct/",
        "sh": "http://www.w3.org/ns/shacl#",
    }
)
_ESCAPES: Final = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BIG: Final = 10**18


def expand(curie: str) -> str:
    """The IRI of ``prefix:name``."""
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name


@lru_cache(maxsize=4096)
def term(curie: str) -> str:
    """``<IRI>`` of ``prefix:name``. For our own words alone, never for words of articles."""
    return f"<{expand(curie)}>"


@lru_cache(maxsize=65536)
def segment(text: str) -> str:
    """A part of an IRI: all but letters, digits and ``-._~`` of ASCII is percent-encoded, and comes back by `unquote`."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def from_segment(text: str) -> str:
    """What `segment` was given."""
    return unquote(text, errors="surrogatepass")


def clean(text: str) -> str:
    """Text as RDF and XML can hold it: control characters and halves of characters become U+FFFD."""
    return _UNFIT.sub("\ufffd", text)


def literal(text: str, *, lang: str | None = None, datatype: str | None = None) -> str:
    r"""A literal; `lang` and `datatype` (``xsd:date``) are our own words.

    >>> literal('say "hi"', lang="en")
    '"say \\"hi\\""@en'
    """
    written = f'"{clean(text).translate(_ESCAPES)}"'
    if lang:
        return f"{written}@{lang}"
    return f"{written}^^{term(datatype)}" if datatype else written


@lru_cache(maxsize=65536)
def number(value: float) -> str:
    """A number: ``xsd:decimal`` without exponent, ``xsd:double`` beyond 18 digits.

    >>> number(1.32e9)
    '"1320000000"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    digits = format(exact.normalize(), "f")
    if abs(value) >= _BIG or len(digits) > 19:
        return literal(repr(float(value)), datatype="xsd:double")
    return literal(digits, datatype="xsd:decimal")


def plain(value: float | None) -> str:
    """A number as part of a name: the same for 6500 and 6500.0, empty for None."""
    return "" if value is None else format(Decimal(repr(value)).normalize(), "f")
