"""The application: routes put together with what they need."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

import nlp
from nlp.workbench.bench import Bench
from nlp.workbench.guard import Application, Guard, fault_of
from nlp.workbench.problems import Problem
from nlp.workbench.routes import add_routes
from nlp.workbench.routes_gold import add_gold_routes
from nlp.workbench.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

STATIC = Path(__file__).parent / "static"
_ABOUT = """Facts from bitcoin-mining news, Chinese and English: entities, values and statements.

Documents and answers are records of annotation format 1; offsets are Unicode code points, end exclusive.
Failures are problem details (RFC 9457). Where the service was started with a token, send it as a bearer token."""


def create_app(settings: Settings, pipelines: Sequence[Language]) -> Application:
    """The workbench as an ASGI application.

    Args:
        settings: limits, token, gold file.
        pipelines: one or more pipelines; each annotates one document at a time.
    """
    bench = Bench.of(settings, pipelines)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        bench.close()

    app = FastAPI(
        title="Lode",
        version=nlp.__version__,
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        exception_handlers={HTTPException: _http_problem, Problem: _problem, Exception: _fault},
    )
    add_routes(app, bench)
    add_gold_routes(app, bench)
    _add_page(app)
    _complete_schema(app, settings)
    return Guard(app, settings)


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return error.as_response()


async def _fault(request: Request, error: Exception) -> Response:
    return fault_of(request.scope, error).as_response()


async def _http_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    details = {404: "there is nothing at this address", 405: "this address takes other methods"}
    detail = details.get(error.status_code, str(error.detail))
    return Problem(error.status_code, detail, headers=error.headers).as_response()


def _add_page(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    async def page() -> Response:
        return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> Response:
        return FileResponse(STATIC / "icon.svg", headers={"Cache-Control": "no-cache"})

    app.mount("/static", _Static(directory=STATIC), name="static")


class _Static(StaticFiles):
    """The page's files; browsers ask whether they are new, so that an update is seen at once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _complete_schema(app: FastAPI, settings: Settings) -> None:
    """Adds to the schema what bodies refer to and no signature names, and the token where there is one."""
    from pydantic.json_schema import models_json_schema

    from nlp.workbench import wire

    made = app.openapi()
    kinds = (
        wire.TextRecord,
        wire.AnnotatedRecord,
        wire.Refusal,
        wire.ProblemRecord,
        wire.Evaluation,
        wire.Pair,
        wire.Export,
    )
    _, definitions = models_json_schema(
        [(kind, "validation") for kind in kinds], ref_template="#/components/schemas/{model}"
    )
    components = made.setdefault("components", {})
    components.setdefault("schemas", {}).update(definitions["$defs"])
    if settings.token:
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{"token": []}]
    app.openapi_schema = made


__all__ = ["STATIC", "create_app"]
