"""What looks like a date and is none: 2021 miners, may, 29日均."""

from __future__ import annotations

import re

# a season alone: in the autumn, but not in the summer heat
_IN_THE = re.compile(r"\b(?:in|by|during|since|until|through)\s$", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"[,.;:!?)\n]|$|\s(?:that|when|from|and|but|as|with|after|before|to|for|at|of|it|they)\b", re.IGNORECASE
)
# a name of three words around what could be a month: Tan Jun Wei
_SURNAME = re.compile(r"\s[A-Z][a-z]+(?:\s|[\u4e00-\u9fff]|$)")
_GIVEN = re.compile(r"[A-Z][a-z]+\s$")


def stands(text: str, match: re.Match[str]) -> bool:
    """Whether a match is a date where it stands."""
    name = match.lastgroup or ""
    start, end = match.start(name), match.end(name)
    before, after = text[max(0, start - 12) : start], text[end : end + 12]
    if name == "en_year":
        if re.match(
            r"\s?(?:[%$€£]|usd|btc|eth|mw|gw|ph/|eh/|th/|miners|machines|units|shares|bitcoin|,\d|\.\d|\s?(?!的)[\u4e00-\u9fff])",
            after,
            re.IGNORECASE,
        ):
            return False
        if re.search(r"[$€£#.,\d/-]$|\bheight\s$|\bblock\s$", before):
            return bool(re.search(r"[a-z],?\s$", before))
        return True
    if name == "en_month" and match["em_m"].lower() in ("may", "march", "mar", "dec", "sep"):
        return match["em_m"][:1].isupper() and bool(
            match["em_p"]
            or match["em_r"]
            or re.search(
                r"(?:\b(?:in|since|of|for|during|by|from|until|through|last|and|to|early|late|mid|this|next|end|ending|between|throughout|on|as)\s|[(“\"])$",
                before,
                re.IGNORECASE,
            )
            or re.match(r"(?:'s| (?:report|update|halving|production|earnings|and|to|results))", after)
        )
    if name == "en_relative" and match["er_r"].lower().endswith(("last", "past")):
        return not re.search(r"\bover\s$", before, re.IGNORECASE)
    if name == "en_month" and len(match[0]) == 3 and _SURNAME.match(after) and _GIVEN.search(before):
        return False
    if name == "en_month" and not match["em_m"][:1].isupper():
        return False
    if name == "en_weekday":
        return match[0].lstrip()[:1].isupper() or match[0].lower().startswith(("last", "this", "next", "on"))
    if name == "zh_day":
        return bool(
            re.search(r"(?:^|[\n,。;:(“\"、-]|至|到|和|及|于|在|截至|月|周[一二三四五六日])\s?$", before)
        ) and not re.match(r"算|均|移|内|间|的平均|平均|后", after)
    if name == "en_season":
        if (match["es_p"] or "").lower() == "the " and not match["es_y"]:
            return bool(_IN_THE.search(before) and _NO_NOUN.match(after))
        return any(match[group] for group in ("es_p", "es_r", "es_y"))
    if name == "en_month_end" and match[0].lower().endswith("-end"):
        return bool(match["eo_l"]) or bool(re.search(r"\b(?:by|at|before|until|through|of)\s$", before, re.IGNORECASE))
    return True
