"""Modality: whether a fact is asserted, planned, possible, ended or denied, by the cues of its clause."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nlp.encoding import EncodedText
from nlp.statements.clauses import is_dependent
from nlp.statements.drafts import Draft
from nlp.statements.moods import chinese_modality

# … but the deal was terminated
_DEALS = ("acquired", "partnered_with", "ordered_from")
_FELL_THROUGH = re.compile(
    r"\b(?:deal|agreement|merger|bid|talks|contract|offer|takeover|transaction|order|approach|it|that)\b[^.;,]{0,24}\b(?:was|were|has been|had been|got)?\s?(?:later |then |subsequently |mutually |swiftly |since )*(?:terminated|collapsed|called off|fell through|rejected|abandoned|scrapped|cancell?ed|voted down|withdrawn)\b"
    r"|\bbut (?:later |then |has |have |had |since )*(?:decided against|backed out|walked away|pulled out|cancell?ed|called (?:it|\ue063) off|dropped (?:it|\ue063))\b"
)
# by [exercising its option to] buy
_EXERCISED = re.compile(r"\bexercis\w*\s[^,.;]{0,30}\boptions?(?:\sto)?")
# will buy 5,000 machines [under a $20 million contract]
_SIGNED = re.compile(
    r"\bunder (?:an? |the |its )[^.;,]{0,30}(?:contract|agreement|deal)\b|\b(?:signed|inked|executed|entered into)\b[^.;]{0,40}(?:contract|agreement|deal|order)\b"
)
# a deal that is announced is not closed
_ANNOUNCED_DEAL = re.compile(
    r"\b(?:announc(?:ed|es|ing)|unveil(?:ed|s|ing)|reached|signed|inked|struck|proposed|entered into)\s(?:[a-z-]+ ){0,5}(?:acquisition|merger|takeover|buyout|combination|deal to|agreement to)"
)
# a plan for a site in Reeves County [has been shelved]
_UNDONE = re.compile(
    r"[^.;,\ue043\ue063]{0,30}\b(?:has been|have been|had been|was|were|is being|got)\s(?:since |later |then |now )?"
    r"(?:shelved|cancell?ed|scrapped|abandoned|shut|closed down|suspended|terminated|halted|mothballed|dropped|called off|shuttered|switched off|decommissioned)\b"
    r"|\s(?:of [a-z]+ )?(?:off[- ]?line|out of (?:service|action))\b"
)
_SITES = ("operates_in", "has_capacity")
# $850 million in notes [will] be offered
_AUXILIARY = re.compile(r"\s(?:will|would|could|may|might|is expected|are expected|was expected)\b")
# analysts' estimates of [$223.7 million]
_ESTIMATE = re.compile(
    r"\b(?:estimates?|forecasts?|expectations?|consensus|guidance|projections?)(?:\s(?:of|for|at|was|were|is|had been))?\s(?:about |around |roughly |approximately |just |nearly )?$"
)


def resolve_modality(draft: Draft, encoded: EncodedText, cues: Mapping[str, re.Pattern[str]]) -> str:
    """The modality of a draft: its rule's, or that of the nearest cue in its clause."""
    if draft.modality:
        return draft.modality
    text = encoded.text
    if not draft.frame_id.startswith("en."):
        return chinese_modality(text, draft, cues)
    limit = max(draft.sentence.start, draft.anchor - 70)
    left = text[limit : draft.span[0]]
    cut = max(left.rfind(","), left.rfind(";"), left.rfind("。"), left.rfind("\n")) + 1
    clause = left if is_dependent(left[cut:] + text[draft.span[0] : draft.span[1]]) else left[cut:]
    targets = [s.position for s in draft.fillers.get("object", ()) if s.position >= draft.span[0]]
    verb = _AUXILIARY.match(text, draft.span[1])
    right = text[draft.span[0] : max([verb.end() if verb else 0, *targets, draft.span[1]])]
    if any(_ESTIMATE.search(text, max(0, s.position - 40), s.position) for s in draft.fillers.get("object", ())):
        return "planned"
    # the deliveries of a signed order are to come, the order is not
    right = "" if draft.predicate == "ordered_from" else right[:60]
    # what authorities do away with is their action, not its end
    order = (
        ("denied", "possible", "planned")
        if draft.predicate == "regulates"
        else ("denied", "ended", "possible", "planned")
    )
    if draft.predicate == "ordered_from":
        clause = _EXERCISED.sub("", clause.replace("agreed to", ""))
        if _SIGNED.search(text, draft.sentence.start, draft.sentence.end):
            clause = clause.replace("will", "")
    if draft.predicate == "acquired" and _ANNOUNCED_DEAL.search(clause + text[draft.span[0] : draft.span[1]]):
        return "planned"
    if draft.predicate == "regulates":
        right = right[draft.span[1] - draft.span[0] :]
        proposed = cues.get("proposed")
        if proposed and proposed.search(text, draft.sentence.start, draft.span[0]):
            clause += "拟"
    if draft.predicate in _DEALS and _FELL_THROUGH.search(text, draft.span[0], draft.sentence.end):
        return "ended"
    if draft.predicate in _SITES and _UNDONE.match(text, max([draft.span[1], *(p + 1 for p in targets)])):
        return "ended"
    for modality in order:
        if draft.moods and modality not in draft.moods:
            continue
        pattern = cues.get(modality)
        if pattern and pattern.search(clause + right):
            return modality
    return "asserted"
