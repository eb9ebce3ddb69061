"""A picture of a graph as one page that needs nothing else: no network, no server.

What articles say is data in the page, never markup: it is set as text by the script, and the page's own policy lets
no other script run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from typing import Any

from nlp.graph.neighbourhood import Picture, Surroundings
from nlp.graph.projection import Projection, data_folder
from nlp.graph.questions import Finding


def page(picture: Picture, surroundings: Surroundings, projection: Projection, *, title: str) -> str:
    """The HTML of a picture."""
    folder = data_folder()
    library = (folder / "vendor" / "cytoscape.min.js").read_text(encoding="utf-8")
    script = (folder / "page.js").read_text(encoding="utf-8")
    parts = {
        "title": html.escape(title),
        "policy": f"default-src 'none'; style-src 'unsafe-inline'; script-src {_hash(library)} {_hash(script)}",
        "style": (folder / "page.css").read_text(encoding="utf-8"),
        "data": _json(_data(picture, surroundings, projection)),
        "library": library,
        "script": script,
    }
    pieces = (folder / "page.html").read_text(encoding="utf-8").split("%%")
    return "".join(parts[piece] if number % 2 else piece for number, piece in enumerate(pieces))


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _json(value: Any) -> str:
    """JSON that can stand in a page: it can neither end the element nor begin another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _data(picture: Picture, surroundings: Surroundings, projection: Projection) -> dict[str, Any]:
    ids = {iri: number for number, iri in enumerate(sorted(picture.things))}
    return {
        "center": ids.get(picture.center or ""),
        "cut": picture.cut,
        "kinds": {label: {"en": row.en, "zh": row.zh} for label, row in projection.labels.items()},
        "things": [{"kind": picture.things[iri][0], "name": picture.things[iri][1]} for iri in ids],
        "facts": [_fact(name, finding, ids, surroundings, projection) for name, finding in picture.facts],
    }


def _fact(
    name: str, finding: Finding, ids: dict[str, int], surroundings: Surroundings, projection: Projection
) -> dict[str, Any]:
    relation = projection.relations[name].term
    roles = [
        [role, cell.text, ids.get(cell.iri or "") if surroundings.kind_of(cell) else None, cell.number, cell.unit]
        for role, cells in finding.cells.items() for cell in cells
    ]  # fmt: skip
    return {
        "predicate": name, "en": relation.en, "zh": relation.zh, "modality": finding.modality,
        "superseded": finding.superseded, "variants": finding.variants, "from": finding.first, "until": finding.last,
        "confidence": finding.confidence, "roles": roles,
        "places": [
            {"article": p.article, "title": p.title, "date": p.date, "url": p.url, "spans": p.spans, "rule": p.rule}
            for p in finding.places
        ],
    }  # fmt: skip
