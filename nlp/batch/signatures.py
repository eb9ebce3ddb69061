"""What texts are compared by, to find the same story told again: a hash of the text, and a MinHash of its shingles.

MinHash (Broder 1997) by the library rensa: 128 permutations over shingles of 5 characters of the text without blanks,
marks, width and case, so that flashes passed on with another tail or other marks are still alike.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

PERMUTATIONS = 128
SHINGLE = 5
_SEED = 42
# bytes of one signature: 8 of the hash, 4 for each permutation
LENGTH = 8 + 4 * PERMUTATIONS
_NOT_WORD = re.compile(r"[\W_]+")


def sign(texts: Iterable[str]) -> bytes:
    """The signatures of texts, one after the other, `LENGTH` bytes each."""
    return b"".join(_signature(text) for text in texts)


def _signature(text: str) -> bytes:
    import numpy
    from rensa import RMinHash

    plain = _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())
    exact = hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    shingles = {plain[at : at + SHINGLE] for at in range(max(1, len(plain) - SHINGLE + 1))}
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    minhash.update(sorted(shingles))
    return exact + numpy.asarray(minhash.digest(), dtype="<u4").tobytes()
