"""What the last layers of the encoder are told: which pieces are mentions, and of which type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy
from numpy.typing import NDArray

from nlp.records import Mention
from nlp.schema import KINDS, LABELS
from nlp.transformer.pieces import Pieces

# a quantity is told by its kind, any other mention by its label
_TYPES: Final = {name: number for number, name in enumerate((*LABELS, *KINDS))}
#: how many numbers there are: no mention, and for each type its first piece and the others
COUNT: Final = 2 * len(_TYPES) + 1


def kinds_of(pieces: Pieces, mentions: Sequence[Mention]) -> NDArray[numpy.int64]:
    """The number of each piece: 0 outside of mentions, else that of the type of its mention, odd where the mention begins.

    *Shape:* (pieces,)
    """
    found = numpy.zeros(len(pieces.ids), numpy.int64)
    for mention in mentions:
        kind = mention.measure.kind if mention.measure and mention.measure.kind in _TYPES else mention.label
        first, last = pieces.span(mention.start, mention.end)
        if kind in _TYPES and first < last:
            found[first:last] = 2 * _TYPES[kind] + 2
            found[first] -= 1
    return found
