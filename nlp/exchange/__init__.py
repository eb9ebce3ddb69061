"""Exchange with the tools of others: spaCy's DocBin, brat, doccano, Label Studio, CoNLL; both ways.

Every format is a module with ``write(documents, target)`` and ``read(source)``. `nlp.exchange.losses` tells what a
format cannot hold, by taking documents there and back.
"""

from __future__ import annotations

from nlp.exchange.formats import FORMATS, find_format, read, write
from nlp.exchange.losses import Loss, find_losses

__all__ = ["FORMATS", "Loss", "find_format", "find_losses", "read", "write"]
