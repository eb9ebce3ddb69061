from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab

from nlp.errors import InputError, ResourceError
from nlp.tokenizer import LodeTokenizer, PythonSegmenter

TOKENIZER = LodeTokenizer(Vocab(), words=["嘉楠科技", "矿机", "比特大陆"])
TOKENIZER("Dictionary and rules are read with the first text 的, which hypothesis would take for slow")


@settings(max_examples=300)
@given(st.text(max_size=120))
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(token.text_with_ws for token in TOKENIZER(text)) == text


@given(st.text(alphabet="嘉楠科技向比特大陆订购了4000台S19jPRO-100T矿机 ,，。\n\t\u3000１．５EH/S礦機", max_size=60))
def test_news_tokens_join_to_the_text(text: str) -> None:
    assert "".join(token.text_with_ws for token in TOKENIZER(text)) == text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("嘉楠科技向比特大陆订购矿机", ["嘉楠科技", "向", "比特大陆", "订购", "矿机"]),
        ("S19jPRO-100T和A1566I浸没式", ["S19jPRO-100T", "和", "A1566I浸没式"]),
        ("合1.5EH/S", ["合", "1.5EH/S"]),
        ("Hut 8's miners", ["Hut", "8", "'s", "miners"]),
        ("礦機", ["礦機"]),
        ("A1566I浸沒式礦機，1.5EH/S", ["A1566I浸沒式", "礦機", "，", "1.5EH/S"]),
        ("Ｓ１９ｊＰＲＯ－１００Ｔ，１．５ＥＨ／Ｓ", ["Ｓ１９ｊＰＲＯ－１００Ｔ", "，", "１．５ＥＨ／Ｓ"]),
        ("16.8J/TH，4nm，85MW", ["16.8J/TH", "，", "4nm", "，", "85MW"]),
    ],
)
def test_tokens_of_the_trade_hold_together(text: str, tokens: list[str]) -> None:
    assert [token.text for token in TOKENIZER(text)] == tokens


def test_settings_round_trip(tmp_path: object) -> None:
    data = TOKENIZER.to_bytes()
    other = LodeTokenizer(Vocab()).from_bytes(data)
    assert [t.text for t in other("嘉楠科技的矿机")] == ["嘉楠科技", "的", "矿机"]


def test_two_tokenizers_do_not_share_words() -> None:
    plain = LodeTokenizer(Vocab())
    assert [t.text for t in plain("嘉楠科技")] != ["嘉楠科技"]


def test_jieba_itself_cuts_as_well_and_leaves_no_cache_file(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    cut = PythonSegmenter(["嘉楠科技"]).cut("嘉楠科技的矿工")
    assert next(iter(cut)) == "嘉楠科技"
    assert not list(__import__("pathlib").Path(str(tmp_path)).iterdir())


def test_a_lone_surrogate_is_told() -> None:
    with pytest.raises(InputError, match="character 2"):
        TOKENIZER("ab\ud800")


def test_an_unknown_segmenter_is_told() -> None:
    with pytest.raises(ResourceError, match="must be one of"):
        LodeTokenizer(Vocab(), segmenter="none")
