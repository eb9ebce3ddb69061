"""How an English fact is meant by more than its own clause: conditions, totals to come, targets that are met, programmes."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.encoding import Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

_FIGURES = ("has_capacity", "reported", "mined", "holds")
_UNDONE = ("has_capacity", "operates_in", "acquired", "relocated_to", "partnered_with")
# [If it can get more rigs], the site has room for 7 EH/s, for a total of 22 EH/s
_IF = lazy_pattern(
    r"[\s\"“]*(?:(?:but|and|so|yet)\s)?(?:if|should|provided|assuming)\s(?!(?:you|we|one|anything|nothing|so|not)\b)[^,;.]{4,160},\s"
)
# [if the deal closes], it will have 400 MW: what is agreed on is a plan
_IF_AGREED = lazy_pattern(
    r"\b(?:clos(?:es|ed|ing)|complet(?:es|ed)|approv(?:es|ed)|goes (?:ahead|through)|ratified|finali[sz]ed)\b"
)
# the site that runs already
_HOLDS_ALREADY = lazy_pattern(r"\b(?:already|currently|now|today|so far)\b")
# is adding 40 MW there, [taking it to] 240 MW · will add rigs, [which would bring the total to]
_GOING_ON = lazy_pattern(
    r"\b(?:is|are)\s(?:also |now |currently |already )?(?!(?:running|operating|mining|hosting|using|hashing|drawing)\b)[a-z]{2,14}ing\b"
    r"|\b(?:will|would|plans? to|wants? to|aims? to|intends? to|expects? to|hopes? to|to be|is to|are to|set to)\b"
)
_TO_A_TOTAL = lazy_pattern(
    r",\s(?:and )?(?:thereby |thus |ultimately |eventually )?(?:taking|bringing|lifting|raising|boosting|pushing|increasing|expanding|doubling|tripling|growing|for a (?:[a-z]+ ){0,2}total of)\b[^,;.]{0,60}$"
)
# has now reached its 33 EH/s [target]; exceeded its guidance of 5 EH/s
_MET = lazy_pattern(
    r"(?<!to )(?<!will )(?<!would )(?<!yet )\b(?:reached|hit|hits|met|achieved|attained|exceeded|surpassed|beat|topped|passed|delivered on|crossed)\s"
    r"(?:(?:its|their|our|the|that|a|own|previously|updated|stated|announced|year-end|revised|earlier|\ue063(?:'s)?|\ue044(?:'s)?|[a-z-]+)\s){0,5}"
    r"(?:(?:targets?|goals?|guidance|objectives?|milestones?)\s(?:of|for|to reach)\s(?:about |over |more than |at least )?)?$"
)
_ONLY_HOPED = lazy_pattern(
    r"\b(?:will|would|may|might|could|expects?|expected|plans?|hopes?|on track|aims?|once|when|if|until|before|not|never|yet to)\b[^,;.]{0,40}$"
)
_TARGET_BEHIND = lazy_pattern(
    r"\s(?:[a-z-]+\s){0,3}(?:targets?|goals?|guidance|objectives?|milestones?)\b(?!\s(?:will|would|by|for)\b)"
)
_TARGET_BEFORE = lazy_pattern(r"\b(?:targets?|goals?|guidance|objectives?|milestones?)\b[^,;.]{0,20}$")
# launches a bitcoin treasury [programme worth up to] $1.2 billion
_PROGRAMME = lazy_pattern(
    r"\b(?:program(?:me)?s?|plans?|strateg(?:y|ies)|initiatives?|mandates?)\s(?:that is )?(?:worth|of|for|totall?ing|sized at)\s(?:up to |about |as much as |around |over |a |some )*$"
)
# $20 million [for the first 35 MW phase] of a site
_MONEY_FOR = lazy_pattern(
    r"\ue06d[^.;]{0,60}\b(?:for|towards?|to (?:fund|finance|build|develop|construct|start|begin))\s(?:work on )?(?:the|its|\ue063(?:'s)?|an?)\s(?:[a-z]+\s){0,3}$"
)
_PHASE = lazy_pattern(r"(?:\s[a-z-]+){0,3}?\s(?:phase|expansion|build-?out|extension|stage|addition)\b")
# a further 40 MW [at its Pecos campus]: whatever is to come there, the site is there
_FURTHER_AT_ITS = lazy_pattern(
    r"\b(?:additional|further|another|more|expan(?:d|ds|ding|sion)|pending|remaining|upgrad(?:e|es|ing)|increas(?:e|es|ing)|doubl(?:e|es|ing))\b[^.;]{0,60}"
    r"\b(?:at|in|of)\s(?:its|their|our|the company's|\ue063(?:'s)?|\ue043's?)\s(?:existing |current |own |flagship |main |nearby )?$"
)
_SITE_BEHIND = lazy_pattern(
    r"(?:,\s\ue06a,?)?\s(?:[a-z-]+\s)?(?:campus|facility|site|mine|farm|plant|data cent(?:er|re))\b"
)
# Black Pearl [has room for] 40 MW more: what may come to a site that is there
_HAS_ROOM = lazy_pattern(
    r"(?:\s(?:site|campus|facility))?(?:\sof\s\ue043)?\s(?:also |still |itself )*(?:comes with|has (?:enough |the )?(?:room|space|rights|options?|potential)\b|can (?:grow|expand|be expanded)|could (?:grow|expand|be expanded)|is expandable)"
)
# the 100 MW site [that X plans to build]
_YET_TO_BUILD = lazy_pattern(
    r"(?:\s\([^()]{0,24}\))?(?:\s[a-z-]+){1,4}?\s(?:that |which )?(?:\ue043|\ue063|it|they)\s(?:also |still |now )?"
    r"(?:plans?|wants?|hopes?|intends?|aims?|expects?|seeks?|is planning|is looking|is set|is about|is due|is preparing|will|would like)\s(?:to )?"
    r"(?:build|develop|construct|open|erect|buy|lease|energi[sz]e|complete|add|set up|bring|switch on)\b"
)
# [Construction of] a 50 MW hall [starts next month]
_WORK_ON = lazy_pattern(r"\b(?:construction|work|building|ground-?breaking)\s(?:work )?(?:of|on|at|for)\s[^.;,]{0,70}$")
_STARTS_SOON = lazy_pattern(
    r"[^.;,\ue043]{0,50}?\s(?:starts?|begins?|will|should|is (?:due|set|expected|slated|scheduled|planned|to)|are (?:due|set|expected|to))\b"
)
# expects all of its 5,000 rigs, [including] 800 in a rented hall, to run
_INCLUDING = lazy_pattern(r",\s(?:including|among (?:them|which|those))\s(?:about |around |some |the |its |another )*$")
_EXPECTED = lazy_pattern(
    r"\b(?:expects?|will|plans? to|anticipates?|aims? to|intends? to|hopes? to)\s(?!have\b)[^.;]{0,80}$"
)
# the [current and committed] capacity of 130 MW
_COMMITTED = lazy_pattern(
    r"\b(?:current|existing|installed|operating|energi[sz]ed|online) and (?:committed|contracted|planned|future|ordered|pending|under-construction)\b[^.;]{0,50}$"
)
# has [room for] 100 MW; has [approval for] 100 MW
_ROOM = lazy_pattern(r"\b(?:room|space) (?:for|to (?:add|expand|grow|host|install|rack))\b[^.;,]{0,40}$")
_ALLOWED = lazy_pattern(
    r"\b(?:approvals?|permission|permits?|clearance|consent|green light|go-ahead|applied|application)\s(?:for|to (?:build|add|expand|draw|use|develop))\s[^.;,\ue043]{0,50}$"
)
# [had planned to] open a farm there [but dropped the idea]
_HAD_MEANT = lazy_pattern(
    r"\bhad (?:once |originally |initially |first )?(?:planned|hoped|wanted|intended|aimed|agreed|meant|been due)\b"
)
_GIVEN_UP = lazy_pattern(
    r"\b(?:but|before|until|then)\b[^.;]{0,40}\b(?:dropp?(?:ed|ing)|scrapp?(?:ed|ing)|shelv(?:ed|ing)|abandon(?:ed|ing)|gave up|giving up|call(?:ed|ing) (?:\ue063|it) off|cancell?(?:ed|ing)|decided against|back(?:ed|ing) out|changed (?:its|\ue063) mind|pull(?:ed|ing) out|never did|thought better)\b"
)
# [has 50 EH/s], with a target of 60
_HAS_NOW = lazy_pattern(
    r"\b(?:has|have|runs?|operates?|now at|currently at|stands? at|reached)\s(?:now |currently |about |around |over |some |nearly )*$"
)
_AIM = lazy_pattern(r"(?:targets?|goals?|aim|guidance|plans?|forecast)\Z")
# will not acquire the rigs [under the purchase agreement announced before]
_NOT_AFTER_ALL = lazy_pattern(
    r"\b(?:will not|won't|will no longer|decided not to|elected not to|is not going to|are not going to)\s(?:be\s)?(?:acquir|buy|purchas|proceed|complet|clos|go ahead|pursu|merg)"
)
_AS_AGREED = lazy_pattern(
    r"\b(?:previously|earlier|originally|already|prior|formerly)\s(?:announced|agreed|planned|disclosed|signed|proposed)\b"
)
# goes public with a $950 million [bid for] X
_BID = lazy_pattern(
    r"(?<!winning )(?<!successful )(?<!won its )(?<!completed its )(?<!closed its )\b(?:bid|offer|proposal)\s(?:for|to (?:buy|acquire|take over|purchase))\s(?:the )?(?:all of |rival |fellow |peer )?$"
)


def meant_by_more(draft: Draft, text: str) -> str | None:
    """The modality that a condition, a programme, a target that is met or an offer gives an English fact."""
    targets = draft.fillers.get("object", ())
    start = draft.sentence.start
    if draft.predicate in _UNDONE and _is_given_up(draft, text):
        return "ended"
    if draft.predicate == "holds" and any(
        _PROGRAMME.search(text, max(start, s.position - 60), s.position) for s in targets
    ):
        return "planned"
    if draft.predicate == "operates_in" and any(
        (s.type == "F" and _HAS_ROOM.match(text, s.position + 1))
        or (
            _FURTHER_AT_ITS.search(text, max(start, s.position - 100), s.position)
            and (s.type == "F" or _SITE_BEHIND.match(text, s.position + 1))
        )
        for s in targets
    ):
        return "asserted"
    if (draft.predicate in _FIGURES or _is_site_of_figure(draft)) and _is_conditional(draft, text, targets):
        return "possible"
    if draft.predicate in ("has_capacity", "operates_in") and any(_is_yet_to_come(text, start, s) for s in targets):
        return "planned"
    if draft.predicate == "has_capacity":
        if any(_is_met(text, start, s) or _is_had(text, start, s, draft) for s in targets):
            return "asserted"
        if any(_is_total_to_come(text, start, s) or _is_to_fund(text, start, s) for s in targets):
            return "planned"
    if draft.predicate in ("acquired", "ordered_from"):
        if _NOT_AFTER_ALL.search(text, start, draft.span[1] + 2) and _AS_AGREED.search(text, start, draft.sentence.end):
            return "ended"
        if any(_BID.search(text, max(start, s.position - 40), s.position) for s in targets):
            return "planned"
    return None


def _is_conditional(draft: Draft, text: str, targets: Sequence[Slot]) -> bool:
    """Whether a figure stands behind the condition that its sentence begins with."""
    found = _IF.match(text, draft.sentence.start, draft.sentence.end)
    if found is None or not targets or min(s.position for s in targets) < found.end():
        return False
    if _IF_AGREED.search(text, found.start(), found.end()):
        return False
    return _HOLDS_ALREADY.search(text, found.end(), targets[-1].position + 30) is None


def _is_site_of_figure(draft: Draft) -> bool:
    """Whether a draft on a place is only made of the capacity there."""
    return draft.predicate == "operates_in" and draft.frame_id.startswith("en.capacity.")


def _is_given_up(draft: Draft, text: str) -> bool:
    """Whether a sentence tells of an intention that came to nothing."""
    found = _HAD_MEANT.search(text, draft.sentence.start, draft.span[1])
    return found is not None and _GIVEN_UP.search(text, draft.span[1], draft.sentence.end) is not None


def _is_yet_to_come(text: str, start: int, slot: Slot) -> bool:
    """Whether a figure or a place is of a site that is yet to be built, or only allowed."""
    before = max(start, slot.position - 100)
    if _YET_TO_BUILD.match(text, slot.position + 1) or _ALLOWED.search(text, before, slot.position):
        return True
    if slot.type not in "JF" and (
        _COMMITTED.search(text, before, slot.position) or _ROOM.search(text, before, slot.position)
    ):
        return True
    part = _INCLUDING.search(text, before, slot.position) if slot.type not in "JF" else None
    if part and _EXPECTED.search(text, max(start, part.start() - 110), part.start()):
        return True
    return bool(_WORK_ON.search(text, before, slot.position) and _STARTS_SOON.match(text, slot.position + 1))


def _is_had(text: str, start: int, slot: Slot, draft: Draft) -> bool:
    """Whether a figure is there already, and only the clause behind it tells of an aim."""
    if slot.position >= draft.span[0] or "," not in text[slot.position : draft.span[0]]:
        return False
    aim = _AIM.search(text, draft.span[0], draft.span[1])
    return aim is not None and _HAS_NOW.search(text, max(start, slot.position - 40), slot.position) is not None


def _is_met(text: str, start: int, slot: Slot) -> bool:
    """Whether a figure is a target that has been reached."""
    before = max(start, slot.position - 90)
    found = _MET.search(text, before, slot.position)
    if found is None or _ONLY_HOPED.search(text, before, found.start()):
        return False
    return bool(_TARGET_BEHIND.match(text, slot.position + 1) or _TARGET_BEFORE.search(text, before, slot.position))


def _is_total_to_come(text: str, start: int, slot: Slot) -> bool:
    """Whether a figure is what a growth that goes on, or is still to come, leads to."""
    found = _TO_A_TOTAL.search(text, max(start, slot.position - 100), slot.position)
    return found is not None and _GOING_ON.search(text, max(start, found.start() - 140), found.start()) is not None


def _is_to_fund(text: str, start: int, slot: Slot) -> bool:
    """Whether money is told to be for the phase or the extension that a figure is the size of."""
    if not _PHASE.match(text, slot.position + 1):
        return False
    return _MONEY_FOR.search(text, max(start, slot.position - 120), slot.position) is not None
