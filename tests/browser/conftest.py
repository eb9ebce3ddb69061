"""The page in a real browser: Debian's chromium, or the one that LODE_CHROMIUM names, by Playwright."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("LODE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
MISSING = [
    f"{what}: {how}"
    for what, how, there in (
        ("playwright", "pip install playwright", importlib.util.find_spec("playwright") is not None),
        ("chromium", "apt-get install chromium, or set LODE_CHROMIUM", CHROMIUM is not None),
        ("FastAPI and uvicorn", 'pip install "lode-nlp[serve]"', importlib.util.find_spec("uvicorn") is not None),
    )
    if not there
]
# without a browser the pages' tests are not collected; test_browser_is_there.py tells what is missing, once
collect_ignore_glob = ["test_page*.py"] if MISSING else []


@pytest.fixture(scope="session")
def missing() -> list[str]:
    return MISSING


# Playwright keeps an event loop running in the main thread as long as it is open: it must not outlive these tests
@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        # tests run as root in containers, where chromium has no sandbox
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


@pytest.fixture(scope="package")
def gold_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gold") / "mine.jsonl"


def serving(application: Any) -> Iterator[str]:
    """The address of a server that runs while the generator is held."""
    import uvicorn

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


@pytest.fixture(scope="package")
def address(pipeline: Any, gold_file: Path) -> Iterator[str]:
    from nlp.workbench.app import create_app
    from nlp.workbench.settings import Settings

    yield from serving(create_app(Settings(gold=gold_file), [pipeline]))


@pytest.fixture(scope="package")
def guarded_address(pipeline: Any) -> Iterator[str]:
    from nlp.workbench.app import create_app
    from nlp.workbench.settings import Settings

    yield from serving(create_app(Settings(token="open-sesame"), [pipeline]))


@pytest.fixture
def no_gold(gold_file: Path) -> Path:
    """The gold file, not there yet."""
    gold_file.unlink(missing_ok=True)
    return gold_file


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Any]:
    """Opens the page: opened(lang="en", width=1280). What the page complains of fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_page(*, lang: str = "en", width: int = 1280, at: str = address, expect: tuple[str, ...] = ()) -> Any:
        context = browser.new_context(
            locale="zh-CN" if lang == "zh" else "en-GB",
            viewport={"width": width, "height": 800},
            permissions=["clipboard-read", "clipboard-write"],
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)

        def heard(kind: str, text: str) -> None:
            if kind in ("error", "warning") and not any(words in text for words in expect):
                complaints.append(text)

        page.on("console", lambda message: heard(message.type, message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith((at, "blob:", "data:")) else heard("error", f"asked {r.url}"),
        )
        page.goto(at)
        page.locator("h1").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
