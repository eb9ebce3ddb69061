"""Front matter: the block of `key: value` lines between `---` at the head of a text file."""

from __future__ import annotations

import datetime
import email.utils
import re

_BLOCK = re.compile(r"\A\s*---[ \t]*\n([\s\S]{0,20000}?)\n---[ \t]*(?:\n|\Z)")
_LINE = re.compile(r"^([A-Za-z_][\w-]{0,40})\s*:\s*(.*)$")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")


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
    """The ISO date in a metadata value: ISO, RFC 2822 or Chinese; None where there is none.

    >>> parse_date("Wed, 17 Nov 2021 02:42:25 GMT"), parse_date("2022年2月18日 18:38")
    ('2021-11-17', '2022-02-18')
    """
    if not value:
        return None
    match = _DAY.search(value)
    try:
        if match:
            return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        return email.utils.parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None
