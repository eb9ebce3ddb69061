"""Which company or body a title without one belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from nlp.encoding import EncodedText, Sentence
from nlp.references import Salience
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

_OFFICIAL = lazy_pattern(
    r"\b(?:commissioner|minister|regulator|administrator|secretary|inspector)\b"
    r"|(?:部|厅|局|署|司|处|州|市|省|县|检察|审计)长(?!江)|专员|检察官|国务卿|委员(?!会)"
)
_POLITICIAN = lazy_pattern(r"\b(?:governor|senator|mayor|prime minister|lawmaker|congressman)\b")
# Brazilian President [P], [Oman]'s Prime Minister [P]: heads of state
_OF_STATE = lazy_pattern(
    r"(?:\ue04a(?:'s?)?|\b[a-z]{2,12}(?:ian|ean|ican|oran|ish|ese|yz|stani|eli|aqi|wegian)|\b(?:french|dutch|greek|czech|thai))\s(?:former\s|then-?\s?)?(?:vice\s|deputy\s)?\Z"
)
# Finance Minister [P]: of the ministry whose name tells of the same
_MINISTER = lazy_pattern(
    r"\b(?:(?!(?:deputy|vice|former|then|junior|state|said|says|told|with|from|that|when|while)\s)(?P<of>[a-z]{4,20})\s)?minister\b"
)
_MINISTRY = lazy_pattern(r"ministry|department|division|cabinet|government|office")
_NEAR_MINISTRY = 6
# crypto analyst [P]: one of no house
_OWN_ANALYST = lazy_pattern(
    r"\b(?:crypto(?:currency)?|on-?chain|technical|chart|popular|pseudonymous|independent|veteran|freelance) (?:market )?analysts?\b"
)
# who writes the news works for the outlet that it comes from
_REPORTER = lazy_pattern(r"记者|责任编辑|责编|\breporters?\b|\bcorrespondents?\b")
_ANALYST = lazy_pattern(r"\banalysts?\b|分析师")
# software engineers [P] and [Q], trader [P]: callings that are no office
_CALLING = lazy_pattern(
    r"\b(?:(?:software|core|protocol|blockchain|bitcoin|crypto(?:currency)?|independent|veteran) (?:engineer|developer|dev)s?"
    r"|(?:(?<![a-z] )|(?<=\band )|(?<=\bby ))(?:developer|contributor)s?(?=\s\ue050)|traders?|creators?|commentators?|columnists?|economists?|experts?|professors?)\b"
)
# crypto lawyer [P]: of no house that is named
_LAWYER = lazy_pattern(
    r"\b(?:crypto(?:currency)?|bitcoin|blockchain|digital asset|bankruptcy|defen[sc]e|securities|tax|energy) (?:lawyer|attorney)s?,?\s\ue050"
)
# [P], the co-founder of the bitcoin layer Driftnet: of something that is no company
_OF_SOMETHING = lazy_pattern(
    r"\ue050,?\s(?:the|an?)\s(?:[a-z-]+\s){1,5}?(?:of|at|behind)\s(?:the|an?)\s(?![^.;,]{0,40}\b(?:company|firm|board|miner|group|business|division|unit|team|"
    r"department|arm|committee|desk|office|program(?:me)?|project|operations?|site|facility|plant|mine)\b)[a-z]"
)
# X有三处矿场。“[我们没有答案。]”总经理Y说: the quote stands between a firm and who speaks for it
_SAID = lazy_pattern(r"[\s”」\"]*[“「\"]")
_QUOTED = 3
"""How many sentences back the firm of one who is quoted may be named."""


class Employers:
    """Finds whose somebody is that a text gives a title and no firm."""

    def __init__(self, encoded: EncodedText, salience: Salience, outsiders: Collection[str]) -> None:
        self._encoded, self._salience, self._outsiders = encoded, salience, outsiders

    def of(self, draft: Draft) -> Iterable[str]:
        """The company that a title without one belongs to: the subject of the sentence, or the topic."""
        text, (start, end) = self._encoded.text, draft.span
        if _OWN_ANALYST.search(text, max(0, start - 24), end):
            return []
        if _ANALYST.search(text, max(0, start - 2), end):
            ref = self._salience.house_before(draft.span[0])
            return [ref] if ref else []
        if _REPORTER.search(self._encoded.text, draft.span[0], draft.span[1]):
            outlets = [s.ref for s in self._salience.before(draft.span[0]) if s.ref in self._salience.sources]
            return outlets[-1:]
        if draft.is_english and self._is_of_no_firm(draft):
            return []
        if _POLITICIAN.search(text, max(0, start - 6), end):
            return []
        if text.startswith(("president", "vice president", "prime minister"), start) and _OF_STATE.search(
            text, max(0, start - 32), start
        ):
            return []
        minister = _MINISTER.search(text, max(0, start - 24), end)
        if minister:
            return self._ministry(draft, minister["of"] or "")
        if draft.frame_id.startswith("zh.position.minister_of_land"):
            return self._of_land(draft)
        if _OFFICIAL.search(self._encoded.text, draft.span[0], draft.span[1]):
            return [s.ref for s in self._encoded.last_before("A", draft.span[0], 400)]
        for slot in draft.fillers.get("subject", ()):
            if slot.ref in self._outsiders:
                return []  # President Donald Trump is no firm's president
            known = self._salience.known_employer(slot.ref)
            if known:
                return [known]
        ref = self._salience.subject_of(draft.sentence, draft.span[0]) or self._salience.just_before(draft.sentence)
        if ref is None:
            before = self._told_before(draft)
            ref = self._salience.subject_of(before, draft.sentence.start) if before else None
        if ref is None and draft.is_english:
            ref = self._salience.only_before(draft.sentence)
        if ref is None:
            ref = self._salience.main if self._salience.dominates else self._salience.topic_at(draft.sentence)
        return [ref] if ref else []

    def _of_land(self, draft: Draft) -> list[str]:
        """The government or ministry of the country whose minister a Chinese text names: the last one before, or the first."""
        start = draft.span[0]
        land = self._encoded.slots.get(start)
        own = [
            s for s in self._encoded.slots.values() if land and s.type == "A" and s.ref.partition("-")[0] == land.ref
        ]
        before = [s.ref for s in own if s.position < start]
        return before[-1:] or [s.ref for s in own[:1]]

    def _told_before(self, draft: Draft) -> Sentence | None:
        """The sentence before a draft's; in Chinese the one before that, where all between is a quote that names no firm."""
        sentences, at = self._encoded.sentences, self._encoded.number_of(draft.sentence)
        for before in reversed(sentences[max(0, at - _QUOTED) : at]):
            if not draft.is_chinese or any(s.type in "Cc" for s in before.slots):
                return before
            if before.paragraph != draft.sentence.paragraph:
                return None
            if not _SAID.match(self._encoded.text, before.start, before.end):
                return before
        return None

    def _ministry(self, draft: Draft, branch: str) -> list[str]:
        """The ministry of an English minister, the last one that is named before: by its branch, if it tells one."""
        sentences, at, start = self._encoded.sentences, self._encoded.number_of(draft.sentence), draft.span[0]
        near = [sentence for sentence in sentences[max(0, at - _NEAR_MINISTRY) : at + 1] if sentence.end > start - 600]
        named = [
            (s.ref, s.mention.text.lower())
            for sentence in near
            for s in sentence.slots
            if s.type == "A" and start - 600 < s.position < start and s.mention
        ]
        named = [(ref, name) for ref, name in named if _MINISTRY.search(name)]
        of_branch = [ref for ref, name in named if branch and branch in name]
        return (of_branch or ([] if branch else [ref for ref, _ in named]))[-1:]

    def _is_of_no_firm(self, draft: Draft) -> bool:
        """Whether an English title is a calling, or of something else than a company."""
        text, (start, end) = self._encoded.text, draft.span
        if _LAWYER.search(text, max(0, start - 24), end):
            return True
        return bool(_CALLING.search(text, start, end) or _OF_SOMETHING.match(text, start))
