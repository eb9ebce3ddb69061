"""What tells whose a date is: when it was told, what a figure is compared with, what lasts."""

from __future__ import annotations

from nlp.text.lazy import lazy_pattern

# what has no date of its own unless the text opens, starts or ends it
LASTING = ("operates_in", "manufactures", "subsidiary_of")
FIGURES = ("mined", "reported", "holds", "has_capacity", "sold_crypto")
# said on Tuesday, in a filing dated June 6: when it was told, not when it was so
TOLD = lazy_pattern(
    r"\b(?:said|says|announced|announces|disclosed|reported|revealed|released?|published|shared|posted|confirmed|noted|told|stated|wrote|according to (?:an? |the )?(?:[a-z]+ ){0,2})"
    r"(?: (?:in|by) (?:an? |the )?(?:[a-z-]+ ){0,3}(?:statement|release|filing|update|report|post|note|letter))?(?: (?:released|published|dated|issued|filed))?(?: on| late on| earlier on| in)?\s(?:an? |the )?$"
    r"|\b(?:report|results|filing|statement|release|update|letter|announcement),? (?:shared|released|published|dated|issued|filed|on)(?: on)?\s$"
)
# [Last week], X reported revenue of …
TOLD_BEHIND = lazy_pattern(
    r",?\s(?:the\s)?(?:[\ue043\ue063]|company|firm|miner)(?:\s?\([^()]{0,40}\))?\s(?:[a-z]+ly\s)?(?:reported|announced|released|published|posted|said|disclosed|unveiled|filed)\b"
)
AS_OF = lazy_pattern(r"\bas of (?:the )?$")
EARLIER = lazy_pattern(
    r"\b(?:ago|earlier|same|prior|previous|year-ago|year-earlier|corresponding|last year)\b|同期|去年|上年|此前"
)
BASE_PERIOD = lazy_pattern(
    r"\b(?:compared (?:to|with)|versus|vs\.?|against|than|up from|down from|rising from)\s[^,;.]{0,56}$"
    r"|\bfrom\s(?:(?:a|an|its|\ue063|the|about|roughly|nearly|around|just)\s){0,2}[\ue06d\ue062\ue068\ue070\ue077\ue06e][^,;.]{0,40}$|\b(?:over|from|since)\s(?:the |its |\ue063 |a )?$"
)
# the same quarter last year: what the figure is compared with
COMPARISON = lazy_pattern(
    r"\b(?:compared (?:to|with)|versus|vs\.?|against|reversing|from|than|up from|down from|swinging from|year-ago|prior|exceeding)\b[^,;]{0,60}$"
)
# 从[上季]的31%: a period of which only the starting point is told
FROM_BASE = lazy_pattern(r"(?:[从由]|扭转|抹平)\ue044的?[\ue06d\ue070\ue062\ue068]")
# 较[去年同期]增长[30%]: the date of what the growth is measured by
GREW = lazy_pattern(
    r"(?:同比|大幅|显著|明显|又|再|再度|已|共|约|仅|小幅|略微|略|进一步)*"
    r"(?:增长|增加|增|提高|提升|上升|上涨|攀升|扩大|大增|大涨|涨|下降|下滑|减少|降低|下跌|回落|缩水|缩减|萎缩|大跌|跌|降|减)(?:了|幅达|幅为|约|近|超|超过|达|至少)*"
)
# 截至[9月30日]: the day of a stand; 目前: a sentence with a time of its own
UP_TO = lazy_pattern(r"(?:截至|截止|截止到|截至到|止于)$")
