"""Lines of hardware that no table lists: the Chinese name right before a model's code, 锋刃|T3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import ChineseNames
from nlp.text.fold import FoldedText

_LONGEST = 4
_KINDS = frozenset(("旧款", "新款", "老款", "同款", "水冷", "风冷", "液冷", "水冷版", "风冷版", "版", "款"))
_NAMING = frozenset({"n", "ns", "nz", "nr", "nrt", "x", "ng", "g", "b", "zg"})


class UnlistedLines:
    """Takes the name of a line into the span of its model."""

    def __init__(self, tables: ChineseNames) -> None:
        self._plain = _KINDS | tables.ordinary | tables.stops | tables.generic | tables.company_before.keys()

    def extend(
        self, text: FoldedText, segments: Segments, machines: Sequence[Mention], known: Sequence[Mention]
    ) -> list[Mention]:
        """The `machines`, with the names of their lines; `known` are the names that the registry has."""
        if not segments.tokens:
            return list(machines)
        ends = {mention.end for mention in known}
        found = []
        for machine in machines:
            start = machine.start
            if not machine.rule.startswith("machine.line") and start not in ends and start - 1 not in ends:
                start = self._line_start(segments, start)
            found.append(replace(machine, start=start, text=text.source[start : machine.end]))
        return found

    def _line_start(self, segments: Segments, end: int) -> int:
        """Where a name of no ordinary words begins that ends at `end`; `end` itself where there is none."""
        tokens, start = segments.tokens, end
        blank = end > 1 and tokens.words[segments.index_at(end - 1)] == " "
        end -= blank  # 沧浪| C9
        index = segments.index_at(end - 1)
        while index >= 0 and end - tokens.starts[index] <= _LONGEST:
            word, tag = tokens.words[index], tokens.tags[index]
            if not "\u4e00" <= word[0] <= "\u9fff" or word in self._plain or tag not in _NAMING:
                break
            start = tokens.starts[index]
            index -= 1
        return start if end - start >= 2 else end + blank
