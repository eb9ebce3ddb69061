"""Modality: whether a fact is asserted, planned, possible, ended or denied, by the cues of its clause."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nlp.encoding import EncodedText, Slot
from nlp.statements.clauses import is_dependent
from nlp.statements.conditions import meant_by_more
from nlp.statements.drafts import Draft
from nlp.statements.moods import chinese_modality, is_site_to_build, moods_of
from nlp.text.lazy import lazy_pattern

# … but the deal was terminated
_DEALS = ("acquired", "partnered_with", "ordered_from")
_FELL_THROUGH = lazy_pattern(
    r"\b(?:deal|agreement|merger|bid|talks|contract|offer|takeover|transaction|order|approach|it|that)\b[^.;,]{0,24}\b(?:was|were|has been|had been|got)?\s?(?:later |then |subsequently |mutually |swiftly |since )*(?:terminated|collapsed|called off|fell through|rejected|abandoned|scrapped|cancell?ed|voted down|withdrawn)\b"
    r"|\bbut (?:later |then |has |have |had |since )*(?:decided against|backed out|walked away|pulled out|cancell?ed|called (?:it|\ue063) off|dropped (?:it|\ue063))\b"
)
# by [exercising its option to] buy
_EXERCISED = lazy_pattern(r"\bexercis\w*\s[^,.;]{0,30}\boptions?(?:\sto)?")
# will buy 5,000 machines [under a $20 million contract]
_SIGNED = lazy_pattern(
    r"\bunder (?:an? |the |its |\ue063 )[^.;,]{0,30}(?:contract|agreement|deal)\b|\b(?:signed|inked|executed|entered into)\b[^.;]{0,40}(?:contract|agreement|deal|order)\b"
)
# a deal that is announced is not closed
_ANNOUNCED_DEAL = lazy_pattern(
    r"\b(?:announc(?:ed|es|ing)|unveil(?:ed|s|ing)|reached|signed|inked|struck|proposed|entered into)\s(?:[a-z-]+ ){0,5}(?:acquisition|merger|takeover|buyout|combination|deal to|agreement to)"
)
# may sell coins [following its $730 million acquisition] by Y: that one is done
_AFTER_DEAL = lazy_pattern(
    r"\b(?:following|after|since|through|with)\s(?:its|their|the|\ue063|\ue043's?)\s(?:(?!planned|proposed|pending|potential|possible|expected|upcoming)[^\s.;,]+\s){0,4}(?:acquisition|takeover|buyout|merger)\b"
)
_TO_COME_BEFORE = lazy_pattern(r"\b(?:will|would|expect(?:s|ed)?|plans?|to be)\b")
# entered agreements [to sell] shares
_AGREED_SALE = lazy_pattern(
    r"\b(?:entered|signed|struck|reached)\s(?:into )?(?:an? |the )?(?:[a-z-]+ ){0,3}agreements?\s(?:[a-z-]+ |\ue043 ){0,4}to\s$"
)
# its takeover of X [will close] in June
_TO_CLOSE = lazy_pattern(
    r"(?:\s\([^()]{0,24}\))?,?\s(?:which )?(?:will|should|would|(?:is|was) (?:expected|set|due|scheduled|slated) to)\s(?:close|be (?:completed|closed|finali[sz]ed)|complete)\b"
)
# a plan for a site in Reeves County [has been shelved]
_UNDONE = lazy_pattern(
    r"[^.;,\ue043\ue063]{0,30}\b(?:has been|have been|had been|was|were|is|are|is being|got)\s(?:since |later |then |now |currently |still )?"
    r"(?:shelved|cancell?ed|scrapped|abandoned|shut|closed down|suspended|terminated|halted|mothballed|dropped|called off|shuttered|switched off|turned off|powered down|unplugged|idle|offline|decommissioned)\b"
    r"|\s(?:of [a-z]+ )?(?:off[- ]?line|out of (?:service|action))\b"
)
_SITES = ("operates_in", "has_capacity")
# [failed to win approval for] a merger with X
_NOT_APPROVED = lazy_pattern(
    r"\b(?:fail(?:s|ed|ing)? to (?:win|secure|get|gain|obtain|receive|pass|garner)|did not (?:approve|back|win|gain|get|receive|pass)|didn't (?:approve|back|win|get)"
    r"|vot(?:e[ds]?|ing) (?:down|against)|block(?:ed|s)|reject(?:ed|s|ing)|turn(?:ed|s) down)\b[^.;]{0,60}\b(?:merger|takeover|acquisition|buyout|deal|offer|bid|sale|combination)\b"
)
# will lift its hashrate from [12 EH/s] to 15 EH/s: the first is there
_FROM_NOW = lazy_pattern(
    r"\bfrom\s(?:(?:about|around|roughly|nearly|only|just|its|the|an?|current|today's|existing)\s)*\Z"
)
# adds to the existing [584 MW]
_EXISTING = lazy_pattern(r"\b(?:existing|present)\s(?:[a-z-]+\s)?\Z")
# near its [existing operations] in J: they are there already
_STANDING = lazy_pattern(
    r"\b(?:existing|present|current)\s(?:[a-z-]+\s){0,3}(?:operations?|sites?|facilit(?:y|ies)|farms?|mines?|plants?|data cent(?:er|re)s?|campus(?:es)?)\b"
)
_THEN_TO = lazy_pattern(
    r"(?:\s\([^()]{0,24}\))?\s(?:now |today |currently )?to\s(?:[a-z-]+\s){0,3}[\ue068\ue077\ue06e]"
)
_OF_AIMS = lazy_pattern(r"\b(?:goals?|targets?|guidance|forecasts?|estimates?|plans?|projections?|outlook)\b")


def _is_left_behind(text: str, draft: Draft, targets: Sequence[Slot]) -> bool:
    """Whether a capacity is the one that is to be changed into another: it is there already."""
    if any(_EXISTING.search(text, max(draft.sentence.start, s.position - 30), s.position) for s in targets):
        return True
    return any(
        _FROM_NOW.search(text, max(draft.sentence.start, s.position - 30), s.position)
        and _THEN_TO.match(text, s.position + 1)
        and not _OF_AIMS.search(text, max(draft.sentence.start, s.position - 60), s.position)
        for s in targets
    )


# lends more through [its partnership] with Y; will use the [500 MW] that it already runs
_IN_FORCE = lazy_pattern(
    r"\b(?:through|via|under|thanks to|building on|because of|given|beyond) (?:its|their|\ue063|the|an|this)\s(?:[a-z-]+ ){0,2}$"
)
_ALREADY = lazy_pattern(
    r"\s(?:of [a-z -]{1,24} )?(?:that |which )?(?:it|they|\ue063|\ue043) already (?:has|have|operates?|runs?|owns?|holds?)\b"
    r"|\sof which (?:is|are|has been|have been) (?:now |already |currently )(?:in (?:operation|service|use)|running|online|live|up|built|energi[sz]ed|operating|operational|installed|complete)"
)
# 500 MW [expected by] early 2031
_TO_COME = lazy_pattern(
    r"\s(?:[a-z-]+ ){0,2}(?:goals?|targets?|objective)\b|(?:\s\([^()]{0,24}\))?(?:\s(?:of )?[a-z-]+|\s\ue04a){0,5},?\s(?:which (?:is|are) )?(?:expected|slated|scheduled|due|planned|targeted)\s(?:to|by|in|for|before|on|at)\b"
    r"|(?:\s\([^()]{0,24}\))?(?:\s[a-z-]+|\s[\ue04a\ue046\ue06a\ue043],?){0,6}\s(?:will|would|should|is to|are to)\s(?:be (?:ready|completed?|built|live|online|energi[sz]ed|operational|finished|delivered|commissioned|up and running|deployed|installed|added)|come (?:online|on line|on stream)|go live|open|start)\b"
)
# $850 million in notes [will] be offered, but: its new chip will help
_AUXILIARY = lazy_pattern(r"\s(?:will|would|could|may|might|is expected|are expected|was expected)\b(?! help\b)")
# analysts' estimates of [$223.7 million]
_ESTIMATE = lazy_pattern(
    r"\b(?:estimates?|forecasts?|expectations?|consensus|guidance|projections?)(?:\s(?:of|for|at|was|were|is|had been))?\s(?:about |around |roughly |approximately |just |nearly )?$"
)
# below the [$1.6 billion] expected by analysts
_HOPED_FOR = lazy_pattern(
    r"\s(?:analysts?.? |wall street |street |average )?(?:consensus|estimate|forecast)\b(?! of)|"
    r"\s(?:that )?(?:(?:had been |was |were )?(?:expected|forecast|estimated|projected|anticipated) by\b|(?:the )?(?:analysts|wall street|\ue043)\s(?:had )?(?:expected|forecast|estimated|projected|anticipated|(?:looked|hoped|bargained) for|pencill?ed in|wanted)\b)"
)
# is [acquiring] X: not closed
_ACQUIRING = lazy_pattern(
    r"\b(?:is|are) (?:in the process of )?(?:acquiring|buying|merging|purchasing|absorbing|taking over)\b"
)
# Norway [will] ban new mines: a rule that begins with who does it
_WILL = lazy_pattern(
    r"(?:'s?)?(?:,[^.;\ue041]{0,70},)?\s(?:(?:also|now|reportedly|soon|(?:on|in) \ue044) )*"
    r"(?:will|would|may|might|could|is to|are to|plans? to|wants? to|intends? to|aims? to)\b"
)


def resolve_modality(draft: Draft, encoded: EncodedText, cues: Mapping[str, re.Pattern[str]]) -> str:
    """The modality of a draft: its rule's, or that of the nearest cue in its clause."""
    text = encoded.text
    if draft.modality and not is_site_to_build(text, draft):
        return draft.modality
    if not draft.is_english:
        return chinese_modality(text, draft, cues)
    clause, right = _clause_of(draft, text)
    settled = _settled(draft, text, clause)
    if settled:
        return settled
    for modality in moods_of(draft):
        pattern = cues.get(modality)
        if pattern and pattern.search(clause + right):
            if modality == "ended" and draft.literals.get("metric") == "market_value":
                continue  # turned down an offer that valued it at $1 billion
            return modality
    return "asserted"


