"""Label Studio's JSON: tasks with labelled regions and relations.

Offsets are code points (as Label Studio stores them since its frontend 1.4). The ref of a name is in the region's meta text, as
people write it there (``ref=canaan``); a statement with a subject and an object is a relation between regions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nlp.annotation import from_json
from nlp.errors import InputError
from nlp.exchange.fillers import filler_of_mention, mention_of_filler, with_plain_fillers
from nlp.records import Document
from nlp.schema import LABELS, PREDICATES

_META = ("lang", "date", "title", "source", "url")


def write(documents: Iterable[Document], target: Path) -> None:
    """Writes documents as tasks to import, and beside them the labelling configuration (``.xml``)."""
    tasks = [_task(with_plain_fillers(document)) for document in documents]
    target.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    target.with_suffix(".xml").write_text(_configuration(), encoding="utf-8")


def _task(document: Document) -> dict[str, Any]:
    regions = [
        {
            "id": mention.id, "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": mention.start, "end": mention.end, "text": mention.text, "labels": [mention.label]},
            **({"meta": {"text": [f"ref={mention.ref}"]}} if filler_of_mention(mention) != mention.id else {}),
        }
        for mention in document.mentions
    ]  # fmt: skip
    found = mention_of_filler(document)
    relations = [
        {
            "type": "relation", "from_id": found[statement.subject], "to_id": found[statement.object],
            "direction": "right", "labels": [statement.predicate],
        }
        for statement in document.statements
        if statement.subject in found and statement.object in found
    ]  # fmt: skip
    data = {key: getattr(document, key) for key in _META if getattr(document, key)}
    return {
        "data": {"id": document.id, **data, "text": document.text},
        "annotations": [{"result": [*regions, *relations]}],
    }


def _configuration() -> str:
    labels = "".join(f'    <Label value="{label}"/>\n' for label in LABELS)
    relations = "".join(f'    <Relation value="{name}"/>\n' for name in PREDICATES)
    return (
        f'<View>\n  <Labels name="label" toName="text">\n{labels}  </Labels>\n'
        f"  <Relations>\n{relations}  </Relations>\n"
        '  <Text name="text" value="$text"/>\n</View>\n'
    )


def read(source: Path) -> Iterator[Document]:
    """The documents of a JSON export; of several annotations of a task the last one that is not cancelled.

    Raises:
        InputError: the file is not in the format.
    """
    try:
        tasks = json.loads(source.read_text(encoding="utf-8"))
        yield from (_document(task, f"{source.stem}-{number}") for number, task in enumerate(tasks, 1))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InputError(f"not Label Studio's JSON: {error!r}", path=str(source)) from error


def _document(task: dict[str, Any], identity: str) -> Document:
    data = task["data"]
    kept = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    results = kept[-1]["result"] if kept else []
    regions = sorted((row for row in results if row["type"] == "labels"), key=lambda row: row["value"]["start"])
    names = {region["id"]: f"e{number}" for number, region in enumerate(regions, 1)}
    entities = [
        {
            "id": names[region["id"]], "start": region["value"]["start"], "end": region["value"]["end"],
            "label": region["value"]["labels"][0], "ref": _ref(region) or names[region["id"]],
        }
        for region in regions
    ]  # fmt: skip
    record = {"id": data.get("id") or identity, **{key: data.get(key) for key in _META}, "text": data["text"]}
    fillers = {m.id: filler_of_mention(m) for m in from_json({**record, "entities": entities}).mentions}
    statements = [
        {"predicate": label, "subject": fillers[names[row["from_id"]]], "object": fillers[names[row["to_id"]]]}
        for row in results
        if row["type"] == "relation"
        for label in row.get("labels") or ()
    ]
    return from_json({**record, "entities": entities, "statements": statements})


def _ref(region: dict[str, Any]) -> str | None:
    texts = (region.get("meta") or {}).get("text") or ()
    return next((text[4:] for text in texts if text.startswith("ref=")), None)
