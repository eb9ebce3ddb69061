"""The service against what its own schema allows, and against what it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

schemathesis = pytest.importorskip("schemathesis")
pytest.importorskip("fastapi", reason='the workbench needs FastAPI: pip install "lode-nlp[serve]"')

from schemathesis import GenerationMode  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from nlp.workbench.app import create_app  # noqa: E402
from nlp.workbench.settings import Limits, Settings  # noqa: E402

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


OPERATIONS = [
    ("GET", "/health"), ("GET", "/schema"), ("POST", "/annotate"), ("POST", "/rank"), ("POST", "/evaluate"), ("POST", "/agree"),
    ("POST", "/read"), ("POST", "/export"), ("GET", "/gold"), ("GET", "/gold/document"), ("PUT", "/gold/document"),
]  # fmt: skip


@pytest.fixture(scope="module")
def api(pipeline: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    gold: Path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    application = create_app(Settings(limits=Limits(waiting=64, documents=20), gold=gold, hosts=()), [pipeline])
    return schemathesis.openapi.from_asgi("/openapi.json", application)


def test_all_operations_are_tried(api: Any) -> None:
    found = {(one.ok().method.upper(), one.ok().path) for one in api.get_all_operations()}
    assert found == set(OPERATIONS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fit", "unfit"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{m} {p}" for m, p in OPERATIONS])
def test_every_answer_is_one_that_the_schema_tells_of(api: Any, method: str, path: str, mode: GenerationMode) -> None:
    operation = api[path][method]
    if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query):
        return

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=8, database=None, suppress_health_check=list(HealthCheck))
    def run(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    run()
