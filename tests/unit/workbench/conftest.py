from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

httpx = pytest.importorskip("httpx")
pytest.importorskip("fastapi", reason='the workbench needs FastAPI: pip install "lode-nlp[serve]"')

from nlp.workbench.app import create_app  # noqa: E402
from nlp.workbench.settings import Limits, Settings  # noqa: E402

Call = Callable[..., Any]


def caller(app: Any) -> Call:
    """Requests to an application, without a server."""

    def call(method: str, path: str, **options: Any) -> Any:
        async def send() -> Any:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8321") as client:
                return await client.request(method, path, **options)

        return asyncio.run(send())

    return call


@pytest.fixture
def gold_path(tmp_path: Path) -> Path:
    return tmp_path / "gold" / "mine.jsonl"


@pytest.fixture
def limits() -> Limits:
    return Limits(size=20_000, documents=4, characters=2_000, seconds=20.0, waiting=2)


@pytest.fixture
def call(pipeline: Any, limits: Limits, gold_path: Path) -> Call:
    return caller(create_app(Settings(limits=limits, gold=gold_path), [pipeline]))


@pytest.fixture
def with_token(pipeline: Any, limits: Limits) -> Call:
    return caller(create_app(Settings(limits=limits, token="geheim-ключ"), [pipeline]))