def _targets(draft: Draft) -> list[int]:
    return [s.position for s in draft.fillers.get("object", ()) if s.position >= draft.span[0]]


def _clause_of(draft: Draft, text: str) -> tuple[str, str]:
    """What stands before a trigger in its clause and tells how it is meant, and what stands from there to its object."""
    left = text[max(draft.sentence.start, draft.anchor - 70) : draft.span[0]]
    cut = max(left.rfind(","), left.rfind(";"), left.rfind("。"), left.rfind("\n")) + 1
    clause = left if is_dependent(left[cut:] + text[draft.span[0] : draft.span[1]]) else left[cut:]
    verb = _AUXILIARY.match(text, draft.span[1])
    right = text[draft.span[0] : max([verb.end() if verb else 0, *_targets(draft), draft.span[1]])][:60]
    if draft.predicate == "regulates":
        verbs = [_WILL.match(text, s.position + 1, draft.span[1]) for s in draft.fillers.get("subject", ())]
        clause += "".join(verb.group() for verb in verbs if verb and verb.start() > draft.span[0])
        return clause, right[draft.span[1] - draft.span[0] :]
    if draft.predicate != "ordered_from":
        return clause, right
    clause = _EXERCISED.sub("", clause.replace("agreed to", ""))
    if _SIGNED.search(text, draft.sentence.start, draft.sentence.end):
        clause = clause.replace("will", "")
    return clause, ""  # the deliveries of a signed order are to come, the order is not


