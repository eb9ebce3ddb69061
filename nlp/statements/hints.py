"""Drafts of what a model says of mentions that no rule has taken.

A hint names an object and its predicate. Whose the fact is, when it holds and how sure it is, the grammar
tells as it does of its own drafts, where the hint leaves it open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from nlp.encoding import EncodedText, Sentence, Slot, has_chinese
from nlp.records import HINTED, PAIRED, Hint, Statement
from nlp.schema import PREDICATES
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern


def taken_by(drafts: Iterable[Draft]) -> dict[int, set[str]]:
    """The positions that drafts have taken as anything but a subject, with the predicates of which they are objects."""
    taken: dict[int, set[str]] = {}
    for draft in drafts:
        for role, slots in draft.fillers.items():
            for slot in slots if role != "subject" else ():
                of = taken.setdefault(slot.position, set())
                if role == "object":
                    of.add(draft.predicate)
    return taken


def draft_hints(encoded: EncodedText, hints: Sequence[Hint], taken: Mapping[int, set[str]]) -> Iterator[Draft]:
    """A draft for each hint whose mention is free, or is the object of what the model doubts."""
    of_mention = {slot.mention.id: slot for slot in encoded.slots.values() if slot.mention is not None}
    for hint in hints:
        slot = of_mention.get(hint.mention)
        if slot is None or not _is_free(hint, taken.get(slot.position)):
            continue
        sentence = encoded.sentences[max(0, bisect_right(encoded.starts, slot.position) - 1)]
        if _CONVERTED.search(encoded.text, max(0, slot.position - 24), slot.position):
            continue
        if has_chinese(encoded.text, sentence) and _is_barred(hint.predicate, slot, sentence, encoded.text):
            continue
        if _is_passing(hint.predicate, slot, encoded.text):
            continue
        draft = _draft(encoded, hint, slot, sentence)
        for role, filler in hint.fillers:
            if filler in of_mention:
                draft.fillers[role] = [of_mention[filler]]
        subject = _named(sentence.slots, hint.subject, slot)
        if subject is None and (hint.pair or "COMPANY" not in PREDICATES[hint.predicate].subject):
            # the grammar carries firms alone over from other sentences, and may take another than the one of a pair
            subject = _named(encoded.slots.values(), hint.subject, slot)
        draft.fillers["subject"] = [subject] if subject is not None else []
        draft.subject_open = subject is None
        if subject is not None or ("COMPANY" in PREDICATES[hint.predicate].subject and not hint.pair):
            yield draft


# money that is spent, of which no word says that it was raised
_SPENT = lazy_pattern(r"^(?!.*(?:融资|筹|募|贷|借|债|票据|增发|获投|获得|注资)).*(?:投资|投入|斥资|入股)")
_NETWORK = lazy_pattern(r"(?:网络|全网)的?(?:总)?(?:算力|哈希率)")
# 在美国[上市]的矿企, 收购X[项目权益]融资; 对于[X]的计划,某人
_LISTED, _FINANCED = lazy_pattern("上市"), lazy_pattern("(?:的)?(?:项目|权益)+[^,。;]{0,4}融资")
_TOWARDS = lazy_pattern(r"(?:对|对于|关于)\s?$")
# 斥资2,000万美元购入[187枚]: coins that are bought are not yet what is held
_BOUGHT = lazy_pattern(r"(?:购入|买入|增持|拿下|购得|收购|加仓|买下|买进|回购)(?:了|约|近|超过|逾|共|合计)*\s?$")
_MARKS = ",;:。"
# 1.49亿美元(约合[10.34亿元]), C$5 million (about [US$3.7 million]): one sum once more
_CONVERTED = lazy_pattern(
    r"\ue06d(?:\s?\((?:约|合|折|折合|相当于|即|等于|about\s|approximately\s|roughly\s|around\s|or\s)*|,?(?:约|折)合)\s?$"
)


def _is_barred(predicate: str, slot: Slot, sentence: Sentence, text: str) -> bool:
    """Whether the Chinese words around a mention bar what a hint says of it, as they bar the rules."""
    at = slot.position
    match predicate:
        case "located_in":
            return _LISTED.match(text, at + 1) is not None
        case "acquired":
            return _FINANCED.match(text, at + 1) is not None
        case "has_position":
            return _TOWARDS.search(text, max(0, at - 3), at) is not None
        case "holds":
            return _BOUGHT.search(text, max(0, at - 10), at) is not None
        case "has_capacity":
            return _NETWORK.search(text, sentence.start, sentence.end) is not None
        case "raised":
            start = max(sentence.start, *(text.rfind(mark, sentence.start, at) + 1 for mark in _MARKS))
            ends = (text.find(mark, at, sentence.end) for mark in _MARKS)
            end = min((end for end in ends if end > 0), default=sentence.end)
            return _SPENT.search(text[start:end]) is not None
    return False


# listed by [Forbes] · the largest shareholder of [Bitfarms]
_RATED_BY = lazy_pattern(r"\b(?:listed|ranked|rated|named|cited|quoted|interviewed|profiled) by\s(?:the )?$")
_HELD_IN = lazy_pattern(r"\b(?:shareholders?|investors?|stockholders?|stakeholders?|backers?) (?:of|in)\s(?:the )?$")


def _is_passing(predicate: str, slot: Slot, text: str) -> bool:
    """Whether English words before a firm tell that it takes no such part: no office at who ranks a man, no deal of an owner of shares."""
    before = {"has_position": _RATED_BY, "acquired": _HELD_IN}.get(predicate)
    return before is not None and before.search(text, max(0, slot.position - 32), slot.position) is not None


# what an order or a loan takes can be told of in its own right: of 12 such hints over it in the held-out documents all are right
_SURE = 0.8


def _is_free(hint: Hint, of: Collection[str] | None) -> bool:
    """Whether a mention can be the object of a hint that rules have made the object of some predicates, or of none."""
    if of is None or hint.pair:
        return True
    if not of:  # whatever else is told of a place, a firm can be at work there
        return hint.predicate == "operates_in" or hint.confidence >= _SURE
    return hint.predicate not in of and set(of) <= set(hint.doubted)


def _draft(encoded: EncodedText, hint: Hint, slot: Slot, sentence: Sentence) -> Draft:
    """The draft of a hint, with its object alone."""
    language = "zh" if has_chinese(encoded.text, sentence) else "en"
    draft = Draft(
        f"{language}.{hint.predicate}{PAIRED if hint.pair else HINTED}",
        hint.predicate,
        sentence,
        slot.position,
        confidence=hint.confidence,
        span=(slot.position, slot.position + 1),
    )
    draft.fillers["object"] = [slot]
    draft.literals = dict(hint.literals)
    return draft


def _named(slots: Iterable[Slot], ref: str | None, object_: Slot) -> Slot | None:
    """The mention of a ref that stands nearest to the object."""
    named = [slot for slot in slots if ref is not None and slot.ref == ref and slot is not object_]
    return min(named, key=lambda slot: abs(slot.position - object_.position), default=None)


def told_anew(
    statements: Sequence[Statement], known: Sequence[Statement], makers: Mapping[str, str]
) -> list[Statement]:
    """Those of some statements whose predicate, subject and object no known one has.

    `makers` are the makers of machines that the registry knows: nobody else makes them, nor what the text says another makes.
    """
    told = {(s.predicate, s.subject, s.object) for s in known}
    told |= {(s.predicate, s.object, s.subject) for s in known if s.predicate == "partnered_with"}
    otherwise = _told_otherwise((*known, *statements))
    makers = {
        **{s.object: s.subject for s in known if s.predicate == "manufactures" and s.object and s.subject},
        **makers,
    }
    return [
        s for s in statements
        if (s.predicate, s.subject, s.object) not in told
        and not (s.rule.startswith("zh.") and (s.predicate, s.subject, s.object) in otherwise)
        and not (s.predicate == "manufactures" and makers.get(s.object or "", s.subject) != s.subject)
    ]  # fmt: skip


def _told_otherwise(statements: Iterable[Statement]) -> set[tuple[str, str | None, str | None]]:
    """What other statements already tell: a seat or a place bought is no site, a merger no partnership."""
    told: set[tuple[str, str | None, str | None]] = set()
    for s in statements:
        if s.predicate == "located_in":
            told.add(("operates_in", s.subject, s.object))
        elif s.predicate == "acquired":
            told |= {("operates_in", s.subject, place) for place in s.qualifiers.get("jurisdiction", ())}
            if s.object is not None:
                told |= {("partnered_with", s.subject, s.object), ("partnered_with", s.object, s.subject)}
    return told
