"""How the rows of pattern files write regular expressions over encoded text (`nlp.encoding`), and what they stand for.

``{role:Cc}`` is a mention of type C or c that fills the role, ``{role:Cc+}`` may be a list of them,
``<Cc>`` is a mention that fills none, and ``{name}`` is a macro of the language. A macro whose name
is a literal role (title, segment) fills that role; `post`, a chain of titles, fills title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from nlp.schema import LITERAL_ROLES
from nlp.text.alternatives import with_grouped_words
from nlp.text.lazy import compile_now, lazy_pattern

PRIVATE = 0xE000
_SLOT = re.compile(r"\{([a-z_]+\d?):([A-Za-z]+)(\+?)\}|(?<!\?P)<([A-Za-z]+)>|\{([a-z_]+)\}")
_MACRO = re.compile(r"\{([a-z_]+)\}")

# a pronoun or description that stands for a company is one character of the text
_PRONOUN = re.compile(r"(?<![a-z])(?:its|our|their|the company(?='s))(?=\\?[ s'|)])(?!['s][a-z])")
_LITERAL_OF = {"post": "title"}
"""Macros whose text is a literal of another name."""
DESCRIPTION = "desc"
"""The macro of what may stand before a company and only tells its trade."""
# what a Chinese list goes on with; that the names belong to it is tested afterwards
_MORE_OF = (
    r"(?:\s?(?:\([^()]{{0,16}}\))?\s?(?:(?:、|,?以及|,?及|和|与)[^,。;:\ue041-\ue07a]{{0,8}}"
    r"|(?:,\s|,?\s?(?:and|or|&|as well as|plus)\s)(?:in\s|at\s)?(?:the\s)?)[{chars}]){{0,24}}"
)


def compile_pattern(source: str, macros: Mapping[str, str]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The pattern, compiled at its first use, and the roles that may be lists.

    >>> compile_pattern("{subject:C}订购", {})[0].groups
    1
    """
    source, lists = expand_pattern(source, macros)
    return lazy_pattern(with_grouped_words(source)), lists


def expand_pattern(source: str, macros: Mapping[str, str], *, described: bool = False) -> tuple[str, tuple[str, ...]]:
    """The regular expression that a pattern stands for, and the roles that may be lists.

    With `described` a company inside the pattern may have its trade before it: 向[上市矿企]X.

    Raises:
        KeyError: a macro is not known.
    """
    lists: list[str] = []

    def replace(match: re.Match[str]) -> str:
        role, types, plus, bare, macro = match.groups()
        if macro is not None:
            if macro not in macros:
                raise KeyError(macro)
            body = _SLOT.sub(replace, macros[macro])
            literal = _LITERAL_OF.get(macro, macro)
            return f"(?P<{literal}>{body})" if literal in LITERAL_ROLES else f"(?:{body})"
        chars = "".join(chr(PRIVATE + ord(t)) for t in (types or bare))
        if role is None:
            return f"[{chars}]"
        first = f"(?P<{role}>[{chars}])"
        if described and "C" in types and match.start():
            first = f"(?:{_SLOT.sub(replace, macros[DESCRIPTION])})?{first}"
        if plus:
            lists.append(role)
            return first + _MORE_OF.format(chars=chars)
        return first

    return _SLOT.sub(replace, _PRONOUN.sub(rf"(?:\g<0>|{chr(PRIVATE + ord('c'))})", source)), tuple(lists)


# a class of characters, or a blank outside of one
_CLASS_OR_BLANK = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\s")


def _within_line(pattern: str) -> str:
    r"""The pattern in which blanks are no line ends: a name at the head of the next line is no part of it.

    >>> _within_line(r"a\sb[\s,]")
    'a[^\\S\\n]b[\\s,]'
    """
    return _CLASS_OR_BLANK.sub(lambda match: match[0] if match[0] != r"\s" else r"[^\S\n]", pattern)


class PatternRow:
    """A construction's pattern as its row has it; it is expanded and compiled at its first use.

    Most texts need few of the patterns: to expand and compile all takes a fifth of a second.
    """

    def __init__(self, text: str, macros: Mapping[str, str], language: str, described: bool) -> None:
        self._text, self._macros, self._language, self._described = text, macros, language, described

    @property
    def written(self) -> str:
        """The text with all that decides what it is expanded to; a KeyError names a macro that is not known."""
        used = _MACRO.findall(self._text)
        if self._described:
            used.append(DESCRIPTION)
        bodies: dict[str, str] = {}
        for name in used:  # the list grows by macros within macros while it is read
            if name not in bodies:
                bodies[name] = self._macros[name]
                used += _MACRO.findall(bodies[name])
        return "\0".join((self._language, self._text, *bodies.values()))

    @cached_property
    def expanded(self) -> tuple[str, tuple[str, ...]]:
        """The regular expression, and the roles that may be lists; a KeyError names a macro that is not known."""
        source, lists = expand_pattern(self._text, self._macros, described=self._described)
        return (_within_line(source) if self._language == "en" else source), lists

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return compile_now(with_grouped_words(self.expanded[0]))
