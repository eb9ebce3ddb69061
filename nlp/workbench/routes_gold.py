"""The gold file over REST: list, get, save."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from nlp.annotation import to_line, validate
from nlp.errors import LodeError
from nlp.workbench import shown, wire
from nlp.workbench.bench import Bench
from nlp.workbench.gold import GoldFile, Saved, StaleError
from nlp.workbench.problems import Problem, json_response
from nlp.workbench.requests import read_data


def add_gold_routes(app: FastAPI, bench: Bench) -> None:
    """Adds the routes of the gold file."""

    @app.get(
        "/gold",
        summary="The documents of the gold file",
        responses={
            200: shown.answer({"type": "object"}, "A row a document."),
            **shown.problems(401, 404, 408, 429, 503),
        },
    )
    async def listed(request: Request) -> Response:
        gold = _gold(bench)
        rows = await bench.clerking(request, lambda: [_row(saved) for saved in _tried(gold.documents)])
        return json_response({"file": gold.path.name, "documents": rows})

    @app.get(
        "/gold/document",
        summary="A document of the gold file",
        responses={
            200: shown.answer(shown.reference("AnnotatedRecord"), "The document; ETag marks its version."),
            **shown.problems(401, 404, 408, 422, 429, 503),
        },
    )
    async def get(request: Request, id: str = "") -> Response:
        gold = _gold(bench)
        saved = await bench.clerking(request, lambda: _tried(lambda: gold.get(id)))
        if saved is None:
            raise Problem(404, f"the gold file holds no document {id[:80]!r}")
        return _answer(saved)

    @app.put(
        "/gold/document",
        summary="Save a corrected document",
        openapi_extra=shown.json_body(shown.reference("AnnotatedRecord"), corrected=shown.CORRECTED),
        responses={
            200: shown.answer(shown.reference("AnnotatedRecord"), "The document as saved; ETag marks its version."),
            **shown.problems(400, 401, 404, 408, 412, 413, 415, 422, 429, 503),
        },
    )
    async def put(request: Request) -> Response:
        """Takes the place of the document with its id, or comes to the end. It must hold together to the last offset.

        With `If-Match` it is saved only over that version.
        """
        gold = _gold(bench)
        data = await read_data(request, bench.settings.limits)
        expected = request.headers.get("if-match")
        expected = None if expected is None else expected.strip().strip('"')
        return _answer(await bench.clerking(request, lambda: _save(gold, data, expected)))


def _gold(bench: Bench) -> GoldFile:
    if bench.gold is None:
        raise Problem(404, "there is no gold file; start the workbench with lode serve --gold FILE")
    return bench.gold


def _tried(action: Any) -> Any:
    """What an action on the file yields, its errors as problems."""
    try:
        return action()
    except StaleError as error:
        raise Problem(412, f"{error}; open it again") from error
    except LodeError as error:
        raise Problem(503, str(error)) from error


def _save(gold: GoldFile, data: object, expected: str | None) -> Saved:
    document = wire.to_document(wire.check(wire.AnnotatedRecord, data))
    faults = [] if document.text.strip() else ["text: expected text, was empty"]
    faults += [] if document.id.strip() else ["id: expected an id, was empty"]
    faults += validate(document)
    faults += [
        f"statement {number}: evidence {start}–{end} is not inside the text"
        for number, statement in enumerate(document.statements, 1)
        for start, end in statement.evidence
        if not 0 <= start <= end <= len(document.text)
    ]
    if faults:
        raise Problem(422, f"the document does not hold together: {faults[0]}", faults=faults)
    saved: Saved = _tried(lambda: gold.put(document, expected=expected))
    return saved


def _answer(saved: Saved) -> Response:
    line = to_line(saved.document)
    return Response(line.encode(), media_type="application/json", headers={"ETag": f'"{saved.version}"'})


def _row(saved: Saved) -> dict[str, Any]:
    document = saved.document
    return {
        "id": document.id,
        "title": document.title,
        "lang": document.lang,
        "date": document.date,
        "characters": len(document.text),
        "mentions": len(document.mentions),
        "statements": len(document.statements),
        "version": saved.version,
    }
