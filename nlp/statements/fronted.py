"""Whom a Chinese sentence names behind what it tells of it: 产币200枚的是[X]; 算力升至5EH/s,[X]称…."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nlp.encoding import Slot
from nlp.statements.chinese import heads_clause
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

_DEALS = ("ordered_from", "acquired", "partnered_with", "subsidiary_of", "supplied", "raised")
_OF_FIGURES = ("mined", "holds", "sold_crypto", "has_capacity", "pledged")
_TRADE = r"(?:[^,。;:与和同跟向从对由被把将为在是的\ue041-\ue07a]{0,10}(?:矿企|矿商|公司|企业|集团|矿池|巨头|平台|运营商|制造商|厂商|矿工))?\s?$"
# 卖出500枚的[是X], 这批机器的主人[是X]
_CLEFT = lazy_pattern(
    r"(?:的|业主|主人|主角|幕后|背后|推手|卖家|卖方|主导者|发起方|运营方|持有者|持有人|东家|赢家|操盘者)(?:正|就|则|便|恰|恰恰)?(?:是|为|系|乃)"
    + _TRADE
)
# 300枚的产量由[X]包揽, 3EH/s归[X]
_AGENT = lazy_pattern(r"(?:(?<![自经理])由|归|归于|属于|记在|落入|出自|隶属于?)" + _TRADE)
# 亏损1亿美元:某兄弟的矿业公司[X]交出成绩单
_OWN_HEAD = lazy_pattern(
    r"[,:;][^,。;:\ue043\ue063与和同跟向从对由被把]{0,16}(?:矿企|矿商|公司|企业|集团|矿池|巨头|运营商|制造商|厂商)\s?$"
)
# 旗下云平台[X]: what the topic owns
_OWNED = lazy_pattern(r"(?:旗下|子公司|附属公司|品牌|部门|其)[^,。;:]{0,8}$")
# 尽管亏损1亿美元,[X]仍…: a clause that needs another one behind it
_LEADING_CLAUSE = lazy_pattern(
    r"[\s“\"]*(?:虽然?|尽管|由于|因为?|随着|受|凭借?|靠着?|继|除了|为了?|得益于|有了|依托|手握|坐拥|背靠|拿下|拥有|在[^,。;]{1,24}(?:后|之际|同时|之下|前),)"
)


def told_behind(
    text: str, draft: Draft, companies: Sequence[Slot], is_oblique: Callable[[Slot], bool], *, opens: bool
) -> Slot | None:
    """The company, of those behind the trigger, that a Chinese sentence makes the doer of what it tells before.

    `opens` tells whether the sentence is the first of its paragraph, so that it goes on with nothing.
    """
    sentence = draft.sentence
    end = max([draft.span[1], *(s.position + 1 for s in draft.fillers.get("object", ()))])
    for slot in companies:
        before = text[max(end, slot.position - 24) : slot.position]
        if draft.predicate in _DEALS or "," in text[end : slot.position]:
            continue
        if _CLEFT.search(before) or (draft.predicate in _OF_FIGURES and _AGENT.search(before)):
            return slot
    if not (opens or _LEADING_CLAUSE.match(text, sentence.start)):
        return None
    for slot in companies:
        if slot.position < end:
            continue
        if heads_clause(text, sentence, slot) or _OWN_HEAD.search(text, end, slot.position):
            owned = _OWNED.search(text, max(end, slot.position - 16), slot.position)
            return None if owned or is_oblique(slot) else slot
    return None


# 15亿美元现金已[被X]换成…: who acts on a figure that stands first
_DONE_BY = lazy_pattern(
    r"[^,。;:\ue041-\ue043\ue045-\ue07a]{0,8}被(?:[^,。;:的\ue041-\ue07a]{0,10}(?:矿企|矿商|公司|企业|集团|矿池|巨头|平台))?(?=\ue043)"
)


def agent_behind(text: str, draft: Draft, slots: Sequence[Slot]) -> Slot | None:
    """The company by which a Chinese clause says that what it tells first was done."""
    if draft.predicate not in (*_OF_FIGURES, "reported"):
        return None
    end = max([draft.span[1], *(s.position + 1 for s in draft.fillers.get("object", ()))])
    match = _DONE_BY.match(text, end)
    return next((s for s in slots if match and s.position == match.end()), None)
