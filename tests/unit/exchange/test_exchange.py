"""There and back: every format with every article of seeds/, what it loses, and files that others have made or broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from nlp.annotation import from_json, to_json, validate
from nlp.batch.readers import read_annotations
from nlp.cli import app
from nlp.errors import InputError
from nlp.exchange import FORMATS, find_format, find_losses, read, write
from nlp.exchange.fillers import with_plain_fillers
from nlp.records import Document, Mention

SEEDS = Path(__file__).parents[3] / "seeds"
ARTICLES = [d for name in ("zh", "en") for d in read_annotations(str(SEEDS / f"{name}.jsonl"))]
META = {"lang", "date", "title", "source"}


def spans(document: Document) -> list[tuple[int, int, str, str]]:
    return [(m.start, m.end, m.label, m.text) for m in sorted(document.mentions, key=lambda m: m.start)]


@pytest.mark.parametrize("form", FORMATS)
def test_text_and_mentions_come_back(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"all{FORMATS[form][1]}"
    write(ARTICLES, path, form)
    assert find_format(path) == form
    back = list(read(path))
    assert sorted(d.text for d in back) == sorted(d.text for d in ARTICLES)
    assert sorted(map(spans, back)) == sorted(map(spans, ARTICLES))
    for document in back:
        # a missing literal or value is what doccano, Label Studio and CoNLL have no place for
        missing = ("is required", "kind must be", "expected value")
        faults = [fault for fault in validate(document) if not any(part in fault for part in missing)]
        assert not faults


@pytest.mark.parametrize(
    ("form", "lost"),
    [
        ("jsonl", set()),
        ("docbin", set()),
        ("brat", META),
        ("doccano", {"entities.ref", "entities.value", "statements.qualifiers.metric", "statements.modality"}),
        ("label-studio", {"entities.value", "statements.qualifiers.metric", "statements.modality"}),
        ("conll", {"entities.ref", "entities.value", "statements", *META}),
    ],
)
def test_losses_are_what_a_format_cannot_hold(form: str, lost: set[str]) -> None:
    found = {loss.field: loss for loss in find_losses(ARTICLES, form)}
    assert lost <= found.keys()
    if form in ("jsonl", "docbin", "brat"):
        assert found.keys() == lost
    if form == "label-studio":
        # statements with two ends stay, those with one are lost
        assert 0 < found["statements"].lost < found["statements"].there
        assert "entities.ref" not in found


def test_statements_come_back_from_brat_whole(tmp_path: Path) -> None:
    write(ARTICLES[:5], tmp_path / "brat", "brat")
    for before, after in zip(sorted(ARTICLES[:5], key=lambda d: d.id), read(tmp_path / "brat"), strict=True):
        assert to_json(after)["statements"] == to_json(with_plain_fillers(before))["statements"]


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1, max_size=60)


@given(text=texts, cuts=st.lists(st.integers(0, 60), max_size=8))
@settings(max_examples=60)
@pytest.mark.parametrize("form", ["brat", "doccano", "label-studio", "conll", "docbin"])
def test_any_text_and_spans_come_back(
    tmp_path_factory: pytest.TempPathFactory, form: str, text: str, cuts: list[int]
) -> None:
    """Spans are cut to where words are: no format marks blanks alone, and columns mark tokens."""
    assume(text.strip())
    borders = sorted({min(cut, len(text)) for cut in cuts})
    mentions = []
    for start, end in zip(borders[::2], borders[1::2], strict=False):
        inside = text[start:end]
        start += len(inside) - len(inside.lstrip())
        end = start + len(inside.strip())
        if start < end and not any(character.isspace() for character in text[start:end] if character not in " \n"):
            mentions.append(Mention(start, end, text[start:end], "COMPANY", id=f"e{len(mentions) + 1}", ref="x"))
    document = Document(id="d", text=text, mentions=tuple(mentions))
    path = tmp_path_factory.mktemp("x") / f"d{FORMATS[form][1]}"
    write([document], path, form)
    (back,) = read(path, form)
    assert back.text == text
    assert spans(back) == spans(document)


def test_a_brat_file_without_notes_and_with_other_lines(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bitmain sold rigs to HIVE.\n", encoding="utf-8")
    (tmp_path / "a.ann").write_text(
        "T1\tCOMPANY 0 7\tBitmain\nT2\tCOMPANY 21 25\tHIVE\nT3\tordered_from 8 12\tsold\n"
        "E1\tordered_from:T3 Subject:T2 Object:T1\nA1\tSure E1\n#1\tAnnotatorNotes T1\tlooks right\n*\tEquiv T1 T1\n",
        encoding="utf-8",
    )
    (document,) = read(tmp_path)
    assert [m.text for m in document.mentions] == ["Bitmain", "HIVE"]
    (statement,) = document.statements
    assert (statement.subject, statement.object, statement.evidence) == ("e2", "e1", ((8, 12),))


def test_what_doccano_exports(tmp_path: Path) -> None:
    row = {
        "id": 77, "text": "𝔹 嘉楠向HIVE交付", "meta": {"document_id": "z", "date": "2022-01-02"}, "Comments": [],
        "entities": [
            {"id": 9, "label": "COMPANY", "start_offset": 5, "end_offset": 9},
            {"id": 3, "label": "COMPANY", "start_offset": 2, "end_offset": 4},
        ],
        "relations": [{"id": 1, "from_id": 3, "to_id": 9, "type": "supplied"}],
    }  # fmt: skip
    path = tmp_path / "admin.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    (document,) = read(path)
    assert (document.id, document.date) == ("z", "2022-01-02")
    assert [m.text for m in document.mentions] == ["嘉楠", "HIVE"]
    assert [(s.subject, s.object) for s in document.statements] == [("e1", "e2")]


def test_of_several_annotations_in_label_studio_the_last_one_that_is_not_cancelled_counts(tmp_path: Path) -> None:
    def result(label: str) -> list[dict[str, object]]:
        value = {"start": 3, "end": 7, "text": "HIVE", "labels": [label]}
        return [{"id": "k", "type": "labels", "from_name": "l", "to_name": "t", "value": value}]

    tasks = [
        {
            "data": {"text": "😀: HIVE"},
            "annotations": [
                {"result": result("PERSON")},
                {"result": result("COMPANY")},
                {"result": result("MACHINE"), "was_cancelled": True},
            ],
        }
    ]
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    (document,) = read(path)
    assert [(m.text, m.label) for m in document.mentions] == [("HIVE", "COMPANY")]


def test_columns_of_others(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text(
        "-DOCSTART- -X- -X- O\n\nBitmain NNP B-COMPANY\nsold VBD O\n\nHIVE NNP I-COMPANY\n", encoding="utf-8"
    )
    (document,) = read(path)
    assert document.text == "Bitmain sold HIVE "
    assert [m.text for m in document.mentions] == ["Bitmain", "HIVE"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", '{"text": "x", "entities": [{"start_offset": 0}]}', "not doccano's JSON lines"),
        ("a.json", '[{"data": {}}]', "not Label Studio's JSON"),
        ("a.json", "[", "not Label Studio's JSON"),
        ("a.conll", "word\n", "expected a token and a BIO tag"),
        ("a.spacy", "no", "not a DocBin"),
        ("a.txt", "hello", "of no format that is known"),
        ("no.jsonl", None, "there is no such file"),
    ],
)
def test_broken_files_are_named(tmp_path: Path, name: str, content: str | None, told: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=told) as error:
        list(read(tmp_path / name))
    assert name in str(error.value)


def test_a_broken_line_of_brat_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("HIVE", encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tCOMPANY 0 4\tHIVE\nT2\tCOMPANY zero\tHIVE\n", encoding="utf-8")
    with pytest.raises(InputError, match="not brat standoff") as error:
        list(read(tmp_path))
    assert error.value.line == 2


def test_hostile_ids_make_no_paths(tmp_path: Path) -> None:
    documents = [
        Document(id=name, text="x") for name in ("../../evil", "/etc/passwd", "a\0b", "", ".", "A", "a", "长" * 400)
    ]
    write(documents, tmp_path / "brat", "brat")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(path.parent == tmp_path / "brat" for path in files)
    assert len([path for path in files if path.suffix == ".txt"]) == len(documents)


def test_the_command_converts_and_tells_losses(tmp_path: Path) -> None:
    runner = CliRunner()
    out = tmp_path / "tasks.json"
    result = runner.invoke(app, ["convert", str(SEEDS / "zh.jsonl"), "--to", "label-studio", "-o", str(out)])
    assert result.exit_code == 0
    assert "what label-studio does not hold" in result.stderr
    assert len(json.loads(out.read_text(encoding="utf-8"))) == len([d for d in ARTICLES if d.lang.startswith("zh")])
    assert '<Relation value="ordered_from"/>' in out.with_suffix(".xml").read_text(encoding="utf-8")
    back = runner.invoke(app, ["convert", str(out), "-o", str(tmp_path / "back.jsonl")])
    assert back.exit_code == 0
    assert "jsonl holds everything" in back.stderr
    first = from_json(json.loads((tmp_path / "back.jsonl").read_text(encoding="utf-8").splitlines()[0]))
    assert spans(first) == spans(ARTICLES[0])
    assert runner.invoke(app, ["convert", str(out), "--to", "xml", "-o", "x"]).exit_code != 0
    assert runner.invoke(app, ["convert", str(tmp_path / "no.jsonl"), "--check"]).exit_code == 3
