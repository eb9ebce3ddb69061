from __future__ import annotations

from nlp.annotation import from_json
from nlp.graph.claims import Amount, Literal, Moment, Thing, claims_of, unfused

TEXT = "8月3日，HIVE向嘉楠科技订购6500台。董事长张三"
RECORD = {
    "id": "a1", "lang": "zh", "date": "2021-08-04", "text": TEXT,
    "entities": [
        {"id": "e1", "start": 0, "end": 4, "text": "8月3日", "label": "DATE", "ref": "2021-08-03", "iso": "2021-08-03"},
        {"id": "e2", "start": 5, "end": 9, "text": "HIVE", "label": "COMPANY", "ref": "hive"},
        {"id": "e3", "start": 10, "end": 14, "text": "嘉楠科技", "label": "COMPANY", "ref": "canaan"},
        {"id": "e4", "start": 16, "end": 21, "text": "6500台", "label": "QUANTITY", "ref": "q:e4", "kind": "count",
         "value": 6500, "unit": "machine"},
        {"id": "e5", "start": 25, "end": 27, "text": "张三", "label": "PERSON", "ref": "zhang-san"},
    ],
    "statements": [
        {"predicate": "ordered_from", "subject": "hive", "object": "canaan",
         "qualifiers": {"count": ["q:e4"], "date": ["e1"]}, "evidence": [[0, 22]], "confidence": 0.9},
        {"predicate": "has_position", "subject": "zhang-san", "object": "canaan", "qualifiers": {"title": "董事长"}},
        {"predicate": "ordered_from", "subject": "nobody", "object": "canaan"},
        {"predicate": "ordered_from", "subject": "e1", "object": "canaan"},
    ],
}  # fmt: skip


def known(label: str, ref: str) -> bool:
    return (label, ref) in {("COMPANY", "hive"), ("COMPANY", "canaan")}


def test_claims_stand_on_their_own() -> None:
    refused: list[tuple[int, str]] = []
    order, position = claims_of(from_json(RECORD), known, refuse=lambda n, why: refused.append((n, why)))
    assert order.subject == Thing("hive", "COMPANY", "HIVE", ("HIVE",), known=True)
    assert order.qualifiers == {
        "count": (Amount("count", 6500, "machine", text="6500台"),),
        "date": (Moment("2021-08-03", "8月3日"),),
    }
    assert (order.source.document, order.source.number, order.source.evidence) == ("a1", 0, ((0, 22),))
    assert position.subject is not None
    assert position.subject.key == "a1#zhang-san"
    assert not position.subject.known
    assert position.qualifiers == {"title": (Literal("董事长"),)}
    assert [number for number, _ in refused] == [2, 3]
    assert "'nobody'" in refused[0][1]


def test_the_key_of_a_claim_does_not_change() -> None:
    first, again = ([c.key for c in claims_of(from_json(RECORD), known)] for _ in range(2))
    assert first == again
    assert len(set(first)) == 2
    assert unfused(next(claims_of(from_json(RECORD), known))).key == first[0]
