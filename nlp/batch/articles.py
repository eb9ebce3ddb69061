"""One article a file: front matter and page head for title, date and source; its text cleaned."""

from __future__ import annotations

import html
import re

from nlp.batch.reject import EMPTY
from nlp.errors import InputError
from nlp.records import Document
from nlp.text.cleaning import clean_html, clean_markdown, looks_like_html, tidy
from nlp.text.front_matter import parse_date, split_front_matter

_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,500})</title>", re.IGNORECASE)
_META = re.compile(r"<meta\s[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s*=\s*(?:\"([^\"]{0,1000})\"|'([^']{0,1000})')")
# schema.org in JSON-LD, and the time element, where the head says nothing
_DATES = (
    re.compile(r"\"datePublished\"\s{0,9}:\s{0,9}\"([^\"]{4,40})\""),
    re.compile(r"<time\b[^<>]{0,300}\bdatetime\s{0,9}=\s{0,9}[\"']([^\"'<>]{4,40})", re.IGNORECASE),
)
_PUBLISHER = re.compile(r"\"publisher\"\s{0,9}:\s{0,9}\{[^{}]{0,400}\"name\"\s{0,9}:\s{0,9}\"([^\"]{1,100})\"")
_DATE_KEYS = frozenset(
    ("article:published_time", "pubdate", "publishdate", "publish_date", "date", "og:published_time", "datepublished",
     "og:release_date", "dc.date", "dc.date.issued", "weibo:article:create_at")
)  # fmt: skip


def read_article(raw: str, *, path: str, suffix: str) -> Document:
    """The document of an article file.

    Raises:
        InputError: there is no text in it.
    """
    if not raw.strip("\ufeff \t\r\n"):
        raise InputError(EMPTY, path=path)
    fields, body = split_front_matter(raw)
    markup = suffix in (".html", ".htm")
    if markup:
        fields = {**page_fields(raw), **fields}
    if markup or looks_like_html(body):
        text = clean_html(body)
    elif suffix in (".md", ".markdown") or fields:
        text = clean_markdown(body)
    else:
        text = tidy(body)
    if not text.strip():
        raise InputError("there is no text in it, only markup or metadata", path=path)
    return Document(
        id="",
        text=text,
        date=parse_date(fields.get("date")),
        title=fields.get("title"),
        source=fields.get("source") or fields.get("author") or fields.get("tags"),
        url=fields.get("url") or fields.get("link"),
    )


def page_fields(markup: str) -> dict[str, str]:
    """Title, date, source and address of a page, from its head.

    >>> page_fields("<title>Rigs &amp; more</title><meta name='date' content='2022-02-18'>")
    {'title': 'Rigs & more', 'date': '2022-02-18'}
    """
    head = markup[:100_000]
    fields: dict[str, str] = {}
    title = _TITLE.search(head)
    if title:
        fields["title"] = _plain(title[1])
    site = None
    for tag in _META.findall(head):
        attributes = {key.lower(): one or other for key, one, other in _ATTRIBUTE.findall(tag)}
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        content = _plain(attributes.get("content", ""))
        if name in _DATE_KEYS and "date" not in fields and parse_date(content):
            fields["date"] = content
        elif name == "og:title" and content:
            fields["title"] = content
        elif name == "author" and content:
            fields["source"] = content
        elif name == "og:site_name" and content:
            site = content
        elif name == "og:url" and content:
            fields["url"] = content
    publisher = _PUBLISHER.search(head)
    source = site or (publisher and publisher[1]) or fields.get("source")
    dates = (match[1] for pattern in _DATES for match in pattern.finditer(head) if parse_date(match[1]))
    date = fields.get("date") or next(dates, None)
    return {**fields, **({"source": source} if source else {}), **({"date": date} if date else {})}


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split())
