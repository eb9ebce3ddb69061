"""Front matter: the block of `key: value` lines between `---` at the head of a text file."""

from __future__ import annotations

import datetime
import email.utils
import re

_BLOCK = re.compile(r"\A\s*---[ \t]*\n([\s\S]{0,20000}?)\n---[ \t]*(?:\n|\Z)")
_LINE = re.compile(r"^([A-Za-z_][\w-]{0,40})\s*:\s*(.*)$")
_DAY = re.compile(r"(?<!\d)(\d{4})(?:\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?|(\d{2})(?=\d\d(?!\d)))(\d{1,2})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({'|'.join(_MONTHS)})[a-z]{{0,6}}\.?\s+(?:(\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(\d{{4}})\b",
    re.IGNORECASE,
)
# seconds or milliseconds since 1970, from 2001 on
_EPOCH = re.compile(r"\s*(1\d{9}|2\d{9})(?:\d{3})?(?:\.\d{1,9})?\s*")


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""The fields of the front matter, keys in lower case, and the text without it.

    >>> split_front_matter("---\ntitle: 'Hash'\ndate: 2021-11-17\n---\nBody")
    ({'title': 'Hash', 'date': '2021-11-17'}, 'Body')
    """
    match = _BLOCK.match(text)
    if not match:
        return {}, text
    fields: dict[str, str] = {}
    for line in match[1].split("\n"):
        found = _LINE.match(line)
        if found and found[2].strip():
            fields[found[1].lower()] = found[2].strip().strip("'\"")
    return fields, text[match.end() :]


def parse_date(value: str | None) -> str | None:
    """The ISO date in a metadata value: ISO, RFC 2822, English, Chinese or seconds since 1970; None where there is none.

    >>> parse_date("Wed, 17 Nov 2021 02:42:25 GMT"), parse_date("2022年2月18日 18:38"), parse_date("Feb. 18, 2022")
    ('2021-11-17', '2022-02-18', '2022-02-18')
    """
    if not value:
        return None
    value = value[:200]
    day, named, epoch = _DAY.search(value), _NAMED.search(value), _EPOCH.fullmatch(value)
    try:
        if epoch:
            moment = datetime.datetime.fromtimestamp(int(epoch[1]), datetime.timezone.utc)
            return moment.date().isoformat()
        if day:
            return datetime.date(int(day[1]), int(day[2] or day[3]), int(day[4])).isoformat()
        if named and (named[1] or named[3]):
            month = _MONTHS.index(named[2].lower()) + 1
            return datetime.date(int(named[4]), month, int(named[1] or named[3])).isoformat()
        return email.utils.parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
