"""A tokenizer for Chinese, English and mixed text in one pass.

Chinese runs are cut by jieba on a dictionary instance of their own, Latin runs by spaCy's English
rules, and tokens of the trade (S19jPRO-100T, 1.5EH/S, A1566I浸没式) hold together. The texts of the
tokens with their spaces are the source, always.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from nlp.errors import InputError, ResourceError
from nlp.text.dictionary import Dictionary
from nlp.text.fold import fold, fold_all
from nlp.text.lazy import lazy_pattern

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# punctuation of Chinese, which the English rules would leave within a word
_MARKS = "，。、；：！？（）〔〕【】《》〈〉「」『』“”…—～·"
# letters and digits in both widths (\d knows both)
_LETTER = "A-Za-zＡ-Ｚａ-ｚ"
_HASHES = "[EPTGMＥＰＴＧＭ][HＨ][/／][SＳ]|[JＪ][/／][TＴ][HＨ]|[MGkＭＧＫ][WＷ][HＨ]?|nm|ｎｍ|[EPTＥＰＴ][HＨ]"
_PIECES = lazy_pattern(
    rf"(?P<han>[{_HAN}]+)"
    r"|(?P<space>\s+)"
    rf"|(?P<mark>[{_MARKS}])"
    # model codes with their hashrate or cooling, and numbers with their unit
    rf"|(?P<mixed>(?<![{_LETTER}\d])[{_LETTER}]{{1,3}}\d{{1,4}}[{_LETTER}]{{0,6}}[+＋]{{0,3}}(?:[-－]\d{{1,4}}[TＴ])?"
    rf"(?:浸[没沒]式|水冷|[风風]冷|液冷|系列)?(?![{_LETTER}\d+＋])"
    rf"|(?<![{_LETTER}\d.,．])\d{{1,9}}(?:[.,．]\d{{1,9}})?(?:{_HASHES})(?![{_LETTER}\d]))"
    rf"|(?P<latin>[^\s{_HAN}{_MARKS}]+)",
    re.IGNORECASE,
)
_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_CACHE_SIZE = 50_000


class Segmenter(Protocol):
    """Cuts runs of Chinese into words that join to the runs again."""

    def cut(self, text: str) -> Sequence[str]:
        """The words of `text`, in order; a line break is a word of its own."""


class FastSegmenter:
    """jieba's algorithm in Rust (rjieba), on an instance of its own."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = tuple(words)
        self._dictionary = Dictionary(self._fill)

    def _fill(self, jieba: Any) -> None:
        for word in self._words:
            jieba.add_word(word, None, None)

    def cut(self, text: str) -> Sequence[str]:
        """The words of `text`, in order."""
        words: Sequence[str] = self._dictionary.jieba.cut(text, False)
        return words


