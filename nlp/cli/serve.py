"""`lode serve`: the workbench, a REST service and a page."""

from __future__ import annotations

import logging
import socket
from pathlib import Path
from typing import Annotated, Any

import typer

from nlp.cli.shell import Model, Patterns, Precision, app, examples, plain_errors
from nlp.transformer.config import DEFAULT_MODEL

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@app.command(
    epilog=examples(
        "lode serve",
        "lode serve --gold mine.jsonl --open",
        "lode serve --model none --port 9000 --workers 2",
        "LODE_TOKEN=… lode serve --host 0.0.0.0",
        "curl localhost:8321/annotate -H 'Content-Type: application/json' -d @article.json",
    )
)
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; others than loopback are open to the net.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(help="The port; 0 for any that is free.", min=0, max=65535)] = 8321,
    model: Model = DEFAULT_MODEL,
    precision: Precision = "int8",
    patterns: Patterns = None,
    token: Annotated[
        str | None, typer.Option(envvar="LODE_TOKEN", help="What callers must show: Authorization: Bearer TOKEN.")
    ] = None,
    gold: Annotated[
        str | None, typer.Option(help="The file that corrected documents are saved to.", metavar="FILE")
    ] = None,
    workers: Annotated[int, typer.Option(help="Pipelines that work side by side.", min=1, max=64)] = 1,
    queue: Annotated[int, typer.Option(help="Requests that may wait; more are answered 429.", min=0)] = 16,
    max_bytes: Annotated[int, typer.Option(help="Bytes of a request.", min=1)] = 16 * 1024 * 1024,
    max_documents: Annotated[int, typer.Option(help="Documents in a request.", min=1)] = 200,
    max_characters: Annotated[int, typer.Option(help="Characters of a document.", min=1)] = 400_000,
    timeout: Annotated[float, typer.Option(help="Seconds from request to answer.", min=0.1)] = 60.0,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Start the workbench: a page to read, judge and correct with, and a REST service."""
    with plain_errors():
        _require()
        from nlp.pipeline import load
        from nlp.workbench.app import create_app
        from nlp.workbench.settings import Limits, Settings

        listener = _listen(host, port)
        limits = Limits(max_bytes, max_documents, max_characters, timeout, queue)
        pipelines = [load(model, patterns=patterns, precision=precision) for _ in range(workers)]
        settings = Settings(
            limits=limits,
            model=model,
            token=token or None,
            gold=Path(gold) if gold else None,
            hosts=_LOOPBACK if host in _LOOPBACK else (),
        )
        application = create_app(settings, pipelines)
        address = _address(host, listener)
        _announce(address, host, settings.token)
        if open_page:
            import webbrowser

            webbrowser.open(address + (f"#token={settings.token}" if settings.token else ""))
        _run(application, listener)


def _require() -> None:
    from nlp.errors import LodeError

    try:
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise LodeError(
            'the workbench needs FastAPI and uvicorn: install it with pip install "lode-nlp[serve]"'
        ) from error


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, before anything slow is loaded."""
    from nlp.errors import LodeError

    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise LodeError(f"cannot listen on {host}:{port}: {reason}; choose another with --host and --port") from error
    return listener


def _address(host: str, listener: socket.socket) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}/"


def _announce(address: str, host: str, token: str | None) -> None:
    typer.secho(f"Lode's workbench is at {address}  (Ctrl+C ends it)", fg="green", err=True)
    if host not in _LOOPBACK and token is None:
        typer.secho(
            "Everybody who reaches this address can annotate, and save to the gold file; ask for a token with --token.",
            fg="yellow",
            err=True,
        )


def _run(application: Any, listener: socket.socket) -> None:
    import uvicorn

    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=3,
        backlog=512,
    )
    uvicorn.Server(config).run(sockets=[listener])
