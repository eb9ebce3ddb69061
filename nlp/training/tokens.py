"""Sets for token classification: rows of tokens with IOB tags, read as text with spans."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

# beside these no space stands between two tokens
_CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


def tag_names(rows: Any) -> Sequence[str]:
    """What the numbers in the column `ner_tags` of a set of `datasets` mean; nothing where the set does not say it."""
    tags = (rows.features or {}).get("ner_tags")
    return getattr(getattr(tags, "feature", None), "names", None) or ()


def from_tokens(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """A row of `tokens` with `ner_tags` (IOB or IOB2) as a record with `text` and `entities`.

    A space stands between two tokens, none beside Chinese. A number below 0 is no tag, as where words are cut into pieces.

    Raises:
        ValueError: there are not as many tags as tokens, or a number has no name.

    >>> from_tokens({"tokens": ["Ann", "Lee", "runs", "Kestrel"], "ner_tags": ["B-PER", "I-PER", "O", "B-ORG"]}, ())
    {'text': 'Ann Lee runs Kestrel', 'entities': [[0, 7, 'PER'], [13, 20, 'ORG']]}
    """
    text, before = "", ""
    spans: list[list[Any]] = []
    for token, tag in zip(row["tokens"], row["ner_tags"], strict=True):
        if not token:
            continue
        spaced = bool(text) and not (_CHINESE.match(token[0]) or _CHINESE.match(text[-1]))
        start = len(text) + spaced
        text += f" {token}" if spaced else token
        mark, _, label = _name(tag, names).partition("-")
        if label and mark != "B" and label == before:
            spans[-1][1] = len(text)
        elif label:
            spans.append([start, len(text), label])
        before = label
    return {"text": text, "entities": spans}


def _name(tag: int | str, names: Sequence[str]) -> str:
    if isinstance(tag, str):
        return tag
    if tag >= len(names):
        raise ValueError(f"the set does not say what the tag {tag} means; give ner_tags as ClassLabel or as names")
    return names[tag] if tag >= 0 else "O"