class PythonSegmenter:
    """jieba itself, on a dictionary instance of its own, read from the dictionary file without a cache file.

    jieba keeps a marshal file in the shared temporary folder, which anybody there could replace;
    this instance neither reads nor writes it.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        import jieba

        self._jieba = jieba.Tokenizer()
        self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(self._jieba.get_dict_file())
        self._jieba.initialized = True
        for word in words:
            self._jieba.add_word(word)

    def cut(self, text: str) -> Sequence[str]:
        """The words of `text`, in order."""
        words: Sequence[str] = self._jieba.lcut(text, HMM=False)
        return words


SEGMENTERS: dict[str, Callable[[Iterable[str]], Segmenter]] = {"rjieba": FastSegmenter, "jieba": PythonSegmenter}


class LodeTokenizer:
    """The tokenizer; a drop-in for `Language.tokenizer`.

    Args:
        vocab: the vocabulary of the pipeline.
        segmenter: ``rjieba`` (fast) or ``jieba``.
        words: words that hold together, such as names and terms of the trade.

    Raises:
        ResourceError: the segmenter is not known.
    """

    def __init__(self, vocab: Vocab, *, segmenter: str = "rjieba", words: Sequence[str] = ()) -> None:
        if segmenter not in SEGMENTERS:
            raise ResourceError(f"segmenter must be one of {sorted(SEGMENTERS)}, was: {segmenter!r}")
        self.vocab = vocab
        self._name = segmenter
        self._words = tuple(dict.fromkeys(fold_all(words)))
        self._segmenter = SEGMENTERS[segmenter](self._words)
        self._cache: dict[str, tuple[str, ...]] = {}
        self._ids: dict[str, int] = {}

    def __call__(self, text: str) -> Doc:
        """The Doc of `text`.

        Raises:
            InputError: `text` holds a lone surrogate, which no token can hold.
        """
        surrogate = _SURROGATE.search(text)
        if surrogate:
            raise InputError(
                f"expected Unicode text, was a lone surrogate at character {surrogate.start()}; replace it"
            )
        folded = fold(text)
        words, spaced = self._words_of(text, folded)
        spaces = [False] * len(words)
        for index in spaced:
            spaces[index] = True
        doc = self._doc(words, spaces)
        # for the components, so that none has to join the tokens again
        doc.user_data["lode.text"], doc.user_data["lode.folded"] = text, folded
        return doc

    def _words_of(self, text: str, folded: str) -> tuple[list[str], list[int]]:
        """The tokens of `text`, and the indices of those that a space follows."""
        words: list[str] = []
        spaced: list[int] = []
        kinds: list[str | None] = []
        pieces: list[str] = []
        runs: list[str] = []
        for match in _PIECES.finditer(text):
            kinds.append(match.lastgroup)
            pieces.append(match[0])
            if match.lastgroup == "han":
                runs.append(folded[match.start() : match.end()])
        # all runs in one call, a line each
        cut = list(self._segmenter.cut("\n".join(runs))) if runs else []
        cut.append("\n")
        at, run = 0, iter(runs)
        for kind, piece in zip(kinds, pieces, strict=True):
            if kind == "han":
                end = cut.index("\n", at)
                found = cut[at:end]
                at = end + 1
                words.extend(found if next(run) == piece else _as_written(found, piece))
            elif kind == "space":
                _add_space(piece, words, spaced)
            elif kind == "latin":
                words.extend(self._latin(piece))
            else:
                words.append(piece)
        return words, spaced

    def _doc(self, words: list[str], spaces: list[bool]) -> Doc:
        """The Doc of words, given by their ids, which spaCy looks up twice as fast as the words."""
        known = self._ids
        if len(known) < _CACHE_SIZE and not getattr(self.vocab, "in_memory_zone", False):
            add = self.vocab.strings.add
            known.update((word, add(word)) for word in set(words).difference(known))
        ids = [known.get(word, word) for word in words]
        try:
            return Doc(self.vocab, words=ids, spaces=spaces)  # type: ignore[arg-type,unused-ignore]
        except KeyError:  # the vocabulary was read anew, and knows these ids no more
            known.clear()
            return Doc(self.vocab, words=words, spaces=spaces)

    @cached_property
    def _english(self) -> Callable[[str], Doc]:
        """The English rules of spaCy, made with the first Latin piece."""
        return _english_rules(self.vocab)

    def _latin(self, piece: str) -> tuple[str, ...]:
        found = self._cache.get(piece)
        if found is None:
            found = tuple(token.text for token in self._english(piece[:2000])) if len(piece) <= 2000 else (piece,)
            if len(self._cache) < _CACHE_SIZE:
                self._cache[piece] = found
        return found

    def pipe(self, texts: Iterable[str], **_: Any) -> Iterable[Doc]:
        """The Docs of `texts`."""
        return (self(text) for text in texts)

    def _settings(self) -> dict[str, Any]:
        return {"segmenter": self._name, "words": list(self._words)}

    def to_bytes(self, **_: Any) -> bytes:
        """The settings, as JSON."""
        return json.dumps(self._settings(), ensure_ascii=False).encode("utf-8")

    def from_bytes(self, data: bytes, **_: Any) -> LodeTokenizer:
        """This tokenizer with the settings of `data`."""
        settings = json.loads(data.decode("utf-8"))
        LodeTokenizer.__init__(self, self.vocab, segmenter=settings["segmenter"], words=settings["words"])
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Writes the settings to the file `path`."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **_: Any) -> LodeTokenizer:
        """This tokenizer with the settings of the file `path`."""
        return self.from_bytes(Path(path).read_bytes())


def _english_rules(vocab: Vocab) -> Callable[[str], Doc]:
    from spacy.lang.en import English
    from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    defaults = English.Defaults
    tokenizer: Callable[[str], Doc] = Tokenizer(
        vocab,
        rules=defaults.tokenizer_exceptions,
        prefix_search=compile_prefix_regex(defaults.prefixes or ()).search,
        suffix_search=compile_suffix_regex(defaults.suffixes or ()).search,
        infix_finditer=compile_infix_regex(defaults.infixes or ()).finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
    )
    return tokenizer


def _as_written(words: Iterable[str], text: str) -> Iterator[str]:
    """The words of a folded run as they stand in the text of the run."""
    start = 0
    for word in words:
        end = start + len(word)
        yield text[start:end]
        start = end


def _add_space(piece: str, words: list[str], spaced: list[int]) -> None:
    """One blank belongs to the token before it; more are tokens."""
    if piece[0] == " " and words and (not spaced or spaced[-1] != len(words) - 1):
        spaced.append(len(words) - 1)
        piece = piece[1:]
    if piece:
        words.append(piece)


@registry.tokenizers("lode.Tokenizer.v1")  # type: ignore[untyped-decorator,unused-ignore]
def create_tokenizer(segmenter: str = "rjieba", words: Any = None) -> Callable[[Any], LodeTokenizer]:
    """The registered factory: config `segmenter` and `words` (a list, or one string with a word a line) → tokenizer.

    `words` is of no declared type, since spaCy would check each of ten thousand, which takes longer than their use.
    """

    def create(nlp: Any) -> LodeTokenizer:
        given = words.split("\n") if isinstance(words, str) else words or ()
        return LodeTokenizer(nlp.vocab, segmenter=segmenter, words=tuple(filter(None, given)))

    return create
