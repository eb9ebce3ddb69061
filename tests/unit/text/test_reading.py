"""Bytes, markup and metadata."""

from __future__ import annotations

import pytest

from nlp.errors import EncodingError
from nlp.text.cleaning import clean_html, clean_markdown, looks_like_html, tidy
from nlp.text.encodings import decode
from nlp.text.front_matter import parse_date, split_front_matter
from nlp.text.language import detect_language

CHINESE = "矿企宣布向制造商订购四千台新矿机，这些机器将在今年年底前分批交付，并用于公司的自营业务。"
TRADITIONAL = "礦企宣布向製造商訂購四千台新礦機，這些機器將在今年年底前分批交付，並用於公司的自營業務。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gbk", "gb18030"])
def test_simplified_in_every_encoding(encoding: str) -> None:
    assert decode(CHINESE.encode(encoding)) == CHINESE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5"])
def test_traditional_in_every_encoding(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    text = "The miner ordered four thousand rigs, to be delivered by the end of the year."
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x01", bytes(range(256)) * 8, b"PK\x03\x04zip", b"abc\x00\x00\x01\x02\x00def"]
)
def test_binary_is_told(data: bytes) -> None:
    with pytest.raises(EncodingError, match="binary"):
        decode(data, path="x.bin")


def test_html_fragments_lose_tags_and_scripts() -> None:
    markup = "<div><p>First &amp; last.</p><script>var x = '<p>no</p>';</script><p>Second<br/>third</p></div>"
    assert clean_html(markup) == "First & last.\nSecond\nthird"


def test_broken_html_does_not_hang_or_raise() -> None:
    assert "word" in clean_html("<div" * 5000 + "<p>word</p>" + "</div" * 10)


def test_markdown_keeps_words_and_drops_marks() -> None:
    text = "# Title\n\nSee [the report](https://example.com/x) and **buy** it.\n\n![chart](a.png)\n\n---\n- item"
    assert clean_markdown(text) == "Title\nSee the report and buy it.\nitem"


@pytest.mark.parametrize(
    ("text", "markup"), [("<p>a</p><p>b</p>", True), ("a < b and c > d", False), ("纯文本", False)]
)
def test_markup_is_told_from_text(text: str, markup: bool) -> None:
    assert looks_like_html(text) is markup


def test_debris_lines_go() -> None:
    assert tidy("当前位置:首页 > 财经\n矿企发布财报\n\n责任编辑:某某\n}); })();") == "矿企发布财报"


def test_front_matter_without_end_is_text() -> None:
    assert split_front_matter("---\ntitle: x\nno end") == ({}, "---\ntitle: x\nno end")


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2022-02-18 18:38:33 +0800", "2022-02-18"),
        ("Wed, 17 Nov 2021 02:42:25 GMT", "2021-11-17"),
        ("2021/9/5", "2021-09-05"),
        ("2021-13-40", None),
        ("soon", None),
        (None, None),
    ],
)
def test_dates_of_metadata(value: str | None, iso: str | None) -> None:
    assert parse_date(value) == iso


@pytest.mark.parametrize(
    ("text", "language"), [(CHINESE, "zh"), (TRADITIONAL, "zh-Hant"), ("The miner ordered rigs.", "en"), ("", "en")]
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language
