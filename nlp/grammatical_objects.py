"""Which English names do nothing where they stand, though no preposition is before them; and which do, behind one."""

from __future__ import annotations

from nlp.text.lazy import lazy_pattern

# what begins like a verb of the past but describes, or tells what somebody says
_NO_VERB = (
    r"(?:[a-z]+-)?(?:embattled|troubled|beleaguered|distressed|listed|traded|based|backed|owned|held|led|focused|oriented|controlled|linked|affiliated|"
    r"rebranded|renamed|diversified|integrated|limited|renowned|established|strapped|laden|named|called|founded|headquartered|registered|incorporated|related|"
    r"combined|unnamed|dubbed|said|added|announced|reported|noted|stated|claimed|confirmed|disclosed|revealed|believed|explained|indicated|showed|"
    r"maintained|argued|warned|suggested|estimated|calculated|figured|included|allowed|enabled|permitted|helped|required|forced|cleared|authori[sz]ed|obliged|freed|powered|fired|so-called|indeed|need)"
)
_PAST = rf"(?!{_NO_VERB}\s)(?:[a-z]+-)?(?:[a-z]{{2,12}}(?:ed|ew)|out(?:did|shone|ran|grew|sold|bid|spent|built|[a-z]+ed)|undercut|bested?|became) $"
# [X] … absorbed [Y] · who courted [Y] · it out-mined [Y]
_DONE_TO_NAME = lazy_pattern(
    r"(?:[\ue041-\ue07a](?:\s\([^()]{0,20}\))?|\b(?:which|who|that|has|had|have|having|also|then|since|later|recently|now|and|but|it|he|she|they|to|would|will|could|never))\s(?:[a-z]+ly\s)?"
    + _PAST
)
# whether it would follow [Y] and borrow
_TO_BE_DONE = lazy_pattern(
    r"\b(?:to|would|will|could|can|may|might|should|must|cannot|not|never)\s(?:[a-z]+ly\s)?(?!(?:be|have|see|say|tell|let|make|help|the|all|for|and|that|only|this)\s)[a-z]{3,9} $"
)
# …, out-mined [Y] in June
_DONE_IN_LIST = lazy_pattern(r"[\ue041-\ue07aa-z],\s(?:[a-z]+ly\s)?" + _PAST)
_NOTHING_DONE = lazy_pattern(
    r"(?!\s(?:from\s[a-z]+ing|to\s[a-z]+)\b)(?:'s?\s|(?:\s?\([^()]{0,20}\))?(?:[,.;:\n]|\s(?:in|for|with|by|to|at|on|from|last|this|over|as|during|after|before|and|while|when|earlier|because|since|through|into|of)\b|\s\ue044|\Z))"
)
_ENDS = lazy_pattern(
    r"(?:\s?\([^()]{0,20}\))?(?:[.;\n]|\s(?:in|for|with|by|to|at|on|from|last|this|over|during|earlier|through|into)\b|\Z)"
)
_ARTICLE = lazy_pattern(r"\ban? $")
# a [MicroStrategy] story: what kind of thing it is; but: a [Riot] spokesman
_KIND_OF = lazy_pattern(
    r"(?:-(?:style|like|type|esque)|\s(?!(?:spokes|represent|execut|official|fil|statement|releas|report|updat|unit|subsid|shareh|invest|employ|engineer|manag|direct|site|facilit|campus|mine|"
    r"has|had|is|was|that|which)[a-z]*)[a-z]+)"
)

# Output at [Riot] came to 514 BTC · while that of [CleanSpark] reached 694: whose the figure is that the clause tells
_WHOSE = lazy_pattern(
    r"(?:^|[\n.;,:\ue041-\ue07a\"”]|\b(?:and|while|but|as|whereas|though|where|with|that|said))\s?(?:(?:the|total|average|monthly|quarterly|annual|daily|net|gross|combined|mining|bitcoin|self-mining|june|energized|operational|installed|own|in|as for|for|meanwhile),?\s){0,4}"
    r"(?:(?:output|production|revenues?|hash\s?rate|capacity|fleet|holdings?|treasury|treasuries|stash|reserves?|loss(?:es)?|profits?|income|earnings|figure|total|tally|that|those|haul|balance|"
    r"count|pile|stockpile|ebitda|debts?|cash|operations?|margins?|efficiency|computing power|hoard|coffers|books|costs|expenses|turnover|takings)\s(?:at|of|for)|(?:sales|purchases|things)\s(?:at|for))\s"
    r"(?:(?:the|bitcoin|miner|crypto|rival|fellow)\s){0,4}$"
)
_TELLS_FIGURE = lazy_pattern(
    r"(?:\s?\([^()]{0,20}\))?(?:'s\s[a-z]+(?:\s[a-z]+)?)?(?:\s\ue044|\s(?:in|for|at)\s(?:the\s)?\ue044)?\s(?:(?:also|now|then|even|alone|itself|has|have|had|will|would|should)\s){0,3}"
    r"(?:is|are|was|were|be|been|came|comes|come|stood|stands?|reached|reach|reaches|rose|rises|rise|fell|falls|fall|grew|grows?|hit|hits|totall?ed|totals?|amount(?:ed|s)|averaged?|"
    r"climbed|jumped|dropped|slipped|doubled|tripled|swelled|shrank|edged|ran|runs?|worked|ended|exceeded|exceeds|topped|went|increased|declined|held|remained|surged|soared|showed|hold|mounted)\b"
)


# [DCG]-owned Foundry · [Bitmain]'s client BitFuFu mined: who only tells which one acts
_POINTS = lazy_pattern(
    r"-(?:owned|controlled|run|operated|managed|hosted|made|built|designed|supplied|financed|sponsored|branded)\b"
    r"|'s?\s(?:(?!(?:and|of|to|with|from|for|by)\s)[a-z-]+\s){0,3}(?:client|customer|subsidiary|unit|arm|affiliate|parent|owner|rival|competitor|partner|lender|landlord|tenant|spin-off|host|supplier|backer),?\s\ue043(?!'|,? and\b)"
)
# At BitFuFu, which [Bitmain] backs, output was
_WHICH = lazy_pattern(r", (?:which|whom) $")
_BACKS = lazy_pattern(r"\s(?:[a-z]+\s){0,3}[a-z]+,")


def is_acted_on(text: str, at: int) -> bool:
    """Whether the English name at a position is what a verb right before it is done to, or only says which one or what kind is meant."""
    if _POINTS.match(text, at + 1):
        return True
    before = text[max(0, at - 48) : at]
    if _WHICH.search(before[-8:]):
        return bool(_BACKS.match(text, at + 1))
    if _ARTICLE.search(before[-4:]):
        return bool(_KIND_OF.match(text, at + 1))
    if _DONE_TO_NAME.search(before):
        return bool(_NOTHING_DONE.match(text, at + 1))
    if _TO_BE_DONE.search(before):
        return not text.startswith("'", at + 1) and bool(_NOTHING_DONE.match(text, at + 1))
    return bool(_DONE_IN_LIST.search(before) and _ENDS.match(text, at + 1))


def has_figure(text: str, at: int) -> bool:
    """Whether a clause tells a figure of the English name at a position, which stands behind at or of."""
    return bool(_WHOSE.search(text, max(0, at - 64), at) and _TELLS_FIGURE.match(text, at + 1))
