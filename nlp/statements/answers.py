"""What a Chinese text asks and answers itself: X挖了多少？464枚. The answer stands where the question asks for it."""

from __future__ import annotations

import bisect
import re

from nlp.encoding import EncodedText, Slot
from nlp.statements.lists import coordinated
from nlp.text.lazy import lazy_pattern

_ASKED = lazy_pattern(
    r"(?P<who>谁|哪(?:一|几)?家(?:公司|矿企|机构|企业|厂商|平台)?|哪些(?:公司|矿企|企业|机构)|什么公司)"
    r"|(?P<where>哪里|哪儿|何处|何地|什么地方|哪个(?:国家|地方|州|省|城市)|哪些(?:国家|地方|地区)|哪几个国家|哪国)"
    r"|(?P<much>(?:多少|几)(?:枚|台|座|个|亿|万|美元|元|钱|币|比特币|算力|btc|兆瓦|mw)*)"
)
_TYPES = {"who": "CPA", "where": "JF", "much": "bmhwnkpxuegvfs"}
# …?[答案是约]464枚
_LEAD = lazy_pattern(
    r"[^?。;\n]{0,24}\?[”」\"\s]*(?:答[:：]\s?)?(?:答案|数字|结果|是|为|有|就|在|放|大约|约|近|超过|不到|至少|多达|高达|一共|合计|共计|共|平均|\ue044|,|:){0,6}"
)
_CLOSES = lazy_pattern(r"\s?(?:左右|以上|上下|多|余)?(?:[,。;:(!?”」—\n]|$)")


def find_answers(encoded: EncodedText) -> list[tuple[int, int, tuple[Slot, ...]]]:
    """The question words with what the text answers at once: encoded start and end, and the mentions of the answer."""
    return [found for match in _ASKED.finditer(encoded.text) if (found := _answered(encoded, match))]


def _answered(encoded: EncodedText, match: re.Match[str]) -> tuple[int, int, tuple[Slot, ...]] | None:
    lead = _LEAD.match(encoded.text, match.end())
    slot = encoded.slots.get(lead.end()) if lead else None
    if slot is None or slot.type not in _TYPES[match.lastgroup or "who"]:
        return None
    sentence = encoded.sentences[bisect.bisect_right(encoded.starts, slot.position) - 1]
    group = coordinated(encoded.text, list(sentence.slots), slot)
    if group[0] is not slot or not _CLOSES.match(encoded.text, group[-1].position + 1):
        return None
    return match.start(), match.end(), tuple(group if slot.type in "CJFA" else [slot])
