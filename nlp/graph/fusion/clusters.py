"""Sets of things that are one, and pairs that must not be."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Clusters(Generic[T]):
    """Disjoint sets with pairs that are kept apart."""

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}
        self._members: dict[T, list[T]] = {}
        self._apart: dict[T, set[T]] = {}

    def find(self, item: T) -> T:
        """What stands for the set of an item."""
        root = item
        while (above := self._parent.get(root, root)) != root:
            root = above
        while item != root:
            self._parent[item], item = root, self._parent[item]
        return root

    def members(self, item: T) -> list[T]:
        """The set of an item."""
        return self._members.get(self.find(item), [item])

    def keep_apart(self, one: T, other: T) -> None:
        """Never joins the sets of two items from now on."""
        a, b = self.find(one), self.find(other)
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)

    def are_apart(self, one: T, other: T) -> bool:
        """Whether two items are kept apart."""
        return self.find(other) in self._apart.get(self.find(one), ())

    def join(self, one: T, other: T) -> bool:
        """Makes two sets one; False where they were one before or are kept apart."""
        a, b = self.find(one), self.find(other)
        if a == b or b in self._apart.get(a, ()):
            return False
        if len(self.members(a)) < len(self.members(b)):
            a, b = b, a
        self._members.setdefault(a, [a]).extend(self._members.pop(b, [b]))
        self._parent[b] = a
        for enemy in self._apart.pop(b, ()):
            self._apart[enemy].discard(b)
            self._apart[enemy].add(a)
            self._apart.setdefault(a, set()).add(enemy)
        return True
