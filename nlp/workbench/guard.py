"""What every request goes through: the names this service is called by, the token, the headers, the last resort.

Pure ASGI, so that bodies stream through untouched.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect

from nlp.workbench.problems import Problem
from nlp.workbench.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LOG = logging.getLogger("lode.workbench")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
# what tells nothing of documents, and what the page needs before it can ask for a token
_OPEN = frozenset(("/", "/health", "/schema", "/openapi.json"))


class Guard:
    """Lets requests through that may come, and no exception out."""

    def __init__(self, application: Application, settings: Settings) -> None:
        self._application, self._settings = application, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = list(message.get("headers", ()))
                names = {name.lower() for name, _ in headers}
                headers += [header for header in _HEADERS if header[0] not in names]
                if b"cache-control" not in names:
                    headers.append((b"cache-control", b"no-store"))
                message = {**message, "headers": headers}
            await send(message)

        try:
            self._check(scope)
            await self._application(scope, receive, send_guarded)
        except Problem as problem:
            await problem.as_response()(scope, receive, send_guarded)
        except ClientDisconnect:
            return
        except Exception as error:
            # the framework has answered by `fault_of` already, and raises for those who log; an answer that broke off ends here
            if not started:
                await fault_of(scope, error).as_response()(scope, receive, send_guarded)

    def _check(self, scope: Scope) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        hosts = self._settings.hosts
        if hosts and _name(host) not in hosts:
            raise Problem(403, f"this service is called {' or '.join(hosts)}, not {_name(host)[:80]!r}")
        origin = headers.get("origin")
        if (origin and urlsplit(origin).netloc.lower() != host.lower()) or headers.get(
            "sec-fetch-site"
        ) == "cross-site":
            raise Problem(403, "pages of other sites may not use this service")
        token = self._settings.token
        path = str(scope["path"])
        if token and path not in _OPEN and not path.startswith("/static/"):
            scheme, _, given = headers.get("authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode("latin-1"), token.encode()):
                raise Problem(401, "expected Authorization: Bearer TOKEN, with the token that lode serve was given",
                              headers={"WWW-Authenticate": "Bearer"})  # fmt: skip


def fault_of(scope: Scope, error: Exception) -> Problem:
    """The answer to a request that failed by a fault of ours; the log holds the rest under the same id."""
    identity = secrets.token_hex(6)
    LOG.error("request %s: %s %s failed", identity, scope["method"], ascii(scope["path"])[:200], exc_info=error)
    return Problem(500, f"a fault of the service; its log tells of it under {identity}")


def _name(host: str) -> str:
    """The name in a Host header, without the port."""
    host = host.lower()
    return host[1:].partition("]")[0] if host.startswith("[") else host.rpartition(":")[0] or host
