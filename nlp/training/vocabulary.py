"""The subword vocabulary: Chinese characters one by one, Latin words in pieces, case kept, digits apart.

WordPiece (Schuster and Nakajima 2012) over text that is folded (full width to half, Traditional to
Simplified, one character for one), so the offsets of the pieces are those of the source.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.text.fold import fold
from nlp.training.texts import read_articles

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PADDING, UNKNOWN, FIRST, LAST, MASK = SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
# a break between paragraphs is a piece of its own: headings and signatures stand between them
BREAK = "¶"
_CHARACTERS = 7_500


def build_vocabulary(files: Iterable[str | Path], *, size: int, characters: int) -> Tokenizer:
    """A tokenizer with a vocabulary of `size` pieces, made from the first `characters` of each file."""
    from tokenizers import Tokenizer, models, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN, max_input_chars_per_word=64))
    _configure(tokenizer)
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        limit_alphabet=_CHARACTERS,
        special_tokens=[*SPECIAL, BREAK],
        show_progress=False,
    )
    tokenizer.train_from_iterator(_sample(files, characters), trainer)
    return tokenizer


def _configure(tokenizer: Tokenizer) -> None:
    """Gives a tokenizer the rules by which text is cut before it is looked up."""
    from tokenizers import normalizers, pre_tokenizers

    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace("\n", f" {BREAK} "),
            normalizers.BertNormalizer(
                clean_text=True, handle_chinese_chars=True, strip_accents=False, lowercase=False
            ),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Digits(individual_digits=True)]
    )


def _sample(files: Iterable[str | Path], characters: int) -> Iterator[str]:
    """Folded articles of each file until they hold so many characters."""
    for file in files:
        left = characters
        for article in read_articles(file):
            if left <= 0:
                break
            left -= len(article)
            yield fold(article)


def load_vocabulary(path: Path) -> Tokenizer:
    """The tokenizer that was saved at `path`."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))


def batched(articles: Iterable[str], size: int) -> Iterator[list[str]]:
    """The articles in lists of `size`."""
    iterator = iter(articles)
    while batch := list(itertools.islice(iterator, size)):
        yield batch
