"""The service: annotate, judge, read, export, and what it can do."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

import nlp
from nlp import schema
from nlp.annotation import to_line
from nlp.batch.reject import Reject
from nlp.errors import InputError, LodeError
from nlp.evaluation.agreement import compare_files
from nlp.evaluation.report import build_report, error_groups
from nlp.records import Document
from nlp.workbench import shown, wire
from nlp.workbench.annotating import annotate_bare, annotate_by_patterns, weigh
from nlp.workbench.bench import Bench
from nlp.workbench.export import MEDIA, export
from nlp.workbench.problems import Problem, json_response
from nlp.workbench.requests import JSON, LINES, media_type, read_body, read_data, read_records
from nlp.workbench.uploads import read_upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

    from nlp.workbench.workers import Stop

LOG = logging.getLogger("lode.workbench")


def add_routes(app: FastAPI, bench: Bench) -> None:
    """Adds the routes of the service."""
    _add_facts(app, bench)
    _add_annotating(app, bench)
    _add_judging(app, bench)
    _add_files(app, bench)


def _add_facts(app: FastAPI, bench: Bench) -> None:
    @app.get("/health", summary="Whether the service is well, and how busy", responses=shown.problems())
    async def health() -> dict[str, Any]:
        workers, limits = bench.annotators, bench.settings.limits
        return {
            "status": "ok",
            "version": nlp.__version__,
            "model": bench.settings.model,
            "seconds": round(time.monotonic() - bench.began, 1),
            "workers": workers.size,
            "pending": workers.pending,
            "capacity": workers.size + workers.waiting,
            "limits": {
                "bytes": limits.size, "documents": limits.documents, "characters": limits.characters,
                "seconds": limits.seconds,
            },
            "gold": None if bench.gold is None else bench.gold.path.name,
            "token": bench.settings.token is not None,
        }  # fmt: skip

    @app.get("/schema", summary="Labels, kinds, predicates and their roles", responses=shown.problems())
    async def tables() -> dict[str, Any]:
        return schema.as_json()


def _add_annotating(app: FastAPI, bench: Bench) -> None:
    many = {"anyOf": [shown.reference("AnnotatedRecord"), {"type": "array", "items": {
        "anyOf": [shown.reference("AnnotatedRecord"), shown.reference("Refusal")]}}]}  # fmt: skip
    answered = shown.answer(many, "The record annotated; of a list, a record or a refusal each, in its order.",
                            example=shown.ANNOTATED)  # fmt: skip
    answered["content"][LINES[0]] = {"schema": {"type": "string", "description": "a record or a refusal a line"}}
    answered["headers"] = {"Lode-Refused": {"schema": {"type": "integer"}, "description": "how many records were"}}

    @app.post(
        "/annotate",
        summary="Annotate one document or several",
        openapi_extra=shown.annotate_body(),
        responses={200: answered, **shown.problems(400, 401, 408, 413, 415, 422, 429)},
    )
    async def annotate(request: Request) -> Response:
        """One record, a list, or JSON lines; the answer has the form of the request.

        A record that is refused costs no other: in its place stands `{"index": …, "error": …}`.
        """
        kind = media_type(request, (*JSON, *LINES))
        body = await read_body(request, bench.settings.limits)
        items, single = read_records(body, kind, bench.settings.limits)
        done = await bench.annotating(
            request, lambda pipeline, stop: _annotate_all(pipeline, items, stop, _annotated_line)
        )
        return _as_asked(done, single=single, kind=kind)

    ranked = {"type": "array", "items": {"type": "object"}}

    @app.post(
        "/rank",
        summary="Annotate documents, and tell how sure that is",
        openapi_extra=shown.json_body(shown.one_or_many("TextRecord"), many=[shown.ARTICLE, shown.CHINESE]),
        responses={200: shown.answer(ranked, "A row a document, in the order of the request."),
                   **shown.problems(400, 401, 408, 413, 415, 422, 429)},
    )  # fmt: skip
    async def rank(request: Request) -> Response:
        """Each document annotated, with its lowest confidences and what model and patterns do not agree about."""
        media_type(request, JSON)
        body = await read_body(request, bench.settings.limits)
        items, _ = read_records(body, JSON[0], bench.settings.limits)
        done = await bench.annotating(
            request, lambda pipeline, stop: _annotate_all(pipeline, items, stop, _ranked_line)
        )
        return _as_asked(done, single=False, kind=JSON[0])


def _annotate_all(
    pipeline: Language, items: Sequence[Document | Reject], stop: Stop, made: Callable[[Language, Document], str]
) -> list[tuple[str, bool]]:
    """A line of JSON an item, and whether it is a refusal; one that fails costs no other."""
    lines = []
    for index, item in enumerate(items):
        if stop:
            break
        if isinstance(item, Reject):
            lines.append((_refusal(index, None, item.reason), True))
            continue
        try:
            lines.append((made(pipeline, item), False))
        except Exception:
            identity = secrets.token_hex(6)
            LOG.exception("document %s: %s could not be annotated", identity, ascii(item.id)[:100])
            reason = f"could not be annotated; the log of the service tells of it under {identity}"
            lines.append((_refusal(index, item.id, reason), True))
    return lines


def _annotated_line(pipeline: Language, document: Document) -> str:
    return to_line(annotate_bare(pipeline, document))


def _ranked_line(pipeline: Language, document: Document) -> str:
    found = annotate_bare(pipeline, document)
    unsure = weigh(found, annotate_by_patterns(pipeline, document))
    return f'{{"document": {to_line(found)}, "uncertainty": {json.dumps(unsure.as_json())}}}'


def _refusal(index: int, identity: str | None, reason: str) -> str:
    return json.dumps({"index": index, "id": identity, "error": reason})


def _as_asked(done: Sequence[tuple[str, bool]], *, single: bool, kind: str) -> Response:
    refused = sum(is_refusal for _, is_refusal in done)
    headers = {"Lode-Refused": str(refused)} if refused else {}
    lines = [line for line, _ in done]
    if single:
        if refused:
            raise Problem(500, str(json.loads(lines[0])["error"]))
        return Response(lines[0].encode(), media_type=JSON[0])
    if kind in LINES:
        return Response("".join(line + "\n" for line in lines).encode(), media_type=LINES[0], headers=headers)
    return Response(f"[{','.join(lines)}]".encode(), media_type=JSON[0], headers=headers)


def _add_judging(app: FastAPI, bench: Bench) -> None:
    any_object = {"type": "object"}

    @app.post(
        "/evaluate",
        summary="Score predictions against gold",
        openapi_extra=shown.json_body(shown.reference("Evaluation"), small=shown.EVALUATION),
        responses={200: shown.answer(any_object, "The scores, as `lode evaluate --json` prints them."),
                   **shown.problems(400, 401, 408, 413, 415, 422, 429)},
    )  # fmt: skip
    async def evaluate(request: Request) -> Response:
        """Scores in total and by language, with intervals, and the errors by kind where asked for."""
        data = await read_data(request, bench.settings.limits)

        def job() -> dict[str, Any]:
            asked: wire.Evaluation = wire.check(wire.Evaluation, data)
            golds, predictions = _documents(asked.gold, bench), _documents(asked.predictions, bench)
            by_id = {document.id: document for document in predictions}
            report = build_report(golds, by_id, bootstrap=asked.bootstrap)
            return report.as_json(error_groups(golds, by_id) if asked.errors else {})

        return json_response(await bench.clerking(request, job))

    @app.post(
        "/agree",
        summary="Tell how far two annotators agree",
        openapi_extra=shown.json_body(shown.reference("Pair"), small=shown.PAIR),
        responses={200: shown.answer(any_object, "The agreement, as `lode agree --json` prints it."),
                   **shown.problems(400, 401, 408, 413, 415, 422, 429)},
    )  # fmt: skip
    async def agree(request: Request) -> Response:
        """F1 on mentions and statements, Cohen's κ on the labels of spans that both marked, the differences."""
        data = await read_data(request, bench.settings.limits)

        def job() -> dict[str, Any]:
            asked: wire.Pair = wire.check(wire.Pair, data)
            try:
                return compare_files(_documents(asked.first, bench), _documents(asked.second, bench)).as_json()
            except InputError as error:
                raise Problem(422, error.reason) from error

        return json_response(await bench.clerking(request, job))


