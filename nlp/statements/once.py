"""Each fact once: what is told twice, told better elsewhere, or only part of another statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from nlp.encoding import EncodedText, Slot
from nlp.records import Statement
from nlp.schema import CHANGES, LITERAL_ROLES
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern


def filler_of(slot: Slot) -> str:
    """What stands for a slot in a statement: the id of a value, the ref of a name."""
    if slot.mention is not None and slot.mention.label in ("QUANTITY", "DATE"):
        return slot.mention.id
    return slot.ref


def key_of(slot: Slot | str | None) -> object:
    """What makes two objects the same: a value, or a ref."""
    if slot is None or isinstance(slot, str):
        return slot
    measure = slot.mention.measure if slot.mention else None
    if measure is not None:
        return (measure.kind, measure.unit, measure.value, measure.minimum, measure.maximum)
    return slot.ref


Found = tuple[Statement, tuple[object, ...]]


def without_growth(found: Sequence[Found]) -> list[Found]:
    """Gives a growth that is told beside the amount that grew to that amount, and drops what is told twice."""
    told = {filler for s, _ in found for role in CHANGES for filler in s.qualifiers.get(role, ()) if s.object != filler}
    of_metric = {
        (filler, s.qualifiers.get("metric"))
        for s, _ in found
        for role in CHANGES
        for filler in s.qualifiers.get(role, ())
        if s.object != filler
    }
    kept: list[Found] = []
    given: dict[int, dict[str, tuple[str, ...]]] = {}
    for statement, key in found:
        if "_growth" not in statement.rule:
            kept.append((statement, key))
            continue
        if (statement.object, statement.qualifiers.get("metric")) in of_metric:
            continue  # 营收同比减少30%,从3亿元降到2亿元: the second sum has it
        amount = _amount_beside(statement, found)
        if amount is not None:
            changes = {role: fillers for role, fillers in statement.qualifiers.items() if role in CHANGES}
            given.setdefault(amount, {}).update(changes)
        elif statement.object not in told:
            kept.append((statement, key))
    for number, changes in given.items():
        statement, key = found[number]
        at = kept.index((statement, key))
        kept[at] = (replace(statement, qualifiers={**changes, **statement.qualifiers}), key)
    return kept


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """How far two stretches of evidence lie apart: of 从2亿元降至1亿元 the second sum is the nearer one to what follows."""
    if one[0] < other[0]:
        return abs(other[0] - one[1])
    return abs(one[0] - other[0])


def _amount_beside(growth: Statement, found: Sequence[Found]) -> int | None:
    """The number of the statement that tells the amount of the metric of a growth, nearby."""
    best: tuple[int, int] | None = None
    for number, (statement, key) in enumerate(found):
        if (
            statement.predicate == "reported"
            and isinstance(key[2], tuple)
            and key[2][0] == "money"
            and statement.subject == growth.subject
            and (statement.modality == "planned") <= (growth.modality == "planned")
            and statement.qualifiers.get("metric") == growth.qualifiers.get("metric")
        ):
            distance = _gap(statement.evidence[0], growth.evidence[0])
            if distance < 250 and (best is None or distance < best[0]):
                best = (distance, number)
    return best[1] if best else None


def without_converted(found: Sequence[Found], encoded: EncodedText) -> list[Found]:
    """Drops a sum that elsewhere in the text is only another one in a second currency: 2,500万英镑(约合[3,200万美元])."""
    again: dict[str, object] = {one: key_of(other) for one, other in encoded.again}
    last: Slot | None = None
    for slot in encoded.slots.values():
        if (
            last is not None
            and last.mention
            and last.type == "m"
            and slot.type == "o"
            and _AGAIN.fullmatch(encoded.text, last.position + 1, slot.position)
        ):
            again[last.mention.id] = key_of(slot)
        last = slot
    told = {(*key[:2], *key[3:], again[s.object]) for s, key in found if s.object in again}
    return [(s, key) for s, key in found if (*key[:2], *key[3:], key[2]) not in told]


_AGAIN = lazy_pattern(r"\s?\((?:相当于|折合|约合|合|约|即|大约)*\s?")


def without_told(found: Sequence[Statement]) -> list[Statement]:
    """Drops orders of which another statement tells more, and deliveries of a known order."""
    full = {
        (s.subject, s.object)
        for s in found
        if s.predicate == "ordered_from" and any(role in s.qualifiers for role in ("count", "hashrate", "amount"))
    }
    ordered = {(s.subject, s.object) for s in found if s.predicate == "ordered_from"}
    signed = [s for s in found if s.predicate == "ordered_from" and s.object and s.rule.startswith("zh.")]
    family = {frozenset((s.subject, s.object)) for s in found if s.predicate == "subsidiary_of"}
    bought = {(s.subject, s.object) for s in found if s.predicate == "acquired" and s.object}
    sites = [s for s in found if s.predicate == "acquired" and s.object and s.rule.startswith("en.")]
    kept = []
    for statement in found:
        pair = (statement.subject, statement.object)
        if statement.rule.startswith("zh.partner.") and frozenset(pair) in family:
            continue
        if statement.rule.startswith("zh.acquired.merge") and pair[::-1] in bought:
            continue
        if (
            statement.predicate == "ordered_from"
            and pair in full
            and not ({"count", "hashrate", "amount"} & set(statement.qualifiers))
        ):
            continue
        if (
            statement.predicate == "supplied"
            and (statement.object, statement.subject) in ordered
            and not statement.rule.startswith("en.supplied.part")
        ):
            continue
        if statement.predicate == "regulates" and any(_names_whom(statement, other) for other in found):
            continue
        if statement.predicate == "acquired" and any(_names_bought(statement, site) for site in sites):
            continue
        if statement.predicate == "partnered_with" and any(_same_deal(statement, order) for order in signed):
            continue
        kept.append(statement)
    return kept


def without_ordered(found: Sequence[Found]) -> list[Found]:
    """Drops a Chinese count of machines run that is one of machines ordered: 1,000台…将部署于, told before the order."""
    bought = {(s.subject, key) for s, keys in found if s.predicate == "ordered_from" for key in keys[5]}  # type: ignore[attr-defined]
    return [
        (s, key)
        for s, key in found
        if s.predicate != "has_capacity" or not s.rule.startswith("zh.") or (s.subject, key[2]) not in bought
    ]


def without_wider(found: Sequence[Statement], parents: Mapping[str, str]) -> list[Statement]:
    """Drops a seat of which a narrower one is told: a miner of [Australia], seated in Sydney; and where machines went."""
    told = [(s.predicate, s.subject, s.object) for s in found if s.predicate in _ONE_PLACE and s.object]

    def is_wider(statement: Statement) -> bool:
        if statement.predicate not in _ONE_PLACE or (
            statement.predicate != "located_in" and statement.rule[:3] != "en."
        ):
            return False
        return any(
            (predicate, subject) == (statement.predicate, statement.subject)
            and _lies_in(place, statement.object, parents)
            for predicate, subject, place in told
        )

    return [statement for statement in found if not is_wider(statement)]


_ONE_PLACE = ("located_in", "relocated_to")


def without_wider_sites(found: Sequence[Found], parents: Mapping[str, str]) -> list[Found]:
    """Drops the wide place of an English site where the firm is told to work at a place inside it: its Ohio site."""
    places = [s for s, _ in found if s.predicate == "operates_in" and s.object]
    # the places in which each firm is told to work, without the narrow ones themselves
    around: set[tuple[str | None, str]] = set()
    passing: dict[tuple[str | None, str | None], list[Statement]] = {}
    for place in places:
        around |= {(place.subject, wider) for wider in _places_around(place.object, parents)}
        if place.rule.startswith(_OF_SITES):
            passing.setdefault((place.subject, place.object), []).append(place)

    def is_passing(one: Statement) -> bool:
        if one.rule.startswith(_OF_SITES):
            return True
        # other rules read the same words as well
        same = passing.get((one.subject, one.object), ())
        return one.rule in _AS_WELL and any(_overlap(one.evidence[0], other.evidence[0]) for other in same)

    return [
        (s, key)
        for s, key in found
        if s.predicate != "operates_in" or (s.subject, s.object) not in around or not is_passing(s)
    ]


_OF_SITES = ("en.capacity.", "en.operates.own_site.2")
"""The rules that only say in passing where a site lies."""
_AS_WELL = ("en.operates", "en.operates.round.7")
"""Those that read the words of these too: its Ohio site, in Ohio it is building 40 MW."""


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _lies_in(place: str | None, wider: str | None, parents: Mapping[str, str]) -> bool:
    """Whether a place lies in another one."""
    return wider is not None and wider in _places_around(place, parents)


def _places_around(place: str | None, parents: Mapping[str, str]) -> Iterator[str]:
    """The places in which a place lies, the narrow ones first."""
    while place is not None:
        place = parents.get(place)
        if place is not None:
            yield place


def _names_whom(one: Statement, other: Statement) -> bool:
    """Whether an English measure without an object is told at the same place with the one that it hits."""
    if one.object is not None or other.object is None or other.predicate != "regulates":
        return False
    if (one.subject, one.qualifiers.get("action")) != (other.subject, other.qualifiers.get("action")):
        return False
    return one.rule.startswith("en.") and abs(one.evidence[0][0] - other.evidence[0][0]) < _DEAL_REACH


def _names_bought(one: Statement, other: Statement) -> bool:
    """Whether a purchase without a name is told in the same words with it: bought a new site called [Stingray]."""
    if one.object is not None or one.subject != other.subject or not one.rule.startswith("en."):
        return False
    told = all(other.qualifiers.get(role) == fillers for role, fillers in one.qualifiers.items())
    return told and _overlap(one.evidence[0], other.evidence[0])


def _same_deal(one: Statement, order: Statement) -> bool:
    """Whether a partnership is told where its parties sign an order: a sale called 合作 is an order."""
    if {one.subject, one.object} != {order.subject, order.object}:
        return False
    return abs(one.evidence[0][0] - order.evidence[0][0]) < _DEAL_REACH


_DEAL_REACH = 80
# 目前每天产出[6枚]: how much it is now, whatever was mined over a period
_RATE_NOW = lazy_pattern(r"(?:目前|现在|如今|眼下|当前)(?:平均)?(?:每天|每日|日均)[^,。;]{0,6}$")
_DAILY = lazy_pattern(r"\s?(?:per day|a day|daily|/day|per exahash|per eh|each day|/天|/日)")
_DAILY_BEFORE = lazy_pattern(
    r"(?:(?<![昨今前当本])日产|每天|每日|日均|一天|单日|一日|平均每|average of|averag(?:ed|ing)|daily|per day)[^,。;]{0,26}$"
)


def without_daily(found: Sequence[Found], encoded: EncodedText, drafts: Sequence[Draft]) -> list[Found]:
    """Drops a daily output where the same company has another figure, both of them made or both only planned."""
    daily: set[str] = set()
    for draft in drafts:
        for slot in draft.fillers.get("object", ()) if draft.predicate == "mined" else ():
            if slot.mention is not None and _is_daily(encoded.text, slot.position):
                daily.add(slot.mention.id)
    whole = {(s.subject, s.modality) for s, _ in found if s.predicate == "mined" and s.object not in daily}
    return [
        (s, key)
        for s, key in found
        if not (s.predicate == "mined" and s.object in daily and (s.subject, s.modality) in whole)
    ]


def _is_daily(text: str, at: int) -> bool:
    """Whether an output is one of each day of a period, and not the rate of now."""
    if _RATE_NOW.search(text, max(0, at - 12), at):
        return False
    return bool(_DAILY.match(text, at + 1) or _DAILY_BEFORE.search(text, max(0, at - 32), at))


# bought [an] 80 MW farm in Ethiopia: a site that has not been told of
_A_SITE = lazy_pattern(
    r"\s(?:(?:up to |about |another |an additional |some )?\ue077|(?:an?|another|two|three|four|\ue069)\s)"
)


def bought_at(
    draft: Draft, text: str, parents: Mapping[str, str]
) -> tuple[bool, frozenset[str], frozenset[str], frozenset[object]]:
    """Whether a purchase of a site without a name tells of it as new, where it lies, what lies around, what it costs."""
    places = frozenset(slot.ref for slot in draft.fillers.get("jurisdiction", ()))
    around = frozenset(wider for place in places for wider in _places_around(place, parents))
    paid = frozenset(map(key_of, draft.fillers.get("amount", ())))
    return _A_SITE.match(text, draft.span[1]) is not None, places, around | places, paid


def _is_other_site(one: object, other: object) -> bool:
    """Whether two purchases of sites without names are of two: the later is told as new, and lies elsewhere or costs else."""
    if not (isinstance(one, tuple) and isinstance(other, tuple)) or not one[0]:
        return False
    return bool(
        (one[1] and other[1] and not (one[1] & other[2] or other[1] & one[2]))
        or (one[3] and other[3] and not one[3] & other[3])
    )


def _told_better(key: tuple[object, ...], told: Mapping[tuple[object, ...], int]) -> tuple[object, ...]:
    """The key of what an English text has told before, and now without its seller, or without its day."""
    if key[0] == "ordered_from" and key[2] is None and any(key[5:]):
        return next((other for other in told if other[:2] == key[:2] and other[3:] == key[3:]), key)
    if key[0] == "acquired" and key[2] is None and len(key) > 5:
        return next((other for other in told if other[:5] == key[:5] and not _is_other_site(key[5], other[5])), key)
    if key[0] == "regulates" and key[-1] == ():
        return next((other for other in told if other[:-1] == key[:-1]), key)
    return key


def each_once(found: Sequence[tuple[Statement, tuple[object, ...]]]) -> list[Statement]:
    """Statements with one key are one: qualifiers of later ones fill what the first leaves open."""
    by_key: dict[tuple[object, ...], int] = {}
    kept: list[Statement] = []
    for statement, key in found:
        if statement.predicate == "ordered_from" and key in by_key:
            machines = kept[by_key[key]].qualifiers.get("machine"), statement.qualifiers.get("machine")
            key = key if None in machines or machines[0] == machines[1] else (*key, machines[1])
        if statement.rule.startswith("en."):
            key = _told_better(key, by_key)
            if statement.predicate == "has_position" and key in by_key:
                key = _of_post(key, kept[by_key[key]], statement)
        if statement.predicate == "supplied" and key[5:] == ((),):
            key = next((other for other in by_key if other[:5] == key[:5]), key)
        if statement.predicate == "partnered_with" and statement.object is not None:
            key = (key[0], *sorted(map(str, key[1:3])))
        open_key = (*key[:2], None, *key[3:])
        if statement.predicate == "ordered_from" and key not in by_key and any(key[5:]) and open_key in by_key:
            # told first without its seller: the headline
            by_key[key] = at = by_key.pop(open_key)
            kept[at] = replace(kept[at], object=statement.object)
        if key in by_key:
            first = kept[by_key[key]]
            merged = dict(first.qualifiers)
            for role, fillers in statement.qualifiers.items():
                if role == "title" or role not in LITERAL_ROLES:
                    merged.setdefault(role, fillers)
            if merged.get("date") == merged.get("delivery_date"):
                merged.pop("date", None)  # the day of delivery is not that of the order as well
            kept[by_key[key]] = replace(
                first,
                qualifiers=merged,
                modality=_modality_of(first, statement),
                confidence=max(first.confidence, statement.confidence),
            )
            continue
        by_key[key] = len(kept)
        kept.append(statement)
    return kept


# the head word of a title, by which two are of one post
_POSTS = lazy_pattern(
    r"chief \w+ officer|chief executive|finance chief|chair|founder|director|president|head|manager|counsel|treasurer|secretary|adviser|advisor|\bc[a-z]o\b"
)
_SHORT = {"chief executive": "ceo", "finance chief": "cfo"}


def _posts_of(statement: Statement) -> frozenset[str]:
    """The posts that the titles of a position name.

    >>> sorted(_posts_of(Statement("has_position", "p", "c", qualifiers={"title": ("co-founder and Chief Executive Officer",)})))
    ['ceo', 'founder']
    """
    found = [post for title in statement.qualifiers.get("title", ()) for post in _POSTS.findall(title.lower())]
    return frozenset(
        _SHORT.get(post) or ("c" + post.split(" ")[1][0] + "o" if post.endswith("officer") else post) for post in found
    )


def _of_post(key: tuple[object, ...], first: Statement, again: Statement) -> tuple[object, ...]:
    """The key of a position that one keeps or takes while another of the same firm ends: left as CEO, stays director."""
    posts = _posts_of(first), _posts_of(again)
    other = first.modality != again.modality and all(posts) and not posts[0] & posts[1]
    return (*key, again.modality) if other else key


def _modality_of(first: Statement, again: Statement) -> str:
    """How sure a fact is that is told twice.

    What ended has ended. A Chinese headline tells a purchase as done that its text calls planned; where machines of an
    order are to go there is a site already, if the text tells of it.
    """
    if "ended" in (first.modality, again.modality):
        return "ended"
    if not again.rule.startswith("zh."):
        return first.modality
    if again.predicate == "acquired" and again.modality == "planned" and first.modality in ("asserted", "possible"):
        return "planned"
    if again.predicate == "operates_in" and first.modality == "planned" and ".order." in first.rule:
        return again.modality
    return first.modality
