"""The parts of the workbench by themselves."""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason='the workbench needs FastAPI: pip install "lode-nlp[serve]"')

from nlp import schema
from nlp.annotation import from_json, to_json
from nlp.errors import OutputError
from nlp.records import Document, Mention
from nlp.workbench import wire
from nlp.workbench.annotating import weigh
from nlp.workbench.app import STATIC
from nlp.workbench.gold import GoldFile, StaleError
from nlp.workbench.workers import FullError, LateError, Workers

SEEDS = Path(__file__).parents[3] / "seeds"


class TestWorkers:
    def test_a_tool_is_in_one_hand_at_a_time(self) -> None:
        tools = [[0], [0]]
        workers = Workers(tools, waiting=50)
        worst: list[int] = []

        def job(tool: list[int], _: Any) -> None:
            tool[0] += 1
            worst.append(tool[0])
            time.sleep(0.002)
            tool[0] -= 1

        async def run() -> None:
            await asyncio.gather(*(workers.run(job, seconds=10) for _ in range(40)))

        asyncio.run(run())
        assert max(worst) == 1
        assert workers.pending == 0
        workers.close()

    def test_more_than_may_wait_are_told_when_to_come_back(self) -> None:
        workers = Workers([None], waiting=1)
        go = threading.Event()

        async def run() -> None:
            one = asyncio.create_task(workers.run(lambda *_: go.wait(5), seconds=10))
            two = asyncio.create_task(workers.run(lambda *_: go.wait(5), seconds=10))
            await asyncio.sleep(0.05)
            with pytest.raises(FullError) as refused:
                await workers.run(lambda *_: None, seconds=10)
            assert 1 <= refused.value.seconds <= 120
            go.set()
            assert await one
            assert await two
            await workers.run(lambda *_: None, seconds=10)

        asyncio.run(run())
        workers.close()

    def test_late_jobs_are_told_to_stop_and_count_until_they_have(self) -> None:
        workers = Workers([None], waiting=0)
        ended = threading.Event()

        def job(_: None, stop: Any) -> None:
            while not stop:
                time.sleep(0.005)
            ended.set()

        async def run() -> None:
            with pytest.raises(LateError):
                await workers.run(job, seconds=0.05)
            assert await asyncio.to_thread(ended.wait, 2)

        asyncio.run(run())
        workers.close()

    def test_a_job_that_fails_leaves_its_place(self) -> None:
        workers = Workers([None], waiting=0)

        def job(*_: Any) -> None:
            raise ValueError("no")

        async def run() -> None:
            for _ in range(3):
                with pytest.raises(ValueError, match="no"):
                    await workers.run(job, seconds=5)

        asyncio.run(run())
        assert workers.pending == 0
        workers.close()


def document(identity: str, text: str = "嘉楠科技") -> Document:
    return Document(id=identity, text=text, mentions=(Mention(0, len(text), text, "COMPANY", ref="canaan", id="e1"),))


