"""From drafts to statements: subjects, dates, changes, modality, and each fact once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from nlp.clause_places import is_credited, is_in_byline
from nlp.encoding import EncodedText, Slot
from nlp.records import Statement
from nlp.references import Salience
from nlp.resources.frames import Grammar
from nlp.schema import CHANGES, PREDICATES, Predicate
from nlp.statements.carried_over import CarriedOver, Heard
from nlp.statements.changes import add_changes
from nlp.statements.chosen import (
    flip_signs,
    flip_words,
    one_action,
    own_models,
    without_bases,
    without_bought_again,
    without_deals_again,
    without_misread_deals,
    without_old_lines,
    without_old_targets,
    without_other_owners,
    without_outdone,
    without_prices_of_coins,
    without_reread,
    without_traded,
    without_unnamed,
)
from nlp.statements.clauses import owned_after
from nlp.statements.dating import Dating
from nlp.statements.deals import one_sum, tell_deals, tell_projects
from nlp.statements.demonyms import Offices
from nlp.statements.drafts import Draft, Way
from nlp.statements.events import leads
from nlp.statements.gapping import add_gapped
from nlp.statements.increments import without_increments
from nlp.statements.joined import join_told, tell_apart
from nlp.statements.knowledge import Knowledge
from nlp.statements.modality import resolve_modality
from nlp.statements.not_its_own import without_foreign
from nlp.statements.now_and_then import part_now
from nlp.statements.once import (
    Found,
    bought_at,
    each_once,
    filler_of,
    key_of,
    without_converted,
    without_daily,
    without_growth,
    without_ordered,
    without_told,
    without_wider,
    without_wider_sites,
)
from nlp.statements.orders import continue_orders, sell_to_clients
from nlp.statements.paired import dates_of_all
from nlp.statements.proceeds import tell_proceeds
from nlp.statements.ranking import Ranking
from nlp.statements.rounding import without_rounded
from nlp.statements.segments import add_segment
from nlp.statements.shadows import runs_nothing, state_raids, without_shadows
from nlp.statements.shared_verbs import share_verbs
from nlp.statements.sites import (
    at_named_sites,
    own_sites,
    place_capacity,
    place_partnership,
    without_origins,
    without_seats,
)
from nlp.statements.standing_clauses import without_standing
from nlp.statements.subjects import Subjects
from nlp.statements.times import Calendar
from nlp.statements.trade import Trade, without_owned_models
from nlp.statements.trade_counts import firm_counts, machine_before, own_amounts
from nlp.text.lazy import lazy_pattern


class Assembler:
    """Turns the drafts of one document into its statements."""

    def __init__(
        self,
        encoded: EncodedText,
        salience: Salience,
        grammar: Grammar,
        known: Knowledge,
        offices: Offices,
        *,
        source: str = "",
        way: Way | None = None,
        today: str | None = None,
        title: str = "",
        subject_ranking: Ranking | None = None,
        date_ranking: Ranking | None = None,
        heard: Heard | None = None,
    ) -> None:
        self._encoded, self._salience, self._cues, self._known = encoded, salience, grammar.cues, known
        self._source, self._segments = source, grammar.segments
        self._carried = CarriedOver(encoded, salience, known, subject_ranking, title=title, source=source, heard=heard)
        self._way = way or Way(encoded.text)
        self._calendar = Calendar(encoded, self._way, today)
        self._dating = Dating(encoded, self._way, self._calendar, today, date_ranking)
        self._trade = Trade(encoded, salience, known)
        self._claimed: dict[int, set[int]] = {}
        self._subjects = Subjects(encoded, salience, grammar.cues, known, self._way, self._claimed, offices)

    def assemble(self, drafts: Sequence[Draft]) -> list[Statement]:
        """The statements, each fact once, in order of the text."""
        drafts = _without_loose(add_gapped(drafts, self._encoded))
        drafts = share_verbs(list(tell_apart(join_told(drafts, self._encoded))), self._encoded)
        drafts = _without_guesses([draft for draft in drafts if self._without_credits(draft)])
        drafts = without_origins(without_misread_deals(without_shadows(drafts)), self._encoded.text)
        drafts = without_foreign(drafts, self._encoded, self._known.makers)
        state_raids(drafts, self._encoded)
        for draft in drafts:
            if draft.predicate in ("ordered_from", "acquired", "partnered_with", "supplied"):
                claimed = self._claimed.setdefault(draft.sentence.start, set())
                claimed.update(
                    s.position
                    for s in draft.fillers.get("object", ())
                    if s.type in "Cc"
                    and not (draft.predicate == "supplied" and leads(self._encoded.text, draft.sentence, s))
                )
            elif draft.predicate == "subsidiary_of" and draft.is_english:
                claimed = self._claimed.setdefault(draft.sentence.start, set())
                claimed.update(owned_after(draft, self._encoded.text))
        without_bases(drafts, self._encoded.text)
        flip_signs(drafts, self._encoded.text)
        flip_words(drafts, self._encoded.text)
        ordered = any(d.predicate == "ordered_from" for d in drafts)
        own = own_models(self._encoded, self._salience, self._known, ordered=ordered)
        drafts = without_owned_models(without_unnamed(without_traded([*drafts, *own])), self._known)
        drafts = one_action(without_outdone(without_reread(drafts)), self._encoded.text)
        drafts = without_increments(one_sum(drafts, self._encoded.text), self._encoded.text)
        drafts = without_old_lines(drafts, self._encoded.text)
        drafts = without_other_owners(without_old_targets(drafts, self._encoded.text))
        for draft in drafts:
            place_capacity(draft, self._encoded)
            place_partnership(draft, self._encoded)
        taken = tell_deals(drafts, self._encoded)
        drafts = without_standing(tell_projects(without_traded(drafts), self._encoded), self._encoded)
        drafts = without_bought_again(drafts, self._encoded.text)
        drafts = without_deals_again(drafts, self._encoded.text)
        without_prices_of_coins(drafts)
        drafts = [d for d in drafts if not (d.predicate in ("reported", "raised") and _is_taken(d, taken))]
        drafts = tell_proceeds(drafts, self._encoded)
        sell_to_clients(drafts, self._encoded)
        drafts = [*at_named_sites(drafts, self._encoded), *own_sites(drafts, self._encoded.text)]
        drafts = without_seats(drafts, self._encoded.text)
        drafts = continue_orders(drafts, self._encoded, self._known.builders)
        machine_before(drafts, self._encoded)
        firm_counts(drafts)
        own_amounts(drafts, self._encoded.text)
        part_now(drafts, self._encoded)
        self._carried.read(drafts)
        found: list[tuple[Statement, tuple[object, ...]]] = []
        for draft in sorted(drafts, key=lambda d: (d.span[0], d.span[1])):
            for statement, key in self._statements(draft):
                found.append((statement, key))
        told = each_once(
            without_daily(
                without_growth(self._without_same(without_ordered(without_wider_sites(found, self._known.parents)))),
                self._encoded,
                drafts,
            )
        )
        return without_wider(without_told(told), self._known.parents)

    def _without_same(self, found: Sequence[Found]) -> list[Found]:
        """The statements without figures that are told again, rounded or in another currency."""
        return without_rounded(without_converted(found, self._encoded), self._encoded)

    def _without_credits(self, draft: Draft) -> bool:
        """Takes companies that are only credited with the news out of a draft; whether an object is left."""
        if draft.predicate == "has_position":
            # the outlet's reporter works there, but an English byline tells no office
            return not any(is_in_byline(self._encoded.text, s) for s in draft.fillers.get("subject", ()))
        whole = True
        for role, slots in draft.fillers.items():
            kept = [s for s in slots if s.type != "C" or not is_credited(self._encoded.text, s)]
            whole = whole and not (role == "object" and slots and not kept)
            draft.fillers[role] = kept
        return whole

    def _statements(self, draft: Draft) -> Iterable[tuple[Statement, tuple[object, ...]]]:
        predicate = PREDICATES[draft.predicate]
        subjects: list[Slot | str | None] = list(draft.fillers.get("subject", ()))
        if not subjects and draft.subject_open:
            subjects = list(self._subjects.of(draft, predicate))
        if len(subjects) == 1:
            subjects = [self._carried.owner(draft, subjects[0])]
        if not subjects:
            subjects = [None]
        objects: list[Slot | str | None] = list(draft.fillers.get("object", ())) or [None]
        if draft.predicate == "has_position" and objects == [None]:
            objects = list(self._subjects.employer(draft)) or [None]
        if draft.predicate == "subsidiary_of" and objects == [None]:
            objects = list(self._subjects.owner(draft)) or [None]
        if "date" in predicate.qualifiers and not draft.fillers.get("date") and not draft.undated:
            day = self._calendar.date(draft, predicate)
            draft.fillers["date"] = [day] if day else []
        if "date" in predicate.qualifiers:
            self._dating.settle(draft)
            self._dating.part_from_base(draft)
        if draft.is_chinese and draft.predicate in ("reported", "mined") and len(draft.fillers.get("date", ())) == 1:
            (day,) = draft.fillers["date"]
            draft.fillers["date"] = [
                date
                for figure in draft.fillers["object"][:1]
                for date in dates_of_all(self._encoded, draft.sentence, figure, day)
            ]
        add_segment(draft, self._encoded, self._segments)
        cues = self._cues.get(draft.language, {})
        add_changes(draft, predicate, self._encoded, cues)
        if draft.predicate == "ordered_from":
            subjects, objects = self._trade.sides(draft, subjects, objects)
            self._trade.keep(draft, subjects, objects)
        if draft.frame_id.startswith("en.supplied.part"):
            subjects, objects = self._trade.delivered(draft) or ([], [])
        if (
            draft.frame_id.startswith("zh.supplied.deal")
            and self._trade.computes(objects)
            and not self._trade.computes(subjects)
        ):
            subjects, objects = objects, subjects  # OpenAI与CoreWeave签下算力合同: the cloud sells
        modality = resolve_modality(draft, self._encoded, cues)
        if (
            modality == "asserted"
            and not draft.moods
            and draft.predicate != "ordered_from"
            and self._calendar.is_ahead(draft)
        ):
            modality = "planned"
        if modality in ("planned", "possible") and draft.is_chinese:
            self._calendar.without_day_told(draft)
        for subject in subjects:
            for target in objects:
                made = self._statement(draft, predicate, subject, target, modality)
                if made:
                    yield made

    def _statement(
        self, draft: Draft, predicate: Predicate, subject: Slot | str | None, target: Slot | str | None, modality: str
    ) -> tuple[Statement, tuple[object, ...]] | None:
        subject_ref = subject.ref if isinstance(subject, Slot) else subject
        if isinstance(subject, Slot) and subject.mention and runs_nothing(draft, subject.mention.text):
            return None
        if subject_ref is None and (draft.subject_open or not predicate.subject_optional or target is None):
            return None
        if target is None and not predicate.object_optional:
            return None
        if predicate.name == "reported" and isinstance(target, Slot) and _is_small(target):
            return None
        if predicate.name == "ordered_from" and None in (subject_ref, target) and _is_bare(draft):
            return None
        if predicate.name == "subsidiary_of" and _is_minority(draft):
            return None
        target_ref = target.ref if isinstance(target, Slot) else target
        if target is not None and target_ref == subject_ref:
            if predicate.name != "regulates" or subject is None:
                return None
            target = target_ref = None  # 伊朗总统禁止伊朗境内挖矿: mining at large
        qualifiers: dict[str, tuple[str, ...]] = {}
        for role, slots in draft.fillers.items():
            if role in ("subject", "object") or role not in predicate.qualifiers or not slots:
                continue
            fillers = dict.fromkeys(
                filler_of(s) for s in slots if (s is not target or role in CHANGES) and s.ref != subject_ref
            )
            if fillers:
                qualifiers[role] = tuple(fillers)
        for role, value in draft.literals.items():
            if role in predicate.qualifiers:
                qualifiers[role] = (self._literal(value),)
        if any(role not in qualifiers for role in predicate.required):
            return None
        positions = [s.position for slots in draft.fillers.values() for s in slots] + [draft.span[0], draft.span[1] - 1]
        inside = [p for p in positions if draft.sentence.start <= p < draft.sentence.end]
        evidence = self._encoded.source_span(min(inside), max(inside) + 1) if inside else (0, 0)
        statement = Statement(
            predicate=predicate.name,
            subject=subject_ref,
            object=filler_of(target) if isinstance(target, Slot) else target,
            qualifiers=qualifiers,
            modality=modality,
            evidence=(evidence,),
            confidence=round(draft.confidence, 3),
            rule=draft.frame_id,
        )
        key: tuple[object, ...] = (
            predicate.name,
            subject_ref,
            key_of(target),
            qualifiers.get("metric"),
            qualifiers.get("action"),
        )
        if predicate.name == "ordered_from":
            # an order told again has the same figures
            key += tuple(tuple(map(key_of, draft.fillers.get(role, ()))) for role in ("count", "hashrate"))
        if predicate.name == "supplied" and target is None:
            # sales of a quarter and of its year
            key += (tuple(map(key_of, draft.fillers.get("hashrate", ()))),)
        if predicate.name == "acquired" and target is None and draft.is_english:
            # sites without names
            key += (bought_at(draft, self._encoded.text, self._known.parents),)
        if predicate.name == "regulates":
            key += (tuple(_day_of(slot) for slot in draft.fillers.get("date", ())),)
        return statement, key

    def _literal(self, value: str) -> str:
        """The literal; a span of the source is replaced by what is written there."""
        if not value.startswith("\x00"):
            return value
        start, _, end = value[1:].partition(":")
        return _JOINT.sub("", _ARTICLE.sub("", self._source[int(start) : int(end)].strip(" ,、:")))


def _without_loose(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without those of loose rules where a closer rule reads the same predicate in the sentence."""
    read = {(d.predicate, d.sentence.start) for d in drafts if not d.loose and not d.joins}
    return [d for d in drafts if not d.loose or (d.predicate, d.sentence.start) not in read]