# scoring pairs every mention with every other of its label: what a person or Lode writes is far below
_MOST_MENTIONS, _MOST_STATEMENTS = 20_000, 2_000


def _documents(records: Sequence[wire.AnnotatedRecord], bench: Bench) -> list[Document]:
    limits = bench.settings.limits
    if len(records) > limits.documents:
        raise Problem(413, f"{len(records):,} documents, at most {limits.documents:,} are taken at once")
    for record in records:
        if len(record.entities) > _MOST_MENTIONS or len(record.statements) > _MOST_STATEMENTS:
            raise Problem(413, f"document {record.id!r} has more than {_MOST_MENTIONS:,} mentions or "
                               f"{_MOST_STATEMENTS:,} statements")  # fmt: skip
    return [wire.to_document(record) for record in records]


def _add_files(app: FastAPI, bench: Bench) -> None:
    listed = {"type": "object", "properties": {
        "documents": {"type": "array", "items": shown.reference("AnnotatedRecord")},
        "refused": {"type": "array", "items": {"type": "object"}}}}  # fmt: skip

    @app.post(
        "/read",
        summary="Make documents of a file",
        openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {
            "schema": {"type": "string", "format": "binary"}}}}},
        responses={200: shown.answer(listed, "Its documents, not annotated."),
                   **shown.problems(400, 401, 408, 413, 415, 422, 429)},
    )  # fmt: skip
    async def read(request: Request, name: str = "") -> Response:
        """A text, Markdown, HTML, JSON, JSONL or CSV file, as `lode annotate` reads it; `name` tells the format."""
        media_type(request, ("application/octet-stream",))
        body = await read_body(request, bench.settings.limits)
        documents, refused = await bench.clerking(request, lambda: read_upload(body, name, bench.settings.limits))
        return json_response({"documents": [_readable(d) for d in documents], "refused": refused})

    @app.post(
        "/export",
        summary="Write documents in another format",
        openapi_extra=shown.json_body(shown.reference("Export"), csv=shown.EXPORT),
        responses={
            200: {
                "description": "The documents.",
                "content": {m: {"schema": {"type": "string"}} for m in MEDIA.values()},
            },
            **shown.problems(400, 401, 408, 413, 415, 422, 429, 501),
        },
    )
    async def export_documents(request: Request) -> Response:
        """JSONL, CSV of statements or mentions, or Turtle."""
        data = await read_data(request, bench.settings.limits)

        def job() -> tuple[str, str]:
            asked: wire.Export = wire.check(wire.Export, data)
            documents = _documents(asked.documents, bench)
            try:
                return export(documents, asked.format), MEDIA[asked.format]
            except LodeError as error:
                raise Problem(501, str(error)) from error

        text, media = await bench.clerking(request, job)
        return Response(text.encode("utf-8", "backslashreplace"), media_type=media)


def _readable(document: Document) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(to_line(document))
    return record