def _settled(draft: Draft, text: str, clause: str) -> str | None:
    """The modality that a sentence gives a fact in other words than the cues: estimates, deals announced or undone."""
    if draft.predicate == "operates_in" and _STANDING.search(
        text, max(draft.sentence.start, draft.span[0] - 30), draft.span[1]
    ):
        return "asserted"
    more = meant_by_more(draft, text)
    if more:
        return more
    targets = draft.fillers.get("object", ())
    if any(_ESTIMATE.search(text, max(0, s.position - 40), s.position) for s in targets):
        return "planned"
    if draft.predicate == "reported" and any(_HOPED_FOR.match(text, s.position + 1) for s in targets):
        return "planned"
    if draft.predicate == "acquired":
        told = clause + text[draft.span[0] : draft.span[1]]
        if _NOT_APPROVED.search(told):
            return "ended"
        if _ACQUIRING.search(told) or _ANNOUNCED_DEAL.search(told):
            return "planned"
        if any(_TO_CLOSE.match(text, s.position + 1) for s in targets):
            return "planned"
        if _AFTER_DEAL.search(told) and not _TO_COME_BEFORE.search(clause):
            return "asserted"
    if draft.predicate == "raised" and _AGREED_SALE.search(clause):
        return "planned"
    if draft.predicate == "partnered_with" and _IN_FORCE.search(clause):
        return "asserted"
    if draft.predicate == "has_capacity" and any(_ALREADY.match(text, s.position + 1) for s in targets):
        return "asserted"
    if draft.predicate == "has_capacity" and _is_left_behind(text, draft, targets):
        return "asserted"
    if draft.predicate == "has_capacity" and any(_TO_COME.match(text, s.position + 1) for s in targets):
        return "planned"
    if draft.predicate in _DEALS and _FELL_THROUGH.search(text, draft.span[0], draft.sentence.end):
        return "ended"
    end = max([draft.span[1], *(position + 1 for position in _targets(draft))])
    return "ended" if draft.predicate in _SITES and _UNDONE.match(text, end) else None
