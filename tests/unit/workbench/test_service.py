"""The service as a program meets it."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp import schema
from nlp.annotation import from_json, validate
from nlp.workbench.app import create_app
from nlp.workbench.settings import Settings
from tests.unit.workbench.conftest import caller

Call = Callable[..., Any]
ZH = {"id": "a", "date": "2021-08-03", "text": "8月3日，HIVE Blockchain向嘉楠科技订购了6500台矿机。"}
EN = {"id": "b", "text": "Norhaven Digital ordered 3,200 Whatsminer M50S machines from MicroBT for $9.6 million."}
LINES = {"Content-Type": "application/x-ndjson"}


def test_one_document_in_one_document_out(call: Call) -> None:
    answer = call("POST", "/annotate", json={**ZH, "channel": 7})
    assert answer.status_code == 200
    record = answer.json()
    assert (record["id"], record["text"], record["channel"]) == ("a", ZH["text"], 7)
    assert [s["predicate"] for s in record["statements"]] == ["ordered_from"]
    assert validate(from_json(record)) == []


def test_a_list_comes_back_as_a_list_in_its_order(call: Call) -> None:
    rows = call("POST", "/annotate", json=[EN, ZH]).json()
    assert [row["id"] for row in rows] == ["b", "a"]


def test_json_lines_come_back_as_json_lines(call: Call) -> None:
    body = "\n".join(json.dumps(row) for row in (ZH, EN))
    answer = call("POST", "/annotate", content=body, headers=LINES)
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line)["id"] for line in answer.text.splitlines()] == ["a", "b"]


def test_a_bad_record_costs_no_other(call: Call) -> None:
    answer = call("POST", "/annotate", json=[ZH, {"id": "x"}, 7, EN])
    assert answer.status_code == 200
    assert answer.headers["lode-refused"] == "2"
    rows = answer.json()
    assert [row.get("id") for row in rows] == ["a", None, None, "b"]
    assert rows[1] == {"index": 1, "id": None, "error": "expected a string in 'text', was nothing"}


def test_a_bad_line_costs_no_other(call: Call) -> None:
    body = json.dumps(ZH).encode() + b"\n{\xff\n" + json.dumps(EN).encode()
    rows = [json.loads(line) for line in call("POST", "/annotate", content=body, headers=LINES).text.splitlines()]
    assert [row["id"] for row in rows] == ["a", None, "b"]


def test_documents_without_id_get_one_that_is_free(call: Call) -> None:
    rows = call(
        "POST", "/annotate", json=[{"text": "矿机"}, {"text": "矿机", "id": "document-1"}, {"text": "矿"}]
    ).json()
    assert len({row["id"] for row in rows}) == 3


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ({"json": {"id": "a"}}, 422, "expected a string in 'text', was nothing"),
        ({"json": {"text": " "}}, 422, "expected text in 'text', was empty"),
        ({"json": []}, 422, "no record of the request is fit"),
        ({"json": [1, 2]}, 422, "no record of the request is fit"),
        ({"json": 7}, 422, "expected a JSON object, was int"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 422, "not JSON"),
        ({"content": b'{"text":"a"}\n{"text":"b"}', "headers": {"Content-Type": "application/json"}}, 422, "x-ndjson"),
        ({"content": b"\xff\xfe\x00", "headers": {"Content-Type": "application/json"}}, 422, "expected UTF-8"),
        ({"content": b"[" * 9000, "headers": {"Content-Type": "application/json"}}, 422, "JSON"),
        ({"content": b"", "headers": LINES}, 422, "no record"),
        ({"content": b'{"text":"a"}'}, 415, "expected Content-Type application/json"),
        ({"data": {"text": "a"}}, 415, "was application/x-www-form-urlencoded"),
        ({"json": {"text": "a" * 2001}}, 413, "at most 2,000 are taken"),
        ({"json": [{"text": "a"}] * 5}, 413, "at most 4"),
        ({"json": {"text": "a", "pad": "b" * 30_000}}, 413, "larger than 20,000 bytes"),
    ],
)
def test_what_cannot_be_is_told_in_plain_words(call: Call, options: dict[str, Any], status: int, words: str) -> None:
    answer = call("POST", "/annotate", **options)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert words in problem["detail"]
    assert problem["status"] == status


def test_a_stream_without_length_is_cut_off_at_the_limit(call: Call) -> None:
    async def body() -> Any:
        for _ in range(100):
            yield b"x" * 1000

    answer = call("POST", "/annotate", content=body(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_halves_of_characters_do_no_harm(call: Call) -> None:
    body = b'{"text":"HIVE", "note": "\\ud800", "title": "\\udc00"}'
    answer = call("POST", "/annotate", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["note"] == "\ud800"


def test_infinities_in_unknown_fields_do_no_harm(call: Call) -> None:
    body = b'{"text":"HIVE", "note": 1e999}'
    answer = call("POST", "/annotate", content=body, headers={"Content-Type": "application/json"})
    assert answer.json()["note"] is None


def test_health_and_schema(call: Call) -> None:
    health = call("GET", "/health").json()
    assert (health["status"], health["gold"], health["limits"]["documents"]) == ("ok", "mine.jsonl", 4)
    assert call("GET", "/schema").json() == schema.as_json()


def test_rank_tells_what_only_one_of_model_and_patterns_has(with_model: Any) -> None:
    call = caller(create_app(Settings(), [with_model]))
    text = "By Laura Benning, Benzinga. HIVE Blockchain bought 300 Antminer S19 from Bitmain. 天山算力目前运营1EH/s。"
    (row,) = call("POST", "/rank", json=[{"id": "r", "text": text}]).json()
    unsure = row["uncertainty"]
    assert row["document"]["id"] == "r"
    assert 0 <= unsure["score"] <= 1
    confidences = [m.get("confidence", 1.0) for m in row["document"]["entities"]]
    confidences += [s["confidence"] for s in row["document"]["statements"]]
    assert unsure["lowest"] == pytest.approx(min(confidences), abs=1e-3)
    for doubt in unsure["doubts"]:
        assert doubt["only"] in ("model", "patterns")


def test_evaluate_is_what_the_command_prints(call: Call) -> None:
    gold = call("POST", "/annotate", json=ZH).json()
    half = {**gold, "entities": gold["entities"][:2], "statements": []}
    report = call("POST", "/evaluate", json={"gold": [gold], "predictions": [half], "errors": True}).json()
    assert report["all"]["scores"]["entity_strict"]["recall"] == pytest.approx(2 / len(gold["entities"]))
    assert report["all"]["intervals"]["entity_strict"]
    assert len(report["errors"]["missed statement"]) == 1
    assert call("POST", "/evaluate", json={"gold": [gold], "predictions": []}).json()["missing"] == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"gold": []}, "gold: "),
        ({"predictions": [{"id": "a", "entities": [{"id": "e", "start": 0, "end": 1, "label": {}}]}]}, "label"),
        ({"predictions": [{"id": "a", "entities": [{"id": "e", "start": 0, "end": 1, "label": "FIRM"}]}]}, "must be one of COMPANY"),
        ({"predictions": [{"id": ["a"]}]}, "predictions[0].id"),
        ({"predictions": [{"id": "a", "statements": [{"predicate": "mined", "qualifiers": {"date": [1]}}]}]}, "qualifiers.date[0]"),
    ],
)  # fmt: skip
def test_evaluate_refuses_what_is_no_annotation(call: Call, change: dict[str, Any], words: str) -> None:
    answer = call("POST", "/evaluate", json={"gold": [{"id": "a", "text": "x"}], "predictions": [], **change})
    assert answer.status_code == 422
    assert words in " ".join(answer.json()["faults"])


def test_agree(call: Call) -> None:
    one = call("POST", "/annotate", json=ZH).json()
    found = call("POST", "/agree", json={"first": [one], "second": [one]}).json()
    assert (found["total"]["mentions"]["f1"], found["total"]["statements"]["f1"]) == (1.0, 1.0)
    answer = call("POST", "/agree", json={"first": [one], "second": [{**one, "id": "other"}]})
    assert answer.status_code == 422
    assert "documents that both have" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("a.txt", "嘉楠科技".encode("gb18030"), ["a"]),
        ("b.html", b"<html><head><title>T</title></head><body><p>HIVE mined 12 BTC in May, it said.</p></body></html>", ["b"]),
        ("c.csv", b"id,text\n1,one\n2,two\n", ["1", "2"]),
        ("../../etc/d.jsonl", b'{"text":"a"}\n{"text":"b"}\n', ["d", "d-2"]),
        ("", b"plain words", ["pasted"]),
    ],
)  # fmt: skip
def test_read_makes_documents_of_files(call: Call, name: str, body: bytes, expected: list[str]) -> None:
    options = {"content": body, "headers": {"Content-Type": "application/octet-stream"}, "params": {"name": name}}
    assert [d["id"] for d in call("POST", "/read", **options).json()["documents"]] == expected


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [("a.gz", b"\x1f\x8b\x08", 415), ("a.parquet", b"PAR1", 415), ("a.txt", b"", 422), ("a.json", b"{", 422), ("x.pdf", b"%PDF-1.7", 415)],
)  # fmt: skip
def test_read_refuses(call: Call, name: str, body: bytes, status: int) -> None:
    options = {"content": body, "headers": {"Content-Type": "application/octet-stream"}, "params": {"name": name}}
    assert call("POST", "/read", **options).status_code == status


def test_export(call: Call) -> None:
    record = call("POST", "/annotate", json={**ZH, "id": "=cmd()"}).json()
    csv = call("POST", "/export", json={"format": "csv", "documents": [record]})
    assert csv.headers["content-type"].startswith("text/csv")
    head, row = csv.text.splitlines()
    assert head.startswith("document,date,predicate,subject,subject_ref")
    assert row.startswith("'=cmd(),2021-08-03,ordered_from,HIVE Blockchain,hive,嘉楠科技,canaan")
    mentions = call("POST", "/export", json={"format": "mentions.csv", "documents": [record]}).text.splitlines()
    assert len(mentions) == 1 + len(record["entities"])
    lines = call("POST", "/export", json={"format": "jsonl", "documents": [record]}).text
    assert json.loads(lines) == record


def test_turtle_or_a_plain_word_that_there_is_none(call: Call) -> None:
    record = call("POST", "/annotate", json=ZH).json()
    answer = call("POST", "/export", json={"format": "turtle", "documents": [record]})
    if answer.status_code == 200:
        assert "canaan" in answer.text
    else:
        assert answer.status_code == 501
        assert "RDF" in answer.json()["detail"] or "lode-nlp[graph]" in answer.json()["detail"]


def test_a_fault_inside_shows_an_id_and_no_trace(
    call: Call, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("nlp.workbench.routes.annotate_bare", broken)
    with caplog.at_level(logging.ERROR):
        answer = call("POST", "/annotate", json=ZH)
        many = call("POST", "/annotate", json=[ZH])
    assert answer.status_code == 500
    assert "secret" not in answer.text + many.text
    assert "secret of the inside" in caplog.text
    identity = answer.json()["detail"].rsplit(" ", 1)[1]
    assert identity in caplog.text
    monkeypatch.setattr("nlp.workbench.routes.read_records", broken)
    answer = call("POST", "/annotate", json=ZH)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "its log tells of it under" in answer.json()["detail"]


def test_work_that_nobody_waits_for_ends(pipeline: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    began, ended = threading.Event(), threading.Event()
    done = []

    def slow(*_: Any) -> str:
        began.set()
        ended.wait(5)
        done.append(1)
        return "{}"

    monkeypatch.setattr("nlp.workbench.routes._annotated_line", slow)
    app = create_app(Settings(), [pipeline])
    body = json.dumps([ZH] * 4).encode()
    scope = {
        "type": "http", "method": "POST", "path": "/annotate", "raw_path": b"/annotate", "query_string": b"", "http_version": "1.1",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")], "scheme": "http", "root_path": "",
    }  # fmt: skip
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        raise AssertionError(f"nobody is there: {message}")

    asyncio.run(app(scope, receive, send))
    assert began.is_set()
    ended.set()
    time.sleep(0.3)
    assert len(done) == 1


def test_there_is_nothing_at_other_addresses(call: Call) -> None:
    assert call("GET", "/nothing").json()["status"] == 404
    assert call("DELETE", "/annotate").json()["status"] == 405
    assert call("GET", "/static/../app.py").status_code == 404
    assert call("GET", "/static/%2e%2e/app.py").status_code == 404


def test_every_answer_has_the_headers(call: Call) -> None:
    for path in ("/", "/health", "/nothing", "/static/js/main.js"):
        headers = call("GET", path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "rebound.example:8321"}, 403),
        ({"Host": "localhost"}, 200),
        ({"Host": "[::1]:8321"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:8321"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_pages_elsewhere_may_not_ask(call: Call, headers: dict[str, str], status: int) -> None:
    assert call("GET", "/health", headers=headers).status_code == status


@pytest.mark.parametrize("given", [None, "Bearer no", "Bearer ", "Basic geheim-ключ", "Bearer geheim-ключ2"])
def test_without_the_token_nothing_is_told(with_token: Call, given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given.encode()}
    answer = with_token("POST", "/annotate", json=ZH, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_with_the_token(with_token: Call) -> None:
    right = {"Authorization": "Bearer geheim-ключ".encode()}
    assert with_token("POST", "/annotate", json=ZH, headers=right).status_code == 200
    assert with_token("GET", "/health").json()["token"] is True
    assert with_token("GET", "/").status_code == 200
    assert with_token("GET", "/gold").status_code == 401


def test_openapi_has_examples_that_are_true(call: Call) -> None:
    made = call("GET", "/openapi.json").json()
    assert {"/annotate", "/health", "/schema", "/evaluate", "/agree", "/gold/document"} <= set(made["paths"])
    tried = 0
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            for example in content.get("examples", {}).values():
                assert call(method.upper(), path, json=example["value"]).status_code == 200, path
                tried += 1
    assert tried >= 6


class TestGold:
    def record(self, call: Call) -> dict[str, Any]:
        made: dict[str, Any] = call("POST", "/annotate", json=ZH).json()
        return made

    def test_saved_documents_come_back(self, call: Call, gold_path: Path) -> None:
        record = self.record(call)
        assert call("GET", "/gold").json() == {"file": "mine.jsonl", "documents": []}
        saved = call("PUT", "/gold/document", json=record)
        assert saved.status_code == 200
        assert json.loads(gold_path.read_text(encoding="utf-8")) == record
        again = call("GET", "/gold/document", params={"id": "a"})
        assert again.json() == record
        assert again.headers["etag"] == saved.headers["etag"]
        assert [row["id"] for row in call("GET", "/gold").json()["documents"]] == ["a"]

    def test_what_does_not_hold_together_is_refused(self, call: Call, gold_path: Path) -> None:
        record = self.record(call)
        record["entities"][0]["end"] = 900
        record["statements"][0]["subject"] = "nobody"
        answer = call("PUT", "/gold/document", json=record)
        assert answer.status_code == 422
        assert len(answer.json()["faults"]) >= 2
        assert not gold_path.exists()

    def test_a_version_that_is_gone_is_not_overwritten(self, call: Call) -> None:
        record = self.record(call)
        first = call("PUT", "/gold/document", json=record, headers={"If-Match": '""'})
        assert first.status_code == 200
        record["title"] = "new"
        tag = {"If-Match": first.headers["etag"]}
        assert call("PUT", "/gold/document", json=record, headers=tag).status_code == 200
        assert call("PUT", "/gold/document", json=record, headers=tag).status_code == 412
        assert call("PUT", "/gold/document", json=record, headers={"If-Match": '""'}).status_code == 412

    def test_without_a_file(self, pipeline: Any) -> None:
        call = caller(create_app(Settings(), [pipeline]))
        assert "--gold FILE" in call("GET", "/gold").json()["detail"]

    def test_unknown_document(self, call: Call) -> None:
        assert call("GET", "/gold/document", params={"id": "x"}).status_code == 404
