"""Exchange of names: forms of one name change alike, offsets follow, the rest of the text stays."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.records import Document, Mention
from nlp.training.swaps import swap


def document(*parts: str | tuple[str, str, str]) -> Document:
    """A document of plain text and mentions (surface, label, ref)."""
    text, mentions = "", []
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        surface, label, ref = part
        mentions.append(
            Mention(len(text), len(text) + len(surface), surface, label, ref=ref, id=f"e{len(mentions) + 1}")
        )
        text += surface
    return Document("d", text, "en", mentions=tuple(mentions))


ARTICLES = [
    document(
        ("Kestrel Mining Holdings", "COMPANY", "k"), " bought ", ("1,200", "QUANTITY", "q:1"), " rigs. ",
        ("Kestrel", "COMPANY", "k"), "'s chief ", ("Ana Duarte", "PERSON", "a"), " spoke; ", ("Duarte", "PERSON", "a"), " left.",
    ),
    document(
        ("远帆科技", "COMPANY", "y"), "董事长", ("李明远", "PERSON", "l"), "称，", ("远帆科技", "COMPANY", "y"), "将交付",
        ("3.5万台", "QUANTITY", "q:1"), ("A1566", "MACHINE", "m"), "。", ("史蒂文·罗", "PERSON", "s"), "未回应。",
    ),
]  # fmt: skip


@given(st.integers(0, 10_000), st.sampled_from(ARTICLES))
def test_offsets_follow_and_the_rest_stays(seed: int, article: Document) -> None:
    made = swap(article, random.Random(seed), 0.8)
    assert [m.label for m in made.mentions] == [m.label for m in article.mentions]
    at = old = 0
    for new, before in zip(made.mentions, article.mentions, strict=True):
        assert made.text[new.start : new.end] == new.text
        assert made.text[at : new.start] == article.text[old : before.start]
        assert new.text.strip() == new.text != ""
        at, old = new.end, before.end
    assert made.text[at:] == article.text[old:]
    assert made.statements == article.statements


@pytest.mark.parametrize("seed", range(8))
def test_forms_of_a_name_change_alike(seed: int) -> None:
    made = swap(ARTICLES[0], random.Random(seed), 1.0).mentions
    assert made[0].text.endswith("Mining Holdings")
    assert made[0].text.startswith(made[2].text + " ")
    assert made[2].text != "Kestrel"
    assert made[3].text.endswith(" " + made[4].text)


@pytest.mark.parametrize("seed", range(8))
def test_figures_keep_their_shape(seed: int) -> None:
    surface = swap(ARTICLES[1], random.Random(seed), 1.0).mentions[3].text
    assert [char.isdigit() for char in surface] == [char.isdigit() for char in "3.5万台"]
    assert surface[0] != "0"


def test_a_seed_gives_the_same_names() -> None:
    assert swap(ARTICLES[0], random.Random(5), 0.7) == swap(ARTICLES[0], random.Random(5), 0.7)


def test_nothing_changes_at_rate_nothing() -> None:
    assert swap(ARTICLES[1], random.Random(5), 0.0) == ARTICLES[1]
