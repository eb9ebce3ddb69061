"""Which things of different articles are one: persons' decisions first, then names, then deeds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from nlp.errors import InputError
from nlp.graph.claims import Claim, Thing
from nlp.graph.fusion.clusters import Clusters
from nlp.graph.fusion.deeds import Deeds, by_deeds, find_candidates
from nlp.graph.fusion.matching import Matcher
from nlp.graph.fusion.merges import Decision, Merges, Proposal
from nlp.graph.fusion.names import NameKeys
from nlp.graph.fusion.naming import RegistryNames, by_name, by_short_form, of_registry
from nlp.graph.fusion.places import Places
from nlp.graph.fusion.rules import Rules
from nlp.graph.fusion.tellings import Ident, ident_of
from nlp.graph.fusion.things import Entity, gather_things, things_of
from nlp.resources.registry import Registry

_ROUNDS = 4
_SUPPORT = 2.0  # bits
_BESIDE = frozenset({"COMPANY", "AUTHORITY", "FACILITY", "PERSON"})
_Found = tuple[Proposal, Ident, Ident]


class Links:
    """What each thing is taken for, and why; `claims` must be in order."""

    def __init__(
        self,
        claims: Sequence[Claim],
        *,
        registry: Registry,
        rules: Rules,
        keys: NameKeys,
        names: RegistryNames,
        merges: Merges | None = None,
    ) -> None:
        self.places = Places(registry)
        self.entities = gather_things(claims, keys)
        self.matcher = Matcher(rules, self.places, self.comparable)
        self._registry = registry
        self._claims = claims
        self._rules = rules
        self._keys = keys
        self._clusters: Clusters[Ident] = Clusters()
        self._documents: dict[Ident, set[str]] = {}
        self._registered: dict[Ident, bool] = {}
        self._proposals: dict[tuple[Ident, Ident], Proposal] = {}
        self._beside = self._co_occurring()
        for decision in (merges or Merges()).decisions:
            if decision.accepted:
                self._decide(decision)
        for decision in (merges or Merges()).decisions:
            if not decision.accepted:
                self._decide(decision)
        self._link(names)
        self._things = self._canonical()

    @property
    def proposals(self) -> list[Proposal]:
        """What was merged without a person, and what a person should look at, the surest first."""
        found = [
            p for (a, b), p in self._proposals.items() if p.merge or self._clusters.find(a) != self._clusters.find(b)
        ]
        return sorted(found, key=lambda p: (not p.merge, -p.score, p.label, p.left, p.right))

    def ident(self, thing: Thing) -> Ident:
        """What a thing is taken for."""
        found = self._things.get(ident_of(thing))
        return ident_of(found if found is not None else thing)

    def thing(self, thing: Thing) -> Thing:
        """The thing itself, with the names that all articles give it."""
        return self._things.get(ident_of(thing), thing)

    def comparable(self, one: Ident, other: Ident) -> bool:
        """Whether two things would show by their names that they are one."""
        left, right = (self._side(ident) for ident in (one, other))
        if all(known for known, _ in left) and all(known for known, _ in right):
            return True
        return bool(set().union(*(s for _, s in left)) & set().union(*(s for _, s in right)))

    def _side(self, ident: Ident) -> list[tuple[bool, frozenset[str]]]:
        found = [self.entities[member] for member in self._clusters.members(ident) if member in self.entities]
        return [(entity.known, entity.scripts) for entity in found] or [(True, frozenset())]

    def _co_occurring(self) -> dict[Ident, set[Ident]]:
        """What speaks for a name in common: things of the same articles, for persons those of the same claims."""
        beside: dict[Ident, set[Ident]] = {i: set() for i, entity in self.entities.items() if not entity.known}
        of_document: dict[str, set[Ident]] = {}
        for claim in self._claims:
            found = {ident_of(thing) for _, thing in things_of(claim) if thing.label in _BESIDE}
            of_document.setdefault(claim.source.document, set()).update(found)
            for ident in found & beside.keys():
                beside[ident] |= found
        for ident, near in beside.items():
            if ident[0] != "PERSON":
                near |= set().union(*(of_document[document] for document in self.entities[ident].documents))
            near.discard(ident)
        return beside

    def _near(self, ident: Ident) -> Collection[Ident]:
        return {self._clusters.find(other) for other in self._beside.get(ident, ())} - {self._clusters.find(ident)}

    def _decide(self, decision: Decision) -> None:
        """Joins or keeps apart what a person decided on."""
        left, right = (
            self._meant(decision.label, key, names)
            for key, names in ((decision.left, decision.left_names), (decision.right, decision.right_names))
        )
        for a in left:
            for b in right:
                if decision.accepted:
                    self._join(a, b)
                elif a != b and self._clusters.find(a) == self._clusters.find(b):
                    raise InputError(
                        f"the merge file says that {a[1]} and {b[1]} are one, and rejects it; take back one of the two"
                    )
                elif a != b:
                    self._clusters.keep_apart(a, b)

    def _meant(self, label: str, key: str, names: Iterable[str]) -> list[Ident]:
        """The things a decision is about: that of the key, else those of the names."""
        ident = label, key
        if ident in self.entities or self._registry.get(label, key) is not None:
            return [ident]
        if label == "PERSON":
            return []  # another person may have the name
        wanted = {self._keys.key(label, name) for name in names} - {""}
        return [i for i, entity in self.entities.items() if i[0] == label and not entity.known and entity.keys & wanted]

    def _join(self, one: Ident, other: Ident) -> bool:
        a, b = self._clusters.find(one), self._clusters.find(other)
        registered = self._is_registered(a) or self._is_registered(b)
        if not self._clusters.join(one, other):
            return False
        root = self._clusters.find(one)
        self._registered[root] = registered
        documents = [self._documents.pop(part, set()) or self._unknown_documents(part) for part in (a, b)]
        small, large = sorted(documents, key=len)
        large |= small
        self._documents[root] = large
        return True

    def _unknown_documents(self, ident: Ident) -> set[str]:
        entity = self.entities.get(ident)
        return set() if entity is None or entity.known else set(entity.documents)

    def _documents_of(self, ident: Ident) -> set[str]:
        root = self._clusters.find(ident)
        return self._documents.get(root) or self._unknown_documents(root)

    def _link(self, names: RegistryNames) -> None:
        """Rounds, for what is one helps to see what else is."""
        self._apply(of_registry(self.entities, names))
        candidates = find_candidates(self.entities, self._claims, self._rules)
        for _ in range(_ROUNDS):
            joined = self._apply(by_name(self.entities, self._clusters, self._near))
            support = partial(self._support, deeds=self._deeds())
            joined |= self._apply(by_short_form(self.entities, self._clusters, self._keys, support))
            joined |= self._apply(by_deeds(self.entities, filter(self._can_be, candidates), self._deeds()))
            if not joined:
                break

    def _deeds(self) -> Deeds:
        return Deeds(self._claims, self._rules, self.matcher, self._clusters.find)

    def _can_be(self, pair: tuple[Ident, Ident]) -> bool:
        a, b = pair
        return (
            self._clusters.find(a) != self._clusters.find(b)
            and not self._clusters.are_apart(a, b)
            and not self._documents_of(a) & self._documents_of(b)
        )

    def _support(self, one: Entity, other: Entity, deeds: Deeds) -> str:
        """What beside the name speaks for two companies being one; empty where nothing does."""
        shared = sorted(set(self._near(one.ident)) & set(self._near(other.ident)))
        if shared:
            return f"both are named with {shared[0][1]}"
        namesakes = sorted(self._names_beside(one) & self._names_beside(other))
        if namesakes:
            return f"both are named with one called {namesakes[0][1]}"
        bits, why = deeds.weigh(one, other)
        return why[0] if bits >= _SUPPORT else ""

    def _names_beside(self, entity: Entity) -> set[tuple[str, str]]:
        """The names of unknown things of an article; a firm and its officer with like names in two are no chance."""
        beside = (self.entities[other] for other in self._beside.get(entity.ident, ()))
        return {(other.ident[0], key) for other in beside if not other.known for key in other.keys}

    def _apply(self, found: Iterable[_Found]) -> bool:
        """Merges what may be merged, the surest first; whether anything was."""
        joined = False
        for proposal, a, b in sorted(found, key=lambda item: (-item[0].score, item[1], item[2])):
            if self._clusters.find(a) == self._clusters.find(b):
                continue
            apart = self._clusters.are_apart(a, b)
            strangers = proposal.rule not in ("name", "registry") and self._documents_of(a) & self._documents_of(b)
            if proposal.merge and not apart and not strangers and not self._two_known(a, b):
                joined |= self._join(a, b)
                self._proposals[a, b] = proposal
            elif not strangers and not apart:
                self._proposals.setdefault((a, b), replace(proposal, merge=False))
        return joined

    def _two_known(self, one: Ident, other: Ident) -> bool:
        """Whether it would make two things of the registry one."""
        return all(self._is_registered(self._clusters.find(ident)) for ident in (one, other))

    def _is_registered(self, root: Ident) -> bool:
        """Whether a set has a thing of the registry; a set that was never joined is its root alone."""
        return self._registered[root] if root in self._registered else self._registry.get(*root) is not None

    def _canonical(self) -> dict[Ident, Thing]:
        """One thing for every set: of the registry where one is, else that of the first article."""
        groups: dict[Ident, list[Entity]] = {}
        for ident, entity in self.entities.items():
            groups.setdefault(self._clusters.find(ident), []).append(entity)
        things: dict[Ident, Thing] = {}
        for root, group in groups.items():
            group.sort(key=lambda e: (e.first, e.ident))
            known = sorted(i for i in self._clusters.members(root) if self._registry.get(*i) is not None)
            known = known or sorted(entity.ident for entity in group if entity.known)
            label, key = known[0] if known else group[0].ident
            names = dict.fromkeys(name for entity in group for name in entity.names)
            entry = self._registry.get(label, key)
            name = entry.names[0].text if entry is not None else group[0].name
            made = Thing(key, label, name, tuple(names), bool(known))
            things |= {entity.ident: made for entity in group}
        return things
