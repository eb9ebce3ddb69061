"""What ``/openapi.json`` shows of requests and answers: bodies, examples, problems."""

from __future__ import annotations

from typing import Any

from nlp.workbench.problems import PROBLEM_TYPE
from nlp.workbench.requests import LINES

_REFERENCE = "#/components/schemas/"
ARTICLE: dict[str, Any] = {
    "id": "flash-1",
    "date": "2022-03-16",
    "title": "Norhaven takes 3,200 rigs",
    "text": "Norhaven Digital said on March 15 it ordered 3,200 Whatsminer M50S machines from MicroBT for $9.6 million.",
}
CHINESE: dict[str, Any] = {
    "id": "kuaixun-1",
    "date": "2021-08-03",
    "text": "8月3日，HIVE Blockchain向嘉楠科技订购了6500台矿机。",
}
ANNOTATED: dict[str, Any] = {
    **CHINESE,
    "lang": "zh",
    "entities": [
        {"id": "e1", "start": 5, "end": 20, "text": "HIVE Blockchain", "label": "COMPANY", "ref": "hive"},
        {"id": "e2", "start": 21, "end": 25, "text": "嘉楠科技", "label": "COMPANY", "ref": "canaan"},
    ],
    "statements": [{"predicate": "ordered_from", "subject": "hive", "object": "canaan", "evidence": [[5, 33]]}],
}
_CORRECTED = {
    **ANNOTATED,
    "entities": [*ANNOTATED["entities"], {"id": "e3", "start": 0, "end": 4, "text": "8月3日", "label": "DATE",
                                          "ref": "2021-08-03", "iso": "2021-08-03"}],
}  # fmt: skip

_PROBLEMS = {
    400: "The request is no HTTP that can be read.",
    401: "The token is missing or wrong.",
    403: "The request comes from a page elsewhere, or calls this service by another name.",
    404: "There is no such thing.",
    408: "Not done in time.",
    412: "The document was saved by somebody else meanwhile.",
    413: "Too large, too many or too long.",
    415: "Another Content-Type is expected.",
    422: "The request is not in the format; `faults` tells what.",
    429: "All workers are busy and the queue is full; ask again after Retry-After seconds.",
    500: "A fault of the service; `detail` has the id under which its log tells of it.",
    501: "This installation cannot do it; `detail` tells what to install.",
    503: "The service cannot do it now.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an answer may be, for its schema."""
    found: dict[int | str, dict[str, Any]] = {}
    for status in sorted({*statuses, 403, 500}):
        content = {PROBLEM_TYPE: {"schema": {"$ref": f"{_REFERENCE}ProblemRecord"}}}
        found[status] = {"description": _PROBLEMS[status], "content": content}
        if status == 429:
            found[status]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}}
    return found


def reference(name: str) -> dict[str, Any]:
    """The schema of a type of `nlp.workbench.wire`."""
    return {"$ref": f"{_REFERENCE}{name}"}


def one_or_many(name: str) -> dict[str, Any]:
    """The schema of one record or a list of them."""
    return {"anyOf": [reference(name), {"type": "array", "items": reference(name), "minItems": 1}]}


def json_body(schema: dict[str, Any], **examples: Any) -> dict[str, Any]:
    """A request body in JSON with its examples, for `openapi_extra`."""
    shown = {name: {"value": value} for name, value in examples.items()}
    content = {"application/json": {"schema": schema, "examples": shown}}
    return {"requestBody": {"required": True, "content": content}}


def annotate_body() -> dict[str, Any]:
    """The body of ``POST /annotate``: JSON, or JSON lines."""
    import json

    body = json_body(one_or_many("TextRecord"), one=ARTICLE, many=[ARTICLE, CHINESE])
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in (ARTICLE, CHINESE))
    schema = {"type": "string", "description": "a record a line"}
    body["requestBody"]["content"][LINES[0]] = {"schema": schema, "example": lines}
    return body


def answer(schema: dict[str, Any], description: str, *, media: str = "application/json", **more: Any) -> dict[str, Any]:
    """An answer for `responses`."""
    return {"description": description, "content": {media: {"schema": schema, **more}}}


EVALUATION = {"gold": [_CORRECTED], "predictions": [ANNOTATED], "bootstrap": False, "errors": True}
PAIR = {"first": [_CORRECTED], "second": [ANNOTATED]}
EXPORT = {"format": "csv", "documents": [_CORRECTED]}
CORRECTED = _CORRECTED
