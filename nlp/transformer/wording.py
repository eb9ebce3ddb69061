"""What the words around mentions say of them: sparse linear scores beside the argument heads.

The heads read states of pieces, this reads n-grams of the encoded text, in which each mention is one character that
tells its type (`nlp.encoding`). The two err in different places, so their sum is right more often than either. A
feature is a string, known by its CRC-32; the features of a row count 3 / sqrt(their number) each, so that
rows with many are not surer than others.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy
from numpy.typing import NDArray

from nlp.encoding import encode
from nlp.errors import ModelError
from nlp.records import Mention
from nlp.text.lazy import lazy_pattern
from nlp.transformer.decoding import Floats
from nlp.transformer.roles import PAIRS

WORDING = "wording.safetensors"
#: what all features of a row count together, times the square root of their number
SHARE = 3.0
#: so many words apart, two mentions are scored by the heads alone
REACH = 90
_WORD = lazy_pattern(r"[\ue041-\ue07a]|[a-z]+|\d+|[^\s]")
_ENDINGS = ("ing", "ed", "es", "s", "e")
_SHORT = 4
_TYPES = frozenset(map(chr, range(0xE041, 0xE07B)))
# how many words on either side: of a mention, of those that form n-grams with a place; of Chinese, of others
_AROUND, _NEAR, _ENDS = (24, 12), (6, 4), (6, 4)
_WHOLE, _LONG, _KEPT = (10, 6), 44, 22
_LEFT, _RIGHT = 8, (12, 8)
# what counts of a sentence without an end: else time would grow with its square
_FAR = 240


class Place(NamedTuple):
    """A mention among the words: its number there, its type, its label and its name."""

    at: int
    type: str
    label: str
    ref: str


class Words:
    """The words of a text with its mentions, and the features of each and of two.

    *Attributes:* `places` are those of the mentions, None for what the encoded text leaves out.
    """

    def __init__(self, folded: str, mentions: Sequence[Mention]) -> None:
        encoded = encode(folded, mentions)
        matches = [(match.start(), match[0]) for match in _WORD.finditer(encoded.text)]
        starts = [start for start, _ in matches]
        self._words = [_stem(word) for _, word in matches]
        self._sentences = [
            (bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)) for sentence in encoded.sentences
        ]
        self._heads = [start for start, _ in self._sentences]
        slots = {
            (slot.mention.start, slot.mention.end): Place(
                bisect_left(starts, position), slot.type, slot.mention.label, slot.ref
            )
            for position, slot in encoded.slots.items()
            if slot.mention is not None
        }
        self.places = [slots.get((mention.start, mention.end)) for mention in mentions]
        self._ordered = sorted((p for p in self.places if p is not None), key=lambda place: place.at)
        self._orders = [place.at for place in self._ordered]
        self._firsts: dict[tuple[int, str], int] = {}
        for place in self._ordered:
            self._firsts.setdefault((self._sentence(place.at)[0], place.label), place.at)

    def _sentence(self, at: int) -> tuple[int, int]:
        """First and last word of the sentence that a word stands in."""
        number = max(0, bisect_right(self._heads, at) - 1)
        start, end = self._sentences[number] if self._sentences else (0, 0)
        return (start, end) if at < end else (start, len(self._words))

    def _is_chinese(self, at: int) -> int:
        """0 where the words around one are Chinese characters, 1 where they are of other scripts: the index of reaches."""
        around = self._words[max(0, at - 12) : at + 13]
        return 0 if sum("\u4e00" <= word <= "\u9fff" for word in around) > 3 else 1

    def of_mention(self, place: Place) -> list[str]:
        """The features of one mention."""
        words, at = self._words, place.at
        start, end = self._sentence(at)
        kind = self._is_chinese(at)
        reach = _AROUND[kind]
        left, right = words[max(start, at - reach) : at], words[at + 1 : min(end, at + reach + 1)]
        found = [f"l{' '.join(left[-n:])}" for n in range(1, min(_ENDS[kind], len(left)) + 1)]
        found += [f"r{' '.join(right[:n])}" for n in range(1, min(_ENDS[kind], len(right)) + 1)]
        found += [
            f"b{' '.join(left[-n:])}|{' '.join(right[:m])}"
            for n in range(1, min(3, len(left)) + 1)
            for m in range(1, min(3, len(right)) + 1)
        ]
        for side, row in (("<", left), (">", right)):
            found += [f"{side}{word}" for word in row]
            pairs = [f"{one} {other}" for one, other in itertools.pairwise(row)]
            found += [f"{side}{pair}" for pair in pairs]
            near = pairs[-_NEAR[kind] :] if side == "<" else pairs[: _NEAR[kind]]
            found += [f"{side}n{pair}" for pair in near]
            found += [f"{side}3{one} {other}" for one, other in zip(row, pairs[1:], strict=False)]
        whole = words[max(start, at - _FAR) : min(end, at + _FAR)]
        found += [f"s{word}" for word in set(whole) if len(word) > 1 or word in _TYPES]
        before = "".join([word for word in words[max(start, at - 40) : at] if word in _TYPES][-3:])
        behind = "".join([word for word in words[at + 1 : min(end, at + 41)] if word in _TYPES][:3])
        found += [f"tl{before}", f"tr{behind}", f"t{before[-1:]}.{behind[:1]}"]
        if start > 0:
            first, last = self._sentence(start - 1)
            found += [f"p{word}" for word in set(words[max(first, last - _FAR) : last]) if len(word) > 2]
        return [place.type + feature for feature in found] + ["T" + place.type]

    def of_pair(self, subject: Place, other: Place) -> list[str]:
        """The features of a mention as the subject of another."""
        words = self._words
        one, two = min(subject.at, other.at), max(subject.at, other.at)
        (first, _), (_, end) = self._sentence(one), self._sentence(two)
        kind = self._is_chinese(two)
        between = words[one + 1 : two]
        apart = bisect_right(self._heads, two) - bisect_right(self._heads, one)
        rivals, leads = self._rivals(subject, one, two), self._leads(subject)
        found = [f"d{apart}", f"n{rivals}", f"f{leads}", f"d{apart}n{rivals}f{leads}", f"L{len(between).bit_length()}"]
        types = "".join(word for word in between if word in _TYPES)
        found += [f"t{types[:6]}", f"tc{min(6, len(types))}"]
        if len(between) <= _WHOLE[kind]:
            found.append("=" + " ".join(between))
        for n in range(1, min(4, len(between)) + 1):
            found += [f"a{' '.join(between[:n])}", f"z{' '.join(between[-n:])}"]
        row = between if len(between) <= _LONG else [*between[:_KEPT], "~", *between[-_KEPT:]]
        pairs = [f"{a} {b}" for a, b in itertools.pairwise(row)]
        found += [f"w{word}" for word in row]
        found += [f"2{pair}" for pair in pairs]
        found += [f"3{a} {b}" for a, b in zip(row, pairs[1:], strict=False)]
        left, right = words[max(first, one - _LEFT) : one], words[two + 1 : min(end, two + 1 + _RIGHT[kind])]
        found += [f"l{' '.join(left[-n:])}" for n in range(1, min(4, len(left)) + 1)]
        found += [f"r{' '.join(right[:n])}" for n in range(1, min(4, len(right)) + 1)]
        found += [f"lw{word}" for word in left] + [f"rw{word}" for word in right]
        found += [f"r2{a} {b}" for a, b in itertools.pairwise(right)]
        edges = (("lr", left[-1:], right[:1]), ("zr", between[-1:], right[:1]), ("ar", between[:1], right[:1]))
        found += [f"{name}{a[0]}|{b[0]}" for name, a, b in edges if a and b]
        if between and left:
            found += [f"la{left[-1]}|{between[0]}", f"la{left[-1]}|{between[0]}|{between[-1]}"]
        key = subject.type + other.type + ("so" if subject.at < other.at else "os")
        return [key + feature for feature in found] + ["P" + key]

    def _rivals(self, subject: Place, one: int, two: int) -> int:
        """How many other names of the subject's kind stand between the two, up to 4."""
        inside = self._ordered[bisect_right(self._orders, one) : bisect_left(self._orders, two)]
        return min(4, len({place.ref for place in inside if place.label == subject.label and place.ref != subject.ref}))

    def _leads(self, subject: Place) -> int:
        """Whether the subject is the first of its kind in its sentence, 1 or 0."""
        return int(self._firsts[self._sentence(subject.at)[0], subject.label] == subject.at)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The numbers of two mentions near each other that may be subject and object of something."""
        numbered = sorted((place.at, number) for number, place in enumerate(self.places) if place is not None)
        orders = [at for at, _ in numbered]
        for at, number in numbered:
            place = self.places[number]
            for _, other in numbered[bisect_left(orders, at - REACH) : bisect_right(orders, at + REACH)]:
                two = self.places[other]
                if place is not None and two is not None and other != number and (two.label, place.label) in PAIRS:
                    yield other, number


def _stem(word: str) -> str:
    """A word without its ending, any number as one."""
    if word.isdigit():
        return "0"
    if len(word) > _SHORT and word.isascii():
        for ending in _ENDINGS:
            if word.endswith(ending):
                return word[: -len(ending)]
    return word


def keys_of(features: Sequence[str]) -> NDArray[numpy.uint32]:
    """The keys of features, each once, rising: so they are found faster among those of a table."""
    keys = numpy.array(list({crc32(feature.encode()) for feature in features}), dtype=numpy.uint32)
    keys.sort()
    return keys


class Table:
    """A sparse matrix of weights: features by classes.

    Args:
        keys: of the features, rising. *Shape:* (features,)
        counts: how many weights each has. *Shape:* (features,)
        columns, values: the class of each weight, and it in steps of `step`. *Shape:* (weights,)
        bias: of each class. *Shape:* (classes,)
    """

    def __init__(
        self,
        keys: NDArray[numpy.uint32],
        counts: NDArray[numpy.uint8],
        columns: NDArray[Any],
        values: NDArray[numpy.int8],
        bias: Floats,
        step: float,
    ) -> None:
        self._keys, self._columns = keys, columns.astype(numpy.int64)
        self._starts = numpy.concatenate([[0], numpy.cumsum(counts, dtype=numpy.int64)])
        self._values, self._bias = values.astype(numpy.float32) * numpy.float32(step), bias.astype(numpy.float32)

    def scores(self, rows: Sequence[NDArray[numpy.uint32]]) -> Floats:
        """The scores of rows of feature keys, as log-odds.

        *Shape:* → (rows, classes)
        """
        classes = len(self._bias)
        scored = numpy.tile(self._bias, (len(rows), 1))
        if not rows or not len(self._keys):
            return scored
        sizes = [len(row) for row in rows]
        asked, owners = numpy.concatenate(rows), numpy.repeat(numpy.arange(len(rows)), sizes)
        found = numpy.minimum(numpy.searchsorted(self._keys, asked), len(self._keys) - 1)
        known = self._keys[found] == asked
        found, owners = found[known], owners[known]
        share = SHARE / numpy.sqrt(numpy.maximum(numpy.bincount(owners, minlength=len(rows)), 1))
        first, count = self._starts[found], self._starts[found + 1] - self._starts[found]
        ends = numpy.cumsum(count)
        places = numpy.repeat(first - ends + count, count) + numpy.arange(ends[-1] if len(ends) else 0)
        cells = numpy.repeat(owners, count) * classes + self._columns[places]
        sums = numpy.bincount(cells, weights=self._values[places], minlength=len(rows) * classes)
        result: Floats = (scored + sums.reshape(len(rows), classes) * share[:, None]).astype(numpy.float32)
        return result


class Wording:
    """The tables of a model folder, and how they are mixed with the heads."""

    def __init__(self, tensors: Mapping[str, NDArray[Any]]) -> None:
        self._tables = {
            name: Table(
                tensors[f"{name}.keys"],
                tensors[f"{name}.counts"],
                tensors[f"{name}.columns"],
                tensors[f"{name}.values"],
                tensors[f"{name}.bias"],
                float(tensors[f"{name}.step"][0]),
            )
            for name in ("roles", "relations")
        }
        self._mixes = {name: tensors[f"{name}.mix"].astype(numpy.float32) for name in self._tables}

    @classmethod
    def load(cls, folder: Path) -> Wording | None:
        """The wording of a model folder, None where it has none.

        Raises:
            ModelError: the file is none of its kind.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        path = folder / WORDING
        if not path.is_file():
            return None
        try:
            return cls(load_file(path))
        except (OSError, SafetensorError, KeyError, IndexError) as error:
            raise ModelError(f"expected the weights of words in {path}: {error}; train the model anew") from error

    def role_scores(self, words: Words) -> Floats:
        """What the words say of the roles of mentions, those alone that have a place.

        *Shape:* → (mentions with a place, roles)
        """
        rows = [keys_of(words.of_mention(place)) for place in words.places if place is not None]
        return self._tables["roles"].scores(rows)

    def relation_scores(self, words: Words, pairs: Sequence[tuple[int, int]]) -> tuple[list[int], Floats]:
        """Which of the pairs, numbers of subject and object, the words can tell of, and what they say.

        *Shape:* → (pairs that are near, relations)
        """
        numbers, rows = [], []
        for number, (subject, other) in enumerate(pairs):
            one, two = words.places[subject], words.places[other]
            if one is not None and two is not None and abs(one.at - two.at) <= REACH:
                numbers.append(number)
                rows.append(keys_of(words.of_pair(one, two)))
        return numbers, self._tables["relations"].scores(rows)

    def mix_roles(self, words: Words, chances: Floats) -> Floats:
        """The probabilities of the roles of mentions, those of the heads mixed with what the words say.

        *Shape:* (mentions, roles) → the same
        """
        numbers = [number for number, place in enumerate(words.places) if place is not None]
        return self._mixed("roles", chances, numbers, self.role_scores(words))

    def mix_relations(self, words: Words, chances: Floats, pairs: Sequence[tuple[int, int]]) -> Floats:
        """The same of the relations of pairs of mentions.

        *Shape:* (pairs, relations) → the same
        """
        return self._mixed("relations", chances, *self.relation_scores(words, pairs))

    def _mixed(self, name: str, chances: Floats, numbers: Sequence[int], scores: Floats) -> Floats:
        if not numbers:
            return chances
        heads, words, constant = self._mixes[name]
        mixed: Floats = chances.copy()
        odds = heads * log_odds(chances[numbers]) + words * scores + constant
        # the logistic function by the hyperbolic tangent, which no score is too low for
        mixed[numbers] = 0.5 * (1 + numpy.tanh(0.5 * odds))
        return mixed


def log_odds(chances: Floats) -> Floats:
    """Probabilities as log-odds, none of them without end."""
    kept = numpy.clip(chances, 1e-6, 1 - 1e-6)
    odds: Floats = numpy.log(kept / (1 - kept))
    return odds
