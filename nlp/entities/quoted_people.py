"""People by the form of the name alone: a nickname in quotes within it, a Korean given name of two syllables."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.entities.letters import find_latin
from nlp.entities.priorities import EXACT
from nlp.records import Mention
from nlp.resources.names import EnglishNames
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_WORD = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ'’-]{1,24}"
_NICKNAMED = lazy_pattern(
    rf"(?<![A-Za-z-])(?P<given>{_WORD})(?: [A-Z]\.)? [“\"'‘][A-Z][A-Za-z .'-]{{1,20}}[”\"'’] (?P<last>{_WORD})(?![A-Za-z])"
)
# Bae Jun-ho, Ban Ki-moon: what stands behind the dash is a syllable of no English word in such places
_SURNAMES = (
    "Kim|Lee|Park|Choi|Jung|Jeong|Kang|Cho|Yoon|Yun|Jang|Lim|Im|Han|Oh|Seo|Shin|Kwon|Hwang|Ahn|An|Song|Ryu|Yoo|Yu|Hong|Jeon|Jun|Ko|Go"
    "|Moon|Yang|Son|Bae|Baek|Baik|Heo|Hur|Nam|Shim|Noh|Roh|Ha|Kwak|Sung|Cha|Joo|Ju|Woo|Koo|Min|Jin|Na|Ra|Ji|Eom|Um|Chung|Chun|Chang"
    "|Ban|Byun|Bang|Gil|Hyun|Ki|Kwon|Ma|Pyo|Rhee|Ri|Seok|Sohn|Suh|Tak|Won|Yeo|Yeom|Yi|Chae|Do|Ok|Ham"
)
_SYLLABLES = (
    "ho|hyun|hyeon|woo|u|moon|mun|min|jin|soo|su|young|yeong|jae|hee|hui|ki|gi|seok|suk|sik|shik|sun|seon|hoon|hun|joon|jun|jong|tae|il|yong"
    "|kyu|gyu|won|chul|cheol|bum|beom|eun|ah|a|na|ra|ju|joo|kyung|gyeong|hwan|hwa|sang|sung|seong|wook|uk|yeon|youn|yun|yoon|mi|ji|rim|bin|han|ik|keun|geun"
    "|kwon|gwon|kwang|gwang|nam|pil|rae|ri|rok|ryong|sook|taek|tak|un|wan|yeol|yol|yul|bok|chan|chang|dong|do|goo|gu|guk|kook|hak|hyuk|hyeok|in|jeong|jung|kun|lim|man|myung|myeong|oh|rang|sol|sin|shin|yeop|yup"
)
_KOREAN = lazy_pattern(rf"(?<![A-Za-z-])(?:{_SURNAMES}) [A-Z][a-z]{{1,6}}-(?:{_SYLLABLES})(?![A-Za-z-])")


class QuotedPeople:
    """Finds such people."""

    def __init__(self, english: EnglishNames) -> None:
        self._given, self._ordinary = english.given, english.ordinary
        self._none = english.openers | english.titles | english.role_words | english.suffixes

    def find(self, text: FoldedText) -> Iterator[Mention]:
        """The people of `text`."""
        for match in find_latin(_NICKNAMED, text.folded):
            given, last = match["given"], match["last"]
            named = given in self._given or (given.lower() not in self._ordinary and last.lower() not in self._ordinary)
            if named and given not in self._none and last not in self._none:
                yield _mention(text, *match.span(), "latin.person.nickname")
        for match in find_latin(_KOREAN, text.folded):
            yield _mention(text, *match.span(), "latin.person.syllables")


def _mention(text: FoldedText, start: int, end: int, rule: str) -> Mention:
    return Mention(start, end, text.source[start:end], "PERSON", rule=rule, confidence=0.85, priority=EXACT)
