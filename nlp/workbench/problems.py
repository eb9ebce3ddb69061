"""Answers to requests that fail: problem details (RFC 9457) in plain words, never a stack trace."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

_SURROGATE = re.compile("[\ud800-\udfff]")
PROBLEM_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """A request that cannot be answered: the status, why, and what to do.

    `faults` are the single things that are wrong, one message each.
    """

    def __init__(
        self, status: int, detail: str, *, faults: Sequence[str] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        self.status, self.detail, self.faults = status, detail, tuple(faults)
        self.headers = dict(headers or {})
        super().__init__(f"{status}: {detail}")

    def as_json(self) -> dict[str, Any]:
        """The problem as a JSON object."""
        body: dict[str, Any] = {
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.faults:
            body["faults"] = list(self.faults[:100])
        return body

    def as_response(self) -> Response:
        """The answer."""
        return json_response(self.as_json(), self.status, media_type=PROBLEM_TYPE, headers=self.headers)


def json_response(
    data: Any,
    status: int = 200,
    *,
    media_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Data as an answer; halves of characters are escaped, as UTF-8 cannot hold them."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    if _SURROGATE.search(text):
        text = json.dumps(data, allow_nan=False)
    return Response(text.encode(), status, media_type=media_type, headers=dict(headers or {}))
