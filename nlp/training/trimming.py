"""A multilingual checkpoint cut down to two languages: of its vocabulary, the pieces that our texts use most.

Four fifths of the weights of a small multilingual encoder are embeddings of pieces of other languages. What is left keeps
its embeddings and scores (Abdaoui et al. 2020); rare words are spelt in shorter pieces. Chinese characters, digits and
marks are pieces of their own, so that mentions begin and end where pieces do. A break between paragraphs is a piece
too, `nlp.training.vocabulary.BREAK`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.errors import ModelError
from nlp.text.fold import fold
from nlp.training.network import load_checkpoint
from nlp.training.texts import read_articles
from nlp.training.vocabulary import BREAK, batched

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_MARKS = {
    "bos_token": "<s>",
    "cls_token": "<s>",
    "pad_token": "<pad>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "unk_token": "<unk>",
    "mask_token": "<mask>",
}
_UNKNOWN, _SPACE = "<unk>", "▁"
_APART = rf"\p{{Han}}|{_SPACE}?[0-9]|{_SPACE}?[\p{{P}}$+<=>|~^`°€£¥©®™•]"
_PRINTED = [chr(code) for code in range(33, 127)]
Vocabulary = Sequence[tuple[str, float]]


def trim_checkpoint(name: str, files: Sequence[str], *, size: int, characters: int, folder: Path) -> Path:
    """The folder of a checkpoint with `size` pieces; what is there already is not made again.

    `characters` of each file are read. The files, one a language, count the same.

    Raises:
        ModelError: the checkpoint's vocabulary is not one of pieces with scores (Unigram).
    """
    import transformers

    if (folder / "config.json").is_file():
        return folder
    vocabulary = _scored_pieces(name)
    numbers = _kept(vocabulary, _shares(vocabulary, files, characters), size)
    model = load_checkpoint(name)
    table = model.get_input_embeddings().weight.detach()[numbers].clone()
    model.resize_token_embeddings(len(numbers))
    model.get_input_embeddings().weight.data.copy_(table)
    kept = [vocabulary[number] for number in numbers]
    kind: Any = transformers.PreTrainedTokenizerFast
    tokenizer = kind(tokenizer_object=_tokenizer(kept), **_MARKS)
    model.config.pad_token_id = tokenizer.pad_token_id
    partial = folder.with_name(f"{folder.name}.part")
    model.save_pretrained(partial)
    tokenizer.save_pretrained(partial)
    partial.rename(folder)
    return folder


def _scored_pieces(name: str) -> Vocabulary:
    """The pieces of a checkpoint with their scores, in the order of its embeddings."""
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(name)
    except (OSError, ValueError) as error:
        raise ModelError(f"expected the checkpoint {name}: {error}") from error
    told: dict[str, Any] = json.loads(tokenizer.backend_tokenizer.to_str()) if tokenizer.is_fast else {"model": {}}
    if told["model"].get("type") != "Unigram":
        raise ModelError(f"[encoder] kept is for vocabularies of pieces with scores (Unigram); {name} has another kind")
    pieces = [(str(piece), float(score)) for piece, score in told["model"]["vocab"]]
    known = {piece for piece, _ in pieces}
    # marks that were added to the model's own pieces stand behind them
    later = [entry for entry in told["added_tokens"] if entry["content"] not in known]
    pieces += [(entry["content"], 0.0) for entry in sorted(later, key=lambda entry: entry["id"])]
    missing = sorted({*_MARKS.values(), _SPACE, BREAK} - {piece for piece, _ in pieces})
    if missing:
        raise ModelError(f"[encoder] kept: the vocabulary of {name} has no {', '.join(missing)}")
    return pieces


def _tokenizer(pieces: Vocabulary) -> Tokenizer:
    """The tokenizer of some pieces, with our rules for what is cut first."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

    unknown = next(number for number, (piece, _) in enumerate(pieces) if piece == _UNKNOWN)
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Replace("\n", f" {BREAK} ")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(prepend_scheme="always", split=False),
            pre_tokenizers.Split(Regex(rf"{_SPACE}(?=[\p{{Han}}{BREAK}])"), "removed"),
            pre_tokenizers.Split(Regex(_APART), "isolated"),
        ]
    )
    marks = dict.fromkeys(_MARKS.values())
    tokenizer.add_special_tokens([AddedToken(mark, normalized=False, special=True) for mark in marks])
    return tokenizer


def _shares(vocabulary: Vocabulary, files: Iterable[str], characters: int) -> Counter[int]:
    """How often each piece stands in the files, as a part of all pieces of a file."""
    tokenizer, shares = _tokenizer(vocabulary), Counter[int]()
    for file in files:
        counts, left = Counter[int](), characters
        for articles in batched(read_articles(file), 500):
            for coded in tokenizer.encode_batch([fold(article) for article in articles], add_special_tokens=False):
                counts.update(coded.ids)
            left -= sum(map(len, articles))
            if left <= 0:
                break
        whole = max(1, counts.total())
        shares.update({number: count / whole for number, count in counts.items()})
    return shares


def _kept(vocabulary: Vocabulary, shares: Counter[int], size: int) -> list[int]:
    """The numbers of the pieces that are kept: marks, printed letters alone and at the beginning of words, the most frequent."""
    needed = {*_MARKS.values(), _SPACE, BREAK, *_PRINTED, *(_SPACE + letter for letter in _PRINTED)}
    kept = {number for number, (piece, _) in enumerate(vocabulary) if piece in needed}
    for number, _ in shares.most_common():
        if len(kept) >= size:
            break
        kept.add(number)
    return sorted(kept)
