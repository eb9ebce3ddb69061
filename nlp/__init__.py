"""Lode: entities, values and statements from bitcoin-mining news in Chinese and English.

>>> import nlp
>>> pipeline = nlp.load()
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "annotate", "load"]


def __getattr__(name: str) -> Any:
    # spaCy takes a third of a second to import: only who loads a pipeline pays for it
    if name in ("load", "annotate"):
        from nlp import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'nlp' has no attribute {name!r}")
