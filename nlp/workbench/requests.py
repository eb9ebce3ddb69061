"""Requests to data: bodies read within size and time, JSON and JSON lines to records."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable
from dataclasses import replace

from starlette.requests import Request

from nlp.batch.reject import Reject
from nlp.batch.tables import parse_json, read_lines, read_record
from nlp.errors import InputError, RecordError
from nlp.records import Document
from nlp.workbench.problems import Problem
from nlp.workbench.settings import Limits

JSON = ("application/json",)
LINES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/ndjson")
# a body that has not come after so many seconds is not waited for
_PATIENCE = 30.0


def media_type(request: Request, allowed: Iterable[str]) -> str:
    """The media type of a request.

    Raises:
        Problem: it is none of those allowed. (A browser sends these types to another site only where that allows it.)
    """
    given = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if given not in allowed:
        expected = " or ".join(allowed)
        raise Problem(415, f"expected Content-Type {expected}, was {given[:80] or 'none'}")
    return given


async def read_body(request: Request, limits: Limits) -> bytes:
    """The body of a request.

    Raises:
        Problem: it is too large, or does not come.
    """
    too_large = Problem(413, f"the request is larger than {limits.size:,} bytes; send it in parts")
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:20]) > limits.size:
        raise too_large
    chunks: list[bytes] = []

    async def collect() -> None:
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            if size > limits.size:
                raise too_large
            chunks.append(chunk)

    try:
        await asyncio.wait_for(collect(), min(_PATIENCE, limits.seconds))
    except asyncio.TimeoutError as error:
        raise Problem(408, "the request did not come in time; send it again") from error
    return b"".join(chunks)


async def read_data(request: Request, limits: Limits) -> object:
    """The JSON value of a request.

    Raises:
        Problem: there is none.
    """
    media_type(request, JSON)
    return _parse(await read_body(request, limits))


def _parse(body: bytes) -> object:
    try:
        return parse_json(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Problem(422, f"expected UTF-8, which it is not at byte {error.start}") from error
    except RecordError as error:
        hint = f"; send JSON lines as {LINES[0]}" if "Extra data" in error.reason else ""
        raise Problem(422, error.reason + hint) from error


def read_records(body: bytes, kind: str, limits: Limits) -> tuple[list[Document | Reject], bool]:
    """The documents of a body, with rejects where a record is none, and whether there is one alone.

    Raises:
        Problem: there is no record, there are too many, or the one there is fits not.
    """
    single = False
    if kind in LINES:
        items = list(read_lines(io.BytesIO(body), "request"))
    else:
        data = _parse(body)
        single = not isinstance(data, list)
        items = [_record(row, number) for number, row in enumerate(data if isinstance(data, list) else [data], 1)]
    if len(items) > limits.documents:
        raise Problem(
            413, f"the request holds {len(items):,} documents, at most {limits.documents:,} are taken at once"
        )
    items = _with_ids([_within(item, limits) for item in items])
    rejects = [item for item in items if isinstance(item, Reject)]
    if single and rejects:
        raise Problem(413 if rejects[0].start == _TOO_LONG else 422, rejects[0].reason)
    if len(rejects) == len(items):
        faults = [f"record {number}: {item.reason}" for number, item in enumerate(rejects)]
        raise Problem(422, "no record of the request is fit", faults=faults or ["there is no record in it"])
    return items, single


_TOO_LONG = "too long"


def _record(row: object, number: int) -> Document | Reject:
    try:
        return read_record(row, path="request", line=number)
    except InputError as error:
        return Reject("request", number, error.reason)


def _within(item: Document | Reject, limits: Limits) -> Document | Reject:
    if isinstance(item, Document) and len(item.text) > limits.characters:
        reason = f"the text has {len(item.text):,} characters, at most {limits.characters:,} are taken; split it"
        return Reject(item.id, None, reason, _TOO_LONG)
    return item


def _with_ids(items: list[Document | Reject]) -> list[Document | Reject]:
    """The items with ids where they have none: document-1 and so on, none twice."""
    taken = {item.id for item in items if isinstance(item, Document)}
    named: list[Document | Reject] = []
    for number, item in enumerate(items, 1):
        if isinstance(item, Document) and not item.id:
            name = next(n for n in (f"document-{number}", f"document-{number}-x{len(taken)}") if n not in taken)
            taken.add(name)
            item = replace(item, id=name)
        named.append(item)
    return named