def _without_guesses(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without positions and units that leave open whose they are, where another one names it."""
    owned = {
        s.ref
        for d in drafts
        if d.predicate == "subsidiary_of" and any(s.type == "C" for s in d.fillers.get("object", ()))
        for s in d.fillers["subject"]
    }
    drafts = [d for d in drafts if d.predicate != "subsidiary_of" or not _is_owned_by_name(d, owned)]
    positions = [
        d
        for d in drafts
        if d.predicate == "has_position" and (not d.is_chinese or d.frame_id.startswith("zh.position.second_of_firm"))
    ]
    owned_posts = [draft for draft in positions if draft.fillers.get("object")]
    told = {s.position for draft in owned_posts for s in draft.fillers.get("subject", ())}
    # formerly its treasurer, named as CEO: the post that one takes is none of those that one left
    kept = {s.position for draft in owned_posts if draft.modality != "ended" for s in draft.fillers.get("subject", ())}
    return [
        draft
        for draft in drafts
        if draft.predicate != "has_position"
        or draft.fillers.get("object")
        or not any(
            s.position in (told if draft.modality == "ended" or "title" not in draft.literals else kept)
            for s in draft.fillers.get("subject", ())
        )
    ]


def _is_owned_by_name(draft: Draft, owned: Collection[str]) -> bool:
    """Whether a draft of a Chinese unit does not name its owner, and another draft does."""
    named = any(s.type == "C" for s in draft.fillers.get("object", ()))
    return not named and draft.is_chinese and any(s.ref in owned for s in draft.fillers.get("subject", ()))


# appointed P as the interim CEO [and] initiated a search
_JOINT = lazy_pattern(r"\s(?:and|&)\Z")
_ARTICLE = lazy_pattern(r"^(?:the|an?|its|their|our)\s(?=[A-Za-z])", re.IGNORECASE)
"""What stands before a title and is no part of it."""


def _is_bare(draft: Draft) -> bool:
    """Whether nothing is told of a Chinese order but one of its parties."""
    figures = ("count", "amount", "hashrate", "machine", "option_count", "unit_price")
    return draft.is_chinese and not any(draft.fillers.get(role) for role in figures)


def _is_minority(draft: Draft) -> bool:
    """Whether the stake that is held makes no subsidiary: less than half."""
    measures = [s.mention.measure for s in draft.fillers.get("stake", ()) if s.mention]
    return any(m is not None and m.value is not None and m.value < 50 for m in measures)


def _day_of(slot: Slot) -> str:
    """The day of a date, its id where it is not known."""
    mention = slot.mention
    return mention.iso or mention.id if mention is not None else slot.ref


def _is_taken(draft: Draft, taken: Collection[int]) -> bool:
    return any(slot.position in taken for slot in draft.fillers.get("object", ()))


def _is_small(slot: Slot) -> bool:
    """Whether a sum is too small for a firm's account: it is one of a share, a coin or a contract."""
    measure = slot.mention.measure if slot.mention else None
    if measure is None or measure.kind != "money":
        return False
    greatest = measure.value if measure.value is not None else measure.maximum
    return greatest is not None and greatest < 10_000
