"""Records that could not be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

SHOWN = 300
EMPTY = "the file is empty"
NO_RECORD = "there is no record in it"
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read: where it stands, why, and how it starts."""

    path: str
    line: int | None
    reason: str
    start: str = ""

    def as_json(self) -> dict[str, Any]:
        """The reject as a JSON object."""
        return {"path": self.path, "line": self.line, "reason": self.reason, "start": self.start}

    @property
    def has_surrogates(self) -> bool:
        """Whether the reject holds halves of characters, which UTF-8 cannot."""
        return bool(_SURROGATE.search(self.path + self.reason + self.start))


def start_of(raw: bytes | str) -> str:
    """The first characters of a record, as the rejects file shows them."""
    return raw[:SHOWN].decode("utf-8", "replace") if isinstance(raw, bytes) else raw[:SHOWN]
