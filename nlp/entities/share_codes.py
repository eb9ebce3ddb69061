"""Codes of shares that stand for their firm where the market is told of: IVMN shares fell, behind Ironvale Mining."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.entities.priorities import CONTEXT
from nlp.records import Mention
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_MOVED = (
    "fell|falls|rose|rises|jumped|jumps|slid|slides|slipped|slips|dropped|drops|climbed|climbs|gained|gains|surged|surges|soared|soars|sank|sinks|tumbled|tumbles|plunged|plunges"
    "|rallied|rallies|dipped|dips|shed|added|advanced|declined|retreated|rebounded|lost|opened|opens|closed|closes|ended|finished|traded|trades|changed hands|started the (?:day|session|week)|edged|ticked|spiked|popped|cratered|skidded"
)
_CODE = lazy_pattern(
    r"(?<![\w$(:./&'’-])(?P<code>[A-Z]{3,5})(?='s (?:shares|stock)| (?:(?:class [ab] )?(?:shares|stock|share price)(?![a-z])"
    r"|(?:is|was|are|were) (?:up|down|trading|changing hands|last|little changed|flat)(?![a-z])"
    rf"|(?:(?:has|have|had|then|also|even|briefly) ){{0,2}}(?:{_MOVED})(?![a-z])))"
)


def share_codes(text: FoldedText, mentions: Sequence[Mention], never: frozenset[str]) -> Iterator[Mention]:
    """Mentions of firms by the letters of their shares, which are letters of the name in their order.

    Args:
        text: the text.
        mentions: the names found so far, refs set.
        never: what is no name: coins, acronyms.
    """
    firms: list[tuple[str, Mention]] | None = None
    for match in _CODE.finditer(text.folded):
        code = match["code"]
        if code in never:
            continue
        if firms is None:
            firms = [
                ("".join(filter(str.isalpha, m.text)).upper(), m) for m in mentions if m.label == "COMPANY" and m.ref
            ]
        firm = next((firm for letters, firm in firms if len(letters) > len(code) and _is_code(code, letters)), None)
        if firm is not None:
            start, end = match.span("code")
            yield Mention(
                start, end, text.source[start:end], "COMPANY",
                rule="short.share", ref=firm.ref, confidence=0.7, priority=CONTEXT,
            )  # fmt: skip


def _is_code(code: str, letters: str) -> bool:
    """Whether a code begins with the first of the letters and goes on with some of them in their order.

    >>> _is_code("NLDE", "NORTHLODE"), _is_code("NLDE", "NORTHLAND")
    (True, False)
    """
    if code[0] != letters[0]:
        return False
    coming = iter(letters)
    return all(letter in coming for letter in code)