class TestGoldFile:
    def test_a_document_takes_the_place_of_its_id(self, tmp_path: Path) -> None:
        gold = GoldFile(tmp_path / "g.jsonl")
        for name in ("a", "b", "c"):
            gold.put(document(name))
        gold.put(document("b", "Canaan"))
        assert [(s.document.id, s.document.text) for s in gold.documents()] == [
            ("a", "嘉楠科技"), ("b", "Canaan"), ("c", "嘉楠科技"),
        ]  # fmt: skip

    def test_other_lines_stay_as_they_are(self, tmp_path: Path) -> None:
        path = tmp_path / "g.jsonl"
        broken = b'{"id": "x", broken\n'
        spaced = b'{ "id":"y",  "text":"one two" }\r\n'
        path.write_bytes(broken + b"\n" + spaced)
        GoldFile(path).put(document("z"))
        lines = path.read_bytes().split(b"\n")
        assert lines[0] + b"\n" == broken
        assert lines[1] == spaced.rstrip()
        assert json.loads(lines[2])["id"] == "z"

    def test_the_file_is_whole_or_as_before(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        gold = GoldFile(tmp_path / "g.jsonl")
        gold.put(document("a"))
        before = gold.path.read_bytes()

        def full(*_: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.replace", full)
        with pytest.raises(OutputError, match="No space left"):
            gold.put(document("b"))
        assert gold.path.read_bytes() == before
        assert list(tmp_path.iterdir()) == [gold.path]

    def test_many_at_once_lose_nothing(self, tmp_path: Path) -> None:
        gold = GoldFile(tmp_path / "g.jsonl")
        threads = [threading.Thread(target=gold.put, args=(document(f"d{n}"),)) for n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {s.document.id for s in gold.documents()} == {f"d{n}" for n in range(12)}

    def test_versions(self, tmp_path: Path) -> None:
        gold = GoldFile(tmp_path / "g.jsonl")
        made = gold.put(document("a"), expected="")
        found = gold.get("a")
        assert found is not None
        assert found.version == made.version
        with pytest.raises(StaleError):
            gold.put(document("a"), expected="")


@pytest.mark.parametrize("name", ["zh", "en"])
def test_the_wire_takes_every_seed_unchanged(name: str) -> None:
    for line in (SEEDS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert to_json(wire.to_document(wire.check(wire.AnnotatedRecord, record))) == to_json(from_json(record))


def test_the_wire_names_the_fields_of_the_format() -> None:
    record = to_json(from_json(json.loads((SEEDS / "en.jsonl").read_text(encoding="utf-8").splitlines()[0])))
    assert set(record) == set(wire.AnnotatedRecord.model_fields)
    assert {key for m in record["entities"] for key in m} <= set(wire.MentionRecord.model_fields)
    assert {key for s in record["statements"] for key in s} <= set(wire.StatementRecord.model_fields)


def test_uncertainty_grows_with_doubt() -> None:
    sure = document("a")
    unsure = Document(
        id="a", text="嘉楠科技", mentions=(Mention(0, 4, "嘉楠科技", "COMPANY", confidence=0.4, id="e1"),)
    )
    assert weigh(sure, sure).score == 0
    assert weigh(sure, Document(id="a", text="嘉楠科技")).score > 0
    assert weigh(unsure, sure).score > weigh(sure, sure).score
    assert [d.only for d in weigh(sure, Document(id="a", text="嘉楠科技")).doubts] == ["model"]


WORDS = (STATIC / "js" / "words.js").read_text(encoding="utf-8")


def keys_of(name: str) -> set[str]:
    block = WORDS[WORDS.index(f"const {name} = {{") :].split("\n};", 1)[0]
    block = re.sub(r'"(?:[^"\\]|\\.)*"(?!\s*:)', '""', block)
    return set(re.findall(r'(?:"([^"]+)"|(\w+)):', block)) and {
        a or b for a, b in re.findall(r'(?:"([^"]+)"|\b(\w+)):', block)
    }


def test_the_page_speaks_both_languages_alike() -> None:
    english, chinese = keys_of("en"), keys_of("zh")
    assert len(english) > 100
    assert english == chinese
    scripts = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "js").glob("*.js"))
    used = set(re.findall(r'\bt\("([\w ]+)"', scripts)) | set(
        re.findall(r'data-t(?:-label)?="(\w+)"', (STATIC / "index.html").read_text())
    )
    assert used <= english, used - english


def test_the_page_knows_the_schema() -> None:
    for table, names in (
        ("LABELS", schema.LABELS),
        ("MODALITIES", schema.MODALITIES),
        ("SENTENCES", schema.PREDICATES),
    ):
        block = WORDS[WORDS.index(f"export const {table} = ") :].split("\n};", 1)[0]
        assert tuple(re.findall(r"\b(\w+): \{ en:", block)) == tuple(names)
    roles = {role for predicate in schema.PREDICATES.values() for role in predicate.qualifiers}
    block = WORDS[WORDS.index("export const ROLES = ") :].split("\n};", 1)[0]
    assert roles == set(re.findall(r"\b(\w+): \{ en:", block))
    record = (STATIC / "js" / "record.js").read_text(encoding="utf-8")

    def listed(name: str) -> set[str]:
        found = re.search(rf"{name} = new Set\(\[(.*?)\]\)", record)
        assert found
        return set(re.findall(r'"(\w+)"', found[1]))

    assert listed("SUBJECT_OPTIONAL") == {n for n, p in schema.PREDICATES.items() if p.subject_optional}
    assert listed("OBJECT_OPTIONAL") == {n for n, p in schema.PREDICATES.items() if p.object_optional}
    assert listed("LITERAL") == set(schema.LITERAL_ROLES)
    assert listed("NAMES") == set(schema.NAME_LABELS)


def test_the_page_makes_no_markup_of_data_and_asks_no_other_site() -> None:
    for path in STATIC.rglob("*"):
        if path.suffix not in (".js", ".html", ".css", ".svg"):
            continue
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|//cdn", text), path
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), (
            path
        )
        assert not re.search(r"\son\w+=|style=", text) or path.suffix != ".html", path
