"""Silver labels: unlabelled articles of the trade, annotated by the patterns."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path

from nlp.annotation import to_line
from nlp.pipeline import annotate_all, load
from nlp.records import Document
from nlp.training.standoff import checksum
from nlp.training.texts import read_articles

# words of the trade; an article with two of them is about it
_TRADE = re.compile("矿机|矿场|矿企|矿工|矿池|挖矿|算力|哈希率|[Mm]iner|[Mm]ining|[Hh]ash ?rate|ASIC|EH/s")
# what an article of business holds
_BUSINESS = re.compile("公司|集团|交易所|基金|银行|创始人|科技|资本|[Cc]ompan|[Ee]xchange|CEO|[Bb]ank|[Cc]apital")
_LONGEST = 4_000


def write_silver(
    paths: Sequence[str],
    target: Path,
    *,
    characters: int,
    without: Container[str] = (),
    progress: Callable[[int, int, str], None],
) -> Path:
    """The annotation file with articles of `paths`, so many characters of each, annotated by patterns alone; made once and kept.

    All articles about the trade are taken first, then others about business, in an order that their
    text alone decides. Articles whose check sums are in `without` are left out.
    """
    if target.is_file():
        return target
    pipeline = load(model=None)
    partial = target.with_suffix(".part")
    with partial.open("w", encoding="utf-8") as file:
        done = 0
        for path in paths:
            for document in annotate_all(pipeline, _first(_chosen(path, without), characters)):
                file.write(to_line(document) + "\n")
                done += len(document.text)
                progress(done, characters * len(paths), "silver labels")
    partial.rename(target)
    return target


def _first(documents: Iterable[Document], characters: int) -> Iterator[Document]:
    """The first documents that hold so many characters."""
    for document in documents:
        if characters <= 0:
            return
        characters -= len(document.text)
        yield document


def _chosen(path: str, without: Container[str] = ()) -> Iterator[Document]:
    """The articles of a file, those about the trade first."""
    ranked = []
    for number, text in enumerate(read_articles(path)):
        trade, business = len(_TRADE.findall(text[:_LONGEST])), bool(_BUSINESS.search(text))
        if (trade < 2 and not business) or checksum(text) in without:
            continue
        order = hashlib.sha256(text.encode("utf-8", "replace")).digest()[:6]
        ranked.append((trade < 2, order, number))
    ranked.sort()
    wanted = {number: place for place, (_, _, number) in enumerate(ranked[:100_000])}
    texts: dict[int, str] = {}
    for number, text in enumerate(read_articles(path)):
        if number in wanted:
            texts[wanted[number]] = text[:_LONGEST]
    for place in sorted(texts):
        yield Document(id=f"{Path(path).name.split('.')[0]}-{place}", text=texts[place])
