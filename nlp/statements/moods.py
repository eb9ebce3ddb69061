"""Whether a Chinese fact is told as one, or as planned, possible, ended or denied."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nlp.statements.drafts import Draft

_MARKS = re.compile(r"[,;:。\n]")
# a clause that goes on with the clause before it: 计划…, [从而]…; 拟发行债券, [募资]…
_GOES_ON = re.compile(
    r"(?:从而|以便|以(?!及|色列|太)|届时|使得?|进而|最终|随后将?|并(?!未|已|非|购|网)|可以?|其中|包括|大约|总(?:容量|算力)|合计|将其|把|再|用于|相当于|进一步|完成后|投产后|建成后|全部|之后|然后|且)"
)
_REACH = 90


def _scope(text: str, draft: Draft) -> str:
    """What stands before a trigger and tells how it is meant: its clause, and the clauses that it goes on with."""
    left = text[max(draft.sentence.start, draft.span[0] - _REACH) : draft.span[0]]
    cuts = [m.end() for m in _MARKS.finditer(left)]
    start = len(left)
    for cut in reversed([0, *cuts]):
        start = cut
        clause = left[cut:].lstrip()
        if (cut and left[cut - 1] != ",") or not (_GOES_ON.match(clause) or not clause):
            break
    return left[start:]


def chinese_modality(text: str, draft: Draft, cues: Mapping[str, re.Pattern[str]]) -> str:
    """The modality of a draft by the cues in its scope and between its trigger and its object."""
    scope = _scope(text, draft)
    targets = [s.position for s in draft.fillers.get("object", ()) if s.position >= draft.span[0]]
    right = text[draft.span[0] : max(targets, default=draft.span[1])][:60]
    if draft.predicate == "regulates":
        right = right[draft.span[1] - draft.span[0] :]
        proposed = cues.get("proposed")
        if proposed and proposed.search(text, draft.sentence.start, draft.span[0]):
            scope += "拟"
    if draft.predicate == "ordered_from":
        right = ""  # deliveries to come do not make a signed order a plan
    if draft.predicate == "reported" and _is_forecast(text, draft, cues):
        return "planned"
    order = (
        ("denied", "possible", "planned")
        if draft.predicate == "regulates"
        else ("denied", "ended", "possible", "planned")
    )
    for modality in order:
        if draft.moods and modality not in draft.moods:
            continue
        pattern = cues.get(modality)
        if pattern and (pattern.search(scope) or pattern.search(right)):
            return modality
    return "asserted"


def _is_forecast(text: str, draft: Draft, cues: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether a figure is one of guidance: the words stand right beside it."""
    forecast = cues.get("forecast")
    if forecast is None:
        return False
    return any(
        forecast.search(text, max(draft.sentence.start, slot.position - 8), slot.position)
        or forecast.match(text, slot.position + 1)
        for slot in draft.fillers.get("object", ())
    )
