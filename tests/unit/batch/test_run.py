"""Runs: killed and resumed, repeated, with new, changed and removed inputs, by other versions, in every format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy

from nlp.batch.journal import JOURNAL, Part
from nlp.batch.run import Options, Tally, annotate_inputs
from nlp.batch.slots import Size
from nlp.batch.tasks import Settings, Task, run_task
from nlp.components import register_extensions
from nlp.errors import LodeError, OutputError, WorkerError

ORDER = "8月3日，HIVE Blockchain向嘉楠科技订购了6500台矿机。"


class Killed(Exception):
    """Stands for a process that is gone."""


class Engine:
    """Does tasks in this process, in the order told, until it is killed; counts what it does."""

    def __init__(self, nlp: Any, *, kill_after: int | None = None, backwards: bool = False) -> None:
        self.nlp, self.kill_after, self.backwards = nlp, kill_after, backwards
        self.done: list[int] = []

    def __call__(self, tasks: Iterable[Task], settings: Settings) -> Iterator[Part]:
        for task in reversed(list(tasks)) if self.backwards else tasks:
            if self.kill_after is not None and len(self.done) >= self.kill_after:
                raise Killed
            self.done.append(task.number)
            yield run_task(self.nlp, task, settings, lambda place, size: None)


@pytest.fixture(scope="module")
def blank() -> Any:
    register_extensions()
    return spacy.blank("xx")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    rows = [
        {"id": f"j{n}", "text": f"line {n} of the archive, long enough to be told from others {n * n}"}
        for n in range(10)
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{\n", encoding="utf-8")
    for n in range(5):
        (folder / f"f{n}.txt").write_text(
            f"article number {n}, which differs from others by {n * 7919}", encoding="utf-8"
        )
    return folder


@pytest.fixture
def run(blank: Any, news: Path, tmp_path: Path) -> Callable[..., tuple[Tally, Engine]]:
    def go(
        output: str = "out", *, kill_after: int | None = None, backwards: bool = False, **options: Any
    ) -> tuple[Tally, Engine]:
        engine = Engine(blank, kill_after=kill_after, backwards=backwards)
        chosen = Options(str(tmp_path / output), size=Size(records=3, size=150), **options)
        return annotate_inputs([str(news)], chosen, engine=engine), engine

    return go


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a run but its journal, whose lines stand in the order in which parts were done."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (JOURNAL, "lock")
    }


def documents(folder: Path) -> list[str]:
    return [
        json.loads(line)["id"]
        for path in sorted((folder / "parts").iterdir())
        for line in path.read_bytes().splitlines()
    ]


def test_a_folder_holds_every_document_once(run: Any, tmp_path: Path) -> None:
    tally, _ = run()
    assert sorted(documents(tmp_path / "out")) == sorted([f"j{n}" for n in range(10)] + [f"f{n}" for n in range(5)])
    assert (tally.documents, tally.rejects, tally.exit_code) == (15, 1, 2)
    reject = json.loads((tmp_path / "out" / "rejects.jsonl").read_text(encoding="utf-8"))
    assert reject["path"].endswith("a.jsonl")
    assert reject["line"] == 11


@pytest.mark.parametrize("kill_after", range(6))
def test_a_run_killed_anywhere_ends_as_if_it_had_not_been(run: Any, tmp_path: Path, kill_after: int) -> None:
    run("whole")
    with pytest.raises(Killed):
        run("killed", kill_after=kill_after)
    _, engine = run("killed")
    assert len(engine.done) == len(set(engine.done))
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


def test_the_order_in_which_workers_finish_does_not_matter(run: Any, tmp_path: Path) -> None:
    run("forth")
    run("back", backwards=True)
    assert contents(tmp_path / "back") == contents(tmp_path / "forth")


@pytest.mark.parametrize("cut", [1, 2, 30, 200])
def test_a_torn_journal_costs_only_what_it_no_longer_tells(run: Any, tmp_path: Path, cut: int) -> None:
    run("whole")
    run("torn")
    path = tmp_path / "torn" / JOURNAL
    path.write_bytes(path.read_bytes()[:-cut])
    (tmp_path / "torn" / "parts" / ".part-00000009.jsonl.123").write_bytes(b"half a li")
    run("torn")
    assert contents(tmp_path / "torn") == contents(tmp_path / "whole")


def test_a_part_that_is_gone_or_cut_is_done_again(run: Any, tmp_path: Path) -> None:
    run()
    before = contents(tmp_path / "out")
    one, two = sorted((tmp_path / "out" / "parts").iterdir())[:2]
    one.unlink()
    two.write_bytes(two.read_bytes()[:10])
    _, engine = run()
    assert engine.done == [0, 1]
    assert contents(tmp_path / "out") == before


def test_a_repeated_run_does_only_what_is_new(run: Any, news: Path, tmp_path: Path) -> None:
    run()
    (news / "e.txt").write_text("a new one that comes before others by its name", encoding="utf-8")
    with (news / "a.jsonl").open("a") as file:
        file.write(json.dumps({"id": "new", "text": "one more line"}) + "\n")
    tally, engine = run()
    assert len(engine.done) == 2
    assert tally.documents == 17
    assert sorted(documents(tmp_path / "out")) == sorted(
        [f"j{n}" for n in range(10)] + [f"f{n}" for n in range(5)] + ["e", "new"]
    )
    assert run()[1].done == []


def test_files_that_did_not_change_are_not_read_again(run: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    read: list[str] = []
    opened = Path.open

    def watched(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.is_relative_to(news):
            read.append(path.name)
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", watched)
    tally, engine = run()
    assert (tally.documents, tally.earlier, engine.done) == (15, 15, [])
    # four bytes tell the kind of a file; its lines and articles are left alone
    assert sorted(read) == sorted(path.name for path in news.iterdir())


def test_a_changed_article_takes_the_place_of_the_old_one_and_a_removed_one_stays(
    run: Any, news: Path, tmp_path: Path
) -> None:
    run()
    (news / "f1.txt").write_text("it says something else now", encoding="utf-8")
    (news / "f4.txt").unlink()
    _, engine = run()
    assert len(engine.done) == 1
    texts = {
        row["id"]: row["text"]
        for path in (tmp_path / "out" / "parts").iterdir()
        for row in map(json.loads, path.read_bytes().splitlines())
    }
    assert texts["f1"] == "it says something else now"
    assert len(texts) == 15


def test_a_file_that_became_shorter_loses_its_last_documents(run: Any, news: Path, tmp_path: Path) -> None:
    run()
    lines = (news / "a.jsonl").read_bytes().splitlines(keepends=True)
    (news / "a.jsonl").write_bytes(b"".join(lines[:4]))
    run()
    assert [name for name in sorted(documents(tmp_path / "out")) if name.startswith("j")] == ["j0", "j1", "j2", "j3"]


def test_other_versions_are_named_and_annotate_anew_on_demand(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run()
    before = contents(tmp_path / "out")
    monkeypatch.setattr(
        "nlp.batch.run.versions", lambda **_: {"lode": "9", "code": "x", "patterns": "y", "model": "none"}
    )
    with pytest.raises(OutputError, match=r"the patterns.*--refresh"):
        run()
    assert contents(tmp_path / "out") == before
    with pytest.raises(Killed):
        run(refresh=True, kill_after=2)
    _, engine = run(refresh=True)
    assert engine.done == [0, 1, 2, 3, 4, 5]
    assert run()[1].done == []
    assert documents(tmp_path / "out") == [
        json.loads(line)["id"]
        for name, data in before.items()
        if name.startswith("parts/")
        for line in data.splitlines()
    ]


def test_a_folder_of_something_else_is_left_alone(run: Any, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="not a run of Lode"):
        run()
    run("other")
    with pytest.raises(OutputError, match="holds jsonl, and parquet is asked for"):
        run("other", format="parquet")


def test_two_runs_at_once_in_one_folder_are_refused(run: Any, blank: Any, news: Path, tmp_path: Path) -> None:
    def nested(tasks: Iterable[Task], settings: Settings) -> Iterator[Part]:
        with pytest.raises(OutputError, match="another run is at work"):
            run()
        return iter(())

    annotate_inputs([str(news)], Options(str(tmp_path / "out")), engine=nested)


def test_too_many_rejects_stop_the_run(run: Any, tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="more than 0 records rejected"):
        run(max_rejects=0)
    assert run(max_rejects=1)[0].rejects == 1


def test_one_file_is_joined_and_duplicates_are_marked(run: Any, news: Path, tmp_path: Path) -> None:
    (news / "g.txt").write_text((news / "f2.txt").read_text(encoding="utf-8") + "!", encoding="utf-8")
    tally, _ = run("out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    assert len(rows) == 16
    assert {row["id"]: row["duplicate_of"] for row in rows if "duplicate_of" in row} == {"g": "f2"}
    assert tally.duplicates == 1
    assert not (tmp_path / "out.jsonl.run").exists()
    assert (tmp_path / "out.jsonl.rejects.jsonl").exists()
    run("plain.jsonl", duplicates=False)
    assert b"duplicate_of" not in (tmp_path / "plain.jsonl").read_bytes()


@pytest.mark.parametrize("form", ["jsonl", "parquet", "docbin", "datasets"])
def test_duplicates_are_listed_in_every_format(run: Any, news: Path, tmp_path: Path, form: str) -> None:
    (news / "g.txt").write_text((news / "f2.txt").read_text(encoding="utf-8"), encoding="utf-8")
    run(format=form)
    row = json.loads((tmp_path / "out" / "duplicates.jsonl").read_text(encoding="utf-8"))
    assert row == {"id": "g", "duplicate_of": "f2", "similarity": 1.0}


class TestFormats:
    """What is written can be read where it is meant to be read."""

    @pytest.fixture
    def orders(self, pipeline: Any, tmp_path: Path) -> Callable[[str], Path]:
        def go(form: str) -> Path:
            source = tmp_path / "orders.jsonl"
            source.write_text(
                json.dumps({"id": "o", "text": ORDER, "date": "2021-08-04", "desk": "北京"}) + "\n", encoding="utf-8"
            )
            annotate_inputs([str(source)], Options(str(tmp_path / form), format=form), engine=Engine(pipeline))
            return tmp_path / form

        return go

    def test_parquet_tables(self, orders: Callable[[str], Path]) -> None:
        import pyarrow.parquet

        folder = orders("parquet")
        tables = {
            name: pyarrow.parquet.read_table(folder / name).to_pylist()
            for name in ("documents", "mentions", "statements")
        }
        (document,) = tables["documents"]
        assert (document["id"], document["text"], document["mentions"], document["extra"]) == (
            "o",
            ORDER,
            4,
            '{"desk": "北京"}',
        )
        count = next(row for row in tables["mentions"] if row["label"] == "QUANTITY")
        assert (count["value"], count["unit"], count["document"]) == (6500.0, "machine", "o")
        (order,) = tables["statements"]
        assert (order["predicate"], order["subject_text"], order["object_text"]) == (
            "ordered_from",
            "HIVE Blockchain",
            "嘉楠科技",
        )
        assert {(q["role"], q["text"]) for q in order["qualifiers"]} == {("count", "6500台"), ("date", "8月3日")}

    def test_docbin(self, orders: Callable[[str], Path], pipeline: Any) -> None:
        from spacy.tokens import DocBin

        (path,) = (orders("docbin") / "parts").iterdir()
        (doc,) = DocBin().from_disk(path).get_docs(pipeline.vocab)
        assert doc.user_data["id"] == "o"
        assert [(ent.text, ent.label_) for ent in doc.ents][1:3] == [
            ("HIVE Blockchain", "COMPANY"),
            ("嘉楠科技", "COMPANY"),
        ]
        assert doc._.to_annotation()["statements"][0]["predicate"] == "ordered_from"

    def test_dataset(self, orders: Callable[[str], Path]) -> None:
        import datasets

        rows = datasets.load_from_disk(str(orders("datasets") / "dataset"))
        assert rows[0]["id"] == "o"
        assert rows[0]["entities"][2]["text"] == "嘉楠科技"
        assert rows[0]["statements"][0]["predicate"] == "ordered_from"


def test_no_input_escapes_the_output_folder(run: Any, news: Path, tmp_path: Path) -> None:
    """Ids and names of files are never paths of the output."""
    (news / "h.jsonl").write_text(json.dumps({"id": "../../../evil", "text": "x"}) + "\n", encoding="utf-8")
    run()
    assert {path.name for path in tmp_path.iterdir()} == {"news", "out"}
    assert all(path.name.startswith("part-") for path in (tmp_path / "out" / "parts").iterdir())


def test_an_unknown_model_is_an_error(news: Path, tmp_path: Path) -> None:
    with pytest.raises(LodeError, match="there is no model"):
        annotate_inputs([str(news)], Options(str(tmp_path / "out"), model="big"))
