"""HTML and Markdown to plain text, without the debris of scraping."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<(?:!--[\s\S]{0,20000}?-->|/?[A-Za-z][^<>]{0,4000}>)")
_DROPPED = re.compile(
    r"<(script|style|noscript|template|svg|iframe|head|title)\b[^<>]{0,2000}>[\s\S]{0,200000}?</\1\s*>", re.IGNORECASE
)
_BREAKS = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|header|footer|blockquote|figure|figcaption)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_LOOKS_HTML = re.compile(
    r"<(?:html|body|div|p|br|span|a|img|strong|table|h[1-6]|section|article)\b[^<>]{0,2000}>", re.IGNORECASE
)
_IMAGE = re.compile(r"!\[[^\]\n]{0,400}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,400})\]\((?:[^()\s]{0,2000})(?:\s\"[^\"\n]{0,400}\")?\)")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1")
_RULE = re.compile(r"^\s{0,3}(?:[-*_]\s?){3,}$")
_DEBRIS = re.compile(
    r"^(?:当前位置|您(?:当前|现在)的?位置|首页\s*>|Home\s*[>›»]|责任编辑|责编|编辑[::]|分享到|扫一扫|点击(?:查看|阅读)|返回搜狐|免责声明|版权声明|"
    r"相关(?:阅读|新闻|推荐)|上一篇|下一篇|Advertisement|Share this|Read more|Click here|Subscribe|Sign up)"
)
_CODE = re.compile(
    r"(?:\}\s*\)\s*\(\s*\)|\bfunction\s*\(|document\.|window\.|var\s+\w+\s*=|=>\s*\{|\}\);|\$\(|addEventListener)"
)


def looks_like_html(text: str) -> bool:
    """Whether a text holds HTML markup."""
    return len(_LOOKS_HTML.findall(text[:20_000])) >= 2 or text[:2000].lstrip().lower().startswith(
        ("<!doctype html", "<html")
    )


def clean_html(markup: str) -> str:
    """The article text of an HTML page or fragment, a paragraph a line.

    Whole pages go through trafilatura; fragments, and pages it finds nothing in, are stripped of tags.
    """
    if re.search(r"<html\b|<body\b|<!doctype", markup[:5000], re.IGNORECASE):
        import trafilatura

        extracted = trafilatura.extract(markup, include_comments=False, include_tables=True, favor_recall=True)
        if extracted and len(extracted) > 80:
            return tidy(extracted)
    text = _DROPPED.sub("\n", markup)
    text = _BREAKS.sub("\n", text)
    return tidy(html.unescape(_TAG.sub("", text)))


def clean_markdown(text: str) -> str:
    """The text of Markdown: links and emphasis keep their words, images and rules go."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    lines: list[tuple[str, bool]] = []
    for line in text.split("\n"):
        if _RULE.match(line):
            continue
        heading = _HEADING.match(line)
        item = re.match(r"^\s{0,3}(?:>\s?|[-*+]\s+|\d{1,2}\.\s+|\|)", line)
        line = heading[1] if heading else re.sub(r"^\s{0,3}(?:>\s?|[-*+]\s+)", "", line)
        lines.append((_EMPHASIS.sub(r"\2", line), bool(heading or item)))
    joined = _paragraphs(lines)
    return clean_html(joined) if looks_like_html(joined) else tidy(joined)


def _paragraphs(lines: list[tuple[str, bool]]) -> str:
    """Lines joined to paragraphs, as Markdown reads them; headings and items stand alone."""
    out: list[str] = []
    open_paragraph = False
    for line, alone in lines:
        stripped = line.strip()
        if not stripped or alone or line.endswith("  ") or not open_paragraph:
            out.append(stripped)
            open_paragraph = bool(stripped) and not alone and not line.endswith("  ")
            continue
        han = bool(re.search(r"[\u3000-\u9fff\uff00-\uffef]$", out[-1])) and bool(
            re.match(r"[\u3000-\u9fff\uff00-\uffef]", stripped)
        )
        out[-1] += ("" if han else " ") + stripped
    return "\n".join(out)


def tidy(text: str) -> str:
    """Text without empty lines, outer blanks and debris lines."""
    kept = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = line.strip(" \t\u3000\xa0\u200b\ufeff")
        if not line or _DEBRIS.match(line) or (len(line) < 300 and _CODE.search(line)):
            continue
        kept.append(line)
    return "\n".join(kept)
